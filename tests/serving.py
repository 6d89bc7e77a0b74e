"""Starts `chamkheo serve` as a newcomer would, on free ports and in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 40.0


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@dataclass
class Served:
    """A running pair of staff and hall."""

    folder: Path
    port: int
    hall_port: int
    environment: Mapping[str, str]
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
        """Give the organiser's one-time sign-in link."""
        found = re.search(r"http\S+/vao/(\S+)", (self.folder / "user.txt").read_text(encoding="utf-8"))
        assert found
        return f"{self.staff}/vao/{found.group(1)}"


def chamkheo(environment: Mapping[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    """Run the `chamkheo` command to its end."""
    return subprocess.run(  # noqa: PLW1510 - the caller looks at the exit status
        [sys.executable, "-m", "wsgi", *args],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
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


@contextlib.contextmanager
def serve(folder: Path, *, organiser: str = "bantochuc", **more: str) -> Iterator[Served]:
    """Make an organiser, start `chamkheo serve`, give it once both processes answer, and end it."""
    environment = environment_for(folder, **more)
    made = chamkheo(environment, "create-user", organiser, "--name", "Trần Thị Tổ Chức")
    assert made.returncode == 0, made.stdout + made.stderr
    (folder / "user.txt").write_text(made.stdout, encoding="utf-8")
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "wsgi", "serve"],
        env=environment,
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    served = Served(
        folder, int(environment["CHAMKHEO_PORT"]), int(environment["CHAMKHEO_HALL_PORT"]), environment, process
    )
    try:
        wait_for(f"{served.staff}/healthz")
        wait_for(f"{served.hall}/healthz")
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()
