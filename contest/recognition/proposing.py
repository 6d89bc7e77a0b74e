"""Lists put before a meeting (tờ trình): made, changed, submitted, closed. A list proposes; it recognises nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from contest.history import Hand
from contest.offices import Reach
from contest.recognition.listkinds import KINDS, kind_of, stage_of
from contest.recognition.states import act_all
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal, ProposalLine, RecognitionStep
from contest.tables.recognition import Registration
from contest.text import date_vi, nfc, today


@dataclass(frozen=True)
class ListDetails:
    """What a list is, as typed: the body that votes, what is proposed, and how many percent of its members must agree."""

    name: str
    unit_id: int
    kind: str
    step_id: int | None = None
    reward: str = ""  # the form of reward that is proposed
    least_percent: int = 50
    at_least: bool = False  # at least so many percent; else more than


@dataclass(frozen=True)
class ListLine:
    """A list among others: how many registrations it holds."""

    proposal: Proposal
    count: int


def make(hand: Hand, campaign: Campaign, details: ListDetails) -> Proposal:
    """Begin a list; refuses an unknown kind, a step of another campaign, a threshold over 100 percent."""
    _check(hand.session, campaign.id, details)
    row = Proposal(campaign_id=campaign.id, closed=False, **_values(details))
    hand.add(row)
    return row


def edit(hand: Hand, proposal: Proposal, details: ListDetails) -> None:
    """Change a list: what it proposes stays once it holds a line, who votes and its threshold once it was submitted."""
    _check(hand.session, proposal.campaign_id, details)
    values = _values(details)
    fixed = {name: values[name] for name in ("kind", "step_id", "reward")}
    if any(getattr(proposal, name) != value for name, value in fixed.items()) and _holds_any(hand.session, proposal):
        raise Refused("list_has_lines", field="what")
    bars = {name: values[name] for name in ("least_percent", "at_least", "unit_id")}
    if stage_of(proposal) != "draft" and any(getattr(proposal, name) != value for name, value in bars.items()):
        raise Refused("threshold_fixed", field="least_percent")
    hand.change(proposal, values)


def _values(details: ListDetails) -> dict[str, object]:
    plain = ("unit_id", "kind", "step_id", "least_percent", "at_least")
    return {name: getattr(details, name) for name in plain} | {
        "name": nfc(details.name),
        "reward": nfc(details.reward),
    }


def _check(session: Session, campaign_id: int, details: ListDetails) -> None:
    kind = KINDS.get(details.kind)
    if kind is None or (details.step_id is not None and not kind.of_step):
        raise Refused("no_list_kind", field="what")
    step = session.get(RecognitionStep, details.step_id) if details.step_id is not None else None
    if kind.of_step and (step is None or step.campaign_id != campaign_id):
        raise Refused("no_step", field="what")
    if kind.other_body and not details.reward.strip():
        raise Refused("needs_reward", field="reward")
    if not 1 <= details.least_percent <= 100:
        raise Refused("percent_outside", field="least_percent")


def _holds_any(session: Session, proposal: Proposal) -> bool:
    line = select(ProposalLine.id).where(ProposalLine.proposal_id == proposal.id)
    return session.execute(line.limit(1)).first() is not None


def require_stage(proposal: Proposal, *stages: str) -> None:
    """Refuse where a list is not at one of these stages."""
    if stage_of(proposal) not in stages:
        raise Refused(f"list_is_{stage_of(proposal)}", status="stands")


def discard(hand: Hand, proposal: Proposal) -> None:
    """Throw a list away that was not submitted; what stood on it stays in the history."""
    require_stage(proposal, "draft")
    for line in list(proposal.lines):
        hand.remove(line, proposal.unit_id)
    hand.session.expire(proposal, ["lines"])
    hand.remove(proposal)


def submit(hand: Hand, reach: Reach, proposal: Proposal, number: str, day: date) -> None:
    """Submit a list under its number and day: what stands on it is proposed from now on, and its lines are fixed."""
    require_stage(proposal, "draft")
    if not proposal.lines:
        raise Refused("list_empty", field="number")
    if day > today():
        raise Refused("day_future", field="submitted_on")
    if day < proposal.campaign.opens_on:
        raise Refused("submitted_early", field="submitted_on", day=date_vi(proposal.campaign.opens_on))
    rows = registrations(hand.session, proposal)
    reasons = {line.registration_id: line.reason for line in proposal.lines}
    act_all(hand, reach, rows, kind_of(proposal).propose, reasons, {"list": proposal.name})
    hand.change(proposal, {"number": nfc(number), "submitted_on": day}, kind="submitted")


def close(hand: Hand, proposal: Proposal) -> None:
    """Close a list on which some lines stay undecided: they may be put on another."""
    require_stage(proposal, "submitted", "met")
    hand.change(proposal, {"closed": True}, kind="closed")


def registrations(reader: Session, proposal: Proposal) -> Sequence[Registration]:
    """Give the registrations of a list in its order."""
    query = (
        select(Registration)
        .join(ProposalLine, ProposalLine.registration_id == Registration.id)
        .where(ProposalLine.proposal_id == proposal.id)
        .order_by(ProposalLine.position)
        .options(lazyload(Registration.forces), lazyload(Registration.topics))
    )
    return reader.scalars(query).unique().all()


def of_campaign(reader: Session, reach: Reach, campaign_id: int) -> list[ListLine]:
    """Give the lists of a campaign that a person sees, the newest first, each with its length: two statements."""
    query = (
        select(Proposal)
        .where(Proposal.campaign_id == campaign_id, reach.sees(Proposal.unit_id))
        .order_by(Proposal.id.desc())
    )
    found = reader.scalars(query).unique().all()
    counted = (
        select(ProposalLine.proposal_id, func.count())
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(Proposal.campaign_id == campaign_id)
        .group_by(ProposalLine.proposal_id)
    )
    counts = {row[0]: row[1] for row in reader.execute(counted)}
    return [ListLine(each, counts.get(each.id, 0)) for each in found]
