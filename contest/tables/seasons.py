"""A season of contests: its clusters, and which teams came from which result of an earlier contest."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.places import Unit


class Season(Base):
    """A unit's season (mùa hội thi) of contests."""

    __tablename__ = "season"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date]
    invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    unit: Mapped[Unit] = relationship(lazy="joined")


class Cluster(Base):
    """A cluster (cụm): a grouping of units for one season, never a level of administration."""

    __tablename__ = "cluster"
    __table_args__ = (UniqueConstraint("season_id", "match_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    match_key: Mapped[str] = mapped_column(String(120))


class ClusterUnit(Base):
    """A unit in a cluster; in one season a unit is in one cluster."""

    __tablename__ = "cluster_unit"
    __table_args__ = (UniqueConstraint("season_id", "unit_id"),)

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id", ondelete="CASCADE"))


class ContestSource(Base):
    """An earlier contest whose teams go on to this one, and how many of its first go on in any case."""

    __tablename__ = "contest_source"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True, index=True)
    position: Mapped[int]
    places: Mapped[int]  # in each group, where the source ranks its groups apart
    settled_revision: Mapped[
        int | None
    ]  # of the source's result, up to which people have settled what goes on; None before


class Advancement(Base):
    """How a contest's teams are taken from its sources: the best others beside each source's places, and what people decided."""

    __tablename__ = "advancement"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    best_others: Mapped[int] = mapped_column(default=0)
    compared_by: Mapped[str] = mapped_column(
        String(20), default="shown", server_default="shown"
    )  # shown | exact | share
    decisions: Mapped[str] = mapped_column(Text, default="[]")  # JSON: contest.planning.rulings


class AdvancedTeam(Base):
    """Where a team came from: the result, its number and its state when the team was taken over."""

    __tablename__ = "advanced_team"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    source_team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    source_contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    revision: Mapped[int]  # of the source's result
    rank: Mapped[int]
    total: Mapped[str] = mapped_column(String(40))  # as it was shown
    by_place: Mapped[str] = mapped_column(String(20))  # quota | best_other | named
    reason: Mapped[str] = mapped_column(Text, default="")  # of a team that the unit named
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
