"""What the head judge is asked to look at again: figures worked by hand beside each table."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from random import Random
from typing import cast

import pytest

from scoring.entered import ABSENT, Decision, Entry, Fault, Marks, Sheet
from scoring.figures import Notice, Standing
from scoring.look_again import look_again
from scoring.rulebook import Rulebook, from_dict, to_dict
from scoring.standings import standings

TRIMMED = {"method": "trimmed_mean", "drop": 1, "at_least": 3}


def _rules(*criteria: str, panel: object = None, **more: object) -> Rulebook:
    part = {
        "key": "a",
        "name": "Phần A",
        "max_points": 10 * len(criteria),
        "panel": panel or {"method": "mean"},
        "criteria": [{"key": key, "name": key, "max_points": 10, "step": "0.25"} for key in criteria],
    }
    return from_dict({"name": "Hội thi", "parts": [part | more]})


def _entry(marks: dict[str, list[str]]) -> Entry:
    """Give an entry of part a: a text a judge, a mark a criterion (x, then y), "-" an absent judge."""
    judges = tuple(f"GK{number}" for number in range(1, len(next(iter(marks.values()))) + 1))
    sheets: dict[tuple[str, str, str], Sheet] = {}
    for team, rows in marks.items():
        for judge, row in zip(judges, rows, strict=True):
            if row == "-":
                sheets["a", team, judge] = ABSENT
            elif row:
                sheets["a", team, judge] = {key: F(mark) for key, mark in zip("xy", row.split(), strict=False)}
    return Entry(tuple(marks), {"a": judges}, sheets)


def _found(entry: Entry, rules: Rulebook) -> tuple[Notice, ...]:
    return look_again(entry, rules, standings(entry, rules))


def _near(above: str, below: str, difference: F, rank: int, sheets: list[tuple[str, str]]) -> Notice:
    keys = tuple(("a", team, judge) for team, judge in sheets)
    values = {"difference": difference, "rank": rank, "next_rank": rank + 1, "sheets": keys, "count": len(keys)}
    return Notice("moved_by_a_step", (above, below), None, values)


def test_a_mean_is_moved_by_every_sheet_of_two_near_teams() -> None:
    # A (8+8+8)/3 = 8; B (8+8+7.75)/3 = 7 11/12: 1/12 apart, just what a step of 0.25 makes in a mean of three. C is far.
    entry = _entry({"A": ["8", "8", "8"], "B": ["8", "8", "7.75"], "C": ["7", "7", "7"]})
    everyone = [(team, f"GK{number}") for team in "AB" for number in (1, 2, 3)]
    assert _found(entry, _rules("x")) == (_near("A", "B", F(1, 12), 1, everyone),)


def test_a_trimmed_mean_is_moved_by_the_middle_sheets_alone() -> None:
    # The middle marks 8.25 and 8 rank; a step on an outer mark changes nothing.
    entry = _entry({"A": ["8", "8.25", "9"], "B": ["7", "8", "9"]})
    assert _found(entry, _rules("x", panel=TRIMMED)) == (_near("A", "B", F(1, 4), 1, [("A", "GK2"), ("B", "GK2")]),)


def test_the_ends_of_the_scale_are_no_further_step() -> None:
    # A stands on 10 and may only fall; B's marks at 10 cannot rise, the one at 9.75 can.
    entry = _entry({"A": ["10", "10"], "B": ["10", "9.75"]})
    sheets = [("A", "GK1"), ("A", "GK2"), ("B", "GK2")]
    assert _found(entry, _rules("x")) == (_near("A", "B", F(1, 8), 1, sheets),)
    low = _entry({"A": ["0", "0.25"], "B": ["0", "0"]})
    sheets = [("A", "GK2"), ("B", "GK1"), ("B", "GK2")]
    assert _found(low, _rules("x")) == (_near("A", "B", F(1, 8), 1, sheets),)


def test_equal_totals_and_teams_without_a_rank_are_left_to_other_notices() -> None:
    entry = _entry({"A": ["8", "8"], "B": ["8", "8"], "C": ["8", ""]})
    missing = Notice("missing_sheets", ("C",), "a", {"judges": ("GK2",), "marked": 1, "seats": 2})
    assert _found(entry, _rules("x")) == (missing,)


def test_the_last_of_a_group_and_the_first_of_the_next_are_no_neighbours() -> None:
    # Where groups are ranked apart B (last of X, 8) is listed before C (first of Y, 7), and no mark moves one past the other.
    entry = _entry({"A": ["10"], "B": ["8"], "C": ["7"], "D": ["5"]})
    entry = replace(entry, groups={"A": "X", "B": "X", "C": "Y", "D": "Y"})
    assert _found(entry, replace(_rules("x"), groups="apart")) == ()


def test_sheets_of_two_judges_that_agree_in_everything() -> None:
    entry = _entry(
        {"A": ["8 7", "8 7", "8 6"], "B": ["5 4", "5 4", "5 4"], "C": ["1 2", "-", "2 1"], "D": ["", "", "9 9"]}
    )
    same = [each for each in _found(entry, _rules("x", "y")) if each.code == "same_sheets"]
    assert same == [
        Notice("same_sheets", ("A", "B"), "a", {"judges": ("GK1", "GK2"), "count": 2}),
        Notice("same_sheets", ("B",), "a", {"judges": ("GK1", "GK3"), "count": 1}),
        Notice("same_sheets", ("B",), "a", {"judges": ("GK2", "GK3"), "count": 1}),
    ]


def test_one_mark_alone_is_no_sheet_that_agrees() -> None:
    entry = _entry({"A": ["8", "8"], "B": ["2", "2"]})
    assert _found(entry, _rules("x")) == ()


def test_the_tolerance_of_the_dossier() -> None:
    """domain.md 2.4 and R-A: sheets 3 apart of 20 are looked at again, 2.75 are not."""
    rules = _rules("x", "y", spread_tolerance=3)
    entry = _entry({"A": ["8 8", "7 6"], "B": ["5 5", "3 4.25"]})
    spread = {"spread": F(3), "tolerance": F(3), "low": F(13), "high": F(16)}
    assert _found(entry, rules) == (Notice("wide_spread", ("A",), "a", spread),)


def test_a_total_of_nothing_may_be_near_too() -> None:
    # A 0 and B -1/4 by a deduction of a quarter: a step up lifts B's only mark of 0 to level.
    entry = replace(_entry({"A": ["0"], "B": ["0"]}), faults=(Fault("B", "loi", "a", F(1, 4)),))
    rules = _rules("x", deductions=[{"key": "loi", "name": "Lỗi", "kind": "flat"}])
    assert _found(entry, rules) == (_near("A", "B", F(1, 4), 1, [("B", "GK1")]),)


def test_places_are_those_among_all_teams() -> None:
    # Places of A 1 1 2, of B 3 2 1, of C 2 3 3: 4, 6 and 8. A step at GK2 shares places 1 and 2: A 4,5, B 5,5. Among A and B
    # alone the places would be 1 1 2 and 2 2 1, and the same step would bring them level.
    entry = _entry({"A": ["9", "9", "8"], "B": ["8", "8.75", "9"], "C": ["8.5", "1", "7"]})
    rules = _rules("x", panel={"method": "rank_sum", "place_points": [10, 8, 6]})
    assert [each for each in _found(entry, rules) if each.code == "moved_by_a_step"] == []


def test_a_decision_that_people_took_does_not_hold_for_teams_brought_level() -> None:
    decided = Decision(("A", "B"), (("A",), ("B",)), "Biên bản")
    rules = from_dict({**to_dict(_rules("x")), "ties": ["decision"]})
    entry = replace(_entry({"A": ["8"], "B": ["7.75"]}), decisions=(decided,))
    assert _found(entry, rules) == (_near("A", "B", F(1, 4), 1, [("A", "GK1"), ("B", "GK1")]),)


def test_a_sheet_of_a_shadow_that_lacks_a_mark_moves_nothing() -> None:
    rules = from_dict({**to_dict(_rules("x", "y")), "seats": [{"seat": "GK2", "shadow": True}]})
    entry = _entry({"A": ["8 8", "8"], "B": ["8 7.75", "9"]})
    near = _near("A", "B", F(1, 4), 1, [("A", "GK1"), ("B", "GK1")])
    assert [each for each in _found(entry, rules) if each.code == "moved_by_a_step"] == [near]


def test_a_part_without_judges_has_no_sheets_that_agree() -> None:
    rules = _rules("x", "y", panel={"method": "agreed"})
    entry = Entry(("A", "B"), agreed={("a", team): {"x": F(8), "y": F(8)} for team in "AB"})
    assert _found(entry, rules) == ()


@pytest.mark.parametrize("panel", [None, TRIMMED, {"method": "mean", "over": "criteria"}])
def test_no_sheet_is_overlooked(panel: object) -> None:
    """Against every single step tried on the whole table, without the shortcuts."""
    dice, rules = Random(7), _rules("x", "y", panel=panel)
    told = 0
    for _ in range(25):
        rows = {team: [f"{dice.randint(28, 32)}/4 {dice.randint(30, 34)}/4" for _ in range(3)] for team in "ABC"}
        entry = _entry(rows)
        near = {each.teams: each.values["sheets"] for each in _found(entry, rules) if each.code == "moved_by_a_step"}
        assert near == _tried(entry, rules)
        told += len(near)
    assert told > 5


def _tried(entry: Entry, rules: Rulebook) -> dict[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    table = standings(entry, rules)
    found: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    for above, below in pairwise(table.rows):
        steps = {above.team: F(-1, 4), below.team: F(1, 4)} if above.total_exact != below.total_exact else {}
        for key, sheet in entry.sheets.items():
            tries = cast(Marks, sheet) if key[1] in steps else ()
            if any(_reached(entry, rules, key, each, steps[key[1]], above, below) for each in tries):
                found.setdefault((above.team, below.team), []).append(key)
    return {teams: tuple(keys) for teams, keys in found.items()}


def _reached(
    entry: Entry, rules: Rulebook, key: tuple[str, str, str], criterion: str, step: F, above: Standing, below: Standing
) -> bool:
    sheet = cast(Marks, entry.sheets[key])
    if not 0 <= sheet[criterion] + step <= 10:
        return False
    moved = {**entry.sheets, key: {**sheet, criterion: sheet[criterion] + step}}
    after = standings(replace(entry, sheets=moved), rules)
    return cast(int, after.of(below.team).rank) <= cast(int, after.of(above.team).rank)
