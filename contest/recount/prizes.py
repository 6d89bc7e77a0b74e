"""Prizes laid along the rankings, place by place: sizes and caps first, then who, and what only people can settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.ranking import Group
from contest.recount.ratio import HUNDRED, Ratio, ratio, written
from contest.recount.rounding import lookup

Tier = Mapping[str, Any]


@dataclass
class Award:
    """A tier or special prize: the teams proposed for it and how many of its places wait for people."""

    teams: set[str] = field(default_factory=set)
    waiting: int = 0


@dataclass(frozen=True)
class Ranking:
    """A ranking along which prizes are given: its groups of equal teams in order, and how many teams entered."""

    order: list[Group]
    entries: int


@dataclass(frozen=True)
class Field:
    """All that prizes are given along: the rules, the rankings over all and in each group, the total each team is ranked on.

    `skipped` teams are ranked and can have no prize; `level` gives all who share a team's place, to be named in a question.
    """

    rules: Mapping[str, Any]
    overall: Ranking | None
    groups: Mapping[str, Ranking]
    totals: Mapping[str, Ratio]
    skipped: frozenset[str]
    level: Callable[[str], Group]


@dataclass
class Given:
    """What has been given so far: awards by tier, who holds a prize, who waits for one, and the ties that are asked about.

    `adrift` are the teams of ties that left a ranking with so many of them (the number beside) still without a prize.
    """

    awards: dict[str, Award]
    holds: set[str] = field(default_factory=set)
    waits: set[str] = field(default_factory=set)
    asked: list[Group] = field(default_factory=list)
    adrift: list[tuple[Group, int]] = field(default_factory=list)

    def who_is_adrift(self) -> set[str]:
        """Give every team of such a tie."""
        return {team for group, _many in self.adrift for team in group}


RANKINGS: dict[str, bool] = {"overall": False, "group": True}
"""Whether a tier is given in each group."""
ACROSS: dict[str, bool] = {"ask": False, "share": True}
"""Whether a tie across a tier's last place is given to all who stand there."""
PERCENT_OF = ("entries", "prizes")


def award(found: Field) -> Given:
    """Give every tier along its ranking, from the first tier to the last."""
    tiers = found.rules.get("prizes", ())
    given = Given({tier["key"]: Award() for tier in tiers})
    over_all = [tier for tier in tiers if found.overall is not None and not _in_groups(found, tier)]
    in_groups = [tier for tier in tiers if tier not in over_all]
    fillings = [Filling(found, given, found.overall, over_all)] if found.overall is not None else []
    by_tier = {tier["key"]: list(fillings) for tier in over_all}
    in_each = [Filling(found, given, ranking, in_groups) for ranking in found.groups.values()]
    by_tier |= {tier["key"]: in_each for tier in in_groups}
    for before, tier in zip([None, *tiers], tiers, strict=False):
        if before is not None and _in_groups(found, before) != _in_groups(found, tier):
            for filling in by_tier[before["key"]]:
                filling.leave()
        for filling in by_tier[tier["key"]]:
            filling.fill(tier)
    return given


def _in_groups(found: Field, tier: Tier) -> bool:
    return bool(found.groups) and bool(lookup(RANKINGS, tier.get("ranking", "overall")))


