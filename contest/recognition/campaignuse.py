"""A campaign in which something is registered: what of it stays, and what changes only with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration

FIXED: Mapping[str, str] = {
    "year": "campaign_year",
    "unit_id": "campaign_unit",
    "opens_on": "deadline_reason",
    "deadline": "deadline_reason",
}
"""What does not change without a word, with the refusal of each; the days do with a reason."""


def is_used(reader: Session, campaign: Campaign) -> bool:
    """Say whether anything is registered in a campaign, drafts too."""
    row = select(Registration.id).where(Registration.campaign_id == campaign.id)
    return reader.execute(row.limit(1)).first() is not None


def require_kept(campaign: Campaign, wanted: Mapping[str, Any], reason: str) -> None:
    """Refuse another year or unit of a campaign in use, and other days without a reason."""
    for name, code in FIXED.items():
        told = code == "deadline_reason" and reason.strip()
        if wanted[name] != getattr(campaign, name) and not told:
            field = "reason" if code == "deadline_reason" else name.removesuffix("_id")
            raise Refused(code, field=field, year=campaign.year, name=campaign.unit.name)
