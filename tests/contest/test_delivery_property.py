"""Commands that arrive twice, late and mixed up leave the same scorebook as commands that arrive once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, select

from contest import board as boards
from contest import schema, verify
from contest.scorebook.sheets import Speaker, submit
from contest.tables.scorebook import Event
from contest.writer import Writer
from tests.building import build

SEATS = (1, 2)
PART, TEAM = "chao_hoi", "Suối Bạc"


class Delivery(RuleBasedStateMachine):
    """Two judges' outboxes, first in first out, over a network that repeats whatever it likes whenever it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{self.folder / 'c.db'}"
        schema.upgrade(self.url)
        self.writer = Writer(self.url)
        self.built = build(self.writer, judges=len(SEATS))
        self.built.start()
        self.built.do("open", part=PART, team=self.built.teams[TEAM])
        self.before = self.count()
        self.queues: dict[int, list[dict[str, Any]]] = {seat: [] for seat in SEATS}
        self.delivered: dict[int, list[tuple[dict[str, Any], str | None]]] = {seat: [] for seat in SEATS}

    def count(self) -> int:
        query = select(func.count()).select_from(Event).where(Event.contest_id == self.built.id)
        return self.writer.run(lambda session: session.scalars(query).one())

    def deliver(self, seat: int, body: dict[str, Any]) -> Any:
        speaker = Speaker(self.built.devices[seat - 1])
        return self.writer.run(lambda session: submit(session, speaker, body))

    @rule(seat=st.sampled_from(SEATS), quarter=st.integers(0, 48))
    def press_send(self, seat: int, quarter: int) -> None:
        base = len(self.delivered[seat]) + len(self.queues[seat])
        marks = {"noi_dung": quarter * 250, "hinh_thuc": 1000}
        self.queues[seat].append(self.built.body(PART, TEAM, marks, base))

    @rule(seat=st.sampled_from(SEATS), answer_lost=st.booleans())
    def network_delivers(self, seat: int, answer_lost: bool) -> None:
        if not self.queues[seat]:
            return
        body = self.queues[seat].pop(0)
        answer = self.deliver(seat, body)
        assert answer.status == "accepted"
        self.delivered[seat].append((body, answer.receipt))
        if answer_lost:
            again = self.deliver(seat, body)
            assert (again.status, again.receipt) == ("duplicate", answer.receipt)

    @rule(seat=st.sampled_from(SEATS), data=st.data())
    def network_repeats(self, seat: int, data: st.DataObject) -> None:
        if self.delivered[seat]:
            body, receipt = data.draw(st.sampled_from(self.delivered[seat]))
            answer = self.deliver(seat, body)
            assert (answer.status, answer.receipt) == ("duplicate", receipt)

    @rule(seat=st.sampled_from(SEATS))
    def network_overtakes(self, seat: int) -> None:
        """A command that overtakes its predecessor is refused, and goes again under a new id once its turn has come."""
        if len(self.queues[seat]) > 1:
            last = self.queues[seat].pop()
            assert self.deliver(seat, last).status == "conflict"
            self.queues[seat].append(self.built.body(PART, TEAM, last["marks"], last["base_version"]))

    @invariant()
    def as_if_each_came_once(self) -> None:
        board = self.writer.run(lambda session: boards.read(session, self.built.id))
        for seat in SEATS:
            sheet = board.ledger.data("sheet", PART, self.built.teams[TEAM], self.built.seats[seat - 1])
            expected = self.delivered[seat][-1][0]["marks"] if self.delivered[seat] else {}
            assert (sheet.get("marks", {}), sheet.get("version", 0)) == (expected, len(self.delivered[seat]))
        assert self.count() == self.before + sum(map(len, self.delivered.values()))

    def teardown(self) -> None:
        [verdict] = verify.verify(self.url)
        assert verdict.faults == ()
        self.writer.close()
        shutil.rmtree(self.folder)


Delivery.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestDelivery = Delivery.TestCase
