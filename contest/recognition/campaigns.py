"""A campaign and what it fixes as data: domains, topics, legal bases, the units that take part with their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, delete, func, select, true
from sqlalchemy.orm import Session

from contest.db import now
from contest.history import Hand
from contest.offices import Reach
from contest.planning.units import require_standing
from contest.recognition.campaignuse import FIXED, is_used, require_kept
from contest.scorebook.refusals import Refused
from contest.searching import found
from contest.tables.campaigns import Campaign, CampaignBasis, CampaignUnit, Domain, Topic
from contest.tables.decisions import Proposal, Recognition, RecognitionStep
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Registration, RegistrationTopic
from contest.text import match_key, nfc

Named = TypeVar("Named", Domain, Topic)

USUAL_DOMAINS = ("Kinh tế", "Văn hóa – xã hội", "Quốc phòng – an ninh", "Xây dựng hệ thống chính trị")
"""The four that most places use (domain.md 3.2); a campaign may have any others."""
USUAL_STEPS = ("Công nhận", "Tiêu biểu", "Đề nghị khen thưởng")
"""The nested steps found at Chợ Đồn 2022 (domain.md 3.1); a campaign may have any others."""


@dataclass(frozen=True)
class CampaignDetails:
    """What a campaign is, as typed and already clean."""

    name: str
    unit_id: int
    year: int
    period_from: int
    period_to: int
    opens_on: date
    deadline: date
    domains: Sequence[str]
    topics: Sequence[str]
    steps: Sequence[str]
    invented: bool = False


def query(reach: Reach) -> Select[Any]:
    """Give the campaigns that a person has to do with: those of units in or above the person's branches, the newest first."""
    return select(Campaign).where(concerning(reach)).order_by(Campaign.year.desc(), Campaign.id.desc())


