"""How one team's total and rank came about: facts in codes, made from the table.

Nothing is computed a second way here: every figure is one that the standings hold, and each step says what was before it
and what came of it, so that a person with paper and pencil can follow. Sentences are the catalogue's business.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.account import Account, Line, PartAccount, Placings, Step
from scoring.entered import Entry
from scoring.explainrank import prize_facts, rank_facts, taken_from_total
from scoring.figures import AppliedDeduction, Cut, PartFigure, Standing, Standings
from scoring.panel import METHODS, weighted_mean
from scoring.panelfigures import Mark, PanelFigure, marks_of
from scoring.points import exact_sum
from scoring.ranking import fields
from scoring.rounding import rounder
from scoring.rules import ONE, ZERO, Criterion, Part, RoundingStage, Rulebook
from scoring.shares import HUNDRED
from scoring.ties import step_of


def explain(team: str, table: Standings, entry: Entry, rulebook: Rulebook) -> Account:
    """Give how a team's total and rank came about in a table made of that entry; raise KeyError for an unknown team."""
    row = table.of(team)
    parts = tuple(_part(rulebook.part(key), team, table, entry, rulebook) for key in table.parts)
    return Account(
        team,
        row,
        parts,
        tuple(_total(row, rulebook)),
        tuple(rank_facts(row, table, entry, rulebook)),
        tuple(prize_facts(row, table, rulebook)),
    )


def _part(part: Part, team: str, table: Standings, entry: Entry, rulebook: Rulebook) -> PartAccount:
    figures = {row.team: row.parts[part.key] for row in table.rows}
    figure = figures[team]
    shown = figure.state == "marked"
    there = {*figure.sheets, *figure.absent, *figure.missing}
    return PartAccount(
        part=part.key,
        figure=figure,
        judges=tuple(judge for judge in entry.judges.get(part.key, ()) if judge in there),
        lines=tuple(_lines(part, figure, _marks(part, figure, team, entry), rulebook)) if shown else (),
        steps=tuple(_part_steps(figure, rulebook)) if figure.net is not None else (),
        placings=tuple(_placings(part, team, figures, entry, rulebook)) if shown else (),
    )


def _placings(
    part: Part, team: str, figures: Mapping[str, PartFigure], entry: Entry, rulebook: Rulebook
) -> Iterator[Placings]:
    """Give the places of all teams with which a team was compared, for each figure of the panel that came of places."""
    group, teams = next((group, teams) for group, teams in fields(entry, rulebook).items() if team in teams)
    for at, mine in enumerate(figures[team].panels):
        if mine.placing is not None:
            found = {each: figures[each].panels[at].placing for each in teams if figures[each].panels}
            placed = sorted(((each, its) for each, its in found.items() if its), key=lambda one: one[1].place)
            level = [each for each, its in placed if its.place == mine.placing.place]
            first = [its.place for _, its in placed].index(mine.placing.place)
            points = (*part.panel.place_points, *[ZERO] * len(placed))[first : first + len(level)]
            yield Placings(mine.criterion, group, tuple(placed), points)


# --- marks and panels


def _lines(
    part: Part, figure: PartFigure, marks: Mapping[str, Mapping[str, Fraction]], rulebook: Rulebook
) -> Iterator[Line]:
    panels = {panel.criterion: panel for panel in figure.panels}
    whole = panels.get(None)
    # Of a single criterion of weight one the sheet says nothing more than its only mark.
    if whole is None or len(part.criteria) > 1 or part.criteria[0].weight != ONE:
        for each in part.criteria:
            panel = panels.get(each.key)
            if panel is not None:
                yield _line(each.key, marks[each.key], panel, _after_panel(part, each, rulebook))
            else:
                steps = _criterion_steps(each.key, marks[each.key], figure) if compared_by(rulebook, part, each) else ()
                yield Line(each.key, marks[each.key], steps=tuple(steps))
    if whole is not None:
        used = {mark.judge: mark.value for mark in (*whole.used, *whole.dropped)}
        line = _line(None, figure.sheets or used, whole, _after_panel(part, None, rulebook))
        yield line if figure.sheets or len(part.criteria) == 1 else replace(line, steps=_added(part, figure, line))


def _marks(part: Part, figure: PartFigure, team: str, entry: Entry) -> dict[str, dict[str, Fraction]]:
    """Give each criterion's marks by judge, of the sheets that are in the part's figures."""
    if not METHODS[part.panel.method].judged:
        return {each.key: {"": figure.criteria[each.key]} for each in part.criteria}
    sheets = {judge: entry.sheets[part.key, team, judge] for judge in figure.sheets}
    return {
        each.key: {judge: sheet[each.key] for judge, sheet in sheets.items() if isinstance(sheet, Mapping)}
        for each in part.criteria
    }


def _added(part: Part, figure: PartFigure, line: Line) -> tuple[Step, ...]:
    """Give the steps of a figure that was entered criterion by criterion: first their sum."""
    terms = marks_of(Mark("", figure.criteria[each.key], each.weight) for each in part.criteria)
    return Step("sum", line.steps[0].after, {"used": terms}), *line.steps[1:]


def compared_by(rulebook: Rulebook, part: Part, criterion: Criterion) -> bool:
    """Say whether a step of the tie chain may look at a criterion, so that its own figure is to be told."""
    names = {f"{part.key}.{criterion.key}", f"{part.key}.{criterion.group}"}
    return any(step_of(step)[1] in names for step in rulebook.ties)


