"""What sinks an entry (điểm liệt): a named act, a criterion at nothing, less than the least share of a maximum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contest.recount.parts import PartLine, most_of
from contest.recount.ratio import HUNDRED, NOUGHT, Ratio, written


@dataclass(frozen=True)
class Become:
    """What becomes of a sunk entry: whether it is not ranked, can have no prize, has a total of nothing."""

    unranked: bool = False
    barred: bool = False
    nothing: bool = False


SUNK: dict[str, Become] = {
    "unranked": Become(unranked=True, barred=True),
    "no_prize": Become(barred=True),
    "zero": Become(nothing=True),
}


def sinks(rules: Mapping[str, Any], lines: Mapping[str, PartLine]) -> bool:
    """Say whether a team's figures sink it."""
    return any(any(_below(rules, part, lines[part["key"]])) for part in rules["parts"])


def _below(rules: Mapping[str, Any], part: Mapping[str, Any], line: PartLine) -> Iterator[bool]:
    most = most_of(rules, part)
    if part.get("min_share") is not None and most is not None and line.net is not None:
        yield line.net < _share(part["min_share"], most)
    for criterion in part["criteria"] if line.points is not None else ():
        figure = line.criteria[criterion["key"]]
        yield bool(criterion.get("zero_sinks")) and not figure > NOUGHT
        if criterion.get("min_share") is not None:
            yield figure < _share(criterion["min_share"], written(criterion["max_points"]))


def _share(percent: object, most: Ratio) -> Ratio:
    return written(percent) / HUNDRED * most
