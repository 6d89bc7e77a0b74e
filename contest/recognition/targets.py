"""Targets: how many models a unit is to build and keep in a campaign, and the units below it; typed in one table."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import UnitBranch


def difference(own: int | None, below: int | None) -> str:
    """Say how what was given to the units below stands to a unit's own target; "" where nothing was given."""
    if below is None:
        return ""
    if own is None:
        return f"Đơn vị chưa có chỉ tiêu, bên dưới đã giao {below}"
    if below == own:
        return "Bên dưới giao vừa đủ"
    return f"Bên dưới giao thiếu {own - below}" if below < own else f"Bên dưới giao vượt {below - own}"


def may_set(reader: Session, reach: Reach, campaign: Campaign, unit_ids: list[int]) -> set[int]:
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
