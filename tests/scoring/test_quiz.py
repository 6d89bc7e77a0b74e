"""What an answer may earn, and what the sentence about another figure is told."""

from fractions import Fraction as F

import pytest

from scoring.points import PointsError
from scoring.quiz import check_answer
from scoring.rules import Criterion, Panel

QUESTION = Criterion("c1", "Câu 1", F(2), F(1))


@pytest.mark.parametrize("typed", ["2", "0", "-0.5"])
def test_an_answer_earns_its_points_or_nothing_or_costs_what_a_wrong_one_costs(typed: str) -> None:
    check_answer(F(typed), QUESTION, Panel("quiz", wrong=F("0.5")))


@pytest.mark.parametrize(
    ("typed", "wrong", "told"), [("1", "0.5", "0.5"), ("0.5", "0.5", "0.5"), ("-0.5", None, "0"), ("3", None, "0")]
)
def test_no_answer_earns_anything_else(typed: str, wrong: str | None, told: str) -> None:
    with pytest.raises(PointsError) as caught:
        check_answer(F(typed), QUESTION, Panel("quiz", wrong=None if wrong is None else F(wrong)))
    assert caught.value == PointsError("no_answer_earns_it", {"typed": typed, "right": F(2), "wrong": F(told)})
