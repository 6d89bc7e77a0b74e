"""Quizzes: the answers of a team, and questions struck out after an appeal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from contest.answers import earned, read_mark
from contest.messages.scoring import say
from contest.scorebook.entry import Book
from contest.scorebook.figures import LONGEST_KEY, record_agreed
from contest.scorebook.refusals import Refused, require_reason
from scoring.entered import Strike
from scoring.entries import strike_error
from scoring.points import PointsError, to_thousandths


def record_answers(book: Book, part_key: str, team_id: int, typed: Mapping[str, str]) -> None:
    """Enter a team's answers as typed (an answer's word or its points); what was answered is kept beside the marks."""
    part = book.part(part_key)
    marks, answers = {}, {}
    for question in part.criteria:
        written = typed.get(question.key, "").strip()
        if not written:
            continue
        try:
            marks[question.key] = to_thousandths(read_mark(part, question, written))
        except PointsError as error:
            why = say(error.code, error.values)
            raise Refused("mark_refused", field=f"marks.{question.key}", name=question.name, why=why) from None
        if written in earned(part, question):
            answers[question.key] = written
    record_agreed(book, part_key, team_id, marks, answers)


def strike_question(
    book: Book, part_key: str, criterion: str, asked_by: str, ground: str, minutes: str, struck: bool = True
) -> None:
    """Strike a question out for every team (or take that back), with its ground, the minutes and two different people.

    The actor is the second person, who confirms with their own PIN what `asked_by` asked.
    """
    book.require_running()
    reason, paper = require_reason(ground, field="ground"), require_reason(minutes, field="minutes", most=2000)
    if asked_by == str(book.actor):
        raise Refused("same_person", field="second")
    said = {"reason": reason, "minutes": paper, "asked_by": asked_by, "confirmed_by": str(book.actor)}
    say_struck(book, part_key, criterion, struck, said)


def say_struck(book: Book, part_key: str, criterion: str, struck: bool, said: Mapping[str, str]) -> None:
    """Record that a question is struck out or counts again, with what is `said` of it; refuses what the quiz cannot bear."""
    part = book.part(part_key)
    if criterion not in {question.key for question in part.criteria}:
        raise Refused("no_question", field="criterion")
    earlier = [strike for strike in _strikes(book, part_key) if struck or strike.criterion == criterion]
    if struck:
        error = strike_error(Strike(part_key, criterion), tuple(earlier), book.rulebook)
        if error is not None:
            raise Refused("strike_refused", field="criterion", why=say(error.code, error.values))
    elif not earlier:
        raise Refused("not_struck", field="criterion")
    state = {"part": part_key, "criterion": criterion, "struck": struck, **said}
    kind = "question_struck" if struck else "question_restored"
    book.append(kind, f"strike/{part_key}/{_subject(part_key, criterion)}", state)


def _strikes(book: Book, part_key: str) -> list[Strike]:
    part = book.part(part_key)
    facts = (book.data("strike", part_key, _subject(part_key, question.key)) for question in part.criteria)
    return [Strike(part_key, fact["criterion"]) for fact in facts if fact.get("struck")]


def _subject(part_key: str, criterion: str) -> str:
    fits = len(part_key) + len(criterion) <= LONGEST_KEY
    return criterion if fits else hashlib.sha256(criterion.encode()).hexdigest()[:40]
