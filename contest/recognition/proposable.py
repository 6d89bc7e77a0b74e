"""Which registrations a list may take, by its kind and step, and what their appraisal says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased

from contest.offices import Reach
from contest.recognition import appraising, campaigns, lists
from contest.recognition.listkinds import KINDS, kind_of
from contest.recognition.states import ACTIONS
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal, ProposalLine, Recognition, RecognitionStep
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Registration

Appraised = tuple[Fraction | None, bool, str]
"""What an appraisal says of a registration: its total, whether that reaches the threshold, and in words."""

APPRAISALS: Mapping[str, str] = {
    "": "Mọi mô hình",
    "dat": "Đạt ngưỡng thẩm định",
    "chua-dat": "Đã thẩm định, chưa đạt ngưỡng",
    "chua": "Chưa có kết quả thẩm định",
}


def appraised(reader: Session, registration_ids: Sequence[int]) -> Mapping[int, Appraised]:
    """Give what the appraisals of some registrations say, by registration; those without one are left out."""
    return appraising.results_of(reader, registration_ids)


def appraised_in(reader: Session, campaign_id: int) -> Mapping[int, Appraised]:
    """Give what every finished appraisal of a campaign says, by registration."""
    return {key: told for key, told in appraising.results(reader, campaign_id).items() if told[0] is not None}


def candidates(
    reader: Session, reach: Reach, proposal: Proposal, wanted: lists.Filter, appraisal: str = ""
) -> Select[Any]:
    """Give the registrations that a list may take, that the person receives and a filter holds, unit by unit."""
    conditions = [
        reach.receives(Registration.unit_id, Campaign.unit_id),
        Registration.state.in_(ACTIONS[kind_of(proposal).propose].before),
        ~_on_another(proposal),
        *_CONDITIONS[proposal.kind](reader, proposal),
        *_by_appraisal(reader, proposal, appraisal),
    ]
    query = lists.query(reach, wanted).join(Campaign, Campaign.id == Registration.campaign_id)
    ordered = query.join(Unit, Unit.id == Registration.unit_id).where(*conditions).order_by(None)
    return ordered.order_by(Unit.position, Unit.match_key, Registration.id)


def recognised_at(step_id: int) -> Select[Any]:
    """Give the registrations that a decision recognised at a step."""
    return select(Recognition.registration_id).where(Recognition.step_id == step_id)


def _on_another(proposal: Proposal) -> ColumnElement[bool]:
    """Give the condition that a registration is on an unfinished list of the same kind and step."""
    same = [
        ProposalLine.registration_id == Registration.id,
        Proposal.kind == proposal.kind,
        Proposal.reward == proposal.reward,
        Proposal.closed.is_(False),
    ]
    step = Proposal.step_id.is_(None) if proposal.step_id is None else Proposal.step_id == proposal.step_id
    return exists().where(Proposal.id == ProposalLine.proposal_id, *same, step)


def _recognise(reader: Session, proposal: Proposal) -> list[ColumnElement[bool]]:
    own = [Registration.campaign_id == proposal.campaign_id]
    if proposal.step is None or proposal.step.position == 1:
        return own
    before = select(RecognitionStep.id).where(
        RecognitionStep.campaign_id == proposal.campaign_id,
        RecognitionStep.position == proposal.step.position - 1,
    )
    step_before = reader.scalars(before).one()
    return [
        *own,
        Registration.id.in_(recognised_at(step_before)),
        Registration.id.not_in(recognised_at(proposal.step.id)),
    ]


def _reward(_reader: Session, proposal: Proposal) -> list[ColumnElement[bool]]:
    own = [Registration.campaign_id == proposal.campaign_id]
    return own if proposal.step_id is None else [*own, Registration.id.in_(recognised_at(proposal.step_id))]


def _still_recognised(_reader: Session, proposal: Proposal) -> list[ColumnElement[bool]]:
    """Give the conditions of what this campaign's unit recognised up to this year and has not decided on since."""
    branch = select(UnitBranch.unit_id).where(UnitBranch.above_id == proposal.campaign.unit_id)
    later, later_campaign = aliased(Registration), aliased(Campaign)
    since = exists().where(
        later.model_id == Registration.model_id,
        later_campaign.id == later.campaign_id,
        later_campaign.year > Campaign.year,
        later.state.in_(("recognised", "lapsed", "withdrawn")),
    )
    return [Registration.unit_id.in_(branch), Campaign.year <= proposal.campaign.year, ~since]


def _of_earlier_years(reader: Session, proposal: Proposal) -> list[ColumnElement[bool]]:
    """Give the conditions of what is kept without being registered anew: what is, is recognised by itself."""
    anew = aliased(Registration)
    registered = exists().where(anew.model_id == Registration.model_id, anew.campaign_id == proposal.campaign_id)
    return [*_still_recognised(reader, proposal), Campaign.year < proposal.campaign.year, ~registered]


def asked(reader: Session, proposal: Proposal) -> str:
    """Say which registrations a list takes, by the name of the step that they must have passed."""
    kind, steps = KINDS[proposal.kind], campaigns.steps(reader, proposal.campaign_id)
    first = steps[0].name if steps else KINDS["recognise"].words
    at = proposal.step
    passed = next((step.name for step in steps if at is not None and step.position == at.position - 1), "")
    if kind.other_body and at is not None:
        passed = at.name
    if not kind.of_step:
        return _WITHOUT_STEP[proposal.kind].format(year=proposal.campaign.year, first=first)
    return f"đã được công nhận ở bước “{passed}”" if passed else "đã tiếp nhận trong đợt và chưa được công nhận"


_WITHOUT_STEP: Mapping[str, str] = {
    "renew": "công nhận từ năm trước mà năm {year} không đăng ký lại; mô hình duy trì đã đăng ký trong đợt thì công nhận "
    "ở bước “{first}”",
    "lapse": "đang được công nhận",
    "withdraw": "đang được công nhận",
}

_CONDITIONS: Mapping[str, Callable[[Session, Proposal], list[ColumnElement[bool]]]] = {
    "recognise": _recognise,
    "renew": _of_earlier_years,
    "lapse": _still_recognised,
    "withdraw": _still_recognised,
    "reward": _reward,
}


def _by_appraisal(reader: Session, proposal: Proposal, appraisal: str) -> Sequence[ColumnElement[bool]]:
    if appraisal not in APPRAISALS or not appraisal:
        return ()
    told = appraised_in(reader, proposal.campaign_id)
    reached = [each for each, (_, holds, _words) in told.items() if holds]
    below = [each for each, (_, holds, _words) in told.items() if not holds]
    return {
        "dat": [Registration.id.in_(reached)],
        "chua-dat": [Registration.id.in_(below)],
        "chua": [Registration.id.not_in(list(told))],
    }[appraisal]
