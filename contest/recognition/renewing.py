"""The years of one model: registered anew, recognised, kept, ended; and whether it is recognised now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from contest.tables.campaigns import Campaign
from contest.tables.decisions import Recognition
from contest.tables.recognition import Registration

DECIDED = ("recognised", "lapsed", "withdrawn")
"""The states that say what was last decided of a model."""


@dataclass(frozen=True)
class Link:
    """A model's registration of one year and all that was decided of it since, the oldest first."""

    registration: Registration
    decided: Sequence[Recognition]

    @property
    def year(self) -> int:
        """Give the year of the campaign."""
        return self.registration.campaign.year

    @property
    def kept_to(self) -> int:
        """Give the last year for which a decision kept it: of the campaign whose list was decided; else its own."""
        kept = [row.decision.proposal for row in self.decided if row.decision.kind == "renew"]
        return max([self.year, *(each.campaign.year for each in kept if each is not None)])


def chain(reader: Session, model_id: int) -> list[Link]:
    """Give the years of a model, the oldest first, in two statements (and those of the owners)."""
    rows = (
        select(Registration)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(Registration.model_id == model_id)
        .order_by(Campaign.year, Registration.id)
        .options(lazyload(Registration.forces), lazyload(Registration.topics))
    )
    registrations = reader.scalars(rows).unique().all()
    of_them = select(Recognition).where(Recognition.registration_id.in_([row.id for row in registrations]))
    decided: dict[int, list[Recognition]] = {row.id: [] for row in registrations}
    for told in reader.scalars(of_them.order_by(Recognition.id)).unique():
        decided[told.registration_id].append(told)
    return [Link(row, decided[row.id]) for row in registrations]


def standing(links: Sequence[Link]) -> Link | None:
    """Give the link under which a model is recognised now, or None: what was decided last counts."""
    told = [link for link in links if link.registration.state in DECIDED]
    return told[-1] if told and told[-1].registration.state == "recognised" else None
