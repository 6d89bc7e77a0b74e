"""Reads a folder of published panels (performances.csv, component_marks.csv) and names every fault by file and line."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from contest.files.panels import LARGEST_MARK, MARK_STEP, Performance, Segment, kind_of
from contest.text import match_key, nfc
from scoring.points import PointsError, check_mark, exact_text

PERFORMANCES, MARKS = "performances.csv", "component_marks.csv"
PERFORMANCE_FIGURES = ("element_total", "published_component_total", "deductions", "published_total")
PERFORMANCE_COLUMNS = (
    "performance_id",
    "competition",
    "segment",
    "starting_number",
    "name",
    *PERFORMANCE_FIGURES,
    "published_rank",
)
MARK_COLUMNS = ("performance_id", "component", "factor", "published_panel_score")
LISTED = 20  # problems told at once
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_SEAT = re.compile(r"J([1-9][0-9]?)", re.ASCII)


class PanelsUnreadable(ValueError):
    """A folder that is no set of published panels; its message says in Vietnamese, line by line, where and what to do."""


class _Table:
    """A CSV file's rows with their places ("performances.csv dòng 3"), and every problem found in it."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.name = path.name
        self.problems: list[str] = []
        self.columns: Sequence[str] = ()
        self.rows: list[tuple[str, dict[str, str]]] = []
        if not path.is_file():
            self.problems.append(f"Không có tệp {path}. Đề nghị kiểm tra đường dẫn thư mục.")
            return
        try:
            self._read(path)
        except (UnicodeDecodeError, csv.Error):
            self.problems.append(
                f"{self.name}: không đọc được. Đề nghị lưu dạng CSV, mã UTF-8, phân cách bằng dấu phẩy."
            )
            return
        lacking = [column for column in columns if column not in self.columns]
        if lacking:
            self.problems.append(f"{self.name}: thiếu cột {', '.join(lacking)}. Đề nghị giữ nguyên dòng tiêu đề.")

    def _read(self, path: Path) -> None:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            self.columns = reader.fieldnames or ()
            for row in reader:
                cells = {column: nfc(cell) for column, cell in row.items() if column and isinstance(cell, str)}
                self.rows.append((f"{self.name} dòng {reader.line_num}", cells))

    def figure(self, place: str, row: dict[str, str], column: str) -> str:
        """Give an exact decimal ("8.25"), noting what is none."""
        if not _DECIMAL.fullmatch(row[column]):
            self.note(place, column, row[column], "cần số thập phân không âm, dấu chấm, tối đa 3 chữ số lẻ")
            return "0"
        return exact_text(Fraction(row[column]))

    def whole(self, place: str, row: dict[str, str], column: str) -> int:
        """Give a whole number, noting what is none."""
        if not _WHOLE.fullmatch(row[column]):
            self.note(place, column, row[column], "cần số nguyên")
            return 0
        return int(row[column])

    def note(self, place: str, column: str, found: str, remedy: str) -> None:
        """Note a problem of one cell."""
        self.problems.append(f"{place}, cột {column}: “{found[:40]}” không đúng, {remedy}.")


class _Marked:
    """The component rows of one performance."""

    def __init__(self) -> None:
        self.marks: dict[int, dict[str, str]] = defaultdict(dict)
        self.names: dict[str, str] = {}
        self.panels: dict[str, str] = {}
        self.factors: set[str] = set()
        self.absent: set[int] = set()


def load(folder: Path) -> list[Segment]:
    """Read the folder's segments in order of appearance; raises PanelsUnreadable with the problems found."""
    performances, marks = _Table(folder / PERFORMANCES, PERFORMANCE_COLUMNS), _Table(folder / MARKS, MARK_COLUMNS)
    if not performances.problems and not marks.problems:
        segments = _segments(performances, _marked(marks))
        if not performances.problems and not marks.problems:
            return segments
    problems = [*performances.problems, *marks.problems]
    more = [f"… và {len(problems) - LISTED} lỗi khác."] if len(problems) > LISTED else []
    raise PanelsUnreadable("\n".join([*problems[:LISTED], *more]))


def _marked(table: _Table) -> dict[str, _Marked]:
    found: dict[str, _Marked] = defaultdict(_Marked)
    seats = sorted((int(match[1]), match[0]) for match in map(_SEAT.fullmatch, table.columns) if match)
    if not seats:
        table.problems.append(f"{table.name}: không có cột giám khảo nào (J1, J2 …).")
    for place, row in table.rows:
        of, key = found[row["performance_id"]], _key(row["component"])
        if not key or key in of.names:
            table.note(place, "component", row["component"], "mỗi lượt thi mỗi thành phần đúng một dòng, có tên")
            continue
        of.names[key] = row["component"]
        of.panels[key] = table.figure(place, row, "published_panel_score")
        of.factors.add(table.figure(place, row, "factor"))
        for seat, column in seats:
            if row[column]:
                _take_mark(table, place, row, column, of, (seat, key))
    return found


