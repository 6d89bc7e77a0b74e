"""What a noted fault costs, from the rulebook's words alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contest.recount.log import Unreadable
from contest.recount.ratio import NOUGHT, Ratio, ratio, written
from contest.recount.rounding import lookup

MINUTE = 60
PER: dict[str, Callable[[int], int]] = {
    "once": lambda seconds: 1,
    "full_minute": lambda seconds: seconds // MINUTE,
    "started_minute": lambda seconds: -(-seconds // MINUTE),
}


def _flat(rule: Mapping[str, Any], amount: Ratio | None) -> Ratio:
    fixed = rule.get("points")
    if fixed is not None:
        return written(fixed)
    if amount is None:
        raise Unreadable("lacks", what=f"amount of {rule['key']}")
    return amount


def _overtime(rule: Mapping[str, Any], amount: Ratio | None) -> Ratio:
    seconds = amount.up // amount.down if amount else 0
    if seconds <= int(rule.get("grace", 0)):
        return NOUGHT
    for band in rule["bands"]:
        if int(band["from"]) <= seconds < int(band.get("until", seconds + 1)):
            return written(band["points"]) * ratio(lookup(PER, band.get("per", "once"))(seconds))
    return NOUGHT


KINDS: dict[str, Callable[[Mapping[str, Any], Ratio | None], Ratio]] = {"flat": _flat, "overtime": _overtime}


def cost(rules: Iterable[Mapping[str, Any]], key: str, amount: Ratio | None) -> Ratio:
    """Give what the fault of this key costs by the first rule that bears it; raises Unreadable when none does."""
    for rule in rules:
        if rule["key"] == key:
            result: Ratio = lookup(KINDS, rule["kind"])(rule, amount)
            return result
    raise Unreadable("unknown_name", name=key)
