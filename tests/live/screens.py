"""Screens for tests: bare WebSocket clients whose every byte is looked at, and a hall served in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, RejectConnection, Request, TextMessage
from wsproto.extensions import PerMessageDeflate

from contest.released import ReleasedStore
from live.processes import HALL
from tests.serving import ROOT, free_ports, wait_for

PATIENCE = 30.0  # seconds: a slow machine is no failure
AT = "2026-11-22T02:42:18.123Z"
NAMES = ("Suối Bạc", "Sơn Phước", "Suối Trai", "Krông Pa", "Phước Tân", "Ea Chà Rang", "Sơn Hội", "Cà Lúi")


def board(uid: str, totals: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """Give a released board of eight teams: names only, or with the totals given (in rank order)."""
    order = list(totals or {}) + [name for name in NAMES if name not in (totals or {})]
    rows = [
        {
            "team": str(NAMES.index(name) + 1),
            "order": NAMES.index(name) + 1,
            "name": name,
            "unit": f"xã {name}",
            "rank": rank if totals and name in totals else None,
            "tied": False,
            "points": [totals[name]] if totals and name in totals else [],
            "total": totals[name] if totals and name in totals else "",
            "state": "waiting",
        }
        for rank, name in enumerate(order, 1)
    ]
    return {
        "contest": uid,
        "title": "Hội thi “Dân vận khéo” xã Sơn Hòa",
        "host": "xã Sơn Hòa",
        "place": "Hội trường xã",
        "date": "22/11/2026",
        "invented": True,
        "stage": "points" if totals else "names",
        "status": "Điểm tạm thời" if totals else "Chưa công bố điểm",
        "official": False,
        "parts": [{"key": "tieu-pham", "name": "Tiểu phẩm", "state": "running"}],
        "rows": rows,
        "prizes": [],
    } | more


@dataclass
class Hall:
    """A served hall and the store that its staff would write."""

    store: ReleasedStore
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the hall's process and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", HALL], cwd=ROOT, env=self.environment, stdin=subprocess.PIPE
        )
        wait_for(f"{self.address}/healthz")

    def show(self, uid: str, body: dict[str, Any], generation: int = 1) -> None:
        """Release a board and wait until the hall shows it."""
        number = self.store.put(uid, generation, body, AT)
        place = re.compile(rf'data-generation="{generation}"\s+data-number="{number}"')
        deadline = time.monotonic() + PATIENCE
        while not place.search(requests.get(f"{self.address}/{uid}/bang", timeout=PATIENCE).text):
            assert time.monotonic() < deadline, f"the hall must show board {number} of {uid}"
            time.sleep(0.02)

    def kill(self) -> None:
        """End the process at once, as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End the process as `serve` does."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextlib.contextmanager
def served_hall(folder: Path) -> Iterator[Hall]:
    """Serve a hall of its own over an empty store, with nothing of the staff's in its environment."""
    url = f"sqlite:///{folder / 'released.db'}"
    store = ReleasedStore(url)
    store.create()
    (port,) = free_ports(1)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CHAMKHEO_")}
    hall = Hall(store, port, kept | {"CHAMKHEO_RELEASED_URL": url, "CHAMKHEO_HALL_PORT": str(port)})
    hall.start()
    try:
        yield hall
    finally:
        hall.stop()
        store.close()


@dataclass
class Screen:
    """A bare WebSocket client of engine.io: what it was sent, in order, and how many bytes that took."""

    sock: socket.socket
    wire: WSConnection
    namespace: str
    got: list[Any] = field(default_factory=list)
    size: int = 0
    closed: bool = False

    @classmethod
    def open(
        cls,
        port: int,
        auth: Any = None,
        *,
        namespace: str = "/hall",
        deflate: bool = False,
        buffer: int = 0,
    ) -> Screen:
        """Connect, shake hands and enter the namespace; `buffer` makes the kernel's receive buffer that small."""
        sock = socket.socket()
        if buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.connect(("127.0.0.1", port))
        screen = cls(sock, WSConnection(ConnectionType.CLIENT), namespace)
        extensions = [PerMessageDeflate()] if deflate else []
        target = "/socket.io/?EIO=4&transport=websocket"
        sock.sendall(screen.wire.send(Request(host=f"127.0.0.1:{port}", target=target, extensions=extensions)))
        screen.wait(lambda: bool(screen.got))
        screen.say(f"40{namespace}," + (json.dumps(auth) if auth is not None else ""))
        return screen

    def say(self, text: str) -> None:
        """Send one engine.io message."""
        self.sock.sendall(self.wire.send(TextMessage(data=text)))

    def read(self, seconds: float) -> None:
        """Take in what comes within the time; pings are answered as a browser would."""
        self.sock.settimeout(max(seconds, 0.001))
        try:
            data = self.sock.recv(1 << 16)
        except TimeoutError:
            return
        except ConnectionResetError:
            data = b""
        self.size += len(data)
        self.wire.receive_data(data or None)
        for event in self.wire.events():
            if isinstance(event, TextMessage):
                self._take(event)
            elif isinstance(event, Ping):
                self.sock.sendall(self.wire.send(event.response()))
            elif isinstance(event, CloseConnection | RejectConnection):
                self.closed = True
            else:
                assert isinstance(event, AcceptConnection)

    def wait(self, until: Any, seconds: float = PATIENCE) -> None:
        """Read until something holds; raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise TimeoutError(self.got[-3:])
            self.read(min(0.2, deadline - time.monotonic()))

    def boards(self) -> list[Any]:
        """Give the boards received, oldest first."""
        head = f"42{self.namespace},"
        events = [json.loads(text[len(head) :]) for text in self.got if text.startswith(head)]
        return [event[1] for event in events if event[0] == "board"]

    def close(self) -> None:
        """Hang up."""
        self.sock.close()

    _part: str = ""

    def _take(self, event: TextMessage) -> None:
        self._part += event.data
        if not event.message_finished:
            return
        message, self._part = self._part, ""
        if message == "2":
            self.say("3")
        else:
            self.got.append(message)
