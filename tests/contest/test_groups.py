"""Groups, eligibility, what is given for a tie step, special prizes and who goes on, through the scorebook to the hall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contest import board as boards
from contest import prizeview, release, resultview
from contest.boardjson import standings_body
from contest.files.roster import TeamRow
from contest.planning import teams as planning
from contest.planning.contests import checklist
from contest.scorebook.entry import SYSTEM, Book
from contest.scorebook.refusals import Refused
from contest.scorebook.result import open_questions
from contest.tables.contests import Team
from contest.verify import verify
from contest.writer import Writer
from tests.building import SMALL, Built, build
from tests.conftest import both_databases

TEAMS = ("A", "B", "C", "D")
GROUPS = {"A": "Khối 2", "B": "Khối 1", "C": "Khối 2", "D": "Khối 1"}
RULES = SMALL.replace('ties = ["decision"]', 'ties = ["question", "lot", "part:kien_thuc"]\ngroups = "together"')


def group(built: Built, groups: Mapping[str, str], ineligible: Mapping[str, str] | None = None) -> None:
    def write(session: Session) -> None:
        book = Book(session, built.id, SYSTEM)
        for name, team in built.teams.items():
            row = TeamRow(name=name, group=groups.get(name, ""), ineligible=(ineligible or {}).get(name, ""))
            planning.change(book, team, row)

    built.writer.run(write)


def play(built: Built, answers: Mapping[str, int], points: int = 9000) -> None:
    """Give every team the same sheet and so many right answers, and lock all."""
    for team, right in answers.items():
        where: dict[str, Any] = {"team": built.teams[team]}
        built.do("open", part="chao_hoi", **where)
        built.send(1, "chao_hoi", team, {"noi_dung": points, "hinh_thuc": 4000})
        built.do("lock", part="chao_hoi", **where)
        built.do("open", part="kien_thuc", **where)
        built.do("agreed", part="kien_thuc", **where, marks={"so_cau_dung": str(right)})
        built.do("lock", part="kien_thuc", **where)


def rules(groups: str, more: str = "", tiers: str = "") -> str:
    text = RULES.replace('groups = "together"', f'groups = "{groups}"\n{more}')
    return text + tiers


def grouped(writer: Writer, groups: str, more: str = "", tiers: str = "") -> Built:
    built = build(writer, TEAMS, 1, rules(groups, more, tiers))
    group(built, GROUPS, {"A": "Đội của đơn vị đăng cai"})
    built.start()
    play(built, {"A": 9, "B": 8, "C": 7, "D": 6})
    return built


def decide(built: Built, written: str, **more: Any) -> None:
    order = "".join(str(built.teams[sign]) if sign in built.teams else sign for sign in written)
    values = {str(built.teams[team]): value for team, value in more.pop("values", {}).items()}
    args = {"order": order, "values": values, "minutes": "Biên bản", "reason": "Hội ý", **more}
    built.do("decide_tie", "head_judge", **args)


def ranks(built: Built) -> dict[str, int | None]:
    board = built.board()
    return {board.team(row.team).name: row.rank for row in board.standings.rows}


def test_a_contest_ranked_in_groups_does_not_begin_before_every_team_has_one(writer: Writer) -> None:
    built = build(writer, TEAMS, 1, rules("apart"))
    group(built, {"A": "Khối 1", "B": " khối 1", "C": "Khối 2"})
    built.order()
    lacking = writer.run(lambda session: checklist(session, boards.read(session, built.id)))[1]
    assert (lacking.ready, lacking.lacking) == (False, "Chưa ghi bảng của 1 đội: D")
    with pytest.raises(Refused, match="needs_groups") as refused:
        built.do("start")
    assert refused.value.message == "Thể lệ xếp hạng theo bảng mà chưa ghi bảng của: D. Đề nghị ghi ở mục Đội thi."
    group(built, GROUPS)
    built.do("start")


def test_prizes_beyond_the_entries_are_said_before_the_start(writer: Writer) -> None:
    built = build(writer, ("A", "B"), 1, SMALL)
    item = writer.run(lambda session: checklist(session, boards.read(session, built.id)))[1]
    assert item.said.startswith("2 đội. Cơ cấu có 3 giải mà chỉ có 2 đội được xét: sẽ có giải không trao.")
    enough = build(writer, TEAMS, 1, SMALL)
    item = writer.run(lambda session: checklist(session, boards.read(session, enough.id)))[1]
    assert item.said == "4 đội"


@both_databases
def test_groups_and_eligibility_are_kept_in_the_chain_and_verified(writer: Writer, database_url: str) -> None:
    built = grouped(writer, "apart")
    started = built.board().ledger.data("contest")["started"]
    assert started["groups"] == {str(built.teams[name]): group for name, group in GROUPS.items()}
    assert started["ineligible"] == {str(built.teams["A"]): "Đội của đơn vị đăng cai"}
    assert verify(database_url, built.id)[0].changed == ()

    def move(session: Session) -> None:
        team = session.get(Team, built.teams["B"])
        assert team is not None
        team.group_name = "Khối 3"

    writer.run(move)
    assert verify(database_url, built.id)[0].changed == ("teams",)


def test_groups_apart_are_ranked_apart_and_the_hall_sees_what_was_released(writer: Writer) -> None:
    built = grouped(writer, "apart")
    board = built.board()
    assert [(row.group, row.rank, board.team(row.team).name) for row in board.standings.rows] == [
        ("Khối 1", 1, "B"), ("Khối 1", 2, "D"), ("Khối 2", 1, "A"), ("Khối 2", 2, "C"),
    ]  # fmt: skip
    first = resultview.lines(board)[0]
    assert (first.group, first.rank, first.name) == ("Khối 1", "1", "B")
    before = release.public_body(board)
    assert [(row["name"], row["group"], row["rank"], row["total"]) for row in before["rows"]] == [
        (name, GROUPS[name], None, "") for name in TEAMS
    ]
    built.do("show", "secretary")
    shown = release.public_body(built.board())
    assert [(row["group"], row["rank"], row["name"]) for row in shown["rows"]] == [
        ("Khối 1", 1, "B"), ("Khối 1", 2, "D"), ("Khối 2", 1, "A"), ("Khối 2", 2, "C"),
    ]  # fmt: skip
    assert all("group_rank" not in row for row in shown["rows"])


def test_both_rankings_are_released_together(writer: Writer) -> None:
    built = grouped(writer, "both")
    assert all("group_rank" not in row for row in release.public_body(built.board())["rows"])
    built.do("show", "secretary")
    shown = release.public_body(built.board())
    assert [(row["name"], row["rank"], row["group"], row["group_rank"]) for row in shown["rows"]] == [
        ("A", 1, "Khối 2", 1), ("B", 2, "Khối 1", 1), ("C", 3, "Khối 2", 2), ("D", 4, "Khối 1", 2),
    ]  # fmt: skip
    said = standings_body(built.board())["standings"]
    assert [(row["team"], row["group"], row["group_rank"]) for row in said][:2] == [
        ("A", "Khối 2", 1),
        ("B", "Khối 1", 1),
    ]


def test_a_contest_without_groups_tells_the_hall_of_none(writer: Writer) -> None:
    built = grouped(writer, "together")
    built.do("show", "secretary")
    assert all("group" not in row for row in release.public_body(built.board())["rows"])


def test_who_goes_on_is_shown_with_its_reasons(writer: Writer) -> None:
    built = grouped(writer, "apart", "advance = { per_group = 1, best_others = 1 }")
    going = prizeview.onward(built.board())
    assert going == prizeview.Onward(
        ("B", "C", "D"),
        0,
        (
            "Đội B: hạng 1 (Khối 1), 29,00 điểm.",
            "Bỏ qua đội A (hạng 1): đội không xét giải.",
            "Đội C: hạng 2 (Khối 2), 27,00 điểm.",
            "Đội D: 25,00 điểm, cao nhất trong các đội còn lại.",
        ),
    )


@pytest.fixture
def tied(writer: Writer) -> Built:
    """Give a contest locked to the end: A, B and C are tied first, D is last."""
    built = build(writer, TEAMS, 1, RULES)
    built.start()
    play(built, {"A": 8, "B": 8, "C": 8, "D": 6})
    return built


def test_an_extra_question_and_a_lot_part_tied_teams_in_turn(tied: Built) -> None:
    (tie,) = resultview.ties(tied.board())
    assert tie.steps == (("question", "câu hỏi phụ"), ("lot", "bốc thăm"))
    decide(tied, "", step="question", values={"A": "7,5", "B": "10", "C": "7,5"})
    assert ranks(tied) == {"B": 1, "A": 2, "C": 2, "D": 4}
    (waiting, answered) = resultview.ties(tied.board())
    assert [name for _, name in waiting.teams] == ["A", "C"]
    assert answered.decided == "B trên A đồng hạng C"
    decide(tied, "C>A", step="lot")
    assert ranks(tied) == {"B": 1, "C": 2, "A": 3, "D": 4}
    board = tied.board()
    assert [(line.name, line.note) for line in resultview.lines(board)] == [
        ("B", "xếp theo câu hỏi phụ"), ("C", "xếp theo bốc thăm"), ("A", "xếp theo bốc thăm"), ("D", ""),
    ]  # fmt: skip
    assert open_questions(board) == []


def test_what_is_left_equal_after_every_step_is_for_a_decision(writer: Writer) -> None:
    built = build(writer, ("A", "B"), 1, RULES.replace('"question", "lot", ', '"time", '))
    built.start()
    play(built, {"A": 8, "B": 8})
    decide(built, "", step="time", values={"A": "125,5", "B": "125,5"})
    board = built.board()
    assert len(open_questions(board)) == 1
    assert resultview.ties(board)[0].steps[0] == ("decision", "quyết định của người có thẩm quyền")


@pytest.mark.parametrize(
    ("written", "more", "code", "sentence"),
    [
        ("A>B>C", {"step": "time", "values": {}}, "tie_step", "Thể lệ không có bước này"),
        ("A>B>C", {"step": "part", "values": {}}, "tie_step", "Thể lệ không có bước này"),
        ("A>B>C", {"step": "question"}, "tie_answer", "Bước câu hỏi phụ cần ghi số"),
        ("", {"step": "question", "values": {"A": "1", "B": "x"}}, "mark_refused", "“x” không phải là số"),
        ("A>B=C", {"step": "question", "values": {"A": "1", "B": "2", "C": "2"}}, "tie_answer", "thứ tự đã ghi"),
        ("A>B>C", {"values": {"A": "1", "B": "2", "C": "2"}}, "tie_answer", "chỉ ghi thứ tự"),
        ("", {"step": "question", "values": {"A": "1", "B": "2"}}, "not_tied", "không đồng hạng"),
        ("", {"values": {"A": "1", "B": "2", "C": "3"}}, "decision_teams", "đúng các đội đồng hạng"),
        ("", {}, "bad_field", ""),
    ],
)
def test_what_does_not_fit_a_step_is_refused(
    tied: Built, written: str, more: dict[str, Any], code: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=code) as refused:
        decide(tied, written, **more)
    assert sentence in refused.value.message
    assert list(tied.board().ledger.under("decision")) == []


SPECIALS = """
[[special_prizes]]
key = "hay_kt"
name = "Kiến thức hay nhất"
by = "part:kien_thuc"

