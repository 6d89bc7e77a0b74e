"""Inspection in the year: plans, visits, kiến nghị with their days; it changes no registration's step and no points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contest.history import lines
from contest.recognition import appraising, inspecting, progress
from contest.recognition.inspecting import FindingDetails, PlanDetails, VisitDetails
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Inspection, InspectionPlan
from contest.tables.campaigns import Campaign
from contest.tables.recognition import ProgressLine, Registration
from contest.text import today
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.province import Province, found, register
from tests.contest.recognition.cast import mark, shut, staged

FROM, TO = date(2026, 6, 1), date(2026, 7, 31)


def code_of(work: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as why:
        work()
    return why.value.code


def plan(session: Session, province: Province, unit: str = "province") -> InspectionPlan:
    details = PlanDetails("Kiểm tra giữa năm", province.units[unit], FROM, TO)
    campaign = session.get_one(Campaign, province.campaign)
    return inspecting.keep_plan(province.hand(session, unit), campaign, None, details)


def visit(session: Session, province: Province, **more: Any) -> Inspection:
    values: dict[str, Any] = {"unit_id": province.units["commune"], "planned_on": date(2026, 6, 10)} | more
    details = VisitDetails(**values)
    return inspecting.keep_visit(province.hand(session, "province"), plan(session, province), None, details)


def test_what_may_not_be_is_refused(writer: Writer) -> None:
    province = writer.run(found)
    other = writer.run(lambda session: register(session, province).id)

    def reversed_days(session: Session) -> None:
        details = PlanDetails("Kiểm tra", province.units["province"], TO, FROM)
        inspecting.keep_plan(
            province.hand(session, "province"), session.get_one(Campaign, province.campaign), None, details
        )

    def planned(session: Session, first: date, last: date) -> None:
        details = PlanDetails("Kiểm tra", province.units["province"], first, last)
        campaign = session.get_one(Campaign, province.campaign)
        inspecting.keep_plan(province.hand(session, "province"), campaign, None, details)

    for first, last in ((date(1990, 6, 1), date(1991, 5, 1)), (date(2025, 12, 31), TO), (FROM, date(2031, 1, 1))):
        assert code_of(partial(writer.run, partial(planned, first=first, last=last))) == "plan_outside"

    def outside(session: Session) -> None:
        made = plan(session, province, "commune")
        details = VisitDetails(province.units["neighbour"], FROM)
        inspecting.keep_visit(province.hand(session, "commune"), made, None, details)

    neighbour = province.units["neighbour"]
    assert code_of(lambda: writer.run(reversed_days)) == "days_reversed"
    with pytest.raises(Refused) as why:
        writer.run(outside)
    assert (why.value.code, "“Xã C” không thuộc Xã B" in why.value.message) == ("unit_not_inspected", True)
    told = [
        code_of(lambda more=more: writer.run(lambda session: visit(session, province, **more)))  # type: ignore[misc]
        for more in (
            {"registration_id": other, "unit_id": neighbour},
            {"registration_id": 999},
            {"held_on": date(2099, 1, 1)},
            {"planned_on": FROM - timedelta(days=1)},
            {"planned_on": TO + timedelta(days=1)},
            {"held_on": FROM - timedelta(days=1)},
        )
    ]
    assert told == ["registration_elsewhere", "registration_elsewhere", "held_future", *["visit_outside"] * 3]


@both_databases
def test_recommendations_are_overdue_until_they_are_done(writer: Writer) -> None:
    province = writer.run(found)
    past, ahead = today() - timedelta(days=9), today() + timedelta(days=9)

    def go(session: Session) -> dict[str, list[str]]:
        hand, seen = province.hand(session, "province"), visit(session, province, held_on=today() - timedelta(days=20))
        texts = ((past, "Bổ sung quy ước"), (past - timedelta(days=1), "Niêm yết"), (ahead, "Rà soát"), (None, "Khen"))
        made = [inspecting.keep_finding(hand, seen, None, FindingDetails(words, day)) for day, words in texts]
        inspecting.answer(province.hand(session, "commune"), seen, made[1], today(), "Đã niêm yết tại nhà văn hóa")
        assert [inspecting.days_over(each) for each in made] == [9, 0, 0, 0]
        assert [each.position for each in inspecting.findings(session, [seen.id])[seen.id]] == [1, 2, 3, 4]
        kinds = [line.kind for line in lines(session, [f"finding:{made[1].id}"])]
        assert kinds == ["answered", "made"]
        told = {}
        for who in province.people:
            rows = inspecting.overdue(session, province.reach(session, who), province.campaign)
            told[who] = [finding.text for finding, _visit in rows]
        return told

    one, none = ["Bổ sung quy ước"], list[str]()
    assert writer.run(go) == {
        "house": one,
        "province": one,
        "province_viewer": one,
        "commune": one,
        "commune_viewer": one,
        "neighbour": none,
        "outsider": none,
    }


def test_a_kien_nghi_is_done_on_a_day_with_an_answer(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session, day: date, said: str) -> None:
        seen = visit(session, province)
        hand = province.hand(session, "province")
        made = inspecting.keep_finding(hand, seen, None, FindingDetails("Niêm yết", FROM))
        inspecting.answer(hand, seen, made, day, said)

    assert code_of(lambda: writer.run(lambda session: go(session, date(2099, 1, 1), "Xong"))) == "done_future"
    assert code_of(lambda: writer.run(lambda session: go(session, today(), " "))) == "answer_needs_day"


@both_databases
def test_a_kien_nghi_is_neither_due_nor_done_before_the_visit(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> dict[int, date]:
        seen, hand = visit(session, province, held_on=date(2026, 6, 10)), province.hand(session, "province")
        early, on = date(2026, 6, 9), date(2026, 6, 10)
        assert code_of(lambda: inspecting.keep_finding(hand, seen, None, FindingDetails("A", early))) == "due_early"
        assert (
            code_of(lambda: inspecting.keep_finding(hand, seen, None, FindingDetails("A", TO, early, "B")))
            == "done_early"
        )
        made = inspecting.keep_finding(hand, seen, None, FindingDetails("A", on))
        other = inspecting.keep_finding(hand, seen, None, FindingDetails("C", on, on, "Xong"))
        assert code_of(lambda: inspecting.answer(hand, seen, made, early, "Xong")) == "done_early"
        inspecting.answer(hand, seen, made, on, "Xong")
        said = inspecting.reported(session, [made, other])
        return {{made.id: 1, other.id: 2}[each]: day for each, day in said.items()}

    assert writer.run(go) == {1: today()}  # who inspects says so himself of the other


def test_the_calendar_goes_day_by_day_and_a_model_knows_its_visits(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> tuple[list[int], list[int], list[int]]:
        row = register(session, province)
        reach = province.reach(session, "province")
        of_list = visit(session, province, planned_on=date(2026, 6, 20))
        of_model = visit(
            session, province, planned_on=date(2026, 6, 30), held_on=date(2026, 6, 5), registration_id=row.id
        )
        elsewhere = visit(session, province, unit_id=province.units["neighbour"])
        ids = {of_list.id: 1, of_model.id: 2, elsewhere.id: 3}
        days = session.scalars(inspecting.calendar(reach, province.campaign)).unique()
        seen = province.reach(session, "commune")
        mine = session.scalars(inspecting.calendar(seen, province.campaign, held=False)).unique()
        known = inspecting.of_registration(session, row)
        row.unit_id = province.units["village"]  # its commune's whole list was looked at, and so was it
        assert [ids[each.id] for each in inspecting.of_registration(session, row)] == [1, 2]
        return [ids[each.id] for each in days], [ids[each.id] for each in mine], [ids[each.id] for each in known]

    assert writer.run(go) == ([2, 3, 1], [1], [1, 2])


def test_inspection_changes_neither_the_step_nor_the_points(writer: Writer) -> None:
    stage = writer.run(staged)

    def told(session: Session) -> tuple[dict[str, Any], appraising.Result]:
        row = session.get_one(Registration, stage.registration)
        columns = {column.name: getattr(row, column.name) for column in row.__table__.columns}
        return columns, appraising.results(session, stage.province.campaign)[stage.registration]

    def close(session: Session) -> None:
        for member in range(3):
            mark(session, stage, member, ("30", "50"))
        shut(session, stage)

    writer.run(close)
    before = writer.run(told)

    def inspect(session: Session) -> None:
        province = stage.province
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        seen = visit(session, province, registration_id=stage.registration, held_on=date(2026, 6, 10))
        made = inspecting.keep_finding(hand, seen, None, FindingDetails("Không duy trì được", TO))
        inspecting.answer(hand, seen, made, date(2026, 6, 11), "Đã khắc phục")
        progress.record(
            hand, reach, session.get_one(Registration, stage.registration), "2026-06", "Chậm", on_track=False
        )

    writer.run(inspect)
    assert writer.run(told) == before


@both_databases
def test_a_progress_line_is_one_a_model_and_period(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> list[tuple[str, str, bool]]:
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        row = register(session, province)
        line = progress.record(hand, reach, row, "2026-06", "Đã trồng 1 km", on_track=True)
        progress.record(hand, reach, row, "2026-12", "Đã trồng 3 km", on_track=True)
        progress.record(hand, reach, row, "2026-06", "Mới trồng 0,5 km", on_track=False)
        assert [one.kind for one in lines(session, [f"progress_line:{line.id}"])] == ["changed", "made"]
        return [(each.period, each.text, each.on_track) for each in progress.lines(session, [row.id])[row.id]]

    assert writer.run(go) == [("2026-06", "Mới trồng 0,5 km", False), ("2026-12", "Đã trồng 3 km", True)]


def test_progress_lines_that_may_not_be_are_refused(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session, who: str = "commune", period: str = "2026-06", said: str = "Tốt") -> ProgressLine:
        row = register(session, province)
        return progress.record(
            province.hand(session, who), province.reach(session, who), row, period, said, on_track=True
        )

    told = [
        code_of(lambda more=more: writer.run(lambda session: go(session, **more)))  # type: ignore[misc]
        for more in ({"who": "neighbour"}, {"who": "commune_viewer"}, {"period": "2025-06"}, {"said": " "})
    ]
    assert told == ["not_your_branch", "not_your_branch", "no_period", "progress_kept"]
