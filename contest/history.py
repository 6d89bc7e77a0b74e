"""The history of what offices keep: every change of a row outside the scorebook, with who, when, old and new."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from contest.db import Base, iso, now
from contest.tables.offices import Change
from contest.tables.people import Account
from contest.text import date_vi, moment_vi

Kept = TypeVar("Kept", bound=Base)
SYSTEM = "hệ thống"
WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00))?")  # as `iso` and `isoformat` write


@dataclass(frozen=True)
class Line:
    """One change as it is read back: `fields` gives (old, new) by field name; old is None for a new row."""

    at: datetime
    by: str
    kind: str
    fields: Mapping[str, tuple[Any, Any]]
    reason: str


class Hand:
    """Who changes rows inside one write, so that each change is kept beside it."""

    def __init__(self, session: Session, account_id: int | None) -> None:
        self.session, self.account_id = session, account_id

    def add(
        self,
        row: Base,
        unit_id: int | None = None,
        *,
        kind: str = "made",
        reason: str = "",
        beside: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a new row and note all that it says; `unit_id` tells whose book it is in (by default the row's own).

        `beside` is what belongs to it and stands in other tables (owners, lines): the history has one event of both.
        """
        self.session.add(row)
        self.session.flush()
        self._note(row, unit_id, kind, {}, {**_said(row), **(beside or {})}, reason)

    def change(
        self,
        row: Base,
        values: Mapping[str, Any],
        unit_id: int | None = None,
        *,
        kind: str = "changed",
        reason: str = "",
        beside: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> bool:
        """Set a row's fields and note those that differ; gives False, with nothing noted, when none does.

        `beside` gives (old, new) of what changes with them and stands elsewhere: the history has one event of both.
        """
        differ = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
        for name, (_, value) in differ.items():
            setattr(row, name, value)
        differ |= beside or {}
        if not differ:
            return False
        self.session.flush()
        before, after = ({name: pair[place] for name, pair in differ.items()} for place in (0, 1))
        self._note(row, unit_id, kind, before, after, reason)
        return True

    def add_all(
        self, table: type[Kept], rows: Sequence[Mapping[str, Any]], again: Select[Any], *, kind: str = "made"
    ) -> Sequence[Kept]:
        """Keep many new rows in one statement, read them back by the query `again` and note each in a second.

        Row by row a flush would send hundreds: SQLite tells the keys of one row at a time. Gives the rows in the query's order.
        """
        self.session.flush()
        if not rows:
            return []
        self.session.execute(insert(table), [dict(row) for row in rows])
        made = self.session.scalars(again).unique().all()
        self._note_all([(row, kind, {}, _said(row), "") for row in made])
        return made

    def change_all(
        self, rows: Sequence[Base], values: Mapping[str, Any], reasons: Sequence[str], *, kind: str = "changed"
    ) -> None:
        """Set the same fields of many rows in one flush and note each that differs; `reasons` are given row by row."""
        noted = []
        for row, reason in zip(rows, reasons, strict=True):
            before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
            for name in before:
                setattr(row, name, values[name])
            if before:
                noted.append((row, kind, before, {name: values[name] for name in before}, reason))
        self.session.flush()
        self._note_all(noted)

    def note_all(self, rows: Sequence[Base], kind: str, after: Mapping[str, Any], reasons: Sequence[str]) -> None:
        """Note the same of many rows, which themselves stay as they are."""
        self.session.flush()
        self._note_all([(row, kind, {}, after, reason) for row, reason in zip(rows, reasons, strict=True)])

    def _note_all(self, noted: Sequence[tuple[Base, str, Mapping[str, Any], Mapping[str, Any], str]]) -> None:
        if noted:
            self.session.execute(
                insert(Change), [self._change(noted_row[0], None, *noted_row[1:]) for noted_row in noted]
            )

    def remove(self, row: Base, unit_id: int | None = None, *, kind: str = "removed", reason: str = "") -> None:
        """Delete a row and note what it said."""
        self._note(row, unit_id, kind, _said(row), {}, reason)
        self.session.delete(row)
        self.session.flush()

    def note(
        self,
        row: Base,
        kind: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *,
        unit_id: int | None = None,
        reason: str = "",
    ) -> None:
        """Note a change of what belongs to a row (its owners, its lines) in words of the caller."""
        self._note(row, unit_id, kind, before, after, reason)

    def _note(
        self,
        row: Base,
        unit_id: int | None,
        kind: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        reason: str,
    ) -> None:
        self.session.add(Change(**self._change(row, unit_id, kind, before, after, reason)))

    def _change(
        self,
        row: Base,
        unit_id: int | None,
        kind: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        reason: str,
    ) -> dict[str, Any]:
        return {
            "at": now(),
            "account_id": self.account_id,
            "unit_id": unit_id if unit_id is not None else getattr(row, "unit_id", None),
            "subject": subject_of(row),
            "kind": kind,
            "before": _json(before),
            "after": _json(after),
            "reason": reason,
        }


def subject_of(row: Base) -> str:
    """Give how the history names a row: “registration:12”, and “campaign_unit:3.45” for a key of two columns."""
    table = row.__table__
    key = ".".join(str(getattr(row, column.name)) for column in table.primary_key)
    return f"{row.__tablename__}:{key}"


def lines(reader: Session, subjects: Sequence[str]) -> list[Line]:
    """Give the changes of some subjects, the newest first, in one statement."""
    query = (
        select(Change, Account.name)
        .outerjoin(Account, Account.id == Change.account_id)
        .where(Change.subject.in_(subjects))
        .order_by(Change.id.desc())
    )
    return [_line(change, name or SYSTEM) for change, name in reader.execute(query)]


def last_change(reader: Session, subjects: Sequence[str]) -> tuple[int, str, datetime | None]:
    """Give the number of the newest change of some subjects, who made it and when; 0 where there is none."""
    query = (
        select(Change.id, Account.name, Change.at)
        .outerjoin(Account, Account.id == Change.account_id)
        .where(Change.subject.in_(subjects))
        .order_by(Change.id.desc())
    )
    found = reader.execute(query.limit(1)).first()
    return (found[0], found[1] or SYSTEM, found[2]) if found else (0, "", None)


def _line(change: Change, by: str) -> Line:
    before, after = json.loads(change.before), json.loads(change.after)
    fields = {name: (in_words(before.get(name)), in_words(after.get(name))) for name in {**before, **after}}
    return Line(change.at, by, change.kind, fields, change.reason)


def in_words(value: Any) -> Any:
    """Give a day or a moment of the history as people write it (dd/MM/yyyy); anything else as it is."""
    if not isinstance(value, str) or not WRITTEN_DAY.fullmatch(value):
        return value
    try:
        if len(value) == len("2026-11-26"):
            return date_vi(date.fromisoformat(value))
        return moment_vi(datetime.fromisoformat(value))
    except ValueError:  # typed by somebody, and no day
        return value


def _said(row: Base) -> dict[str, Any]:
    """Give a row's columns; of a file only its size."""
    said = {}
    for column in row.__table__.columns:
        value = row.__dict__.get(column.name)
        if column.name != "id" and value not in (None, ""):
            said[column.name] = f"{len(value)} B" if isinstance(value, bytes) else value
    return said


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is kept in no history")
