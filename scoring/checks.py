"""What people should look at first; nothing here changes a figure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from scoring.entered import Entry
from scoring.figures import Notice, PartFigure, Question, Standing
from scoring.panel import METHODS
from scoring.ranking import GROUPINGS, fields
from scoring.rules import Part, Rulebook
from scoring.ties import step_of

Check = Callable[[Sequence[Standing], Entry, Rulebook], Iterator[Notice]]


def _each_part(rows: Sequence[Standing], rulebook: Rulebook) -> Iterator[tuple[Standing, Part, PartFigure]]:
    for row in rows:
        for key, figure in row.parts.items():
            yield row, rulebook.part(key), figure


def missing(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Sheets or entered figures that have not come in, and panels that give no figure."""
    for row, part, figure in _each_part(rows, rulebook):
        judged = METHODS[part.panel.method].judged
        if figure.missing:
            values = {"judges": figure.missing, "marked": figure.marked, "seats": figure.seats}
            yield Notice("missing_sheets", (row.team,), part.key, values)
        elif figure.state != "incomplete" or figure.awaited:  # who is awaited is a question (see `awaited`)
            continue
        elif not judged:
            yield Notice("missing_agreed", (row.team,), part.key)
        elif not figure.marked:
            yield Notice("nobody_marked", (row.team,), part.key, {"seats": figure.seats})
        elif not METHODS[part.panel.method].relative:
            values = {"marked": figure.marked, "at_least": part.panel.at_least}
            yield Notice("panel_too_small", (row.team,), part.key, values)


def _unplaced(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Parts by places that wait for other teams, or that no judge marked for every team; judges left out of the places."""
    for part in rulebook.parts:
        if METHODS[part.panel.method].relative:
            for group, teams in fields(entry, rulebook).items():
                counted = [row for row in rows if row.team in teams and part.key in row.parts]
                yield from _unplaced_in({row.team: row.parts[part.key] for row in counted}, part.key, group)


def _unplaced_in(figures: Mapping[str, PartFigure], part: str, group: str) -> Iterator[Notice]:
    about = {"group": group} if group else {}
    done = tuple(team for team, each in figures.items() if each.state == "incomplete" and _all_in(each))
    if done:
        waits = any(each.state == "incomplete" and not _all_in(each) for each in figures.values())
        yield Notice("places_wait", done, part, about) if waits else Notice("nobody_placed_all", done, part, about)
    placed = {mark.judge for each in figures.values() for panel in each.panels for mark in panel.used}
    marked = dict.fromkeys(judge for each in figures.values() if each.panels for judge in each.sheets)
    out = tuple(judge for judge in marked if judge not in placed)
    if out:
        yield Notice("places_without", tuple(figures), part, {"judges": out, **about})


def _all_in(figure: PartFigure) -> bool:
    return bool(figure.marked) and not figure.missing and not figure.awaited


def _absent(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Figures that rest on fewer judges than the panel has."""
    for row, part, figure in _each_part(rows, rulebook):
        if figure.absent and figure.state == "marked":
            yield Notice("judges_absent", (row.team,), part.key, _share(figure))


def _share(figure: PartFigure) -> dict[str, object]:
    why = tuple(figure.absent_why[judge] for judge in figure.absent)
    return {"judges": figure.absent, "why": why, "marked": figure.marked, "seats": figure.seats}


def _stood_in(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Figures in which a deputy's sheet counts for an absent judge."""
    for row, part, figure in _each_part(rows, rulebook):
        if figure.deputies and figure.state == "marked":
            values = {"judges": tuple(figure.deputies.values()), "for_judges": tuple(figure.deputies)}
            yield Notice("deputies_counted", (row.team,), part.key, values)


def _seats_of_nobody(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Seats of the rulebook in which nobody sits, so that a slip in a name does not undo a rule unseen."""
    sitting = {entry.seats.get(judge, judge) for judges in entry.judges.values() for judge in judges}
    empty = tuple(rule.seat for rule in rulebook.seats if rule.seat not in sitting)
    if sitting and empty:
        yield Notice("seats_of_nobody", (), None, {"names": empty})


def wide_spread(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Whole sheets of one team that lie as far apart as the rulebook's tolerance, or farther (domain.md 2.4)."""
    for row, part, figure in _each_part(rows, rulebook):
        if part.spread_tolerance is None or len(figure.sheets) < 2:  # a team that was not there has none
            continue
        low, high = min(figure.sheets.values()), max(figure.sheets.values())
        if high - low >= part.spread_tolerance:
            values = {"spread": high - low, "tolerance": part.spread_tolerance, "low": low, "high": high}
            yield Notice("wide_spread", (row.team,), part.key, values)


def neighbours(rows: Sequence[Standing], rulebook: Rulebook) -> Iterator[tuple[Standing, Standing]]:
    """Give each ranked team with the next one of the same ranking."""
    for above, below in pairwise(row for row in rows if row.rank is not None):
        if GROUPINGS[rulebook.groups].overall or above.group == below.group:
            yield above, below


def _near_tie(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Neighbours in the table that a small slip would swap."""
    if rulebook.near_tie is None:
        return
    for above, below in neighbours(rows, rulebook):
        difference = (above.total_exact or 0) - (below.total_exact or 0)
        if 0 < difference <= rulebook.near_tie:
            values = {"difference": difference, "rank": above.rank, "next_rank": below.rank}
            yield Notice("near_tie", (above.team, below.team), None, values)


def _rounding_decides(rows: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Notice]:
    """Neighbours whose shown totals are equal and whose exact totals are not: the choice of value ranks them."""
    for above, below in neighbours(rows, rulebook):
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
    """What people gave about teams that are not (or no longer) tied on exactly that step."""
    used = {(given.step, frozenset(given.teams)) for row in rows for given in row.answers}
    heard = {step_of(written)[0] for written in rulebook.ties}
    for decision in entry.decisions:
        if (decision.step, frozenset(decision.teams)) not in used:
            yield Notice(
                "decision_unused" if decision.step in heard else "decision_not_in_rules",
                decision.teams,
                None,
                {"step": decision.step},
            )


CHECKS: tuple[Check, ...] = (
    missing,
    _unplaced,
    _absent,
    _stood_in,
    _seats_of_nobody,
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


def awaited(rows: Sequence[Standing], rulebook: Rulebook) -> tuple[Question, ...]:
    """Ask about every part that has no figure because the rulebook waits for an absent judge."""
    return tuple(
        Question("judges_awaited", (row.team,), {"part": part.key, **_share(figure)})
        for row, part, figure in _each_part(rows, rulebook)
        if figure.awaited and not figure.missing and figure.state == "incomplete"
    )
