"""Panels, seats and quizzes: the working in full, what is refused, and properties over every method and policy."""

from dataclasses import replace
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.messages.scoring import tell
from scoring.entered import Absent
from scoring.entries import problems, strike_error
from scoring.panel import METHODS, maximum
from scoring.panelfigures import Column, PanelMarks, Placing, marks_of
from scoring.places import by_majority, by_sum, judge_places
from scoring.points import PointsError, from_thousandths
from scoring.reader import PROBLEMS_MOST
from scoring.rulebook import Problem, Rulebook, RulebookErrors, from_dict, to_dict
from scoring.seats import ABSENCE
from scoring.standings import (
    ABSENT,
    Entry,
    Mark,
    Notice,
    PanelFigure,
    PartFigure,
    Question,
    Sheet,
    Standings,
    Strike,
    standings,
)
from tests.scoring.refusals import entered, kept, refused, title, written

F = Fraction
CRITERION = {"key": "x", "name": "Điểm", "max_points": 10, "step": "0.25"}
PANELS: dict[str, dict[str, object]] = {
    "mean": {},
    "trimmed_mean": {"drop": 1, "at_least": 3},
    "median": {},
    "sum": {},
    "rank_sum": {"place_points": [10, 7, 5, 4]},
    "majority": {"place_points": [10, 7, 5, 4]},
}
QUESTIONS = [{"key": f"c{at}", "name": f"Câu {at}", "max_points": 2} for at in (1, 2, 3)]
QUIZ = {
    "key": "q",
    "name": "Kiến thức",
    "max_points": 6,
    "criteria": QUESTIONS,
    "panel": {"method": "quiz", "wrong": 1},
}


def _part(method: str = "mean", over: str = "sheets", **more: object) -> dict[str, object]:
    panel = {"method": method, "over": over, **PANELS[method], **more}
    return {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [CRITERION], "panel": panel}


def _rulebook(*parts: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts) or [_part()], **more})


def _entry(marks: dict[str, list[str]], **more: Any) -> Entry:
    """Give an entry of part a: each team's marks by judge ("-" is absent, "" not marked yet)."""
    judges = tuple(f"GK{number}" for number in range(1, max(map(len, marks.values())) + 1))
    sheets: dict[tuple[str, str, str], Sheet] = {
        ("a", team, judge): ABSENT if mark == "-" else {"x": F(mark)}
        for team, of_team in marks.items()
        for judge, mark in zip(judges, of_team, strict=False)
        if mark
    }
    return replace(Entry(tuple(marks), {"a": judges}, sheets), **more)


PLACED: dict[str, object] = {"method": "rank_sum", "over": "criteria", "place_points": [5, 3]}
MAJORITY = PLACED | {"method": "majority"}
SUMMED: dict[str, object] = {"method": "sum", "over": "criteria"}


def _of_a_criterion(panel: dict[str, object], **more: object) -> dict[str, object]:
    return _part() | {
        "panel": panel,
        "criteria": [{"key": "x", "name": "Điểm", "max_points": 10, "step": "0.5", **more}],
    }


