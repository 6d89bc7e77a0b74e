"""Hội ý on two tablets: both judges see both sheets, one retypes, and nothing of the other's stays afterwards."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from live.client import Staff
from tests.browser.judging import LYING, Pad, make, take_seat


def test_two_judges_confer(browser: Browser, organiser: Staff) -> None:
    contest = make(organiser, judges=2)
    contest.open("Suối Bạc")
    contexts = [browser.new_context(viewport={"width": LYING[0], "height": LYING[1]}, locale="vi-VN") for _ in "12"]
    try:
        one, other = (take_seat(context, contest, seat) for seat, context in enumerate(contexts, 1))
        one.fill()
        other.tap("1", "2", ",5", "10", ",25", "7", ",5", "3", ",75", "1")
        for pad in (one, other):
            pad.send()
            pad.received()
            expect(pad.page.locator(".conferring")).to_have_count(0)
        contest.desk("open_conferring", **contest.sheet("Suối Bạc"))
        for pad in (one, other):
            table = pad.page.locator(".conferring table")
            expect(table).to_contain_text("Phiếu của tôi")
            expect(table.locator("tfoot")).to_contain_text("37")
            expect(table.locator("tfoot")).to_contain_text("35")
        retype(one)
        expect(other.page.locator(".conferring tfoot")).to_contain_text("36,5", timeout=20_000)
        contest.desk("close_conferring", **contest.sheet("Suối Bạc"), conclusion="Giữ nguyên các phiếu")
        for pad in (one, other):
            expect(pad.page.locator(".conferring")).to_have_count(0)
            expect(pad.page.locator("#pad")).to_contain_text("Hội ý về đội này đã kết thúc")
    finally:
        for context in contexts:
            context.close()


def retype(pad: Pad) -> None:
    """Mark 14 in place of 14,5."""
    pad.click("Sửa")
    pad.click(pad.row("Chủ đề, nội dung"))
    pad.tap("1", "4")
    pad.send()
    pad.received()
