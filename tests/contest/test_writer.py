"""The one writer: batches, savepoints, failures answered, a second writer refused."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contest import schema
from contest.tables.people import Account
from contest.writer import Busy, Writer, WriterTaken, scores_changed
from tests.building import build


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Use SQLite: what is tested is its one writing connection."""
    return sqlite_url


def add(username: str) -> object:
    def work(session: Session) -> str:
        session.add(Account(username=username, name=username))
        session.flush()
        return username

    return work


def names(writer: Writer) -> set[str]:
    return set(writer.run(lambda session: session.scalars(select(Account.username)).all()))


def test_a_failing_change_loses_nothing_of_its_neighbours_in_the_batch(writer: Writer) -> None:
    gate = threading.Event()
    outcomes: dict[str, object] = {}

    def hold(session: Session) -> None:
        gate.wait(10)

    def ask(username: str) -> None:
        try:
            outcomes[username] = writer.run(add(username))  # type: ignore[arg-type]
        except Exception as error:
            outcomes[username] = type(error).__name__

    holder = threading.Thread(target=writer.run, args=(hold,))
    holder.start()
    askers = [threading.Thread(target=ask, args=(name,)) for name in ("an", "binh", "an", "chi")]
    for asker in askers:
        asker.start()
    gate.set()
    for thread in (holder, *askers):
        thread.join()
    assert names(writer) == {"an", "binh", "chi"}
    assert outcomes["binh"] == "binh"


def test_what_a_failing_change_did_is_undone(writer: Writer) -> None:
    def half(session: Session) -> None:
        session.add(Account(username="nua", name="nửa"))
        session.flush()
        raise ValueError("giữa chừng")

    with pytest.raises(ValueError, match="giữa chừng"):
        writer.run(half)
    assert names(writer) == set()


def test_a_failed_commit_answers_busy_and_keeps_nothing(writer: Writer) -> None:
    def spoil(session: Session) -> None:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(text("INSERT INTO sign_in_link (account_id, token_hash, expires_at) VALUES (99, 'x', 'y')"))

    with pytest.raises(Exception, match="FOREIGN KEY"):
        writer.run(spoil)
    writer.run(add("sau"))  # type: ignore[arg-type]
    assert names(writer) == {"sau"}


def test_a_second_writer_is_refused_until_the_first_lets_go(writer: Writer, database_url: str) -> None:
    with pytest.raises(WriterTaken):
        Writer(database_url)
    writer.close()
    second = Writer(database_url)
    second.close()


def test_the_signal_comes_after_the_commit_with_its_kinds(writer: Writer, tmp_path: Path) -> None:
    heard: list[tuple[int, frozenset[str]]] = []

    def listen(contest_id: int, kinds: frozenset[str]) -> None:
        assert writer.run(lambda session: True)
        heard.append((contest_id, kinds))

    scores_changed.connect(listen)
    try:
        built = build(writer)
        built.order()
    finally:
        scores_changed.disconnect(listen)
    assert heard == [(built.id, frozenset({"order_drawn"}))] * 2


def test_busy_is_raised_when_the_database_is_locked_by_somebody_else(writer: Writer, database_url: str) -> None:
    import sqlite3

    path = database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Busy):
            writer.run(add("ai"))  # type: ignore[arg-type]
    finally:
        other.rollback()
        other.close()
    assert names(writer) == set()


def test_migrations_go_up_and_down(database_url: str) -> None:
    schema.upgrade(database_url)
    assert schema.is_current(database_url)
    schema.downgrade(database_url, "base")
    assert not schema.is_current(database_url)
    schema.upgrade(database_url)
    assert schema.is_current(database_url)
