"""Runs one WSGI app on gevent until it is told to stop."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import gevent
from gevent import pywsgi
from gevent.threadpool import ThreadPool


def listen(host: str, port: int) -> socket.socket:
    """Give a listening socket with TCP_NODELAY, which pywsgi leaves off (keep-alive answers would take 44 ms)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let a second server take the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(1024)
    listener.setblocking(False)
    return listener


class Handler(pywsgi.WSGIHandler):  # type: ignore[misc]
    """Ends a connection with its WebSocket: what a client says after goodbye is no HTTP request."""

    def handle_one_response(self) -> None:
        """Answer one request."""
        super().handle_one_response()
        if self.environ and self.environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            self.close_connection = True


def serve_forever(app: Callable[..., Any], host: str, port: int, on_stop: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM, or until standard input ends, which is how a dead parent is noticed on every system."""
    server = pywsgi.WSGIServer(listen(host, port), app, log=None, handler_class=Handler)

    def stop(*_: object) -> None:
        server.stop(timeout=1)

    gevent.signal_handler(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    gevent.spawn(_watch_parent, stop)
    server.serve_forever()
    on_stop()


def _watch_parent(stop: Callable[[], None]) -> None:
    if sys.stdin is not None and not sys.stdin.closed:
        ThreadPool(1).apply(sys.stdin.read)
        stop()
