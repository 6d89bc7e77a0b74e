"""Several years side by side (3 and 5 years): registered, recognised, rewarded, replicated; by domain and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.orm import Session

from contest.recognition.decisions import recognising
from contest.reports.counting import KINDS, Counted, by_domain, by_line, domains, with_none
from contest.reports.figures import models
from contest.reports.kit import Asked, Column, Report, Row, Table, number, stacked, summed
from contest.reports.scope import Scope, scope
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Decision, Recognition, Replication
from contest.tables.recognition import Registration
from contest.text import thousands

USUAL_YEARS = 3
COLUMNS = (
    Column("year", "Năm", "text"),
    Column("new", "Đăng ký mới", "figure"),
    Column("maintained", "Duy trì", "figure"),
    Column("total", "Tổng số", "figure"),
    Column("change", "So với năm trước", "text"),
    Column("recognised", "Được công nhận", "figure"),
    Column("rewarded", "Được khen thưởng", "figure"),
    Column("replicated", "Được nhân rộng", "figure"),
)


def years_report(reader: Session, asked: Asked) -> Report:
    """Give the years of a period side by side; by default the last three."""
    seen = scope(reader, asked, years=USUAL_YEARS)
    table = by_year(reader, seen)
    tables = {"years": table, "domains": _domains(reader, seen), "units": _units(reader, seen)}
    different = sum(by_line(reader, seen).values())
    return Report(
        name="years",
        title="So sánh nhiều năm",
        scope=seen.words,
        tables=list(tables.values()),
        paragraph=_sentence(seen, table, different),
        notes=[
            "Một mô hình duy trì nhiều năm được đếm ở từng năm, nên không cộng các năm với nhau; số mô hình khác nhau ghi ở đoạn dự thảo."
        ],
        charts=[stacked("Mô hình đăng ký từng năm", table, "year", KINDS)],
        data=seen.data(tables, different_models=different),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def _per_year(seen: Scope, counted: Counted, *places: int) -> Counted:
    """Give counts by the year of the campaign at place 1 of their key, then by some other places."""
    year = {each.id: each.year for each in seen.campaigns}
    found: Counted = Counter()
    for key, count in counted.items():
        found[(year[key[1]], *(key[place] for place in places))] += count
    return found


def by_year(reader: Session, seen: Scope) -> Table:
    """Give the table: a row a year."""
    within = seen.conditions()
    kinds = _per_year(seen, by_line(reader, seen, Registration.campaign_id, Registration.status_kind, within=within), 2)
    decided = {
        "recognised": _named_in(reader, seen, recognising()),
        "rewarded": _named_in(reader, seen, Decision.kind == "reward"),
        "replicated": _replicated(reader, seen),
    }
    rows: list[Row] = []
    for year in seen.years:
        counts = {kind: kinds[year, kind] for kind in KINDS}
        total = sum(counts.values())
        change = _change(number(rows[-1], "total"), total) if rows else ""
        rows.append(
            {
                "year": str(year),
                **counts,
                "total": total,
                "change": change,
                **{key: decided[key][(year,)] for key in decided},
            }
        )
    return Table("Từng năm", COLUMNS, rows, across={"total": KINDS})


def _change(before: int, total: int) -> str:
    if total == before:
        return "không đổi"
    return f"tăng {thousands(total - before)}" if total > before else f"giảm {thousands(before - total)}"


def _named_in(reader: Session, seen: Scope, kind: ColumnElement[bool]) -> Counted:
    joins: list[tuple[Any, Any]] = [
        (Recognition, Recognition.registration_id == Registration.id),
        (Decision, Decision.id == Recognition.decision_id),
    ]
    return _once(reader, seen, [kind], joins)


def _replicated(reader: Session, seen: Scope) -> Counted:
    joins: list[tuple[Any, Any]] = [
        (Campaign, Campaign.id == Registration.campaign_id),
        (Replication, and_(Replication.model_id == Registration.model_id, Replication.year == Campaign.year)),
    ]
    return _once(reader, seen, [Replication.id.is_not(None)], joins)


def _once(reader: Session, seen: Scope, more: Sequence[Any], joins: Sequence[tuple[Any, Any]]) -> Counted:
    within, amount = [*seen.conditions(), *more], func.count(Registration.id.distinct())
    counted = by_line(reader, seen, Registration.campaign_id, within=within, joins=joins, amount=amount)
    return _per_year(seen, counted)


def _year_columns(seen: Scope) -> list[Column]:
    return [Column(str(year), str(year)) for year in seen.years]


def _domains(reader: Session, seen: Scope) -> Table:
    counted = by_domain(reader, seen, Registration.campaign_id, within=seen.conditions())
    year = {each.id: each.year for each in seen.campaigns}
    totals: Counted = Counter()
    for (_, domain, campaign), count in counted.items():
        totals[domain, year[campaign]] += count
    listed = with_none(domains(reader, seen), {key[0] for key in totals})
    rows: list[Row] = [
        {"domain": each.name, **{str(year): totals[each.key, year] for year in seen.years}} for each in listed
    ]
    return summed("Theo lĩnh vực", [Column("domain", "Lĩnh vực", "text"), *_year_columns(seen)], rows)


def _units(reader: Session, seen: Scope) -> Table:
    counted = by_line(reader, seen, Registration.campaign_id, within=seen.conditions())
    totals = _per_year(seen, counted, 0)
    rows: list[Row] = []
    for line in seen.ordered([*seen.lines, *(key[0] for key in counted)]):
        rows.append({"unit_id": line, "unit": seen.name(line), **{str(y): totals[y, line] for y in seen.years}})
    return summed("Theo đơn vị", [Column("unit", "Đơn vị", "text"), *_year_columns(seen)], rows)


def _sentence(seen: Scope, table: Table, different: int) -> str:
    yearly = "; ".join(
        f"năm {row['year']}: {models(number(row, 'total'))}" + (f" ({row['change']})" if row["change"] else "")
        for row in table.rows
    )
    return f"{seen.whole} {seen.when} có {models(different)} “Dân vận khéo” khác nhau; {yearly}."
