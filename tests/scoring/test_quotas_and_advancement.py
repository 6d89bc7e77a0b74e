"""How many prizes there are and who goes on, in whole: places, reasons, questions and what stays open."""

from fractions import Fraction as F
from typing import Any

from scoring.entered import Decision, Entry
from scoring.figures import Advancement, Reason
from scoring.quotas import Quotas, Slack, quotas
from scoring.rules import PrizeCap, PrizeTier
from scoring.standings import Standings, standings
from tests.scoring.test_groups_and_prizes import _rulebook


def _tier(key: str, count: int | None = None, percent: int | None = None, **more: Any) -> PrizeTier:
    return PrizeTier(key, key, count, None if percent is None else F(percent), **more)


def test_quotas_say_how_each_number_came_about() -> None:
    """20 entries, prizes for half of them: 10.

    First: 40 % of 10 is 4, at most 3. Second: 30 % of 20 is 6, cut to 20 % of 10, which is 2. The rest: 10 - 3 - 2 = 5.
    """
    tiers = [_tier("nhat", percent=40, percent_of="prizes", at_most=3), _tier("nhi", percent=30), _tier("kk")]
    caps = [PrizeCap(F(50)), PrizeCap(F(20), "prizes", ("nhi",))]
    first = {"percent": F(40), "of": "prizes", "base": 10, "places": 4}
    second = {"percent": F(30), "of": "entries", "base": 20, "places": 6}
    cut = {"percent": F(20), "of": "prizes", "base": 10, "limit": 2, "wanted": 6, "places": 2}
    assert quotas(tiers, caps, 20) == Quotas(
        {"nhat": 3, "nhi": 2, "kk": 5},
        {
            "nhat": (Reason("prize_quota", (), first), Reason("prize_at_most", (), {"at_most": 3})),
            "nhi": (Reason("prize_quota", (), second), Reason("prize_cut_by_cap", (), cut)),
            "kk": (),
        },
        (Slack(frozenset({"nhat", "nhi", "kk"}), 0), Slack(frozenset({"nhi"}), 0)),
    )


def test_the_rest_is_what_the_entries_and_the_caps_leave() -> None:
    assert quotas([_tier("nhat", 1), _tier("kk")], [], 5).places == {"nhat": 1, "kk": 4}
    assert quotas([_tier("nhat", 2), _tier("kk")], [], 2).places == {"nhat": 2, "kk": 0}
    capped = quotas([_tier("nhat", 2), _tier("kk")], [PrizeCap(F(30), "entries", ("nhat", "kk"))], 20)
    assert capped.places == {"nhat": 2, "kk": 4}


def test_where_every_tier_has_its_size_the_prizes_are_their_sum() -> None:
    """Three prizes for ten entries: half of them is one."""
    found = quotas([_tier("nhat", 2), _tier("nhi", 1)], [PrizeCap(F(50), "prizes", ("nhat",))], 10)
    assert found.places == {"nhat": 1, "nhi": 1}


def test_a_cap_of_the_entries_tells_how_many_there_are() -> None:
    found = quotas([_tier("nhat", 5)], [PrizeCap(F(10), "entries", ("nhat",))], 20)
    cut = {"percent": F(10), "of": "entries", "base": 20, "limit": 2, "wanted": 5, "places": 2}
    assert (found.places, found.reasons) == ({"nhat": 2}, {"nhat": (Reason("prize_cut_by_cap", (), cut),)})


def _table(points: dict[str, dict[str, int]], advance: dict[str, int], groups: str, **more: Any) -> Standings:
    """Give the standings of teams by group with one mark each."""
    marks = {team: value for of_group in points.values() for team, value in of_group.items()}
    group_of = {team: group for group, of_group in points.items() for team in of_group}
    sheets = {("a", team, "GK1"): {"x": F(value)} for team, value in marks.items()}
    entry = Entry(tuple(marks), {"a": ("GK1",)}, sheets, groups=group_of, decisions=more.pop("decisions", ()))
    return standings(entry, _rulebook(groups=groups, advance=advance, **more))


def _in_group(team: str, rank: int, group: str, total: int) -> Reason:
    return Reason("advance_in_group", (team,), {"rank": rank, "group": group, "total": F(total)})


def test_places_that_nobody_takes_stay_open_with_their_reason() -> None:
    table = _table({"A": {"X": 9}, "B": {"Y": 8}}, {"per_group": 2, "best_others": 1}, "both")
    assert table.advancement == Advancement(
        ("X", "Y"),
        3,
        (
            _in_group("X", 1, "A", 9),
            Reason("advance_short", (), {"places": 1, "group": "A"}),
            _in_group("Y", 1, "B", 8),
            Reason("advance_short", (), {"places": 1, "group": "B"}),
            Reason("advance_short", (), {"places": 1, "group": ""}),
        ),
    )


def test_ties_at_the_cut_of_two_groups_leave_both_places_open() -> None:
    table = _table({"A": {"X": 9, "Y": 9}, "B": {"V": 7, "W": 7}}, {"per_group": 1, "best_others": 2}, "apart")
    assert table.advancement is not None
    assert (table.advancement.teams, table.advancement.open_places) == ((), 4)
    assert [each.teams for each in table.advancement.questions] == [("X", "Y"), ("V", "W")]
    assert [each.values["group"] for each in table.advancement.questions] == ["A", "B"]


def test_a_tie_of_the_others_names_all_who_are_tied_in_the_ranking() -> None:
    table = _table({"A": {"X": 9, "Y": 8, "T": 8}, "B": {"V": 8}}, {"per_group": 1, "best_others": 1}, "both")
    assert table.advancement is not None
    (question,) = table.advancement.questions
    assert (table.advancement.teams, table.advancement.open_places) == (("X", "V"), 1)
    assert sorted(question.teams) == ["T", "V", "Y"]
    assert question.values == {"total": F(8), "rank": 2, "places": 1}


def test_a_decision_beyond_the_last_place_is_not_used() -> None:
    points = {"A": {"X": 9, "Z": 8, "Y": 7}, "B": {"V": 9, "W": 7}}
    decision = Decision(("W", "Y"), (("W",), ("Y",)))
    for places, unused in ((1, ["decision_unused"]), (2, [])):
        table = _table(
            points, {"per_group": 1, "best_others": places}, "apart", ties=["decision"], decisions=(decision,)
        )
        assert table.advancement is not None
        assert table.advancement.teams == ("X", "V", "Z", "W")[: 2 + places]
        assert [each.code for each in table.warnings] == unused
