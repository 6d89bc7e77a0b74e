"""Which body a decision may be taken down of, and about whom it may say something: its own branch."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit, UnitBranch


def require_body(reader: Session, reach: Reach, body_id: int) -> None:
    """Refuse a body outside the branches that the person may change: its decisions and certificate numbers are its own."""
    if not reach.may_change(reader, body_id):
        raise Refused("body_of_others", field="unit", name=reader.get_one(Unit, body_id).name)


def require_own(reader: Session, body_id: int, about: Mapping[int, str], field: str = "unit") -> None:
    """Refuse a decision of a body about a unit that is not in its branch; `about` names what each unit stands for."""
    own = select(UnitBranch.unit_id).where(UnitBranch.above_id == body_id, UnitBranch.unit_id.in_(about))
    foreign = next((unit_id for unit_id in about if unit_id not in set(reader.scalars(own))), None)
    if foreign is not None:
        name, body = reader.get_one(Unit, foreign).name, reader.get_one(Unit, body_id).name
        raise Refused("about_others", field=field, what=about[foreign], unit=name, body=body)
