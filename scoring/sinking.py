"""Knock-out (điểm liệt): what sinks an entry, and what the rulebook does to one that is sunk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.applying import sinks
from scoring.figures import AppliedDeduction, PartFigure, Sunk
from scoring.rules import ZERO, Part, Rulebook
from scoring.shares import maximum_of


@dataclass(frozen=True)
class Sinking:
    """What being sunk does: whether the entry keeps a rank and may have a prize, and what becomes of its total."""

    ranked: bool
    prized: bool
    total: Callable[[Fraction], Fraction]


SUNK: dict[str, Sinking] = {
    "unranked": Sinking(ranked=False, prized=False, total=lambda total: total),
    "no_prize": Sinking(ranked=True, prized=False, total=lambda total: total),
    "zero": Sinking(ranked=True, prized=True, total=lambda total: ZERO),
}


def sunk_by(
    figures: Mapping[str, PartFigure], whole: Sequence[AppliedDeduction], rulebook: Rulebook
) -> tuple[Sunk, ...]:
    """Give every reason why a team's entry is sunk, from its figures after deductions."""
    found: list[Sunk] = []
    for key, figure in figures.items():
        found.extend(_acts(figure.deductions, rulebook))
        if figure.net is not None:
            found.extend(_short(rulebook.part(key), figure, figure.net, rulebook))
    return (*found, *_acts(whole, rulebook))


def _acts(items: Sequence[AppliedDeduction], rulebook: Rulebook) -> Iterator[Sunk]:
    for item in items:
        if sinks(item, rulebook):
            yield Sunk("knockout", item.part, None, {"rule": item.name, "reason": item.reason})


def _short(part: Part, figure: PartFigure, net: Fraction, rulebook: Rulebook) -> Iterator[Sunk]:
    """Give what of a part is short: it has too little of its maximum, or a criterion has nothing or too little."""
    most = maximum_of(part, rulebook) if part.min_share is not None else None
    if part.min_share is not None and most is not None and net < part.min_share / 100 * most:
        least = part.min_share / 100 * most
        yield Sunk("part_below_share", part.key, None, {"points": net, "least": least, "percent": part.min_share})
    for criterion in part.criteria:
        if not criterion.zero_sinks and criterion.min_share is None:
            continue
        points = figure.criteria.get(criterion.key, ZERO)  # a team that was not present has no criteria
        if criterion.zero_sinks and points == 0:
            yield Sunk("criterion_zero", part.key, criterion.key, {"criterion": criterion.name})
        least = (criterion.min_share or ZERO) / 100 * (criterion.max_points or ZERO)
        if points < least:
            values = {"criterion": criterion.name, "points": points, "least": least, "percent": criterion.min_share}
            yield Sunk("criterion_below_share", part.key, criterion.key, values)
