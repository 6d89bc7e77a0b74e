"""What the case folders do not show: the working in full, parts shown alone, entries that do not fit, and properties."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.messages.scoring import FIGURES, tell
from scoring.entries import fault_error, problems
from scoring.panelfigures import marks_of
from scoring.points import PointsError, from_thousandths
from scoring.prizes import propose
from scoring.rulebook import Problem, Rulebook, from_dict
from scoring.standings import (
    ABSENT,
    AppliedDeduction,
    Decision,
    Entry,
    Fault,
    Mark,
    Notice,
    PanelFigure,
    PartFigure,
    Question,
    Sheet,
    Standing,
    Standings,
    standings,
)
from tests.scoring.refusals import entered, kept, title, written
from tests.scoring.test_panels import WRONG_ENTRIES as PANEL_WRONG_ENTRIES

F = Fraction
CRITERION = {"key": "x", "name": "Điểm", "max_points": 10, "step": "0.25"}
JUDGED = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "mean"}}
AGREED = {"key": "b", "name": "Phần B", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "agreed"}}
LATE = {"key": "late", "name": "Quá giờ", "kind": "overtime", "bands": [{"from": 1, "points": 1}]}
FLAT = {"key": "flat", "name": "Lỗi", "kind": "flat"}


def _rulebook(*parts: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts) or [JUDGED], **more})


def _entry(marks: dict[str, list[str | None]], **more: Any) -> Entry:
    """Give an entry of part a: each team's marks by judge, "-" an absent judge, None no sheet yet."""
    seats = tuple(f"GK{number}" for number in range(1, max(map(len, marks.values())) + 1))
    sheets: dict[tuple[str, str, str], Sheet] = {}
    for team, given_marks in marks.items():
        for judge, mark in zip(seats, given_marks, strict=False):
            if mark is not None:
                sheets["a", team, judge] = ABSENT if mark == "-" else {"x": F(mark)}
    return replace(Entry(tuple(marks), {"a": seats}, sheets), **more)


def test_every_intermediate_figure_is_carried() -> None:
    part = JUDGED | {
        "factor": "0.5",
        "panel": {"method": "trimmed_mean", "drop": 1, "at_least": 3},
        "deductions": [LATE],
        "spread_tolerance": 2,
    }
    rulebook = _rulebook(part, rounding=[{"stage": "panel", "decimals": 1}, {"stage": "part", "decimals": 1}])
    entry = _entry({"X": ["7", "7.25", "7.25", "9", "-"]}, faults=(Fault("X", "late", "a", F(30), "Hết giờ"),))
    late = AppliedDeduction("late", "Quá giờ", "a", F(30), F(1), "Hết giờ", noted=F(1))
    figure = PartFigure(
        part="a",
        state="marked",
        panels=(
            PanelFigure(
                criterion=None,
                used=marks_of((Mark("GK2", F("7.25")), Mark("GK3", F("7.25")))),
                dropped=marks_of((Mark("GK1", F(7)), Mark("GK4", F(9)))),
                exact=F("7.25"),
                rounded=F("7.3"),
                weighted=F("3.65"),
                points=F("3.65"),
            ),
        ),
        sheets={"GK1": F(7), "GK2": F("7.25"), "GK3": F("7.25"), "GK4": F(9)},
        criteria={"x": F("7.25")},
        marked=4,
        seats=5,
        absent=("GK5",),
        missing=(),
        exact=F("3.65"),
        points=F("3.7"),
        deductions=(late,),
        deducted=F(1),
        net=F("2.7"),
        absent_why={"GK5": "absent"},
    )
    row = Standing("X", "ranked", 1, F("2.7"), F("2.7"), {"a": figure}, (), F(1))
    spread = {"spread": F(2), "tolerance": F(2), "low": F(7), "high": F(9)}
    absent = {"judges": ("GK5",), "why": ("absent",), "marked": 4, "seats": 5}
    warnings = (Notice("judges_absent", ("X",), "a", absent), Notice("wide_spread", ("X",), "a", spread))
    assert standings(entry, rulebook) == Standings((row,), ("a",), (), warnings)


def test_an_unknown_team_has_no_line() -> None:
    table = standings(_entry({"X": ["7"]}), _rulebook())
    assert table.of("X").rank == 1
    with pytest.raises(KeyError):
        table.of("Y")


