"""How a sheet travels from the tablet: faults of the network are made in the browser, the server is the real one."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, expect

from tests.browser.judging import Judged, Pad, no_errors, scan, take_over, take_seat


def outbox(page: Page) -> list[dict[str, Any]]:
    """Give the commands that the tablet keeps, oldest first."""
    entries = page.evaluate(
        """() => new Promise((resolve, reject) => {
          const opening = indexedDB.open("cham-kheo");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const reading = opening.result.transaction("entries").objectStore("entries").getAll();
            reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
          };
        })"""
    )
    return sorted(entries, key=lambda entry: int(entry["body"]["device_seq"]))


def test_draft_survives_a_reload(pad: Pad) -> None:
    pad.tap("1", "4", ",5", "1")
    pad.shows("Đã lưu trên máy này")
    expect(pad.page.locator(".bar")).to_contain_text("Còn 1 phiếu chưa gửi")
    pad.page.reload()
    pad.page.wait_for_selector(".row")
    assert [pad.mark(name) for name in ("Chủ đề", "Diễn xuất")] == ["14,5", "1"]


def test_sheet_sent_without_network_goes_when_it_is_back(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    pad.fill()
    context.set_offline(True)
    pad.send()
    pad.shows("Đã lưu trên máy này · sẽ gửi khi có mạng")
    expect(pad.page.locator(".banner")).to_contain_text("Đang mất mạng.")
    expect(pad.page.locator(".bar")).to_contain_text("Còn 1 phiếu chưa gửi")
    assert "đã nhận" not in pad.page.locator("body").inner_text()
    assert contest.submissions() == []
    context.set_offline(False)
    pad.received()
    expect(pad.page.locator(".bar")).not_to_contain_text("chưa gửi")
    expect(pad.page.locator(".banner")).to_have_count(0)


SUBMITTED = re.compile(r'42/judge,(\d+)\["submit"')
ANSWERED = re.compile(r"43/judge,(\d+)\[(.*)\]$", re.DOTALL)


def lose_the_first_answer(page: Page) -> list[str]:
    """Lose the first answer to a submit on its way back, by whichever door it went; gives what was lost.

    A hello goes out beside each submit and its answer names receipts too, so an answer is known by its question's number.
    """
    lost: list[str] = []

    def through_socket(client: WebSocketRoute) -> None:
        server, asked = client.connect_to_server(), set[str]()

        def from_client(message: str | bytes) -> None:
            found = SUBMITTED.match(str(message))
            if found:
                asked.add(found[1])
            server.send(message)

        def from_server(message: str | bytes) -> None:
            found = ANSWERED.match(str(message))
            if found and found[1] in asked and not lost:
                lost.append(json.loads(found[2])["status"])
            else:
                client.send(message)

        client.on_message(from_client)
        server.on_message(from_server)

    def through_http(route: Route) -> None:
        answer = route.fetch()
        if lost:
            return route.fulfill(response=answer)
        lost.append(answer.json()["status"])
        return route.abort()

    page.route_web_socket("**/socket.io/**", through_socket)
    page.route("**/socket.io/**", lambda route: route.abort())  # polling: no third door
    page.route("**/cham/submit", through_http)
    return lost


def test_lost_acknowledgement_makes_no_second_sheet(context: BrowserContext, contest: Judged) -> None:
    page = context.new_page()
    lost = lose_the_first_answer(page)
    page.goto(f"{contest.staff.server}/g/{contest.seats[0]['card']}")
    page.get_by_role("button", name="Vào chấm").click()
    pad = Pad(page)
    pad.fill()
    pad.send()
    pad.received()
    assert lost == ["accepted"]
    assert len(contest.submissions()) == 1
    (entry,) = outbox(page)
    assert (entry["state"], entry["answer"]["status"]) == ("received", "duplicate")


def test_http_carries_the_sheet_when_sockets_are_blocked(context: BrowserContext, contest: Judged) -> None:
    context.route("**/socket.io/**", lambda route: route.abort())
    pad = take_seat(context, contest)
    pad.fill()
    pad.send()
    pad.received()
    assert len(contest.submissions()) == 1


def test_two_tabs_send_once(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    second = context.new_page()
    second.goto(f"{contest.staff.server}/cham")
    second.wait_for_selector(".row")
    other = Pad(second)
    pad.fill()
    expect(second.locator(".sum .mark")).to_have_text("37")
    other.send()
    other.received()
    pad.received()
    assert len(contest.submissions()) == 1
    assert len(outbox(second)) == 1


def test_tab_that_stays_sends_after_the_sender_is_closed(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    second = context.new_page()
    second.goto(f"{contest.staff.server}/cham")
    second.wait_for_selector(".row")
    pad.page.close()
    other = Pad(second)
    other.fill()
    other.send()
    other.received()


def test_a_double_tap_sends_once(pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.click(pad.page.locator(".next"))
    pad.page.locator(".send").evaluate("(button) => { button.click(); button.click(); }")
    pad.received()
    assert len(contest.submissions()) == 1
    assert [entry["state"] for entry in outbox(pad.page)] == ["received"]


def test_a_double_click_leaves_the_sheet_received(pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.click(pad.page.locator(".next"))
    pad.page.locator(".send").dblclick(delay=30)
    pad.received()
    pad.page.wait_for_timeout(500)
    pad.received()
    assert len(contest.submissions()) == 1
    assert [entry["state"] for entry in outbox(pad.page)] == ["received"]


def test_correction_made_offline_follows_in_order(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    pad.fill()
    context.set_offline(True)
    pad.send()
    pad.shows("Đã lưu trên máy này")
    pad.click("Sửa")
    pad.click(pad.row("Dàn dựng"))
    pad.tap("8")
    pad.send()
    context.set_offline(False)
    expect(pad.page.locator(".receipt")).to_contain_text("bản 2")
    assert [entry["body"]["base_version"] for entry in outbox(pad.page)] == [0, 1]
    assert len(contest.submissions()) == 2


def test_returned_sheet_shows_its_reason(pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.send()
    pad.received()
    seat = contest.seats[0]["id"]
    contest.desk("return_sheet", seat=seat, reason="Tiêu chí Diễn xuất ghi nhầm đội", **contest.sheet("Suối Bạc"))
    pad.shows("Cần xem lại")
    expect(pad.page.locator(".state-card")).to_contain_text("Tiêu chí Diễn xuất ghi nhầm đội")
    pad.click("Sửa phiếu")
    expect(pad.page.locator(".note")).to_contain_text("Tiêu chí Diễn xuất ghi nhầm đội")
    pad.click(pad.row("Diễn xuất"))
    pad.tap("9", ",5")
    pad.send()
    pad.received()
    expect(pad.page.locator(".receipt")).to_contain_text("bản 3")


# Lets the kept command go again under another id, as from a tablet that pressed Send twice.
FORGET_ANSWER = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("cham-kheo");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const change = opening.result.transaction("entries", "readwrite");
    const entries = change.objectStore("entries");
    entries.getAll().onsuccess = ({ target: { result: [entry] } }) => {
      entries.clear();
      const id = crypto.randomUUID().replaceAll("-", "");
      const body = { ...entry.body, command_id: id };
      entries.put({ ...entry, command_id: id, state: "queued", body, answer: null }, id);
    };
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def conflicting(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    """Let the desk type a paper sheet while the tablet, without network, sends another."""
    pad.fill()
    context.set_offline(True)
    pad.send()
    marks = {"noi_dung": "14", "dien_xuat": "10,25", "dan_dung": "7", "trang_phuc": "3", "phong_cach": "1"}
    contest.desk("type_sheet", seat=contest.seats[0]["id"], marks=marks, **contest.sheet("Suối Bạc"))
    context.set_offline(False)
    expect(pad.page.locator(".conflict")).to_be_visible()


def test_conflict_shows_both_and_the_judge_chooses_mine(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    conflicting(context, pad, contest)
    differing = pad.page.locator("tr.differs th").all_inner_texts()
    assert [line.split("\n")[0].split(" khác")[0] for line in differing] == [
        "Chủ đề, nội dung",
        "Dàn dựng",
        "Trang phục, đạo cụ",
        "Tổng",
    ]
    pad.page.get_by_role("button", name="Gửi bản trên máy này").evaluate("(mine) => { mine.click(); mine.click(); }")
    pad.received()
    expect(pad.page.locator(".receipt")).to_contain_text("bản 2")
    assert [entry["state"] for entry in outbox(pad.page)] == ["settled", "received"]


def test_sheet_that_equals_the_servers_is_no_conflict(pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.send()
    pad.received()
    receipt = pad.page.locator(".receipt").inner_text()
    pad.page.evaluate(FORGET_ANSWER)
    pad.page.reload()
    pad.received()
    assert pad.page.locator(".receipt").inner_text() == receipt
    assert len(contest.submissions()) == 1
    (entry,) = outbox(pad.page)
    assert (entry["state"], entry["answer"]["status"], entry["answer"]["version"]) == ("received", "duplicate", 1)


def test_conflict_may_keep_the_desks_version(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    conflicting(context, pad, contest)
    pad.click("Giữ bản Tổ Thư ký đang có")
    pad.shows("Phiếu giấy đang được Tổ Thư ký đối chiếu")
    assert contest.submissions() == []
    assert [entry["state"] for entry in outbox(pad.page)] == ["settled"]


def test_sheet_after_the_lock_is_kept_and_said_to_be_late(context: BrowserContext, pad: Pad, contest: Judged) -> None:
    pad.fill()
    pad.send()
    pad.received()
    pad.click("Sửa")
    pad.click(pad.row("Dàn dựng"))
    pad.tap("8")
    context.set_offline(True)
    pad.send()
    pad.shows("Đã lưu trên máy này")
    contest.desk("lock", **contest.sheet("Suối Bạc"))
    context.set_offline(False)
    pad.shows("Cần xem lại")
    words = "Lượt thi đã khóa. Phiếu được giữ lại để Trưởng Ban Giám khảo xem xét."
    expect(pad.page.locator(".state-card")).to_contain_text(words)
    pad.click("Phiếu của tôi")
    expect(pad.page.locator(".refusals")).to_contain_text(words)
    assert [entry["state"] for entry in outbox(pad.page)] == ["received", "refused"]


def test_further_device_takes_over_with_the_pin(
    browser: Browser, browser_context_args: dict[str, Any], pad: Pad, contest: Judged
) -> None:
    pad.fill()
    pad.send()
    pad.received()
    with browser.new_context(**browser_context_args) as other:
        page = scan(other, contest)
        page.get_by_role("button", name="Vào chấm").click()
        expect(page.get_by_role("heading")).to_have_text("Xin nhập mã PIN")
        right = contest.seats[0]["pin"]
        tries: list[str] = []
        page.on("request", lambda asked: tries.append(asked.url) if asked.method == "POST" else None)
        wrong = page.get_by_role("button", name="0" if right != "000000" else "1", exact=True)
        wrong.evaluate("(key) => { for (let tap = 0; tap < 8; tap += 1) key.click(); }")
        expect(page.locator("#pin-error")).to_contain_text("Mã PIN không đúng.")
        assert len(tries) == 1
        for digit in right:
            page.get_by_role("button", name=digit, exact=True).click()
        second = Pad(page)
        second.received()
        expect(pad.page.locator(".banner")).to_contain_text("đang được chấm trên một máy khác")
        expect(pad.page.get_by_role("button", name="Sửa")).to_have_count(0)
        second.click("Sửa")
        second.click(second.row("Dàn dựng"))
        second.tap("8")
        second.send()
        expect(page.locator(".receipt")).to_contain_text("bản 2")


def test_what_was_sent_offline_goes_to_the_head_judge_after_a_take_over(
    browser: Browser, browser_context_args: dict[str, Any], context: BrowserContext, pad: Pad, contest: Judged
) -> None:
    contest.open("Nguyên Cam")
    pad.fill()
    context.set_offline(True)
    pad.send()
    pad.shows("Đã lưu trên máy này · sẽ gửi khi có mạng")
    with browser.new_context(**browser_context_args) as other:
        second = take_over(other, contest)
        context.set_offline(False)
        pad.shows("Đã chuyển Trưởng Ban Giám khảo xem xét")
        expect(pad.page.locator(".state-card")).to_contain_text("không tự được tính")
        expect(pad.page.locator(".review-foot")).to_contain_text("Máy này chỉ còn để xem.")
        expect(pad.page.locator(".primary")).to_have_count(0)
        expect(pad.page.locator(".bar")).not_to_contain_text("chưa gửi")
        assert [entry["answer"]["why"] for entry in outbox(pad.page)] == ["taken_over"]
        assert contest.submissions() == []
        (late,) = contest.staff.state(contest.id)["late"]
        second.click(second.page.locator(".team-card", has_text="Suối Bạc"))
        second.fill()
        second.send()
        second.received()
        contest.desk("leave_late", late=late, reason="Đã chấm trên máy mới")
        assert contest.staff.state(contest.id)["late"] == []


def test_a_draft_left_on_the_old_tablet_is_said_to_stay_there(
    browser: Browser, browser_context_args: dict[str, Any], pad: Pad, contest: Judged
) -> None:
    pad.tap("1", "4", ",5")
    with browser.new_context(**browser_context_args) as other:
        take_over(other, contest)
        expect(pad.page.locator(".state-card")).to_contain_text("không gửi được từ máy này nữa")
        expect(pad.page.locator(".bar")).not_to_contain_text("chưa gửi")
        pad.click("Về danh sách đội")
        expect(pad.page.get_by_role("heading", level=1)).to_have_text("Máy này chỉ còn để xem")


def test_without_a_store_it_says_so_and_still_sends(context: BrowserContext, contest: Judged) -> None:
    context.add_init_script("indexedDB.open = () => { throw new DOMException('private', 'SecurityError'); };")
    pad = take_seat(context, contest)
    with no_errors(pad.page):
        expect(pad.page.locator(".banner")).to_contain_text("Trình duyệt này không cho lưu trên máy")
        pad.fill()
        pad.shows("Chưa lưu được trên máy này")
        pad.send()
        pad.received()


def test_server_words_of_refusal_reach_the_judge(context: BrowserContext, contest: Judged) -> None:
    pad = take_seat(context, contest)
    pad.fill()
    context.set_offline(True)
    pad.send()
    pad.shows("Đã lưu trên máy này")
    contest.desk(
        "judge_absent", seat=contest.seats[0]["id"], absent=True, reason="Đi công tác", **contest.sheet("Suối Bạc")
    )
    context.set_offline(False)
    pad.shows("Đã chuyển Trưởng Ban Giám khảo xem xét")
    expect(pad.page.locator(".state-card")).to_contain_text("Giám khảo này được ghi vắng ở lượt thi này")
    contest.desk("judge_absent", seat=contest.seats[0]["id"], absent=False, reason="Đã về", **contest.sheet("Suối Bạc"))
    pad.click("Sửa phiếu")
    pad.send()
    pad.received()
    pad.click("Phiếu của tôi")
    expect(pad.page.locator(".refusals")).to_contain_text("được ghi vắng")


def test_browser_of_another_judge_mixes_nothing(context: BrowserContext, organiser: Any) -> None:
    from tests.browser.judging import make

    contest = make(organiser, judges=2)
    contest.open("Suối Bạc")
    first = take_seat(context, contest, 1)
    first.fill()
    context.set_offline(True)
    first.send()
    first.shows("Đã lưu trên máy này")
    context.set_offline(False)
    context.route("**/cham/submit", lambda route: route.abort())
    second = take_seat(context, contest, 2)
    expect(second.page.locator(".who")).to_contain_text("Giám khảo số 2")
    second.shows("Chưa chấm")
    submitted = [event["actor"] for event in contest.submissions()]
    assert f"seat:{contest.seats[1]['id']}" not in submitted
