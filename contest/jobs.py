"""Long work in small commits beside the judges' marks: each step is one change of the writer, and tells how far it is."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy.orm import Session

from contest.db import now
from contest.scorebook.refusals import Refused
from contest.tables.jobs import LongJob
from contest.writer import Busy, write

Step = tuple[int, Callable[[Session], None]]
"""How many things a step does, and the change that does them; steps can be done again without harm."""

STILL = timedelta(minutes=2)  # work that has not moved for so long has stopped with its process
FAILED = "Chương trình gặp lỗi giữa chừng. Những dòng đã nhận vẫn còn; đề nghị tải lại cùng tệp này để làm tiếp."

log = logging.getLogger(__name__)


def begin(account_id: int, title: str, steps: Sequence[Step], said: str, address: str, token: str | None = None) -> str:
    """Begin long work in the background and give its token; `said` and `address` tell of it when it is done.

    With a token of the asker's it is begun once, however often it is asked for.
    """
    token = token or secrets.token_hex(16)
    total = sum(count for count, _ in steps)

    def note(session: Session) -> bool:
        if session.get(LongJob, token) is not None:
            return False
        session.add(
            LongJob(
                token=token,
                account_id=account_id,
                title=title,
                total=total,
                state="running",
                address=address,
                moved_at=now(),
            )
        )
        return True

    if not write(note):
        return token
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # A greenlet on the served process (monkey-patched), a thread elsewhere: the writer is asked either way.
    threading.Thread(target=_run, args=(app, token, list(steps), said), daemon=True).start()
    return token


def _run(app: Flask, token: str, steps: Sequence[Step], said: str) -> None:
    with app.app_context():
        try:
            for count, change in steps:
                _step(token, count, change)
            _end(token, "done", said)
        except Refused as refused:
            _end(token, "failed", refused.message)
        except Exception:
            log.exception("long work %s stopped", token)
            _end(token, "failed", FAILED)


def _step(token: str, count: int, change: Callable[[Session], None], tries: int = 5) -> None:
    def move(session: Session) -> None:
        change(session)
        job = session.get_one(LongJob, token)
        job.done, job.moved_at = job.done + count, now()

    for left in reversed(range(tries)):
        try:
            write(move)
        except Busy:
            if not left:
                raise
        else:
            return


def _end(token: str, state: str, said: str) -> None:
    def close(session: Session) -> None:
        job = session.get_one(LongJob, token)
        job.state, job.said, job.moved_at = state, said, now()

    write(close)


def look(reader: Session, token: str, account_id: int) -> LongJob | None:
    """Give the long work of that token to the account that began it; None when there is none."""
    job = reader.get(LongJob, token)
    return job if job is not None and job.account_id == account_id else None


def state_of(job: LongJob) -> str:
    """Give running, done or failed; work that stopped with its process is failed."""
    still = job.state == "running" and now() - job.moved_at > STILL
    return "failed" if still else job.state
