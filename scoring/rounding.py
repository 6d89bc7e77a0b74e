"""Where a rulebook rounds and how: the stages in the order of the sum, and a table of modes."""

from collections.abc import Callable
from fractions import Fraction

from scoring.points import round_half_up
from scoring.rules import Rulebook

STAGES = ("panel", "factor", "part", "total")


def _half_even(value: Fraction, decimals: int) -> Fraction:
    scale: int = 10**decimals
    return Fraction(round(value * scale), scale)  # Python rounds a half of a Fraction to the even neighbour


def _truncate(value: Fraction, decimals: int) -> Fraction:
    scale: int = 10**decimals
    return Fraction(int(value * scale), scale)


MODES: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half_up": round_half_up,
    "half_even": _half_even,
    "truncate": _truncate,
}


def unrounded(value: Fraction) -> Fraction:
    """Give a figure back unchanged."""
    return value


def rounder(rulebook: Rulebook, stage: str) -> Callable[[Fraction], Fraction]:
    """Give the function that rounds at that stage; it gives a figure back unchanged where no rounding is listed."""
    for listed in rulebook.rounding:
        if listed.stage == stage:
            mode, decimals = MODES[listed.mode], listed.decimals
            return lambda value: mode(value, decimals)
    return unrounded
