"""What an explanation is made of: frozen records of codes, figures and names; sentences are the catalogue's business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.figures import PartFigure, Standing
from scoring.panelfigures import Placing


@dataclass(frozen=True)
class Step:
    """One step of a sum: its code, the figure that came of it, and the figures and names that its sentence needs."""

    code: str
    after: Fraction
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """Marks in the order of the judges: of a criterion, or (None) of whole sheets; which were dropped and why; its steps."""

    criterion: str | None
    marks: Mapping[str, Fraction]
    dropped: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Placings:
    """How the teams of a group ("": of the contest) were placed among each other, first to last, by a criterion or whole sheets.

    `points` are those of the places that the team in question holds, alone or with others.
    """

    criterion: str | None
    group: str
    teams: tuple[tuple[str, Placing], ...]
    points: tuple[Fraction, ...]


@dataclass(frozen=True)
class PartAccount:
    """One part: its figure, the judges called for it, how it came about, and how it was placed where places count.

    There is no line and no step while a sheet is missing, so that nobody sees marks early.
    """

    part: str
    figure: PartFigure
    judges: tuple[str, ...]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    placings: tuple[Placings, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Something about a rank, a tie or a prize: its code and the values of its sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One team's total and rank: its parts, the steps of its total, what placed it, what it is proposed for."""

    team: str
    standing: Standing
    parts: tuple[PartAccount, ...]
    steps: tuple[Step, ...]
    rank: tuple[Fact, ...]
    prizes: tuple[Fact, ...]


@dataclass(frozen=True)
class Pair:
    """One figure of two teams: of a part, or (None) as the code says: deducted from the whole, their sum, the total."""

    code: str
    part: str | None
    above: Fraction | None
    below: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """Give by how much the team above has more; None where either has no figure."""
        return None if self.above is None or self.below is None else self.above - self.below


@dataclass(frozen=True)
class Comparison:
    """Why `above` stands above `below` (or that they share a rank): figure by figure, then what decided."""

    above: Standing
    below: Standing
    pairs: tuple[Pair, ...]
    facts: tuple[Fact, ...]
