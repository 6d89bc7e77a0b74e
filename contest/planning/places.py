"""Keeping units: new ones, corrected ones, and their dated parents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import branches
from contest.planning.units import add_unit, named
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.contests import Contest
from contest.tables.places import Unit, UnitBranch, UnitKind, UnitParent, UnitSuccession
from contest.tables.recognition import Registration
from contest.text import date_vi, match_key, nfc

DAY = timedelta(days=1)


@dataclass(frozen=True)
class UnitDetails:
    """What a unit is, as typed and already clean; `parent_id` stands above it from `parent_from` on, or all its days."""

    name: str
    kind_id: int | None = None
    code: str = ""
    parent_id: int | None = None
    position: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    parent_from: date | None = None


def kinds(reader: Session) -> list[UnitKind]:
    """Give every kind of unit in order, ended ones too."""
    return list(reader.scalars(select(UnitKind).order_by(UnitKind.position)))


def make(hand: Hand, details: UnitDetails) -> Unit:
    """Add a unit; refuses a name that stands under the same unit already, a code in use, wrong days, one above that ended."""
    _require_above(hand.session, details)
    return add(hand, details)


def add(hand: Hand, details: UnitDetails) -> Unit:
    """Add a unit as `make` does, under whichever other it is to stand at first."""
    _check(hand.session, details, None)
    kind = hand.session.get(UnitKind, details.kind_id) if details.kind_id else None
    unit = Unit(
        name=nfc(details.name),
        kind_id=details.kind_id,
        level_id=kind.level_id if kind else None,
        code=details.code or None,
        position=details.position,
        valid_from=details.valid_from,
        valid_to=details.valid_to,
    )
    add_unit(hand.session, unit, details.parent_id)
    said = {"name": unit.name, "code": unit.code, "parent": _name(hand.session, details.parent_id)}
    days = {"valid_from": unit.valid_from, "valid_to": unit.valid_to}
    hand.note(unit, "made", {}, {name: value for name, value in (said | days).items() if value}, unit_id=unit.id)
    return unit


def correct(hand: Hand, unit: Unit, details: UnitDetails) -> None:
    """Correct what was written wrongly of a unit; a new name by decision is a succession, which keeps the old one."""
    _check(hand.session, details, unit)
    if (details.parent_id, details.valid_to) != (parent_id_of(hand.session, unit), unit.valid_to):
        _require_above(hand.session, details)
    _require_used_days(hand.session, unit, details)
    kind = hand.session.get(UnitKind, details.kind_id) if details.kind_id else None
    values = {
        "name": nfc(details.name),
        "match_key": match_key(details.name),
        "search_key": match_key(details.name, marks=False),
        "kind_id": details.kind_id,
        "level_id": kind.level_id if kind else unit.level_id,
        "code": details.code or None,
        "position": details.position,
        "valid_from": details.valid_from,
        "valid_to": details.valid_to,
    }
    hand.change(unit, values, unit.id)
    place_under(hand, unit, details.parent_id, details.parent_from or details.valid_from)


def place_under(hand: Hand, unit: Unit, parent_id: int | None, since: date | None) -> None:
    """Put a unit below another; the last parent is corrected where it began the same day, else it ends the day before."""
    last = last_parent(hand.session, unit.id)
    if (last.parent_id if last else None) == parent_id:
        return
    if last is not None and since is not None and (last.valid_from or date.min) < since:
        last.valid_to = since - DAY
    elif last is not None:
        hand.session.delete(last)
    if parent_id is not None:
        hand.session.add(UnitParent(unit_id=unit.id, parent_id=parent_id, valid_from=since, valid_to=unit.valid_to))
    hand.session.flush()
    names = [_name(hand.session, each) for each in (last.parent_id if last else None, parent_id)]
    dated = {"since": since} if since else {}
    hand.note(unit, "moved", {"parent": names[0]}, {"parent": names[1], **dated}, unit_id=unit.id)
    branches.renew(hand.session)


def _name(reader: Session, unit_id: int | None) -> str | None:
    return None if unit_id is None else reader.get_one(Unit, unit_id).name


def last_parent(reader: Session, unit_id: int) -> UnitParent | None:
    """Give the link to the newest of a unit's parents, or None."""
    held = reader.scalars(select(UnitParent).where(UnitParent.unit_id == unit_id).order_by(UnitParent.id)).all()
    return max(held, key=lambda each: (each.valid_to or date.max, each.id), default=None)


