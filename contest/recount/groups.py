"""Groups of teams: which rankings there are, and who is placed among whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contest.recount.log import Log
from contest.recount.rounding import lookup


@dataclass(frozen=True)
class Grouping:
    """Whether there is a ranking over all, and whether there is one in each group."""

    overall: bool
    apart: bool


GROUPS: dict[str, Grouping] = {
    "together": Grouping(overall=True, apart=False),
    "apart": Grouping(overall=False, apart=True),
    "both": Grouping(overall=True, apart=True),
}


def grouping_of(log: Log) -> Grouping:
    """Give which rankings the rules want."""
    found: Grouping = lookup(GROUPS, log.rules.get("groups", "together"))
    return found


def group_of(log: Log, team: str) -> str:
    """Give the group of a team, "" for none."""
    return str(log.teams[team].get("group", ""))


def compared_among(log: Log, teams: Iterable[str]) -> list[list[str]]:
    """Give the teams in the lists within which a judge's marks are places: one over all, if there is a ranking over all."""
    listed = list(teams)
    if grouping_of(log).overall:
        return [listed]
    names = dict.fromkeys(group_of(log, team) for team in listed)
    return [[team for team in listed if group_of(log, team) == name] for name in names]
