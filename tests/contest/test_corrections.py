"""What a revision corrects beside sheets: who was absent, a sheet found later, a struck question, who saw a fault; all confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from contest import board as boards
from contest import correctionview, deskview, revisionview, verify
from contest.board import Board
from contest.files.minutes import minutes
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from tests.building import Built, build

RULES = """
name = "Thể lệ để sửa đổi"
invented = true
ties = ["decision"]
[[parts]]
key = "hat"
name = "Hát"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "diem", name = "Điểm", max_points = 10, step = 1 }]
[[parts.deductions]]
key = "qua_gio"
name = "Quá giờ"
kind = "overtime"
bands = [{ from = 60, points = 1 }]
[[parts]]
key = "kt"
name = "Kiến thức"
max_points = 6
panel = { method = "quiz" }
criteria = [
  { key = "c1", name = "Câu 1", max_points = 2 },
  { key = "c2", name = "Câu 2", max_points = 2 },
  { key = "c3", name = "Câu 3", max_points = 2 },
]
[[deductions]]
key = "nhac"
name = "Nhắc bài"
kind = "flat"
points = 2
[[prizes]]
key = "nhat"
name = "Giải nhất"
count = 1
"""
# Judge 3 was recorded absent for Suối Bạc: (9 + 9) / 2 = 9. Then 9 + 2 = 11, 8 + 4 = 12, 5 + 6 = 11 less 2 = 9.
MARKS = {"Suối Bạc": (9, 9), "Suối Trai": (8, 8, 8), "Sơn Phước": (5, 5, 5)}
RIGHT = {"Suối Bạc": ("c1",), "Suối Trai": ("c1", "c2"), "Sơn Phước": ("c1", "c2", "c3")}
GROUND = {"ground": "đơn kiến nghị", "minutes": "02/BB", "day": "23/11/2026"}


@pytest.fixture
def built(writer: Writer) -> Built:
    """Give a final result under revision."""
    built = build(writer, rulebook=RULES)
    built.start()
    for team, marks in MARKS.items():
        place: dict[str, Any] = {"part": "hat", "team": built.teams[team]}
        built.do("open", **place)
        for seat, mark in enumerate(marks, 1):
            assert built.send(seat, "hat", team, {"diem": mark * 1000}).status == "accepted"
        if len(marks) == 2:
            built.do("judge_absent", **place, seat=built.seats[2], reason="Ốm")
        built.do("lock", **place)
        quiz: dict[str, Any] = {"part": "kt", "team": built.teams[team]}
        built.do("open", **quiz)
        answers = {key: "right" if key in RIGHT[team] else "wrong" for key in ("c1", "c2", "c3")}
        built.do("agreed", **quiz, marks=answers)
        built.do("lock", **quiz)
    built.do("deduct", part="", team=built.teams["Sơn Phước"], rule="nhac", reason="Cổ động viên nhắc")
    built.do("draft")
    built.do("sign", signatories="Nguyễn Văn 1")
    built.do("approve_prizes", prizes={"nhat": [built.teams["Suối Trai"]]})
    built.do("finalise")
    built.do("open_revision", "secretary", **GROUND)
    return built


def totals(board: Board) -> dict[str, tuple[int | None, str]]:
    return {board.team(row.team).name: (row.rank, str(row.total_exact)) for row in board.standings.rows}


def turn(built: Built, team: str, **more: Any) -> dict[str, Any]:
    return {"part": "hat", "team": built.teams[team]} | more


def proposed(built: Built) -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    revision = revisionview.revision(built.board())
    assert revision is not None
    return [(each.words, each.lines) for each in revision.corrections]


def confirm(built: Built, first: str = "") -> Board:
    if first:
        built.do("revise_prizes", "secretary", prizes={"nhat": [built.teams[first]]})
    revision = revisionview.revision(built.board())
    assert revision is not None
    built.do("confirm_revision", "organiser", version=revision.version)
    return built.board()


def refused(built: Built, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        built.do(*args, **kwargs)
    return caught.value.code


def test_a_sheet_found_later_counts_and_its_judge_was_there(built: Built) -> None:
    place = turn(built, "Suối Bạc", seat=built.seats[2])
    built.do("revise_add_sheet", "secretary", **place, marks={"diem": "5"})
    built.do("revise_add_sheet", "secretary", **place, marks={"diem": "6"})  # typed wrong the first time
    assert proposed(built) == [
        ("Phiếu bổ sung của Giám khảo số 3, đội Suối Bạc, phần Hát", (("Điểm", "–", "6"),)),
        (
            "Ghi Giám khảo số 3 có chấm đội Suối Bạc, phần Hát (đơn kiến nghị)",
            (("Điểm của đội ở phần này", "9,00", "8,00"),),
        ),
    ]
    board = confirm(built)
    assert totals(board)["Suối Bạc"] == (2, "10")
    figure = board.standings.of(str(built.teams["Suối Bạc"])).parts["hat"]
    assert (figure.marked, figure.seats, figure.absent) == (3, 3, ())
    sheet = board.ledger.data("sheet", "hat", built.teams["Suối Bạc"], built.seats[2])
    assert {key: sheet[key] for key in ("state", "source", "version", "rulebook_version", "revision")} == {
        "state": "received",
        "source": "revision",
        "version": 1,
        "rulebook_version": 1,
        "revision": 1,
    }
    assert sheet["typed_by"] == f"account:{built.accounts['secretary']}"


def test_the_sheet_and_its_judges_presence_are_taken_back_together(built: Built) -> None:
    place = f"hat/{built.teams['Suối Bạc']}/{built.seats[2]}"
    for taken in (f"absence/{place}", f"sheet/{place}"):
        sheet = turn(built, "Suối Bạc", seat=built.seats[2], marks={"diem": "6"})
        built.do("revise_add_sheet", "secretary", **sheet)
        built.do("undo_correction", "secretary", subject=taken)
        assert proposed(built) == []


def test_a_judge_who_should_not_have_marked_counts_no_more_and_the_sheet_is_kept(built: Built) -> None:
    said = {"seat": built.seats[0], "why": "recused", "reason": "Anh ruột đội trưởng"}
    built.do("revise_sheet", "secretary", **turn(built, "Suối Trai", seat=built.seats[1], marks={"diem": "4"}))
    built.do("revise_judge_absent", "secretary", **turn(built, "Suối Trai", **said))
    assert proposed(built)[1] == (
        "Ghi Giám khảo số 1 không chấm đội Suối Trai, phần Hát: không chấm vì có liên quan đến đội (Anh ruột đội trưởng)",
        (("Phiếu 8 điểm", "được tính", "không tính"), ("Điểm của đội ở phần này", "8,00", "6,00")),
    )
    board = confirm(built, "Suối Bạc")
    assert totals(board)["Suối Trai"] == (2, "10")
    figure = board.standings.of(str(built.teams["Suối Trai"])).parts["hat"]
    assert dict(figure.absent_why) == {str(built.seats[0]): "recused"}
    assert board.ledger.data("sheet", "hat", built.teams["Suối Trai"], built.seats[0])["marks"] == {"diem": 8000}
    said_so = built.writer.run(lambda session: minutes(session, boards.read(session, built.id)).absences)
    assert "Giám khảo số 1 (Nguyễn Văn 1) không chấm đội Suối Trai, phần Hát: Anh ruột đội trưởng." in said_so
    # A second revision finds that it was another judge.
    built.do("open_revision", "secretary", **GROUND)
    back = turn(built, "Suối Trai", seat=built.seats[0], absent=False, reason="Nhầm người")
    built.do("revise_judge_absent", "secretary", **back)
    assert totals(confirm(built))["Suối Trai"] == (2, "32/3")


def test_a_team_that_took_no_part_and_one_that_did_after_all(built: Built) -> None:
    built.do("revise_team_absent", "secretary", **turn(built, "Sơn Phước", reason="Thi hộ"))
    assert [words for words, _ in proposed(built)] == ["Ghi đội Sơn Phước không dự phần Hát (Thi hộ)"]
    assert totals(confirm(built))["Sơn Phước"][1] == "4"
    built.do("open_revision", "secretary", **GROUND)
    built.do("revise_team_absent", "secretary", **turn(built, "Sơn Phước", absent=False, reason="Đúng người"))
    board = confirm(built)
    assert totals(board)["Sơn Phước"][1] == "9"
    assert board.ledger.performance("hat", built.teams["Sơn Phước"]) == "locked"


def test_a_question_is_struck_and_restored_on_the_ground_of_the_revision(built: Built) -> None:
    built.do("revise_strike", "secretary", part="kt", criterion="c2")
    ((words, lines),) = proposed(built)
    assert words == "Hủy Câu 2, phần Kiến thức, tính lại mọi đội"
    assert lines == (("Suối Bạc", "2,00", "4,00"),)
    board = confirm(built, "Suối Bạc")
    assert totals(board) == {"Suối Bạc": (1, "13"), "Suối Trai": (2, "12"), "Sơn Phước": (3, "9")}
    data = board.ledger.data("strike", "kt", "c2")
    assert (data["reason"], data["minutes"]) == ("đơn kiến nghị", "02/BB, ngày 23/11/2026")
    told = built.writer.run(lambda session: minutes(session, boards.read(session, built.id)).happenings)
    assert any("hủy câu “Câu 2” của phần Kiến thức" in each for each in told)
    built.do("open_revision", "secretary", **GROUND)
    built.do("revise_strike", "secretary", part="kt", criterion="c2", struck=False)
    assert [words for words, _ in proposed(built)] == ["Khôi phục Câu 2, phần Kiến thức, tính lại mọi đội"]
    assert totals(confirm(built, "Suối Trai"))["Suối Bạc"] == (2, "11")


def test_answers_deductions_of_the_total_and_who_saw_a_fault(built: Built) -> None:
    built.do(
        "revise_agreed",
        "secretary",
        part="kt",
        team=built.teams["Suối Bạc"],
        marks={"c1": "right", "c2": "right", "c3": "wrong"},
    )
    built.do(
        "revise_withdraw_deduction", "secretary", part="", team=built.teams["Sơn Phước"], number=1, reason="Không có"
    )
    seen = {"amount": "75", "reason": "Hai đồng hồ", "act_name": "Kéo dài", "timed_by": "Tổ 1", "confirmed_by": "Bà B"}
    built.do("revise_deduct", "secretary", **turn(built, "Suối Trai", rule="qua_gio", **seen))
    assert proposed(built) == [
        ("Điểm chung của đội Suối Bạc, phần Kiến thức", (("Câu 2", "0", "2"),)),
        ("Rút điểm trừ đội Sơn Phước, tổng điểm: Nhắc bài (Không có; −2)", (("Tổng điểm của đội", "9,00", "11,00"),)),
        (
            "Ghi điểm trừ đội Suối Trai, phần Hát: Quá giờ "
            "(Hai đồng hồ; −1; 75 giây; hành vi: Kéo dài; bấm giờ: Tổ 1; xác nhận: Bà B)",
            (("Điểm của đội ở phần này", "8,00", "7,00"),),
        ),
    ]
    board = confirm(built, "Suối Bạc")
    assert totals(board)["Suối Bạc"] == (1, "13")
    assert board.ledger.data("agreed", "kt", built.teams["Suối Bạc"])["answers"]["c2"] == "right"
    (fault,) = board.standings.of(str(built.teams["Suối Trai"])).parts["hat"].deductions
    assert (fault.act, fault.timed_by, fault.confirmed_by) == ("Kéo dài", "Tổ 1", "Bà B")


def test_what_is_refused(built: Built) -> None:
    third, first = built.seats[2], built.seats[0]
    here = {"absent": False, "reason": "Có mặt"}
    assert (
        refused(built, "revise_judge_absent", "secretary", **turn(built, "Suối Bạc", seat=third, **here))
        == "presence_needs_sheet"
    )
    assert (
        refused(built, "revise_judge_absent", "secretary", **turn(built, "Suối Bạc", seat=first, **here))
        == "already_said"
    )
    assert (
        refused(built, "revise_judge_absent", "secretary", **turn(built, "Suối Bạc", seat=first, reason=" "))
        == "needs_reason"
    )
    assert (
        refused(built, "revise_add_sheet", "secretary", **turn(built, "Suối Bạc", seat=first, marks={"diem": "5"}))
        == "sheet_is_in"
    )
    assert (
        refused(built, "revise_add_sheet", "secretary", **turn(built, "Suối Bạc", seat=third, marks={"diem": "11"}))
        == "marks_wrong"
    )
    assert (
        refused(built, "revise_sheet", "secretary", **turn(built, "Suối Bạc", seat=third, marks={"diem": "5"}))
        == "not_received"
    )
    assert refused(built, "revise_team_absent", "secretary", **turn(built, "Suối Bạc", **here)) == "already_said"
    assert refused(built, "revise_team_absent", "secretary", **turn(built, "Suối Bạc")) == "needs_reason"
    assert refused(built, "revise_strike", "secretary", part="kt", criterion="c9") == "no_question"
    assert refused(built, "revise_strike", "secretary", part="kt", criterion="c1", struck=False) == "not_struck"
    built.do("revise_team_absent", "secretary", **turn(built, "Suối Bạc", reason="Bỏ thi"))
    assert (
        refused(built, "revise_add_sheet", "secretary", **turn(built, "Suối Bạc", seat=third, marks={"diem": "5"}))
        == "team_is_away"
    )


def test_a_revision_that_leaves_a_team_without_figures_cannot_be_confirmed(built: Built) -> None:
    for seat in built.seats:
        built.do("revise_judge_absent", "secretary", **turn(built, "Suối Trai", seat=seat, reason="Có liên quan"))
    with pytest.raises(Refused) as caught:
        confirm(built)
    assert caught.value.message.startswith("Sau sửa đổi còn thiếu điểm của Suối Trai. ")


def test_verify_and_the_second_engine_agree(built: Built, database_url: str) -> None:
    built.do("revise_add_sheet", "secretary", **turn(built, "Suối Bạc", seat=built.seats[2], marks={"diem": "6"}))
    built.do("revise_judge_absent", "secretary", **turn(built, "Suối Trai", seat=built.seats[0], reason="Có liên quan"))
    built.do("revise_team_absent", "secretary", **turn(built, "Sơn Phước", reason="Thi hộ"))
    built.do("revise_strike", "secretary", part="kt", criterion="c3")
    confirm(built)
    (verdict,) = verify.verify(database_url)
    assert (verdict.faults, verdict.changed) == ((), ())


def test_a_sheet_on_trial_is_no_matter_of_a_revision(writer: Writer) -> None:
    rules = """name = "Có giám khảo chấm thử"
