"""Exact points: what a person types becomes a Fraction, and a Fraction a decimal text, with no float in between."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

THOUSANDTHS = 1000
_IN_THOUSANDTHS = {part: THOUSANDTHS // part for part in range(1, THOUSANDTHS + 1) if THOUSANDTHS % part == 0}
_NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?", re.ASCII)
_SIGNED = re.compile(r"[-\u2212\u2013][0-9]+(?:[.,][0-9]+)?", re.ASCII)
_GROUPED = re.compile(r"[0-9]+(?:[.,\s'’][0-9]+){2,}|[0-9]+[\s'’][0-9]{3}(?:[.,][0-9]+)?", re.ASCII)
_THOUSANDS = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{2}0)", re.ASCII)
_WHOLE_DIGITS = 9


class PointsError(ValueError):
    """A figure that cannot be points: a code of the message catalogue and the values that its sentence needs."""

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, object] = dict(values or {})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PointsError) and (self.code, self.values) == (other.code, other.values)

    __hash__ = ValueError.__hash__


def parse(text: str) -> Fraction:
    """Give the points typed as "8", "8,5" or "8.125"; raise PointsError for anything else, "1.500" included."""
    typed = text.strip()
    match = _NUMBER.fullmatch(typed)
    if match is None:
        raise PointsError(_why_not(typed), {"typed": typed[:40]})
    whole, decimals = match.group(1), match.group(2) or ""
    if len(whole) > _WHOLE_DIGITS:
        raise PointsError("too_long", {"typed": typed[:40]})
    if len(decimals) > 3:
        raise PointsError("too_fine", {"typed": typed[:40]})
    if meant := meant_by_thousands(typed):
        raise PointsError("looks_like_thousands", {"typed": typed, "meant": meant})
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def meant_by_thousands(typed: str) -> str:
    """Give “1,5” for "1.500", which is fifteen hundred to one reader and one and a half to another; "" for all else.

    Nobody means "8,125" as thousands.
    """
    match = _THOUSANDS.fullmatch(typed)
    return f"{match[1]},{match[2].rstrip('0') or '0'}" if match else ""


def _why_not(typed: str) -> str:
    if not typed:
        return "empty"
    if _SIGNED.fullmatch(typed):
        return "below_zero"
    if _GROUPED.fullmatch(typed):
        return "grouped"
    return "not_a_number"


def from_thousandths(thousandths: int) -> Fraction:
    """Give the points of a whole number of thousandths (8500 is 8.5)."""
    return Fraction(thousandths, THOUSANDTHS)


def to_thousandths(value: Fraction) -> int:
    """Give the points as a whole number of thousandths; raise PointsError("too_fine") if there is a remainder."""
    scaled = value * THOUSANDTHS
    if scaled.denominator != 1:
        raise PointsError("too_fine", {"typed": str(value)})
    return scaled.numerator


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """Round to so many decimals; a half goes up, towards plus infinity (domain.md 2.4)."""
    scale: int = 10**decimals
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def text(value: Fraction, decimals: int | None = None) -> str:
    """Give "87.75": rounded half up to so many decimals, or exact and shortest; PointsError("not_finite") for 506/7."""
    places = _finite_places(value) if decimals is None else decimals
    rounded = round_half_up(value, places)
    digits = str(abs(rounded.numerator) * (10**places // rounded.denominator)).rjust(places + 1, "0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _finite_places(value: Fraction) -> int:
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise PointsError("not_finite", {"typed": str(value)})
    return max(twos, fives)


def exact_text(value: Fraction) -> str:
    """Give the exact value: a decimal where there is one ("87.75"), else a fraction ("506/7")."""
    try:
        return text(value)
    except PointsError:
        return str(value)


def check_mark(value: Fraction, max_points: Fraction | None, step: Fraction | None) -> None:
    """Accept a mark from 0 to the maximum (None is open) on the step (None is thousandths), else raise PointsError."""
    if value < 0:
        raise PointsError("below_zero", {"typed": text(value)})
    if max_points is not None and value > max_points:
        raise PointsError("above_max", {"typed": text(value), "max": max_points})
    if step is None:
        to_thousandths(value)
    elif (value / step).denominator != 1:
        raise PointsError("off_step", {"typed": text(value), "step": step})


def scaled(values: Sequence[Fraction]) -> list[int]:
    """Give the values in whole numbers of one unit: they compare as the values do, and several times as quickly."""
    ratios = [value.as_integer_ratio() for value in values]
    unit = lcm(*(bottom for _, bottom in ratios))
    return [top * (unit // bottom) for top, bottom in ratios]


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Give the exact sum; the same as sum(), but it adds integers and reduces once, which is several times as quick."""
    return Fraction(*_sum(values))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Give the exact arithmetic mean; raise ZeroDivisionError of no values."""
    top, bottom = _sum(values)
    return Fraction(top, bottom * len(values))


def _sum(values: Iterable[Fraction]) -> tuple[int, int]:
    """Give the sum over one common denominator, not reduced: thousandths, as marks are, unless some value is finer."""
    total = 0
    finer: dict[int, int] = {}
    for value in values:
        top, bottom = value.as_integer_ratio()
        if bottom in _IN_THOUSANDTHS:
            total += top * _IN_THOUSANDTHS[bottom]
        else:
            finer[bottom] = finer.get(bottom, 0) + top
    if not finer:
        return total, THOUSANDTHS
    common = lcm(THOUSANDTHS, *finer)
    return total * (common // THOUSANDTHS) + sum(top * (common // bottom) for bottom, top in finer.items()), common
