"""One team in one part: what its sheets came to, and what its faults took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contest.recount.faults import cost
from contest.recount.log import Log
from contest.recount.panel import ENTERED_ONCE, METHODS, OVER, Figures, Pooled, criterion_figures
from contest.recount.ratio import NOUGHT, Ratio, ratio, total, written
from contest.recount.rounding import at_stage, lookup

THOUSANDTHS = 1000
NOT_PRESENT: dict[str, Ratio | None] = {"zero": NOUGHT, "unranked": None}
"""What a part is worth to a team that was not there; without points it is not ranked."""


@dataclass(frozen=True)
class PartLine:
    """A team's figures in a part; `state` is marked, incomplete or not_present, and points are None when there are none.

    `marked` of `seats` judges marked the whole part; `criteria` is what each criterion came to, for ties.
    """

    state: str
    points: Ratio | None
    deducted: Ratio
    marked: int
    seats: int
    criteria: Mapping[str, Ratio]

    @property
    def net(self) -> Ratio | None:
        """Give the points less what was taken."""
        return None if self.points is None else self.points - self.deducted


def part_line(log: Log, part: Mapping[str, Any], team: str) -> PartLine:
    """Count one team in one part."""
    key, taken = part["key"], faults(log, part["key"], team)
    seats = _seats(log, part)
    if not log.state("performance", key, team).get("present", True):
        points = lookup(NOT_PRESENT, log.rules.get("not_present", "zero"))
        return PartLine("not_present", points, NOUGHT, 0, 0, {each["key"]: NOUGHT for each in part["criteria"]})
    once = part["panel"]["method"] in ENTERED_ONCE
    sheets, waiting = _entered_once(log, key, team) if once else _sheets(log, key, team, seats)
    whole = {judge: marks for judge, marks in sheets.items() if all(each["key"] in marks for each in part["criteria"])}
    found = None if waiting or not whole or len(whole) < len(sheets) else _points(log.rules, part, whole)
    if found is None:
        return PartLine("incomplete", None, taken, len(whole), len(seats), {})
    return PartLine("marked", found[0], taken, 0 if once else len(whole), len(seats), found[1])


def faults(log: Log, part: str, team: str) -> Ratio:
    """Give what the faults noted in a part ("": in the whole contest) took from a team that was there."""
    rules = [rule for each in log.rules["parts"] if each["key"] == part for rule in each.get("deductions", ())]
    rules += log.rules.get("deductions", ())
    noted = [state for path, state in log.below("deduction") if path[1:3] == [part, team] and not state["withdrawn"]]
    return total(cost(rules, fault["rule"], _thousandths(fault["amount"])) for fault in noted)


def _thousandths(amount: int | None) -> Ratio | None:
    return None if amount is None else ratio(amount, THOUSANDTHS)


def _seats(log: Log, part: Mapping[str, Any]) -> list[str]:
    if part["panel"]["method"] in ENTERED_ONCE:
        return []
    return list(log.seats)


def _marks(state: Mapping[str, Any]) -> dict[str, Ratio]:
    return {criterion: ratio(mark, THOUSANDTHS) for criterion, mark in state["marks"].items()}


def _entered_once(log: Log, part: str, team: str) -> tuple[dict[str, Figures], bool]:
    state = log.state("agreed", part, team)
    return ({"": _marks(state)} if state else {}), not state


def _sheets(log: Log, part: str, team: str, seats: list[str]) -> tuple[dict[str, Figures], bool]:
    """Give the sheets that count, and whether one is still waited for; an absence counts once the performance is locked."""
    locked = log.state("performance", part, team).get("state") == "locked"
    sheets: dict[str, Figures] = {}
    waiting = False
    for seat in seats:
        state = log.state("sheet", part, team, seat)
        if locked and log.state("absence", part, team, seat).get("absent"):
            continue
        if state.get("state") == "received":
            sheets[seat] = _marks(state)
        else:
            waiting = True
    return sheets, waiting


def _points(
    rules: Mapping[str, Any], part: Mapping[str, Any], sheets: Mapping[str, Figures]
) -> tuple[Ratio, dict[str, Ratio]] | None:
    """Give the part's points before deductions, and each criterion's figure; None where people must say."""
    panel, once = part["panel"], part["panel"]["method"] in ENTERED_ONCE
    weights = {each["key"]: written(each.get("weight", 1)) for each in part["criteria"]}
    pooled: dict[str, Pooled] = {}
    rounded: dict[str, Ratio] = {}
    sums: list[Ratio] = []
    for key, (figures, weight) in lookup(OVER, panel.get("over", "sheets"))(sheets, weights).items():
        found = lookup(METHODS, panel["method"])(figures, panel)
        if found is None:
            return None
        pooled[key] = found
        rounded[key] = found.value if once else at_stage(rules, "panel", found.value)
        sums.append(at_stage(rules, "factor", rounded[key] * weight * written(part.get("factor", 1))))
    return at_stage(rules, "part", total(sums)), criterion_figures(sheets, weights, pooled, rounded)
