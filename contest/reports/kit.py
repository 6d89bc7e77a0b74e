"""What a report is: tables whose totals reconcile or refuse, a draft paragraph, notes and a chart, the same on every medium."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.scorebook.refusals import Refused

Value = str | int | Fraction | date | None


@dataclass(frozen=True)
class Column:
    """A column: `kind` is text, count (summed), share (a Fraction of 100, shown to two decimals), amount, date or number (not summed)."""

    key: str
    title: str
    kind: str = "count"


@dataclass(frozen=True)
class Table:
    """Rows of values by column key; `total` is the line under them, None where there is nothing to sum."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    total: Mapping[str, Value] | None = None

    def sums(self) -> dict[str, int]:
        """Give the sum of each count column over the rows."""
        counted = [column.key for column in self.columns if column.kind == "count"]
        return {key: sum(value for row in self.rows if isinstance(value := row.get(key), int)) for key in counted}


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


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: whose branch, which year, and how units are read; further options by name."""

    reach: Reach
    unit_id: int | None = None
    year: int | None = None
    now: bool = False  # units as they are now; else as they were
    options: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[Session, Asked], Report]


def reconciled(report: Report) -> Report:
    """Give a report whose every total is the sum of its rows; refuses one that does not add up, naming the figure."""
    for table in report.tables:
        for key, summed in table.sums().items():
            printed = (table.total or {}).get(key, summed)
            if printed != summed:
                title = next(column.title for column in table.columns if column.key == key)
                what = f"bảng “{table.title}”, cột “{title}” cộng được {summed}, dòng tổng ghi {printed}"
                raise Refused("report_unbalanced", report=report.title, what=what)
    return report
