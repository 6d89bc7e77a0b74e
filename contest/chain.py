"""The hash chain over a contest's events: append, verify, verify against a printed head.

h = SHA-256("v1" ‖ previous ‖ canonical event), from SHA-256("v1" ‖ the contest's uid) on (protocol.md 8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from contest.db import iso, now
from contest.tables.contests import Contest
from contest.tables.scorebook import Event
from contest.writer import mark_changed

GROUP = 4
SHORT = 20


@dataclass(frozen=True)
class Head:
    """How many events a chain has and the hash of the last one (64 hex digits)."""

    count: int
    hash: str


@dataclass(frozen=True)
class ChainFault:
    """Where a chain does not hold: the event's number and what is wrong (`gap` or `hash`)."""

    seq: int
    what: str


def canonical(value: object) -> str:
    """Give the one JSON text of a value: sorted keys, no spaces, no escapes beyond JSON's own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def genesis(uid: str) -> str:
    """Give the hash from which the chain of the contest `uid` starts."""
    return hashlib.sha256(b"v1" + uid.encode()).hexdigest()


def link(previous: str, event: Event) -> str:
    """Give the hash of an event that follows `previous`."""
    body = canonical([event.seq, event.at, event.actor, event.kind, event.subject, event.data, event.command_id])
    return hashlib.sha256(b"v1" + bytes.fromhex(previous) + body.encode()).hexdigest()


def lock(session: Session, contest_id: int) -> None:
    """Let nobody else append to this contest until the transaction ends (PostgreSQL; SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(contest_id)))


# Built once: every event asks for the head before it.
_HEAD = (
    select(Event.seq, Event.hash).where(Event.contest_id == bindparam("contest")).order_by(Event.seq.desc()).limit(1)
)


def head(session: Session, contest: Contest, upto: int | None = None) -> Head:
    """Give the contest's present head, or the one after event `upto`."""
    row = session.execute(_HEAD if upto is None else _HEAD.where(Event.seq <= upto), {"contest": contest.id}).first()
    return Head(row.seq, row.hash) if row else Head(0, genesis(contest.uid))


def append(
    session: Session,
    contest: Contest,
    *,
    actor: str,
    kind: str,
    subject: str,
    data: Mapping[str, Any],
    command_id: str | None = None,
) -> Event:
    """Append one event that carries its subject's whole new state; the caller holds the contest's lock."""
    before = head(session, contest)
    event = Event(
        contest_id=contest.id,
        seq=before.count + 1,
        at=iso(now()),
        actor=actor,
        kind=kind,
        subject=subject,
        data=canonical(data),
        command_id=command_id,
    )
    event.hash = link(before.hash, event)
    session.add(event)
    session.flush()
    mark_changed(session, contest.id, kind)
    return event


def walk(uid: str, events: Iterable[Event]) -> tuple[Head, list[ChainFault]]:
    """Recompute a whole chain from its events in order; gives its head and every place where it does not hold."""
    faults, count, previous = [], 0, genesis(uid)
    for event in events:
        count += 1
        if event.seq != count:
            faults.append(ChainFault(event.seq, "gap"))
            count = event.seq
        if link(previous, event) != event.hash:
            faults.append(ChainFault(event.seq, "hash"))
        previous = event.hash
    return Head(count, previous), faults


def short(full: str) -> str:
    """Give the first 20 hex digits of a head in groups of four, for eyes: 8F2A 0C11 …"""
    shown = full[:SHORT].upper()
    return " ".join(shown[at : at + GROUP] for at in range(0, SHORT, GROUP))
