"""Quizzes at the desk: answers of all teams from a file, and a question struck out with what it changes for every team."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from contest import board as boards
from contest import deskview, quizview
from contest.access import for_roles, roles_in, staff
from contest.board import Board
from contest.db import db
from contest.desk import carry_out
from contest.files.answersheet import read_answers
from contest.files.xlsxguard import FileRefused
from contest.messages.answers import ANSWER_FILES, ANSWERS
from contest.messages.roster import say as say_of_file
from contest.scorebook.refusals import Refused
from contest.writer import write
from scoring.rules import Criterion, Part

blueprint = Blueprint("quiz", __name__)
Page = str | Response | Redirect


def _quiz(board: Board) -> Part:
    parts = {part.key: part for part in quizview.quizzes(board)} if board.rulebook else {}
    asked = request.args.get("phan", next(iter(parts), ""))
    if asked not in parts:
        abort(404)
    return parts[asked]


def _question(part: Part) -> Criterion | None:
    asked = request.args.get("cau")
    if asked is None:
        return None
    return next((each for each in part.criteria if each.key == asked), None) or abort(404)


@blueprint.get("/hoi-thi/<int:contest_id>/huy-cau")
@for_roles("head_judge", "organiser", "secretary")
def strike(contest_id: int) -> Page:
    """List the questions of a quiz (?phan=), or show what striking one out (?cau=) changes and ask for the ground."""
    board = boards.read(db.session(), contest_id)
    part = _quiz(board)
    question = _question(part)
    return render_template(
        "quiz/strike.html",
        contest=board.contest,
        contest_id=contest_id,
        running=board.ledger.step == "running",
        parts=quizview.quizzes(board),
        part=part,
        struck=quizview.struck(board, part),
        question=question,
        recount=quizview.recount(board, part, question) if question else (),
        may=bool(roles_in(db.session(), staff().account, contest_id) & {"head_judge", "organiser"}),
    )


@blueprint.post("/hoi-thi/<int:contest_id>/nhap-diem-chung/tep")
@for_roles("secretary")
def take_file(contest_id: int) -> Page | tuple[str, int]:
    """Record the answers of all teams that a file names, all or none."""
    board = boards.read(db.session(), contest_id)
    part = _quiz(board)
    open_now = {
        team.id: team.name for team in board.teams if board.ledger.performance(part.key, team.id) in {"open", "closing"}
    }
    upload = request.files.get("file")
    problems: tuple[str, ...] = ()
    if not open_now:
        problems = (ANSWERS["none_open"],)
    elif upload is None or not upload.filename:
        problems = (ANSWERS["no_file"],)
    else:
        problems = _take(contest_id, part, open_now, _shut(board, part), upload.read(), upload.filename)
    if problems:
        return render_template(
            "quiz/refused.html", contest=board.contest, contest_id=contest_id, part=part, problems=problems
        ), 409
    return redirect(url_for("paper.agreed", contest_id=contest_id, phan=part.key))


@blueprint.get("/hoi-thi/<int:contest_id>/nhap-diem-chung/tep")
@for_roles("secretary")
def taken_file(contest_id: int) -> Page:
    """Lead back to the page of the answers from the address of its file, as a reload after a refusal asks for it."""
    return redirect(url_for("paper.agreed", contest_id=contest_id, phan=request.args.get("phan")))


def _shut(board: Board, part: Part) -> dict[str, str]:
    """Give how the turns stand that take no answers now, by team."""
    rows = deskview.grid(board, part.key, {}).rows
    return {row.name: row.word for row in rows if row.state not in {"open", "closing"}}


def _take(
    contest_id: int, part: Part, teams: dict[int, str], shut: Mapping[str, str], data: bytes, filename: str
) -> tuple[str, ...]:
    try:
        found = read_answers(data, filename, part, teams, shut)
    except FileRefused as refused:
        said = ANSWER_FILES.get(refused.code)
        return (said.format(**refused.values) if said else " ".join(say_of_file(refused.code, **refused.values)),)
    if found.problems:
        return found.problems
    actor = staff().actor

    def record(changing: Session) -> None:
        for team, typed in found.rows.items():
            args = {"part": part.key, "team": team, "marks": dict(typed)}
            carry_out(changing, contest_id, actor, "agreed", args)

    try:
        write(record)
    except Refused as refused:
        return (refused.message,)
    flash(f"Đã ghi câu trả lời của {len(found.rows)} đội.", "success")
    if found.unused:
        flash(ANSWERS["unused"].format(columns=", ".join(f"“{each}”" for each in found.unused)), "info")
    return ()
