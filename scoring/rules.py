"""What a rulebook is made of: frozen records, every decimal an exact Fraction, every name a key in a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

ONE = Fraction(1)


@dataclass(frozen=True)
class Problem:
    """A mistake: where it is ("parts.tieu_pham.criteria.dien_xuat.step"), its code, the values of its sentence."""

    where: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Criterion:
    """One line of a score sheet; max_points and step are None only for an open agreed figure."""

    key: str
    name: str
    max_points: Fraction | None = None
    step: Fraction | None = None
    weight: Fraction = ONE
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """How a panel's sheets become one figure: a name in scoring.panel.METHODS, over whole sheets or criteria."""

    method: str
    over: str = "sheets"
    drop: int = 0
    at_least: int = 1
    below: str = "mean"


@dataclass(frozen=True)
class Band:
    """A stretch of overtime, from `start` to before `until` seconds over the limit, and what it costs."""

    start: int
    until: int | None
    points: Fraction
    per: str = "once"


@dataclass(frozen=True)
class DeductionRule:
    """A fault that may be punished: a kind of scoring.deductions.KINDS and its figures (points, seconds)."""

    key: str
    name: str
    kind: str
    points: Fraction | None = None
    max_points: Fraction | None = None
    grace: int = 0
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of the contest (phần thi); max_points is the sheet's heading before the factor, None if open."""

    key: str
    name: str
    short_name: str
    criteria: tuple[Criterion, ...]
    panel: Panel
    max_points: Fraction | None = None
    factor: Fraction = ONE
    deductions: tuple[DeductionRule, ...] = ()
    spread_tolerance: Fraction | None = None
    time_limit: int | None = None
    note: str = ""

    def criterion(self, key: str) -> Criterion:
        """Give the criterion of that key; raise KeyError if there is none."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    @property
    def sheet_max(self) -> Fraction | None:
        """Give the most points a sheet can hold, sum of weight × max before the factor; None if a criterion is open."""
        total = Fraction(0)
        for criterion in self.criteria:
            if criterion.max_points is None:
                return None
            total += criterion.weight * criterion.max_points
        return total


@dataclass(frozen=True)
class RoundingStage:
    """One place where figures are rounded: panel, factor, part or total; to how many decimals; by which mode."""

    stage: str
    decimals: int
    mode: str = "half_up"


@dataclass(frozen=True)
class PrizeTier:
    """A prize tier: how many places it has; count None takes all the rest."""

    key: str
    name: str
    count: int | None


@dataclass(frozen=True)
class Rulebook:
    """The rules of one contest, exact and complete; made by scoring.rulebook.loads or from_dict only."""

    name: str
    parts: tuple[Part, ...]
    rounding: tuple[RoundingStage, ...] = ()
    decimals: int = 2
    rank_on: str = "exact"
    ties: tuple[str, ...] = ()
    prizes: tuple[PrizeTier, ...] = ()
    deductions: tuple[DeductionRule, ...] = ()
    absent: str = "whole_part"
    not_present: str = "zero"
    max_total: Fraction | None = None
    near_tie: Fraction | None = None
    source: str = ""
    invented: bool = False
    note: str = ""

    def part(self, key: str) -> Part:
        """Give the part of that key; raise KeyError if there is none."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def rules_for(self, part: str | None) -> tuple[DeductionRule, ...]:
        """Give the deductions that may be noted in a part (its own, then the contest's) or in the contest (None)."""
        return (*(self.part(part).deductions if part is not None else ()), *self.deductions)

    def rule(self, part: str | None, key: str) -> DeductionRule:
        """Give the deduction of that key as noted in a part or (None) in the whole contest; raise KeyError if none."""
        for rule in self.rules_for(part):
            if rule.key == key:
                return rule
        raise KeyError(key)
