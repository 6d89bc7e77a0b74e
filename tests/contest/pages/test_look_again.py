"""The head judge's page of sheets to look at again: what it says, whom it says it to, and that no default workbook says it."""

from __future__ import annotations

import io
import re
from fractions import Fraction

import pytest
from flask import Flask
from openpyxl import load_workbook

from contest import board as boards
from contest.files.workbook import workbook
from tests.building import Built, build
from tests.contest.pages.walker import Walker

RULES = """
name = "Thể lệ để kiểm thử"
invented = true
[[parts]]
key = "kich"
name = "Tiểu phẩm"
max_points = 20
spread_tolerance = 3
panel = { method = "mean" }
criteria = [
  { key = "noi_dung", name = "Nội dung", max_points = 12, step = "0.25" },
  { key = "hinh_thuc", name = "Hình thức", max_points = 8, step = "0.25" },
]
"""
PAGE = "/hoi-thi/1/kiem-tra-lai-phieu"
# Sơn Phước 16, Suối Bạc 15,9167 (a step of one mark in a mean of three apart), Suối Trai far below and 3 apart.
MARKS = {
    "Sơn Phước": ((9000, 7000), (9500, 6500), (9250, 6750)),
    "Suối Bạc": ((9000, 7000), (9500, 6500), (9000, 6750)),
    "Suối Trai": ((7000, 6000), (5000, 5000), (6000, 5500)),
}


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest with one part and three judges."""
    built = build(app.extensions["writer"], rulebook=RULES)
    built.start()
    return built


def mark(built: Built, team: str, judges: int = 3) -> None:
    """Let so many judges send their sheets of a team."""
    built.do("open", "secretary", part="kich", team=built.teams[team])
    for seat, (content, form) in enumerate(MARKS[team][:judges], 1):
        answer = built.send(seat, "kich", team, {"noi_dung": content, "hinh_thuc": form})
        assert answer.status == "accepted", answer


def test_the_head_judge_is_told_which_sheets_decide(app: Flask, built: Built) -> None:
    for team in MARKS:
        mark(built, team)
    page = Walker(app, built.accounts["head_judge"]).text(PAGE)
    assert "Sơn Phước, Suối Bạc: hạng 1–2 cách 0,0833. Đề nghị kiểm tra lại 6 phiếu sau" in page
    assert "Giám khảo số 3, Suối Bạc, Tiểu phẩm" in page
    assert "Đội Suối Trai, phần Tiểu phẩm: Đề nghị kiểm tra lại phiếu, các phiếu lệch nhau 3 điểm" in page
    assert "giống hệt nhau" not in page


def test_sheets_that_agree_are_told_once_the_panel_has_sent(app: Flask, built: Built) -> None:
    head = Walker(app, built.accounts["head_judge"])
    built.do("open", "secretary", part="kich", team=built.teams["Suối Bạc"])
    same = {"noi_dung": 9000, "hinh_thuc": 7000}
    for seat in (1, 2):
        built.send(seat, "kich", "Suối Bạc", same)
    assert "giống hệt nhau" not in head.text(PAGE)
    assert "còn thiếu phiếu của Giám khảo số 3 (đã có 2/3)" in head.text(PAGE)
    built.send(3, "kich", "Suối Bạc", {"noi_dung": 8000, "hinh_thuc": 7000})
    sentence = "Phần Tiểu phẩm: phiếu của Giám khảo số 1, Giám khảo số 2 giống hệt nhau ở 1 đội (Suối Bạc)."
    assert sentence in head.text(PAGE)


def test_nobody_else_sees_it_and_no_workbook_holds_it(app: Flask, built: Built) -> None:
    for team in MARKS:
        mark(built, team)
    assert Walker(app, built.accounts["head_judge"]).get("/hoi-thi/1/ban-thu-ky").data.count(PAGE.encode()) == 1
    for role in ("organiser", "secretary"):
        walker = Walker(app, built.accounts[role])
        assert walker.get(PAGE).status_code == 403
        assert PAGE not in walker.text("/hoi-thi/1/ban-thu-ky")
    board = built.writer.run(lambda session: boards.read(session, built.id))
    book = load_workbook(io.BytesIO(workbook(board)))
    words = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "Sơn Phước" in words
    assert "kiểm tra lại" not in words
    assert "lệch" not in words


def test_with_nothing_to_look_at_it_says_so(app: Flask, built: Built) -> None:
    page = Walker(app, built.accounts["head_judge"]).text(PAGE)
    assert "Không có phiếu nào cần xem lại" in page
    assert "còn thiếu phiếu" not in page


def test_sheets_on_trial_are_shown_to_the_head_judge_alone_and_counted_by_nobody(app: Flask) -> None:
    built = build(app.extensions["writer"], rulebook=RULES + '[[seats]]\nseat = "3"\nshadow = true\n')
    built.start()
    head = Walker(app, built.accounts["head_judge"])
    team = built.teams["Suối Bạc"]
    built.do("open", "secretary", part="kich", team=team)
    assert built.send(3, "kich", "Suối Bạc", {"noi_dung": 3250, "hinh_thuc": 1500}).status == "accepted"
    assert built.send(1, "kich", "Suối Bạc", {"noi_dung": 9000, "hinh_thuc": 7000}).status == "accepted"
    assert "4,75" not in head.text(PAGE), "the panel has not sent yet"
    assert built.send(2, "kich", "Suối Bạc", {"noi_dung": 9500, "hinh_thuc": 7000}).status == "accepted"
    built.do("lock", "secretary", part="kich", team=team)
    page = head.text(PAGE)
    assert "Phiếu chấm thử, phần Tiểu phẩm" in page
    assert '<span class="figures">16 – 16,5</span>' in page
    assert '<span class="figures">4,75</span>' in page
    assert built.board().standings.of(str(team)).parts["kich"].points == Fraction(65, 4)
    others = [
        "ban-thu-ky?phan=kich",
        f"luot-thi?phan=kich&doi={team}",
        "ket-qua",
        "bang.json",
        "giay-to/tong-hop/kich",
        "giay-to/phieu-da-cham/kich",
    ]
    for role in ("organiser", "secretary", "head_judge"):
        walker = Walker(app, built.accounts[role])
        for place in others:
            body = walker.get(f"/hoi-thi/1/{place}").get_data(as_text=True)
            assert not {"4,75", "4.75", "4750", "3,25", "3.25"} & set(re.findall(r"[0-9]+[.,]?[0-9]*", body)), place
    book = load_workbook(io.BytesIO(workbook(built.board())))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    assert not [cell for cell in cells if "4.75" in cell or "3.25" in cell or "chấm thử" in cell.lower()]
