"""Released boards to screens and phones: looks into the released store ten times a second and pushes what is new."""

from __future__ import annotations

import gc
import logging
import time
from typing import Any

import gevent
from flask import Flask
from flask_socketio import ConnectionRefusedError, SocketIO, emit, join_room

from contest.released import ReleasedStore
from contest.shown import Boards
from live.fanout import BoardManager

NAMESPACE = "/hall"
LOOK_SECONDS = 0.1
BEAT_SECONDS = 3.0
LARGEST_MESSAGE = 4096  # bytes; a screen has nothing to say but which contest it watches

log = logging.getLogger(__name__)
# The engine logs a traceback for every ill-formed message, and anybody may send those: a visitor could fill the disk.
engine_log = logging.getLogger(f"{__name__}.engine")
engine_log.setLevel(logging.CRITICAL)


def attach(app: Flask, store: ReleasedStore) -> SocketIO:
    """Give the app its boards (`app.extensions["boards"]`), its sockets, and the greenlet that keeps both up to date."""
    boards = Boards(store, app.jinja_env)
    boards.look()
    app.extensions["boards"] = boards
    sockets = SocketIO(
        app,
        async_mode="gevent",
        client_manager=BoardManager(),
        manage_session=False,
        async_handlers=False,
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=20,
        ping_timeout=20,
        engineio_logger=engine_log,
    )
    _answer(sockets, boards)
    gevent.spawn(_keep_looking, sockets, boards)
    return sockets


def push(sockets: SocketIO, boards: Boards) -> None:
    """Look once and send each new board, whole, to the room of its contest."""
    for shown in boards.look():
        sockets.emit("board", shown.message, namespace=NAMESPACE, to=shown.released.contest)


def _answer(sockets: SocketIO, boards: Boards) -> None:
    def connect(auth: Any = None) -> None:
        asked = auth if isinstance(auth, dict) else {}
        uid = asked.get("contest")
        shown = boards.get(uid) if isinstance(uid, str) else None
        if shown is None:
            raise ConnectionRefusedError("Chưa có hội thi này trên màn hình công chiếu.")
        join_room(shown.released.contest)
        if (asked.get("generation"), asked.get("number")) != shown.order:
            emit("board", shown.message)

    def anything_else(event: str, *_args: Any) -> dict[str, str]:
        return {"status": "invalid", "message": "Màn hình công chiếu chỉ để xem, không nhận lệnh."}

    def failed(problem: Exception) -> None:
        log.error("a screen could not be answered", exc_info=problem)

    sockets.on_error_default(failed)
    sockets.on_event("connect", connect, namespace=NAMESPACE)
    sockets.on_event("*", anything_else, namespace=NAMESPACE)


def _keep_looking(sockets: SocketIO, boards: Boards) -> None:
    # Few objects die young here and many live long: rarer collections save a quarter of the work of a push.
    gc.set_threshold(50_000, 20, 100)
    beat_at = 0.0
    while True:
        try:
            push(sockets, boards)
            if time.monotonic() - beat_at >= BEAT_SECONDS and _reading(boards):
                beat_at = time.monotonic()
                sockets.emit("beat", {}, namespace=NAMESPACE)
        except Exception:
            log.exception("one look at the released boards failed; the next follows")
        gevent.sleep(LOOK_SECONDS)


def _reading(boards: Boards) -> bool:
    age = boards.age()
    return age is not None and age < BEAT_SECONDS
