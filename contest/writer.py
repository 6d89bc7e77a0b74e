"""The one writer: every change of the staff's database is a function run here, in one real thread, committed in batches."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from blinker import signal
from flask import current_app
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contest.db import db, writing_engine

T = TypeVar("T")

scores_changed = signal("scores_changed")
"""Sent after a commit as `send(contest_id, kinds=frozenset of event kinds)`, in the greenlet that asked for the change."""


class Busy(RuntimeError):
    """The commit failed or the database is held by another writer: nothing was kept, ask again."""


class WriterTaken(RuntimeError):
    """Another process holds this database for writing (`chamkheo serve` runs)."""


@dataclass
class _Job:
    work: Callable[[Session], Any]
    context: Context = field(default_factory=copy_context)  # the asker's, so that `current_app` holds in the thread
    result: Any = None
    error: BaseException | None = None
    changes: dict[int, set[str]] = field(default_factory=dict)


class Writer:
    """Runs changes one after another; what waits together is committed together, each in a SAVEPOINT of its own."""

    def __init__(self, url: str, executor: Executor | None = None) -> None:
        """Take the database at `url` for writing; raises WriterTaken when another process has it."""
        self._lock = _hold(url)
        self._engine = writing_engine(url)
        self._executor = executor or ThreadPoolExecutor(1, "writer")
        self._waiting: deque[_Job] = deque()

    def run(self, work: Callable[[Session], T], settled: Callable[[], None] = lambda: None) -> T:
        """Run `work(session)`, commit, and give its result; its exception is raised here, after nothing of it was kept.

        Raises Busy when the commit itself failed; `settled` is called after the commit and before anybody is told. The
        executor has one thread and runs in order, so when our own call of `_drain` returns our job is done, by it or by
        an earlier one that took us along.
        """
        job = _Job(work)
        self._waiting.append(job)
        self._executor.submit(self._drain).result()
        if job.error is not None:
            raise job.error
        settled()
        for contest_id, kinds in job.changes.items():
            scores_changed.send(contest_id, kinds=frozenset(kinds))
        return cast(T, job.result)

    def close(self) -> None:
        """Let the database go; nothing can be written after."""
        self._executor.shutdown()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.close()

    def _drain(self) -> None:
        batch: list[_Job] = []
        with contextlib.suppress(IndexError):
            while True:
                batch.append(self._waiting.popleft())
        if not batch:
            return
        try:
            with Session(self._engine, expire_on_commit=False, autoflush=True) as session:
                for job in batch:
                    _run_one(session, job)
                session.commit()
        except BaseException as error:  # every waiting caller must be answered, whatever went wrong
            self._engine.dispose()  # SQLite leaves a transaction open whose commit failed: begin anew
            for job in batch:
                job.error = job.error or _as_busy(error)


def _run_one(session: Session, job: _Job) -> None:
    changes: dict[int, set[str]] = {}
    session.info["changes"] = changes
    try:
        with session.begin_nested():
            job.result = job.context.run(job.work, session)
        job.changes = changes
    except Exception as error:
        job.error = _as_busy(error)
    finally:
        session.expunge_all()


def _as_busy(error: BaseException) -> BaseException:
    return Busy(str(error)) if isinstance(error, OperationalError) else error


def _hold(url: str) -> sqlite3.Connection | None:
    """Hold an exclusive lock beside a SQLite database for the life of this process (works on Windows, ends with a crash)."""
    path = make_url(url).database
    if not url.startswith("sqlite") or not path or path == ":memory:":
        return None
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(f"{path}.writer", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise WriterTaken(path) from error
    return lock


def write(work: Callable[[Session], T]) -> T:
    """Run a change through this app's writer; see Writer.run.

    What this request read before is old then: its reader starts anew, and its connection is free while others are told
    (else a crowd of requests, each holding one and waiting for a second to publish, would stand still).
    """
    return cast(Writer, current_app.extensions["writer"]).run(work, settled=db.session.rollback)


def mark_changed(session: Session, contest_id: int, kind: str) -> None:
    """Note that an event of `kind` was appended, so that `scores_changed` tells it after the commit."""
    session.info.setdefault("changes", {}).setdefault(contest_id, set()).add(kind)
