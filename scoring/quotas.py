"""How many prizes each tier has: counts, percentages rounded down, caps over several tiers, and what the rest is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.figures import Reason
from scoring.rules import PrizeCap, PrizeTier


@dataclass(frozen=True)
class Base:
    """What a percentage is taken of, from the entries and the prizes in all; `first`: known before the latter are."""

    of: Callable[[int, int], int]
    first: bool


QUOTA_OF: dict[str, Base] = {
    "entries": Base(lambda entries, prizes: entries, first=True),
    "prizes": Base(lambda entries, prizes: prizes, first=False),
}


@dataclass
class Slack:
    """By how many places some tiers may still grow together before they reach a cap."""

    keys: frozenset[str]
    places: int


@dataclass(frozen=True)
class Quotas:
    """The places of each tier by key, how these numbers came about, and what the caps leave to shared tiers."""

    places: Mapping[str, int]
    reasons: Mapping[str, tuple[Reason, ...]]
    slack: tuple[Slack, ...]


def share_of(percent: Fraction, base: int) -> int:
    """Give a percentage of a number, rounded down, so that a quota is never exceeded."""
    return int(percent * base / 100)


def quotas(tiers: Sequence[PrizeTier], caps: Sequence[PrizeCap], entries: int) -> Quotas:
    """Give the places of tiers that are given along one ranking of so many entries; lower tiers are cut first."""
    prizes = _prizes_in_all(tiers, caps, entries)
    places: dict[str, int] = {}
    reasons: dict[str, list[Reason]] = {}
    for tier in tiers:
        places[tier.key], reasons[tier.key] = _size(tier, entries, prizes)
    limits = [(_covered(cap, tiers), _limit(cap, entries, prizes), cap) for cap in caps]
    for covered, limit, cap in limits:
        over = sum(places[tier.key] for tier in covered) - limit
        for tier in reversed(covered):
            cut = min(places[tier.key], max(over, 0))
            over -= cut
            places[tier.key] -= cut
            if cut:
                reasons[tier.key].append(_cut(cap, places[tier.key] + cut, places[tier.key], limit, entries, prizes))
    for tier in tiers:
        if tier.takes_the_rest:
            left = [prizes - sum(places.values())]
            left += [
                limit - sum(places[each.key] for each in covered) for covered, limit, _ in limits if tier in covered
            ]
            places[tier.key] = max(0, min(left))
    slack = tuple(
        Slack(frozenset(tier.key for tier in covered), limit - sum(places[tier.key] for tier in covered))
        for covered, limit, _ in limits
    )
    return Quotas(places, {key: tuple(each) for key, each in reasons.items()}, slack)


def _prizes_in_all(tiers: Sequence[PrizeTier], caps: Sequence[PrizeCap], entries: int) -> int:
    """Give the number of prizes that the structure gives: what the tiers sum to, at most what the caps over all allow.

    A tier for all the rest, or one that is itself a percentage of the prizes, reaches up to that limit.
    """
    over_all = [cap for cap in caps if not cap.tiers and QUOTA_OF[cap.percent_of].first]
    most = min([entries, *(_limit(cap, entries, 0) for cap in over_all)])
    sized = [tier for tier in tiers if not tier.takes_the_rest and QUOTA_OF[tier.percent_of].first]
    if len(sized) < len(tiers):
        return most
    return min(most, sum(_size(tier, entries, 0)[0] for tier in sized))


def _size(tier: PrizeTier, entries: int, prizes: int) -> tuple[int, list[Reason]]:
    if tier.percent is None:
        return tier.count or 0, []
    base = QUOTA_OF[tier.percent_of].of(entries, prizes)
    places = share_of(tier.percent, base)
    given = places if tier.at_most is None else min(places, tier.at_most)
    values = {"percent": tier.percent, "of": tier.percent_of, "base": base, "places": places}
    why = [Reason("prize_quota", (), values)]
    if given < places:
        why.append(Reason("prize_at_most", (), {"at_most": given}))
    return given, why


def _covered(cap: PrizeCap, tiers: Sequence[PrizeTier]) -> list[PrizeTier]:
    return [tier for tier in tiers if not cap.tiers or tier.key in cap.tiers]


def _limit(cap: PrizeCap, entries: int, prizes: int) -> int:
    return share_of(cap.percent, QUOTA_OF[cap.percent_of].of(entries, prizes))


def _cut(cap: PrizeCap, wanted: int, given: int, limit: int, entries: int, prizes: int) -> Reason:
    base = QUOTA_OF[cap.percent_of].of(entries, prizes)
    values = {"percent": cap.percent, "of": cap.percent_of, "base": base, "limit": limit}
    return Reason("prize_cut_by_cap", (), {**values, "wanted": wanted, "places": given})
