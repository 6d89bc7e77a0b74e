"""What a report's page needs besides the report: bars to draw, and cells as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contest.reports.kit import Chart, Value
from contest.text import comma, date_vi, thousands
from scoring.points import exact_text, text

WIDTH, BAR, GAP, LEFT, RIGHT = 800, 26, 14, 240, 60  # the drawing's own units
MOST_BARS = 30


def cell(value: Value, kind: str = "count") -> str:
    """Give a value of a table as people read it: 4.900, 13,10, 08/10/2024, – for none."""
    if value is None:
        return "–"
    if isinstance(value, Fraction):
        return comma(text(value, 2)) if kind == "share" else thousands(exact_text(value))
    if isinstance(value, date):
        return date_vi(value)
    return thousands(value) if isinstance(value, int) else value


@dataclass(frozen=True)
class Piece:
    """One coloured piece of a bar: where it begins, how long it is, which series it belongs to and what it says."""

    x: int
    width: int
    series: int
    words: str


@dataclass(frozen=True)
class Bar:
    """One bar with its label and its sum."""

    label: str
    y: int
    pieces: Sequence[Piece]
    end: int
    total: int


@dataclass(frozen=True)
class Drawing:
    """A chart as bars to draw; `height` in the drawing's units."""

    title: str
    bars: Sequence[Bar]
    series: Sequence[str]
    height: int


def drawing(chart: Chart) -> Drawing:
    """Give the bars of a chart, stacked by series, on one scale; of very many, the longest."""
    chart = _longest(chart)
    names = list(chart.series)
    sums = [sum(values[at] for values in chart.series.values()) for at in range(len(chart.labels))]
    most = max([1, *sums])
    bars = []
    for at, label in enumerate(chart.labels):
        x, pieces = LEFT, []
        for series, name in enumerate(names):
            value = chart.series[name][at]
            width = value * (WIDTH - LEFT - RIGHT) // most
            if value:
                pieces.append(Piece(x, max(width, 2), series, f"{label}: {value} {name}"))
            x += max(width, 2) if value else 0
        bars.append(Bar(label, at * (BAR + GAP), pieces, x, sums[at]))
    return Drawing(chart.title, bars, names, len(chart.labels) * (BAR + GAP))


def _longest(chart: Chart) -> Chart:
    """Give a chart's longest bars, in their order, where it has more than can be read; its title says so."""
    if len(chart.labels) <= MOST_BARS:
        return chart
    sums = [sum(values[at] for values in chart.series.values()) for at in range(len(chart.labels))]
    kept = sorted(sorted(range(len(sums)), key=lambda at: -sums[at])[:MOST_BARS])
    title = f"{chart.title} ({MOST_BARS} nhiều nhất trong {thousands(len(sums))})"
    series = {name: [values[at] for at in kept] for name, values in chart.series.items()}
    return Chart(title, [chart.labels[at] for at in kept], series)
