"""Marks turned into places: each judge's order of the teams, and how the orders of a panel become one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from scoring.panelfigures import Column, Mark, Placing
from scoring.points import exact_sum

Places = Mapping[str, tuple[Mark, ...]]


def placed(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Give each team's place, the highest value first; teams with equal values share the mean of their places."""
    return {
        team: sum(other > value for other in values.values())
        + Fraction(1 + sum(other == value for other in values.values()), 2)
        for team, value in values.items()
    }


def judge_places(table: Mapping[str, Iterable[Mark]]) -> dict[str, tuple[Mark, ...]]:
    """Give each team's places with the judges who marked every team; nobody did where they are empty."""
    of_all = set.intersection(*({mark.judge for mark in marks} for marks in table.values()))
    values: dict[str, dict[str, Fraction]] = {judge: {} for judge in of_all}
    for team, marks in table.items():
        for mark in marks:
            if mark.judge in of_all:
                values[mark.judge][team] = mark.value
    orders = {judge: placed(of_teams) for judge, of_teams in values.items()}
    return {
        team: tuple(Mark(mark.judge, orders[mark.judge][team], mark.weight) for mark in marks if mark.judge in of_all)
        for team, marks in table.items()
    }


def _sum(places: Sequence[Mark]) -> Fraction:
    return exact_sum(mark.weight * mark.value for mark in places)


def by_sum(places: Places) -> dict[str, Placing]:
    """Place the teams by the sum of their places (each times its judge's weight), the lowest first."""
    totals = {team: _sum(of_team) for team, of_team in places.items()}
    final = placed({team: -total for team, total in totals.items()})
    return {team: Placing(places[team], totals[team], final[team]) for team in places}


def by_majority(places: Places) -> dict[str, Placing]:
    """Place the teams by the skating system, rules 5 to 8: who is on "this place or better" with most of the judges."""
    needed = len(next(iter(places.values()))) // 2 + 1
    result: dict[str, Placing] = {}
    left, place = set(places), 1
    for column in range(1, len(places) + 1):
        # Rules 5 and 8: the first column in which somebody has a majority; who is placed leaves the others.
        majority = [team for team in places if team in left and _column(places[team], column).judges >= needed]
        for tied, last in _in_order(majority, places, column):
            shared = place + Fraction(len(tied) - 1, 2)
            for team in tied:
                looked = tuple(_column(places[team], each) for each in range(1, last + 1))
                result[team] = Placing(places[team], _sum(places[team]), shared, looked, needed)
            place += len(tied)
        left -= set(majority)
    return result


def _column(places: Sequence[Mark], place: int) -> Column:
    counted = [mark.value for mark in places if mark.value <= place]
    return Column(place, len(counted), exact_sum(counted))


def _in_order(teams: Collection[str], places: Places, column: int) -> list[tuple[tuple[str, ...], int]]:
    """Give teams with a majority in order, each group that stays tied with the last column looked at.

    Rule 6: the larger majority; rule 7: the lower sum of those places, then the next column, among themselves.
    """
    looks = {team: _column(places[team], column) for team in teams}
    ordered: list[tuple[tuple[str, ...], int]] = []
    for judges, total in sorted({(-look.judges, look.total) for look in looks.values()}):
        tied = tuple(team for team, look in looks.items() if (-look.judges, look.total) == (judges, total))
        if len(tied) > 1 and column < len(places):
            ordered += _in_order(tied, places, column + 1)
        else:
            ordered.append((tied, column))
    return ordered
