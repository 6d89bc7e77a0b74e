"""How the answers of a quiz are written (đúng, sai, bỏ trống, or their points) and read back as marks."""

from __future__ import annotations

from fractions import Fraction

from contest.text import comma, match_key
from scoring.panel import METHODS
from scoring.points import exact_text, parse
from scoring.rules import ZERO, Criterion, Part

RIGHT, WRONG, BLANK = "right", "wrong", "blank"
WORDS = {RIGHT: "Đúng", WRONG: "Sai", BLANK: "Không trả lời"}
_WRITTEN = {
    RIGHT: ("right", "đúng", "đ"),
    WRONG: ("wrong", "sai", "s"),
    BLANK: ("blank", "bỏ trống", "không trả lời", "trống"),
}
_ANSWERS = {match_key(written): answer for answer, words in _WRITTEN.items() for written in words}
_MINUS = "-\u2212\u2013"


def earned(part: Part, question: Criterion) -> dict[str, Fraction]:
    """Give what each answer to a question earns."""
    return {RIGHT: question.max_points or ZERO, WRONG: -(part.panel.wrong or ZERO), BLANK: ZERO}


def answer_of(part: Part, question: Criterion, mark: Fraction) -> str:
    """Give the answer that earned a mark; 0 is blank, unless wrong answers cost nothing: then it may be either ("")."""
    found = [answer for answer, points in earned(part, question).items() if points == mark]
    return found[0] if len(found) == 1 else ""


def read_mark(part: Part, criterion: Criterion, written: str) -> Fraction:
    """Give the mark of what was typed for a criterion, an answer's word in a quiz; raise PointsError for no mark of it."""
    method = METHODS[part.panel.method]
    answer = _ANSWERS.get(match_key(written)) if method.answers else None
    if answer is not None:
        return earned(part, criterion)[answer]
    value = _signed(written) if method.answers else parse(written)
    method.check_mark(value, criterion, part.panel)
    return value


def _signed(written: str) -> Fraction:
    typed = written.strip()
    return -parse(typed[1:]) if typed[:1] and typed[0] in _MINUS else parse(typed)


def shown_answer(part: Part, question: Criterion, mark: Fraction) -> str:
    """Give an answer for reading: its word, or its points where they do not tell wrong from blank."""
    answer = answer_of(part, question, mark)
    return WORDS[answer] if answer else comma(exact_text(mark))
