"""What a report is: tables whose totals reconcile or refuse, a draft paragraph, notes and charts, the same on every medium."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from contest.access import row_number
from contest.offices import Reach
from contest.reports.figures import lower
from contest.scorebook.refusals import Refused
from scoring.points import exact_text, text

Value = str | int | Fraction | date | None
Row = Mapping[str, Value]
TOTAL = -1  # the line under the rows, where a table says how a cell is printed


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, count (summed), figure (not summed), number (an ordinal), share (a Fraction of 100), amount or date."""

    key: str
    title: str
    kind: str = "count"


@dataclass(frozen=True)
class Table:
    """Rows of values by column key; `total` is the line under them, None where there is nothing to sum.

    `across` names columns that are the sum of others in every row; `printed` says (by row and column) in what words an
    exact figure is printed: “gần 750”.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    across: Mapping[str, Sequence[str]] = field(default_factory=dict)
    printed: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def sums(self) -> dict[str, int]:
        """Give the sum of each count column over the rows."""
        counted = [column.key for column in self.columns if column.kind == "count"]
        return {key: sum(value for row in self.rows if isinstance(value := row.get(key), int)) for key in counted}

    def lines(self) -> list[tuple[int, Row]]:
        """Give every line with its number, the total's last."""
        return [*enumerate(self.rows), *([(TOTAL, self.total)] if self.total is not None else [])]


@dataclass(frozen=True)
class Chart:
    """Bars: one label a bar, one series a colour, drawn stacked."""

    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Report:
    """One report as it is shown, printed, written to Excel and given as data."""

    name: str
    title: str
    scope: str  # whose figures, of when, and whether units are read as they were or as they are now
    tables: Sequence[Table]
    paragraph: str
    data: Mapping[str, object]  # what `chamkheo report NAME --json` prints
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    invented: bool = False
    unit_id: int | None = None  # whose letterhead heads it in print
    campaign_id: int | None = None  # the newest campaign that it counts


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: whose branch, which year, and how units are read; further options by name."""

    reach: Reach
    unit_id: int | None = None
    year: int | None = None
    now: bool = False  # units as they are now; else as they were
    options: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """Give an option as a number, None where it is absent or none."""
        return row_number(self.options.get(name, ""))


Maker = Callable[[Session, Asked], Report]


def number(row: Row, key: str) -> int:
    """Give a count of a row, 0 where it has none."""
    value = row.get(key)
    return value if isinstance(value, int) else 0


def fractions(rows: Sequence[Row], key: str) -> list[Fraction]:
    """Give the exact figures of a column, those that are there."""
    return [value for row in rows if isinstance(value := row.get(key), Fraction)]


def stacked(title: str, table: Table, label: str, keys: Sequence[str]) -> Chart:
    """Give a chart of a table: a bar for each row, a colour for each of some columns."""
    titles = {column.key: lower(column.title) for column in table.columns}
    series = {titles[key]: [number(row, key) for row in table.rows] for key in keys}
    return Chart(title, [str(row[label]) for row in table.rows], series)


def summed(title: str, columns: Sequence[Column], rows: Sequence[Row], **more: object) -> Table:
    """Give a table with the line that sums its counts under it; `more` are further fields of the table."""
    table = Table(title, columns, rows)
    total: dict[str, Value] = {columns[0].key: "Cộng", **table.sums()}
    return Table(title, columns, rows, total, **more)  # type: ignore[arg-type]


def plain(table: Table) -> list[dict[str, object]]:
    """Give a table's rows as data: shares as decimal text to two places, exact figures as exact text, days in ISO."""
    kinds = {column.key: column.kind for column in table.columns}
    return [{key: _plain(value, kinds.get(key, "text")) for key, value in row.items()} for row in table.rows]


def _plain(value: Value, kind: str) -> object:
    if isinstance(value, Fraction):
        return text(value, 2) if kind == "share" else exact_text(value)
    return value.isoformat() if isinstance(value, date) else value


def reconciled(report: Report) -> Report:
    """Give a report whose every total is the sum of its rows, and of its parts across; refuses any other, naming the figure."""
    for table in report.tables:
        titles = {column.key: column.title for column in table.columns}
        for key, summed_up in table.sums().items():
            printed = (table.total or {}).get(key, summed_up)
            if printed != summed_up:
                what = f"bảng “{table.title}”, cột “{titles[key]}” cộng được {summed_up}, dòng tổng ghi {printed}"
                raise Refused("report_unbalanced", report=report.title, what=what)
        for _, row in table.lines():
            _across(report, table, row, titles)
    return report


def _across(report: Report, table: Table, row: Row, titles: Mapping[str, str]) -> None:
    for key, parts in table.across.items():
        added = sum(value for part in parts if isinstance(value := row.get(part), int))
        if added != row.get(key):
            line = row[table.columns[0].key]
            what = f"bảng “{table.title}”, dòng “{line}” cộng các phần được {added}, cột “{titles[key]}” ghi {row.get(key)}"
            raise Refused("report_unbalanced", report=report.title, what=what)
