"""Figures in words and shares of a whole, as reports print them: one rounding rule, said under the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from contest.text import comma, thousands
from scoring.points import round_half_up, text

HUNDRED = Fraction(100)


def share(part: int, whole: int) -> Fraction | None:
    """Give the exact share of a whole in percent; None of nothing."""
    return Fraction(part * 100, whole) if whole else None


def percent(value: Fraction | None) -> str:
    """Give a share as it is read: “80,12 %”; “–” for none."""
    return "–" if value is None else f"{comma(text(value, 2))} %"


def shares_note(shares: Iterable[Fraction | None]) -> str:
    """Give the rounding rule to print under a table, and what the rounded shares add up to where that is not 100,00."""
    rule = "Tỷ lệ làm tròn đến hai chữ số thập phân, từ 5 trở lên thì làm tròn lên."
    rounded = [round_half_up(each, 2) for each in shares if each is not None]
    added = sum(rounded, Fraction(0))
    if not rounded or added == HUNDRED:
        return rule
    return f"{rule} Vì làm tròn, các tỷ lệ in ở trên cộng lại được {percent(added)}; tổng đúng là 100 %."


def joined(pieces: Sequence[str], comma: str = ", ") -> str:
    """Give “a, b và c”."""
    return " và ".join(filter(None, [comma.join(pieces[:-1]), pieces[-1]])) if pieces else ""


def lower(name: str) -> str:
    """Give a name as it stands inside a sentence: “Văn hóa – xã hội” is “văn hóa – xã hội”."""
    return name[:1].lower() + name[1:]


def models(count: int) -> str:
    """Give “2.011 mô hình”."""
    return f"{thousands(count)} mô hình"
