"""What people decided of practice models: proposals with votes, decisions, recognitions, rewards, replications, titles."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.db import Base
from contest.tables.campaigns import Campaign, Document
from contest.tables.places import Level, Unit


class RecognitionStep(Base):
    """A step of recognition of a campaign, nested in the one before: công nhận → tiêu biểu → đề nghị khen thưởng."""

    __tablename__ = "recognition_step"
    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))


class Proposal(Base):
    """A list put before a meeting (tờ trình): what is proposed, who met, how many of how many."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # the body that votes
    kind: Mapped[str] = mapped_column(String(20))  # recognise | renew | lapse | withdraw | reward
    step_id: Mapped[int | None] = mapped_column(ForeignKey("recognition_step.id"))
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(80), default="")  # of the tờ trình
    submitted_on: Mapped[date | None]
    met_on: Mapped[date | None]
    members: Mapped[int | None]  # of the council
    present: Mapped[int | None]
    least_percent: Mapped[int] = mapped_column(default=50)  # of members that must agree; more than this or at least it
    at_least: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[str] = mapped_column(Text, default="")
    reward: Mapped[str] = mapped_column(String(120), default="", server_default="")  # the form proposed: bằng khen …
    closed: Mapped[bool] = mapped_column(default=False)  # every line is decided

    unit: Mapped[Unit] = relationship(lazy="joined")
    campaign: Mapped[Campaign] = relationship(lazy="joined")
    step: Mapped[RecognitionStep | None] = relationship(lazy="joined")
    lines: Mapped[list[ProposalLine]] = relationship(order_by="ProposalLine.position")


class ProposalLine(Base):
    """One registration on a proposal list, with its votes and the reason where people chose otherwise."""

    __tablename__ = "proposal_line"
    __table_args__ = (UniqueConstraint("proposal_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    votes_for: Mapped[int | None]


class Decision(Base):
    """A decision of a body: a number, a date and who signed; recognition and reward are decisions of different bodies."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # the body's unit
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # recognise | renew | lapse | withdraw | reward | title
    signer: Mapped[str] = mapped_column(String(200), default="")

    document: Mapped[Document] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    proposal: Mapped[Proposal | None] = relationship(lazy="joined")

    @property
    def book_id(self) -> int:
        """Give the unit in whose book the decision is: of the list that led to it, else of the body itself."""
        return self.proposal.unit_id if self.proposal else self.unit_id


class Recognition(Base):
    """What a decision says of one registration. `step_id` is the step it is recognised at; a decision that says no has none."""

    __tablename__ = "recognition"
    __table_args__ = (UniqueConstraint("decision_id", "registration_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("recognition_step.id"), index=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("level.id"))  # recognised at
    certificate: Mapped[str] = mapped_column(String(60), default="")  # number
    reward: Mapped[str] = mapped_column(String(120), default="")  # giấy khen, bằng khen …
    reason: Mapped[str] = mapped_column(Text, default="")

    decision: Mapped[Decision] = relationship(lazy="joined")
    step: Mapped[RecognitionStep | None] = relationship(lazy="joined")
    level: Mapped[Level | None] = relationship(lazy="joined")


class RewardPaper(Base):
    """A paper of a reward file (hồ sơ khen thưởng): tờ trình, danh sách, báo cáo thành tích, biên bản."""

    __tablename__ = "reward_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))  # a report of one achievement
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # submission | achievement | minutes; the list is the proposal's lines
    text: Mapped[str] = mapped_column(Text)


class Replication(Base):
    """A unit that adopted a recognised model (nhân rộng), with the year and what came of it."""

    __tablename__ = "replication"
    __table_args__ = (UniqueConstraint("model_id", "unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("practice_model.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    year: Mapped[int]
    started_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")

    unit: Mapped[Unit] = relationship(lazy="joined")


class TitleAward(Base):
    """A title other than a model (“Chi bộ dân vận khéo”) that a decision gave to a unit or a person."""

    __tablename__ = "title_award"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    holder: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]
    certificate: Mapped[str] = mapped_column(String(60), default="")

    decision: Mapped[Decision] = relationship(lazy="joined")
