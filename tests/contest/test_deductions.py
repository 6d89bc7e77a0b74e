"""Deductions at the desk: merits, knock-outs, seconds short, one act, the team's total; shown, printed, recalculated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import board as boards
from contest import deskdeductions, deskside, deskview
from contest.boardjson import standings_body
from contest.figuretext import cost_text, cut_sentences, details
from contest.files.minutes import minutes
from contest.files.papers import deduction_sentences, part_paper, whole_paper
from contest.files.workbook import workbook
from contest.ledger import latest
from contest.messages.deductions import CUTS, EFFECTS, PLACE_CUTS, SUNK
from contest.resultview import lines
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from scoring.deductions import EFFECTS as BAND_EFFECTS
from scoring.entered import Fault
from scoring.figures import AppliedDeduction, Cut
from scoring.rulebook import loads
from tests.building import SMALL, Built, build
from tests.contest.files.boards import make_board
from tests.contest.files.spreadsheet import recalculated
from tests.contest.files.test_workbook import require_cached, require_equal, table
from tests.contest.pages.walker import Walker

F = Fraction
PART = "chao_hoi"
OFFERED = {
    "qua_gio": "nhập số giây",
    "loi": "nhập số điểm, nhiều nhất 3",
    "thuong": "đúng 1 điểm, để trống ô số",
    "thieu_gio": "nhập số giây",
    "thi_ho": "điểm liệt, để trống ô số",
}
"""What is to be typed for each rule that may be noted in the part."""
RULES = (
    SMALL.replace('ties = ["decision"]', 'ties = ["decision"]\nsunk = "unranked"\ndeduction_cap = 6').replace(
        "spread_tolerance = 3", "spread_tolerance = 3\ntime_minimum = 120\ndeduction_cap = 4"
    )
    + """
