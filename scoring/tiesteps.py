"""What a tie step compares, and what is wrong with its argument; scoring.ties has the table of them and the chain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.entered import Decision
from scoring.figures import PartFigure, Standing
from scoring.panel import METHODS
from scoring.points import exact_sum
from scoring.rules import ZERO, Part, Problem

Groups = tuple[tuple[str, ...], ...]
Parts = Mapping[str, Part]


@dataclass(frozen=True)
class Split:
    """How a step orders tied teams: groups, best first; what it compared; what people gave for it, team by team.

    `settled` says that people spoke the last word: teams that they left equal stay so.
    """

    groups: Groups
    values: Mapping[str, Fraction]
    answers: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    settled: bool = False


@dataclass(frozen=True)
class TieFacts:
    """What steps may look at: each team's line, the parts' rules, and what people gave (later replaces earlier)."""

    rows: Mapping[str, Standing]
    parts: Parts
    decisions: Sequence[Decision]

    def figures(self, teams: Sequence[str], keys: Iterable[str]) -> dict[str, dict[str, PartFigure]] | None:
        """Give each team's figures of these parts; None where a part is not counted (a board over some parts)."""
        wanted = tuple(keys)
        if any(key not in self.rows[team].parts for team in teams for key in wanted):
            return None
        return {team: {key: self.rows[team].parts[key] for key in wanted} for team in teams}


Splitter = Callable[[tuple[str, ...], str, TieFacts], Split | None]


def _ordered(values: Mapping[str, Fraction], lowest_first: bool = False) -> Groups:
    levels = sorted(set(values.values()), reverse=not lowest_first)
    return tuple(tuple(team for team in values if values[team] == level) for level in levels)


def highest_first(values: Mapping[str, Fraction]) -> Groups:
    """Give the teams in groups of equal values, the highest first."""
    return _ordered(values)


def lowest_first(values: Mapping[str, Fraction]) -> Groups:
    """Give the teams in groups of equal values, the lowest first."""
    return _ordered(values, lowest_first=True)


def _compare(
    teams: tuple[str, ...],
    facts: TieFacts,
    keys: Iterable[str],
    value: Callable[[Mapping[str, PartFigure]], Fraction],
) -> Split | None:
    figures = facts.figures(teams, keys)
    if figures is None:
        return None
    values = {team: value(each) for team, each in figures.items()}
    return Split(highest_first(values), values)


