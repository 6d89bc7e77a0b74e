"""Lists of appraisals: a campaign's registrations by how their appraisal stands, and the sheets that a person has to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from contest.offices import Reach
from contest.recognition.lists import named
from contest.recognition.states import STATES
from contest.tables.appraisals import Appraisal, AppraisalTeam, Appraiser
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration

LISTED = tuple(state for state in STATES if state not in {"draft", "submitted", "returned"})
"""The states from which on a registration may be appraised, or was."""

_ON: Mapping[str, ColumnElement[bool]] = {
    "chua-phan": Appraisal.team_id.is_(None),
    "dang-cham": Appraisal.team_id.is_not(None) & Appraisal.closed_at.is_(None),
    "da-xong": Appraisal.closed_at.is_not(None),
}
STANDINGS: Mapping[str, str] = {"chua-phan": "Chưa phân đoàn", "dang-cham": "Đang thẩm định", "da-xong": "Đã kết thúc"}
"""How an appraisal stands, as lists are narrowed by it."""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; None or "" narrows nothing."""

    typed: str = ""
    standing: str = ""
    team_id: int | None = None
    owner_type: str = ""


def query(reach: Reach, campaign: Campaign, wanted: Filter) -> Select[Any]:
    """Give a campaign's registrations that a person sees, those delegated to the person's units too, in order of name."""
    delegated = select(AppraisalTeam.id).where(AppraisalTeam.unit_id.in_(reach.officer_of))
    conditions = [
        Registration.campaign_id == campaign.id,
        Registration.state.in_(LISTED),
        or_(reach.sees(Registration.unit_id), Appraisal.team_id.in_(delegated)),
        *named(wanted.typed),
    ]
    if wanted.standing in _ON:
        conditions.append(_ON[wanted.standing])
    if wanted.team_id is not None:
        conditions.append(Appraisal.team_id == wanted.team_id)
    if wanted.owner_type:
        conditions.append(Registration.owner_type == wanted.owner_type)
    shown = (selectinload(Registration.owners), lazyload(Registration.forces), lazyload(Registration.topics))
    return (
        select(Registration)
        .outerjoin(Appraisal, Appraisal.registration_id == Registration.id)
        .where(*conditions)
        .options(*shown)
        .order_by(Registration.plain_key, Registration.id)
    )


def seer(reader: Session, reach: Reach, campaign: Campaign) -> Callable[[Appraisal], bool]:
    """Give the question of contest.recognition.appraisalteams.sees_marks for the rows of one list, asked in two statements."""
    office = reach.may_see(reader, campaign.unit_id)
    own = select(AppraisalTeam.id).where(AppraisalTeam.campaign_id == campaign.id, reach.changes(AppraisalTeam.unit_id))
    teams = set(reader.scalars(own))

    def sees(appraisal: Appraisal) -> bool:
        return office or appraisal.closed_at is not None or appraisal.team_id in teams

    return sees


def to_fill(account_id: int, reach: Reach) -> Select[Any]:
    """Give the open appraisals of which a person has a sheet to fill in, in order of name.

    The sheet is the person's own, or one of a team that was delegated to a unit whose officer the person is.
    """
    own = select(Appraiser.team_id).where(Appraiser.account_id == account_id)
    delegated = AppraisalTeam.unit_id.in_(reach.officer_of) & (AppraisalTeam.unit_id != Campaign.unit_id)
    return (
        select(Appraisal)
        .join(AppraisalTeam, AppraisalTeam.id == Appraisal.team_id)
        .join(Registration, Registration.id == Appraisal.registration_id)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(Appraisal.closed_at.is_(None), or_(AppraisalTeam.id.in_(own), delegated))
        .order_by(Registration.plain_key, Registration.id)
    )


def registrations(reader: Session, ids: Sequence[int]) -> dict[int, Registration]:
    """Give some registrations by id, with what a list shows."""
    shown = (selectinload(Registration.owners), lazyload(Registration.forces), lazyload(Registration.topics))
    query = select(Registration).where(Registration.id.in_(list(ids))).options(*shown)
    return {each.id: each for each in reader.scalars(query).unique()}


def has_sheets(reader: Session, account_id: int) -> bool:
    """Say whether an account is a member of any appraisal team."""
    return reader.execute(select(Appraiser.id).where(Appraiser.account_id == account_id).limit(1)).first() is not None
