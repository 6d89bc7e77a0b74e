"""Units by name: the row of a unit that is known already, or a new one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.tables.places import Unit
from contest.text import match_key, nfc


def known_unit(reader: Session, name: str) -> Unit | None:
    """Give the unit whose name is the same but for capitals, dashes and fashions of tone marks, or None."""
    return reader.scalars(select(Unit).where(Unit.match_key == match_key(name))).first()


def find_unit(session: Session, name: str) -> Unit:
    """Give the unit of that name, made if there is none yet."""
    unit = known_unit(session, name)
    if unit is None:
        unit = Unit(name=nfc(name), match_key=match_key(name))
        session.add(unit)
        session.flush()
    return unit
