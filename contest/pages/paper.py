"""Paper at the desk: sheets typed in, confirmed by a second person, and the part that is entered once for each team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from contest import actors, deskview, paperview, quizview
from contest import board as boards
from contest.access import for_roles, roles_in, staff
from contest.answers import WORDS
from contest.board import Board
from contest.db import db
from contest.desk import carry_out
from contest.deskacts import thousandths
from contest.deskview import Grid
from contest.paperview import Blank
from contest.scorebook.entry import Actor
from contest.scorebook.refusals import Refused
from contest.text import comma, nfc
from contest.writer import write
from scoring.panel import METHODS
from scoring.points import exact_text, from_thousandths
from scoring.rules import Part

blueprint = Blueprint("paper", __name__)
Page = str | Response | Redirect
Rows = dict[int, dict[str, str]]


class Wrong(Exception):
    """Rows of the objective part that cannot be taken, by team: the field and the sentence. Nothing was kept."""

    def __init__(self, rows: Mapping[int, tuple[str, str]]) -> None:
        """Take field and sentence by team."""
        super().__init__("rows")
        self.rows = rows


def _board(contest_id: int) -> Board:
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        abort(404)
    return board


def _grid(board: Board, *, judged: bool) -> Grid:
    parts = {part.key: part for part in board.rules.parts if METHODS[part.panel.method].judged == judged}
    asked = request.args.get("phan")
    if not parts or (asked is not None and asked not in parts):
        abort(404)
    current = deskview.current_part(board)
    return deskview.grid(board, asked or (current if current in parts else next(iter(parts))), {})


def _asked(grid: Grid) -> Blank | None:
    """Give the sheet that the address names; None when it names none, 404 when there is no such sheet."""
    team, seat = request.args.get("doi"), request.args.get("giam-khao")
    if team is None or seat is None:
        return None
    try:
        return paperview.one_of(grid, int(team), int(seat))
    except (KeyError, ValueError):
        abort(404)


@blueprint.get("/hoi-thi/<int:contest_id>/nhap-phieu")
@for_roles("secretary")
def sheet(contest_id: int) -> Page:
    """Type in a paper sheet (?phan=&doi=&giam-khao=), by itself the first that is still to come in."""
    board = _board(contest_id)
    grid = _grid(board, judged=True)
    waiting = paperview.blanks(grid)
    blank = _asked(grid) or (waiting[0] if waiting else None)
    typed = board.ledger.data("sheet", blank.row.part, blank.row.team, blank.cell.seat) if blank else {}
    kept = typed if typed.get("state") in {"typed", "rejected"} else {}
    return render_template(
        "paper/sheet.html",
        contest=board.contest,
        contest_id=contest_id,
        grid=grid,
        waiting=waiting,
        blank=blank,
        seat=board.seat(blank.cell.seat) if blank else None,
        marks={key: comma(exact_text(from_thousandths(mark))) for key, mark in kept.get("marks", {}).items()},
        remark=kept.get("remark", ""),
        reason=kept.get("reason", "") if kept.get("state") == "rejected" else "",
        parts=[part for part in board.rules.parts if METHODS[part.panel.method].judged],
        to_confirm=len(paperview.typed_sheets(board)),
    )


@blueprint.get("/hoi-thi/<int:contest_id>/phieu-tiep")
@for_roles("secretary")
def after(contest_id: int) -> Page:
    """Go on to the sheet that follows the one in the address."""
    grid = _grid(_board(contest_id), judged=True)
    done, waiting = _asked(grid), paperview.blanks(grid)
    following = paperview.after(waiting, done) if done else None
    where: dict[str, Any] = {"phan": grid.part.key}
    if following is not None:
        where |= {"doi": following.row.team, "giam-khao": following.cell.seat}
    return redirect(url_for("paper.sheet", contest_id=contest_id, **where))


@blueprint.get("/hoi-thi/<int:contest_id>/xac-nhan-phieu")
@for_roles(
    "secretary", "head_judge"
)  # who may confirm; others have no reason to see one sheet before the panel has sent
def confirm(contest_id: int) -> Page:
    """Show the sheets that wait for the second person, one to compare with its paper (?phan=&doi=&giam-khao=)."""
    board = _board(contest_id)
    waiting = paperview.typed_sheets(board)
    asked = tuple(request.args.get(key) for key in ("phan", "doi", "giam-khao"))
    named = [each for each in waiting if (each.part, str(each.team), str(each.seat)) == asked]
    chosen = next(iter((*named, *waiting)), None)
    return render_template(
        "paper/confirm.html",
        contest=board.contest,
        contest_id=contest_id,
        waiting=waiting,
        sheet=chosen,
        typist=actors.name_of(db.session(), chosen.typed_by) if chosen else "",
        second_known=session.get("second_person", ""),
        roles=roles_in(db.session(), staff().account, contest_id),
    )


@blueprint.get("/hoi-thi/<int:contest_id>/nhap-diem-chung")
@for_roles("secretary")
def agreed(contest_id: int) -> Page:
    """Type in the objective part (?phan=): one line a team."""
    return _agreed_page(contest_id, {}, {})


def _agreed_page(contest_id: int, typed: Rows, wrong: Mapping[int, tuple[str, str]]) -> str:
    board = _board(contest_id)
    grid = _grid(board, judged=False)
    if METHODS[grid.part.panel.method].answers:
        return _quiz_page(contest_id, board, grid, typed, wrong)
    kept = {
        row.team: dict(zip((each.key for each in grid.part.criteria), row.agreed, strict=True)) for row in grid.rows
    }
    return render_template(
        "paper/agreed.html",
        contest=board.contest,
        contest_id=contest_id,
        grid=grid,
        values=kept | typed,
        wrong=wrong,
    )


def _quiz_page(contest_id: int, board: Board, grid: Grid, typed: Rows, wrong: Mapping[int, tuple[str, str]]) -> str:
    """Show one team's questions: the one asked for (?doi=), else the first that is open and not answered."""
    begun = [row for row in grid.rows if row.state in {"open", "closing"}]
    asked = [row for row in begun if str(row.team) == request.args.get("doi")]
    row = next(iter((*asked, *(row for row in begun if not row.complete), *begun)), None)
    kept = {each.team: quizview.answers(board, grid.part, each.team) for each in begun}
    return render_template(
        "paper/quiz.html",
        contest=board.contest,
        contest_id=contest_id,
        grid=grid,
        row=row,
        words=WORDS,
        values=kept | typed,
        wrong=wrong,
        struck=quizview.struck(board, grid.part),
    )


