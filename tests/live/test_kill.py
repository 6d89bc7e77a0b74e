"""Fifty kill -9 under load: no acknowledged sheet is lost, none is doubled, and the chain holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pytest
import requests
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from contest import application, schema, verify
from contest.access import card_token
from contest.config import Settings
from contest.tables.people import Card
from contest.tables.scorebook import Event
from live.client import Browser, ServerAway, ServerRefused
from tests.building import Built, build
from tests.serving import ROOT, environment_for

# Starts staff processes at a line each, and prints their ids: what every start would import again is imported once.
NURSERY = """
from gevent import monkey; monkey.patch_all()
import os, signal, sys
import wsgi, contest.application, contest.release, live.housekeeping, live.judges, live.serving, live.sockets
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while sys.stdin.readline():
    child = os.fork()
    if child == 0:
        sys.stdin = None
        wsgi.run_staff()
        os._exit(0)
    print(child, flush=True)
"""
KILLS = 50
JUDGES = 4
PART, TEAM = "chao_hoi", "Suối Bạc"


@dataclass
class Tablet:
    """A judge who never stops correcting, and whose outbox sends a command again until it is answered."""

    server: str
    card: str
    built: Built
    acknowledged: list[str] = field(default_factory=list)
    doubled: int = 0

    def run(self, stop: threading.Event) -> None:
        browser = Browser(self.server)
        while not stop.is_set():
            try:
                browser.send_form(f"/g/{self.card}", answer="yes")
                break
            except (ServerAway, ServerRefused):
                time.sleep(0.05)
        while not stop.is_set():
            version = len(self.acknowledged)
            body = self.built.body(PART, TEAM, {"noi_dung": version % 48 * 250, "hinh_thuc": 1000}, version)
            self._send(browser.http, body)

    def _send(self, http: requests.Session, body: dict[str, Any]) -> None:
        while True:  # until it is answered, as an outbox does; the test's own time-out is the bound
            try:
                answer = http.post(f"{self.server}/cham/submit", json=body, timeout=5).json()
            except (requests.RequestException, ValueError):
                time.sleep(0.05)
                continue
            if answer["status"] in {"accepted", "duplicate"}:
                self.doubled += answer["status"] == "duplicate"
                self.acknowledged.append(body["command_id"])
                return
            assert answer["status"] == "busy", answer


@pytest.mark.timeout(600)
def test_fifty_kills_under_load_lose_and_double_nothing(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    environment.pop("COVERAGE_PROCESS_START", None)  # who is killed saves no coverage, and measuring slows every start
    settings = Settings.from_env(environment)
    schema.upgrade(settings.database_url)
    built, cards = prepared(settings)
    server = f"http://127.0.0.1:{settings.port}"
    tablets = [Tablet(server, card, built) for card in cards]
    stop = threading.Event()
    threads = [threading.Thread(target=tablet.run, args=(stop,)) for tablet in tablets]
    for thread in threads:
        thread.start()
    dice = random.Random(20261122)
    with (tmp_path / "staff.log").open("wb") as log, nursery(environment, log) as start:
        for kill in range(KILLS + 1):
            process, before = start(), answered(tablets)
            while answered(tablets) == before:  # load is at work again
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.3))  # the moment of death is the point
            if kill == KILLS:
                stop.set()
                for thread in threads:
                    thread.join(60)
            os.kill(process, signal.SIGKILL)
    [verdict] = verify.verify(settings.database_url)
    assert verdict.faults == ()
    kept = Counter(commands(settings.database_url))
    acknowledged = Counter(command for tablet in tablets for command in tablet.acknowledged)
    assert acknowledged - kept == Counter(), "acknowledged and lost"
    assert [command for command, count in kept.items() if count > 1] == []
    assert kept == acknowledged
    assert sum(acknowledged.values()) > KILLS


@contextmanager
def nursery(environment: Mapping[str, str], log: BinaryIO) -> Iterator[Callable[[], int]]:
    """Give what starts one staff process and gives its id."""
    command = [sys.executable, "-c", NURSERY]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0
    ) as process:
        asked, told = process.stdin, process.stdout
        assert asked
        assert told

        def start() -> int:
            asked.write(b"\n")
            return int(told.readline())

        try:
            yield start
        finally:
            process.kill()


def answered(tablets: Sequence[Tablet]) -> int:
    """Give how many sheets were acknowledged so far."""
    return sum(len(tablet.acknowledged) for tablet in tablets)


def prepared(settings: Settings) -> tuple[Built, list[str]]:
    """Give a running contest with one open performance, and its judges' card tokens, none bound yet."""
    app = application.build(settings)
    writer = app.extensions["writer"]
    built = build(writer, judges=JUDGES, bound=False)
    built.start()
    built.do("open", part=PART, team=built.teams[TEAM])
    with app.app_context():
        tokens = writer.run(
            lambda session: [
                card_token(session.scalars(select(Card).where(Card.seat_id == seat)).one()) for seat in built.seats
            ]
        )
    writer.close()
    return built, tokens


def commands(url: str) -> list[str]:
    engine = create_engine(url)
    with Session(engine) as session:
        found = session.scalars(select(Event.command_id).where(Event.kind == "sheet_submitted")).all()
    engine.dispose()
    return [command for command in found if command is not None]
