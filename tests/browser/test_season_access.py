"""The pages of season, units, register, reports and history: axe finds nothing grave, nothing scrolls sideways, keys reach the map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.officework import PAGES, served_year
from tests.screens import SIZES
from tests.serving import Served

GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """Give a served year with one contest of each standing."""
    with served_year(tmp_path_factory.mktemp("year")) as served:
        yield served


@pytest.fixture(scope="module")
def page(browser: Browser, year: tuple[Served, str]) -> Iterator[Page]:
    """Give a page that is signed in as the season's organiser."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(year[1])
    page.click("main button[type=submit]")
    yield page
    context.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_nothing_grave_on_the_pages_of_an_office(page: Page, year: tuple[Served, str], size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    found: dict[str, Any] = {}
    for name, path in PAGES.items():
        answer = page.goto(year[0].staff + path)
        assert answer is not None
        assert answer.status == 200, path
        grave = [each for each in Axe().run(page).response["violations"] if each["impact"] in GRAVE]
        if grave:
            found[name] = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in grave]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found[f"{name} scrolls sideways"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {}


def test_the_map_is_read_and_opened_with_keys(page: Page, year: tuple[Served, str]) -> None:
    page.goto(f"{year[0].staff}/mua/1")
    tile = page.get_by_role("link", name=re.compile(r"^Xã\s+Tân Lâm Hương\s*, đã chốt, "))
    expect(tile).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"Huyện\s+Kỳ Anh\s*, quá ngày, chưa thi"))).to_be_visible()
    tile.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tile).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã Tân Lâm Hương")
