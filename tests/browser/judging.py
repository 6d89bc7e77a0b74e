"""A contest for judges' tablets: made through the API of a served process, opened at the desk, its cards in hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from live.client import Staff

TEAMS = ("Suối Bạc", "Tân Hòa", "Nguyên Cam")
LYING, STANDING, TELEPHONE = (1280, 800), (800, 1280), (360, 740)


def criterion(key: str, name: str, most: int, step: str = "0.25") -> dict[str, Any]:
    """Give one line of a rubric."""
    return {"key": key, "name": name, "max_points": most, "step": step}


SKIT = [
    criterion("noi_dung", "Chủ đề, nội dung", 16),
    criterion("dien_xuat", "Diễn xuất", 12),
    criterion("dan_dung", "Dàn dựng", 8),
    criterion("trang_phuc", "Trang phục, đạo cụ", 4),
    criterion("phong_cach", "Phong cách", 2),
]
GREETING = [
    criterion("loi_chao", "Lời chào", 10, "1"),
    criterion("hinh_thuc", "Hình thức", 10, "1"),
    criterion("sang_tao", "Sáng tạo", 5, "0.5"),
]


def rulebook() -> dict[str, Any]:
    """Give an invented rulebook of two marked parts: quarters up to 16, and whole numbers up to 10."""

    def part(key: str, name: str, criteria: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        most = sum(int(line["max_points"]) for line in criteria)
        return {"key": key, "name": name, "max_points": most, "panel": {"method": "mean"}, "criteria": list(criteria)}

    return {
        "name": "Thể lệ kiểm thử máy chấm",
        "source": "Số liệu tự đặt",
        "invented": True,
        "ties": ["decision"],
        "parts": [part("tieu_pham", "Tiểu phẩm", SKIT), part("chao_hoi", "Chào hỏi", GREETING)],
        "prizes": [{"key": "nhat", "name": "Giải nhất", "count": 1}],
    }


@dataclass
class Judged:
    """A running contest with its desk and its cards."""

    staff: Staff
    id: int
    uid: str
    teams: Mapping[str, int]
    seats: Sequence[Mapping[str, Any]]
    pages: list[Page] = field(default_factory=list)

    def desk(self, name: str, **args: Any) -> None:
        """Carry out a desk command."""
        self.staff.command(self.id, name, **args)

    def open(self, team: str, part: str = "tieu_pham") -> None:
        """Open a performance."""
        self.desk("open", part=part, team=self.teams[team])

    def sheet(self, team: str, part: str = "tieu_pham") -> dict[str, Any]:
        """Name a performance as desk commands do."""
        return {"part": part, "team": self.teams[team]}

    def submissions(self) -> list[dict[str, Any]]:
        """Give the journal's events that carry a judge's sheet, newest first."""
        return [event for event in self.staff.state(self.id)["journal"] if event["kind"] == "sheet_submitted"]


def make(staff: Staff, judges: int = 1, teams: Sequence[str] = TEAMS, units: bool = True) -> Judged:
    """Make a contest and start it; nothing is open yet."""
    rules = rulebook()
    made = staff.create_contest(
        {
            "name": "Hội thi “Dân vận khéo” xã Sơn Hòa",
            "host": "Xã Sơn Hòa",
            "level": "xa",
            "date": "22/11/2026",
            "place": "Nhà văn hóa xã",
            "release_mode": "after_lock",
            "invented": True,
            "rulebook": rules,
            "teams": [{"name": name, "unit": f"xã {name}" if units else ""} for name in teams],
            "seats": [{"number": number, "name": f"Nguyễn Thị Hường {number}"} for number in range(1, judges + 1)],
            "orders": {part["key"]: list(teams) for part in rules["parts"]},
            "roles": ["secretary", "head_judge"],
        }
    )
    contest = Judged(staff, made["contest_id"], made["uid"], made["teams"], made["seats"])
    contest.desk("start")
    return contest


@dataclass
class Pad:
    """One tablet in a judge's hands."""

    page: Page
    taps: int = 0

    def tap(self, *keys: str) -> None:
        """Press keys of the keypad."""
        for key in keys:
            self.click(self.page.locator(f'[data-key="{key}"]'))

    def click(self, what: Locator | str) -> None:
        """Touch something, counting the taps."""
        self.taps += 1
        (self.page.get_by_role("button", name=what) if isinstance(what, str) else what).click()

    def fill(self) -> None:
        """Mark the skit: 14,5 10,25 7,5 3,75 1."""
        self.tap("1", "4", ",5", "10", ",25", "7", ",5", "3", ",75", "1")

    def send(self) -> None:
        """Review and send."""
        self.click(self.page.locator(".next"))
        self.click(self.page.locator(".send"))

    def row(self, name: str) -> Locator:
        """Give a criterion's row."""
        return self.page.locator(".row", has_text=name)

    def mark(self, name: str) -> str:
        """Give what stands in a criterion's row, as it is seen."""
        return self.row(name).locator(".mark, .unmarked").inner_text()

    def shows(self, words: str) -> None:
        """Wait until the sheet's state says these words."""
        expect(self.page.locator("[data-state]").first).to_contain_text(words)

    def received(self) -> None:
        """Wait until the secretariat is said to have received the sheet."""
        self.shows("Tổ Thư ký đã nhận lúc")


def scan(context: BrowserContext, contest: Judged, seat: int = 1) -> Page:
    """Scan a seat's card and stand before its greeting."""
    page = context.new_page()
    page.goto(f"{contest.staff.server}/g/{contest.seats[seat - 1]['card']}")
    return page


def take_seat(context: BrowserContext, contest: Judged, seat: int = 1) -> Pad:
    """Scan a seat's card for the first time and enter."""
    page = scan(context, contest, seat)
    page.get_by_role("button", name="Vào chấm").click()
    page.wait_for_selector(".bar")
    return Pad(page)


def take_over(context: BrowserContext, contest: Judged, seat: int = 1) -> Pad:
    """Scan a seat's card on a further tablet and enter with its PIN."""
    page = scan(context, contest, seat)
    page.get_by_role("button", name="Vào chấm").click()
    for digit in contest.seats[seat - 1]["pin"]:
        page.get_by_role("button", name=digit, exact=True).click()
    page.wait_for_selector(".bar")
    return Pad(page)


def eventually(page: Page, look: Callable[[], Any], wanted: object, seconds: float = 60) -> None:
    """Look until something is as wanted; the page goes on meanwhile."""
    deadline = time.monotonic() + seconds
    while (found := look()) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert found == wanted


@contextmanager
def no_errors(page: Page) -> Iterator[None]:
    """Hold that no script of the page fails meanwhile."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield
    assert failures == []
