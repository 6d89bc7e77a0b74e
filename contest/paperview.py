"""Paper sheets at the desk: which are still to be typed and in what order, which wait for the second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.board import Board
from contest.deskview import Cell, Grid, Row
from contest.ledger import Fact
from contest.text import comma
from scoring.points import exact_text

TYPABLE = frozenset({"empty", "marking", "kept", "returned", "rejected"})


@dataclass(frozen=True)
class Blank:
    """A sheet that may be typed in: its performance and its judge."""

    row: Row
    cell: Cell

    @property
    def order(self) -> tuple[int, int]:
        """Give its place on the paper: one sheet of paper a judge, its teams in running order."""
        return self.cell.number, self.row.number


def blanks(grid: Grid) -> list[Blank]:
    """Give the sheets of a part that are still to come in, judge by judge, each in running order."""
    taking = [row for row in grid.rows if row.state in {"open", "closing"}]
    found = [Blank(row, cell) for row in taking for cell in row.cells if cell.state in TYPABLE]
    return sorted(found, key=lambda blank: blank.order)


def one_of(grid: Grid, team: int, seat: int) -> Blank:
    """Give the sheet of a team and a seat, typed already or not; raises KeyError."""
    row = grid.row(team)
    for cell in row.cells:
        if cell.seat == seat:
            return Blank(row, cell)
    raise KeyError(seat)


def after(waiting: Sequence[Blank], done: Blank) -> Blank | None:
    """Give the sheet to type next: this judge's next team, then the next judge, then what was left before."""
    later = [blank for blank in waiting if blank.order > done.order]
    earlier = [blank for blank in waiting if blank.order < done.order]
    return next(iter(later or earlier), None)


@dataclass(frozen=True)
class TypedSheet:
    """A sheet typed from paper that waits for the second person: what was typed, to be laid beside the paper."""

    part: str
    part_name: str
    team: int
    team_title: str
    seat: int
    seat_title: str
    version: int
    marks: tuple[tuple[str, str], ...]
    total: str
    remark: str
    typed_by: str


def typed_sheets(board: Board) -> tuple[TypedSheet, ...]:
    """Give the typed sheets that wait for the second person, oldest first."""
    found = [fact for fact in board.ledger.under("sheet") if fact.data["state"] == "typed"]
    return tuple(_typed(board, fact) for fact in found)


def _typed(board: Board, fact: Fact) -> TypedSheet:
    _, part_key, team, seat = fact.path
    data, part = fact.data, board.rules.part(part_key)
    marks = {key: Fraction(mark, 1000) for key, mark in data["marks"].items()}
    number = [str(each.id) for each in board.order(part_key)].index(team) + 1
    total = sum((criterion.weight * marks[criterion.key] for criterion in part.criteria), Fraction(0))
    return TypedSheet(
        part=part_key,
        part_name=part.name,
        team=int(team),
        team_title=f"đội số {number} – {board.team(team).name}",
        seat=int(seat),
        seat_title=board.seat(seat).title,
        version=int(data["version"]),
        marks=tuple((criterion.name, comma(exact_text(marks[criterion.key]))) for criterion in part.criteria),
        total=comma(exact_text(total)),
        remark=str(data["remark"]),
        typed_by=str(data["typed_by"]),
    )
