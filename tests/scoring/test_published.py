"""Real panels against what the federation printed: every panel, total and rank (README of the data gives the rules)."""

import csv
import os
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.preset import preset
from scoring.rulebook import Rulebook
from scoring.standings import Entry, Fault, Standing, standings

SHARED = Path(os.environ.get("CHAMKHEO_SHARED", Path(__file__).parents[3] / "shared"))
DATA = SHARED / "data" / "published-panels"
COMPONENTS = {
    "Skating Skills": "skating_skills",
    "Transitions": "transitions",
    "Performance": "performance",
    "Composition": "composition",
    "Interpretation of the Music": "interpretation",
    "Interpretation of the Music / Timing": "interpretation",
}
JUDGES = tuple(f"J{number}" for number in range(1, 10))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published panels are not beside the repository")

Row = dict[str, str]


def _read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rulebook(segment: str, factor: str) -> Rulebook:
    book = preset("published-panel-short" if "SHORT" in segment.upper() else "published-panel-free")
    elements, components = book.parts
    return replace(book, parts=(elements, replace(components, factor=Fraction(factor))))


def _entry(performances: list[Row], components: dict[str, list[Row]]) -> Entry:
    sheets: dict[tuple[str, str, str], dict[str, Fraction]] = defaultdict(dict)
    for performance in performances:
        team = performance["performance_id"]
        for row in components[team]:
            for judge in JUDGES:
                sheets["components", team, judge][COMPONENTS[row["component"]]] = Fraction(row[judge])
    return Entry(
        teams=tuple(each["performance_id"] for each in performances),
        judges={"components": JUDGES},
        sheets=sheets,
        agreed={
            ("elements", each["performance_id"]): {"element_total": Fraction(each["element_total"])}
            for each in performances
        },
        faults=tuple(
            Fault(each["performance_id"], "deduction", None, Fraction(each["deductions"]))
            for each in performances
            if Fraction(each["deductions"])
        ),
    )


def _panels_right(row: Standing, printed: list[Row]) -> int:
    figures = {panel.criterion: panel.rounded for panel in row.parts["components"].panels}
    return sum(figures[COMPONENTS[each["component"]]] == Fraction(each["published_panel_score"]) for each in printed)


def test_every_published_figure() -> None:
    components: dict[str, list[Row]] = defaultdict(list)
    for row in _read("component_marks.csv"):
        components[row["performance_id"]].append(row)
    segments: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _read("performances.csv"):
        segments[row["competition"], row["segment"]].append(row)
    panels = component_totals = totals = rankings = 0
    for (_, segment), performances in segments.items():
        factor = components[performances[0]["performance_id"]][0]["factor"]
        table = standings(_entry(performances, components), _rulebook(segment, factor))
        for each in performances:
            standing = table.of(each["performance_id"])
            panels += _panels_right(standing, components[standing.team])
            component_totals += standing.parts["components"].points == Fraction(each["published_component_total"])
            totals += standing.total_exact == Fraction(each["published_total"])
        printed = {each["performance_id"]: int(each["published_rank"]) for each in performances}
        rankings += {standing.team: standing.rank for standing in table.rows} == printed
    assert (panels, component_totals, totals, rankings, len(segments)) == (5675, 1135, 1135, 87, 87)