[[parts]]
key = "hat"
name = "Hát"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "diem", name = "Điểm", max_points = 10, step = 1 }]
[[seats]]
seat = "3"
shadow = true
"""
    built = build(writer, rulebook=rules)
    built.start()
    for place, team in enumerate(MARKS):
        built.do("open", **turn(built, team))
        for seat in (1, 2, 3):
            built.send(seat, "hat", team, {"diem": (9 - place) * 1000})
        built.do("lock", **turn(built, team))
    built.do("draft")
    built.do("sign", signatories="Nguyễn Văn 1")
    built.do("approve_prizes")
    built.do("finalise")
    built.do("open_revision", "secretary", **GROUND)
    third = turn(built, "Suối Bạc", seat=built.seats[2])
    assert refused(built, "revise_sheet", "secretary", **third, marks={"diem": "5"}) == "sheet_on_trial"
    assert refused(built, "revise_judge_absent", "secretary", **third, reason="Vắng") == "sheet_on_trial"
    board = built.board()
    row = deskview.grid(board, "hat", {}).row(built.teams["Suối Bạc"])
    lines = correctionview.seat_lines(board, board, board.rules.part("hat"), row)
    assert [line.seat.number for line in lines] == [1, 2]
    assert [cell.trial for cell in row.cells] == [False, False, True]
