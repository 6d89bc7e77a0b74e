"""The two factories, create_app() for staff and create_hall() for everybody else, and the `chamkheo` command.

The only module that knows all rungs. Each factory imports only its own process, so that the hall never holds what it may not show.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from contest.config import HallSettings, Settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings | None = None) -> Flask:
    """Give the staff process's app, with its sockets and its gate; raises WriterTaken when another process writes."""
    from gevent.threadpool import ThreadPoolExecutor

    from contest.application import build
    from contest.release import Gate
    from contest.released import ReleasedStore
    from live import judges, sockets

    settings = settings or Settings.from_env()
    app = build(settings, ThreadPoolExecutor(1), aside=ThreadPoolExecutor(1))
    store = ReleasedStore(settings.released_url)
    store.create()
    app.extensions["gate"] = Gate(app, store)
    judges.attach(sockets.attach(app, settings.redis_url))
    return app


def create_hall(settings: HallSettings | None = None) -> Flask:
    """Give the hall process's app: released boards and nothing else."""
    from contest.pages.hall import blueprint
    from contest.released import ReleasedStore
    from contest.web import make_app
    from live import hall

    settings = settings or HallSettings.from_env()
    app = make_app("chamkheo-hall")
    store = ReleasedStore(settings.released_url, read_only=True)
    app.extensions["released"] = store
    app.register_blueprint(blueprint)
    hall.attach(app, store)
    return app


def run_staff() -> None:
    """Serve the staff process until told to stop (a child of `chamkheo serve`)."""
    import gc

    from live.housekeeping import keep_house
    from live.serving import serve_forever

    gc.set_threshold(50_000, 20, 100)  # fewer collections of a heap full of long-lived sockets (docs: performance)
    settings = Settings.from_env()
    app = create_app(settings)
    keep_house(app, settings)
    serve_forever(app, settings.host, settings.port, app.extensions["writer"].close)


def run_hall() -> None:
    """Serve the hall process until told to stop (a child of `chamkheo serve`)."""
    import gc

    from live.serving import serve_forever

    gc.set_threshold(50_000, 20, 100)
    settings = HallSettings.from_env()
    serve_forever(create_hall(settings), settings.host, settings.hall_port)


def cli(args: list[str] | None = None) -> Any:
    """Run the `chamkheo` command."""
    from contest.cli import chamkheo
    from live.commands import add_live_commands

    add_live_commands(chamkheo)
    return chamkheo(args)


if __name__ == "__main__":
    sys.exit(cli())
