"""Bringing a backup back as a declared restore. Apart from contest.backup, because it needs Alembic and a server does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import schema
from contest.backup import backup, check_whole, database_file
from contest.db import now
from contest.scorebook.entry import SYSTEM, Book
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.contests import Contest
from contest.tables.scorebook import Store
from contest.writer import Writer


def restore(url: str, source: Path, reason: str) -> int:
    """Bring a backup back in place of the database and declare it: a new generation, an event in every contest.

    The present database is kept beside it. Gives the new generation; refuses a damaged file; raises WriterTaken while
    `serve` runs.
    """
    reason = require_reason(reason)
    if not source.is_file():
        raise Refused("backup_missing", path=source)
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        check_whole(connection)
        _check_ours(connection)
    target = database_file(url)
    Writer(url).close()  # refuses while serve runs
    before = _generation(target)
    if target.exists():
        backup(url, target.with_name(f"{target.stem}-before-restore-{now():%Y%m%d-%H%M%S}.db"))
    _replace(source, target)
    schema.upgrade(url)
    writer = Writer(url)
    try:
        return writer.run(lambda session: _declare(session, reason, before))
    finally:
        writer.close()


def _check_ours(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"event", "store", "contest"} <= tables:
        raise Refused("backup_damaged", found="not a Chấm Khéo database")


def _generation(path: Path) -> int:
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT generation FROM store").fetchone()[0])
        except (sqlite3.DatabaseError, TypeError):
            return 0


def _replace(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(partial)) as new,
    ):
        old.backup(new)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    partial.replace(target)


def _declare(session: Session, reason: str, before: int) -> int:
    store = session.scalars(select(Store)).one()
    store.generation = max(store.generation, before) + 1
    for contest_id in session.scalars(select(Contest.id)).all():
        state = {"generation": store.generation, "reason": reason}
        Book(session, contest_id, SYSTEM).append("restored", "store", state)
    return store.generation
