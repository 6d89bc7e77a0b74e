"""Where the rules round and how: whole numbers only, no figure is ever a decimal of the machine's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contest.recount.log import Unreadable
from contest.recount.ratio import Ratio, ratio


def _half_up(up: int, down: int) -> int:
    return (2 * up + down) // (2 * down)


def _half_even(up: int, down: int) -> int:
    whole, rest = divmod(up, down)
    return whole + (2 * rest > down or (2 * rest == down and whole % 2))


def _truncate(up: int, down: int) -> int:
    return -(-up // down) if up < 0 else up // down


MODES: dict[str, Callable[[int, int], int]] = {"half_up": _half_up, "half_even": _half_even, "truncate": _truncate}
STAGES = ("panel", "factor", "part", "total")


def lookup(table: Mapping[str, Any], name: str) -> Any:
    """Give what a table holds under a name of the rules; raises Unreadable for a name that the second engine lacks."""
    if name not in table:
        raise Unreadable("unknown_name", name=name)
    return table[name]


def rounded(value: Ratio, decimals: int, mode: str = "half_up") -> Ratio:
    """Round to so many decimals."""
    grains = 10**decimals
    return ratio(lookup(MODES, mode)(value.up * grains, value.down), grains)


def at_stage(rules: Mapping[str, Any], stage: str, value: Ratio) -> Ratio:
    """Round at a stage of the sums, if the rules list it."""
    for each in rules.get("rounding", ()):
        if each["stage"] == stage:
            return rounded(value, each["decimals"], each.get("mode", "half_up"))
    return value


def shown(value: Ratio, decimals: int) -> str:
    """Write a figure with so many decimals and a point."""
    figure = rounded(value, decimals)
    grains = figure.up * 10**decimals // figure.down
    sign, digits = "-" if grains < 0 else "", str(abs(grains)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
