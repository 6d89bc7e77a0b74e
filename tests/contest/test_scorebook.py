"""What the scorebook accepts and refuses, and that every submission is answered exactly once."""

from __future__ import annotations

import secrets
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest import board as boards
from contest.db import now
from contest.ledger import history
from contest.scorebook.refusals import Refused
from contest.scorebook.sheets import Speaker, submit
from contest.tables.people import Card, Device
from contest.tables.scorebook import CommandAnswer, Event
from contest.writer import Writer
from tests.building import Built, build
from tests.conftest import both_databases

MARKS = {"noi_dung": 9500, "hinh_thuc": 6250}
PART, TEAM = "chao_hoi", "Suối Bạc"


@pytest.fixture
def built(writer: Writer) -> Built:
    """Give a running contest with one open performance."""
    built = build(writer)
    built.start()
    built.do("open", part=PART, team=built.teams[TEAM])
    return built


def events(built: Built) -> int:
    query = select(func.count()).select_from(Event).where(Event.contest_id == built.id)
    return built.writer.run(lambda session: session.scalars(query).one())


def state(built: Built, seat: int = 1) -> dict[str, Any]:
    board = built.writer.run(lambda session: boards.read(session, built.id))
    return dict(board.ledger.data("sheet", PART, built.teams[TEAM], built.seats[seat - 1]))


@both_databases
def test_a_sheet_is_accepted_and_the_same_command_again_is_a_duplicate(built: Built) -> None:
    body = built.body(PART, TEAM, MARKS)
    speaker = Speaker(built.devices[0])
    first = built.writer.run(lambda session: submit(session, speaker, body))
    count = events(built)
    again = built.writer.run(lambda session: submit(session, speaker, body))
    assert (first.status, again.status, first.version) == ("accepted", "duplicate", 1)
    assert (again.receipt, again.version, again.received_at) == (first.receipt, first.version, first.received_at)
    assert events(built) == count
    assert state(built)["marks"] == MARKS


def test_the_receipt_depends_on_the_command_alone(built: Built) -> None:
    body = built.body(PART, TEAM, MARKS)
    receipts = {
        built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body)).receipt for _ in range(2)
    }
    assert len(receipts) == 1
    assert all(len(code or "") == 9 for code in receipts)


def test_a_correction_needs_the_current_version_and_the_old_six_never_beats_the_nine(built: Built) -> None:
    six, nine = MARKS | {"noi_dung": 6000}, MARKS | {"noi_dung": 9000}
    old = built.body(PART, TEAM, six)
    speaker = Speaker(built.devices[0])
    built.writer.run(lambda session: submit(session, speaker, old))
    assert built.send(1, PART, TEAM, nine, base=1).status == "accepted"
    late_copy = old | {"command_id": secrets.token_hex(16)}
    answer = built.writer.run(lambda session: submit(session, speaker, late_copy))
    assert answer.status == "conflict"
    assert answer.current is not None
    assert (answer.current["marks"], answer.current["version"]) == (nine, 2)
    assert state(built)["marks"] == nine


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"marks": {"noi_dung": 12250, "hinh_thuc": 0}}, "invalid", "noi_dung"),
        ({"marks": {"noi_dung": 9510, "hinh_thuc": 0}}, "invalid", "noi_dung"),
        ({"marks": {"noi_dung": 9500}}, "invalid", "hinh_thuc"),
        ({"marks": MARKS | {"khac": 1000}}, "invalid", "marks"),
        ({"marks": {"noi_dung": -250, "hinh_thuc": 0}}, "invalid", "marks"),
        ({"marks": {"noi_dung": 9.5, "hinh_thuc": 0}}, "invalid", "marks"),
        ({"marks": {"noi_dung": "9500", "hinh_thuc": 0}}, "invalid", "marks"),
        ({"marks": {"noi_dung": True, "hinh_thuc": 0}}, "invalid", "marks"),
        ({"marks": None}, "invalid", "marks"),
        ({"sheet": "chao_hoi/999999"}, "invalid", "team"),
        ({"sheet": "khong_co/1"}, "invalid", "part"),
        ({"sheet": "../../etc"}, "invalid", "sheet"),
        ({"command_id": "1"}, "invalid", "command_id"),
        ({"command_id": None}, "invalid", "command_id"),
        ({"base_version": -1}, "invalid", "base_version"),
        ({"base_version": 7}, "conflict", None),
        ({"rulebook_version": 9}, "reload", None),
        ({"remark": "a" * 1001}, "invalid", "remark"),
        ({"unknown": 1}, "invalid", "unknown"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_its_field(
    built: Built, change: dict[str, Any], status: str, field: str | None
) -> None:
    before = events(built)
    body = built.body(PART, TEAM, MARKS) | change
    answer = built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body))
    assert (answer.status, answer.field) == (status, field)
    assert answer.message
    assert events(built) == before
    assert state(built) == {}


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"protocol": 1}])
def test_rubbish_is_answered(built: Built, raw: object) -> None:
    answer = built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), raw))
    assert (answer.status, bool(answer.message)) == ("invalid", True)


