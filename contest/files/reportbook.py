"""Any report as an Excel workbook: one sheet a table, figures as numbers, the paragraph and notes below, the chart beside."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

import xlsxwriter

from contest.files.cells import Cells, sheet_names
from contest.text import date_vi

Value = str | int | Fraction | date | None
WIDTHS = {"text": 34, "count": 12, "share": 12, "amount": 16, "date": 14, "number": 9}
FORMATS = {"count": "#,##0", "share": "0.00", "amount": "#,##0.###", "number": "0"}


class ColumnLike(Protocol):
    """A column of a report."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...


class TableLike(Protocol):
    """A table of a report."""

    @property
    def title(self) -> str: ...
    @property
    def columns(self) -> Sequence[Any]: ...
    @property
    def rows(self) -> Sequence[Mapping[str, Value]]: ...
    @property
    def total(self) -> Mapping[str, Value] | None: ...


class ReportLike(Protocol):
    """A report as contest.reports makes it."""

    @property
    def title(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def tables(self) -> Sequence[TableLike]: ...
    @property
    def paragraph(self) -> str: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def invented(self) -> bool: ...


def workbook(report: ReportLike) -> bytes:
    """Give a report as .xlsx, set for A4 landscape, fitting its width."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    formats: dict[tuple[str, str], Any] = {}
    with xlsxwriter.Workbook(target, options) as book:
        names = sheet_names([table.title for table in report.tables])
        for name, table in zip(names, report.tables, strict=True):
            _sheet(Cells(book, name, formats), report, table)
    return target.getvalue()


def _sheet(cells: Cells, report: ReportLike, table: TableLike) -> None:
    last = len(table.columns) - 1
    cells.wide(0, last, report.title.upper() + (" (SỐ LIỆU MINH HỌA)" if report.invented else ""), "title", lines=2)
    cells.wide(1, last, report.scope, "subtitle", lines=2)
    head = 3
    for at, column in enumerate(table.columns):
        cells.sheet.set_column(at, at, WIDTHS[column.kind])
        cells.text(head, at, column.title, "head")
    rows = [*table.rows, *([table.total] if table.total else [])]
    for place, row in enumerate(rows, head + 1):
        style = "strong" if table.total is not None and row is table.total else "line"
        for at, column in enumerate(table.columns):
            _cell(cells, place, at, column, row.get(column.key), style)
    below = head + len(rows) + 2
    for place, sentence in enumerate([report.paragraph, *report.notes], below):
        cells.wide(place, last, sentence, "note", lines=1 + len(sentence) // 90)
    _page(cells, head, head + len(table.rows), last)


def _cell(cells: Cells, row: int, at: int, column: ColumnLike, value: Value, style: str) -> None:
    if isinstance(value, int | Fraction) and column.kind in FORMATS:
        cells.number(row, at, value, FORMATS[column.kind], style)
    else:
        shown = "" if value is None else date_vi(value) if isinstance(value, date) else str(value)
        cells.text(row, at, shown, "strong" if style == "strong" else "text")


def _page(cells: Cells, head: int, last_row: int, last: int) -> None:
    sheet = cells.sheet
    sheet.freeze_panes(head + 1, 1)
    if last_row > head:
        sheet.autofilter(head, 0, last_row, last)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
