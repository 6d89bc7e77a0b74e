"""Exact decimals as people write them in reports: “1.250,5”, “145.000”, “193,38”; thousandths inside, no float in between."""

from __future__ import annotations

import re
from fractions import Fraction

from contest.messages.reports import AMOUNTS
from contest.text import nfc, thousands
from scoring.points import exact_text, from_thousandths

MOST_DIGITS, MOST_DECIMALS = 12, 3
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?", re.ASCII)
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)


class AmountError(ValueError):
    """A text that is no amount; its message is the Vietnamese sentence to show."""


def parse_amount(text: str) -> Fraction:
    """Read “1.250,5”, “1250,5” or “145.000” (a dot before three digits groups thousands); raise AmountError for anything else."""
    typed = nfc(text)
    if _GROUPED.fullmatch(typed):
        whole, _, decimals = re.sub(r"[. ]", "", typed).partition(",")
    elif _PLAIN.fullmatch(typed):
        whole, _, decimals = typed.replace(".", ",").partition(",")
    else:
        raise AmountError(AMOUNTS["not_a_number"].format(typed=typed[:40]))
    if len(decimals) > MOST_DECIMALS:
        raise AmountError(AMOUNTS["too_fine"].format(typed=typed[:40], most=MOST_DECIMALS))
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise AmountError(AMOUNTS["too_large"].format(typed=typed[:40], most=MOST_DIGITS))
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def amount_vi(whole_thousandths: int) -> str:
    """Write thousandths as people do: 1250500 is “1.250,5”."""
    return thousands(exact_text(from_thousandths(whole_thousandths)))
