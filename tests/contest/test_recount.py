"""The second engine over a stored contest: the exported log, the command, and what a disagreement stops."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import board as boards
from contest import chain, eventlog
from contest.messages import recount as words
from contest.messages.scoring import QUESTIONS
from contest.recount import log as logs
from contest.recount.bound import fingerprint
from contest.recount.parts import PartLine
from contest.recount.ratio import ratio
from contest.recount.table import recount
from contest.recountcli import answer, counted
from contest.recounting import board_of, differences, second_opinion
from contest.recountwords import tell, why_unreadable
from contest.scorebook.entry import SYSTEM, Book
from contest.scorebook.refusals import Refused
from contest.scorebook.result import draft, finalise
from contest.tables.contests import Contest, Team
from contest.writer import Writer
from tests.building import SMALL, Built, build, play_worked
from tests.conftest import both_databases
from tests.contest.pages.walker import Walker
from tests.serving import chamkheo, environment_for

Document = dict[str, Any]
PACKAGE = Path(__file__).parents[2] / "contest" / "recount"


def exported(built: Built) -> Document:
    """Give a contest's log as it is exported now."""
    return built.writer.run(lambda session: eventlog.export(session, session.get_one(Contest, built.id)))


def forged(document: Document, subject: str, **change: object) -> Document:
    """Change what the newest event of a subject says and link the whole chain anew, as a clever forger would."""
    newest = max(event["seq"] for event in document["events"] if event["subject"] == subject)
    hashed, events = logs.beginning(document["contest"]["uid"]), []
    for event in document["events"]:
        said = event | {"data": json.dumps(json.loads(event["data"]) | change)} if event["seq"] == newest else event
        hashed = logs.link(hashed, said)
        events.append(said | {"hash": hashed})
    return document | {"events": events, "head": {"count": len(events), "hash": hashed}}


def as_started(document: Document, **change: object) -> Document:
    """Change what the start kept, in a chain that holds."""
    newest = next(event for event in reversed(document["events"]) if event["subject"] == "contest")
    return forged(document, "contest", started=json.loads(newest["data"])["started"] | change)


def forging(built: Built) -> Callable[[Session, Contest], Document]:
    """Give an export in which the first judge gave team B 12 for its skit instead of 36."""
    subject = f"sheet/tieu_pham/{built.teams['B']}/{built.seats[0]}"
    return lambda session, contest: forged(eventlog.export(session, contest), subject, marks={"diem": 12_000})


def to_approved(built: Built) -> None:
    """Take the worked case on until only the last step is left."""
    order = f"{built.teams['F']}>{built.teams['C']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn")
    if built.board().ledger.step == "running":
        built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    prizes = {"nhat": ["A"], "nhi": ["B", "F"], "ba": ["C", "D", "E"]}
    chosen = {tier: [built.teams[team] for team in teams] for tier, teams in prizes.items()}
    built.do("approve_prizes", "organiser", prizes=chosen)


@both_databases
def test_the_worked_case_is_recounted_from_its_log(writer: Writer) -> None:
    built = play_worked(writer)
    to_approved(built)
    table = recount(logs.loads(json.dumps(exported(built))))
    names = {str(team): name for name, team in built.teams.items()}
    found = {names[line.team]: (line.rank, str(line.total), str(line.deducted)) for line in table.lines.values()}
    assert found == {
        "A": (1, "351/4", "0"),
        "B": (2, "431/5", "1"),
        "F": (3, "428/5", "0"),
        "C": (4, "428/5", "0"),
        "D": (5, "85", "0"),
        "E": (6, "1439/20", "2"),
    }
    tiers = {key: {names[team] for team in award.teams} for key, award in table.prizes.items()}
    assert tiers == {"nhat": {"A"}, "nhi": {"B", "F"}, "ba": {"C", "D", "E"}}
    assert writer.run(lambda session: second_opinion(session, boards.read(session, built.id))) == ()
    built.do("finalise", "organiser")
    assert built.board().ledger.step == "finalised"


def test_the_programs_board_of_a_file_is_its_board_of_the_database(writer: Writer) -> None:
    built = play_worked(writer)
    to_approved(built)
    board = built.board()
    of_file = board_of(exported(built))
    assert of_file.entry() == board.entry()
    assert of_file.standings == board.standings


