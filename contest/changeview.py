"""The history of what offices keep, to be read: a page of changes with names in place of the numbers of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contest.db import Base
from contest.history import in_words
from contest.messages.changes import FIELDS, KINDS, KINDS_OF, OTHER_KIND, RECORD_FIELDS, THINGS, YES_NO
from contest.offices import OFFICE_ROLES, Reach
from contest.planning.contests import RELEASE_MODES
from contest.planning.letterheads import STYLES
from contest.recognition.evidence import PURPOSES
from contest.recognition.registering import CONTENTS, OWNER_TYPES, STATUS_KINDS
from contest.recognition.states import ACTIONS, STATES
from contest.tables.appraisals import Appraisal, AppraisalSheet
from contest.tables.offices import Change
from contest.tables.places import Unit
from contest.tables.recognition import Evidence

CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("office", "role"): OFFICE_ROLES,
    ("letterhead", "style"): STYLES,
    ("contest", "release_mode"): RELEASE_MODES,
    ("registration", "state"): STATES,
    ("registration", "owner_type"): OWNER_TYPES,
    ("registration", "status_kind"): STATUS_KINDS,
    ("evidence", "purpose"): PURPOSES,
}
"""Fields that hold one of a few codes, with their words."""
FIELDS_OF: Mapping[tuple[str, str], str] = RECORD_FIELDS | {("registration", name): CONTENTS[name] for name in CONTENTS}
"""Fields that say something else in one table than in the others."""
DONE: Mapping[str, str] = {name: action.words for name, action in ACTIONS.items()} | KINDS
CALLED = ("name", "number", "title", "filename")
"""What a row is called by, the first that it has."""


@dataclass(frozen=True)
class Field:
    """One field of a change: its word, what it was and what it is; "" for nothing."""

    word: str
    old: str
    new: str


@dataclass(frozen=True)
class Told:
    """One change as people read it."""

    at: datetime
    by: str
    done: str
    thing: str
    called: str
    book: str
    reason: str
    fields: tuple[Field, ...]


def query(reach: Reach, *, thing: str = "", subject: str = "", unit_id: int | None = None) -> Select[Change]:
    """Give the query of the changes in the books that a person sees, the newest first."""
    wanted = select(Change).where(reach.sees(Change.unit_id))
    if thing:
        wanted = wanted.where(Change.subject.startswith(f"{thing}:", autoescape=True))
    if subject:
        wanted = wanted.where(Change.subject == subject)
    if unit_id is not None:
        wanted = wanted.where(Change.unit_id == unit_id)
    return wanted.order_by(Change.id.desc())


def of_record(reader: Session, registration_id: int) -> list[Told]:
    """Give the history of one registration with its files and its appraisal, the newest first."""
    appraisals = select(Appraisal.id).where(Appraisal.registration_id == registration_id)
    parts = {
        "evidence": select(Evidence.id).where(Evidence.registration_id == registration_id),
        "appraisal": appraisals,
        "appraisal_sheet": select(AppraisalSheet.id).where(AppraisalSheet.appraisal_id.in_(appraisals)),
    }
    subjects = [f"registration:{registration_id}"]
    for name, ids in parts.items():
        subjects += [f"{name}:{each}" for each in reader.scalars(ids)]
    return of_subjects(reader, subjects)


def of_subjects(reader: Session, subjects: Sequence[str]) -> list[Told]:
    """Give the history of some rows, the newest first."""
    wanted = select(Change).where(Change.subject.in_(subjects)).order_by(Change.id.desc())
    return told(reader, reader.scalars(wanted).all())


def told(reader: Session, changes: Sequence[Change]) -> list[Told]:
    """Give some changes as people read them, in a statement a table that they name rows of."""
    read = [(each, json.loads(each.before), json.loads(each.after)) for each in changes]
    names = _names(reader, read)
    return [_told(change, before, after, names) for change, before, after in read]


Names = Mapping[tuple[str, int], str]


def _names(reader: Session, read: Sequence[tuple[Change, dict[str, Any], dict[str, Any]]]) -> Names:
    wanted: dict[str, set[int]] = {"account": set(), "unit": set()}
    for change, before, after in read:
        wanted["account"] |= {change.account_id} if change.account_id else set()
        wanted["unit"] |= {change.unit_id} if change.unit_id else set()
        for table, row in _rows_named(change, before, after):
            wanted.setdefault(table, set()).add(row)
    found: dict[tuple[str, int], str] = {}
    for table, ids in wanted.items():
        columns = Base.metadata.tables[table].c
        called = next((columns[name] for name in CALLED if name in columns), None)
        if called is not None and ids and "id" in columns:
            rows = reader.execute(select(columns["id"], called).where(columns["id"].in_(ids)))
            found |= {(table, row[0]): str(row[1]) for row in rows}
    return found


def _rows_named(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Give (table, id) of the row that was changed, and of every row that its fields point to."""
    table, _, key = change.subject.partition(":")
    if table in Base.metadata.tables and key.isdigit():
        yield table, int(key)
    for said in (before, after):
        for name, value in said.items():
            target = _target(table, name)
            if target and isinstance(value, int):
                yield target, value


def _target(table: str, field: str) -> str:
    """Give the table that a field points to, "" for none."""
    known = Base.metadata.tables.get(table)
    if known is None or field not in known.c:
        return ""
    return next((key.column.table.name for key in known.c[field].foreign_keys), "")


def _told(change: Change, before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Told:
    table, _, key = change.subject.partition(":")
    own = names.get((table, int(key)), "") if key.isdigit() else ""
    kept = next((str(said[name]) for said in (after, before) for name in CALLED if said.get(name)), "")

    def shown(name: str, value: Any) -> str:
        target = _target(table, name)
        if target and isinstance(value, int):
            return names.get((target, value), "")
        return _text(table, name, value)

    fields = (
        Field(word, shown(name, before.get(name)), shown(name, after.get(name)))
        for name in dict.fromkeys((*before, *after))
        if (word := FIELDS_OF.get((table, name)) or FIELDS.get(name))
    )
    return Told(
        at=change.at,
        by=names.get(("account", change.account_id or 0), "hệ thống"),
        done=KINDS_OF.get((table, change.kind)) or DONE.get(change.kind, OTHER_KIND),
        thing=THINGS.get(table, ""),
        called=own or kept,
        book=names.get(("unit", change.unit_id or 0), ""),
        reason=change.reason,
        fields=tuple(field for field in fields if field.old != field.new),
    )


def _text(table: str, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    words = CHOICES.get((table, name), {})
    return words[value] if value in words else str(in_words(value))


def book(reader: Session, reach: Reach, unit_id: int | None) -> Unit | None:
    """Give the unit whose book is asked for, None where none is or where the person does not see it."""
    return reader.get(Unit, unit_id) if unit_id is not None and reach.may_see(reader, unit_id) else None
