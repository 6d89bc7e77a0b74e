"""Who goes on from several contests, worked by hand; and what holds whatever the results are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from contest.planning.onward import BEST_OTHER, NAMED, QUOTA, Choice, Entrant, Lane, Onward, Rulings, Tie, going_on

HUNDRED = Fraction(100)


def lane(source: str, places: int, *totals: str, most: Fraction | None = HUNDRED, **more: object) -> Lane:
    """Give a source whose teams A1, A2 … have these totals, equal ones sharing a rank (1-2-2-4)."""
    values = [Fraction(total) for total in totals]
    entrants = tuple(
        Entrant(f"{source}{number}", 1 + sum(other > value for other in values), value)
        for number, value in enumerate(values, 1)
    )
    return Lane(source, places, most, entrants, **more)  # type: ignore[arg-type]


def teams(found: Onward) -> list[str]:
    return [each.team for each in found.going]


def by(found: Onward) -> dict[str, str]:
    return {each.team: each.by for each in found.going}


# Twenty teams in three clusters, as Kỳ Anh's were (domain.md 2.1); the totals are invented.
CLUSTERS = (
    lane("A", 2, "90", "88.5", "87.25", "80", "79", "70", "60"),
    lane("B", 2, "95", "89", "87", "86", "70", "69", "68"),
    lane("C", 2, "85", "84", "83", "82", "81", "50"),
)


def test_twenty_teams_in_three_clusters_come_to_seven() -> None:
    """First and second of each are six; of the others A3 (87.25) is above B3 (87) and C3 (83)."""
    assert sum(len(each.entrants) for each in CLUSTERS) == 20
    found = going_on(CLUSTERS, 1, "shown")
    assert teams(found) == ["A1", "A2", "B1", "B2", "C1", "C2", "A3"]
    assert by(found)["A3"] == BEST_OTHER
    assert set(found.left.values()) == {"below"}
    assert (len(found.left), found.ties, found.open_places, found.short, found.blocked) == (13, (), 0, 0, "")


def test_thirty_five_in_one_cluster_give_three() -> None:
    """Thanh Hóa's cluster II (domain.md 5): 35 contestants, the first three to the province."""
    totals = [str(95 - place) for place in range(35)]
    assert teams(going_on([lane("II", 3, *totals)], 0, "shown")) == ["II1", "II2", "II3"]


def test_groups_of_one_contest_each_have_their_places() -> None:
    """Four clusters in one contest, first and second of each: eight (Ba Vì, domain.md 2.1)."""
    lanes = [Lane("X", 2, HUNDRED, lane(f"{n}.", 2, "9", "8", "7").entrants, f"Cụm {n}") for n in range(1, 5)]
    assert teams(going_on(lanes, 0, "shown")) == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]


def test_a_tie_at_the_last_place_of_a_source_is_asked_and_the_others_wait() -> None:
    """A2 and A3 share rank 2 on the one place left: nobody of them goes on, and the best other is not known yet."""
    lanes = [lane("A", 2, "90", "88", "88", "87"), lane("B", 1, "95", "88")]
    found = going_on(lanes, 1, "shown")
    assert teams(found) == ["A1", "B1"]
    assert found.ties == (Tie(("A2", "A3"), 1, "lane"),)
    assert found.left == {"A2": "tied", "A3": "tied", "A4": "others_wait", "B2": "others_wait"}
    assert found.open_places == 2
    decided = going_on(lanes, 1, "shown", Rulings((Choice(frozenset({"A2", "A3"}), frozenset({"A3"})),)))
    # A3 by decision; then A2 and B2 are equal (88) on the one place of the others: asked again.
    assert teams(decided) == ["A1", "A3", "B1"]
    assert decided.going[1].chosen
    assert decided.ties == (Tie(("A2", "B2"), 1, "others"),)
    both = Rulings(
        (Choice(frozenset({"A2", "A3"}), frozenset({"A3"})), Choice(frozenset({"A2", "B2"}), frozenset({"B2"})))
    )
    assert teams(going_on(lanes, 1, "shown", both)) == ["A1", "A3", "B1", "B2"]


def test_a_choice_of_other_teams_or_of_another_number_parts_nothing() -> None:
    lanes = [lane("A", 1, "88", "88", "88")]
    for choice in (
        Choice(frozenset({"A1", "A2"}), frozenset({"A1"})),
        Choice(frozenset({"A1", "A2", "A3"}), frozenset()),
    ):
        assert going_on(lanes, 0, "shown", Rulings((choice,))).ties == (Tie(("A1", "A2", "A3"), 1, "lane"),)


def test_the_newest_choice_counts() -> None:
    tied = frozenset({"A1", "A2"})
    rulings = Rulings((Choice(tied, frozenset({"A1"})), Choice(tied, frozenset({"A2"}))))
    assert teams(going_on([lane("A", 1, "88", "88")], 0, "shown", rulings)) == ["A2"]


def test_equal_others_of_one_contest_stand_as_it_parted_them() -> None:
    """Both have 80, and their contest's rules put A2 above A3: nothing is asked."""
    entrants = (Entrant("A1", 1, Fraction(90)), Entrant("A2", 2, Fraction(80)), Entrant("A3", 3, Fraction(80)))
    assert teams(going_on([Lane("A", 1, HUNDRED, entrants)], 1, "shown")) == ["A1", "A2"]


