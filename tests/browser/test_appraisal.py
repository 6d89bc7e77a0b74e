"""A sheet filled in on a telephone, by thumb and by keyboard; axe finds nothing grave on the pages of appraisal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts import sign_in_link
from contest.config import Settings
from contest.recognition import criteria
from contest.tables.people import Account
from contest.writer import Writer
from tests.contest.recognition.cast import staged
from tests.serving import Served, environment_for, prepare, run_pair

PHONE, TABLET = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
OFFICE = (
    *("/dot-dang-ky/1/tham-dinh", "/dot-dang-ky/1/bo-tieu-chi/collective/sua", "/dot-dang-ky/1/doan-tham-dinh/1"),
    *("/so-mo-hinh/1/tham-dinh", "/dot-dang-ky/1/kiem-tra", "/dot-dang-ky/1/kiem-tra/so-ket"),
)


@pytest.fixture(scope="module")
def appraised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, list[str]]]]:
    """Give a served house with an appraisal, and sign-in links by person."""
    folder = tmp_path_factory.mktemp("appraised")
    environment = environment_for(Path(folder), COVERAGE_PROCESS_START="")
    links = prepare(environment)
    writer = Writer(Settings.from_env(environment).database_url)

    def build(session: Session) -> dict[str, list[str]]:
        stage = staged(session, details=criteria.SetDetails(**vars(criteria.preset("collective")) | {"bonus": "3"}))
        own = session.scalars(select(Account.id).where(Account.username == "tham.dinh")).one()
        people = {"appraiser": own, "province": stage.province.people["province"]}
        return {who: [sign_in_link(session, each) for _ in range(3)] for who, each in people.items()}

    tokens = writer.run(build)
    writer.close()
    with run_pair(Path(folder), environment, links) as served:
        yield served, tokens


def enter(browser: Browser, house: tuple[Served, dict[str, list[str]]], who: str, size: dict[str, int]) -> Page:
    served, tokens = house
    page = browser.new_context(viewport=size, locale="vi-VN").new_page()  # type: ignore[arg-type]
    page.goto(f"{served.staff}/vao/{tokens[who].pop()}")
    page.locator("main form button[type=submit]").first.click()
    return page


def test_an_appraiser_marks_with_a_thumb(browser: Browser, appraised: tuple[Served, dict[str, list[str]]]) -> None:
    page = enter(browser, appraised, "appraiser", PHONE)
    page.goto(appraised[0].staff)
    page.get_by_role("link", name="Phiếu thẩm định").click()
    page.get_by_role("main").get_by_role("link", name="Chấm").click()
    first = page.get_by_label("Cách làm mới, chưa có ở địa bàn", exact=True)
    more = page.get_by_role("button", name="Thêm một bước: Cách làm mới, chưa có ở địa bàn")
    less = page.get_by_role("button", name="Bớt một bước: Cách làm mới, chưa có ở địa bàn")
    less.click()
    expect(first).to_have_value("10")  # from the top down, so that a high mark is near
    more.click()
    expect(first).to_have_value("10")
    less.click()
    expect(first).to_have_value("9,5")
    first.fill("8.5")
    more.press("Enter")
    expect(first).to_have_value("9")
    page.get_by_role("button", name="Lưu phiếu").click()
    expect(page.locator(".flashes")).to_contain_text("còn 7 tiêu chí chưa chấm")
    expect(first).to_have_value("9")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert grave(page) == []


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_axe_finds_nothing_grave(
    browser: Browser, appraised: tuple[Served, dict[str, list[str]]], size: dict[str, int]
) -> None:
    page = enter(browser, appraised, "province", size)
    found = {}
    for path in OFFICE:
        page.goto(appraised[0].staff + path)
        found[path] = grave(page)
    assert found == {path: [] for path in OFFICE}


def grave(page: Page) -> list[str]:
    """Give the rules that a page breaks seriously."""
    violations = Axe().run(page).response["violations"]
    return [each["id"] for each in violations if each["impact"] in {"serious", "critical"}]