def revoke_card(session: Session, built: Built) -> None:
    session.get_one(Card, session.get_one(Device, built.devices[0]).card_id).revoked_at = now()


def release_device(session: Session, built: Built) -> None:
    session.get_one(Device, built.devices[0]).released_at = now()


def test_a_revoked_cards_device_delivers_nothing_released_or_not(built: Built) -> None:
    built.writer.run(lambda session: release_device(session, built))
    built.writer.run(lambda session: revoke_card(session, built))
    answer = built.send(1, PART, TEAM, MARKS)
    assert (answer.status, answer.receipt) == ("unauthorised", None)
    assert built.writer.run(lambda session: session.scalars(select(func.count()).select_from(CommandAnswer)).one()) == 0


def lates(built: Built) -> list[tuple[str, str, Any]]:
    """Give (state, why, first mark) of each late sheet, in the order in which something was last said of it."""
    board = built.writer.run(lambda session: boards.read(session, built.id))
    facts = [fact.data for fact in board.ledger.under("late")]
    return [(data["state"], data["why"], data["marks"]["noi_dung"]) for data in facts]


@both_databases
def test_what_a_released_device_still_holds_is_kept_for_the_head_judge(built: Built) -> None:
    built.send(1, PART, TEAM, MARKS)
    built.writer.run(lambda session: release_device(session, built))
    body = built.body(PART, TEAM, MARKS | {"noi_dung": 10000}, base=1)
    first, again = (
        built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body)) for _ in range(2)
    )
    assert (first.status, first.why, first.version, first.current) == ("locked", "taken_over", None, None)
    assert again == first
    assert (state(built)["marks"], lates(built)) == (MARKS, [("waiting", "taken_over", 10000)])
    built.do("admit_late", "head_judge", late=body["command_id"], reason="Gửi trước khi đổi máy")
    assert (state(built)["marks"]["noi_dung"], state(built)["version"], state(built)["source"]) == (10000, 2, "late")


def test_one_late_sheet_of_a_device_waits_for_each_sheet(built: Built) -> None:
    built.writer.run(lambda session: release_device(session, built))
    for points in (1000, 2000, 3000):
        assert built.send(1, PART, TEAM, MARKS | {"noi_dung": points}).status == "locked"
    built.do("close", "secretary", part=PART, team=built.teams[TEAM])
    assert built.send(2, PART, TEAM, MARKS).why == "closing"
    assert [each for each in lates(built) if each[0] == "waiting"] == [
        ("waiting", "taken_over", 3000),
        ("waiting", "closing", 9500),
    ]
    assert [each[2] for each in lates(built) if each[0] == "replaced"] == [1000, 2000]


def test_what_a_judge_recorded_absent_sends_is_kept_as_late(built: Built) -> None:
    where = {"part": PART, "team": built.teams[TEAM]}
    built.do("judge_absent", "secretary", **where, seat=built.seats[0], reason="Quá giờ chờ")
    body = built.body(PART, TEAM, MARKS)
    answer = built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body))
    assert (answer.status, answer.why) == ("locked", "recorded_absent")
    assert (state(built), lates(built)) == ({}, [("waiting", "recorded_absent", 9500)])
    built.do("admit_late", "head_judge", late=body["command_id"], reason="Máy mất mạng")
    board = built.writer.run(lambda session: boards.read(session, built.id))
    assert not board.ledger.absent(PART, built.teams[TEAM], built.seats[0])
    assert state(built)["marks"] == MARKS


