"""The workbook's first sheet: teams by parts, total, rank and prize, signature blocks and the chain's head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contest.board import Board
from contest.figuretext import cut_sentences
from contest.files.cells import ROUNDED, Cells, address, figure_format, reference, span
from contest.files.partsheet import PartSheet
from contest.files.reconcile import notes
from contest.files.summary import Summary, SummaryRow, prize_reason
from contest.files.tables import Stamp
from contest.grouping import grouped, ranked_twice
from contest.messages.papers import NOTES
from scoring.points import exact_sum, round_half_up
from scoring.ranking import GROUPINGS
from scoring.rules import RoundingStage

HEADER = 5
FIRST = HEADER + 1
FIGURES = 3
KEY_DECIMALS = 8  # finer than any two totals can differ, coarser than the noise of binary sums
SIGNATORIES = ("TỔ THƯ KÝ", "TRƯỞNG BAN GIÁM KHẢO")
SIGNING_ROWS = 5


@dataclass(frozen=True)
class Column:
    """A column: its header, its width in characters, and how a team's cell is written."""

    head: str
    width: float
    write: Callable[[int, int, SummaryRow], None]


class SummarySheet:
    """Writes the summary over the part sheets that were written before it."""

    def __init__(self, cells: Cells, board: Board, table: Summary, shown: Stamp, parts: Sequence[PartSheet]) -> None:
        """Plan the columns."""
        self.cells, self.board, self.table, self.shown, self.parts = cells, board, table, shown, parts
        self._format = figure_format(board.rules.decimals)
        self._whole = any(row.standing.deductions or row.standing.cuts for row in table.rows)
        self._total = FIGURES + len(parts) + self._whole
        self._key = self._total if table.shown_total else self._total + 3
        self._tie = self._total + (3 if table.shown_total else 4)
        self._end = FIRST + len(table.rows) - 1
        self.columns = self._columns()
        self.last = self._end

    @property
    def width(self) -> int:
        """Give how many columns the page has."""
        return len(self.columns)

    def write(self) -> None:
        """Write the table, its notes, the signature blocks and the chain's head."""
        for place, column in enumerate(self.columns):
            self.cells.text(HEADER, place, column.head, "head")
            self.cells.sheet.set_column(place, place, column.width)
        self.cells.sheet.set_row(HEADER, 34)
        for at, row in enumerate(self.table.rows, FIRST):
            for place, column in enumerate(self.columns):
                column.write(at, place, row)
        self.cells.sheet.autofilter(HEADER, 0, self._end, self.width - 1)
        self.cells.sheet.freeze_panes(FIRST, 2)
        self.cells.sheet.repeat_rows(HEADER)
        self.cells.sheet.set_default_row(18)
        self._below(self._end + 2)

    def _columns(self) -> list[Column]:
        cells = self.cells
        columns = [
            Column("TT", 5, lambda at, place, _row: cells.number(at, place, at - FIRST + 1, style="centre")),
            Column("Đội", 26, lambda at, place, row: cells.text(at, place, row.team.name, "strong")),
            Column(
                "Đơn vị",
                22,
                lambda at, place, row: cells.text(at, place, row.team.unit.name if row.team.unit else "", "text"),
            ),
            *(Column(f"Điểm {sheet.table.part.short_name}", 12, self._part(sheet)) for sheet in self.parts),
            *([Column("Trừ (−), thưởng (+) vào tổng", 12, self._write_whole)] if self._whole else []),
            Column("Tổng điểm", 12, self._write_total),
            Column("Hạng", 8, self._write_rank),
            Column(self.table.prize_title, 20, lambda at, place, row: cells.text(at, place, row.prize, "text")),
        ]
        if not self.table.shown_total:
            columns.append(Column("Điểm xét hạng", 14, self._write_key))
        columns.append(Column("Thứ tự khi bằng điểm", 11, self._write_tie))
        if self._whole:
            columns.append(
                Column(
                    "Lý do trừ, thưởng vào tổng", 32, lambda at, place, row: cells.text(at, place, _why(row), "text")
                )
            )
        columns.append(Column("Căn cứ", 32, lambda at, place, row: cells.text(at, place, row.ground, "text")))
        if grouped(self.board.rules):
            columns.append(Column("Bảng", 14, lambda at, place, row: cells.text(at, place, row.standing.group, "text")))
        if ranked_twice(self.board.rules):
            columns.append(Column("Hạng bảng", 8, self._write_group_rank))
        return columns

    def _part(self, sheet: PartSheet) -> Callable[[int, int, SummaryRow], None]:
        def write(at: int, place: int, row: SummaryRow) -> None:
            where, net = sheet.points.get(row.team.id), row.standing.parts[sheet.table.part.key].net
            if where is None or net is None:
                self.cells.text(at, place, "")
            else:
                self.cells.formula(at, place, reference(sheet.cells.name, *where), net, self._format)

        return write

    def _write_total(self, at: int, place: int, row: SummaryRow) -> None:
        if row.standing.total_shown is None:
            self.cells.text(at, place, "", "strong")
            return
        if _given(row):
            self.cells.number(at, place, row.standing.total_shown, self._format, "strong")
            return
        stage = self._total_stage
        formula = ROUNDED[stage.mode](self._sum(at), stage.decimals)
        self.cells.formula(at, place, formula, row.standing.total_shown, self._format, "strong")

    def _write_whole(self, at: int, place: int, row: SummaryRow) -> None:
        standing = row.standing
        parts = exact_sum(figure.deducted for figure in standing.parts.values())
        self.cells.number(at, place, parts - standing.deductions_total, "+0.00##;-0.00##;0")

    @property
    def _total_stage(self) -> RoundingStage:
        """Give the rounding of the total: the rulebook's, else that of showing it."""
        listed = (stage for stage in self.board.rules.rounding if stage.stage == "total")
        return next(listed, RoundingStage("total", self.board.rules.decimals))

    def _sum(self, at: int) -> str:
        return f"SUM({span(at, FIGURES, at, self._total - 1)})"

    def _write_key(self, at: int, place: int, row: SummaryRow) -> None:
        if row.key is None:
            self.cells.text(at, place, "")
        elif _given(row):
            self.cells.number(at, place, row.key, "0.00######")
        else:
            shown = round_half_up(row.key, KEY_DECIMALS)
            self.cells.formula(at, place, f"ROUND({self._sum(at)},{KEY_DECIMALS})", shown, "0.00######")

    def _write_tie(self, at: int, place: int, row: SummaryRow) -> None:
        if row.tie_order is None:
            self.cells.text(at, place, "")
        else:
            self.cells.number(at, place, row.tie_order, style="centre")

    def _write_rank(self, at: int, place: int, row: SummaryRow) -> None:
        if row.standing.rank is None:
            self.cells.text(at, place, "", "strong")
            return
        formula = self._ranking(at, GROUPINGS[self.board.rules.groups].apart and not ranked_twice(self.board.rules))
        style = self.cells.style("strong_centre", "0")
        self.cells.sheet.write_formula(at, place, f"={formula}", style, row.standing.rank)

    def _write_group_rank(self, at: int, place: int, row: SummaryRow) -> None:
        if row.standing.group_rank is None:
            self.cells.text(at, place, "")
            return
        style = self.cells.style("strong_centre", "0")
        formula = self._ranking(at, in_group=True)
        self.cells.sheet.write_formula(at, place, f"={formula}", style, row.standing.group_rank)

    def _ranking(self, at: int, in_group: bool) -> str:
        """Give the formula of a rank: over all or in the row's group, 1-2-2-4 or 1-2-2-3."""
        key, tie = address(at, self._key), address(at, self._tie)
        # Teams without a rank stand last and have texts for figures, which a sheet takes for the highest numbers.
        end = FIRST + sum(row.standing.rank is not None for row in self.table.rows) - 1
        columns = [self._key, self._tie, *([self._tie + 2] if in_group else [])]
        keys, ties, *groups = (span(FIRST, column, end, column, fixed=True) for column in columns)
        same = f"({groups[0]}={address(at, self._tie + 2)})*" if groups else ""
        equal = "".join(f"{groups[0]},{address(at, self._tie + 2)}," for _ in groups)
        if not in_group and self.board.rules.shared_ranks == "standard":
            return f'RANK({key},{keys},0)+COUNTIFS({keys},{key},{ties},"<"&{tie})'
        if self.board.rules.shared_ranks == "standard":
            return f'1+SUMPRODUCT({same}({keys}>{key}))+COUNTIFS({equal}{keys},{key},{ties},"<"&{tie})'
        among = "".join(f"{each},{each}," for each in groups) + f"{keys},{keys},{ties},{ties}"
        return f"1+SUMPRODUCT({same}(({keys}>{key})+({keys}={key})*({ties}<{tie}))/COUNTIFS({among}))"

    def _below(self, at: int) -> None:
        lines = [*notes(self.board), NOTES["tie_order"], NOTES["half_up"]]
        if grouped(self.board.rules):
            lines.insert(-1, NOTES["grouped_twice" if ranked_twice(self.board.rules) else "grouped"])
        reason = prize_reason(self.board)
        if reason:
            lines.insert(0, reason)
        if not self.table.shown_total:
            lines.insert(-1, NOTES["exact_key"])
        room = sum(column.width for column in self.columns)
        for line in lines:
            self.cells.wide(at, self.width - 1, line, "note", 1 + int(len(line) / room))
            at += 1
        self._signatures(at + 1)
        at += SIGNING_ROWS + 3
        self.cells.text(at, 0, f"Số sự kiện: {self.shown.events}. Mã chuỗi đầy đủ:", "plain")
        self.cells.text(at + 1, 0, self.shown.head, "plain")
        self.last = at + 1

    def _signatures(self, at: int) -> None:
        heads = [seat.name for seat in self.board.seats if seat.head]
        right = max(self.width - 3, 3)
        for column, title, name in ((1, SIGNATORIES[0], ""), (right, SIGNATORIES[1], heads[0] if heads else "")):
            self.cells.text(at, column, title, "sign")
            self.cells.text(at + 1, column, "(Ký, ghi rõ họ tên)", "sign_small")
            if name:
                self.cells.text(at + SIGNING_ROWS, column, name, "sign")


def _given(row: SummaryRow) -> bool:
    """Say whether the total is 0 because the entry is sunk, whatever the parts sum up to."""
    return bool(row.standing.sunk) and row.standing.total_exact == 0


def _why(row: SummaryRow) -> str:
    return "; ".join((*row.whole, *cut_sentences(row.standing.cuts)))
