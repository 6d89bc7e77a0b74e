"""Who holds an office: given to an account for a unit, and taken away.

An account that makes contests and holds no office keeps the whole house, so that giving it a first office takes the house
from it, and taking its last gives the house: both are the keeper's to do.
"""

from __future__ import annotations

from sqlalchemy import select

from contest.history import Hand
from contest.offices import reach_of
from contest.scorebook.refusals import Refused
from contest.tables.offices import Office
from contest.tables.people import Account
from contest.tables.places import Unit


def give(hand: Hand, unit_id: int, username: str, role: str) -> Office:
    """Give an account the office of a unit; refuses an unknown account, one that holds it already and, to others, a keeper of the house."""
    account = hand.session.scalars(select(Account).where(Account.username == username.strip().lower())).first()
    if account is None:
        raise Refused("no_account_named", field="username", username=username.strip())
    if reach_of(hand.session, account).whole and not _keeps_the_house(hand):
        raise Refused("office_of_keeper", field="username", name=account.name)
    twin = select(Office).where(Office.account_id == account.id, Office.unit_id == unit_id)
    if hand.session.scalars(twin).first() is not None:
        unit = hand.session.get_one(Unit, unit_id)
        raise Refused("office_twice", field="username", name=account.name, unit=unit.name)
    office = Office(account_id=account.id, unit_id=unit_id, role=role)
    hand.add(office)
    return office


def take(hand: Hand, unit_id: int, office_id: int) -> None:
    """Take an office away; it is gone already when it is not this unit's. Refuses what would make a keeper of the house."""
    office = hand.session.get(Office, office_id)
    if office is None or office.unit_id != unit_id:
        return
    held = hand.session.scalars(select(Office.id).where(Office.account_id == office.account_id)).all()
    if office.account.organiser and len(held) == 1 and not _keeps_the_house(hand):
        raise Refused("office_last", name=office.account.name)
    hand.remove(office)


def _keeps_the_house(hand: Hand) -> bool:
    account = hand.session.get(Account, hand.account_id) if hand.account_id else None
    return account is None or reach_of(hand.session, account).whole
