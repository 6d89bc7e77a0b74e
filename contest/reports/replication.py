"""Replication: which model, of whom, which unit adopted it, in which year, with what result (domain.md 1.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Subquery, func, or_, select
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
_ADOPTION = (
    *(Unit.name.label("adopted_by"), Unit.id.label("adopter_id")),
    *(Replication.year, Replication.started_on, Replication.result),
)


def replication_report(reader: Session, asked: Asked) -> Report:
    """Give every replication of the years of a report, by model: of the unit's own models, and by it of others'."""
    seen = scope(reader, asked)
    table = adoptions(reader, seen)
    own, others = _parted(table)
    return Report(
        name="replication",
        title="Nhân rộng mô hình",
        scope=seen.words,
        tables=[table],
        paragraph=sentence(seen, table),
        charts=[_chart(table)],
        data=seen.data(
            {"rows": table},
            models=_different(own, "model_id"),
            replications=len(own),
            adopted=_different(others, "model_id"),
        ),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def _parted(table: Table) -> tuple[list[Row], list[Row]]:
    """Give the rows of the unit's own models, and those of others' models that it adopted."""
    return [row for row in table.rows if row["own"]], [row for row in table.rows if not row["own"]]


def _different(rows: Sequence[Row], key: str) -> int:
    return len({row[key] for row in rows})


def _chart(table: Table) -> Chart:
    labels = sorted({str(row["year"]) for row in table.rows})
    series: dict[str, list[int]] = {}
    for words, rows in zip(("lượt nhân rộng", "lượt áp dụng của đơn vị khác"), _parted(table), strict=True):
        years = Counter(str(row["year"]) for row in rows)
        if years or not series:
            series[words] = [years[each] for each in labels]
    return Chart("Lượt nhân rộng theo năm", labels, series)


def adoptions(reader: Session, seen: Scope) -> Table:
    """Give the table of who adopted which model: two statements."""
    newest, sees = _newest(seen), seen.asked.reach.sees
    query = (
        select(newest, *_ADOPTION)
        .join(Replication, Replication.model_id == newest.c.model_id)
        .join(Unit, Unit.id == Replication.unit_id)
        .where(newest.c.place == 1, Replication.year.between(seen.years[0], seen.years[-1]))
        .where(or_(sees(newest.c.unit_id), sees(Replication.unit_id)))
        .order_by(newest.c.name, newest.c.id, Replication.year, Unit.position, Unit.match_key)
    )
    owners = _owners(reader, select(newest.c.id).where(newest.c.place == 1))
    rows = [
        _row(seen, row, owners.get(row.id, ""))
        for row in reader.execute(query)
        if _own(seen, row) or _below(seen, row.adopter_id, row)
    ]
    return Table("Danh sách nhân rộng", COLUMNS, rows)


def _below(seen: Scope, unit_id: int, row: Any) -> bool:
    return seen.root.id in seen.reading.chain(unit_id, row.opens_on)


def _own(seen: Scope, row: Any) -> bool:
    """Say whether a model is of the report's unit: of one below it, or, as it was, of any in a campaign of its own."""
    return _below(seen, row.unit_id, row) or (not seen.reading.now and row.host_id == seen.root.id)


def _newest(seen: Scope) -> Subquery:
    """Give the replicated models as they were registered last, up to the report's last year (`place` is 1): those that the
    person sees, and those that a unit adopted which the person sees."""
    sees = seen.asked.reach.sees
    place = func.row_number().over(
        partition_by=Registration.model_id, order_by=(Campaign.year.desc(), Registration.id.desc())
    )
    adopted = select(Replication.model_id).where(Replication.year.between(seen.years[0], seen.years[-1]))
    columns = (
        *(Registration.id, Registration.model_id, Registration.unit_id, Registration.name),
        *(Campaign.opens_on, Campaign.unit_id.label("host_id")),
    )
    return (
        select(*columns, place.label("place"))
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(
            Campaign.unit_id.in_({each.unit_id for each in seen.campaigns}),
            Campaign.year <= seen.years[-1],
            Registration.model_id.in_(adopted),
            or_(sees(Registration.unit_id), Registration.model_id.in_(adopted.where(sees(Replication.unit_id)))),
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
        "own": _own(seen, row),
        "model": row.name,
        "owners": owners,
        "unit": seen.reading.tree.nodes[seen.reading.place(row.unit_id, row.opens_on)].name,
        "adopted_by": row.adopted_by,
        "adopted_by_id": row.adopter_id,
        "year": str(row.year),
        "started_on": row.started_on,
        "result": row.result,
    }


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    own, others = _parted(table)
    more = f"; áp dụng {models(_different(others, 'model_id'))} của đơn vị khác" if others else ""
    if not own:
        whose = " của đơn vị" if others else ""
        return f"{seen.whole} {seen.when} chưa ghi mô hình nào{whose} được nhân rộng{more}."
    counted, units = models(_different(own, "model_id")), _different(own, "adopted_by_id")
    return f"{seen.whole} {seen.when} nhân rộng {counted} với {len(own)} lượt áp dụng tại {units} đơn vị{more}."
