"""The desk's doorbell: staff with a role in a contest are told that something changed there, never what."""

from __future__ import annotations

import time
from typing import Any

import gevent
from flask import Flask
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, SocketIO, join_room

from contest.access import ROLES, roles_in, staff
from contest.db import LARGEST_ID, db
from contest.writer import scores_changed
from live import presence

NAMESPACE = "/desk"
GAP_SECONDS = 0.1  # ten rings a second and contest at most


def room(contest_id: int) -> str:
    """Give the room of a contest's desk."""
    return f"desk:{contest_id}"


class Bell:
    """Rings a contest's desk at most ten times a second; what happens between two rings is told by the second."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio
        self._owed: set[int] = set()
        self._rung: dict[int, float] = {}

    def ring(self, contest_id: int, **_: object) -> None:
        """Ring now, or as soon as the gap since the last ring is over."""
        if contest_id in self._owed:
            return
        self._owed.add(contest_id)
        wait = self._rung.get(contest_id, 0.0) + GAP_SECONDS - time.monotonic()
        gevent.spawn_later(max(0.0, wait), self._emit, contest_id)

    def _emit(self, contest_id: int) -> None:
        self._owed.discard(contest_id)
        self._rung[contest_id] = time.monotonic()
        self._socketio.emit("changed", {}, namespace=NAMESPACE, to=room(contest_id))


def attach(socketio: SocketIO, app: Flask) -> None:
    """Let staff listen on `/desk` (auth `{"contest": id}`) and ring them when scores or presence have changed."""
    presence.attach(app)
    bell = Bell(socketio)
    app.extensions["desk_bell"] = bell  # signals hold their listeners weakly
    scores_changed.connect(bell.ring)
    presence.presence_changed.connect(bell.ring)
    socketio.on_event("connect", _join, namespace=NAMESPACE)
    socketio.on_event("*", _anything_else, namespace=NAMESPACE)


def _join(auth: Any = None) -> None:
    contest_id = auth.get("contest") if isinstance(auth, dict) else None
    if not isinstance(contest_id, int) or isinstance(contest_id, bool) or not 0 < contest_id <= LARGEST_ID:
        raise ConnectionRefusedError("Chưa nêu hội thi.")
    if not current_user.is_authenticated:
        raise ConnectionRefusedError("Phiên làm việc đã hết. Đề nghị đăng nhập lại.")
    if not roles_in(db.session(), staff().account, contest_id) & frozenset(ROLES):
        raise ConnectionRefusedError("Đồng chí chưa được phân công ở hội thi này.")
    join_room(room(contest_id))


def _anything_else(event: str, *_args: Any) -> dict[str, str]:
    return {"status": "invalid", "message": "Kênh này chỉ báo có thay đổi, không nhận lệnh."}
