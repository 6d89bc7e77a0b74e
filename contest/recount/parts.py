"""Every team in one part: what its sheets came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.groups import compared_among
from contest.recount.log import Log, Unreadable
from contest.recount.panel import (
    ENTERED_ONCE,
    METHODS,
    NEEDS_ALL_JUDGES,
    NEEDS_ALL_TEAMS,
    OVER,
    STRUCK,
    Field,
    Figures,
    Pooled,
)
from contest.recount.ratio import HUNDRED, NOUGHT, ONE, Ratio, total, written
from contest.recount.rounding import at_stage, lookup
from contest.recount.seats import ABSENCE, Roll, entered_roll, roll_of

Part = Mapping[str, Any]
NOT_PRESENT: dict[str, Ratio | None] = {"zero": NOUGHT, "unranked": None}
"""What a part is worth to a team that was not there; without points it is not ranked."""


@dataclass(frozen=True)
class PartLine:
    """A team's figures in a part; `state` is marked, incomplete or not_present, and points are None when there are none.

    `marked` of `seats` judges marked the whole part; `criteria` is what each criterion came to and `sums` what each judge's
    sheet did, for ties; `asked` says that people must settle who marks in place of an absent judge.
    """

    state: str
    points: Ratio | None
    deducted: Ratio
    marked: int = 0
    seats: int = 0
    criteria: Mapping[str, Ratio] = field(default_factory=dict)
    sums: Mapping[str, Ratio] = field(default_factory=dict)
    asked: bool = False

    @property
    def net(self) -> Ratio | None:
        """Give the points less what was taken."""
        return None if self.points is None else self.points - self.deducted


def part_lines(log: Log, part: Part) -> dict[str, PartLine]:
    """Count every team in one part."""
    once = part["panel"]["method"] in ENTERED_ONCE
    there = [team for team in log.teams if log.state("performance", part["key"], team).get("present", True)]
    rolls = {team: (entered_roll if once else roll_of)(log, part, team) for team in there}
    figures: dict[str, tuple[Ratio, dict[str, Ratio]]] = {}
    for teams in compared_among(log, there):
        whole = {team: rolls[team] for team in teams if _whole(log, part, rolls[team])}
        figures |= _figures(log, part, whole, len(teams))
    lines = {team: _line(log, part, team, rolls[team], figures.get(team)) for team in there}
    points = lookup(NOT_PRESENT, log.rules.get("not_present", "zero"))
    nothing = {each["key"]: NOUGHT for each in part["criteria"]}
    away = PartLine("not_present", points, NOUGHT, criteria=nothing)
    return {team: lines.get(team, away) for team in log.teams}


def _waits(log: Log, part: Part) -> bool:
    _standins, wait = lookup(ABSENCE, log.rules.get("absent", "whole_part"))
    return bool(wait) or part["panel"]["method"] in NEEDS_ALL_JUDGES


def _whole(log: Log, part: Part, roll: Roll) -> bool:
    return bool(roll.sheets) and not roll.waiting and not (roll.absent and _waits(log, part))


def _line(log: Log, part: Part, team: str, roll: Roll, found: tuple[Ratio, dict[str, Ratio]] | None) -> PartLine:
    once = part["panel"]["method"] in ENTERED_ONCE
    marked = 0 if once else len(roll.sheets)
    if found is None:
        asked = bool(roll.absent) and not roll.waiting and _waits(log, part)
        return PartLine("incomplete", None, NOUGHT, marked, roll.due, asked=asked)
    sums = {} if once else {judge: _sum(part, marks) for judge, marks in roll.sheets.items()}
    return PartLine("marked", found[0], NOUGHT, marked, roll.due, found[1], sums)


def _sum(part: Part, marks: Figures) -> Ratio:
    return total(marks[each["key"]] * written(each.get("weight", 1)) for each in part["criteria"])


def _figures(log: Log, part: Part, rolls: Mapping[str, Roll], teams: int) -> dict[str, tuple[Ratio, dict[str, Ratio]]]:
    """Give the part's points before deductions and each criterion's figure, of the teams that have them."""
    panel = part["panel"]
    if not rolls or (panel["method"] in NEEDS_ALL_TEAMS and len(rolls) < teams):
        return {}
    criteria = {each["key"]: written(each.get("weight", 1)) for each in part["criteria"]}
    sheets = {team: _answers(log, part, roll) for team, roll in rolls.items()}
    weights = {team: roll.weights for team, roll in rolls.items()}
    units = lookup(OVER, panel.get("over", "sheets"))(sheets, criteria)
    pooled = {
        key: (lookup(METHODS, panel["method"])(Field(figures, weights, panel)), weight)
        for key, (figures, weight) in units.items()
    }
    found = {}
    for team in rolls:
        mine = {key: (every[team], weight) for key, (every, weight) in pooled.items()}
        figures = _points(log.rules, part, sheets[team], mine)
        if figures is not None:
            found[team] = figures
    return found


def _points(
    rules: Mapping[str, Any],
    part: Part,
    sheets: Mapping[str, Figures],
    pooled: Mapping[str, tuple[Pooled | None, Ratio]],
) -> tuple[Ratio, dict[str, Ratio]] | None:
    once = part["panel"]["method"] in ENTERED_ONCE
    rounded: dict[str, Ratio] = {}
    sums: list[Ratio] = []
    shares: Mapping[str, Ratio] = {}
    for key, (found, weight) in pooled.items():
        if found is None:
            return None
        shares = found.shares
        rounded[key] = found.value if once else at_stage(rules, "panel", found.value)
        sums.append(at_stage(rules, "factor", rounded[key] * weight * share_of(rules, part)))
    if "" in rounded:  # over whole sheets a criterion is what the sheets that count say of it
        rounded = {
            each["key"]: total(sheets[judge][each["key"]] * share for judge, share in shares.items())
            for each in part["criteria"]
        }
    return at_stage(rules, "part", total(sums)), rounded


def _answers(log: Log, part: Part, roll: Roll) -> Mapping[str, Figures]:
    """Give a team's sheets, after the questions that were struck out of a quiz."""
    most = {each["key"]: written(each.get("max_points", 0)) for each in part["criteria"]}
    whole = {each["key"]: most[each["key"]] * written(each.get("weight", 1)) for each in part["criteria"]}
    strikes = [state for _path, state in log.below("strike") if state["struck"] and state["part"] == part["key"]]
    struck = {strike["criterion"]: most[strike["criterion"]] for strike in strikes}
    if not struck:
        return roll.sheets
    change = lookup(STRUCK, part["panel"].get("struck", "everyone"))
    return {judge: change(marks, struck, whole) for judge, marks in roll.sheets.items()}


