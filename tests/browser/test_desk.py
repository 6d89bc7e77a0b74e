"""The desk in a real browser: pressed without a page jump, with and without scripts, and sheets typed by keyboard alone."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, BrowserContext, Page, expect

from live.client import Staff
from tests.browser.judging import Judged, make


def enter(context: BrowserContext, desk: Staff, path: str) -> Page:
    """Open a page as the person who is signed in over the API."""
    cookie = desk.http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": desk.server}])
    page = context.new_page()
    page.goto(f"{desk.server}{path}")
    return page


def grid(context: BrowserContext, contest: Judged) -> Page:
    return enter(context, contest.staff, f"/hoi-thi/{contest.id}/ban-thu-ky?phan=tieu_pham")


def test_a_press_changes_the_grid_in_place_and_keeps_the_focus(context: BrowserContext, organiser: Staff) -> None:
    contest = make(organiser, judges=2)
    page = grid(context, contest)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Tân Hòa").focus()
    page.get_by_role("button", name="Mở đội số 1").press("Enter")
    expect(page.locator("#desk-say")).to_have_text("Đã mở đội số 1 – Suối Bạc, phần Tiểu phẩm.")
    expect(page.locator("tr.is-open")).to_contain_text("Suối Bạc")
    expect(page.get_by_role("button", name="Khóa đội số 1")).to_be_disabled()
    expect(page.locator(".desk-steps")).to_contain_text("Chưa khóa được: còn phiếu của Giám khảo số 1 và số 2.")
    page.get_by_role("link", name="Tân Hòa").focus()
    contest.desk("close", **contest.sheet("Suối Bạc"))
    expect(page.locator("tr.is-closing")).to_contain_text("Suối Bạc")
    assert page.evaluate("window.same && document.activeElement.textContent.includes('Tân Hòa')")


def test_a_success_goes_by_itself_unless_pointed_at_and_an_error_stays(
    context: BrowserContext, organiser: Staff
) -> None:
    contest = make(organiser)
    page = grid(context, contest)
    page.clock.install()
    said = page.locator("#desk-say")
    page.get_by_role("button", name="Mở đội số 1").click()
    expect(said).to_contain_text("Đã mở đội số 1")
    said.hover()
    page.clock.run_for(10_000)
    expect(said).to_contain_text("Đã mở đội số 1")
    page.mouse.move(0, 0)
    page.clock.run_for(7000)
    expect(said).to_be_empty()
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator(".desk-steps [data-act] button:enabled").first.click()
    expect(said).to_contain_text("Chưa gửi được tới máy chủ.")
    page.clock.run_for(30_000)
    expect(said).to_contain_text("Chưa gửi được tới máy chủ.")


def test_without_scripts_the_same_buttons_work(browser: Browser, organiser: Staff) -> None:
    contest = make(organiser)
    context = browser.new_context(java_script_enabled=False)
    try:
        page = grid(context, contest)
        page.get_by_role("button", name="Mở đội số 1").click()
        expect(page.locator(".flashes")).to_contain_text("Đã mở đội số 1 – Suối Bạc, phần Tiểu phẩm.")
        page.get_by_role("link", name="Suối Bạc").click()
        page.get_by_role("link", name="Ghi đội vắng…").click()
        page.get_by_role("button", name="Ghi đội vắng").click()
        expect(page.locator("[role=alert]")).to_contain_text("Đề nghị ghi rõ lý do.")
        page.get_by_label("Lý do").fill("Xe hỏng")
        page.get_by_role("button", name="Ghi đội vắng").click()
        expect(page.locator("tr.is-away")).to_contain_text("Suối Bạc")
    finally:
        context.close()


def test_a_sheet_of_five_is_typed_by_keyboard_within_twenty_seconds(context: BrowserContext, organiser: Staff) -> None:
    contest = make(organiser, judges=2)
    contest.open("Suối Bạc")
    page = enter(context, organiser, f"/hoi-thi/{contest.id}/nhap-phieu?phan=tieu_pham")
    expect(page.get_by_role("heading", name=re.compile("Giám khảo số 1"))).to_be_visible()
    began = time.monotonic()
    for mark in ("14,5", "10.25", "7,5", "3,75", "1"):
        page.keyboard.type(mark, delay=40)
        if mark == "1":
            expect(page.locator("[data-total]")).to_have_text("37")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Giám khảo số 2"))).to_be_visible()
    assert time.monotonic() - began < 20
    expect(page.locator(".flashes")).to_contain_text("Đã nhập phiếu, đội số 1 – Suối Bạc")
    expect(page.locator("#mark-1")).to_be_focused()


def test_a_mark_above_the_maximum_is_told_beside_its_field_and_kept(context: BrowserContext, organiser: Staff) -> None:
    contest = make(organiser)
    contest.open("Suối Bạc")
    page = enter(context, organiser, f"/hoi-thi/{contest.id}/nhap-phieu?phan=tieu_pham")
    page.keyboard.type("85")
    page.keyboard.press("Enter")
    expect(page.locator("#mark-1-error")).to_have_text("Điểm tối đa là 16. Đề nghị nhập lại.")
    expect(page.locator("#mark-1")).to_have_value("85")
    expect(page.locator("#mark-2")).to_be_focused()
