"""The recount: a log's rules and states become ranks, totals, prizes and questions, from scratch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contest.recount.log import Log
from contest.recount.parts import PartLine, faults, part_line
from contest.recount.prizes import Award, award
from contest.recount.ranking import Race, placed, run
from contest.recount.ratio import Ratio, total
from contest.recount.rounding import at_stage, lookup, rounded


@dataclass(frozen=True)
class Line:
    """One team: its state (ranked, incomplete, unranked), and when ranked its rank, exact total and who shares the rank."""

    team: str
    state: str
    rank: int | None
    total: Ratio | None
    shown: Ratio | None
    deducted: Ratio
    parts: Mapping[str, PartLine]
    tied_with: frozenset[str]
    parted_by: str | None


@dataclass(frozen=True)
class Table:
    """All teams, the prizes by tier, and the groups of teams that wait for people, with what is asked."""

    lines: Mapping[str, Line]
    prizes: Mapping[str, Award]
    questions: frozenset[tuple[str, frozenset[str]]]


RANK_ON: dict[str, Callable[[Ratio, int], Ratio]] = {"exact": lambda value, decimals: value, "shown": rounded}
ABSENCE = ("whole_part",)
"""What becomes of a judge's absence: the mean of those who marked the whole part (all that stands so far)."""


def recount(log: Log) -> Table:
    """Count a contest from its log; raises Unreadable when the rules hold a name that this engine does not know."""
    rules = log.rules
    parts = {team: {part["key"]: part_line(log, part, team) for part in rules["parts"]} for team in log.teams}
    states = {team: _state(lines) for team, lines in parts.items()}
    totals = {team: _total(log, team, parts[team]) for team, state in states.items() if state == "ranked"}
    race = _race(log, parts, totals)
    ranks = placed(race.keys)
    prizes, across = award(rules, ranks, whole="incomplete" not in states.values())
    lines = {team: _line(log, team, states[team], parts[team], totals.get(team), race, ranks) for team in log.teams}
    asked = {("tie_on_prize_line", group) for group in across}
    asked |= {("tie_undecided", group) for group in race.asked if group not in across}
    return Table(lines, prizes, frozenset(asked))


def _state(lines: Mapping[str, PartLine]) -> str:
    if any(line.state == "incomplete" for line in lines.values()):
        return "incomplete"
    return "unranked" if any(line.points is None for line in lines.values()) else "ranked"


def _total(log: Log, team: str, lines: Mapping[str, PartLine]) -> Ratio:
    points = total(line.net for line in lines.values() if line.net is not None)
    return at_stage(log.rules, "total", points - faults(log, "", team))


def _race(log: Log, parts: Mapping[str, Mapping[str, PartLine]], totals: Mapping[str, Ratio]) -> Race:
    on = lookup(RANK_ON, log.rules.get("rank_on", "exact"))
    keys: dict[str, tuple[Any, ...]] = {team: (on(each, _decimals(log)),) for team, each in totals.items()}
    race = Race(log, parts, {team: str(each) for team, each in totals.items()}, keys)
    run(race)
    return race


def _decimals(log: Log) -> int:
    return int(log.rules.get("decimals", 2))


def _line(
    log: Log,
    team: str,
    state: str,
    parts: Mapping[str, PartLine],
    points: Ratio | None,
    race: Race,
    ranks: Mapping[str, int],
) -> Line:
    rank = ranks.get(team)
    sharing = frozenset(other for other, place in ranks.items() if place == rank and other != team)
    return Line(
        team=team,
        state=state,
        rank=rank,
        total=points,
        shown=None if points is None else rounded(points, _decimals(log)),
        deducted=total((faults(log, "", team), *(line.deducted for line in parts.values()))),
        parts=parts,
        tied_with=sharing if rank is not None else frozenset(),
        parted_by=race.parted.get(team),
    )
