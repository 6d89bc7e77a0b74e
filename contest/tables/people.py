"""Accounts of staff, and a panel's seats: the seat, who sits in it and the device it is marked from, each with its history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest.db import Base, UtcTime


class Account(Base):
    """A person who signs in with a password: organiser, secretary or head judge."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    salutation: Mapped[str] = mapped_column(String(30), default="đồng chí")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))  # confirms a colleague's work as the second person
    organiser: Mapped[bool] = mapped_column(default=False)  # may make contests and accounts
    active: Mapped[bool] = mapped_column(default=True)
    generation: Mapped[int] = mapped_column(default=1)  # raised to sign the person out everywhere


class SignInLink(Base):
    """A sign-in link that works once."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Assignment(Base):
    """What an account does in one contest: organiser, secretary or head_judge."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("contest_id", "account_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class Seat(Base):
    """A judge's place on the panel: “Giám khảo số 3”."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    number: Mapped[int]
    head: Mapped[bool] = mapped_column(default=False)  # Trưởng Ban Giám khảo


class SeatHolder(Base):
    """Who sits in a seat, from when until when."""

    __tablename__ = "seat_holder"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    salutation: Mapped[str] = mapped_column(String(30), default="đồng chí")
    workplace: Mapped[str] = mapped_column(String(200), default="")
    from_at: Mapped[datetime] = mapped_column(UtcTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Card(Base):
    """A seat's QR card. Its secret is derived from the machine's key and `nonce`, so it can be printed again but not read here."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Device(Base):
    """A tablet or telephone bound to a seat; only the newest unreleased one may send."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    label: Mapped[str] = mapped_column(String(200), default="")
    bound_at: Mapped[datetime | None] = mapped_column(UtcTime)  # None: waits for the desk's approval
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