@blueprint.post("/hoi-thi/<int:contest_id>/nhap-diem-chung")
@for_roles("secretary")
def save_agreed(contest_id: int) -> Page | tuple[str, int]:
    """Record every line that was changed, all or none; wrong lines are shown again with the reason beside them."""
    board = _board(contest_id)
    part = _grid(board, judged=False).part
    rows = _typed_rows(part, board)
    changed = {team: marks for team, marks in rows.items() if _differs(board, part, team, marks)}
    actor = staff().actor
    try:
        write(lambda changing: _record(changing, contest_id, actor, part, changed))
    except Wrong as wrong:
        return _agreed_page(contest_id, rows, wrong.rows), 409
    except Refused as refused:
        flash(refused.message, "danger")
        return _agreed_page(contest_id, rows, {}), 409
    flash(f"Đã ghi điểm {len(changed)} đội." if changed else "Không có dòng nào thay đổi.", "success")
    return redirect(url_for("paper.agreed", contest_id=contest_id, phan=part.key))


def _typed_rows(part: Part, board: Board) -> Rows:
    """Give what was typed beside each team that may be typed in now."""
    found: Rows = {}
    for team in board.teams:
        names = {criterion.key: f"{team.id}.{criterion.key}" for criterion in part.criteria}
        if any(name in request.form for name in names.values()):
            found[team.id] = {key: nfc(request.form.get(name, "")) for key, name in names.items()}
    return found


def _differs(board: Board, part: Part, team: int, marks: Mapping[str, str]) -> bool:
    if METHODS[part.panel.method].answers:
        return quizview.answers(board, part, team) != marks
    kept = dict(board.ledger.data("agreed", part.key, team).get("marks", {}))
    try:
        return thousandths(marks) != kept
    except Refused:
        return True


def _record(changing: Session, contest_id: int, actor: Actor, part: Part, rows: Rows) -> None:
    wrong: dict[int, tuple[str, str]] = {}
    for team, marks in rows.items():
        try:
            carry_out(changing, contest_id, actor, "agreed", {"part": part.key, "team": team, "marks": marks})
        except Refused as refused:
            wrong[team] = ((refused.field or "").removeprefix("marks."), refused.message)
    if wrong:
        raise Wrong(wrong)
