"""Replication: which model, of whom, which unit adopted it, in which year, with what result (domain.md 1.6)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from contest.reports.figures import models
from contest.reports.kit import Asked, Chart, Column, Report, Row, Table
from contest.reports.scope import Scope, scope
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Replication
from contest.tables.places import Unit
from contest.tables.recognition import Owner, Registration

COLUMNS = (
    Column("model", "Mô hình", "text"),
    Column("owners", "Chủ thể", "text"),
    Column("unit", "Đơn vị có mô hình", "text"),
    Column("adopted_by", "Đơn vị nhân rộng", "text"),
    Column("year", "Năm", "text"),
    Column("started_on", "Bắt đầu", "date"),
    Column("result", "Kết quả", "text"),
)


def replication_report(reader: Session, asked: Asked) -> Report:
    """Give every replication of the years of a report, by model."""
    seen = scope(reader, asked)
    table = adoptions(reader, seen)
    years = Counter(str(row["year"]) for row in table.rows)
    labels = sorted(years)
    return Report(
        name="replication",
        title="Nhân rộng mô hình",
        scope=seen.words,
        tables=[table],
        paragraph=sentence(seen, table),
        charts=[Chart("Lượt nhân rộng theo năm", labels, {"lượt nhân rộng": [years[each] for each in labels]})],
        data=seen.data(
            {"rows": table}, models=len({row["model_id"] for row in table.rows}), replications=len(table.rows)
        ),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def adoptions(reader: Session, seen: Scope) -> Table:
    """Give the table of who adopted which model: two statements."""
    newest = _newest(seen)
    query = (
        select(newest, Unit.name.label("adopted_by"), Replication.year, Replication.started_on, Replication.result)
        .join(Replication, Replication.model_id == newest.c.model_id)
        .join(Unit, Unit.id == Replication.unit_id)
        .where(newest.c.place == 1, Replication.year.between(seen.years[0], seen.years[-1]))
        .order_by(newest.c.name, newest.c.id, Replication.year, Unit.position, Unit.match_key)
    )
    owners = _owners(reader, select(newest.c.id).where(newest.c.place == 1))
    rows = [
        _row(seen, row, owners.get(row.id, ""))
        for row in reader.execute(query)
        if seen.root.id in seen.reading.chain(row.unit_id, row.opens_on)
    ]
    return Table("Danh sách nhân rộng", COLUMNS, rows)


def _newest(seen: Scope) -> Subquery:
    """Give the replicated models as they were registered last, up to the report's last year (`place` is 1)."""
    place = func.row_number().over(
        partition_by=Registration.model_id, order_by=(Campaign.year.desc(), Registration.id.desc())
    )
    adopted = select(Replication.model_id).where(Replication.year.between(seen.years[0], seen.years[-1]))
    columns = (Registration.id, Registration.model_id, Registration.unit_id, Registration.name, Campaign.opens_on)
    return (
        select(*columns, place.label("place"))
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(
            Campaign.unit_id.in_({each.unit_id for each in seen.campaigns}),
            Campaign.year <= seen.years[-1],
            Registration.model_id.in_(adopted),
            seen.asked.reach.sees(Registration.unit_id),
        )
        .subquery()
    )


def _owners(reader: Session, registrations: Select[int]) -> dict[int, str]:
    query = select(Owner.registration_id, Owner.name).where(Owner.registration_id.in_(registrations))
    found: dict[int, list[str]] = {}
    for registration, name in reader.execute(query.order_by(Owner.registration_id, Owner.position)):
        found.setdefault(registration, []).append(name)
    return {registration: "; ".join(names) for registration, names in found.items()}


def _row(seen: Scope, row: Any, owners: str) -> Row:
    return {
        "model_id": row.model_id,
        "model": row.name,
        "owners": owners,
        "unit": seen.reading.tree.nodes[seen.reading.place(row.unit_id, row.opens_on)].name,
        "adopted_by": row.adopted_by,
        "year": str(row.year),
        "started_on": row.started_on,
        "result": row.result,
    }


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    counted = models(len({row["model_id"] for row in table.rows}))
    units = len({row["adopted_by"] for row in table.rows})
    if not table.rows:
        return f"{seen.whole} {seen.when} chưa ghi mô hình nào được nhân rộng."
    return f"{seen.whole} {seen.when} nhân rộng {counted} với {len(table.rows)} lượt áp dụng tại {units} đơn vị."