def _take_mark(
    table: _Table, place: str, row: dict[str, str], column: str, of: _Marked, where: tuple[int, str]
) -> None:
    seat, key = where
    mark = table.figure(place, row, column)
    try:
        check_mark(Fraction(mark), Fraction(LARGEST_MARK), Fraction(MARK_STEP))
    except PointsError:
        table.note(place, column, row[column], f"điểm từ 0 đến {LARGEST_MARK}, bước {MARK_STEP}")
    of.marks[seat][key] = mark
    if mark == "0":  # the published mark of a judge who was absent
        of.absent.add(seat)


def _key(component: str) -> str:
    # “Interpretation of the Music / Timing” is the ice dancers' name of the same criterion.
    plain = match_key(component.partition("/")[0], marks=False)
    return "_".join(re.findall(r"[a-z0-9]+", plain))[:60]


def _segments(table: _Table, marked: dict[str, _Marked]) -> list[Segment]:
    grouped: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    seen: set[str] = set()
    for place, row in table.rows:
        if not row["performance_id"] or row["performance_id"] in seen:
            table.note(place, "performance_id", row["performance_id"], "mỗi lượt thi cần một mã riêng")
        elif row["performance_id"] not in marked:
            table.note(place, "performance_id", row["performance_id"], f"mã này không có dòng nào trong {MARKS}")
        seen.add(row["performance_id"])
        grouped[row["competition"], row["segment"]].append((place, row))
    for lost in sorted(set(marked) - seen):
        table.problems.append(
            f"{MARKS}: mã “{lost[:40]}” không có trong {PERFORMANCES}. Đề nghị bổ sung hoặc bỏ các dòng này."
        )
    if not table.rows:
        table.problems.append(f"{table.name}: không có lượt thi nào.")
    return [] if table.problems else [_segment(table, *names, rows, marked) for names, rows in grouped.items()]


def _segment(
    table: _Table, competition: str, name: str, rows: list[tuple[str, dict[str, str]]], marked: dict[str, _Marked]
) -> Segment:
    first, title = marked[rows[0][1]["performance_id"]], f"{table.name}, nội dung “{competition} – {name}”"
    try:
        kind_of(name)
    except KeyError:
        table.problems.append(f"{title}: cột segment cần có chữ SHORT hoặc FREE để biết quy tắc.")
    if len(rows) < 2:
        table.problems.append(f"{title}: cần ít nhất hai lượt thi.")
    here = [marked[row["performance_id"]] for _, row in rows]
    seats = tuple(sorted({seat for each in here for seat in each.marks}))
    if not seats:
        table.problems.append(f"{title}: không có điểm của giám khảo nào.")
    if (
        any(each.names.keys() != first.names.keys() or each.factors != first.factors for each in here)
        or len(first.factors) != 1
    ):
        table.problems.append(f"{title}: mọi lượt thi phải có cùng các thành phần và cùng một hệ số.")
    performances = [_performance(table, place, row, marked[row["performance_id"]], seats) for place, row in rows]
    return Segment(
        competition=competition,
        name=name,
        factor=min(first.factors),
        components=first.names,
        seats=seats,
        performances=tuple(sorted(_named_apart(performances), key=lambda each: each.number)),
    )


def _performance(table: _Table, place: str, row: dict[str, str], of: _Marked, seats: tuple[int, ...]) -> Performance:
    # A judge who left one component blank, or marked none of it, has not marked the whole part.
    absent = of.absent | {seat for seat in seats if of.marks[seat].keys() != of.names.keys()}
    element_total, component_total, deductions, total = (table.figure(place, row, each) for each in PERFORMANCE_FIGURES)
    if not row["name"]:
        table.note(place, "name", "", "cần tên")
    return Performance(
        id=row["performance_id"],
        number=table.whole(place, row, "starting_number"),
        name=row["name"],
        element_total=element_total,
        deductions=deductions,
        marks={seat: of.marks[seat] for seat in seats if seat not in absent},
        absent=frozenset(absent),
        panels=of.panels,
        component_total=component_total,
        total=total,
        rank=table.whole(place, row, "published_rank"),
    )


def _named_apart(performances: list[Performance]) -> list[Performance]:
    """Give each a name of its own: entries of one name are told apart by their starting number."""
    keys = [match_key(each.name) for each in performances]
    return [
        Performance(**(vars(each) | {"name": f"{each.name} (số {each.number}, {each.id})"}))
        if keys.count(key) > 1
        else each
        for each, key in zip(performances, keys, strict=True)
    ]
