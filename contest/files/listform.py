"""Writes a flat list as a workbook to fill in, filter and read back: one thing a row, words chosen from lists, days as days."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from contest.files.cells import CELL_LIMIT, Cells, safe, span
from contest.files.flatlist import ROWS_MOST, Field
from contest.messages.lists import CHOOSE, NOT_A_CHOICE

WORDS = "Danh mục"  # the sheet that holds the words to choose from
HEAD, FIRST = 2, 3  # rows of the titles and of the first thing, counted from 0
DAY = "dd/mm/yyyy"
HELP_MOST = 255  # characters of a note beside a cell


@dataclass(frozen=True)
class Choice:
    """The words of a column; `only`: nothing else may stand there (else several may, or a word of one's own)."""

    words: Sequence[str]
    only: bool = True


def list_form(
    title: str,
    fields: Sequence[Field],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    choices: Mapping[str, Choice] | None = None,
    room: int = 40,
) -> bytes:
    """Give a list as a .xlsx file for A4 landscape, with `room` empty rows below; read_list reads it back."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats: dict[tuple[str, str], Any] = {}
        cells = Cells(book, "Danh sách", formats)
        end = HEAD + len(rows) + room
        cells.wide(0, len(fields), title, "title", lines=2)
        _titles(cells, fields)
        for place, row in enumerate(rows, 1):
            cells.number(HEAD + place, 0, place)
            for column, field in enumerate(fields, 1):
                _value(cells, HEAD + place, column, row.get(field.key))
        for place in range(FIRST + len(rows), end + 1):
            for column in range(len(fields) + 1):
                day = column > 0 and fields[column - 1].day
                cells.sheet.write_blank(place, column, None, cells.style("line" if day else "text", DAY if day else ""))
        _choices(Cells(book, WORDS, formats) if choices else None, cells, fields, choices or {})
        _page(cells, end, len(fields))
    return target.getvalue()


def _titles(cells: Cells, fields: Sequence[Field]) -> None:
    cells.sheet.set_column(0, 0, 6)
    cells.text(HEAD, 0, "STT", "head")
    for column, field in enumerate(fields, 1):
        cells.sheet.set_column(column, column, field.width)
        cells.text(HEAD, column, field.title + (" *" if field.required else ""), "head")
        if field.help:
            cells.sheet.write_comment(HEAD, column, safe(field.help))


def _value(cells: Cells, row: int, column: int, value: Any) -> None:
    """Write a text with its lines, a figure as a number, a day as a day: what is filtered and sorted as people expect."""
    if isinstance(value, date):
        cells.sheet.write_datetime(row, column, value, cells.style("line", DAY))
    elif isinstance(value, int):
        cells.number(row, column, value)
    elif value:
        whole = "\n".join(safe(line) for line in str(value).splitlines())
        cells.sheet.write_string(row, column, whole[:CELL_LIMIT], cells.style("text"))
    else:
        cells.sheet.write_blank(row, column, None, cells.style("text"))


def _choices(words: Cells | None, cells: Cells, fields: Sequence[Field], choices: Mapping[str, Choice]) -> None:
    """Let columns be chosen from the words of a sheet of their own, a column each."""
    if words is None:
        return
    chosen = [(place, field) for place, field in enumerate(fields, 1) if choices.get(field.key, Choice(())).words]
    for column, (place, field) in enumerate(chosen):
        choice = choices[field.key]
        words.sheet.set_column(column, column, field.width)
        words.text(0, column, field.title, "head")
        for row, word in enumerate(choice.words, 1):
            words.text(row, column, word, "text")
        source = f"='{WORDS}'!{span(1, column, len(choice.words), column, fixed=True)}"
        rule = {
            "validate": "list",
            "source": source,
            "input_message": CHOOSE[choice.only][:HELP_MOST],
            "error_title": field.title[:32],
            "error_message": NOT_A_CHOICE,
            "show_error": choice.only,
        }
        cells.sheet.data_validation(FIRST, place, FIRST + ROWS_MOST, place, rule)


def _page(cells: Cells, end: int, last: int) -> None:
    sheet = cells.sheet
    sheet.autofilter(HEAD, 0, end, last)
    sheet.freeze_panes(FIRST, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
