"""The contest workbook against the same cells written by bare xlsxwriter, in turns in one run."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from contest.board import Board
from contest.chain import Head
from contest.files.workbook import OPTIONS, fill, workbook
from contest.ledger import Fact, Ledger
from contest.panel import SeatView
from contest.tables.contests import Contest, Team
from contest.tables.places import Unit
from scoring.preset import preset

TEAMS, JUDGES, ROUNDS = 18, 7, 25
TARGET = 1.2
KEPT = (
    "write_string",
    "write_number",
    "write_formula",
    "write_blank",
    "merge_range",
    "set_column",
    "set_row",
    "autofilter",
)
Call = tuple[str, tuple[Any, ...]]


def sample_board() -> Board:
    """Give a finished contest of 18 teams × 7 judges under the preset rulebook."""
    rules = preset("dan-van-kheo")
    facts: list[tuple[str, Mapping[str, Any]]] = []
    for part in rules.parts:
        for team in range(1, TEAMS + 1):
            marks = {
                each.key: int((each.max_points or 1) * 1000) - 250 * ((team + place) % 9) * (each.step != 1)
                for place, each in enumerate(part.criteria)
            }
            facts.append((f"performance/{part.key}/{team}", {"state": "locked", "present": True}))
            if part.panel.method == "agreed":
                facts.append((f"agreed/{part.key}/{team}", {"marks": marks}))
                continue
            state = {"state": "received", "marks": marks, "remark": "", "receipt": "K7QF-2M9X"}
            facts.extend((f"sheet/{part.key}/{team}/{seat}", state) for seat in range(101, 101 + JUDGES))
    unit = Unit(name="xã Sơn Hòa")
    contest = Contest(
        id=1, uid="bench", name="Hội thi “Dân vận khéo”", place="Nhà văn hóa", held_on=date(2026, 11, 22), invented=True,
        organiser_name="Ban Tổ chức Hội thi", release_mode="after_lock", created_at=datetime.now(UTC), unit=unit,
    )  # fmt: skip
    teams = tuple(Team(id=number, name=f"Đội thi số {number}", position=number) for number in range(1, TEAMS + 1))
    seats = tuple(SeatView(100 + n, n, n, n == 1, f"Nguyễn Văn {n}", "đồng chí", "") for n in range(1, JUDGES + 1))
    at = "2026-11-22T02:00:00.000Z"
    ledger = Ledger(
        {subject: Fact(seq, at, "system", "", subject, data) for seq, (subject, data) in enumerate(facts, 1)}
    )
    return Board(contest, Head(len(facts), "0a" * 32), 1, rules, teams, seats, ledger)


class Heard(Worksheet):  # type: ignore[misc]
    """A worksheet that remembers what was asked of it."""

    calls: list[Call]

    def __getattribute__(self, name: str) -> Any:
        method = super().__getattribute__(name)
        if name not in KEPT:
            return method
        calls = self.__dict__.setdefault("calls", [])

        def remembered(*args: Any) -> Any:
            calls.append((name, args))
            return method(*args)

        return remembered


class Listening(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets, which remembers its formats' properties."""

    def __init__(self, stream: io.BytesIO, options: dict[str, Any]) -> None:
        self.made: dict[int, dict[str, Any]] = {}
        super().__init__(stream, options)
        self.worksheet_class = Heard

    def add_format(self, properties: dict[str, Any] | None = None) -> Any:
        """Make a format and keep what it was made of."""
        made = super().add_format(properties)
        self.made[id(made)] = dict(properties or {})
        return made


def listen(board: Board) -> tuple[list[tuple[str, list[Call]]], dict[int, dict[str, Any]]]:
    """Give every sheet's calls and the formats in them."""
    with Listening(io.BytesIO(), OPTIONS) as book:
        fill(book, board)
        sheets = [(sheet.get_name(), sheet.__dict__["calls"]) for sheet in book.worksheets()]
        used = {id(each) for _name, calls in sheets for _method, args in calls for each in args}
        return sheets, {key: properties for key, properties in book.made.items() if key in used}


def bare(sheets: list[tuple[str, list[Call]]], made: dict[int, dict[str, Any]]) -> bytes:
    """Write the same cells with xlsxwriter alone."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        formats = {key: book.add_format(properties) for key, properties in made.items()}
        for name, calls in sheets:
            sheet = book.add_worksheet(name)
            for method, args in calls:
                getattr(sheet, method)(*(formats.get(id(each), each) for each in args))
    return stream.getvalue()


def main() -> list[tuple[str, str]]:
    """Time both in turns and give the rows of the report."""
    board = sample_board()
    board.standings  # noqa: B018 - standings have a benchmark of their own
    sheets, made = listen(board)
    cells = sum(1 for _name, calls in sheets for method, _args in calls if method.startswith("write_"))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        for times, work in ((ours, lambda: workbook(board)), (theirs, lambda: bare(sheets, made))):
            times.append(_timed(work))
    # The quickest of each: what else the machine does only ever adds to a turn.
    mine, plain = min(ours), min(theirs)
    return [
        (f"Tệp Excel của hội thi ({TEAMS} đội × {JUDGES} giám khảo, {cells} ô)", f"{mine * 1000:.0f} ms"),
        ("Cùng các ô ấy bằng riêng xlsxwriter", f"{plain * 1000:.0f} ms"),
        (f"Tỷ lệ (mục tiêu ≤ {TARGET})".replace(".", ","), f"{mine / plain:.2f}".replace(".", ",")),
    ]


def _timed(work: Callable[[], bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, figure in main():
        print(f"{name}: {figure}")
