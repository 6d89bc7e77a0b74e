"""Under which unit a unit's figures are counted: as it was on a day, or as it is now after mergers, splits and renames."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contest.planning.unittree import UnitTree
from contest.text import today


class Reading:
    """One way of reading the tree: `now`, or as it was on the day that is asked about."""

    def __init__(self, tree: UnitTree, now: bool) -> None:
        self.tree, self.now = tree, now
        self._today = today()
        self._chains: dict[tuple[int, date], tuple[int, ...]] = {}

    def chain(self, unit_id: int, on: date) -> tuple[int, ...]:
        """Give the units under which a unit is counted, the nearest first: itself (or who keeps its books now), then those above."""
        key = (unit_id, self._today if self.now else on)
        if key not in self._chains:
            found = self._standing(unit_id) if self.now else self.tree.counted_upwards(unit_id, on)
            self._chains[key] = tuple(found)
        return self._chains[key]

    def place(self, unit_id: int, on: date) -> int:
        """Give the unit that stands for a unit in this reading; a unit that ended with no successor is counted by the one above."""
        return next(iter(self.chain(unit_id, on)), unit_id)

    def _standing(self, unit_id: int) -> Iterator[int]:
        seen: set[int] = set()
        each: int | None = self.tree.now(unit_id)
        while each is not None and each not in seen:
            seen.add(each)
            if self.tree.nodes[each].stands(self._today):
                yield each
            above = self.tree.parent(each, self._today) or self.tree.last_parent(each)
            each = None if above is None else self.tree.now(above)
