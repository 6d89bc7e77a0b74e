"""A part's figure at its edges: not complete, not present, entered for all, places that many teams share."""

from fractions import Fraction as F
from typing import Any

import pytest

from scoring.entered import Absent, Entry, Sheet, Strike
from scoring.figures import PartFigure
from scoring.panel import METHODS
from scoring.panelfigures import PanelMarks
from scoring.parts import sheet_sum
from scoring.points import scaled
from scoring.rulebook import Rulebook, from_dict
from scoring.standings import standings

CRITERION = {"key": "x", "name": "Điểm", "max_points": 10, "step": "0.25"}
PART = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "mean"}}


def _rulebook(part: dict[str, Any], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": [PART | part], **more})


def _figure(entry: Entry, rulebook: Rulebook) -> PartFigure:
    return standings(entry, rulebook).rows[0].parts["a"]


def test_a_part_that_waits_for_sheets_has_no_figure_to_round() -> None:
    rulebook = _rulebook({}, rounding=[{"stage": "part", "decimals": 1, "mode": "half_up"}])
    figure = _figure(Entry(("X",), {"a": ("1", "2")}, {("a", "X", "1"): {"x": F(8)}}), rulebook)
    assert (figure.state, figure.exact, figure.points) == ("incomplete", None, None)


@pytest.mark.parametrize(("rule", "points"), [("zero", F(0)), ("unranked", None)])
def test_a_team_that_was_not_there_has_what_the_rules_give_it(rule: str, points: F | None) -> None:
    sheets: dict[tuple[str, str, str], Sheet] = {("a", "X", "1"): {"x": F(8)}, ("a", "X", "2"): Absent.ABSENT}
    entry = Entry(("X",), {"a": ("1", "2")}, sheets, not_present=frozenset({("a", "X")}))
    figure = _figure(entry, _rulebook({}, not_present=rule))
    assert (figure.state, figure.exact, figure.points, figure.net) == ("not_present", points, points, points)
    assert (figure.marked, figure.seats, figure.absent, figure.absent_why) == (0, 1, ("2",), {"2": "absent"})
    assert (figure.sheets, figure.criteria, figure.panels) == ({}, {}, ())


def test_what_is_entered_for_all_is_nobodys_and_no_panel_rounds_it() -> None:
    rulebook = _rulebook(
        {"panel": {"method": "agreed"}}, rounding=[{"stage": "panel", "decimals": 0, "mode": "half_up"}]
    )
    (panel,) = _figure(Entry(("X",), agreed={("a", "X"): {"x": F("8.25")}}), rulebook).panels
    assert (panel.used.judges, panel.rounded, panel.points) == (("",), F("8.25"), F("8.25"))


def test_a_question_struck_for_everyone_leaves_the_answers_nobodys() -> None:
    questions = [{"key": key, "name": key, "max_points": 5} for key in ("k1", "k2")]
    rulebook = _rulebook({"criteria": questions, "panel": {"method": "quiz", "struck": "everyone"}})
    entry = Entry(("X",), agreed={("a", "X"): {"k1": F(5), "k2": F(0)}}, struck=(Strike("a", "k2", ""),))
    (panel,) = _figure(entry, rulebook).panels
    assert (panel.used.judges, panel.exact) == (("",), F(10))


@pytest.mark.parametrize(("teams", "points"), [(1, F(10)), (2, F(9)), (3, F(8)), (7, F(28, 7))])
def test_teams_that_share_a_place_share_its_points(teams: int, points: F) -> None:
    # 10, 8, 6, 4 and then nothing: two teams have 18 : 2, three 24 : 3, seven 28 : 7.
    panel = _rulebook({"panel": {"method": "rank_sum", "place_points": [10, 8, 6, 4]}}).parts[0].panel
    table = {str(team): PanelMarks(("1",), (F(5),), (F(1),)) for team in range(teams)}
    assert {found and found.value for found in METHODS["rank_sum"].combine(table, panel).values()} == {points}


def test_a_sheet_is_the_sum_of_its_marks_by_their_weights() -> None:
    criteria = [CRITERION, CRITERION | {"key": "y", "name": "Hai", "weight": 2}]
    rulebook = _rulebook({"criteria": criteria, "max_points": 30})
    assert sheet_sum(rulebook.parts[0].criteria, {"y": F("0.25"), "x": F(8)}) == F("8.5")


def test_great_values_are_compared_exactly_too() -> None:
    values = [F(10**17 + 1, 3), F(10**17, 3), F(1, 10**17)]
    whole = scaled(values)
    assert [type(each) for each in whole] == [int] * 3
    assert whole == [(10**17 + 1) * 10**17, 10**34, 3]


def test_a_share_of_a_part_in_percent_is_of_what_it_weighs() -> None:
    # The part of at most 10 points weighs 40 of 100: half of it is 20, and 4.75 of 10 come to 19.
    agreed = {"panel": {"method": "agreed"}}
    other = PART | agreed | {"key": "b", "name": "Phần B", "percent": 60}
    rules = {"name": "Hội thi", "percent_of": "maximum", "sunk": "no_prize"}
    rulebook = from_dict({**rules, "parts": [PART | agreed | {"percent": 40, "min_share": 50}, other]})
    entry = Entry(("X",), agreed={("a", "X"): {"x": F("4.75")}, ("b", "X"): {"x": F(9)}})
    (sunk,) = standings(entry, rulebook).rows[0].sunk
    assert sunk.code == "part_below_share"
    assert (sunk.values["points"], sunk.values["least"]) == (F(19), F(20))
