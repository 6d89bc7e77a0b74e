"""Quizzes at the desk: answers typed and imported, a question struck out by two people, every team counted again."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest.access import hash_secret
from contest.scorebook.refusals import Refused
from contest.tables.people import Account
from tests.building import Built, build
from tests.contest.pages.walker import Walker

PIN = "246810"
RULES = """
name = "Thể lệ có trắc nghiệm"
[[parts]]
key = "kt"
name = "Kiến thức"
max_points = 6
panel = { method = "quiz", wrong = "0.5" }
criteria = [
  { key = "c1", name = "Câu 1", max_points = 2 },
  { key = "c2", name = "Câu 2", max_points = 2 },
  { key = "c3", name = "Câu 3", max_points = 2 },
]
"""
TYPE = "/hoi-thi/1/nhap-diem-chung"
FILE = "/hoi-thi/1/nhap-diem-chung/tep?phan=kt"
STRIKE = "/hoi-thi/1/huy-cau"
DOOR = "/hoi-thi/1/lenh?phan=kt&cau=c2"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest whose teams are open in the quiz, and whose people have a PIN."""
    built = build(app.extensions["writer"], rulebook=RULES, judges=0)
    built.start()
    for team in built.teams.values():
        built.do("open", "secretary", part="kt", team=team)

    def give_pins(session: Session) -> None:
        for role in ("secretary", "head_judge", "organiser"):
            session.get_one(Account, built.accounts[role]).pin_hash = hash_secret(PIN)

    built.writer.run(give_pins)
    return built


def points(built: Built) -> dict[str, Fraction | None]:
    board = built.board()
    return {board.team(row.team).name: row.parts["kt"].points for row in board.standings.rows}


def answer(built: Built, team: str, *given: str) -> None:
    marks = dict(zip(("c1", "c2", "c3"), given, strict=True))
    built.do("agreed", "secretary", part="kt", team=built.teams[team], marks=marks)


# --- typing


def test_answers_are_typed_in_three_words(app: Flask, built: Built) -> None:
    walker, team = Walker(app, built.accounts["secretary"]), built.teams["Suối Bạc"]
    page = walker.text(TYPE)
    assert "đội Suối Bạc: câu trả lời" in page.replace("Đội", "đội")
    assert page.count('type="radio"') == 9
    saved = walker.post(
        f"{TYPE}?phan=kt&doi={team}", {f"{team}.c1": "right", f"{team}.c2": "wrong", f"{team}.c3": "blank"}
    )
    assert saved.status_code == 302
    assert points(built)["Suối Bạc"] == Fraction(3, 2)
    kept = built.board().ledger.data("agreed", "kt", team)
    assert kept["marks"] == {"c1": 2000, "c2": -500, "c3": 0}
    assert kept["answers"] == {"c1": "right", "c2": "wrong", "c3": "blank"}
    assert "đội Suối Trai: câu trả lời" in walker.text(TYPE).replace("Đội", "đội")  # the next that is not answered yet
    shown = walker.text(f"{TYPE}?phan=kt&doi={team}")
    assert shown.count(" checked") == 3


