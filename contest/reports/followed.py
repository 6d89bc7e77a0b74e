"""What was done in the year with the models of a report: progress lines, inspections, appraisals, rewards, lapses, titles; counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from contest.recognition.decisions import granting
from contest.reports.counting import Counted, by_line, folded
from contest.reports.kit import Column, Row, Table, summed
from contest.reports.scope import Scope
from contest.tables.appraisals import Appraisal, Finding, Inspection, InspectionPlan
from contest.tables.campaigns import Document
from contest.tables.decisions import Decision, Recognition, TitleAward
from contest.tables.recognition import ProgressLine, Registration
from contest.text import end_of

PROGRESS = (
    Column("unit", "Đơn vị", "text"),
    Column("total", "Số mô hình"),
    Column("on_track", "Đúng tiến độ"),
    Column("behind", "Chậm, vướng mắc"),
    Column("without", "Chưa ghi tiến độ"),
)
DONE = (Column("what", "Việc", "text"), Column("count", "Số lượng", "figure"))


def progress(reader: Session, seen: Scope, period: str) -> Table:
    """Give how the models go at an interim review, by unit; `period` is “2026-06”."""
    joined = and_(ProgressLine.registration_id == Registration.id, ProgressLine.period == period)
    counted = by_line(reader, seen, ProgressLine.on_track, joins=[(ProgressLine, joined)])
    rows: list[Row] = []
    lines = seen.ordered([key[0] for key in counted])
    for line in lines:
        parts = {"on_track": counted[line, True], "behind": counted[line, False], "without": counted[line, None]}
        name = seen.name(line, alone=len(lines) == 1)
        rows.append({"unit_id": line, "unit": name, "total": sum(parts.values()), **parts})
    return summed("Tiến độ theo đơn vị", PROGRESS, rows, across={"total": ("on_track", "behind", "without")})


def done(reader: Session, seen: Scope, until: date) -> Table:
    """Give what was inspected and recommended in a day's year up to it, and what was appraised."""
    planned, held = _inspections(reader, seen, until)
    findings, recommended, answered, overdue = _findings(reader, seen, until)
    concluded, visited = (
        _appraised(reader, seen, there)
        for there in (Appraisal.closed_at < end_of(until), Appraisal.visited_on <= until)
    )
    rows: list[Row] = [
        {"key": "inspections_planned", "what": "Cuộc kiểm tra theo kế hoạch", "count": planned},
        {"key": "inspections_held", "what": "Cuộc kiểm tra đã làm", "count": held},
        {"key": "findings", "what": "Nội dung ghi nhận qua kiểm tra", "count": findings},
        {"key": "recommendations", "what": "Kiến nghị có thời hạn", "count": recommended},
        {"key": "recommendations_done", "what": "Kiến nghị đã thực hiện", "count": answered},
        {"key": "recommendations_overdue", "what": "Kiến nghị quá hạn", "count": overdue},
        {"key": "appraised", "what": "Mô hình đã thẩm định xong", "count": concluded},
        {"key": "appraisal_visits", "what": "Mô hình đã thẩm định tại chỗ", "count": visited},
    ]
    return Table("Kiểm tra, thẩm định", DONE, rows)


def _of_units(reader: Session, seen: Scope, query: Select[Any]) -> list[int]:
    """Give sums of a query of (campaign, visited unit, counts …), of the units that are counted under the root."""
    sums: list[int] = []
    for campaign, unit, *counts in reader.execute(query):
        if seen.line_of(unit, campaign) is not None:
            sums = [had + int(count or 0) for had, count in zip(sums or [0] * len(counts), counts, strict=True)]
    return sums


def _visits(seen: Scope, *counts: Any) -> Select[Any]:
    return (
        select(InspectionPlan.campaign_id, Inspection.unit_id, *counts)
        .select_from(Inspection)
        .join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
        .where(InspectionPlan.campaign_id.in_(list(seen.days)), seen.asked.reach.sees(Inspection.unit_id))
        .group_by(InspectionPlan.campaign_id, Inspection.unit_id)
    )


def _one_if(*conditions: Any) -> Any:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _in_year(day: Any, until: date) -> ColumnElement[bool]:
    """Give the condition that a day is in the year of another, and not after it."""
    within: ColumnElement[bool] = day.between(date(until.year, 1, 1), until)
    return within


def _inspections(reader: Session, seen: Scope, until: date) -> Sequence[int]:
    planned, held = (_in_year(day, until) for day in (Inspection.planned_on, Inspection.held_on))
    counts = (_one_if(or_(planned, held)), _one_if(held))
    return _of_units(reader, seen, _visits(seen, *counts)) or [0, 0]


def _findings(reader: Session, seen: Scope, until: date) -> Sequence[int]:
    counts = (
        func.count(),
        _one_if(Finding.due_on.is_not(None)),
        _one_if(Finding.due_on.is_not(None), Finding.done_on <= until),
        _one_if(Finding.due_on < until, func.coalesce(Finding.done_on, date.max) > Finding.due_on),
    )
    query = _visits(seen, *counts).join(Finding, Finding.inspection_id == Inspection.id)
    return _of_units(reader, seen, query.where(_in_year(Inspection.held_on, until))) or [0, 0, 0, 0]


def _appraised(reader: Session, seen: Scope, there: ColumnElement[bool]) -> int:
    within = [*seen.each_model(), there]
    joins = [(Appraisal, Appraisal.registration_id == Registration.id)]
    counted = by_line(reader, seen, within=within, joins=joins, amount=func.count(Registration.id.distinct()))
    return sum(counted.values())


def decided(reader: Session, seen: Scope) -> Counted:
    """Give how many models decisions of each kind grant what they are for: (kind,) → models."""
    joins = [
        (Recognition, Recognition.registration_id == Registration.id),
        (Decision, Decision.id == Recognition.decision_id),
    ]
    within = [*seen.conditions(), Decision.id.is_not(None), granting()]
    amount = func.count(Registration.id.distinct())
    return folded(by_line(reader, seen, Decision.kind, within=within, joins=joins, amount=amount), 1)


def titles(reader: Session, seen: Scope) -> Table:
    """Give the titles other than models (“Chi bộ dân vận khéo”) that were given for the years of a report."""
    query = (
        select(TitleAward.title, TitleAward.unit_id, Document.issued_on, func.count())
        .join(Decision, Decision.id == TitleAward.decision_id)
        .join(Document, Document.id == Decision.document_id)
        .where(TitleAward.year.between(seen.years[0], seen.years[-1]), seen.asked.reach.sees(TitleAward.unit_id))
        .group_by(TitleAward.title, TitleAward.unit_id, Document.issued_on)
    )
    counted: dict[str, int] = {}
    for title, unit, day, count in reader.execute(query):
        if seen.root.id in seen.reading.chain(unit, day):
            counted[title] = counted.get(title, 0) + count
    columns = (Column("title", "Danh hiệu", "text"), Column("count", "Số lượng"))
    return summed("Danh hiệu", columns, [{"title": title, "count": counted[title]} for title in sorted(counted)])
