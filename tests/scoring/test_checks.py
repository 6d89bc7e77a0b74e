"""What people should look at first, in whole: each notice of a contest of three parts, where the part before has none."""

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

from scoring.entered import Absent, Decision, Entry, Fault
from scoring.figures import Notice
from scoring.rulebook import Rulebook, from_dict
from scoring.standings import standings

CRITERION = {"key": "x", "name": "Điểm", "max_points": 10, "step": "0.25"}
PLAIN = {"key": "a", "name": "A", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "mean"}}
PLACED = PLAIN | {"key": "b", "name": "B", "panel": {"method": "rank_sum", "place_points": [10, 5]}}
SPREAD = PLAIN | {"key": "c", "name": "C", "spread_tolerance": 3}
JUDGES = ("GK1", "GK2")


def _rulebook(*parts: dict[str, Any], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts), **more})


def _entry(*marks: tuple[str, str, str, str], **more: Any) -> Entry:
    """Give an entry of marks (part, team and what each judge gave: a number, "-" for an absent one, "" for none yet)."""
    sheets = {
        (part, team, judge): Absent.ABSENT if mark == "-" else {"x": F(mark)}
        for part, team, *of_team in marks
        for judge, mark in zip(JUDGES, of_team, strict=True)
        if mark
    }
    teams = tuple(dict.fromkeys(team for _, team, *_ in marks))
    judges = {part: JUDGES for part, *_ in marks}
    return replace(Entry(teams, judges, sheets), **more)


def test_each_notice_says_what_it_is_about() -> None:
    entry = _entry(
        ("a", "X", "-", "-"), ("a", "Y", "5", ""), ("b", "X", "9", "-"), ("b", "Y", "8", "7"), ("c", "X", "5", "8"),
        ("c", "Y", "5", "7.75"), seats={"GK1": "1"},
    )  # fmt: skip
    rulebook = _rulebook(PLAIN, PLACED, SPREAD, seats=[{"seat": "1", "weight": 2}, {"seat": "2", "weight": 2}])
    assert standings(entry, rulebook).warnings == (
        Notice("nobody_marked", ("X",), "a", {"seats": 2}),
        Notice("missing_sheets", ("Y",), "a", {"judges": ("GK2",), "marked": 1, "seats": 2}),
        Notice("places_without", ("X", "Y"), "b", {"judges": ("GK2",)}),
        Notice("judges_absent", ("X",), "b", {"judges": ("GK2",), "why": ("absent",), "marked": 1, "seats": 2}),
        Notice("seats_of_nobody", (), None, {"names": ("2",)}),
        Notice("wide_spread", ("X",), "c", {"spread": F(3), "tolerance": F(3), "low": F(5), "high": F(8)}),
    )


def test_one_sheet_is_no_spread_and_absent_teams_have_none() -> None:
    entry = _entry(("c", "X", "5", "-"), ("c", "Y", "1", "9"), not_present=frozenset({("c", "Y")}))
    assert [each.code for each in standings(entry, _rulebook(SPREAD)).warnings] == ["judges_absent"]
    waiting = standings(_entry(("c", "X", "", "")), _rulebook(SPREAD))
    assert [each.code for each in waiting.warnings] == ["missing_sheets"]


def test_neighbours_are_those_of_one_ranking() -> None:
    entry = _entry(
        ("a", "X", "8", "8"), ("a", "Y", "7", "7"), ("a", "V", "7.25", "7.25"), groups={"X": "A", "Y": "A", "V": "B"}
    )
    for groups, near in (("apart", [("X", "Y")]), ("both", [("X", "V"), ("V", "Y")])):
        found = standings(entry, _rulebook(PLAIN, near_tie=1, groups=groups)).warnings
        assert [each.teams for each in found] == near


def test_a_seat_is_known_by_its_number_or_else_by_its_judge() -> None:
    rules = [{"seat": "GK1", "weight": 2}, {"seat": "GK2", "weight": 2}, {"seat": "7", "weight": 2}]
    rulebook = _rulebook(PLAIN, seats=rules)
    entry = _entry(("a", "X", "5", "5"), seats={"GK2": "7"})
    assert standings(entry, rulebook).warnings == (Notice("seats_of_nobody", (), None, {"names": ("GK2",)}),)
    assert standings(Entry(("X",)), rulebook).warnings[0].code != "seats_of_nobody"


def test_who_is_near_is_told_with_both_ranks() -> None:
    entry = _entry(("a", "X", "8", "8"), ("a", "Y", "8", "7.75"), ("a", "Z", "6", "6"), ("a", "T", "6", "6"))
    assert standings(entry, _rulebook(PLAIN, near_tie="0.125", decimals=0)).warnings == (
        Notice("near_tie", ("X", "Y"), None, {"difference": F(1, 8), "rank": 1, "next_rank": 2}),
        Notice("rounding_decides", ("X", "Y"), None, {"total": F(8)}),
    )
    assert standings(entry, _rulebook(PLAIN, near_tie="0.124")).warnings == ()


def test_a_total_of_nothing_is_near_too() -> None:
    flat = {"key": "l", "name": "Lỗi", "kind": "flat", "points": "0.25"}
    entry = _entry(("a", "X", "0.25", "0.25"), ("a", "Y", "0", "0"), ("a", "Z", "0", "0"), faults=(Fault("Z", "l"),))
    found = standings(entry, _rulebook(PLAIN, near_tie="0.5", deductions=[flat])).warnings
    assert [(each.teams, each.values["difference"]) for each in found] == [(("X", "Y"), F(1, 4)), (("Y", "Z"), F(1, 4))]


def test_more_taken_than_there_was_and_decisions_for_nothing() -> None:
    flat = {"key": "l", "name": "Lỗi", "kind": "flat", "points": 9}
    part = PLAIN | {"deductions": [flat]}
    decisions = (Decision(("X", "Y"), (("X",), ("Y",)), step="lot"), Decision(("X", "Y"), (("X",), ("Y",))))
    entry = _entry(("a", "X", "8", "8"), ("a", "Y", "9", "9"), faults=(Fault("X", "l", "a"), Fault("Y", "l", "a")))
    entry = replace(entry, decisions=decisions)
    assert standings(entry, _rulebook(part, ties=["decision"])).warnings == (
        Notice("part_below_zero", ("X",), "a", {"points": F(8), "deducted": F(9)}),
        Notice("decision_not_in_rules", ("X", "Y"), None, {"step": "lot"}),
        Notice("decision_unused", ("X", "Y"), None, {"step": "decision"}),
    )
