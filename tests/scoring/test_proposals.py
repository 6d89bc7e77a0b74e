"""Prize proposals compared whole: every team, place held back, reason and question, worked by hand beside each contest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from scoring.entered import Entry
from scoring.figures import Notice, Question, Reason
from scoring.prizes import Award, Proposals, beyond_entries, propose
from scoring.rulebook import Rulebook, from_dict
from scoring.rules import Problem
from scoring.specials import BY, SpecialAward
from scoring.standings import standings

X = {"key": "x", "name": "Một", "max_points": 10, "step": "0.25"}
A = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [X], "panel": {"method": "agreed"}}
VOTE = A | {"key": "v", "name": "Bình chọn", "panel": {"method": "audience"}}


def _tier(key: str, count: object = 1, **more: object) -> dict[str, object]:
    return {"key": key, "name": f"Giải {key}", **({} if count is None else {"count": count}), **more}


def _rules(*tiers: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": [A], "prizes": list(tiers), **more})


def _entry(**groups: dict[str, str]) -> Entry:
    """Give an entry of part a: by group ("_": none) the teams' points."""
    points = {team: value for teams in groups.values() for team, value in teams.items()}
    names = {team: group.replace("_", " ").strip() for group, teams in groups.items() for team in teams}
    agreed = {("a", team): {"x": F(value)} for team, value in points.items()}
    return Entry(tuple(points), agreed=agreed, groups={team: name for team, name in names.items() if name})


def _proposed(rules: Rulebook, entry: Entry) -> Proposals:
    return propose(standings(entry, rules), rules)


def _by_rank(team: str, rank: int, total: str, group: str = "") -> Reason:
    return Reason("prize_by_rank", (team,), {"rank": rank, "group": group, "total": F(total)})


def _awards(rules: Rulebook, *lines: tuple[tuple[str, ...], int, tuple[Reason, ...]]) -> tuple[Award, ...]:
    return tuple(Award(tier, *line) for tier, line in zip(rules.prizes, lines, strict=True))


def test_nothing_is_proposed_while_a_team_lacks_a_figure() -> None:
    rules = _rules(_tier("nhat"), special_prizes=[{"key": "s", "name": "Hay nhất", "by": "part:a"}])
    entry = replace(_entry(_={"X": "9"}), teams=("X", "Y"))
    specials = (SpecialAward(rules.special_prizes[0], ()),)
    waiting = Proposals((Award(rules.prizes[0], ()),), (Question("prizes_wait", ("Y",)),), specials)
    assert _proposed(rules, entry) == waiting
    assert _proposed(_rules(), entry) == Proposals((), ())


def test_tiers_over_all_and_then_in_each_group() -> None:
    # Over all A and B; in each group the best two of 7 or more who have none: D just has it, E and F have less.
    rules = _rules(_tier("nhat", 2), _tier("bang", 2, ranking="group", min_score=7), groups="both")
    entry = _entry(Bảng_1={"A": "9.5", "C": "8", "E": "6"}, Bảng_2={"B": "9", "D": "7", "F": "5"})
    below = {"min_score": F(7), "places": 1}
    assert _proposed(rules, entry) == Proposals(
        _awards(
            rules,
            (("A", "B"), 0, (_by_rank("A", 1, "9.5"), _by_rank("B", 2, "9"))),
            (
                ("C", "D"),
                0,
                (
                    Reason("skipped_has_prize", ("A",), {"rank": 1}),
                    _by_rank("C", 2, "8", "Bảng 1"),
                    Reason("prize_below_min", ("E",), below | {"total": F(6), "group": "Bảng 1"}),
                    Reason("skipped_has_prize", ("B",), {"rank": 1}),
                    _by_rank("D", 2, "7", "Bảng 2"),
                    Reason("prize_below_min", ("F",), below | {"total": F(5), "group": "Bảng 2"}),
                ),
            ),
        ),
        (),
    )