def test_a_late_sheet_may_be_left_out_after_the_draft(built: Built) -> None:
    for team in built.teams:
        for part in ("chao_hoi", "kien_thuc"):
            if (part, team) != (PART, TEAM):
                built.do("team_absent", "secretary", part=part, team=built.teams[team], reason="Ốm")
    for seat in (1, 2, 3):
        built.send(seat, PART, TEAM, MARKS)
    built.do("lock", "secretary", part=PART, team=built.teams[TEAM])
    built.do("draft", "secretary")
    body = built.body(PART, TEAM, MARKS | {"noi_dung": 1000}, base=1)
    assert built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body)).status == "locked"
    with pytest.raises(Refused, match="not_running"):
        built.do("admit_late", "head_judge", late=body["command_id"], reason="Xem lại")
    built.do("leave_late", "head_judge", late=body["command_id"], reason="Gửi sau dự thảo")
    assert [each[0] for each in lates(built)] == ["left_out"]
    assert state(built)["marks"] == MARKS


def test_another_seats_command_id_tells_nothing(built: Built) -> None:
    body = built.body(PART, TEAM, MARKS)
    built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body))
    answer = built.writer.run(lambda session: submit(session, Speaker(built.devices[1]), body))
    assert (answer.status, answer.receipt, answer.current) == ("invalid", None, None)


def test_what_comes_after_the_lock_is_kept_and_the_head_judge_may_admit_it(built: Built) -> None:
    for seat in (1, 2):
        built.send(seat, PART, TEAM, MARKS)
    built.do("judge_absent", "secretary", part=PART, team=built.teams[TEAM], seat=built.seats[2], reason="Đến muộn")
    built.do("lock", "secretary", part=PART, team=built.teams[TEAM])
    body = built.body(PART, TEAM, MARKS | {"noi_dung": 10000}, base=1)
    answer = built.writer.run(lambda session: submit(session, Speaker(built.devices[0]), body))
    assert (answer.status, bool(answer.message)) == ("locked", True)
    assert state(built)["marks"] == MARKS
    late = {"late": body["command_id"], "reason": "Máy mất mạng"}
    with pytest.raises(Refused, match="unlawful_state"):
        built.do("admit_late", "head_judge", **late)
    built.do("unlock", "secretary", part=PART, team=built.teams[TEAM], reason="Nhận phiếu muộn")
    built.do("admit_late", "head_judge", **late)
    assert (state(built)["marks"]["noi_dung"], state(built)["version"], state(built)["source"]) == (10000, 2, "late")
    with pytest.raises(Refused, match="late_settled"):
        built.do("leave_late", "head_judge", **late)


def test_closing_takes_corrections_but_no_new_sheet(built: Built) -> None:
    built.send(1, PART, TEAM, MARKS)
    built.do("close", "secretary", part=PART, team=built.teams[TEAM])
    assert built.send(1, PART, TEAM, MARKS | {"noi_dung": 9000}, base=1).status == "accepted"
    assert built.send(2, PART, TEAM, MARKS).status == "locked"
    built.do("open", "secretary", part=PART, team=built.teams[TEAM])
    assert built.send(2, PART, TEAM, MARKS).status == "accepted"


def test_a_returned_sheet_does_not_count_until_sent_again(built: Built) -> None:
    for seat in (1, 2, 3):
        built.send(seat, PART, TEAM, MARKS)
    where = {"part": PART, "team": built.teams[TEAM]}
    built.do("return_sheet", "secretary", **where, seat=built.seats[0], reason="Đề nghị xem lại")
    with pytest.raises(Refused, match="missing_sheets") as refused:
        built.do("lock", "secretary", **where)
    assert "Giám khảo số 1" in refused.value.message
    assert built.send(1, PART, TEAM, MARKS, base=1).status == "conflict"
    assert built.send(1, PART, TEAM, MARKS, base=2).status == "accepted"
    built.do("lock", "secretary", **where)


def test_paper_counts_after_a_second_person_confirmed(built: Built) -> None:
    where = {"part": PART, "team": built.teams[TEAM], "seat": built.seats[0]}
    typed = {"noi_dung": "9,5", "hinh_thuc": "6.25"}
    built.do("type_sheet", "secretary", **where, marks=typed)
    assert state(built)["state"] == "typed"
    with pytest.raises(Refused, match="second_person"):
        built.do("confirm_sheet", "secretary", **where, version=1)
    built.do("reject_sheet", "second_secretary", **where, version=1, reason="Nhầm tiêu chí")
    assert state(built)["state"] == "rejected"
    built.do("type_sheet", "secretary", **where, marks=typed)
    with pytest.raises(Refused, match="not_typed"):
        built.do("confirm_sheet", "second_secretary", **where, version=1)
    built.do("confirm_sheet", "second_secretary", **where, version=3)
    assert (state(built)["state"], state(built)["marks"]) == ("received", MARKS)