def _check(session: Session, details: UnitDetails, unit: Unit | None) -> None:
    if details.valid_from and details.valid_to and details.valid_to < details.valid_from:
        raise Refused("days_reversed", field="valid_to")
    since, until = details.valid_from or date.min, details.valid_to or date.max
    if details.parent_from is not None and not since <= details.parent_from <= until:
        raise Refused("parent_outside", field="parent_from", name=nfc(details.name))
    if unit is not None:
        _check_successions(session, unit, details)
    own = unit.id if unit else None
    if details.parent_id is not None and own is not None and _below(session, own, details.parent_id):
        raise Refused("unit_under_itself", field="parent", name=details.name)
    holder = session.scalars(select(Unit).where(Unit.code == details.code)).first() if details.code else None
    if holder is not None and holder.id != own:
        raise Refused("code_twice", field="code", number=details.code, name=holder.name)
    for twin in named(session, details.name):
        if twin.id != own and overlap(twin, details) and parent_id_of(session, twin) == details.parent_id:
            raise Refused("unit_twice", field="name", name=twin.name)


def _require_above(session: Session, details: UnitDetails) -> None:
    """Refuse a unit that would stand on under another that has ended."""
    parent = session.get_one(Unit, details.parent_id) if details.parent_id is not None else None
    ends = parent.valid_to if parent is not None else None
    if parent is not None and ends is not None and (details.valid_to or date.max) > ends:
        raise Refused("above_ended", field="parent", name=parent.name, day=date_vi(ends))


def _require_used_days(session: Session, unit: Unit, details: UnitDetails) -> None:
    """Refuse a first day after a contest or a registration of the unit."""
    since = details.valid_from
    if since is None or since <= (unit.valid_from or date.min):
        return
    held = session.scalar(select(func.min(Contest.held_on)).where(Contest.unit_id == unit.id))
    if held is not None and held < since:
        raise Refused(
            "used_before", field="valid_from", name=unit.name, what=f"hội thi ngày {date_vi(held)}", day=date_vi(held)
        )
    years = select(func.min(Campaign.year)).join(Registration, Registration.campaign_id == Campaign.id)
    year = session.scalar(years.where(Registration.unit_id == unit.id))
    if year is not None and date(year, 12, 31) < since:
        day = date_vi(date(year, 12, 31))
        raise Refused("used_before", field="valid_from", name=unit.name, what=f"đăng ký năm {year}", day=day)


def _check_successions(session: Session, unit: Unit, details: UnitDetails) -> None:
    """Refuse days on which a unit would end before it gave way, or begin after it took another's place."""
    links = select(UnitSuccession).where((UnitSuccession.old_id == unit.id) | (UnitSuccession.new_id == unit.id))
    for link in session.scalars(links):
        if link.old_id == unit.id and details.valid_to != link.on - DAY:
            raise Refused("days_of_change", field="valid_to", day=date_vi(link.on - DAY))
        if link.new_id == unit.id and (details.valid_from or date.min) > link.on:
            raise Refused("days_of_change", field="valid_from", day=date_vi(link.on))


def _below(session: Session, above: int, unit: int) -> bool:
    return session.get(UnitBranch, (above, unit)) is not None


def overlap(unit: Unit, details: UnitDetails) -> bool:
    """Say whether a unit stands on any of the days of another."""
    starts = max(unit.valid_from or date.min, details.valid_from or date.min)
    return starts <= min(unit.valid_to or date.max, details.valid_to or date.max)


def parent_id_of(session: Session, unit: Unit) -> int | None:
    """Give the newest of a unit's parents, or None."""
    last = last_parent(session, unit.id)
    return last.parent_id if last else None