def test_parts_can_be_shown_before_the_others_are_marked() -> None:
    rulebook = _rulebook(
        JUDGED,
        AGREED,
        deductions=[FLAT],
        ties=["part:b", "criterion:b.x"],
        prizes=[{"key": "n", "name": "Nhất", "count": 1}],
    )
    entry = _entry({"X": ["7"], "Y": ["8"], "Z": ["7"]}, faults=(Fault("Y", "flat", None, F(1)),))
    table = standings(entry, rulebook, parts=("a",))
    assert [(row.team, row.rank, row.total_shown) for row in table.rows] == [(team, 1, F(7)) for team in "XYZ"]
    assert (table.parts, table.questions, table.warnings) == (("a",), (), ())
    assert [row.state for row in standings(entry, rulebook).rows] == ["incomplete"] * 3


def test_what_is_missing_is_said() -> None:
    rulebook = _rulebook(JUDGED, AGREED, prizes=[{"key": "n", "name": "Nhất", "count": 1}])
    entry = _entry({"X": ["7", None], "Y": ["-", "-"], "Z": ["8", "9"]}, agreed={("b", "Z"): {"x": F(0)}})
    table = standings(entry, rulebook)
    assert [(row.team, row.rank, row.state) for row in table.rows] == [
        ("Z", 1, "ranked"),
        ("X", None, "incomplete"),
        ("Y", None, "incomplete"),
    ]
    assert [(each.code, each.teams, each.part) for each in table.warnings] == [
        ("missing_sheets", ("X",), "a"),
        ("missing_agreed", ("X",), "b"),
        ("nobody_marked", ("Y",), "a"),
        ("missing_agreed", ("Y",), "b"),
    ]
    assert propose(table, rulebook).questions == (Question("prizes_wait", ("X", "Y")),)
    assert all(tell(notice, rulebook) for notice in table.warnings)
    assert all(tell(question, rulebook) for question in propose(table, rulebook).questions)


def test_a_part_nobody_sits_for_has_no_figure() -> None:
    table = standings(Entry(("X",)), _rulebook())
    assert [each.code for each in table.warnings] == ["nobody_marked"]


def test_sheets_lacking_a_criterion_are_not_marked_yet() -> None:
    part = JUDGED | {"criteria": [CRITERION, CRITERION | {"key": "y", "name": "Hai"}], "max_points": 20}
    figure = standings(_entry({"X": ["7"]}), _rulebook(part)).of("X").parts["a"]
    assert (figure.state, figure.missing, figure.marked, figure.seats) == ("incomplete", ("GK1",), 0, 1)


def test_sentences_use_the_names_people_know() -> None:
    rulebook = _rulebook(JUDGED)
    table = standings(_entry({"12": ["7", None]}), rulebook)
    assert tell(table.warnings[0], rulebook, {"12": "Suối Bạc"}, {"GK2": "Giám khảo số 2"}) == (
        "Đội Suối Bạc, phần Phần A: còn thiếu phiếu của Giám khảo số 2 (đã có 1/2)."
    )


def test_a_later_decision_replaces_an_earlier_one() -> None:
    first = Decision(("X", "Y"), (("X",), ("Y",)), "Biên bản 1")
    second = Decision(("Y", "X"), (("Y",), ("X",)), "Biên bản 2")
    entry = _entry({"X": ["7"], "Y": ["7"]}, decisions=(first, second))
    table = standings(entry, _rulebook(ties=["decision"]))
    assert [(row.team, row.rank, row.decided_with) for row in table.rows] == [
        ("Y", 1, ("X", "Y")),
        ("X", 2, ("X", "Y")),
    ]
    assert table.warnings == ()


def _answer(step: str, **values: int) -> Decision:
    """Give an answer that puts X above Y."""
    return Decision(("X", "Y"), (("X",), ("Y",)), "", step, {team: F(value) for team, value in values.items()})


