"""Which sheets the head judge may want to look at again before the lock; nothing here changes a figure or blames a judge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from scoring.checks import missing, neighbours, wide_spread
from scoring.entered import Absent, Entry, Marks, Sheet
from scoring.figures import Notice, Standings
from scoring.panel import METHODS
from scoring.ranking import RANK_ON
from scoring.rules import ZERO, Part, Rulebook
from scoring.standings import standings

SheetKey = tuple[str, str, str]  # part, team, judge
Find = Callable[[Entry, Rulebook, Standings], Iterator[Notice]]


def _missing(entry: Entry, rulebook: Rulebook, table: Standings) -> Iterator[Notice]:
    yield from missing(table.rows, entry, rulebook)


def _wide_spread(entry: Entry, rulebook: Rulebook, table: Standings) -> Iterator[Notice]:
    yield from wide_spread(table.rows, entry, rulebook)


def _moved_by_a_step(entry: Entry, rulebook: Rulebook, table: Standings) -> Iterator[Notice]:
    """Neighbours of unequal totals whose order a single mark would change if it moved by one step."""
    value = RANK_ON[rulebook.rank_on]
    for above, below in neighbours(table.rows, rulebook):
        difference = (value(above) or ZERO) - (value(below) or ZERO)
        if difference > 0:
            sheets = _deciding(entry, rulebook, above.team, below.team)
            if sheets:
                values = {"difference": difference, "rank": above.rank, "next_rank": below.rank, "sheets": sheets}
                yield Notice("moved_by_a_step", (above.team, below.team), None, values | {"count": len(sheets)})


def _deciding(entry: Entry, rulebook: Rulebook, above: str, below: str) -> tuple[SheetKey, ...]:
    """Give the sheets of which one mark, moved by a step, brings the lower team level with the upper or past it."""
    relative = any(METHODS[part.panel.method].relative for part in rulebook.parts)
    near = entry if relative else replace(entry, teams=(above, below), decisions=())

    def level(changed: Mapping[SheetKey, Sheet]) -> bool:
        table = standings(replace(near, sheets={**near.sheets, **changed}), rulebook)
        first, second = table.of(above).rank, table.of(below).rank
        return first is not None and second is not None and second <= first

    sheets = {
        key: sheet for key, sheet in near.sheets.items() if key[1] in (above, below) and not isinstance(sheet, Absent)
    }
    moved = {key: _a_step_off(rulebook.part(key[0]), sheet, up=key[1] == below) for key, sheet in sheets.items()}
    # Where all these marks moved together change nothing, no single one does; only places are no such sum.
    if not relative and not level({key: {**sheet, **moved[key]} for key, sheet in sheets.items()}):
        return ()
    singly = {key: [{**sheets[key], criterion: mark} for criterion, mark in moved[key].items()] for key in sheets}
    return tuple(key for key, changed in singly.items() if any(level({key: sheet}) for sheet in changed))


def _a_step_off(part: Part, sheet: Marks, up: bool) -> dict[str, Fraction]:
    """Give each criterion's mark a step higher or lower, where the scale has one there."""
    moved = {}
    for criterion in part.criteria:
        if criterion.key in sheet:  # a shadow's sheet may lack it
            step = criterion.step or ZERO  # a criterion that judges mark has one
            mark = sheet[criterion.key] + (step if up else -step)
            if 0 <= mark <= (criterion.max_points or mark):
                moved[criterion.key] = mark
    return moved


def _same_sheets(entry: Entry, rulebook: Rulebook, table: Standings) -> Iterator[Notice]:
    """Two judges whose sheets of a team agree in every one of two criteria or more, with all such teams of the part."""
    for part in rulebook.parts:
        if len(part.criteria) > 1:
            for one, other in combinations(entry.judges.get(part.key, ()), 2):
                teams = tuple(team for team in entry.teams if _same(part, team, one, other, entry))
                if teams:
                    yield Notice("same_sheets", teams, part.key, {"judges": (one, other), "count": len(teams)})


def _same(part: Part, team: str, one: str, other: str, entry: Entry) -> bool:
    sheet = entry.sheets.get((part.key, team, one))
    return isinstance(sheet, Mapping) and bool(sheet) and sheet == entry.sheets.get((part.key, team, other))


FINDERS: tuple[Find, ...] = (_missing, _wide_spread, _moved_by_a_step, _same_sheets)


def look_again(entry: Entry, rulebook: Rulebook, table: Standings) -> tuple[Notice, ...]:
    """Give what the head judge may look at again, in the order of FINDERS; `table` is the standings of that entry."""
    return tuple(notice for find in FINDERS for notice in find(entry, rulebook, table))
