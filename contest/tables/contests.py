"""A contest before its day: what it is called, its rulebook's versions and its teams."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.places import Level, Unit
from contest.tables.seasons import Cluster, Season


class Contest(Base):
    """One occasion ranked under one rulebook."""

    __tablename__ = "contest"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("level.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    organiser_name: Mapped[str] = mapped_column(String(200), default="")
    release_mode: Mapped[str] = mapped_column(String(20))  # after_lock | after_part | prizes_at_end
    invented: Mapped[bool] = mapped_column(
        default=False
    )  # figures made up for a demo or a rehearsal, labelled everywhere
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"))
    season_id: Mapped[int | None] = mapped_column(ForeignKey("season.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    unit: Mapped[Unit] = relationship(lazy="joined")
    level: Mapped[Level] = relationship(lazy="joined")
    season: Mapped[Season | None] = relationship(lazy="select")
    cluster: Mapped[Cluster | None] = relationship(lazy="select")


class RulebookVersion(Base):
    """A rulebook as it was saved; a new wording is a new version."""

    __tablename__ = "rulebook_version"
    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)  # canonical JSON of scoring.rulebook.to_dict
    fingerprint: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Team(Base):
    """A team that takes part."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("contest_id", "match_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    group_name: Mapped[str] = mapped_column(String(160), default="", server_default="")  # khối, bảng, cụm
    ineligible: Mapped[str] = mapped_column(String(160), default="", server_default="")  # why it can have no prize

    unit: Mapped[Unit | None] = relationship(lazy="joined")
    members: Mapped[list[Member]] = relationship(
        back_populates="team", order_by="Member.position", cascade="all, delete-orphan", lazy="selectin"
    )


class Member(Base):
    """One person of a team: captain, official, reserve or helper."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("team_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(160))

    team: Mapped[Team] = relationship(back_populates="members")
