"""axe finds nothing grave on the pages of lists, decisions, rewards and procedures, and none scrolls sideways on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from contest.recognition import listlines, procedures, voting
from tests.contest.province import Province, found
from tests.contest.recognition import deciders
from tests.serving import free_ports

PAGES = (
    *("/dot-dang-ky/1/de-nghi", "/dot-dang-ky/1/de-nghi/moi", "/de-nghi/1", "/de-nghi/2", "/de-nghi/2/them"),
    *("/de-nghi/3", "/de-nghi/3/hop-xet", "/de-nghi/3/phieu", "/de-nghi/3/quyet-dinh", "/de-nghi/4/ho-so"),
    *("/de-nghi/4/ho-so/thanh-tich/1", "/quyet-dinh/1", "/so-mo-hinh/1/cong-nhan", "/so-mo-hinh/1/nhan-rong"),
    *("/danh-hieu", "/danh-hieu/moi", "/dot-dang-ky/1/quy-trinh", "/quy-trinh/moi", "/bieu-mau/moi"),
    *("/de-nghi/3/bien-ban", "/quyet-dinh/1/giay-chung-nhan"),
)


def _fill(session: Session) -> Province:
    province = found(session)
    ids = deciders.fill(session, province, [("collective", 6)])
    deciders.whole(session, province, ids[:2], certificate="01/GCN")
    deciders.begin(session, province)
    third = deciders.begin(session, province)
    deciders.submitted(session, province, third, ids[2:4])
    deciders.met(session, province, third)
    hand, reach = province.hand(session, "province"), province.reach(session, "province")
    voting.vote(hand, third, {third.lines[0].id: 2})
    for reward in ("Bằng khen", "Giấy khen"):
        listlines.add(hand, reach, deciders.begin(session, province, "reward", reward=reward), ids[:1])
    procedures.put(hand, procedures.Held(province.units["province"], "Quy trình A"), ["Đăng ký", "Công nhận"])
    procedures.hand_out(hand, procedures.Held(province.units["province"], "Mẫu A"), "a.pdf", b"%PDF-1.7")
    return province


@pytest.fixture
def office(app: Flask) -> Iterator[tuple[str, str]]:
    """Give the address of pages with something on them, and the session of the province's officer."""
    province: Province = app.extensions["writer"].run(_fill)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = serializer.dumps({"_user_id": f"{province.people['province']}.1", "_fresh": True})
    port = free_ports(1)[0]
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}", cookie
    server.shutdown()
    thread.join()


def test_nothing_grave_and_nothing_wide(browser: Browser, office: tuple[str, str]) -> None:
    address, cookie = office
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": address}])
    page, wrong = context.new_page(), []
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PAGES:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        grave = [each for each in Axe().run(page).response["violations"] if each["impact"] in {"serious", "critical"}]
        wrong += [(path, each["id"], each["nodes"][0]["html"][:160]) for each in grave]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append((path, "scrolls sideways", ""))
    context.close()
    assert (wrong, errors) == ([], [])


def test_a_certificate_reads_from_top_to_bottom(browser: Browser, office: tuple[str, str]) -> None:
    address, cookie = office
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(address + "/quyet-dinh/1/giay-chung-nhan")
    frame = page.locator(".certificate .frame").first
    parts = [*frame.locator(".title, .whom, .what").all(), frame.locator(".signs").first, frame.locator(".signed")]
    boxes = [each.bounding_box() for each in (*parts, frame)]
    context.close()
    tops = [box["y"] for box in boxes[:-1] if box]
    assert (len(tops), tops) == (7, sorted(tops))
    inner, outer = boxes[-2], boxes[-1]
    assert inner is not None
    assert outer is not None
    assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_tabs_that_go_on_beyond_a_phone_say_so(browser: Browser, office: tuple[str, str]) -> None:
    address, cookie = office
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(address + "/so-mo-hinh/1/cong-nhan")
    for row in (".rooms", ".nav-underline"):
        told = page.locator(row).first.evaluate(
            "row => [row.scrollWidth > row.clientWidth, getComputedStyle(row).backgroundAttachment]"
        )
        assert told == [True, "local, local, scroll, scroll"], row
    context.close()


def test_a_paper_is_seen_whole_on_a_phone_and_prints_in_its_size(browser: Browser, office: tuple[str, str]) -> None:
    address, cookie = office
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.add_cookies([{"name": "chamkheo", "value": cookie, "url": address}])
    page = context.new_page()
    for path in ("/quyet-dinh/1/giay-chung-nhan", "/de-nghi/3/bien-ban"):
        page.emulate_media(media="screen")
        page.goto(address + path)
        box = page.locator(".paper").first.bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 361) == (True, True), path
        page.emulate_media(media="print")
        assert page.locator(".paper").first.evaluate("paper => getComputedStyle(paper).zoom") == "1", path
    context.close()