MISTAKES: list[tuple[dict[str, object], str, str]] = [
    ({"parts": [_part("majority", place_points=[])]}, "parts.a.panel.place_points", "place_points_none"),
    ({"parts": [_part("majority", place_points=[0, 0])]}, "parts.a.panel.place_points", "place_points_none"),
    ({"parts": [_part("rank_sum", place_points=[1, -1])]}, "parts.a.panel.place_points", "place_points_none"),
    ({"parts": [_part("rank_sum", place_points=[5, 6, 7])]}, "parts.a.panel.place_points", "place_points_rise"),
    ({"parts": [_part("rank_sum", place_points=5)]}, "parts.a.panel.place_points", "not_a_list"),
    ({"parts": [_part("rank_sum", place_points=[5, "x"])]}, "parts.a.panel.place_points.2", "not_a_decimal"),
    ({"parts": [_part("rank_sum", place_points=[None])]}, "parts.a.panel.place_points.1", "missing"),
    ({"parts": [_part("rank_sum", place_points=["0.0001"])]}, "parts.a.panel.place_points.1", "finer_than_thousandths"),
    ({"parts": [_part("rank_sum", place_points=None)]}, "parts.a.panel.place_points", "missing"),
    ({"parts": [_part("trimmed_mean", drop=3, at_least="x")]}, "parts.a.panel.at_least", "not_whole"),
    ({"parts": [_part(place_points=[1])]}, "parts.a.panel.place_points", "key_not_for_this"),
    ({"parts": [_part(wrong=1)]}, "parts.a.panel.wrong", "key_not_for_this"),
    ({"parts": [QUIZ | {"panel": {"method": "quiz", "wrong": 0}}]}, "parts.q.panel.wrong", "not_positive"),
    ({"parts": [QUIZ | {"panel": {"method": "quiz", "struck": "half"}}]}, "parts.q.panel.struck", "unknown_name"),
    ({"parts": [QUIZ | {"max_points": None}]}, "parts.q.max_points", "open_but_judged"),
    ({"parts": [_part("sum") | {"min_share": 50}]}, "parts.a.min_share", "share_of_open"),
    ({"parts": [_of_a_criterion(PLACED, min_share=50)]}, "parts.a.criteria.x.min_share", "share_off_scale"),
    ({"parts": [_of_a_criterion(MAJORITY, min_share=50)]}, "parts.a.criteria.x.min_share", "share_off_scale"),
    ({"parts": [_of_a_criterion(SUMMED, min_share=50)]}, "parts.a.criteria.x.min_share", "share_off_scale"),
    ({"parts": [_of_a_criterion(PLACED, zero_sinks=True)]}, "parts.a.criteria.x.zero_sinks", "zero_of_places"),
    ({"parts": [_part("sum") | {"percent": 100}], "percent_of": "maximum"}, "parts.a.max_points", "percent_of_open"),
    ({"seats": [{"weight": 2}]}, "seats.1.seat", "missing"),
    ({"seats": [{"seat": "1"}, {"seat": "1"}]}, "seats", "duplicate"),
    ({"seats": [{"seat": "1", "weight": 0}]}, "seats.1.weight", "not_positive"),
    ({"seats": [{"seat": "1", "chair": True}]}, "seats.1.chair", "unknown_key"),
    ({"seats": [{"seat": "1", "parts": ["z"]}]}, "seats.1.parts", "seat_unknown_part"),
    ({"parts": [_part(), QUIZ], "seats": [{"seat": "1", "parts": ["q"]}]}, "seats.1.parts", "seat_unknown_part"),
    ({"seats": [{"seat": "1", "shadow": True, "weight": 2}]}, "seats.1.weight", "shadow_weighs_nothing"),
    ({"parts": [_part("median")], "seats": [{"seat": "1", "weight": 2}]}, "seats.1.weight", "weight_without_meaning"),
    ({"parts": [_part("majority")], "seats": [{"seat": "1", "weight": 2}]}, "seats.1.weight", "weight_without_meaning"),
    ({"absent": "deputy"}, "absent", "no_deputies"),
    ({"seats": [{"seat": "2", "deputy_of": "1"}]}, "absent", "deputies_not_called"),
    ({"absent": "deputy", "seats": [{"seat": "1", "deputy_of": "1"}]}, "seats.1.deputy_of", "deputy_of_no_judge"),
    (
        {"absent": "deputy", "seats": [{"seat": "1", "shadow": True}, {"seat": "2", "deputy_of": "1"}]},
        "seats.2.deputy_of",
        "deputy_of_no_judge",
    ),
    (
        {"absent": "deputy", "seats": [{"seat": "3", "deputy_of": "2"}, {"seat": "2", "deputy_of": "1"}]},
        "seats.1.deputy_of",
        "deputy_of_no_judge",
    ),
    (
        {"absent": "deputy", "seats": [{"seat": "2", "deputy_of": "1", "weight": 2}]},
        "seats.1.weight",
        "deputy_has_its_seats",
    ),
    (
        {"absent": "deputy", "seats": [{"seat": "2", "deputy_of": "1"}, {"seat": "3", "deputy_of": "1"}]},
        "seats",
        "duplicate",
    ),
]

KEPT = kept()


