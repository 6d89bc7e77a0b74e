"""Whose books an office keeps: the closure of last parents and successions, kept in unit_branch when either changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from contest.tables.places import Unit, UnitBranch, UnitParent, UnitSuccession

AT_ONCE = 400  # rows of one statement, within what both databases take


def renew(session: Session) -> None:
    """Bring unit_branch to what parents and successions say now; writes only what differs."""
    wanted = {(above, unit) for unit, above in _pairs(_edges(session), session.scalars(select(Unit.id)).all())}
    found = {(row.above_id, row.unit_id) for row in session.execute(select(UnitBranch.above_id, UnitBranch.unit_id))}
    for rows in _sliced(sorted(found - wanted)):
        session.execute(delete(UnitBranch).where(tuple_(UnitBranch.above_id, UnitBranch.unit_id).in_(rows)))
    for rows in _sliced(sorted(wanted - found)):
        session.execute(insert(UnitBranch), [{"above_id": above, "unit_id": unit} for above, unit in rows])


def _edges(session: Session) -> dict[int, set[int]]:
    """Give the units just above each: its last parent, and whoever keeps its books after it."""
    above: dict[int, set[int]] = {}
    last: dict[int, tuple[date, int]] = {}
    for unit, parent, until in session.execute(
        select(UnitParent.unit_id, UnitParent.parent_id, UnitParent.valid_to).order_by(UnitParent.id)
    ):
        ends = until or date.max
        if unit not in last or ends >= last[unit][0]:
            last[unit] = (ends, parent)
    for unit, (_, parent) in last.items():
        above.setdefault(unit, set()).add(parent)
    succeeded = select(UnitSuccession.old_id, UnitSuccession.new_id).where(UnitSuccession.main.is_(True))
    for old, new in session.execute(succeeded):
        above.setdefault(old, set()).add(new)
    return above


def _pairs(edges: Mapping[int, set[int]], units: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give (unit, above) for every unit and everything above it, itself first."""
    for unit in units:
        seen, waiting = {unit}, [unit]
        while waiting:
            each = waiting.pop()
            yield unit, each
            fresh = edges.get(each, set()) - seen
            seen |= fresh
            waiting += fresh


def _sliced(rows: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
