"""A contest's event log as a file for others to recount: its rules, its people by id, and every event as it is stored."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.recount.log import FORMAT, FORMAT_VERSION, beginning
from contest.tables.contests import Contest, RulebookVersion, Team
from contest.tables.people import Seat
from contest.tables.scorebook import Event


def export(session: Session, contest: Contest) -> dict[str, Any]:
    """Give the contest's log as a JSON-able document (docs/files.md); a judge is a number in it, never a name."""
    books = select(RulebookVersion).where(RulebookVersion.contest_id == contest.id).order_by(RulebookVersion.number)
    known = select(Team.id, Team.name, Team.group_name.label("group"), Team.ineligible)
    teams = known.where(Team.contest_id == contest.id).order_by(Team.position, Team.id)
    seats = select(Seat.id, Seat.number).where(Seat.contest_id == contest.id).order_by(Seat.number)
    events = (
        select(Event.seq, Event.at, Event.actor, Event.kind, Event.subject, Event.data, Event.command_id, Event.hash)
        .where(Event.contest_id == contest.id)
        .order_by(Event.seq)
    )
    listed = [dict(row._mapping) for row in session.execute(events)]
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "contest": {"uid": contest.uid, "name": contest.name},
        "head": {"count": len(listed), "hash": listed[-1]["hash"] if listed else beginning(contest.uid)},
        "rulebooks": [
            {"version": book.number, "document": json.loads(book.document)} for book in session.scalars(books)
        ],
        "teams": [dict(row._mapping) for row in session.execute(teams)],
        "seats": [dict(row._mapping) for row in session.execute(seats)],
        "events": listed,
    }
