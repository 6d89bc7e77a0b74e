"""Exact figures as two whole numbers, one over the other: the second engine's own arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import total_ordering
from math import gcd

_WRITTEN = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+)|/([0-9]*[1-9][0-9]*))?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Ratio:
    """The exact figure `up`/`down`, in lowest terms and with `down` above zero; made by `ratio` only."""

    up: int
    down: int

    def __str__(self) -> str:
        return str(self.up) if self.down == 1 else f"{self.up}/{self.down}"

    def __bool__(self) -> bool:
        return self.up != 0

    def __lt__(self, other: Ratio) -> bool:
        return self.up * other.down < other.up * self.down

    def __neg__(self) -> Ratio:
        return Ratio(-self.up, self.down)

    def __add__(self, other: Ratio) -> Ratio:
        return ratio(self.up * other.down + other.up * self.down, self.down * other.down)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + -other

    def __mul__(self, other: Ratio) -> Ratio:
        return ratio(self.up * other.up, self.down * other.down)

    def __truediv__(self, other: Ratio) -> Ratio:
        return ratio(self.up * other.down, self.down * other.up)


def ratio(up: int, down: int = 1) -> Ratio:
    """Give up/down in lowest terms; raises ZeroDivisionError for no denominator."""
    if down == 0:
        raise ZeroDivisionError
    common = gcd(up, down) if down > 0 else -gcd(up, down)
    return Ratio(up // common, down // common)


NOUGHT, ONE, HUNDRED = ratio(0), ratio(1), ratio(100)


def written(value: object) -> Ratio:
    """Read a figure as a rulebook writes it: 2, "0.25", "0,25" or "1/3"; raises ValueError for anything else."""
    found = _WRITTEN.fullmatch(str(value))
    if found is None or isinstance(value, bool):
        raise ValueError(value)
    sign, whole, decimals, under = found.groups()
    up, down = int(whole + (decimals or "")), int(under or 10 ** len(decimals or ""))
    return ratio(-up if sign else up, down)


def total(figures: Iterable[Ratio]) -> Ratio:
    """Add figures over their common denominator."""
    listed = list(figures)
    down = 1
    for each in listed:
        down = down * each.down // gcd(down, each.down)
    return ratio(sum(each.up * (down // each.down) for each in listed), down)
