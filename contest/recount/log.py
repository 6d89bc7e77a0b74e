"""An exported event log made strict: its chain recomputed, and the newest state of everything it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contest.recount.bound import require_seats, require_teams, require_whole, rules_in_force, started
from contest.recount.unreadable import Unreadable

__all__ = ["FORMAT", "FORMAT_VERSION", "Log", "Unreadable", "beginning", "follow", "link", "loads", "misshapen", "read"]

FORMAT = "chamkheo-log"
FORMAT_VERSION = 1
_LISTS = ("rulebooks", "teams", "seats", "events")
_CHAINED = ("seq", "at", "actor", "kind", "subject", "data", "command_id")


@dataclass(frozen=True)
class Log:
    """What a log says at its end: the rules in force, who takes part, and each subject's newest state.

    Teams and seats are known by their ids as text; `seats` gives a seat's number. `ended` is the hash of the last event.
    """

    uid: str
    name: str
    rules: Mapping[str, Any]
    teams: Mapping[str, Mapping[str, Any]]
    seats: Mapping[str, Mapping[str, Any]]
    states: Mapping[str, Mapping[str, Any]]
    count: int
    ended: str

    def state(self, *path: str) -> Mapping[str, Any]:
        """Give the newest state of a subject named by its parts; empty when nothing was said of it."""
        return self.states.get("/".join(path), {})

    def below(self, first: str) -> list[tuple[list[str], Mapping[str, Any]]]:
        """Give all subjects that begin with this word, as their parts with their state."""
        return self._by_first.get(first, [])

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[list[str], Mapping[str, Any]]]]:
        found: dict[str, list[tuple[list[str], Mapping[str, Any]]]] = {}
        for subject, state in self.states.items():
            path = subject.split("/")
            found.setdefault(path[0], []).append((path, state))
        return found


def loads(text: str) -> Log:
    """Read the text of an exported log; raises Unreadable."""
    try:
        document = json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None
    return read(document)


def read(document: object) -> Log:
    """Read an exported log, checking its chain link by link; raises Unreadable."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise Unreadable("other_format")
    if document.get("format_version") != FORMAT_VERSION:
        raise Unreadable("other_version", version=document.get("format_version"))
    with misshapen():
        _require_shape(document)
        return _read(document)


@contextmanager
def misshapen() -> Iterator[None]:
    """Raise what goes wrong while reading a log of another shape as Unreadable, with the item where one can be named."""
    try:
        yield
    except Unreadable:
        raise
    except KeyError as error:
        raise Unreadable("lacks", what=error.args[0] if error.args else "") from None
    except (TypeError, AttributeError, IndexError, ValueError, ArithmeticError, RecursionError):
        raise Unreadable("misshapen") from None


def _require_shape(document: Mapping[str, Any]) -> None:
    if not isinstance(document["contest"], Mapping):
        raise Unreadable("wrong_item", what="contest")
    for key in _LISTS:
        if not isinstance(document[key], list) or not all(isinstance(each, Mapping) for each in document[key]):
            raise Unreadable("wrong_item", what=key)


def _read(document: Mapping[str, Any]) -> Log:
    uid, events = document["contest"]["uid"], document["events"]
    ended = follow(uid, events)
    states = {event["subject"]: json.loads(event["data"], parse_float=str) for event in events}
    begun = started(events, states)
    rules = rules_in_force(document["rulebooks"], begun, events)
    require_teams(document["teams"], begun)
    require_seats(document["seats"], begun)
    require_whole(document, states, [event["hash"] for event in events])
    return Log(
        uid=uid,
        name=document["contest"].get("name", ""),
        rules=rules,
        teams={str(team["id"]): team for team in document["teams"]},
        seats={str(seat["id"]): seat for seat in document["seats"]},
        states=states,
        count=len(events),
        ended=ended,
    )


def follow(uid: str, events: Sequence[Mapping[str, Any]]) -> str:
    """Give the hash at which the chain of the contest `uid` ends; raises Unreadable at the first link that does not hold."""
    hashed = beginning(uid)
    for place, event in enumerate(events, 1):
        if event["seq"] != place:
            raise Unreadable("broken_chain", seq=place)
        hashed = link(hashed, event)
        if hashed != event["hash"]:
            raise Unreadable("broken_chain", seq=place)
    return hashed


def beginning(uid: str) -> str:
    """Give the hash before the first event: SHA-256("v1" ‖ uid)."""
    return hashlib.sha256(f"v1{uid}".encode()).hexdigest()


def link(previous: str, event: Mapping[str, Any]) -> str:
    """Give the hash of an event after `previous`: SHA-256("v1" ‖ previous as bytes ‖ the event as a JSON list)."""
    listed = json.dumps([event[name] for name in _CHAINED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"v1" + bytes.fromhex(previous) + listed.encode()).hexdigest()
