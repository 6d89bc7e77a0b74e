"""Deductions, merits and knock-outs as the desk shows and notes them: pure, from a board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contest.board import Board
from contest.figuretext import cost_text, details, is_named, plain_text
from contest.ledger import WHOLE
from contest.messages.deductions import ACT_NAMED, ACT_OPTION, PLACES
from contest.messages.desk import AMOUNTS, FIXED, MOST
from scoring.deductions import KINDS
from scoring.figures import AppliedDeduction
from scoring.rules import DeductionRule


@dataclass(frozen=True)
class DeductionLine:
    """A deduction or merit that stands: where ("" the whole contest) and its number there, what it came to (“−1,5”), why.

    `details` say what else is known of it, `act` is the deed that another fault may have been too.
    """

    part: str
    number: int
    name: str
    cost: str
    reason: str
    act: str
    details: tuple[str, ...]


def deductions(
    board: Board, part: str | None, team: int, applied: Sequence[AppliedDeduction]
) -> tuple[DeductionLine, ...]:
    """Give the deductions that stand in a part or (None) in the whole contest, in the order in which they were recorded."""
    stand = [fact for fact in board.ledger.under("deduction", part or WHOLE, team) if not fact.data["withdrawn"]]
    if not applied:  # of a team that does not take part nothing is taken
        return ()
    return tuple(
        DeductionLine(
            part=part or "",
            number=int(fact.path[3]),
            name=each.name,
            cost=cost_text(each, board.rules),
            reason=each.reason,
            act=each.act,
            details=tuple(details(each, board.rules)),
        )
        for fact, each in zip(stand, applied, strict=True)
    )


@dataclass(frozen=True)
class DeductionForm:
    """What the desk may note of a team now: where ("" its total), which rules with what to type, which earlier deeds."""

    places: tuple[tuple[str, str], ...]
    rules: tuple[tuple[DeductionRule, str], ...]
    acts: tuple[tuple[str, str], ...]


def deduction_form(board: Board, part_key: str, team: int, *, taking: bool, running: bool) -> DeductionForm:
    """Give the form for a performance: its part while it is `taking` notes, and the team's total as long as the contest runs."""
    part, rules = board.rules.part(part_key), board.rules
    places = []
    if taking:
        places.append((part.key, PLACES["part"].format(part=part.name)))
    if rules.deductions and running:
        places.append(("", PLACES["whole"]))
    offered = rules.rules_for(part.key) if places and places[0][0] else rules.deductions
    fitting = (rule for rule in offered if not KINDS[rule.kind].needs_minimum or part.time_minimum is not None)
    standing = board.standings.of(str(team))
    noted = [line for key, figure in standing.parts.items() for line in deductions(board, key, team, figure.deductions)]
    noted += deductions(board, None, team, standing.deductions)
    return DeductionForm(
        places=tuple(places),
        rules=tuple((rule, _to_type(rule)) for rule in fitting) if places else (),
        acts=tuple(_act_options(noted)),
    )


def _to_type(rule: DeductionRule) -> str:
    """Say what to type for a rule: nothing where its points are fixed, else what its kind counts and how far."""
    if rule.points is not None:
        return FIXED.format(points=plain_text(rule.points))
    most = "" if rule.max_points is None else MOST.format(points=plain_text(rule.max_points))
    return AMOUNTS[KINDS[rule.kind].unit] + most


def _act_options(noted: Iterable[DeductionLine]) -> Iterator[tuple[str, str]]:
    """Give each deed once, in the words of its first fault."""
    told = set()
    for line in noted:
        if line.act and line.act not in told:
            told.add(line.act)
            name = ACT_NAMED.format(act=line.act) if is_named(line.act) else ""
            yield line.act, ACT_OPTION.format(named=name, name=line.name, reason=line.reason)
