"""Replays published panels through a running server, mark by mark over judges' sockets, and compares what it computes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from contest.deskacts import thousandths
from contest.files.panels import COMPONENTS, DEDUCTION, ELEMENT_TOTAL, ELEMENTS, Performance, Segment, same
from live.client import Answer, Staff, Tablet

SEED = 20_161_021
AGAIN = 5  # every so many commands one is sent twice
PUBLISHED = "Theo biên bản chấm đã công bố"
ABSENT = "Vắng mặt theo biên bản chấm đã công bố"
Progress = Callable[[Segment], None]


class ReplayFailed(RuntimeError):
    """The server did not answer a replayed command as it should."""


@dataclass
class Tally:
    """What was compared and how much agreed; `commands` are sheets sent, `duplicates` those answered a second time."""

    segments: int = 0
    rankings_agree: int = 0
    panels: int = 0
    panels_agree: int = 0
    totals: int = 0
    totals_agree: int = 0
    commands: int = 0
    duplicates: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def figures(self, seconds: float) -> dict[str, Any]:
        """Give the counts as JSON-able data."""
        counts = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "differences"}
        return counts | {"seconds": round(seconds, 1)}


def replay(
    segment: Segment, staff: Staff, before: int = 0, progress: Progress = lambda _segment: None, seed: int = SEED
) -> Tally:
    """Replay one segment on `staff`'s server to its final result and compare; `progress` rings after each performance.

    `before` is the number of sheets in the segments before it: every fifth of them all is sent twice.

    Raises ReplayFailed, ServerRefused or ServerAway.
    """
    return _Replay(segment, staff.twin(), before, random.Random(f"{seed} {segment.title}")).run(progress)  # noqa: S311 - no secret


class _Replay:
    """One segment on one server, one signed-in person in every role at the desk."""

    def __init__(self, segment: Segment, staff: Staff, before: int, order: random.Random) -> None:
        self.tally = Tally(segments=1)
        self._segment, self._staff, self._before, self._random = segment, staff, before, order

    def run(self, progress: Progress) -> Tally:
        segment = self._segment
        made = self._staff.create_contest(_document(segment))
        desk = _Desk(self._staff, made)
        with _tablets(self._staff.server, made["seats"]) as tablets:
            desk.do("start")
            for performance in segment.performances:
                self._perform(desk, dict(zip(segment.seats, tablets, strict=True)), performance)
                progress(segment)
        _conclude(desk, segment)
        self._compare(desk.board())
        return self.tally

    def _perform(self, desk: _Desk, tablets: Mapping[int, Tablet], entry: Performance) -> None:
        segment = self._segment

        def deduct(part: str) -> None:
            if part == segment.deduction_part and not same("0", entry.deductions):
                desk.on(entry, "deduct", part, rule=DEDUCTION, amount=entry.deductions, reason=PUBLISHED)

        desk.on(entry, "open", ELEMENTS)
        desk.on(entry, "agreed", ELEMENTS, marks={ELEMENT_TOTAL: entry.element_total})
        deduct(ELEMENTS)
        desk.on(entry, "lock", ELEMENTS)
        desk.on(entry, "open", COMPONENTS)
        for seat in sorted(entry.absent):
            place = segment.seats.index(seat)
            desk.on(entry, "judge_absent", COMPONENTS, seat=desk.seats[place], absent=True, reason=ABSENT)
        self._mark(f"{COMPONENTS}/{desk.team(entry)}", tablets, entry)
        deduct(COMPONENTS)
        desk.on(entry, "lock", COMPONENTS)

    def _mark(self, sheet: str, tablets: Mapping[int, Tablet], entry: Performance) -> None:
        """Send every judge's sheet in random order, some twice, and check that each counts exactly once."""
        sending: list[tuple[Tablet, Answer]] = []
        for seat, marks in entry.marks.items():
            tablet = tablets[seat]
            command = (tablet, tablet.compose(sheet, thousandths(marks)))
            self.tally.commands += 1
            sending += [command] * (2 if (self._before + self.tally.commands) % AGAIN == 0 else 1)
        self._random.shuffle(sending)
        posted = [(tablet, tablet.post(body)) for tablet, body in sending]
        answers: dict[str, list[str]] = {}
        for tablet, pending in posted:
            answer = tablet.settle(pending)
            if answer["status"] not in {"accepted", "duplicate"}:
                raise ReplayFailed(f"{entry.name}: {answer['status']}: {answer.get('message', '')}")
            answers.setdefault(pending.body["command_id"], []).append(answer["status"])
        for statuses in answers.values():
            if statuses.count("accepted") != 1:
                raise ReplayFailed(f"{entry.name}: một phiếu được ghi {statuses.count('accepted')} lần.")
            self.tally.duplicates += statuses.count("duplicate")

    def _compare(self, board: Answer) -> None:
        rows = {row["team"]: row for row in board["standings"]}
        ranked_right = True
        for entry in self._segment.performances:
            row = rows[entry.name]
            part = row["parts"][COMPONENTS]
            panels = {panel["criterion"]: panel["rounded"] for panel in part["panels"]}
            for key, published in entry.panels.items():
                self.tally.panels += 1
                self.tally.panels_agree += self._same(entry, key, published, panels.get(key))
            components = self._same(entry, "component_total", entry.component_total, part["points"])
            total = self._same(entry, "total", entry.total, row["total_exact"])
            self.tally.totals += 1
            self.tally.totals_agree += components and total
            ranked_right &= self._same(entry, "rank", str(entry.rank), row["rank"])
        self.tally.rankings_agree += ranked_right

    def _same(self, entry: Performance, what: str, published: str, found: object) -> bool:
        if same(published, found):
            return True
        said = f"{self._segment.title}, {entry.name}, {what}: công bố {published}, tính được {found}"
        self.tally.differences.append(said)
        return False


