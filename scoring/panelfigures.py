"""What a panel makes of its marks, with every intermediate figure: marks, places, and the figure that came of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scoring.rules import ONE


class Mark(NamedTuple):
    """One judge's figure as the panel takes it, a criterion's mark or a sheet's sum; an entered one has judge ""."""

    judge: str
    value: Fraction
    weight: Fraction = ONE


# Not frozen, for there is one to each criterion of each team, and freezing it would more than double what it costs to make.
@dataclass(slots=True)
class PanelMarks:
    """One team's marks as a panel takes them, kept in columns with a place for each seat; read across they are Marks."""

    judges: tuple[str, ...] = ()
    values: tuple[Fraction, ...] = ()
    weights: tuple[Fraction, ...] = ()

    def __iter__(self) -> Iterator[Mark]:
        return map(Mark, self.judges, self.values, self.weights)

    def __len__(self) -> int:
        return len(self.judges)

    def only(self, places: Iterable[int]) -> "PanelMarks":
        """Give the marks at these places, in the order of the seats."""
        order = sorted(places)
        return PanelMarks(
            tuple([self.judges[place] for place in order]),
            tuple([self.values[place] for place in order]),
            tuple([self.weights[place] for place in order]),
        )


def marks_of(marks: Iterable[Mark]) -> PanelMarks:
    """Give marks in columns."""
    return PanelMarks(*zip(*marks, strict=True))


@dataclass(frozen=True)
class Column:
    """A column of the majority count: how many judges put the team on this place or better, and the sum of those places."""

    place: int
    judges: int
    total: Fraction


@dataclass(frozen=True)
class Placing:
    """How a panel of places placed a team: each judge's place, their (weighted) sum, and the place that came of them.

    Shared places are means: two teams on places two and three have 5/2. `columns` are those that the majority count looked
    at, the last being the one that placed the team; `needed` judges are a majority (None where places are added).
    """

    places: tuple[Mark, ...]
    total: Fraction
    place: Fraction
    columns: tuple[Column, ...] = ()
    needed: int | None = None


class PanelFigure(NamedTuple):
    """How one panel figure came about; `criterion` is None when the panel works over whole sheets.

    `placing` is the working of a method by places, whose `exact` are the points of the place.
    """

    criterion: str | None
    used: PanelMarks
    dropped: PanelMarks
    exact: Fraction
    rounded: Fraction
    weighted: Fraction
    points: Fraction
    placing: Placing | None = None
