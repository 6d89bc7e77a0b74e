"""Real panels against what the federation printed: every panel, total and rank (README of the data gives the rules)."""

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from contest.recount.log import loads as read_log
from contest.recount.table import recount
from contest.recounting import differences
from scoring.preset import preset
from scoring.rulebook import Rulebook, to_dict
from scoring.standings import Entry, Fault, Standing, standings
from tests.soak.logs import exported

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


def _segments() -> Iterator[tuple[Rulebook, Entry, list[Row], dict[str, list[Row]]]]:
    """Give each ranked segment: its rules, its marks, its performances as printed and all components as printed."""
    components: dict[str, list[Row]] = defaultdict(list)
    for row in _read("component_marks.csv"):
        components[row["performance_id"]].append(row)
    segments: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _read("performances.csv"):
        segments[row["competition"], row["segment"]].append(row)
    for (_, segment), performances in segments.items():
        factor = components[performances[0]["performance_id"]][0]["factor"]
        yield _rulebook(segment, factor), _entry(performances, components), performances, components


def test_every_published_figure() -> None:
    panels = component_totals = totals = rankings = segments = 0
    for rules, entry, performances, components in _segments():
        table = standings(entry, rules)
        for each in performances:
            standing = table.of(each["performance_id"])
            panels += _panels_right(standing, components[standing.team])
            component_totals += standing.parts["components"].points == Fraction(each["published_component_total"])
            totals += standing.total_exact == Fraction(each["published_total"])
        printed = {each["performance_id"]: int(each["published_rank"]) for each in performances}
        rankings += {standing.team: standing.rank for standing in table.rows} == printed
        segments += 1
    assert (panels, component_totals, totals, rankings, segments) == (5675, 1135, 1135, 87, 87)


def test_every_published_panel_is_recounted() -> None:
    totals = 0
    for rules, entry, performances, _components in _segments():
        counted = recount(read_log(json.dumps(exported(to_dict(rules), entry))))
        assert differences(standings(entry, rules), rules, counted) == ()
        printed = {each["performance_id"]: Fraction(each["published_total"]) for each in performances}
        totals += {team: Fraction(str(line.total)) for team, line in counted.lines.items()} == printed
    assert totals == 87