def test_a_wrong_name_hides_no_wrong_number_of_its_panel() -> None:
    told = refused(lambda: _rulebook(_part("trimmed_mean", drop=3, at_least=2, below="luck")))
    assert [(each.where, each.code) for each in told] == [
        ("parts.a.panel.below", "unknown_name"),
        ("parts.a.panel.at_least", "trim_leaves_nothing"),
    ]


@pytest.mark.parametrize(("wrong", "where", "code"), MISTAKES)
def test_each_mistake_is_named_where_it_is(wrong: dict[str, object], where: str, code: str) -> None:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": [_part()], **wrong})
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [(where, code)]
    assert written(caught.value.problems) == KEPT[title(wrong)]


def refusals() -> list[tuple[str, tuple[Problem, ...]]]:
    """Give what each mistake is told, to be kept in refusals.txt."""
    return [
        (title(wrong), refused(partial(from_dict, {"name": "Hội thi", "parts": [_part()], **wrong})))
        for wrong, *_ in MISTAKES
    ]


def test_a_panel_of_an_unknown_method_is_one_mistake() -> None:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": [_part() | {"panel": {"method": "best", "wrong": 1}}], "max_total": 10})
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [
        ("parts.a.panel.method", "unknown_name")
    ]


def test_a_list_of_a_million_wrong_points_is_told_two_hundred_times() -> None:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": [_part("rank_sum", place_points=["x"] * 100_000)]})
    assert len(caught.value.problems) == PROBLEMS_MOST


WRONG_ENTRIES: list[tuple[dict[str, Any], str, str]] = [
    ({"agreed": {("q", "X"): {"c1": F(1)}}}, "q/X/c1", "no_answer_earns_it"),
    ({"agreed": {("q", "X"): {"c1": F(-2)}}}, "q/X/c1", "no_answer_earns_it"),
    ({"sheets": {("a", "X", "GK2"): ABSENT}}, "a/X/GK2", "seat_not_for_part"),
    ({"struck": (Strike("z", "c1"),)}, "struck/1", "unknown_part"),
    ({"struck": (Strike("a", "x"),)}, "struck/1", "strike_no_quiz"),
    ({"struck": (Strike("q", "c9"),)}, "struck/1", "unknown_criterion"),
    ({"struck": (Strike("q", "c1"), Strike("q", "c1"))}, "struck/2", "struck_twice"),
    ({"struck": (Strike("q", "c1"), Strike("q", "c2"), Strike("q", "c3"))}, "struck/3", "struck_all"),
]


def _wrong(wrong: dict[str, Any]) -> tuple[Problem, ...]:
    rulebook = _rulebook(_part(), _part() | {"key": "b", "name": "B"}, QUIZ, seats=[{"seat": "2", "parts": ["b"]}])
    return problems(replace(_entry({"X": ["7", ""]}, seats={"GK1": "1", "GK2": "2"}), **wrong), rulebook)


@pytest.mark.parametrize(("wrong", "where", "code"), WRONG_ENTRIES)
def test_entries_that_do_not_fit_are_named(wrong: dict[str, Any], where: str, code: str) -> None:
    found = _wrong(wrong)
    assert [(problem.where, problem.code) for problem in found] == [(where, code)]
    assert written(found, entered) == KEPT[title(wrong)]


def refused_entries() -> list[tuple[str, tuple[Problem, ...]]]:
    """Give what each wrong entry is told, to be kept in refusals.txt."""
    return [(title(wrong), _wrong(wrong)) for wrong, *_ in WRONG_ENTRIES]


def test_what_fits_has_no_problem() -> None:
    rulebook = _rulebook(_part(), QUIZ, absent="deputy", seats=[{"seat": "GK2", "deputy_of": "GK1"}])
    marks = {"c1": F(2), "c2": F(0), "c3": F(-1)}
    entry = _entry({"X": ["-", "7"]}, agreed={("q", "X"): marks}, struck=(Strike("q", "c1"), Strike("q", "c2")))
    assert problems(entry, rulebook) == ()
    assert strike_error(Strike("q", "c1"), (Strike("a", "c1"),), rulebook) is None
    assert strike_error(Strike("q", "c1"), (Strike("q", "c1"),), rulebook) == PointsError(
        "struck_twice", {"part": "Kiến thức", "criterion": "Câu 1"}
    )


