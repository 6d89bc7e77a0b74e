"""The secrecy wall, looked at from inside a hall process: it holds nothing that could hold a mark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contest.config import HallSettings, Settings
from contest.released import ReleasedStore
from live.processes import KEPT, children
from tests.live.screens import AT, board
from tests.serving import ROOT, Served

# What `serve` starts as the hall, but asked about itself instead of serving.
LOOK = """
from gevent import monkey; monkey.patch_all()
import json, os, sys, wsgi
app = wsgi.create_hall()
page = app.test_client().get("/son-hoa")
print(json.dumps({
    "modules": sorted(sys.modules),
    "environment": dict(os.environ),
    "config": {key: repr(value) for key, value in app.config.items()},
    "extensions": sorted(app.extensions),
    "rules": sorted(rule.rule for rule in app.url_map.iter_rules()),
    "status": page.status_code,
}))
"""
FORBIDDEN = (
    "scoring", "contest.scorebook", "contest.board", "contest.release", "contest.writer", "contest.db", "contest.ledger",
    "contest.access", "contest.tables.scorebook", "contest.tables.contests", "contest.tables.people",
    "contest.tables.places", "contest.application", "contest.files", "flask_sqlalchemy", "pandas",
)  # fmt: skip


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Give what a hall process holds that was started with exactly what `serve` hands it."""
    folder = tmp_path_factory.mktemp("wall")
    staff = Settings.from_env(
        {
            "CHAMKHEO_INSTANCE": str(folder / "instance"),
            "CHAMKHEO_DATABASE_URL": f"sqlite:///{folder / 'secret-marks.db'}",
        }
    )
    store = ReleasedStore(staff.released_url)
    store.create()
    store.put("son-hoa", 1, board("son-hoa"), AT)
    knows_all = dict(os.environ) | {"CHAMKHEO_DATABASE_URL": staff.database_url, "CHAMKHEO_SECRET": staff.secret_key}
    (environment,) = (child.environment for child in children(staff, knows_all) if child.name == "hall")
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    assert found["status"] == 200
    return found | {"folder": str(folder), "secret": staff.secret_key}


def test_no_module_of_marks_is_loaded(inside: dict[str, object]) -> None:
    modules = inside["modules"]
    assert isinstance(modules, list)
    held = [name for name in modules if name in FORBIDDEN or name.startswith(tuple(f"{one}." for one in FORBIDDEN))]
    assert held == []
    tables = {name for name in modules if name.startswith("contest.tables.")}
    assert tables == {"contest.tables.releases"}


def test_the_staffs_database_and_key_are_not_known(inside: dict[str, object]) -> None:
    text = json.dumps([inside["environment"], inside["config"]])
    assert "secret-marks" not in text
    assert str(inside["secret"]) not in text
    assert "DATABASE_URL" not in text
    assert "SQLALCHEMY" not in text


def test_the_hall_that_serves_knows_its_own_few_settings(served: Served) -> None:
    """Read from the running process itself, as the system keeps it."""
    halls = [
        process
        for process in Path("/proc").iterdir()
        if process.name.isdigit()
        and f" {served.process.pid} " in _parent(process)
        and b"run_hall" in _read(process / "cmdline")
    ]
    (hall,) = halls
    names = {line.partition(b"=")[0].decode() for line in _read(hall / "environ").split(b"\0") if line}
    assert {name for name in names if name.startswith("CHAMKHEO")} == {
        "CHAMKHEO_RELEASED_URL", "CHAMKHEO_HOST", "CHAMKHEO_HALL_PORT",
    }  # fmt: skip
    assert names <= set(KEPT) | {"CHAMKHEO_RELEASED_URL", "CHAMKHEO_HOST", "CHAMKHEO_HALL_PORT"}


def _parent(process: Path) -> str:
    """Give the beginning of a process's stat, in which its parent stands after its state."""
    return _read(process / "stat").decode(errors="replace").rpartition(")")[2][:20]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""


def test_the_hall_has_no_other_doors(inside: dict[str, object]) -> None:
    rules = inside["rules"]
    assert isinstance(rules, list)
    assert [rule for rule in rules if not rule.startswith("/static/")] == [
        "/", "/<uid>", "/<uid>/bang", "/<uid>/man-chieu", "/healthz",
    ]  # fmt: skip


def test_the_hall_cannot_write_what_it_reads(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'released.db'}"
    store = ReleasedStore(url)
    store.create()
    code = f"""
from gevent import monkey; monkey.patch_all()
import wsgi
from contest.config import HallSettings
store = wsgi.create_hall(HallSettings({url!r})).extensions["released"]
try:
    store.put("x", 1, {{}}, "2026-11-22T00:00:00Z")
except Exception as problem:
    print("refused", problem)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert "refused" in done.stdout
    assert store.all_newest() == []
    assert HallSettings(url).environment().keys() == {"CHAMKHEO_RELEASED_URL", "CHAMKHEO_HOST", "CHAMKHEO_HALL_PORT"}
