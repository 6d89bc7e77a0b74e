"""Finds the header row of a list of teams by the names that people give its columns."""

import re
from dataclasses import dataclass

from contest.files.sheets import Table
from contest.files.xlsxguard import column_letters
from contest.text import match_key

_LOOK = 40  # rows to look through for a header

_NAMES = {
    "number": "stt|so tt|tt|so thu tu|so bao danh|sbd|thu tu",
    "name": "ten doi|doi|doi thi|ten doi thi|doi du thi|ten doi du thi|ten doi tham gia|doi tham gia",
    "unit": "don vi|ten don vi|don vi du thi|ten don vi du thi|don vi tham gia|don vi cong tac|dia phuong|xa/phuong"
    "|xa,phuong|co quan,don vi|co quan/don vi|co quan don vi|thuoc don vi",
    "captain": "doi truong|ho ten doi truong|ho va ten doi truong|ten doi truong|truong doan",
    "members": "thanh vien|cac thanh vien|thanh vien doi|thanh vien doi thi|danh sach thanh vien|thi sinh|ho va ten|ho ten"
    "|ho,ten|ho va ten thi sinh|ho ten thi sinh|ho ten thanh vien|ho va ten thanh vien|ten thanh vien",
    "role": "vai tro|chuc danh|chuc vu|nhiem vu|vai",
    "group": "bang|khoi|cum|bang thi|khoi thi|cum thi|bang,khoi,cum|thuoc bang|thuoc khoi|thuoc cum",
    "ineligible": "khong xet giai|ly do khong xet giai|doi khong xet giai",
    "note": "ghi chu",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}
_NUMBERED = re.compile(r"(?:thanh vien|thi sinh|ho va ten|ho ten)(?: so| thu)? ?([0-9]{1,2})")


def _kind(cell: str) -> str:
    """Give the kind of column that a header cell names, "" when it is none we know."""
    folded = re.sub(r"\s*([,/])\s*", r"\1", match_key(cell, marks=False))
    folded = re.sub(r"\s*\([^)]*\)|[*:.]", "", folded).strip()
    numbered = _NUMBERED.fullmatch(folded)
    return f"members{int(numbered[1])}" if numbered else _KINDS.get(folded, "")


@dataclass(frozen=True)
class Header:
    """Where each kind of column stands: rows counted from 1, columns from 0; a header may be two rows high."""

    row: int
    last_row: int
    columns: dict[str, int]
    unknown: tuple[tuple[int, str], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Give the kinds found, in the order of their columns."""
        return tuple(sorted(self.columns, key=lambda kind: self.columns[kind]))

    def cell(self, row: tuple[str, ...], kind: str) -> str:
        """Give the text of a row's cell of this kind, "" when there is none."""
        column = self.columns.get(kind, len(row))
        return row[column] if column < len(row) else ""

    def letters(self, kind: str) -> str:
        """Give the letters of the column of this kind, "" when there is none."""
        return column_letters(self.columns[kind] + 1) if kind in self.columns else ""

    def repeats(self, row: tuple[str, ...]) -> bool:
        """Tell whether a row is the header again, as at the top of a further printed page."""
        named = [kind for kind in self.columns if _kind(self.cell(row, kind)) == kind]
        return len(named) >= 2


def find_header(table: Table) -> Header | None:
    """Give the row that names most columns, among them the team or the unit; None when no row does."""
    best: Header | None = None
    for number, row in enumerate(table.rows[:_LOOK], start=1):
        found = _header(number, row, table)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _header(number: int, row: tuple[str, ...], table: Table) -> Header | None:
    columns = _columns(row)
    last = number
    below = table.rows[number] if number < len(table.rows) else ()
    # A merged “Thành viên” above “Họ và tên” and “Vai trò” makes a header two rows high.
    words = [cell for cell in below if cell.strip()]
    if columns and words and all(_kind(cell) for cell in words):
        lower = {kind: column for kind, column in _columns(below).items() if kind not in columns or kind == "members"}
        columns, last = columns | lower, number + 1
    if not columns.keys() & {"name", "unit"}:
        return None
    if "name" not in columns:
        columns["name"] = columns["unit"]  # the units themselves compete
    used = set(columns.values())
    unknown = tuple((at + 1, cell.strip()) for at, cell in enumerate(row) if cell.strip() and at not in used)
    return Header(number, last, columns, unknown)


def _columns(row: tuple[str, ...]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(row):
        kind = _kind(cell)
        if kind and kind not in columns:
            columns[kind] = at
    return columns
