"""Looks into an uploaded .xlsx before anything unpacks it, and passes on only the parts that were checked.

The limits: 200 members, 50 MB unpacked, ratio 100 (dependencies.md, traps); besides these what a reader would hold in memory:
one cell at XFD1048576 would make a dense table of 17 thousand million cells out of 2 KB.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from xml.parsers import expat

MEMBERS = 200
UNPACKED = 50 * 1024 * 1024
RATIO = 100
ELEMENTS = 1_500_000
CELLS = 50_000
AREA = 300_000
CHARACTERS = 5_000_000
UNCOMPUTED = 1_000  # formulas without a result that are told one by one
_SMALL = 64 * 1024  # a ratio says nothing about a part that is tiny anyway


class FileRefused(ValueError):
    """A file that is not read: a code of contest.messages.roster and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Checked:
    """A workbook that was checked: a new archive of its XML parts alone, and the cells of each sheet (by its name) that are
    formulas without a result, as (row, column) from 1 on."""

    data: bytes
    uncomputed: Mapping[str, frozenset[tuple[int, int]]]


def checked_xlsx(data: bytes) -> Checked:
    """Give the workbook as it was checked; raise FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            parts = {info.filename: archive.read(info) for info in archive.infolist() if _is_text_part(info.filename)}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("damaged") from error
    scan = _Scan()
    uncomputed: dict[str, frozenset[tuple[int, int]]] = {}
    for name, content in parts.items():
        scan.read(content)
        if scan.uncomputed:
            uncomputed[name] = frozenset(scan.uncomputed)
        if name == "[Content_Types].xml" and b"macroEnabled" in content:
            raise FileRefused("macros")
    scan.check_characters()
    return Checked(_packed(parts), _by_sheet(uncomputed, parts) if uncomputed else {})


def _by_sheet(
    uncomputed: Mapping[str, frozenset[tuple[int, int]]], parts: Mapping[str, bytes]
) -> dict[str, frozenset[tuple[int, int]]]:
    """Give the same by the sheets' names; refuses the file where it does not say which sheet a part is."""
    related = _elements(parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    targets = {each.get("Id", ""): normpath(join("/xl", each.get("Target", ""))).lstrip("/") for each in related}
    sheets = {
        targets.get(value, ""): each.get("name", "")
        for each in _elements(parts["xl/workbook.xml"], "sheet")
        for key, value in each.items()
        if key.endswith(":id")
    }
    for name, cells in uncomputed.items():
        if name not in sheets or len(cells) > UNCOMPUTED:
            raise FileRefused("uncomputed", cell=cell_name(*min(cells)))
    return {sheets[name]: cells for name, cells in uncomputed.items()}


def _elements(content: bytes, tag: str) -> list[dict[str, str]]:
    """Give the attributes of every element of that name in a part that was checked."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if content:
        parser.Parse(content, True)
    return found


def _is_text_part(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename.lower() for member in members}
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED or len(names) < len(members):
        raise FileRefused("bomb")
    if any(m.file_size > _SMALL and m.file_size > RATIO * max(m.compress_size, 1) for m in members):
        raise FileRefused("bomb")
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("encrypted")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused("macros")
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise FileRefused(
            "other_office" if names & {"mimetype", "xl/workbook.bin", "[content_types].xml"} else "not_table"
        )


def _packed(parts: dict[str, bytes]) -> bytes:
    # The directory of an archive can lie about sizes; in a new one the reader meets only bytes that we have seen.
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


class _Scan:
    """Walks XML parts and adds up what a reader would hold; expat resolves no entities since document types are refused."""

    def __init__(self) -> None:
        self.elements = self.cells = self.area = 0
        self.uncomputed: set[tuple[int, int]] = set()  # of the part that was read last
        self.lengths: dict[int, int] = {}
        self.uses: Counter[int] = Counter()

    def read(self, content: bytes) -> None:
        """Add one part; raise FileRefused when it is no XML, declares a document type or is too much."""
        self.row = self.column = self.last_row = self.last_column = 0
        self.strings, self.value = -1, ""
        self.uncomputed = set()
        self.inside: str = ""
        self.kind, self.formula = "", False
        self.valued = self.filled = False
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except FileRefused:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:  # a declared encoding that is none, or not of text
            raise FileRefused("damaged") from error
        self.area += self.last_row * self.last_column
        self._check_grid()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > ELEMENTS:
            raise FileRefused("bomb")
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row = _number(attributes.get("r")) or self.row + 1
            self.column = 0
        elif name == "c":
            self._start_cell(attributes)
        elif name in {"v", "is", "f", "t"}:
            self.inside = name
            self.valued = self.valued or name in {"v", "is"}
            self.formula = self.formula or name == "f"
        elif name == "si":
            self.strings += 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = re.fullmatch("([A-Za-z]{1,3})([0-9]{1,7})", attributes.get("r", ""))
        if "r" in attributes and place is None:
            raise FileRefused("damaged")
        self.column = column_number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row
        self.kind, self.value = attributes.get("t", ""), ""
        self.formula = self.valued = self.filled = False

    def _text(self, text: str) -> None:
        if self.inside == "v":
            self.filled = True
            if self.kind == "s":
                self.value += text
        elif self.inside == "t" and self.strings >= 0:
            self.lengths[self.strings] = self.lengths.get(self.strings, 0) + len(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == self.inside:
            self.inside = ""
        if name == "c":
            # A formula that gives an empty text is stored as kind "str" with an empty value.
            if self.formula and not self.filled and self.kind != "str":
                self.uncomputed.add((self.row, self.column))
            if self.valued:
                self._count_cell()

    def _count_cell(self) -> None:
        self.cells += 1
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.kind == "s":
            self.uses[_number(self.value)] += 1
        self._check_grid()

    def _check_grid(self) -> None:
        if self.cells > CELLS or max(self.area, self.last_row * self.last_column) > AREA:
            raise FileRefused("too_wide", cell=f"{column_letters(self.last_column)}{self.last_row}")

    def check_characters(self) -> None:
        """Refuse a workbook that repeats long shared texts until they fill the memory."""
        if sum(self.lengths.get(index, 0) * times for index, times in self.uses.items()) > CHARACTERS:
            raise FileRefused("bomb")


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("doctype")


def _number(digits: str | None) -> int:
    return int(digits) if digits and len(digits) <= 9 and digits.isascii() and digits.isdigit() else 0


def column_letters(column: int) -> str:
    """Give the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Give how a cell is called: B4."""
    return f"{column_letters(column)}{row}"


def column_number(letters: str) -> int:
    """Give the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
