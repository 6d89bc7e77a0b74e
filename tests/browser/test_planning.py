"""The days before: an organiser makes a contest in the browser, mends its rulebook, takes teams over, and starts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from live.client import Staff
from tests.serving import Served

TEAMS = ("Krông Pa", "Suối Bạc", "Ca\u0300 Lu\u0301i")


@pytest.fixture
def page(browser: Browser, served: Served, organiser: Staff) -> Iterator[Page]:
    """Give a browser in which the organiser is signed in; an error of a script fails the test."""
    errors: list[str] = []
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
    cookie = organiser.http.cookies.get("chamkheo") or ""
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": served.staff}])
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(served.staff)
    yield page
    context.close()
    assert errors == []


def make_contest(page: Page) -> None:
    page.get_by_role("link", name="Lập hội thi mới").first.click()
    page.get_by_label("Tên hội thi").fill("Hội thi thử của trình duyệt")
    page.get_by_label("Đơn vị tổ chức").fill("Xã Sơn Hòa")
    page.get_by_label("Cấp tổ chức").select_option(label="Cấp xã (xã, phường, đặc khu)")
    page.get_by_label("Ngày thi").fill("22/11/2026")
    page.get_by_label("Địa điểm").fill("Nhà văn hóa")
    page.get_by_role("button", name="Lập hội thi").click()
    expect(page.locator(".alert-danger")).to_contain_text("Cách công bố kết quả")
    page.get_by_label("Hiện điểm sau mỗi phần").check()
    page.get_by_role("button", name="Lập hội thi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hội thi thử của trình duyệt")


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("DANH SÁCH ĐỘI",), ("STT", "Tên đội"), *enumerate(TEAMS, 1))):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Các mục của hội thi").get_by_role("link", name=name).click()


def test_from_nothing_to_a_started_contest(page: Page) -> None:
    make_contest(page)
    tab(page, "Đội thi")
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "Đội.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Nhận 3 đội").click()
    expect(page.locator("table")).to_contain_text("Cà Lúi")
    tab(page, "Con người")
    for name in ("Nguyễn Thị Hường", "Ksor H’Blin"):
        page.get_by_role("button", name="Thêm giám khảo").click()
        page.get_by_label("Họ và tên").fill(name)
        page.get_by_role("button", name="Lưu").click()
    tab(page, "Thứ tự thi")
    numbers = page.locator("#chao_hoi .order-number")
    numbers.first.focus()
    for number in ("2", "2", "1"):
        page.keyboard.type(number)
        if number != "1":
            page.keyboard.press("Enter")
    expect(page.locator("#chao_hoi [data-said]")).to_have_text("Đã có 2/3 số, có chỗ cần xem lại.")
    numbers.nth(1).fill("3")
    expect(page.locator("#chao_hoi [data-said]")).to_have_text("Đã đủ, mỗi số một lần.")
    page.locator("#chao_hoi form.order-form").get_by_role("button", name="Lưu thứ tự").click()
    expect(page.locator("#tieu_pham .order-plain li").first).to_have_text("Cà Lúi")
    tab(page, "Tổng quan")
    page.get_by_role("button", name="Bắt đầu hội thi").click()
    expect(page.get_by_role("link", name="Đến Bàn Thư ký")).to_be_visible()


def test_a_number_left_out_stays_marked_until_it_is_typed(page: Page) -> None:
    page.goto(page.url.partition("/hoi-thi/")[0])
    page.get_by_role("link", name="Hội thi thử của trình duyệt").first.click()
    tab(page, "Thứ tự thi")
    page.locator("#chao_hoi summary").first.click()
    numbers = page.locator("#chao_hoi .order-number")
    numbers.nth(0).fill("")
    page.locator("#chao_hoi form.order-form").get_by_role("button", name="Lưu thứ tự").click()
    expect(page.locator(".alert-danger")).to_contain_text("phần Chào hỏi còn chỗ cần xem lại")
    said = page.locator("#chao_hoi [data-wrong]").nth(0)
    expect(said).to_contain_text("Chưa có số thứ tự")
    numbers.nth(1).press("End")
    expect(said).to_be_visible()
    numbers.nth(0).fill("1")
    expect(said).to_have_text("")


def test_orders_move_by_keyboard(page: Page) -> None:
    make_contest(page)
    tab(page, "Đội thi")
    for team in ("Một", "Hai", "Ba"):
        page.get_by_role("link", name="Thêm một đội").click()
        page.get_by_label("Tên đội").fill(team)
        page.get_by_role("button", name="Thêm đội").click()
    tab(page, "Thứ tự thi")
    up = page.locator("#chao_hoi").get_by_role("button", name="Đưa đội Ba lên")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    rows = page.locator("#chao_hoi [data-team]")
    expect(rows.first).to_contain_text("Ba")
    assert [field.input_value() for field in page.locator("#chao_hoi .order-number").all()] == ["1", "2", "3"]


def test_the_rulebook_tells_its_sums_and_mistakes_as_one_types(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    expect(page.locator("section.part").first.locator(".sum")).to_have_text("cộng được 20 ✓")
    most = page.locator('[data-where="parts.chao_hoi.criteria.noi_dung.max_points"]')
    most.fill("7,5")
    expect(page.locator("section.part").first.locator(".sum")).to_have_text("cộng được 19,5, ghi 20")
    expect(page.locator("#rulebook-mistakes li")).to_have_count(1)
    page.locator("#rulebook-mistakes a").click()
    expect(page.locator('[data-where="parts.chao_hoi.max_points"]')).to_be_focused()
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator("#chua-luu")).to_be_focused()
    expect(most).to_have_value("7,5")
    most.fill("8")
    expect(page.locator("#rulebook-state")).to_have_text("Đúng thể thức, chưa lưu.")


def test_a_part_is_added_ordered_copied_and_saved(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    page.get_by_role("button", name="+ Thêm phần thi").press("Enter")
    page.locator("section.part").last.get_by_label("Tên phần thi").fill("Năng khiếu")
    page.get_by_role("button", name="+ Thêm bước").click()
    page.locator('[data-where="ties.2"]').select_option(label="Điểm phần Năng khiếu cao hơn")
    page.get_by_role("button", name="Đưa phần Năng khiếu lên").press("Enter")
    page.get_by_role("button", name="Chép phần Năng khiếu").click()
    page.get_by_role("button", name="Bỏ phần Kiến thức").click()
    page.get_by_label("Tổng điểm tối đa").fill("100")
    expect(page.locator("#rulebook-state")).to_have_text("Đúng thể thức, chưa lưu.")
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator(".flashes")).to_contain_text("Đã lưu thể lệ, bản 2.")
    names = [re.sub(r"^\d+\. ", "", each) for each in page.locator("section.part h2").all_inner_texts()]
    assert names == ["Chào hỏi", "Xử lý tình huống", "Năng khiếu", "Năng khiếu (bản sao)", "Tiểu phẩm"]
    expect(page.locator('[data-where="ties.2"]')).to_have_value("part:nang_khieu")
