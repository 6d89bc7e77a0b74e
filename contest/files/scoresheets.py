"""Phiếu chấm điểm for print: blank before the contest, and as received once the whole panel has sent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contest.board import Board
from contest.figuretext import plain_text
from contest.files.tables import PartRow, SheetCell, criterion_name, part_table, running_order
from contest.messages.papers import PAPERS
from contest.panel import SeatView
from scoring.panel import METHODS
from scoring.rules import Part


@dataclass(frozen=True)
class SheetHead:
    """One column of a score sheet: the criterion, its maximum and its step, ready to read."""

    name: str
    most: str
    step: str


@dataclass(frozen=True)
class SheetLine:
    """One team's line of a score sheet; blank ones hold empty texts. `word` is said where there is no mark."""

    order: int
    team: str
    unit: str
    marks: tuple[str, ...]
    total: str
    remark: str
    receipt: str
    word: str = ""


@dataclass(frozen=True)
class ScoreSheet:
    """A judge's phiếu chấm điểm for one part: one A4 landscape."""

    part: Part
    seat: SeatView
    heads: tuple[SheetHead, ...]
    most: str
    lines: tuple[SheetLine, ...]

    @property
    def room(self) -> str:
        """Say how much room a line has on the one page: wide, snug or crowded."""
        count = len(self.lines)
        return "wide" if count <= 8 else "snug" if count <= 12 else "crowded"


def judged_parts(board: Board) -> list[Part]:
    """Give the parts that are marked sheet by sheet."""
    return [part for part in board.rules.parts if METHODS[part.panel.method].judged]


def blank_sheets(board: Board, part: Part) -> list[ScoreSheet]:
    """Give every judge's blank sheet of a part; before the draw the teams' names are left to be written in."""
    drawn = bool(board.ledger.order(part.key))
    lines = tuple(
        SheetLine(
            order, team.name if drawn else "", team.unit.name if drawn and team.unit else "", _empty(part), "", "", ""
        )
        for order, team in enumerate(running_order(board, part.key), 1)
    )
    return [ScoreSheet(part, seat, _heads(part), _most(part), lines) for seat in board.seats]


def filled_sheets(board: Board, part: Part) -> list[ScoreSheet]:
    """Give every judge's sheet as received; marks of a team appear once its whole panel has sent."""
    table = part_table(board, part.key)
    return [
        ScoreSheet(
            part, seat, _heads(part), _most(part), tuple(_filled(part, row, row.sheets[at]) for row in table.rows)
        )
        for at, seat in enumerate(table.seats)
    ]


def _filled(part: Part, row: PartRow, cell: SheetCell) -> SheetLine:
    unit = row.team.unit.name if row.team.unit else ""
    if cell.total is None:
        word = PAPERS["not_present"] if cell.state == "none" else PAPERS[cell.state]
        return SheetLine(row.order, row.team.name, unit, _empty(part), "", "", "", word)
    marks = tuple(plain_text(cell.marks[each.key]) for each in part.criteria)
    return SheetLine(row.order, row.team.name, unit, marks, plain_text(cell.total), cell.remark, cell.receipt)


def _empty(part: Part) -> tuple[str, ...]:
    return ("",) * len(part.criteria)


def _heads(part: Part) -> tuple[SheetHead, ...]:
    return tuple(SheetHead(criterion_name(each), _shown(each.max_points), _shown(each.step)) for each in part.criteria)


def _shown(value: Fraction | None) -> str:
    return "" if value is None else plain_text(value)


def _most(part: Part) -> str:
    return _shown(part.sheet_max)
