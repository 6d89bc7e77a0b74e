"""An exported event log made strict: its chain recomputed, and the newest state of everything it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

FORMAT = "chamkheo-log"
FORMAT_VERSION = 1
_CHAINED = ("seq", "at", "actor", "kind", "subject", "data", "command_id")


class Unreadable(ValueError):
    """A log that cannot be recounted: a code (not_json, other_format, lacks, broken_chain, unknown_name) and its values."""

    def __init__(self, code: str, **values: object) -> None:
        """Take the code and what its sentence names."""
        super().__init__(code, values)
        self.code, self.values = code, values


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
    try:
        return _read(document)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("lacks", what=str(error)) from None


def _read(document: Mapping[str, Any]) -> Log:
    uid, events = document["contest"]["uid"], document["events"]
    ended = follow(uid, events)
    books = sorted(document["rulebooks"], key=lambda book: int(book["version"]))
    if not books:
        raise Unreadable("no_rules")
    states = {event["subject"]: json.loads(event["data"], parse_float=str) for event in events}
    return Log(
        uid=uid,
        name=document["contest"].get("name", ""),
        rules=books[-1]["document"],
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
