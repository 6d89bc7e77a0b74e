"""Engine set-up, the web's read-only session, and column types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Dialect, Engine, MetaData, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LARGEST_ID = 2**31 - 1  # what a key column holds on PostgreSQL


class Base(DeclarativeBase):
    """The base of every table of the staff's database."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, engine_options={"pool_pre_ping": False})


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept as ISO 8601 text in UTC with milliseconds: the same on every database and in the chain."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Give the text of an aware moment; raises ValueError for a naive one."""
        return None if value is None else iso(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Give the aware moment back."""
        return None if value is None else datetime.fromisoformat(value)


def iso(moment: datetime) -> str:
    """Give 2026-11-22T07:42:18.123Z for an aware moment; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)


def is_sqlite(url: str) -> bool:
    """Say whether a database address names SQLite."""
    return url.startswith("sqlite")


def reader_options(url: str) -> dict[str, Any]:
    """Give the engine options of web sessions: they may read and nothing else.

    The pool has room to spare: a request that reads, writes and then publishes holds two connections for a moment, and
    fifteen of them at once would wait for one another until the pool gives up.
    """
    if is_sqlite(url):
        return {"max_overflow": -1}
    return {"connect_args": {"options": "-c default_transaction_read_only=on"}, "pool_size": 10, "max_overflow": 70}


def guard_reader(engine: Engine) -> None:
    """Make every SQLite connection of a web engine refuse to write (`query_only`) and wait up to 5 s for a lock."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_reader_pragmas)


def _set_reader_pragmas(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "wal_autocheckpoint=0", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")


def writing_engine(url: str) -> Engine:
    """Give the engine of the one writing connection: on SQLite WAL, FULL, foreign keys, BEGIN IMMEDIATE."""
    if not is_sqlite(url):
        return create_engine(url, pool_size=1, max_overflow=0)
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_writer_pragmas)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_writer_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's `begin` listener says BEGIN IMMEDIATE itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
