"""axe finds nothing serious or critical on any page of the staff, before, during and after a contest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from tests.acting import PART, QUIZ, TEAMS, Stage, play, stage
from tests.screens import SIZES, staff_pages
from tests.serving import Served

GRAVE = {"serious", "critical"}
OF_NO_CONTEST = {"contests", "new", "accounts", "new account", "own", "not there"}  # the same whatever a contest does


@pytest.fixture(scope="module")
def acted(served: Served) -> Stage:
    """Give a contest with everything locked but one performance unlocked again, and one that is only prepared."""
    dice = random.Random(7)
    on = stage(served)
    play(
        on,
        lambda _team, _seat: {"noi_dung": dice.randint(20, 48) * 250, "hinh_thuc": 6000},
        dict.fromkeys(TEAMS, 8),
        print,
    )
    on.do("unlock", part=PART, team=on.teams[TEAMS[0]], reason="Xem lại")
    on.do("return_sheet", part=PART, team=on.teams[TEAMS[0]], seat=on.seats[0]["id"], reason="Đề nghị xem lại")
    return on


@pytest.fixture(scope="module")
def prepared(served: Served, acted: Stage) -> Stage:
    """Give a contest that has not begun."""
    return stage(served, desk=acted.desk, name="Hội thi chuẩn bị")


@pytest.fixture(params=["tablet", "phone"])
def context(browser: Browser, acted: Stage, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a browser of each size, signed in at the desk."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    cookie = acted.desk.http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": acted.served.staff}])
    yield context
    context.close()


def more_pages(on: Stage) -> dict[str, str]:
    """Give the pages that the pictures leave out."""
    base, team = f"/hoi-thi/{on.id}", on.teams[TEAMS[0]]
    return {
        "new": "/hoi-thi/moi",
        "accounts": "/tai-khoan",
        "new account": "/tai-khoan/moi",
        "own": "/tai-khoan/cua-toi",
        "edit": f"{base}/sua",
        "new team": f"{base}/doi/moi",
        "assign": f"{base}/con-nguoi/phan-cong",
        "seat": f"{base}/con-nguoi/giam-khao/{on.seats[0]['id']}",
        "draw": f"{base}/thu-tu/bien-ban",
        "desk quiz": f"{base}/ban-thu-ky?phan={QUIZ}",
        "performance": f"{base}/luot-thi?phan={PART}&doi={team}",
        "unlock": f"{base}/mo-khoa?phan={PART}&doi={on.teams[TEAMS[1]]}",
        "team absent": f"{base}/doi-vang?phan={PART}&doi={team}",
        "late": f"{base}/phieu-muon",
        "type": f"{base}/nhap-phieu?phan={PART}",
        "confirm": f"{base}/xac-nhan-phieu",
        "agreed": f"{base}/nhap-diem-chung?phan={QUIZ}",
        "blank sheets": f"{base}/giay-to/phieu-cham",
        "summary": f"{base}/giay-to/tong-hop",
        "revisions": f"{base}/sua-doi",
        "amendment": f"{base}/the-le/sua-doi",
        "amending": f"{base}/the-le/sua-doi/soan",
        "rulebook compared": f"{base}/the-le/so-sanh?tu=mau:long-den",
        "rulebook taken over": f"{base}/the-le?tu=mau:trimmed-with-bands",
        "not there": "/khong-co-trang-nay",
    }


def findings(context: BrowserContext, on: Stage, pages: dict[str, str]) -> dict[str, Any]:
    page, found = context.new_page(), {}
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for name, path in pages.items():
        answer = page.goto(on.served.staff + path)
        assert answer is not None
        assert answer.status < 500, path
        grave = [each for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
        if grave:
            found[name] = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in grave]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        if wide:
            found[f"{name} scrolls sideways"] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    return found | ({"scripts": errors} if errors else {})


@pytest.mark.timeout(400)
def test_nothing_grave_while_a_contest_runs(context: BrowserContext, acted: Stage) -> None:
    assert findings(context, acted, staff_pages(acted, acted) | more_pages(acted)) == {}


@pytest.mark.timeout(400)
def test_nothing_grave_while_a_contest_is_prepared(context: BrowserContext, prepared: Stage) -> None:
    pages = staff_pages(prepared, prepared) | more_pages(prepared)
    assert findings(context, prepared, {name: pages[name] for name in pages.keys() - OF_NO_CONTEST}) == {}
