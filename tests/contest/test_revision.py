"""A final result is corrected by a numbered revision: proposed, seen before and after, confirmed by another, announced anew."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contest import board as boards
from contest import revisionview, verify
from contest.beforeafter import Place
from contest.board import Board
from contest.ledger import facts_of_kinds
from contest.release import public_body
from contest.scorebook.entry import SYSTEM, Book
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from tests.building import Built, build, finish, play_worked
from tests.serving import migrated

GROUND = {"ground": "đơn kiến nghị của đội D", "minutes": "02/BB-BTC", "day": "23/11/2026"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """Give a database with the worked case finalised, to copy: playing it anew for every test would take seconds each."""
    path = tmp_path_factory.mktemp("played") / "chamkheo.db"
    shutil.copyfile(migrated(), path)
    writer = Writer(f"sqlite:///{path}")
    built = finish(play_worked(writer), announced=False)
    writer.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, built


@pytest.fixture
def sealed(played: tuple[Path, Built], sqlite_url: str) -> Iterator[Built]:
    """Give the worked case, finalised and not announced."""
    path, built = played
    shutil.copyfile(path, sqlite_url.removeprefix("sqlite:///"))
    writer = Writer(sqlite_url)
    yield replace(built, writer=writer)
    writer.close()


@pytest.fixture
def built(sealed: Built) -> Built:
    """Give the worked case, announced."""
    sealed.do("announce", "organiser")
    return sealed


def body(built: Built) -> dict[str, Any]:
    return public_body(built.board())


def totals(board: Board) -> dict[str, tuple[int | None, str]]:
    return {board.team(row.team).name: (row.rank, str(row.total_exact)) for row in board.standings.rows}


def sheet(built: Built, team: str, seat: int, mark: str) -> dict[str, Any]:
    return {
        "part": "tieu_pham",
        "team": built.teams[team],
        "seat": built.seats[seat - 1],
        "marks": {"diem": mark},
    }


def propose(built: Built) -> None:
    """Put D's first skit sheet right (34,5 was typed for 39,5 on the paper), which lifts D from 5 to 3."""
    built.do("open_revision", "secretary", **GROUND)
    built.do("revise_sheet", "secretary", **sheet(built, "D", 1, "39,5"))


def give_prizes(built: Built, **prizes: str) -> None:
    named = prizes or {"nhat": "A", "nhi": "BD", "ba": "FCE"}
    listed = {tier: [built.teams[team] for team in teams] for tier, teams in named.items()}
    built.do("revise_prizes", "secretary", prizes=listed)


def confirm(built: Built, role: str = "organiser") -> None:
    revision = revisionview.revision(built.board())
    assert revision is not None
    built.do("confirm_revision", role, version=revision.version)


