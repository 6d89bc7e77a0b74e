"""Ranks in groups and beside them, the order of groups, and what sinks an entry just and just not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from scoring.entered import Entry, Fault
from scoring.figures import Question, Sunk
from scoring.panel import METHODS
from scoring.ranking import by_group
from scoring.rulebook import Rulebook, from_dict
from scoring.rules import Panel, Problem
from scoring.standings import Standing, standings

X = {"key": "x", "name": "Một", "max_points": 100, "step": "0.25"}
PART = {"key": "a", "name": "Phần A", "max_points": 100, "criteria": [X], "panel": {"method": "agreed"}}


def _rules(part: dict[str, object] | None = None, **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": [PART | (part or {})], **more})


def _entry(points: dict[str, str], groups: dict[str, str] | None = None) -> Entry:
    agreed = {("a", team): {"x": F(value)} for team, value in points.items()}
    return Entry(tuple(points), agreed=agreed, groups=groups or {})


def test_groups_are_in_the_order_of_their_numbers() -> None:
    names = ("Khối 10 bảng 1", "Khối 2 bảng 10", "Khối 2 bảng 9", "Khối 2", "khối 2 bảng 9", "Cụm")
    rows = [Standing(name, "ranked", 1, F(1), F(1), {}, (), F(0), group=name) for name in names]
    ordered = ("Cụm", "Khối 2", "Khối 2 bảng 9", "khối 2 bảng 9", "Khối 2 bảng 10", "Khối 10 bảng 1")
    assert {name: [row.team for row in each] for name, each in by_group(rows).items()} == {n: [n] for n in ordered}
    assert tuple(by_group(rows)) == ordered


def test_each_group_asks_about_its_own_ties() -> None:
    groups = {"X": "Bảng 1", "Y": "Bảng 1", "Z": "Bảng 2", "W": "Bảng 2", "V": "Bảng 2"}
    entry = _entry({"X": "8", "Y": "8", "V": "9", "Z": "7", "W": "7"}, groups)
    table = standings(entry, _rules(groups="apart", ties=["lot"]))
    assert table.questions == (
        Question("tie_undecided", ("X", "Y"), {"rank": 1, "total": F(8), "step": "lot", "group": "Bảng 1"}),
        Question("tie_undecided", ("Z", "W"), {"rank": 2, "total": F(7), "step": "lot", "group": "Bảng 2"}),
    )


@pytest.mark.parametrize(("shared", "ranks"), [("standard", [1, 2, 2, 4, 5]), ("dense", [1, 2, 2, 3, 4])])
def test_ranks_in_a_group_are_shared_as_the_others_are(shared: str, ranks: list[int]) -> None:
    points = {"V": "9", "W": "8", "X": "8", "Y": "7", "Z": "6"}
    rules = _rules(groups="both", shared_ranks=shared)
    rows = standings(_entry(points, dict.fromkeys(points, "Bảng 1")), rules).rows
    assert [row.rank for row in rows] == [row.group_rank for row in rows] == ranks


@pytest.mark.parametrize(
    ("points", "short"),
    [("50", ()), ("49.75", ({"points": F("49.75"), "least": F(50), "percent": F(50)},))],
)
def test_half_of_a_part_is_enough_where_half_is_asked(points: str, short: tuple[dict[str, object], ...]) -> None:
    (row,) = standings(_entry({"X": points}), _rules({"min_share": 50})).rows
    assert row.sunk == tuple(Sunk("part_below_share", "a", None, values) for values in short)


def test_every_criterion_that_may_sink_is_looked_at() -> None:
    criteria = [X | {"max_points": 50}, X | {"key": "y", "name": "Hai", "max_points": 50, "zero_sinks": True}]
    entry = Entry(("X",), agreed={("a", "X"): {"x": F(9), "y": F(0)}})
    (row,) = standings(entry, _rules({"criteria": criteria})).rows
    assert row.sunk == (Sunk("criterion_zero", "a", "y", {"criterion": "Hai"}),)


def test_a_team_that_was_not_there_has_nothing_in_any_criterion() -> None:
    criterion = X | {"zero_sinks": True, "min_share": 10}
    entry = replace(_entry({"Y": "60"}), teams=("X", "Y"), not_present=frozenset({("a", "X")}))
    row = standings(entry, _rules({"criteria": [criterion]})).of("X")
    values = {"criterion": "Một", "points": F(0), "least": F(10), "percent": F(10)}
    assert row.sunk == (
        Sunk("criterion_zero", "a", "x", {"criterion": "Một"}),
        Sunk("criterion_below_share", "a", "x", values),
    )


def test_who_is_still_being_marked_stands_before_who_has_no_rank() -> None:
    out = {"key": "liet", "name": "Thi hộ", "kind": "knockout"}
    entry = replace(_entry({"X": "9", "Z": "8"}), teams=("X", "Y", "Z"), faults=(Fault("X", "liet"),))
    rows = standings(entry, _rules(deductions=[out])).rows
    assert [(row.team, row.state) for row in rows] == [("Z", "ranked"), ("Y", "incomplete"), ("X", "unranked")]


def test_an_unknown_team_is_named() -> None:
    with pytest.raises(KeyError, match="W"):
        standings(_entry({"X": "9"}), _rules()).of("W")


@pytest.mark.parametrize(
    ("panel", "found"),
    [
        (Panel("trimmed_mean", drop=1, at_least=3), []),
        (
            Panel("trimmed_mean", drop=2, at_least=4),
            [Problem("at_least", "trim_leaves_nothing", {"drop": 2, "least": 5})],
        ),
        (Panel("rank_sum", place_points=(F(1, 2), F(1, 2), F(0))), []),
        (Panel("rank_sum", place_points=(F(8), F(10))), [Problem("place_points", "place_points_rise", {"place": 2})]),
        (
            Panel("majority", place_points=(F(8), F(7), F(9), F(10))),
            [Problem("place_points", "place_points_rise", {"place": 3})],
        ),
        (Panel("rank_sum", place_points=(F(0), F(0))), [Problem("place_points", "place_points_none")]),
        (Panel("rank_sum", place_points=(F(1), F(-1))), [Problem("place_points", "place_points_none")]),
    ],
)
def test_a_panel_is_told_what_is_wrong_with_it(panel: Panel, found: list[Problem]) -> None:
    assert METHODS[panel.method].check(panel) == found
