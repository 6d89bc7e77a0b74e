"""What a rulebook is made of: frozen records, every decimal an exact Fraction, every name a key in a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

ZERO = Fraction(0)
ONE = Fraction(1)
JUDGES_SHOWN = ("numbered", "named")  # how papers and a conferring panel speak of judges


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
    min_share: Fraction | None = None
    zero_sinks: bool = False


@dataclass(frozen=True)
class Panel:
    """How a panel's sheets become one figure: a name in scoring.panel.METHODS, over whole sheets or criteria.

    `place_points` are the points of the first, second … place, for methods that turn marks into places; `wrong` is what a
    wrong answer costs and `struck` what becomes of a question struck out, for a quiz.
    """

    method: str
    over: str = "sheets"
    drop: int = 0
    at_least: int = 1
    below: str = "mean"
    place_points: tuple[Fraction, ...] = ()
    wrong: Fraction | None = None
    struck: str = "everyone"


@dataclass(frozen=True)
class SeatRule:
    """What is special about a judge's seat, named by its number ("1") or, in files, by the judge as written.

    `parts` are those it counts for (none listed: all), `deputy_of` the seat it stands in for; a shadow seat never counts.
    """

    seat: str
    weight: Fraction = ONE
    parts: tuple[str, ...] = ()
    shadow: bool = False
    deputy_of: str = ""


@dataclass(frozen=True)
class Band:
    """A stretch of over- or undertime, from `start` to before `until` seconds off the limit, and what it costs.

    It costs points or a `percent` (of `percent_of`: the part's points or its maximum), or has an `effect` of
    scoring.deductions.EFFECTS ("not_marked", "no_points").
    """

    start: int
    until: int | None
    points: Fraction = ZERO
    per: str = "once"
    percent: Fraction | None = None
    percent_of: str = "points"
    effect: str = ""


@dataclass(frozen=True)
class DeductionRule:
    """A fault or merit that may be noted: a kind of scoring.deductions.KINDS and its figures (points, seconds).

    `cap` is the most that all faults under this rule cost (or earn) a team in one place; `most_times` how many count.
    """

    key: str
    name: str
    kind: str
    points: Fraction | None = None
    max_points: Fraction | None = None
    grace: int = 0
    bands: tuple[Band, ...] = ()
    cap: Fraction | None = None
    most_times: int | None = None


@dataclass(frozen=True)
class Part:
    """A part of the contest (phần thi); max_points is the sheet's heading before the factor, None if open.

    `percent` is its share of the total and excludes a factor; `min_share` the percent of its maximum that must be
    reached; `deduction_cap` the most that is taken from it; `floor` the least that is left of it.
    """

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
    time_minimum: int | None = None
    percent: Fraction | None = None
    min_share: Fraction | None = None
    deduction_cap: Fraction | None = None
    floor: Fraction | None = None

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
    """A prize tier: how many places it has; count None takes all the rest, or the `percent` of `percent_of`.

    `at_most` caps a percentage; `min_score` is the least total for it; `ranking` says along which ranking it is given;
    `across` what a tie across its last place does (ask, or share the tier).
    """

    key: str
    name: str
    count: int | None
    percent: Fraction | None = None
    percent_of: str = "entries"
    at_most: int | None = None
    min_score: Fraction | None = None
    ranking: str = "overall"
    across: str = "ask"

    @property
    def takes_the_rest(self) -> bool:
        """Say whether the tier goes to every team that is left."""
        return self.count is None and self.percent is None


@dataclass(frozen=True)
class PrizeCap:
    """The most prizes that some tiers (none listed: all) may hold together: a percent of entries or of prizes."""

    percent: Fraction
    percent_of: str = "entries"
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpecialPrize:
    """A prize beside the tiers (giải phụ), `by` a name of scoring.prizes.BY with its argument ("part:chao_hoi", "named")."""

    key: str
    name: str
    by: str
    count: int = 1
    no_double: bool = False


@dataclass(frozen=True)
class Advance:
    """Who goes on to the next round: `per_group` of each group, then the `best_others` over all."""

    per_group: int = 0
    best_others: int = 0


@dataclass(frozen=True)
class Issued:
    """The decision that issued the rules: number, date as written, issuer and abstract (số, ngày, cơ quan, trích yếu)."""

    number: str = ""
    date: str = ""
    issuer: str = ""
    abstract: str = ""


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
    issued: Issued | None = None
    judges_shown: str = "numbered"
    seats: tuple[SeatRule, ...] = ()
    percent_of: str = "points"
    floor: Fraction | None = None
    deduction_cap: Fraction | None = None
    one_act: str = "heaviest"
    sunk: str = "unranked"
    shared_ranks: str = "standard"
    groups: str = "together"
    prize_caps: tuple[PrizeCap, ...] = ()
    special_prizes: tuple[SpecialPrize, ...] = ()
    advance: Advance | None = None

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
