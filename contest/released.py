"""The store of released boards: the staff process puts whole boards in, the hall process looks ten times a second."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, create_engine, event, func, insert, make_url, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from contest.tables.releases import ReleasedBase, ReleasedBoard

Order = tuple[int, int]
_Answer = TypeVar("_Answer")


class StoreUnreadable(Exception):
    """The store of released boards is missing or cannot be read just now; what was read before stays good."""


@dataclass(frozen=True)
class Released:
    """One released board: `body` is exactly what the hall may show, `at` the ISO time of its release."""

    contest: str
    generation: int
    number: int
    body: dict[str, Any]
    at: str

    @property
    def order(self) -> Order:
        """Give (generation, number): the higher one is the board that counts."""
        return self.generation, self.number


class ReleasedStore:
    """Released boards on SQLite or PostgreSQL at `url`; opened with `read_only` it can never write."""

    def __init__(self, url: str, read_only: bool = False) -> None:
        self._engine = _reading_engine(url) if read_only else _writing_engine(url)

    def create(self) -> None:
        """Make the table, and a SQLite file's folder, where they are missing."""
        database = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and database:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        ReleasedBase.metadata.create_all(self._engine)

    def put(self, uid: str, generation: int, body: dict[str, Any], at: datetime | str) -> int | None:
        """Store a board and give its number, or None when the newest of this generation already says the same."""
        text_at = at.isoformat(timespec="seconds") if isinstance(at, datetime) else at
        packed = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        with self._engine.begin() as connection:
            self._one_writer_at_a_time(connection)
            newest = connection.execute(_newest_of(uid).where(ReleasedBoard.generation == generation)).first()
            if newest is not None and newest.body == packed:
                return None
            number = 1 if newest is None else int(newest.number) + 1
            values = {"contest_uid": uid, "generation": generation, "number": number, "body": packed, "at": text_at}
            connection.execute(insert(ReleasedBoard).values(**values))
        return number

    def newest(self, uid: str) -> Released | None:
        """Give a contest's board that counts, or None when nothing was ever released; raises StoreUnreadable."""
        row = self._read(lambda connection: connection.execute(_newest_of(uid)).first())
        return None if row is None else _released(row)

    def all_newest(self) -> list[Released]:
        """Give the board that counts of every contest, by contest uid; raises StoreUnreadable."""
        place = func.row_number().over(
            partition_by=ReleasedBoard.contest_uid,
            order_by=(ReleasedBoard.generation.desc(), ReleasedBoard.number.desc()),
        )
        ranked = select(ReleasedBoard.seq, place.label("place")).subquery()
        query = _columns().join(ranked, ranked.c.seq == ReleasedBoard.seq).where(ranked.c.place == 1)
        rows = self._read(lambda connection: connection.execute(query.order_by(ReleasedBoard.contest_uid)).all())
        return [_released(row) for row in rows]

    def version(self) -> int:
        """Give a number that changes whenever a board was put (one look at an index); raises StoreUnreadable."""
        query = select(func.coalesce(func.max(ReleasedBoard.seq), 0))
        return int(self._read(lambda connection: connection.execute(query).scalar_one()))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _read(self, question: Callable[[Connection], _Answer]) -> _Answer:
        try:
            with self._engine.connect() as connection:
                return question(connection)
        except (OperationalError, ProgrammingError) as problem:  # no file yet, no table yet, server away
            raise StoreUnreadable(str(problem.orig)) from problem

    def _one_writer_at_a_time(self, connection: Connection) -> None:
        # On SQLite BEGIN IMMEDIATE has done this; readers are never kept waiting by either.
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE released_board IN EXCLUSIVE MODE"))


def _columns() -> Select[str, int, int, str, str]:
    board = ReleasedBoard
    return select(board.contest_uid, board.generation, board.number, board.body, board.at)


def _newest_of(uid: str) -> Select[str, int, int, str, str]:
    order = ReleasedBoard.generation.desc(), ReleasedBoard.number.desc()
    return _columns().where(ReleasedBoard.contest_uid == uid).order_by(*order).limit(1)


def _released(row: Any) -> Released:
    return Released(row.contest_uid, row.generation, row.number, json.loads(row.body), row.at)


def _reading_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"options": "-c default_transaction_read_only=on"})
    path = Path(make_url(url).database or "").absolute()

    def connect() -> sqlite3.Connection:
        # mode=ro never makes the file; opened anew at each look, so that a store put in its place is seen.
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1.0, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        return connection

    return create_engine(url, creator=connect, poolclass=NullPool)


def _writing_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    # Any thread of the staff process may put: each takes a connection of its own.
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    # NORMAL: the store is derived and published again at start, so it need not wait for the disk.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
