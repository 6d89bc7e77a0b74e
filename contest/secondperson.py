"""The second person of a desk command: who may confirm, and the word of the one who does, by name and PIN."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.access import ROLES, roles_in, secret_matches
from contest.desk import DESK
from contest.extensions import limiter
from contest.scorebook.refusals import Refused
from contest.tables.people import Account

WRONG_PINS = RateLimitItemPerMinute(5, 10)
"""Five wrong PINs an account in ten minutes."""


def confirmers(command: str) -> str:
    """Give the roles of which one may confirm a command: “Ban Tổ chức hoặc Trưởng Ban Giám khảo”."""
    return _either(DESK[command].roles)


def second_person(reader: Session, contest_id: int, name: str, pin: str, roles: tuple[str, ...]) -> Account:
    """Give the account that confirms with its own PIN; refuses a wrong one, and any after five wrong ones in ten minutes.

    Who works in a contest is no secret to those who work in it, so a wrong name or role is told as such, whatever the PIN;
    only a PIN that is wrong counts as a try.
    """
    if not name:
        raise Refused("needs_second", field="second")
    account = reader.scalars(select(Account).where(Account.username == name, Account.active.is_(True))).first()
    held = roles_in(reader, account, contest_id) & frozenset(ROLES) if account else frozenset()
    if account is None or not held:
        raise Refused("second_unknown", field="second", username=name)
    if not held & set(roles):
        raise Refused("second_role", field="second", person=account.name, held=_either(held), roles=_either(roles))
    if account.pin_hash is None:
        raise Refused("second_without_pin", field="second", person=account.name)
    if not pin:
        raise Refused("needs_second_pin", field="pin")
    if not limiter.limiter.test(WRONG_PINS, "second", name):
        raise Refused("second_throttled", field="pin", status="unauthorised")
    if not secret_matches(account.pin_hash, pin):
        limiter.limiter.hit(WRONG_PINS, "second", name)
        raise Refused("second_wrong_pin", field="pin", status="unauthorised", person=account.name)
    return account


def _either(roles: frozenset[str] | tuple[str, ...]) -> str:
    *most, last = [words for role, words in ROLES.items() if role in roles]
    return " hoặc ".join(filter(None, (", ".join(most), last)))
