"""The list of units in Excel: its columns, and what each row says once its kinds, days and units above are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contest.files.flatlist import Field, Listed, Row, read_list
from contest.files.listform import Choice, list_form
from contest.files.roster import Problem
from contest.text import DateError, match_key, parse_date_vi

FIELDS = (
    Field("code", "Mã", ("Mã đơn vị", "Mã ĐVHC", "Mã đơn vị hành chính", "Mã số"), most=20, width=12),
    Field("name", "Tên đơn vị", ("Đơn vị", "Tên", "Tên xã, phường", "Tên đơn vị hành chính"), required=True, width=34),
    Field(
        "kind",
        "Loại",
        ("Loại đơn vị", "Cấp"),
        required=True,
        most=80,
        width=24,
        help="Ví dụ: Xã, Phường, Đặc khu, Chi bộ",
    ),
    Field(
        "above",
        "Đơn vị cấp trên",
        ("Cấp trên", "Trực thuộc", "Tỉnh, thành phố"),
        width=30,
        help="Tên hoặc mã; có thể ở ngay tệp này",
    ),
    Field("since", "Từ ngày", ("Bắt đầu", "Có hiệu lực từ"), most=10, width=13, day=True),
    Field("until", "Đến ngày", ("Kết thúc", "Có hiệu lực đến"), most=10, width=13, day=True),
)


@dataclass(frozen=True)
class UnitRow:
    """A unit as a list has it; `above` is a code or a name as typed, "" for none."""

    number: int
    code: str
    name: str
    kind_id: int
    above: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class UnitList:
    """The good rows of a file, and the problems of the others."""

    rows: tuple[UnitRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def form(kinds: Iterable[str] = ()) -> bytes:
    """Give the empty form of a list of units; `kinds` are the names to choose from."""
    return list_form("DANH MỤC ĐƠN VỊ", FIELDS, choices={"kind": Choice(list(kinds))})


def read(source: bytes | Path, filename: str, kinds: Mapping[str, int]) -> UnitList:
    """Give what a list of units says; `kinds` are ids of unit kinds by name."""
    listed = read_list(source, filename, FIELDS)
    by_key = {match_key(part, marks=False): kind for name, kind in kinds.items() for part in (name, *name.split(", "))}
    problems, rows = list(listed.problems), []
    first: dict[tuple[str, str, str], int] = {}
    for row in listed.rows:
        wrong = [*_wrong_days(listed, row), *_wrong_kind(listed, row, by_key, kinds), *_twice(listed, row, first)]
        problems += wrong
        if not wrong:
            rows.append(_unit_row(row, by_key))
    return UnitList(tuple(rows), tuple(sorted(problems, key=lambda each: each.row)), listed.notes)


def _unit_row(row: Row, kinds: Mapping[str, int]) -> UnitRow:
    since, until = (parse_date_vi(row[key]) if row[key] else None for key in ("since", "until"))
    kind = kinds[match_key(row["kind"], marks=False)]
    return UnitRow(row.number, row["code"], row["name"], kind, row["above"], since, until)


def _wrong_days(listed: Listed, row: Row) -> list[Problem]:
    wrong, read_days = [], {}
    titles = {"since": "Từ ngày", "until": "Đến ngày"}
    for key, title in titles.items():
        try:
            read_days[key] = parse_date_vi(row[key]) if row[key] else None
        except DateError:
            wrong.append(listed.problem(row, key, "not_a_day", field=title, typed=row[key][:40]))
    since, until = read_days.get("since"), read_days.get("until")
    if since and until and until < since:
        wrong.append(listed.problem(row, "until", "days_reversed"))
    return wrong


def _wrong_kind(listed: Listed, row: Row, by_key: Mapping[str, int], kinds: Mapping[str, int]) -> list[Problem]:
    if match_key(row["kind"], marks=False) in by_key:
        return []
    choices = "; ".join(kinds)
    return [listed.problem(row, "kind", "not_listed", field="Loại", typed=row["kind"][:40], choices=choices)]


def _twice(listed: Listed, row: Row, first: dict[tuple[str, str, str], int]) -> Sequence[Problem]:
    key = ("code", row["code"], "") if row["code"] else (match_key(row["name"]), match_key(row["above"]), row["since"])
    seen = first.setdefault(key, row.number)
    return [] if seen == row.number else [listed.problem(row, "name", "duplicate", typed=row["name"][:40], first=seen)]
