"""The servers of the fan-out benchmark: `fanout_server.py ours|stock|websockets RELEASED_URL`, told by lines on stdin.

Each prints its port; `go` sends one board to everyone and prints when that began and the size of its frame, any other
line prints the processor seconds used since the first such line.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    if sys.argv[1] != "websockets":
        from gevent import monkey

        monkey.patch_all()

import asyncio
import resource
import time
from collections.abc import Callable

import gevent
from engineio.packet import MESSAGE
from gevent.pywsgi import WSGIServer
from socketio.manager import Manager
from socketio.packet import EVENT, Packet
from websockets.asyncio.server import ServerConnection, broadcast, serve

import live.hall
from contest.config import HallSettings
from contest.released import ReleasedStore
from contest.shown import Boards, Shown
from contest.web import make_app
from live.fanout import Wire
from wsgi import create_hall


def message_of(url: str) -> str:
    """Give the only board of a store as the Socket.IO packet that the hall sends."""
    return _packet(Boards(ReleasedStore(url, read_only=True), make_app("benchmark").jinja_env).look()[0])


def _packet(shown: Shown) -> str:
    return str(Packet(EVENT, namespace=live.hall.NAMESPACE, data=["board", shown.message]).encode())


def _serve_hall(url: str, stock: bool) -> None:
    if stock:
        setattr(live.hall, "BoardManager", Manager)  # noqa: B010 - the name is imported there
    app = create_hall(HallSettings(url))
    sockets, (shown,) = app.extensions["socketio"], app.extensions["boards"].all()
    size = len(Wire(_packet(shown)).plain)
    server = WSGIServer(("127.0.0.1", 0), app, log=None)
    server.start()
    _say(str(server.server_port))

    def go() -> None:
        sockets.emit("board", shown.message, namespace=live.hall.NAMESPACE, to=shown.released.contest)

    while line := gevent.get_hub().threadpool.apply(sys.stdin.readline):
        _obey(line, go, size)


async def _serve_websockets(url: str) -> None:
    text = f"{MESSAGE}{message_of(url)}"
    connections: set[ServerConnection] = set()

    async def handler(connection: ServerConnection) -> None:
        connections.add(connection)
        await connection.wait_closed()

    async with serve(handler, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        _say(str(next(iter(server.sockets)).getsockname()[1]))
        while line := await asyncio.to_thread(sys.stdin.readline):
            _obey(line, lambda: broadcast(connections, text), len(Wire(text[1:]).plain))


_used_before: list[float] = []


def _obey(line: str, go: Callable[[], None], size: int) -> None:
    if line.strip() == "go":
        started = time.monotonic()
        go()
        _say(f"{started} {size}")
    else:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _used_before.append(usage.ru_utime + usage.ru_stime)
        _say(str(_used_before[-1] - _used_before[0]))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "websockets":
        asyncio.run(_serve_websockets(sys.argv[2]))
    else:
        _serve_hall(sys.argv[2], stock=sys.argv[1] == "stock")
