"""Models by domain and by owner, collective or individual, with qualifiers where asked (the 2023 table of domain.md 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from contest.recognition.registering import OWNER_TYPES
from contest.reports.counting import OWNERS, by_domain, domains, folded, with_none
from contest.reports.domains import ONCE, counted_words
from contest.reports.figures import joined, lower
from contest.reports.kit import TOTAL, Asked, Column, Report, Row, Table, number, stacked, summed
from contest.reports.qualifiers import printed, shown
from contest.reports.scope import Scope, scope
from contest.tables.recognition import Registration

COLUMNS = (
    Column("domain", "Lĩnh vực", "text"),
    *(Column(key, title) for key, title in OWNER_TYPES.items()),
    Column("total", "Tổng số"),
)
PRINTED = (*OWNERS, "total")


def owners_report(reader: Session, asked: Asked) -> Report:
    """Give the models of a year or a period by domain and owner."""
    seen = scope(reader, asked)
    table = by_owner(reader, seen)
    table = replace(table, printed=printed(asked, table, PRINTED))
    rounded = (
        ["Số có “trên”, “hơn”, “gần” là số làm tròn khi in; tệp Excel và dữ liệu giữ số đúng."] if table.printed else []
    )
    return Report(
        name="owners",
        title="Mô hình theo lĩnh vực, tập thể và cá nhân",
        scope=f"{seen.words} · {counted_words(seen)}",
        tables=[table],
        paragraph=sentence(seen, table),
        notes=[*rounded, *([ONCE] if len(seen.campaigns) > 1 else [])],
        charts=[stacked("Mô hình theo lĩnh vực", table, "domain", OWNERS)],
        data=seen.data({"rows": table}, **table.sums(), printed=_words(table)),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def by_owner(reader: Session, seen: Scope) -> Table:
    """Give the table: every domain of the campaigns, collective and individual."""
    counts = folded(by_domain(reader, seen, Registration.owner_type), 1, 2)
    rows: list[Row] = []
    for domain in with_none(domains(reader, seen), {key[0] for key in counts}):
        owners = {owner: counts[domain.key, owner] for owner in OWNERS}
        rows.append({"domain": domain.name, **owners, "total": sum(owners.values())})
    return summed("Mô hình theo lĩnh vực và chủ thể", COLUMNS, rows, across={"total": OWNERS})


def _words(table: Table) -> list[dict[str, str]]:
    rows = dict(table.lines())
    return [
        {"row": str(rows[place]["domain"]), "column": column, "as": words}
        for (place, column), words in table.printed.items()
    ]


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph, its figures printed as the table's are."""
    said = f"{seen.whole} có {shown(table, TOTAL, 'total')} mô hình “Dân vận khéo” {seen.when}"
    parts = list(_parts(table))
    return f"{said}: {'; '.join(parts)}." if parts else f"{said}."


def _parts(table: Table) -> Iterator[str]:
    for place, row in enumerate(table.rows):
        if number(row, "total"):
            owners = [f"{shown(table, place, owner)} {lower(OWNER_TYPES[owner])}" for owner in OWNERS if row[owner]]
            yield f"lĩnh vực {lower(str(row['domain']))} {shown(table, place, 'total')} mô hình ({joined(owners)})"
