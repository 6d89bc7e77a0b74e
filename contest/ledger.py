"""The newest state of everything the scorebook speaks of, as of an event: read from the log, never stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from contest.tables.scorebook import Event

WHOLE = "-"  # stands in a subject where a part's key would (which begins with a letter or digit): the whole contest


@dataclass(frozen=True)
class Fact:
    """The newest event of a subject."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    data: Mapping[str, Any]

    @property
    def moment(self) -> datetime:
        """Give when it was committed, aware."""
        return datetime.fromisoformat(self.at)

    @property
    def path(self) -> tuple[str, ...]:
        """Give the subject's parts: ("sheet", part, team, seat)."""
        return tuple(self.subject.split("/"))


# Columns, not mapped objects: a board reads hundreds of facts, and this takes a third of the time.
_FACTS = select(Event.seq, Event.at, Event.actor, Event.kind, Event.subject, Event.data)


def _fact(row: Row[int, str, str, str, str, str]) -> Fact:
    return Fact(row.seq, row.at, row.actor, row.kind, row.subject, json.loads(row.data))


# Asked several times in every command: built once, for building it takes longer than the look-up.
_NEWEST = (
    _FACTS.where(Event.contest_id == bindparam("contest"), Event.subject == bindparam("subject"))
    .order_by(Event.seq.desc())
    .limit(1)
)


def newest(session: Session, contest_id: int, subject: str) -> Fact | None:
    """Give the newest event of one subject (an index look-up), or None."""
    row = session.execute(_NEWEST, {"contest": contest_id, "subject": subject}).first()
    return _fact(row) if row else None


def history(session: Session, contest_id: int, subject: str) -> list[Fact]:
    """Give every event of one subject, oldest first."""
    query = _FACTS.where(Event.contest_id == contest_id, Event.subject == subject).order_by(Event.seq)
    return [_fact(row) for row in session.execute(query)]


def facts_of_kinds(session: Session, contest_id: int, kinds: Collection[str]) -> list[Fact]:
    """Give every event of these kinds, oldest first."""
    query = _FACTS.where(Event.contest_id == contest_id, Event.kind.in_(kinds)).order_by(Event.seq)
    return [_fact(row) for row in session.execute(query)]


def latest(session: Session, contest_id: int, count: int) -> list[Fact]:
    """Give the newest `count` events of a contest, newest first: the desk's journal."""
    query = _FACTS.where(Event.contest_id == contest_id).order_by(Event.seq.desc()).limit(count)
    return [_fact(row) for row in session.execute(query)]


class Ledger:
    """All subjects of a contest with their newest facts."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        """Take facts by subject."""
        self.facts = facts
        self.seq = max((fact.seq for fact in facts.values()), default=0)

    @classmethod
    def load(cls, session: Session, contest_id: int, upto: int | None = None) -> Ledger:
        """Read the newest fact of each subject, or the newest not after event `upto`."""
        mine = (
            Event.contest_id == contest_id if upto is None else (Event.contest_id == contest_id) & (Event.seq <= upto)
        )
        last = select(func.max(Event.seq)).where(mine).group_by(Event.subject)
        query = _FACTS.where(Event.contest_id == contest_id, Event.seq.in_(last))
        return cls({row.subject: _fact(row) for row in session.execute(query)})

    def over(self, facts: Iterable[Fact]) -> Ledger:
        """Give a ledger in which these facts are the newest of their subjects."""
        return Ledger({**self.facts, **{fact.subject: fact for fact in facts}})

    def get(self, *path: object) -> Fact | None:
        """Give the fact of a subject named by its parts."""
        return self.facts.get("/".join(map(str, path)))

    def data(self, *path: object) -> Mapping[str, Any]:
        """Give the state of a subject named by its parts; empty when nothing was said of it."""
        fact = self.get(*path)
        return fact.data if fact else {}

    def under(self, *path: object) -> Iterator[Fact]:
        """Give the facts below a subject, in the order in which they were first said or last changed."""
        start = "/".join(map(str, path)) + "/"
        found = (fact for subject, fact in self.facts.items() if subject.startswith(start))
        yield from sorted(found, key=lambda fact: fact.seq)

    @property
    def step(self) -> str:
        """Give where the contest stands: prepared, running, drafted, signed, prizes_approved, finalised or announced."""
        return str(self.data("contest").get("step", "prepared"))

    @property
    def rulebook_version(self) -> int | None:
        """Give the number of the rulebook's version in force, as the log has it; None before the start."""
        started = self.data("contest").get("started", {})
        number: int | None = self.data("rulebook").get("version", started.get("rulebook_version"))
        return number

    @property
    def finalised(self) -> Mapping[str, Any]:
        """Give the finalised result (ranking, revision, and what it was `revised` on); empty before."""
        found: Mapping[str, Any] = self.data("contest").get("finalised", {})
        return found

    def performance(self, part: str, team: object) -> str:
        """Give a performance's state: waiting, open, closing or locked."""
        return str(self.data("performance", part, team).get("state", "waiting"))

    def present(self, part: str, team: object) -> bool:
        """Say whether the team takes part in this part."""
        return bool(self.data("performance", part, team).get("present", True))

    def absent(self, part: str, team: object, seat: object) -> bool:
        """Say whether the judge of this seat is recorded as absent for this team."""
        return bool(self.data("absence", part, team, seat).get("absent", False))

    def order(self, part: str) -> list[int]:
        """Give the team ids in the running order of a part; empty before the draw."""
        return list(self.data("order", part).get("teams", ()))
