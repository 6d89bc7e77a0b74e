"""Prizes laid over the ranks place by place; a tie across a tier's last place is a question for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Award:
    """A tier: the teams proposed for it and how many of its places wait for people."""

    teams: frozenset[str]
    waiting: int


def award(
    rules: Mapping[str, Any], ranks: Mapping[str, int], whole: bool, barred: frozenset[str]
) -> tuple[dict[str, Award], list[frozenset[str]]]:
    """Give each tier's award and the tied groups that lie across a line; nothing while figures are lacking (not `whole`).

    Barred teams keep their rank and are passed over.
    """
    tiers = [(tier["key"], tier["count"]) for tier in rules.get("prizes", ())]
    if not whole:
        return {key: Award(frozenset(), 0) for key, _count in tiers}, []
    eligible = {team: rank for team, rank in ranks.items() if team not in barred}
    places: list[str] = []
    for key, count in tiers:
        places += [key] * (len(eligible) - len(places) if count == "rest" else int(count))
    given: dict[str, set[str]] = {key: set() for key, _count in tiers}
    waiting = dict.fromkeys(given, 0)
    across = []
    passed = 0
    for rank in sorted(set(eligible.values())):
        group = frozenset(team for team, place in eligible.items() if place == rank)
        held = [places[place] if place < len(places) else None for place in range(passed, passed + len(group))]
        passed += len(group)
        if len(set(held)) > 1:
            across.append(group)
            for key in held:
                if key is not None:
                    waiting[key] += 1
        elif held[0] is not None:
            given[held[0]] |= group
    return {key: Award(frozenset(teams), waiting[key]) for key, teams in given.items()}, across
