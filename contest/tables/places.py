"""Levels, kinds and units as they were and are: dated names, dated parents, successions and letterheads."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


class UnitKind(Base):
    """A kind of unit (xã, phường, đặc khu, chi bộ, công an …), valid between two dates: types of units keep changing."""

    __tablename__ = "unit_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    level_id: Mapped[int] = mapped_column(ForeignKey("level.id"))
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    level: Mapped[Level] = relationship(lazy="joined")


class Unit(Base):
    """A unit under one name; a later name is another row that succeeds it, so old papers keep theirs."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_order", "position", "match_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str] = mapped_column(String(200), index=True)  # two communes of two provinces may share a name
    search_key: Mapped[str] = mapped_column(String(200), default="", server_default="")  # match_key without marks
    code: Mapped[str | None] = mapped_column(String(20), unique=True)  # mã đơn vị hành chính
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("unit_kind.id"), index=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("level.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")  # administrative order among its siblings
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    kind: Mapped[UnitKind | None] = relationship(lazy="joined")


class UnitParent(Base):
    """Which unit stood above another between two dates."""

    __tablename__ = "unit_parent"
    __table_args__ = (Index("ix_unit_parent_parent", "parent_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitSuccession(Base):
    """One unit that took another's place on a day: merge, split or rename."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("old_id", "new_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # merge | split | rename
    on: Mapped[date]
    main: Mapped[bool] = mapped_column(default=True)  # of a split: who keeps the old unit's books; one a unit
    note: Mapped[str] = mapped_column(Text, default="")  # the resolution


class UnitBranch(Base):
    """Whose books an office at `above_id` keeps: the unit itself, all below it by their last parents, and whom these succeeded.

    Derived from parents and successions by contest.planning.branches whenever they change, so that a list is filtered by one index.
    """

    __tablename__ = "unit_branch"

    above_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


class Letterhead(Base):
    """How a unit's papers were headed between two dates: party, state or front style, with the issuer's name then."""

    __tablename__ = "letterhead"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    style: Mapped[str] = mapped_column(String(20))  # party | state | front
    upper_body: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(120))
    signer_title: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
