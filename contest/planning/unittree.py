"""Units as a tree: as it was on a day, and as it is now through mergers, splits and renames; three statements, then memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.tables.places import Unit, UnitParent, UnitSuccession
from contest.text import natural_key


@dataclass(frozen=True)
class Node:
    """A unit of the tree."""

    id: int
    name: str
    position: int
    level_id: int | None
    kind_id: int | None
    valid_from: date | None
    valid_to: date | None

    def stands(self, on: date) -> bool:
        """Say whether the unit was there under this name on a day."""
        return (self.valid_from or on) <= on <= (self.valid_to or on)


class UnitTree:
    """All units with their dated parents and successions."""

    def __init__(self, reader: Session) -> None:
        """Read the whole tree: three statements, however many units."""
        columns = (Unit.id, Unit.name, Unit.position, Unit.level_id, Unit.kind_id, Unit.valid_from, Unit.valid_to)
        self.nodes = {row.id: Node(*row) for row in reader.execute(select(*columns))}
        self._parents: dict[int, list[tuple[date, date, int]]] = {}
        links = select(UnitParent.unit_id, UnitParent.parent_id, UnitParent.valid_from, UnitParent.valid_to)
        for unit, parent, since, until in reader.execute(links):
            self._parents.setdefault(unit, []).append((since or date.min, until or date.max, parent))
        kept = select(UnitSuccession.old_id, UnitSuccession.new_id).where(UnitSuccession.main.is_(True))
        self._kept_by = {row.old_id: row.new_id for row in reader.execute(kept)}

    def parent(self, unit_id: int, on: date) -> int | None:
        """Give the unit that stood above another on a day, or None."""
        held = [parent for since, until, parent in self._parents.get(unit_id, ()) if since <= on <= until]
        return held[-1] if held else None

    def last_parent(self, unit_id: int) -> int | None:
        """Give the last unit that stood above another, whether or not it still does, or None."""
        held = self._parents.get(unit_id)
        return max(held, key=lambda each: each[1])[2] if held else None

    def upwards(self, unit_id: int, on: date) -> Iterator[int]:
        """Give a unit and all above it on a day, itself first."""
        seen: set[int] = set()
        each: int | None = unit_id
        while each is not None and each not in seen:
            seen.add(each)
            yield each
            each = self.parent(each, on)

    def counted_upwards(self, unit_id: int, on: date) -> Iterator[int]:
        """Give a unit and all above it, itself first: each as it stood on a day, or, where it stood under nobody then, on the
        next day on which it did, else the last before: a commune of July counts in a campaign that opened in January."""
        seen: set[int] = set()
        each: int | None = unit_id
        while each is not None and each not in seen:
            seen.add(each)
            yield each
            on = self._held_near(each, on)
            each = self.parent(each, on)

    def _held_near(self, unit_id: int, on: date) -> date:
        held = self._parents.get(unit_id, ())
        if any(since <= on <= until for since, until, _ in held):
            return on
        before = max((until for _, until, _ in held if until < on), default=on)
        return min((since for since, _, _ in held if since > on), default=before)

    def now(self, unit_id: int) -> int:
        """Give the unit that keeps a unit's books today: itself, or whoever succeeded it last."""
        seen: set[int] = set()
        while unit_id in self._kept_by and unit_id not in seen:
            seen.add(unit_id)
            unit_id = self._kept_by[unit_id]
        return unit_id

    def ever_above(self, unit_id: int) -> set[int]:
        """Give every unit that ever stood above a unit or kept its books, and those above these; itself too."""
        found, waiting = {unit_id}, [unit_id]
        while waiting:
            each = waiting.pop()
            kept = {self._kept_by[each]} if each in self._kept_by else set()
            fresh = ({parent for _, _, parent in self._parents.get(each, ())} | kept) - found
            found |= fresh
            waiting += fresh
        return found

    def line_of(self, root_id: int, unit_id: int, on: date) -> int | None:
        """Give the unit directly below `root_id` on a day under which a unit is counted; the root for itself, None outside."""
        below: int | None = None
        for each in self.upwards(unit_id, on):
            if each == root_id:
                return root_id if below is None else below
            below = each
        return None

    def children(self, unit_id: int, on: date) -> list[Node]:
        """Give the units directly below one on a day, in administrative order, then by name."""
        found = [self.nodes[each] for each in self._parents if self.parent(each, on) == unit_id]
        return sorted(
            (node for node in found if node.stands(on)), key=lambda node: (node.position, natural_key(node.name))
        )
