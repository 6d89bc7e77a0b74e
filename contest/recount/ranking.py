"""Who stands where: every team gets a tuple that grows step by step while others have the same one, and tuples are sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.log import Log
from contest.recount.parts import PartLine
from contest.recount.ratio import NOUGHT, Ratio, ratio, total, written
from contest.recount.rounding import lookup

Group = frozenset[str]


@dataclass(frozen=True)
class Runner:
    """What a ranked team is compared by: its parts, its exact total and the one it is ranked on, what was taken from it."""

    lines: Mapping[str, PartLine]
    total: Ratio
    ranked_on: Ratio
    taken: Ratio


@dataclass
class Race:
    """Teams while they are parted: each one's tuple, the step that last parted it, who is asked about, and whose say counted."""

    log: Log
    runners: Mapping[str, Runner]
    keys: dict[str, tuple[Any, ...]]
    parted: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    asked: list[Group] = field(default_factory=list)

    def tied(self) -> list[Group]:
        """Give the groups of teams whose tuples are equal."""
        groups: dict[tuple[Any, ...], set[str]] = {}
        for team, key in self.keys.items():
            groups.setdefault(key, set()).add(team)
        return [frozenset(group) for group in groups.values() if len(group) > 1]

    def standing_with(self, team: str) -> Group:
        """Give the teams that cannot be parted from this one, itself included."""
        return frozenset(other for other, key in self.keys.items() if key == self.keys[team])

    def in_order(self) -> list[Group]:
        """Give the teams from first to last, those that stand together in one group."""
        above = {team: sum(_above(key, self.keys[team]) for key in self.keys.values()) for team in self.keys}
        return [frozenset(team for team in above if above[team] == each) for each in sorted(set(above.values()))]


def race(log: Log, runners: Mapping[str, Runner]) -> Race:
    """Rank teams: by the figure that the rules rank on, then by the tie chain step by step."""
    found = Race(log, runners, {team: (runner.ranked_on,) for team, runner in runners.items()})
    for step in log.rules.get("ties", ()):
        name, _, argument = step.partition(":")
        for group in found.tied():
            if group & found.closed:
                continue
            if name in ASKED:
                _ask(found, group, step, final=ASKED[name])
            else:
                _place(found, step, lookup(STEPS, name)(found, group, argument))
    return found


def _place(found: Race, step: str, figures: Mapping[str, Any]) -> None:
    if len(set(figures.values())) > 1:
        found.parted.update(dict.fromkeys(figures, step))
    for team, figure in figures.items():
        found.keys[team] = (*found.keys[team], figure)


def _ask(found: Race, group: Group, step: str, *, final: bool) -> None:
    """Part a group by what people gave on exactly these teams; what that left equal another answer to this step may part.

    Unanswered it closes the chain for these teams; a `final` step closes it also when it is answered.
    """
    order = _answer(found, group, step)
    if order is None:
        found.closed |= group
        found.asked.append(group)
        return
    if final:
        found.closed |= group
    left = [(group, order)]
    while left:
        teams, groups = left.pop()
        _place(found, step, {team: -place for place, each in enumerate(groups) for team in each})
        for each in groups:
            more = _answer(found, each, step) if 1 < len(each) < len(teams) else None
            if more is not None:
                left.append((each, more))


def _answer(found: Race, group: Group, step: str) -> list[Group] | None:
    for _path, state in found.log.below("decision"):
        order = [frozenset(str(team) for team in each) for each in state["order"]]
        if state.get("step", "decision") != step or frozenset().union(*order) != group:
            continue
        # An answer holds for the very totals on which it was given.
        if "totals" not in state or state["totals"] == {team: str(found.runners[team].total) for team in group}:
            return order
    return None


