"""What the desk shows of a board: states, steps, spread, and no mark before the whole panel has sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest

from contest import deskside, deskview, ledger
from contest.board import Board
from contest.boardjson import standings_body
from contest.desk import DESK
from contest.deskview import SeatPresence
from contest.messages.desk import DONE, JOURNAL
from contest.writer import Writer
from tests.building import Built, build

SHEET = {"noi_dung": 10_250, "hinh_thuc": 7_500}  # 17,75


def marks(total: int) -> dict[str, int]:
    """Give a sheet of so many thousandths in all."""
    return {"noi_dung": total - 7_000, "hinh_thuc": 7_000}


@pytest.fixture
def built(writer: Writer) -> Built:
    built = build(writer)
    built.start()
    return built


def at(built: Built, part: str, team: str) -> dict[str, Any]:
    return {"part": part, "team": built.teams[team]}


def states(board: Board, team: int, presence: Mapping[int, SeatPresence] | None = None) -> list[str]:
    return [cell.shown for cell in deskview.grid(board, "chao_hoi", presence or {}).row(team).cells]


def test_cells_go_from_waiting_over_the_tablet_to_received(built: Built) -> None:
    team, here = built.teams["Suối Bạc"], at(built, "chao_hoi", "Suối Bạc")
    assert states(built.board(), team) == ["later", "later", "later"]
    built.do("open", "secretary", **here)
    key = f"chao_hoi/{team}"
    seen = {
        built.seats[0]: SeatPresence(connected=True, sheets={key: "drafting"}),
        built.seats[1]: SeatPresence(connected=False, sheets={key: "kept"}),
    }
    assert states(built.board(), team, seen) == ["marking", "kept", "empty"]
    idle = {seat: SeatPresence(connected=True) for seat in built.seats}
    assert states(built.board(), team, idle) == ["empty", "empty", "empty"]
    built.send(1, "chao_hoi", "Suối Bạc", SHEET)
    built.do("type_sheet", "secretary", **here, seat=built.seats[1], marks={"noi_dung": "9", "hinh_thuc": "7"})
    built.do("judge_absent", "secretary", **here, seat=built.seats[2], absent=True, reason="Ốm")
    assert states(built.board(), team, seen) == ["received", "typed", "absent"]
    built.do("return_sheet", "secretary", **here, seat=built.seats[0], reason="Thiếu nhận xét")
    built.do("reject_sheet", "second_secretary", **here, seat=built.seats[1], version=1, reason="Sai")
    assert states(built.board(), team) == ["returned", "rejected", "absent"]


def test_a_late_sheet_is_the_first_thing_that_the_eye_meets(built: Built) -> None:
    locked(built, "Suối Bạc", [17_000, 17_500, 18_000])
    built.send(2, "chao_hoi", "Suối Bạc", marks(19_000), base=1)
    board = built.board()
    cell = deskview.grid(board, "chao_hoi", {}).row(built.teams["Suối Bạc"]).cells[1]
    assert (cell.shown, cell.state, cell.mark) == ("late", "received", "17,5")
    (late,) = deskside.late_sheets(board)
    assert (late.before, late.after, late.seat_title) == ("17,5", "19", "Giám khảo số 2")


def locked(built: Built, team: str, totals: list[int]) -> None:
    built.do("open", "secretary", **at(built, "chao_hoi", team))
    for seat, total in enumerate(totals, 1):
        assert built.send(seat, "chao_hoi", team, marks(total)).status == "accepted"
    built.do("lock", "secretary", **at(built, "chao_hoi", team))


def everything_shown(board: Board) -> str:
    """Give all that the desk's views hold, as one text."""
    grids = [asdict(row) for part in board.rules.parts for row in deskview.grid(board, part.key, {}).rows]
    beside = [deskside.looks(board, ["head_judge"]), deskside.late_sheets(board), deskside.hall(board, ["secretary"])]
    facts = deskside.journal(board, list(board.ledger.facts.values()))
    shown = json.dumps([grids, [str(each) for each in (*beside, facts)], standings_body(board)], ensure_ascii=False)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", shown)  # moments have digits too


@pytest.mark.parametrize("way", ["tablet", "paper", "returned", "late"])
def test_no_mark_is_in_any_view_before_the_whole_panel_has_sent(built: Built, way: str) -> None:
    here, secret = at(built, "chao_hoi", "Suối Bạc"), {"noi_dung": 11_750, "hinh_thuc": 250}
    built.do("open", "secretary", **here)
    built.send(1, "chao_hoi", "Suối Bạc", secret)
    if way == "tablet":
        built.send(2, "chao_hoi", "Suối Bạc", {"noi_dung": 1_250, "hinh_thuc": 250})
    elif way == "paper":
        built.do(
            "type_sheet", "secretary", **here, seat=built.seats[1], marks={"noi_dung": "11,75", "hinh_thuc": "0,25"}
        )
        built.do(
            "type_sheet", "secretary", **here, seat=built.seats[2], marks={"noi_dung": "11,75", "hinh_thuc": "0,25"}
        )
    elif way == "returned":
        built.send(2, "chao_hoi", "Suối Bạc", secret)
        built.send(3, "chao_hoi", "Suối Bạc", secret)
        built.do("return_sheet", "secretary", **here, seat=built.seats[2], reason="Xem lại")
    else:
        built.do("close", "secretary", **here)
        assert built.send(2, "chao_hoi", "Suối Bạc", secret).status == "locked"
    shown = everything_shown(built.board())
    for figure in ("11,75", "11.75", "11750", "0,25", "0.25", '"12"', "1,25", "1.25", '"1.5"', '"1,5"'):
        assert figure not in shown, figure


