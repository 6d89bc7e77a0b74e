"""What the page of a rulebook's amendment shows: the proposal, what it changes on the present marks, every version so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from contest.beforeafter import Shift, shifts
from contest.board import Board
from contest.ledger import facts_of_kinds
from contest.messages.papers import AMENDED
from contest.scorebook.amending import SUBJECT, misfits, proposed
from contest.text import moment_vi
from scoring.rules import Rulebook


@dataclass(frozen=True)
class Amendment:
    """A proposed version: its record, its rules, what does not fit, else every team before and after."""

    data: Mapping[str, Any]
    rules: Rulebook
    misfits: tuple[str, ...]
    shifts: tuple[Shift, ...]
    whole: bool  # over the whole result; else over what is locked


@dataclass(frozen=True)
class Version:
    """A version that was put in force while the contest ran."""

    version: int
    at: str
    words: str


def amendment(board: Board) -> Amendment | None:
    """Give the version that is proposed, with what it would change; None while none is."""
    data = board.ledger.data(SUBJECT).get("proposal")
    if not data:
        return None
    rules = proposed(data)
    wrong = tuple(misfits(board, rules))
    whole = all(row.state != "incomplete" for row in board.standings.rows)
    after = replace(board, rulebook=rules, version=int(data["version"]))
    return Amendment(data, rules, wrong, () if wrong else shifts(board, after, locked=not whole), whole)


def versions(session: Session, board: Board) -> tuple[Version, ...]:
    """Give the versions put in force since the start, newest first."""
    facts = facts_of_kinds(session, board.contest.id, ("rulebook_changed",))
    found = [
        Version(
            int(fact.data["version"]),
            moment_vi(fact.moment),
            AMENDED.format(**fact.data["issued"], reason=fact.data["reason"]),
        )
        for fact in facts
        if fact.seq <= board.head.count
    ]
    return tuple(reversed(found))
