"""What the page of revisions shows: every result there was, and the one under way with what it corrects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from contest import quizview
from contest.beforeafter import Shift, shifts
from contest.board import Board
from contest.correctionview import Correction, corrections
from contest.ledger import facts_of_kinds
from contest.release import official_title
from contest.scorebook.revision import SEALED, preview, prizes_owed, under_way
from contest.text import date_vi, moment_vi
from scoring.rules import Part

RESULTS = ("result_finalised", "result_revised")


@dataclass(frozen=True)
class Result:
    """A final result: what it is called, since when, and the event up to which it stood (None: it stands)."""

    title: str
    at: str
    until: int | None


@dataclass(frozen=True)
class Revision:
    """The revision under way, with the board as it would stand."""

    number: int
    version: int
    ground: str
    minutes: str
    day: str
    by: tuple[str, ...]
    corrections: tuple[Correction, ...]
    shifts: tuple[Shift, ...]
    prizes_given: bool
    prizes_owed: bool
    after: Board


def results(session: Session, board: Board) -> tuple[Result, ...]:
    """Give every final result up to this board, newest first."""
    facts = [fact for fact in facts_of_kinds(session, board.contest.id, RESULTS) if fact.seq <= board.head.count]
    ends = [*(int(fact.data["finalised"]["events"]) for fact in facts[1:]), None]
    found = [
        Result(official_title(fact.data["finalised"]), moment_vi(fact.moment), end)
        for fact, end in zip(facts, ends, strict=False)  # none at all before the first
    ]
    return tuple(reversed(found))


def may_revise(board: Board) -> bool:
    """Say whether the result is final, so that only a revision changes it."""
    return board.ledger.step in SEALED


def revision(board: Board) -> Revision | None:
    """Give the revision under way, None while there is none."""
    data = under_way(board.ledger)
    if not data:
        return None
    after = preview(board, data)
    owed = prizes_owed(board, after, data)
    return Revision(
        number=int(data["number"]),
        version=int(data["version"]),
        ground=str(data["ground"]),
        minutes=str(data["minutes"]),
        day=date_vi(date.fromisoformat(data["day"])),
        by=tuple(data["by"]),
        corrections=corrections(board, after, data["corrections"]),
        shifts=shifts(board, _unapproved(after) if owed else after),
        prizes_given=bool(data["prizes"]),
        prizes_owed=owed,
        after=after,
    )


def _unapproved(board: Board) -> Board:
    """Give the board without its approved prizes: what the rulebook proposes is shown in their place."""
    contest = board.ledger.get("contest")
    if contest is None:
        return board
    kept = {key: value for key, value in contest.data.items() if key != "prizes_approved"}
    return replace(board, ledger=board.ledger.over([replace(contest, data=kept)]))


@dataclass(frozen=True)
class Quiz:
    """A quiz with its questions that may be struck out and those that are struck, as (key, name) pairs."""

    part: Part
    counting: tuple[tuple[str, str], ...]
    struck: tuple[tuple[str, str], ...]


def quizzes(board: Board) -> tuple[Quiz, ...]:
    """Give the quizzes of a board."""
    found = []
    for part in quizview.quizzes(board):
        gone = quizview.struck(board, part)
        questions = [(question.key, question.name) for question in part.criteria]
        counting = tuple(each for each in questions if each[0] not in gone)
        found.append(Quiz(part, counting, tuple(each for each in questions if each[0] in gone)))
    return tuple(found)
