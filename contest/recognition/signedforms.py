"""Signed forms on paper: each counts as sent, and who receives it says on which day it came in."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.recognition.registering import submit
from contest.recognition.states import require
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.text import date_vi, today


def receive_paper(hand: Hand, reach: Reach, registration: Registration, received_on: date) -> None:
    """Take a scanned, signed form: it counts as sent. Its file is kept as evidence.

    Its day decides lateness, so only who receives it may say an earlier one; of anyone else it is the day of handing in.
    """
    require_paper_day(registration.campaign, received_on)
    receiver = receives(hand.session, reach, registration)
    if not receiver and received_on != today():
        raise Refused("paper_by_receiver", field="received_on", name=registration.campaign.unit.name)
    if registration.state in {"draft", "returned"}:
        day = received_on if receiver else registration.paper_received_on or received_on
        hand.change(registration, {"paper_received_on": day}, kind="paper")
        submit(hand, reach, registration, on_paper=True)
    else:
        require(hand.session, reach, registration, "report")
        if receiver:
            hand.change(registration, {"paper_received_on": received_on}, kind="paper")


def date_paper(hand: Hand, reach: Reach, registration: Registration, received_on: date) -> None:
    """Say when a signed form came in that its unit has sent already; for who receives it."""
    if not receives(hand.session, reach, registration) or registration.submitted_at is None:
        raise Refused("paper_by_receiver", field="received_on", name=registration.campaign.unit.name)
    require_paper_day(registration.campaign, received_on)
    hand.change(registration, {"paper_received_on": received_on}, kind="paper")


def receives(reader: Session, reach: Reach, registration: Registration) -> bool:
    """Say whether the person says when a signed form came in: who keeps the campaign's unit, nobody between it and the sender."""
    return reach.may_change(reader, registration.campaign.unit_id)


def require_paper_day(campaign: Campaign, received_on: date) -> None:
    """Refuse a day to come, and one before the campaign was opened."""
    if received_on > today():
        raise Refused("paper_future", field="received_on")
    if received_on < campaign.opens_on:
        raise Refused("paper_early", field="received_on", day=date_vi(campaign.opens_on))
