"""Units as lists write them: by name where it means one, with the unit above and its days where several share it, or by code."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.planning import unitnames
from contest.tables.places import Unit, UnitParent
from contest.text import match_key


class UnitWords:
    """Every unit's name, code and last unit above: two statements, then memory."""

    def __init__(self, reader: Session) -> None:
        """Read the units."""
        self._names: dict[int, str] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_code: dict[str, int] = {}
        self._days: dict[int, unitnames.Days] = {}
        columns = (Unit.id, Unit.name, Unit.match_key, Unit.code, Unit.valid_from, Unit.valid_to)
        for row in reader.execute(select(*columns).order_by(Unit.position, Unit.match_key, Unit.id)):
            self._days[row.id] = (row.valid_from, row.valid_to)
            self._names[row.id] = row.name
            self._by_key.setdefault(row.match_key, []).append(row.id)
            if row.code:
                self._by_code[row.code] = row.id
        links = select(UnitParent.unit_id, UnitParent.parent_id)
        last = links.order_by(UnitParent.valid_to.is_(None), UnitParent.valid_to, UnitParent.id)
        self._above = {row.unit_id: row.parent_id for row in reader.execute(last)}

    def name(self, unit_id: int) -> str:
        """Give a unit's name."""
        return self._names[unit_id]

    def meant(self, typed: str, on: date, *within: Container[int]) -> list[int]:
        """Give the units that a text may mean: a code, a name, or a name and that of a unit above it after a comma.

        Of several, those within the first that holds any are meant, then those of the day (contest.planning.unitnames).
        """
        if typed in self._by_code:
            return [self._by_code[typed]]
        return unitnames.meant(self._called(typed), int, self._days.__getitem__, on, *within)

    def _called(self, typed: str) -> list[int]:
        own, comma, above = typed.rpartition(",")
        found = self._by_key.get(match_key(typed), [])
        if not found and comma:
            found = [
                each for each in self._by_key.get(match_key(own), []) if match_key(above) in self._keys_above(each)
            ]
        apart = None if found else unitnames.parted(typed)
        return [each for each in self._called(apart[0]) if apart[1](self._days[each])] if apart else found

    def _keys_above(self, unit_id: int) -> set[str]:
        keys: set[str] = set()
        seen = {unit_id}
        while (above := self._above.get(unit_id)) is not None and above not in seen:
            seen.add(above)
            keys.add(match_key(self._names[above]))
            unit_id = above
        return keys

    def written(self, unit_ids: Iterable[int]) -> Sequence[str]:
        """Give units as a list writes them, each so that it is read back as that unit, in administrative order."""
        wanted = set(unit_ids)
        return [self.word(each) for each in self._names if each in wanted]

    def word(self, unit_id: int) -> str:
        """Give a unit as a list writes it."""
        name, above = self._names[unit_id], self._above.get(unit_id)
        namesakes = self._by_key[match_key(name)]
        told = "" if len(namesakes) == 1 or above is None else f", {self._names[above]}"
        return name + told + unitnames.days_written(self._days[unit_id], (self._days[each] for each in namesakes))
