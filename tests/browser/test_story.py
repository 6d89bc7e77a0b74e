"""The whole story in one test: a judge's tap becomes a number on three screens, and nothing before the lock."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.client import Staff
from tests.browser.judging import LYING, TELEPHONE, make, take_seat
from tests.serving import Served

TOTAL = "37"  # 14,5 + 10,25 + 7,5 + 3,75 + 1, from both judges


def desk_page(context: BrowserContext, desk: Staff, contest_id: int) -> Page:
    """Open the desk in a browser as the person who is signed in over the API."""
    cookie = desk.http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": desk.server}])
    page = context.new_page()
    page.goto(f"{desk.server}/hoi-thi/{contest_id}/ban-thu-ky?phan=tieu_pham")
    return page


@pytest.mark.timeout(240)
def test_from_a_tap_to_three_screens(browser: Browser, served: Served, organiser: Staff) -> None:
    contest = make(organiser, judges=2)
    tablet = {"viewport": {"width": LYING[0], "height": LYING[1]}, "locale": "vi-VN"}
    contexts = [browser.new_context(**tablet) for _ in range(3)]  # type: ignore[arg-type]
    visitors = browser.new_context()
    plain = browser.new_context(java_script_enabled=False, viewport={"width": TELEPHONE[0], "height": TELEPHONE[1]})
    try:
        desk = desk_page(contexts[0], organiser, contest.id)
        projector, phone = visitors.new_page(), visitors.new_page()
        projector.set_viewport_size({"width": 1920, "height": 1080})
        phone.set_viewport_size({"width": TELEPHONE[0], "height": TELEPHONE[1]})
        projector.goto(f"{served.hall}/{contest.uid}/man-chieu")
        phone.goto(f"{served.hall}/{contest.uid}")
        for screen in (projector, phone):
            expect(screen.locator(".board")).to_have_attribute("data-stage", "names")

        desk.get_by_role("button", name=re.compile("^Mở đội số 1")).click()
        for screen in (projector, phone):
            expect(screen.locator('tr:has-text("Suối Bạc")')).to_contain_text("đang thi")
        desk.get_by_role("button", name=re.compile("^Hiện")).click()

        pads = [take_seat(contexts[seat], contest, seat) for seat in (1, 2)]
        pads[0].fill()
        pads[0].send()
        pads[0].received()
        expect(desk.locator("table")).to_contain_text("đã nhận")
        assert "14,5" not in desk.content(), "no mark is seen before the whole panel has sent"
        pads[1].fill()
        pads[1].send()
        pads[1].received()
        expect(desk.locator("table")).to_contain_text(TOTAL)
        for screen in (projector, phone):
            assert TOTAL not in screen.locator(".board-body").inner_text(), "nothing is released before the lock"

        desk.get_by_role("button", name=re.compile("^Khóa đội số 1")).click()
        for screen in (projector, phone):
            row = screen.locator('tr:has-text("Suối Bạc")')
            expect(row.locator(".total")).to_contain_text(TOTAL)
            expect(row.locator(".medal")).to_have_text("1")
        third = plain.new_page()
        third.goto(f"{served.hall}/{contest.uid}")
        expect(third.locator('tr:has-text("Suối Bạc") .total')).to_contain_text(TOTAL)
        expect(pads[0].page.locator("body")).to_contain_text("khóa")

        organiser.command(contest.id, "unlock", reason="Xem lại phiếu", **contest.sheet("Suối Bạc"))
        for screen in (projector, phone):
            expect(screen.locator('tr:has-text("Suối Bạc") .total')).not_to_contain_text(TOTAL)
    finally:
        for context in (*contexts, visitors, plain):
            context.close()
