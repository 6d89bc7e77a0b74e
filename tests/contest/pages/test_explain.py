"""A team's result explained: who may read it, that nothing stands there early, and that it prints on one page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from contest.accounts import sign_in_link
from scoring.preset import preset
from scoring.rulebook import from_dict, loads, to_dict
from scoring.rules import Rulebook
from tests.building import Built, build, play_worked, worked_rules
from tests.contest.pages.walker import Walker


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def path(built: Built, team: str, other: str = "") -> str:
    beside = f"?so-voi={built.teams[other]}" if other else ""
    return f"/hoi-thi/{built.id}/giai-trinh/{built.teams[team]}{beside}"


@pytest.mark.parametrize("role", ["organiser", "secretary", "head_judge"])
def test_the_office_reads_every_figure(app: Flask, role: str) -> None:
    built = play_worked(app.extensions["writer"])
    said = words_of(Walker(app, built.accounts[role]).text(path(built, "B")))
    for words in (
        "Giải trình kết quả của đội B",
        "Theo thể lệ, giám khảo được gọi theo số.",
        "1. Chào hỏi (tối đa 20 điểm): 18,05 Tiêu chí GK 1 GK 2 GK 3 GK 4 GK 5",
        "Điểm 18 18,25 17,5 18,5 18 90,25 : 5 = 18,05",
        "Trừ vì Lỗi quy định (Sai quy định): 36,1 − 1 = 35,1.",
        "Cộng: 18,05 + 17,05 + 35,1 + 16 = 86,2 → 86,20 (ghi ra 2 số lẻ).",
        "Hạng 2 trong 6 đội được xếp hạng, theo tổng điểm như ghi ra: 86,20.",
        "Kém đội A (hạng 1, 87,75 điểm) 1,55 điểm.",
        "Dự thảo",
        "Số liệu minh họa",
    ):
        assert words in said, words
    assert "Nguyễn Văn" not in said


def test_one_team_beside_another(app: Flask) -> None:
    built = play_worked(app.extensions["writer"])
    walker = Walker(app, built.accounts["secretary"])
    said = words_of(walker.text(path(built, "B", "A")))
    assert "Đội A đứng trên đội B vì tổng điểm như ghi ra cao hơn: 87,75 − 86,20 = 1,55." in said
    assert "Tiểu phẩm 35,5 35,1 +0,4" in said
    equal = words_of(walker.text(path(built, "F", "C")))
    assert "Xét điểm phần Tiểu phẩm (sau khi trừ): C 33,6; F 33,6. Bước này không phân được." in equal
    assert walker.get(path(built, "B", "A").replace(f"={built.teams['A']}", "=999")).status_code == 404
    assert walker.get(f"/hoi-thi/{built.id}/giai-trinh/99999").status_code == 404
    assert words_of(walker.text(path(built, "B", "B"))) == words_of(walker.text(path(built, "B")))


def test_judges_are_named_only_where_the_rulebook_says_so(app: Flask) -> None:
    document = to_dict(loads(worked_rules())) | {"judges_shown": "named"}
    built = build(app.extensions["writer"], ("A", "B"), 5, from_dict(document))
    built.start()
    said = words_of(Walker(app, built.accounts["secretary"]).text(path(built, "A")))
    assert "GK 1: Nguyễn Văn 1; GK 2: Nguyễn Văn 2;" in said


def test_no_mark_is_shown_while_a_sheet_is_missing(app: Flask) -> None:
    built = build(app.extensions["writer"])
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    walker = Walker(app, built.accounts["head_judge"])
    for seat in (1, 2):
        built.send(seat, "chao_hoi", "Suối Bạc", {"noi_dung": 11_250, "hinh_thuc": 7_750})
        said = words_of(walker.text(path(built, "Suối Bạc")))
        assert "11,25" not in said
        assert "Chưa có điểm: còn thiếu phiếu của GK" in said
    built.send(3, "chao_hoi", "Suối Bạc", {"noi_dung": 11_250, "hinh_thuc": 7_750})
    assert "11,25" in words_of(walker.text(path(built, "Suối Bạc")))


def test_neither_a_judge_nor_the_public_reads_it(app: Flask) -> None:
    built = play_worked(app.extensions["writer"])
    for walker in (Walker(app), Walker(app, device_id=built.devices[0])):
        answer = walker.get(path(built, "A"))
        assert (answer.status_code, answer.location.startswith("/dang-nhap")) == (302, True)
        assert "87,75" not in answer.get_data(as_text=True)
    other = build(app.extensions["writer"])
    assert Walker(app, other.accounts["secretary"]).get(path(built, "A")).status_code == 404


def crowded() -> Rulebook:
    """Four parts that nine judges mark, by criteria, each rounded, with a factor: the longest that a page must hold."""
    document = to_dict(preset("dan-van-kheo"))
    parts = document["parts"]
    assert isinstance(parts, list)
    parts[1] = parts[0] | {"key": "kien_thuc", "name": "Kiến thức", "short_name": "Kiến thức"}
    for part in parts:
        part["panel"] = {"method": "trimmed_mean", "over": "criteria", "drop": 1, "at_least": 5}
    rounding = [{"stage": stage, "decimals": 2} for stage in ("panel", "part")]
    return from_dict(
        document | {"rounding": rounding, "ties": ["part:tieu_pham", "criterion:tieu_pham.noi_dung", "decision"]}
    )


def play_crowded(app: Flask) -> Built:
    built = build(app.extensions["writer"], ("Thôn Suối Bạc – Tân Hiệp – Hòn Ông", "Sơn Phước"), 9, crowded())
    built.start()
    for part in built.rulebook.parts:
        for team in built.teams:
            built.do("open", part=part.key, team=built.teams[team])
            for seat in range(1, 10):
                marks = {
                    each.key: int((each.max_points or 0) * 1000) - 250 * ((seat + place) % 3)
                    for place, each in enumerate(part.criteria)
                }
                assert built.send(seat, part.key, team, marks).status == "accepted"
            rule = part.deductions[0].key
            built.do(
                "deduct",
                part=part.key,
                team=built.teams[team],
                rule=rule,
                amount="75",
                reason="Hai đồng hồ bấm như nhau",
            )
            built.do("lock", part=part.key, team=built.teams[team])
    return built


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the app's pages on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_nine_judges_and_four_parts_print_on_one_page(app: Flask, address: str, browser: Browser) -> None:
    built = play_crowded(app)
    token = built.writer.run(lambda session: sign_in_link(session, built.accounts["organiser"]))
    page = browser.new_context(locale="vi-VN").new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(f"{address}/vao/{token}")
    page.click("main button[type=submit]")
    team, other = built.teams
    for kind in ("plain", "party", "state"):
        page.goto(f"{address}{path(built, team)}?dau={kind}", wait_until="networkidle")
        assert pages_in(page.pdf(prefer_css_page_size=True)) == 1, kind
    page.goto(f"{address}{path(built, team, other)}", wait_until="networkidle")
    assert pages_in(page.pdf(prefer_css_page_size=True)) == 2
    assert wrong == []
    page.context.close()


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))
