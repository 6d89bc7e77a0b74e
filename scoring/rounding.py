"""Where a rulebook rounds and how: the stages in the order of the sum, and a table of modes."""

from collections.abc import Callable
from fractions import Fraction

from scoring.points import round_half_up
from scoring.rules import Rulebook

STAGES = ("panel", "factor", "part", "total")

MODES: dict[str, Callable[[Fraction, int], Fraction]] = {"half_up": round_half_up}


def rounder(rulebook: Rulebook, stage: str) -> Callable[[Fraction], Fraction]:
    """Give the function that rounds at that stage; it gives a figure back unchanged where no rounding is listed."""
    for listed in rulebook.rounding:
        if listed.stage == stage:
            mode, decimals = MODES[listed.mode], listed.decimals
            return lambda value: mode(value, decimals)
    return lambda value: value