def most_of(rules: Mapping[str, Any], part: Part) -> Ratio | None:
    """Give the most points that a part can bring to the total; None if that is open."""
    best = _best(part)
    return None if best is None else best * share_of(rules, part)


def _best(part: Part) -> Ratio | None:
    """Give the most that a panel's figures can come to: of a part by places the first place's points, of sums nothing known."""
    if part.get("max_points") is None or part["panel"]["method"] in NEEDS_ALL_JUDGES:
        return None
    points = part["panel"].get("place_points")
    if not points:
        return written(part["max_points"])
    weights = total(written(each.get("weight", 1)) for each in part["criteria"])
    return written(points[0]) * (weights if part["panel"].get("over") == "criteria" else ONE)


def _of_points(part: Part) -> Ratio:
    return written(part["percent"]) / HUNDRED


def _of_maximum(part: Part) -> Ratio:
    best = _best(part)
    if best is None:
        raise Unreadable("lacks", what="max_points")
    return written(part["percent"]) / best


PERCENT_OF: dict[str, Callable[[Part], Ratio]] = {"points": _of_points, "maximum": _of_maximum}
"""What a part's points are multiplied with when it has a percent of the total."""


def share_of(rules: Mapping[str, Any], part: Part) -> Ratio:
    """Give what the panel's figure is multiplied with: the factor, or by the part's percent."""
    if part.get("percent") is None:
        return written(part.get("factor", 1))
    found: Ratio = lookup(PERCENT_OF, rules.get("percent_of", "points"))(part)
    return found
