"""Who holds an office: given to an account for a unit, and taken away."""

from __future__ import annotations

from sqlalchemy import select

from contest.history import Hand
from contest.scorebook.refusals import Refused
from contest.tables.offices import Office
from contest.tables.people import Account
from contest.tables.places import Unit


def give(hand: Hand, unit_id: int, username: str, role: str) -> Office:
    """Give an account the office of a unit; refuses an unknown account and one that holds it already."""
    account = hand.session.scalars(select(Account).where(Account.username == username.strip().lower())).first()
    if account is None:
        raise Refused("no_account_named", field="username", username=username.strip())
    twin = select(Office).where(Office.account_id == account.id, Office.unit_id == unit_id)
    if hand.session.scalars(twin).first() is not None:
        unit = hand.session.get_one(Unit, unit_id)
        raise Refused("office_twice", field="username", name=account.name, unit=unit.name)
    office = Office(account_id=account.id, unit_id=unit_id, role=role)
    hand.add(office)
    return office


def take(hand: Hand, unit_id: int, office_id: int) -> None:
    """Take an office away; it is gone already when it is not this unit's."""
    office = hand.session.get(Office, office_id)
    if office is not None and office.unit_id == unit_id:
        hand.remove(office)