def test_every_intermediate_figure_of_places_is_carried() -> None:
    rulebook = _rulebook(_part("majority") | {"factor": 2}, seats=[{"seat": "GK4", "shadow": True}])
    table = standings(_entry({"X": ["9", "8", "7", "1"], "Y": ["8", "9", "6", "9"]}), rulebook)
    places = (Mark("GK1", F(1)), Mark("GK2", F(2)), Mark("GK3", F(1)))
    used = marks_of((Mark("GK1", F(9)), Mark("GK2", F(8)), Mark("GK3", F(7))))
    placing = Placing(places, F(4), F(1), (Column(1, 2, F(2)),), 2)
    assert table.of("X").parts["a"] == PartFigure(
        part="a",
        state="marked",
        panels=(PanelFigure(None, used, PanelMarks(), F(10), F(10), F(20), F(20), placing),),
        sheets={"GK1": F(9), "GK2": F(8), "GK3": F(7)},
        criteria={"x": F(8)},
        marked=3,
        seats=3,
        absent=(),
        missing=(),
        exact=F(20),
        points=F(20),
        deductions=(),
        deducted=F(0),
        net=F(20),
        shadows={"GK4": F(1)},
    )
    assert table.of("Y").total_exact == 14


def test_places_are_of_all_teams_or_of_nobody() -> None:
    assert judge_places({"X": [Mark("1", F(5)), Mark("2", F(6))], "Y": [Mark("2", F(7))]}) == {
        "X": (Mark("2", F(2)),),
        "Y": (Mark("2", F(1)),),
    }
    assert by_sum({"X": (Mark("1", F(1), F(3)),), "Y": (Mark("1", F(2), F(3)),)}) == {
        "X": Placing((Mark("1", F(1), F(3)),), F(3), F(1)),
        "Y": Placing((Mark("1", F(2), F(3)),), F(6), F(2)),
    }


def test_three_tied_teams_go_on_among_themselves() -> None:
    """Rule 7 (b) twice. Seven judges, a majority is four; nobody has four firsts.

    “Second or better”: X, Y and Z have four judges each and the sum 6. “Third or better”, among the three: X seven judges, Y
    and Z five each with the sum 9, so X is first. “Fourth or better”, among Y and Z: Y seven judges, Z five, so Y is second.
    """
    orders = {
        "X": (1, 1, 2, 3, 2, 3, 3),
        "Y": (2, 3, 1, 1, 4, 2, 4),
        "Z": (3, 2, 5, 2, 1, 1, 5),
        "V": (4, 4, 3, 4, 3, 4, 1),
        "W": (5, 5, 4, 5, 5, 5, 2),
    }
    places = {team: tuple(Mark(str(at), F(place)) for at, place in enumerate(row)) for team, row in orders.items()}
    placed = by_majority(places)
    assert {team: placing.place for team, placing in placed.items()} == {"X": 1, "Y": 2, "Z": 3, "V": 4, "W": 5}
    assert {team: placing.columns[-1] for team, placing in placed.items()} == {
        "X": Column(3, 7, F(15)),
        "Y": Column(4, 7, F(17)),
        "Z": Column(4, 5, F(9)),
        "V": Column(4, 7, F(23)),
        "W": Column(5, 7, F(31)),
    }
    assert placed["X"].columns[:2] == (Column(1, 2, F(2)), Column(2, 4, F(6)))


def test_the_most_that_a_part_can_earn() -> None:
    criteria = [CRITERION | {"weight": 2}, CRITERION | {"key": "y", "name": "Hai"}]
    twice = {"criteria": criteria, "max_points": 30}
    parts: list[dict[str, object]] = [
        _part(),
        _part("rank_sum") | twice,
        _part("majority", over="criteria") | twice,
        _part("sum"),
        QUIZ,
        {"key": "o", "name": "O", "panel": {"method": "audience"}, "criteria": [{"key": "x", "name": "X"}]},
    ]
    assert [maximum(_rulebook(part).parts[0]) for part in parts] == [10, 10, 30, None, 6, None]


