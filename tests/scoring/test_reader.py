"""What a reader takes for a number, a day and a name, at the edges; and that one mistake is told once."""

from decimal import Decimal

import pytest

from scoring.reader import PROBLEMS_MOST, Reader, folded, is_day
from scoring.rules import Problem


def test_a_name_is_compared_without_case_and_by_single_spaces() -> None:
    assert folded("  Bảng\n  A ") == "bảng a"


@pytest.mark.parametrize(
    "day",
    [
        "1/1/2026",
        "31/12/2026",
        "01.01.0001",
        "31-3-2026",
        "30/4/2026",
        "28/2/2026",
        "29/2/2024",
        "29/2/2000",
        "2026-06-30",
    ],
)
def test_a_day_of_the_calendar_is_one(day: str) -> None:
    assert is_day(day)


@pytest.mark.parametrize(
    "day",
    ["0/1/2026", "32/12/2026", "31/4/2026", "29/2/2026", "29/2/2025", "30/2/2024", "29/2/1900", "1/0/2026", "1/13/2026",
     "1/1/0000", "1/1-2026"],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_none(day: str) -> None:
    assert not is_day(day)


def _read(value: object) -> tuple[Reader, list[Problem]]:
    problems: list[Problem] = []
    return Reader({"x": value}, "", problems), problems


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("123456789012.1234567890123", "too_many_decimals"),
        ("1234567890123.5", "too_large"),
        (Decimal("123456789012.1234567890123"), "too_many_decimals"),
        (Decimal("1e12"), "too_large"),
    ],
)
def test_a_number_that_is_too_long_says_on_which_side(value: object, code: str) -> None:
    table, problems = _read(value)
    assert table.decimal("x", whole_thousandths=False) is None
    assert [problem.code for problem in problems] == [code]


def test_a_broken_name_is_no_unknown_one_too() -> None:
    table, problems = _read("a\x01")
    assert table.choice("x", ("mean",), "mean") == ""
    assert problems == [Problem("x", "broken_text")]


def test_of_a_day_that_is_none_the_first_forty_signs_are_told() -> None:
    table, problems = _read("1" * 50)
    table.day("x")
    assert problems == [Problem("x", "no_such_day", {"typed": "1" * 40})]


def test_what_was_found_elsewhere_stands_inside_its_key() -> None:
    table, problems = _read("")
    table.adopt([Problem("at_least", "wrong")], under="panel")
    table.adopt([Problem("drop", "wrong")])
    table.adopt([Problem("", "wrong")], under="ties")
    assert [problem.where for problem in problems] == ["panel.at_least", "drop", "ties"]


def test_no_more_problems_are_told_than_people_mend_at_a_time() -> None:
    table, problems = _read("")
    for at in range(PROBLEMS_MOST + 5):
        table.note(str(at), "wrong")
    assert [problem.where for problem in problems] == [str(at) for at in range(PROBLEMS_MOST)]
