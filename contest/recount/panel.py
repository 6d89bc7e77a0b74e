"""How the sheets of all teams become one figure each: means by the share of every judge, or places counted out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contest.recount.ratio import NOUGHT, ONE, Ratio, ratio, total, written
from contest.recount.rounding import lookup

Figures = Mapping[str, Ratio]
"""A figure of each judge."""


@dataclass(frozen=True)
class Field:
    """What is pooled: every team's figures by judge, the judges' weights by team, the rules of the panel."""

    figures: Mapping[str, Figures]
    weights: Mapping[str, Mapping[str, Ratio]]
    panel: Mapping[str, Any]


@dataclass(frozen=True)
class Pooled:
    """What a team's figures come to, and the share with which each judge's counts when a criterion is looked at."""

    value: Ratio
    shares: Mapping[str, Ratio]


Method = Callable[[Field], Mapping[str, Pooled | None]]
OneTeam = Callable[[Figures, Figures, Mapping[str, Any]], Pooled | None]


def _each(one: OneTeam) -> Method:
    """Make a method of all teams of one that needs nobody else's figures."""

    def method(field: Field) -> Mapping[str, Pooled | None]:
        return {team: one(figures, field.weights[team], field.panel) for team, figures in field.figures.items()}

    return method


def _shares(judges: Figures, weights: Figures) -> dict[str, Ratio]:
    whole = total(weights[judge] for judge in judges)
    return {judge: weights[judge] / whole for judge in judges}


def _by_shares(figures: Figures, shares: Mapping[str, Ratio]) -> Pooled:
    return Pooled(total(figures[judge] * share for judge, share in shares.items()), shares)