def test_the_total_is_checked_against_the_points_of_the_first_place() -> None:
    assert _rulebook(_part("rank_sum", place_points=[50, 30]) | {"factor": 2}, max_total=100).max_total == 100
    with pytest.raises(RulebookErrors) as caught:
        _rulebook(_part("rank_sum"), max_total=20)
    assert [problem.code for problem in caught.value.problems] == ["total_differs"]
    assert _rulebook(_part("sum"), max_total=50).max_total == 50


def test_seats_survive_the_round_trip() -> None:
    seats = [
        {"seat": "1", "weight": "1/3", "parts": ["a"]},
        {"seat": "2", "shadow": True},
        {"seat": "3", "deputy_of": "1"},
    ]
    rulebook = _rulebook(_part("rank_sum"), QUIZ, absent="deputy", seats=seats)
    assert from_dict(to_dict(rulebook)) == rulebook
    assert to_dict(rulebook)["seats"] == seats


def test_a_deputy_of_a_seat_that_is_not_there_never_counts() -> None:
    rulebook = _rulebook(absent="deputy", seats=[{"seat": "GK2", "deputy_of": "GK9"}])
    figure = standings(_entry({"X": ["7", "9"]}), rulebook).of("X").parts["a"]
    assert (figure.points, figure.marked, figure.seats) == (F(7), 1, 1)


def test_a_deputy_marks_what_its_seat_marks() -> None:
    other = _part() | {"key": "b", "name": "B"}
    seats = [{"seat": "GK1", "parts": ["b"]}, {"seat": "GK3", "deputy_of": "GK1"}]
    rulebook = _rulebook(_part(), other, absent="deputy", seats=seats)
    figure = standings(_entry({"X": ["", "8", ""]}), rulebook).of("X").parts["a"]
    assert (figure.points, figure.marked, figure.seats) == (F(8), 1, 1)
    assert [each.code for each in problems(_entry({"X": ["", "8", "9"]}), rulebook)] == ["seat_not_for_part"]


def test_a_shadow_whose_sheet_is_not_whole_is_not_shown() -> None:
    rulebook = _rulebook(seats=[{"seat": "GK2", "shadow": True}])
    figure = standings(_entry({"X": ["7", "-"]}), rulebook).of("X").parts["a"]
    assert figure.shadows == {}
    assert (figure.absent, figure.points) == ((), F(7))


def test_weights_keep_to_the_seats_of_the_contest() -> None:
    rulebook = _rulebook(seats=[{"seat": "1", "weight": 3}])
    entry = _entry({"X": ["7", "9"]}, seats={"GK1": "1", "GK2": "2"})
    assert standings(entry, rulebook).of("X").total_exact == F(30, 4)


def test_a_team_waits_for_a_judge_of_one_part_only() -> None:
    rulebook = _rulebook(_part(), _part() | {"key": "b", "name": "B"}, absent="wait")
    entry = _entry({"X": ["7", "-"]}, judges={"a": ("GK1", "GK2"), "b": ("GK1",)})
    entry = replace(entry, sheets={**entry.sheets, ("b", "X", "GK1"): {"x": F(9)}})
    table = standings(entry, rulebook)
    assert [(each.code, each.values["part"]) for each in table.questions] == [("judges_awaited", "a")]
    assert tell(table.questions[0], rulebook, {}, {"GK2": "Giám khảo số 2"}).startswith(
        "Đội X, phần Phần A: mới có 1/2 giám khảo chấm, vắng Giám khảo số 2."
    )


def test_an_absence_is_told_with_its_reason() -> None:
    entry = _entry({"X": ["7", "-", "-", "-"]})
    why = {"GK2": Absent.LATE, "GK3": Absent.RECUSED}
    sheets = {place: why.get(place[2], sheet) if sheet is ABSENT else sheet for place, sheet in entry.sheets.items()}
    table = standings(replace(entry, sheets=sheets), _rulebook())
    assert [tell(each, _rulebook()) for each in table.warnings] == [
        "Đội X, phần Phần A: tính theo 1/4 giám khảo, vắng GK2 (đến muộn), GK3 (không chấm đội có liên quan), GK4."
    ]


