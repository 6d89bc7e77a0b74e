"""The pages of advancement and citations in a browser: nothing serious for axe, no sideways scrolling, a tie decided by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from contest import accounts
from contest.config import Settings
from contest.planning import carrying
from contest.planning.sources import Wanted
from contest.recognition import citations
from contest.writer import Writer
from tests.contest.clusters import correct, pick, play, seal, take_part, target, work
from tests.contest.province import found, register
from tests.screens import SIZES
from tests.serving import Served, environment_for, prepare, run_pair


@dataclass
class Season:
    """A served pair with a final that waits for a tie, one whose source was corrected, and a registration that cites it."""

    served: Served
    tied: int
    corrected: int
    cluster: int
    registration: int

    def pages(self) -> list[str]:
        cited = f"/so-mo-hinh/{self.registration}/dan-chung"
        return [
            f"/hoi-thi/{self.tied}/vao-tu",
            f"/hoi-thi/{self.tied}/vao-tu/nguon",
            f"/hoi-thi/{self.corrected}/vao-tu",
            f"/hoi-thi/{self.corrected}/doi",
            f"/hoi-thi/{self.cluster}/dan-chung",
            cited,
            f"{cited}?hoi-thi={self.cluster}",
        ]


def fill(writer: Writer) -> tuple[dict[str, int], str]:
    province = writer.run(found)
    house = province.people["house"]
    first = seal(play(writer, "Cụm I", {"Xã A": "90", "Xã B": "88", "Xã C": "87"}))
    second = seal(play(writer, "Cụm II", {"Xã D": "95", "Xã E": "80", "Xã G": "80"}))
    tied, corrected = target(writer, account=house), target(writer, account=house)
    take_part(tied, first, second, account=house)
    pick(tied, Wanted({first.id: 2, second.id: 2}), house)
    pick(corrected, Wanted({first.id: 2}), house)
    work(corrected, carrying.carry, house)

    def cite(session: Any) -> int:
        row, wanted = register(session, province), citations.Wanted(first.id, first.teams["Xã B"], note="Đội của xã")
        citations.cite(province.hand(session, "house"), province.reach(session, "house"), row, wanted)
        return row.id

    registration = writer.run(cite)
    correct(first, "Xã B", "70")
    link = writer.run(lambda session: accounts.sign_in_link(session, house))
    ids = {"tied": tied.id, "corrected": corrected.id, "cluster": first.id, "registration": registration}
    return ids, link


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Season, str]]:
    """Give the season served, and a sign-in link of who keeps the whole house."""
    folder: Path = tmp_path_factory.mktemp("season")
    environment = environment_for(folder, COVERAGE_PROCESS_START="")
    prepare(environment)
    writer = Writer(Settings.from_env(environment).database_url)
    ids, link = fill(writer)
    writer.close()
    with run_pair(folder, environment, [link]) as served:
        yield Season(served, **ids), served.link


@pytest.fixture(scope="module")
def signed_in(browser: Browser, season: tuple[Season, str]) -> Any:
    """Give the cookies of a signed-in person."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(season[1])
    page.get_by_role("button").first.click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=["tablet", "phone"])
def page(browser: Browser, signed_in: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page of each size."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", storage_state=signed_in)
    yield context.new_page()
    context.close()


def test_nothing_grave_and_nothing_beside_the_screen(page: Page, season: tuple[Season, str]) -> None:
    wrong = []
    for path in season[0].pages():
        answer = page.goto(season[0].served.staff + path)
        assert answer is not None
        assert answer.status == 200, path
        found = Axe().run(page).response["violations"]
        wrong += [(path, each["id"]) for each in found if each["impact"] in {"serious", "critical"}]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append((path, "scrolls sideways"))
    assert wrong == []


@pytest.mark.parametrize("page", ["tablet"], indirect=True)
def test_a_tie_is_decided_by_keys_alone(page: Page, season: tuple[Season, str]) -> None:
    page.goto(f"{season[0].served.staff}/hoi-thi/{season[0].tied}/vao-tu")
    page.get_by_role("checkbox", name="Xã E").focus()
    for key in ("Space", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("05/BB-BTC")
    page.keyboard.press("Tab")
    page.keyboard.type("Sát đề hơn")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã ghi quyết định về các đội bằng điểm.")).to_be_visible()
    expect(page.get_by_role("heading", name="Cần quyết định")).to_have_count(0)
