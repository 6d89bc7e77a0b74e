"""One part for all teams: panel, rounding, factor, rounding, sum, rounding; deductions come after it, once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.figures import Entry, Mark, Marks, PanelFigure, PartFigure
from scoring.panel import METHODS, Combined, weighted_mean
from scoring.points import exact_sum
from scoring.quiz import STRUCK
from scoring.ranking import fields
from scoring.rounding import rounder
from scoring.rules import ONE, ZERO, Criterion, Part, Rulebook
from scoring.seats import ABSENCE, Roll, bench, whole
from scoring.shares import factor_of

NOT_PRESENT: Mapping[str, Fraction | None] = {"zero": Fraction(0), "unranked": None}


@dataclass(frozen=True)
class Unit:
    """What a panel works over: whole sheets (criterion None) or one criterion, with each team's marks."""

    criterion: str | None
    weight: Fraction
    marks: Mapping[str, Sequence[Mark]]


def _over_sheets(part: Part, rolls: Mapping[str, Roll]) -> list[Unit]:
    table = {}
    for team, sheets in _weighed(rolls).items():
        table[team] = [Mark(judge, sheet_sum(part.criteria, marks), weight) for judge, marks, weight in sheets]
    return [Unit(None, ONE, table)]


def _over_criteria(part: Part, rolls: Mapping[str, Roll]) -> list[Unit]:
    units, weighed = [], _weighed(rolls)
    for each in part.criteria:
        key = each.key
        table = {
            team: [Mark(judge, marks[key], weight) for judge, marks, weight in sheets]
            for team, sheets in weighed.items()
        }
        units.append(Unit(key, each.weight, table))
    return units


def _weighed(rolls: Mapping[str, Roll]) -> dict[str, list[tuple[str, Marks, Fraction]]]:
    return {
        team: [(judge, marks, roll.weights.get(judge, ONE)) for judge, marks in roll.counted.items()]
        for team, roll in rolls.items()
    }


OVER: dict[str, Callable[[Part, Mapping[str, Roll]], list[Unit]]] = {
    "sheets": _over_sheets,
    "criteria": _over_criteria,
}


def sheet_sum(criteria: Iterable[Criterion], marks: Marks) -> Fraction:
    """Give the sum of weight × mark of a sheet that marks all these criteria."""
    return exact_sum([marks[each.key] if each.weight is ONE else each.weight * marks[each.key] for each in criteria])


def part_figures(part: Part, entry: Entry, rulebook: Rulebook) -> dict[str, PartFigure]:
    """Give every team's figure in one part before deductions; the entry must fit the rulebook (scoring.entries)."""
    rolls = _judged(part, entry, rulebook) if METHODS[part.panel.method].judged else _entered(part, entry)
    panels = _panels_by_field(part, entry, rolls, rulebook)
    round_part = rounder(rulebook, "part")
    result = {}
    for team, roll in rolls.items():
        if (part.key, team) in entry.not_present:
            result[team] = _not_present(part, roll, rulebook)
        else:
            result[team] = _figure(part, roll, panels.get(team, ()), round_part)
    return result


def _panels_by_field(
    part: Part, entry: Entry, rolls: Mapping[str, Roll], rulebook: Rulebook
) -> dict[str, tuple[PanelFigure, ...]]:
    """Give the panels' figures; where they need all teams' marks, those are the teams that are ranked together."""
    if not METHODS[part.panel.method].relative:
        return _panels(part, _complete(part, entry, rolls), rulebook)
    found: dict[str, tuple[PanelFigure, ...]] = {}
    for teams in fields(entry, rulebook).values():
        found |= _panels(part, _complete(part, entry, {team: rolls[team] for team in teams}), rulebook)
    return found


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
        rolls[team] = Roll({"": marks} if whole(marks, keys) is not None else {}, struck=struck)
    return rolls


def _complete(part: Part, entry: Entry, rolls: Mapping[str, Roll]) -> dict[str, Roll]:
    """Give the teams whose panel has marked; none, where each team's figure needs the others, before all of them have."""
    present = {team: roll for team, roll in rolls.items() if (part.key, team) not in entry.not_present}
    complete = {team: roll for team, roll in present.items() if roll.counted and not roll.missing and not roll.awaited}
    return {} if METHODS[part.panel.method].relative and len(complete) < len(present) else complete


def _panels(part: Part, rolls: Mapping[str, Roll], rulebook: Rulebook) -> dict[str, tuple[PanelFigure, ...]]:
    method = METHODS[part.panel.method]
    units = OVER[part.panel.over](part, rolls)
    combined = [(unit, method.combine(unit.marks, part.panel)) for unit in units]
    round_panel = rounder(rulebook, "panel") if method.judged else _unchanged
    round_factor, factor = rounder(rulebook, "factor"), factor_of(part, rulebook)
    result = {}
    for team in rolls:
        figures = []
        for unit, table in combined:
            figure = table[team]
            if figure is not None:
                figures.append(_panel_figure(unit, figure, factor, round_panel, round_factor))
        if len(figures) == len(units):
            result[team] = tuple(figures)
    return result


def _unchanged(value: Fraction) -> Fraction:
    return value


def _panel_figure(
    unit: Unit,
    combined: Combined,
    factor: Fraction,
    round_panel: Callable[[Fraction], Fraction],
    round_factor: Callable[[Fraction], Fraction],
) -> PanelFigure:
    rounded = round_panel(combined.value)
    weighted = rounded if unit.weight is ONE and factor is ONE else rounded * unit.weight * factor
    return PanelFigure(
        unit.criterion,
        combined.used,
        combined.dropped,
        combined.value,
        rounded,
        weighted,
        round_factor(weighted),
        combined.placing,
    )


def _figure(
    part: Part,
    roll: Roll,
    panels: tuple[PanelFigure, ...],
    round_part: Callable[[Fraction], Fraction],
) -> PartFigure:
    exact = exact_sum(panel.points for panel in panels) if panels else None
    points = round_part(exact) if exact is not None else None
    state = "incomplete" if points is None else "marked"
    return _assemble(part, roll, state, panels, exact=exact, points=points)


def _not_present(part: Part, roll: Roll, rulebook: Rulebook) -> PartFigure:
    points = NOT_PRESENT[rulebook.not_present]
    nobody = Roll({}, roll.absent, struck=roll.struck)
    return _assemble(part, nobody, "not_present", (), exact=points, points=points)


def _assemble(
    part: Part,
    roll: Roll,
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
        sheets={judge: sheet_sum(part.criteria, marks) for judge, marks in roll.counted.items()} if judged else {},
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
        shadows={judge: sheet_sum(part.criteria, marks) for judge, marks in roll.shadows.items()},
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
    return {
        each.key: weighted_mean([Mark(mark.judge, roll.counted[mark.judge][each.key], mark.weight) for mark in used])
        for each in part.criteria
    }


def _criteria_of_kept(part: Part, roll: Roll, panel: PanelFigure) -> dict[str, Fraction]:
    """Give the criteria's means over the sheets kept. Where one of two equal sheets is dropped, each counts by half.

    Which of them is dropped changes no panel figure, but it would change the criteria, and so who wins a tie by one.
    """
    marks = (*panel.used, *panel.dropped)
    kept, there = Counter(mark.value for mark in panel.used), Counter(mark.value for mark in marks)
    shares = {mark.judge: Fraction(kept[mark.value], there[mark.value]) for mark in marks if kept[mark.value]}
    return {
        each.key: exact_sum(share * roll.counted[judge][each.key] for judge, share in shares.items()) / len(panel.used)
        for each in part.criteria
    }
