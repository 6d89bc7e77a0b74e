"""The staff process's sockets: judges' tablets and the desk."""

from __future__ import annotations

import logging

from flask import Flask
from flask_socketio import SocketIO

from live import desk

MESSAGE_LIMIT = 64 * 1024
# The engine logs a traceback for every ill-formed message, and anybody near may send those: a visitor could fill the disk.
engine_log = logging.getLogger(f"{__name__}.engine")
engine_log.setLevel(logging.CRITICAL)


def attach(app: Flask, redis_url: str = "") -> SocketIO:
    """Give the staff app its Socket.IO server; only pages of the exact same origin, port included, may connect.

    A dead link shows within ten seconds (5 s heartbeat, 5 s patience) instead of the default 45.
    """
    socketio = SocketIO(
        app,
        async_mode="gevent",
        manage_session=False,
        max_http_buffer_size=MESSAGE_LIMIT,
        ping_interval=5,
        ping_timeout=5,
        message_queue=redis_url or None,
        engineio_logger=engine_log,
    )
    app.extensions["socketio"] = socketio
    desk.attach(socketio, app)
    return socketio