def test_the_tablets_sheet_is_never_overtyped(built: Built) -> None:
    built.send(1, PART, TEAM, MARKS)
    with pytest.raises(Refused, match="tablet_sheet"):
        built.do(
            "type_sheet", "secretary", part=PART, team=built.teams[TEAM], seat=built.seats[0], marks={"noi_dung": "1"}
        )


UNLAWFUL: list[tuple[str, dict[str, Any], str]] = [
    ("start", {}, "already_started"),
    ("open", {"part": PART, "team": 1}, "unlawful_state"),
    ("lock", {"part": PART, "team": 1}, "missing_sheets"),
    ("lock", {"part": PART, "team": 2}, "missing_sheets"),
    ("close", {"part": PART, "team": 2}, "unlawful_state"),
    ("unlock", {"part": PART, "team": 1, "reason": "vì"}, "unlawful_state"),
    ("unlock", {"part": PART, "team": 1}, "needs_reason"),
    ("open", {"part": "khong_co", "team": 1}, "no_part"),
    ("open", {"part": PART, "team": 99}, "no_team"),
    ("open", {"part": PART}, "bad_field"),
    ("open", {"part": PART, "team": "x"}, "bad_field"),
    ("agreed", {"part": PART, "team": 1, "marks": {"noi_dung": "1"}}, "not_agreed_part"),
    ("agreed", {"part": "kien_thuc", "team": 1, "marks": {"so_cau_dung": "9"}}, "unlawful_state"),
    ("deduct", {"part": PART, "team": 1, "rule": "qua_gio", "amount": "90"}, "needs_reason"),
    ("deduct", {"part": PART, "team": 1, "rule": "khac", "reason": "r"}, "no_deduction_rule"),
    ("deduct", {"part": PART, "team": 1, "rule": "qua_gio", "amount": "1.500", "reason": "r"}, "mark_refused"),
    ("deduct", {"part": PART, "team": 2, "rule": "qua_gio", "amount": "90", "reason": "r"}, "unlawful_state"),
    ("withdraw_deduction", {"part": PART, "team": 1, "number": 1, "reason": "r"}, "deduction_gone"),
    ("set_order", {"part": PART, "teams": [1, 2, 3]}, "order_after_open"),
    ("set_order", {"part": "kien_thuc", "teams": [1, 2]}, "order_incomplete"),
    ("set_order", {"part": "kien_thuc", "teams": [1, 1, 2, 3]}, "order_incomplete"),
    ("return_sheet", {"part": PART, "team": 1, "seat": 1, "reason": "r"}, "not_received"),
    ("judge_absent", {"part": PART, "team": 1, "seat": 77, "reason": "r"}, "no_seat"),
    ("admit_late", {"late": "0" * 32, "reason": "r"}, "no_late"),
    ("decide_tie", {"order": "1>1", "minutes": "m", "reason": "r"}, "decision_teams"),
    ("draft", {}, "incomplete_result"),
    ("sign", {"signatories": "A"}, "wrong_step"),
    ("finalise", {}, "wrong_step"),
    ("announce", {}, "wrong_step"),
    ("dance", {}, "unknown_event"),
]


@pytest.mark.parametrize(("name", "args", "code"), UNLAWFUL)
def test_unlawful_steps_are_refused_with_the_reason_and_leave_nothing(
    built: Built, name: str, args: dict[str, Any], code: str
) -> None:
    before = events(built)
    with pytest.raises(Refused, match=f"^{code}$") as refused:
        built.do(name, **args)
    assert refused.value.message
    assert events(built) == before


def test_the_same_form_sent_twice_counts_once(built: Built) -> None:
    from contest import desk
    from contest.scorebook.entry import SYSTEM

    args = {"part": PART, "team": built.teams[TEAM], "rule": "qua_gio", "amount": "130", "reason": "Quá giờ"}
    for _ in range(2):
        built.writer.run(lambda session: desk.carry_out(session, built.id, SYSTEM, "deduct", args, "once-1"))
    board = built.writer.run(lambda session: boards.read(session, built.id))
    assert len(list(board.ledger.under("deduction"))) == 1


