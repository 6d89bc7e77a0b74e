"""Targets: how many models a unit is to build and keep in a campaign, and the units below it; typed in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest.history import Hand
from contest.offices import Reach
from contest.planning.unittree import UnitTree
from contest.recognition.states import REGISTERED
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import Unit, UnitBranch, UnitParent
from contest.tables.recognition import Registration
from contest.text import thousands

LARGEST = 10_000


def difference(own: int | None, below: int | None) -> str:
    """Say how what was given to the units below stands to a unit's own target; "" where nothing was given."""
    if below is None:
        return ""
    if own is None:
        return f"Đơn vị chưa có chỉ tiêu, bên dưới đã giao {thousands(below)}"
    if below == own:
        return "Bên dưới giao vừa đủ"
    return (
        f"Bên dưới giao thiếu {thousands(own - below)}"
        if below < own
        else f"Bên dưới giao vượt {thousands(below - own)}"
    )


def given_below(tree: UnitTree, day: date, targets: Mapping[int, int | None]) -> dict[int, int]:
    """Give what was given to the units below each unit that has a line of its own: each target counts for the nearest above."""
    sums: dict[int, int] = {}
    for unit_id, target in targets.items():
        above = next((each for each in tree.counted_upwards(unit_id, day) if each != unit_id and each in targets), None)
        if above is not None and target is not None:
            sums[above] = sums.get(above, 0) + target
    return sums


def below(campaign: Campaign, unit_id: int, reach: Reach) -> Select[Any]:
    """Give, as a query, the units whose targets stand under a unit's: those that take part, under the campaign's own unit;
    under any other, those that stood directly below it when the campaign began."""
    if unit_id == campaign.unit_id:
        taking = select(CampaignUnit.unit_id).where(
            CampaignUnit.campaign_id == campaign.id, CampaignUnit.takes_part.is_(True), reach.sees(CampaignUnit.unit_id)
        )
        return _ordered(Unit.id.in_(taking))
    return _ordered(
        Unit.id.in_(select(UnitParent.unit_id).where(UnitParent.parent_id == unit_id, *_held(campaign.opens_on)))
    )


def _ordered(condition: ColumnElement[bool]) -> Select[Any]:
    return select(Unit).where(condition).order_by(Unit.position, Unit.match_key, Unit.id)


def _held(day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(UnitParent.valid_from.is_(None), UnitParent.valid_from <= day),
        or_(UnitParent.valid_to.is_(None), UnitParent.valid_to >= day),
    )


def having_units_below(reader: Session, campaign: Campaign, unit_ids: Sequence[int]) -> set[int]:
    """Give those of some units that had any unit directly below them when a campaign began."""
    query = select(UnitParent.parent_id).where(UnitParent.parent_id.in_(unit_ids), *_held(campaign.opens_on))
    return set(reader.scalars(query.distinct()))


def of_units(reader: Session, campaign_id: int, units: Sequence[int]) -> dict[int, int]:
    """Give the targets of some units, of those that have one."""
    query = select(CampaignUnit.unit_id, CampaignUnit.target).where(
        CampaignUnit.campaign_id == campaign_id, CampaignUnit.unit_id.in_(units), CampaignUnit.target.is_not(None)
    )
    return {row.unit_id: row.target for row in reader.execute(query)}


def summed(reader: Session, campaign_id: int, units: Select[Any]) -> int | None:
    """Give the sum of the targets of a query of units; None where none has one."""
    ids = units.order_by(None).with_only_columns(Unit.id)
    query = select(func.sum(CampaignUnit.target)).where(
        CampaignUnit.campaign_id == campaign_id, CampaignUnit.unit_id.in_(ids)
    )
    found = reader.scalar(query)
    return None if found is None else int(found)


def given(reader: Session, campaign_id: int, unit_ids: Sequence[int]) -> dict[int, int]:
    """Give what was given to the units below each of some units; a unit below another that has a line counts for that one."""
    line, between = aliased(CampaignUnit), aliased(CampaignUnit)
    down, over, within = aliased(UnitBranch), aliased(UnitBranch), aliased(UnitBranch)
    nearer = (
        select(between.unit_id)
        .join(over, over.above_id == between.unit_id)
        .join(within, within.unit_id == between.unit_id)
        .where(between.campaign_id == campaign_id, over.unit_id == line.unit_id, within.above_id == down.above_id)
        .where(between.unit_id != line.unit_id, between.unit_id != down.above_id)
        .exists()
    )
    own = and_(line.unit_id == down.unit_id, line.campaign_id == campaign_id, line.unit_id != down.above_id, ~nearer)
    query = (
        select(down.above_id, func.sum(line.target))
        .outerjoin(line, own)  # outer, so that a page's few branches are walked and not the whole campaign
        .where(down.above_id.in_(unit_ids))
        .group_by(down.above_id)
    )
    return {above: int(target) for above, target in reader.execute(query) if target is not None}


def registered(reader: Session, campaign_id: int, unit_ids: Sequence[int]) -> dict[int, int]:
    """Give how many models are registered in the books of some units and of all below each."""
    own = and_(
        Registration.unit_id == UnitBranch.unit_id,
        Registration.campaign_id == campaign_id,
        Registration.state.in_(REGISTERED),
    )
    query = (
        select(UnitBranch.above_id, func.count(Registration.id))
        .outerjoin(Registration, own)  # outer, as above
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
