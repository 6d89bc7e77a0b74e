"""Which device a seat is marked from: the first scan of a card binds, a further one takes over by PIN or approval."""

from __future__ import annotations

import hmac
import secrets

from limits import RateLimitItemPerMinute
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import chain
from contest.access import card_pin
from contest.db import LARGEST_ID, now
from contest.extensions import limiter
from contest.scorebook.refusals import Refused
from contest.tables.people import Card, Device, Seat
from contest.text import nfc
from contest.writer import mark_changed

LABEL_LENGTH = 200
SIMULATED = "ChamKheo-simulated"  # how the tablets of `demo` and `replay` call themselves
SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "máy Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "máy Windows"),
    ("Macintosh", "máy Mac"),
    ("Linux", "máy Linux"),
)
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
WRONG_PINS = RateLimitItemPerMinute(5, 10)
"""Five wrong PINs a card in ten minutes."""


def present_device(reader: Session, seat_id: int) -> Device | None:
    """Give the device that may mark for a seat now, or None."""
    query = select(Device).where(Device.seat_id == seat_id, Device.bound_at.is_not(None), Device.released_at.is_(None))
    return reader.scalars(query.order_by(Device.bound_at.desc())).first()


def pending_devices(reader: Session, contest_id: int) -> list[Device]:
    """Give a contest's devices that wait for approval, oldest first."""
    query = (
        select(Device)
        .join(Seat, Seat.id == Device.seat_id)
        .where(Seat.contest_id == contest_id, Device.bound_at.is_(None), Device.released_at.is_(None))
    )
    return list(reader.scalars(query.order_by(Device.id)))


def is_first(reader: Session, card: Card) -> bool:
    """Say whether no device was ever bound by this card, so that its first scan may bind one at once."""
    bound = select(Device.id).where(Device.card_id == card.id, Device.bound_at.is_not(None)).limit(1)
    return reader.scalars(bound).first() is None


def bind_first(session: Session, card: Card, label: str) -> Device:
    """Bind the first device of a card at once; refuses (`device_elsewhere`) when the card has bound one before."""
    card = _valid(session, card)
    if not is_first(session, card):
        raise Refused("device_elsewhere", status="unauthorised")
    return _bind(session, _new(session, card, label))


def take_over(session: Session, card: Card, pin: str, label: str) -> Device:
    """Bind a further device by the card's PIN and release the one before; refuses a wrong PIN and too many of them."""
    card = _valid(session, card)
    if not limiter.limiter.test(WRONG_PINS, "pin", str(card.id)):
        raise Refused("pin_throttled", field="pin", status="unauthorised")
    if not hmac.compare_digest(card_pin(card).encode(), "".join(pin.split()).encode()):
        limiter.limiter.hit(WRONG_PINS, "pin", str(card.id))
        raise Refused("wrong_pin", field="pin", status="unauthorised")
    return _bind(session, _new(session, card, label))


def ask_approval(session: Session, card: Card, label: str) -> Device:
    """Note a further device that waits for the desk; an earlier one that waits for this seat gives way."""
    card = _valid(session, card)
    waiting = select(Device).where(
        Device.seat_id == card.seat_id, Device.bound_at.is_(None), Device.released_at.is_(None)
    )
    for device in session.scalars(waiting):
        device.released_at = now()
    return _new(session, card, label)


def approve_device(session: Session, device_id: int, contest_id: int | None = None) -> Device:
    """Bind a device that waits, releasing the one before; refuses one that is gone, or of another contest."""
    device = _device(session, device_id, contest_id)
    _valid(session, session.get_one(Card, device.card_id))
    return device if device.bound_at is not None else _bind(session, device)


def release_device(session: Session, device_id: int, contest_id: int | None = None) -> Device:
    """Release a device at once, bound or waiting; refuses one that is gone, or of another contest."""
    device = _device(session, device_id, contest_id)
    device.released_at = now()
    _tell(session, device)
    return device


def release_seat(session: Session, seat_id: int) -> None:
    """Release every device of a seat."""
    for device in session.scalars(select(Device).where(Device.seat_id == seat_id, Device.released_at.is_(None))):
        device.released_at = now()
        _tell(session, device)


def device_words(agent: str) -> str:
    """Give what people call a device, “máy Android, Chrome”, for the name that its browser sends; other texts as they are."""
    if agent == SIMULATED:
        return "máy mô phỏng"
    if not agent.startswith("Mozilla/"):
        return nfc(agent)[:LABEL_LENGTH]
    known = (next((words for mark, words in names if mark in agent), "") for names in (SYSTEMS, BROWSERS))
    return ", ".join(filter(None, known)) or "máy khác"


def _valid(session: Session, card: Card) -> Card:
    chain.lock(session, session.get_one(Seat, card.seat_id).contest_id)  # two first scans at once must not both bind
    fresh = session.get(Card, card.id, populate_existing=True)
    if fresh is None or fresh.revoked_at is not None:
        raise Refused("card_revoked", status="unauthorised")
    return fresh


def _device(session: Session, device_id: int, contest_id: int | None) -> Device:
    device = session.get(Device, device_id)
    seat = session.get(Seat, device.seat_id) if device else None
    if device is None or seat is None or device.released_at is not None or contest_id not in {None, seat.contest_id}:
        raise Refused("no_device", field="device")
    return device


def _new(session: Session, card: Card, label: str) -> Device:
    # A tablet's session names its device by id, so an id must never come again, not even after its seat was removed.
    unique = 1 + secrets.randbelow(LARGEST_ID)
    device = Device(id=unique, seat_id=card.seat_id, card_id=card.id, label=device_words(label))
    session.add(device)
    session.flush()
    return device


def _bind(session: Session, device: Device) -> Device:
    """Bind a device as its seat's only one: every other of the seat, bound or waiting, is released at once."""
    others = select(Device).where(
        Device.seat_id == device.seat_id, Device.id != device.id, Device.released_at.is_(None)
    )
    for other in session.scalars(others):
        other.released_at = now()
    device.bound_at = now()
    session.flush()
    _tell(session, device)
    return device


def _tell(session: Session, device: Device) -> None:
    """Ring the tablets and the desk once this is committed: one of them has become the seat's, or looks on only."""
    mark_changed(session, session.get_one(Seat, device.seat_id).contest_id, "device_changed")
