"""Brings a database to the present schema, and says where it stands."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from contest.config import ROOT
from contest.db import writing_engine


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
    try:
        with engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            work(config)
            connection.commit()
    finally:
        engine.dispose()


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