def _above(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    # Tuples of one contest may differ in length, but then they differ before the shorter one ends.
    return next((mine > theirs for mine, theirs in zip(one, other, strict=False) if mine != theirs), False)


Figures = Mapping[str, Ratio]
Step = Callable[[Race, Group, str], Figures]


def _net(found: Race, team: str, part: str) -> Ratio:
    return found.runners[team].lines[part].net or NOUGHT


def _parts(found: Race, group: Group, argument: str) -> Figures:
    return {team: total(_net(found, team, part) for part in argument.split("+")) for team in group}


def _criterion(found: Race, group: Group, argument: str) -> Figures:
    part, criterion = argument.split(".")
    return {team: found.runners[team].lines[part].criteria[criterion] for team in group}


def _criteria_group(found: Race, group: Group, argument: str) -> Figures:
    key, _, name = argument.partition(".")
    part = next(each for each in found.log.rules["parts"] if each["key"] == key)
    weights = {
        each["key"]: written(each.get("weight", 1)) for each in part["criteria"] if each.get("group", "") == name
    }
    return {
        team: total(found.runners[team].lines[key].criteria[each] * weight for each, weight in weights.items())
        for team in group
    }


def _fewest_deductions(found: Race, group: Group, argument: str) -> Figures:
    return {team: -found.runners[team].taken for team in group}


def _median(found: Race, group: Group, argument: str) -> Figures:
    parts = [argument] if argument else [part["key"] for part in found.log.rules["parts"]]
    return {
        team: total(_middle(sorted(found.runners[team].lines[part].sums.values())) for part in parts) for team in group
    }


def _middle(values: list[Ratio]) -> Ratio:
    kept = values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    return total(kept) / ratio(len(kept)) if kept else NOUGHT


def _head_to_head(found: Race, group: Group, argument: str) -> Figures:
    """Give how many cuts lie below each team: a cut is where all above beat all below."""
    beats = {(one, other) for one in group for other in group if _beats(found, one, other)}
    wins = {team: sum((team, other) in beats for other in group) for team in group}
    cuts = [
        least
        for least in set(wins.values())
        if all((a, b) in beats for a in group for b in group if wins[a] >= least > wins[b])
    ]
    return {team: ratio(sum(wins[team] >= least for least in cuts)) for team in group}


def _beats(found: Race, one: str, other: str) -> bool:
    balance = 0
    sums = [dict(_compared(found, one, other)), dict(_compared(found, other, one))]
    for judge, figure in sums[0].items():
        balance += (figure > sums[1][judge]) - (figure < sums[1][judge])
    return balance > 0


def _compared(found: Race, mine: str, theirs: str) -> Iterator[tuple[str, Ratio]]:
    """Give each judge's sum over the parts in which they marked both teams."""
    sums: dict[str, list[Ratio]] = {}
    for part, line in found.runners[mine].lines.items():
        for judge in line.sums.keys() & found.runners[theirs].lines[part].sums.keys():
            sums.setdefault(judge, []).append(line.sums[judge])
    yield from ((judge, total(figures)) for judge, figures in sums.items())


STEPS: dict[str, Step] = {
    "part": _parts,
    "parts": _parts,
    "criterion": _criterion,
    "group": _criteria_group,
    "fewest_deductions": _fewest_deductions,
    "median": _median,
    "head_to_head": _head_to_head,
}
"""Steps that compare a figure: the higher stands above."""
ASKED: dict[str, bool] = {"question": False, "time": False, "lot": False, "decision": True}
"""Steps that people answer, and whether the answer is the last word; unanswered, no later step parts the teams."""

SHARED_RANKS: dict[str, Callable[[list[Group], int], int]] = {
    "standard": lambda groups, place: 1 + sum(len(group) for group in groups[:place]),
    "dense": lambda groups, place: 1 + place,
}
"""The rank of the group in this place: 1, 2, 2, 4 or 1, 2, 2, 3."""


def ranks(log: Log, order: list[Group]) -> dict[str, int]:
    """Give each team's rank from the order of the groups."""
    rank = lookup(SHARED_RANKS, log.rules.get("shared_ranks", "standard"))
    return {team: rank(order, place) for place, group in enumerate(order) for team in group}


def within(order: list[Group], teams: Collection[str]) -> list[Group]:
    """Give the same order of some of the teams only."""
    return [left for group in order if (left := group & frozenset(teams))]
