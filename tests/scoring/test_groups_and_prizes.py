"""What the case folders do not show of groups, tie steps, prizes and who goes on: refusals, parts shown alone, properties."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.messages.scoring import say, tell
from scoring.entered import Decision, Entry, Fault
from scoring.entries import problems
from scoring.figures import Notice, Question, Reason
from scoring.prizes import beyond_entries, propose
from scoring.rulebook import Problem, Rulebook, RulebookErrors, from_dict, to_dict
from scoring.standings import Standings, standings

F = Fraction
CRITERION = {"key": "x", "name": "Điểm", "max_points": 10, "step": "0.25", "group": "Nội dung"}
JUDGED = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "mean"}}
AGREED = {"key": "b", "name": "Phần B", "max_points": 10, "criteria": [CRITERION], "panel": {"method": "agreed"}}
NHAT, NHI, BA = ({"key": key, "name": key, "count": 1} for key in ("nhat", "nhi", "ba"))


def _rulebook(*parts: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts) or [JUDGED], **more})


def _entry(marks: dict[str, list[int]], **more: Any) -> Entry:
    seats = tuple(f"GK{number}" for number in range(1, max(map(len, marks.values())) + 1))
    sheets = {
        ("a", team, judge): {"x": F(mark)}
        for team, given_marks in marks.items()
        for judge, mark in zip(seats, given_marks, strict=True)
    }
    return replace(Entry(tuple(marks), {"a": seats}, sheets), **more)


def _problems(document: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": [JUDGED], **document})
    assert all(say(problem.code, problem.values) for problem in caught.value.problems)
    return [(problem.where, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"prize_caps": [{"percent": 50}]}, ("prize_caps.1", "cap_without_prizes")),
        (
            {"groups": "both", "prizes": [NHAT, NHI | {"ranking": "group"}], "prize_caps": [{"percent": 50}]},
            ("prize_caps.1", "cap_mixes_rankings"),
        ),
        ({"groups": "apart", "prizes": [NHAT | {"ranking": "overall"}]}, ("prizes.nhat.ranking", "no_such_ranking")),
        ({"parts": [AGREED], "ties": ["head_to_head"]}, ("ties.1", "tie_needs_sheets")),
        ({"parts": [AGREED], "ties": ["median"]}, ("ties.1", "tie_needs_sheets")),
        ({"advance": 3}, ("advance", "not_a_table")),
        ({"advance": {}}, ("advance", "advance_nobody")),
        ({"prizes": [NHAT | {"count": "many"}]}, ("prizes.nhat.count", "not_whole")),
    ],
)
def test_what_rulebooks_may_not_say_together(document: dict[str, object], found: tuple[str, str]) -> None:
    assert _problems(document) == [found]


def test_what_is_written_of_groups_and_prizes_comes_back() -> None:
    tiers = [
        NHAT | {"min_score": 8, "across": "share"},
        {"key": "nhi", "name": "nhi", "percent": "12.5", "percent_of": "prizes", "at_most": 4},
        BA | {"count": "rest"},
    ]
    rulebook = _rulebook(
        groups="apart",
        shared_ranks="dense",
        prizes=tiers,
        prize_caps=[{"percent": 60}, {"percent": 10, "percent_of": "prizes", "tiers": ["nhat"]}],
        special_prizes=[{"key": "hay", "name": "Hay", "by": "part:a", "no_double": True}],
        advance={"per_group": 2, "best_others": 1},
    )
    assert from_dict(to_dict(rulebook)) == rulebook
    assert [tier.ranking for tier in rulebook.prizes] == ["group"] * 3
    assert to_dict(rulebook)["prizes"][1] == {  # type: ignore[index]
        "key": "nhi", "name": "nhi", "percent": "12.5", "percent_of": "prizes", "at_most": 4, "ranking": "group",
    }  # fmt: skip


def test_a_team_without_group_is_named_where_groups_are_ranked() -> None:
    entry = _entry({"X": [7], "Y": [8]}, groups={"X": "A"})
    assert problems(entry, _rulebook(groups="both")) == (Problem("groups/Y", "team_without_group", {"team": "Y"}),)
    assert problems(entry, _rulebook()) == ()


def test_prizes_beyond_the_entries_are_known_before_any_mark() -> None:
    teams = Entry(("X", "Y", "Z"), groups={"X": "A", "Y": "A", "Z": "B"}, ineligible=frozenset({"X"}))
    assert beyond_entries(teams, _rulebook(prizes=[NHAT, NHI])) == ()
    too_many = beyond_entries(teams, _rulebook(prizes=[NHAT, NHI, BA]))
    assert too_many == (Notice("prizes_beyond_entries", (), None, {"places": 3, "entries": 2, "group": ""}),)
    apart = _rulebook(groups="apart", prizes=[NHAT, NHI, BA | {"count": "rest"}])
    found = beyond_entries(teams, apart)
    assert [each.values for each in found] == [
        {"places": 2, "entries": 1, "group": "A"},
        {"places": 2, "entries": 1, "group": "B"},
    ]
    assert tell(found[0], apart).startswith("Cơ cấu có 2 giải ở A mà chỉ có 1 đội được xét")


def test_a_barred_team_is_passed_over_for_its_knock_out() -> None:
    out = {"key": "out", "name": "Thi hộ", "kind": "knockout"}
    rulebook = _rulebook(prizes=[NHAT], deductions=[out], sunk="no_prize")
    entry = _entry({"X": [9], "Y": [8]}, faults=(Fault("X", "out"),))
    (award,) = propose(standings(entry, rulebook), rulebook).awards
    assert award.teams == ("Y",)
    assert award.reasons == (
        Reason("skipped_barred", ("X",), {"rank": 1}),
        Reason("prize_by_rank", ("Y",), {"rank": 2, "group": "", "total": F(8)}),
    )


def test_an_audience_prize_goes_to_the_first_of_the_part_that_the_audience_gave() -> None:
    vote = AGREED | {"key": "v", "name": "Bình chọn", "panel": {"method": "audience"}}
    prize = {"key": "khan_gia", "name": "Khán giả yêu thích", "by": "audience"}
    rulebook = _rulebook(JUDGED, vote, special_prizes=[prize])
    entry = _entry({"X": [9], "Y": [8]}, agreed={("v", "X"): {"x": F(3)}, ("v", "Y"): {"x": F(5)}})
    assert [award.teams for award in propose(standings(entry, rulebook), rulebook).specials] == [("Y",)]


def test_whoever_was_not_there_has_no_special_prize() -> None:
    prizes = [{"key": key, "name": key, "by": by} for key, by in (("p", "part:a"), ("c", "criterion:a.x"))]
    rulebook = _rulebook(JUDGED, AGREED, special_prizes=prizes)
    entry = _entry({"X": [0]}, agreed={("b", team): {"x": F(5)} for team in "XY"}, not_present=frozenset({("a", "Y")}))
    entry = replace(entry, teams=("X", "Y"))
    assert [award.teams for award in propose(standings(entry, rulebook), rulebook).specials] == [("X",), ("X",)]


def test_while_a_team_lacks_a_figure_no_special_prize_is_proposed() -> None:
    rulebook = _rulebook(JUDGED, AGREED, special_prizes=[{"key": "p", "name": "p", "by": "part:a"}])
    proposals = propose(standings(_entry({"X": [5], "Y": [6]}), rulebook), rulebook)
    assert ([award.teams for award in proposals.specials], proposals.questions) == (
        [()],
        (Question("prizes_wait", ("X", "Y")),),
    )


def test_a_tie_for_a_special_prize_is_asked_with_its_figure() -> None:
    rulebook = _rulebook(special_prizes=[{"key": "p", "name": "Hay nhất", "by": "part:a"}])
    (question,) = propose(standings(_entry({"X": [5], "Y": [5]}), rulebook), rulebook).questions
    assert question == Question("tie_on_special_prize", ("X", "Y"), {"prize": "Hay nhất", "value": F(5), "places": 1})
    assert tell(question, rulebook).startswith("Hay nhất: các đội X, Y bằng nhau (5) mà chỉ còn 1 suất.")


@pytest.mark.parametrize("step", ["parts:a+b", "criterion:b.x", "group:b.Nội dung", "median", "part:b"])
def test_a_step_about_a_part_that_is_not_shown_is_passed_over(step: str) -> None:
    rulebook = _rulebook(JUDGED, JUDGED | {"key": "b", "name": "B"}, ties=[step], advance={"per_group": 1})
    table = standings(_entry({"X": [5], "Y": [5]}), rulebook, parts=["a"])
    assert [(row.rank, row.tied_with) for row in table.rows] == [(1, ("Y",)), (1, ("X",))]
    assert [row.tie_values for row in table.rows] == [(), ()]
    assert (table.questions, table.advancement) == ((), None)


def test_a_team_that_was_not_there_has_the_lowest_median_and_beats_nobody() -> None:
    entry = _entry({"X": [0, 0]}, not_present=frozenset({("a", "Y")}))
    entry = replace(entry, teams=("X", "Y"))
    for step in ("median", "head_to_head"):
        rows = standings(entry, _rulebook(ties=[step])).rows
        assert [(row.team, row.rank, [value.value for value in row.tie_values]) for row in rows] == [
            ("X", 1, [F(0)]),
            ("Y", 1, [F(0)]),
        ]


# Properties: up to six teams in up to two groups, whole marks of three judges, every step that needs nobody.

STEPS = ["parts:a+b", "median", "head_to_head", "fewest_deductions", "part:a", "decision", "lot"]


@st.composite
def _contests(draw: st.DrawFn) -> tuple[Entry, Rulebook]:
    teams = tuple("ABCDEF"[: draw(st.integers(2, 6))])
    mark = st.integers(4, 6).map(F)
    sheets = {(part, team, judge): {"x": draw(mark)} for part in "ab" for team in teams for judge in ("J1", "J2", "J3")}
    groups = {team: draw(st.sampled_from(["1", "2"])) for team in teams}
    tied = tuple(sorted(draw(st.sets(st.sampled_from(teams), min_size=2))))
    entry = Entry(
        teams,
        {"a": ("J1", "J2", "J3"), "b": ("J1", "J2", "J3")},
        sheets,
        decisions=(Decision(tied, tuple((team,) for team in tied)),),
        groups=groups,
        ineligible=frozenset(draw(st.sets(st.sampled_from(teams), max_size=2))),
    )
    grouping = draw(st.sampled_from(["together", "apart", "both"]))
    ranking = {"together": "overall", "apart": "group"}.get(grouping) or draw(st.sampled_from(["overall", "group"]))
    across = draw(st.sampled_from(["ask", "share"]))
    tiers = [
        {**tier, "ranking": ranking, "across": across}
        for tier in (NHAT, NHI, BA | {"count": draw(st.sampled_from([1, 2, "rest"]))})
    ]
    rulebook = _rulebook(
        JUDGED,
        JUDGED | {"key": "b", "name": "B"},
        ties=draw(st.lists(st.sampled_from(STEPS), unique=True)),
        shared_ranks=draw(st.sampled_from(["standard", "dense"])),
        groups=grouping,
        prizes=tiers,
        prize_caps=[{"percent": draw(st.sampled_from([30, 60, 100]))}],
        special_prizes=[{"key": "s", "name": "s", "by": "part:b", "no_double": draw(st.booleans())}],
        advance={"per_group": draw(st.integers(0, 2)), "best_others": draw(st.integers(1, 2))},
    )
    return entry, rulebook


@given(_contests(), st.permutations(range(6)))
@settings(max_examples=60, deadline=None)
def test_the_order_of_teams_and_the_names_of_judges_say_nothing(
    contest: tuple[Entry, Rulebook], order: list[int]
) -> None:
    entry, rulebook = contest
    teams = tuple(entry.teams[place] for place in order if place < len(entry.teams))
    names = {"J1": "K3", "J2": "K1", "J3": "K2"}
    sheets = {(part, team, names[judge]): sheet for (part, team, judge), sheet in entry.sheets.items()}
    other = replace(entry, teams=teams, judges=dict.fromkeys("ab", tuple(names.values())), sheets=sheets)
    assert _said(standings(entry, rulebook), rulebook) == _said(standings(other, rulebook), rulebook)


def _said(table: Standings, rulebook: Rulebook) -> object:
    proposals = propose(table, rulebook)
    going = table.advancement
    assert going is not None
    return (
        {row.team: (row.rank, row.group_rank, row.parted_by, row.tie_values, set(row.tied_with)) for row in table.rows},
        [(award.tier.key, set(award.teams), award.open_places) for award in proposals.awards],
        [(award.prize.key, set(award.teams), award.open_places) for award in proposals.specials],
        {(question.code, frozenset(question.teams)) for question in (*table.questions, *proposals.questions)},
        (set(going.teams), going.open_places),
    )


@given(_contests())
@settings(max_examples=80, deadline=None)
def test_proposals_keep_their_promises(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    table = standings(entry, rulebook)
    proposals = propose(table, rulebook)
    given_to = [team for award in proposals.awards for team in award.teams]
    assert len(given_to) == len(set(given_to))
    assert not set(given_to) & entry.ineligible
    cap = rulebook.prize_caps[0].percent
    held = len(given_to) + sum(award.open_places for award in proposals.awards)
    assert held <= cap * len(entry.teams) / 100
    every = (*proposals.awards, *proposals.specials, table.advancement)
    for award in every:
        assert award is not None
        explained = {team for reason in award.reasons for team in reason.teams}
        assert set(award.teams) <= explained
        assert all(tell(reason, rulebook) for reason in award.reasons)
    assert all(tell(question, rulebook) for question in (*table.questions, *proposals.questions))
    assert all(tell(notice, rulebook) for notice in table.warnings)


@given(_contests())
@settings(max_examples=50, deadline=None)
def test_every_question_about_a_rank_is_settled_by_a_decision_on_its_teams(contest: tuple[Entry, Rulebook]) -> None:
    """Whatever is asked, a decision on exactly these teams ends it, if the rulebook hears decisions at once."""
    entry, rulebook = contest
    rulebook = replace(rulebook, ties=("decision",))
    entry = replace(entry, decisions=())
    for _ in range(20):
        asked = standings(entry, rulebook).questions
        if not asked:
            return
        teams = asked[0].teams
        entry = replace(entry, decisions=(*entry.decisions, Decision(teams, tuple((team,) for team in teams))))
    raise AssertionError(asked)


def _pairs(marks: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    for one, other in permutations(marks, 2):
        better = sum(mine > theirs for mine, theirs in zip(marks[one], marks[other], strict=True))
        worse = sum(mine < theirs for mine, theirs in zip(marks[one], marks[other], strict=True))
        if better > worse:
            yield one, other


@given(st.lists(st.permutations([4, 5, 6, 7, 8]), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_head_to_head_parts_exactly_where_all_above_beat_all_below(drawn: list[list[int]]) -> None:
    """Against a second way to it: try every line between the teams, by every order of them."""
    marks = dict(zip("ABCDE", drawn, strict=False))
    beats = set(_pairs(marks))
    rows = standings(_entry(marks), _rulebook(ties=["head_to_head"])).rows
    above = {frozenset(row.team for row in rows if (row.rank or 0) <= rank) for rank in {row.rank or 0 for row in rows}}
    lines = {
        frozenset(order[:cut])
        for order in permutations(marks)
        for cut in range(1, len(order) + 1)
        if all((one, other) in beats for one in order[:cut] for other in order[cut:])
    }
    assert above == lines