class _Desk:
    """The desk of one contest just made."""

    def __init__(self, staff: Staff, made: Answer) -> None:
        self.contest_id = int(made["contest_id"])
        self.seats = [int(seat["id"]) for seat in made["seats"]]
        self.teams: Mapping[str, int] = made["teams"]
        self._staff = staff

    def team(self, entry: Performance) -> int:
        return self.teams[entry.name]

    def board(self) -> Answer:
        return self._staff.board(self.contest_id)

    def do(self, command: str, **args: Any) -> None:
        self._staff.command(self.contest_id, command, **args)

    def on(self, entry: Performance, command: str, part: str, **args: Any) -> None:
        self.do(command, part=part, team=self.team(entry), **args)


def _document(segment: Segment) -> dict[str, Any]:
    names = [each.name for each in segment.performances]
    return {
        "name": segment.title,
        "host": segment.competition,
        "level": "trung-uong",
        "date": f"{date.today():%d/%m/%Y}",  # noqa: DTZ011 - the day of the replay where it runs
        "place": "Chạy lại số liệu đã công bố",
        "release_mode": "prizes_at_end",
        "rulebook": segment.rulebook,
        "teams": names,
        "seats": [{"number": number, "name": f"J{seat}"} for number, seat in enumerate(segment.seats, 1)],
        "orders": {ELEMENTS: names, COMPONENTS: names},
        "roles": ["organiser", "secretary", "head_judge"],
    }


@contextmanager
def _tablets(server: str, seats: Sequence[Mapping[str, Any]]) -> Iterator[list[Tablet]]:
    def bound(seat: Mapping[str, Any]) -> Tablet:
        tablet = Tablet(server)
        tablet.bind(str(seat["card"]))
        tablet.connect()
        return tablet

    with ThreadPoolExecutor(len(seats)) as pool:
        tablets = list(pool.map(bound, seats))
        try:
            yield tablets
        finally:
            list(pool.map(Tablet.close, tablets))


def _conclude(desk: _Desk, segment: Segment) -> None:
    """Decide as published what the rules leave tied, then draft, sign, approve and finalise."""
    ranks = {desk.team(entry): entry.rank for entry in segment.performances}
    for question in desk.board()["questions"]:
        desk.do("decide_tie", order=_as_published(question["teams"], ranks), minutes=PUBLISHED, reason=PUBLISHED)
    desk.do("draft")
    desk.do("sign", signatories="Trọng tài trưởng")
    desk.do("approve_prizes", prizes={})
    desk.do("finalise")


def _as_published(teams: Sequence[int], ranks: Mapping[int, int]) -> str:
    groups: dict[int, list[str]] = {}
    for team in sorted(teams, key=lambda team: ranks[team]):
        groups.setdefault(ranks[team], []).append(str(team))
    return ">".join("=".join(group) for group in groups.values())
