"""Units by name: the row of a unit that is known already, or a new one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from contest.planning.unitnames import Days, meant, parted
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit, UnitBranch, UnitParent
from contest.text import date_vi, match_key, nfc, today


def known_unit(
    reader: Session, name: str, on: date | None = None, *, field: str | None = None, within: Container[int] = ()
) -> Unit | None:
    """Give the unit of that name, or None; “Xã Sơn Hòa, tỉnh Đắk Lắk” names the unit above it too.

    Names are the same but for capitals, dashes and fashions of tone marks. Of several, one `within` is meant, then the one
    that stood on the day (today, unless another is given), ended ones only where nothing else is left; “(đến 30/06/2025)”
    behind a name says which. Refuses a name that still means more than one.
    """
    found = _called(reader, name)
    if len(found) > 1:
        found = meant(found, lambda unit: unit.id, _days, on or today(), within)
    if len(found) > 1:
        raise Refused("unit_ambiguous", field=field, name=nfc(name), count=len(found))
    return found[0] if found else None


def required_unit(
    reader: Session, name: str, on: date | None = None, *, field: str = "unit", within: Container[int] = ()
) -> Unit:
    """Give the unit of that name; refuses, beside the form's `field`, a name that is missing, not known or means several."""
    if not name.strip():
        raise Refused("unit_missing", field=field)
    unit = known_unit(reader, name, on, field=field, within=within)
    if unit is None:
        raise Refused("no_such_unit", field=field, name=nfc(name))
    return unit


def _called(reader: Session, name: str) -> Sequence[Unit]:
    """Give every unit that a text may name: by its own name, with one above it, with its days."""
    found = named(reader, name) or _below_named(reader, name)
    apart = None if found else parted(name)
    if apart is None:
        return found
    return [unit for unit in _called(reader, apart[0]) if apart[1](_days(unit))]


def _days(unit: Unit) -> Days:
    return unit.valid_from, unit.valid_to


def require_standing(unit: Unit, on: date, field: str = "unit") -> None:
    """Refuse a unit that had ended, or had not begun, on a day."""
    if unit.valid_to is not None and unit.valid_to < on:
        raise Refused("unit_over", field=field, name=unit.name, day=date_vi(unit.valid_to))
    if unit.valid_from is not None and unit.valid_from > on:
        raise Refused("unit_not_yet", field=field, name=unit.name, day=date_vi(unit.valid_from))


def named(reader: Session, name: str) -> Sequence[Unit]:
    """Give every unit of exactly that name."""
    return reader.scalars(select(Unit).where(Unit.match_key == match_key(name)).order_by(Unit.id)).all()


def _below_named(reader: Session, name: str) -> Sequence[Unit]:
    own, comma, above = name.rpartition(",")
    if not comma:
        return []
    upper = aliased(Unit)
    query = (
        select(Unit)
        .join(UnitBranch, UnitBranch.unit_id == Unit.id)
        .join(upper, upper.id == UnitBranch.above_id)
        .where(Unit.match_key == match_key(own), upper.match_key == match_key(above), upper.id != Unit.id)
    )
    return reader.scalars(query.order_by(Unit.id)).unique().all()


def find_unit(session: Session, name: str, on: date | None = None) -> Unit:
    """Give the unit of that name, made if there is none yet; refuses a name that means several."""
    return known_unit(session, name, on) or add_unit(session, Unit(name=nfc(name)))


def add_unit(session: Session, unit: Unit, parent_id: int | None = None) -> Unit:
    """Keep a new unit under its keys, below another if one is given; whose books keep it is known at once."""
    unit.match_key, unit.search_key = match_key(unit.name), match_key(unit.name, marks=False)
    session.add(unit)
    session.flush()
    above = [unit.id]
    if parent_id is not None:
        session.add(
            UnitParent(unit_id=unit.id, parent_id=parent_id, valid_from=unit.valid_from, valid_to=unit.valid_to)
        )
        above += session.scalars(select(UnitBranch.above_id).where(UnitBranch.unit_id == parent_id))
    session.add_all(UnitBranch(above_id=each, unit_id=unit.id) for each in above)
    session.flush()
    return unit
