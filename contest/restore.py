"""Bringing a backup back as a declared restore. Apart from contest.backup, because it needs Alembic and a server does not."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
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

    All is done on a copy; only when that is ready does it take the place of the present database, which is kept beside it even
    when it is damaged. Gives the new generation; refuses a file that is damaged, not ours or newer than this program; raises
    WriterTaken while `serve` runs.
    """
    reason = require_reason(reason)
    if not source.is_file():
        raise Refused("backup_missing", path=source)
    target = database_file(url)
    Writer(url).close()  # refuses while serve runs
    target.parent.mkdir(parents=True, exist_ok=True)
    ready = target.with_name(target.name + ".restoring")
    try:
        _copy(source, ready)
        generation = _made_ready(ready, reason, _generation(target))
        if target.exists():
            _keep(url, target)
        _without_journal(target)
        ready.replace(target)
    finally:
        for suffix in ("", "-wal", "-shm", ".writer"):
            ready.with_name(ready.name + suffix).unlink(missing_ok=True)
    return generation


def _copy(source: Path, ready: Path) -> None:
    ready.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old:
        check_whole(old)
        _check_ours(old)
        with closing(sqlite3.connect(ready)) as new:
            old.backup(new)


def _made_ready(ready: Path, reason: str, before: int) -> int:
    """Bring the copy to the present schema and declare the restore in it; gives its generation."""
    url = f"sqlite:///{ready.as_posix()}"
    try:
        schema.upgrade(url)
        writer = Writer(url)
        try:
            generation = writer.run(lambda session: _declare(session, reason, before))
        finally:
            writer.close()
    except CommandError:
        raise Refused("backup_newer") from None
    except DatabaseError as error:
        raise Refused("backup_damaged", found=str(error.orig)) from None
    with closing(sqlite3.connect(ready)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    return generation


def _keep(url: str, target: Path) -> None:
    """Keep the present database beside the restored one: whole if it can be read, else its very bytes."""
    kept = target.with_name(f"{target.stem}-before-restore-{now():%Y%m%d-%H%M%S-%f}.db")
    try:
        backup(url, kept)
    except (Refused, sqlite3.DatabaseError):
        for suffix in ("", "-wal"):
            beside = target.with_name(target.name + suffix)
            if beside.exists():
                shutil.copy2(beside, kept.with_name(kept.name + suffix))


def _without_journal(target: Path) -> None:
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def _check_ours(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"event", "store", "contest"} <= tables:
        raise Refused("backup_damaged", found="not a Chấm Khéo database")


def _generation(path: Path) -> int:
    """Give the present generation. Where it cannot be read, the minutes since 1970: more than any that was counted one by one."""
    if path.exists():
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            try:
                return int(connection.execute("SELECT generation FROM store").fetchone()[0])
            except (sqlite3.DatabaseError, TypeError):
                pass
    return int(now().timestamp() // 60)


def _declare(session: Session, reason: str, before: int) -> int:
    store = session.scalars(select(Store)).one()
    store.generation = max(store.generation, before) + 1
    for contest_id in session.scalars(select(Contest.id)).all():
        state = {"generation": store.generation, "reason": reason}
        Book(session, contest_id, SYSTEM).append("restored", "store", state)
    return store.generation
