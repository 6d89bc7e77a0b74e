"""From registered to recognised, chosen, rewarded and replicated: nested steps, by owner (332 → 266 → 39 of domain.md 3.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from contest.recognition.decisions import recognising
from contest.recognition.registering import OWNER_TYPES
from contest.reports.counting import OWNERS, Counted, by_line, folded
from contest.reports.figures import joined, lower, models, percent, share
from contest.reports.kit import Asked, Column, Report, Row, Table, number, stacked
from contest.reports.scope import Scope, scope
from contest.tables.decisions import Decision, Recognition, RecognitionStep, Replication
from contest.tables.recognition import Registration
from contest.text import thousands

COLUMNS = (
    Column("step", "Bước", "text"),
    *(Column(key, title, "figure") for key, title in OWNER_TYPES.items()),
    Column("total", "Tổng số", "figure"),
    Column("of_registered", "% so với đăng ký", "share"),
    Column("of_before", "% so với bước trước", "share"),
)
REGISTERED_STEP, REPLICATED_STEP = "Đăng ký", "Nhân rộng"
FIRST = 1  # position of the first step of recognition; a renewal that names no step is of it


def funnel_report(reader: Session, asked: Asked) -> Report:
    """Give how many of one year's models went how far."""
    seen = scope(reader, asked, single=True)
    table = steps_table(reader, seen)
    return Report(
        name="funnel",
        title="Từ đăng ký đến công nhận, nhân rộng",
        scope=seen.words,
        tables=[table],
        paragraph=sentence(seen, table),
        notes=notes(_out_of_order(reader, seen)),
        charts=[stacked("Các bước", table, "step", OWNERS)],
        data=seen.data({"steps": table}),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def steps_table(reader: Session, seen: Scope) -> Table:
    """Give the table: registered, each step of recognition, replicated."""
    rows: list[Row] = []
    for name, counted in _steps(reader, seen):
        owners = {owner: counted[(owner,)] for owner in OWNERS}
        total = sum(owners.values())
        first, before = (number(rows[0], "total"), number(rows[-1], "total")) if rows else (total, 0)
        rows.append(
            {
                "step": name,
                **owners,
                "total": total,
                "of_registered": share(total, first),
                "of_before": share(total, before),
            }
        )
    return Table("Các bước", COLUMNS, rows, across={"total": OWNERS})


def _steps(reader: Session, seen: Scope) -> Iterator[tuple[str, Counted]]:
    yield REGISTERED_STEP, folded(by_line(reader, seen, Registration.owner_type), 1)
    counted = by_line(
        reader,
        seen,
        Registration.owner_type,
        _position(),
        within=_recognised(seen),
        amount=func.count(Registration.id.distinct()),
        joins=_recognitions(),
    )
    by_step = folded(counted, 2, 1)
    for place, name in _named(reader, seen, {key[0] for key in by_step}):
        yield name, Counter({key[1:]: count for key, count in by_step.items() if key[0] == place})
    yield REPLICATED_STEP, folded(by_line(reader, seen, Registration.owner_type, within=replicated(seen)), 1)


def _position() -> Any:
    return func.coalesce(RecognitionStep.position, FIRST)


def _recognised(seen: Scope) -> list[ColumnElement[bool]]:
    return [*seen.conditions(), recognising()]


def _recognitions() -> list[tuple[Any, ColumnElement[bool]]]:
    return [
        (Recognition, Recognition.registration_id == Registration.id),
        (Decision, Decision.id == Recognition.decision_id),
        (RecognitionStep, RecognitionStep.id == Recognition.step_id),
    ]


def _named(reader: Session, seen: Scope, used: set[int]) -> Iterator[tuple[int, str]]:
    named = (
        select(RecognitionStep.position, func.min(RecognitionStep.name))
        .where(RecognitionStep.campaign_id.in_(list(seen.days)))
        .group_by(RecognitionStep.position)
        .order_by(RecognitionStep.position)
    )
    names: dict[int, str] = {row[0]: row[1] for row in reader.execute(named)}
    for place in sorted({*names, *used}):
        yield place, names.get(place, "Công nhận")


def replicated(seen: Scope) -> list[ColumnElement[bool]]:
    """Give the conditions of models that some unit adopted in the years of a report."""
    adopted = select(Replication.model_id).where(Replication.year.between(seen.years[0], seen.years[-1]))
    return [*seen.each_model(), Registration.model_id.in_(adopted)]


def _out_of_order(reader: Session, seen: Scope) -> int:
    """Give how many models have a decision of a step without one of a step before it."""
    query = select(Registration.campaign_id, Registration.unit_id).select_from(Registration)
    for table, condition in _recognitions():
        query = query.outerjoin(table, condition)
    query = query.where(*_recognised(seen)).group_by(Registration.id, Registration.campaign_id, Registration.unit_id)
    skipping = query.having(func.count(_position().distinct()) != func.max(_position())).subquery()
    counted = select(skipping.c.campaign_id, skipping.c.unit_id, func.count()).group_by(
        skipping.c.campaign_id, skipping.c.unit_id
    )
    return sum(count for campaign, unit, count in reader.execute(counted) if seen.line_of(unit, campaign) is not None)


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    parts = [_said(row, place) for place, row in enumerate(table.rows) if place == 0 or row["total"]]
    return f"{seen.whole} {seen.when}: {'; '.join(parts)}."


def _said(row: Row, place: int) -> str:
    owners = joined([f"{thousands(number(row, owner))} {lower(OWNER_TYPES[owner])}" for owner in OWNERS if row[owner]])
    said = f"{lower(str(row['step']))} {models(number(row, 'total'))}" + (f" ({owners})" if owners else "")
    of = row["of_registered"]
    return f"{said}, bằng {percent(of)} số đăng ký" if place and isinstance(of, Fraction) else said


def notes(skipping: int) -> list[str]:
    """Give what the steps count, and whether any decision skips a step."""
    said = [
        "Mỗi bước chọn trong số đã qua bước trước. Công nhận gồm cả quyết định duy trì trong năm; nhân rộng là mô hình có đơn vị khác "
        "áp dụng trong năm. Tỷ lệ làm tròn đến hai chữ số thập phân, từ 5 trở lên thì làm tròn lên."
    ]
    if skipping:
        said.append(f"{models(skipping)} có quyết định ở bước sau mà chưa có ở bước trước; đề nghị kiểm tra lại.")
    return said
