"""What the demo's simulated secretary does next: decided from where the contest stands, so that a person may step in.

Pace: one act every four to five seconds, two teams on stage at a time, so that the hall's board moves with every act. A person at
the desk is left alone for a minute after each act of theirs; a judge who is a person is waited for a minute and a half,
and fifteen seconds once they let a team pass or nobody is left to come on stage, then recorded absent for that team, as the
rules say. While they are waited for another team comes on stage every few seconds, of the next part when this one has no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

State = Mapping[str, Any]

ON_STAGE = 2  # teams open at once
NEXT_AFTER = 7.0  # seconds after which one more team comes while a person's sheet is awaited
LEAST_OPEN = 8.0  # seconds that a team stays on stage at least
HANDS_OFF = 60.0  # seconds that a person's act at the desk keeps the simulated secretary away
PATIENCE = 90.0  # seconds that a judge who is a person is waited for
SHORT_PATIENCE = 15.0
NOT_THE_STAGE = frozenset({"board_shown", "board_hidden", "order_drawn", "restored"})
LATE = "Quá thời gian chờ phiếu (bản trình diễn)"
NOT_IN_TIME = "Phiếu đến sau khi lượt thi đã khóa (bản trình diễn)"
OVERTIME = ("chao_hoi", "tinh_huong", "tieu_pham")
STEPS = {
    "prepared": ("organiser", "start"),
    "drafted": ("head_judge", "sign"),
    "signed": ("organiser", "approve_prizes"),
    "prizes_approved": ("organiser", "finalise"),
    "finalised": ("organiser", "announce"),
}


@dataclass(frozen=True)
class Act:
    """One desk command: who gives it, and with what."""

    role: str
    command: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Director:
    """Remembers who is simulated and which guests let a team pass; everything else stands in the contest's state."""

    actors: Collection[str]  # "account:5" of every simulated account
    players: Collection[int]  # seats that simulated tablets hold now
    misses: Counter[int] = field(default_factory=Counter)

    def hands_off(self, state: State, now: datetime) -> bool:
        """Say whether a person acted at the desk within the last minute."""
        for event in state["journal"]:
            person = event["actor"].startswith("account:") and event["actor"] not in self.actors
            if person and event["kind"] not in NOT_THE_STAGE and _age(event["at"], now) < HANDS_OFF:
                return True
        return False

    def next_act(self, state: State, now: datetime) -> Act | None:
        """Give the next act, or None while there is nothing to do."""
        if self.hands_off(state, now):
            return None
        if state["step"] == "running":
            return self._show(state) or self._on_stage(state, now)
        if state["step"] not in STEPS:
            return None
        role, command = STEPS[state["step"]]
        more: dict[str, dict[str, Any]] = {
            "sign": {"signatories": "Trưởng Ban Giám khảo\nThư ký Hội thi"},
            "approve_prizes": {"prizes": state["proposal"]},
        }
        return Act(role, command, more.get(command, {}))

    def _show(self, state: State) -> Act | None:
        return None if state["release"] else Act("secretary", "show")

    def _on_stage(self, state: State, now: datetime) -> Act | None:
        stage = [(part, turn) for part in state["parts"] for turn in _unlocked(part)]
        if not stage:
            return self._settle_late(state) or Act("secretary", "draft")
        waiting = [(part, turn) for part, turn in stage if turn["state"] == "waiting"]
        begun = [(part, turn) for part, turn in stage if turn["state"] != "waiting"]
        for part, turn in begun:
            act = self._finish(state, part, turn, now, last=not waiting)
            if act is not None:
                return act
        if waiting and self._may_open(state, begun, waiting[0][0], now):
            part, turn = waiting[0]
            return Act("secretary", "open", {"part": part["key"], "team": turn["team"]})
        return None

    def _settle_late(self, state: State) -> Act | None:
        """Leave out what came too late: one that waits keeps the draft back, and a person may admit it before."""
        return next(
            (Act("head_judge", "leave_late", {"late": each, "reason": NOT_IN_TIME}) for each in state["late"]), None
        )

    def _may_open(self, state: State, begun: Sequence[tuple[State, State]], part: State, now: datetime) -> bool:
        """Say whether a team of that part may come: the next part begins before this one's end only for want of people."""
        if len(begun) < ON_STAGE and all(of["key"] == part["key"] for of, _ in begun):
            return True
        return all(self._guests(state, turn) and _age(turn["since"], now) >= NEXT_AFTER for _, turn in begun)

    def _finish(self, state: State, part: State, turn: State, now: datetime, last: bool) -> Act | None:
        """Give what brings a begun performance to its lock: the agreed figure, an absence, a fault, the lock itself.

        `last` says that no team is left to come on stage.
        """
        where = {"part": part["key"], "team": turn["team"]}
        opened = _age(turn["since"], now)
        chance = Random(f"{state['uid']}/{part['key']}/{turn['team']}")  # noqa: S311 - figures of a demo
        if not part["judged"] and not turn["agreed"]:
            right = {criterion["key"]: str(chance.randint(5, 10)) for criterion in part["criteria"]}
            return Act("secretary", "agreed", where | {"marks": right}) if opened >= LEAST_OPEN / 2 else None
        missing = _missing(turn)
        if missing:
            return self._give_up(state, turn, where, opened, last)
        if opened < LEAST_OPEN:
            return None
        if part["key"] in OVERTIME and not turn["deducted"] and chance.random() < 0.12:
            over = chance.choice(("65", "80", "125"))
            return Act("secretary", "deduct", where | {"rule": "qua_gio", "amount": over, "reason": f"Quá {over} giây"})
        return Act("secretary", "lock", where)

    def _guests(self, state: State, turn: State) -> list[int]:
        """Give the seats of people whose sheet of this performance is awaited."""
        held = {seat["id"] for seat in state["seats"] if seat["device"]} - set(self.players)
        return [seat for seat in _missing(turn) if seat in held]

    def _give_up(self, state: State, turn: State, where: Mapping[str, Any], opened: float, last: bool) -> Act | None:
        for seat in self._guests(state, turn):
            if opened > (SHORT_PATIENCE if last or self.misses[seat] else PATIENCE):
                self.misses[seat] += 1
                return Act("secretary", "judge_absent", {**where, "seat": seat, "absent": True, "reason": LATE})
        return None

    def forgive(self, state: State) -> None:
        """Wait again for guests who sent a sheet of a performance that is on stage now."""
        for part in state["parts"]:
            for turn in _unlocked(part):
                for seat, sheet in turn["sheets"].items():
                    if sheet["state"] == "received":
                        self.misses.pop(int(seat), None)


def unfilled(state: State) -> Iterator[tuple[State, State, State]]:
    """Give (part, performance, seat) of each sheet on stage whose seat has no device: it is marked on paper."""
    for part in state["parts"]:
        for turn in _unlocked(part):
            for seat in state["seats"]:
                sheet = turn["sheets"].get(str(seat["id"]))
                if turn["state"] != "waiting" and sheet and not seat["device"] and sheet["state"] not in DONE:
                    yield part, turn, seat


DONE = frozenset({"received", "absent"})


def _unlocked(part: State) -> list[State]:
    return [turn for turn in part["performances"] if turn["state"] != "locked"]


def _missing(turn: State) -> list[int]:
    return [int(seat) for seat, sheet in turn["sheets"].items() if sheet["state"] not in DONE]


def _age(at: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(at)).total_seconds() if at else 0.0
