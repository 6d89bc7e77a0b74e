"""The answers of a quiz as people write them, and what they earn."""

from fractions import Fraction

import pytest

from contest.answers import BLANK, RIGHT, WRONG, answer_of, earned, read_mark, shown_answer
from scoring.points import PointsError
from scoring.rulebook import from_dict
from scoring.rules import Part


def _quiz(**panel: object) -> Part:
    question = {"key": "c1", "name": "Câu 1", "max_points": 2}
    part = {"key": "q", "name": "Kiến thức", "max_points": 2, "criteria": [question]}
    return from_dict({"name": "Hội thi", "parts": [part | {"panel": {"method": "quiz", **panel}}]}).parts[0]


DEDUCTED = _quiz(wrong="0.5")
KIND = _quiz()


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        *((word, 2) for word in ("đúng", " ĐÚNG ", "right", "đ", "2", "2,0")),
        *((word, Fraction(-1, 2)) for word in ("sai", "Sai", "wrong", "s", "-0,5", "−0.5")),
        *((word, 0) for word in ("bỏ trống", "không trả lời", "blank", "0")),
    ],
)
def test_answers_are_read(written: str, mark: Fraction) -> None:
    assert read_mark(DEDUCTED, DEDUCTED.criteria[0], written) == mark


@pytest.mark.parametrize(
    ("written", "code"),
    [("1", "no_answer_earns_it"), ("-2", "no_answer_earns_it"), ("", "empty"), ("hai", "not_a_number")],
)
def test_what_is_no_answer_is_refused(written: str, code: str) -> None:
    with pytest.raises(PointsError) as caught:
        read_mark(DEDUCTED, DEDUCTED.criteria[0], written)
    assert caught.value.code == code


def test_marks_are_shown_as_answers_where_they_tell_them_apart() -> None:
    question = DEDUCTED.criteria[0]
    assert {answer: answer_of(DEDUCTED, question, mark) for answer, mark in earned(DEDUCTED, question).items()} == {
        RIGHT: RIGHT,
        WRONG: WRONG,
        BLANK: BLANK,
    }
    shown = [shown_answer(DEDUCTED, question, mark) for mark in earned(DEDUCTED, question).values()]
    assert shown == ["Đúng", "Sai", "Không trả lời"]
    assert (answer_of(KIND, question, Fraction(0)), shown_answer(KIND, question, Fraction(0))) == ("", "0")
