"""The days before: an organiser makes a contest in the browser, mends its rulebook, takes teams over, and starts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from live.client import Staff
from scoring.preset import presets
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
    expect(page.locator(".part").first.locator(".part-head .sum")).to_have_text("cộng được 20 ✓")
    most = page.locator('[data-where="parts.chao_hoi.criteria.noi_dung.max_points"]')
    most.fill("7,5")
    expect(page.locator(".part").first.locator(".part-head .sum")).to_have_text("cộng được 19,5, ghi 20")
    expect(page.locator("#rulebook-mistakes li")).to_have_count(1)
    page.locator("#rulebook-mistakes a").click()
    expect(page.locator('[data-where="parts.chao_hoi.max_points"]')).to_be_focused()
    expect(page.locator("#o-parts-chao_hoi-max_points-error")).to_contain_text("Đề nghị sửa điểm tối đa")
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator("#mistakes-title")).to_be_focused()
    expect(most).to_have_value("7,5")
    most.fill("8")
    expect(page.locator("#rulebook-state")).to_have_text("Đã lưu.")
    page.get_by_label("Tên thể lệ").fill("Thể lệ xã")
    expect(page.locator("#rulebook-state")).to_have_text("Đúng thể thức, chưa lưu.")
    page.locator("#rulebook-changes summary").click()
    expect(page.locator("#rulebook-changes li")).to_have_text([re.compile("^Tên thể lệ.* → “Thể lệ xã”$")])


def test_a_draft_is_seen_as_articles_in_a_tab_of_its_own_and_nothing_is_saved(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    page.get_by_label("Tên thể lệ").fill("Thể lệ đang soạn")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Xem bản nháp thành các điều khoản").click()
    expect(opened.value.locator(".paper-about")).to_have_text("Thể lệ đang soạn, bản nháp")
    expect(opened.value.locator(".paper-marks")).to_contain_text("Bản nháp, chưa lưu")
    expect(page.get_by_label("Tên thể lệ")).to_have_value("Thể lệ đang soạn")
    expect(page.locator("#rulebook-state")).to_have_text("Đúng thể thức, chưa lưu.")


def test_a_part_is_added_ordered_copied_and_saved(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    page.get_by_role("button", name="+ Thêm phần thi").press("Enter")
    new = page.locator(".part").last
    expect(new.get_by_label("Tên phần thi")).to_be_focused()
    page.keyboard.type("Năng khiếu")
    page.get_by_role("button", name="+ Thêm bước").click()
    page.locator('select[data-where="ties.2"]').select_option(label="Điểm phần Năng khiếu cao hơn")
    new.get_by_text("Thêm lựa chọn").last.click()
    new.get_by_label("Tên ngắn trên bảng điểm").fill(
        "NK"
    )  # the copy goes without: two parts of one could not be told apart
    up = page.get_by_role("button", name="Đưa phần Năng khiếu lên")
    up.press("Enter")
    expect(up).to_be_focused()
    page.get_by_role("button", name="Chép phần Năng khiếu").click()
    page.get_by_role("button", name="Bỏ phần Kiến thức").click()
    page.get_by_label("Tổng điểm tối đa").fill("100")
    expect(page.locator("#rulebook-state")).to_have_text("Đúng thể thức, chưa lưu.")
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator(".flashes")).to_contain_text("Đã lưu thể lệ, bản 2.")
    # The page says that it is saved before its script has drawn the parts.
    names = ("Chào hỏi", "Xử lý tình huống", "Năng khiếu", "Năng khiếu (bản sao)", "Tiểu phẩm")
    numbered = [f"{number}. {name}" for number, name in enumerate(names, 1)]
    expect(page.locator(".part-toggle span:last-child")).to_have_text(numbered)
    expect(page.locator('select[data-where="ties.2"]')).to_have_value("part:nang_khieu")


def test_what_is_removed_comes_back_and_items_move_by_keyboard(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    criteria = page.locator(".part").first.locator(".item-criterion .field-of-name input")
    page.get_by_role("button", name="Bỏ Sáng tạo").click()
    expect(criteria).to_have_count(3)
    page.locator("#rulebook-undone").get_by_role("button", name="Hoàn tác").click()
    expect(criteria).to_have_count(4)
    expect(page.locator("#rulebook-said")).to_have_text("Đã hoàn tác: Bỏ Sáng tạo.")
    criteria.nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    assert [each.input_value() for each in criteria.all()] == ["Nội dung", "Sáng tạo", "Hình thức", "Phong cách"]
    expect(page.locator("#rulebook-said")).to_have_text("Đã chuyển Sáng tạo lên, nay là số 2 trong 4.")
    page.keyboard.press("Alt+ArrowUp")
    assert criteria.first.input_value() == "Sáng tạo"
    page.keyboard.press("Control+z")
    page.locator("#rulebook-undo").click()
    page.locator("#rulebook-undo").click(force=True)
    expect(criteria.nth(0)).to_have_value("Nội dung")


def test_the_judges_screen_beside_the_form_is_the_pads_own(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    pad = page.frame_locator("#rulebook-picture iframe")
    expect(pad.locator(".row-name")).to_have_text(
        [
            "Nội dung0 – 8, bước 0,25",
            "Hình thức0 – 6, bước 0,25",
            "Sáng tạo0 – 4, bước 0,25",
            "Phong cách0 – 2, bước 0,25",
        ]
    )
    page.locator('[data-where="parts.chao_hoi.criteria.hinh_thuc.step"]').fill("1")
    expect(pad.locator(".row[aria-current] .row-name")).to_have_text("Hình thức0 – 6, bước 1")
    expect(pad.locator(".key")).to_have_text(["0", "1", "2", "3", "4", "5", "6", ""])
    page.get_by_label("Máy chấm của giám khảo, phần").select_option(label="2. Kiến thức")
    expect(page.locator(".picture-said")).to_have_text("Phần này Tổ Thư ký nhập, giám khảo không chấm trên máy.")
    page.get_by_label("Máy chấm của giám khảo, phần").select_option(label="4. Tiểu phẩm")
    expect(pad.locator(".keys-for strong")).to_have_text("Chủ đề, nội dung")


def test_choices_bring_and_take_their_fields(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    part = page.locator(".part").first
    part.get_by_label("Cách tính điểm của Ban Giám khảo").select_option(
        label="Bỏ điểm cao nhất và thấp nhất rồi lấy trung bình"
    )
    part.get_by_label("Chỉ bỏ khi có từ (giám khảo)").fill("2")
    expect(part.locator(".invalid-feedback")).to_contain_text("cần ít nhất 3 giám khảo")
    part.get_by_label("Chỉ bỏ khi có từ (giám khảo)").fill("5")
    page.get_by_label("Sau khi nhân hệ số").select_option(label="2 chữ số thập phân")
    page.get_by_label("Tất cả các đội còn lại").last.uncheck()
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator(".flashes")).to_contain_text("Đã lưu thể lệ, bản 2.", timeout=20_000)
    page.get_by_role("link", name="So sánh các bản và mẫu").click()
    expect(page.locator(".sentences li")).to_have_text(
        [
            "Chào hỏi: cách tính điểm của Ban Giám khảo: “Trung bình cộng các giám khảo” → "
            "“Bỏ điểm cao nhất và thấp nhất rồi lấy trung bình”",
            "Chào hỏi: số phiếu bỏ ở mỗi đầu 0 → 1",
            "Chào hỏi: số giám khảo ít nhất để bỏ điểm cao thấp 1 → 5",
            "Thêm bước làm tròn “Sau khi nhân hệ số” (số chữ số thập phân 2)",
            "Mức giải “Giải Khuyến khích”: số giải tất cả các đội còn lại → 1",
        ]
    )


def test_nothing_typed_is_lost_with_the_network_or_the_page(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    expect(page.get_by_label("Tên thể lệ")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("Tên thể lệ").fill("Gõ khi mất mạng")
    expect(page.locator("#rulebook-state")).to_contain_text("được giữ trên máy này")
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.get_by_label("Tên thể lệ")).to_have_value("Gõ khi mất mạng")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#rulebook-kept")).to_contain_text("còn một bản đang sửa dở, chưa lưu")
    page.get_by_role("button", name="Mở bản đang sửa dở").click()
    expect(page.get_by_label("Tên thể lệ")).to_have_value("Gõ khi mất mạng")
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator(".flashes")).to_contain_text("Đã lưu thể lệ, bản 2.", timeout=20_000)
    expect(page.locator("#rulebook-kept")).to_be_hidden()


def test_a_file_with_strange_keys_is_shown_whole_and_mended_here(page: Page) -> None:
    make_contest(page)
    tab(page, "Thể lệ")
    text = presets()["long-den"].read_text(encoding="utf-8").replace("max_total", 'mau_sac = "đỏ"\nmax_total')
    page.get_by_text("Lấy thể lệ từ nơi khác").click()
    page.get_by_label("Tệp thể lệ").set_input_files(
        {"name": "den.toml", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Lấy từ tệp").click()
    expect(page.locator("#rulebook-mistakes li")).to_have_count(1)
    expect(page.locator(".strays")).to_contain_text('mau_sac: "đỏ"')
    page.get_by_label("Tên thể lệ").fill("Lồng đèn xã")
    page.locator(".strays").get_by_role("button", name="Bỏ mục này").click()
    expect(page.locator("#rulebook-mistakes")).to_be_hidden()
    page.get_by_role("button", name="Lưu thể lệ").click()
    expect(page.locator(".flashes")).to_contain_text("Đã lưu thể lệ, bản 2.", timeout=20_000)
    expect(page.locator(".part-toggle span:last-child")).to_have_text(["1. Lồng đèn"])
