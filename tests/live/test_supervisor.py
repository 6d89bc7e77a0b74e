"""Two processes side by side: one that dies is begun again, one that dies for good ends both, and it is said why."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from live.supervisor import TRIES, Child, supervise

NOWHERE = "http://127.0.0.1:9/"  # nothing listens there
STAYS = "import sys; sys.stdin.read()"


def child(name: str, code: str) -> Child:
    """Give a process that runs some Python."""
    return Child(name, code, dict(os.environ), NOWHERE)


def supervised(*children: Child) -> int:
    """Run them until it is over; beside the main thread, whose signals stay the tests'."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(supervise, list(children)).result(60)


def test_both_end_when_one_dies_for_good(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "runs"
    staff, hall = child("staff", STAYS), child("hall", f"open({str(log)!r}, 'a').write('x')")
    assert supervised(staff, hall) == 1
    assert staff.ended
    assert hall.ended
    assert log.read_text(encoding="utf-8") == "x" * TRIES
    assert "Tiến trình hall dừng 5 lần trong 30 giây" in capfd.readouterr().err


def test_one_that_dies_once_is_begun_again(tmp_path: Path) -> None:
    log = tmp_path / "runs"
    once = f"import sys; f = open({str(log)!r}, 'a'); f.write('x'); f.flush(); f.tell() == 1 or sys.stdin.read()"
    again = child("hall", once)
    until = f"import os, time\nwhile not os.path.exists({str(log)!r}) or os.path.getsize({str(log)!r}) < 2: time.sleep(0.05)"
    ends = child("staff", until)
    assert supervised(again, ends) == 1  # the other has ended for good meanwhile
    assert log.read_text(encoding="utf-8") == "xx"