def test_a_complete_panel_shows_sums_points_and_a_wide_spread(built: Built) -> None:
    locked(built, "Suối Bạc", [14_000, 17_000, 17_500])
    board = built.board()
    row = deskview.grid(board, "chao_hoi", {}).row(built.teams["Suối Bạc"])
    assert [cell.mark for cell in row.cells] == ["14", "17", "17,5"]
    assert (row.points, row.count, row.spread, row.state) == ("16,17", "3/3", "3,5", "locked")
    assert deskside.looks(board, ["organiser", "secretary"]) == ()
    (look,) = deskside.looks(board, ["head_judge"])
    assert (look.title, look.spread, look.tolerance) == ("Đội số 1 – Suối Bạc, Chào hỏi", "3,5", "3")
    assert look.who == "Thấp nhất Giám khảo số 1 (14), cao nhất Giám khảo số 3 (17,5)"


def test_a_spread_within_the_tolerance_is_a_plain_figure_too(built: Built) -> None:
    locked(built, "Suối Bạc", [14_000, 14_500, 16_000])
    row = deskview.grid(built.board(), "chao_hoi", {}).row(built.teams["Suối Bạc"])
    assert (row.spread, row.wide) == ("2", False)


def test_an_absent_judge_makes_two_of_three(built: Built) -> None:
    here = at(built, "chao_hoi", "Suối Bạc")
    built.do("open", "secretary", **here)
    built.do("judge_absent", "secretary", **here, seat=built.seats[2], absent=True, reason="Ốm")
    built.send(1, "chao_hoi", "Suối Bạc", marks(17_000))
    built.send(2, "chao_hoi", "Suối Bạc", marks(18_000))
    built.do("deduct", "secretary", **here, rule="qua_gio", amount="130", reason="Quá 2 phút 10 giây")
    row = deskview.grid(built.board(), "chao_hoi", {}).row(built.teams["Suối Bạc"])
    assert (row.points, row.count, row.complete, row.word) == ("", "2/3", True, "đủ phiếu")
    assert {cell.mark for cell in row.cells} == {""}, "an absence alone shows no colleague's mark"
    built.do("lock", "secretary", **here)
    row = deskview.grid(built.board(), "chao_hoi", {}).row(built.teams["Suối Bạc"])
    assert (row.points, row.count, row.complete) == ("15,50", "2/3", True)
    assert [(line.number, line.name, line.cost, line.reason) for line in row.deductions] == [
        (1, "Quá giờ", "−2", "Quá 2 phút 10 giây")
    ]


def test_tabs_tell_how_far_each_part_has_come(built: Built) -> None:
    assert [(tab.name, tab.words) for tab in deskview.tabs(built.board())] == [
        ("Chào hỏi", "chưa thi"),
        ("Kiến thức", "chưa thi"),
    ]
    for team in built.teams:
        built.do("team_absent", "secretary", **at(built, "kien_thuc", team), reason="Mưa bão")
    locked(built, "Suối Bạc", [17_000, 17_000, 17_000])
    assert [tab.words for tab in deskview.tabs(built.board())] == ["1/3", "đã khóa"]
    assert deskview.current_part(built.board()) == "chao_hoi"


def steps(built: Built, *roles: str, part: str = "chao_hoi") -> list[tuple[str, str, str]]:
    board = built.board()
    found = deskside.steps(board, deskview.grid(board, part, {}), roles)
    return [(step.command, step.label, step.why) for step in found]


