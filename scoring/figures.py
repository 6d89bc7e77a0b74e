"""What comes out of standings, with every intermediate figure; points are exact Fractions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.entered import Decision
from scoring.panelfigures import PanelFigure
from scoring.points import exact_sum
from scoring.rules import ZERO


@dataclass(frozen=True)
class Cut:
    """What a limit of the rulebook took off a cost: one_act, most_times, cap, no_points, deduction_cap or floor."""

    limit: str
    points: Fraction


@dataclass(frozen=True)
class AppliedDeduction:
    """A fault and the points that it costs in the end (below zero: that it earns).

    `noted` is what it costs by its own rule, so that always points = noted less `cuts`; one that another fault of its
    act or the rule's limits outdo is listed with nothing taken. `effect` is what its band of seconds does besides.
    """

    rule: str
    name: str
    part: str | None
    amount: Fraction | None
    points: Fraction
    reason: str
    noted: Fraction
    effect: str = ""
    act: str = ""
    timed_by: str = ""
    confirmed_by: str = ""
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Sunk:
    """Why an entry is sunk (điểm liệt): a code of the message catalogue, where, and the values of its sentence."""

    code: str
    part: str | None
    criterion: str | None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PartFigure:
    """One team in one part.

    `state` is marked, incomplete or not_present. `exact` is the sum of the panel figures, `points` that sum after the
    part's rounding, both before deductions; `net` is points less `deducted`. All three are None while incomplete.
    `deducted` is the sum of the `deductions` less `cuts`, what the part's cap and floor cut; merits lessen it.
    `marked` of `seats` judges marked the whole part; `sheets` holds their sums, `criteria` each criterion's figure: the
    panel's after its rounding, or over whole sheets the (weighted) mean of the sheets used (equal sheets, of which some are
    dropped, count alike). `absent_why` says why of each absent judge; `awaited` are judges without whom the rulebook gives
    no figure; `deputies` who stood in, by the judge for whom; `shadows` the sums of sheets that never count; `struck` the
    questions struck out, whose criteria are as the rulebook leaves them.
    """

    part: str
    state: str
    panels: tuple[PanelFigure, ...]
    sheets: Mapping[str, Fraction]
    criteria: Mapping[str, Fraction]
    marked: int
    seats: int
    absent: tuple[str, ...]
    missing: tuple[str, ...]
    exact: Fraction | None
    points: Fraction | None
    deductions: tuple[AppliedDeduction, ...]
    deducted: Fraction
    net: Fraction | None
    absent_why: Mapping[str, str] = field(default_factory=dict)
    awaited: tuple[str, ...] = ()
    deputies: Mapping[str, str] = field(default_factory=dict)
    shadows: Mapping[str, Fraction] = field(default_factory=dict)
    struck: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def taken(self) -> Fraction:
        """Give what faults take, merits left aside."""
        return _taken(self.deductions, self.cuts)

    @property
    def earned(self) -> Fraction:
        """Give what merits add, so that deducted = taken - earned."""
        return self.taken - self.deducted


def _taken(items: Iterable[AppliedDeduction], cuts: Iterable[Cut]) -> Fraction:
    return exact_sum(max(each.points, ZERO) for each in items) - exact_sum(cut.points for cut in cuts)


@dataclass(frozen=True)
class TieValue:
    """What a tie step compared for a team; value None for a minuted decision."""

    step: str
    value: Fraction | None


@dataclass(frozen=True)
class Standing:
    """One team's line: `state` is ranked, incomplete or unranked; rank and totals are None unless ranked.

    `deductions` are those of the whole contest, `deductions_total` those of the parts too, less merits and less `cuts`,
    what the contest's cap and floor cut, so that always
    total_exact before the total's rounding = sum of the parts' points - deductions_total (but 0 if `sunk` makes it so).
    `sunk` says why the entry is sunk; `prize_barred` that it can have no prize for it.
    `tied_with` are the teams that still share the rank; `parted_by` the step that parted it from an equal total;
    `decided_with` all the teams of the minuted decision that placed it, itself included; `answers` all that people gave
    for a tie step that placed it. `group_rank` is the rank in its group, where groups are ranked; where they are ranked
    apart only, `rank` is the same. `ineligible` teams are ranked, and skipped by prizes.
    """

    team: str
    state: str
    rank: int | None
    total_exact: Fraction | None
    total_shown: Fraction | None
    parts: Mapping[str, PartFigure]
    deductions: tuple[AppliedDeduction, ...]
    deductions_total: Fraction
    tied_with: tuple[str, ...] = ()
    parted_by: str | None = None
    tie_values: tuple[TieValue, ...] = ()
    decided_with: tuple[str, ...] = ()
    answers: tuple[Decision, ...] = ()
    group: str = ""
    group_rank: int | None = None
    ineligible: bool = False
    cuts: tuple[Cut, ...] = ()
    sunk: tuple[Sunk, ...] = ()
    prize_barred: bool = False

    @property
    def taken(self) -> Fraction:
        """Give what faults take in the parts and in the whole contest, merits left aside."""
        return _taken(self.deductions, self.cuts) + exact_sum(figure.taken for figure in self.parts.values())

    @property
    def earned(self) -> Fraction:
        """Give what merits add everywhere, so that deductions_total = taken - earned."""
        return self.taken - self.deductions_total


@dataclass(frozen=True)
class Question:
    """Something that only people can settle: a code of the message catalogue, the teams, the values of its sentence."""

    code: str
    teams: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something that people should look at first (a warning): code, teams, part, values of its sentence."""

    code: str
    teams: tuple[str, ...]
    part: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Why a proposal is as it is (a team proposed or passed over, places fewer or empty): code, teams, values."""

    code: str
    teams: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Advancement:
    """Who is proposed to go on to the next round, with the reasons; `open_places` wait for people or stay empty."""

    teams: tuple[str, ...]
    open_places: int = 0
    reasons: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Standings:
    """The ranked table: rows in order of rank (of group and rank where ranked apart), then those without one.

    `questions` wait for people, `warnings` are to be looked at; `advancement` is None where the rulebook knows none, and on
    a table over some of the parts.
    """

    rows: tuple[Standing, ...]
    parts: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    warnings: tuple[Notice, ...] = ()
    advancement: Advancement | None = None

    def of(self, team: str) -> Standing:
        """Give a team's line; raise KeyError if it is not in the table."""
        for row in self.rows:
            if row.team == team:
                return row
        raise KeyError(team)