def test_what_does_not_count_is_not_counted(writer: Writer) -> None:
    built = build(writer, ("Suối Bạc", "Suối Trai"))
    built.start()
    team, other = built.teams["Suối Bạc"], built.teams["Suối Trai"]
    marks = {"noi_dung": 9000, "hinh_thuc": 6000}
    for part in ("chao_hoi", "kien_thuc"):
        built.do("open", part=part, team=team)
    for seat in (1, 2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", marks)
    built.do("return_sheet", part="chao_hoi", team=team, seat=built.seats[0], reason="Chấm nhầm đội")
    built.do("deduct", part="chao_hoi", team=team, rule="qua_gio", amount="130", reason="Bấm giờ")
    built.do("withdraw_deduction", part="chao_hoi", team=team, number=1, reason="Bấm nhầm")
    built.do("judge_absent", part="chao_hoi", team=team, seat=built.seats[0], absent=True, reason="Việc gấp")
    built.do("agreed", part="kien_thuc", team=team, marks={"so_cau_dung": "7"})

    def agrees(session: Session) -> object:
        return second_opinion(session, boards.read(session, built.id))

    assert built.writer.run(agrees) == ()
    before = recount(logs.read(exported(built))).lines[str(team)]
    assert (before.state, before.parts["chao_hoi"].marked) == ("incomplete", 2)
    built.do("lock", part="chao_hoi", team=team)
    for part in ("chao_hoi", "kien_thuc"):
        built.do("team_absent", part=part, team=other, reason="Xe hỏng")
    after = recount(logs.read(exported(built)))
    assert {each.team: (each.state, str(each.total), str(each.deducted)) for each in after.lines.values()} == {
        str(team): ("ranked", "29", "0"),
        str(other): ("ranked", "0", "0"),
    }
    assert built.writer.run(agrees) == ()


def test_a_disagreement_blocks_the_final_result_and_says_where(writer: Writer) -> None:
    built = play_worked(writer)
    to_approved(built)
    with pytest.raises(Refused, match="recount_differs") as refused:
        writer.run(lambda session: finalise(Book(session, built.id, SYSTEM), forging(built)))
    # 36 → 12 takes 24 / 5 = 4,8 from B's mean of 36,1 and from its total of 86,2, and B falls from second to fifth.
    assert "Đội B, phần Tiểu phẩm, điểm trước khi trừ: chương trình 36,1, tính lại 31,3." in refused.value.message
    assert "Đội B, thứ hạng: chương trình 2, tính lại 5." in refused.value.message
    assert "Đội B, tổng điểm: chương trình 86,2, tính lại 81,4." in refused.value.message
    assert built.board().ledger.step == "prizes_approved"
    built.do("finalise", "organiser")
    assert built.board().ledger.step == "finalised"


def test_rules_that_the_second_engine_does_not_know_block_too(writer: Writer) -> None:
    built = play_worked(writer)
    to_approved(built)

    def strange(session: Session, contest: Contest) -> Document:
        document = eventlog.export(session, contest)
        rules = document["rulebooks"][-1]["document"]
        rules["parts"][0]["panel"]["method"] = "la_lam"
        return as_started(document, rulebook=fingerprint(rules))

    with pytest.raises(Refused, match="recount_differs") as refused:
        writer.run(lambda session: finalise(Book(session, built.id, SYSTEM), strange))
    assert "chưa biết quy tắc “la_lam”" in refused.value.message


def test_a_draft_warns_and_the_page_shows_it(app: Flask) -> None:
    built = play_worked(app.extensions["writer"])
    built.writer.run(lambda session: draft(Book(session, built.id, SYSTEM), forging(built)))
    warned = built.board().ledger.data("contest")["drafted"]["recount"]
    assert "Đội B, tổng điểm: chương trình 86,2, tính lại 81,4." in warned
    page = Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/ket-qua")
    assert "Tính lại độc lập không khớp" in page
    assert "Đội B, tổng điểm: chương trình 86,2, tính lại 81,4." in page
    built.do("withdraw_draft", "secretary", reason="Kiểm tra lại")
    built.do("draft", "secretary")
    assert built.board().ledger.data("contest")["drafted"]["recount"] == []
    page = Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/ket-qua")
    assert "Tính lại độc lập không khớp" not in page
    assert "cách độc lập thứ hai: khớp" in page


def test_the_command_recounts_a_contest_and_its_file(tmp_path: Path, sqlite_url: str) -> None:
    environment = environment_for(tmp_path)
    chamkheo(environment, "create-user", "thuky", "--name", "Lê Thị Thư")
    writer = Writer(f"sqlite:///{tmp_path / 'instance' / 'chamkheo.db'}")
    try:
        built = play_worked(writer)
    finally:
        writer.close()
    stored = chamkheo(environment, "recount", "1")
    assert (stored.returncode, "khớp với chương trình" in stored.stdout) == (0, True), stored.stderr
    assert [line.split()[:2] for line in stored.stdout.splitlines()[4:10]] == [
        ["1", "A"],
        ["2", "B"],
        ["3", "C"],
        ["3", "F"],
        ["5", "D"],
        ["6", "E"],
    ]
    file = tmp_path / "nhat-ky.json"
    assert chamkheo(environment, "export-log", "1", str(file)).returncode == 0
    of_file = chamkheo(environment, "recount", str(file), "--json")
    document = json.loads(of_file.stdout)
    assert (of_file.returncode, document["agrees"], document["differences"]) == (0, True, [])
    assert document["standings"][1] | {"parts": None} == {
        "team": str(built.teams["B"]),
        "name": "B",
        "state": "ranked",
        "rank": 2,
        "group_rank": None,
        "total": "86.20",
        "total_exact": "431/5",
        "deductions": "1",
        "parts": None,
        "tied_with": [],
        "parted_by": None,
    }
    assert "Nguyễn Văn" not in file.read_text(encoding="utf-8")  # judges are numbers in it
    missing = chamkheo(environment, "recount", "77")
    assert (missing.returncode, "Không có hội thi hay tệp nào là 77" in missing.stderr) == (1, True)
    file.write_text(file.read_text(encoding="utf-8").replace("36250", "36500"), encoding="utf-8")
    changed = chamkheo(environment, "recount", str(file))
    assert (changed.returncode, "Chuỗi nhật ký không khớp từ sự kiện" in changed.stderr) == (1, True)


def test_the_command_says_where_and_answers_one(writer: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    built = play_worked(writer)
    document = forged(exported(built), f"agreed/kien_thuc/{built.teams['E']}", marks={"so_cau_dung": 9000})
    found = counted(logs.read(document), built.board())
    assert answer(found, as_json=False) == 1
    shown = capsys.readouterr().out.splitlines()
    assert [line.rsplit("  ", 1)[-1].strip() for line in shown[4:10]] == ["khớp"] * 5 + ["KHÁC"]
    assert "- Đội E, phần Kiến thức, điểm trước khi trừ: chương trình 14, tính lại 18." in shown
    assert answer(found, as_json=True) == 1
    differing = json.loads(capsys.readouterr().out)["differences"]
    assert differing[0] == {
        "teams": [str(built.teams["E"])],
        "place": None,
        "what": "total",
        "program": "1439/20",
        "recount": "1519/20",
    }


BROKEN: dict[str, tuple[Callable[[Document], object], str]] = {
    "another file": (lambda document: document | {"format": "khac"}, "other_format"),
    "a list": (lambda document: [document], "other_format"),
    "a later format": (lambda document: document | {"format_version": 2}, "other_version"),
    "no teams": (lambda document: {key: document[key] for key in document if key != "teams"}, "lacks"),
    "no contest": (lambda document: document | {"contest": "x"}, "wrong_item"),
    "teams that are no tables": (lambda document: document | {"teams": ["A", "B"]}, "wrong_item"),
    "no events": (lambda document: document | {"events": None}, "wrong_item"),
    "an event of another shape": (
        lambda document: forged(document, "contest", started={"rulebook_version": "x"}),
        "misshapen",
    ),
    "an empty log": (lambda document: document | {"events": []}, "empty"),
    "the last event cut off": (lambda document: document | {"events": document["events"][:-1]}, "not_started"),
    "events out of order": (lambda document: document | {"events": document["events"][::-1]}, "broken_chain"),
    "an event less": (lambda document: document | {"events": document["events"][1:]}, "broken_chain"),
    "a version that is not logged": (
        lambda document: document | {"rulebooks": [*document["rulebooks"], document["rulebooks"][0] | {"version": 2}]},
        "unlogged_rules",
    ),
    "one version twice": (lambda document: document | {"rulebooks": document["rulebooks"] * 2}, "other_rules"),
    "one team twice": (lambda document: document | {"teams": document["teams"] + document["teams"][:1]}, "team_twice"),
    "another number of a seat": (
        lambda document: document | {"seats": [seat | {"number": seat["number"] + 1} for seat in document["seats"]]},
        "other_seats",
    ),
    "a team in a group": (
        lambda document: document | {"teams": [team | {"group": "Khối 1"} for team in document["teams"]]},
        "other_groups",
    ),
    "a team without prizes": (
        lambda document: document | {"teams": [team | {"ineligible": "Khách"} for team in document["teams"]]},
        "other_eligibility",
    ),
    "no rules": (lambda document: document | {"rulebooks": []}, "no_rules"),
    "another contest": (lambda document: document | {"contest": {"uid": "x"}}, "broken_chain"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_log_that_is_none_is_refused(writer: Writer, broken: str) -> None:
    built = build(writer)
    built.start()
    change, code = BROKEN[broken]
    with pytest.raises(logs.Unreadable) as refused:
        logs.read(change(exported(built)))
    assert refused.value.code == code


def test_rules_changed_beside_the_chain_are_refused(writer: Writer) -> None:
    document = exported(play_worked(writer))
    document["rulebooks"][0]["document"]["parts"][0]["panel"]["method"] = "median"
    with pytest.raises(logs.Unreadable) as refused:
        logs.loads(json.dumps(document))
    assert refused.value.code == "other_rules"
    assert "Thể lệ bản 1 không đúng bản mà nhật ký đã ghi" in why_unreadable(refused.value)
    assert "xuất lại bằng chamkheo export-log" in why_unreadable(refused.value)


def test_names_swapped_beside_the_chain_are_refused(writer: Writer) -> None:
    document = exported(play_worked(writer))
    first, second = document["teams"][:2]
    first["name"], second["name"] = second["name"], first["name"]
    with pytest.raises(logs.Unreadable) as refused:
        logs.loads(json.dumps(document))
    told = why_unreadable(refused.value)
    assert (
        f"Tên của đội số {first['id']} không đúng lúc bắt đầu hội thi: nhật ký ghi “A”, nay là “B” (và 1 đội khác nữa)"
        in told
    )


def test_a_log_that_was_cut_is_refused_by_what_it_says_of_itself(writer: Writer) -> None:
    document = exported(play_worked(writer))
    count = len(document["events"])
    with pytest.raises(logs.Unreadable) as refused:
        logs.read(document | {"events": document["events"][:-1]})
    assert why_unreadable(refused.value).startswith(
        f"Tệp ghi khi xuất có {count} sự kiện, nhưng nay có {count - 1} sự kiện"
    )


def test_a_final_result_must_rest_on_this_chain(writer: Writer) -> None:
    built = play_worked(writer)
    to_approved(built)
    built.do("finalise", "organiser")
    document = exported(built)
    assert logs.read(document).count == len(document["events"])
    with pytest.raises(logs.Unreadable) as refused:
        logs.read(forged(document, f"sheet/tieu_pham/{built.teams['B']}/{built.seats[0]}", marks={"diem": 12_000}))
    assert refused.value.code == "other_head"


def test_the_answer_gives_what_to_compare_with_the_paper(writer: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    built = play_worked(writer)
    to_approved(built)
    built.do("finalise", "organiser")
    log, board = logs.read(exported(built)), built.board()
    assert answer(counted(log, board), as_json=False) == 0
    shown = capsys.readouterr().out.splitlines()
    sealed = board.ledger.finalised
    assert shown[1] == f"{log.count} sự kiện · mã đầu {chain.short(log.ended)}"
    assert "Bước cuối trong nhật ký: Đã chốt." in shown
    assert (
        f"Kết quả chốt sau sự kiện {sealed['events']}, mã đầu {chain.short(sealed['head'])}: so với dòng này trên giấy đã in."
        in shown
    )
    assert words.COMPARE in shown
    assert shown[-1] == words.AGREES


def test_every_reason_has_its_sentence() -> None:
    raised = {
        node.args[0].value
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Unreadable"
        and isinstance(node.args[0], ast.Constant)
    }
    raised |= {"other_teams", "other_groups", "other_eligibility", "bad_entry", "bad_rules"}
    assert raised == set(words.UNREADABLE)


def test_the_engine_imports_the_standard_library_alone() -> None:
    imported = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            imported |= {*names, *([node.module] if isinstance(node, ast.ImportFrom) else [])}
    outside = {str(name) for name in imported if str(name).partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not name.startswith("contest.recount.")} == set()
    assert "fractions" not in imported  # its figures are its own


def test_differences_are_told_for_teams_that_only_one_knows(writer: Writer) -> None:
    built = play_worked(writer)
    board, document = built.board(), exported(built)
    names = {str(team["id"]): team["name"] for team in document["teams"][1:]}
    left = as_started(document | {"teams": document["teams"][1:]}, teams=names)
    found = differences(board.standings, board.rules, recount(logs.read(left)))
    assert [(each.teams, each.what) for each in found if each.what == "team"] == [((str(built.teams["A"]),), "team")]


def test_everything_compared_has_its_word(writer: Writer) -> None:
    # Against an empty recount everything differs, so that every figure that is compared is told once.
    built = play_worked(writer)
    board = built.board()
    table = recount(logs.read(exported(built)))
    nobody = {
        team: replace(
            line,
            state="incomplete",
            rank=None,
            group_rank=7,
            total=None,
            shown=None,
            tied_with=frozenset({"9"}),
            parted_by="lot",
            barred=True,
            parts={key: PartLine("incomplete", None, ratio(7), 9, 9) for key in line.parts},
        )
        for team, line in table.lines.items()
    }
    found = differences(board.standings, board.rules, replace(table, lines=nobody, questions=frozenset()))
    told = [tell(each, board.rules, {}) for each in found]
    assert {each.what for each in found} == set(words.WHAT) - {"team", "teams", "open"}
    assert "Đội 1, phần Chào hỏi, điểm trước khi trừ: chương trình 17,75, tính lại không có." in told
    assert {code for code in QUESTIONS if code.startswith("tie_on") or code in {"tie_undecided", "judges_awaited"}} - {
        "tie_on_special_prize"
    } <= set(words.VALUES)


def test_groups_and_guests_are_exported(writer: Writer) -> None:
    groups = {"Suối Bạc": "Khối 1", "Suối Trai": "Khối 2", "Sơn Phước": "Khối 1"}
    built = build(writer, tuple(groups), 1, SMALL.replace("invented = true", 'invented = true\ngroups = "apart"'))

    def place(session: Session) -> None:
        for name, group in groups.items():
            team = session.get_one(Team, built.teams[name])
            team.group_name, team.ineligible = group, "Đội khách" if name == "Suối Bạc" else ""

    writer.run(place)
    built.start()
    for right, (name, team) in enumerate(built.teams.items(), 7):
        for part in ("chao_hoi", "kien_thuc"):
            built.do("open", part=part, team=team)
        built.send(1, "chao_hoi", name, {"noi_dung": 12_000, "hinh_thuc": 13_000 - 1000 * right})
        built.do("agreed", part="kien_thuc", team=team, marks={"so_cau_dung": "8"})
        for part in ("chao_hoi", "kien_thuc"):
            built.do("lock", part=part, team=team)
    document = exported(built)
    assert {team["name"]: (team["group"], team["ineligible"]) for team in document["teams"]} == {
        "Suối Bạc": ("Khối 1", "Đội khách"),
        "Suối Trai": ("Khối 2", ""),
        "Sơn Phước": ("Khối 1", ""),
    }
    table = recount(logs.read(document))
    # Suối Bạc leads Khối 1 with 12 + 6 + 16 = 34, but is a guest: the first prize of its group is Sơn Phước's.
    assert {each.team: (each.rank, str(each.total)) for each in table.lines.values()} == {
        str(built.teams["Suối Bạc"]): (1, "34"),
        str(built.teams["Suối Trai"]): (1, "33"),
        str(built.teams["Sơn Phước"]): (2, "32"),
    }
    assert table.prizes["nhat"].teams == {str(built.teams[name]) for name in ("Suối Trai", "Sơn Phước")}
    assert writer.run(lambda session: second_opinion(session, boards.read(session, built.id))) == ()
