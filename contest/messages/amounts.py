"""Amounts as people read them: points with a decimal comma, minutes and seconds, places after the comma, lists."""

from collections.abc import Iterable
from fractions import Fraction

from contest.text import comma
from scoring.points import exact_text, text

_PLACES = 6


def figure(value: Fraction) -> str:
    """Give a figure exactly: “17,75”, or “506/7” where no decimal of six places or fewer is equal to it."""
    return comma(text(value) if _short(value) else str(value))


def fixed(value: Fraction, decimals: int) -> str:
    """Give a figure with so many decimals: “17,50”."""
    return comma(text(value, decimals))


def added(terms: Iterable[str]) -> str:
    """Give “16,75 + 3 − 2”: a figure below zero is taken away."""
    first, *others = terms
    return first + "".join(f" − {each[1:]}" if each.startswith("−") else f" + {each}" for each in others)


def about(value: Fraction) -> str:
    """Give a figure exactly, a fraction with its decimal beside it: “506/7 (khoảng 72,2857)”."""
    return figure(value) if _short(value) else f"{figure(value)} (khoảng {fixed(value, 4)})"


def _short(value: Fraction) -> bool:
    most: int = 10**_PLACES
    return most % value.denominator == 0


def factor(value: Fraction) -> str:
    """Give a factor: “0,6”, “2/3”."""
    return comma(exact_text(value))


def points(value: Fraction) -> str:
    """Give “0,25 điểm”."""
    return f"{figure(value)} điểm"


def duration(seconds: int) -> str:
    """Give “1 phút 15 giây”; “0 giây” for none."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    said = [f"{count} {unit}" for count, unit in ((hours, "giờ"), (minutes, "phút"), (left, "giây")) if count]
    return " ".join(said) or "0 giây"


def places(decimals: int) -> str:
    """Give to what a figure is rounded: “2 chữ số thập phân”, “hàng đơn vị”."""
    return f"{decimals} chữ số thập phân" if decimals else "hàng đơn vị"


def digits(count: int) -> str:
    """Give the same where room is scarce: “2 số lẻ”, “số nguyên”."""
    return f"{count} số lẻ" if count else "số nguyên"


def listed(items: Iterable[str]) -> str:
    """Give “A, B và C”."""
    *first, last = items
    return f"{', '.join(first)} và {last}" if first else last


def upper_first(sentence: str) -> str:
    """Give a sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]
