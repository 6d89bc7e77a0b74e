"""Figures as people read them: exact where few decimals do, and what a deduction, merit or knock-out came to in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from contest.messages.deductions import ACT, COSTS, CUTS, DETAILS, EFFECTS, PLACE_CUTS, SUNK
from contest.text import comma
from scoring.deductions import KINDS
from scoring.figures import AppliedDeduction, Cut, Sunk
from scoring.points import exact_text, round_half_up, text
from scoring.rules import Rulebook


def plain_text(value: Fraction, most: int = 4) -> str:
    """Give a figure with a decimal comma: exact where it has at most `most` decimals, else rounded half up to them."""
    if round_half_up(value, most) == value:
        return comma(exact_text(value))
    return comma(text(value, most))


def unit_of(applied: AppliedDeduction, rules: Rulebook) -> str:
    """Give what a fault's amount is: points, seconds, or "" where it has none."""
    return KINDS[rules.rule(applied.part, applied.rule).kind].unit


def cost_text(applied: AppliedDeduction, rules: Rulebook) -> str:
    """Give what a fault came to: “−1,5”, “+2” for a merit, “không trừ” or “điểm liệt”."""
    if KINDS[rules.rule(applied.part, applied.rule).kind].sinks:
        return COSTS["knockout"]
    return deducted_text(applied.points) or COSTS["nothing"]


def deducted_text(points: Fraction) -> str:
    """Give “−1,5” for what is taken, “+2” for what is earned, "" for nothing."""
    if not points:
        return ""
    return COSTS["taken" if points > 0 else "earned"].format(points=plain_text(abs(points)))


def details(applied: AppliedDeduction, rules: Rulebook) -> Iterator[str]:
    """Say what else is known of a fault: its seconds, what its band does, why it counts otherwise than noted, who saw it."""
    if applied.amount is not None and unit_of(applied, rules) == "seconds":
        yield DETAILS["seconds"].format(seconds=plain_text(applied.amount))
    if applied.effect:
        yield EFFECTS[applied.effect]
    if applied.cuts:
        yield DETAILS["noted"].format(noted=deducted_text(applied.noted) or COSTS["nothing"])
    for cut in applied.cuts:
        yield CUTS[cut.limit].format(points=plain_text(abs(cut.points)), act=applied.act)
    if is_named(applied.act):
        yield DETAILS["act"].format(said=applied.act)
    for name in ("timed_by", "confirmed_by"):
        if said := getattr(applied, name):
            yield DETAILS[name].format(said=said)


def is_named(act: str) -> bool:
    """Say whether people named a deed, and not the program by its number."""
    before, _, after = ACT.partition("{number}")
    return bool(act) and not (act.startswith(before) and act.endswith(after) and act[len(before) :].isdecimal())


def sunk_text(sunk: Sunk, rules: Rulebook) -> str:
    """Say why an entry is sunk."""
    values = {key: plain_text(value) if isinstance(value, Fraction) else value for key, value in sunk.values.items()}
    part = "" if sunk.part is None else rules.part(sunk.part).name
    return SUNK[sunk.code].format(**{**values, "part": part})


def cut_sentences(cuts: Iterable[Cut]) -> Iterator[str]:
    """Say what the cap and the floor of a part or of the contest give back."""
    for cut in cuts:
        yield PLACE_CUTS[cut.limit].format(points=plain_text(cut.points))
