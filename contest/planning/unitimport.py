"""Taking over a list of units: what it would change, in the order in which it can be done, and doing it in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files.roster import Problem
from contest.files.unitlist import UnitList, UnitRow
from contest.history import Hand
from contest.jobs import Step
from contest.messages.lists import say
from contest.planning.branches import renew
from contest.planning.places import UnitDetails, correct, last_parent, make
from contest.planning.unitnames import meant
from contest.tables.places import Unit, UnitParent
from contest.text import date_vi, match_key, today

AT_ONCE = 25  # rows of one commit: judges' marks go in between


@dataclass(frozen=True)
class Planned:
    """One row with the unit that it means (None: a new one) and whom it stands under: a known unit, or a row of the list."""

    row: UnitRow
    unit_id: int | None
    above_id: int | None
    above_row: int | None


@dataclass(frozen=True)
class Plan:
    """The rows in an order in which every unit comes after the one above it, and the problems of those left out."""

    rows: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def new(self) -> int:
        """Give how many units would be new."""
        return sum(each.unit_id is None for each in self.rows)


class _Known:
    """The units that are there, by code and by name with the unit above: two statements."""

    def __init__(self, reader: Session) -> None:
        parents: dict[int, int] = {}
        for unit, parent in reader.execute(
            select(UnitParent.unit_id, UnitParent.parent_id).order_by(UnitParent.valid_to.is_(None), UnitParent.id)
        ):
            parents[unit] = parent
        self.by_code: dict[str, int] = {}
        self.coded: set[int] = set()
        self.by_name: dict[str, list[int]] = {}
        self.parents: Mapping[int, int] = parents
        self.since: dict[int, date | None] = {}
        self.until: dict[int, date | None] = {}
        columns = (Unit.id, Unit.code, Unit.match_key, Unit.valid_from, Unit.valid_to)
        for row in reader.execute(select(*columns).order_by(Unit.id)):
            if row.code:
                self.by_code[row.code] = row.id
                self.coded.add(row.id)
            self.by_name.setdefault(row.match_key, []).append(row.id)
            self.since[row.id], self.until[row.id] = row.valid_from, row.valid_to

    def above(self, row: UnitRow) -> list[int]:
        """Give the units that may stand above a row, by code or by name: of several the one of the row's days."""
        if row.above in self.by_code:
            return [self.by_code[row.above]]
        found = self.by_name.get(match_key(row.above), [])
        return meant(found, int, lambda each: (self.since[each], self.until[each]), row.since or row.until or today())

    def upwards(self, unit_id: int | None) -> Iterator[int]:
        """Give a unit and all above it as they stood last."""
        seen: set[int] = set()
        while unit_id is not None and unit_id not in seen:
            seen.add(unit_id)
            yield unit_id
            unit_id = self.parents.get(unit_id)

    def days(self, row: UnitRow, unit_id: int | None) -> tuple[date, date]:
        """Give the days of a row, those of the unit that it means where it says none."""
        since, until = row.since, row.until
        if unit_id is not None:
            since, until = since or self.since[unit_id], until or self.until[unit_id]
        return since or date.min, until or date.max

    def same(self, row: UnitRow, above_id: int | None) -> int | None:
        """Give the unit that a row writes again: of its code, or (where not both have one) of its name, parent and first day."""
        if row.code and row.code in self.by_code:
            return self.by_code[row.code]
        for each in self.by_name.get(match_key(row.name), []):
            alike = self.parents.get(each) == above_id and self.since[each] == row.since
            if alike and not (row.code and each in self.coded):
                return each
        return None


def plan(reader: Session, listed: UnitList) -> Plan:
    """Give what a list would do; a row whose unit above is unknown, means several or stands below the row itself is a problem."""
    known, problems = _Known(reader), list(listed.problems)
    by_key = _in_file(listed.rows)
    waiting = {row.number: row for row in listed.rows}
    done: dict[int, Planned] = {}
    names: _Names = {}
    while waiting:
        ready = [row for row in waiting.values() if _above_row(row, by_key, known) not in waiting]
        if not ready:
            problems += [Problem(row.number, "", *say("circle", typed=row.above)) for row in waiting.values()]
            break
        for row in ready:
            del waiting[row.number]
            each = _planned(row, _above_row(row, by_key, known), known, done)
            wrong = each if isinstance(each, Problem) else _refusal(each, known, names, done)
            if isinstance(each, Problem) or wrong is not None:
                problems += [wrong] if wrong else []
            else:
                done[row.number] = each
    return Plan(tuple(done.values()), tuple(sorted(problems, key=lambda each: each.row)), listed.notes)


