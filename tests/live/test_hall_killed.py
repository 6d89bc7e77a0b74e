"""Killing the hall under load changes nothing for judges, and it comes back by itself with the newest board."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import requests

from tests.acting import PART, TEAMS, stage
from tests.serving import READY_SECONDS, serve, wait_for

SHEETS = 60


def children(parent: int) -> dict[str, int]:
    """Give the staff's and the hall's process by name."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        if fields[1] == str(parent):
            found["hall" if "run_hall" in command else "staff"] = int(folder.name)
    return found


def test_judges_do_not_notice_that_the_hall_was_killed(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        on = stage(served)
        on.do("start")
        on.do("show")
        on.sit()
        on.do("open", part=PART, team=on.teams[TEAMS[0]])
        sheet, tablet = f"{PART}/{on.teams[TEAMS[0]]}", on.tablets[0]
        killed = 0
        for number in range(SHEETS):
            if number % 20 == 10:
                os.kill(children(served.process.pid)["hall"], signal.SIGKILL)
                killed += 1
            answer = tablet.submit(sheet, {"noi_dung": number % 48 * 250, "hinh_thuc": 1000})
            assert answer["status"] == "accepted", answer
            assert answer["version"] == number + 1
            tablet.sheets[sheet] = {"version": answer["version"]}
        assert killed == 3
        assert tablet.connected
        assert on.tablets[1].submit(sheet, {"noi_dung": 9000, "hinh_thuc": 6000})["status"] == "accepted"
        on.do("lock", part=PART, team=on.teams[TEAMS[0]])
        on.leave()
        wait_for(f"{served.hall}/healthz")
        deadline = time.monotonic() + READY_SECONDS
        while "stage-points" not in requests.get(f"{served.hall}/{on.uid}/bang", timeout=30).text:
            assert time.monotonic() < deadline, "the hall must come back with the newest board"
            time.sleep(0.1)