def _mean(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return _by_shares(figures, _shares(figures, weights))


def _sum(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    added = total(figure * weights[judge] for judge, figure in figures.items())
    return Pooled(added, _shares(figures, weights))


def _kept(figures: Figures, drop: int) -> Pooled:
    """Pool what is left between `drop` places at each end; equal figures share the places that they hold together."""
    values = sorted(figures.values())
    kept = range(drop, len(values) - drop)
    shares = {}
    for judge, figure in figures.items():
        held = [place for place, value in enumerate(values) if value == figure]
        shares[judge] = ratio(sum(place in kept for place in held), len(held) * len(kept))
    return _by_shares(figures, shares)


def _trimmed_mean(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    if len(figures) < int(panel.get("at_least", 1)):
        below: OneTeam = lookup(BELOW, panel.get("below", "mean"))
        return below(figures, weights, panel)
    return _kept(figures, int(panel.get("drop", 0)))


def _median(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return _kept(figures, (len(figures) - 1) // 2)


def _entered(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return _by_shares(figures, dict.fromkeys(figures, ONE))


def _ask(figures: Figures, weights: Figures, panel: Mapping[str, Any]) -> Pooled | None:
    return None


Order = Callable[[Mapping[str, Figures], Figures], list[list[str]]]


def _by_places(order: Order) -> Method:
    """Make a method of an order of the teams, first to last: each judge's marks are places, the last order is points."""

    def method(field: Field) -> Mapping[str, Pooled | None]:
        teams = list(field.figures)
        judges = [judge for judge in field.weights[teams[0]] if all(judge in field.figures[team] for team in teams)]
        if not judges:
            return dict.fromkeys(teams)
        places = {team: {judge: _place(field, team, judge) for judge in judges} for team in teams}
        weights = field.weights[teams[0]]
        points = _points(order(places, weights), field.panel.get("place_points", ()))
        return {team: Pooled(points[team], _shares(places[team], weights)) for team in teams}

    return method


def _place(field: Field, team: str, judge: str) -> Ratio:
    """Give a team's place by one judge; teams with the same mark hold the mean of their places."""
    mine = field.figures[team][judge]
    above = sum(figures[judge] > mine for figures in field.figures.values())
    level = sum(figures[judge] == mine for figures in field.figures.values())
    return ratio(2 * above + level + 1, 2)


def _points(order: list[list[str]], listed: Sequence[object]) -> dict[str, Ratio]:
    points = [written(each) for each in listed]
    found: dict[str, Ratio] = {}
    for group in order:
        held = points[len(found) : len(found) + len(group)]
        found |= dict.fromkeys(group, total(held) / ratio(len(group)))
    return found


def _sum_of_places(places: Mapping[str, Figures], weights: Figures) -> list[list[str]]:
    sums = {team: total(place * weights[judge] for judge, place in mine.items()) for team, mine in places.items()}
    return [[team for team in places if sums[team] == each] for each in sorted(set(sums.values()))]


def _majority_of_places(places: Mapping[str, Figures], weights: Figures) -> list[list[str]]:
    return _columns(places, list(places), 1, majority=True)


def _columns(places: Mapping[str, Figures], teams: list[str], column: int, *, majority: bool) -> list[list[str]]:
    """Order teams from a column of places on (skating system, rules 5 to 8).

    With `majority` only teams that most judges put on this place or better are placed here, the others later; without it
    the teams had one and are equal so far, so that all are compared.
    """
    if len(teams) < 2 or column > len(places):
        return [teams] if teams else []
    counted = {team: [place for place in places[team].values() if place <= ratio(column)] for team in teams}
    reached = [team for team in teams if not majority or 2 * len(counted[team]) > len(places[team])]
    keys = {team: (-len(counted[team]), total(counted[team])) for team in reached}
    order: list[list[str]] = []
    for key in sorted(set(keys.values())):
        order += _columns(places, [team for team in reached if keys[team] == key], column + 1, majority=False)
    left = [team for team in teams if team not in reached]
    return order + (_columns(places, left, column + 1, majority=True) if left else [])


METHODS: dict[str, Method] = {
    "mean": _each(_mean),
    "trimmed_mean": _each(_trimmed_mean),
    "median": _each(_median),
    "sum": _each(_sum),
    "rank_sum": _by_places(_sum_of_places),
    "majority": _by_places(_majority_of_places),
    "agreed": _each(_entered),
    "minutes": _each(_entered),
    "quiz": _each(_entered),
    "carried": _each(_entered),
    "audience": _each(_entered),
}
BELOW: dict[str, OneTeam] = {"mean": _mean, "question": _ask}
ENTERED_ONCE = frozenset({"agreed", "minutes", "quiz", "carried", "audience"})
"""Methods without sheets: the secretariat enters one figure a criterion."""
NEEDS_ALL_JUDGES = frozenset({"sum"})
"""Methods whose figures of unequal panels cannot be compared: an absent judge is waited for, whatever the rules say."""
NEEDS_ALL_TEAMS = frozenset({"rank_sum", "majority"})
"""Methods that compare: nobody has a figure before every team that was there has its sheets."""

Units = dict[str, tuple[dict[str, Figures], Ratio]]
"""What is pooled under a criterion's key or "": every team's figures by judge, and the weight still to be laid on."""


def _over_sheets(sheets: Mapping[str, Mapping[str, Figures]], weights: Figures) -> Units:
    sums = {
        team: {judge: total(marks[key] * weight for key, weight in weights.items()) for judge, marks in mine.items()}
        for team, mine in sheets.items()
    }
    return {"": (dict(sums), ONE)}


def _over_criteria(sheets: Mapping[str, Mapping[str, Figures]], weights: Figures) -> Units:
    return {
        key: ({team: {judge: mine[judge][key] for judge in mine} for team, mine in sheets.items()}, weight)
        for key, weight in weights.items()
    }


OVER: dict[str, Callable[[Mapping[str, Mapping[str, Figures]], Figures], Units]] = {
    "sheets": _over_sheets,
    "criteria": _over_criteria,
}


def _full(marks: Figures, struck: Figures, whole: Figures) -> dict[str, Ratio]:
    return {key: struck.get(key, mark) for key, mark in marks.items()}


def _none(marks: Figures, struck: Figures, whole: Figures) -> dict[str, Ratio]:
    return {key: NOUGHT if key in struck else mark for key, mark in marks.items()}


def _rescaled(marks: Figures, struck: Figures, whole: Figures) -> dict[str, Ratio]:
    left = total(most for key, most in whole.items() if key not in struck)
    grown = total(whole.values()) / left
    return {key: NOUGHT if key in struck else mark * grown for key, mark in marks.items()}


STRUCK: dict[str, Callable[[Figures, Figures, Figures], dict[str, Ratio]]] = {
    "everyone": _full,
    "nobody": _none,
    "rescaled": _rescaled,
}
"""What a team's answers become when questions are struck out: from the marks, the most of each struck
question, and the most of every question with its weight."""
