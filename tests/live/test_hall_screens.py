"""The projector and the phone in Chromium: sizes, pages, pushes, a hall that dies and comes back, and no one shut out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.live.screens import AT, NAMES, Hall, board, served_hall

TOTALS = {"Suối Bạc": "89,2", "Sơn Phước": "87,75", "Suối Trai": "85,6"}
OFFICIAL: dict[str, Any] = {"stage": "prizes", "status": "Chính thức, lần 2, 15:04", "official": True}
PRIZES = [{"name": "Giải nhất", "teams": ["Suối Bạc"]}, {"name": "Giải nhì", "teams": ["Sơn Phước", "Suối Trai"]}]
LONG = "Đội thi Liên chi bộ Trường THCS và Tiểu học Nguyễn Thị Minh Khai"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Give a served hall with a contest in every stage."""
    with served_hall(tmp_path_factory.mktemp("screens")) as hall:
        hall.store.put("ten", 1, board("ten"), AT)
        hall.store.put("diem", 1, board("diem", TOTALS), AT)
        hall.store.put("giai", 1, board("giai", prizes=PRIZES, **OFFICIAL), AT)
        hall.store.put("trang", 1, board("trang", stage="blank", rows=[], parts=[], status=""), AT)
        hall.show("lon", large())
        yield hall


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[Open]:
    """Give a function that opens a page of the hall and notes what browsers complain of or ask elsewhere."""
    pages: list[Page] = []
    complaints: list[str] = []

    def open_page(path: str, width: int = 1920, height: int = 1080, **options: Any) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **options)
        pages.append(page)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if elsewhere(asked, hall) else None)
        page.goto(hall.address + path)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert [text for text in complaints if "ERR_CONNECTION" not in text and "404" not in text] == []


def elsewhere(asked: Request, hall: Hall) -> bool:
    """Say whether a browser asked another host than the hall."""
    return urlsplit(asked.url).netloc != f"127.0.0.1:{hall.port}"


def large() -> dict[str, Any]:
    """Give a board of 40 teams and six parts with long names."""
    parts = [{"key": str(n), "name": name, "state": "done"} for n, name in enumerate(
        ("Chào hỏi", "Kiến thức", "Xử lý tình huống", "Năng khiếu", "Tuyên truyền mô hình", "Tiểu phẩm")
    )]  # fmt: skip
    row = {"unit": "", "tied": False, "points": ["9,25", "10", "8,5", "9", "7,75", "10"], "state": "done"}
    rows = [
        row | {"team": str(n), "order": n, "name": LONG if n % 5 == 1 else f"{NAMES[n % 8]} {n}", "rank": n, "total": f"{60 - n},5"}
        for n in range(1, 41)
    ]  # fmt: skip
    status = "Điểm tạm thời · đã khóa 38/40 đội ở phần Tuyên truyền mô hình"
    return board("lon", {"Suối Bạc": "1"}, rows=rows, parts=parts, status=status)


def visible(page: Page) -> list[str]:
    """Give the names of the teams that are on the screen, top first."""
    return page.locator("tbody tr:not([hidden]) .called").all_inner_texts()


def top(page: Page) -> Locator:
    """Give the name that stands first."""
    return page.locator("tbody .called").first


def size(page: Page, selector: str) -> tuple[float, float]:
    """Give letter size and row height in px of the first element that matches."""
    found = page.evaluate(
        """(selector) => { const e = document.querySelector(selector);
           return [parseFloat(getComputedStyle(e).fontSize), e.closest('tr').getBoundingClientRect().height] }""",
        selector,
    )
    return found[0], found[1]


def test_seven_rows_of_76_px_and_pages_instead_of_shrinking(opened: Open) -> None:
    page = opened("/diem/man-chieu")
    expect(page.locator("#page")).to_have_text("Trang 1/2")
    assert visible(page) == [*TOTALS, "Krông Pa", "Phước Tân", "Ea Chà Rang", "Sơn Hội"]
    letters, row = size(page, "tbody .called")
    assert letters == pytest.approx(76.3, abs=0.5)
    assert row == pytest.approx(1.5 * letters, abs=1.5)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#page")).to_have_text("Trang 2/2")
    assert visible(page)[-1] == "Cà Lúi"
    expect(page.locator("#page")).to_have_text("Trang 1/2")
    farther = opened("/diem/man-chieu?xa=30&cao=2")
    expect(farther.locator("#page")).to_have_text(re.compile("Trang 1/"))
    assert size(farther, "tbody .called")[0] == pytest.approx(2 * letters, abs=1)
    assert len(visible(farther)) < 4


