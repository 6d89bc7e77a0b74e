"""Totals to ranks: which value ranks, shared ranks 1-2-2-4, and the questions that ties leave to people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from scoring.figures import Decision, Question, Standing
from scoring.rules import Rulebook
from scoring.ties import STEPS, TieFacts, TieGroup, part_tied, step_of

RANK_ON: dict[str, Callable[[Standing], Fraction | None]] = {
    "exact": lambda row: row.total_exact,
    "shown": lambda row: row.total_shown,
}


def ranked(
    rows: Sequence[Standing], rulebook: Rulebook, decisions: Sequence[Decision]
) -> tuple[list[Standing], list[Question]]:
    """Give the rows that have a total in order with their ranks, and a question for each tie left undecided."""
    value = RANK_ON[rulebook.rank_on]
    by_total: dict[Fraction, list[Standing]] = {}
    for row in rows:
        total = value(row)
        if total is not None:
            by_total.setdefault(total, []).append(row)
    facts = TieFacts({row.team: row.parts for row in rows}, decisions)
    table: list[Standing] = []
    questions: list[Question] = []
    for total in sorted(by_total, reverse=True):
        level = {row.team: row for row in by_total[total]}
        for group in part_tied(tuple(level), rulebook.ties, facts):
            rank = len(table) + 1
            table.extend(_placed(group, level, rank))
            if _undecided(group, rulebook):
                questions.append(Question("tie_undecided", group.teams, {"rank": rank, "total": total}))
    return table, questions


def _placed(group: TieGroup, level: Mapping[str, Standing], rank: int) -> list[Standing]:
    return [
        replace(
            level[team],
            rank=rank,
            tied_with=tuple(other for other in group.teams if other != team),
            parted_by=group.parted_by,
            tie_values=group.values[team],
            decided_with=group.decided_with,
        )
        for team in group.teams
    ]


def _undecided(group: TieGroup, rulebook: Rulebook) -> bool:
    asks = any(STEPS[step_of(step)[0]].asks for step in rulebook.ties)
    return asks and len(group.teams) > 1 and not group.decided_with
