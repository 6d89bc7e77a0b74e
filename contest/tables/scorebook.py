"""The scorebook: one append-only, hash-chained log of events a contest, and the stored answers to commands."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.db import Base

# Compared by code point on both databases, so that a range finds all subjects under a prefix.
Subject = String(120).with_variant(String(120, collation="C"), "postgresql")


class Event(Base):
    """One thing that happened. It carries the whole new state of its subject, so the newest event of a subject is its state.

    `data` is canonical JSON; points in it are whole thousandths. UPDATE and DELETE are refused by triggers.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "contest_id", "subject", "seq"),
        UniqueConstraint("contest_id", "command_id", "subject"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(24))  # ISO 8601, UTC, milliseconds
    actor: Mapped[str] = mapped_column(String(40))  # "account:5", "seat:12", "system"
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Subject)
    data: Mapped[str] = mapped_column(Text)
    command_id: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class CommandAnswer(Base):
    """The final answer that a command was given; the same command again gets it again."""

    __tablename__ = "command_answer"

    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    actor: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)


class Store(Base):
    """This copy of the data: one row; `generation` rises with every restore."""

    __tablename__ = "store"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32))
    generation: Mapped[int]
    address: Mapped[str] = mapped_column(String(200), default="")  # the fixed address printed on cards
