"""After the first mark the rulebook changes only by a numbered version with its decision, proposed by one, confirmed by another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import verify
from contest.beforeafter import shifts
from contest.board import Board
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import RulebookVersion
from contest.writer import Writer
from scoring import rulebook as rulebooks
from tests.building import SMALL, Built, build

ISSUED = {
    "number": "15-QĐ/BTC",
    "date": "22/11/2026",
    "issuer": "Ban Tổ chức Hội thi",
    "abstract": "Sửa đổi mức trừ quá giờ",
}


@pytest.fixture
def built(writer: Writer) -> Built:
    """Give a running contest in which one team's greeting is marked, with half a minute too much."""
    built = build(writer)
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    for seat in (1, 2, 3):
        assert built.send(seat, "chao_hoi", "Suối Bạc", {"noi_dung": 9250, "hinh_thuc": 5000}).status == "accepted"
    built.do("deduct", part="chao_hoi", team=built.teams["Suối Bạc"], rule="qua_gio", amount="130", reason="Quá giờ")
    return built


def draft(change: Any = lambda document: None, issued: Any = ISSUED) -> str:
    """Give SMALL with half a point a minute over time, and what `change` does to it."""
    document: dict[str, Any] = rulebooks.to_dict(rulebooks.loads(SMALL))
    document["parts"][0]["deductions"][0]["bands"][0]["points"] = "0.5"
    if issued:
        document["issued"] = issued
    change(document)
    return json.dumps(document, ensure_ascii=False)


def propose(built: Built, text: str | None = None, role: str = "organiser") -> str:
    built.do("propose_rulebook", role, draft=text or draft(), reason="Ghi nhầm mức trừ")
    return str(built.board().ledger.data("rulebook")["proposal"]["rulebook"])


def net(board: Board) -> str:
    row = next(row for row in board.standings.rows if board.team(row.team).name == "Suối Bạc")
    return str(row.parts["chao_hoi"].net)


def refused(built: Built, *args: Any, **kwargs: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        built.do(*args, **kwargs)
    return caught.value


def test_a_proposal_changes_nothing_until_another_confirms(built: Built) -> None:
    before = built.board()
    seen = propose(built)
    assert (built.board().version, net(built.board())) == (1, net(before)) == (1, "49/4")
    assert refused(built, "confirm_rulebook", "organiser", rulebook=seen).code == "second_person_rulebook"
    assert refused(built, "confirm_rulebook", "head_judge", rulebook="0" * 64).code == "rulebook_moved"
    built.do("confirm_rulebook", "head_judge", rulebook=seen)
    after = built.board()
    assert (after.version, net(after)) == (2, "53/4")
    state = after.ledger.data("rulebook")
    assert state == {
        "version": 2,
        "rulebook": rulebooks.fingerprint(after.rules),
        "was": {"version": 1, "rulebook": rulebooks.fingerprint(before.rules)},
        "reason": "Ghi nhầm mức trừ",
        "issued": ISSUED,
        "proposed_by": f"account:{built.accounts['organiser']}",
        "confirmed_by": f"account:{built.accounts['head_judge']}",
        "proposal": None,
    }
    # As of the event before, the old version holds.
    assert (built.board(before.head.count).version, net(built.board(before.head.count))) == (1, "49/4")


def test_sheets_keep_their_version_and_tablets_must_load_the_new_one(built: Built) -> None:
    built.do("confirm_rulebook", "secretary", rulebook=propose(built))
    sheet = built.board().ledger.data("sheet", "chao_hoi", built.teams["Suối Bạc"], built.seats[0])
    assert sheet["rulebook_version"] == 1
    marks = {"noi_dung": 9000, "hinh_thuc": 5000}
    assert built.send(1, "chao_hoi", "Suối Bạc", marks, base=1).status == "reload"
    assert built.send(1, "chao_hoi", "Suối Bạc", marks, base=1, rulebook_version=2).status == "accepted"


def test_rules_that_do_not_fit_the_marks_are_refused_with_each_place(built: Built) -> None:
    def coarser(document: dict[str, Any]) -> None:
        document["parts"][0]["criteria"][0]["step"] = "0.5"
        document["parts"][0]["criteria"].append({"key": "moi", "name": "Tính mới", "max_points": "1", "step": "0.5"})
        document["parts"][0]["max_points"] = "21"
        document["parts"][0]["deductions"] = []

    said = refused(built, "propose_rulebook", "organiser", draft=draft(coarser), reason="Thêm tiêu chí")
    assert said.code == "rulebook_misfits"
    for number in (1, 2, 3):
        assert f"phần Chào hỏi, đội Suối Bạc, Giám khảo số {number}: chưa chấm Tính mới." in said.message
        assert f"phần Chào hỏi, đội Suối Bạc, Giám khảo số {number}: Điểm phải theo bước 0,5." in said.message
    assert "Điểm trừ đã ghi: Thể lệ không có “qua_gio”" in said.message

    def without(document: dict[str, Any]) -> None:
        del document["parts"][0]

    assert (
        "Phần Chào hỏi đã có lượt thi"
        in refused(built, "propose_rulebook", "organiser", draft=draft(without), reason="Bỏ phần").message
    )


def test_marks_that_came_after_the_proposal_are_looked_at_again(built: Built) -> None:
    def coarser(document: dict[str, Any]) -> None:
        document["parts"][0]["criteria"][1]["step"] = "0.5"

    seen = propose(built, draft(coarser))
    marks = {"noi_dung": 9000, "hinh_thuc": 4250}
    assert built.send(1, "chao_hoi", "Suối Bạc", marks, base=1).status == "accepted"
    assert refused(built, "confirm_rulebook", "secretary", rulebook=seen).code == "rulebook_misfits"
    assert built.board().version == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (draft(issued=None), "needs_issued"),
        (draft(issued=ISSUED | {"abstract": ""}), "needs_issued"),
        (json.dumps(rulebooks.to_dict(rulebooks.loads(SMALL)) | {"issued": ISSUED}), "rulebook_same"),
        ("{", "rulebook_wrong"),
        ("[1]", "rulebook_wrong"),
    ],
)
def test_what_is_no_new_version_is_refused(built: Built, text: str, code: str) -> None:
    assert refused(built, "propose_rulebook", "organiser", draft=text, reason="Sửa").code == code


