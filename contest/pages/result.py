"""The result: standings, ties, and the steps khóa → dự thảo → ký → duyệt giải → chốt → công bố."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as Redirect

from contest import actors, chain, deskside, prizeview, resultview
from contest import board as boards
from contest.access import READER, ROLES, for_roles, roles_in, staff
from contest.board import Board
from contest.commanding import NO_PRIZE
from contest.db import db
from contest.grouping import grouped, ranked_twice
from contest.offices import reach
from contest.pagekit import past_event
from contest.prizes import approved_beyond
from contest.release import official_title

blueprint = Blueprint("result", __name__)
Page = str | Response | Redirect
STAFF = tuple(ROLES)


def _scene(contest_id: int) -> dict[str, Any]:
    reader, past = db.session(), past_event()
    board = boards.read(reader, contest_id, upto=past)
    roles = roles_in(reader, staff().account, contest_id)
    common = {"contest": board.contest, "contest_id": contest_id, "board": board, "roles": roles}
    if board.rulebook is None or not board.teams:
        return common | {"lines": ()}
    return common | {
        "stages": resultview.stages(board, lambda actor: actors.name_of(reader, actor)),
        "following": None if past else resultview.next_step(board, roles),
        "past": past,
        "title": official_title(board.ledger.finalised) if board.ledger.finalised else "",
        "lines": resultview.lines(board),
        "ties": resultview.ties(board),
        "proposed": prizeview.proposed(board),
        "to_choose": prizeview.to_choose(board),
        "prize_reason": prizeview.prize_reason(board),
        "no_prize": NO_PRIZE,
        "beside": prizeview.beside(board),
        "reasons": prizeview.reasons(board),
        "onward": prizeview.onward(board),
        "grouped": grouped(board.rules),
        "twice": ranked_twice(board.rules),
        "approved": prizeview.approved(board),
        "beyond": approved_beyond(board),
        "hall": deskside.hall(board, roles),
        "signatories": _signatories(board),
        "sealed": _sealed(board),
        "for_offices": board.public.ledger.step == "announced" and reach().any,
        "recounted": board.ledger.data("contest").get("drafted", {}).get("recount"),
    }


def _signatories(board: Board) -> str:
    """Give the panel's names, the head judge first, to start the list of who signs."""
    seats = sorted(board.seats, key=lambda seat: (not seat.head, seat.number))
    return "\n".join(seat.name for seat in seats if seat.name)


def _sealed(board: Board) -> tuple[int, str] | None:
    """Give event count and short head of a finalised result."""
    done = board.ledger.data("contest").get("finalised")
    return (int(done["events"]), chain.short(str(done["head"]))) if done else None


@blueprint.get("/hoi-thi/<int:contest_id>/ket-qua")
@for_roles(*STAFF, READER)
def show(contest_id: int) -> Page:
    """Show the standings and the next step towards the announcement, or an earlier result as it stood (?den= event)."""
    return render_template("result/show.html", **_scene(contest_id))


@blueprint.get("/hoi-thi/<int:contest_id>/cong-bo")
@for_roles("organiser")
def announce(contest_id: int) -> Page:
    """Ask before the result is announced, showing what the hall will see."""
    return render_template("result/announce.html", **_scene(contest_id))


@blueprint.get("/hoi-thi/<int:contest_id>/rut-du-thao")
@for_roles("secretary", "head_judge")
def withdraw(contest_id: int) -> Page:
    """Ask for the reason of taking the draft back, showing what it undoes."""
    return render_template("result/withdraw.html", **_scene(contest_id))
