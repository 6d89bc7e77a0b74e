"""Who reads a decision: the office of its list all of it, a unit below what it says of its own registrations."""

from __future__ import annotations

from flask import abort

from contest.db import db
from contest.offices import Reach, reach
from contest.recognition import decisions
from contest.tables.decisions import Decision


def decision_and_own(decision_id: int) -> tuple[Decision, Reach | None]:
    """Give a decision, and how far the person reaches where only what it says of that reach is shown; None for all.

    Answers 404 for an unknown decision and for one that says nothing of what the person keeps.
    """
    found = db.session.get(Decision, decision_id)
    whole = None if found is None else decisions.whole_for(db.session(), reach(), found)
    if found is None or whole is None:
        abort(404)
    return found, None if whole else reach()
