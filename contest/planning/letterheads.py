"""Letterheads of a unit with their days: how its papers were headed when, and which one heads a paper of a day."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.scorebook.refusals import Refused
from contest.tables.places import Letterhead
from contest.text import match_key

STYLES: dict[str, str] = {"party": "Đảng", "state": "Chính quyền", "front": "Mặt trận, đoàn thể"}
"""Three ways of heading a paper (domain.md 4.1)."""


def put(hand: Hand, head: Letterhead) -> None:
    """Keep a letterhead; the one of the same style that held till then ends the day before, and this one before the next.

    Refuses days the wrong way round, and days on which the same issuer has one of the style.
    """
    if head.valid_from and head.valid_to and head.valid_to < head.valid_from:
        raise Refused("days_reversed", field="valid_to")
    same = select(Letterhead).where(Letterhead.unit_id == head.unit_id, Letterhead.style == head.style)
    others = hand.session.scalars(same.order_by(Letterhead.valid_from, Letterhead.id)).all()
    since = head.valid_from or date.min
    for other in others:
        if other.valid_to is None and (other.valid_from or date.min) < since:
            hand.change(other, {"valid_to": since - timedelta(days=1)})
    later = [other.valid_from for other in others if other.valid_from is not None and other.valid_from > since]
    if head.valid_to is None and later:
        head.valid_to = min(later) - timedelta(days=1)
    for other in others:
        until, ends = head.valid_to or date.max, other.valid_to or date.max
        alike = match_key(other.issuer) == match_key(head.issuer)  # two bodies of a unit may head papers alike
        if alike and (other.valid_from or date.min) <= until and since <= ends:
            raise Refused("letterhead_twice", field="valid_from", issuer=other.issuer)
    hand.add(head)


def on_day(
    reader: Session, unit_id: int, day: date, style: str | None = None, *, issuer: str = ""
) -> Letterhead | None:
    """Give the letterhead (of a style or an issuer, if one is named) that a unit used on a day, the newest where several held, or None."""
    held = select(Letterhead).where(
        Letterhead.unit_id == unit_id,
        or_(Letterhead.valid_from.is_(None), Letterhead.valid_from <= day),
        or_(Letterhead.valid_to.is_(None), Letterhead.valid_to >= day),
    )
    if style is not None:
        held = held.where(Letterhead.style == style)
    newest = held.order_by(Letterhead.valid_from.is_(None), Letterhead.valid_from.desc(), Letterhead.id.desc())
    meant = (each for each in reader.scalars(newest) if not issuer or match_key(each.issuer) == match_key(issuer))
    return next(meant, None)
