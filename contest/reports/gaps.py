"""What is missing: units with no registration, domains with none, and which domains each unit left out (domain.md 1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from contest.reports.counting import Counted, DomainLine, by_domain, domains, folded
from contest.reports.figures import joined, lower
from contest.reports.kit import Asked, Column, Report, Row, Table, number
from contest.reports.scope import Scope, scope

NOBODY = Column("unit", "Đơn vị", "text")
FEWER = (
    Column("unit", "Đơn vị", "text"),
    Column("total", "Số mô hình", "figure"),
    Column("domains", "Lĩnh vực có mô hình", "text"),
    Column("missing", "Lĩnh vực chưa có", "text"),
)
NONE = Column("domain", "Lĩnh vực", "text")


def gaps_report(reader: Session, asked: Asked) -> Report:
    """Give the units without a registration, the domains without one, and the domains that each unit left out."""
    seen = scope(reader, asked, single=True)
    counted, listed = by_domain(reader, seen), domains(reader, seen)
    without, fewer = missing_units(seen, counted), _fewer(seen, counted, listed)
    empty = [each for each in listed if not folded(counted, 1)[(each.key,)]]
    nobody: list[Row] = [{"unit": seen.name(line), "unit_id": line} for line in without]
    tables = {
        "units_without": Table("Đơn vị chưa có đăng ký", [NOBODY], nobody),
        "domains_without": Table("Lĩnh vực chưa có đăng ký", [NONE], [{"domain": each.name} for each in empty]),
        "units_lacking": Table("Lĩnh vực còn thiếu ở từng đơn vị", FEWER, fewer),
    }
    return Report(
        name="gaps",
        title="Đơn vị, lĩnh vực chưa có đăng ký",
        scope=seen.words,
        tables=list(tables.values()),
        paragraph=_sentence(seen, without, empty, fewer),
        data=seen.data(tables),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def taking_part(seen: Scope) -> list[int]:
    """Give the lines of units that take part, without the root's own among others."""
    lines = [line for line in seen.lines if line != seen.root.id] or list(seen.lines)
    return seen.ordered(lines)


def missing_units(seen: Scope, counted: Counted) -> list[int]:
    """Give the lines that take part and registered nothing."""
    totals = folded(counted, 0)
    return [line for line in taking_part(seen) if not totals[(line,)]]


def _fewer(seen: Scope, counted: Counted, listed: Sequence[DomainLine]) -> list[Row]:
    totals, rows = folded(counted, 0), list[Row]()
    for line in seen.ordered([*taking_part(seen), *(key[0] for key in counted)]):
        having = [each for each in listed if counted[line, each.key]]
        if totals[(line,)] and len(having) < len(listed):
            lacking = "; ".join(each.name for each in listed if each not in having)
            share = f"{len(having)}/{len(listed)}"
            rows.append(
                {
                    "unit_id": line,
                    "unit": seen.name(line),
                    "total": totals[(line,)],
                    "domains": share,
                    "missing": lacking,
                }
            )
    return rows


def _sentence(seen: Scope, without: Sequence[int], empty: Sequence[DomainLine], fewer: Sequence[Row]) -> str:
    total = len(taking_part(seen))
    said = f"{seen.whole} {seen.when}: {total - len(without)}/{total} đơn vị có đăng ký"
    said += f"; {len(without)} đơn vị chưa đăng ký mô hình nào" if without else ""
    if empty:
        said += f"; lĩnh vực chưa có mô hình: {joined([lower(each.name) for each in empty])}"
    lacking = sum(number(row, "total") > 0 for row in fewer)
    return said + (f"; {lacking} đơn vị đăng ký chưa đủ các lĩnh vực." if lacking else ".")
