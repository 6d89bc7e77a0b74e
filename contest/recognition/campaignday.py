"""How a unit's name is read in a campaign: which units take part, and the day on which the one meant stood."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.tables.campaigns import Campaign, CampaignUnit
from contest.text import today


def ids_taking_part(reader: Session, campaign_id: int) -> set[int]:
    """Give which units take part in a campaign."""
    wanted = (CampaignUnit.campaign_id == campaign_id, CampaignUnit.takes_part.is_(True))
    return set(reader.scalars(select(CampaignUnit.unit_id).where(*wanted)))


def day_of(campaign: Campaign) -> date:
    """Give the day on which a unit that is named in a campaign stands: today, within the campaign's year from its opening."""
    return max(campaign.opens_on, min(today(), date(campaign.year, 12, 31)))
