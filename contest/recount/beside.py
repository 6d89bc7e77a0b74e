"""What is given beside the prize tiers: who goes on to the next round, and the special prizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contest.recount.prizes import Award, Field, Given
from contest.recount.ranking import Group
from contest.recount.ratio import Ratio


@dataclass(frozen=True)
class Going:
    """Who goes on to the next round, how many places wait or stay empty, and the ties that are asked about."""

    teams: frozenset[str]
    waiting: int
    asked: list[Group]


def going_on(
    found: Field, others_in_order: Callable[[frozenset[str]], list[Group]], level: Callable[[str], Group]
) -> Going:
    """Take the first of each group, then the best of all the others; `others_in_order` ranks these among themselves."""
    rule = found.rules["advance"]
    rankings = list(found.groups.values()) or ([found.overall] if found.overall else [])
    teams: set[str] = set()
    waiting, asked = 0, []
    for ranking in rankings:
        mine, open_places, question = _first(ranking.order, int(rule.get("per_group", 0)), found.skipped)
        teams |= mine
        waiting += open_places
        asked += [found.level(next(iter(question)))] if question else []
    wanted = int(rule.get("best_others", 0))
    if asked:
        return Going(frozenset(teams), waiting + wanted, asked)
    left = frozenset(team for ranking in rankings for group in ranking.order for team in group) - teams
    others, open_places, question = _first(others_in_order(left), wanted, found.skipped)
    asked += [level(next(iter(question)))] if question else []
    return Going(frozenset(teams | others), waiting + open_places, asked)


def _first(order: list[Group], places: int, skipped: frozenset[str]) -> tuple[set[str], int, Group | None]:
    """Give the first teams in order, how many places stay open, and the group that stands across the last one."""
    taken: set[str] = set()
    for group in order:
        free = group - skipped
        if len(taken) == places:
            break
        if len(taken) + len(free) > places:
            return taken, places - len(taken), free
        taken |= free
    return taken, places - len(taken), None


def special(found: Field, given: Given, figures: Callable[[str], Mapping[str, Ratio]]) -> dict[str, Award]:
    """Give the special prizes in order; `figures` gives what the teams have of what a prize is given by."""
    awards: dict[str, Award] = {}
    taken: dict[str, set[str]] = {}
    stopped: set[str] = set()
    holds, waits = set(given.holds), set(given.waits)
    for prize in found.rules.get("special_prizes", ()):
        by = "".join(str(prize["by"]).split())
        places, mine = int(prize.get("count", 1)), Award()
        awards[prize["key"]] = mine
        name = by.partition(":")[0]
        doubled = bool(prize.get("no_double"))
        # While it is open who has a prize above, it is open too who may have one that nobody gets twice.
        if name in NAMED or by in stopped or (doubled and waits):
            mine.waiting = places
            continue
        had = taken.setdefault(by, set())
        for group in _best_first(figures(by)):
            free = group - found.skipped - had
            if doubled:
                free -= holds
            left = places - len(mine.teams)
            if not free or not left:
                continue
            if len(free) > left:
                mine.waiting = left
                stopped.add(by)
                waits |= free
                break
            mine.teams |= free
        had |= mine.teams
        holds |= mine.teams
    return awards


NAMED = frozenset({"named"})
"""What special prizes are given by that only people can name."""
BY = frozenset({"part", "criterion", "audience", *NAMED})


def _best_first(figures: Mapping[str, Ratio]) -> list[Group]:
    return [
        frozenset(team for team, figure in figures.items() if figure == each)
        for each in sorted(set(figures.values()), reverse=True)
    ]
