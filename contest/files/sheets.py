"""Opens an uploaded table (.xlsx or .csv) as rows of plain text, and refuses what is hostile or of another kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from contest.files.xlsxguard import Checked, FileRefused, cell_name, checked_xlsx
from contest.text import comma, date_vi

LARGEST = 5 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows from row 1 of the file on, every cell as text ("" when empty).

    `uncomputed` are cells, as (row, column) from 1 on, that only seem empty: formulas without a result.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    uncomputed: frozenset[tuple[int, int]] = frozenset()

    @property
    def whole(self) -> Table:
        """Give the table where every cell can be read; raise FileRefused."""
        if self.uncomputed:
            raise FileRefused("uncomputed", cell=cell_name(*min(self.uncomputed)))
        return self


def open_tables(source: bytes | Path, filename: str) -> Iterator[Table]:
    """Give the sheets in their order, each read when it is asked for; raise FileRefused.

    A CSV file comes once for each delimiter it may have been written with: the reader knows which makes sense.
    """
    data = _bytes(source)
    if data.startswith(_ZIP):
        return _excel(checked_xlsx(data))
    if data.startswith(_OLE):
        # A workbook with a password is an OLE container that holds one stream of this name, in UTF-16.
        raise FileRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_excel")
    if filename.lower().endswith((".csv", ".txt", ".tsv")):
        return _csv(_decoded(data))
    raise FileRefused("not_table")


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            data = file.read(LARGEST + 1)
    else:
        data = source
    if not data:
        raise FileRefused("empty_file")
    if len(data) > LARGEST:
        raise FileRefused("too_big")
    return data


def _excel(checked: Checked) -> Iterator[Table]:
    import pandas as pd  # noqa: PLC0415 (heavy, and few requests read a workbook)
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        with pd.ExcelFile(io.BytesIO(checked.data), engine="calamine") as book:
            for name in book.sheet_names:
                frame = pd.read_excel(book, sheet_name=name, header=None, dtype=object, keep_default_na=False)
                rows = tuple(tuple(_cell(value) for value in row) for row in frame.itertuples(index=False, name=None))
                yield Table(str(name), rows, checked.uncomputed.get(str(name), frozenset()))
    except (CalamineError, ValueError, KeyError, IndexError) as error:
        raise FileRefused("damaged") from error


def _cell(value: object) -> str:
    """Give the text of a cell as Excel shows it in Vietnam: 12.5 is “12,5”, 5.0 is “5”, a date is dd/MM/yyyy."""
    if value is None or value != value:  # noqa: PLR0124 (NaN and NaT alone differ from themselves)
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else comma(repr(value))
    if isinstance(value, date):
        return date_vi(date(value.year, value.month, value.day))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused("not_utf8") from error


def _csv(text: str) -> Iterator[Table]:
    refused: FileRefused | None = None
    for delimiter in _DELIMITERS:
        # Strict: a quote that is opened and not closed would take all rows below it into one cell.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            rows = tuple(tuple(row) for row in reader)
        except csv.Error:
            refused = refused or FileRefused("bad_csv", line=reader.line_num)
            continue
        yield Table("", rows)
    if refused is not None:  # and no other delimiter made sense of it
        raise refused
