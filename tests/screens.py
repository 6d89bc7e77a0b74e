"""`make screens`: plays half a contest and a whole season on served pairs and takes the pictures of docs/screens at the four sizes."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from live.client import Staff
from scoring import rulebook as rulebooks
from scoring.preset import preset
from tests.acting import Stage
from tests.officework import PAGES as OFFICE_PAGES
from tests.officework import served_year
from tests.serving import ROOT, Served, serve

FOLDER = ROOT / "docs" / "screens"
TEAMS = ("Suối Bạc", "Suối Trai", "Sơn Phước", "Krông Pa", "Sơn Hội", "Phước Tân", "Ea Chà Rang", "Cà Lúi")
JUDGES = ("Nguyễn Thị Hường", "Trần Văn Minh", "Lê Thị Ánh", "Phạm Đức Hòa", "Ksor H'Lan")
SIZES = {"tablet": (1280, 800), "tablet-upright": (800, 1280), "phone": (360, 740), "projector": (1920, 1080)}


def perform(on: Stage, dice: random.Random, part: str, team: str, lock: bool = True) -> None:
    """Open a performance, let every judge mark it with invented marks, and lock it."""
    rules = preset("dan-van-kheo").part(part)
    on.do("open", part=part, team=on.teams[team])
    if rules.panel.method == "agreed":
        on.do("agreed", part=part, team=on.teams[team], marks={"so_cau_dung": str(dice.randint(6, 10))})
    else:
        sheets = [
            {
                c.key: dice.randint(int((c.max_points or 0) * 3), int((c.max_points or 0) * 4)) * 250
                for c in rules.criteria
            }
            for _ in on.tablets
        ]
        on.mark(part, team, sheets)
    if lock:
        on.do("lock", part=part, team=on.teams[team])


def make(served: Served, desk: Staff) -> Stage:
    """Make the demo's contest with its eight real team names and invented people and marks."""
    rules = preset("dan-van-kheo")
    made = desk.create_contest(
        {
            "name": "Hội thi “Dân vận khéo” xã Sơn Hòa",
            "host": "xã Sơn Hòa",
            "level": "xa",
            "date": "22/11/2026",
            "place": "Nhà văn hóa xã Sơn Hòa",
            "organiser_name": "Ban Tổ chức Hội thi",
            "release_mode": "after_lock",
            "invented": True,
            "roles": ["secretary", "head_judge"],
            "rulebook": rulebooks.to_dict(rules),
            "teams": [{"name": name, "unit": f"xã {name}"} for name in TEAMS],
            "seats": [{"number": n, "name": name, "head": n == 1} for n, name in enumerate(JUDGES, 1)],
            "orders": {part.key: list(TEAMS) for part in rules.parts},
        }
    )
    return Stage(served, desk, made["contest_id"], made["uid"], made["teams"], made["seats"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


def signed_in(browser: Browser, on: Stage, size: str, cookie: str = "") -> BrowserContext:
    """Give a browser that is signed in as the desk (or as the session of a cookie)."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", reduced_motion="reduce")
    value = cookie or on.desk.http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": value, "url": on.served.staff}])
    return context


def picture(page: Page, name: str, url: str, **options: Any) -> None:
    """Open an address and take its picture."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", **options)
    sys.stdout.write(f"{name}\n")


def staff_pages(on: Stage, planned: Stage) -> dict[str, str]:
    """Give the staff's pages by picture name: of a contest that runs, and what is edited of one that does not yet."""
    base = f"/hoi-thi/{on.id}"
    return {
        "contests": "/",
        "new": "/hoi-thi/moi",
        "editor": f"/hoi-thi/{planned.id}/the-le",
        "contest": base,
        "rulebook": f"{base}/the-le",
        "teams": f"{base}/doi",
        "people": f"{base}/con-nguoi",
        "cards": f"{base}/the",
        "order": f"{base}/thu-tu",
        "desk": f"{base}/ban-thu-ky",
        "paper": f"{base}/nhap-phieu?phan=tieu_pham",
        "papers": f"{base}/giay-to",
        "result": f"{base}/ket-qua",
    }


def take(browser: Browser, on: Stage, planned: Stage) -> None:
    """Take every picture."""
    for size in ("tablet", "tablet-upright", "phone"):
        context = signed_in(browser, on, size)
        page = context.new_page()
        for name, path in staff_pages(on, planned).items():
            picture(page, f"{name}-{size}", on.served.staff + path, full_page=True)
        context.close()
    for size in ("tablet", "tablet-upright", "phone"):
        context = signed_in(browser, on, size, on.tablets[0].session_cookie)
        page = context.new_page()
        page.goto(f"{on.served.staff}/cham")
        page.locator(".team-card").first.click()
        for key in ("1", "4", ",5", "10"):
            page.locator(f'[data-key="{key}"]').click()
        page.screenshot(path=FOLDER / f"judge-{size}.png")
        context.close()
    for size, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        picture(context.new_page(), f"board-{size}", f"{on.served.hall}/{on.uid}")
        picture(context.new_page(), f"projector-{size}", f"{on.served.hall}/{on.uid}/man-chieu")
        context.close()


def take_offices(browser: Browser) -> None:
    """Take the pictures of season, units, register and reports, of the demo's whole season."""
    with tempfile.TemporaryDirectory() as folder, served_year(Path(folder), whole=True) as (served, link):
        page = browser.new_context(locale="vi-VN", reduced_motion="reduce").new_page()
        page.goto(link)
        page.click("main button[type=submit]")
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for name, path in OFFICE_PAGES.items():
                picture(page, f"{name}-{size}", served.staff + path)


def main() -> None:
    """Play and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        take_offices(browser)
    dice = random.Random(20261122)
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as served, chromium() as browser:
        desk = Staff.by_link(served.staff, served.link)
        desk.send_form("/tai-khoan/cua-toi", password="mat-khau-thu-1", again="mat-khau-thu-1")
        on, planned = make(served, desk), make(served, desk)
        on.do("start")
        on.do("show")
        on.sit()
        for part in ("chao_hoi", "kien_thuc", "tinh_huong"):
            for team in TEAMS:
                perform(on, dice, part, team)
        for team in TEAMS[:5]:
            perform(on, dice, "tieu_pham", team)
        on.do("open", part="tieu_pham", team=on.teams[TEAMS[5]])
        on.do("open", part="tieu_pham", team=on.teams[TEAMS[6]])
        take(browser, on, planned)
        on.leave()


if __name__ == "__main__":
    main()