def test_what_is_said_of_a_team_stands_by_its_name_and_costs_no_row(opened: Open, hall: Hall) -> None:
    told = board("chip", TOTALS, prizes=[{"name": "Giải khuyến khích", "teams": ["Suối Bạc"]}])
    told["rows"][0] |= {"tied": True, "state": "absent"}
    hall.show("chip", told)
    for path, width, height in (("/chip/man-chieu", 1920, 1080), ("/chip", 360, 740)):
        page = opened(path, width, height)
        said = page.locator("tbody tr").first.locator(".called, .tag").all()
        name, *chips = [box for each in said if (box := each.bounding_box())]
        assert len(chips) == 3
        beside, below = name["x"] + name["width"], name["y"] + name["height"] / 2
        assert all(chip["x"] >= beside if width == 1920 else chip["y"] > below for chip in chips)
        assert all(b["x"] - (a["x"] + a["width"]) >= 8 or b["y"] > a["y"] for a, b in pairwise(chips))
        if width == 1920:
            letters, row = size(page, "tbody .called")
            assert row == pytest.approx(1.5 * letters, abs=2)
            assert name["height"] < 2 * letters
            assert size(page, ".tag.prize")[0] >= size(page, "tbody .figure .value")[0]


TALL = ("Ấp Ế Ộ", "Ắng Ngữ", "Ỗ Ổ Ậ", "Ấp Ẩn Ngữ", "Ẵ Ễ Ỗ", "Ặng Ỗ", "Ấp Nhất", "Ắc Ộ")
INK = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const heads = "thead :is(.name, .part, .total, .unit, .tier)";
  const told = "tbody tr:not([hidden]) :is(.called, .tag, .value, .tier > span)";
  const spans = [...document.querySelectorAll(`${heads}, ${told}`)];
  const inked = (text, box, style) => {
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText(text), fall = ink.fontBoundingBoxAscent;
    return { text, left: box.left, right: box.right,
             top: box.top + fall - ink.actualBoundingBoxAscent, bottom: box.top + fall + ink.actualBoundingBoxDescent };
  };
  return spans.filter((span) => span.innerText.trim() && getComputedStyle(span).opacity !== "0").map((span) => {
    const range = document.createRange(), row = span.closest("tr").getBoundingClientRect();
    range.selectNodeContents(span);
    const box = range.getBoundingClientRect();
    return { ...inked(span.innerText.trim(), box, getComputedStyle(span)), head: !!span.closest("thead"),
             row: [row.top, row.bottom] };
  });
}"""


def tall(stage: str, **more: Any) -> dict[str, Any]:
    """Give a board of teams under stacked capitals, with everything that may be said of them."""
    parts = [{"key": "a", "name": "Chào hỏi", "state": "done"}, {"key": "b", "name": "Tiểu phẩm", "state": "running"}]
    told = stage == "points"
    rows = [
        {"team": str(n), "order": n, "name": name, "unit": "xã Ấp Bắc", "rank": max(n - n % 2, 1) if told else None,
         "tied": told, "points": ["9,5", "" if n > 2 else "35,5"] if told else [], "total": "45" if told else "",
         "state": "performing" if n in (3, 4) else "absent" if n == 5 else "done"}
        for n, name in enumerate(TALL, 1)
    ]  # fmt: skip
    return board(f"cao-{stage}", stage=stage, rows=rows, parts=parts) | more


TALL_PRIZES = [{"name": "Giải Nhất", "teams": [TALL[0]]}, {"name": "Giải khuyến khích", "teams": list(TALL[1:])}]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800)])
@pytest.mark.parametrize(
    "body",
    [tall("names"), tall("points"), tall("points", prizes=TALL_PRIZES), tall("prizes", prizes=TALL_PRIZES)],
    ids=["names", "points", "announced", "prizes"],
)
def test_no_accent_touches_the_words_or_the_rule_of_a_neighbour(
    opened: Open, hall: Hall, body: dict[str, Any], size: tuple[int, int]
) -> None:
    uid = f"{body['contest']}-{len(body['prizes'])}-{size[0]}"
    hall.show(uid, body | {"contest": uid})
    page = opened(f"/{uid}/man-chieu", *size)
    page.wait_for_timeout(400)
    inks = page.evaluate(INK)
    assert len(inks) >= 11
    assert [
        ink
        for ink in inks
        if not ink["head"] and not ink["row"][0] + 1 < ink["top"] < ink["bottom"] < ink["row"][1] - 1
    ] == []
    pairs = [(a["text"], b["text"]) for n, a in enumerate(inks) for b in inks[:n] if overlap(a, b)]
    assert pairs == []


def overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Say whether two inked boxes meet."""
    across = float(min(a["right"], b["right"]) - max(a["left"], b["left"]))
    return across > 1 and float(min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])) > 0


