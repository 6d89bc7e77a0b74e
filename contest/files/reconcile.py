"""Whether a board's figures add up, and the sentences under a table that say how they were rounded and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from contest.board import Board
from contest.messages.papers import MODES, NOTES, PAPERS, SHARED_RANKS
from contest.scorebook.refusals import Refused
from contest.text import comma
from scoring.figures import AppliedDeduction, Cut, Standing
from scoring.panel import METHODS
from scoring.points import exact_sum, exact_text, round_half_up
from scoring.ranking import GROUPINGS
from scoring.rounding import rounder
from scoring.rules import ONE, Rulebook
from scoring.sinking import SUNK

ZERO = Fraction(0)


def notes(board: Board) -> list[str]:
    """Give the sentences that stand under a table: how it was rounded, absent judges, how teams were ranked."""
    rules = board.rules
    return [
        _rounding(rules),
        *_sums_differ(board),
        *([NOTES["absent"]] if any(METHODS[part.panel.method].judged for part in rules.parts) else []),
        *_panels(board),
        NOTES[f"rank_{rules.rank_on}"].format(ranks=SHARED_RANKS[rules.shared_ranks]),
    ]


def _panels(board: Board) -> Iterator[str]:
    """Say what is special about parts and seats: places, weights, questions struck out."""
    rules = board.rules
    placed = [part.name for part in rules.parts if METHODS[part.panel.method].relative]
    if placed:
        among = "" if GROUPINGS[rules.groups].overall else NOTES["among_groups"]
        yield NOTES["places"].format(parts=", ".join(placed), among=among)
    numbers = {str(seat.number): seat.title for seat in board.seats}
    weighed = [
        f"{numbers[rule.seat]} × {comma(exact_text(rule.weight))}"
        for rule in rules.seats
        if rule.weight != ONE and rule.seat in numbers
    ]
    if weighed:
        yield NOTES["weights"].format(seats=", ".join(weighed))
    for part in rules.parts:
        struck = [
            f"{part.criterion(each.criterion).name} ({each.reason})" for each in board.struck if each.part == part.key
        ]
        if struck:
            yield NOTES["struck"].format(part=part.name, questions=", ".join(struck))


def _rounding(rules: Rulebook) -> str:
    if not rules.rounding:
        return NOTES["no_rounding"].format(decimals=rules.decimals)
    stages = [
        PAPERS[f"round_{stage.stage}"].format(decimals=stage.decimals) + MODES[stage.mode] for stage in rules.rounding
    ]
    return NOTES["rounding"].format(stages=", ".join(stages))


def _sums_differ(board: Board) -> Iterator[str]:
    """Say for which teams the figures as printed do not add up to the printed total, because each was rounded apart."""
    places = board.rules.decimals
    teams = [
        board.team(row.team).name
        for row in board.standings.rows
        if row.total_shown is not None
        and exact_sum(round_half_up(part.net or ZERO, places) for part in row.parts.values()) != row.total_shown
    ]
    if teams:
        yield NOTES["sums_differ"].format(decimals=places, teams=", ".join(teams))


def require_reconciled(board: Board) -> None:
    """Refuse (`unreconciled`) a board whose totals are not the sum of its parts, or not those that were finalised."""
    for row in board.standings.rows:
        for figure in row.parts.values():
            if figure.net is not None and figure.net != (figure.points or ZERO) - figure.deducted:
                raise _unreconciled(board, row)
            if figure.deducted != _taken(figure.deductions, figure.cuts):
                raise _unreconciled(board, row)
        if row.total_exact is not None and row.total_exact != _total(board.rules, row):
            raise _unreconciled(board, row)
    _require_as_recorded(board)


def _total(rules: Rulebook, row: Standing) -> Fraction:
    parts = exact_sum(figure.net or ZERO for figure in row.parts.values())
    total = rounder(rules, "total")(parts - _taken(row.deductions, row.cuts))
    return SUNK[rules.sunk].total(total) if row.sunk else total


def _taken(items: Iterable[AppliedDeduction], cuts: Iterable[Cut]) -> Fraction:
    return exact_sum(each.points for each in items) - exact_sum(cut.points for cut in cuts)


def _require_as_recorded(board: Board) -> None:
    recorded = board.ledger.data("contest")
    ranking = (recorded.get("finalised") or {}).get("ranking", ())
    standings = {row.team: row for row in board.standings.rows}
    for line in ranking:
        row = standings.get(str(line["team"]))
        total = None if row is None or row.total_exact is None else str(row.total_exact)
        if row is None or (row.rank, total) != (line["rank"], line["total"]):
            raise _unreconciled(board, row)


def _unreconciled(board: Board, row: Standing | None) -> Refused:
    return Refused("unreconciled", team=board.team(row.team).name if row else "?")
