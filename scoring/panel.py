"""How a panel's marks become one figure: a table of methods, each given all teams at once (places need the others)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.figures import ABSENT, Mark, Marks, Sheet
from scoring.points import mean
from scoring.rules import Panel, Problem


@dataclass(frozen=True)
class Combined:
    """A panel's exact figure for one team, with the marks used and those dropped."""

    value: Fraction
    used: tuple[Mark, ...]
    dropped: tuple[Mark, ...] = ()


OneTeam = Callable[[Sequence[Mark], Panel], Combined | None]
AllTeams = Callable[[Mapping[str, Sequence[Mark]], Panel], dict[str, Combined | None]]


@dataclass(frozen=True)
class Method:
    """A panel method: whether judges mark, the rulebook keys it takes and needs, its sum and its check.

    `combine` gets the teams that are completely marked, each with one mark or more; None is no figure: people must say.
    """

    judged: bool
    combine: AllTeams
    keys: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    check: Callable[[Panel], list[Problem]] = lambda panel: []
    relative: bool = False  # a team's figure depends on the other teams' marks


def _each(one: OneTeam) -> AllTeams:
    return lambda table, panel: {team: one(marks, panel) for team, marks in table.items()}


def _mean(marks: Sequence[Mark], panel: Panel) -> Combined | None:
    return Combined(mean([mark.value for mark in marks]), tuple(marks))


def _no_figure(marks: Sequence[Mark], panel: Panel) -> Combined | None:
    return None


def _trimmed_mean(marks: Sequence[Mark], panel: Panel) -> Combined | None:
    if len(marks) < panel.at_least:
        return BELOW[panel.below](marks, panel)
    # Equal marks stay in the order of the seats, so one copy of an extreme is dropped, never all of them.
    order = sorted(range(len(marks)), key=lambda seat: marks[seat].value)
    outer = {*order[: panel.drop], *order[len(order) - panel.drop :]}
    used = tuple(mark for seat, mark in enumerate(marks) if seat not in outer)
    dropped = tuple(mark for seat, mark in enumerate(marks) if seat in outer)
    return Combined(mean([mark.value for mark in used]), used, dropped)


def _check_trimmed(panel: Panel) -> list[Problem]:
    least = 2 * panel.drop + 1
    if panel.at_least < least:
        return [Problem("at_least", "trim_leaves_nothing", {"drop": panel.drop, "least": least})]
    return []


def _agreed(marks: Sequence[Mark], panel: Panel) -> Combined | None:
    return Combined(marks[0].value, tuple(marks))


BELOW: dict[str, OneTeam] = {"mean": _mean, "question": _no_figure}

METHODS: dict[str, Method] = {
    "mean": Method(True, _each(_mean)),
    "trimmed_mean": Method(
        True,
        _each(_trimmed_mean),
        frozenset({"drop", "at_least", "below"}),
        frozenset({"drop", "at_least"}),
        _check_trimmed,
    ),
    "agreed": Method(False, _each(_agreed)),
}


@dataclass(frozen=True)
class Roll:
    """Who of a panel marked one team: whole sheets that count, judges absent, judges whose sheet is missing."""

    counted: Mapping[str, Marks]
    absent: tuple[str, ...]
    missing: tuple[str, ...]


def _whole_part(sheets: Mapping[str, Sheet | None], criteria: Sequence[str]) -> Roll:
    counted: dict[str, Marks] = {}
    absent, missing = [], []
    for judge, sheet in sheets.items():
        if sheet is ABSENT:
            absent.append(judge)
        elif isinstance(sheet, Mapping) and all(criterion in sheet for criterion in criteria):
            counted[judge] = sheet
        else:
            missing.append(judge)
    return Roll(counted, tuple(absent), tuple(missing))


ABSENCE: dict[str, Callable[[Mapping[str, Sheet | None], Sequence[str]], Roll]] = {"whole_part": _whole_part}