def _criterion_steps(key: str, marks: Mapping[str, Fraction], figure: PartFigure) -> Iterator[Step]:
    """Give how a criterion's figure comes from the sheets that the panel used as wholes."""
    used = figure.panels[0].used
    used = replace(used, values=tuple(marks[judge] for judge in used.judges))
    after = figure.criteria[key]
    # Of equal sheets the one dropped and the one kept count alike, which no mean of some sheets says.
    yield Step("criterion" if weighted_mean(used) == after else "criterion_shared", after, {"used": used})


@dataclass(frozen=True)
class _AfterPanel:
    """What happens to a panel's figure: its method, what it is multiplied by and divided by, where it is rounded."""

    method: str
    factors: tuple[tuple[str, Fraction], ...]
    rounding: Mapping[str, RoundingStage]


# How a percentage is worked by hand; the engine multiplies by one factor (scoring.shares.PERCENT_OF).
SHARES: dict[str, Callable[[Part, Fraction], list[tuple[str, Fraction]]]] = {
    "points": lambda part, percent: [("times", percent), ("over", HUNDRED)],
    "maximum": lambda part, percent: [("over", part.max_points or ONE), ("times", percent)],
}


def _after_panel(part: Part, criterion: Criterion | None, rulebook: Rulebook) -> _AfterPanel:
    stages = {stage.stage: stage for stage in rulebook.rounding}
    if not METHODS[part.panel.method].judged:
        stages.pop("panel", None)
    weight = criterion.weight if criterion is not None else ONE
    factors = [("times", each) for each in (weight, part.factor) if each != ONE]
    if part.percent is not None:
        factors += SHARES[rulebook.percent_of](part, part.percent)
    return _AfterPanel(part.panel.method, tuple(factors), stages)


def _line(criterion: str | None, marks: Mapping[str, Fraction], panel: PanelFigure, after: _AfterPanel) -> Line:
    return Line(criterion, marks, _dropped(panel, marks), tuple(_panel_steps(panel, after)))


def _dropped(panel: PanelFigure, marks: Mapping[str, Fraction]) -> dict[str, str]:
    """Give why each mark was dropped; a method drops as many below as above, or a judge who did not mark every team."""
    ordered = sorted(panel.dropped, key=lambda mark: mark.value)
    half = len(ordered) // 2
    found = {mark.judge: "lowest" if place < half else "highest" for place, mark in enumerate(ordered)}
    known = {*found, *(mark.judge for mark in panel.used)}
    return found | {judge: "not_every_team" for judge in marks if judge not in known}


def _panel_steps(panel: PanelFigure, after: _AfterPanel) -> Iterator[Step]:
    yield Step(
        "panel",
        panel.exact,
        {"method": after.method, "used": panel.used, "dropped": panel.dropped, "placing": panel.placing},
    )
    if "panel" in after.rounding:
        yield _rounded(panel.exact, panel.rounded, after.rounding["panel"])
    if after.factors:
        yield Step("times", panel.weighted, {"before": panel.rounded, "factors": after.factors})
    if "factor" in after.rounding:
        yield _rounded(panel.weighted, panel.points, after.rounding["factor"])


def _listed(rulebook: Rulebook, stage: str) -> list[RoundingStage]:
    """Give the rounding that a rulebook lists at a stage, if it lists one."""
    stages = {each.stage: each for each in rulebook.rounding}
    return [stages[stage]] if stage in stages else []


def _rounded(before: Fraction, after: Fraction, stage: RoundingStage) -> Step:
    return Step(
        "round", after, {"before": before, "stage": stage.stage, "decimals": stage.decimals, "mode": stage.mode}
    )


# --- a part's sum and the total


def _part_steps(figure: PartFigure, rulebook: Rulebook) -> Iterator[Step]:
    exact, points = figure.exact or ZERO, figure.points or ZERO
    if len(figure.panels) > 1:
        yield Step("add", exact, {"terms": tuple(panel.points for panel in figure.panels)})
    yield from (_rounded(exact, points, stage) for stage in _listed(rulebook, "part") if figure.panels)
    yield from _taken(points, figure.deductions, figure.cuts)


def _taken(before: Fraction, deductions: Sequence[AppliedDeduction], cuts: Sequence[Cut]) -> Iterator[Step]:
    for each in deductions:
        after = before - each.points
        yield Step("take" if each.points >= 0 else "give", after, {"before": before, "deduction": each})
        before = after
    for cut in cuts:
        yield Step("give_back", before + cut.points, {"before": before, "cut": cut})
        before += cut.points


def _total(row: Standing, rulebook: Rulebook) -> Iterator[Step]:
    if row.total_exact is None or row.total_shown is None:
        return
    terms = tuple(figure.net or ZERO for figure in row.parts.values())
    added = exact_sum(terms)
    if len(terms) > 1:
        yield Step("add", added, {"terms": terms})
    yield from _taken(added, row.deductions, row.cuts)
    before = added - taken_from_total(row)
    rounded = rounder(rulebook, "total")(before)
    yield from (_rounded(before, rounded, stage) for stage in _listed(rulebook, "total"))
    if rounded != row.total_exact:
        yield Step("sunk", row.total_exact, {"before": rounded})
    yield Step("show", row.total_shown, {"before": row.total_exact, "decimals": rulebook.decimals})