def test_whoever_is_passed_over_gives_the_place_to_the_next_with_the_reason() -> None:
    first, second, third, last = lane("A", 2, "90", "80", "70", "60").entrants
    barred = (Entrant(first.team, 1, first.value, "ineligible"), second, third, Entrant("A0", None, None), last)
    found = going_on([Lane("A", 2, HUNDRED, barred)], 0, "shown", Rulings(out=frozenset({"A2"})))
    assert teams(found) == ["A3", "A4"]
    assert found.left == {"A1": "ineligible", "A2": "out", "A0": "unranked"}


def test_who_is_named_takes_no_place_and_who_is_kept_holds_one() -> None:
    lanes = [lane("A", 2, "90", "80", "70", "60")]
    named = going_on(lanes, 0, "shown", Rulings(named=frozenset({"A4"})))
    assert by(named) == {"A4": NAMED, "A1": QUOTA, "A2": QUOTA}
    kept = going_on(lanes, 0, "shown", Rulings(kept={"A4": QUOTA}))
    assert by(kept) == {"A4": QUOTA, "A1": QUOTA}
    other = going_on(lanes, 1, "shown", Rulings(kept={"A4": BEST_OTHER}))
    assert by(other) == {"A4": BEST_OTHER, "A1": QUOTA, "A2": QUOTA}


def test_a_source_without_a_result_keeps_its_places_and_the_others_open() -> None:
    found = going_on([lane("A", 1, "90", "80"), Lane("B", 2, waits=True)], 1, "shown")
    assert (teams(found), found.open_places, found.left) == (["A1"], 3, {"A2": "others_wait"})


def test_places_that_nobody_is_left_for_stay_empty() -> None:
    found = going_on([lane("A", 3, "90", "80")], 2, "shown")
    assert (teams(found), found.open_places, found.short) == (["A1", "A2"], 0, 3)


def test_totals_out_of_different_maxima_are_not_compared() -> None:
    """72 of 80 is 90 %, 85 of 100 is 85 %: by points A2 would go on, by shares B2 does."""
    lanes = [lane("A", 1, "95", "85"), lane("B", 1, "76", "72", most=Fraction(80))]
    found = going_on(lanes, 1, "shown")
    assert (teams(found), found.blocked, found.open_places) == (["A1", "B1"], "maxima_differ", 1)
    shares = [lane("A", 1, "95", "85"), lane("B", 1, "95", "90", most=Fraction(80))]
    assert teams(going_on(shares, 1, "share")) == ["A1", "B1", "B2"]
    open_ = [lane("A", 1, "95", "85", most=None), lane("B", 1, "76", "72")]
    assert [going_on(open_, 1, way).blocked for way in ("exact", "share")] == ["maxima_differ", "maximum_unknown"]
    assert going_on(open_, 0, "exact").blocked == ""
    alone = going_on([lane("A", 1, "95", "85", most=None)], 1, "exact")
    assert (teams(alone), alone.blocked) == (["A1", "A2"], "")


totals_ = st.lists(st.integers(0, 12), min_size=1, max_size=6)
contests = st.lists(st.tuples(totals_, st.integers(0, 3)), min_size=1, max_size=4)


def _lanes(drawn: Sequence[tuple[list[int], int]]) -> list[Lane]:
    return [lane(f"{name}.", places, *map(str, totals)) for name, (totals, places) in zip("ABCD", drawn, strict=False)]


@given(contests, st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_sources_changes_nothing(drawn: list[tuple[list[int], int]], best: int, dice: Random) -> None:
    lanes = _lanes(drawn)
    mixed = [*lanes]
    dice.shuffle(mixed)
    one, other = going_on(lanes, best, "shown"), going_on(mixed, best, "shown")
    assert (by(one), one.left, set(one.ties), one.open_places, one.short) == (
        by(other),
        other.left,
        set(other.ties),
        other.open_places,
        other.short,
    )


@given(contests, st.integers(0, 3), st.integers(0, 3))
def test_more_places_take_nobody_away(drawn: list[tuple[list[int], int]], best: int, more: int) -> None:
    """Where no tie is open: one that opens at the new last place keeps the others waiting, as it must."""
    lanes = _lanes(drawn)
    first = going_on(lanes, best, "shown")
    wider = going_on([Lane(x.source, x.places + more, x.most, x.entrants) for x in lanes], best + more, "shown")
    if not first.ties and not wider.ties:
        assert first.teams <= wider.teams


@given(contests, st.integers(0, 3))
def test_every_team_goes_on_or_is_told_why_not_and_places_add_up(drawn: list[tuple[list[int], int]], best: int) -> None:
    lanes = _lanes(drawn)
    found = going_on(lanes, best, "shown")
    everybody = {each.team for lane in lanes for each in lane.entrants}
    assert found.teams | set(found.left) == everybody
    assert found.teams.isdisjoint(found.left)
    assert len(found.going) + found.open_places + found.short == sum(lane.places for lane in lanes) + best
    value = {each.team: each.value or Fraction(0) for lane in lanes for each in lane.entrants}
    others = [value[each.team] for each in found.going if each.by == BEST_OTHER]
    below = [value[team] for team, why in found.left.items() if why == "below"]
    if others and below:
        assert min(others) >= max(below)
