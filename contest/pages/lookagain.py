"""The head judge's own page of sheets to look at again before the lock."""

from __future__ import annotations

from flask import Blueprint, render_template

from contest import board as boards
from contest import lookagain, shadowview
from contest.access import for_roles
from contest.db import db

blueprint = Blueprint("look_again", __name__)


@blueprint.get("/hoi-thi/<int:contest_id>/kiem-tra-lai-phieu")
@for_roles("head_judge")
def index(contest_id: int) -> str:
    """Show what may be looked at again, and the sheets on trial; nobody but the head judge sees it."""
    board = boards.read(db.session(), contest_id)
    ready = board.rulebook is not None and bool(board.teams)
    return render_template(
        "desk/look_again.html",
        contest=board.contest,
        contest_id=contest_id,
        lines=lookagain.lines(board) if ready else (),
        shadows=shadowview.tables(board) if ready else (),
    )
