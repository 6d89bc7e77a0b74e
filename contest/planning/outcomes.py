"""How far a contest's final result is known: to those with a part in the contest, and to everybody once it was announced.

What was announced is what the hall may show (contest.release): where a contest tells prizes alone, no rank and no points are
told to anybody outside it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, select, union_all
from sqlalchemy.orm import Session

from contest import board as boards
from contest.board import Board
from contest.scorebook.revision import SEALED
from contest.tables.contests import Contest
from contest.tables.offices import Office
from contest.tables.people import Account, Assignment
from contest.tables.places import UnitBranch
from contest.tables.scorebook import Event

PRIZES_ALONE = "prizes_at_end"


@dataclass(frozen=True)
class Outcome:
    """A contest's result by number: `final` as it stands, `announced` as it was announced last; 0 while there is none.

    `ranks_told` says whether the announcement tells ranks and points.
    """

    step: str
    final: int = 0
    announced: int = 0
    ranks_told: bool = False

    def ranked(self, inside: bool) -> int:
        """Give the number of the result whose ranks a person may see: with a part in the contest (`inside`), or without."""
        return self.final if inside else self.announced if self.ranks_told else 0


def outcomes(reader: Session, contests: Collection[int]) -> dict[int, Outcome]:
    """Give how far each contest's result is: three statements at most, however many contests."""
    modes = {
        row[0]: row[1]
        for row in reader.execute(select(Contest.id, Contest.release_mode).where(Contest.id.in_(contests)))
    }
    said = _said(reader, contests)
    until = {key: data["announced"]["until"] for key, data in said.items() if data.get("announced", {}).get("until")}
    told_then = _revised_before(reader, until) if until else {}
    return {key: _outcome(said.get(key, {}), mode, told_then.get(key)) for key, mode in modes.items()}


def _said(reader: Session, contests: Collection[int]) -> dict[int, dict[str, dict[str, int]]]:
    newest = (
        select(Event.contest_id, func.max(Event.seq).label("seq"))
        .where(Event.subject == "contest", Event.contest_id.in_(contests))
        .group_by(Event.contest_id)
        .subquery()
    )
    same = and_(Event.contest_id == newest.c.contest_id, Event.seq == newest.c.seq)
    rows = reader.execute(select(Event.contest_id, Event.data).join(newest, same))
    return {row[0]: json.loads(row[1]) for row in rows}


def _revised_before(reader: Session, until: Mapping[int, int]) -> dict[int, int]:
    """Give the number of the result that stood when an event was the newest, for contests revised since."""
    revised = select(Event.contest_id, Event.seq).where(
        Event.subject == "contest", Event.kind == "result_revised", Event.contest_id.in_(until)
    )
    found = dict.fromkeys(until, 1)
    for contest, seq in reader.execute(revised):
        found[contest] += seq <= until[contest]
    return found


def _outcome(said: Mapping[str, object], mode: str, told_then: int | None) -> Outcome:
    step, finalised = str(said.get("step", "prepared")), said.get("finalised")
    if step not in SEALED or not isinstance(finalised, dict):
        return Outcome(step)
    final = int(finalised["revision"])
    announced = told_then if told_then is not None else final if step == "announced" else 0
    return Outcome(step, final, announced, mode != PRIZES_ALONE)


def inside(reader: Session, account: Account, contests: Collection[int]) -> frozenset[int]:
    """Give those of some contests in which an account has a part, by assignment or by an office (contest.access.roles_in)."""
    assigned = select(Assignment.contest_id).where(
        Assignment.account_id == account.id, Assignment.contest_id.in_(contests)
    )
    held = (
        select(Contest.id)
        .join(UnitBranch, UnitBranch.unit_id == Contest.unit_id)
        .join(Office, Office.unit_id == UnitBranch.above_id)
        .where(Contest.id.in_(contests), Office.account_id == account.id)
    )
    return frozenset(reader.scalars(union_all(assigned, held)))


def board_of(reader: Session, contest_id: int, within: bool) -> Board:
    """Give a contest's board as a person may see its result: as it stands to those within, as it was announced to others."""
    board = boards.read(reader, contest_id)
    return board if within else board.public
