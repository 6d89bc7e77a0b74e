"""Forms over rows that offices keep: each knows up to which change of its rows it was drawn, so that nobody writes over another unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session
from wtforms import HiddenField

from contest.access import row_number
from contest.db import Base, db
from contest.forms import BaseForm
from contest.history import Hand, last_change, subject_of
from contest.scorebook.refusals import Refused
from contest.text import moment_vi

T = TypeVar("T")
Rows = Callable[[Session], Iterable[Base | str]]


class KeptForm(BaseForm):
    """A form that makes or changes what offices keep; its page says with `of` which rows it shows."""

    seen = HiddenField()  # the number of the newest change of these rows when the form was drawn
    _rows: Rows | None = None

    def of(self, *rows: Base | str) -> None:
        """Say which rows (or subjects of the history) the form shows and changes."""
        subjects = [row if isinstance(row, str) else subject_of(row) for row in rows]
        self.of_all(lambda _reader: subjects)

    def of_all(self, rows: Rows) -> None:
        """Say the same of rows that a function finds, for lists that grow."""
        self._rows = rows
        if request.method == "GET":
            self.seen.data = str(self._newest(db.session())[0])

    def carry_out(self, hand: Hand, work: Callable[[Hand], T]) -> T:
        """Do the form's work in a write; refuses, and keeps what was typed, when its rows were changed since it was drawn.

        The form then knows of that change: sent once more, by who looked, it is carried out.
        """
        seen = row_number(self.seen.data or "") or (0 if self.seen.data == "0" else None)
        newest, by, at = self._newest(hand.session) if seen is not None else (0, "", None)
        if seen is not None and at is not None and newest > seen:
            self.seen.data = str(newest)
            raise Refused("changed_meanwhile", status="stands", by=by, time=moment_vi(at))
        return work(hand)

    def _newest(self, reader: Session) -> tuple[int, str, datetime | None]:
        if self._rows is None:
            return 0, "", None
        subjects = [row if isinstance(row, str) else subject_of(row) for row in self._rows(reader)]
        return last_change(reader, subjects)
