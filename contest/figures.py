"""Points as templates draw them: exact, or rounded half up to so many decimals, with a decimal comma."""

from __future__ import annotations

from fractions import Fraction

from contest.messages.amounts import fixed
from contest.text import comma
from scoring.points import exact_text, from_thousandths, round_half_up

_SHOWN = 2


def points_vi(value: Fraction, decimals: int | None = None) -> str:
    """Give “8,5”, or with so many decimals “8,50”."""
    return comma(exact_text(value)) if decimals is None else fixed(value, decimals)


def points_about(value: Fraction) -> str:
    """Give “8,5” where that is exact, else two decimals with the sign for about: “≈ 31,17”."""
    rounded = round_half_up(value, _SHOWN)
    return points_vi(value) if rounded == value else f"≈ {fixed(value, _SHOWN)}"


def thousandths_vi(value: int) -> str:
    """Give stored thousandths as points."""
    return points_vi(from_thousandths(value))