[[deductions]]
key = "loi"
name = "Sai quy định"
kind = "flat"
max_points = 3
[[deductions]]
key = "thuong"
name = "Sáng tạo"
kind = "bonus"
points = 1
[[deductions]]
key = "thieu_gio"
name = "Thiếu giờ"
kind = "undertime"
bands = [{ from = 1, until = 60, points = "0.5" }, { from = 60, effect = "no_points" }]
[[deductions]]
key = "thi_ho"
name = "Thi hộ"
kind = "knockout"
"""
)


@pytest.fixture
def built(writer: Writer) -> Built:
    return play(writer)


def play(writer: Writer, rules: str = RULES) -> Built:
    """Give a running contest, every panel complete and open."""
    made = build(writer, rulebook=rules)
    made.start()
    for team in made.teams:
        made.do("open", "secretary", part=PART, team=made.teams[team])
        for seat in (1, 2, 3):
            made.send(seat, PART, team, {"noi_dung": 9000, "hinh_thuc": 6000})
        made.do("open", "secretary", part="kien_thuc", team=made.teams[team])
        made.do("agreed", "secretary", part="kien_thuc", team=made.teams[team], marks={"so_cau_dung": "8"})
    return made


def deduct(built: Built, team: str, part: str, rule: str, amount: str = "", reason: str = "Sai", **more: str) -> None:
    built.do("deduct", "secretary", part=part, team=built.teams[team], rule=rule, amount=amount, reason=reason, **more)


def everything(built: Built) -> None:
    """Note something of every kind: Suối Bạc many things, Suối Trai a knock-out, Sơn Phước too short a time."""
    deduct(built, "Suối Bạc", PART, "loi", "2", "Nhắc bài", confirmed_by="Trưởng ban")
    deduct(built, "Suối Bạc", PART, "loi", "1", "Cũng việc ấy", act="việc 1")
    deduct(built, "Suối Bạc", PART, "loi", "3", "Việc khác")
    deduct(built, "Suối Bạc", PART, "thuong", reason="Tiết mục mới")
    deduct(built, "Suối Bạc", PART, "thieu_gio", "30", "Hết bài sớm", timed_by="Tổ bấm giờ")
    deduct(built, "Suối Bạc", "", "loi", "2,5", "Nộp danh sách muộn")
    deduct(built, "Suối Trai", "", "thi_ho", reason="Người khác dự thi")
    deduct(built, "Sơn Phước", PART, "thieu_gio", "60", "Chỉ một phút")


def test_what_the_desk_notes_is_what_the_engine_takes(built: Built) -> None:
    everything(built)
    board = built.board()
    row = board.standings.of(str(built.teams["Suối Bạc"]))
    figure = row.parts[PART]
    # 2 (and 1 of the same act, not counted), 3 and 0.5 are 5.5, the cap of 4 cuts 1.5, 1 is earned: 15 - 4 + 1 = 12.
    assert [each.points for each in figure.deductions] == [2, 0, 3, -1, F("0.5")]
    assert (figure.cuts, figure.net) == ((Cut("deduction_cap", F("1.5")),), F(12))
    assert figure.deductions[0] == AppliedDeduction(
        "loi", "Sai quy định", PART, F(2), F(2), "Nhắc bài", noted=F(2), act="việc 1", confirmed_by="Trưởng ban"
    )
    # 4 and 2.5 are 6.5, the contest's cap of 6 cuts 0.5: 12 + 16 - 2.5 + 0.5 = 26.
    assert (row.cuts, row.total_exact) == ((Cut("deduction_cap", F("0.5")),), F(26))
    assert board.standings.of(str(built.teams["Suối Trai"])).state == "unranked"
    assert board.standings.of(str(built.teams["Sơn Phước"])).total_exact == 16


def test_the_desk_shows_what_counts_and_why(built: Built) -> None:
    everything(built)
    board = built.board()
    row = deskview.grid(board, PART, {}).row(built.teams["Suối Bạc"])
    assert [(line.number, line.cost, line.details) for line in row.deductions] == [
        (1, "−2", ("xác nhận: Trưởng ban",)),
        (2, "không trừ", ("theo mức của lỗi −1", "không tính vì cùng một hành vi (việc 1) với mục nặng hơn")),
        (3, "−3", ()),
        (4, "+1", ()),
        (5, "−0,5", ("30 giây", "bấm giờ: Tổ bấm giờ")),
    ]
    assert row.cuts == ("bớt 1,5 vì đã đến mức trừ nhiều nhất",)
    assert [(line.part, line.number, line.cost, line.act) for line in row.whole] == [("", 1, "−2,5", "việc 6")]
    (lost,) = deskview.grid(board, PART, {}).row(built.teams["Sơn Phước"]).deductions
    assert (lost.cost, lost.details) == ("−15", ("60 giây", "không có điểm"))
    (out,) = deskview.grid(board, PART, {}).row(built.teams["Suối Trai"]).whole
    assert out.cost == "điểm liệt"


def test_the_form_offers_what_may_be_noted(built: Built) -> None:
    deduct(built, "Suối Bạc", PART, "loi", "2", "Nhắc bài")
    team = built.teams["Suối Bạc"]

    def form(part: str, taking: bool = True) -> deskdeductions.DeductionForm:
        return deskdeductions.deduction_form(built.board(), part, team, taking=taking, running=True)

    offered = form(PART)
    assert offered.places == ((PART, "phần Chào hỏi"), ("", "tổng điểm của đội"))
    assert [rule.key for rule, _ in offered.rules] == ["qua_gio", "loi", "thuong", "thieu_gio", "thi_ho"]
    assert dict(offered.acts) == {"việc 1": "cùng hành vi với Sai quy định: Nhắc bài"}
    assert "thieu_gio" not in [rule.key for rule, _ in form("kien_thuc").rules], "a part without a least time"
    built.do("lock", "secretary", part=PART, team=team)
    assert form(PART, taking=False).places == (("", "tổng điểm của đội"),)
    for other in built.teams.values():
        for part in (PART, "kien_thuc"):
            if (part, other) != (PART, team):
                built.do("lock", "secretary", part=part, team=other)
    deduct(built, "Suối Bạc", "", "loi", "1", "Khóa rồi vẫn ghi được vào tổng")


REFUSED = [
    ({"part": PART, "rule": "loi", "amount": "4"}, "nhiều nhất là 3 điểm"),
    ({"part": PART, "rule": "loi"}, "cần ghi số điểm"),
    ({"part": PART, "rule": "thuong", "amount": "2"}, "là đúng 1 điểm"),
    ({"part": PART, "rule": "thi_ho", "amount": "1"}, "là điểm liệt, không có số điểm"),
    ({"part": PART, "rule": "thieu_gio", "amount": "121"}, "chỉ là 120 giây"),
    ({"part": "kien_thuc", "rule": "thieu_gio", "amount": "5"}, "chỉ ghi được ở phần thi có thời gian tối thiểu"),
    ({"part": "", "rule": "thieu_gio", "amount": "5"}, "chỉ ghi được ở phần thi có thời gian tối thiểu"),
    ({"part": "", "rule": "qua_gio", "amount": "70"}, "Thể lệ không có mục này"),
    ({"part": "hat", "rule": "loi", "amount": "1"}, "không có phần thi này"),
    ({"part": "", "team": 99, "rule": "loi", "amount": "1"}, "Không có đội này"),
    ({"part": "", "rule": "loi", "amount": "một"}, "không phải là số"),
    ({"part": "", "rule": "loi", "amount": "1", "reason": " "}, "ghi rõ lý do"),
    ({"rule": "loi", "amount": "1"}, "Mục “Phần thi” còn thiếu"),
]


@pytest.mark.parametrize(("args", "said"), REFUSED)
def test_what_the_rules_do_not_know_is_refused(built: Built, args: dict[str, object], said: str) -> None:
    whole = {"team": built.teams["Suối Bạc"], "reason": "Sai"} | args
    before = built.board().head.count
    with pytest.raises(Refused) as refused:
        built.do("deduct", "secretary", **whole)
    assert said in refused.value.message
    assert built.board().head.count == before


def test_a_note_on_the_total_is_withdrawn_and_counts_again(built: Built) -> None:
    deduct(built, "Suối Bạc", "", "loi", "2", "Muộn")
    where = {"part": "", "team": built.teams["Suối Bạc"], "number": 1, "reason": "Nhầm đội"}
    built.do("withdraw_deduction", "secretary", **where)
    board = built.board()
    assert board.standings.of(str(built.teams["Suối Bạc"])).total_exact == 31
    with pytest.raises(Refused, match="deduction_gone"):
        built.do("withdraw_deduction", "secretary", **where)

    def said(session: Session) -> list[str]:
        return [line.words for line in deskside.journal(boards.read(session, built.id), latest(session, built.id, 2))]

    assert built.writer.run(said) == ["Rút điểm trừ đội 1, tổng điểm", "Ghi điểm trừ đội 1, tổng điểm"]
    built.do("lock", "secretary", part=PART, team=built.teams["Suối Bạc"])


def test_what_is_noted_on_the_total_is_not_shown_before_everything_is(built: Built) -> None:
    """No part releases it, so a board that holds a part only may not tell of it."""
    everything(built)
    board = built.board()
    teams = [str(team.id) for team in board.teams]
    some = board.standings_of([(PART, team) for team in teams])
    assert [(row.state, row.deductions, row.sunk) for row in some.rows] == [("ranked", (), ())] * 3
    assert some.of(teams[0]).total_exact == 12
    both = board.standings_of([(part, team) for part in (PART, "kien_thuc") for team in teams])
    assert both == board.standings


def test_minutes_and_papers_say_every_figure(built: Built) -> None:
    everything(built)
    board = built.board()
    assert list(deduction_sentences(board)) == [
        "Đội Suối Bạc, phần Chào hỏi: trừ 2 điểm. Sai quy định: Nhắc bài; xác nhận: Trưởng ban.",
        "Đội Suối Bạc, phần Chào hỏi: không trừ điểm. Sai quy định: Cũng việc ấy; theo mức của lỗi −1; "
        "không tính vì cùng một hành vi (việc 1) với mục nặng hơn.",
        "Đội Suối Bạc, phần Chào hỏi: trừ 3 điểm. Sai quy định: Việc khác.",
        "Đội Suối Bạc, phần Chào hỏi: thưởng 1 điểm. Sáng tạo: Tiết mục mới.",
        "Đội Suối Bạc, phần Chào hỏi: trừ 0,5 điểm. Thiếu giờ: Hết bài sớm; 30 giây; bấm giờ: Tổ bấm giờ.",
        "Đội Sơn Phước, phần Chào hỏi: trừ 15 điểm. Thiếu giờ: Chỉ một phút; 60 giây; không có điểm.",
        "Đội Suối Bạc, phần Chào hỏi: bớt 1,5 vì đã đến mức trừ nhiều nhất.",
        "Đội Suối Bạc, tổng điểm: trừ 2,5 điểm. Sai quy định: Nộp danh sách muộn.",
        "Đội Suối Trai, tổng điểm: điểm liệt. Thi hộ: Người khác dự thi.",
        "Đội Suối Bạc, cộng điểm trừ của các phần và của tổng điểm: bớt 0,5 vì đã đến mức trừ nhiều nhất.",
    ]
    paper = part_paper(board, PART)
    assert [(row.deducted, row.points) for row in paper.rows] == [("3", "12,00"), ("", "15,00"), ("15", "0,00")]
    whole = {line.row.team.name: (line.deducted, line.total, line.row.ground) for line in whole_paper(board).rows}
    assert whole == {
        "Suối Bạc": ("5", "26,00", ""),
        "Sơn Phước": ("15", "16,00", ""),
        "Suối Trai": ("", "", "Điểm liệt: Thi hộ"),
    }
    assert [(line.name, line.total, line.whole, line.note) for line in lines(board)] == [
        ("Suối Bạc", "26,00", "−2", ""),
        ("Sơn Phước", "16,00", "", ""),
        ("Suối Trai", "–", "", "Điểm liệt: Thi hộ"),
    ]
    body = standings_body(board)
    assert [(row["team"], row["prize_barred"], row["sunk"]) for row in body["standings"]][-1] == (
        "Suối Trai", True, ["knockout"],
    )  # fmt: skip


def test_a_withdrawn_note_on_the_total_is_minuted(built: Built) -> None:
    deduct(built, "Suối Bạc", "", "loi", "2", "Muộn")
    where = {"part": "", "team": built.teams["Suối Bạc"], "number": 1}
    built.do("withdraw_deduction", "secretary", **where, reason="Nhầm đội")
    for team in built.teams.values():
        for part in (PART, "kien_thuc"):
            built.do("lock", "secretary", part=part, team=team)
    built.do("draft", "secretary")
    made = built.writer.run(lambda session: minutes(session, boards.read(session, built.id)))
    assert made.happenings[0].endswith("rút điểm trừ của đội Suối Bạc, tổng điểm. Lý do: Nhầm đội.")


@pytest.mark.parametrize("sunk", ["unranked", "no_prize", "zero"])
def test_the_workbook_recalculates_to_the_same(writer: Writer, tmp_path: Path, sunk: str) -> None:
    built = play(writer, RULES.replace('sunk = "unranked"', f'sunk = "{sunk}"'))
    everything(built)
    board = built.board()
    content = workbook(board)
    book = recalculated({"b": content}, tmp_path)["b"]
    require_equal(book, board)
    require_cached(content, book)
    line = table(book, "Tổng hợp")["Suối Bạc"]
    assert line["Trừ (−), thưởng (+) vào tổng"] == -2
    assert line["Lý do trừ, thưởng vào tổng"] == (
        "Sai quy định: Nộp danh sách muộn; bớt 0,5 vì đã đến mức trừ nhiều nhất"
    )


def test_every_name_has_its_words() -> None:
    assert set(EFFECTS) == set(BAND_EFFECTS)
    assert set(CUTS) == {"one_act", "most_times", "cap", "no_points"}
    assert set(PLACE_CUTS) == {"deduction_cap", "floor"}
    assert set(SUNK) == {"knockout", "criterion_zero", "part_below_share", "criterion_below_share"}


def test_every_cut_is_said() -> None:
    rules = loads(RULES)
    noted = AppliedDeduction("loi", "Sai quy định", PART, F(3), F(1), "", noted=F(3), act="việc 1")
    for limit in CUTS:
        assert len([*details(replace(noted, cuts=(Cut(limit, F(2)),)), rules)]) == 2
    assert cost_text(noted, rules) == "−1"
    assert list(cut_sentences([Cut("floor", F(1, 3))])) == ["bớt 0,3333 để còn lại số điểm ít nhất theo thể lệ"]


def test_the_page_notes_and_withdraws(app: Flask) -> None:
    built = play(app.extensions["writer"])
    walker = Walker(app, built.accounts["secretary"])
    page = f"/hoi-thi/{built.id}/luot-thi?phan={PART}&doi={built.teams['Suối Bạc']}"
    door = f"/hoi-thi/{built.id}/lenh?phan={PART}&doi={built.teams['Suối Bạc']}"
    form = {"command": "deduct", "back": "desk.performance", "form": "deduct", "team": built.teams["Suối Bạc"]}
    assert 'value="" selected' not in walker.text(page), "the part comes first, the total only when asked for"
    noted = form | {"part": "", "rule": "loi", "amount": "2", "reason": "Nộp muộn", "timed_by": "", "act": ""}
    answer = walker.post(door, noted, follow=True).get_data(as_text=True)
    assert "Đã ghi điểm trừ, đội Suối Bạc, tổng điểm." in answer
    assert "(vào tổng điểm)" in answer
    assert "−2" in answer
    assert "cùng hành vi với Sai quy định: Nộp muộn" in walker.text(page)
    wrong = walker.post(door, form | {"part": PART, "rule": "thi_ho", "amount": "1", "reason": "Thi hộ"})
    assert (wrong.status_code, "là điểm liệt, không có số điểm" in wrong.get_data(as_text=True)) == (409, True)
    assert f'value="{PART}" selected' in wrong.get_data(as_text=True)
    undo: dict[str, object] = {"command": "withdraw_deduction", "back": "desk.performance", "form": "withdraw-whole-1"}
    undo |= {"part": "", "team": built.teams["Suối Bạc"], "number": 1, "reason": "Nhầm"}
    assert "Chưa có điểm trừ, điểm thưởng." in walker.post(door, undo, follow=True).get_data(as_text=True)


def test_a_fault_of_an_earlier_release_tells_of_no_act() -> None:
    fact = ("deduction/chao_hoi/1/1", {"rule": "loi", "amount": 1000, "reason": "Cũ", "withdrawn": False})
    board = make_board(loads(RULES), ["Sen", "Cúc"], 1, [fact])
    assert board.entry().faults == (Fault("1", "loi", "chao_hoi", F(1), "Cũ"),)


def test_a_deed_is_named_at_the_desk_and_a_later_fault_of_that_name_is_the_same_deed(built: Built) -> None:
    team = built.teams["Suối Bạc"]
    note = {"part": PART, "team": team, "rule": "loi", "amount": "2", "reason": "Đọc hộ"}
    built.do("deduct", "secretary", **note, act_name="Nhắc bài", confirmed_by="Bà B")
    built.do("deduct", "secretary", **note | {"amount": "1"}, act_name="  nhắc  BÀI ")
    acts = [fact.data["act"] for fact in built.board().ledger.under("deduction", PART, team)]
    assert acts == ["Nhắc bài", "Nhắc bài"]
    first, second = deskview.grid(built.board(), PART, {}).row(team).deductions
    assert (first.cost, first.details) == ("−2", ("hành vi: Nhắc bài", "xác nhận: Bà B"))
    assert second.cost == "không trừ"
    offered = deskdeductions.deduction_form(built.board(), PART, team, taking=True, running=True)
    assert {rule.key: said for rule, said in offered.rules} == OFFERED
    assert offered.acts == (("Nhắc bài", "cùng hành vi “Nhắc bài” với Sai quy định: Đọc hộ"),)


def test_a_deed_of_its_own_never_takes_a_number_that_somebody_named(built: Built) -> None:
    team = built.teams["Suối Bạc"]
    note = {"part": PART, "team": team, "rule": "loi", "amount": "1", "reason": "Sai"}
    for named in ({"act_name": "việc 2"}, {}, {}):
        built.do("deduct", "secretary", **note, **named)
    acts = [fact.data["act"] for fact in built.board().ledger.under("deduction", PART, team)]
    assert acts == ["việc 2", "việc 3", "việc 4"]


def test_a_deed_is_either_an_earlier_one_or_named_anew(built: Built) -> None:
    note = {"part": PART, "team": built.teams["Suối Bạc"], "rule": "loi", "amount": "1", "reason": "Sai"}
    with pytest.raises(Refused) as caught:
        built.do("deduct", "secretary", **note, act="việc 1", act_name="Nhắc bài")
    assert (caught.value.code, caught.value.field) == ("act_twice", "act_name")