def test_a_deduction_can_be_withdrawn_and_both_stay_in_the_log(built: Built) -> None:
    where = {"part": PART, "team": built.teams[TEAM]}
    built.do("deduct", "secretary", **where, rule="qua_gio", amount="130", reason="Quá 2 phút")
    with pytest.raises(Refused, match="deduction_once"):
        built.do("deduct", "secretary", **where, rule="qua_gio", amount="60", reason="Lần nữa")
    for seat in (1, 2, 3):
        built.send(seat, PART, TEAM, MARKS)
    board = built.writer.run(lambda session: boards.read(session, built.id))
    figure = board.standings.of(str(built.teams[TEAM])).parts[PART]
    assert (figure.points, figure.deducted, figure.net) == (Fraction("15.75"), Fraction(2), Fraction("13.75"))
    built.do("withdraw_deduction", "secretary", **where, number=1, reason="Bấm giờ nhầm")
    subject = f"deduction/{PART}/{built.teams[TEAM]}/1"
    kept = built.writer.run(lambda session: history(session, built.id, subject))
    assert [fact.kind for fact in kept] == ["deduction_recorded", "deduction_withdrawn"]


def test_the_board_can_be_read_as_it_stood(built: Built) -> None:
    built.send(1, PART, TEAM, MARKS)
    then = events(built)
    built.send(1, PART, TEAM, MARKS | {"noi_dung": 1000}, base=1)
    before = built.writer.run(lambda session: boards.read(session, built.id, upto=then))
    assert before.ledger.data("sheet", PART, built.teams[TEAM], built.seats[0])["marks"] == MARKS


def test_a_team_that_is_not_there_is_locked_as_absent(built: Built) -> None:
    built.do("team_absent", "secretary", part=PART, team=built.teams["Suối Trai"], reason="Bỏ thi")
    board = built.writer.run(lambda session: boards.read(session, built.id))
    figure = board.standings.of(str(built.teams["Suối Trai"])).parts[PART]
    assert (figure.state, figure.net) == ("not_present", Fraction(0))


def test_starting_needs_everything_in_place(writer: Writer) -> None:
    for teams, judges, code in (
        (("Một",), 3, "needs_teams"),
        (("Một", "Hai"), 0, "needs_seats"),
        (("Một", "Hai"), 3, "needs_order"),
    ):
        built = build(writer, teams, judges)
        with pytest.raises(Refused, match=code):
            built.do("start")


def test_admitting_a_late_sheet_ends_its_judges_absence(built: Built) -> None:
    where = {"part": PART, "team": built.teams[TEAM]}
    built.send(1, PART, TEAM, MARKS)
    built.send(3, PART, TEAM, MARKS)
    built.do("close", "secretary", **where)
    body = built.body(PART, TEAM, MARKS)
    assert built.writer.run(lambda session: submit(session, Speaker(built.devices[1]), body)).status == "locked"
    built.do("judge_absent", "secretary", **where, seat=built.seats[1], reason="Chưa gửi")
    built.do("admit_late", "head_judge", late=body["command_id"], reason="Máy mất mạng")
    built.do("lock", "secretary", **where)
    board = built.writer.run(lambda session: boards.read(session, built.id))
    figure = board.standings.of(str(built.teams[TEAM])).parts[PART]
    assert (figure.marked, figure.absent) == (3, ())


def test_nobody_marked_is_no_result(built: Built) -> None:
    where = {"part": PART, "team": built.teams[TEAM]}
    for seat in built.seats:
        built.do("judge_absent", "secretary", **where, seat=seat, reason="Vắng")
    with pytest.raises(Refused, match="nobody_marked"):
        built.do("lock", "secretary", **where)


def test_unlocking_a_team_recorded_absent_brings_it_back(built: Built) -> None:
    where = {"part": PART, "team": built.teams["Suối Trai"]}
    built.do("team_absent", "secretary", **where, reason="Tưởng vắng")
    assert built.send(1, PART, "Suối Trai", MARKS).status == "locked"
    built.do("unlock", "secretary", **where, reason="Đội đã đến")
    assert built.send(1, PART, "Suối Trai", MARKS).status == "accepted"


def test_the_same_token_with_another_content_is_another_command(built: Built) -> None:
    from contest import desk
    from contest.scorebook.entry import SYSTEM

    built.do("open", part="kien_thuc", team=built.teams[TEAM])
    for right in ("4", "9", "9"):
        args = {"part": "kien_thuc", "team": built.teams[TEAM], "marks": {"so_cau_dung": right}}
        built.writer.run(lambda session, a=args: desk.carry_out(session, built.id, SYSTEM, "agreed", a, "0" * 32))  # type: ignore[misc]
    board = built.writer.run(lambda session: boards.read(session, built.id))
    agreed = board.ledger.data("agreed", "kien_thuc", built.teams[TEAM])
    assert agreed == {"marks": {"so_cau_dung": 9000}, "version": 2}