WRONG_ENTRIES: list[tuple[dict[str, Any], str, str]] = [
    ({"sheets": {("z", "X", "GK1"): ABSENT}}, "z/X/GK1", "unknown_part"),
    ({"sheets": {("a", "Z", "GK1"): ABSENT}}, "a/Z/GK1", "unknown_team"),
    ({"sheets": {("a", "X", "GK9"): ABSENT}}, "a/X/GK9", "unknown_judge"),
    ({"sheets": {("b", "X", "GK1"): ABSENT}}, "b/X/GK1", "part_is_agreed"),
    ({"sheets": {("a", "X", "GK1"): {"z": F(1)}}}, "a/X/GK1/z", "unknown_criterion"),
    ({"sheets": {("a", "X", "GK1"): {"x": F(11)}}}, "a/X/GK1/x", "above_max"),
    ({"sheets": {("a", "X", "GK1"): {"x": F(-1)}}}, "a/X/GK1/x", "below_zero"),
    ({"sheets": {("a", "X", "GK1"): {"x": F("0.1")}}}, "a/X/GK1/x", "off_step"),
    ({"agreed": {("z", "X"): {}}}, "z/X", "unknown_part"),
    ({"agreed": {("b", "Z"): {}}}, "b/Z", "unknown_team"),
    ({"agreed": {("a", "X"): {}}}, "a/X", "part_is_judged"),
    ({"agreed": {("b", "X"): {"x": F(11)}}}, "b/X/x", "above_max"),
    ({"faults": (Fault("Z", "flat", None, F(1)),)}, "faults/1", "unknown_team"),
    ({"faults": (Fault("X", "flat", "z", F(1)),)}, "faults/1", "unknown_part"),
    ({"faults": (Fault("X", "late", None, F(1)),)}, "faults/1", "unknown_rule"),
    ({"faults": (Fault("X", "flat"),)}, "faults/1", "amount_missing"),
    ({"faults": (Fault("X", "flat", None, F(-1)),)}, "faults/1", "amount_not_positive"),
    ({"faults": (Fault("X", "fixed", None, F(1)),)}, "faults/1", "amount_differs"),
    ({"faults": (Fault("X", "upto", None, F(4)),)}, "faults/1", "amount_above_max"),
    ({"faults": (Fault("X", "late", "a"),)}, "faults/1", "seconds_missing"),
    ({"faults": (Fault("X", "late", "a", F("1.5")),)}, "faults/1", "seconds_not_whole"),
    ({"faults": (Fault("X", "late", "a", F(-1)),)}, "faults/1", "seconds_not_whole"),
    ({"faults": (Fault("X", "out", None, F(1)),)}, "faults/1", "amount_of_knockout"),
    ({"faults": (Fault("X", "merit", "b", F(3)),)}, "faults/1", "amount_above_max"),
    ({"faults": (Fault("X", "short", "a"),)}, "faults/1", "seconds_missing"),
    ({"faults": (Fault("X", "short", "a", F(61)),)}, "faults/1", "seconds_above_minimum"),
    ({"faults": (Fault("X", "short", "b", F(1)),)}, "faults/1", "no_time_minimum"),
    ({"faults": (Fault("X", "short", None, F(1)),)}, "faults/1", "no_time_minimum"),
    ({"faults": (Fault("X", "late", "a", F(1)), Fault("X", "late", "a", F(2)))}, "faults/2", "fault_twice"),
    ({"decisions": (Decision(("X", "Z"), (("X",), ("Z",))),)}, "decisions/1", "unknown_team"),
    ({"decisions": (Decision(("X",), (("X",),)),)}, "decisions/1", "decision_needs_two"),
    ({"decisions": (Decision(("X", "Y"), (("X",),)),)}, "decisions/1", "decision_order_differs"),
    ({"decisions": (_answer("dice"),)}, "decisions/1", "decision_unknown_step"),
    ({"decisions": (_answer("part"),)}, "decisions/1", "decision_unknown_step"),
    ({"decisions": (_answer("decision", X=1, Y=2),)}, "decisions/1", "decision_takes_no_values"),
    ({"decisions": (_answer("question"),)}, "decisions/1", "decision_needs_values"),
    ({"decisions": (_answer("question", X=1),)}, "decisions/1", "decision_needs_values"),
    ({"decisions": (_answer("lot", X=1),)}, "decisions/1", "decision_needs_values"),
    ({"decisions": (_answer("time", X=-1, Y=2),)}, "decisions/1", "decision_value_below_zero"),
    ({"decisions": (_answer("question", X=1, Y=2),)}, "decisions/1", "decision_values_differ"),
    ({"decisions": (_answer("time", X=2, Y=1),)}, "decisions/1", "decision_values_differ"),
    ({"decisions": (_answer("lot", X=2, Y=1),)}, "decisions/1", "decision_values_differ"),
    ({"decisions": (_answer("lot", X=2, Y=2),)}, "decisions/1", "decision_values_equal"),
]


