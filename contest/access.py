"""Who may do what: sign-in of staff, seats and their cards, roles, and the guards of pages and socket handlers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import abort, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from contest.db import LARGEST_ID, db
from contest.ledger import newest
from contest.scorebook.entry import Actor
from contest.tables.contests import Contest
from contest.tables.offices import Office
from contest.tables.people import Account, Assignment, Card, Device
from contest.tables.places import UnitBranch

P = ParamSpec("P")
R = TypeVar("R")

ROLES: dict[str, str] = {"organiser": "Ban Tổ chức", "secretary": "Tổ Thư ký", "head_judge": "Trưởng Ban Giám khảo"}
SEAT_SESSION = "device"
VIEWER, READER = "viewer", "reader"
"""Who only looks at a contest of their branch: what it is, and, as a reader, its result once it is final."""
BY_OFFICE = {"officer": "organiser", "viewer": VIEWER}
"""What an office of a contest's unit, or of one above it, makes of its holder there."""

_hasher = PasswordHasher()
login = LoginManager()


class Staff(UserMixin):  # type: ignore[misc]
    """A signed-in account; raising its generation signs it out everywhere."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """Give what the session remembers: id and generation."""
        return f"{self.account.id}.{self.account.generation}"

    @property
    def actor(self) -> Actor:
        """Give this person as the scorebook writes them."""
        return Actor("account", self.account.id)


def row_number(typed: str) -> int | None:
    """Give the number of a row written in digits 0 to 9 (“²” is a digit to Python), None for what no row can have."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST_ID)) else 0
    return number if 0 < number <= LARGEST_ID else None


@login.user_loader  # type: ignore[untyped-decorator]
def _load(remembered: str) -> Staff | None:
    account_id, _, generation = remembered.partition(".")
    number = row_number(account_id)
    account = None if number is None else db.session.get(Account, number)
    if account is None or not account.active or str(account.generation) != generation:
        return None
    return Staff(account)


def hash_secret(plain: str) -> str:
    """Give the argon2 hash of a password or PIN."""
    return _hasher.hash(plain)


def secret_matches(hashed: str | None, plain: str) -> bool:
    """Say whether a password or PIN is the hashed one; the time spent does not tell whether there is one."""
    try:
        return _hasher.verify(hashed or _nobody(), plain) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def staff() -> Staff:
    """Give the signed-in person of this request; answers 401 (to the sign-in page) when there is none."""
    if not current_user.is_authenticated:
        abort(401)
    return cast(Staff, current_user._get_current_object())


def roles_in(reader: Session, account: Account, contest_id: int) -> frozenset[str]:
    """Give an account's roles in a contest, by assignment or by an office of its branch, read from the database now."""
    assigned = select(Assignment.role).where(Assignment.contest_id == contest_id, Assignment.account_id == account.id)
    held = (
        select(Office.role)
        .join(UnitBranch, UnitBranch.above_id == Office.unit_id)
        .join(Contest, Contest.unit_id == UnitBranch.unit_id)
        .where(Contest.id == contest_id, Office.account_id == account.id)
    )
    roles = frozenset(BY_OFFICE.get(role, role) for role in reader.scalars(union_all(assigned, held)))
    return roles | {READER} if VIEWER in roles and _is_final(reader, contest_id) else roles


def _is_final(reader: Session, contest_id: int) -> bool:
    fact = newest(reader, contest_id, "contest")
    return fact is not None and "finalised" in fact.data


def may(contest_id: int, *roles: str) -> bool:
    """Say whether the signed-in person has one of these roles in the contest."""
    return bool(roles_in(db.session(), staff().account, contest_id) & set(roles))


def for_roles(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a page of a contest (`contest_id` in its address): 401 signed out, 404 no role here, 403 another role."""

    def guard(page: Callable[P, R]) -> Callable[P, R]:
        @wraps(page)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            mine = roles_in(db.session(), staff().account, cast(int, kwargs["contest_id"]))
            if not mine:
                abort(404)
            if not mine & set(roles):
                abort(403)
            return page(*args, **kwargs)

        return guarded

    return guard


def for_organisers(page: Callable[P, R]) -> Callable[P, R]:
    """Guard a page for those who may make contests and accounts."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not staff().account.organiser:
            abort(403)
        return page(*args, **kwargs)

    return guarded


def _derived(purpose: str, card: Card) -> bytes:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{purpose}:{card.id}:{card.nonce}".encode(), hashlib.sha256).digest()


def card_token(card: Card) -> str:
    """Give what a card's QR code holds: id and a 128-bit secret derived from this machine's key."""
    return f"{card.id}.{_derived('card', card).hex()[:32]}"


def card_pin(card: Card) -> str:
    """Give the card's six-digit PIN, printed on the strip that the judge keeps apart."""
    return f"{int.from_bytes(_derived('pin', card)[:8], 'big') % 1_000_000:06d}"


def card_of(reader: Session, token: str) -> Card | None:
    """Give the valid card of a token, or None for a forged, unknown or revoked one."""
    card_id = row_number(token.partition(".")[0])
    card = None if card_id is None else reader.get(Card, card_id)
    if (
        card is None
        or card.revoked_at is not None
        or not hmac.compare_digest(card_token(card).encode(), token.encode())
    ):
        return None
    return card


def device_id() -> int | None:
    """Give the device that this session says it is; whether it may still mark is asked of the database."""
    value = session.get(SEAT_SESSION)
    return value if isinstance(value, int) else None


def current_device(reader: Session) -> Device | None:
    """Give the session's device row, or None."""
    return reader.get(Device, device_id()) if device_id() is not None else None


def same_origin() -> bool:
    """Say whether a request that changes something comes from a page of this very address, port included."""
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")
