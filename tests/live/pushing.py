"""A small server around our client manager, told what to push: `python -m tests.live.pushing PORT PATIENCE`."""

from __future__ import annotations

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

import base64
import json
import random
import sys

from flask import Flask, request
from flask_socketio import SocketIO
from gevent.pywsgi import WSGIServer

from live import fanout
from live.serving import listen


def make(patience: float) -> Flask:
    """Give an app that pushes `count` boards of `size` letters to everybody when POSTed to."""
    fanout.PATIENCE = patience
    app = Flask(__name__)
    sockets = SocketIO(
        app,
        async_mode="gevent",
        client_manager=fanout.BoardManager(),
        manage_session=False,
        async_handlers=False,
        max_http_buffer_size=4096,
        ping_interval=1,
        ping_timeout=30,
    )
    sockets.on_event("connect", lambda *_: None, namespace="/hall")
    dice = random.Random(1)

    @app.post("/push")
    def push() -> str:
        count, size, first = int(request.args["count"]), int(request.args["size"]), int(request.args.get("first", 0))
        for number in range(first, first + count):
            text = base64.b64encode(dice.randbytes(size))[:size].decode()
            sockets.emit("board", {"number": number, "html": text}, namespace="/hall")
        sockets.emit("beat", {}, namespace="/hall")
        return json.dumps(count)

    return app


if __name__ == "__main__":
    WSGIServer(listen("127.0.0.1", int(sys.argv[1])), make(float(sys.argv[2])), log=None).serve_forever()
