"""Procedures and forms as a unit's documents print them: named, ordered, with files, in force between two days. None is in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, undefer

from contest.history import Hand
from contest.offices import Reach
from contest.recognition import documents, evidence
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import FormTemplate, Procedure
from contest.tables.places import UnitBranch
from contest.text import nfc

Kept = TypeVar("Kept", Procedure, FormTemplate)


@dataclass(frozen=True)
class Held:
    """What a procedure and a form have in common, as typed: the unit, the name, the document, from when to when."""

    unit_id: int
    name: str
    document: documents.DocumentDetails | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def put(hand: Hand, held: Held, steps: Sequence[str], row: Procedure | None = None) -> Procedure:
    """Keep a procedure with its steps in order, or change one; refuses one without steps, and days the wrong way round."""
    lines = [nfc(each) for each in steps if each.strip()]
    if not lines:
        raise Refused("needs_steps", field="steps")
    values = _values(hand, held) | {"steps": "\n".join(lines)}
    if row is not None:
        hand.change(row, values)
        return row
    made = Procedure(position=_next(hand.session, Procedure, held.unit_id), **values)
    hand.add(made)
    return made


def hand_out(
    hand: Hand, held: Held, filename: str = "", data: bytes = b"", row: FormTemplate | None = None
) -> FormTemplate:
    """Keep a form's file, or change what is said of one; its type and size are checked by what it holds."""
    values = _values(hand, held)
    if data or row is None:
        kind = evidence.checked(filename, data)
        name = nfc(PurePosixPath(filename.replace("\\", "/")).name)[:200]
        values |= {"filename": name, "mimetype": kind.mimetype, "content": data}
    if row is not None:
        _change(hand, row, values)
        return row
    made = FormTemplate(position=_next(hand.session, FormTemplate, held.unit_id), **values)
    hand.add(made)
    return made


def _change(hand: Hand, row: FormTemplate, values: dict[str, Any]) -> None:
    """Change a form: a file is noted by its name and size, its content is not kept twice."""
    data = values.pop("content", None)
    hand.change(row, values)
    if data is not None:
        before = f"{len(row.content)} B"
        row.content = data
        hand.session.flush()
        hand.note(row, "file", {"content": before}, {"content": f"{len(data)} B"})


def _values(hand: Hand, held: Held) -> dict[str, Any]:
    if held.valid_from and held.valid_to and held.valid_to < held.valid_from:
        raise Refused("days_reversed", field="valid_to")
    document = documents.keep(hand, held.unit_id, held.document) if held.document else None
    plain = {"unit_id": held.unit_id, "valid_from": held.valid_from, "valid_to": held.valid_to}
    return plain | {"name": nfc(held.name), "document_id": document.id if document else None}


def _next(session: Session, table: type[Kept], unit_id: int) -> int:
    return (session.scalar(select(func.max(table.position)).where(table.unit_id == unit_id)) or 0) + 1


def of_unit(unit_id: int, table: type[Kept], day: date) -> Select[Any]:
    """Give what is in force in a unit on a day: its own and those of the units above it, from the top down."""
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id == unit_id)
    width = select(func.count()).where(UnitBranch.above_id == table.unit_id).correlate(table).scalar_subquery()
    query = select(table).where(table.unit_id.in_(above), *_in_force(table, day))
    return query.order_by(width.desc(), table.unit_id, table.position)


def _in_force(table: type[Kept], day: date) -> list[ColumnElement[bool]]:
    return [
        or_(table.valid_from.is_(None), table.valid_from <= day),
        or_(table.valid_to.is_(None), table.valid_to >= day),
    ]


def in_force(reader: Session, unit_id: int, day: date) -> tuple[Sequence[Procedure], Sequence[FormTemplate]]:
    """Give the procedures and the forms in force in a unit on a day."""
    procedures = reader.scalars(of_unit(unit_id, Procedure, day)).unique().all()
    return procedures, reader.scalars(of_unit(unit_id, FormTemplate, day)).unique().all()


def all_seen(reader: Session, reach: Reach, table: type[Kept]) -> Sequence[Kept]:
    """Give every procedure or form of the units a person sees and of those above, in force or not, unit by unit."""
    query = select(table).where(_readable(reach, table.unit_id))
    return reader.scalars(query.order_by(table.unit_id, table.position)).unique().all()


def may_read(reader: Session, reach: Reach, unit_id: int) -> bool:
    """Say whether a person reads what a unit hands out: their own branch's, and that of the units above their offices."""
    if reach.may_see(reader, unit_id):
        return True
    above = select(UnitBranch.above_id).where(
        UnitBranch.unit_id.in_(reach.officer_of + reach.viewer_of), UnitBranch.above_id == unit_id
    )
    return reader.execute(above.limit(1)).first() is not None


def _readable(reach: Reach, unit_id: Any) -> ColumnElement[bool]:
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id.in_(reach.officer_of + reach.viewer_of))
    return or_(reach.sees(unit_id), unit_id.in_(above))


def content(reader: Session, form_id: int) -> FormTemplate | None:
    """Give a form with its file, or None."""
    query = select(FormTemplate).where(FormTemplate.id == form_id).options(undefer(FormTemplate.content))
    return reader.scalars(query).unique().first()
