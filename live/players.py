"""The demo's simulated judges: tablets over real sockets, and paper for seats that nobody's device holds yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from live.client import Answer, ServerRefused, Tablet

SLOWEST = 6.0  # seconds that a simulated judge thinks at most
REMARKS = ("Nội dung thiết thực, gần dân.", "Diễn xuất tự nhiên.", "Cần nói rõ hơn phần kết.", "Ý tưởng mới.")


def invented_marks(
    contest: str, part: str, team: int, seat: int, criteria: Sequence[Mapping[str, Any]]
) -> dict[str, int]:
    """Give a judge's invented marks (thousandths) of a performance: the same for the same contest, team and seat."""
    good = Random(f"{contest}/{team}").randint(680, 930)  # noqa: S311 - figures of a demo, in thousandths of the most
    judge = Random(f"{contest}/{part}/{team}/{seat}")  # noqa: S311
    marks = {}
    for criterion in criteria:
        share = min(max(good + judge.randint(-90, 90), 400), 1000)
        steps = (2 * share * criterion["max"] // criterion["step"] + 1000) // 2000
        marks[criterion["key"]] = steps * criterion["step"]
    return marks


class Player:
    """One simulated judge; once a person has taken the seat over it is left to them."""

    def __init__(self, contest: str, tablet: Tablet) -> None:
        self.tablet = tablet
        self.seat = 0
        self.number = 0
        self.left = False
        self._contest = contest
        self._rung = threading.Event()
        self._seen: dict[str, float] = {}
        self._refused: set[str] = set()
        self._hello: Answer = {}

    def wake(self) -> None:
        """Connect; notes when the seat is no longer ours."""
        self._hello = self.tablet.connect(self._rung.set)
        self._check()

    def play(self) -> None:
        """Send the sheets that are due; after a doorbell look again first. Raises ServerAway."""
        if self.left:
            return
        if not self.tablet.connected:
            self.wake()
        elif self._rung.is_set():
            self._rung.clear()
            self._hello = self.tablet.hello()
            self._check()
        for sheet, part in self._due():
            self._send(sheet, part)

    def _check(self) -> None:
        if self._hello.get("status") != "accepted" or self._hello["read_only"]:
            self.left = True
            self.tablet.close()
            return
        self.seat, self.number = int(self._hello["seat"]["id"]), int(self._hello["seat"]["number"])

    def _due(self) -> Iterator[tuple[str, Answer]]:
        if self.left or self._hello["sealed"]:
            return
        parts = {part["key"]: part for part in self._hello["rulebook"]["parts"]}
        for performance in self._hello["performances"]:
            sheet = f"{performance['part']}/{performance['team']}"
            own = self.tablet.sheets.get(sheet, {})
            turn = f"{sheet}/{own.get('version', 0)}"
            if performance["state"] != "open" or own.get("state") == "received" or turn in self._refused:
                continue
            seen = self._seen.setdefault(turn, time.monotonic())
            thought = Random(f"{self._contest}/{sheet}/{self.number}").uniform(2.0, SLOWEST)  # noqa: S311
            if time.monotonic() - seen >= thought:
                yield sheet, parts[performance["part"]]

    def _send(self, sheet: str, part: Answer) -> None:
        team = int(sheet.partition("/")[2])
        marks = invented_marks(self._contest, part["key"], team, self.number, part["criteria"])
        chance = Random(f"{self._contest}/{sheet}/{self.number}/remark")  # noqa: S311
        answer = self.tablet.submit(sheet, marks, chance.choice(REMARKS) if chance.random() < 0.15 else "")
        if answer["status"] in {"accepted", "duplicate"}:
            self.tablet.sheets[sheet] = {"sheet": sheet, "version": answer["version"], "state": "received"}
            return
        self._refused.add(f"{sheet}/{self.tablet.sheets.get(sheet, {}).get('version', 0)}")
        self._rung.set()  # what has changed the next hello tells


def seated(server: str, contest: str, kept: Sequence[Mapping[str, str]]) -> list[Player]:
    """Give the players whose tablets were kept from before, or bind new ones by their cards."""
    players = []
    for each in kept:
        tablet = Tablet(server, each.get("cookie", ""), each.get("uid", ""))
        player = Player(contest, tablet)
        try:
            if not each.get("cookie"):
                tablet.bind(each["card"])
            player.wake()
        except ServerRefused:
            player.left = True  # a person was quicker
        players.append(player)
    return players
