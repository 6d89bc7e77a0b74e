"""Revisions of a final result: what there was, what is proposed, before and after, and the second person's word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from contest import actors, correctionview, deskdeductions, deskview, prizeview, quizview, resultview, revisionview
from contest import board as boards
from contest.access import ROLES, for_roles, roles_in, staff
from contest.answers import WORDS
from contest.board import Board
from contest.commanding import NO_PRIZE
from contest.db import db
from contest.messages.desk import ABSENCES
from contest.revisionview import Revision

blueprint = Blueprint("revision", __name__, url_prefix="/hoi-thi/<int:contest_id>/sua-doi")
STAFF = tuple(ROLES)


def _board(contest_id: int) -> Board:
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        abort(404)
    return board


@blueprint.get("")
@for_roles(*STAFF)
def show(contest_id: int) -> str:
    """Show every final result and the revision under way, before and after."""
    reader = db.session()
    board = _board(contest_id)
    revision = revisionview.revision(board)
    return render_template(
        "revision/show.html",
        contest=board.contest,
        contest_id=contest_id,
        board=board,
        results=revisionview.results(reader, board),
        may_revise=revisionview.may_revise(board),
        revision=revision,
        proposers=[actors.name_of(reader, actor) for actor in revision.by] if revision else [],
        waits=board.announced is not None,
        roles=roles_in(reader, staff().account, contest_id),
        quizzes=revisionview.quizzes(revision.after) if revision else (),
        **(_prizes(revision) if revision else {}),
    )


def _prizes(revision: Revision) -> dict[str, Any]:
    after = revision.after
    return {
        "lines": resultview.lines(after),
        "ties": resultview.ties(after),
        "proposed": prizeview.proposed(after),
        "to_choose": prizeview.to_choose(after),
        "prize_reason": prizeview.prize_reason(after),
        "beside": prizeview.beside(after),
        "reasons": prizeview.reasons(after),
        "no_prize": NO_PRIZE,
    }


@blueprint.get("/luot-thi")
@for_roles(*STAFF)
def turn(contest_id: int) -> str:
    """Show one performance (?phan=&doi=) as it would stand, with everything in it that may be corrected."""
    board = _board(contest_id)
    revision = revisionview.revision(board)
    part, team = request.args.get("phan"), request.args.get("doi", "")
    if revision is None or part not in {each.key for each in board.rules.parts}:
        abort(404)
    if team not in {str(each.id) for each in board.teams}:
        abort(404)
    after = revision.after
    grid = deskview.grid(after, part, {})
    row = grid.row(int(team))
    return render_template(
        "revision/turn.html",
        contest=board.contest,
        contest_id=contest_id,
        board=board,
        revision=revision,
        grid=grid,
        row=row,
        seats=correctionview.seat_lines(board, after, grid.part, row) if grid.judged else (),
        agreed=after.ledger.data("agreed", part, team).get("marks", {}),
        answers=quizview.answers(after, grid.part, row.team) if grid.quiz else {},
        struck=quizview.struck(after, grid.part),
        words=WORDS,
        absences=ABSENCES,
        mark=correctionview.shown,
        deducting=deskdeductions.deduction_form(after, part, row.team, taking=row.state != "away", running=True),
    )