def concerning(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a person has to do with a campaign: it is of a unit in the person's branches, or one in or
    above these takes part in it, or their books hold a registration of it (from before a unit came under another)."""
    if reach.whole:
        return true()
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id.in_(reach.officer_of + reach.viewer_of))
    takes_part = select(CampaignUnit.campaign_id).where(
        reach.sees(CampaignUnit.unit_id) | CampaignUnit.unit_id.in_(above), CampaignUnit.takes_part.is_(True)
    )
    registered = select(Registration.campaign_id).where(reach.sees(Registration.unit_id))
    return reach.sees(Campaign.unit_id) | Campaign.id.in_(takes_part) | Campaign.id.in_(registered)


def campaigns(reader: Session, reach: Reach) -> Sequence[Campaign]:
    """Give every campaign that a person has to do with, the newest first."""
    return reader.scalars(query(reach)).unique().all()


def campaign(reader: Session, reach: Reach, campaign_id: int) -> Campaign | None:
    """Give one campaign that a person has to do with, or None."""
    return reader.scalars(query(reach).where(Campaign.id == campaign_id)).unique().one_or_none()


def offered(reader: Session, reach: Reach, chosen: Campaign | None, most: int = 40) -> list[Campaign]:
    """Give the newest campaigns to choose from, and the chosen one however old it is."""
    newest = list(reader.scalars(query(reach).limit(most)).unique())
    return newest if chosen is None or chosen in newest else [*newest, chosen]


def make(hand: Hand, details: CampaignDetails) -> Campaign:
    """Make a campaign; refuses a second one of a unit and year, days or years the wrong way round, no domain."""
    _check(hand.session, details, None)
    campaign = Campaign(created_at=now(), closed=False, **_values(details))
    hand.add(campaign)
    _set_lists(hand, campaign, details)
    return campaign


def edit(hand: Hand, campaign: Campaign, details: CampaignDetails, reason: str = "") -> None:
    """Change a campaign; a domain, topic or step that is in use stays, whoever wants it gone is told so.

    Once something is registered in it, its year and unit stay, and its days change with a reason.
    """
    _check(hand.session, details, campaign)
    if is_used(hand.session, campaign):
        require_kept(campaign, {name: getattr(details, name) for name in FIXED}, reason)
    hand.change(campaign, _values(details), details.unit_id, reason=nfc(reason))
    _set_lists(hand, campaign, details)


def close(hand: Hand, campaign: Campaign, closed: bool) -> None:
    """Close a campaign: nothing new is registered in it; or open it again."""
    hand.change(campaign, {"closed": closed})


def _values(details: CampaignDetails) -> dict[str, object]:
    named = ("unit_id", "year", "period_from", "period_to", "opens_on", "deadline", "invented")
    return {"name": nfc(details.name)} | {each: getattr(details, each) for each in named}


def _check(session: Session, details: CampaignDetails, campaign: Campaign | None) -> None:
    if details.deadline < details.opens_on:
        raise Refused("days_reversed", field="deadline")
    if not details.period_from <= details.year <= details.period_to:
        raise Refused("year_outside", field="year", first=details.period_from, last=details.period_to)
    if not any(each.strip() for each in details.domains):
        raise Refused("needs_domain", field="domains")
    unit = session.get_one(Unit, details.unit_id)
    require_standing(unit, min(max(details.opens_on, unit.valid_from or details.opens_on), details.deadline))
    twin = select(Campaign).where(Campaign.unit_id == details.unit_id, Campaign.year == details.year)
    other = session.scalars(twin).first()
    if other is not None and other is not campaign:
        raise Refused("campaign_twice", field="year", year=details.year, name=other.name)


def _set_lists(hand: Hand, campaign: Campaign, details: CampaignDetails) -> None:
    _set_named(hand, campaign, Domain, details.domains, "domains")
    _set_named(hand, campaign, Topic, details.topics, "topics")
    _set_steps(hand, campaign, details.steps)


def _set_named(hand: Hand, campaign: Campaign, kind: type[Named], names: Sequence[str], field: str) -> None:
    """Bring a campaign's domains or topics to the names given, in their order; refuses to drop one that is in use."""
    session = hand.session
    standing = {each.match_key: each for each in session.scalars(select(kind).where(kind.campaign_id == campaign.id))}
    before = [each.name for each in sorted(standing.values(), key=lambda each: each.position)]
    wanted = {match_key(name): nfc(name) for name in names if name.strip()}
    for key, row in standing.items():
        if key not in wanted and _in_use(session, row):
            raise Refused("in_use", field=field, name=row.name)
        if key not in wanted:
            session.delete(row)
    for place, (key, name) in enumerate(wanted.items(), 1):
        if key in standing:
            standing[key].name, standing[key].position = name, place
        else:
            session.add(kind(campaign_id=campaign.id, position=place, name=name, match_key=key))
    session.flush()
    if before != list(wanted.values()):
        hand.note(campaign, field, {field: "; ".join(before)}, {field: "; ".join(wanted.values())})


def _in_use(session: Session, row: Domain | Topic) -> bool:
    used = (
        select(Registration.id).where(Registration.domain_id == row.id)
        if isinstance(row, Domain)
        else select(RegistrationTopic.registration_id).where(RegistrationTopic.topic_id == row.id)
    )
    return session.execute(used.limit(1)).first() is not None


def _set_steps(hand: Hand, campaign: Campaign, names: Sequence[str]) -> None:
    """Bring a campaign's steps to the names given, in their order; one that a list or a decision rests on stays as it is."""
    session = hand.session
    standing = steps(session, campaign.id)
    before, wanted = [row.name for row in standing], [nfc(name) for name in names if name.strip()]
    for place, row in enumerate(standing):
        if wanted[place : place + 1] != [row.name] and _step_in_use(session, row):
            raise Refused("step_in_use", field="steps", name=row.name)
    for place, name in enumerate(wanted):
        if place < len(standing):
            standing[place].name = name
        else:
            session.add(RecognitionStep(campaign_id=campaign.id, position=place + 1, name=name))
    for row in standing[len(wanted) :]:
        session.delete(row)
    session.flush()
    if before != wanted:
        hand.note(campaign, "steps", {"steps": " → ".join(before)}, {"steps": " → ".join(wanted)})


def _step_in_use(session: Session, step: RecognitionStep) -> bool:
    used = (select(table.id).where(table.step_id == step.id).limit(1) for table in (Proposal, Recognition))
    return any(session.execute(query).first() is not None for query in used)


def domains(reader: Session, campaign_id: int) -> list[Domain]:
    """Give a campaign's domains in order."""
    return list(reader.scalars(select(Domain).where(Domain.campaign_id == campaign_id).order_by(Domain.position)))


def topics(reader: Session, campaign_id: int) -> list[Topic]:
    """Give a campaign's topics in order."""
    return list(reader.scalars(select(Topic).where(Topic.campaign_id == campaign_id).order_by(Topic.position)))


def steps(reader: Session, campaign_id: int) -> list[RecognitionStep]:
    """Give a campaign's steps of recognition in order."""
    ordered = select(RecognitionStep).where(RecognitionStep.campaign_id == campaign_id)
    return list(reader.scalars(ordered.order_by(RecognitionStep.position)))


def bases(reader: Session, campaign_id: int) -> list[CampaignBasis]:
    """Give the documents that a campaign rests on, in order."""
    ordered = select(CampaignBasis).where(CampaignBasis.campaign_id == campaign_id).order_by(CampaignBasis.position)
    return list(reader.scalars(ordered).unique())


def cite(hand: Hand, campaign: Campaign, document_id: int) -> None:
    """Let a campaign rest on a document, after those it rests on already."""
    if hand.session.get(CampaignBasis, (campaign.id, document_id)) is None:
        last = hand.session.scalar(
            select(func.max(CampaignBasis.position)).where(CampaignBasis.campaign_id == campaign.id)
        )
        basis = CampaignBasis(campaign_id=campaign.id, document_id=document_id, position=(last or 0) + 1)
        hand.add(basis, campaign.unit_id)


def drop_basis(hand: Hand, campaign: Campaign, document_id: int) -> None:
    """Let a campaign no longer rest on a document."""
    basis = hand.session.get(CampaignBasis, (campaign.id, document_id))
    if basis is not None:
        hand.remove(basis, campaign.unit_id)


def set_units(hand: Hand, campaign: Campaign, unit_ids: Sequence[int], target: int | None) -> None:
    """Fix which units take part, each new one with a target; a unit that has registered stays."""
    session = hand.session
    below = session.scalars(
        select(CampaignUnit).where(CampaignUnit.campaign_id == campaign.id, CampaignUnit.takes_part.is_(False))
    )
    for row in below.unique():  # had a target from the unit above it; now it takes part by itself
        row.takes_part = row.unit_id in unit_ids
    session.flush()
    takes_part = (CampaignUnit.campaign_id == campaign.id, CampaignUnit.takes_part.is_(True))
    standing = set(session.scalars(select(CampaignUnit.unit_id).where(*takes_part)))
    registered = set(
        session.scalars(select(Registration.unit_id).where(Registration.campaign_id == campaign.id).distinct())
    )
    gone = standing - set(unit_ids) - registered
    if gone:
        session.execute(delete(CampaignUnit).where(*takes_part, CampaignUnit.unit_id.in_(gone)))
    fresh = [each for each in dict.fromkeys(unit_ids) if each not in standing]
    for unit in session.scalars(select(Unit).where(Unit.id.in_(fresh), Unit.valid_to < campaign.opens_on)):
        require_standing(unit, campaign.opens_on, "units")
    session.add_all(
        CampaignUnit(campaign_id=campaign.id, unit_id=each, submitted_on=None, document_id=None, target=target)
        for each in fresh
    )
    session.flush()
    if gone or fresh:
        hand.note(campaign, "units", {"units": len(standing)}, {"units": len(standing) - len(gone) + len(fresh)})


def note_unit(
    hand: Hand,
    campaign: Campaign,
    unit_id: int,
    *,
    submitted_on: date | None,
    document_id: int | None,
    target: int | None,
) -> None:
    """Note of a unit that takes part when its list came in, its own document and its target."""
    row = hand.session.get(CampaignUnit, (campaign.id, unit_id))
    if row is None:
        row = CampaignUnit(campaign_id=campaign.id, unit_id=unit_id)
        hand.add(row)
    hand.change(row, {"submitted_on": submitted_on, "document_id": document_id, "target": target})


def units_of(reach: Reach, campaign_id: int, typed: str = "") -> Select[Any]:
    """Give, as a query, the units that take part in a campaign, of those that a person sees, by a search, in administrative order."""
    return (
        select(CampaignUnit)
        .join(Unit, Unit.id == CampaignUnit.unit_id)
        .where(
            CampaignUnit.campaign_id == campaign_id,
            CampaignUnit.takes_part.is_(True),
            reach.sees(CampaignUnit.unit_id),
        )
        .where(*found(typed, Unit.match_key, Unit.search_key))
        .order_by(Unit.position, Unit.match_key, Unit.id)
    )


def taking_part(reader: Session, campaign_id: int, reach: Reach) -> list[CampaignUnit]:
    """Give all the units that take part in a campaign, of those that a person sees, in administrative order."""
    return list(reader.scalars(units_of(reach, campaign_id)).unique())
