"""How long a judge waits for “received”: alone, and with 300 phones watching the hall while boards are released."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.acting import PART, TEAMS, Stage, stage
from tests.serving import ROOT, Served, serve

Row = tuple[str, str]
PHONES = 300
SHEETS = 150

WATCHERS = """
import asyncio, json, sys, websockets
async def watch(url, uid):
    async with websockets.connect(url, max_size=None) as ws:
        await ws.send("40/hall," + json.dumps({"contest": uid}))
        async for frame in ws:
            if frame == "2":
                await ws.send("3")
async def main(url, uid, count):
    tasks = [asyncio.create_task(watch(url, uid)) for _ in range(count)]
    await asyncio.sleep(2)
    print("ready", flush=True)
    await asyncio.gather(*tasks)
asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as served:
        on = stage(served, judges=2)
        on.do("start")
        on.do("show")
        on.sit()
        on.do("open", part=PART, team=on.teams[TEAMS[0]])
        _times(on, 20)
        alone = _times(on, SHEETS)
        with _phones(served, on.uid):
            watched = _times(on, SHEETS)
        on.leave()
    ratio = _p99(watched) / _p99(alone)
    return [
        ("acknowledgement of a sheet, alone: median, p99", _shown(alone)),
        (f"with {PHONES} phones in the hall and boards released: median, p99", _shown(watched)),
        ("p99 with phones against alone", f"{ratio:.1f} ×"),
    ]


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _shown(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.1f} ms, {_p99(times) * 1000:.1f} ms"


def _times(on: Stage, count: int) -> list[float]:
    """Give seconds from press to answer, over the judge's socket; every tenth sheet a board goes out to the hall."""
    tablet, sheet, times = on.tablets[0], f"{PART}/{on.teams[TEAMS[0]]}", []
    for number in range(count):
        if number % 10 == 0:
            on.do("hide" if number % 20 else "show")
        body = tablet.compose(sheet, {"noi_dung": number % 48 * 250, "hinh_thuc": 1000})
        started = time.perf_counter()
        answer = tablet.settle(tablet.post(body))
        times.append(time.perf_counter() - started)
        assert answer["status"] == "accepted", answer
        tablet.sheets[sheet] = {"version": answer["version"]}
    return times


@contextlib.contextmanager
def _phones(served: Served, uid: str) -> Iterator[None]:
    url = served.hall.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    command = [sys.executable, "-c", WATCHERS, url, uid, str(PHONES)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", "the phones could not connect"
        try:
            yield
        finally:
            process.kill()
