"""Prizes beside the tiers (giải phụ): the best of a part or criterion, the audience's favourite, or whom people name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.figures import PartFigure, Question, Reason, Standing
from scoring.panel import METHODS
from scoring.rules import Part, Problem, Rulebook, SpecialPrize
from scoring.ties import step_of
from scoring.tiesteps import Parts, check_criterion, check_nothing, check_part


@dataclass(frozen=True)
class SpecialAward:
    """A special prize and the teams proposed for it, best first; `open_places` wait for people to name a team."""

    prize: SpecialPrize
    teams: tuple[str, ...]
    open_places: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class By:
    """What a special prize is given by: the figure of a team (None: it cannot have it), and faults in the argument.

    `measure` None leaves it to people to name the team.
    """

    measure: Callable[[Standing, str, Parts], Fraction | None] | None
    check: Callable[[str, Parts], list[Problem]]


def skipped(row: Standing) -> Iterator[Reason]:
    """Give why a team is passed over by prizes, however good its rank; nothing for one that is not."""
    if row.ineligible:
        yield Reason("skipped_ineligible", (row.team,), {"rank": row.rank})
    if row.prize_barred:
        yield Reason("skipped_barred", (row.team,), {"rank": row.rank})


def _figure(row: Standing, part: str) -> PartFigure | None:
    figure = row.parts[part]
    return figure if figure.state == "marked" else None


def _by_part(row: Standing, argument: str, parts: Parts) -> Fraction | None:
    figure = _figure(row, argument)
    return figure.net if figure else None


def _by_criterion(row: Standing, argument: str, parts: Parts) -> Fraction | None:
    part, _, criterion = argument.partition(".")
    figure = _figure(row, part)
    return figure.criteria[criterion] if figure else None


def _by_audience(row: Standing, argument: str, parts: Parts) -> Fraction | None:
    return _by_part(row, _voted_on(parts)[0].key, parts)


def _voted_on(parts: Parts) -> list[Part]:
    """Give the parts that hold what the audience gave; an unknown method is told elsewhere."""
    return [part for part in parts.values() if part.panel.method in METHODS and METHODS[part.panel.method].voted]


def _check_audience(argument: str, parts: Parts) -> list[Problem]:
    found = _voted_on(parts)
    wrong = [] if len(found) == 1 else [Problem("", "special_needs_audience", {"found": len(found)})]
    return check_nothing(argument, parts) or wrong


NAMED = "named"
BY: dict[str, By] = {
    "part": By(_by_part, check_part),
    "criterion": By(_by_criterion, check_criterion),
    "audience": By(_by_audience, _check_audience),
    NAMED: By(None, check_nothing),
}


@dataclass
class _Beside:
    """What has been given so far: who has a tier or special prize, who waits for one, and by what each figure served."""

    double: set[str]
    waits: bool
    served: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)


def given_beside(
    rows: Sequence[Standing], rulebook: Rulebook, holds: Mapping[str, str]
) -> tuple[tuple[SpecialAward, ...], tuple[Question, ...]]:
    """Give the special prizes in the rulebook's order, and the ties for them.

    Several by the same figure go on where the one before ended (first and second of a part). `holds` has the tier of each
    team that has one, "" for a team that waits for a question to be settled.
    """
    parts = {part.key: part for part in rulebook.parts}
    beside = _Beside({team for team, tier in holds.items() if tier}, not all(holds.values()))
    awards = []
    for prize in rulebook.special_prizes:
        award = _special(prize, rows, parts, beside)
        beside.double |= set(award.teams)
        beside.served.setdefault(step_of(prize.by), set()).update(award.teams)
        awards.append(award)
    return tuple(awards), tuple(beside.questions)


def _special(prize: SpecialPrize, rows: Sequence[Standing], parts: Parts, beside: _Beside) -> SpecialAward:
    by = step_of(prize.by)
    measure = BY[by[0]].measure
    if measure is None:
        return SpecialAward(prize, (), prize.count, (Reason("special_named", (), {"places": prize.count}),))
    if by in beside.asked or (prize.no_double and beside.waits):
        return SpecialAward(prize, (), prize.count, (Reason("special_waits", (), {"places": prize.count}),))
    values: dict[Fraction, list[Standing]] = {}
    for row in rows:
        value = measure(row, by[1], parts)
        if value is not None and row.team not in beside.served.get(by, ()):
            values.setdefault(value, []).append(row)
    return _best(prize, values, beside)


def _best(prize: SpecialPrize, values: Mapping[Fraction, list[Standing]], beside: _Beside) -> SpecialAward:
    teams: list[str] = []
    reasons: list[Reason] = []
    for value in sorted(values, reverse=True):
        left = prize.count - len(teams)
        if not left:
            break
        passed_over = [reason for row in values[value] for reason in _passed_over(row, value, prize, beside)]
        reasons += passed_over
        equal = [row.team for row in values[value] if not any(row.team in reason.teams for reason in passed_over)]
        if len(equal) > left:
            about = {"prize": prize.name, "value": value, "places": left}
            beside.questions.append(Question("tie_on_special_prize", tuple(equal), about))
            beside.asked.add(step_of(prize.by))
            beside.waits = True  # who may have a prize that nobody gets twice is open too
            return SpecialAward(prize, tuple(teams), left, tuple(reasons))
        teams += equal
        reasons += (Reason("special_best", (team,), {"value": value}) for team in equal)
    left = prize.count - len(teams)
    reasons += [Reason("special_unfilled", (), {"places": left})] if left else []
    return SpecialAward(prize, tuple(teams), 0, tuple(reasons))


def _passed_over(row: Standing, value: Fraction, prize: SpecialPrize, beside: _Beside) -> Iterator[Reason]:
    yield from skipped(row)
    if prize.no_double and row.team in beside.double:
        yield Reason("special_no_double", (row.team,), {"value": value})