def test_a_team_that_is_not_present_loses_nothing_by_a_strike() -> None:
    entry = Entry(("X",), not_present=frozenset({("q", "X")}), struck=(Strike("q", "c1"),))
    figure = standings(entry, _rulebook(QUIZ)).of("X").parts["q"]
    assert (figure.state, figure.points, figure.struck) == ("not_present", F(0), ("c1",))


# Properties, over every method, both ways to work and every policy for absent judges.

TEAMS, JUDGES = ("A", "B", "C", "D"), ("J1", "J2", "J3", "J4", "J5")
_marks = st.integers(0, 40).map(lambda quarters: from_thousandths(250 * quarters))
_whole = st.fixed_dictionaries({"x": _marks, "y": _marks})
_sheets = st.one_of(_whole, _whole, _whole, st.sampled_from(list(Absent)), st.none())


@st.composite
def _contests(draw: st.DrawFn) -> tuple[Entry, Rulebook]:
    teams, judges = TEAMS[: draw(st.integers(1, 4))], JUDGES[: draw(st.integers(1, 5))]
    method, absent = draw(st.sampled_from(sorted(PANELS))), draw(st.sampled_from(sorted(ABSENCE)))
    criteria = [CRITERION, CRITERION | {"key": "y", "name": "Hai", "weight": 2}]
    part = _part(method, draw(st.sampled_from(["sheets", "criteria"]))) | {"criteria": criteria, "max_points": 30}
    seats: list[dict[str, object]] = [{"seat": "J1", "weight": 2 if METHODS[method].weighs else 1}]
    if ABSENCE[absent].deputies:
        seats.append({"seat": "J2", "deputy_of": "J1"})
    drawn = {("a", team, judge): draw(_sheets) for team in teams for judge in judges}
    sheets: dict[tuple[str, str, str], Sheet] = {place: sheet for place, sheet in drawn.items() if sheet is not None}
    return Entry(teams, {"a": judges}, sheets), _rulebook(part, absent=absent, seats=seats)


def _figures(table: Standings) -> dict[str, tuple[int | None, Fraction | None, str]]:
    return {
        row.team: (row.rank, row.total_exact, f"{row.parts['a'].marked}/{row.parts['a'].seats}") for row in table.rows
    }


