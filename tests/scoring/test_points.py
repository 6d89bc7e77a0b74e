"""Exact points: what is taken, what is refused and how, and what is shown."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.points import (
    PointsError,
    check_mark,
    exact_sum,
    exact_text,
    from_thousandths,
    mean,
    parse,
    round_half_up,
    scaled,
    text,
    to_thousandths,
)

THOUSANDTHS = st.integers(0, 10**9).map(from_thousandths)
FRACTIONS = st.fractions(min_value=-1000, max_value=1000, max_denominator=5000)


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("8", "8"),
        ("0", "0"),
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        ("8,50", "8.5"),
        ("8,125", "8.125"),
        ("0,500", "0.5"),
        ("0.250", "0.25"),
        ("1234,500", "1234.5"),
        (" 7,25\n", "7.25"),
        ("\u00a09\u00a0", "9"),
        ("007", "7"),
        ("999999999,999", "999999999.999"),
    ],
)
def test_points_typed(typed: str, points: str) -> None:
    assert parse(typed) == Fraction(points)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("-1", "below_zero"),
        ("−0,5", "below_zero"),
        ("1.500", "looks_like_thousands"),
        ("1,500", "looks_like_thousands"),
        ("12.250", "looks_like_thousands"),
        ("150.500", "looks_like_thousands"),
        ("8,12345" + "6" * 40, "too_fine"),
        ("tám điểm " * 9, "not_a_number"),
        ("1.234,5", "grouped"),
        ("1 500", "grouped"),
        ("1.234.567", "grouped"),
        ("8,1234", "too_fine"),
        ("1234567890", "too_long"),
        ("9" * 5000, "too_long"),
        ("tám", "not_a_number"),
        ("8,", "not_a_number"),
        (",5", "not_a_number"),
        ("8 5", "not_a_number"),
        ("+8", "not_a_number"),
        ("1e3", "not_a_number"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("1/3", "not_a_number"),
        ("٨", "not_a_number"),
        ("８", "not_a_number"),
        ("8²", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
    ],
)
def test_points_refused(typed: str, code: str) -> None:
    with pytest.raises(PointsError) as caught:
        parse(typed)
    # The sentence shows what was typed, cut short where it would fill the screen.
    meant = {"meant": caught.value.values["meant"]} if code == "looks_like_thousands" else {}
    assert caught.value == PointsError(code, {"typed": typed.strip()[:40]} | meant)
    assert str(caught.value) == code


def test_a_thousands_lookalike_asks_what_was_meant() -> None:
    with pytest.raises(PointsError) as caught:
        parse("1.500")
    assert caught.value.values == {"typed": "1.500", "meant": "1,5"}
    with pytest.raises(PointsError) as caught:
        parse("8,000")
    assert caught.value.values == {"typed": "8,000", "meant": "8,0"}


def test_errors_compare_by_what_they_say() -> None:
    assert PointsError("empty") == PointsError("empty", {})
    assert PointsError("empty") != PointsError("grouped")
    assert PointsError("empty") != ValueError("empty")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("351/4", None, "87.75"),
        ("20", None, "20"),
        ("1/8", None, "0.125"),
        ("-1/2", None, "-0.5"),
        ("506/7", 3, "72.286"),
        ("1/200", 2, "0.01"),
        ("-1/200", 2, "0.00"),
        ("-1/100", 2, "-0.01"),
        ("428/5", 2, "85.60"),
        ("5/2", 0, "3"),
        ("0", 2, "0.00"),
    ],
)
def test_points_shown(value: str, decimals: int | None, shown: str) -> None:
    assert text(Fraction(value), decimals) == shown


def test_what_is_no_decimal_is_not_shown_as_one() -> None:
    with pytest.raises(PointsError) as caught:
        text(Fraction(506, 7))
    assert caught.value == PointsError("not_finite", {"typed": "506/7"})
    assert exact_text(Fraction(506, 7)) == "506/7"
    assert exact_text(Fraction(7, 4)) == "1.75"
    # Beyond what a float could count.
    assert exact_text(Fraction(1, 10**40)) == "0." + "1".rjust(40, "0")
    assert exact_text(Fraction(1, 2 * 5**40)) == "0." + str(2**39).rjust(40, "0")


@pytest.mark.parametrize(
    ("value", "top", "step", "code", "values"),
    [
        ("-1", "8", "0.25", "below_zero", {}),
        ("8.25", "8", "0.25", "above_max", {"max": Fraction(8)}),
        ("7.1", "8", "0.25", "off_step", {"step": Fraction(1, 4)}),
        ("1/7", None, None, "too_fine", {}),
    ],
)
def test_marks_refused(value: str, top: str | None, step: str | None, code: str, values: dict[str, object]) -> None:
    mark = Fraction(value)
    with pytest.raises(PointsError) as caught:
        check_mark(mark, Fraction(top) if top else None, Fraction(step) if step else None)
    assert caught.value == PointsError(code, {"typed": value, **values})


@pytest.mark.parametrize(("value", "top", "step"), [("0", "8", "0.25"), ("8", "8", "0.25"), ("56.87", None, None)])
def test_marks_taken(value: str, top: str | None, step: str | None) -> None:
    check_mark(Fraction(value), Fraction(top) if top else None, Fraction(step) if step else None)


def test_thousandths_are_whole() -> None:
    assert from_thousandths(8500) == Fraction(17, 2)
    assert to_thousandths(Fraction(17, 2)) == 8500
    with pytest.raises(PointsError) as caught:
        to_thousandths(Fraction(1, 3))
    assert caught.value == PointsError("too_fine", {"typed": "1/3"})


@given(THOUSANDTHS)
def test_shown_and_typed_again_is_the_same(value: Fraction) -> None:
    shown = text(value)
    whole, _, decimals = shown.partition(".")
    assert len(decimals) <= 3
    assert parse(f"{whole},{decimals}" if decimals else whole) == value
    assert from_thousandths(to_thousandths(value)) == value


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_rounding_agrees_with_decimal(thousandths: int, decimals: int) -> None:
    """For what people type, half up is what the decimal module calls ROUND_HALF_UP."""
    theirs = Decimal(thousandths).scaleb(-3).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert round_half_up(from_thousandths(thousandths), decimals) == Fraction(theirs)


@given(FRACTIONS, st.integers(0, 6))
def test_rounding_is_near_and_rounds_once(value: Fraction, decimals: int) -> None:
    rounded = round_half_up(value, decimals)
    half = Fraction(1, 2 * 10**decimals)
    assert -half <= value - rounded < half
    assert round_half_up(rounded, decimals) == rounded


@given(FRACTIONS, FRACTIONS, st.integers(0, 6))
def test_rounding_keeps_order(one: Fraction, other: Fraction, decimals: int) -> None:
    low, high = sorted((one, other))
    assert round_half_up(low, decimals) <= round_half_up(high, decimals)


@given(st.lists(FRACTIONS, min_size=1))
def test_sum_and_mean_are_exact(values: list[Fraction]) -> None:
    assert exact_sum(values) == sum(values)
    assert mean(values) * len(values) == sum(values)


@given(st.lists(FRACTIONS, min_size=1))
def test_scaled_values_keep_their_proportions(values: list[Fraction]) -> None:
    whole = scaled(values)
    assert [value * whole[0] for value in values] == [values[0] * each for each in whole]
    assert [low < high for low, high in pairwise(whole)] == [low < high for low, high in pairwise(values)]
