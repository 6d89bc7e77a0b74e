"""What people should look at first; nothing here changes a figure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from scoring.figures import Entry, Notice, PartFigure, Standing
from scoring.panel import METHODS
from scoring.rules import Part, Rulebook
from scoring.ties import STEPS, step_of

Check = Callable[[Sequence[Standing], Entry, Rulebook], Iterator[Notice]]


def _each_part(rows: Sequence[Standing], rulebook: Rulebook) -> Iterator[tuple[Standing, Part, PartFigure]]:
    for row in rows:
        for key, figure in row.parts.items():
            yield row, rulebook.part(key), figure


def missing(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Sheets or agreed figures that have not come in, and panels too small to give a figure."""
    for row, part, figure in _each_part(rows, rulebook):
        judged = METHODS[part.panel.method].judged
        if figure.missing:
            values = {"judges": figure.missing, "marked": figure.marked, "seats": figure.seats}
            yield Notice("missing_sheets", (row.team,), part.key, values)
        elif figure.state == "incomplete" and not judged:
            yield Notice("missing_agreed", (row.team,), part.key)
        elif figure.state == "incomplete" and not figure.marked:
            yield Notice("nobody_marked", (row.team,), part.key, {"seats": figure.seats})
        elif figure.state == "incomplete":
            values = {"marked": figure.marked, "at_least": part.panel.at_least}
            yield Notice("panel_too_small", (row.team,), part.key, values)


def _absent(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Figures that rest on fewer judges than the panel has."""
    for row, part, figure in _each_part(rows, rulebook):
        if figure.absent and figure.state == "marked":
            values = {"judges": figure.absent, "marked": figure.marked, "seats": figure.seats}
            yield Notice("judges_absent", (row.team,), part.key, values)


def wide_spread(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Whole sheets of one team that lie as far apart as the rulebook's tolerance, or farther (domain.md 2.4)."""
    for row, part, figure in _each_part(rows, rulebook):
        if part.spread_tolerance is None or len(figure.sheets) < 2 or figure.state == "not_present":
            continue
        low, high = min(figure.sheets.values()), max(figure.sheets.values())
        if high - low >= part.spread_tolerance:
            values = {"spread": high - low, "tolerance": part.spread_tolerance, "low": low, "high": high}
            yield Notice("wide_spread", (row.team,), part.key, values)


def _near_tie(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Neighbours in the table that a small slip would swap."""
    if rulebook.near_tie is None:
        return
    for above, below in pairwise(row for row in rows if row.rank is not None):
        difference = (above.total_exact or 0) - (below.total_exact or 0)
        if 0 < difference <= rulebook.near_tie:
            values = {"difference": difference, "rank": above.rank, "next_rank": below.rank}
            yield Notice("near_tie", (above.team, below.team), None, values)


def _rounding_decides(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Neighbours whose shown totals are equal and whose exact totals are not: the choice of value ranks them."""
    for above, below in pairwise(row for row in rows if row.rank is not None):
        if above.total_shown == below.total_shown and above.total_exact != below.total_exact:
            yield Notice("rounding_decides", (above.team, below.team), None, {"total": above.total_shown})


def _sunk(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Entries that a knock-out, a zero or too small a share sinks."""
    for row in rows:
        for each in row.sunk:
            yield Notice(each.code, (row.team,), each.part, each.values)


def _below_zero(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Parts from which more was taken than they had."""
    for row, part, figure in _each_part(rows, rulebook):
        if figure.net is not None and figure.net < 0:
            values = {"points": figure.points, "deducted": figure.deducted}
            yield Notice("part_below_zero", (row.team,), part.key, values)


def _unused_decisions(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Minuted decisions about teams that are not (or no longer) tied on exactly that step."""
    used = {frozenset(row.decided_with) for row in rows if row.decided_with}
    heard = any(STEPS[step_of(written)[0]].asks for written in rulebook.ties)
    for decision in entry.decisions:
        if frozenset(decision.teams) not in used:
            yield Notice("decision_unused" if heard else "decision_not_in_rules", decision.teams)


CHECKS: tuple[Check, ...] = (
    missing,
    _absent,
    wide_spread,
    _near_tie,
    _rounding_decides,
    _below_zero,
    _sunk,
    _unused_decisions,
)


def notices(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> tuple[Notice, ...]:
    """Give everything that people should look at before they go on, in the order of CHECKS."""
    return tuple(notice for check in CHECKS for notice in check(rows, entry, rulebook))
