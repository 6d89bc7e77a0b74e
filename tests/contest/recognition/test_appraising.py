"""Appraising: exact means followed by hand, thresholds and floors as data, delegation, versions, closing that only proposes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from contest import changeview
from contest.history import Hand, lines
from contest.offices import reach_of
from contest.planning.units import add_unit
from contest.recognition import appraisalteams, appraising, fieldwork, marking
from contest.recognition.appraisalteams import MemberLine, TeamDetails
from contest.recognition.appraised import Appraised
from contest.recognition.criteria import CriterionLine, SetDetails
from contest.recognition.fieldwork import Visit
from contest.recognition.marking import SheetTyped
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Appraisal, AppraisalSheet, AppraisalTeam
from contest.tables.campaigns import Campaign
from contest.tables.offices import Change
from contest.tables.people import Account
from contest.tables.places import Unit
from contest.tables.recognition import Registration
from contest.writer import Writer
from scoring.points import parse
from tests.conftest import both_databases
from tests.contest.recognition.cast import (
    GAIN,
    NEW,
    SMALL,
    Stage,
    give,
    mark,
    put_team,
    received,
    shut,
    staged,
)


def refused(work: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(Refused) as why:
        work()
    return why.value.code, why.value.message


def result(writer: Writer, stage: Stage) -> appraising.Result:
    found = writer.run(lambda session: appraising.results(session, stage.province.campaign))
    assert set(found) == {stage.registration}
    assert writer.run(lambda session: appraising.results_of(session, [stage.registration, 999])) == found
    return found[stage.registration]


def outcome(session: Session, stage: Stage) -> Appraised:
    file = appraising.file_of(session, stage.registration)
    assert file is not None
    return file.outcome


@both_databases
def test_the_mean_is_the_engines_and_can_be_followed_by_hand(writer: Writer) -> None:
    """An 30 + 50 = 80, Bình 32,5 + 41 = 73,5, Chi 31 + 40,5 = 71,5; 80 + 73,5 + 71,5 = 225; 225 : 3 = 75: just there."""
    stage = writer.run(staged)
    for member, marks in enumerate((("30", "50"), ("32,5", "41"), ("31", "40,5"))):
        assert result(writer, stage) == (None, False, f"Chưa kết thúc thẩm định: đã có {member}/3 phiếu.")
        assert writer.run(lambda session: outcome(session, stage).total) is None  # no mean over those that are there
        writer.run(lambda session, member=member, marks=marks: mark(session, stage, member, marks))  # type: ignore[misc]
    assert result(writer, stage) == (None, False, "Chưa kết thúc thẩm định: đã có 3/3 phiếu.")
    writer.run(lambda session: shut(session, stage))
    assert result(writer, stage) == (Fraction(75), True, "75,00 điểm, vừa đạt mức 75.")

    def told(session: Session) -> tuple[str, list[Fraction | None], str]:
        found = outcome(session, stage)
        state = session.get_one(Registration, stage.registration).state
        return found.worked(), [row.mean for row in found.rows()], state

    # By criterion: (30 + 32,5 + 31) : 3 = 93,5 : 3 = 187/6; (50 + 41 + 40,5) : 3 = 131,5 : 3 = 263/6; together 450/6 = 75.
    assert writer.run(told) == ("225 : 3 = 75", [Fraction(187, 6), Fraction(263, 6)], "appraised")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        # 26,5 + 48 = 74,5 on all three sheets but one of 74: (74,5 + 74,5 + 74) : 3 = 223 : 3 = 74,33…; 75 - 74,33… = 2/3.
        (
            (("26,5", "48"), ("26,5", "48"), ("26", "48")),
            (Fraction(223, 3), False, "74,33 điểm, chưa đạt mức 75 (còn thiếu 0,67 điểm)."),
        ),
        # 40 + 60 = 100, 40 + 60 = 100, 39,5 + 60 = 99,5: 299,5 : 3 = 599/6 = 99,83…
        (
            (("40", "60"), ("40", "60"), ("39,5", "60")),
            (Fraction(599, 6), True, "99,83 điểm, đạt mức 75 (hơn 24,83 điểm)."),
        ),
        # 0 + 60 thrice: below the threshold, and a criterion is at nothing.
        (
            (("0", "60"),) * 3,
            (
                Fraction(60),
                False,
                "60,00 điểm, chưa đạt mức 75 và không đạt điều kiện tối thiểu: tiêu chí “Tính mới” được 0 điểm.",
            ),
        ),
    ],
)
def test_a_result_says_by_how_much(writer: Writer, marks: Any, expected: appraising.Result) -> None:
    stage = writer.run(staged)
    for member, typed in enumerate(marks):
        writer.run(lambda session, member=member, typed=typed: mark(session, stage, member, typed))  # type: ignore[misc]
    writer.run(lambda session: shut(session, stage))
    assert result(writer, stage) == expected


# The shape of R-H (Cần Thơ, QĐ 2579/QĐ-UBND 21/11/2025, domain.md 3.4): 10 + 90 = 100, bonus and penalty of 3 at most,
# 95 and 85 with “no criterion at 0”, 75 without. It rates the dân vận work of agencies, not models: here it proves
# that thresholds and floors are data. The split of the 90 is invented.
def _rating(threshold: str, zero_sinks: bool) -> SetDetails:
    criteria = [
        CriterionLine("Tổ chức, cụ thể hóa văn bản", "10", "0,5", zero_sinks=zero_sinks, key=NEW),
        CriterionLine("Tham mưu, thực hiện", "90", "0,5", zero_sinks=zero_sinks, key=GAIN),
    ]
    return SetDetails("Hình thức R-H", "100", threshold, criteria, bonus="3", penalty="3", invented=True)


@pytest.mark.parametrize(
    ("threshold", "zero_sinks", "marks", "noted", "expected"),
    [
        # 9 + 84 = 93; two bonuses of 2 earn no more than 3: 93 + 3 = 96.
        ("95", True, ("9", "84"), [("diem_thuong", "2"), ("diem_thuong", "2")], (96, True)),
        # The same without the second: 93 + 2 = 95, just there; and with a penalty of 0,5: 94,5.
        ("95", True, ("9", "84"), [("diem_thuong", "2")], (95, True)),
        ("95", True, ("9", "84"), [("diem_thuong", "2"), ("diem_tru", "0,5")], (Fraction(189, 2), False)),
        # Penalties of 2 and 2,5 take no more than 3: 9 + 80 = 89; 89 - 3 = 86.
        ("85", True, ("9", "80"), [("diem_tru", "2"), ("diem_tru", "2,5")], (86, True)),
        # 0 + 88 = 88: above 85 and still no, for a criterion is at 0; at 75 that floor is not asked.
        ("85", True, ("0", "88"), [], (88, False)),
        ("75", False, ("0", "88"), [], (88, True)),
        ("75", False, ("0", "74,5"), [], (Fraction(149, 2), False)),
    ],
)
def test_thresholds_and_floors_are_data(
    writer: Writer, threshold: str, zero_sinks: bool, marks: tuple[str, str], noted: Any, expected: tuple[Any, bool]
) -> None:
    stage = writer.run(lambda session: staged(session, details=_rating(threshold, zero_sinks)))

    def go(session: Session) -> None:
        for member in range(3):
            mark(session, stage, member, marks)
        hand, reach = stage.province.hand(session, "province"), stage.province.reach(session, "province")
        row = session.get_one(Registration, stage.registration)
        for rule, points in noted:
            fieldwork.add_points(hand, reach, row, stage.appraisal, rule, parse(points), "Có văn bản")
        shut(session, stage)

    writer.run(go)
    assert result(writer, stage)[:2] == (Fraction(expected[0]), expected[1])


def test_points_beside_the_sheets_keep_to_the_set(writer: Writer) -> None:
    stage = writer.run(lambda session: staged(session, details=_rating("85", zero_sinks=True)))

    def note(session: Session, rule: str, points: str, reason: str = "Có văn bản", who: str = "province") -> None:
        row = session.get_one(Registration, stage.registration)
        hand, reach = stage.province.hand(session, who), stage.province.reach(session, who)
        fieldwork.add_points(hand, reach, row, stage.appraisal, rule, parse(points), reason)

    told = [
        refused(lambda args=args: writer.run(lambda session: note(session, *args)))[0]  # type: ignore[misc]
        for args in (("diem_la", "1"), ("diem_thuong", "3,5"), ("diem_thuong", "0"), ("diem_tru", "1", " "))
    ]
    assert told == ["no_such_point", "point_refused", "point_refused", "needs_reason"]
    assert refused(lambda: writer.run(lambda session: note(session, "diem_tru", "1", "x", "commune")))[0] == (
        "not_your_branch"
    )


@both_databases
def test_sheets_are_versions_and_the_newest_counts(writer: Writer) -> None:
    stage = writer.run(staged)
    writer.run(lambda session: mark(session, stage, 0, ("30", None)))
    assert writer.run(lambda session: mark(session, stage, 0, ("30", None), base=1)) is None  # sent twice: kept once
    writer.run(lambda session: mark(session, stage, 0, ("30", "50"), base=1))
    code, message = refused(lambda: writer.run(lambda session: mark(session, stage, 0, ("31", "50"), base=1)))
    assert (code, "lần 2" in message) == ("sheet_newer", True)

    def kept(session: Session) -> list[tuple[int, str, int | None]]:
        sheets = marking.versions(session, stage.appraisal, stage.members[0])
        return [(each.version, each.marks, each.account_id) for each in sheets]

    who = stage.province.people["province"]
    assert writer.run(kept) == [
        (2, '{"tinh_hieu_qua":50000,"tinh_moi":30000}', who),
        (1, '{"tinh_moi":30000}', who),
    ]
    for statement in ("UPDATE appraisal_sheet SET marks = '{}'", "DELETE FROM appraisal_sheet"):
        with pytest.raises(DatabaseError):
            writer.run(lambda session, said=statement: session.execute(text(said)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("marks", "code"),
    [(("40,5", "1"), "mark_refused"), (("0,3", "1"), "mark_refused"), ((None, None), "sheet_empty")],
)
def test_marks_that_do_not_fit_are_refused(writer: Writer, marks: Any, code: str) -> None:
    stage = writer.run(staged)
    assert refused(lambda: writer.run(lambda session: mark(session, stage, 0, marks)))[0] == code

    def stranger(session: Session) -> None:
        hand, reach = stage.province.hand(session, "province"), stage.province.reach(session, "province")
        marking.fill(hand, reach, stage.appraisal, stage.members[0], SheetTyped({"khac": Fraction(1)}))

    assert refused(lambda: writer.run(stranger))[0] == "no_criterion"


def test_a_missing_sheet_keeps_it_open_unless_a_reason_is_given(writer: Writer) -> None:
    """Without Chi: 80 + 73,5 = 153,5; 153,5 : 2 = 76,75."""
    stage = writer.run(staged)
    assert refused(lambda: writer.run(lambda session: shut(session, stage, "Gấp")))[0] == "no_full_sheet"
    writer.run(lambda session: mark(session, stage, 0, ("30", "50")))
    writer.run(lambda session: mark(session, stage, 1, ("32,5", "41")))
    writer.run(lambda session: mark(session, stage, 2, ("40", None)))
    code, message = refused(lambda: writer.run(lambda session: shut(session, stage)))
    assert (code, "thiếu phiếu của Chi" in message) == ("sheets_missing", True)
    writer.run(lambda session: shut(session, stage, "Đồng chí Chi nghỉ ốm"))
    total, reached, words = result(writer, stage)
    assert (total, reached, words) == (Fraction(307, 4), True, "76,75 điểm, đạt mức 75 (hơn 1,75 điểm).")

    share = writer.run(lambda session: outcome(session, stage).share)
    assert share == "Tính trên 2/3 phiếu; Chi không có phiếu. Lý do: Đồng chí Chi nghỉ ốm."
    assert refused(lambda: writer.run(lambda session: mark(session, stage, 2, ("40", "60"), base=1)))[0] == (
        "appraisal_closed"
    )


def test_an_end_is_taken_back_for_a_reason_and_the_history_keeps_both(writer: Writer) -> None:
    """80 and 73,5 stay, Chi hands in 100 after all: 253,5 : 3 = 84,5."""
    stage = writer.run(staged)

    def reopened(session: Session, reason: str) -> None:
        hand, reach = stage.province.hand(session, "province"), stage.province.reach(session, "province")
        appraising.reopen(hand, reach, session.get_one(Registration, stage.registration), stage.appraisal, reason)

    def go(session: Session) -> None:
        mark(session, stage, 0, ("30", "50"))
        mark(session, stage, 1, ("32,5", "41"))
        assert refused(lambda: reopened(session, "Chưa xong"))[0] == "registration_stands"
        shut(session, stage, "Đồng chí Chi nghỉ ốm")

    writer.run(go)
    assert refused(lambda: writer.run(lambda session: reopened(session, "  ")))[0] == "needs_reason"
    writer.run(lambda session: reopened(session, "Chi đã nộp phiếu giấy"))
    assert writer.run(lambda session: session.get_one(Registration, stage.registration).state) == "under_way"
    writer.run(lambda session: mark(session, stage, 2, ("40", "60"), base=1))
    writer.run(lambda session: shut(session, stage))
    assert result(writer, stage)[0] == Fraction(169, 2)
    told = writer.run(lambda session: [each.reason for each in session.scalars(select(Change).order_by(Change.id))])
    assert [each for each in told if each] == [*["Đồng chí Chi nghỉ ốm"] * 2, *["Chi đã nộp phiếu giấy"] * 2]


def test_who_joins_a_team_later_changes_no_closed_result(writer: Writer) -> None:
    """An and Bình marked 80 and 70, Chi never did: 150 : 2 = 75 stays, whoever joins after."""
    stage = writer.run(staged)

    def go(session: Session) -> None:
        mark(session, stage, 0, ("30", "50"))
        mark(session, stage, 1, ("20", "50"))
        shut(session, stage, "Chi đi công tác")
        campaign, team = session.get_one(Campaign, stage.province.campaign), session.get_one(AppraisalTeam, stage.team)
        members = [MemberLine(each.name, id=each.id) for each in team.members]
        details = TeamDetails(team.name, team.unit_id, [*members, MemberLine("Dũng")])
        appraisalteams.keep(stage.province.hand(session, "province"), campaign, team, details)
        left = TeamDetails(team.name, team.unit_id, members[1:])
        with pytest.raises(Refused, match="member_has_sheets"):
            appraisalteams.keep(stage.province.hand(session, "province"), campaign, team, left)

    writer.run(go)
    assert result(writer, stage)[:2] == (Fraction(75), True)
    assert writer.run(lambda session: outcome(session, stage).share).startswith(
        "Tính trên 2/3 phiếu; Chi không có phiếu."
    )


def test_nothing_is_recognised_by_a_result(writer: Writer) -> None:
    stage = writer.run(staged)

    def go(session: Session) -> tuple[str, list[str]]:
        for member in range(3):
            mark(session, stage, member, ("40", "60"))
        shut(session, stage)
        kinds = [line.kind for line in lines(session, [f"registration:{stage.registration}"])]
        return session.get_one(Registration, stage.registration).state, kinds[:2]

    assert writer.run(go) == ("appraised", ["appraise", "receive"])


FILL: dict[str, bool] = {
    "house": True,
    "province": True,
    "province_viewer": False,
    "commune": True,  # the unit to which it was delegated
    "commune_viewer": False,
    "neighbour": False,
    "outsider": False,
}


@pytest.mark.parametrize("who", FILL)
def test_a_delegated_unit_fills_and_the_receiver_closes(writer: Writer, who: str) -> None:
    stage = writer.run(lambda session: staged(session, unit="commune"))
    if FILL[who]:
        writer.run(lambda session: mark(session, stage, 0, ("30", "50"), who))
    else:
        assert refused(lambda: writer.run(lambda session: mark(session, stage, 0, ("30", "50"), who)))[0] == (
            "not_your_branch"
        )
        writer.run(lambda session: mark(session, stage, 0, ("30", "50")))
    if who in {"house", "province"}:
        writer.run(lambda session: shut(session, stage, "Hai đồng chí vắng", who))
    else:
        assert refused(lambda: writer.run(lambda session: shut(session, stage, "x", who)))[0] == "not_your_branch"


def test_a_member_fills_in_exactly_their_own_sheet(writer: Writer) -> None:
    stage = writer.run(staged)

    def fill(session: Session, member: int) -> None:
        account = session.scalars(select(Account).where(Account.username == "tham.dinh")).one()
        typed = SheetTyped({NEW: Fraction(30), GAIN: Fraction(50)})
        hand, reach = Hand(session, account.id), reach_of(session, account)
        marking.fill(hand, reach, stage.appraisal, stage.members[member], typed)

    writer.run(lambda session: fill(session, 0))
    assert refused(lambda: writer.run(lambda session: fill(session, 1)))[0] == "not_your_branch"


@both_databases
def test_nobody_writes_over_a_sheet_that_its_member_saved_and_typing_in_is_told(writer: Writer) -> None:
    stage = writer.run(staged)

    def of_member(session: Session) -> None:
        account = session.scalars(select(Account.id).where(Account.username == "tham.dinh")).one()
        marks = SheetTyped({NEW: parse("30"), GAIN: parse("50")}, base=1)
        nobody = reach_of(session, session.get_one(Account, account))
        marking.fill(Hand(session, account), nobody, stage.appraisal, stage.members[0], marks)

    def typed_in(session: Session) -> dict[int, str]:
        file = appraising.file_of(session, stage.registration)
        return appraisalteams.typed_by(session, file.sheets if file else {})

    for member in (0, 1):  # typing in is allowed while the member has saved nothing
        writer.run(partial(mark, stage=stage, member=member, marks=("20", "20")))
    assert writer.run(typed_in) == dict.fromkeys(stage.members[:2], "Người province")
    writer.run(of_member)
    code, message = refused(lambda: writer.run(lambda session: mark(session, stage, 0, ("1", "1"), base=2)))
    assert (code, "chỉ An sửa được" in message) == ("sheet_of_member", True)
    assert writer.run(typed_in) == {stage.members[1]: "Người province"}
    told = writer.run(lambda session: changeview.of_record(session, stage.registration))
    saved = [(each.by, *((field.word, field.new) for field in each.fields)) for each in told if "phiếu" in each.done]
    assert saved == [
        ("Nguyễn Văn An", ("Phiếu", "của An, lần 2")),
        ("Người province", ("Phiếu", "của Bình, lần 1")),
        ("Người province", ("Phiếu", "của An, lần 1")),
    ]


def test_a_team_of_the_registrations_own_unit_is_said(writer: Writer) -> None:
    stage = writer.run(staged)

    def of_own(session: Session, unit: str) -> list[str]:
        team, _ = put_team(session, stage.province, unit, ("Dung",))
        return appraisalteams.of_own_unit(session, team, [stage.registration])

    for unit, names in (("commune", ["Tuyến đường hoa"]), ("province", []), ("neighbour", [])):
        assert writer.run(partial(of_own, unit=unit)) == names


def test_the_keeper_scores_themself_before_a_team_is_there(writer: Writer) -> None:
    stage = writer.run(staged)

    def score(session: Session, who: str) -> tuple[Fraction | None, str]:
        row = received(session, stage.province, name="Tổ tự quản")
        hand, reach = stage.province.hand(session, who), stage.province.reach(session, who)
        marking.self_score(hand, reach, row, SheetTyped({NEW: Fraction(30), GAIN: Fraction(45)}))
        file = appraising.file_of(session, row.id)
        assert file is not None
        assert file.own is not None
        total, words = file.own.total, file.words
        give(session, stage.province, stage.team, [row.id])
        assert len(session.scalars(select(AppraisalSheet)).all()) == 1
        return total, words

    assert writer.run(lambda session: score(session, "commune")) == (Fraction(75), "Chưa phân đoàn thẩm định.")
    assert refused(lambda: writer.run(lambda session: score(session, "neighbour")))[0] == "not_your_branch"


def test_a_registration_goes_to_another_team_only_before_its_sheets(writer: Writer) -> None:
    stage = writer.run(staged)

    def go(session: Session) -> tuple[int | None, str]:
        other, _members = put_team(session, stage.province, "commune", ("Dũng",))
        give(session, stage.province, other, [stage.registration])
        give(session, stage.province, stage.team, [stage.registration])
        mark(session, stage, 0, ("30", "50"))
        with pytest.raises(Refused) as why:
            give(session, stage.province, other, [stage.registration])
        return session.get_one(Appraisal, stage.appraisal).team_id, why.value.message

    team, message = writer.run(go)
    assert team == stage.team
    assert message == "“Tuyến đường hoa” đã có phiếu của đoàn “Đoàn của province” nên không chuyển đoàn được."


def test_appraisal_is_delegated_below_the_campaigns_unit_alone(writer: Writer) -> None:
    stage = writer.run(staged)

    def outside(session: Session) -> None:
        elsewhere = add_unit(session, Unit(name="Tỉnh khác"))
        campaign, hand = session.get_one(Campaign, stage.province.campaign), stage.province.hand(session, "house")
        appraisalteams.keep(hand, campaign, None, TeamDetails("Đoàn lạ", elsewhere.id, [MemberLine("Dũng")]))

    def empty(session: Session) -> None:
        campaign, hand = session.get_one(Campaign, stage.province.campaign), stage.province.hand(session, "house")
        details = TeamDetails("Đoàn trống", stage.province.units["commune"], [MemberLine(" ")])
        appraisalteams.keep(hand, campaign, None, details)

    assert refused(lambda: writer.run(outside))[0] == "team_unit_outside"
    assert refused(lambda: writer.run(empty))[0] == "needs_member"


def test_a_visit_is_noted_by_the_teams_unit(writer: Writer) -> None:
    stage = writer.run(lambda session: staged(session, unit="commune"))

    def visit(session: Session, who: str, day: date) -> None:
        row = session.get_one(Registration, stage.registration)
        noted = Visit(day, "Thôn 1", "Bà con đồng tình", "")
        hand, reach = stage.province.hand(session, who), stage.province.reach(session, who)
        fieldwork.note_visit(hand, reach, row, stage.appraisal, noted)

    writer.run(lambda session: visit(session, "commune", date(2026, 9, 1)))
    assert refused(lambda: writer.run(lambda s: visit(s, "commune", date(2099, 1, 1))))[0] == "visit_future"
    assert refused(lambda: writer.run(lambda s: visit(s, "commune", date(1990, 1, 1))))[0] == "visit_early"
    assert refused(lambda: writer.run(lambda s: visit(s, "neighbour", date(2026, 9, 1))))[0] == "not_your_branch"
    seen = writer.run(lambda session: session.get_one(Appraisal, stage.appraisal))
    assert (seen.visited_on, seen.place, seen.findings) == (date(2026, 9, 1), "Thôn 1", "Bà con đồng tình")


def test_results_cost_the_same_statements_for_one_and_for_many(writer: Writer) -> None:
    stage = writer.run(staged)

    def counted(session: Session) -> tuple[int, int]:
        said: list[str] = []
        connection = session.connection()
        session.expire_all()

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            said.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        found = appraising.results(session, stage.province.campaign)
        event.remove(connection, "before_cursor_execute", note)
        return len(found), len(said)

    one = writer.run(counted)

    def more(session: Session) -> None:
        rows = [received(session, stage.province, name=f"Mô hình {n}").id for n in range(12)]
        other, _members = put_team(session, stage.province, "commune")
        give(session, stage.province, stage.team, rows[:6])
        give(session, stage.province, other, rows[6:])

    writer.run(more)
    many = writer.run(counted)
    assert (one[0], many[0]) == (1, 13)
    assert one[1] == many[1]


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (("19,5", "60"), "tiêu chí “Tính mới” được 19,5 điểm, cần ít nhất 20."),  # 50% of 40; 79,5 is above 75
        (("20", "60"), "80,00 điểm, đạt mức 75 (hơn 5,00 điểm)."),
    ],
)
def test_a_floor_of_half_is_data_too(writer: Writer, marks: Any, words: str) -> None:
    half = replace(SMALL, lines=[replace(each, least="50") for each in SMALL.lines])
    stage = writer.run(lambda session: staged(session, details=half))

    def go(session: Session) -> None:
        for member in range(3):
            mark(session, stage, member, marks)
        shut(session, stage)

    writer.run(go)
    assert result(writer, stage)[2].endswith(words)