def test_percentages_are_of_each_group_and_places_that_nobody_fills_are_told() -> None:
    # Half of three entries is one place, half of two is one; of the two Nhì only one can go to the second group.
    rules = _rules(_tier("nhat", None, percent=50), _tier("nhi", 2), groups="apart")
    entry = _entry(Bảng_1={"A": "9", "B": "8", "C": "7"}, Bảng_2={"D": "9", "E": "8"})
    quota = {"percent": F(50), "of": "entries", "places": 1}
    assert _proposed(rules, entry) == Proposals(
        _awards(
            rules,
            (
                ("A", "D"),
                0,
                (
                    Reason("prize_quota", (), quota | {"base": 3, "group": "Bảng 1"}),
                    _by_rank("A", 1, "9", "Bảng 1"),
                    Reason("prize_quota", (), quota | {"base": 2, "group": "Bảng 2"}),
                    _by_rank("D", 1, "9", "Bảng 2"),
                ),
            ),
            (
                ("B", "C", "E"),
                0,
                (
                    _by_rank("B", 2, "8", "Bảng 1"),
                    _by_rank("C", 3, "7", "Bảng 1"),
                    _by_rank("E", 2, "8", "Bảng 2"),
                    Reason("prize_unfilled", (), {"places": 1, "group": "Bảng 2"}),
                ),
            ),
        ),
        (),
    )


def test_a_tie_across_tiers_is_asked_with_the_places_that_it_reaches() -> None:
    # Four teams of 8 for two Nhì and one Ba: one of them goes without.
    rules = _rules(_tier("nhat"), _tier("nhi", 2), _tier("ba"))
    entry = _entry(_={"A": "9", "B": "8", "C": "8", "D": "8", "E": "8", "F": "7"})
    names = {"tiers": ("nhi", "ba", None), "tier_names": ("Giải nhi", "Giải ba", None), "places": (2, 1, 1)}
    assert _proposed(rules, entry) == Proposals(
        _awards(rules, (("A",), 0, (_by_rank("A", 1, "9"),)), ((), 2, ()), ((), 1, ())),
        (Question("tie_on_prize_line", ("B", "C", "D", "E"), {"rank": 2, "total": F(8), **names}),),
    )


def test_whoever_has_a_prize_has_none_in_the_group_and_whoever_waits_for_one_keeps_a_place_open() -> None:
    # Of B and C one gets the Nhì; the other is the best of the second group that has none, so its place waits too.
    rules = _rules(_tier("nhat"), _tier("nhi"), _tier("bang", ranking="group"), groups="both")
    entry = _entry(Bảng_1={"A": "9", "D": "7"}, Bảng_2={"B": "8", "C": "8"})
    names = {"tiers": ("nhi", None), "tier_names": ("Giải nhi", "Giải bang"), "places": (1, 1)}
    assert _proposed(rules, entry) == Proposals(
        _awards(
            rules,
            (("A",), 0, (_by_rank("A", 1, "9"),)),
            ((), 1, ()),
            (
                ("D",),
                1,
                (
                    Reason("skipped_has_prize", ("A",), {"rank": 1}),
                    _by_rank("D", 2, "7", "Bảng 1"),
                    Reason("prize_waits", ("B", "C"), {"places": 1, "group": "Bảng 2"}),
                ),
            ),
        ),
        (Question("tie_on_prize_line", ("B", "C"), {"rank": 2, "total": F(8), **names}),),
    )


def test_equal_teams_share_a_tier_of_their_group() -> None:
    rules = _rules(_tier("bang", ranking="group", across="share"), groups="both")
    entry = _entry(Bảng_1={"A": "9", "C": "7"}, Bảng_2={"B": "8", "D": "8"})
    reasons = (
        _by_rank("A", 1, "9", "Bảng 1"),
        Reason("prize_shared", ("B", "D"), {"places": 1, "given": 2, "rank": 1}),
        _by_rank("B", 1, "8", "Bảng 2"),
        _by_rank("D", 1, "8", "Bảng 2"),
    )
    assert _proposed(rules, entry) == Proposals(_awards(rules, (("A", "B", "D"), 0, reasons)), ())


@pytest.mark.parametrize(("tied", "shared"), [(3, True), (4, False)])
def test_what_one_shared_tier_takes_of_a_cap_the_next_has_no_more(tied: int, shared: bool) -> None:
    # Half of 10 entries are 5 prizes, 1 Nhất and 1 Nhì leave 3 to share: one for the second Nhất, two for the Nhì.
    rules = _rules(_tier("nhat", across="share"), _tier("nhi", across="share"), prize_caps=[{"percent": 50}])
    points = {"A": "9", "B": "9", **dict.fromkeys("CDEF"[:tied], "8"), **dict.fromkeys("GHIJKL"[: 8 - tied], "7")}
    nhat, nhi = _proposed(rules, _entry(_=points)).awards
    assert (nhat.teams, nhi.teams, nhi.open_places) == (("A", "B"), tuple("CDEF"[:tied]) if shared else (), not shared)


