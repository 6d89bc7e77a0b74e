"""One random contest through both engines; where they differ, the smallest contest that still does, as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from contest.recount.log import loads
from contest.recount.table import recount
from contest.recounting import Difference, differences
from scoring.figures import Absent, Entry
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


def write(made: Made, folder: Path) -> None:
    """Write a contest as the files of `chamkheo score` and as the log of `chamkheo recount`."""
    folder.mkdir(parents=True, exist_ok=True)
    _json(folder / "rulebook.json", made.document)
    _json(folder / "log.json", exported(made.document, made.entry))
    entry = made.entry
    _csv(folder / "marks.csv", ("team", "part", "criterion", "judge", "points"), _marks(entry))
    faults = [
        (each.team, each.part or "", each.rule, "" if each.amount is None else exact_text(each.amount), each.reason)
        for each in entry.faults
    ]
    _csv(folder / "deductions.csv", ("team", "part", "kind", "amount_or_seconds", "reason"), faults)
    decisions = [
        (";".join(each.teams), ";".join("=".join(group) for group in each.order), each.reason)
        for each in entry.decisions
    ]
    _csv(folder / "decisions.csv", ("teams", "order", "reason"), decisions)


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


def _json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _csv(path: Path, heads: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