class Filling:
    """The tiers that are given along one ranking, while they are being filled."""

    def __init__(self, found: Field, given: Given, ranking: Ranking, tiers: list[Tier]) -> None:
        """Work out how many places each tier has."""
        self.found, self.given, self.ranking, self.tiers = found, given, ranking, tiers
        self.caps = _caps(found.rules, tiers)
        self.prizes = _prizes_in_all(tiers, self.caps, ranking.entries)
        self.sizes = _sizes(tiers, self.caps, ranking.entries, self.prizes)
        self.used = dict.fromkeys(self.sizes, 0)
        self.pending: tuple[int, Ratio] | None = None
        self.tied: Group = frozenset()
        self.kept = 0

    def leave(self) -> None:
        """Take note that tiers of another ranking come next: whoever still waits may come to those."""
        if self.pending is not None:
            self.given.adrift.append((self.tied, self.pending[0]))
            self.pending = None

    def fill(self, tier: Tier) -> None:
        """Give one tier's places to the next teams in order, or hold them back for a question."""
        key = tier["key"]
        places = self._places(tier)
        places = self._hold(tier, places)
        adrift = self.given.who_is_adrift()
        for at, group in enumerate(self.ranking.order):
            if group & adrift:
                self._keep(tier, at, places)
                return
            free = group - self.found.skipped - self.given.holds - self.given.waits
            if not free or places <= 0:
                continue
            if not self._reaches(tier, next(iter(free))):
                return
            if len(free) > places and not self._shared(tier, len(free) - places):
                self.given.waits |= free
                self.given.asked.append(self.found.level(next(iter(free))))
                self.given.awards[key].waiting += places
                self.used[key] += places
                self.pending = (len(free) - places, self.found.totals[next(iter(free))])
                self.tied = free
                return
            self.given.awards[key].teams |= free
            self.given.holds |= free
            self.used[key] += len(free)
            places -= len(free)

    def _keep(self, tier: Tier, at: int, places: int) -> None:
        """Keep a tier's places open from a group of equal teams on, since one of them may have a prize above or not."""
        if places <= 0 or not self._reaches(tier, next(iter(self.ranking.order[at]))):
            return
        held = min(places, self._coming(at))
        self.kept += held
        self.given.awards[tier["key"]].waiting += held
        self.used[tier["key"]] += held

    def _coming(self, at: int) -> int:
        """Give how many teams from a place of the order on may still want a prize of this ranking."""
        left = frozenset().union(*self.ranking.order[at:]) - self.found.skipped
        free = left - self.given.holds - self.given.waits
        adrift = sum(min(many, len(group & left)) for group, many in self.given.adrift)
        return max(0, len(free) + adrift - self.kept)

    def _places(self, tier: Tier) -> int:
        size = self.sizes[tier["key"]]
        if size is not None:
            return size
        left = self._coming(0) + (self.pending[0] if self.pending else 0)
        return min([left, *(self._room(limit, keys) for limit, keys in self._limits(tier))])

    def _hold(self, tier: Tier, places: int) -> int:
        """Hold back places for the teams of an open question that may still come to this tier."""
        if self.pending is None:
            return places
        many, points = self.pending
        if not self._enough(tier, points):
            return places
        held = min(many, places)
        self.given.awards[tier["key"]].waiting += held
        self.used[tier["key"]] += held
        self.pending = (many - held, points) if many > held else None
        return places - held

    def _reaches(self, tier: Tier, team: str) -> bool:
        return self._enough(tier, self.found.totals[team])

    def _enough(self, tier: Tier, points: Ratio) -> bool:
        return tier.get("min_score") is None or not points < written(tier["min_score"])

    def _shared(self, tier: Tier, more: int) -> bool:
        """Say whether a tier may take in so many more teams who stand on its last place."""
        if not lookup(ACROSS, tier.get("across", "ask")):
            return False
        size = self._places(tier)
        later = {each["key"]: self._planned(each) for each in self.tiers[self.tiers.index(tier) + 1 :]}
        for limit, keys in self._limits(tier):
            used = sum(self.used[key] for key in keys if key != tier["key"]) + sum(later.get(key, 0) for key in keys)
            if used + size + more > limit:
                return False
        return True

    def _planned(self, tier: Tier) -> int:
        """Give how many places a tier has before anybody is given one; the rest has what its caps leave."""
        size = self.sizes[tier["key"]]
        if size is not None:
            return size
        rooms = [limit - sum(self.sizes[key] or 0 for key in keys) for limit, keys in self._limits(tier)]
        return max(0, min(rooms, default=0))

    def _limits(self, tier: Tier) -> list[tuple[int, list[str]]]:
        return [
            (_quota(cap, self.ranking.entries, self.prizes), keys) for cap, keys in self.caps if tier["key"] in keys
        ]

    def _room(self, limit: int, keys: list[str]) -> int:
        return limit - sum(self.used[key] for key in keys)


Cap = tuple[Mapping[str, Any], list[str]]


def _caps(rules: Mapping[str, Any], tiers: list[Tier]) -> list[Cap]:
    """Give the caps with the tiers of this ranking that they hold together."""
    listed = [tier["key"] for tier in tiers]
    found = [
        (cap, [key for key in listed if key in (cap.get("tiers") or listed)]) for cap in rules.get("prize_caps", ())
    ]
    return [(cap, keys) for cap, keys in found if keys]


def _quota(rule: Mapping[str, Any], entries: int, prizes: int | None) -> int:
    """Give a percent of the entries or of all prizes, what is less than a whole left out."""
    base = {"entries": entries, "prizes": prizes}
    share = written(rule["percent"]) / HUNDRED * ratio(lookup(base, rule.get("percent_of", "entries")) or 0)
    return share.up // share.down


def _prizes_in_all(tiers: list[Tier], caps: list[Cap], entries: int) -> int:
    general = [
        _quota(cap, entries, None) for cap, _keys in caps if not cap.get("tiers") and cap.get("percent_of") != "prizes"
    ]
    most = min([entries, *general])
    if any(tier.get("count") == "rest" or tier.get("percent_of") == "prizes" for tier in tiers):
        return most
    return min(most, sum(_wished(tier, entries, None) or 0 for tier in tiers))


def _wished(tier: Tier, entries: int, prizes: int | None) -> int | None:
    if tier.get("count") == "rest":
        return None
    if tier.get("percent") is None:
        return int(tier["count"])
    return min(_quota(tier, entries, prizes), int(tier.get("at_most") or entries))


def _sizes(tiers: list[Tier], caps: list[Cap], entries: int, prizes: int) -> dict[str, int | None]:
    """Give each tier's places (None: the rest), cut from the lowest where they are more than a cap allows."""
    sizes = {tier["key"]: _wished(tier, entries, prizes) for tier in tiers}
    for cap, keys in caps:  # in the order in which they are written
        over = sum(sizes[key] or 0 for key in keys) - _quota(cap, entries, prizes)
        for key in reversed(keys):
            size = sizes[key]
            if size is not None and over > 0:
                cut = min(size, over)
                sizes[key] = size - cut
                over -= cut
    return sizes