[[special_prizes]]
key = "hay_ch"
name = "Chào hỏi hay nhất"
by = "part:chao_hoi"

[[special_prizes]]
key = "phong_cach"
name = "Giải Phong cách"
by = "named"
count = 2
"""


@pytest.fixture
def signed(writer: Writer) -> Built:
    """Give a signed contest with special prizes: the best of one part is clear, of the other all are equal."""
    built = grouped(writer, "together", tiers=SPECIALS)
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    return built


def ids(built: Built, *names: str) -> list[int]:
    return [built.teams[name] for name in names]


def test_special_prizes_are_proposed_approved_and_announced(signed: Built) -> None:
    board = signed.board()
    assert prizeview.beside(board) == (
        prizeview.Beside("hay_kt", "Kiến thức hay nhất", (signed.teams["B"],)),
        prizeview.Beside("hay_ch", "Chào hỏi hay nhất", (0,)),
        prizeview.Beside("phong_cach", "Giải Phong cách", (0, 0)),
    )
    said = dict(prizeview.reasons(board))
    assert said["Kiến thức hay nhất"] == (
        "Bỏ qua đội A (hạng 1): đội không xét giải.",
        "Đội B: 16, cao nhất trong các đội được xét.",
    )
    tiers = {"nhat": ids(signed, "B"), "nhi": ids(signed, "C", "D")}
    chosen = {**tiers, "hay_kt": ids(signed, "B"), "hay_ch": ids(signed, "D"), "phong_cach": ids(signed, "A", "C")}
    with pytest.raises(Refused, match="prize_change"):  # equal teams: people choose and say why
        signed.do("approve_prizes", "organiser", prizes=chosen)
    twice = {**chosen, "phong_cach": ids(signed, "A", "A")}
    with pytest.raises(Refused, match="prize_twice"):
        signed.do("approve_prizes", "organiser", prizes=twice, reason="Ban Tổ chức chọn")
    signed.do("approve_prizes", "organiser", prizes=chosen, reason="Ban Tổ chức chọn")
    board = signed.board()
    assert prizeview.approved(board)[2:] == (
        ("Kiến thức hay nhất", ("B",)),
        ("Chào hỏi hay nhất", ("D",)),
        ("Giải Phong cách", ("A", "C")),
    )
    assert release.public_body(board)["prizes"] == []
    signed.do("finalise", "organiser")
    signed.do("announce", "organiser")
    assert release.public_body(signed.board())["prizes"][2:] == [
        {"name": "Kiến thức hay nhất", "teams": ["B"]},
        {"name": "Chào hỏi hay nhất", "teams": ["D"]},
        {"name": "Giải Phong cách", "teams": ["A", "C"]},
    ]


def test_naming_a_prize_that_people_name_is_no_change(writer: Writer) -> None:
    built = grouped(writer, "together", tiers=SPECIALS[SPECIALS.index('[[special_prizes]]\nkey = "phong') :])
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    tiers = {"nhat": ids(built, "B"), "nhi": ids(built, "C", "D")}
    built.do("approve_prizes", "organiser", prizes={**tiers, "phong_cach": ids(built, "D")})
    assert prizeview.approved(built.board())[-1] == ("Giải Phong cách", ("D",))
