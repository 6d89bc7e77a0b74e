"""Marking by hand: the keypad, its words, and how few taps a sheet needs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from live.client import Staff
from tests.browser.judging import LYING, STANDING, TELEPHONE, Judged, Pad, make, no_errors, scan, take_seat


def test_card_greets_and_lets_go(context: BrowserContext, contest: Judged) -> None:
    page = scan(context, contest)
    expect(page.locator("main")).to_contain_text("Kính chào đồng chí")
    expect(page.get_by_role("heading")).to_have_text("Nguyễn Thị Hường 1")
    expect(page.locator("main")).to_contain_text("Giám khảo số 1")
    page.get_by_role("button", name="Không phải tôi").click()
    expect(page.get_by_role("heading")).to_have_text("Xin cảm ơn")
    page.goto(f"{contest.staff.server}/cham")
    expect(page.get_by_role("heading")).to_have_text("Đề nghị quét thẻ giám khảo")


def test_forged_card_is_refused(context: BrowserContext, contest: Judged) -> None:
    page = context.new_page()
    card = contest.seats[0]["card"]
    response = page.goto(f"{contest.staff.server}/g/{card[:-1]}{'0' if card[-1] != '0' else '1'}")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading")).to_have_text("Thẻ này không dùng được")


def test_five_criteria_need_at_most_fourteen_taps(pad: Pad, contest: Judged) -> None:
    with no_errors(pad.page):
        pad.fill()
        pad.send()
        pad.received()
    assert pad.taps <= 14
    state = pad.page.locator(".state-card").inner_text()
    assert re.search(r"Tổ Thư ký đã nhận lúc \d\d:\d\d", state)
    assert re.search(r"Mã [0-9A-Z]{4}-[0-9A-Z]{4} · bản 1", state)
    assert len(contest.submissions()) == 1
    sums = pad.page.locator("tfoot .mark").inner_text()
    assert sums == "37"


def test_whole_numbers_are_eleven_buttons(context: BrowserContext, contest: Judged) -> None:
    contest.open("Tân Hòa", "chao_hoi")
    pad = take_seat(context, contest)
    pad.click(pad.page.locator(".team-card", has_text="Tân Hòa"))
    assert pad.page.locator(".key").all_inner_texts()[:11] == [str(number) for number in range(11)]
    pad.taps = 0
    pad.tap("10", "0", "4", ",5")
    assert [pad.mark(name) for name in ("Lời chào", "Hình thức", "Sáng tạo")] == ["10", "0", "4,5"]
    pad.send()
    pad.received()
    assert pad.taps == 6


def test_out_of_range_is_kept_and_explained(pad: Pad) -> None:
    warning = pad.page.locator("#warning")
    pad.click(pad.row("Dàn dựng"))
    pad.tap("9")
    expect(warning).to_have_text("Điểm tối đa là 8. Đề nghị đồng chí nhập lại.")
    assert pad.mark("Dàn dựng") == "9"
    pad.click(pad.page.locator(".next"))
    assert pad.page.locator(".value").inner_text() == "9"
    pad.tap("back", "7", ",", "3")
    expect(warning).to_have_text("Điểm chấm theo bước 0,25. Đề nghị đồng chí nhập lại.")
    pad.tap(",5")
    assert pad.mark("Dàn dựng") == "7,3"
    pad.tap("back", "back", ",75")
    assert pad.mark("Dàn dựng") == "7,75"
    expect(pad.row("Trang phục")).to_have_attribute("aria-current", "true")


def test_digits_after_an_impossible_mark_never_make_another_one(pad: Pad) -> None:
    pad.click(pad.row("Dàn dựng"))
    pad.tap("7", "2", "5")
    assert pad.mark("Dàn dựng") == "725"
    pad.tap(*"012345")
    assert pad.mark("Dàn dựng") == "7250123"
    expect(pad.page.locator("#warning")).to_have_text("Điểm tối đa là 8. Đề nghị đồng chí nhập lại.")
    pad.tap(*["back"] * 6)
    assert pad.mark("Dàn dựng") == "7"
    expect(pad.page.locator("#warning")).to_have_text("")


def test_a_fraction_touched_twice_writes_nothing_into_the_next_criterion(pad: Pad) -> None:
    pad.tap("1", "4", ",25", ",25")
    assert [pad.mark(name) for name in ("Chủ đề", "Diễn xuất")] == ["14,25", "chưa chấm"]
    expect(pad.page.locator("#warning")).to_have_text("Đề nghị đồng chí bấm số nguyên trước.")
    pad.tap("9")
    expect(pad.page.locator("#warning")).to_have_text("")
    assert pad.mark("Diễn xuất") == "9"


def test_next_right_after_a_criterion_came_by_itself_passes_over_none(pad: Pad) -> None:
    pad.tap("1", "4", ",5")
    pad.click("Tiếp theo")
    expect(pad.row("Diễn xuất")).to_have_attribute("aria-current", "true")
    expect(pad.page.locator("#warning")).to_contain_text("Bấm “Tiếp theo” lần nữa")
    pad.click("Tiếp theo")
    expect(pad.row("Dàn dựng")).to_have_attribute("aria-current", "true")
    pad.click("Tiếp theo")
    expect(pad.row("Trang phục")).to_have_attribute("aria-current", "true")


def test_empty_is_not_zero_and_missing_is_named(pad: Pad) -> None:
    pad.tap("0")
    pad.click("Tiếp theo")
    assert pad.mark("Chủ đề") == "0"
    pad.click(pad.page.locator(".review"))
    expect(pad.page.locator(".sheet .note")).to_have_text(
        "Phiếu còn thiếu: Diễn xuất; Dàn dựng; Trang phục, đạo cụ; Phong cách."
    )
    assert pad.mark("Diễn xuất") == "chưa chấm"
    expect(pad.page.locator(".sum")).to_contain_text("còn 4 tiêu chí")


def test_only_fractions_of_the_step_can_be_pressed(context: BrowserContext, contest: Judged) -> None:
    contest.open("Tân Hòa", "chao_hoi")
    pad = take_seat(context, contest)
    pad.click(pad.page.locator(".team-card", has_text="Tân Hòa"))
    pad.click(pad.row("Sáng tạo"))
    expect(pad.page.locator('[data-key=",25"]')).to_be_hidden()
    expect(pad.page.locator('[data-key=",75"]')).to_be_hidden()
    expect(pad.page.locator('[data-key=",5"]')).to_be_enabled()


def test_steps_correct_a_mark_and_never_make_one(pad: Pad) -> None:
    more = pad.page.get_by_role("button", name="Thêm 0,25")
    less = pad.page.get_by_role("button", name="Bớt 0,25")
    expect(more).to_be_disabled()
    pad.tap("8")
    more.click()
    more.click()
    less.click()
    assert pad.mark("Chủ đề") == "8,25"
    pad.click(pad.row("Phong cách"))
    pad.tap("2")
    pad.click(pad.row("Phong cách"))
    expect(more).to_be_disabled()
    expect(less).to_be_enabled()


def test_no_field_takes_a_number(pad: Pad) -> None:
    assert pad.page.locator("input").count() == 0
    assert pad.page.locator("#pad [contenteditable]").count() == 0


def test_keyboard_does_what_the_keypad_does(pad: Pad) -> None:
    for key in "14,5":
        pad.page.keyboard.press(key)
    pad.page.keyboard.press("1")
    pad.page.keyboard.press("0")
    pad.page.keyboard.press(".")
    pad.page.keyboard.press("2")
    pad.page.keyboard.press("5")
    pad.page.keyboard.press("7")
    pad.page.keyboard.press("Enter")
    for key in ("3", "Enter", "1", "Enter"):
        pad.page.keyboard.press(key)
    expect(pad.page.locator(".grand .mark")).to_have_text("35,75")
    for _ in range(20):
        if pad.page.evaluate("document.activeElement.classList.contains('send')"):
            break
        pad.page.keyboard.press("Tab")
    pad.page.keyboard.press("Enter")
    pad.received()


def test_remark_and_correction_until_the_lock(pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.click("Nhận xét")
    pad.page.get_by_label("Nhận xét cho đội số 1").fill("Diễn xuất tự nhiên, có tình huống hay.")
    pad.click("Xong")
    pad.click(pad.page.locator(".review"))
    expect(pad.page.locator(".review-marks")).to_contain_text("Diễn xuất tự nhiên, có tình huống hay.")
    pad.click("Gửi phiếu đội số 1")
    pad.received()
    pad.click("Sửa")
    pad.click(pad.row("Dàn dựng"))
    pad.tap("8")
    pad.send()
    expect(pad.page.locator(".receipt")).to_contain_text("bản 2")
    contest.desk("lock", **contest.sheet("Suối Bạc"))
    expect(pad.page.locator(".review-foot")).to_contain_text("Phiếu đã khóa, chỉ còn để xem.")
    expect(pad.page.get_by_role("button", name="Sửa")).to_have_count(0)


def test_next_team_never_takes_the_screen(pad: Pad, contest: Judged) -> None:
    pad.tap("1", "4", ",5")
    contest.open("Tân Hòa")
    expect(pad.page.locator(".elsewhere")).to_have_text("Đội số 2 đang thi; phiếu đội số 1 chưa gửi.")
    expect(pad.page.locator(".team .number")).to_have_text("1")
    pad.click(pad.page.locator(".chip", has_text="Tân Hòa"))
    expect(pad.page.locator(".team .number")).to_have_text("2")
    pad.click(pad.page.locator(".chip", has_text="Suối Bạc"))
    assert pad.mark("Chủ đề") == "14,5"


@pytest.mark.parametrize("size", [LYING, STANDING], ids=["lying", "standing"])
def test_keys_are_large_and_everything_fits(pad: Pad, size: tuple[int, int]) -> None:
    page = pad.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    boxes = [key.bounding_box() for key in page.locator(".key, .step, .next").all()]
    assert all(box and box["width"] >= 95 and box["height"] >= 88 for box in boxes)
    assert all(box and box["y"] + box["height"] <= size[1] for box in boxes)
    first, second = page.locator('[data-key="7"]').bounding_box(), page.locator('[data-key="8"]').bounding_box()
    assert first
    assert second
    assert second["x"] - first["x"] - first["width"] == pytest.approx(12, abs=0.6)
    last = pad.row("Phong cách").bounding_box()
    assert last
    assert last["y"] + last["height"] <= size[1]
    sizes = {".team .number": 72, ".team h1": 40, ".row-name strong": 22}
    for selector, least in sizes.items():
        found = page.locator(selector).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert found >= least


LONG = "Câu lạc bộ Dân vận khéo liên thôn Suối Bạc – Tân Hòa Đông"
SIZES = pytest.mark.parametrize("size", [LYING, STANDING, TELEPHONE], ids=["lying", "standing", "telephone"])
TOPS = """() => [".bar", ".own", ".strip ul", ".team", ".row", ".keys", ".key", ".next"].map((part) => {
  const { top, bottom } = document.querySelector(part).getBoundingClientRect();
  return [part, Math.round(top), Math.round(bottom)];
})"""


@SIZES
def test_nothing_moves_under_the_hand_that_marks(
    context: BrowserContext, organiser: Staff, size: tuple[int, int]
) -> None:
    contest = make(organiser, teams=(LONG, "Tân Hòa"), units=False)
    contest.open(LONG)
    contest.open("Tân Hòa")
    pad = take_seat(context, contest)
    page = pad.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    pad.click(page.locator(".team-card", has_text=LONG))
    assert re.fullmatch(r"Đang thi \d\d:\d\d", page.locator(".team .quiet").inner_text())
    before = page.evaluate(TOPS)
    pad.tap("1")
    expect(page.locator(".bar")).to_contain_text("Còn 1 phiếu chưa gửi")
    assert page.evaluate(TOPS) == before
    pad.tap("9")
    expect(page.locator("#warning")).to_contain_text("Điểm tối đa là 16.")
    assert page.evaluate(TOPS) == before
    context.set_offline(True)
    expect(page.locator(".banner")).to_contain_text("Đang mất mạng.")
    assert page.evaluate(TOPS) == before
    heading, keys = page.locator(".team h1").bounding_box(), page.locator(".keys").bounding_box()
    assert heading
    assert keys
    assert heading["y"] + heading["height"] <= keys["y"] or size == LYING
    chips = [chip.bounding_box() for chip in page.locator(".chip").all()]
    edge = page.locator(".main").bounding_box()
    assert edge
    assert all(chip and chip["x"] + chip["width"] <= edge["x"] + edge["width"] for chip in chips)


@SIZES
def test_nothing_runs_over_the_edge(pad: Pad, size: tuple[int, int]) -> None:
    pad.page.set_viewport_size({"width": size[0], "height": size[1]})
    pad.fill()
    pad.click(pad.page.locator(".foot .plain"))
    pad.page.locator("#remark").fill("https://vi-du.vn/" + "a" * 480)
    pad.click("Xong")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert pad.page.evaluate(wide) == 0
    pad.click(pad.page.locator(".review"))
    assert pad.page.evaluate(wide) == 0
    pad.click("Gửi phiếu đội số 1")
    pad.received()
    assert pad.page.evaluate(wide) == 0
