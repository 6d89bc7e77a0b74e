"""What stands in a file beside the chain, held against what the chain itself says of it: rules, teams, the count of events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from contest.recount.unreadable import Unreadable

Event = Mapping[str, Any]
States = Mapping[str, Mapping[str, Any]]


def fingerprint(document: object) -> str:
    """Give the SHA-256 of a rulebook's canonical JSON, as the log names it: sorted keys, no spaces."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def started(events: Sequence[Event], states: States) -> Mapping[str, Any]:
    """Give what the log kept at the start; raises Unreadable for a log that holds no contest yet."""
    if not events:
        raise Unreadable("empty")
    found = states.get("contest", {}).get("started")
    if not isinstance(found, Mapping):
        raise Unreadable("not_started", count=len(events))
    return found


def rules_in_force(books: Sequence[Mapping[str, Any]], begun: Mapping[str, Any], events: Sequence[Event]) -> Any:
    """Give the rulebook in force, each version that the log put in force being the one it names; raises Unreadable."""
    if not books:
        raise Unreadable("no_rules")
    logged = {int(begun["rulebook_version"]): begun["rulebook"]}
    for event in events:
        if event["kind"] == "rulebook_changed":
            said = json.loads(event["data"])
            logged[int(said["version"])] = said["rulebook"]
    there = [int(book["version"]) for book in books]
    for version, mark in logged.items():
        named = [book["document"] for book in books if int(book["version"]) == version]
        if [fingerprint(document) for document in named] != [mark]:
            raise Unreadable("other_rules", version=version)
    newest = max(logged)
    if max(there) > newest:
        raise Unreadable("unlogged_rules", version=max(there), newest=newest)
    return next(book["document"] for book in books if int(book["version"]) == newest)


def require_teams(teams: Sequence[Mapping[str, Any]], begun: Mapping[str, Any]) -> None:
    """Raise Unreadable when the teams are not, by id, name, group and eligibility, those with which the contest began."""
    if len({str(team["id"]) for team in teams}) < len(teams):
        raise Unreadable("team_twice")
    for key, code, now in (
        ("teams", "other_teams", {str(team["id"]): str(team["name"]) for team in teams}),
        ("groups", "other_groups", _written(teams, "group")),
        ("ineligible", "other_eligibility", _written(teams, "ineligible")),
    ):
        then = begun.get(key, now)
        differing = sorted(team for team in then.keys() | now.keys() if then.get(team) != now.get(team))
        if differing:
            team = differing[0]
            raise Unreadable(code, team=team, then=then.get(team, ""), now=now.get(team, ""), others=len(differing) - 1)


def require_seats(seats: Sequence[Mapping[str, Any]], begun: Mapping[str, Any]) -> None:
    """Raise Unreadable when the seats have not, by id, the numbers that they had when the contest began."""
    now = {str(seat["id"]): str(seat["number"]) for seat in seats}
    if len(now) < len(seats) or begun.get("seats", now) != now:
        raise Unreadable("other_seats")


def _written(teams: Sequence[Mapping[str, Any]], key: str) -> dict[str, str]:
    return {str(team["id"]): str(team[key]) for team in teams if team.get(key)}


def require_whole(document: Mapping[str, Any], states: States, hashes: Sequence[str]) -> None:
    """Raise Unreadable when the file says that it has more or other events, or its final result rests on another chain."""
    said = document.get("head")
    if said is not None and (said["count"], said["hash"]) != (len(hashes), hashes[-1]):
        raise Unreadable("cut", said=said["count"], count=len(hashes))
    final = states.get("contest", {}).get("finalised")
    if final is not None:
        count = int(final["events"])
        if not 0 < count <= len(hashes) or hashes[count - 1] != final["head"]:
            raise Unreadable("other_head", count=count)