def test_a_question_left_open_is_named_and_nothing_is_kept(app: Flask, built: Built) -> None:
    walker, team = Walker(app, built.accounts["secretary"]), built.teams["Suối Bạc"]
    refused = walker.post(f"{TYPE}?phan=kt&doi={team}", {f"{team}.c1": "right", f"{team}.c3": "perhaps"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "Chưa có câu nào được ghi" in page
    refused = walker.post(f"{TYPE}?phan=kt&doi={team}", {f"{team}.c1": "right", f"{team}.c3": "blank"})
    assert "Câu 2" in refused.get_data(as_text=True)
    assert points(built)["Suối Bạc"] is None


def test_a_page_before_anything_is_open_says_so(app: Flask) -> None:
    built = build(app.extensions["writer"], rulebook=RULES, judges=0)
    built.start()
    assert "Chưa có lượt thi nào của phần này đang mở" in Walker(app, built.accounts["secretary"]).text(TYPE)


# --- a file


def send(app: Flask, built: Built, data: bytes, name: str = "dapan.csv") -> TestResponse:
    walker = Walker(app, built.accounts["secretary"])
    return walker.post(FILE, {"file": (io.BytesIO(data), name)})


def test_answers_of_all_teams_come_from_a_file(app: Flask, built: Built) -> None:
    data = "Bảng đáp án;;;\nĐội;Câu 1;Câu 2;Câu 3\nsuối bạc;đúng;Sai;bỏ trống\nSuối Trai;Đ;S;2\n;;;\n"
    assert send(app, built, data.encode()).status_code == 302
    assert points(built) == {"Suối Trai": Fraction(7, 2), "Suối Bạc": Fraction(3, 2), "Sơn Phước": None}


def test_answers_come_from_a_workbook(app: Flask, built: Built) -> None:
    book, stream = Workbook(), io.BytesIO()
    for row in (["Đội thi", "Câu 3", "Câu 2", "c1"], ["Sơn Phước", "đúng", "không trả lời", -0.5]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(stream)
    assert send(app, built, stream.getvalue(), "dapan.xlsx").status_code == 302
    assert points(built)["Sơn Phước"] == Fraction(3, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Chưa chọn tệp"),
        ("Câu 1,Câu 2\nđúng,sai\n".encode(), "Không thấy dòng tiêu đề"),
        ("Đội,Câu 1,Câu 2\nSuối Bạc,đúng,sai\n".encode(), "Thiếu cột “Câu 3”"),
        ("Đội,Câu 1,Câu 2,Câu 2,Câu 3\nSuối Bạc,đúng,sai,sai,sai\n".encode(), "Có hai cột “Câu 2”"),
        ("Đội,Câu 1,Câu 2,Câu 3\nAi Đó,đúng,sai,sai\n".encode(), "Dòng 2: hội thi không có đội “Ai Đó”"),
        (
            "Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,đúng,sai,sai\nSuối Bạc,sai,sai,sai\n".encode(),
            "Dòng 3: đội “Suối Bạc” đã có",
        ),
        ("Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,,,\n".encode(), "Dòng 2: đội Suối Bạc chưa có câu trả lời nào"),
        (
            "Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,đúng,hmm,sai\n".encode(),
            "“hmm” không phải là câu trả lời. Được ghi: đúng, sai, bỏ trống, hoặc số điểm (2, −0,5, 0).",
        ),
        (b" ", "Không thấy dòng tiêu đề"),
        ("Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,đúng,1,sai\n".encode(), "Không có câu trả lời nào được 1 điểm"),
        ("Đội,Câu 1,Câu 2,Câu 3\n".encode(), "không có đội nào"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_in_full(app: Flask, built: Built, data: bytes, said: str) -> None:
    refused = send(app, built, data, "dapan.csv" if data else "")
    assert refused.status_code == 409
    assert said in refused.get_data(as_text=True)
    assert set(points(built).values()) == {None}


def test_every_wrong_cell_is_told_at_once(app: Flask, built: Built) -> None:
    data = "Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,x,,y\nSuối Trai,9,sai,sai\n"
    page = send(app, built, data.encode()).get_data(as_text=True)
    assert "Còn 3 chỗ cần sửa" in page


def test_an_empty_cell_beside_answers_is_a_question_left_blank(app: Flask, built: Built) -> None:
    assert send(app, built, "Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,đúng,,sai\n".encode()).status_code == 302
    kept = built.board().ledger.data("agreed", "kt", built.teams["Suối Bạc"])
    assert kept["marks"] == {"c1": 2000, "c2": 0, "c3": -500}
    assert kept["answers"] == {"c2": "blank"}


def test_a_column_that_is_not_used_is_mentioned(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    data = "Đội,Câu 1,Câu 2,Câu 3,Ghi chú\nSuối Bạc,đúng,sai,sai,x\n".encode()
    page = walker.post(FILE, {"file": (io.BytesIO(data), "dapan.csv")}, follow=True).get_data(as_text=True)
    assert "Cột không dùng đến: “Ghi chú”." in page


def test_a_team_whose_turn_is_not_open_is_told_with_the_remedy(app: Flask) -> None:
    built = build(app.extensions["writer"], rulebook=RULES, judges=0)
    built.start()
    built.do("open", "secretary", part="kt", team=built.teams["Suối Bạc"])
    data = "Đội,Câu 1,Câu 2,Câu 3\nSuối Bạc,đúng,sai,sai\nSuối Trai,đúng,sai,sai\n".encode()
    page = send(app, built, data).get_data(as_text=True)
    assert "Dòng 3: lượt của đội “Suối Trai” chưa ghi được (thi sau). Đề nghị mở lượt ấy" in page
    assert "mở lượt của tất cả các đội trước" in Walker(app, built.accounts["secretary"]).text(TYPE)


def test_a_file_that_is_no_table_is_told_as_a_file_of_answers(app: Flask, built: Built) -> None:
    for data, name in ((b"", "trong.csv"), (b"x", "anh.png"), (b"x" * (5 * 1024 * 1024 + 1), "to.csv")):
        refused = send(app, built, data, name)
        if refused.status_code == 409:
            assert "danh sách" not in refused.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    assert "Tệp trống. Đề nghị chọn lại tệp câu trả lời" in send(app, built, b"", "trong.csv").get_data(as_text=True)


def test_the_address_of_a_refused_file_leads_back(app: Flask, built: Built) -> None:
    back = Walker(app, built.accounts["secretary"]).get(FILE)
    assert (back.status_code, back.headers["Location"]) == (302, f"{TYPE}?phan=kt")


# --- striking out


def strike(app: Flask, built: Built, role: str = "head_judge", **more: Any) -> TestResponse:
    form = {
        "command": "strike_question",
        "form": "question",
        "back": "quiz.strike",
        "then": "quiz.strike",
        "part": "kt",
        "criterion": "c2",
        "ground": "Đề có hai đáp án đúng",
        "minutes": "BB số 3",
        "second": "organiser-1",
        "pin": PIN,
    }
    return Walker(app, built.accounts[role]).post(DOOR, form | more)


@pytest.fixture
def answered(built: Built) -> Built:
    """Give the quiz with all answers: Suối Bạc 5,5, Suối Trai 3,5, Sơn Phước 3,5."""
    answer(built, "Suối Bạc", "right", "right", "right")
    answer(built, "Suối Trai", "wrong", "right", "right")
    answer(built, "Sơn Phước", "right", "wrong", "right")
    return built


def test_the_page_shows_every_team_before_and_after(app: Flask, answered: Built) -> None:
    walker = Walker(app, answered.accounts["head_judge"])
    assert "Câu 2" in walker.text(f"{STRIKE}?phan=kt")
    page = " ".join(walker.text(f"{STRIKE}?phan=kt&cau=c2").split())
    assert "3,50 → <b>6,00</b>" in page  # Sơn Phước, who had it wrong, gets its two points
    assert "2 đội đổi thứ hạng" in page  # Sơn Phước from 2 to 1, Suối Trai from 2 to 3
    assert walker.get(f"{STRIKE}?phan=kt&cau=zz").status_code == 404
    assert walker.get(f"{STRIKE}?phan=zz").status_code == 404


def test_a_question_struck_out_counts_every_team_again_and_can_be_restored(app: Flask, answered: Built) -> None:
    before = points(answered)
    assert before == {"Suối Bạc": 6, "Suối Trai": Fraction(7, 2), "Sơn Phước": Fraction(7, 2)}
    assert strike(app, answered).status_code == 302
    assert points(answered) == {"Suối Bạc": 6, "Sơn Phước": 6, "Suối Trai": Fraction(7, 2)}
    fact = answered.board().ledger.get("strike", "kt", "c2")
    assert fact is not None
    assert (fact.kind, fact.data["reason"], fact.data["minutes"]) == (
        "question_struck",
        "Đề có hai đáp án đúng",
        "BB số 3",
    )
    assert fact.actor == fact.data["confirmed_by"] == f"account:{answered.accounts['organiser']}"
    assert fact.data["asked_by"] == f"account:{answered.accounts['head_judge']}"
    page = Walker(app, answered.accounts["head_judge"]).text(f"{STRIKE}?phan=kt&cau=c2")
    assert "Khôi phục" in page
    assert strike(app, answered, command="restore_question").status_code == 302
    assert points(answered) == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ground": " "}, "Đề nghị ghi rõ căn cứ."),
        ({"minutes": ""}, "Đề nghị ghi rõ biên bản."),
        ({"second": ""}, "người thứ hai"),
        ({"pin": "000000"}, "PIN"),
        ({"second": "head-judge-1"}, "khác với người đề nghị"),
        ({"criterion": "c9"}, "Phần này không có câu hỏi ấy"),
        ({"command": "restore_question"}, "Câu này chưa bị hủy"),
    ],
)
def test_a_strike_that_lacks_something_is_refused(app: Flask, answered: Built, more: dict[str, str], said: str) -> None:
    refused = strike(app, answered, **more)
    assert refused.status_code == 409
    assert said.casefold() in refused.get_data(as_text=True).casefold()
    assert answered.board().struck == ()


def test_a_secretary_cannot_confirm_and_is_told_so_without_being_locked_out(app: Flask, answered: Built) -> None:
    page = Walker(app, answered.accounts["head_judge"]).text(f"{STRIKE}?phan=kt&cau=c2")
    assert "Người xác nhận: Ban Tổ chức hoặc Trưởng Ban Giám khảo" in page
    for _ in range(6):
        refused = strike(app, answered, second="secretary-1").get_data(as_text=True)
        assert "là Tổ Thư ký; việc này cần Ban Tổ chức hoặc Trưởng Ban Giám khảo xác nhận" in refused
        assert "Đề nghị ghi rõ biên bản." in strike(app, answered, minutes="").get_data(as_text=True)
        assert "nhập mã PIN của mình" in strike(app, answered, pin="").get_data(as_text=True)
    assert strike(app, answered).status_code == 302


def test_who_asked_is_said_by_the_server(app: Flask, answered: Built) -> None:
    assert strike(app, answered, asked_by="account:999").status_code == 302
    assert (
        answered.board().ledger.data("strike", "kt", "c2")["asked_by"] == f"account:{answered.accounts['head_judge']}"
    )


def test_a_secretary_may_look_but_not_strike(app: Flask, answered: Built) -> None:
    assert strike(app, answered, role="secretary").status_code == 403
    page = Walker(app, answered.accounts["secretary"]).text(f"{STRIKE}?phan=kt&cau=c2")
    assert "Trưởng Ban Giám khảo hoặc Ban Tổ chức quyết định" in page


def test_what_cannot_be_struck_is_refused(answered: Built) -> None:
    def do(criterion: str) -> None:
        answered.do(
            "strike_question",
            "organiser",
            part="kt",
            criterion=criterion,
            ground="Sai",
            minutes="BB",
            asked_by="account:0",
        )

    do("c1")
    with pytest.raises(Refused, match="strike_refused") as caught:
        do("c1")
    assert caught.value.message == "Chưa hủy được câu này. “Câu 1” của phần Kiến thức đã bị hủy rồi."
    do("c2")
    with pytest.raises(Refused, match="strike_refused"):
        do("c3")


def test_a_contest_without_a_quiz_has_no_such_page(app: Flask) -> None:
    built = build(app.extensions["writer"])
    assert Walker(app, built.accounts["head_judge"]).get(STRIKE).status_code == 404
