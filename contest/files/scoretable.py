"""Small CSV files as people's programs write them: UTF-8 with or without BOM, commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contest.messages.scorefiles import refuse
from contest.text import match_key, natural_key, nfc

LIMIT_MB = 20
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class BadRow:
    """Why a line of a file cannot be taken; line None is the file as a whole."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}" if self.line is None else f"{self.file}, dòng {self.line}: {self.reason}"


@dataclass(frozen=True)
class Row:
    """One line: its number in the file and its cells by column, in NFC without outer blanks."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


class FileRefused(ValueError):
    """A file that cannot be read at all; the message is the Vietnamese sentence to show."""


class RowRefused(ValueError):
    """A line that cannot be taken; the message is the Vietnamese sentence to show."""


@dataclass
class Names:
    """Names as first written, found again whatever their case, tone style or normal form."""

    known: dict[str, str] = field(default_factory=dict)

    def add(self, name: str) -> str:
        """Give the name as first written, taking it up if it is new."""
        return self.known.setdefault(match_key(name), name)

    def get(self, name: str) -> str:
        """Give the name as first written, or as it stands if it is unknown."""
        return self.known.get(match_key(name), name)

    def in_order(self) -> tuple[str, ...]:
        """Give the names in Vietnamese order, so that the order of lines says nothing."""
        return tuple(sorted(self.known.values(), key=lambda name: (natural_key(name), name)))


def read_text(path: Path, no_text: str = "not_utf8") -> str:
    """Give a file's text; raise FileRefused if it cannot be opened, is too large or is not UTF-8 (in the words of `no_text`)."""
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_MB * 2**20 + 1)
    except (OSError, ValueError) as error:
        raise FileRefused(refuse("no_file")) from error
    if len(content) > LIMIT_MB * 2**20:
        raise FileRefused(refuse("too_large", limit=LIMIT_MB))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(refuse(no_text)) from error


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> tuple[list[Row], list[BadRow]]:
    """Give the good lines under a header with these columns, and every bad one; other columns are passed over.

    A column of `optional` that is not there reads as empty.
    """
    try:
        text = read_text(path)
        lines = _lines(text, path.name)
        header = _header(lines, columns, optional)
    except FileRefused as error:
        return [], [BadRow(path.name, None, str(error))]
    rows: list[Row] = []
    bad: list[BadRow] = []
    for line in lines:
        if isinstance(line, BadRow):
            bad.append(line)
        elif len(line[1]) != len(header):
            code = "too_many_fields" if len(line[1]) > len(header) else "too_few_fields"
            bad.append(BadRow(path.name, line[0], refuse(code, found=len(line[1]), expected=len(header))))
        else:
            cells = {name: nfc(cell) for name, cell in zip(header, line[1], strict=True)}
            rows.append(Row(line[0], dict.fromkeys(optional, "") | cells))
    return rows, bad


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]] | BadRow]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # After a broken quote the reader no longer knows where lines begin, so reading ends here.
            yield BadRow(file, number, refuse("broken_csv"))
            return
        if any(cell.strip() for cell in cells):
            yield number, cells


def _header(
    lines: Iterator[tuple[int, list[str]] | BadRow], columns: Sequence[str], optional: Sequence[str]
) -> list[str]:
    first = next(lines, None)
    if first is None or isinstance(first, BadRow):
        raise FileRefused(refuse("no_header", columns=", ".join(columns)))
    header = [nfc(cell).casefold() for cell in first[1]]
    missing = [column for column in columns if column not in header]
    if missing:
        raise FileRefused(refuse("missing_columns", missing=", ".join(missing), columns=", ".join(columns)))
    for column in (*columns, *optional):
        if header.count(column) > 1:
            raise FileRefused(refuse("column_twice", column=column))
    return header
