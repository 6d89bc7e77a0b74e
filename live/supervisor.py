"""Keeps the staff and the hall process running side by side, and ends both together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

import click

TRIES = 5
WINDOW = 30.0  # seconds: so many deaths within it are for good
READY_SECONDS = 120.0  # an old laptop that is busy with updates needs most of a minute
GONE = (
    "Tiến trình {name} dừng {times} lần trong {seconds} giây nên Chấm Khéo dừng hẳn. Đề nghị xem lỗi ở trên rồi chạy lại; "
    "phiếu đã nhận vẫn còn nguyên."
)
SILENT = "Sau {seconds} giây máy chủ vẫn chưa trả lời nên Chấm Khéo dừng. Đề nghị xem lỗi ở trên rồi chạy lại."


@dataclass
class Child:
    """One process: what it runs, what it knows, and when it died."""

    name: str
    code: str
    environment: Mapping[str, str]
    health: str
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it with a pipe on its standard input, whose end tells it that we are gone."""
        command = [sys.executable, "-c", self.code]
        self.process = subprocess.Popen(command, env=dict(self.environment), stdin=subprocess.PIPE)  # noqa: S603

    @property
    def ended(self) -> bool:
        """Say whether it is not running now."""
        return self.process is None or self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Ask it to end, without waiting."""
        if self.process is not None and not self.ended:
            self.process.terminate()

    def stop(self) -> None:
        """Ask it to end, then end it."""
        if self.process is None or self.ended:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def died_for_good(self) -> bool:
        """Start it again if it died; say whether it has died too often."""
        if self.process is None or self.process.poll() is None:
            return False
        now = time.monotonic()
        self.deaths = [moment for moment in self.deaths if now - moment < WINDOW] + [now]
        if len(self.deaths) >= TRIES:
            return True
        self.start()
        return False

    def answers(self) -> bool:
        """Say whether its health page answers."""
        try:
            with urllib.request.urlopen(self.health, timeout=2):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            return False


def supervise(children: list[Child], ready: Callable[[], None] = lambda: None) -> int:
    """Run the children until Ctrl-C (gives 0) or until one dies for good (gives 1); `ready` is called once all answer."""
    _on_stop_signals(signal.default_int_handler)  # a shell's background job inherits an ignored SIGINT
    try:
        for child in children:
            child.start()
        waiting, deadline = True, time.monotonic() + READY_SECONDS
        while True:
            dead = next((child for child in children if child.died_for_good()), None)
            if dead is not None:
                click.echo(GONE.format(name=dead.name, times=TRIES, seconds=round(WINDOW)), err=True)
                return 1
            if waiting and all(child.answers() for child in children):
                waiting = False
                ready()
            if waiting and time.monotonic() > deadline:
                click.echo(SILENT.format(seconds=round(READY_SECONDS)), err=True)
                return 1
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0
    finally:
        _on_stop_signals(signal.SIG_IGN)  # a second Ctrl-C must not leave a child behind
        stop(children)


def _on_stop_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, handler)


def stop(children: list[Child]) -> None:
    """End processes, all asked before any is waited for."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
