"""Starts `chamkheo serve` as a newcomer would, on free ports and in a folder of its own."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contest import accounts, schema
from contest.config import Settings
from contest.writer import Writer

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 120.0  # a slow machine is no failure
PORTS = range(12_000, 32_000)  # below those that systems give to outgoing connections, a browser's among them
LINKS = 20  # how many times tests may sign in at one served pair


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on now, and that no outgoing connection takes before they are used."""
    found = set[int]()
    while len(found) < count:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.add(port)
    return list(found)


@dataclass
class Served:
    """A running pair of staff and hall."""

    folder: Path
    port: int
    hall_port: int
    environment: Mapping[str, str]
    links: list[str]
    process: subprocess.Popen[bytes]

    @property
    def staff(self) -> str:
        """Give the staff's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hall(self) -> str:
        """Give the hall's address."""
        return f"http://127.0.0.1:{self.hall_port}"

    @property
    def link(self) -> str:
        """Give a one-time sign-in link of the organiser's, another one each time."""
        return f"{self.staff}/vao/{self.links.pop()}"


def chamkheo(environment: Mapping[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    """Run the `chamkheo` command to its end."""
    return subprocess.run(  # noqa: PLW1510 - the caller looks at the exit status
        [sys.executable, "-m", "wsgi", *args],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def environment_for(folder: Path, **more: str) -> dict[str, str]:
    """Give the environment of a served pair in `folder` on free ports."""
    port, hall_port = free_ports(2)
    return (
        dict(os.environ)
        | {
            "CHAMKHEO_INSTANCE": str(folder / "instance"),
            "CHAMKHEO_PORT": str(port),
            "CHAMKHEO_HALL_PORT": str(hall_port),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        | more
    )


def wait_for(url: str, seconds: float = READY_SECONDS) -> None:
    """Wait until an address answers; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@functools.cache
def migrated() -> Path:
    """Give a migrated SQLite file to copy: migrating one for every test would take a second each."""
    path = Path(tempfile.mkdtemp(prefix="chamkheo-migrated-"), "chamkheo.db")
    atexit.register(shutil.rmtree, path.parent)
    schema.upgrade(f"sqlite:///{path}")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def prepare(environment: Mapping[str, str]) -> list[str]:
    """Make an instance with an organiser, as `chamkheo create-user` does; gives tokens of one-time links."""
    settings = Settings.from_env(environment)
    if settings.database_url.startswith("sqlite"):
        shutil.copyfile(migrated(), settings.database_url.removeprefix("sqlite:///"))
    else:
        schema.upgrade(settings.database_url)
    writer = Writer(settings.database_url)
    try:
        made = writer.run(
            lambda session: accounts.create_account(session, "bantochuc", "Trần Thị Tổ Chức", None, organiser=True).id
        )
        return writer.run(lambda session: [accounts.sign_in_link(session, made) for _ in range(LINKS)])
    finally:
        writer.close()


@contextlib.contextmanager
def serve(folder: Path, **more: str) -> Iterator[Served]:
    """Prepare an instance in the folder, run `chamkheo serve` there until both processes answer, and end it."""
    environment = environment_for(folder, **more)
    with run_pair(folder, environment, prepare(environment)) as served:
        yield served


@contextlib.contextmanager
def run_pair(folder: Path, environment: Mapping[str, str], links: list[str]) -> Iterator[Served]:
    """Run `chamkheo serve` in an instance that is there, until both processes answer, and end it."""
    log = (folder / "serve.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "wsgi", "serve"],
        env=dict(environment),
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    served = Served(
        folder, int(environment["CHAMKHEO_PORT"]), int(environment["CHAMKHEO_HALL_PORT"]), environment, links, process
    )
    try:
        wait_for(f"{served.staff}/healthz")
        wait_for(f"{served.hall}/healthz")
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()
