"""A part's worksheet: the points table, the deductions, and the judges' sheets that it all rests on."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from contest.figuretext import plain_text
from contest.files.cells import Cells, address, figure_format, span, times
from contest.files.deductionlines import note_of
from contest.files.partcolumns import FIGURES, FINE, Columns, Line
from contest.files.tables import PartRow, PartTable, SheetCell, factor_text
from contest.messages.papers import PAPERS
from scoring.points import PointsError, exact_sum, text
from scoring.rules import ONE, Criterion

HEADER = 5  # the header's row, under the title block
FIRST = HEADER + 1


class PartSheet:
    """Writes one part; `points` tells where each team's points stand (team id → row and column)."""

    def __init__(self, cells: Cells, table: PartTable, decimals: int) -> None:
        """Plan where the tables stand."""
        self.cells, self.table = cells, table
        self._judges = max(len(table.seats), 1)
        self._deductions_at = FIRST + len(table.rows) + 1
        lines = len(table.deductions)
        listed = (self._deductions_at + 2, self._deductions_at + 1 + lines) if lines else None
        self._sheets_at = self._deductions_at + (lines + 3 if lines else 0)
        self.columns = Columns(table, decimals, listed).build()
        self.points: dict[int, tuple[int, int]] = {}
        self._plain = all(each.weight == ONE for each in table.part.criteria)
        self._mark_formats = [_mark_format(each) for each in table.part.criteria]

    @property
    def last(self) -> int:
        """Give the last row that is written."""
        return self._sheets_at + 1 + len(self.table.rows) * self._judges

    @property
    def width(self) -> int:
        """Give how many columns the page has."""
        return max(len(self.columns), FIGURES + len(self.table.part.criteria) + 3)

    def write(self) -> None:
        """Write the points table, the sheets and the deductions."""
        self._points_table()
        if self.table.deductions:
            self._deductions()
        self._sheets()
        self._lay_out()

    def _points_table(self) -> None:
        self._head(HEADER, [column.head for column in self.columns])
        for place, row in enumerate(self.table.rows):
            line = Line(FIRST + place, row, self._sheets_at + 2 + place * self._judges)
            for number, column in enumerate(self.columns):
                column.write(self.cells, number, line)
            if row.figure.net is not None:
                self.points[row.team.id] = (line.at, len(self.columns) - 1)

    def _head(self, row: int, heads: list[str]) -> None:
        for column, head in enumerate(heads):
            self.cells.text(row, column, head, "head")
        self.cells.sheet.set_row(row, 48)

    # --- the sheets

    def _sheets(self) -> None:
        title = "Phiếu chấm của từng giám khảo" if self.table.judged else "Điểm Tổ Thư ký nhập một lần"
        self.cells.text(self._sheets_at, 0, title, "heading")
        criteria = [_criterion_head(each, self.table.struck) for each in self.table.part.criteria]
        judge = "Giám khảo" if self.table.judged else "Người chấm"
        self._head(self._sheets_at + 1, ["TT", "Đội", judge, *criteria, "Cộng", "Mã biên nhận", "Nhận xét"])
        at = self._sheets_at + 2
        for row in self.table.rows:
            for place, sheet in enumerate(row.sheets or (self._agreed(row),)):
                self._sheet(at, row, self._judge(place), sheet)
                at += 1

    def _judge(self, place: int) -> str:
        if not self.table.seats:
            return self.table.panel_name
        seat = self.table.seats[place]
        return f"{seat.number}. {seat.name}" if seat.name else seat.title

    def _agreed(self, row: PartRow) -> SheetCell:
        figure = row.figure
        if not figure.panels:
            return SheetCell("none" if figure.state == "not_present" else "missing", {})
        total = exact_sum(each.weight * figure.criteria[each.key] for each in self.table.part.criteria)
        return SheetCell("received", figure.criteria, total)

    def _sheet(self, at: int, row: PartRow, judge: str, sheet: SheetCell) -> None:
        cells, criteria = self.cells, self.table.part.criteria
        cells.number(at, 0, row.order, style="centre")
        cells.text(at, 1, row.team.name)
        cells.text(at, 2, judge)
        total = FIGURES + len(criteria)
        if sheet.total is None:
            word = PAPERS["not_present" if sheet.state == "none" else sheet.state]
            for column in range(FIGURES, total + 1):
                cells.text(at, column, word, "quiet_centre")
        else:
            for place, criterion in enumerate(criteria):
                cells.number(at, FIGURES + place, sheet.marks[criterion.key], self._mark_formats[place])
            cells.formula(at, total, self._sum(at), sheet.total, FINE)
        cells.text(at, total + 1, sheet.receipt, "centre")
        cells.text(at, total + 2, sheet.remark)

    def _sum(self, at: int) -> str:
        criteria = self.table.part.criteria
        if self._plain:
            return f"SUM({span(at, FIGURES, at, FIGURES + len(criteria) - 1)})"
        return "+".join(times(address(at, FIGURES + place), each.weight) for place, each in enumerate(criteria))

    # --- the deductions

    def _deductions(self) -> None:
        cells, at = self.cells, self._deductions_at
        cells.text(at, 0, "Điểm trừ đã ghi", "heading")
        self._head(at + 1, ["TT", "Đội", "Lỗi", "Mức ghi", "Đơn vị tính", "Điểm trừ", "Lý do", "Ghi chú"])
        for row, line in enumerate(self.table.deductions, at + 2):
            cells.number(row, 0, line.order, style="centre")
            cells.text(row, 1, line.team.name)
            cells.text(row, 2, line.applied.name)
            if line.applied.amount is None:
                cells.text(row, 3, "")
            else:
                cells.number(row, 3, line.applied.amount, "General")
            cells.text(row, 4, PAPERS[line.unit], "centre")
            cells.number(row, 5, line.applied.points, FINE)
            cells.text(row, 6, line.applied.reason)
            cells.text(row, 7, "; ".join(note_of(line)))

    # --- the page

    def _lay_out(self) -> None:
        sheet, width = self.cells.sheet, len(self.columns)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 22)
        sheet.set_column(FIGURES, self.width - 1, 11)
        sheet.set_column(width - 2, width - 2, 26)  # why points were taken
        sheet.autofilter(HEADER, 0, FIRST + len(self.table.rows) - 1, width - 1)
        sheet.freeze_panes(FIRST, 2)
        sheet.set_default_row(18)
        # The points table is the page that is signed; the sheets follow on pages of their own, under their own header,
        # which a spreadsheet repeats only from where it stands.
        sheet.set_h_pagebreaks([self._sheets_at])
        sheet.repeat_rows(self._sheets_at + 1)


def _criterion_head(criterion: Criterion, struck: Collection[str]) -> str:
    most = "" if criterion.max_points is None else f" (tối đa {plain_text(criterion.max_points)})"
    head = f"{criterion.name}{most}" + ("" if criterion.weight == ONE else f" × {factor_text(criterion.weight)}")
    return PAPERS["struck"].format(name=head) if criterion.key in struck else head


def _mark_format(criterion: Criterion) -> str:
    if criterion.step is None:
        return "General"
    return figure_format(step_decimals(criterion.step))


def step_decimals(step: Fraction) -> int:
    """Give how many decimals marks on this step have (two where the step has no exact decimal)."""
    try:
        return len(text(step).partition(".")[2])
    except PointsError:
        return 2
