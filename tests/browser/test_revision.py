"""A revision in a real browser: its ground, a sheet as on the paper, before and after, the second person, announced anew."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, expect

from live.client import Staff
from tests.acting import PART, QUIZ, TEAMS, Stage, play, stage
from tests.browser.test_axe import findings
from tests.browser.test_desk import enter
from tests.screens import signed_in
from tests.serving import Served


def second_person(on: Stage) -> tuple[str, str]:
    """Give name and PIN of another secretary of the contest."""
    made = on.desk.send_form(
        f"/hoi-thi/{on.id}/con-nguoi/tai-khoan-moi",
        username=f"thu-ky-{on.id}",
        name="Nguyễn Thị Hai",
        role="secretary",
        salutation="đồng chí",
    )
    link = re.search(r"/vao/[\w.-]+", made.text)
    assert link
    other = Staff.by_link(on.served.staff, link[0])
    shown = other.send_form("/tai-khoan/cua-toi/ma-pin", "/tai-khoan/cua-toi")
    pin = re.search(r">([0-9]{3}) ([0-9]{3})<", shown.text)
    assert pin
    return f"thu-ky-{on.id}", pin[1] + pin[2]


def finished(served: Served) -> Stage:
    """Give an announced contest: 20, 19 and 18 points for greeting, alike in knowledge."""
    on = stage(served)
    marks = dict(zip(TEAMS, (12000, 11000, 10000), strict=True))
    play(on, lambda team, _seat: {"noi_dung": marks[team], "hinh_thuc": 8000}, dict.fromkeys(TEAMS, 8), lambda _: None)
    on.do("draft")
    on.do("sign", signatories="Nguyễn Văn 1")
    ranked = [on.teams[team] for team in TEAMS]
    on.do("approve_prizes", prizes={"nhat": ranked[:1], "nhi": ranked[1:]})
    on.do("finalise")
    on.do("announce")
    return on


def hall(on: Stage) -> str:
    return requests.get(f"{on.served.hall}/{on.uid}/bang", timeout=10).text


def test_a_sheet_is_corrected_confirmed_and_announced_anew(context: BrowserContext, served: Served) -> None:
    on = finished(served)
    name, pin = second_person(on)
    page = enter(context, on.desk, f"/hoi-thi/{on.id}/ket-qua")
    page.get_by_role("link", name="Sửa đổi kết quả…").click()
    page.get_by_label("Căn cứ").fill("đơn kiến nghị")
    page.get_by_label("Biên bản số").fill("02/BB-BTC")
    page.get_by_label("Ngày biên bản").fill("23/11/2026")
    page.get_by_role("button", name="Lập bản sửa đổi").click()
    page.get_by_label("Phần thi").select_option(PART)
    page.get_by_label("Đội thi").select_option(str(on.teams[TEAMS[0]]))
    page.get_by_role("button", name="Sửa phiếu, điểm trừ, người vắng của lượt này…").click()
    page.get_by_text("Sửa phiếu", exact=True).first.click()
    page.get_by_label("Nội dung").first.fill("9,5")
    page.get_by_role("button", name="Ghi phiếu vào bản sửa đổi").first.click()
    expect(page.locator(".sheets").first).to_contain_text("Nội dung: 12 → 9,5")
    expect(page.locator("tr:not(.unmoved)", has_text=TEAMS[0])).to_contain_text("34,75")
    assert "34,75" not in hall(on)
    page.get_by_role("button", name="Ghi giải sau sửa đổi").click()
    page.get_by_label("Tên đăng nhập của người xác nhận").fill(name)
    page.get_by_label("Mã PIN của người xác nhận").fill(pin)
    page.get_by_role("button", name="Xác nhận bản sửa đổi số 1").click()
    expect(page.locator(".flashes")).to_contain_text("Đã xác nhận bản sửa đổi.")
    assert "34,75" not in hall(on)
    page.get_by_role("link", name="Đến bước công bố").click()
    page.get_by_role("link", name="Công bố kết quả…").click()
    page.get_by_role("button", name="Công bố").click()
    expect(page.locator(".flashes")).to_contain_text("Đã công bố kết quả.")
    expect_in_hall(page.context, on)
    page.goto(f"{on.served.staff}/hoi-thi/{on.id}/sua-doi")
    page.get_by_role("link", name="Bảng kết quả").last.click()
    expect(page.locator("main")).to_contain_text("như nó đứng trước khi được sửa đổi")
    expect(page.locator("table")).to_contain_text("36,00")


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_nothing_grave_on_the_pages_of_a_revision(browser: Browser, served: Served, size: str) -> None:
    on = finished(served)
    team, seat = on.teams[TEAMS[0]], on.seats[1]["id"]
    on.do("open_revision", ground="đơn kiến nghị", minutes="02/BB-BTC", day="23/11/2026")
    on.do("revise_judge_absent", part=PART, team=team, seat=seat, why="recused", reason="Người nhà")
    on.do("revise_team_absent", part=QUIZ, team=team, reason="Thi hộ")
    base = f"/hoi-thi/{on.id}/sua-doi"
    pages = {"revision": base} | {part: f"{base}/luot-thi?phan={part}&doi={team}" for part in (PART, QUIZ)}
    context = signed_in(browser, on, size)
    assert findings(context, on, pages) == {}
    context.close()


def expect_in_hall(context: BrowserContext, on: Stage) -> None:
    page = context.new_page()
    page.goto(f"{on.served.hall}/{on.uid}")
    expect(page.locator(".status")).to_contain_text("Kết quả sửa đổi lần 1, ngày ")
    expect(page.locator("table")).to_contain_text("34,75")
