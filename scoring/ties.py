"""What parts equal totals: a chain of steps from a table; what no step parts stays tied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.figures import Decision, PartFigure, TieValue
from scoring.rules import Part, Problem

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Split:
    """How a step orders tied teams: groups, best first; what it compared; whether people settled what is left."""

    groups: Groups
    values: Mapping[str, Fraction]
    settled: bool = False


@dataclass(frozen=True)
class TieFacts:
    """What steps may look at: each team's part figures, and the minuted decisions (a later one replaces an earlier)."""

    parts: Mapping[str, Mapping[str, PartFigure]]
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class Step:
    """A tie step: `split` gives None where it has nothing to say; `check` finds faults in its argument.

    `asks` says that people are to be asked for what the step needs, as long as they have not given it.
    """

    split: Callable[[tuple[str, ...], str, TieFacts], Split | None]
    check: Callable[[str, Mapping[str, Part]], list[Problem]]
    asks: bool = False


@dataclass(frozen=True)
class TieGroup:
    """Teams that end on one rank, the step that parted them from the others, what each step compared.

    `decided_with` are all the teams of the minuted decision that placed them, if one did.
    """

    teams: tuple[str, ...]
    parted_by: str | None = None
    values: Mapping[str, tuple[TieValue, ...]] = field(default_factory=dict)
    decided_with: tuple[str, ...] = ()


def _by_value(teams: tuple[str, ...], value: Callable[[str], Fraction]) -> Split:
    values = {team: value(team) for team in teams}
    levels = sorted(set(values.values()), reverse=True)
    return Split(tuple(tuple(team for team in teams if values[team] == level) for level in levels), values)


def _part(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    if any(argument not in facts.parts[team] for team in teams):
        return None
    return _by_value(teams, lambda team: facts.parts[team][argument].net or Fraction(0))


def _criterion(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    part, _, criterion = argument.partition(".")
    if any(part not in facts.parts[team] for team in teams):
        return None
    return _by_value(teams, lambda team: facts.parts[team][part].criteria.get(criterion, Fraction(0)))


def _decision(teams: tuple[str, ...], argument: str, facts: TieFacts) -> Split | None:
    for decision in reversed(facts.decisions):
        if set(decision.teams) == set(teams):
            # Within a group that the minutes leave tied, the order of entry says nothing about merit.
            groups = tuple(tuple(team for team in teams if team in group) for group in decision.order)
            return Split(
                tuple(last for group in groups for last in _decided_further(group, teams, facts)), {}, settled=True
            )
    return None


def _decided_further(group: tuple[str, ...], teams: tuple[str, ...], facts: TieFacts) -> tuple[tuple[str, ...], ...]:
    """Give the groups into which a later decision on exactly a group left equal parts it; the group itself without one."""
    further = _decision(group, "", facts) if 1 < len(group) < len(teams) else None
    return further.groups if further else (group,)


def _check_part(argument: str, parts: Mapping[str, Part]) -> list[Problem]:
    return [] if argument in parts else [Problem("", "tie_unknown_part", {"typed": argument, "known": tuple(parts)})]


def _check_criterion(argument: str, parts: Mapping[str, Part]) -> list[Problem]:
    part, dot, criterion = argument.partition(".")
    if not dot or part not in parts:
        return _check_part(part, parts) or [Problem("", "tie_needs_criterion", {"typed": argument})]
    known = tuple(each.key for each in parts[part].criteria)
    if criterion in known:
        return []
    return [Problem("", "tie_unknown_criterion", {"typed": criterion, "part": parts[part].name, "known": known})]


def _check_decision(argument: str, parts: Mapping[str, Part]) -> list[Problem]:
    return [Problem("", "tie_takes_no_argument", {"typed": argument})] if argument else []


STEPS: dict[str, Step] = {
    "part": Step(_part, _check_part),
    "criterion": Step(_criterion, _check_criterion),
    "decision": Step(_decision, _check_decision, asks=True),
}


def step_of(written: str) -> tuple[str, str]:
    """Give name and argument of a step as written: "part:tieu_pham" is ("part", "tieu_pham")."""
    name, _, argument = written.partition(":")
    return name.strip(), argument.strip()


def part_tied(teams: tuple[str, ...], chain: Sequence[str], facts: TieFacts) -> list[TieGroup]:
    """Give the groups, best first, into which the chain parts teams of equal total."""
    return _part_group(TieGroup(teams, values=dict.fromkeys(teams, ())), tuple(chain), facts)


def _part_group(group: TieGroup, chain: tuple[str, ...], facts: TieFacts) -> list[TieGroup]:
    if len(group.teams) == 1 or not chain or group.decided_with:
        return [group]
    name, argument = step_of(chain[0])
    split = STEPS[name].split(group.teams, argument, facts)
    if split is None:
        # What people are asked for is waited for: a later step must not part the teams over their heads.
        return [group] if STEPS[name].asks else _part_group(group, chain[1:], facts)
    parted_by = chain[0] if len(split.groups) > 1 else group.parted_by
    values = {team: (*group.values[team], TieValue(chain[0], split.values.get(team))) for team in group.teams}
    decided = group.teams if split.settled else ()
    parted = [TieGroup(teams, parted_by, {team: values[team] for team in teams}, decided) for teams in split.groups]
    return [last for each in parted for last in _part_group(each, chain[1:], facts)]
