"""Forms over rows that offices keep: nobody writes over another unseen, and what is sent twice is carried out once."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar, cast

from flask import request
from sqlalchemy import delete
from sqlalchemy.orm import Session
from wtforms import HiddenField

from contest.access import row_number
from contest.db import Base, db, now
from contest.forms import BaseForm
from contest.history import Hand, last_change, subject_of
from contest.scorebook.refusals import Refused
from contest.tables.jobs import SentForm
from contest.text import moment_vi

Made = TypeVar("Made", bound=int | None)
REMEMBERED = timedelta(days=1)
Rows = Callable[[Session], Iterable[Base | str]]


class KeptForm(BaseForm):
    """A form that makes or changes what offices keep; its page says with `of` which rows it shows."""

    seen = HiddenField()  # the number of the newest change of these rows when the form was drawn
    once = HiddenField(default=lambda: secrets.token_hex(16))  # drawn anew, a form has a key of its own
    _rows: Rows | None = None
    stale = "changed_meanwhile"  # the code of the refusal when others changed these rows since

    def of(self, *rows: Base | str) -> None:
        """Say which rows (or subjects of the history) the form shows and changes."""
        subjects = [row if isinstance(row, str) else subject_of(row) for row in rows]
        self.of_all(lambda _reader: subjects)

    def of_all(self, rows: Rows) -> None:
        """Say the same of rows that a function finds, for lists that grow."""
        self._rows = rows
        if request.method == "GET":
            self.seen.data = str(self._newest(db.session())[0])

    def carry_out(self, hand: Hand, work: Callable[[Hand], Made]) -> Made:
        """Do the form's work in a write and give what it made; the same form, sent once more, is given that and does nothing."""
        session, digest = hand.session, self._digest(hand.account_id)
        known = session.get(SentForm, digest)
        if known is not None:
            return cast(Made, known.made)
        self.require_unchanged(session)
        made = work(hand)
        session.execute(delete(SentForm).where(SentForm.at < now() - REMEMBERED))
        session.add(SentForm(digest=digest, at=now(), made=made))
        return made

    def token(self, account_id: int) -> str:
        """Give the name of the long work that the form asks for: sent once more, it is the same work."""
        return self._digest(account_id)[:32]

    def _digest(self, account_id: int | None) -> str:
        """Give the digest of the key and all that was sent: gone back to and filled in anew, a form is another."""
        typed = sorted((name, said) for name, said in request.form.items(multi=True) if name != "csrf_token")
        files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
        whole = json.dumps([account_id, request.full_path, self.once.data, typed, files])
        return hashlib.sha256(whole.encode()).hexdigest()

    def require_unchanged(self, session: Session) -> int:
        """Refuse, keeping what was typed, when the form's rows were changed since it was drawn; else give their newest change.

        The form then knows of that change: sent once more, by who looked, it is carried out.
        """
        seen = row_number(self.seen.data or "") or (0 if self.seen.data == "0" else None)
        newest, by, at = self._newest(session)
        if seen is not None and at is not None and newest > seen:
            self.seen.data = str(newest)
            raise Refused(self.stale, status="stands", by=by, time=moment_vi(at))
        return newest

    def _newest(self, reader: Session) -> tuple[int, str, datetime | None]:
        if self._rows is None:
            return 0, "", None
        subjects = [row if isinstance(row, str) else subject_of(row) for row in self._rows(reader)]
        return last_change(reader, subjects)
