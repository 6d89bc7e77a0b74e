"""One part for all teams: panel, rounding, factor, rounding, sum, rounding; deductions come after it, once."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.entered import Entry, Marks
from scoring.figures import PartFigure
from scoring.panel import METHODS, weighted_mean, weighted_sum
from scoring.panelfigures import PanelFigure, PanelMarks
from scoring.points import exact_sum
from scoring.quiz import STRUCK
from scoring.ranking import fields
from scoring.rounding import rounder, unrounded
from scoring.rules import ONE, ZERO, Criterion, Part, Rulebook
from scoring.seats import ABSENCE, Roll, Row, bench, whole
from scoring.shares import factor_of

NOT_PRESENT: Mapping[str, Fraction | None] = {"zero": Fraction(0), "unranked": None}


@dataclass(frozen=True)
class Unit:
    """What a panel works over: whole sheets (criterion None) or one criterion, with each team's marks."""

    criterion: str | None
    weight: Fraction
    marks: dict[str, PanelMarks]


Sums = Mapping[str, Mapping[str, Fraction]]  # each team's sheet sums by judge


def _over_sheets(part: Part, rolls: Mapping[str, Roll], sums: Sums) -> list[Unit]:
    table = {}
    for team, roll in rolls.items():
        judges, weights = _seats(roll)
        table[team] = PanelMarks(judges, tuple(sums[team].values()), weights)
    return [Unit(None, ONE, table)]


def _over_criteria(part: Part, rolls: Mapping[str, Roll], sums: Sums) -> list[Unit]:
    units = [Unit(each.key, each.weight, {}) for each in part.criteria]
    for team, roll in rolls.items():
        judges, weights = _seats(roll)
        for unit, values in zip(units, zip(*roll.counted.values(), strict=True), strict=True):
            unit.marks[team] = PanelMarks(judges, values, weights)
    return units


def _seats(roll: Roll) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    return tuple(roll.counted), tuple(roll.weights.get(judge, ONE) for judge in roll.counted)


OVER: dict[str, Callable[[Part, Mapping[str, Roll], Sums], list[Unit]]] = {
    "sheets": _over_sheets,
    "criteria": _over_criteria,
}


def sheet_sum(criteria: Sequence[Criterion], marks: Marks) -> Fraction:
    """Give the sum of weight × mark of a sheet that marks all these criteria."""
    return weighted_sum([each.weight for each in criteria], [marks[each.key] for each in criteria])


def part_figures(part: Part, entry: Entry, rulebook: Rulebook) -> dict[str, PartFigure]:
    """Give every team's figure in one part before deductions; the entry must fit the rulebook (scoring.entries)."""
    rolls = _judged(part, entry, rulebook) if METHODS[part.panel.method].judged else _entered(part, entry)
    sums = {team: _sums(part, roll.counted) for team, roll in rolls.items()}
    panels = _panels_by_field(part, entry, rolls, sums, rulebook)
    round_part = rounder(rulebook, "part")
    result = {}
    for team, roll in rolls.items():
        if (part.key, team) in entry.not_present:
            result[team] = _not_present(part, roll, rulebook)
        else:
            result[team] = _figure(part, roll, sums[team], panels.get(team, ()), round_part)
    return result


def _panels_by_field(
    part: Part, entry: Entry, rolls: Mapping[str, Roll], sums: Mapping[str, Mapping[str, Fraction]], rulebook: Rulebook
) -> dict[str, tuple[PanelFigure, ...]]:
    """Give the panels' figures; where they need all teams' marks, those are the teams that are ranked together."""
    if not METHODS[part.panel.method].relative:
        return _panels(part, _complete(part, entry, rolls), sums, rulebook)
    found: dict[str, tuple[PanelFigure, ...]] = {}
    for teams in fields(entry, rulebook).values():
        found |= _panels(part, _complete(part, entry, {team: rolls[team] for team in teams}), sums, rulebook)
    return found


def _sums(part: Part, sheets: Mapping[str, Row]) -> dict[str, Fraction]:
    weights = [each.weight for each in part.criteria]
    return {judge: weighted_sum(weights, marks) for judge, marks in sheets.items()}


def _judged(part: Part, entry: Entry, rulebook: Rulebook) -> dict[str, Roll]:
    keys = [criterion.key for criterion in part.criteria]
    seated, policy = bench(part, entry, rulebook), ABSENCE[rulebook.absent]
    needs_all = METHODS[part.panel.method].needs_all
    rolls = {}
    for team in entry.teams:
        sheets = {judge: entry.sheets.get((part.key, team, judge)) for judge in entry.judges.get(part.key, ())}
        roll = policy.call(seated, sheets, keys)
        if needs_all and roll.absent:
            roll = replace(roll, awaited=tuple(roll.absent))
        if seated.shadows:
            marked = {judge: whole(sheets[judge], keys) for judge in seated.shadows}
            roll = replace(roll, shadows={judge: marks for judge, marks in marked.items() if marks is not None})
        rolls[team] = roll
    return rolls


