"""For an organiser's own programs: set up a contest from one JSON document, and see where it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from contest import access, jsonbody
from contest import board as boards
from contest.db import db
from contest.ledger import latest
from contest.messages.setup import SETUP
from contest.planning.setup import ContestIn, SetUp, SetupRefused, parse_contest, set_up
from contest.progress import progress
from contest.seating import present_device
from contest.writer import write

JOURNAL = 30  # newest events told

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.post("/hoi-thi")
@access.for_organisers
def create() -> ResponseReturnValue:
    """Make a contest from a JSON document (docs/api.md); answers 201 with its ids and cards, 400 with every fault."""
    wanted = parse_contest(_document())
    maker = access.staff().account
    made = write(lambda session: set_up(session, wanted, maker))
    return jsonify(_answer(wanted, made)), 201


@blueprint.get("/hoi-thi/<int:contest_id>")
@access.for_roles("organiser", "secretary", "head_judge")
def state(contest_id: int) -> dict[str, Any]:
    """Give where a contest stands: step, seats and their devices, every performance, who did what last; never a mark."""
    session = db.session()
    board = boards.read(session, contest_id)
    devices = {seat.id for seat in board.seats if present_device(session, seat.id) is not None}
    return progress(board, devices, latest(session, contest_id, JOURNAL))


@blueprint.errorhandler(SetupRefused)
def refused(error: SetupRefused) -> ResponseReturnValue:
    """Answer every fault of a document at once."""
    faults = [{"field": field, "message": message} for field, message in error.problems]
    return jsonify({"status": "invalid", "message": str(error), "problems": faults}), 400


def _document() -> Any:
    """Give the body's JSON, its decimals exact."""
    try:
        return jsonbody.parse(request.get_data(), parse_float=Decimal)
    except jsonbody.NotJson:
        raise SetupRefused([("", SETUP["not_json"])]) from None


def _answer(wanted: ContestIn, made: SetUp) -> dict[str, Any]:
    return {
        "contest_id": made.contest_id,
        "uid": made.uid,
        "name": wanted.name,
        "teams": dict(made.teams),
        "seats": [
            {"id": seat.id, "number": seat.number, "card": access.card_token(card), "pin": access.card_pin(card)}
            for seat, card in made.seats
        ],
    }