def by_parts(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    """Compare the points of a part, or of several written "a+b", after their deductions."""
    return _compare(
        teams, facts, part_keys(argument), lambda parts: exact_sum(each.net or ZERO for each in parts.values())
    )


def part_keys(argument: str) -> list[str]:
    """Give the parts of an argument written "a+b"."""
    return [key.strip() for key in argument.split("+")]


def by_criterion(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    """Compare a criterion's figure, written "part.criterion"."""
    part, _, criterion = argument.partition(".")
    return _compare(teams, facts, (part,), lambda parts: parts[part].criteria.get(criterion, ZERO))


def by_group(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    """Compare the sum of weight × figure over a criterion group of a part, written "part.group"."""
    part, weights = weights_in_group(argument, facts.parts)

    def value(parts: Mapping[str, PartFigure]) -> Fraction:
        return exact_sum(weight * parts[part].criteria.get(key, ZERO) for key, weight in weights.items())

    return _compare(teams, facts, (part,), value)


def weights_in_group(argument: str, parts: Parts) -> tuple[str, dict[str, Fraction]]:
    """Give the part of an argument "part.group", and the weight of each criterion in the group."""
    part, _, group = argument.partition(".")
    return part, {each.key: each.weight for each in parts[part].criteria if each.group == group}


def by_fewest_deductions(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    """Compare the points taken off, in the parts and the whole contest; what earned points does not count against it."""
    taken = {team: facts.rows[team].taken for team in teams}
    return Split(lowest_first(taken), taken)


def by_median(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    """Compare the median of the judges' sheet sums in a part, or ("") the sum of the medians of every part with sheets."""
    keys = with_sheets(argument, facts.parts)
    return _compare(teams, facts, keys, lambda parts: exact_sum(_median(each) for each in parts.values()))


def with_sheets(argument: str, parts: Parts) -> tuple[str, ...]:
    """Give the part of an argument, or for "" every part in which judges fill in sheets."""
    return (argument,) if argument else tuple(key for key, part in parts.items() if _judged(part))


def _median(figure: PartFigure) -> Fraction:
    marks = middle(figure)
    return exact_sum(marks) / len(marks) if marks else ZERO


def middle(figure: PartFigure) -> tuple[Fraction, ...]:
    """Give the sheet sum in the middle, or of an even number the two; nothing where there is no sheet."""
    ordered = sorted(figure.sheets.values())
    return tuple(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])


def by_head_to_head(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split:
    """Put above those whom more judges put above every team below; where it goes in a circle, nobody is parted.

    A judge compares two teams by the sum of the sheets of the parts in which he marked both. The value of a team is how
    many of the tied teams it beats.
    """
    beaten = {team: {other for other in teams if other != team and _beats(team, other, facts)} for team in teams}
    order = sorted(teams, key=lambda team: -len(beaten[team]))
    groups: list[tuple[str, ...]] = []
    start = 0
    for end in range(1, len(order) + 1):
        below = set(order[end:])
        # Whoever beats more teams comes first, so every group that can stand above the rest is a beginning of this order.
        if all(below <= beaten[team] for team in order[start:end]):
            groups.append(tuple(team for team in teams if team in order[start:end]))
            start = end
    return Split(tuple(groups), {team: Fraction(len(beaten[team])) for team in teams})


def _beats(team: str, other: str, facts: TieFacts) -> bool:
    sums = compared(team, other, facts).values()
    return sum(mine > theirs for mine, theirs in sums) > sum(mine < theirs for mine, theirs in sums)


def compared(team: str, other: str, facts: TieFacts) -> dict[str, tuple[Fraction, Fraction]]:
    """Give for each judge the sums of both teams' sheets over the parts in which the judge marked both."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for key, figure in facts.rows[team].parts.items():
        against = facts.rows[other].parts[key].sheets
        for judge, sheet in figure.sheets.items():
            if judge in against:
                mine, theirs = sums.get(judge, (ZERO, ZERO))
                sums[judge] = (mine + sheet, theirs + against[judge])
    return sums


def by_answer(step: str, teams: tuple[str, ...], facts: TieFacts, settled: bool = False) -> Split | None:
    """Follow what people gave for a step on exactly these teams, and later on those left equal."""
    given = answer(step, teams, facts)
    if given is None:
        return None
    groups: list[tuple[str, ...]] = []
    answers: dict[str, tuple[Decision, ...]] = {}
    for group in given.order:
        # Within a group that people leave tied, the order of entry says nothing about merit.
        equal = tuple(team for team in teams if team in group)
        further = by_answer(step, equal, facts) if len(equal) < len(teams) else None
        groups += further.groups if further else (equal,)
        answers |= {team: (given, *(further.answers[team] if further else ())) for team in equal}
    return Split(tuple(groups), given.values, answers, settled)


def answer(step: str, teams: tuple[str, ...], facts: TieFacts) -> Decision | None:
    """Give what people gave last for a step on exactly these teams; None if they have not."""
    given = (each for each in reversed(facts.decisions) if each.step == step and set(each.teams) == set(teams))
    return next(given, None)


def check_part(argument: str, parts: Parts) -> list[Problem]:
    """Find an argument that names no part."""
    return [] if argument in parts else [Problem("", "tie_unknown_part", {"typed": argument, "known": tuple(parts)})]


def check_parts(argument: str, parts: Parts) -> list[Problem]:
    """Find parts that are unknown, or fewer than two different ones."""
    keys = part_keys(argument)
    if len(set(keys)) < max(2, len(keys)):
        return [Problem("", "tie_needs_parts", {"typed": argument})]
    return [problem for key in keys for problem in check_part(key, parts)]


def check_criterion(argument: str, parts: Parts) -> list[Problem]:
    """Find an argument that names no criterion of a part."""
    part, dot, criterion = argument.partition(".")
    if not dot or part not in parts:
        return check_part(part, parts) or [Problem("", "tie_needs_criterion", {"typed": argument})]
    known = tuple(each.key for each in parts[part].criteria)
    if criterion in known:
        return []
    return [Problem("", "tie_unknown_criterion", {"typed": criterion, "part": parts[part].name, "known": known})]


def check_group(argument: str, parts: Parts) -> list[Problem]:
    """Find an argument that names no criterion group of a part."""
    part, dot, group = argument.partition(".")
    if not dot or part not in parts:
        return check_part(part, parts) or [Problem("", "tie_needs_group", {"typed": argument})]
    known = tuple(dict.fromkeys(each.group for each in parts[part].criteria if each.group))
    if group in known:
        return []
    return [Problem("", "tie_unknown_group", {"typed": group, "part": parts[part].name, "known": known})]


def check_median(argument: str, parts: Parts) -> list[Problem]:
    """Find a part, or a whole rulebook, in which judges fill in no sheets."""
    if argument and argument not in parts:
        return check_part(argument, parts)
    looked_at = [parts[argument]] if argument else list(parts.values())
    return [] if any(map(_judged, looked_at)) else [Problem("", "tie_needs_sheets")]


def check_sheets(argument: str, parts: Parts) -> list[Problem]:
    """Find an argument where none is taken, or a rulebook in which judges fill in no sheets."""
    return check_nothing(argument, parts) or check_median("", parts)


def check_nothing(argument: str, parts: Parts) -> list[Problem]:
    """Find an argument where none is taken."""
    return [Problem("", "tie_takes_no_argument", {"typed": argument})] if argument else []


def _judged(part: Part) -> bool:
    return part.panel.method in METHODS and METHODS[part.panel.method].judged
