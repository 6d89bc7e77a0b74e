"""Accounts of staff: made, reset, signed in once by a link."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.access import hash_secret
from contest.db import now
from contest.scorebook.refusals import Refused
from contest.tables.people import Account, SignInLink
from contest.tables.scorebook import Store
from contest.text import nfc

USERNAME = re.compile(r"[a-z0-9._-]{3,60}")
LONGEST_NAME = 120
PASSWORD_LENGTH = 10
LINK_LIFE = timedelta(days=3)


def create_account(
    session: Session,
    username: str,
    name: str,
    password: str | None,
    *,
    organiser: bool = False,
    salutation: str = "đồng chí",
) -> Account:
    """Make an account; refuses a bad or taken username, an empty name, a short password. None means: by link only."""
    username, name = username.strip().lower(), nfc(name)
    if not USERNAME.fullmatch(username):
        raise Refused("bad_username", field="username")
    if session.scalars(select(Account.id).where(Account.username == username)).first() is not None:
        raise Refused("username_taken", field="username", username=username)
    if not name:
        raise Refused("needs_name", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", field="name", most=LONGEST_NAME)
    account = Account(
        username=username,
        name=name,
        salutation=nfc(salutation),
        organiser=organiser,
        password_hash=None if password is None else hash_secret(checked_password(password)),
    )
    session.add(account)
    session.flush()
    return account


def checked_password(password: str) -> str:
    """Give a password that is long enough; refuses a shorter one."""
    if len(password) < PASSWORD_LENGTH:
        raise Refused("short_password", field="password", least=PASSWORD_LENGTH)
    return password


def set_password(session: Session, account_id: int, password: str) -> None:
    """Set a new password and sign the account out everywhere."""
    account = _account(session, account_id)
    account.password_hash = hash_secret(checked_password(password))
    account.generation += 1


def new_pin(session: Session, account_id: int) -> str:
    """Give an account a new six-digit PIN for confirming a colleague's work; shown once, kept hashed."""
    pin = f"{secrets.randbelow(1_000_000):06d}"
    _account(session, account_id).pin_hash = hash_secret(pin)
    return pin


def sign_in_link(session: Session, account_id: int) -> str:
    """Give the token of a link that signs the account in once, within three days."""
    token = secrets.token_urlsafe(24)
    session.add(SignInLink(account_id=account_id, token_hash=_hashed(token), expires_at=now() + LINK_LIFE))
    return token


def use_link(session: Session, token: str) -> Account:
    """Use up a sign-in link and give its account; refuses a used, late or unknown one."""
    # Locked, so that of two staff processes that take the same link at once the second waits and finds it used.
    wanted = select(SignInLink).where(SignInLink.token_hash == _hashed(token)).with_for_update()
    link = session.scalars(wanted).first()
    if link is None or link.used_at is not None or link.expires_at < now():
        raise Refused("link_used", status="unauthorised")
    link.used_at = now()
    return _account(session, link.account_id)


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise Refused("no_account")
    return account


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def fix_address(session: Session, address: str) -> str:
    """Keep `address` as the one that cards carry if none was kept yet; gives the one kept before ("" at first)."""
    store = session.scalars(select(Store)).one()
    before = store.address
    if not before:
        store.address = address
    return before
