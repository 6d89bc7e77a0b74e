"""The demo's simulated people at work: judges, secretariat, head judge and organiser, over real sockets and HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from contest.db import now
from live.client import Answer, ServerAway, ServerRefused, Staff
from live.director import Act, Director, unfilled
from live.players import invented_marks, seated

TICK = 0.7  # seconds between looks
BEAT = 4.5  # seconds between acts on stage
BRISK = 1.5  # seconds between the steps after the last lock, none of which the hall sees
PAPER = 2.0  # seconds after which a paper sheet is typed in
REST = 20.0  # seconds that a result stands before the next contest begins
LOT = "Bốc thăm giữa các đội bằng điểm (bản trình diễn)"


@dataclass
class Crew:
    """The simulated accounts, signed in, and what confirms a paper sheet as the second person."""

    people: Mapping[str, Staff]  # by role
    actors: Sequence[str]
    second: str
    pin: str


class Simulation:
    """Plays one contest until it is announced, or until it is told to stop."""

    def __init__(self, server: str, crew: Crew, contest: Answer, kept: Sequence[Mapping[str, str]]) -> None:
        """Take `contest` (contest_id, uid) and the tablets `kept` from before, or the cards to bind new ones by."""
        self.id, self.uid = int(contest["contest_id"]), str(contest["uid"])
        self._crew = crew
        self._players = seated(server, self.uid, kept)
        self._director = Director(crew.actors, ())
        self._next_act = 0.0
        self._paper: dict[str, float] = {}

    @property
    def tablets(self) -> list[dict[str, str]]:
        """Give what makes these tablets the same again after a restart."""
        return [{"cookie": each.tablet.session_cookie, "uid": each.tablet.uid} for each in self._players]

    def run(self, stop: threading.Event) -> None:
        """Play until the result is announced and has stood for a while; a server that is away is waited for."""
        over = 0.0
        while not stop.wait(TICK):
            with suppress(ServerAway):
                state = self._crew.people["secretary"].state(self.id)
                if state["step"] == "announced":
                    over = over or time.monotonic()
                    if time.monotonic() - over > REST:
                        return
                self.tick(state)

    def close(self) -> None:
        """Close every tablet's socket."""
        for player in self._players:
            player.tablet.close()

    def tick(self, state: Answer) -> None:
        """Let everybody do what is due now."""
        for player in self._players:
            player.play()
        self._director.players = [player.seat for player in self._players if not player.left]
        if state["step"] == "running":
            self._director.forgive(state)
            if not self._director.hands_off(state, now()):
                self._type_paper(state)
        if time.monotonic() >= self._next_act:
            act = self._director.next_act(state, now())
            if act is not None:
                self._do(act)
                self._next_act = time.monotonic() + (BEAT if state["step"] == "running" else BRISK)

    def _do(self, act: Act) -> None:
        if act.command == "sign":
            self._settle_ties()
        self._command(act.role, act.command, act.args)

    def _command(self, role: str, command: str, args: Mapping[str, Any]) -> None:
        # Refused because a person was quicker: the next look shows how things stand.
        with suppress(ServerRefused):
            self._crew.people[role].command(self.id, command, **args)

    def _settle_ties(self) -> None:
        for question in self._crew.people["secretary"].board(self.id)["questions"]:
            order = sorted(question["teams"])
            Random(f"{self.uid}/{order}").shuffle(order)  # noqa: S311 - a lot drawn for show
            args = {"order": ">".join(map(str, order)), "minutes": LOT, "reason": LOT}
            self._command("secretary", "decide_tie", args)

    def _type_paper(self, state: Answer) -> None:
        """Type in and confirm the paper sheets of seats that nobody's device holds."""
        for part, turn, seat in unfilled(state):
            where = {"part": part["key"], "team": turn["team"], "seat": seat["id"]}
            sheet = turn["sheets"][str(seat["id"])]
            due = self._paper.setdefault(f"{where}", time.monotonic() + PAPER + seat["number"] / 2)
            if sheet["state"] == "typed":
                confirmation = {"version": sheet["version"], "second": self._crew.second, "pin": self._crew.pin}
                self._command("secretary", "confirm_sheet", where | confirmation)
            elif time.monotonic() >= due:
                marks = invented_marks(self.uid, part["key"], turn["team"], seat["number"], part["criteria"])
                self._command(
                    "secretary", "type_sheet", where | {"marks": {key: _typed(m) for key, m in marks.items()}}
                )


def _typed(thousandths: int) -> str:
    """Give a mark as people type it: 8250 is "8,25"."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")
