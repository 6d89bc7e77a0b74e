"""Copies of the whole database while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from contest.db import is_sqlite
from contest.scorebook.refusals import Refused

KEEP = 30


def database_file(url: str) -> Path:
    """Give the SQLite file of a database address; refuses another database, with what to use there."""
    path = make_url(url).database
    if not is_sqlite(url) or not path:
        raise Refused("backup_only_sqlite")
    return Path(path).absolute()


def backup(url: str, target: Path) -> Path:
    """Copy the database into the file `target` and check the copy; refuses a target that exists or a copy that is not whole."""
    source = database_file(url)
    if not source.is_file():
        raise Refused("no_database", path=source)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise Refused("backup_exists", path=target)
    partial = target.with_name(target.name + ".partial")
    partial.open("ab").close()  # a folder that cannot be written is an OSError that names it
    try:
        _copy_whole(source, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _copy_whole(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        try:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        except sqlite3.OperationalError:  # locked, or no room: nothing is wrong with the file
            raise
        except sqlite3.DatabaseError as error:
            raise Refused("backup_damaged", found=error) from None
        check_whole(new)


def check_whole(connection: sqlite3.Connection) -> None:
    """Refuse a file that SQLite itself finds damaged."""
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        found = "not a database"
    if found != "ok":
        raise Refused("backup_damaged", found=found)


def timed_name(folder: Path, moment: datetime) -> Path:
    """Give the name of a backup made at a moment."""
    return folder / f"chamkheo-{moment:%Y%m%d-%H%M%S-%f}.db"


def prune(folder: Path, keep: int = KEEP) -> None:
    """Leave the newest backups and one of each earlier hour; delete the rest."""
    files = sorted(folder.glob("chamkheo-*.db"), reverse=True)
    hours: set[str] = set()
    for file in files[keep:]:
        hour = file.name[:20]
        if hour in hours:
            file.unlink()
        hours.add(hour)
