"""Outcome indicators of models: summed by year, domain and unit, only within the same name and measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func
from sqlalchemy.orm import Session

from contest.recognition.indicators import measure_key
from contest.reports.counting import Counted, by_line, domains, with_none
from contest.reports.figures import joined
from contest.reports.kit import Asked, Column, Report, Row, Table, fractions
from contest.reports.scope import Scope, scope
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Domain
from contest.tables.recognition import Indicator, Registration
from contest.text import natural_key, thousands, today
from scoring.points import exact_text, from_thousandths

NAME, MEASURE = Column("indicator", "Chỉ số", "text"), Column("measure", "Đơn vị tính", "text")
SUM = Column("sum", "Cộng", "amount")
MOST_SAID = 5  # indicators that the paragraph names


@dataclass(frozen=True)
class Sums:
    """The sums of indicators in thousandths by (line, key, measure's key, domain's key, year), how often each is reported
    by (line, key, measure's key), and how each name and measure is written."""

    amounts: Counted
    reports: Counted
    names: Mapping[str, str]
    measures: Mapping[str, str]

    def of(self, *places: int) -> dict[tuple[object, ...], Fraction]:
        """Give the exact sums by some places of the key."""
        found: dict[tuple[object, ...], int] = {}
        for key, amount in self.amounts.items():
            short = tuple(key[place] for place in places)
            found[short] = found.get(short, 0) + amount
        return {key: from_thousandths(amount) for key, amount in found.items()}


def indicators_report(reader: Session, asked: Asked) -> Report:
    """Give the indicators of a year's or a period's models."""
    seen = scope(reader, asked)
    sums = read(reader, seen)
    tables = {
        "by_year": by_year(seen, sums),
        "by_domain": _by_domain(reader, seen, sums),
        "by_unit": _by_unit(seen, sums),
    }
    for name in ("by_domain", "by_unit"):
        agrees(tables["by_year"], tables[name])
    return Report(
        name="indicators",
        title="Kết quả, chỉ số của các mô hình",
        scope=seen.words,
        tables=list(tables.values()),
        paragraph=sentence(seen, tables["by_year"]),
        notes=[
            "Chỉ cộng các số cùng tên và cùng đơn vị tính (“m²”, “M²”, “m2” là một); số của năm nào tính vào năm đó."
        ],
        data=seen.data(tables),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def read(reader: Session, seen: Scope) -> Sums:
    """Give the sums of all indicators of a report's models: two statements."""
    joins = [(Indicator, Indicator.registration_id == Registration.id), (Domain, Domain.id == Registration.domain_id)]
    keys = (Indicator.match_key, Indicator.measure, func.coalesce(Domain.match_key, ""), Indicator.year)
    last = max(today().year, *(each.period_to for each in seen.campaigns))
    within = [*seen.conditions(), Indicator.id.is_not(None), Indicator.year <= last]
    amounts = by_line(reader, seen, *keys, within=within, amount=func.sum(Indicator.thousandths), joins=joins)
    named = by_line(reader, seen, Indicator.match_key, Indicator.measure, Indicator.name, within=within, joins=joins)
    reports: Counted = Counter()
    for (line, key, measure, _), number in named.items():
        reports[line, key, measure_key(measure)] += number
    names = _usual((key, name, number) for (_, key, _, name), number in named.items())
    measures = _usual((measure_key(measure), measure, number) for (_, _, measure, _), number in named.items())
    return Sums(_by_measure(amounts), reports, names, measures)


def _by_measure(amounts: Counted) -> Counted:
    """Give amounts with the measure (at place 2) by its key: “m²” and “M²” are one."""
    found: Counted = Counter()
    for (line, key, measure, *more), amount in amounts.items():
        found[(line, key, measure_key(measure), *more)] += amount
    return found


def _usual(spellings: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Give the spelling that most reports use, by key; of as many the one in small letters."""
    counted: Counter[tuple[str, str]] = Counter()
    for key, spelling, number in spellings:
        counted[key, spelling] += number
    found: dict[str, str] = {}
    for key, spelling in sorted(counted, key=lambda each: (-counted[each], each[1].swapcase())):
        found.setdefault(key, spelling)
    return found


def _ordered(keys: Iterable[tuple[object, ...]], sums: Sums) -> list[tuple[str, str]]:
    found = {(str(key[0]), str(key[1])) for key in keys}
    return sorted(found, key=lambda each: (natural_key(sums.names[each[0]]), sums.measures[each[1]]))


def by_year(seen: Scope, sums: Sums) -> Table:
    """Give the table: an indicator a row, a year a column."""
    amounts, whole = sums.of(1, 2, 4), sums.of(1, 2)
    years = sorted({int(str(key[2])) for key in amounts})
    reporting: dict[tuple[str, str], int] = {}
    for (_, key, measure), number in sums.reports.items():
        reporting[key, measure] = reporting.get((key, measure), 0) + number
    columns = [
        NAME,
        MEASURE,
        Column("reports", "Lượt báo cáo", "figure"),
        *(Column(str(y), str(y), "amount") for y in years),
    ]
    rows: list[Row] = [
        {
            "indicator": sums.names[key],
            "measure": sums.measures[measure],
            "reports": reporting[key, measure],
            **{str(year): amounts.get((key, measure, year)) for year in years},
            "sum": whole[key, measure],
        }
        for key, measure in _ordered(whole, sums)
    ]
    return Table("Theo năm", [*columns, SUM], rows)


def _by_domain(reader: Session, seen: Scope, sums: Sums) -> Table:
    amounts = sums.of(1, 2, 3)
    listed = list(with_none(domains(reader, seen), {str(key[2]) for key in amounts}))
    rows: list[Row] = [
        {
            "indicator": sums.names[key],
            "measure": sums.measures[measure],
            "domain": domain.name,
            "sum": amounts[key, measure, domain.key],
        }
        for key, measure in _ordered(amounts, sums)
        for domain in listed
        if (key, measure, domain.key) in amounts
    ]
    return Table("Theo lĩnh vực", [NAME, MEASURE, Column("domain", "Lĩnh vực", "text"), SUM], rows)


def _by_unit(seen: Scope, sums: Sums) -> Table:
    amounts = sums.of(1, 2, 0)
    lines = seen.ordered([int(str(key[2])) for key in amounts])
    rows: list[Row] = [
        {
            "indicator": sums.names[key],
            "measure": sums.measures[measure],
            "unit": seen.name(line, alone=len(lines) == 1),
            "unit_id": line,
            "sum": amounts[key, measure, line],
        }
        for key, measure in _ordered(amounts, sums)
        for line in lines
        if (key, measure, line) in amounts
    ]
    return Table("Theo đơn vị", [NAME, MEASURE, Column("unit", "Đơn vị", "text"), SUM], rows)


def agrees(whole: Table, parts: Table) -> None:
    """Refuse where the parts of an indicator are not its sum."""
    added: dict[tuple[object, object], Fraction] = {}
    for part in parts.rows:
        key = (part["indicator"], part["measure"])
        added[key] = added.get(key, Fraction(0)) + fractions([part], "sum")[0]
    for row in whole.rows:
        found = added.get((row["indicator"], row["measure"]))
        if found != row["sum"]:
            what = f"“{row['indicator']}” {parts.title.lower()} cộng được {found}, theo năm ghi {row['sum']}"
            raise Refused("report_unbalanced", report="Kết quả, chỉ số của các mô hình", what=what)


def sentence(seen: Scope, table: Table) -> str:
    """Give the draft paragraph."""
    parts = [_said(row) for row in table.rows[:MOST_SAID]]
    if not parts:
        return f"{seen.whole} {seen.when} chưa có mô hình nào báo cáo kết quả bằng số."
    more = f" và {len(table.rows) - MOST_SAID} chỉ số khác" if len(table.rows) > MOST_SAID else ""
    return f"Các mô hình “Dân vận khéo” {seen.when} đem lại: {joined(parts, '; ')}{more}."


def _said(row: Row) -> str:
    return f"{row['indicator']} {thousands(exact_text(fractions([row], 'sum')[0]))} {row['measure']}"
