"""Offices of units, whose people keep their branch's books, and the history of every change they made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.people import Account
from contest.tables.places import Unit


class Office(Base):
    """What an account may do with the books of a unit and of all below it: `officer` enters and decides, `viewer` reads."""

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("account_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    account: Mapped[Account] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")


class Change(Base):
    """One change of a row outside the scorebook: who, when, old and new. UPDATE and DELETE are refused by triggers."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)  # whose book
    subject: Mapped[str] = mapped_column(String(60))  # "registration:12"
    kind: Mapped[str] = mapped_column(String(40))  # what was done
    before: Mapped[str] = mapped_column(Text)  # canonical JSON of the fields that changed; "{}" for a new row
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
