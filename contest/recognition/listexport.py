"""The registrations of a list as rows for a workbook, which the same list reads back: seven statements, however many rows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from contest.files.registrationlist import OWNER_TYPES, STATUS_KINDS
from contest.offices import Reach
from contest.recognition.formlines import forces_typed, owners_typed
from contest.recognition.lists import Filter, conditions
from contest.recognition.registering import CONTENTS, came_on_day, late_by
from contest.recognition.states import STATES
from contest.recognition.unitwords import UnitWords
from contest.tables.campaigns import Campaign, Domain, Topic
from contest.tables.offices import Change
from contest.tables.recognition import Force, Owner, PracticeModel, Registration, RegistrationTopic

AT_ONCE = 200  # rows between two pauses: who else is served by this process is answered meanwhile
PLAIN = (*CONTENTS, "name", "starts_on", "evaluated_on")


@dataclass(frozen=True)
class Held:
    """A registration as the register holds it: where it stands, its newest change, and its cells as a list writes them."""

    id: int
    unit_id: int
    uid: str
    state: str
    newest: int
    cells: Mapping[str, object]

    @property
    def code(self) -> str:
        """Give what a list names it by: the model, and its newest change when the list was written."""
        return f"MH-{self.uid}-{self.newest}"

    def text(self, key: str) -> str:
        """Give a cell's text; "" for an empty one and for a day."""
        cell = self.cells[key]
        return cell if isinstance(cell, str) else ""

    def day(self, key: str) -> date | None:
        """Give a cell's day."""
        cell = self.cells[key]
        return cell if isinstance(cell, date) else None


def rows(reader: Session, reach: Reach, wanted: Filter) -> list[Mapping[str, object]]:
    """Give each registration of a filter that a person sees, the newest first, by the columns of contest.files.registrationlist."""
    return [{**each.cells, "code": each.code} for each in kept(reader, reach, wanted)]


def kept(reader: Session, reach: Reach, wanted: Filter) -> list[Held]:
    """Give the same with where each stands, to be compared with a list that comes back."""
    held = conditions(reach, wanted)
    words = UnitWords(reader)
    owners = _lines(reader, held, (Owner.name, Owner.post), Owner.registration_id, Owner.position)
    forces = _lines(reader, held, (Force.part, Force.name, Force.role), Force.registration_id, Force.position)
    topics = _lines(reader, held, (Topic.name,), RegistrationTopic.registration_id, Topic.position)
    newest = _newest(reader, held)
    found: list[Held] = []
    for row in _paused(reader, _whole(held)):
        named = {
            "owners": owners_typed(owners.get(row.id, ())),
            "topics": "; ".join(topic.name for topic in topics.get(row.id, ())),
        }
        cells = _row(row, words) | named | forces_typed(forces.get(row.id, ()))
        found.append(Held(row.id, row.unit_id, row.uid, row.state, newest.get(row.id, 0), cells))
    return found


def _newest(reader: Session, held: Sequence[ColumnElement[bool]]) -> dict[int, int]:
    """Give the number of the newest change of each registration."""
    subject = literal(f"{Registration.__tablename__}:") + cast(Registration.id, String)
    columns: tuple[Any, ...] = (Registration.id, func.max(Change.id))
    query = select(*columns).join(Change, Change.subject == subject).where(*held)
    return {row[0]: row[1] for row in _paused(reader, query.group_by(Registration.id))}


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
        select(*plain, *keys, *standing, *named, PracticeModel.uid)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .join(PracticeModel, PracticeModel.id == Registration.model_id)
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