@pytest.mark.parametrize(
    ("percent", "tied", "shared"),
    # Of 10 entries 8 may have a prize, 4 Nhất or khuyến khích, so 2 Nhất, 2 Nhì and 2 khuyến khích leave 2 to the first
    # cap and none to the second. The second Nhất falls to the khuyến khích, which changes neither. Then equal teams come
    # to the second Nhì: one more, two or three more than there are places; a third cap leaves the Nhì 1 or 4 to share.
    [(30, 2, True), (30, 3, False), (60, 3, True), (60, 4, False)],
)
def test_a_place_that_falls_to_the_rest_leaves_the_caps_as_they_are(percent: int, tied: int, shared: bool) -> None:
    caps = [
        {"percent": 80},
        {"percent": 40, "tiers": ["nhat", "kk"]},
        {"percent": percent, "tiers": ["nhi"]},
    ]
    tiers = [_tier("nhat", 2, min_score=9), _tier("nhi", 2, across="share"), _tier("kk", "rest")]
    rules = _rules(*tiers, prize_caps=caps)
    equal = "DEFG"[:tied]
    rest = "HIJKLMN"[: 7 - tied]
    points = {"A": "9", "B": "8.75", **dict.fromkeys(equal, "8"), **{team: f"{7 - at}" for at, team in enumerate(rest)}}
    nhat, nhi, kk = _proposed(rules, _entry(_=points | {"Z": "0"})).awards
    assert nhat.teams == ("A",)
    below = {"min_score": F(9), "total": F("8.75"), "places": 1, "group": ""}
    assert nhat.reasons == (_by_rank("A", 1, "9"), Reason("prize_below_min", ("B",), below))
    assert nhi.teams == (("B", *equal) if shared else ("B",))
    left = 3 if shared else 3 - min(3, tied - 1)
    assert kk.teams == tuple(rest[:left])


def test_a_tier_for_all_the_rest_is_closed_once() -> None:
    rules = _rules(_tier("kk", "rest", min_score=8))
    below = {"min_score": F(8), "total": F(7), "places": 2, "group": ""}
    reasons = (_by_rank("A", 1, "9"), Reason("prize_below_min", ("B",), below))
    entry = _entry(_={"A": "9", "B": "7", "C": "6"})
    assert _proposed(rules, entry) == Proposals(_awards(rules, (("A",), 0, reasons)), ())


# Special prizes


@pytest.mark.parametrize(
    ("parts", "argument", "found"),
    [
        ([A, VOTE], "", []),
        ([A], "", [Problem("", "special_needs_audience", {"found": 0})]),
        ([VOTE, VOTE | {"key": "w", "name": "Tin nhắn"}], "", [Problem("", "special_needs_audience", {"found": 2})]),
        ([A, VOTE], "v", [Problem("", "tie_takes_no_argument", {"typed": "v"})]),
    ],
)
def test_an_audience_prize_needs_one_part_of_the_audience(
    parts: list[dict[str, object]], argument: str, found: list[Problem]
) -> None:
    rules = from_dict({"name": "Hội thi", "parts": parts})
    assert BY["audience"].check(argument, {part.key: part for part in rules.parts}) == found


def test_a_prize_that_nobody_gets_twice_says_by_what_figure_it_passed_a_team_over() -> None:
    prize = {"key": "s", "name": "Hay nhất", "by": "part:a", "no_double": True}
    rules = _rules(_tier("nhat"), special_prizes=[prize])
    reasons = (
        Reason("special_no_double", ("A",), {"value": F(9)}),
        Reason("special_best", ("B",), {"value": F("8.5")}),
    )
    proposed = _proposed(rules, _entry(_={"A": "9", "B": "8.5", "C": "8"}))
    assert proposed.specials == (SpecialAward(rules.special_prizes[0], ("B",), 0, reasons),)


def test_places_beyond_the_entries_are_told_of_teams_without_a_group_too() -> None:
    rules = _rules(_tier("nhat"), _tier("nhi"), groups="apart")
    entry = Entry(("X", "Y", "Z"), groups={"X": "Bảng 1", "Y": "Bảng 1"})
    values = {"places": 2, "entries": 1, "group": ""}
    assert beyond_entries(entry, rules) == (Notice("prizes_beyond_entries", (), None, values),)
