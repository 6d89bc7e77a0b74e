"""The contest's workbook: the summary and a sheet a part, live formulas that give the engine's figures when recalculated."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from contest.board import Board
from contest.files.cells import BASE, Cells, safe, sheet_names
from contest.files.partsheet import PartSheet
from contest.files.reconcile import require_reconciled
from contest.files.summary import summary
from contest.files.summarysheet import SummarySheet
from contest.files.tables import Stamp, part_table, stamp
from contest.messages.papers import PAPERS
from contest.text import date_vi

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SUMMARY = "Tổng hợp"
A4 = 9
FOOTER_LIMIT = 250


def workbook(board: Board, issuer: str = "") -> bytes:
    """Give the workbook (.xlsx) of a board that has a rulebook; refuses (`unreconciled`) totals that do not add up."""
    require_reconciled(board)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        fill(book, board, issuer)
    return stream.getvalue()


def fill(book: xlsxwriter.Workbook, board: Board, issuer: str = "") -> None:
    """Write every sheet into an empty workbook; `issuer` heads them, the contest's organiser where none is given."""
    book.set_properties({"title": safe(board.contest.name), "created": _made_at(board)})
    book.set_calc_mode("auto")
    formats: dict[tuple[str, str], Any] = {}
    shown, keys = stamp(board), [part.key for part in board.rules.parts]
    names = sheet_names((part.short_name for part in board.rules.parts), taken=(SUMMARY,))
    front = Cells(book, SUMMARY, formats)
    parts = [
        PartSheet(Cells(book, name, formats), part_table(board, key), board.rules.decimals)
        for key, name in zip(keys, names, strict=True)
    ]
    for sheet in parts:
        _title(sheet.cells, board, issuer, sheet.width - 1, f"Bảng tổng hợp điểm phần {sheet.table.part.name}")
        sheet.write()
        _page(sheet.cells, board, shown, sheet.last, sheet.width - 1)
    whole = SummarySheet(front, board, summary(board), shown, parts)
    _title(front, board, issuer, whole.width - 1, "Bảng tổng hợp điểm toàn hội thi")
    whole.write()
    _page(front, board, shown, whole.last, whole.width - 1)


def _made_at(board: Board) -> datetime:
    """Give the moment of the newest event: the same board makes the same bytes."""
    moments = [fact.moment for fact in board.ledger.facts.values()] or [board.contest.created_at]
    return max(moments).replace(tzinfo=None, microsecond=0)


def _title(cells: Cells, board: Board, issuer: str, last: int, title: str) -> None:
    contest, shown = board.contest, stamp(board)
    cells.text(0, 0, issuer or contest.organiser_name or contest.unit.name, "issuer")
    cells.text(0, max(last - 3, 1), PAPERS["invented"] if shown.invented else "", "quiet")
    cells.wide(1, last, contest.name.upper(), "title", 1 + len(contest.name) // 70)
    cells.wide(2, last, title, "subtitle", 1 + len(title) // 90)
    cells.wide(3, last, f"{contest.place}, ngày {date_vi(contest.held_on)} · {shown.line}", "subtitle")


def _page(cells: Cells, board: Board, shown: Stamp, last_row: int, last_column: int) -> None:
    sheet = cells.sheet
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    marks = [shown.foot, f"Mã chuỗi {shown.short}", *([PAPERS["invented"]] if shown.invented else [])]
    footer = f'&L&"{BASE["font_name"]}"&9{" · ".join(marks)}&R&9Trang &P/&N'
    sheet.set_footer(footer[:FOOTER_LIMIT])
