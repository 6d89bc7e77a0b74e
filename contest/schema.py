"""Brings a database to the present schema, and says where it stands."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event

from contest.config import ROOT
from contest.db import is_sqlite, writing_engine


def _config() -> Config:
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to a revision, in one transaction."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` down to a revision ("base" removes every table), in one transaction."""
    _run(url, lambda config: command.downgrade(config, revision))


def _run(url: str, work: Callable[[Config], None]) -> None:
    engine = writing_engine(url)
    if is_sqlite(url):
        # A table that is made anew under its name is dropped in between, while others refer to it.
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            work(config)
            _check_references(connection)
            connection.commit()
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows refer to nothing after the migration: {broken[:3]}")


def is_current(url: str) -> bool:
    """Say whether the database at `url` has the present schema."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head_revision()
    finally:
        engine.dispose()


def head_revision() -> str | None:
    """Give the newest revision that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()
