"""How a panel's marks become one figure: a table of methods, each given all teams at once (places need the others)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scoring.panelfigures import PanelMarks, Placing, marks_of
from scoring.places import Places, by_majority, by_sum, judge_places
from scoring.points import check_mark, exact_sum, mean, scaled
from scoring.quiz import check_answer
from scoring.rules import ONE, ZERO, Criterion, Panel, Part, Problem


class Combined(NamedTuple):
    """A panel's exact figure for one team, with the marks used and those dropped, or how it was placed."""

    value: Fraction
    used: PanelMarks
    dropped: PanelMarks = PanelMarks()
    placing: Placing | None = None


OneTeam = Callable[[PanelMarks, Panel], Combined | None]
AllTeams = Callable[[Mapping[str, PanelMarks], Panel], dict[str, Combined | None]]


def _step_mark(value: Fraction, criterion: Criterion, panel: Panel) -> None:
    check_mark(value, criterion.max_points, criterion.step)


def _sheet_max(part: Part) -> Fraction | None:
    return part.max_points


@dataclass(frozen=True)
class Method:
    """A panel method: whether judges mark, the rulebook keys it takes and needs, its sum and its check.

    `combine` gets the teams that are completely marked, each with one mark or more; None is no figure: people must say.
    `weighs` says that judges' weights mean something, `relative` that a team's figure comes of all teams' marks, so that
    none has one before all are marked, `needs_all` that it has none while a judge is absent, `on_scale` that a figure lies
    between nothing and the most that a mark can be. Of those without judges,
    `open` may lack a maximum, in a quiz (`answers`) each criterion is a question, and `voted` holds what the audience
    gave. `check_mark` raises PointsError for a mark that cannot be; `maximum` gives the most points of a part before its
    factor (None: not known).
    """

    judged: bool
    combine: AllTeams
    keys: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    check: Callable[[Panel], list[Problem]] = lambda panel: []
    weighs: bool = False
    relative: bool = False
    needs_all: bool = False
    on_scale: bool = True
    open: bool = False
    answers: bool = False
    voted: bool = False
    check_mark: Callable[[Fraction, Criterion, Panel], None] = _step_mark
    maximum: Callable[[Part], Fraction | None] = _sheet_max


def _each(one: OneTeam, table: Mapping[str, PanelMarks], panel: Panel) -> dict[str, Combined | None]:
    return {team: one(marks, panel) for team, marks in table.items()}


def weighted_mean(marks: PanelMarks) -> Fraction:
    """Give the exact mean, each mark counting by its judge's weight."""
    if marks.weights.count(ONE) == len(marks.weights):
        return mean(marks.values)
    return weighted_sum(marks.weights, marks.values) / exact_sum(marks.weights)


def weighted_sum(weights: Sequence[Fraction], values: Iterable[Fraction]) -> Fraction:
    """Give the exact sum of weight × value."""
    if weights.count(ONE) == len(weights):
        return exact_sum(values)
    return exact_sum(weight * value for weight, value in zip(weights, values, strict=True))


def _mean(marks: PanelMarks, panel: Panel) -> Combined | None:
    return Combined(weighted_mean(marks), marks)


def _sum(marks: PanelMarks, panel: Panel) -> Combined | None:
    return Combined(weighted_sum(marks.weights, marks.values), marks)


def _no_figure(marks: PanelMarks, panel: Panel) -> Combined | None:
    return None


def _kept(marks: PanelMarks, outer: int) -> Combined:
    """Give the mean without so many marks at each end.

    Equal marks stay in the order of the seats, so one copy of an extreme is dropped, never all of them.
    """
    order = sorted(range(len(marks)), key=scaled(marks.values).__getitem__)
    used = marks.only(order[outer : len(order) - outer])
    return Combined(mean(used.values), used, marks.only(order[:outer] + order[len(order) - outer :]))


def _trimmed_mean(marks: PanelMarks, panel: Panel) -> Combined | None:
    if len(marks) < panel.at_least:
        return BELOW[panel.below](marks, panel)
    return _kept(marks, panel.drop)