def test_a_reason_and_a_running_contest_are_needed(built: Built, writer: Writer) -> None:
    assert refused(built, "propose_rulebook", "organiser", draft=draft(), reason=" ").code == "needs_reason"
    assert refused(built, "confirm_rulebook", "secretary", rulebook="0" * 64).code == "no_rulebook_proposal"
    propose(built)
    built.do("drop_rulebook", "organiser", reason="Chưa có quyết định")
    assert refused(built, "confirm_rulebook", "secretary", rulebook="0" * 64).code == "no_rulebook_proposal"
    prepared = build(writer)
    assert refused(prepared, "propose_rulebook", "organiser", draft=draft(), reason="Sửa").code == "rulebook_step"


def test_the_next_version_needs_a_decision_of_its_own(built: Built) -> None:
    built.do("confirm_rulebook", "secretary", rulebook=propose(built))

    def dearer(document: dict[str, Any]) -> None:
        document["parts"][0]["deductions"][0]["bands"][0]["points"] = "2"

    assert refused(built, "propose_rulebook", "organiser", draft=draft(dearer), reason="Sửa").code == "needs_issued"
    built.do("propose_rulebook", "organiser", draft=draft(dearer, ISSUED | {"number": "16-QĐ/BTC"}), reason="Sửa tiếp")


def test_verify_knows_every_version(built: Built, sqlite_url: str) -> None:
    built.do("confirm_rulebook", "secretary", rulebook=propose(built))
    assert verify.verify(sqlite_url)[0].changed == ()

    def tamper(session: Session) -> None:
        version = session.scalars(select(RulebookVersion).where(RulebookVersion.number == 1)).one()
        version.document = draft(issued=None)

    built.writer.run(tamper)
    assert verify.verify(sqlite_url)[0].changed == ("rulebook",)


def test_verify_finds_a_version_that_came_beside_the_log(built: Built, sqlite_url: str) -> None:
    def slip_in(session: Session) -> None:
        number, _rules = in_force(session, built.id)
        version = session.scalars(select(RulebookVersion).where(RulebookVersion.number == number)).one()
        more = {"document": version.document, "fingerprint": version.fingerprint, "created_at": version.created_at}
        session.add(RulebookVersion(contest_id=built.id, number=2, **more))

    built.writer.run(slip_in)
    assert verify.verify(sqlite_url)[0].changed == ("rulebook",)


def test_what_changes_is_shown_over_what_is_locked(built: Built) -> None:
    built.do("lock", part="chao_hoi", team=built.teams["Suối Bạc"])
    board = built.board()
    after = replace(board, rulebook=rulebooks.loads(draft(), "json"))
    (moved,) = [shift for shift in shifts(board, after, locked=True) if shift.moved]
    assert (moved.name, moved.before.total, moved.after.total) == ("Suối Bạc", "12,25", "13,25")
