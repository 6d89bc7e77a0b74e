"""axe finds nothing serious on the pages of register, campaign, units and reports, lying and on a telephone; nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from contest import demoregister
from contest.config import Settings
from contest.demoregister import Size
from contest.writer import Writer
from live.client import Staff
from tests.screens import SIZES
from tests.serving import Served, environment_for, prepare, run_pair

GRAVE = {"serious", "critical"}
PAGES = (
    *("/so-mo-hinh", "/so-mo-hinh?tim=khong co", "/so-mo-hinh/{registration}", "/so-mo-hinh/dang-ky/{campaign}"),
    *("/dot-dang-ky", "/dot-dang-ky/{campaign}", "/dot-dang-ky/{campaign}/danh-sach/nhap", "/don-vi", "/don-vi/{unit}"),
)
NARROW = (  # on the telephone alone, where what is wide sticks out
    *("/so-mo-hinh/{registration}/sua", "/dot-dang-ky/{campaign}/chi-tieu", "/bao-cao/owners/in"),
    *("/bao-cao/registrations", "/bao-cao/owners", "/bao-cao/gaps", "/bao-cao/funnel", "/bao-cao/years"),
)


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, dict[str, int]]]:
    """Give a served pair that holds a small invented register, and the numbers of its pages."""
    folder: Path = tmp_path_factory.mktemp("register")
    environment = environment_for(folder, COVERAGE_PROCESS_START="")
    links = prepare(environment)
    writer = Writer(Settings.from_env(environment).database_url)
    made = writer.run(lambda session: demoregister.found(session, Size(34, 100, 5)))
    writer.close()
    numbers = {"registration": 97, "campaign": made.campaigns[-1], "unit": made.province}
    with run_pair(folder, environment, links) as served:
        yield served, numbers


def test_two_clicks_send_a_form_once(browser: Browser, registered: tuple[Served, dict[str, int]]) -> None:
    served, numbers = registered
    context = browser.new_context(locale="vi-VN")
    cookie = Staff.by_link(served.staff, served.link).http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": served.staff}])
    page = context.new_page()
    page.goto(f"{served.staff}/so-mo-hinh/dang-ky/{numbers['campaign']}")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    slow = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    button = page.locator("main form[method=post] button[type=submit]").last
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    for _ in range(2):
        page.mouse.click(box["x"] + 9, box["y"] + 9)
        page.wait_for_timeout(300)
    expect(page.locator("main .alert")).to_be_visible()  # nothing was filled in
    assert len(posts) == 1
    context.close()


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_nothing_grave_and_nothing_sticks_out(
    browser: Browser, registered: tuple[Served, dict[str, int]], size: str
) -> None:
    served, numbers = registered
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    cookie = Staff.by_link(served.staff, served.link).http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": served.staff}])
    page = context.new_page()
    every = PAGES + (NARROW if size == "phone" else ())
    told = {path: _wrong(page, served.staff + path.format(**numbers)) for path in every}
    context.close()
    assert {path: wrong for path, wrong in told.items() if wrong} == {}


def _wrong(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    found = Axe().run(page).response["violations"]
    wrong = [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in GRAVE]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*wrong, *(["sticks out"] if wide else [])]
