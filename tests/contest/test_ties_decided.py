"""Decisions on ties: they hold for the very totals on which they were taken, and may part what an earlier one left equal."""

from __future__ import annotations

from typing import Any

import pytest

from contest.files.explained import speaker_of, told
from contest.scorebook.refusals import Refused
from contest.scorebook.result import open_questions
from contest.writer import Writer
from scoring.explain import explain
from tests.building import SMALL, Built, build
from tests.conftest import both_databases

PRIZES = """
[[prizes]]
key = "nhat"
name = "Giải nhất"
count = 1

[[prizes]]
key = "nhi"
name = "Giải nhì"
count = 1

[[prizes]]
key = "ba"
name = "Giải ba"
count = 2
"""
RULES = SMALL[: SMALL.index("[[prizes]]")] + PRIZES
TEAMS = ("A", "B", "C", "D")


def ranks(built: Built) -> dict[str, int | None]:
    board = built.board()
    return {board.team(row.team).name: row.rank for row in board.standings.rows}


def order(built: Built, written: str) -> str:
    return "".join(str(built.teams[sign]) if sign in built.teams else sign for sign in written)


@pytest.fixture
def tied(writer: Writer) -> Built:
    """Give a contest locked to the end: A, B and C are tied first, D is last."""
    built = build(writer, TEAMS, 1, RULES)
    built.start()
    for team in TEAMS:
        where: dict[str, Any] = {"team": built.teams[team]}
        built.do("open", part="chao_hoi", **where)
        built.send(1, "chao_hoi", team, {"noi_dung": 6000 if team == "D" else 9000, "hinh_thuc": 4000})
        built.do("lock", part="chao_hoi", **where)
        built.do("open", part="kien_thuc", **where)
        built.do("agreed", part="kien_thuc", **where, marks={"so_cau_dung": "8"})
        built.do("lock", part="kien_thuc", **where)
    return built


def decide(built: Built, written: str) -> None:
    built.do("decide_tie", "head_judge", order=order(built, written), minutes="Biên bản", reason="Hội ý")


def test_a_second_decision_parts_what_the_first_left_equal(tied: Built) -> None:
    decide(tied, "A>B=C")
    assert ranks(tied) == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert len(open_questions(tied.board())) == 1
    decide(tied, "C>B")
    assert ranks(tied) == {"A": 1, "C": 2, "B": 3, "D": 4}
    assert open_questions(tied.board()) == []


def test_a_decision_needs_a_tie(tied: Built) -> None:
    for written in ("A>D", "A>B", "A>B>C>D"):
        with pytest.raises(Refused, match="not_tied"):
            decide(tied, written)


def test_a_decision_does_not_outlive_the_marks_on_which_it_was_taken(tied: Built) -> None:
    decide(tied, "C>B>A")
    assert ranks(tied)["C"] == 1
    for team in ("A", "B", "C"):
        where: dict[str, Any] = {"part": "chao_hoi", "team": tied.teams[team]}
        tied.do("unlock", **where, reason="Xem lại")
        tied.send(1, "chao_hoi", team, {"noi_dung": 10000, "hinh_thuc": 4000}, base=1)
        tied.do("lock", **where)
    assert ranks(tied) == {"A": 1, "B": 1, "C": 1, "D": 4}
    assert len(open_questions(tied.board())) == 1


def test_tied_teams_are_not_left_without_a_prize_by_a_click(tied: Built) -> None:
    decide(tied, "A=B=C")
    tied.do("draft", "secretary")
    tied.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    proposal = {award.tier.key: [int(team) for team in award.teams] for award in tied.board().proposals.awards}
    with pytest.raises(Refused, match="prize_for_tied"):
        tied.do("approve_prizes", "organiser", prizes=proposal)
    chosen = {"nhat": [tied.teams["A"]], "nhi": [tied.teams["B"]], "ba": [tied.teams["C"], tied.teams["D"]]}
    with pytest.raises(Refused, match="prize_change"):
        tied.do("approve_prizes", "organiser", prizes=chosen)
    tied.do("approve_prizes", "organiser", prizes=chosen, reason="Biên bản họp Ban Tổ chức")


def test_a_waiting_late_sheet_keeps_the_draft_back(tied: Built) -> None:
    assert tied.send(1, "chao_hoi", "A", {"noi_dung": 12000, "hinh_thuc": 4000}, base=1).status == "locked"
    with pytest.raises(Refused, match="late_waiting"):
        tied.do("draft", "secretary")
    [late] = tied.board().ledger.under("late")
    tied.do("leave_late", "head_judge", late=late.path[1], reason="Đã hết giờ")
    tied.do("draft", "secretary")


@both_databases
def test_many_teams_may_be_decided_on_at_once(writer: Writer) -> None:
    """Their ids would make a subject longer than its column."""
    names = [f"Đội {number}" for number in range(50)]
    built = build(writer, names, 1, RULES)
    built.start()
    for name in names:
        for part in ("chao_hoi", "kien_thuc"):
            built.do("team_absent", "secretary", part=part, team=built.teams[name], reason="Mưa bão")
    written = ">".join(str(built.teams[name]) for name in names)
    built.do("decide_tie", "head_judge", order=written, minutes="Biên bản", reason="Bốc thăm")
    assert ranks(built) == {name: rank for rank, name in enumerate(names, 1)}


def test_a_drawn_lot_never_ties(writer: Writer) -> None:
    built = build(writer, list(TEAMS), 1, RULES.replace('ties = ["decision"]', 'ties = ["lot"]'))
    built.start()
    for name in TEAMS:
        for part in ("chao_hoi", "kien_thuc"):
            built.do("open", part=part, team=built.teams[name])
        built.send(1, "chao_hoi", name, {"noi_dung": 9000, "hinh_thuc": 4000 if name != "D" else 1000})
        built.do("agreed", part="kien_thuc", team=built.teams[name], marks={"so_cau_dung": "5"})

    def draw(**given: Any) -> None:
        built.do("decide_tie", "head_judge", step="lot", minutes="BB 5", reason="Bằng điểm", **given)

    def drawn(*numbers: str) -> dict[str, str]:
        return {str(built.teams[name]): number for name, number in zip(TEAMS, numbers, strict=False)}

    for given in ({"values": drawn("1", "1", "2")}, {"order": order(built, "A>B=C")}):
        with pytest.raises(Refused, match="tie_answer") as caught:
            draw(**given)
        assert "hai lá thăm không thể bằng nhau" in caught.value.message
    draw(values=drawn("3", "1", "2"))
    assert ranks(built) == {"B": 1, "C": 2, "A": 3, "D": 4}
    board = built.board()
    account = explain(str(built.teams["B"]), board.standings, board.entry(), board.rules)
    assert "Căn cứ: Bằng điểm; biên bản: BB 5." in " ".join(told(account, speaker_of(board)).rank)
