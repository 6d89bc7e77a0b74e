"""One random contest through both engines; where they differ, the smallest contest that still does, as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from contest.recount.log import loads
from contest.recount.table import recount
from contest.recounting import Difference, differences
from scoring.entered import Absent, Entry
from scoring.points import exact_text
from scoring.rulebook import RulebookErrors, from_dict
from scoring.standings import standings
from tests.soak.logs import exported
from tests.soak.making import Made
from tests.soak.panels import Document

Thing = TypeVar("Thing")


def disagreement(made: Made) -> tuple[Difference, ...]:
    """Give where the engines differ on a contest."""
    counted = recount(loads(json.dumps(exported(made.document, made.entry))))
    return differences(standings(made.entry, made.rules), made.rules, counted)


def shrunk(made: Made) -> Made:
    """Give a contest with as little in it as can be in which the engines still differ."""
    for smaller in _smaller(made):
        if disagreement(smaller):
            return shrunk(smaller)
    return made


def _smaller(made: Made) -> Iterator[Made]:
    entry, document = made.entry, made.document
    for team in entry.teams:
        yield replace(made, entry=_without_team(entry, team))
    yield from (replace(made, entry=replace(entry, faults=faults)) for faults in _one_less(entry.faults))
    yield from (replace(made, entry=replace(entry, decisions=left)) for left in _one_less(entry.decisions))
    for key in ("rounding", "ties", "prizes", "parts"):
        for kept in _one_less(document.get(key, ())):
            yield from _under(made, document | {key: list(kept)})


def _one_less(things: Sequence[Thing]) -> Iterator[tuple[Thing, ...]]:
    for place in range(len(things)):
        yield (*things[:place], *things[place + 1 :])


def _under(made: Made, document: Document) -> Iterator[Made]:
    try:
        rules = from_dict(document)
    except RulebookErrors:
        return
    parts = {part.key for part in rules.parts}
    entry = made.entry
    yield Made(
        made.seed,
        document,
        rules,
        replace(
            entry,
            judges={part: judges for part, judges in entry.judges.items() if part in parts},
            sheets={place: sheet for place, sheet in entry.sheets.items() if place[0] in parts},
            agreed={place: marks for place, marks in entry.agreed.items() if place[0] in parts},
            faults=tuple(fault for fault in entry.faults if fault.part is None or fault.part in parts),
            not_present=frozenset(place for place in entry.not_present if place[0] in parts),
        ),
    )


def _without_team(entry: Entry, team: str) -> Entry:
    return replace(
        entry,
        teams=tuple(each for each in entry.teams if each != team),
        sheets={place: sheet for place, sheet in entry.sheets.items() if place[1] != team},
        agreed={place: marks for place, marks in entry.agreed.items() if place[1] != team},
        faults=tuple(fault for fault in entry.faults if fault.team != team),
        decisions=tuple(decision for decision in entry.decisions if team not in decision.teams),
        not_present=frozenset(place for place in entry.not_present if place[1] != team),
    )


def as_log(made: Made) -> dict[str, Any]:
    """Give a contest as the log that `chamkheo recount` reads: each decision with the totals on which it was taken."""
    table = standings(replace(made.entry, decisions=()), made.rules)
    return exported(made.document, made.entry, {row.team: str(row.total_exact) for row in table.rows})


def write(made: Made, folder: Path) -> None:
    """Write a contest as the files of `chamkheo score` and as the log of `chamkheo recount`."""
    folder.mkdir(parents=True, exist_ok=True)
    _json(folder / "rulebook.json", made.document)
    _json(folder / "log.json", as_log(made))
    entry = made.entry
    for name, (heads, rows) in TABLES.items():
        _csv(folder / f"{name}.csv", heads, rows(entry))


def _marks(entry: Entry) -> Iterator[tuple[str, ...]]:
    for (part, team, judge), sheet in entry.sheets.items():
        if isinstance(sheet, Absent):
            yield team, part, "", judge, sheet.value
            continue
        for criterion, mark in sheet.items():
            yield team, part, criterion, judge, exact_text(mark)
    for (part, team), marks in entry.agreed.items():
        for criterion, mark in marks.items():
            yield team, part, criterion, "", exact_text(mark)
    for part, team in sorted(entry.not_present):
        yield team, part, "", "", "absent"


def _faults(entry: Entry) -> Iterator[tuple[str, ...]]:
    for each in entry.faults:
        amount = "" if each.amount is None else exact_text(each.amount)
        yield each.team, each.part or "", each.rule, amount, each.reason, each.act


def _decisions(entry: Entry) -> Iterator[tuple[str, ...]]:
    for each in entry.decisions:
        order = ";".join("=".join(group) for group in each.order)
        values = ";".join(exact_text(each.values[team]) for team in each.teams) if each.values else ""
        yield ";".join(each.teams), order, each.reason, each.step, values


def _struck(entry: Entry) -> Iterator[tuple[str, ...]]:
    yield from ((each.part, each.criterion, each.reason) for each in entry.struck)


def _teams(entry: Entry) -> Iterator[tuple[str, ...]]:
    yield from (
        (team, entry.groups.get(team, ""), "Đội khách" if team in entry.ineligible else "") for team in entry.teams
    )


TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Entry], Iterator[tuple[str, ...]]]]] = {
    "marks": (("team", "part", "criterion", "judge", "points"), _marks),
    "deductions": (("team", "part", "kind", "amount_or_seconds", "reason", "act"), _faults),
    "decisions": (("teams", "order", "reason", "step", "values"), _decisions),
    "struck": (("part", "criterion", "reason"), _struck),
    "teams": (("team", "group", "ineligible"), _teams),
}
"""The files of `chamkheo score`: their columns and their lines."""


def _json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _csv(path: Path, heads: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
