"""Which contests a person has to do with: those they are assigned to, and those of the branches of their offices."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.searching import found
from contest.tables.contests import Contest, RulebookVersion
from contest.tables.people import Account, Assignment
from contest.tables.places import Unit
from contest.tables.scorebook import Event

MOST_SOURCES = 200  # contests offered to start from: more than a select can show


def of_person(account: Account, reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a contest is one in which the person works, or one of a branch that they see.

    Whoever keeps the whole house keeps its books; into a contest and its marks leads an assignment alone.
    """
    return or_(_assigned(account), false() if reach.whole else reach.sees(Contest.unit_id))


def organised_by(account: Account, reach: Reach) -> ColumnElement[bool]:
    """Give the condition that the person organises a contest, by assignment or by office."""
    own = _assigned(account, Assignment.role == "organiser")
    return or_(own, false() if reach.whole else reach.changes(Contest.unit_id))


def _assigned(account: Account, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return Contest.id.in_(select(Assignment.contest_id).where(Assignment.account_id == account.id, *more))


def query(account: Account, reach: Reach, typed: str = "", *, season_id: int | None = None) -> Select[Contest]:
    """Give the query of a person's contests, the newest first: those whose unit's name has what was typed, of a season."""
    wanted = select(Contest).join(Unit, Unit.id == Contest.unit_id).where(of_person(account, reach))
    wanted = wanted.where(*found(typed, Unit.match_key, Unit.search_key))
    if season_id is not None:
        wanted = wanted.where(Contest.season_id == season_id)
    return wanted.order_by(Contest.held_on.desc(), Contest.id.desc())


def opened(reader: Session, account: Account, reach: Reach, season_id: int) -> set[int]:
    """Give the ids of a season's contests that a person may open."""
    wanted = select(Contest.id).where(Contest.season_id == season_id, of_person(account, reach))
    return set(reader.scalars(wanted))


def sources(reader: Session, account: Account, reach: Reach) -> Sequence[Contest]:
    """Give the contests that a person organises and that have a rulebook to start from, the newest first."""
    ruled = exists().where(RulebookVersion.contest_id == Contest.id)
    wanted = select(Contest).where(organised_by(account, reach), ruled)
    return reader.scalars(wanted.order_by(Contest.held_on.desc(), Contest.id.desc()).limit(MOST_SOURCES)).unique().all()


def steps_of(reader: Session, contests: Select[int] | Sequence[int]) -> dict[int, str]:
    """Give the step of each of some contests (ids, or a query of them), in one statement; those with nothing said yet are prepared."""
    newest = (
        select(Event.contest_id, func.max(Event.seq).label("seq"))
        .where(Event.subject == "contest", Event.contest_id.in_(contests))
        .group_by(Event.contest_id)
        .subquery()
    )
    same = and_(Event.contest_id == newest.c.contest_id, Event.seq == newest.c.seq)
    rows = reader.execute(select(Event.contest_id, Event.data).join(newest, same))
    return {contest: str(json.loads(data)["step"]) for contest, data in rows}