def test_the_next_lawful_step_comes_first_and_others_say_why_not(writer: Writer) -> None:
    built = build(writer)
    assert steps(built, "secretary") == [("start", "Bắt đầu hội thi", "Việc này của Ban Tổ chức.")]
    assert steps(built, "organiser") == [("start", "Bắt đầu hội thi", "")]
    built.start()
    assert steps(built, "secretary") == [("open", "Mở đội số 1", "")]
    built.do("open", "secretary", **at(built, "chao_hoi", "Suối Bạc"))
    built.send(1, "chao_hoi", "Suối Bạc", SHEET)
    waiting = "Chưa khóa được: còn phiếu của Giám khảo số 2 và số 3."
    assert steps(built, "secretary") == [("open", "Mở đội số 2", ""), ("lock", "Khóa đội số 1", waiting)]
    for seat in (2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", SHEET)
    assert steps(built, "secretary") == [("lock", "Khóa đội số 1", ""), ("open", "Mở đội số 2", "")]
    own = "Việc này của Tổ Thư ký."
    assert steps(built, "head_judge") == [("lock", "Khóa đội số 1", own), ("open", "Mở đội số 2", own)]
    built.do("open", "secretary", **at(built, "kien_thuc", "Suối Bạc"))
    assert steps(built, "secretary", part="kien_thuc")[1][2] == "Chưa khóa được: chưa nhập điểm chung của đội."


def test_after_the_last_lock_of_a_part_comes_the_next_part_and_then_the_draft(built: Built) -> None:
    for team in built.teams:
        locked(built, team, [17_000, 17_000, 17_000])
    assert steps(built, "secretary") == [("part", "Sang phần Kiến thức", "")]
    for team in built.teams:
        here = at(built, "kien_thuc", team)
        built.do("open", "secretary", **here)
        built.do("agreed", "secretary", **here, marks={"so_cau_dung": "9"})
        built.do("lock", "secretary", **here)
    row = deskview.grid(built.board(), "kien_thuc", {}).rows[0]
    assert (row.agreed, row.points, row.cells) == (("9",), "18,00", ())
    assert steps(built, "secretary") == [("draft", "Lập dự thảo kết quả", "")]
    built.do("draft", "secretary")
    assert steps(built, "secretary") == [("result", "Kết quả: dự thảo", "")]


def test_the_hall_panel_says_what_is_shown_and_why_a_button_is_off(built: Built) -> None:
    hall = deskside.hall(built.board(), ["secretary"])
    assert (hall.stage, hall.mode) == ("tên đội và thứ tự, không có điểm", "điểm sau mỗi lượt khóa")
    assert [(button.label, bool(button.why), button.now) for button in hall.buttons] == [
        ("Hiện", False, False),
        ("Ẩn điểm", True, True),
        ("Tắt", False, False),
    ]
    built.do("show", "secretary")
    assert [button.now for button in deskside.hall(built.board(), ["secretary"]).buttons] == [True, False, False]
    assert all(button.why for button in deskside.hall(built.board(), ["head_judge"]).buttons)


def test_a_contest_that_tells_prizes_only_cannot_show_points(writer: Writer) -> None:
    built = build(writer, release_mode="prizes_at_end")
    built.start()
    show = deskside.hall(built.board(), ["secretary"]).buttons[0]
    assert show.why == "Theo lựa chọn của Ban Tổ chức, chỉ công bố giải sau khi chốt kết quả."


def test_the_journal_speaks_of_turns_and_seats_and_never_of_figures(built: Built) -> None:
    locked(built, "Sơn Phước", [17_000, 17_000, 17_000])
    facts = built.writer.run(lambda session: ledger.latest(session, built.id, 3))
    said = [line.words for line in deskside.journal(built.board(), facts)]
    assert said == ["Khóa đội 3, Chào hỏi", "Nhận phiếu GK 3, đội 3, Chào hỏi", "Nhận phiếu GK 2, đội 3, Chào hỏi"]


def test_every_command_and_every_kind_of_event_has_its_words(built: Built) -> None:
    assert set(DONE) == set(DESK)

    def kinds() -> set[str]:
        return {fact.kind for fact in built.board().ledger.facts.values()}

    locked(built, "Suối Bạc", [17_000, 17_000, 17_000])
    assert kinds() <= set(JOURNAL)


def test_standings_as_json_carry_every_panel_and_name_the_missing(built: Built) -> None:
    locked(built, "Suối Bạc", [17_000, 17_000, 17_500])
    body = standings_body(built.board())
    row = next(row for row in body["standings"] if row["team"] == "Suối Bạc")
    assert (body["step"], body["events"], len(body["head"])) == ("running", built.board().head.count, 64)
    assert (row["rank"], row["total"]) == (None, None)
    assert row["parts"]["chao_hoi"] == {
        "points": "103/6",
        "exact": "103/6",
        "net": "103/6",
        "deducted": "0",
        "state": "marked",
        "marked": 3,
        "seats": 3,
        "panels": [{"criterion": None, "exact": "103/6", "rounded": "103/6", "points": "103/6"}],
    }
    assert row["parts"]["kien_thuc"]["points"] is None
    assert {warning["code"] for warning in body["warnings"]} == {"missing_sheets", "missing_agreed"}


def test_a_late_sheet_is_laid_beside_the_one_that_counts(built: Built) -> None:
    here = at(built, "chao_hoi", "Suối Bạc")
    built.do("open", "secretary", **here)
    for seat in (1, 2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", marks(17_000))
    built.do("lock", "secretary", **here)
    answer = built.send(2, "chao_hoi", "Suối Bạc", marks(18_000), base=1)
    (late,) = deskside.late_sheets(built.board())
    assert (late.before, late.after, late.receipt) == ("17", "18", answer.receipt)
    assert [sum(line[place] != "–" for line in late.lines) for place in (1, 2)] == [len(late.lines)] * 2
    assert any(before != after for _name, before, after in late.lines)
