"""Biên bản hội ý: printed, and as a Word file."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, send_file

from contest.access import READER, ROLES, for_roles
from contest.board import Board
from contest.db import db
from contest.files.conferring import Conferring, of_performance
from contest.files.conferringword import conferring_word, facts_of, table_of
from contest.printing import head_judge, letterhead, printed
from contest.printkit import (
    conferring_address,
    part_or_404,
    ready_board,
    require_printable,
    why_no_conferring,
)

blueprint = Blueprint("conferring", __name__, url_prefix="/hoi-thi/<int:contest_id>/giay-to/hoi-y")
STAFF = tuple(ROLES)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _conferring(board: Board, part: str, team_id: int, number: int) -> Conferring:
    part_or_404(board, part)
    if team_id not in {team.id for team in board.teams}:
        abort(404)
    found = (each for each in of_performance(db.session(), board, part, team_id) if each.number == number)
    each = next(found, None) or abort(404)
    require_printable(why_no_conferring(board, each))
    return each


@blueprint.get("/<part>/<int:team_id>/<int:number>")
@for_roles(*STAFF, READER)
def show(contest_id: int, part: str, team_id: int, number: int) -> str:
    """Show the minutes of one conferring to print."""
    board = ready_board(contest_id)
    each = _conferring(board, part, team_id, number)
    return printed(
        "papers/conferring.html",
        board,
        conferring=each,
        facts=facts_of(board, each),
        rows=table_of(each),
        word=conferring_address("file", board, each, letterhead(board)["chosen"] or None),
    )


@blueprint.get("/<part>/<int:team_id>/<int:number>.docx")
@for_roles(*STAFF, READER)
def file(contest_id: int, part: str, team_id: int, number: int) -> Response:
    """Give the minutes of one conferring as a Word file."""
    board = ready_board(contest_id)
    each = _conferring(board, part, team_id, number)
    made = conferring_word(board, each, letterhead(board), head_judge(board))
    return send_file(
        io.BytesIO(made), mimetype=DOCX, as_attachment=True, download_name=f"Biên bản hội ý {each.title}.docx"
    )
