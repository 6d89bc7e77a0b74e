"""How the figures that a tie step compared came about, for whoever follows them by hand: a table of the steps that reckon."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.figures import PartFigure
from scoring.points import exact_sum
from scoring.rules import ONE, ZERO
from scoring.tiesteps import TieFacts, compared, middle, part_keys, weights_in_group, with_sheets


@dataclass(frozen=True)
class Sum:
    """The terms of a team's figure, each with its weight."""

    team: str
    terms: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class Middle:
    """A team's sheets of one part from the lowest to the highest, and those in the middle (none: it has no sheet)."""

    team: str
    part: str
    sheets: tuple[Fraction, ...]
    middle: tuple[Fraction, ...]


@dataclass(frozen=True)
class Duel:
    """Two tied teams judge by judge: each one's sum over the parts in which the judge marked both."""

    one: str
    other: str
    sums: Mapping[str, tuple[Fraction, Fraction]]


Working = Sequence[Sum] | Sequence[Middle] | Sequence[Duel]
Work = Callable[[tuple[str, ...], str, TieFacts], Working]


def _parts(teams: tuple[str, ...], argument: str, facts: TieFacts) -> list[Sum]:
    keys = part_keys(argument)
    return [Sum(team, tuple((facts.rows[team].parts[key].net or ZERO, ONE) for key in keys)) for team in teams]


def _group(teams: tuple[str, ...], argument: str, facts: TieFacts) -> list[Sum]:
    part, weights = weights_in_group(argument, facts.parts)

    def terms(figure: PartFigure) -> tuple[tuple[Fraction, Fraction], ...]:
        return tuple((figure.criteria.get(key, ZERO), weight) for key, weight in weights.items())

    return [Sum(team, terms(facts.rows[team].parts[part])) for team in teams]


def _fewest_deductions(teams: tuple[str, ...], argument: str, facts: TieFacts) -> list[Sum]:
    found = []
    for team in teams:
        row = facts.rows[team]
        taken = [figure.taken for figure in row.parts.values()]
        terms = [*taken, row.taken - exact_sum(taken)]
        found.append(Sum(team, tuple((term, ONE) for term in terms if term)))
    return found


def _median(teams: tuple[str, ...], argument: str, facts: TieFacts) -> list[Middle]:
    keys = with_sheets(argument, facts.parts)
    return [
        Middle(team, key, tuple(sorted(figure.sheets.values())), middle(figure))
        for team in teams
        for key in keys
        for figure in [facts.rows[team].parts[key]]
    ]


def _head_to_head(teams: tuple[str, ...], argument: str, facts: TieFacts) -> list[Duel]:
    return [
        Duel(team, other, compared(team, other, facts)) for at, team in enumerate(teams) for other in teams[at + 1 :]
    ]


# Steps whose figures are not already printed one by one where they were given.
WORKING: dict[str, Work] = {
    "parts": _parts,
    "group": _group,
    "fewest_deductions": _fewest_deductions,
    "median": _median,
    "head_to_head": _head_to_head,
}


def working(step: str, teams: tuple[str, ...], argument: str, facts: TieFacts) -> Working:
    """Give how the figures of a step came about; nothing for a step that only looks at figures which stand elsewhere."""
    work = WORKING.get(step)
    return work(teams, argument, facts) if work else ()
