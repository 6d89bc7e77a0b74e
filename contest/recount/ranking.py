"""Who stands where: every team gets a tuple that grows step by step while others have the same one, and tuples are sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.log import Log
from contest.recount.parts import PartLine
from contest.recount.ratio import Ratio
from contest.recount.rounding import lookup

Lines = Mapping[str, Mapping[str, PartLine]]
"""The parts of each team."""


@dataclass
class Race:
    """The ranked teams while they are parted: each one's tuple, the tie steps that parted it, and who is asked about."""

    log: Log
    lines: Lines
    totals: Mapping[str, str]
    keys: dict[str, tuple[Any, ...]]
    parted: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    asked: list[frozenset[str]] = field(default_factory=list)

    def tied(self) -> list[frozenset[str]]:
        """Give the groups of teams whose tuples are equal."""
        groups: dict[tuple[Any, ...], set[str]] = {}
        for team, key in self.keys.items():
            groups.setdefault(key, set()).add(team)
        return [frozenset(group) for group in groups.values() if len(group) > 1]


def _part(race: Race, group: frozenset[str], argument: str) -> Mapping[str, Ratio | None]:
    return {team: race.lines[team][argument].net for team in group}


def _criterion(race: Race, group: frozenset[str], argument: str) -> Mapping[str, Ratio | None]:
    part, criterion = argument.split(".")
    return {team: race.lines[team][part].criteria[criterion] for team in group}


STEPS: dict[str, Callable[[Race, frozenset[str], str], Mapping[str, Ratio | None]]] = {
    "part": _part,
    "criterion": _criterion,
}
"""Steps that compare a figure: the higher stands above."""
ASKED = ("decision",)
"""Steps that people answer; while they have not, no later step parts the teams."""


def run(race: Race) -> None:
    """Take the tie chain step by step."""
    for step in race.log.rules.get("ties", ()):
        name, _, argument = step.partition(":")
        for group in race.tied():
            if group & race.closed:
                continue
            if name in ASKED:
                _ask(race, group, step)
            else:
                _place(race, step, lookup(STEPS, name)(race, group, argument))


def _place(race: Race, step: str, figures: Mapping[str, Any]) -> None:
    if len(set(figures.values())) > 1:
        race.parted.update(dict.fromkeys(figures, step))
    for team, figure in figures.items():
        race.keys[team] = (*race.keys[team], figure)


def _ask(race: Race, group: frozenset[str], step: str) -> None:
    """Part a group by what people decided on exactly these teams; what a decision left equal a later one may part."""
    race.closed |= group
    order = _decided(race, group)
    if order is None:
        race.asked.append(group)
        return
    open_groups = [(group, order)]
    while open_groups:
        teams, groups = open_groups.pop()
        _place(race, step, {team: -place for place, each in enumerate(groups) for team in each})
        for each in groups:
            more = _decided(race, each) if 1 < len(each) < len(teams) else None
            if more is not None:
                open_groups.append((each, more))


def _decided(race: Race, group: frozenset[str]) -> list[frozenset[str]] | None:
    for _path, state in race.log.below("decision"):
        order = [frozenset(str(team) for team in each) for each in state["order"]]
        if frozenset().union(*order) != group:
            continue
        # A decision holds for the very totals on which it was taken.
        if "totals" not in state or state["totals"] == {team: race.totals[team] for team in group}:
            return order
    return None


def placed(keys: Mapping[str, tuple[Any, ...]]) -> dict[str, int]:
    """Give each team's rank, one more than the teams whose tuple is higher: 1, 2, 2, 4."""
    return {team: 1 + sum(_above(other, key) for other in keys.values()) for team, key in keys.items()}


def _above(one: Iterable[Any], other: Iterable[Any]) -> bool:
    # Tuples of one contest may differ in length, but then they differ before the shorter one ends.
    return next((mine > theirs for mine, theirs in zip(one, other, strict=False) if mine != theirs), False)
