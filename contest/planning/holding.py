"""Whose accounts a person may manage: all in the whole house; else those that reach nowhere beyond the person's own branches.

A sign-in link is as good as the account: an office may make one only for whom it could give all that the account holds.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, not_, select, true
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.tables.contests import Contest
from contest.tables.offices import Office
from contest.tables.people import Account, Assignment


def managed(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that an account holds nothing outside the branches that the person may change."""
    if reach.whole:
        return true()
    own_office = exists().where(Office.account_id == Account.id)
    beyond = exists().where(Office.account_id == Account.id, not_(reach.changes(Office.unit_id)))
    elsewhere = (
        exists()
        .where(Assignment.account_id == Account.id, Contest.id == Assignment.contest_id)
        .where(not_(reach.changes(Contest.unit_id)))
    )
    keeps_the_house = and_(Account.organiser.is_(True), not_(own_office))
    return and_(not_(beyond), not_(elsewhere), not_(keeps_the_house))


def may_manage(reader: Session, reach: Reach, account_id: int) -> bool:
    """Say whether the person may make a sign-in link for an account, reset it and switch it off."""
    return reader.scalars(select(Account.id).where(Account.id == account_id, managed(reach))).first() is not None
