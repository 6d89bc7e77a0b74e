"""A review counts what was there by its last day: registrations, inspections of its own year, appraisals that were concluded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.tables.appraisals import Appraisal, Inspection
from contest.tables.campaigns import CampaignUnit
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.reports.books import told
from tests.contest.reports.test_gathered import a_year

JUNE = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)  # 23:59 of its last day in Hà Nội
JULY = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)


def _domains(data: Mapping[str, Any]) -> int:
    return sum(row["total"] for row in data["domains"])


def _count(rows: object) -> dict[str, int]:
    assert isinstance(rows, list)
    return {row["key"]: row["count"] for row in rows}


@both_databases
def test_appraisals_that_were_concluded_are_counted_and_not_only_visits(writer: Writer) -> None:
    def fill(session: Session) -> None:
        book = a_year(session)
        _appraised_more(session, book.register(5, "Thôn 2", "Kinh tế"))

    def _appraised_more(session: Session, five: list[int]) -> None:
        known = session.scalars(select(Appraisal).limit(1)).one()
        for place, each in enumerate(five):
            closed = (JUNE, JUNE, JULY, JULY, None)[place]
            session.add(
                Appraisal(
                    registration_id=each,
                    team_id=known.team_id,
                    criteria_set_id=known.criteria_set_id,
                    closed_at=closed,
                )
            )

    writer.run(fill)
    half, year = (writer.run(partial(told, name=name)) for name in ("half-year", "year"))
    assert (_count(half.data["done"])["appraised"], _count(year.data["done"])["appraised"]) == (3, 5)
    assert _count(half.data["done"])["appraisal_visits"] == 1
    assert half.paragraph.endswith("; thẩm định xong 3 mô hình, đã đến tại chỗ 1 mô hình.")
    assert "; thẩm định xong 5 mô hình, đã đến tại chỗ 2 mô hình." in year.paragraph


@both_databases
def test_the_half_year_ends_with_june(writer: Writer) -> None:
    """What came after it is said beside it and not in it; a visit of another year's June is of no review of this year."""

    def fill(session: Session) -> None:
        book = a_year(session)
        book.register(3, "Thôn 2", "Kinh tế", submitted_at=datetime(2026, 11, 26, tzinfo=UTC))
        book.register(1, "Thôn 2", "Kinh tế", submitted_at=JULY)
        book.register(1, "Thôn 2", "Kinh tế", submitted_at=JUNE)
        book.register(1, "Thôn 2", "Kinh tế", submitted_at=JULY, paper_received_on=date(2026, 6, 30))
        book.register(1, "Thôn 2", "Kinh tế", submitted_at=None, created_at=JULY)
        session.get_one(CampaignUnit, (book.campaign.id, book.units["Thôn 2"])).submitted_on = date(2026, 7, 1)
        plan = session.scalars(select(Inspection.plan_id).limit(1)).one()
        session.add(Inspection(plan_id=plan, unit_id=book.units["Thôn 1"], planned_on=date(2025, 6, 15)))
        held = date(2026, 3, 3)
        session.add(Inspection(plan_id=plan, unit_id=book.units["Thôn 1"], planned_on=date(2026, 9, 1), held_on=held))

    writer.run(fill)
    half, year = (writer.run(partial(told, name=name)) for name in ("half-year", "year"))
    assert [_domains(found.data) for found in (half, year)] == [8, 13]
    assert [(row["unit"], row["total"], row["submitted_on"]) for row in dict[str, Any](half.data)["units"]] == [
        ("Thôn 1", 4, None),
        ("Thôn 2", 4, None),
    ]
    assert (
        "Sơ kết tính mô hình đăng ký đến hết ngày 30/06/2026; 5 mô hình đăng ký sau ngày đó không tính ở đây."
        in half.notes
    )
    assert not any("không tính ở đây" in note for note in year.notes)
    assert [_count(found.data["done"])["inspections_planned"] for found in (half, year)] == [3, 4]
    assert [_count(found.data["done"])["inspections_held"] for found in (half, year)] == [2, 3]
    assert "Đã kiểm tra 2/3 cuộc theo kế hoạch" in half.paragraph
