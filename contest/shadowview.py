"""Sheets of judges who mark on trial (shadows): beside those that count, for the head judge's eyes alone, in no sum."""

from __future__ import annotations

from dataclasses import dataclass

from contest.board import Board
from contest.deskview import marks_seen
from contest.figuretext import plain_text
from contest.panel import SeatView, is_shadow
from scoring.figures import PartFigure
from scoring.rules import Part


@dataclass(frozen=True)
class Row:
    """A team with a trial sheet: the sums of the sheets that count, from lowest to highest, each shadow's sum ("" for none)."""

    team: int
    name: str
    counted: str
    sums: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One part with its shadows and the teams that they marked, in running order."""

    part: Part
    seats: tuple[SeatView, ...]
    rows: tuple[Row, ...]


def tables(board: Board) -> tuple[Table, ...]:
    """Give the parts with trial sheets, of performances whose marks the desk may see."""
    found = []
    for part in board.rules.parts:
        seats = tuple(seat for seat in board.marking(part.key) if is_shadow(seat, board.rules))
        rows = tuple(_rows(board, part, seats))
        if rows:
            found.append(Table(part, seats, rows))
    return tuple(found)


def _rows(board: Board, part: Part, seats: tuple[SeatView, ...]) -> list[Row]:
    rows = []
    for team in board.order(part.key):
        figure = board.standings.of(str(team.id)).parts[part.key]
        if figure.shadows and marks_seen(board, part.key, team.id):
            rows.append(_row(figure, team.id, team.name, seats))
    return rows


def _row(figure: PartFigure, team: int, name: str, seats: tuple[SeatView, ...]) -> Row:
    lowest, highest = (plain_text(of(figure.sheets.values())) for of in (min, max))
    sums = (figure.shadows.get(str(seat.id)) for seat in seats)
    return Row(
        team=team,
        name=name,
        counted=lowest if lowest == highest else f"{lowest} – {highest}",
        sums=tuple("" if value is None else plain_text(value) for value in sums),
    )
