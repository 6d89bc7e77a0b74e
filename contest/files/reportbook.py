"""Any report as an Excel workbook: one sheet a table, figures as numbers, the paragraph and notes below; the charts on a sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

import xlsxwriter

from contest.files.cells import Cells, sheet_names
from contest.text import date_vi
from scoring.points import exact_text

Value = str | int | Fraction | date | None
WIDTHS = {"text": 34, "count": 12, "figure": 12, "share": 12, "amount": 16, "date": 14, "number": 9}
FORMATS = {
    "count": "#,##0",
    "figure": "#,##0",
    "share": "0.00",
    "amount": "#,##0",
    "number": "0",
}  # an amount has its own decimals
CHARTS = "Biểu đồ"
MOST_BARS = 60
ROW_PIXELS, BAR_PIXELS = 20, 24


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
    def printed(self) -> Mapping[tuple[int, str], str]: ...
    def lines(self) -> Sequence[tuple[int, Mapping[str, Value]]]: ...


class ChartLike(Protocol):
    """A chart of a report."""

    @property
    def title(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def series(self) -> Mapping[str, Sequence[int]]: ...


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
    def charts(self) -> Sequence[ChartLike]: ...
    @property
    def invented(self) -> bool: ...


def workbook(report: ReportLike) -> bytes:
    """Give a report as .xlsx, set for A4 landscape, fitting its width."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    formats: dict[tuple[str, str], Any] = {}
    with xlsxwriter.Workbook(target, options) as book:
        names = sheet_names([*(table.title for table in report.tables), CHARTS])
        for name, table in zip(names, report.tables, strict=False):
            _sheet(Cells(book, name, formats), report, table)
        charts = [chart for chart in report.charts if chart.labels]
        if charts:
            _charts(book, Cells(book, names[-1], formats), charts)
    return target.getvalue()


def _sheet(cells: Cells, report: ReportLike, table: TableLike) -> None:
    last = len(table.columns) - 1
    cells.wide(0, last, report.title.upper() + (" (SỐ LIỆU MINH HỌA)" if report.invented else ""), "title", lines=2)
    cells.wide(1, last, report.scope, "subtitle", lines=2)
    head = 3
    for at, column in enumerate(table.columns):
        cells.sheet.set_column(at, at, WIDTHS[column.kind])
        cells.text(head, at, column.title, "head")
    lines = table.lines()
    for place, (number, row) in enumerate(lines, head + 1):
        style = "strong" if number < 0 else "line"
        for at, column in enumerate(table.columns):
            words = table.printed.get((number, column.key), "")
            _cell(cells, (place, at), column, row.get(column.key), style, words)
    below = head + len(lines) + 2
    for place, sentence in enumerate([report.paragraph, *report.notes], below):
        cells.wide(place, last, sentence, "note", lines=1 + sentence.count("\n") + len(sentence) // 90)
    _page(cells, head, head + len(table.rows), last)


def _cell(cells: Cells, place: tuple[int, int], column: ColumnLike, value: Value, style: str, words: str) -> None:
    """Write one cell; a figure that is printed in words (“gần 750”) keeps its exact value under a format that says them."""
    row, at = place
    if isinstance(value, int | Fraction) and column.kind in FORMATS:
        shown = f'"{words}"' if words else FORMATS[column.kind] + _decimals(value, column.kind)
        cells.number(row, at, value, shown, style)
    else:
        said = "" if value is None else date_vi(value) if isinstance(value, date) else str(value)
        cells.text(row, at, said, "strong" if style == "strong" else "text")


def _decimals(value: int | Fraction, kind: str) -> str:
    """Give the format's decimals of an amount: as many as it has, so that a whole one has no comma behind it."""
    _, point, decimals = exact_text(Fraction(value)).partition(".")
    return f".{'0' * len(decimals)}" if kind == "amount" and point else ""


def _charts(book: xlsxwriter.Workbook, cells: Cells, charts: Sequence[ChartLike]) -> None:
    """Draw the charts on their sheet, each from the figures beside it."""
    cells.sheet.set_column(0, 0, WIDTHS["text"])
    top = 0
    for chart in charts:
        labels = chart.labels[:MOST_BARS]
        cells.text(top, 0, chart.title, "heading")
        drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
        for at, (name, values) in enumerate(chart.series.items(), 1):
            cells.text(top + 1, at, name, "head")
            for place, value in enumerate(values[:MOST_BARS], top + 2):
                cells.number(place, at, value, FORMATS["count"])
            drawn.add_series(_series(cells.name, top, at, len(labels)))
        for place, label in enumerate(labels, top + 2):
            cells.text(place, 0, label, "text")
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_y_axis({"reverse": True})
        drawn.set_legend({"position": "bottom"})
        height = BAR_PIXELS * len(labels) + 140
        drawn.set_size({"width": 720, "height": height})
        cells.sheet.insert_chart(top, len(chart.series) + 2, drawn)
        top += max(len(labels) + 4, height // ROW_PIXELS + 2)
    cells.sheet.set_landscape()
    cells.sheet.set_paper(9)
    cells.sheet.fit_to_pages(1, 0)


def _series(sheet: str, top: int, at: int, count: int) -> dict[str, Any]:
    first, last = top + 2, top + 1 + count
    return {
        "name": [sheet, top + 1, at],
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, at, last, at],
        "gap": 40,
    }


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
