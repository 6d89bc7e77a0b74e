"""What the page of revisions shows: every result there was, and the one under way with what it corrects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from contest.beforeafter import Shift, shifts
from contest.board import Board
from contest.ledger import WHOLE, Fact, facts_of_kinds
from contest.messages.desk import CORRECTIONS, WHOLE_NAME
from contest.release import official_title
from contest.scorebook.revision import SEALED, preview, prizes_owed, under_way
from contest.text import comma, date_vi, moment_vi
from scoring.points import exact_text, from_thousandths
from scoring.rules import Criterion

RESULTS = ("result_finalised", "result_revised")


@dataclass(frozen=True)
class Result:
    """A final result: what it is called, since when, and the event up to which it stood (None: it stands)."""

    title: str
    at: str
    until: int | None


@dataclass(frozen=True)
class Correction:
    """One proposed correction in words, with the marks that change (criterion, before, after)."""

    subject: str
    words: str
    lines: tuple[tuple[str, str, str], ...] = ()


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
        corrections=tuple(_correction(board, each) for each in data["corrections"]),
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


def _correction(board: Board, proposed: Mapping[str, Any]) -> Correction:
    subject, data = str(proposed["subject"]), proposed["data"]
    path = subject.split("/")
    words = CORRECTIONS[proposed["kind"]]
    if path[0] == "decision":
        teams = [board.team(team).name for group in data["order"] for team in group]
        return Correction(subject, words.format(teams=", ".join(teams), reason=data["reason"]))
    team = board.team(path[2]).name
    if path[0] == "deduction":
        place = None if path[1] == WHOLE else path[1]
        rule, reason = board.rules.rule(place, data["rule"]), data.get("withdrawn_reason") or data["reason"]
        where = WHOLE_NAME if place is None else f"phần {board.rules.part(place).name}"
        return Correction(subject, words.format(name=rule.name, reason=reason, team=team, place=where))
    part = board.rules.part(path[1])
    said = {"part": part.name, "team": team}
    seat = board.seat(path[3]).title if path[0] == "sheet" else ""
    lines = tuple(_lines(part.criteria, board.ledger.get(subject), data["marks"]))
    return Correction(subject, words.format(seat=seat, **said), lines)


def _lines(
    criteria: tuple[Criterion, ...], before: Fact | None, after: Mapping[str, int]
) -> Iterator[tuple[str, str, str]]:
    """Give the criteria whose mark changes."""
    kept = before.data["marks"] if before else {}
    for criterion in criteria:
        if kept.get(criterion.key) != after.get(criterion.key):
            yield criterion.name, shown(kept, criterion.key), shown(after, criterion.key)


def shown(marks: Mapping[str, int], key: str) -> str:
    """Give a mark as people write it, “–” where there is none."""
    return comma(exact_text(from_thousandths(marks[key]))) if key in marks else "–"