def _median(marks: PanelMarks, panel: Panel) -> Combined | None:
    return _kept(marks, (len(marks) - 1) // 2)


def _check_trimmed(panel: Panel) -> list[Problem]:
    least = 2 * panel.drop + 1
    if panel.at_least < least:
        return [Problem("at_least", "trim_leaves_nothing", {"drop": panel.drop, "least": least})]
    return []


def _entered(marks: PanelMarks, panel: Panel) -> Combined | None:
    return Combined(marks.values[0], marks)


# --- places


def _by_places(
    place: Callable[[Places], dict[str, Placing]], table: Mapping[str, PanelMarks], panel: Panel
) -> dict[str, Combined | None]:
    places = judge_places(table) if table else {}
    if not any(places.values()):
        return dict.fromkeys(table)
    placings = place(places)
    shared = [placing.place for placing in placings.values()]
    result: dict[str, Combined | None] = {}
    for team, placing in placings.items():
        judges = {mark.judge for mark in placing.places}
        used = marks_of(mark for mark in table[team] if mark.judge in judges)
        points = _points(placing.place, shared.count(placing.place), panel)
        result[team] = Combined(points, used, placing=placing)
    return result


def _points(place: Fraction, teams: int, panel: Panel) -> Fraction:
    """Give the points of a place, or the mean of those of the places that so many teams share; none beyond the list."""
    first = int(place - Fraction(teams - 1, 2))
    points = panel.place_points[first - 1 : first - 1 + teams]
    return exact_sum(points) / teams


def _check_places(panel: Panel) -> list[Problem]:
    points = panel.place_points
    found = [Problem("place_points", "place_points_rise", {"place": at + 1}) for at in _rises(points)][:1]
    if any(each < 0 for each in points) or not any(points):
        found.append(Problem("place_points", "place_points_none"))
    return found


def _rises(points: Sequence[Fraction]) -> list[int]:
    return [at for at in range(1, len(points)) if points[at] > points[at - 1]]


def _first_place(part: Part) -> Fraction | None:
    times = PLACED_TIMES.get(part.panel.over)  # as a rulebook writes it, which may be wrong
    return times(part) * max(part.panel.place_points, default=ZERO) if times else None


# How often a part gives the points of a place: once for whole sheets, else for each criterion by its weight.
PLACED_TIMES: dict[str, Callable[[Part], Fraction]] = {
    "sheets": lambda part: ONE,
    "criteria": lambda part: exact_sum(criterion.weight for criterion in part.criteria),
}

# Whether each criterion has a figure of the method's own; over whole sheets it has the mean of the marks in them.
OWN_FIGURES: dict[str, bool] = {"sheets": False, "criteria": True}

BELOW: dict[str, OneTeam] = {"mean": _mean, "question": _no_figure}
_PLACE_POINTS = frozenset({"place_points"})

METHODS: dict[str, Method] = {
    "mean": Method(True, lambda table, panel: _each(_mean, table, panel), weighs=True),
    "trimmed_mean": Method(
        True,
        lambda table, panel: _each(_trimmed_mean, table, panel),
        frozenset({"drop", "at_least", "below"}),
        frozenset({"drop", "at_least"}),
        _check_trimmed,
    ),
    "median": Method(True, lambda table, panel: _each(_median, table, panel)),
    # Nobody knows here how many judges there will be, so a sum has no maximum.
    "sum": Method(
        True,
        lambda table, panel: _each(_sum, table, panel),
        weighs=True,
        needs_all=True,
        on_scale=False,
        maximum=lambda part: None,
    ),
    "rank_sum": Method(
        True,
        lambda table, panel: _by_places(by_sum, table, panel),
        _PLACE_POINTS,
        _PLACE_POINTS,
        _check_places,
        weighs=True,
        relative=True,
        on_scale=False,
        maximum=_first_place,
    ),
    "majority": Method(
        True,
        lambda table, panel: _by_places(by_majority, table, panel),
        _PLACE_POINTS,
        _PLACE_POINTS,
        _check_places,
        relative=True,
        on_scale=False,
        maximum=_first_place,
    ),
    "agreed": Method(False, lambda table, panel: _each(_entered, table, panel), open=True),
    "minutes": Method(False, lambda table, panel: _each(_entered, table, panel), open=True),
    "quiz": Method(
        False,
        lambda table, panel: _each(_entered, table, panel),
        frozenset({"wrong", "struck"}),
        answers=True,
        check_mark=check_answer,
    ),
    "carried": Method(False, lambda table, panel: _each(_entered, table, panel), open=True),
    "audience": Method(False, lambda table, panel: _each(_entered, table, panel), open=True, voted=True),
}


def maximum(part: Part) -> Fraction | None:
    """Give the most points that a part can earn before its factor; None where nobody can know or the method is unknown."""
    method = METHODS.get(part.panel.method)
    return method.maximum(part) if method else None
