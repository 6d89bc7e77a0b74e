"""What visitors get before the release is the same to the byte whatever the judges' marks are."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import requests
from websockets.sync.client import connect
from websockets.typing import Origin

from contest.released import ReleasedStore
from tests.acting import PART, TEAMS, Stage, play, stage
from tests.serving import Served, free_ports, serve

# What differs between any two runs and tells nothing of marks; replaced by as many characters.
RANDOM = re.compile(
    r"\d{2}:\d{2}(:\d{2})?|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|(?<=\"sid\":\")[\w-]+|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"
)
ETAG = re.compile(r'(?<=")[0-9a-f]{8,}(?=")')


def plain(text: str, uid: str) -> str:
    return ETAG.sub(blank, RANDOM.sub(blank, text.replace(uid, "U" * len(uid))))


def blank(found: re.Match[str]) -> str:
    return "·" * len(found[0])


class Visitor:
    """Everything that somebody in the hall can get: pages, headers, and a socket that never closes."""

    def __init__(self, served: Served, uid: str) -> None:
        self.served, self.uid, self.seen = served, uid, list[str]()
        self.frames: list[str] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def look(self, moment: str) -> None:
        self._settle()
        for path in ("/", f"/{self.uid}", f"/{self.uid}/man-chieu", f"/{self.uid}/bang", f"/{self.uid}/khong-co"):
            answer = requests.get(self.served.hall + path, headers={"Accept-Encoding": "identity"}, timeout=30)
            headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
            text = f"{answer.status_code} {len(answer.content)}\n{headers}\n\n{answer.text}"
            self.seen.append(f"{moment} {plain(path, self.uid)}\n{plain(text, self.uid)}")
        if self._thread is None and requests.get(f"{self.served.hall}/{self.uid}", timeout=30).status_code == 200:
            self._thread = threading.Thread(target=self._listen)
            self._thread.start()

    def _settle(self) -> None:
        """Wait until the hall shows the board that was released last."""
        store = ReleasedStore(
            f"sqlite:///{self.served.folder / 'instance' / 'released' / 'released.db'}", read_only=True
        )
        newest = store.newest(self.uid)
        assert newest is not None
        store.close()
        deadline = time.monotonic() + 60
        while not self._shows(newest.number):
            assert time.monotonic() < deadline, "the hall must show the newest board"
            time.sleep(0.02)

    def _shows(self, number: int) -> bool:
        page = requests.get(f"{self.served.hall}/{self.uid}/bang", timeout=30).text
        pushed = self._thread is None or any(f'"number":{number},' in frame for frame in self.frames[-1:])
        return pushed and f'data-number="{number}"' in page

    def _listen(self) -> None:
        address = self.served.hall.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        with connect(address, origin=Origin(self.served.hall)) as socket:
            socket.send("40/hall," + json.dumps({"contest": self.uid}))
            while not self._stop.is_set():
                try:
                    frame = str(socket.recv(timeout=0.1))
                except TimeoutError:
                    continue
                if frame == "2":
                    socket.send("3")
                elif '"beat"' not in frame:  # every three seconds, whatever happens
                    self.frames.append(f"{len(frame)} {plain(frame, self.uid)}")

    def close(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()


@contextlib.contextmanager
def watched(folder: Path, mode: str, ports: list[int]) -> Iterator[tuple[Stage, Visitor]]:
    with serve(folder, CHAMKHEO_PORT=str(ports[0]), CHAMKHEO_HALL_PORT=str(ports[1])) as served:
        on = stage(served, release_mode=mode)
        visitor = Visitor(served, on.uid)
        try:
            yield on, visitor
        finally:
            visitor.close()


def run(
    folder: Path, mode: str, ports: list[int], marks: Mapping[str, int], right: Mapping[str, int]
) -> tuple[list[str], list[str], str]:
    """Give pages and frames until the release, and the board after it."""
    folder.mkdir()
    with watched(folder, mode, ports) as (on, visitor):
        play(on, lambda team, seat: {"noi_dung": marks[team] - seat * 250, "hinh_thuc": 4000}, right, visitor.look)
        if mode == "after_lock":
            hidden = list(visitor.seen), list(visitor.frames)
            on.do("show")
        else:
            on.do("draft")
            visitor.look("dự thảo")
            on.do("sign", signatories="Nguyễn Văn 1")
            board = on.desk.board(on.id)
            ranked = [row["team_id"] for row in board["standings"]]
            on.do("approve_prizes", prizes={"nhat": ranked[:1], "nhi": ranked[1:3]})
            visitor.look("duyệt giải")
            on.do("finalise")
            visitor.look("chốt")
            hidden = list(visitor.seen), list(visitor.frames)
            on.do("announce")
        visitor.look("công bố")
        return *hidden, visitor.seen[-2]


def by_team(*values: int) -> dict[str, int]:
    return dict(zip(TEAMS, values, strict=True))


@pytest.mark.parametrize("mode", ["after_lock", "prizes_at_end"])
def test_two_runs_with_other_marks_look_the_same_until_the_release(tmp_path: Path, mode: str) -> None:
    ports = free_ports(2)
    first = run(tmp_path / "a", mode, ports, by_team(9500, 8000, 4000), by_team(9, 8, 7))
    second = run(tmp_path / "b", mode, ports, by_team(3000, 12000, 750), by_team(1, 10, 3))
    assert len(first[0]) > 30
    for ours, theirs in zip(first[0], second[0], strict=True):
        assert ours == theirs
    assert len(first[1]) > 3
    assert first[1] == second[1]
    assert first[2] != second[2], "after the release the boards must differ, or this test proves nothing"


def test_a_judges_socket_never_carries_another_judges_mark(served: Served) -> None:
    on = stage(served)
    on.do("start")
    on.sit()
    heard: list[str] = []
    for tablet in on.tablets:
        socket = tablet._open_socket()
        socket.on("*", lambda *args, n=tablet: heard.append(json.dumps(args)), namespace="/judge")
    on.do("open", part=PART, team=on.teams["Suối Bạc"])
    sheet = f"{PART}/{on.teams['Suối Bạc']}"
    assert (
        on.tablets[0].submit(sheet, {"noi_dung": 7250, "hinh_thuc": 6750}, "nhận xét kín 4821")["status"] == "accepted"
    )
    hello = json.dumps(on.tablets[1].hello())
    own = json.dumps(on.tablets[0].hello())
    on.leave()
    secrets = ("7250", "6750", "4821")
    assert all(secret in own for secret in secrets), "the judge sees their own sheet"
    for text in (hello, *heard):
        assert not any(secret in text for secret in secrets)
