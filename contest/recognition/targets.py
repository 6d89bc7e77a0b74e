"""Targets: how many models a unit is to build and keep in a campaign, and the units below it; typed in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.planning.unittree import UnitTree
from contest.recognition.states import REGISTERED
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import UnitBranch
from contest.tables.recognition import Registration


def difference(own: int | None, below: int | None) -> str:
    """Say how what was given to the units below stands to a unit's own target; "" where nothing was given."""
    if below is None:
        return ""
    if own is None:
        return f"Đơn vị chưa có chỉ tiêu, bên dưới đã giao {below}"
    if below == own:
        return "Bên dưới giao vừa đủ"
    return f"Bên dưới giao thiếu {own - below}" if below < own else f"Bên dưới giao vượt {below - own}"


def given_below(tree: UnitTree, day: date, targets: Mapping[int, int | None]) -> dict[int, int]:
    """Give what was given to the units below each unit that has a line of its own: each target counts for the nearest above."""
    sums: dict[int, int] = {}
    for unit_id, target in targets.items():
        above = next((each for each in tree.upwards(unit_id, day) if each != unit_id and each in targets), None)
        if above is not None and target is not None:
            sums[above] = sums.get(above, 0) + target
    return sums


def read(reader: Session, campaign_id: int) -> dict[int, int | None]:
    """Give the target of every unit that has a line in a campaign: of those that take part and of those below them."""
    query = select(CampaignUnit.unit_id, CampaignUnit.target).where(CampaignUnit.campaign_id == campaign_id)
    return {row.unit_id: row.target for row in reader.execute(query)}


def taking_part(reader: Session, campaign_id: int, reach: Reach) -> Sequence[int]:
    """Give the units that take part in a campaign, of those that a person sees."""
    query = select(CampaignUnit.unit_id).where(
        CampaignUnit.campaign_id == campaign_id, CampaignUnit.takes_part.is_(True), reach.sees(CampaignUnit.unit_id)
    )
    return reader.scalars(query).all()


def registered(reader: Session, campaign_id: int, unit_ids: Sequence[int]) -> dict[int, int]:
    """Give how many models are registered in the books of some units and of all below each."""
    query = (
        select(UnitBranch.above_id, func.count())
        .join(Registration, Registration.unit_id == UnitBranch.unit_id)
        .where(Registration.campaign_id == campaign_id, Registration.state.in_(REGISTERED))
        .where(UnitBranch.above_id.in_(unit_ids))
        .group_by(UnitBranch.above_id)
    )
    return {row[0]: row[1] for row in reader.execute(query)}


def may_set(reader: Session, reach: Reach, campaign: Campaign, unit_ids: Sequence[int]) -> set[int]:
    """Give the units whose target a person may set: as officer of a unit above them, or of the campaign's own."""
    if reach.whole or (unit_ids and reach.may_change(reader, campaign.unit_id)):
        return set(unit_ids)
    below = select(UnitBranch.unit_id).where(
        UnitBranch.above_id.in_(reach.officer_of),
        UnitBranch.unit_id.in_(unit_ids),
        UnitBranch.above_id != UnitBranch.unit_id,
    )
    return set(reader.scalars(below.distinct()))


def set_all(hand: Hand, reach: Reach, campaign: Campaign, wanted: Mapping[int, int | None]) -> int:
    """Set the targets of some units of a campaign (None takes one away) and give how many changed.

    Refuses a closed campaign and any unit that is not below one of the person's; then nothing is changed.
    """
    if campaign.closed:
        raise Refused("campaign_closed")
    if set(wanted) - may_set(hand.session, reach, campaign, list(wanted)):
        raise Refused("not_your_branch", status="forbidden")
    query = select(CampaignUnit).where(CampaignUnit.campaign_id == campaign.id, CampaignUnit.unit_id.in_(list(wanted)))
    rows = {row.unit_id: row for row in hand.session.scalars(query).unique()}
    return sum(_set(hand, campaign, rows.get(unit_id), unit_id, target) for unit_id, target in wanted.items())


def _set(hand: Hand, campaign: Campaign, row: CampaignUnit | None, unit_id: int, target: int | None) -> bool:
    if row is not None and target is None and not row.takes_part:
        hand.remove(row, kind="target")
        return True
    if row is not None:
        return hand.change(row, {"target": target}, kind="target")
    if target is not None:
        hand.add(CampaignUnit(campaign_id=campaign.id, unit_id=unit_id, target=target, takes_part=False), kind="target")
    return target is not None
