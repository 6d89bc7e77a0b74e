"""The registrations of a list as rows for a workbook, which the same list reads back: six statements, however many rows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from contest.files.registrationlist import OWNER_TYPES, STATUS_KINDS
from contest.offices import Reach
from contest.recognition.formlines import forces_typed, owners_typed
from contest.recognition.lists import Filter, conditions
from contest.recognition.registering import CONTENTS, came_on_day, late_by
from contest.recognition.states import STATES
from contest.recognition.unitwords import UnitWords
from contest.tables.campaigns import Campaign, Domain, Topic
from contest.tables.recognition import Force, Owner, Registration, RegistrationTopic

AT_ONCE = 200  # rows between two pauses: who else is served by this process is answered meanwhile
PLAIN = (*CONTENTS, "name", "starts_on", "evaluated_on")


def rows(reader: Session, reach: Reach, wanted: Filter) -> list[Mapping[str, object]]:
    """Give each registration of a filter that a person sees, the newest first, by the columns of contest.files.registrationlist."""
    held = conditions(reach, wanted)
    words = UnitWords(reader)
    owners = _lines(reader, held, (Owner.name, Owner.post), Owner.registration_id, Owner.position)
    forces = _lines(reader, held, (Force.part, Force.name, Force.role), Force.registration_id, Force.position)
    topics = _lines(reader, held, (Topic.name,), RegistrationTopic.registration_id, Topic.position)
    found: list[Mapping[str, object]] = []
    for row in _paused(reader, _whole(held)):
        named = {
            "owners": owners_typed(owners.get(row.id, ())),
            "topics": "; ".join(topic.name for topic in topics.get(row.id, ())),
        }
        found.append(_row(row, words) | named | forces_typed(forces.get(row.id, ())))
    return found


def _lines(
    reader: Session, held: Sequence[ColumnElement[bool]], columns: Sequence[Any], of: Any, position: Any
) -> dict[int, list[Any]]:
    """Give what belongs to each registration, in its order, in one statement."""
    query = select(of.label("of"), *columns).join(Registration, Registration.id == of)
    if of is RegistrationTopic.registration_id:
        query = query.join(Topic, Topic.id == RegistrationTopic.topic_id)
    found: dict[int, list[Any]] = {}
    for row in _paused(reader, query.where(*held).order_by(of, position)):
        found.setdefault(row.of, []).append(row)
    return found


def _whole(held: Sequence[ColumnElement[bool]]) -> Select[Any]:
    plain = [getattr(Registration, name) for name in PLAIN]
    keys = (Registration.id, Registration.unit_id, Registration.owner_type, Registration.status_kind)
    standing = (Registration.state, Registration.submitted_at, Registration.paper_received_on)
    named = (Campaign.name.label("campaign"), Campaign.deadline, Domain.name.label("domain"))
    return (
        select(*plain, *keys, *standing, *named)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .outerjoin(Domain, Domain.id == Registration.domain_id)
        .where(*held)
        .order_by(Registration.id.desc())
    )


def _paused(reader: Session, query: Select[Any]) -> Iterator[Any]:
    for some in reader.execute(query).partitions(AT_ONCE):
        yield from some
        time.sleep(0)  # lets the other threads of a serving process run between the parts


def _row(row: Any, words: UnitWords) -> dict[str, object]:
    came_on = came_on_day(row.paper_received_on, row.submitted_at)
    return {name: getattr(row, name) for name in PLAIN} | {
        "unit": words.word(row.unit_id),
        "owner_type": OWNER_TYPES[row.owner_type],
        "domain": row.domain or "",
        "status_kind": STATUS_KINDS[row.status_kind],
        "received_on": row.paper_received_on,
        "campaign": row.campaign,
        "state": STATES[row.state],
        "came_on": came_on,
        "days_late": late_by(came_on, row.deadline),
    }
