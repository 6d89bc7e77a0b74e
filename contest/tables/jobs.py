"""Long work and how far it is, kept beside what it wrote, so that it can be looked at from anywhere and after a crash; forms sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest.db import Base, UtcTime


class LongJob(Base):
    """One piece of long work (an import): `done` of `total`, moved on in the same commit as what was done."""

    __tablename__ = "long_job"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    title: Mapped[str] = mapped_column(String(200))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20))  # running | done | failed
    said: Mapped[str] = mapped_column(Text, default="")  # the result, or what went wrong
    address: Mapped[str] = mapped_column(String(300))  # where its result is seen
    moved_at: Mapped[datetime] = mapped_column(UtcTime)


class SentForm(Base):
    """One form that was sent and carried out, and what it made: sent again, it is answered with that. Kept for a day."""

    __tablename__ = "sent_form"

    digest: Mapped[str] = mapped_column(
        String(64), primary_key=True
    )  # of the form's one-time key, its page and all it says
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    made: Mapped[int | None]
