"""A small province for tests of offices: its units, its people with their offices, and a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.history import Hand
from contest.offices import Reach, reach_of
from contest.planning.units import add_unit
from contest.recognition import campaigns, registering
from contest.recognition.registering import Filled, ForceLine, OwnerLine
from contest.tables.campaigns import Campaign
from contest.tables.offices import Office
from contest.tables.people import Account
from contest.tables.places import Unit, UnitKind
from contest.tables.recognition import Registration

WHO = ("house", "province", "province_viewer", "commune", "commune_viewer", "neighbour", "outsider")


@dataclass(frozen=True)
class Province:
    """Ids by name: the units, the people (none has a password) and the campaign of 2026."""

    units: dict[str, int]
    people: dict[str, int]
    campaign: int

    def reach(self, session: Session, who: str) -> Reach:
        """Give how far a person reaches."""
        return reach_of(session, session.get_one(Account, self.people[who]))

    def hand(self, session: Session, who: str) -> Hand:
        """Give a person's hand in this write."""
        return Hand(session, self.people[who])


def found(session: Session, **more: Any) -> Province:
    """Found the province: two communes, a village, an office for each and a campaign with a deadline on 1/3/2026."""
    kinds = {kind.code: kind for kind in session.scalars(select(UnitKind))}

    def put(name: str, kind: str, above: int | None = None) -> int:
        row = Unit(name=name, kind_id=kinds[kind].id, level_id=kinds[kind].level_id)
        return add_unit(session, row, above).id

    units = {"province": put("Tỉnh A", "tinh")}
    units |= {name: put(title, "xa", units["province"]) for name, title in (("commune", "Xã B"), ("neighbour", "Xã C"))}
    units["village"] = put("Thôn 1", "thon", units["commune"])
    people = {}
    for who in WHO:
        people[who] = create_account(session, who.replace("_", "."), f"Người {who}", None, organiser=who == "house").id
        place = who.removesuffix("_viewer")
        if place in units:
            role = "viewer" if who.endswith("_viewer") else "officer"
            session.add(Office(account_id=people[who], unit_id=units[place], role=role))
    session.flush()
    return Province(units, people, _campaign(session, units, people, **more).id)


def _campaign(session: Session, units: dict[str, int], people: dict[str, int], **more: Any) -> Campaign:
    values: dict[str, Any] = {
        "name": "Đăng ký năm 2026",
        "unit_id": units["province"],
        "year": 2026,
        "period_from": 2025,
        "period_to": 2030,
        "opens_on": date(2026, 1, 5),
        "deadline": date(2026, 3, 1),
        "domains": campaigns.USUAL_DOMAINS,
        "topics": ("Rác thải", "Chuyển đổi số"),
        "steps": campaigns.USUAL_STEPS,
    }
    hand = Hand(session, people["province"])
    campaign = campaigns.make(hand, campaigns.CampaignDetails(**(values | more)))
    campaigns.set_units(hand, campaign, [units["commune"], units["neighbour"]], 1)
    return campaign


def whole(session: Session, province: Province, name: str = "Tuyến đường hoa", **more: Any) -> Filled:
    """Give a form with all ten contents (invented)."""
    domain = campaigns.domains(session, province.campaign)[0].id
    text = dict.fromkeys(registering.CONTENTS, "Nội dung minh họa")
    values: dict[str, Any] = text | {
        "owners": [OwnerLine("Hội Phụ nữ xã B")],
        "domain_id": domain,
        "forces": [ForceLine("lead", "Hội Phụ nữ", "vận động hội viên")],
        "starts_on": date(2026, 2, 1),
        "evaluated_on": date(2026, 10, 1),
    }
    return Filled(name=name, **(values | more))


def register(
    session: Session, province: Province, who: str = "commune", name: str = "Tuyến đường hoa", **more: Any
) -> Registration:
    """Draft and send a whole form in the commune's book."""
    campaign = session.get_one(Campaign, province.campaign)
    hand, reach = province.hand(session, who), province.reach(session, who)
    made = registering.draft(hand, reach, campaign, province.units["commune"], whole(session, province, name, **more))
    registering.submit(hand, reach, made)
    return made
