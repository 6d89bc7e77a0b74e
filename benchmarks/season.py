"""Every page and report of a season of 94 contests against the same of a season of one, in turns in one run."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from contest import demoseason, schema
from contest.application import build
from contest.config import Settings
from contest.offices import Reach
from contest.reports.kit import Asked
from contest.reports.table import report
from contest.writer import Writer

Row = tuple[str, str]
GOAL = 3
ROUNDS = 15
PAGES = {
    "seasons": "/mua",
    "a season, with its map": "/mua/1",
    "its clusters": "/mua/1/cum",
    "cloning a contest": "/mua/1/nhan-ban",
    "putting a contest in": "/mua/1/dua-vao",
    "the list of contests": "/",
    "a new contest": "/hoi-thi/moi",
    "history of changes": "/lich-su",
    "report season on screen": "/bao-cao/season?season=1",
    "report season in Excel": "/bao-cao/season.xlsx?season=1",
}


def main(large: Path | None = None) -> list[Row]:
    """Give (what, value) rows of one run; `large` is a database of the demo's season made before, else it is made here."""
    with tempfile.TemporaryDirectory() as folder:
        one = _database(Path(folder) / "one.db", 1)
        many = large or _database(Path(folder) / "many.db", demoseason.COMMUNES + demoseason.DISTRICTS)
        clients = [_client(Path(folder) / f"{path.stem}-rooms", path) for path in (one, many)]
        works = {
            what: (partial(_open, clients[0], page), partial(_open, clients[1], page)) for what, page in PAGES.items()
        }
        works["report season as data"] = (partial(_data, one), partial(_data, many))
        return [_row(what, *pair) for what, pair in works.items()]


def _database(path: Path, contests: int) -> Path:
    """Make the demo's season with so many of its contests, an announced one first."""
    sys.stdout.write(f"   a season of {contests} contests is played\n")
    sys.stdout.flush()
    schema.upgrade(f"sqlite:///{path}")
    writer = Writer(f"sqlite:///{path}")
    try:
        season, cast, planned = writer.run(demoseason.found)
        for each in planned[:contests]:
            writer.run(partial(demoseason.play, season_id=season, cast=cast, planned=each))
    finally:
        writer.close()
    return path


def _client(folder: Path, database: Path) -> FlaskClient:
    settings = Settings(
        instance=folder,
        database_url=f"sqlite:///{database}",
        released_url=f"sqlite:///{folder / 'released.db'}",
        secret_key="measuring",
    )
    folder.mkdir()
    client = build(settings, ThreadPoolExecutor(1), aside=ThreadPoolExecutor(1)).test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = "1.1", True  # the season's organiser
    return client


def _open(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")


def _data(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with Session(engine) as reader:
        report(reader, "season", Asked(Reach(whole=True)))
    engine.dispose()


def _row(what: str, small: Callable[[], None], large: Callable[[], None]) -> Row:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, work in zip(times, (small, large), strict=True):
            kept.append(_seconds(work))
    # The quickest of each: what else the machine does only ever adds to a turn.
    one, many = (min(kept) * 1000 for kept in times)
    return (
        f"{what}: one contest, 94 contests, ratio (goal ≤ {GOAL})",
        f"{one:.1f} ms, {many:.1f} ms, {many / one:.1f} ×",
    )


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
