"""The demo as `make run` serves it: the board moves by itself, printed addresses answer, Ctrl-C ends it all."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.serving import ROOT, environment_for

READY_SECONDS = 150.0
ADDRESS = re.compile(r"http://\S+")


@dataclass
class Shown:
    """A running demo and what it printed."""

    process: subprocess.Popen[bytes]
    log: Path
    environment: dict[str, str]

    @property
    def addresses(self) -> list[str]:
        """Give every address printed so far."""
        return ADDRESS.findall(self.log.read_text(encoding="utf-8"))

    def address(self, *, holding: str) -> str:
        """Give the first address with this in it."""
        return next(address for address in self.addresses if holding in address)


def start(folder: Path, environment: dict[str, str], name: str = "demo.log") -> Shown:
    """Start `chamkheo demo` and wait until it has printed its addresses."""
    log = folder / name
    with log.open("wb") as out:
        command = [sys.executable, "-m", "wsgi", "demo"]
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    deadline = time.monotonic() + READY_SECONDS
    while "Ctrl-C" not in log.read_text(encoding="utf-8"):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    return Shown(process, log, environment)


def end(shown: Shown, how: signal.Signals = signal.SIGINT, group: bool = True) -> float:
    """Press Ctrl-C, which reaches the whole group; gives the seconds until it was over."""
    began = time.monotonic()
    if group:
        os.killpg(shown.process.pid, how)
    else:
        shown.process.send_signal(how)
    shown.process.wait(20)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Give a running demo."""
    folder = tmp_path_factory.mktemp("demo")
    shown = start(folder, environment_for(folder))
    yield shown
    if shown.process.poll() is None:
        os.killpg(shown.process.pid, signal.SIGKILL)


def board_number(shown: Shown) -> int:
    """Give the number of the board that the hall shows now."""
    phone = shown.address(holding="/man-chieu").removesuffix("/man-chieu")
    html = requests.get(f"{phone}/bang", timeout=30).text
    found = re.search(r'data-number="(\d+)"', html)
    assert found, html
    return int(found.group(1))


def test_the_board_moves_within_ten_seconds(shown: Shown) -> None:
    before, deadline = board_number(shown), time.monotonic() + 10
    while board_number(shown) == before:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_every_printed_address_answers(shown: Shown) -> None:
    printed = shown.addresses
    assert len(printed) == 7
    assert [requests.get(address, timeout=30).status_code for address in printed] == [200] * 7
    assert [sum(part in each for each in printed) for part in ("/vao/", "/g/", "/man-chieu")] == [3, 2, 1]


def test_it_says_what_is_invented(shown: Shown) -> None:
    phone = shown.address(holding="/man-chieu").removesuffix("/man-chieu")
    page = requests.get(phone, timeout=30).text
    assert "Suối Bạc" in page
    assert "Cà Lúi" in page
    assert "GIẢ ĐỊNH" in shown.log.read_text(encoding="utf-8")


def test_a_person_takes_a_judges_seat_over(shown: Shown) -> None:
    """Whoever opens a printed card gets the seat; the paper of its simulated judge stops, and their sheet counts."""
    from live.client import Tablet

    tablet = Tablet(f"http://127.0.0.1:{shown.environment['CHAMKHEO_PORT']}")
    tablet.bind(shown.address(holding="/g/").rpartition("/")[2])
    tablet.connect()
    deadline = time.monotonic() + 60
    while True:
        hello = tablet.hello()
        free = [each for each in hello["performances"] if _unsent(tablet, each)]
        if free:
            break
        assert time.monotonic() < deadline
        time.sleep(0.3)
    time.sleep(6)  # a simulated judge would have sent by now
    tablet.hello()
    assert _unsent(tablet, free[0])
    parts = {part["key"]: part for part in hello["rulebook"]["parts"]}
    marks = {criterion["key"]: criterion["max"] for criterion in parts[free[0]["part"]]["criteria"]}
    answer = tablet.submit(f"{free[0]['part']}/{free[0]['team']}", marks)
    tablet.close()
    assert answer["status"] == "accepted", answer


def _unsent(tablet: object, performance: dict[str, str]) -> bool:
    sheets = getattr(tablet, "sheets", {})
    return performance["state"] == "open" and f"{performance['part']}/{performance['team']}" not in sheets


def test_a_taken_port_is_told_in_one_line(shown: Shown, tmp_path: Path) -> None:
    for command in ("demo", "serve"):
        environment = shown.environment | {"CHAMKHEO_INSTANCE": str(tmp_path / command)}
        refused = subprocess.run(  # noqa: PLW1510 - the status is looked at
            [sys.executable, "-m", "wsgi", command],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert f"Cổng {environment['CHAMKHEO_PORT']}" in refused.stderr


ENDS_WITHIN = 20.0  # seconds; 1 to 2 on a calm machine, and a busy one is no failure


def test_ctrl_c_ends_everything_and_the_next_run_goes_on(shown: Shown, tmp_path: Path) -> None:
    """Last of this module: the shared demo is ended here, and begun again in the same folder."""
    phone = shown.address(holding="/man-chieu").removesuffix("/man-chieu")
    assert end(shown) < ENDS_WITHIN
    assert shown.process.returncode == 0
    assert "Traceback" not in shown.log.read_text(encoding="utf-8")
    assert not _listening(shown)
    again = start(tmp_path, shown.environment)
    try:
        assert again.address(holding="/man-chieu").startswith(phone)  # the same contest, further on
        before, deadline = board_number(again), time.monotonic() + 15
        while board_number(again) == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        seconds = end(again, signal.SIGTERM, group=False)
    assert seconds < ENDS_WITHIN
    assert again.process.returncode == 0
    assert not _listening(again)
    assert "Traceback" not in again.log.read_text(encoding="utf-8")


def _listening(shown: Shown) -> list[str]:
    taken = []
    for name in ("CHAMKHEO_PORT", "CHAMKHEO_HALL_PORT"):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(shown.environment[name]))) == 0:
                taken.append(name)
    return taken
