"""The two processes of a hall, staff and hall: what each is told, whether their ports are free, and a pair for a while."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from contest import schema
from contest.config import HallSettings, Settings
from live.supervisor import READY_SECONDS, Child, stop

STAFF = "from gevent import monkey; monkey.patch_all(); import wsgi; wsgi.run_staff()"
HALL = "from gevent import monkey; monkey.patch_all(); import wsgi; wsgi.run_hall()"
# What a hall child keeps of our environment: enough to start Python, nothing of the staff's.
KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "COVERAGE_PROCESS_START",  # only set while tests measure themselves
)
PORT_TAKEN = (
    "Cổng {port} ({what}) đang có chương trình khác dùng. "
    "Đề nghị dừng chương trình đó, hoặc đặt {variable} thành cổng khác rồi chạy lại."
)
PORT_CLOSED = (
    "Không có quyền dùng cổng {port} ({what}). Đề nghị đặt {variable} thành một số từ 1024 đến 65535 rồi chạy lại."
)
SAME_PORT = (
    "CHAMKHEO_PORT và CHAMKHEO_HALL_PORT đang cùng là {port}. "
    "Đề nghị đặt hai cổng khác nhau, ví dụ 8000 và 8001, rồi chạy lại."
)
NO_HOST = (
    "CHAMKHEO_HOST={host} không phải địa chỉ của máy này. "
    "Đề nghị đặt 0.0.0.0 (mọi máy trong mạng vào được) hoặc 127.0.0.1 (chỉ máy này) rồi chạy lại."
)


def children(settings: Settings, environment: Mapping[str, str] = os.environ) -> list[Child]:
    """Give the two processes of a hall: staff with the whole environment, the hall with its own few settings."""
    hall: HallSettings = settings.hall
    kept = {name: environment[name] for name in KEPT if name in environment}
    return [
        Child("staff", STAFF, dict(environment), f"http://{local(settings.host)}:{settings.port}/healthz"),
        Child("hall", HALL, kept | hall.environment(), f"http://{local(hall.host)}:{hall.hall_port}/healthz"),
    ]


def local(host: str) -> str:
    """Give the address at which this machine reaches a server that listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound


def require_free_ports(settings: Settings) -> None:
    """Refuse, in one line, to start on ports or an address that cannot be had (click.ClickException)."""
    if settings.port == settings.hall_port:
        raise click.ClickException(SAME_PORT.format(port=settings.port))
    for port, what, variable in (
        (settings.port, "phần làm việc", "CHAMKHEO_PORT"),
        (settings.hall_port, "hội trường", "CHAMKHEO_HALL_PORT"),
    ):
        refusal = _refusal(settings.host, port)
        if refusal:
            told = refusal.format(port=port, what=what, variable=variable, host=settings.host)
            raise click.ClickException(told)


def _refusal(host: str, port: int) -> str:
    """Give why this machine cannot listen there, "" when it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # a port that was just left counts as free, as it does for the server
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            known = {errno.EADDRINUSE: PORT_TAKEN, errno.EACCES: PORT_CLOSED}
            return known.get(error.errno or 0, NO_HOST) if isinstance(error, OSError) else NO_HOST
    return ""


@contextlib.contextmanager
def own_server(prepare: Callable[[Settings], None]) -> Iterator[Settings]:
    """Serve staff and hall on free ports with a temporary folder for everything; ends both and forgets it all.

    `prepare` may write into the migrated database before the staff process takes it.
    """
    with tempfile.TemporaryDirectory(prefix="chamkheo-", ignore_cleanup_errors=True) as folder:
        environment = _temporary(Path(folder))
        settings = Settings.from_env(environment)
        schema.upgrade(settings.database_url)
        prepare(settings)
        running = children(settings, environment)
        try:
            for child in running:
                child.start()
            _wait(running)
            yield settings
        finally:
            stop(running)


def _temporary(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHAMKHEO_")}
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        ports = {"CHAMKHEO_PORT": str(one.getsockname()[1]), "CHAMKHEO_HALL_PORT": str(two.getsockname()[1])}
    return kept | ports | {"CHAMKHEO_INSTANCE": str(folder), "CHAMKHEO_BACKUP_SECONDS": "0"}


def _wait(running: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not all(child.answers() for child in running):
        if time.monotonic() > deadline or any(child.ended for child in running):
            raise click.ClickException("Máy chủ tạm không khởi động được. Đề nghị xem thông báo ở trên.")
        time.sleep(0.1)
