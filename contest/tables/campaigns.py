"""A registration campaign of a unit and what it fixes as data: domains, topics, legal bases, targets, procedures, forms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.places import Unit


class Document(Base):
    """A document of the one register: cited everywhere by reference, kept once."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("match_key", "issued_on", "issuer_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(80))  # “25-CT/TU”
    match_key: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date]
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_key: Mapped[str] = mapped_column(String(200))
    abstract: Mapped[str] = mapped_column(Text)  # trích yếu
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)  # whose office entered it


class Campaign(Base):
    """One year's registration of practice models in a unit and all below it, within a period of years."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    period_from: Mapped[int]
    period_to: Mapped[int]
    opens_on: Mapped[date]
    deadline: Mapped[date]
    closed: Mapped[bool] = mapped_column(default=False)
    invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    unit: Mapped[Unit] = relationship(lazy="joined")


class CampaignBasis(Base):
    """A document that a campaign rests on (căn cứ)."""

    __tablename__ = "campaign_basis"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    position: Mapped[int]

    document: Mapped[Document] = relationship(lazy="joined")


class Domain(Base):
    """A domain (lĩnh vực) of a campaign: they differ from place to place and year to year."""

    __tablename__ = "domain"
    __table_args__ = (UniqueConstraint("campaign_id", "match_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    match_key: Mapped[str] = mapped_column(String(160))


class Topic(Base):
    """A priority topic (chủ đề trọng tâm) of a campaign."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("campaign_id", "match_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    match_key: Mapped[str] = mapped_column(String(160))


class CampaignUnit(Base):
    """A unit that takes part in a campaign: when its list came in, its own document, and its target.

    A unit below one that takes part may have a target alone; it does not take part by itself.
    """

    __tablename__ = "campaign_unit"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    submitted_on: Mapped[date | None]  # when its consolidated list was received
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))  # its own plan or guidance
    target: Mapped[int | None]  # models it is to build and keep; None: no target of its own
    takes_part: Mapped[bool] = mapped_column(default=True, server_default=true())

    unit: Mapped[Unit] = relationship(lazy="joined")
    document: Mapped[Document | None] = relationship(lazy="joined")


class Procedure(Base):
    """A procedure (quy trình) as a unit's document prints it: named and ordered steps, never in code."""

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    steps: Mapped[str] = mapped_column(Text)  # one a line
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    unit: Mapped[Unit] = relationship(lazy="joined")
    document: Mapped[Document | None] = relationship(lazy="joined")


class FormTemplate(Base):
    """A form (biểu mẫu) that a unit hands out as a file."""

    __tablename__ = "form_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    unit: Mapped[Unit] = relationship(lazy="joined")
    document: Mapped[Document | None] = relationship(lazy="joined")
