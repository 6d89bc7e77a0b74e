"""Totals to ranks: which value ranks, groups together or apart, shared ranks, and the questions that ties leave to people."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from scoring.entered import Entry
from scoring.figures import Question, Standing
from scoring.reader import folded
from scoring.rules import Rulebook
from scoring.ties import TieFacts, TieGroup, part_tied

RANK_ON: dict[str, Callable[[Standing], Fraction | None]] = {
    "exact": lambda row: row.total_exact,
    "shown": lambda row: row.total_shown,
}

# From the rank before and the number of teams above: 1-2-2-4 or 1-2-2-3.
SHARED_RANKS: dict[str, Callable[[int, int], int]] = {
    "standard": lambda before, above: above + 1,
    "dense": lambda before, above: before + 1,
}


@dataclass(frozen=True)
class Grouping:
    """Whether there is a ranking over all teams, and one in each group."""

    overall: bool
    apart: bool


GROUPINGS: dict[str, Grouping] = {
    "together": Grouping(overall=True, apart=False),
    "apart": Grouping(overall=False, apart=True),
    "both": Grouping(overall=True, apart=True),
}

_DIGITS = re.compile("([0-9]+)")


def ranked(rows: Sequence[Standing], rulebook: Rulebook, facts: TieFacts) -> tuple[list[Standing], list[Question]]:
    """Give the rows that have a total in order with their ranks, and a question for each tie that waits for people.

    Where groups are ranked apart only, they follow each other and `rank` is the rank in the group.
    """
    grouping = GROUPINGS[rulebook.groups]
    if grouping.overall:
        table, questions = _ranked(rows, rulebook, facts)
        return (_ranked_in_groups(table, rulebook) if grouping.apart else table), questions
    table, questions = [], []
    for group, lane in by_group(rows).items():
        placed, asked = _ranked(lane, rulebook, facts)
        table += [replace(row, group_rank=row.rank) for row in placed]
        questions += [replace(each, values={**each.values, "group": group}) for each in asked]
    return table, questions


def fields(entry: Entry, rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Give the teams that are compared with each other: under "" all, or those of each group where groups are ranked apart only.

    Whoever has a rank only in its group has its places by a judge there too (scoring.places): no team of another group, which
    may compete another day before other judges, moves it.
    """
    if GROUPINGS[rulebook.groups].overall:
        return {"": entry.teams}
    found: dict[str, tuple[str, ...]] = {}
    for team in entry.teams:
        group = entry.groups.get(team, "")
        found[group] = (*found.get(group, ()), team)
    return found


def by_group(rows: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Give the rows of each group; groups by name, “Bảng 2” before “Bảng 10”."""
    groups: dict[str, list[Standing]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return {name: groups[name] for name in sorted(groups, key=_natural)}


def _natural(name: str) -> tuple[list[int | str], str]:
    pieces: list[int | str] = list(_DIGITS.split(folded(name)))
    pieces[1::2] = [int(digits) for digits in pieces[1::2]]
    return pieces, name


def levels(rows: Iterable[Standing], rulebook: Rulebook) -> dict[Fraction, list[Standing]]:
    """Give the rows that have a total by the value that ranks them, the highest first."""
    value = RANK_ON[rulebook.rank_on]
    by_total: dict[Fraction, list[Standing]] = {}
    for row in rows:
        total = value(row)
        if total is not None:
            by_total.setdefault(total, []).append(row)
    return {total: by_total[total] for total in sorted(by_total, reverse=True)}


def lanes(rows: Sequence[Standing], grouped: bool) -> dict[str, list[list[Standing]]]:
    """Give each ranking (of every group by name, or under "" the one over all): lists that share a rank, best first."""
    if grouped:
        return {name: _shared(_with_rank(lane), lambda row: row.group_rank) for name, lane in by_group(rows).items()}
    return {"": _shared(_with_rank(rows), lambda row: row.rank)}


def _with_rank(rows: Iterable[Standing]) -> list[Standing]:
    return [row for row in rows if row.rank is not None]


def _shared(rows: Iterable[Standing], rank: Callable[[Standing], int | None]) -> list[list[Standing]]:
    return [list(tied) for _, tied in groupby(rows, key=rank)]


def _ranked(rows: Sequence[Standing], rulebook: Rulebook, facts: TieFacts) -> tuple[list[Standing], list[Question]]:
    table: list[Standing] = []
    questions: list[Question] = []
    rank = 0
    for total, equal in levels(rows, rulebook).items():
        level = {row.team: row for row in equal}
        for group in part_tied(tuple(level), rulebook.ties, facts):
            rank = SHARED_RANKS[rulebook.shared_ranks](rank, len(table))
            table.extend(_placed(group, level, rank))
            if group.waits_for:
                values = {"rank": rank, "total": total, "step": group.waits_for}
                questions.append(Question("tie_undecided", group.teams, values))
    return table, questions


def _placed(group: TieGroup, level: Mapping[str, Standing], rank: int) -> Iterator[Standing]:
    for team in group.teams:
        yield replace(
            level[team],
            rank=rank,
            tied_with=tuple(other for other in group.teams if other != team),
            parted_by=group.parted_by,
            tie_values=group.values[team],
            decided_with=group.settled,
            answers=group.answers[team],
        )


def _ranked_in_groups(table: Sequence[Standing], rulebook: Rulebook) -> list[Standing]:
    """Give the rows with the rank that each has among those of its own group."""
    ranks: dict[str, int] = {}
    for lane in by_group(table).values():
        rank = above = 0
        for tied in _shared(lane, lambda row: row.rank):
            rank = SHARED_RANKS[rulebook.shared_ranks](rank, above)
            above += len(tied)
            ranks |= {row.team: rank for row in tied}
    return [replace(row, group_rank=ranks[row.team]) for row in table]
