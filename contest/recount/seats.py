"""Whose sheets count for a team in a part: seats, shadows, deputies, and what becomes of who was absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.log import Log
from contest.recount.ratio import ONE, Ratio, ratio, written
from contest.recount.rounding import lookup

THOUSANDTHS = 1000
Marks = Mapping[str, Ratio]
"""A mark of each criterion."""


@dataclass
class Roll:
    """A team's sheets in a part: those that count with their judges' weights, and whom the part still waits for.

    `due` is how many judges ought to count; `waiting` says that a sheet is still to come, `absent` counts the places left
    empty by judges who were not there.
    """

    due: int
    sheets: dict[str, Marks] = field(default_factory=dict)
    weights: dict[str, Ratio] = field(default_factory=dict)
    waiting: bool = False
    absent: int = 0


@dataclass(frozen=True)
class Panel:
    """The seats of one part: those that ought to count with their weights, and the deputies of each."""

    weights: Mapping[str, Ratio]
    deputies: Mapping[str, list[str]]


def panel_of(log: Log, part: str) -> Panel:
    """Give who ought to mark a part by the rules on seats."""
    special = {str(rule["seat"]): rule for rule in log.rules.get("seats", ())}
    number = {seat: str(known["number"]) for seat, known in log.seats.items()}
    seat_of = {each: seat for seat, each in number.items()}
    weights: dict[str, Ratio] = {}
    deputies: dict[str, list[str]] = {}
    for seat in log.seats:
        rule = special.get(number[seat], {})
        if rule.get("deputy_of"):
            deputies.setdefault(seat_of.get(str(rule["deputy_of"]), ""), []).append(seat)
        elif not rule.get("shadow") and part in (rule.get("parts") or [part]):
            weights[seat] = written(rule.get("weight", 1))
    return Panel(weights, deputies)


def _as_absent(standins: list[str]) -> list[str]:
    return []


def _by_deputy(standins: list[str]) -> list[str]:
    return standins


ABSENCE: dict[str, tuple[Callable[[list[str]], list[str]], bool]] = {
    "whole_part": (_as_absent, False),
    "wait": (_as_absent, True),
    "deputy": (_by_deputy, False),
}
"""Who stands in for an absent judge, and whether the part waits for whoever is still absent then."""


def roll_of(log: Log, part: Mapping[str, Any], team: str) -> Roll:
    """Give the sheets of a team that was there in a part which judges mark."""
    panel = panel_of(log, part["key"])
    standins, _wait = lookup(ABSENCE, log.rules.get("absent", "whole_part"))
    roll = Roll(due=len(panel.weights))
    for seat, weight in panel.weights.items():
        _call(log, part, team, roll, (seat, *standins(panel.deputies.get(seat, []))), weight)
    return roll


def _call(log: Log, part: Mapping[str, Any], team: str, roll: Roll, who: tuple[str, ...], weight: Ratio) -> None:
    """Take the sheet of the first of these who was there; an absence counts once the performance is locked."""
    locked = log.state("performance", part["key"], team).get("state") == "locked"
    for seat in who:
        if locked and log.state("absence", part["key"], team, seat).get("absent"):
            continue
        sheet = log.state("sheet", part["key"], team, seat)
        marks = marks_of(sheet) if sheet.get("state") == "received" else {}
        if all(criterion["key"] in marks for criterion in part["criteria"]):
            roll.sheets[seat], roll.weights[seat] = marks, weight
        else:
            roll.waiting = True
        return
    roll.absent += 1


def entered_roll(log: Log, part: Mapping[str, Any], team: str) -> Roll:
    """Give the one sheet that the secretariat entered for a team."""
    marks = marks_of(log.state("agreed", part["key"], team))
    if all(criterion["key"] in marks for criterion in part["criteria"]):
        return Roll(0, {"": marks}, {"": ONE})
    return Roll(0, waiting=True)


def marks_of(state: Mapping[str, Any]) -> dict[str, Ratio]:
    """Give the marks of a stored sheet."""
    return {criterion: ratio(mark, THOUSANDTHS) for criterion, mark in state.get("marks", {}).items()}
