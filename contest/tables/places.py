"""Levels and units: where contests are held and whom teams stand for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest.db import Base


class Level(Base):
    """A level of organisation (tỉnh, cụm, xã …), valid between two dates: districts ended on 30/06/2025."""

    __tablename__ = "level"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    rank: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Unit(Base):
    """A unit as it was named when it took part; later names are other rows, so old papers keep theirs."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str] = mapped_column(String(200), unique=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("level.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