@given(_contests(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_rows_changes_nothing(contest: tuple[Entry, Rulebook], random: Random) -> None:
    entry, rulebook = contest
    teams, judges, rows = list(entry.teams), list(entry.judges["a"]), list(entry.sheets.items())
    for each in (teams, judges, rows):
        random.shuffle(each)
    shuffled = Entry(tuple(teams), {"a": tuple(judges)}, dict(rows))
    assert _figures(standings(shuffled, rulebook)) == _figures(standings(entry, rulebook))


@given(_contests())
@settings(max_examples=150, deadline=None)
def test_judges_names_change_nothing(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    new = {judge: f"Giám khảo {9 - at}" for at, judge in enumerate(entry.judges["a"])}
    sheets = {(part, team, new[judge]): sheet for (part, team, judge), sheet in entry.sheets.items()}
    renamed = Entry(entry.teams, {"a": tuple(new.values())}, sheets, seats={new[judge]: judge for judge in new})
    assert _figures(standings(renamed, rulebook)) == _figures(standings(entry, rulebook))


@given(_contests(), st.lists(_sheets, min_size=4, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_shadow_judge_changes_nothing(contest: tuple[Entry, Rulebook], marks: list[Sheet | None]) -> None:
    entry, rulebook = contest
    plain = to_dict(rulebook)
    seats = [*plain["seats"], {"seat": "S", "shadow": True}]  # type: ignore[misc]
    more = {("a", team, "S"): sheet for team, sheet in zip(entry.teams, marks, strict=False) if sheet is not None}
    with_shadow = replace(entry, judges={"a": ("S", *entry.judges["a"])}, sheets={**entry.sheets, **more})
    beside = standings(with_shadow, from_dict(plain | {"seats": seats}))
    rows = tuple(
        replace(row, parts={key: replace(figure, shadows={}) for key, figure in row.parts.items()})
        for row in beside.rows
    )
    assert replace(beside, rows=rows) == standings(entry, rulebook)


@given(_contests(), st.sampled_from([F(2), F(1, 3)]))
@settings(max_examples=150, deadline=None)
def test_scaling_a_part_scales_its_points(contest: tuple[Entry, Rulebook], by: Fraction) -> None:
    entry, rulebook = contest
    scaled = replace(rulebook, parts=tuple(replace(part, factor=by) for part in rulebook.parts))
    assert _figures(standings(entry, scaled)) == {
        team: (rank, None if total is None else total * by, share)
        for team, (rank, total, share) in _figures(standings(entry, rulebook)).items()
    }


@given(_contests())
@settings(max_examples=100, deadline=None)
def test_whatever_is_entered_is_told(contest: tuple[Entry, Rulebook]) -> None:
    """A team without a figure is always in a warning or a question, and each has its sentence."""
    entry, rulebook = contest
    table = standings(entry, rulebook)
    assert problems(entry, rulebook) == ()
    said: list[Question | Notice] = [*table.questions, *table.warnings]
    told = {team for each in said for team in each.teams}
    assert {row.team for row in table.rows if row.rank is None} <= told
    assert all(tell(each, rulebook) for each in said)


@given(_contests())
@settings(max_examples=100, deadline=None)
def test_a_panel_figure_lies_within_its_marks(contest: tuple[Entry, Rulebook]) -> None:
    """Means and medians stay between the lowest and the highest mark; places share out all their points."""
    entry, rulebook = contest
    table, method = standings(entry, rulebook), rulebook.parts[0].panel.method
    panels = [panel for row in table.rows for panel in row.parts["a"].panels]
    if METHODS[method].relative:
        by_unit: dict[str | None, list[Fraction]] = {}
        for panel in panels:
            by_unit.setdefault(panel.criterion, []).append(panel.exact)
        given_out = sum(rulebook.parts[0].panel.place_points[: len(entry.teams)])
        assert all(sum(points) == given_out for points in by_unit.values())
    elif not METHODS[method].needs_all:
        marks = [[mark.value for mark in (*panel.used, *panel.dropped)] for panel in panels]
        assert all(min(each) <= panel.exact <= max(each) for each, panel in zip(marks, panels, strict=True))


@given(st.lists(st.permutations("ABCDE"), min_size=1, max_size=7))
@settings(max_examples=150, deadline=None)
def test_a_majority_count_is_a_ranking_that_obeys_majorities(orders: list[list[str]]) -> None:
    places = {
        team: tuple(Mark(str(at), F(order.index(team) + 1)) for at, order in enumerate(orders)) for team in "ABCDE"
    }
    placed = by_majority(places)
    assert sum(placing.place for placing in placed.values()) == 15
    most = len(orders) // 2 + 1
    for team, placing in placed.items():
        if sum(mark.value == 1 for mark in placing.places) >= most:
            assert placing.place == 1, team
        assert placing.columns[-1].judges >= most
    if len(orders) == 1:
        assert sorted("ABCDE", key=lambda team: placed[team].place) == orders[0]


@pytest.mark.parametrize(
    "panel",
    [PLACED | {"over": "sheets"}, {"method": "sum"}, {"method": "mean", "over": "criteria"}],
    ids=["places over sheets", "sum over sheets", "mean over criteria"],
)
def test_a_criterion_whose_figure_is_a_mark_may_sink_the_entry(panel: dict[str, object]) -> None:
    part = _of_a_criterion(panel, min_share=50, zero_sinks=True)
    table = standings(_entry({"X": ["8", "8"], "Y": ["4.5", "5"]}), _rulebook(part))
    assert {row.team: [each.code for each in row.sunk] for row in table.rows} == {
        "X": [],
        "Y": ["criterion_below_share"],
    }


def test_a_sum_over_criteria_may_ask_that_no_criterion_has_nothing() -> None:
    part = _of_a_criterion({"method": "sum", "over": "criteria"}, zero_sinks=True)
    table = standings(_entry({"X": ["0", "0.5"], "Y": ["0", "0"]}), _rulebook(part))
    assert {row.team: [each.code for each in row.sunk] for row in table.rows} == {"X": [], "Y": ["criterion_zero"]}
