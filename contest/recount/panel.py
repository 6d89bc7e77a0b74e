"""How a panel's sheets become one figure: each method says with which share every judge's figure counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contest.recount.ratio import ONE, Ratio, ratio, total
from contest.recount.rounding import lookup

Figures = Mapping[str, Ratio]
"""A figure of each judge."""


@dataclass(frozen=True)
class Pooled:
    """What a panel's figures come to and the share with which each judge's counted."""

    value: Ratio
    shares: Mapping[str, Ratio]


def by_shares(figures: Figures, shares: Mapping[str, Ratio]) -> Pooled:
    """Add each judge's figure times its share."""
    return Pooled(total(figures[judge] * share for judge, share in shares.items()), shares)


def _mean(figures: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return by_shares(figures, dict.fromkeys(figures, ratio(1, len(figures))))


def _trimmed_mean(figures: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    drop = int(panel.get("drop", 0))
    if len(figures) < int(panel.get("at_least", 1)):
        below: Method = lookup(BELOW, panel.get("below", "mean"))
        return below(figures, panel)
    # Rank by value alone: equal figures share the places that they hold together, so that no seat's order matters.
    values = sorted(figures.values())
    kept = range(drop, len(values) - drop)
    shares = {}
    for judge, figure in figures.items():
        held = [place for place, value in enumerate(values) if value == figure]
        counted = sum(place in kept for place in held)
        shares[judge] = ratio(counted, len(held) * len(kept))
    return by_shares(figures, shares)


def _agreed(figures: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return by_shares(figures, dict.fromkeys(figures, ONE))


def _ask(figures: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return None


Method = Callable[[Figures, Mapping[str, Any]], Pooled | None]
METHODS: dict[str, Method] = {"mean": _mean, "trimmed_mean": _trimmed_mean, "agreed": _agreed}
BELOW: dict[str, Method] = {"mean": _mean, "question": _ask}
ENTERED_ONCE = frozenset({"agreed"})
"""Methods without sheets: the secretariat enters one figure."""


def _over_sheets(sheets: Mapping[str, Figures], weights: Mapping[str, Ratio]) -> dict[str, tuple[Figures, Ratio]]:
    sums = {judge: total(marks[key] * weight for key, weight in weights.items()) for judge, marks in sheets.items()}
    return {"": (sums, ONE)}


def _over_criteria(sheets: Mapping[str, Figures], weights: Mapping[str, Ratio]) -> dict[str, tuple[Figures, Ratio]]:
    return {key: ({judge: sheets[judge][key] for judge in sheets}, weight) for key, weight in weights.items()}


OVER: dict[str, Callable[[Mapping[str, Figures], Mapping[str, Ratio]], dict[str, tuple[Figures, Ratio]]]] = {
    "sheets": _over_sheets,
    "criteria": _over_criteria,
}
"""What a panel pools: figures by judge with the weight that is still to be laid on, under a criterion's key or ""."""


def criterion_figures(
    sheets: Mapping[str, Figures],
    weights: Mapping[str, Ratio],
    pooled: Mapping[str, Pooled],
    rounded: Mapping[str, Ratio],
) -> dict[str, Ratio]:
    """Give what each criterion came to, for ties: its own rounded figure, or over whole sheets by the sheets' shares."""
    if "" not in pooled:
        return dict(rounded)
    shares = pooled[""].shares
    return {key: total(sheets[judge][key] * share for judge, share in shares.items()) for key in weights}
