"""Tie steps by themselves: what an argument is told, compared whole, and what only a second part or judge brings out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest

from scoring.entered import Decision, Entry
from scoring.explain import explain
from scoring.figures import TieValue
from scoring.rulebook import Rulebook, from_dict
from scoring.rules import Problem
from scoring.standings import standings
from scoring.ties import STEPS, step_of

DOTTED = "Mục 1.2"  # a criterion group is a name, which may hold a dot
X = {"key": "x", "name": "Một", "max_points": 10, "step": "0.25", "group": DOTTED}
Y = {"key": "y", "name": "Hai", "max_points": 10, "step": "0.25", "weight": 2}
A = {"key": "a", "name": "Phần A", "max_points": 30, "criteria": [X, Y], "panel": {"method": "mean"}}
C = A | {"key": "c", "name": "Phần C"}
B = {"key": "b", "name": "Phần B", "max_points": 10, "criteria": [X], "panel": {"method": "agreed"}}


def _rules(*parts: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts or (A, B, C)), **more})


UNKNOWN_PART = Problem("", "tie_unknown_part", {"typed": "z", "known": ("a", "b", "c")})


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("part:a", []),
        ("part:z", [UNKNOWN_PART]),
        ("parts:a + b", []),
        ("parts:a", [Problem("", "tie_needs_parts", {"typed": "a"})]),
        ("parts:a+a", [Problem("", "tie_needs_parts", {"typed": "a+a"})]),
        ("parts:a+b+a", [Problem("", "tie_needs_parts", {"typed": "a+b+a"})]),
        ("parts:a+z", [UNKNOWN_PART]),
        ("criterion:a.x", []),
        ("criterion:a", [Problem("", "tie_needs_criterion", {"typed": "a"})]),
        ("criterion:z.x", [UNKNOWN_PART]),
        (
            "criterion:a.w",
            [Problem("", "tie_unknown_criterion", {"typed": "w", "part": "Phần A", "known": ("x", "y")})],
        ),
        (
            "criterion:a.x.y",
            [Problem("", "tie_unknown_criterion", {"typed": "x.y", "part": "Phần A", "known": ("x", "y")})],
        ),
        (f"group:a.{DOTTED}", []),
        ("group:a", [Problem("", "tie_needs_group", {"typed": "a"})]),
        (f"group:z.{DOTTED}", [UNKNOWN_PART]),
        ("group:a.Mục 2", [Problem("", "tie_unknown_group", {"typed": "Mục 2", "part": "Phần A", "known": (DOTTED,)})]),
        ("fewest_deductions", []),
        ("fewest_deductions:a", [Problem("", "tie_takes_no_argument", {"typed": "a"})]),
        ("median", []),
        ("median:a", []),
        ("median:b", [Problem("", "tie_needs_sheets")]),
        ("median:z", [UNKNOWN_PART]),
        ("head_to_head", []),
        ("head_to_head:a", [Problem("", "tie_takes_no_argument", {"typed": "a"})]),
        ("lot:a", [Problem("", "tie_takes_no_argument", {"typed": "a"})]),
    ],
)
def test_an_argument_is_told_what_is_wrong_with_it(step: str, found: list[Problem]) -> None:
    name, argument = step_of(step)
    assert STEPS[name].check(argument, {part.key: part for part in _rules().parts}) == found


def test_without_judges_there_are_no_sheets_to_compare() -> None:
    parts = {part.key: part for part in _rules(B).parts}
    for step in ("median", "head_to_head"):
        assert STEPS[step].check("", parts) == [Problem("", "tie_needs_sheets")]


def _entry(marks: dict[str, dict[str, list[str]]], **more: Any) -> Entry:
    """Give an entry of judged parts: by part and team a text a judge, of the marks of x and y."""
    seats = ("J1", "J2", "J3")
    sheets = {
        (part, team, judge): dict(zip("xy", map(F, text.split()), strict=True))
        for part, teams in marks.items()
        for team, texts in teams.items()
        for judge, text in zip(seats, texts, strict=False)
    }
    teams = tuple(dict.fromkeys(team for each in marks.values() for team in each))
    judges = {part: seats[: max(map(len, each.values()))] for part, each in marks.items()}
    return replace(Entry(teams, judges, sheets), **more)


def _parted(entry: Entry, rules: Rulebook, *parts: str) -> list[tuple[str, int | None, str | None, list[F | None]]]:
    rows = standings(entry, rules, parts or None).rows
    return [(row.team, row.rank, row.parted_by, [each.value for each in row.tie_values]) for row in rows]


def test_a_median_of_one_part_does_not_look_at_the_others() -> None:
    # Sheets x + 2y: in a X has 8 and Y 9, in c X has 12 and Y 11; 20 each. By a alone Y stands above.
    entry = _entry({"a": {"X": ["2 3"], "Y": ["3 3"]}, "c": {"X": ["2 5"], "Y": ["1 5"]}})
    rules = _rules(A, C, ties=["median:a"])
    assert _parted(entry, rules) == [("Y", 1, "median:a", [F(9)]), ("X", 2, "median:a", [F(8)])]


def test_a_judge_who_finds_two_teams_equal_is_on_nobodys_side() -> None:
    # J1 has X higher by 3, J2 and J3 find both equal: one above, none below. What X has more, Y has in part b: 3 : 3 = 1.
    entry = _entry({"a": {"X": ["3 3", "2 2", "2 2"], "Y": ["2 2", "2 2", "2 2"]}})
    entry = replace(entry, agreed={("b", "X"): {"x": F(1)}, ("b", "Y"): {"x": F(2)}})
    rules = _rules(A, B, ties=["head_to_head"])
    assert _parted(entry, rules) == [("X", 1, "head_to_head", [F(1)]), ("Y", 2, "head_to_head", [F(0)])]


def test_a_group_of_criteria_counts_by_its_weights() -> None:
    # The group of x and y, of weight 2: X 1 + 2 × 3 = 7, Y 4 + 2 × 2 = 8; with z they have 8 each.
    grouped = [X, Y | {"group": DOTTED}, X | {"key": "z", "name": "Ba", "group": ""}]
    entry = Entry(
        ("X", "Y"),
        {"a": ("J1",)},
        {
            ("a", "X", "J1"): {"x": F(1), "y": F(3), "z": F(1)},
            ("a", "Y", "J1"): {"x": F(4), "y": F(2), "z": F(0)},
        },
    )
    step = f"group:a.{DOTTED}"
    rules = _rules(A | {"criteria": grouped, "max_points": 40}, ties=[step])
    assert _parted(entry, rules) == [("Y", 1, step, [F(8)]), ("X", 2, step, [F(7)])]


@pytest.mark.parametrize("step", ["criterion:a.x", f"group:a.{DOTTED}", "part:a", "parts:a+c", "median:a"])
def test_a_team_that_was_not_there_has_nothing_to_compare(step: str) -> None:
    entry = _entry({"a": {"X": ["0 0"]}, "c": {"X": ["1 0"], "Y": ["1 0"]}}, not_present=frozenset({("a", "Y")}))
    value = F(1) if step == "parts:a+c" else F(0)
    assert _parted(entry, _rules(A, C, ties=[step])) == [("X", 1, None, [value]), ("Y", 1, None, [value])]


def test_a_step_that_has_nothing_to_say_leaves_the_word_to_the_next() -> None:
    # Over part a alone (7 each) part b is not there; criterion x has X 1 and Y 3.
    entry = _entry({"a": {"X": ["1 3"], "Y": ["3 2"]}})
    steps = ["part:b", "criterion:a.x", "criterion:a.y"]
    told = [("Y", 1, "criterion:a.x", [F(3)]), ("X", 2, "criterion:a.x", [F(1)])]
    rules = _rules(A, B, ties=steps)
    assert _parted(entry, rules, "a") == told
    facts = explain("X", standings(entry, rules, ["a"]), entry, rules).rank
    assert [(fact.code, fact.values.get("step")) for fact in facts] == [
        ("rank", None),
        ("equal", None),
        ("tie_step", "criterion:a.x"),
    ]


def test_teams_that_people_leave_equal_stay_so() -> None:
    entry = _entry({"a": {"X": ["1 3"], "Y": ["3 2"]}}, decisions=(Decision(("X", "Y"), (("Y", "X"),), "Biên bản"),))
    rows = standings(entry, _rules(A, ties=["decision", "criterion:a.x"])).rows
    assert [(row.team, row.rank, row.tied_with, row.decided_with, row.parted_by) for row in rows] == [
        ("X", 1, ("Y",), ("X", "Y"), None),
        ("Y", 1, ("X",), ("X", "Y"), None),
    ]


def test_what_was_compared_is_kept_step_by_step() -> None:
    entry = _entry({"a": {"X": ["1 3"], "Y": ["3 2"], "Z": ["3 2"]}})
    rows = standings(entry, _rules(A, ties=["fewest_deductions", "criterion:a.x", "criterion:a.y"])).rows
    none = TieValue("fewest_deductions", F(0))
    more, less = TieValue("criterion:a.x", F(3)), TieValue("criterion:a.x", F(1))
    assert [(row.team, row.tied_with, row.tie_values) for row in rows] == [
        ("Y", ("Z",), (none, more, TieValue("criterion:a.y", F(2)))),
        ("Z", ("Y",), (none, more, TieValue("criterion:a.y", F(2)))),
        ("X", (), (none, less)),
    ]
