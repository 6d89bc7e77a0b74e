"""Practice models and their yearly registrations, with owners, forces, evidence, progress, indicators and cited contests."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base, UtcTime
from contest.tables.campaigns import Campaign, Domain, Topic
from contest.tables.places import Unit


class PracticeModel(Base):
    """A “Dân vận khéo” model over the years; each year it is registered anew, or maintained."""

    __tablename__ = "practice_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(16), unique=True)
    first_year: Mapped[int]


class Registration(Base):
    """A model's registration in one campaign: the ten contents of the form, and where it stands."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("campaign_id", "model_id"),
        Index("ix_registration_unit", "unit_id", "campaign_id"),
        Index("ix_registration_state", "campaign_id", "state"),
        Index("ix_registration_twin", "campaign_id", "plain_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    model_id: Mapped[int] = mapped_column(ForeignKey("practice_model.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # whose book it is in
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id"), index=True)
    owner_type: Mapped[str] = mapped_column(String(20))  # collective | individual
    status_kind: Mapped[str] = mapped_column(String(20))  # new | maintained
    state: Mapped[str] = mapped_column(String(20))  # contest.recognition.states
    # The ten contents (phường Thanh Khê 2026, domain.md 3.4); the forces and the three dates are below.
    name: Mapped[str] = mapped_column(String(300))
    situation: Mapped[str] = mapped_column(Text, default="")  # thực trạng, lý do
    goals: Mapped[str] = mapped_column(Text, default="")  # mục tiêu, tiêu chí
    content: Mapped[str] = mapped_column(Text, default="")  # nội dung, cách thức
    area: Mapped[str] = mapped_column(Text, default="")  # địa bàn, đối tượng
    resources: Mapped[str] = mapped_column(Text, default="")  # nguồn lực
    starts_on: Mapped[date | None]
    schedule: Mapped[str] = mapped_column(Text, default="")  # tiến độ
    evaluated_on: Mapped[date | None]  # thời điểm đánh giá
    outputs: Mapped[str] = mapped_column(Text, default="")  # sản phẩm, kết quả đầu ra
    sustaining: Mapped[str] = mapped_column(Text, default="")  # khả năng duy trì, nhân rộng
    plain_key: Mapped[str] = mapped_column(String(300))  # of the name, without marks: the same for likely doubles
    submitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    paper_received_on: Mapped[date | None]  # of the scanned, signed form; decides lateness where there is one
    invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    campaign: Mapped[Campaign] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    domain: Mapped[Domain | None] = relationship(lazy="joined")
    model: Mapped[PracticeModel] = relationship(lazy="joined")
    owners: Mapped[list[Owner]] = relationship(order_by="Owner.position", cascade="all, delete-orphan", lazy="selectin")
    forces: Mapped[list[Force]] = relationship(order_by="Force.position", cascade="all, delete-orphan", lazy="selectin")
    key: Mapped[RegistrationKey] = relationship(cascade="all, delete-orphan", lazy="select")
    topics: Mapped[list[Topic]] = relationship(
        secondary="registration_topic", order_by="Topic.position", lazy="selectin"
    )


class RegistrationKey(Base):
    """What a registration is searched by, apart from its long contents: a search reads this table whole."""

    __tablename__ = "registration_key"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    marked_key: Mapped[str] = mapped_column(Text)  # match keys of name and owners
    search_key: Mapped[str] = mapped_column(Text)  # the same without marks


class RegistrationTopic(Base):
    """A priority topic that a registration serves."""

    __tablename__ = "registration_topic"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)


class Owner(Base):
    """Who builds a model: a body, or a person with a post; a model may have several."""

    __tablename__ = "owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200), default="")
    match_key: Mapped[str] = mapped_column(String(200), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class Force(Base):
    """A force (lực lượng) that leads, coordinates or joins, with its role."""

    __tablename__ = "force"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))  # lead | coordinate | join
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(300), default="")


class Evidence(Base):
    """A file kept with a registration: evidence, the scanned signed form, a photo of a visit."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("registration_id", "sha256", "purpose", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))  # evidence | signed_form | visit | reward
    criterion: Mapped[str] = mapped_column(String(60), default="")  # of the criteria set, for self-scoring
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ProgressLine(Base):
    """One line on how a model goes at an interim review (sơ kết 6 tháng)."""

    __tablename__ = "progress_line"
    __table_args__ = (UniqueConstraint("registration_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    period: Mapped[str] = mapped_column(String(10))  # “2026-06”, “2026-12”
    text: Mapped[str] = mapped_column(Text)
    on_track: Mapped[bool]


class Indicator(Base):
    """An outcome that a model reports: a name, a measure, an exact decimal and a year."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("registration_id", "match_key", "measure", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(40))  # “m²”, “tỷ đồng”
    thousandths: Mapped[int] = mapped_column(BigInteger)
    year: Mapped[int]


class Citation(Base):
    """A contest result that a registration cites; it recognises nothing, and a later revision flags it."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("registration_id", "contest_id", "team_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    part: Mapped[str] = mapped_column(String(60), default="")  # "" for the whole contest
    rank: Mapped[int | None]
    revision: Mapped[int]  # of the contest's result when it was cited
    seen_revision: Mapped[int] = mapped_column(default=1, server_default="1")  # the last one that people have looked at
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