def refused(built: Built, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        built.do(*args, **kwargs)
    return caught.value.code


def test_a_proposal_changes_nothing_and_shows_before_and_after(built: Built) -> None:
    hall, was = body(built), totals(built.board())
    propose(built)
    assert body(built) == hall
    assert totals(built.board()) == was
    revision = revisionview.revision(built.board())
    assert revision is not None
    assert [(each.words, each.lines) for each in revision.corrections] == [
        ("Phiếu của Giám khảo số 1, đội D, phần Tiểu phẩm", (("Điểm", "34,5", "39,5"),))
    ]
    moved = {shift.name: (shift.before, shift.after) for shift in revision.shifts if shift.moved}
    assert moved == {
        "D": (Place("5", "85,00", "Giải ba"), Place("3", "86,00", "Giải nhì")),
        "F": (Place("3", "85,60", "Giải nhì"), Place("4", "85,60", "Giải ba")),
        "C": (Place("4", "85,60", "Giải ba"), Place("5", "85,60", "Giải ba")),
    }


def test_confirmed_it_stands_and_the_hall_waits_for_the_announcement(built: Built) -> None:
    before, hall = built.board(), body(built)
    propose(built)
    give_prizes(built)
    confirm(built)
    after = built.board()
    assert totals(after) == totals(before) | {"D": (3, "86"), "F": (4, "428/5"), "C": (5, "428/5")}
    assert after.ledger.step == "finalised"
    assert body(built) == hall
    built.do("announce", "organiser")
    shown = body(built)
    assert shown["status"].startswith("Kết quả sửa đổi lần 1, ngày ")
    assert shown["status"].endswith(", căn cứ đơn kiến nghị của đội D")
    assert [(row["name"], row["rank"], row["total"]) for row in shown["rows"]][:4] == [
        ("A", 1, "87,75"),
        ("B", 2, "86,20"),
        ("D", 3, "86,00"),
        ("F", 4, "85,60"),
    ]
    assert shown["prizes"] == [
        {"name": "Giải nhất", "teams": ["A"]},
        {"name": "Giải nhì", "teams": ["B", "D"]},
        {"name": "Giải ba", "teams": ["F", "C", "E"]},
    ]


def test_the_old_result_stays_readable_in_full(built: Built) -> None:
    before, hall = built.board(), body(built)
    propose(built)
    give_prizes(built)
    confirm(built)
    built.do("announce", "organiser")
    results = built.writer.run(lambda session: revisionview.results(session, boards.read(session, built.id)))
    assert [result.until is None for result in results] == [True, False]
    assert results[1].title == "Chính thức, lần 1"
    old = built.board(results[1].until)
    assert totals(old) == totals(before)
    assert public_body(old) == hall
    assert old.ledger.data("contest") == before.ledger.data("contest")


def test_while_it_waits_the_hall_can_be_hidden_and_shown_with_the_old_result(built: Built) -> None:
    hall = body(built)
    propose(built)
    give_prizes(built)
    confirm(built)
    built.do("hide", "organiser")
    assert body(built)["stage"] == "names"
    built.do("show", "organiser")
    assert body(built) == hall


def test_a_second_revision_before_the_first_is_announced_still_hides_both(built: Built) -> None:
    hall = body(built)
    propose(built)
    give_prizes(built)
    confirm(built)
    built.do("open_revision", "organiser", **GROUND)
    built.do("revise_agreed", "organiser", part="kien_thuc", team=built.teams["E"], marks={"so_cau_dung": "8"})
    confirm(built, "head_judge")
    assert body(built) == hall
    built.do("announce", "organiser")
    assert body(built)["status"].startswith("Kết quả sửa đổi lần 2, ")
    assert built.board().ledger.finalised["revision"] == 3


def test_a_result_not_announced_yet_is_revised_too(sealed: Built) -> None:
    propose(sealed)
    give_prizes(sealed)
    confirm(sealed)
    assert sealed.board().announced is None
    sealed.do("announce", "organiser")
    assert body(sealed)["status"].startswith("Kết quả sửa đổi lần 1, ")


def test_deductions_and_ties_are_corrected_as_on_the_day(built: Built) -> None:
    built.do("open_revision", "secretary", **GROUND)
    turn = {"part": "tieu_pham", "team": built.teams["B"]}
    built.do("revise_withdraw_deduction", "secretary", number=1, reason="Không có lỗi này", **turn)
    built.do("revise_deduct", "head_judge", rule="loi", amount="2,6", reason="Dùng loa ngoài", **turn)
    after = revisionview.revision(built.board())
    assert after is not None
    assert totals(after.after)["B"] == (5, "423/5")
    assert [each.words for each in after.corrections] == [
        "Rút điểm trừ đội B, phần Tiểu phẩm: Lỗi quy định (Không có lỗi này; −1)",
        "Ghi điểm trừ đội B, phần Tiểu phẩm: Lỗi quy định (Dùng loa ngoài; −2,6)",
    ]


def test_a_new_tie_on_a_prize_line_must_be_decided_first(built: Built) -> None:
    built.do("open_revision", "secretary", **GROUND)
    # C and F rise alike: tied again, on another total than the one on which their tie was decided.
    built.do("revise_sheet", "secretary", **sheet(built, "C", 1, "33,25"))
    built.do("revise_sheet", "secretary", **sheet(built, "F", 1, "33,75"))
    assert refused(built, "confirm_revision", "organiser", version=3) == "open_questions"
    order = f"{built.teams['C']}>{built.teams['F']}"
    built.do("revise_tie", "head_judge", order=order, minutes="Biên bản 03", reason="Sáng tạo hơn")
    give_prizes(built, nhat="A", nhi="BC", ba="FDE")
    confirm(built)
    assert [(team, rank) for team, (rank, _) in totals(built.board()).items()] == [
        ("A", 1), ("B", 2), ("C", 3), ("F", 4), ("D", 5), ("E", 6),
    ]  # fmt: skip


def test_what_is_refused(built: Built) -> None:
    assert refused(built, "revise_sheet", "secretary", **sheet(built, "D", 1, "39,5")) == "no_revision"
    assert refused(built, "open_revision", "secretary", **(GROUND | {"ground": " "})) == "needs_reason"
    assert refused(built, "open_revision", "secretary", **(GROUND | {"minutes": ""})) == "needs_reason"
    assert refused(built, "open_revision", "secretary", **(GROUND | {"day": "32/11/2026"})) == "date_refused"
    built.do("open_revision", "secretary", **GROUND)
    assert refused(built, "open_revision", "organiser", **GROUND) == "revision_open"
    assert refused(built, "confirm_revision", "organiser", version=1) == "revision_empty"
    assert refused(built, "revise_sheet", "secretary", **sheet(built, "D", 1, "41")) == "marks_wrong"
    assert refused(built, "revise_sheet", "secretary", **sheet(built, "D", 1, "34,5")) == "already_said"
    built.do("revise_sheet", "secretary", **sheet(built, "D", 1, "39,5"))
    assert refused(built, "confirm_revision", "organiser", version=1) == "revision_moved"
    assert refused(built, "confirm_revision", "organiser", version=2) == "revision_prizes"
    give_prizes(built)
    assert refused(built, "confirm_revision", "secretary", version=3) == "second_person_revision"
    built.do("undo_correction", "head_judge", subject=f"sheet/tieu_pham/{built.teams['D']}/{built.seats[0]}")
    assert refused(built, "confirm_revision", "organiser", version=4) == "revision_empty"
    assert refused(built, "confirm_revision", "head_judge", version=4) == "second_person_revision"
    built.do("drop_revision", "secretary", reason="Phiếu đúng")
    assert refused(built, "confirm_revision", "organiser", version=4) == "no_revision"


def test_before_the_result_is_final_nothing_is_revised(writer: Writer) -> None:
    built = build(writer)
    built.start()
    assert refused(built, "open_revision", "secretary", **GROUND) == "wrong_step"


def test_a_dropped_revision_leaves_its_number_to_the_next(built: Built) -> None:
    propose(built)
    built.do("drop_revision", "secretary", reason="Nhầm đội")
    propose(built)
    give_prizes(built)
    confirm(built)
    assert built.board().ledger.finalised["revised"]["number"] == 1


def test_verify_recounts_every_result(built: Built, sqlite_url: str) -> None:
    propose(built)
    give_prizes(built)
    confirm(built)
    (verdict,) = verify.verify(sqlite_url)
    assert (verdict.faults, verdict.changed) == ((), ())

    def kinds(session: Session) -> list[str]:
        found = facts_of_kinds(session, built.id, ("sheet_corrected", "revision_confirmed", "result_revised"))
        return [fact.kind for fact in found]

    assert built.writer.run(kinds) == ["sheet_corrected", "revision_confirmed", "result_revised"]


def test_verify_finds_a_revised_result_that_the_marks_do_not_bear(built: Built, sqlite_url: str) -> None:
    propose(built)
    give_prizes(built)
    confirm(built)

    def forge(session: Session) -> None:
        book = Book(session, built.id, SYSTEM)
        contest = book.data("contest")
        contest["finalised"]["ranking"][0]["rank"] = 2
        book.append("result_revised", "contest", contest)

    built.writer.run(forge)
    (verdict,) = verify.verify(sqlite_url)
    assert (verdict.faults, verdict.changed) == ((), ("result",))