def _strict() -> Rulebook:
    fixed = FLAT | {"key": "fixed", "name": "Cố định", "points": 2}
    upto = FLAT | {"key": "upto", "name": "Đến 3", "max_points": 3}
    short = LATE | {"key": "short", "name": "Thiếu giờ", "kind": "undertime"}
    merit = upto | {"key": "merit", "name": "Thưởng", "kind": "bonus", "max_points": 2}
    out = {"key": "out", "name": "Thi hộ", "kind": "knockout"}
    judged = JUDGED | {"deductions": [LATE], "time_minimum": 60}
    return _rulebook(judged, AGREED, deductions=[FLAT, fixed, upto, short, merit, out])


KEPT = kept()


def _wrong(wrong: dict[str, Any]) -> tuple[Problem, ...]:
    return problems(replace(_entry({"X": ["7"], "Y": ["7"]}), **wrong), _strict())


@pytest.mark.parametrize(("wrong", "where", "code"), WRONG_ENTRIES)
def test_entries_that_do_not_fit_are_named(wrong: dict[str, Any], where: str, code: str) -> None:
    found = _wrong(wrong)
    assert [(problem.where, problem.code) for problem in found] == [(where, code)]
    assert written(found, entered) == KEPT[title(wrong)]


def refused_entries() -> list[tuple[str, tuple[Problem, ...]]]:
    """Give what each wrong entry is told, to be kept in refusals.txt."""
    return [(title(wrong), _wrong(wrong)) for wrong, *_ in WRONG_ENTRIES]


def test_every_sentence_about_figures_is_earned() -> None:
    typed = {"empty", "not_a_number", "grouped", "too_long", "too_fine", "looks_like_thousands", "not_finite"}
    typed.add("team_without_group")  # tests/scoring/test_groups_and_prizes.py
    assert {code for *_, code in (*WRONG_ENTRIES, *PANEL_WRONG_ENTRIES)} | typed == set(FIGURES)


def test_what_fits_has_no_problem() -> None:
    faults = (
        Fault("X", "late", "a", F(30)),
        Fault("X", "fixed"),
        Fault("X", "fixed", "a", F(2)),
        Fault("Y", "upto", None, F(3)),
        Fault("Y", "flat", None, F(9)),
        Fault("Y", "merit", "a", F(2)),
        Fault("Y", "short", "a", F(60)),
        Fault("Y", "out", "a"),
        Fault("Y", "out"),
    )
    given = (_answer("question", X=2, Y=1), _answer("time", X=1, Y=2), _answer("lot", X=1, Y=2), _answer("lot"))
    decisions = (Decision(("X", "Y"), (("X", "Y"),)), *given)
    entry = _entry({"X": ["7"], "Y": ["-"]}, faults=faults, decisions=decisions, agreed={("b", "X"): {"x": F(1)}})
    assert problems(entry, _strict()) == ()
    assert fault_error(Fault("X", "flat", "a", F(1)), _strict()) is None
    assert fault_error(Fault("X", "flat"), _strict()) == PointsError("amount_missing", {"rule": "Lỗi"})
    assert problems(Entry(()), _strict()) == ()


def test_an_unknown_deduction_is_never_taken() -> None:
    with pytest.raises(KeyError):
        standings(_entry({"X": ["7"]}, faults=(Fault("X", "no", None, F(1)),)), _rulebook())


# Properties: a contest of two parts, up to five teams and five judges, marks on a step of a quarter.

TEAMS, SEATS = ("A", "B", "C", "D", "E"), ("J1", "J2", "J3", "J4", "J5")
METHODS: list[dict[str, object]] = [
    {"method": "mean"},
    {"method": "mean", "over": "criteria"},
    {"method": "trimmed_mean", "drop": 1, "at_least": 3},
    {"method": "trimmed_mean", "drop": 1, "at_least": 4, "below": "question", "over": "criteria"},
]
_marks = st.integers(0, 40).map(lambda quarters: from_thousandths(250 * quarters))
_sheets = st.one_of(st.just(ABSENT), st.none(), st.fixed_dictionaries({"x": _marks, "y": _marks}))


