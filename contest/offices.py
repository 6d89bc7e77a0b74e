"""Offices of units: what a signed-in person may see and change of the books, by branch; the guards of their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, g
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from contest.access import staff
from contest.db import Base, db
from contest.tables.offices import Office
from contest.tables.people import Account
from contest.tables.places import Unit, UnitBranch

P = ParamSpec("P")
R = TypeVar("R")

OFFICE_ROLES: dict[str, str] = {"officer": "Cán bộ phụ trách", "viewer": "Chỉ xem"}


@dataclass(frozen=True)
class Reach:
    """How far a person reaches: the units whose office they hold, and whether they keep the whole house.

    Whoever may make contests and accounts and holds no office keeps every book: one laptop needs no offices.
    """

    whole: bool
    officer_of: tuple[int, ...] = ()
    viewer_of: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        """Say whether there is any book that the person may see."""
        return self.whole or bool(self.officer_of or self.viewer_of)

    @property
    def enters(self) -> bool:
        """Say whether there is any book that the person may change."""
        return self.whole or bool(self.officer_of)

    def sees(self, unit_id: Any) -> ColumnElement[bool]:
        """Give the condition that a column of unit ids is within the branches that the person sees."""
        return true() if self.whole else unit_id.in_(_below(self.officer_of + self.viewer_of))

    def changes(self, unit_id: Any) -> ColumnElement[bool]:
        """Give the condition that a column of unit ids is within the branches that the person may change."""
        return true() if self.whole else unit_id.in_(_below(self.officer_of))

    def may_see(self, reader: Session, unit_id: int) -> bool:
        """Say whether the person sees a unit's book."""
        return self.whole or _reaches(reader, self.officer_of + self.viewer_of, unit_id)

    def may_change(self, reader: Session, unit_id: int) -> bool:
        """Say whether the person may change a unit's book."""
        return self.whole or _reaches(reader, self.officer_of, unit_id)

    def changed_among(self, reader: Session, unit_ids: Sequence[int]) -> set[int]:
        """Give the units among some whose books the person may change, in one statement."""
        found = reader.scalars(select(Unit.id).where(Unit.id.in_(unit_ids), self.changes(Unit.id)))
        return set(found)

    def stands_above(self, reader: Session, unit_id: int, receiver_id: int) -> bool:
        """Say whether the person is an officer who receives from a unit: of a unit above it, or of `receiver_id` or above that."""
        return self.above(reader, unit_id) or _reaches(reader, self.officer_of, receiver_id)

    def above(self, reader: Session, unit_id: int) -> bool:
        """Say whether the person is an officer of a unit above this one, or keeps the whole house."""
        return self.whole or _reaches(reader, tuple(each for each in self.officer_of if each != unit_id), unit_id)

    def receives(self, unit_id: Any, receiver_id: Any) -> ColumnElement[bool]:
        """Give the condition on two columns of unit ids that `stands_above` holds for: a whole list is asked in one statement."""
        if self.whole:
            return true()
        strictly = _below(self.officer_of).where(UnitBranch.above_id != UnitBranch.unit_id)
        return or_(unit_id.in_(strictly), receiver_id.in_(_below(self.officer_of)))


def _below(offices: tuple[int, ...]) -> Any:
    return select(UnitBranch.unit_id).where(UnitBranch.above_id.in_(offices))


def _reaches(reader: Session, offices: tuple[int, ...], unit_id: int) -> bool:
    if not offices:
        return False
    query = select(UnitBranch.unit_id).where(UnitBranch.unit_id == unit_id, UnitBranch.above_id.in_(offices))
    return reader.execute(query.limit(1)).first() is not None


def reach_of(reader: Session, account: Account) -> Reach:
    """Give how far an account reaches, read from the database now."""
    held: dict[str, list[int]] = {"officer": [], "viewer": []}
    for role, unit_id in reader.execute(select(Office.role, Office.unit_id).where(Office.account_id == account.id)):
        held[role].append(unit_id)
    whole = account.organiser and not (held["officer"] or held["viewer"])
    return Reach(whole, tuple(held["officer"]), tuple(held["viewer"]))


def reach() -> Reach:
    """Give how far the signed-in person of this request reaches; answers 401 when there is none."""
    account = staff().account
    if "reach" not in g or g.reach[0] != account.id:
        g.reach = (account.id, reach_of(db.session(), account))
    return cast(Reach, g.reach[1])


def for_offices(page: Callable[P, R]) -> Callable[P, R]:
    """Guard a page for those who see any book; 403 for others."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not reach().any:
            abort(403)
        return page(*args, **kwargs)

    return guarded


def in_branch(
    table: type[Base], argument: str, *, change: bool = False, unit: str = "unit_id"
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a page of one row (its id in the address as `argument`) by the branch of the row's unit.

    404 for an unknown row and for one outside the person's branches, so that nobody learns what others keep; 403 where
    the person may only look and the page changes something.
    """

    def guard(page: Callable[P, R]) -> Callable[P, R]:
        @wraps(page)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            mine = reach()
            row = db.session.get(table, kwargs[argument])
            if row is None or not mine.may_see(db.session(), getattr(row, unit)):
                abort(404)
            if change and not mine.may_change(db.session(), getattr(row, unit)):
                abort(403)
            return page(*args, **kwargs)

        return guarded

    return guard
