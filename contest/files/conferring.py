"""Biên bản hội ý: what each sheet said when it was opened to the panel, what it said at the end, and the conclusion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from contest import actors
from contest.board import Board
from contest.figuretext import plain_text
from contest.ledger import Fact, history
from contest.panel import SeatView
from contest.scorebook.sheets import RECEIVED
from contest.text import moment_vi, team_title
from scoring.parts import sheet_sum
from scoring.points import from_thousandths
from scoring.rules import Part


@dataclass(frozen=True)
class ConferredMark:
    """One figure before and after; `after` is "" while a sheet that was given back is marked anew."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Say whether it was retyped."""
        return self.before != self.after


@dataclass(frozen=True)
class ConferredSheet:
    """One judge's sheet in a conferring: criterion by criterion, and the sum."""

    judge: str
    marks: tuple[ConferredMark, ...]
    total: ConferredMark

    @property
    def kept(self) -> bool:
        """Say whether the judge kept every mark."""
        return not any(mark.changed for mark in self.marks)


@dataclass(frozen=True)
class Conferring:
    """One conferring of the panel about a performance."""

    number: int
    part: str
    part_name: str
    team: int
    team_name: str
    state: str
    heads: tuple[str, ...]
    sheets: tuple[ConferredSheet, ...]
    opened_at: str
    opened_by: str
    closed_at: str
    closed_by: str
    conclusion: str

    @property
    def title(self) -> str:
        """Give “đội Suối Bạc, phần Tiểu phẩm, lần 1”."""
        return f"{team_title(self.team_name)}, phần {self.part_name}, lần {self.number}"


def conferrings(session: Session, board: Board) -> tuple[Conferring, ...]:
    """Give every conferring up to this board, in the order of the rulebook's parts, then of opening."""
    found = []
    for part in board.rules.parts:
        facts = sorted(board.ledger.under("conferring", part.key), key=lambda fact: fact.subject)
        found += [each for fact in facts for each in of_performance(session, board, part.key, fact.path[2])]
    return tuple(found)


def of_performance(session: Session, board: Board, part: str, team: object) -> tuple[Conferring, ...]:
    """Give the conferrings about one performance, oldest first; the last may be open still."""
    newest: dict[int, Fact] = {}
    for fact in history(session, board.contest.id, f"conferring/{part}/{team}"):
        if fact.seq <= board.head.count:
            newest[int(fact.data["number"])] = fact
    return tuple(_conferring(session, board, fact) for fact in newest.values())


def _conferring(session: Session, board: Board, fact: Fact) -> Conferring:
    data, part, team = fact.data, board.rules.part(fact.path[1]), board.team(fact.path[2])
    return Conferring(
        number=int(data["number"]),
        part=part.key,
        part_name=part.name,
        team=team.id,
        team_name=team.name,
        state=str(data["state"]),
        heads=tuple(criterion.name for criterion in part.criteria),
        sheets=tuple(_sheets(board, part, team.id, data)),
        opened_at=_moment(data["opened_at"]),
        opened_by=actors.name_of(session, data["opened_by"]),
        closed_at=_moment(data["closed_at"]) if "closed_at" in data else "",
        closed_by=actors.name_of(session, data["closed_by"]) if "closed_by" in data else "",
        conclusion=str(data.get("conclusion", "")),
    )


def _moment(at: str) -> str:
    return moment_vi(datetime.fromisoformat(at))


def _sheets(board: Board, part: Part, team: int, data: Mapping[str, Any]) -> Iterator[ConferredSheet]:
    for seat in board.seats:
        before = data["before"].get(str(seat.id))
        if before is not None:
            after = data["after"] if "after" in data else _now(board, part.key, team)
            yield _sheet(board, part, seat, before["marks"], after.get(str(seat.id), {}).get("marks", {}))


def _now(board: Board, part: str, team: int) -> dict[str, Mapping[str, Any]]:
    facts = board.ledger.under("sheet", part, team)
    return {fact.path[3]: fact.data for fact in facts if fact.data["state"] == RECEIVED}


def _sheet(
    board: Board, part: Part, seat: SeatView, before: Mapping[str, int], after: Mapping[str, int]
) -> ConferredSheet:
    named = board.rules.judges_shown == "named" and seat.name
    return ConferredSheet(
        judge=f"{seat.title}, {seat.name}" if named else seat.title,
        marks=tuple(ConferredMark(_mark(before, each.key), _mark(after, each.key)) for each in part.criteria),
        total=ConferredMark(_sum(part, before), _sum(part, after)),
    )


def _mark(marks: Mapping[str, int], key: str) -> str:
    return plain_text(from_thousandths(marks[key])) if key in marks else ""


def _sum(part: Part, marks: Mapping[str, int]) -> str:
    if any(criterion.key not in marks for criterion in part.criteria):
        return ""
    points: Mapping[str, Fraction] = {key: from_thousandths(mark) for key, mark in marks.items()}
    return plain_text(sheet_sum(part.criteria, points))
