"""What a registration is like: likely doubles in its campaign, and the list of the year before that “new” is checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, literal, or_, select
from sqlalchemy.orm import Session, lazyload

from contest.offices import Reach
from contest.recognition.states import ENDED, REGISTERED
from contest.tables.campaigns import Campaign
from contest.tables.places import UnitSuccession
from contest.tables.recognition import Registration
from contest.text import match_key


@dataclass(frozen=True)
class Double:
    """A registration that may be the same as another: its unit and, within the reader's branch, its number, name and owners."""

    unit: str
    id: int | None = None
    name: str = ""
    owners: str = ""


def within(reach: Reach) -> ColumnElement[bool]:
    """Give the condition of what may be told of as a double: drafts of other branches are nobody else's."""
    return or_(reach.sees(Registration.unit_id), Registration.state != "draft")


def doubles(reader: Session, reach: Reach, registration: Registration, most: int = 5) -> list[Double]:
    """Give registrations of the same campaign whose name is the same but for marks, under any owner: likely doubles.

    Of another branch only what was sent is told of, and only whose it is.
    """
    plain = match_key(registration.name, marks=False)
    query = (
        select(Registration, reach.sees(Registration.unit_id).label("seen"))
        .where(
            within(reach),
            Registration.campaign_id == registration.campaign_id,
            Registration.id != registration.id,
            Registration.plain_key == plain,
        )
        .order_by(Registration.id)
        .limit(most)
    )
    return [
        Double(each.unit.name, each.id, each.name, "; ".join(owner.name for owner in each.owners))
        if seen
        else Double(each.unit.name)
        for each, seen in reader.execute(query).unique()
    ]


def units_before(unit_id: int) -> Select[Any]:
    """Give, as a query, a unit and all whose books it keeps since a change of units: its last year's list may be theirs."""
    line = select(literal(unit_id, Integer).label("id")).cte(recursive=True)
    older = select(UnitSuccession.old_id).join(line, UnitSuccession.new_id == line.c.id)
    line = line.union(older.where(UnitSuccession.main.is_(True)))
    return select(line.c.id)


def last_year(reader: Session, campaign: Campaign, unit_id: int) -> Sequence[Registration]:
    """Give what a unit had registered in the year before and may maintain, without what it maintains in the campaign already."""
    here = select(Registration.model_id).where(Registration.campaign_id == campaign.id)
    query = _earlier(campaign, unit_id).where(
        Campaign.year == campaign.year - 1, Registration.state.not_in(ENDED), Registration.model_id.not_in(here)
    )
    shown = (lazyload(Registration.forces), lazyload(Registration.topics))
    return reader.scalars(query.options(*shown).order_by(Registration.name)).unique().all()


def known_before(reader: Session, registration: Registration) -> Registration | None:
    """Give the model of an earlier year's list that bears the name of one registered as new: an old one in a new dress."""
    if registration.status_kind != "new":
        return None
    query = _earlier(registration.campaign, registration.unit_id).where(
        Registration.plain_key == match_key(registration.name, marks=False)
    )
    return reader.scalars(query.order_by(Campaign.year.desc(), Registration.id.desc()).limit(1)).unique().first()


def ended_before(reader: Session, registration: Registration) -> Registration | None:
    """Give the last registration of a model that is maintained, where people have ended its recognition; None where it stands."""
    if registration.status_kind != "maintained":
        return None
    query = (
        select(Registration)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(Registration.model_id == registration.model_id, Campaign.year < registration.campaign.year)
        .order_by(Campaign.year.desc(), Registration.id.desc())
        .limit(1)
    )
    last = reader.scalars(query).unique().first()
    return last if last is not None and last.state in ENDED else None


def _earlier(campaign: Campaign, unit_id: int) -> Select[Any]:
    """Give what a unit registered in earlier campaigns of the same place, however both were called then."""
    return (
        select(Registration)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(
            Campaign.unit_id.in_(units_before(campaign.unit_id)),
            Campaign.year < campaign.year,
            Registration.unit_id.in_(units_before(unit_id)),
            Registration.state.in_(REGISTERED),
        )
    )
