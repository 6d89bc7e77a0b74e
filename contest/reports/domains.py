"""Models by domain with their shares (the 458 of domain.md 1.3, the 336 of 3.2), over a year or a period."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contest.reports.counting import KINDS, by_domain, domains, folded, with_none
from contest.reports.figures import joined, lower, models, percent, share, shares_note
from contest.reports.kit import Asked, Column, Report, Row, Table, Value, fractions, number, stacked, summed
from contest.reports.scope import COUNTED, Scope, scope
from contest.tables.recognition import Registration

COLUMNS = (
    Column("domain", "Lĩnh vực", "text"),
    Column("new", "Đăng ký mới"),
    Column("maintained", "Duy trì"),
    Column("total", "Tổng số"),
    Column("share", "Tỷ lệ %", "share"),
)
ONCE = "Trong nhiều năm, mỗi mô hình tính một lần, theo lần đăng ký sau cùng."


def domains_report(reader: Session, asked: Asked) -> Report:
    """Give the models of a year or a period by domain."""
    seen = scope(reader, asked)
    table = by_domain_table(reader, seen)
    return Report(
        name="domains",
        title="Mô hình theo lĩnh vực",
        scope=f"{seen.words} · {counted_words(seen)}",
        tables=[table],
        paragraph=sentence(seen, table),
        notes=notes(seen, table),
        charts=[stacked("Mô hình theo lĩnh vực", table, "domain", KINDS)],
        data=seen.data({"rows": table}, **table.sums()),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def counted_words(seen: Scope) -> str:
    """Give which models are counted: “mô hình đã đăng ký”."""
    return f"mô hình {COUNTED.get(seen.asked.options.get('tinh', ''), COUNTED['dang-ky'])}"


def by_domain_table(reader: Session, seen: Scope) -> Table:
    """Give the table: every domain of the campaigns, those without a model too."""
    counts = folded(by_domain(reader, seen, Registration.status_kind), 1, 2)
    total = sum(counts.values())
    rows: list[Row] = []
    for domain in with_none(domains(reader, seen), {key[0] for key in counts}):
        kinds = {kind: counts[domain.key, kind] for kind in KINDS}
        whole = sum(kinds.values())
        rows.append({"domain": domain.name, **kinds, "total": whole, "share": share(whole, total)})
    table = summed("Mô hình theo lĩnh vực", COLUMNS, rows, across={"total": KINDS})
    line: dict[str, Value] = {**(table.total or {}), "share": share(total, total)}
    return Table(table.title, COLUMNS, rows, line, table.across)


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    total = table.sums()["total"]
    said = f"{seen.whole} có {models(total)} “Dân vận khéo” {seen.when}"
    parts = [
        f"{models(number(row, 'total'))} lĩnh vực {lower(str(row['domain']))} ({percent(share(number(row, 'total'), total))})"
        for row in table.rows
        if row["total"]
    ]
    return f"{said}, trong đó {joined(parts)}." if parts else f"{said}."


def notes(seen: Scope, table: Table) -> list[str]:
    """Give the rounding rule of the shares, and how a period counts."""
    more = [ONCE] if len(seen.campaigns) > 1 else []
    return [shares_note(fractions(table.rows, "share")), *more]