@st.composite
def _contests(draw: st.DrawFn) -> tuple[Entry, Rulebook]:
    teams, seats = TEAMS[: draw(st.integers(1, 5))], SEATS[: draw(st.integers(1, 5))]
    criteria = [CRITERION, CRITERION | {"key": "y", "name": "Hai"}]
    part = JUDGED | {"criteria": criteria, "max_points": 20, "panel": draw(st.sampled_from(METHODS))}
    rounding = draw(st.sampled_from([[], [{"stage": "panel", "decimals": 1}], [{"stage": "part", "decimals": 0}]]))
    ties = draw(st.sampled_from([[], ["part:b"], ["criterion:a.y", "part:b"], ["part:a", "decision"]]))
    sheets: dict[tuple[str, str, str], Sheet] = {}
    for team in teams:
        for seat in seats:
            sheet = draw(_sheets)
            if sheet is not None:
                sheets["a", team, seat] = sheet
    agreed = {("b", team): {"x": draw(_marks)} for team in teams}
    rank_on = draw(st.sampled_from(["exact", "shown"]))
    rulebook = _rulebook(part, AGREED, rounding=rounding, ties=ties, rank_on=rank_on, decimals=1)
    return Entry(teams, {"a": seats}, sheets, agreed), rulebook


def _ranks(table: Standings) -> dict[str, tuple[int | None, Fraction | None]]:
    return {row.team: (row.rank, row.total_exact) for row in table.rows}


@given(_contests(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_entry_changes_nothing(contest: tuple[Entry, Rulebook], random: Random) -> None:
    entry, rulebook = contest
    teams, seats, rows = list(entry.teams), list(entry.judges["a"]), list(entry.sheets.items())
    for each in (teams, seats, rows):
        random.shuffle(each)
    shuffled = replace(entry, teams=tuple(teams), judges={"a": tuple(seats)}, sheets=dict(rows))
    assert _ranks(standings(shuffled, rulebook)) == _ranks(standings(entry, rulebook))


@given(_contests())
@settings(max_examples=60, deadline=None)
def test_judges_names_change_nothing(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    new = {seat: f"Giám khảo {9 - at}" for at, seat in enumerate(entry.judges["a"])}
    sheets = {(part, team, new[judge]): sheet for (part, team, judge), sheet in entry.sheets.items()}
    renamed = replace(entry, judges={"a": tuple(new.values())}, sheets=sheets)
    assert _ranks(standings(renamed, rulebook)) == _ranks(standings(entry, rulebook))


@given(_contests(), st.sampled_from([F(2), F(3), F(1, 3)]))
@settings(max_examples=60, deadline=None)
def test_scaling_everything_scales_the_totals_and_keeps_the_ranks(
    contest: tuple[Entry, Rulebook], by: Fraction
) -> None:
    entry, rulebook = contest
    exact = replace(rulebook, rounding=(), rank_on="exact")
    scaled = replace(exact, parts=tuple(replace(part, factor=part.factor * by) for part in exact.parts))
    before, after = _ranks(standings(entry, exact)), _ranks(standings(entry, scaled))
    assert after == {team: (rank, None if total is None else total * by) for team, (rank, total) in before.items()}


@given(_contests())
@settings(max_examples=60, deadline=None)
def test_a_table_is_a_ranking(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    table = standings(entry, rulebook)
    assert sorted(row.team for row in table.rows) == sorted(entry.teams)
    ranked = [row for row in table.rows if row.rank is not None]
    assert table.rows[: len(ranked)] == tuple(ranked)
    for place, row in enumerate(ranked, start=1):
        sharing = [other.team for other in ranked if other.rank == row.rank]
        assert row.rank == min(at for at, other in enumerate(ranked, 1) if other.rank == row.rank) <= place
        assert sorted((*row.tied_with, row.team)) == sorted(sharing)
        points = sum((figure.points or F(0) for figure in row.parts.values()), F(0))
        assert row.total_exact == points - row.deductions_total
    assert all(row.total_exact is None and row.state == "incomplete" for row in table.rows[len(ranked) :])


@given(_contests())
@settings(max_examples=40, deadline=None)
def test_entries_made_right_have_no_problem_and_every_notice_a_sentence(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    assert problems(entry, rulebook) == ()
    table = standings(entry, rulebook)
    assert all(tell(question, rulebook) for question in table.questions)
    assert all(tell(notice, rulebook) for notice in table.warnings)
