"""Cells of a workbook: text that can never become a formula, exact numbers, formulas with our value, names of sheets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from contest.text import nfc
from scoring.points import PointsError, text
from scoring.rules import ONE

CELL_LIMIT = 32_000  # Excel's own is 32,767 characters
SHEET_NAME_LIMIT = 31
FONT = "Times New Roman"  # what official papers ask for (domain.md 4.1)
HALF_UP = "0.000000001"


def _half_up(expression: str, decimals: int) -> str:
    return f"ROUND({expression}+{HALF_UP},{decimals})"


def _half_even(expression: str, decimals: int) -> str:
    """Round the half up, and take one unit back where it was a half and the last digit came out odd."""
    scale = 10**decimals
    up = f"ROUND(({expression})*{scale}+{HALF_UP},0)"
    return f"({up}-IF(AND(ABS({up}-({expression})*{scale}-0.5)<2*{HALF_UP},ISODD({up})),1,0))/{scale}"


def _truncate(expression: str, decimals: int) -> str:
    return f"TRUNC({expression}+SIGN({expression})*{HALF_UP},{decimals})"


# ROUND takes a half away from zero and a half is often stored a little low (92.125, 1.005): a nudge far smaller than any
# difference that points can have makes it half up, for negative figures too, and keeps TRUNC from cutting 8.13 to 8.12.
ROUNDED: Mapping[str, Callable[[str, int], str]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "truncate": _truncate,
}

BASE: dict[str, Any] = {"font_name": FONT, "font_size": 11, "valign": "vcenter"}
GRID: dict[str, Any] = BASE | {"border": 1, "border_color": "#8B857A"}
STYLES: dict[str, dict[str, Any]] = {
    "plain": BASE,
    "quiet": BASE | {"font_color": "#535B63", "italic": True},
    "note": BASE | {"font_size": 10, "text_wrap": True, "valign": "top"},
    "issuer": BASE | {"bold": True},
    "title": BASE | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True},
    "subtitle": BASE | {"font_size": 12, "align": "center", "text_wrap": True},
    "heading": BASE | {"bold": True, "font_size": 12},
    "sign": BASE | {"bold": True, "align": "center"},
    "sign_small": BASE | {"italic": True, "align": "center"},
    "head": GRID | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#F3EFE6"},
    "text": GRID | {"text_wrap": True},
    "line": GRID,
    "centre": GRID | {"align": "center"},
    "quiet_centre": GRID | {"align": "center", "italic": True, "font_color": "#535B63"},
    "strong_centre": GRID | {"bold": True, "align": "center"},
    "strong": GRID | {"bold": True, "text_wrap": True},
}


@lru_cache(maxsize=4096)  # names recur on every sheet
def safe(value: str) -> str:
    """Give text that a workbook holds as it is: NFC, visible characters only, of a length that Excel takes."""
    clean = nfc(value)
    if not clean.isprintable():
        clean = "".join(char for char in clean if not _noncharacter(char))
    clean = clean[:CELL_LIMIT]
    # xlsxwriter takes such a text for ready-made XML and would write it raw.
    return f" {clean}" if clean.startswith("<r>") and clean.endswith("</r>") else clean


def _noncharacter(char: str) -> bool:
    return unicodedata.category(char) == "Cn" and (ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF)


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Give valid names of sheets near those wanted: unique whatever the case, at most 31 characters."""
    used = {name.casefold() for name in (*taken, "History")}
    names = []
    for number, name in enumerate(wanted, 1):
        clean = re.sub(r"[\[\]:*?/\\]", " ", safe(name)).strip(" '") or f"Phần {number}"
        candidate, copy = clean[:SHEET_NAME_LIMIT].strip(" '"), 2
        while candidate.casefold() in used:
            tail = f" ({copy})"
            candidate, copy = clean[: SHEET_NAME_LIMIT - len(tail)].strip(" '") + tail, copy + 1
        used.add(candidate.casefold())
        names.append(candidate)
    return names


def reference(sheet: str, row: int, column: int) -> str:
    """Give a formula's reference to a cell of another sheet."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address(row, column)}"


def figure_format(decimals: int) -> str:
    """Give the number format of so many decimals; a Vietnamese Excel shows them after a comma."""
    return "0" if decimals <= 0 else f"0.{'0' * decimals}"


def constant(value: Fraction) -> str:
    """Give an exact number as a formula writes it: 0.8, or (2/3) where no decimal is exact."""
    try:
        return text(value)
    except PointsError:
        return f"({value.numerator}/{value.denominator})"


def times(expression: str, factor: Fraction) -> str:
    """Give an expression times a factor, or as it is for one."""
    return expression if factor == ONE else f"{expression}*{constant(factor)}"


class Cells:
    """One worksheet, written cell by cell in named styles of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, formats: dict[tuple[str, str], Any]) -> None:
        """Add the sheet; `formats` is shared by all sheets of the workbook."""
        self.name = name
        self.sheet = book.add_worksheet(name)
        self._book, self._formats = book, formats

    def style(self, name: str, number_format: str = "") -> Any:
        """Give a named style, with a number format where there is one."""
        key = (name, number_format)
        if key not in self._formats:
            more = {"num_format": number_format} if number_format else {}
            self._formats[key] = self._book.add_format(STYLES[name] | more)
        return self._formats[key]

    def text(self, row: int, column: int, value: str, style: str = "line") -> None:
        """Write text, whatever it begins with."""
        if value:
            self.sheet.write_string(row, column, safe(value), self.style(style))
        else:
            self.sheet.write_blank(row, column, None, self.style(style))

    def number(
        self, row: int, column: int, value: Fraction | int, number_format: str = "0", style: str = "line"
    ) -> None:
        """Write an exact figure as a number."""
        self.sheet.write_number(row, column, float(value), self.style(style, number_format))

    def formula(
        self, row: int, column: int, formula: str, value: Fraction | str, number_format: str = "", style: str = "line"
    ) -> None:
        """Write a live formula with our exact value as its result."""
        shown = value if isinstance(value, str) else float(value)
        self.sheet.write_formula(row, column, f"={formula}", self.style(style, number_format), shown)

    def wide(self, row: int, last: int, value: str, style: str, lines: int = 1) -> None:
        """Write a text across the columns up to `last`, `lines` lines high; stands outside the data that is filtered."""
        if last > 0:
            self.sheet.merge_range(row, 0, row, last, "", self.style(style))
        self.sheet.write_string(row, 0, safe(value), self.style(style))
        if lines > 1:
            self.sheet.set_row(row, 16.0 * lines)


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


def address(row: int, column: int) -> str:
    """Give a cell's address: A1."""
    return f"{_letters(column)}{row + 1}"


def span(row: int, column: int, last_row: int, last_column: int, fixed: bool = False) -> str:
    """Give a range's address: A1:B2, or $A$1:$B$2."""
    if fixed:
        return f"${_letters(column)}${row + 1}:${_letters(last_column)}${last_row + 1}"
    return f"{address(row, column)}:{address(last_row, last_column)}"