def test_every_board_stays_within_the_safe_margin(opened: Open) -> None:
    for path in ("/lon", "/diem", "/ten", "/giai", "/trang"):
        page = opened(f"{path}/man-chieu")
        for width, height in ((1920, 1080), (1280, 800), (1024, 768)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            box = page.evaluate(
                """() => { const boxes = [...document.querySelectorAll('h1, tbody tr:not([hidden]) > *, .board-foot > *')]
                   .filter((e) => e.getClientRects().length).map((e) => e.getBoundingClientRect());
                   return [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right)),
                           Math.max(...boxes.map((b) => b.bottom))] }"""
            )
            assert box[0] >= width * 0.05 - 1, (path, width)
            assert box[1] <= width * 0.95 + 1, (path, width)
            assert box[2] <= height * 0.95 + 1, (path, width)
        page.close()


def test_commas_stand_in_one_line(opened: Open) -> None:
    for path, width in (("/diem/man-chieu", 1920), ("/diem", 360)):
        page = opened(path, width)
        page.wait_for_timeout(300)
        at = page.evaluate(
            """() => [...document.querySelectorAll('tbody .total .value')].map((e) => {
               const range = document.createRange(); const comma = e.firstChild.data.indexOf(',');
               range.setStart(e.firstChild, comma); range.setEnd(e.firstChild, comma + 1);
               return range.getBoundingClientRect().left })"""
        )
        assert len(at) == 3
        assert max(at) - min(at) < 0.6


def test_a_release_moves_the_rows_of_every_screen_without_a_reload(opened: Open, hall: Hall) -> None:
    hall.show("song", board("song"))
    screens = [opened("/song/man-chieu"), opened("/song", 360, 740), opened("/song", 360, 740, reduced_motion="reduce")]
    for page in screens:
        page.wait_for_load_state("networkidle")
        assert visible(page)[:3] == list(NAMES[:3])
    hall.store.put("song", 1, board("song", {"Cà Lúi": "88", "Sơn Hội": "87,5"}), AT)
    for page in screens:
        expect(top(page)).to_have_text("Cà Lúi")
        assert visible(page)[:3] == ["Cà Lúi", "Sơn Hội", "Suối Bạc"]
    assert screens[2].evaluate("document.getAnimations().length") == 0
    hall.store.put("song", 1, board("song", {"Sơn Hội": "90", "Cà Lúi": "88"}), AT)
    expect(top(screens[0])).to_have_text("Sơn Hội")
    assert 300 <= screens[0].evaluate("document.getAnimations()[0].effect.getTiming().duration") <= 500


def test_a_dead_hall_is_said_and_the_last_good_board_stays(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with served_hall(tmp_path_factory.mktemp("dead")) as mortal:
        mortal.show("diem", board("diem", TOTALS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{mortal.address}/diem/man-chieu")
        page.wait_for_load_state("networkidle")
        mortal.kill()
        expect(page.locator("#feed")).to_have_text("Chưa cập nhật")
        assert "Suối Trai" in visible(page)
        mortal.store.put("diem", 1, board("diem", {"Krông Pa": "90"}), AT)
        mortal.start()
        expect(top(page)).to_have_text("Krông Pa")
        expect(page.locator("#feed")).to_have_text("")
        page.close()


def test_a_phone_whose_sockets_fail_asks_by_itself(hall: Hall, browser: Browser) -> None:
    hall.show("hoi", board("hoi"))
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.route("**/socket.io/**", lambda route: route.abort())
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.goto(f"{hall.address}/hoi")
    hall.store.put("hoi", 1, board("hoi", TOTALS), AT)
    expect(page.locator(".board")).to_have_attribute("data-number", "2", timeout=60_000)
    page.close()


def test_the_blank_key_hides_everything_and_survives_a_reload(opened: Open) -> None:
    page = opened("/diem/man-chieu")
    page.keyboard.press("b")
    assert page.locator("#blackout").is_visible()
    page.reload()
    assert page.locator("#blackout").is_visible()
    page.keyboard.press("B")
    assert not page.locator("#blackout").is_visible()
    page.mouse.move(300, 300)
    page.get_by_text("Cài đặt màn chiếu").click()
    page.get_by_role("button", name="Tắt hình").click()
    assert page.locator("#blackout").is_visible()


def test_the_projectors_settings_live_in_its_address(opened: Open) -> None:
    page = opened("/diem/man-chieu")
    page.mouse.move(300, 300)
    page.get_by_text("Cài đặt màn chiếu").click()
    page.get_by_label("Người xem xa nhất").fill("20")
    page.get_by_label("Chiều cao ảnh chiếu").fill("2,5")
    page.get_by_label("Tối, cho hội trường tắt đèn").check()
    page.get_by_role("button", name="Dùng cỡ chữ này").click()
    page.wait_for_url("**/diem/man-chieu?xa=20&cao=2%2C5&nen=toi")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("body").get_attribute("data-percent") == "4.0"


def test_ones_own_team_stays_pinned(opened: Open) -> None:
    page = opened("/diem", 360, 740)
    page.get_by_role("button", name="Suối Trai").click()
    card = page.get_by_role("region", name="Đội quý vị theo dõi")
    assert card.inner_text().split() == ["Suối", "Trai", "Đội", "quý", "vị", "theo", "dõi", "hạng", "3", "85,6"]
    page.reload()
    assert "Suối Trai" in card.inner_text()
    page.get_by_role("button", name="Suối Trai").click()
    assert card.count() == 0


def test_a_phone_needs_no_script_and_no_more_than_360_px(opened: Open) -> None:
    for path in ("/diem", "/lon", "/ten", "/giai", "/trang", "/", "/khong-co"):
        page = opened(path, 360, 740, java_script_enabled=False)
        wide = page.locator("html").bounding_box()
        assert wide is not None
        assert wide["width"] <= 360
        assert page.locator("h1").inner_text()
    page = opened("/diem", 360, 740, java_script_enabled=False)
    assert visible(page)[:3] == list(TOTALS)
    assert page.get_by_role("link", name="Xem bảng mới nhất").is_visible()


def test_the_first_view_of_a_phone_stays_below_100_kilobytes(browser: Browser, hall: Hall) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.goto(f"{hall.address}/lon")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # the socket's library comes after the view, and counts all the same
    page.close()
    assert len(sizes) > 8
    assert sum(sizes) <= 100_000


@pytest.mark.parametrize("path", ["/", "/ten", "/diem", "/giai", "/trang", "/lon", "/khong-co", "/diem/man-chieu",
                                  "/ten/man-chieu", "/giai/man-chieu", "/trang/man-chieu", "/diem/man-chieu?nen=toi&xa=x"])  # fmt: skip
def test_axe_finds_nothing_serious(opened: Open, path: str) -> None:
    for width, height, scheme in ((360, 740, "light"), (1280, 800, "dark")):
        page = opened(path, width, height, bypass_csp=True, color_scheme=scheme)
        page.wait_for_timeout(600)
        found = Axe().run(page).response["violations"]
        page.close()
        bad = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert bad == []
