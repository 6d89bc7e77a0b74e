"""Reads a flat list from Excel or CSV: one thing a row, columns by their titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contest.files.roster import Problem
from contest.files.sheets import Table, open_tables
from contest.files.xlsxguard import FileRefused, cell_name, column_letters
from contest.messages.lists import say
from contest.text import legacy_encoding, match_key, nfc

LOOK = 40  # rows to look through for a header
ROWS_MOST = 12_000
COLUMNS_MOST = 100


@dataclass(frozen=True)
class Field:
    """A column: its key, its title in the form, other titles that people give it, and what it takes."""

    key: str
    title: str
    others: tuple[str, ...] = ()
    required: bool = False
    most: int = 200
    width: int = 20
    lines: bool = False
    day: bool = False
    help: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Give every title of the column, folded."""
        return frozenset(_folded(each) for each in (self.title, *self.others))


@dataclass(frozen=True)
class Row:
    """A row as it was typed: its number in the file and its texts by key ("" when empty)."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values[key]


@dataclass(frozen=True)
class Listed:
    """What a file says: rows in order, the problems of others by row and column, notes, and the letters of the columns."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    letters: Mapping[str, str] | None = None

    def problem(self, row: Row, key: str, code: str, **values: object) -> Problem:
        """Give a problem of a row's column, for checks that come after reading."""
        return Problem(row.number, (self.letters or {}).get(key, ""), *say(code, **values))


def read_list(source: bytes | Path, filename: str, fields: Sequence[Field]) -> Listed:
    """Give what a list says; a file that cannot be read is one problem at row 0, never an exception.

    A title stands in one of the first 40 rows; columns that are not known are named and left out; rows that are empty, or
    that repeat the titles, are passed over.
    """
    try:
        for table in open_tables(source, filename):
            found = _header(table, fields)
            if found is not None:
                return _listed(table, *found, fields)
        needed = ", ".join(f"“{field.title}”" for field in fields if field.required)
        raise FileRefused("no_header", columns=needed)
    except FileRefused as refused:
        return Listed(problems=(Problem(0, "", *say(refused.code, **refused.values)),))


def _folded(cell: str) -> str:
    return match_key(cell, marks=False).strip(" *:.")


def _header(table: Table, fields: Sequence[Field]) -> tuple[int, dict[str, int]] | None:
    """Give the header's row number and the column of each key, or None when no row has every required title."""
    for number, row in enumerate(table.rows[:LOOK], 1):
        titles = [_folded(cell) for cell in row[:COLUMNS_MOST]]
        columns: dict[str, int] = {}
        for field in fields:
            place = next((at for at, title in enumerate(titles) if title in field.names), None)
            if place is not None:
                columns[field.key] = place
        if columns and all(field.key in columns for field in fields if field.required):
            return number, columns
    return None


def _listed(table: Table, header: int, columns: Mapping[str, int], fields: Sequence[Field]) -> Listed:
    letters = {key: column_letters(column + 1) for key, column in columns.items()}
    notes = [say("sheet_used", sheet=table.name, row=header)[0]] if table.name else []
    used = set(columns.values())
    for at, cell in enumerate(table.rows[header - 1]):
        if cell.strip() and at not in used and _folded(cell) not in {"stt", "tt"}:
            notes.append(say("unknown_column", column=column_letters(at + 1), typed=cell.strip()[:40])[0])
    if len(table.rows) - header > ROWS_MOST:
        raise FileRefused("too_many", most=ROWS_MOST)
    rows: list[Row] = []
    problems = _uncomputed(table, header, range(1, COLUMNS_MOST + 1))
    for number, cells in _below(table, header):
        texts = {field.key: _cell(cells, columns.get(field.key), field.lines) for field in fields}
        unread = _uncomputed(table, number, [column + 1 for column in columns.values()])
        repeated = all(_folded(texts[key]) in _named(fields, key) for key in columns if texts[key])
        if not unread and (not any(texts.values()) or repeated):
            continue
        told = {each.column for each in unread}
        wrong = unread + [each for each in _wrong(number, texts, fields, letters) if each.column not in told]
        problems += wrong
        rows += [] if wrong else [Row(number, texts)]
    if not rows and not problems:
        raise FileRefused("no_rows")
    return Listed(tuple(rows), tuple(problems), tuple(notes), letters)


def _below(table: Table, header: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the numbered rows below the titles, and those that hold nothing but formulas without a result."""
    yield from enumerate(table.rows[header:], header + 1)
    yield from ((row, ()) for row in sorted({row for row, _ in table.uncomputed if row > len(table.rows)}))


def _uncomputed(table: Table, row: int, columns: Iterable[int]) -> list[Problem]:
    """Give the cells of a row that only seem empty: formulas without a result."""
    cells = [column for column in columns if (row, column) in table.uncomputed]
    return [Problem(row, column_letters(each), *say("uncomputed", cell=cell_name(row, each))) for each in cells]


def _named(fields: Sequence[Field], key: str) -> frozenset[str]:
    return next(field.names for field in fields if field.key == key)


def _cell(cells: Sequence[str], column: int | None, lines: bool) -> str:
    return "" if column is None or column >= len(cells) else nfc(cells[column], lines=lines)


def _wrong(number: int, texts: Mapping[str, str], fields: Sequence[Field], letters: Mapping[str, str]) -> list[Problem]:
    found = []
    for field in fields:
        typed, column = texts[field.key], letters.get(field.key, "")
        for code, holds in _CHECKS.items():
            if holds(field, typed):
                values = {"field": field.title.lower() if code == "missing" else field.title, "typed": typed[:40]}
                found.append(Problem(number, column, *say(code, most=field.most, **values)))
    return found


_CHECKS: Mapping[str, Callable[[Field, str], bool]] = {
    "missing": lambda field, typed: field.required and not typed,
    "too_long": lambda field, typed: len(typed) > field.most,
    "legacy": lambda field, typed: legacy_encoding(typed),
}
