"""Both engines side by side: the log as it is exported, what the program says of it, and where a recount says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contest.recount.table import Line, Table
from scoring.figures import Standing, Standings
from scoring.prizes import propose
from scoring.rules import Rulebook

Figures = Mapping[str, object]
"""What is compared of a team in a part, or of a team as a whole: names of figures with their exact values."""


@dataclass(frozen=True)
class Difference:
    """A figure on which the engines do not agree; `team` and `part` are None for what concerns all."""

    team: str | None
    part: str | None
    what: str
    program: str
    recount: str


def differences(table: Standings, rules: Rulebook, counted: Table) -> tuple[Difference, ...]:
    """Give every figure on which the program's standings and prizes differ from the second engine's."""
    return (*_lines(table, counted), *_prizes(table, rules, counted), *_questions(table, counted))


def _lines(table: Standings, counted: Table) -> Iterator[Difference]:
    said = {row.team: row for row in table.rows}
    for team in sorted(said.keys() | counted.lines.keys()):
        row, line = said.get(team), counted.lines.get(team)
        if row is None or line is None:
            yield Difference(team, None, "team", _text(row and "ranked"), _text(line and "ranked"))
            continue
        yield from _differing(team, None, _program(row), _recounted(line))
        for part in sorted(row.parts.keys() | line.parts.keys()):
            yield from _differing(team, part, _program_part(row, part), _recounted_part(line, part))


def _differing(team: str | None, part: str | None, program: Figures, recount: Figures) -> Iterator[Difference]:
    for what, figure in program.items():
        if _text(figure) != _text(recount[what]):
            yield Difference(team, part, what, _text(figure), _text(recount[what]))


def _text(value: object) -> str:
    if isinstance(value, frozenset | set | tuple):
        return ", ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def _program(row: Standing) -> Figures:
    return {
        "state": row.state,
        "rank": row.rank,
        "total": row.total_exact,
        "shown": row.total_shown,
        "deducted": row.deductions_total,
        "tied_with": row.tied_with,
        "parted_by": row.parted_by,
    }


def _recounted(line: Line) -> Figures:
    return {
        "state": line.state,
        "rank": line.rank,
        "total": line.total,
        "shown": line.shown,
        "deducted": line.deducted,
        "tied_with": line.tied_with,
        "parted_by": line.parted_by,
    }


def _program_part(row: Standing, part: str) -> Figures:
    figure = row.parts[part]
    return {
        "state": figure.state,
        "points": figure.points,
        "deducted": figure.deducted,
        "net": figure.net,
        "marked": figure.marked,
        "seats": figure.seats,
    }


def _recounted_part(line: Line, part: str) -> Figures:
    figure = line.parts[part]
    return {
        "state": figure.state,
        "points": figure.points,
        "deducted": figure.deducted,
        "net": figure.net,
        "marked": figure.marked,
        "seats": figure.seats,
    }


def _prizes(table: Standings, rules: Rulebook, counted: Table) -> Iterator[Difference]:
    for award in propose(table, rules).awards:
        mine = counted.prizes[award.tier.key]
        said, found = (
            {"teams": frozenset(award.teams), "open": award.open_places},
            {"teams": mine.teams, "open": mine.waiting},
        )
        yield from _differing(None, award.tier.key, said, found)


def _questions(table: Standings, counted: Table) -> Iterator[Difference]:
    said = {(question.code, frozenset(question.teams)) for question in table.questions}
    for code, teams in sorted(said ^ counted.questions, key=str):
        both = (code, "") if (code, teams) in said else ("", code)
        yield Difference(_text(teams), None, "question", *both)
