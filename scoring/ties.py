"""What parts equal totals: a chain of steps from a table; what no step parts stays tied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring import tiesteps
from scoring.entered import Decision
from scoring.figures import TieValue
from scoring.rules import Problem
from scoring.tiesteps import Groups, Parts, Split, Splitter, TieFacts

__all__ = ["STEPS", "Step", "TieFacts", "TieGroup", "answered_steps", "part_tied", "step_of"]


@dataclass(frozen=True)
class Answer:
    """What people give for a step: the order, and what was counted, from which it follows.

    `order` gives the order that follows from the values, None where nothing is counted; `needed`: they must be given;
    `distinct`: no two teams can have been given the same.
    """

    order: Callable[[Mapping[str, Fraction]], Groups] | None = None
    needed: bool = False
    distinct: bool = False


@dataclass(frozen=True)
class Step:
    """A tie step: `split` gives None where it has nothing to say; `check` finds faults in its argument.

    `asks` says that people are to be asked for what the step needs, as long as they have not given it, and what that is.
    """

    split: Splitter
    check: Callable[[str, Parts], list[Problem]]
    asks: Answer | None = None


@dataclass(frozen=True)
class TieGroup:
    """Teams that end on one rank, the step that parted them from the others, what each step compared.

    `answers` are what people gave that placed a team; `settled` the teams of the minuted decision that spoke the last word;
    `waits_for` the step for which people have not given yet what it needs.
    """

    teams: tuple[str, ...]
    parted_by: str | None = None
    values: Mapping[str, tuple[TieValue, ...]] = field(default_factory=dict)
    answers: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    settled: tuple[str, ...] = ()
    waits_for: str = ""


STEPS: dict[str, Step] = {
    "part": Step(tiesteps.by_parts, tiesteps.check_part),
    "parts": Step(tiesteps.by_parts, tiesteps.check_parts),
    "criterion": Step(tiesteps.by_criterion, tiesteps.check_criterion),
    "group": Step(tiesteps.by_group, tiesteps.check_group),
    "fewest_deductions": Step(tiesteps.by_fewest_deductions, tiesteps.check_nothing),
    "median": Step(tiesteps.by_median, tiesteps.check_median),
    "head_to_head": Step(tiesteps.by_head_to_head, tiesteps.check_sheets),
    "question": Step(
        lambda teams, argument, facts: tiesteps.by_answer("question", teams, facts),
        tiesteps.check_nothing,
        Answer(tiesteps.highest_first, needed=True),
    ),
    "time": Step(
        lambda teams, argument, facts: tiesteps.by_answer("time", teams, facts),
        tiesteps.check_nothing,
        Answer(tiesteps.lowest_first, needed=True),
    ),
    "lot": Step(
        lambda teams, argument, facts: tiesteps.by_answer("lot", teams, facts),
        tiesteps.check_nothing,
        Answer(tiesteps.lowest_first, distinct=True),
    ),
    "decision": Step(
        lambda teams, argument, facts: tiesteps.by_answer("decision", teams, facts, settled=True),
        tiesteps.check_nothing,
        Answer(),
    ),
}


def answered_steps() -> tuple[str, ...]:
    """Give the names of the steps for which people give what they need."""
    return tuple(name for name, step in STEPS.items() if step.asks)


def step_of(written: str) -> tuple[str, str]:
    """Give name and argument of a step as written: "part:tieu_pham" is ("part", "tieu_pham")."""
    name, _, argument = written.partition(":")
    return name.strip(), argument.strip()


def part_tied(teams: tuple[str, ...], chain: Sequence[str], facts: TieFacts) -> list[TieGroup]:
    """Give the groups, best first, into which the chain parts teams of equal total."""
    nothing = TieGroup(teams, values=dict.fromkeys(teams, ()), answers=dict.fromkeys(teams, ()))
    return _part_group(nothing, tuple(chain), facts)


def _part_group(group: TieGroup, chain: tuple[str, ...], facts: TieFacts) -> list[TieGroup]:
    if len(group.teams) == 1 or not chain or group.settled:
        return [group]
    name, argument = step_of(chain[0])
    split = STEPS[name].split(group.teams, argument, facts)
    if split is None:
        # What people are asked for is waited for: a later step must not part the teams over their heads.
        waits = STEPS[name].asks is not None
        return [replace(group, waits_for=name)] if waits else _part_group(group, chain[1:], facts)
    parted_by = chain[0] if len(split.groups) > 1 else group.parted_by
    parted = [_part_of(group, teams, split, chain[0], parted_by) for teams in split.groups]
    return [last for each in parted for last in _part_group(each, chain[1:], facts)]


def _part_of(group: TieGroup, teams: tuple[str, ...], split: Split, step: str, parted_by: str | None) -> TieGroup:
    return TieGroup(
        teams,
        parted_by,
        {team: (*group.values[team], TieValue(step, split.values.get(team))) for team in teams},
        {team: (*group.answers[team], *split.answers.get(team, ())) for team in teams},
        group.teams if split.settled else (),
    )