def _in_file(rows: Sequence[UnitRow]) -> Mapping[str, int]:
    """Give the row of each code, and of each name that one row alone bears."""
    found: dict[str, int] = {}
    names: dict[str, list[int]] = {}
    for row in rows:
        if row.code:
            found[row.code] = row.number
        names.setdefault(match_key(row.name), []).append(row.number)
    return found | {name: numbers[0] for name, numbers in names.items() if len(numbers) == 1 and name not in found}


def _above_row(row: UnitRow, by_key: Mapping[str, int], known: _Known) -> int | None:
    """Give the row of the list that stands above this one, None when none of the list does."""
    if not row.above:
        return None
    return by_key.get(row.above, by_key.get(match_key(row.above)))


def _planned(row: UnitRow, above_row: int | None, known: _Known, done: Mapping[int, Planned]) -> Planned | Problem:
    above_id: int | None = None
    if above_row is not None and above_row in done:
        above_id = done[above_row].unit_id
    elif row.above:
        found = known.above(row)
        if not found:
            return Problem(row.number, "", *say("above_unknown", typed=row.above[:40]))
        if len(found) > 1:
            values = {"field": "Đơn vị cấp trên", "typed": row.above[:40], "count": len(found)}
            return Problem(row.number, "", *say("unit_ambiguous", **values))
        above_id, above_row = found[0], None
    fresh = above_row is not None and above_id is None  # below a unit that is new itself
    return Planned(row, None if fresh else known.same(row, above_id), above_id, above_row)


_Names = dict[tuple[str, int | None, int | None], list[Planned]]
"""The rows that were planned, by name and the unit or row above."""


def _refusal(each: Planned, known: _Known, names: _Names, done: Mapping[int, Planned]) -> Problem | None:
    """Give why contest.planning.places would refuse a row when its turn comes, or None; then it counts for the rows after it."""
    row, own = each.row, each.unit_id
    since, until = known.days(row, own)
    if until < since:
        return Problem(row.number, "", *say("days_reversed"))
    if own is not None and own in known.upwards(each.above_id):
        return Problem(row.number, "", *say("circle", typed=row.above))
    above = each.above_id if row.above or own is None else known.parents.get(own)
    ends = _end_above(each, above, known, done)
    moved = own is None or above != known.parents.get(own) or until != (known.until[own] or date.max)
    if moved and until > ends:
        return Problem(row.number, "", *say("above_ended", typed=row.above[:40], day=date_vi(ends)))
    new_above = each.above_row if above is None else None
    name = match_key(row.name)
    twins = [unit for unit in known.by_name.get(name, []) if unit != own and known.parents.get(unit) == above]
    if new_above is None and any(
        since <= (known.until[unit] or date.max) and (known.since[unit] or date.min) <= until for unit in twins
    ):
        return Problem(row.number, "", *say("unit_there", typed=row.name[:40]))
    for other in names.setdefault((name, above, new_above), []):
        begins, ends = known.days(other.row, other.unit_id)
        if since <= ends and begins <= until:
            return Problem(row.number, "", *say("duplicate", typed=row.name[:40], first=other.row.number))
    names[name, above, new_above].append(each)
    return None


def _end_above(each: Planned, above: int | None, known: _Known, done: Mapping[int, Planned]) -> date:
    """Give the last day of the unit above a row, as its own row in the list writes it where it has one."""
    upper = done.get(each.above_row) if each.above_row is not None else None
    if upper is not None:
        return known.days(upper.row, upper.unit_id)[1]
    return (known.until[above] if above is not None else None) or date.max


def steps(todo: Plan, account_id: int | None) -> Iterator[Step]:
    """Give the steps that take a plan over; each finds the units above it by what the steps before it made."""
    made: dict[int, int] = {}
    for start in range(0, len(todo.rows), AT_ONCE):
        rows = todo.rows[start : start + AT_ONCE]
        yield len(rows), _step(rows, made, account_id)
    yield 0, renew


def _step(rows: Sequence[Planned], made: dict[int, int], account_id: int | None) -> Callable[[Session], None]:
    def change(session: Session) -> None:
        hand = Hand(session, account_id)
        for each in rows:
            made[each.row.number] = _take_over(hand, each, made)

    return change


def _take_over(hand: Hand, each: Planned, made: Mapping[int, int]) -> int:
    row = each.row
    above = each.above_id if each.above_row is None else made[each.above_row]
    unit = hand.session.get(Unit, each.unit_id) if each.unit_id is not None else None
    if unit is None:
        details = UnitDetails(row.name, row.kind_id, row.code, above, row.number, row.since, row.until)
        return make(hand, details).id
    last = last_parent(hand.session, unit.id)
    details = UnitDetails(
        row.name,
        row.kind_id,
        row.code or unit.code or "",
        above if above is not None or last is None else last.parent_id,
        unit.position,
        row.since or unit.valid_from,
        row.until or unit.valid_to,
    )
    correct(hand, unit, details)
    return unit.id
