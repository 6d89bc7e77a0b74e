"""A release to the last of 300 screens: our hall against stock Flask-SocketIO and a bare `websockets` broadcast.

Every server runs in a process of its own and sends the same bytes to the same clients, which only count them; the three
take turns in one run, and only the ratios between them mean anything.
"""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.fanout_server import message_of
from contest.released import ReleasedStore
from live.fanout import Wire

CLIENTS = 300
BOARDS = 60
UID = "son-hoa"
ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "benchmarks" / "fanout_server.py"
Row = tuple[str, str]


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    seconds: dict[str, list[float]] = {"ours": [], "stock": [], "websockets": []}
    cpu: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = f"sqlite:///{folder}/released.db"
        store = ReleasedStore(url)
        store.create()
        _release(store, 0)
        halls = {name: stack.enter_context(_hall(name, url)) for name in seconds}
        for _ in range(3):  # warm, then in turns, so that a slow moment of the machine hits all alike
            for hall in halls.values():
                hall.broadcast()
        for _ in range(BOARDS):
            for name, hall in halls.items():
                seconds[name].append(hall.broadcast())
        cpu |= {name: hall.cpu() for name, hall in halls.items()}
        whole = [_release_to_last(halls["ours"], store, number) for number in range(1, 11)]
        wire = Wire(message_of(url))
    return _rows(seconds, cpu, whole, len(wire.packed) / len(wire.plain))


def _rows(seconds: dict[str, list[float]], cpu: dict[str, float], whole: list[float], packed: float) -> list[Row]:
    def against_broadcast(name: str) -> str:
        pairs = zip(seconds["websockets"], seconds[name], strict=True)
        return f"{statistics.median(theirs / ours for theirs, ours in pairs):.2f}"

    last = f"to the last of {CLIENTS} screens"
    middle = {name: f"{statistics.median(times) * 1000:.1f} ms" for name, times in seconds.items()}
    return [
        (f"one board {last}, our hall", middle["ours"]),
        (f"one board {last}, websockets broadcast() of the same bytes", middle["websockets"]),
        (f"one board {last}, stock Flask-SocketIO", middle["stock"]),
        ("speed of our hall against broadcast()", against_broadcast("ours")),
        ("speed of stock Flask-SocketIO against broadcast()", against_broadcast("stock")),
        ("processor time of stock Flask-SocketIO against our hall", f"{cpu['stock'] / cpu['ours']:.2f}"),
        ("bytes of a packed board against plain", f"{packed:.2f}"),
        (
            f"a release put in the store {last}, ten looks a second included",
            f"{statistics.median(whole) * 1000:.0f} ms",
        ),
    ]


def _release(store: ReleasedStore, number: int) -> None:
    store.put(UID, 1, _body(number), "2026-11-22T09:42:18+07:00")


def _body(number: int) -> dict[str, Any]:
    """Give a board of eight teams and four parts."""
    names = ("Suối Bạc", "Sơn Phước", "Suối Trai", "Krông Pa", "Phước Tân", "Ea Chà Rang", "Sơn Hội", "Cà Lúi")
    row = {"unit": "", "tied": False, "points": ["18,05", "18", "17,05", "36,10"], "total": "89,20", "state": "done"}
    return {
        "contest": UID, "title": f"Hội thi “Dân vận khéo” xã Sơn Hòa ({number})", "host": "xã Sơn Hòa", "place": "",
        "date": "22/11/2026", "invented": True, "stage": "points", "status": "Điểm tạm thời", "official": False,
        "parts": [{"key": key, "name": key, "state": "done"} for key in "abcd"], "prizes": [],
        "rows": [row | {"team": str(n), "order": n, "name": name, "rank": n} for n, name in enumerate(names, 1)],
    }  # fmt: skip


class _Hall:
    """A server in a process of its own with its clients connected."""

    def __init__(self, process: subprocess.Popen[str], clients: _Clients) -> None:
        self._process, self._clients = process, clients
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    def broadcast(self) -> float:
        """Send one board and give the seconds until the last client has all of it."""
        started, size = self._ask("go").split()
        return self._clients.wait_for(int(size)) - float(started)

    def cpu(self) -> float:
        """Give the processor seconds the server has used since its clients were connected."""
        return float(self._ask("cpu"))

    def wait_for_push(self) -> float:
        """Give the moment at which the last client has the next board that the hall pushes by itself."""
        return self._clients.wait_for(0)

    def _ask(self, what: str) -> str:
        self._in.write(what + "\n")
        self._in.flush()
        return self._out.readline()


def _release_to_last(hall: _Hall, store: ReleasedStore, number: int) -> float:
    time.sleep(0.037 * (number % 3))  # at any moment between two looks
    started = time.monotonic()
    _release(store, number)
    return hall.wait_for_push() - started


@contextlib.contextmanager
def _hall(name: str, url: str) -> Iterator[_Hall]:
    command = [sys.executable, str(SERVER), name, url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        clients = _Clients(port, socket_io=name != "websockets")
        try:
            hall = _Hall(process, clients)
            hall._ask("cpu")
            yield hall
        finally:
            clients.close()
            process.terminate()


class _Clients:
    """Screens that only count what they get."""

    def __init__(self, port: int, socket_io: bool) -> None:
        self._selector = selectors.DefaultSelector()
        self._room = bytearray(1 << 16)
        self._sockets = [_connect(port, socket_io) for _ in range(CLIENTS)]
        for client in self._sockets:
            client.setblocking(False)
            self._selector.register(client, selectors.EVENT_READ)
        self._drain(0.5)

    def wait_for(self, size: int) -> float:
        """Give the moment at which the last client got `size` bytes (any board, when 0); raises TimeoutError after 10 s."""
        left = dict.fromkeys(self._sockets, size)
        deadline = time.monotonic() + 10
        while left:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(left)} screens heard nothing")
            for key, _ in self._selector.select(1):
                got = key.fileobj.recv_into(self._room)  # type: ignore[union-attr]
                if got < 64 or key.fileobj not in left:
                    continue  # a ping or a beat
                left[key.fileobj] -= got
                if left[key.fileobj] <= 0:
                    del left[key.fileobj]
        return time.monotonic()

    def close(self) -> None:
        """Hang up."""
        self._selector.close()
        for client in self._sockets:
            client.close()

    def _drain(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for key, _ in self._selector.select(0.1):
                key.fileobj.recv_into(self._room)  # type: ignore[union-attr]


def _connect(port: int, socket_io: bool) -> socket.socket:
    path = "/socket.io/?EIO=4&transport=websocket" if socket_io else "/"
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    client.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert b" 101 " in client.recv(4096)
    if socket_io:
        client.sendall(_masked("40/hall," + json.dumps({"contest": UID})))
    return client


def _masked(text: str) -> bytes:
    data = text.encode()
    return bytes([0x81, 0x80 | len(data)]) + b"\0\0\0\0" + data


if __name__ == "__main__":
    for what, value in main():
        sys.stdout.write(f"{what}: {value}\n")
