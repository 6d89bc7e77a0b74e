"""Units in lists: what a person may see of them, and all that one page tells of one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.planning.unitnames import Days, days_written
from contest.searching import found
from contest.tables.offices import Office
from contest.tables.places import Letterhead, Unit, UnitBranch, UnitParent, UnitSuccession
from contest.text import today

SUGGESTED = 12


def query(
    reach: Reach, typed: str, *, kind_id: int | None = None, standing: bool | None = None, above_id: int | None = None
) -> Select[Any]:
    """Give the units that a person sees, by a search, a kind, whether they still stand and what is directly above, in order."""
    wanted = select(Unit).where(reach.sees(Unit.id), *found(typed, Unit.match_key, Unit.search_key))
    if kind_id is not None:
        wanted = wanted.where(Unit.kind_id == kind_id)
    if standing is not None:
        day = today()
        begun = (Unit.valid_from <= day) | Unit.valid_from.is_(None)
        lasting = (Unit.valid_to >= day) | Unit.valid_to.is_(None)
        wanted = wanted.where(begun, lasting) if standing else wanted.where(Unit.valid_to < day)
    if above_id is not None:
        wanted = wanted.where(Unit.id.in_(select(UnitParent.unit_id).where(UnitParent.parent_id == above_id)))
    return wanted.order_by(Unit.position, Unit.match_key, Unit.id)


def above(reader: Session, units: Sequence[int]) -> dict[int, str]:
    """Give the name of the unit that stands (or stood last) above each of some, in one statement."""
    rows = reader.execute(
        select(UnitParent.unit_id, Unit.name)
        .join(Unit, Unit.id == UnitParent.parent_id)
        .where(UnitParent.unit_id.in_(units))
        .order_by(UnitParent.valid_to.is_(None), UnitParent.valid_to, UnitParent.id)
    )
    return {unit: name for unit, name in rows}  # noqa: C416 - the last one counts


def told_apart(reader: Session, rows: Sequence[tuple[int, str, int]]) -> list[tuple[int, str]]:
    """Give (number, words) of rows that end in the name of a unit, with the unit above where two would read the same."""
    counts = Counter(words for _, words, _ in rows)
    twins = [unit for _, words, unit in rows if counts[words] > 1]
    uppers = above(reader, twins) if twins else {}
    return [
        (number, f"{words}, {uppers[unit]}" if counts[words] > 1 and unit in uppers else words)
        for number, words, unit in rows
    ]


def suggested(reader: Session, typed: str, reach: Reach | None = None) -> list[str]:
    """Give names to choose from while typing, each so written that it means one unit."""
    wanted = (
        select(Unit)
        .where(*found(typed, Unit.match_key, Unit.search_key))
        .order_by(Unit.valid_to.isnot(None), Unit.match_key)
    )
    if reach is not None:
        wanted = wanted.where(reach.sees(Unit.id))
    units = reader.scalars(wanted.limit(SUGGESTED)).unique().all()
    return list(written(reader, units, always_above=True).values())


def written(reader: Session, units: Sequence[Unit], *, always_above: bool = False) -> dict[int, str]:
    """Give each of some units so written that it means that one unit: where others bear its name, with the unit above and its days.

    In two statements, however many they are.
    """
    uppers = above(reader, [unit.id for unit in units])
    days: dict[str, list[Days]] = {}
    columns = (Unit.match_key, Unit.valid_from, Unit.valid_to)
    for key, since, until in reader.execute(
        select(*columns).where(Unit.match_key.in_({each.match_key for each in units}))
    ):
        days.setdefault(key, []).append((since, until))
    words: dict[int, str] = {}
    for unit in units:
        namesakes = days[unit.match_key]
        told = f", {uppers[unit.id]}" if unit.id in uppers and (always_above or len(namesakes) > 1) else ""
        words[unit.id] = unit.name + told + days_written((unit.valid_from, unit.valid_to), namesakes)
    return words


@dataclass(frozen=True)
class Told:
    """All that one unit's page tells: parents by day, who it came from and went to, its letterheads and its people."""

    parents: Sequence[tuple[UnitParent, Unit]]
    came_from: Sequence[tuple[UnitSuccession, Unit]]
    went_to: Sequence[tuple[UnitSuccession, Unit]]
    letterheads: Sequence[Letterhead]
    offices: Sequence[Office]
    below: int


def told(reader: Session, unit_id: int) -> Told:
    """Give what a unit's page tells."""

    def pairs(wanted: Any) -> list[Any]:
        return [(row[0], row[1]) for row in reader.execute(wanted)]

    parents = select(UnitParent, Unit).join(Unit, Unit.id == UnitParent.parent_id).where(UnitParent.unit_id == unit_id)
    old = select(UnitSuccession, Unit).join(Unit, Unit.id == UnitSuccession.old_id)
    new = select(UnitSuccession, Unit).join(Unit, Unit.id == UnitSuccession.new_id)
    heads = select(Letterhead).where(Letterhead.unit_id == unit_id).order_by(Letterhead.valid_from, Letterhead.id)
    people = select(Office).where(Office.unit_id == unit_id).order_by(Office.id)
    branch = select(func.count()).select_from(UnitBranch).where(UnitBranch.above_id == unit_id)
    return Told(
        parents=pairs(parents.order_by(UnitParent.valid_to.is_(None).desc(), UnitParent.valid_to.desc())),
        came_from=pairs(old.where(UnitSuccession.new_id == unit_id).order_by(UnitSuccession.on, Unit.name)),
        went_to=pairs(new.where(UnitSuccession.old_id == unit_id).order_by(UnitSuccession.main.desc(), Unit.name)),
        letterheads=reader.scalars(heads).all(),
        offices=reader.scalars(people).unique().all(),
        below=reader.execute(branch).scalar_one() - 1,
    )
