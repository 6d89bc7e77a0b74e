"""Registrations by unit: new, maintained, when the unit's list came in, by how many days late, and its own document (domain.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from contest.reports.counting import KINDS, Counted, by_line, folded, late
from contest.reports.figures import joined, models
from contest.reports.kit import Asked, Column, Report, Row, Table, stacked, summed
from contest.reports.scope import Scope, Taking, scope
from contest.tables.recognition import Registration

COLUMNS = (
    Column("unit", "Đơn vị", "text"),
    Column("new", "Đăng ký mới"),
    Column("maintained", "Duy trì"),
    Column("total", "Tổng số"),
    Column("late_models", "Mô hình gửi chậm"),
    Column("submitted_on", "Nhận bản tổng hợp", "date"),
    Column("days_late", "Chậm (ngày)", "figure"),
    Column("document", "Văn bản riêng", "text"),
)


def registrations_report(reader: Session, asked: Asked) -> Report:
    """Give the registrations of one year by unit."""
    seen = scope(reader, asked, single=True)
    table = by_unit(reader, seen)
    return Report(
        name="registrations",
        title="Đăng ký mô hình theo đơn vị",
        scope=seen.words,
        tables=[table],
        paragraph=sentence(seen, table),
        notes=notes(seen),
        charts=[stacked("Mô hình theo đơn vị", table, "unit", KINDS)],
        data=seen.data({"rows": table}, **table.sums(), units=summary(seen, table)),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def by_unit(reader: Session, seen: Scope) -> Table:
    """Give the table: every unit that takes part or registered, each on its line."""
    counted = by_line(reader, seen, Registration.status_kind, late(seen.campaigns))
    lines = seen.ordered([*seen.lines, *(key[0] for key in counted)])
    rows = list(_rows(seen, lines, counted))
    return summed("Đăng ký theo đơn vị", COLUMNS, rows, across={"total": KINDS})


def _rows(seen: Scope, lines: Sequence[int], counted: Counted) -> Iterator[Row]:
    kinds, slow = folded(counted, 0, 1), folded(counted, 0, 2)
    deadlines = {each.id: each.deadline for each in seen.campaigns}
    for line in lines:
        counts = {kind: kinds[line, kind] for kind in KINDS}
        taking = seen.lines.get(line, [])
        yield {
            "unit_id": line,
            "unit": seen.name(line, alone=len(lines) == 1),
            **counts,
            "total": sum(counts.values()),
            "late_models": slow[line, 1],
            "submitted_on": max(filter(None, (each.submitted_on for each in taking)), default=None),
            "days_late": max((_days(each, deadlines[each.campaign_id]) for each in taking), default=0) or None,
            "document": "; ".join(each.document for each in taking if each.document) or None,
        }


def _days(each: Taking, deadline: date) -> int:
    return max((each.submitted_on - deadline).days, 0) if each.submitted_on else 0


def summary(seen: Scope, table: Table) -> dict[str, int]:
    """Give of how many units that take part how many did what."""
    alone = len(table.rows) == 1
    own = [row for row in table.rows if row["unit_id"] in seen.lines and (alone or row["unit_id"] != seen.root.id)]
    return {
        "total": len(own),
        "registered": sum(row["total"] != 0 for row in own),
        "submitted": sum(row["submitted_on"] is not None for row in own),
        "late": sum(row["days_late"] is not None for row in own),
        "own_documents": sum(row["document"] is not None for row in own),
    }


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    sums, units = table.sums(), summary(seen, table)
    said = (
        f"{seen.whole} đăng ký {models(sums['total'])} “Dân vận khéo” {seen.when}, trong đó "
        f"{models(sums['new'])} đăng ký mới, {models(sums['maintained'])} duy trì"
    )
    if units["total"] < 2:
        return f"{said}."
    parts = [
        f"{units['registered']}/{units['total']} đơn vị có đăng ký",
        f"{units['submitted']}/{units['total']} đơn vị đã gửi bản tổng hợp",
        f"{units['own_documents']}/{units['total']} đơn vị ban hành văn bản riêng",
    ]
    slow = f" {units['late']} đơn vị gửi bản tổng hợp chậm so với hạn." if units["late"] else ""
    return f"{said}; {joined(parts)}.{slow}"


def notes(seen: Scope) -> list[str]:
    """Give how late is counted, and what is left out."""
    days = joined(sorted({f"{each.deadline:%d/%m/%Y}" for each in seen.campaigns}))
    return [
        f"Hạn đăng ký: {days}. Số ngày chậm tính từ sau hạn đến ngày nhận bản tổng hợp của đơn vị; bản nháp, bản trả lại không tính."
    ]
