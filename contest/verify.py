"""Checks the scorebook from a file or database alone: every chain, and a printed head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import board as boards
from contest import chain
from contest.chain import ChainFault, Head
from contest.reading import reading
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
    """Give what a start keeps of the teams, as they stand now."""
    return {
        "teams": {str(team.id): team.name for team in board.teams},
        "groups": {str(team.id): team.group_name for team in board.teams if team.group_name},
        "ineligible": {str(team.id): team.ineligible for team in board.teams if team.ineligible},
    }


def _changed(session: Session, contest: Contest) -> Iterator[str]:
    """Give what the rows of rules and teams, which the chain only names, say otherwise than when the contest began or ended."""
    board = boards.read(session, contest.id)
    state = board.ledger.data("contest")
    started = state.get("started", {})
    rules = "rulebook" in started and (board.rulebook is None or fingerprint(board.rulebook) != started["rulebook"])
    teams = any(key in started and now != started[key] for key, now in _teams_now(board).items())
    if rules:
        yield "rulebook"
    if teams:
        yield "teams"
    if "finalised" in state and not rules and not teams and ranking(board) != state["finalised"]["ranking"]:
        yield "result"
