"""Checks the scorebook from a file or database alone: every chain, and a printed head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import board as boards
from contest import chain
from contest.chain import ChainFault, Head
from contest.ledger import Fact, facts_of_kinds
from contest.reading import reading
from contest.rulebooks import in_force
from contest.scorebook.result import ranking
from contest.tables.contests import Contest
from contest.tables.scorebook import Event
from scoring.rulebook import fingerprint

LEAST_DIGITS = 20


@dataclass(frozen=True)
class Verdict:
    """One contest's chain: its head, its faults, the hash at each count, and what beside the chain no longer agrees with it.

    `changed` holds keys of CHANGED in contest.messages.scorebook: rulebook, teams or result.
    """

    contest_id: int
    name: str
    head: Head
    faults: tuple[ChainFault, ...]
    hashes: tuple[str, ...]
    changed: tuple[str, ...] = ()

    def had(self, printed: str, count: int) -> bool:
        """Say whether event `count` carried the printed head (at least its first 20 hex digits, spaces allowed)."""
        digits = "".join(printed.split()).lower()
        if len(digits) < LEAST_DIGITS or not 1 <= count <= len(self.hashes):
            return False
        return self.hashes[count - 1].startswith(digits)


def verify(url: str, contest_id: int | None = None) -> list[Verdict]:
    """Recompute the chains of a database (only reading it); of one contest when its id is given; refuses as `reading` does."""
    with reading(url) as session:
        query = select(Contest).order_by(Contest.id)
        if contest_id is not None:
            query = query.where(Contest.id == contest_id)
        return [_verdict(session, contest) for contest in session.scalars(query)]


def _verdict(session: Session, contest: Contest) -> Verdict:
    query = select(Event).where(Event.contest_id == contest.id).order_by(Event.seq)
    events = session.scalars(query).all()
    head, faults = chain.walk(contest.uid, events)
    changed = () if faults else tuple(_changed(session, contest))
    return Verdict(contest.id, contest.name, head, tuple(faults), tuple(event.hash for event in events), changed)


def _teams_now(board: boards.Board) -> dict[str, dict[str, str]]:
    """Give what a start keeps of teams and seats, as they stand now."""
    return {
        "teams": board.team_names,
        "seats": {str(seat.id): str(seat.number) for seat in board.seats},
        "groups": {str(team.id): team.group_name for team in board.teams if team.group_name},
        "ineligible": {str(team.id): team.ineligible for team in board.teams if team.ineligible},
    }


def _changed(session: Session, contest: Contest) -> Iterator[str]:
    """Give what the rows of rules and teams, which the chain only names, say otherwise than when the contest began or ended."""
    board = boards.read(session, contest.id)
    state = board.ledger.data("contest")
    started = state.get("started", {})
    rules = "rulebook" in started and not _rules_hold(session, contest.id, started)
    teams = any(key in started and now != started[key] for key, now in _teams_now(board).items())
    if rules:
        yield "rulebook"
    if teams:
        yield "teams"
    if (
        not rules
        and not teams
        and not all(_recounts(session, contest.id, fact) for fact in _results(session, contest.id))
    ):
        yield "result"


def _rules_hold(session: Session, contest_id: int, started: Mapping[str, Any]) -> bool:
    """Say whether each version that the log put in force reads as it did then, and none came beside the log."""
    changed = facts_of_kinds(session, contest_id, ("rulebook_changed",))
    logged = {started["rulebook_version"]: started["rulebook"]}
    logged |= {fact.data["version"]: fact.data["rulebook"] for fact in changed}
    for number, said in logged.items():
        rulebook = in_force(session, contest_id, number)[1]
        if rulebook is None or fingerprint(rulebook) != said:
            return False
    return bool(in_force(session, contest_id)[0] == max(logged))


def _results(session: Session, contest_id: int) -> list[Fact]:
    """Give the events that wrote a final result down: the finalised one and each revision."""
    return facts_of_kinds(session, contest_id, ("result_finalised", "result_revised"))


def _recounts(session: Session, contest_id: int, fact: Fact) -> bool:
    board = boards.read(session, contest_id, upto=fact.seq)
    return bool(ranking(board) == fact.data["finalised"]["ranking"])
