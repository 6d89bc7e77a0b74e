"""What axe says of the judge's pages, at each size and in both themes, and that text may grow to 200 %."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.judging import LYING, STANDING, TELEPHONE, Judged, Pad, scan, take_seat

SIZES = pytest.mark.parametrize("size", [LYING, STANDING, TELEPHONE], ids=["lying", "standing", "telephone"])
# AAA contrast on the judge's pages (screens.md), besides everything of A and AA.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]}


def faults(page: Page) -> list[str]:
    """Give what axe finds that is serious or critical."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


@SIZES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, browser_context_args: dict[str, Any], contest: Judged, size: tuple[int, int], scheme: str
) -> None:
    shape = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    with browser.new_context(**(browser_context_args | shape), bypass_csp=True) as context:
        greeting = scan(context, contest)
        assert faults(greeting) == []
        greeting.close()
        contest.open("Tân Hòa")
        pad = take_seat(context, contest)
        assert faults(pad.page) == []
        pad.click(pad.page.locator(".team-card", has_text="Suối Bạc"))
        pad.tap("1", "4", ",5", "1", "9")
        assert faults(pad.page) == []
        pad.click(pad.row("Chủ đề"))
        for _ in pad.page.locator(".row").all():
            pad.tap("1")
            pad.click(
                "Tiếp theo" if pad.page.get_by_role("button", name="Tiếp theo").count() else pad.page.locator(".next")
            )
        assert faults(pad.page) == []
        pad.click("Gửi phiếu đội số 1")
        pad.received()
        assert faults(pad.page) == []
        pad.click("Phiếu của tôi")
        assert faults(pad.page) == []


def test_text_may_be_twice_as_large(pad: Pad) -> None:
    pad.page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert pad.page.evaluate(wide) == 0
    pad.fill()
    pad.send()
    pad.received()
