"""The released boards, all that the hall may know, in a store that shares nothing with the staff's tables."""

from __future__ import annotations

from sqlalchemy import Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class ReleasedBase(DeclarativeBase):
    """The base of the released store's one table."""

    metadata = MetaData()


class ReleasedBoard(ReleasedBase):
    """One whole board as it was released; a contest's boards are ordered by (generation, number)."""

    __tablename__ = "released_board"
    __table_args__ = (
        UniqueConstraint("contest_uid", "generation", "number", name="uq_released_board"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)  # order of writing: one look at its top tells of news
    contest_uid: Mapped[str] = mapped_column(String(64))
    generation: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)  # JSON with sorted keys
    at: Mapped[str] = mapped_column(String(40))  # ISO 8601, when it was released
