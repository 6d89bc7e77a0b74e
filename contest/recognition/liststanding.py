"""What a list of registrations is compared with before it is taken over, read in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest.files.registrationlist import Known
from contest.offices import Reach
from contest.recognition import campaigns
from contest.recognition.alike import units_before, within
from contest.recognition.campaignday import day_of, ids_taking_part
from contest.recognition.formlines import owners_in
from contest.recognition.listmatch import plain
from contest.recognition.states import REGISTERED
from contest.recognition.unitwords import UnitWords
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import Unit, UnitBranch, UnitSuccession
from contest.tables.recognition import Owner, Registration
from contest.text import match_key


class Before(NamedTuple):
    """A registration of an earlier year."""

    id: int
    year: int


class Twin(NamedTuple):
    """A registration, or a row of the file, as others are compared with it."""

    name: str
    owners: str
    where: str


def known(reader: Session, reach: Reach, campaign: Campaign) -> Known:
    """Give the words that a campaign's list may use: its domains and topics, and the units that the person may register for."""
    domains, topics = campaigns.domains(reader, campaign.id), campaigns.topics(reader, campaign.id)
    chosen = select(CampaignUnit.unit_id).where(
        CampaignUnit.campaign_id == campaign.id, reach.changes(CampaignUnit.unit_id)
    )
    return Known(
        {match_key(each.name, marks=False): each.id for each in domains},
        {match_key(each.name, marks=False): each.id for each in topics},
        [each.name for each in domains],
        [each.name for each in topics],
        UnitWords(reader).written(reader.scalars(chosen).all()),
    )


class Standing:
    """The campaign as it stands, and the rows of the file that were read so far."""

    def __init__(self, reader: Session, reach: Reach, campaign: Campaign) -> None:
        """Read units, what the campaign holds and what earlier years held."""
        self._words = UnitWords(reader)
        below = select(UnitBranch.unit_id).where(UnitBranch.above_id == campaign.unit_id)
        self._below = set(reader.scalars(below))
        self._takes_part = ids_taking_part(reader, campaign.id)
        self._day = day_of(campaign)
        self.may = set(reader.scalars(select(Unit.id).where(reach.changes(Unit.id))))
        self.dates_papers = reach.may_change(reader, campaign.unit_id)
        self._kept_by = {
            row.old_id: row.new_id
            for row in reader.execute(
                select(UnitSuccession.old_id, UnitSuccession.new_id).where(UnitSuccession.main.is_(True))
            )
        }
        self._twins: dict[str, Twin] = {}
        self._earlier: dict[tuple[int, str], Before] = {}
        self.maintained: set[int] = set()
        self._read_registered(reader, reach, Registration.campaign_id == campaign.id)
        self._read_earlier(reader, campaign)

    def _read_registered(self, reader: Session, reach: Reach, of_campaign: ColumnElement[bool]) -> None:
        owned = select(Owner.registration_id, Owner.name).join(Registration).where(of_campaign)
        owners: dict[int, list[str]] = {}
        for each in reader.execute(owned.order_by(Owner.position)):
            owners.setdefault(each.registration_id, []).append(each.name)
        seen = reach.sees(Registration.unit_id).label("seen")
        columns = (Registration.id, Registration.unit_id, Registration.plain_key, Registration.name, seen)
        told = select(*columns).where(of_campaign, within(reach))
        for row in reader.execute(told.order_by(seen.desc(), Registration.id)):  # those of the own branch before others
            where, named = self._words.name(row.unit_id), "; ".join(owners.get(row.id, []))
            self._twins.setdefault(row.plain_key, Twin(row.name, named, where) if row.seen else Twin("", "", where))

    def _read_earlier(self, reader: Session, campaign: Campaign) -> None:
        """Read what earlier campaigns of the place registered, under the unit that keeps its books now."""
        columns: tuple[Any, ...] = (Registration.id, Registration.model_id, Registration.unit_id)
        before = (
            select(*columns, Registration.plain_key, Campaign.year)
            .join(Campaign, Campaign.id == Registration.campaign_id)
            .where(Campaign.unit_id.in_(units_before(campaign.unit_id)), Campaign.year < campaign.year)
            .where(Registration.state.in_(REGISTERED))
        )
        now = select(Registration.model_id).where(Registration.campaign_id == campaign.id)
        here = set(reader.scalars(now))
        for row in reader.execute(before.order_by(Campaign.year, Registration.id)):
            self._earlier[self._now(row.unit_id), row.plain_key] = Before(row.id, row.year)
            if row.model_id in here:
                self.maintained.add(row.id)

    def _now(self, unit_id: int) -> int:
        seen: set[int] = set()
        while unit_id in self._kept_by and unit_id not in seen:
            seen.add(unit_id)
            unit_id = self._kept_by[unit_id]
        return unit_id

    def unit(self, typed: str) -> list[int]:
        """Give the units that a name or a code may mean: those that take part, else those of the campaign, of its day."""
        return self._words.meant(typed, self._day, self._takes_part, self._below)

    def earlier(self, unit_id: int, name: str) -> Before | None:
        """Give the newest registration of earlier years that bears a name in a unit's list."""
        return self._earlier.get((self._now(unit_id), plain(name)))

    def double(self, name: str) -> Twin | None:
        """Give what a name is likely a double of: its name, owners and where it stands; of another branch only where."""
        return self._twins.get(plain(name))

    def known_here(self, key: str) -> bool:
        """Say whether a name is known of the file itself or of the person's branch, and not only of others'."""
        return bool(key in self._twins and self._twins[key].name)

    def take(self, number: int, unit_id: int, texts: Mapping[str, str], earlier_id: int | None) -> None:
        """Compare what follows with a row of the file too."""
        names = [each.name for each in owners_in(texts["owners"])]
        key, twin = plain(texts["name"]), Twin(texts["name"], "; ".join(names), f"dòng {number}")
        if not self.known_here(key):
            self._twins[key] = twin
        if earlier_id is not None:
            self.maintained.add(earlier_id)
