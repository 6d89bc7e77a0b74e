"""Inspection in the year, and appraisal: criteria sets, teams, self-scores beside appraisers' sheets, findings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.campaigns import Document
from contest.tables.places import Unit


class InspectionPlan(Base):
    """A plan of inspection (kiểm tra) in the year; no appraisal."""

    __tablename__ = "inspection_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # who inspects
    name: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]

    unit: Mapped[Unit] = relationship(lazy="joined")
    document: Mapped[Document | None] = relationship(lazy="joined")


class Inspection(Base):
    """A visit of a plan to a unit, of one model or of its whole list, with its working minutes (biên bản làm việc)."""

    __tablename__ = "inspection"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # who is visited
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    chair: Mapped[str] = mapped_column(String(200), default="", server_default="")
    present: Mapped[str] = mapped_column(Text, default="")  # one a line
    minutes: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[InspectionPlan] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")

    @property
    def day(self) -> date:
        """Give the day in the calendar: when it was held, else when it is planned."""
        return self.held_on or self.planned_on


class Finding(Base):
    """What a visit found, or recommended (kiến nghị) to be done by a day."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]  # a recommendation has one
    done_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")


class CriteriaSet(Base):
    """A criteria set (bộ tiêu chí) of a campaign as a rulebook of one part; collective and individual have their own."""

    __tablename__ = "criteria_set"
    __table_args__ = (UniqueConstraint("campaign_id", "owner_type", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    owner_type: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]  # version; the highest is in force, sheets keep theirs
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(Text)  # canonical JSON of scoring.rulebook.to_dict
    fingerprint: Mapped[str] = mapped_column(String(64))
    threshold: Mapped[int]  # thousandths of a point to be proposed; floors stand in the rulebook
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class AppraisalTeam(Base):
    """An appraisal team (đoàn thẩm định), its own or delegated to a unit below."""

    __tablename__ = "appraisal_team"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # whose team; another than the campaign's: delegated
    name: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    unit: Mapped[Unit] = relationship(lazy="joined")
    members: Mapped[list[Appraiser]] = relationship(order_by="Appraiser.position", lazy="selectin")


class Appraiser(Base):
    """A member of an appraisal team."""

    __tablename__ = "appraiser"
    __table_args__ = (UniqueConstraint("team_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("appraisal_team.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    post: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class Appraisal(Base):
    """The appraisal (thẩm định) of one registration by one team: on site, with findings."""

    __tablename__ = "appraisal"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("appraisal_team.id"), index=True)  # None: self-scored so far
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    visited_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)  # no sheet is taken after it
    closed_reason: Mapped[str] = mapped_column(Text, default="", server_default="")  # why with sheets missing

    team: Mapped[AppraisalTeam | None] = relationship(lazy="joined")
    criteria: Mapped[CriteriaSet] = relationship(lazy="joined")


class AppraisalSheet(Base):
    """One version of an appraiser's sheet, or of the owner's self-score; the newest counts, none is changed."""

    __tablename__ = "appraisal_sheet"
    __table_args__ = (UniqueConstraint("appraisal_id", "appraiser_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    appraiser_id: Mapped[int | None] = mapped_column(ForeignKey("appraiser.id"))  # None: tự chấm
    version: Mapped[int]
    marks: Mapped[str] = mapped_column(Text)  # JSON: criterion → thousandths
    remarks: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AppraisalPoint(Base):
    """Points that an appraisal team adds or takes beside the sheets, under a rule of the criteria set, with the reason."""

    __tablename__ = "appraisal_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(ForeignKey("appraisal.id"), index=True)
    rule: Mapped[str] = mapped_column(String(60))
    thousandths: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