def _entered(part: Part, entry: Entry) -> dict[str, Roll]:
    keys = [criterion.key for criterion in part.criteria]
    struck = tuple(strike.criterion for strike in entry.struck if strike.part == part.key)
    rolls = {}
    for team in entry.teams:
        marks = entry.agreed.get((part.key, team), {})
        if struck:
            marks = STRUCK[part.panel.struck](part, marks, struck)
        entered = whole(marks, keys)
        rolls[team] = Roll({} if entered is None else {"": entered}, struck=struck)
    return rolls


def _complete(part: Part, entry: Entry, rolls: Mapping[str, Roll]) -> dict[str, Roll]:
    """Give the teams whose panel has marked; none, where each team's figure needs the others, before all of them have."""
    present = {team: roll for team, roll in rolls.items() if (part.key, team) not in entry.not_present}
    complete = {team: roll for team, roll in present.items() if roll.counted and not roll.missing and not roll.awaited}
    return {} if METHODS[part.panel.method].relative and len(complete) < len(present) else complete


def _panels(
    part: Part, rolls: Mapping[str, Roll], sums: Sums, rulebook: Rulebook
) -> dict[str, tuple[PanelFigure, ...]]:
    """Give the panel figures of every team that has them all."""
    tables = [_unit_figures(part, unit, rulebook) for unit in OVER[part.panel.over](part, rolls, sums)]
    return {team: tuple([table[team] for table in tables]) for team in rolls if all(team in table for table in tables)}


def _unit_figures(part: Part, unit: Unit, rulebook: Rulebook) -> dict[str, PanelFigure]:
    method = METHODS[part.panel.method]
    round_panel = rounder(rulebook, "panel") if method.judged else unrounded
    round_factor, times = rounder(rulebook, "factor"), unit.weight * factor_of(part, rulebook)
    once = times == ONE
    figures = {}
    for team, combined in method.combine(unit.marks, part.panel).items():
        if combined is None:
            continue
        value, used, dropped, placing = combined
        rounded = round_panel(value)
        weighted = rounded if once else rounded * times
        points = round_factor(weighted)
        figures[team] = PanelFigure(unit.criterion, used, dropped, value, rounded, weighted, points, placing)
    return figures


def _figure(
    part: Part,
    roll: Roll,
    sums: Mapping[str, Fraction],
    panels: tuple[PanelFigure, ...],
    round_part: Callable[[Fraction], Fraction],
) -> PartFigure:
    exact = exact_sum([panel.points for panel in panels]) if panels else None
    points = round_part(exact) if exact is not None else None
    state = "incomplete" if points is None else "marked"
    return _assemble(part, roll, sums, state, panels, exact=exact, points=points)


def _not_present(part: Part, roll: Roll, rulebook: Rulebook) -> PartFigure:
    points = NOT_PRESENT[rulebook.not_present]
    nobody = Roll({}, roll.absent, struck=roll.struck)
    return _assemble(part, nobody, {}, "not_present", (), exact=points, points=points)


def _assemble(
    part: Part,
    roll: Roll,
    sums: Mapping[str, Fraction],
    state: str,
    panels: tuple[PanelFigure, ...],
    *,
    exact: Fraction | None,
    points: Fraction | None,
) -> PartFigure:
    judged = METHODS[part.panel.method].judged
    return PartFigure(
        part=part.key,
        state=state,
        panels=panels,
        sheets=sums if judged else {},
        criteria=_criteria(part, roll, panels),
        marked=len(roll.counted) if judged else 0,
        seats=len(roll.counted) + len(roll.absent) + len(roll.missing) if judged else 0,
        absent=tuple(roll.absent),
        missing=roll.missing,
        exact=exact,
        points=points,
        deductions=(),
        deducted=ZERO,
        net=points,
        absent_why=roll.absent,
        awaited=roll.awaited,
        deputies=roll.deputies,
        shadows=_sums(part, roll.shadows),
        struck=roll.struck,
    )


def _criteria(part: Part, roll: Roll, panels: tuple[PanelFigure, ...]) -> dict[str, Fraction]:
    if not panels:
        return {}
    if panels[0].criterion is not None:
        return {panel.criterion or "": panel.rounded for panel in panels}
    if panels[0].dropped:
        return _criteria_of_kept(part, roll, panels[0])
    used = panels[0].used
    columns = zip(*(roll.counted[judge] for judge in used.judges), strict=True)
    return {
        each.key: weighted_mean(replace(used, values=column))
        for each, column in zip(part.criteria, columns, strict=True)
    }


def _criteria_of_kept(part: Part, roll: Roll, panel: PanelFigure) -> dict[str, Fraction]:
    """Give the criteria's means over the sheets kept. Where one of two equal sheets is dropped, each counts by half.

    Which of them is dropped changes no panel figure, but it would change the criteria, and so who wins a tie by one.
    """
    marks = (*panel.used, *panel.dropped)
    kept, there = Counter(panel.used.values), Counter(panel.used.values + panel.dropped.values)
    shares = {mark.judge: Fraction(kept[mark.value], there[mark.value]) for mark in marks if kept[mark.value]}
    return {
        each.key: exact_sum(share * roll.counted[judge][at] for judge, share in shares.items()) / len(panel.used)
        for at, each in enumerate(part.criteria)
    }
