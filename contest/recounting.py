"""Both engines side by side: the log as it is exported, what the program says of it, and where a recount says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from contest import chain, eventlog
from contest.board import Board
from contest.ledger import Fact, Ledger
from contest.panel import SeatView
from contest.recount.log import read
from contest.recount.parts import PartLine
from contest.recount.table import Line, Table, recount
from contest.tables.contests import Contest, Team
from scoring import rulebook as rulebooks
from scoring.figures import PartFigure, Standing, Standings
from scoring.prizes import propose
from scoring.rules import Rulebook

ADVANCE = "advance"
"""The place of a difference on who goes on to the next round."""
Figures = Mapping[str, object]
"""What is compared of a team in a part, or of a team as a whole: names of figures with their exact values."""


@dataclass(frozen=True)
class Difference:
    """A figure on which the engines do not agree: whose (no team: everybody's), in which part or prize tier, and both values.

    Values are texts: figures exactly ("351/4"), teams by their keys with commas between, "" for none.
    """

    teams: tuple[str, ...]
    place: str | None
    what: str
    program: str
    recount: str


Export = Callable[[Session, Contest], dict[str, Any]]


def second_opinion(session: Session, board: Board, export: Export = eventlog.export) -> tuple[Difference, ...]:
    """Recount a board's contest from its exported log and give where that differs; raises Unreadable."""
    counted = recount(read(export(session, board.contest)))
    return differences(board.standings, board.rules, counted)


def board_of(document: Mapping[str, Any]) -> Board:
    """Give the program's own board of an exported log that `read` found good; raises RulebookErrors."""
    book = max(document["rulebooks"], key=lambda each: int(each["version"]))  # `read` saw that the log names it
    events = document["events"]
    facts = (
        Fact(each["seq"], each["at"], each["actor"], each["kind"], each["subject"], json.loads(each["data"]))
        for each in events
    )
    contest = document["contest"]
    return Board(
        contest=Contest(id=0, uid=contest["uid"], name=contest.get("name", "")),
        head=chain.Head(len(events), events[-1]["hash"] if events else chain.genesis(contest["uid"])),
        version=int(book["version"]),
        rulebook=rulebooks.from_dict(book["document"]),
        teams=tuple(map(_team, document["teams"])),
        seats=tuple(SeatView(int(seat["id"]), 0, int(seat["number"]), False, "", "", "") for seat in document["seats"]),
        ledger=Ledger({fact.subject: fact for fact in facts}),
    )


def _team(said: Mapping[str, Any]) -> Team:
    group, ineligible = str(said.get("group") or ""), str(said.get("ineligible") or "")
    return Team(id=int(said["id"]), name=str(said["name"]), group_name=group, ineligible=ineligible)


def differences(table: Standings, rules: Rulebook, counted: Table) -> tuple[Difference, ...]:
    """Give every figure on which the program's standings and prizes differ from the second engine's."""
    return (*_lines(table, counted), *_prizes(table, rules, counted), *_questions(table, counted))


def _lines(table: Standings, counted: Table) -> Iterator[Difference]:
    said = {row.team: row for row in table.rows}
    for team in sorted(said.keys() | counted.lines.keys()):
        row, line = said.get(team), counted.lines.get(team)
        if row is None or line is None:
            yield Difference((team,), None, "team", row.state if row else "", line.state if line else "")
            continue
        yield from _differing((team,), None, _program(row), _recounted(line))
        for part in sorted(row.parts.keys() | line.parts.keys()):
            yield from _differing((team,), part, _of_part(row.parts[part]), _of_part(line.parts[part]))


def _differing(teams: tuple[str, ...], place: str | None, program: Figures, recount: Figures) -> Iterator[Difference]:
    for what, figure in program.items():
        if _text(figure) != _text(recount[what]):
            yield Difference(teams, place, what, _text(figure), _text(recount[what]))


def _text(value: object) -> str:
    if isinstance(value, frozenset | set | tuple):
        return ", ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def _program(row: Standing) -> Figures:
    return {
        "state": row.state,
        "rank": row.rank,
        "group_rank": row.group_rank,
        "total": row.total_exact,
        "shown": row.total_shown,
        "deducted": None if row.total_exact is None else row.deductions_total,
        "tied_with": row.tied_with,
        "parted_by": row.parted_by,
        "barred": row.prize_barred,
    }


def _recounted(line: Line) -> Figures:
    return {
        "state": line.state,
        "rank": line.rank,
        "group_rank": line.group_rank,
        "total": line.total,
        "shown": line.shown,
        "deducted": None if line.total is None else line.deducted,
        "tied_with": line.tied_with,
        "parted_by": line.parted_by,
        "barred": line.barred,
    }


def _of_part(figure: PartFigure | PartLine) -> Figures:
    return {
        "state": figure.state,
        "points": figure.points,
        "deducted": None if figure.net is None else figure.deducted,
        "net": figure.net,
        "marked": figure.marked,
        "seats": figure.seats,
    }


def _prizes(table: Standings, rules: Rulebook, counted: Table) -> Iterator[Difference]:
    proposals = propose(table, rules)
    said = {each.tier.key: (each.teams, each.open_places) for each in proposals.awards}
    said |= {each.prize.key: (each.teams, each.open_places) for each in proposals.specials}
    found = {key: (tuple(each.teams), each.waiting) for key, each in {**counted.prizes, **counted.specials}.items()}
    if table.advancement is not None:
        said[ADVANCE] = (table.advancement.teams, table.advancement.open_places)
    if counted.going is not None:
        found[ADVANCE] = (tuple(counted.going.teams), counted.going.waiting)
    for key in sorted(said.keys() | found.keys()):
        yield from _differing((), key, _awarded(said.get(key)), _awarded(found.get(key)))


def _awarded(award: tuple[tuple[str, ...], int] | None) -> Figures:
    return {"teams": award[0], "open": award[1]} if award else {"teams": None, "open": None}


def _questions(table: Standings, counted: Table) -> Iterator[Difference]:
    said = {(question.code, frozenset(question.teams)) for question in table.questions}
    for code, teams in sorted(said ^ counted.questions, key=str):
        both = (code, "") if (code, teams) in said else ("", code)
        yield Difference(tuple(sorted(teams)), None, "question", *both)
