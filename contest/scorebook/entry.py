"""What every scorebook command begins with: the contest under its lock, its rulebook, and the once-only check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from contest import board as boards
from contest import chain
from contest.board import Board
from contest.ledger import Fact, Ledger, newest
from contest.messages.scorebook import STATE_NAMES, STEP_NAMES
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest, Team
from contest.tables.people import Seat
from contest.tables.scorebook import Event
from scoring.rules import Part, Rulebook


@dataclass(frozen=True)
class Actor:
    """Who asks: an account, a seat or the system itself; written into each event as "account:5"."""

    kind: str
    id: int = 0

    def __str__(self) -> str:
        return self.kind if self.kind == "system" else f"{self.kind}:{self.id}"


SYSTEM = Actor("system")


def rulebook_in_force(session: Session, contest_id: int) -> tuple[int, Rulebook]:
    """Give the newest version's number and rulebook; refuses when there is none."""
    number, rulebook = in_force(session, contest_id)
    if rulebook is None:
        raise Refused("needs_rulebook")
    return number, rulebook


class Book:
    """One contest's scorebook inside one write: reads current facts, appends events as one actor."""

    def __init__(self, session: Session, contest_id: int, actor: Actor, command_id: str | None = None) -> None:
        """Lock the contest for this write; refuses an unknown one."""
        chain.lock(session, contest_id)
        contest = session.get(Contest, contest_id)
        if contest is None:
            raise Refused("no_contest")
        self.session, self.contest, self.actor, self.command_id = session, contest, actor, command_id

    def append(self, kind: str, subject: str, data: Mapping[str, Any]) -> Event:
        """Append an event that carries the subject's whole new state."""
        return chain.append(
            self.session,
            self.contest,
            actor=str(self.actor),
            kind=kind,
            subject=subject,
            data=data,
            command_id=self.command_id,
        )

    @property
    def done_before(self) -> bool:
        """Say whether this command was carried out already (a form sent twice)."""
        if self.command_id is None:
            return False
        same = (Event.contest_id == self.contest.id, Event.command_id == self.command_id)
        return self.session.execute(select(Event.seq).where(*same).limit(1)).first() is not None

    def fact(self, *path: object) -> Fact | None:
        """Give the newest fact of a subject named by its parts."""
        return newest(self.session, self.contest.id, "/".join(map(str, path)))

    def data(self, *path: object) -> dict[str, Any]:
        """Give a copy of the state of a subject; empty when nothing was said of it."""
        fact = self.fact(*path)
        return dict(fact.data) if fact else {}

    def ledger(self) -> Ledger:
        """Give every subject's newest fact."""
        return Ledger.load(self.session, self.contest.id)

    def board(self) -> Board:
        """Give the board in full."""
        return boards.read(self.session, self.contest.id)

    @property
    def step(self) -> str:
        """Give where the contest stands."""
        return str(self.data("contest").get("step", "prepared"))

    def require_running(self) -> None:
        """Refuse unless the contest is running."""
        if self.step != "running":
            raise Refused("not_running", status="locked", step=STEP_NAMES[self.step])

    @cached_property
    def in_force(self) -> tuple[int, Rulebook]:
        """Give the number and the rulebook of the version in force, which cannot change within this write."""
        return rulebook_in_force(self.session, self.contest.id)

    @property
    def rulebook(self) -> Rulebook:
        """Give the rulebook in force."""
        return self.in_force[1]

    def part(self, key: str) -> Part:
        """Give a part of the rulebook; refuses an unknown one."""
        try:
            return self.rulebook.part(key)
        except KeyError:
            raise Refused("no_part", field="part") from None

    def team(self, team_id: int) -> Team:
        """Give a team of this contest; refuses another."""
        team = self.session.get(Team, team_id, options=[lazyload(Team.members)])
        if team is None or team.contest_id != self.contest.id:
            raise Refused("no_team", field="team")
        return team

    def seat(self, seat_id: int) -> Seat:
        """Give a seat of this contest; refuses another."""
        seat = self.session.get(Seat, seat_id)
        if seat is None or seat.contest_id != self.contest.id:
            raise Refused("no_seat", field="seat")
        return seat

    def performance(self, part: str, team_id: int) -> dict[str, Any]:
        """Give a performance's state of a known part and team."""
        self.part(part)
        self.team(team_id)
        return {"state": "waiting", "present": True} | self.data("performance", part, team_id)

    def conferring(self, part: str, team_id: int) -> dict[str, Any]:
        """Give the last conferring (hội ý) about a performance; empty when there was none."""
        return self.data("conferring", part, team_id)

    def require_not_conferring(self, part: str, team_id: int) -> None:
        """Refuse while the panel confers about a performance."""
        if self.conferring(part, team_id).get("state") == "open":
            raise Refused("conferring_first")

    def require_open(self, part: str, team_id: int, action: str) -> None:
        """Refuse `action` (a verb, for people) unless the performance is open or closing."""
        state = self.performance(part, team_id)["state"]
        if state not in {"open", "closing"}:
            raise Refused("unlawful_state", state=STATE_NAMES[state], action=action)
