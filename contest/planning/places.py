"""Keeping units: new ones, corrected ones, their dated parents, and who succeeded whom on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import branches
from contest.planning.units import add_unit, named
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit, UnitBranch, UnitKind, UnitParent, UnitSuccession
from contest.text import date_vi, match_key, nfc

SUCCESSIONS: dict[str, str] = {"rename": "Đổi tên", "merge": "Sáp nhập", "split": "Chia tách"}
"""How a unit gives way to others."""

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
    """Add a unit; refuses a name that stands under the same unit already, a code in use, days the wrong way round."""
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
    """Give the newest of a unit's parents, or None."""
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
        if twin.id != own and _overlap(twin, details) and _parent_id(session, twin) == details.parent_id:
            raise Refused("unit_twice", field="name", name=twin.name)


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


def _overlap(unit: Unit, details: UnitDetails) -> bool:
    starts = max(unit.valid_from or date.min, details.valid_from or date.min)
    return starts <= min(unit.valid_to or date.max, details.valid_to or date.max)


def _parent_id(session: Session, unit: Unit) -> int | None:
    last = last_parent(session, unit.id)
    return last.parent_id if last else None


def succeed(hand: Hand, old: Unit, names: Sequence[str], kind: str, on: date, note: str) -> list[Unit]:
    """Let a unit give way to others from a day on, and give these; the old one keeps its name up to the day before.

    A name that another unit under the same unit bears on that day is that unit (of a merger), any other is made, of the
    same kind; so a merged commune may bear the name of one of those it was made of. What stood below the old one stands
    below the first of the new ones from that day on; that one keeps its books.
    """
    _require_successors(old, names, kind, on)
    session, parent = hand.session, _parent_id(hand.session, old)
    _end(session, old, on - DAY)
    new = [_successor(hand, UnitDetails(name, old.kind_id, "", parent, old.position, on)) for name in names]
    for place, unit in enumerate(new):
        session.add(UnitSuccession(old_id=old.id, new_id=unit.id, kind=kind, on=on, main=place == 0, note=note))
    for child in _children(session, old.id):
        place_under(hand, child, new[0].id, max(on, child.valid_from or on))
    after = {"name": "; ".join(unit.name for unit in new), "on": on}
    hand.note(old, kind, {"name": old.name}, after, unit_id=old.id, reason=note)
    branches.renew(session)
    return new


def _successor(hand: Hand, details: UnitDetails) -> Unit:
    for unit in named(hand.session, details.name):
        if _overlap(unit, details) and _parent_id(hand.session, unit) == details.parent_id:
            return unit
    return make(hand, details)


def _require_successors(old: Unit, names: Sequence[str], kind: str, on: date) -> None:
    if old.valid_from is not None and on <= old.valid_from:
        raise Refused("change_before_unit", field="on", name=old.name, day=date_vi(old.valid_from))
    if old.valid_to is not None and old.valid_to < on:
        raise Refused("unit_ended", field="on", name=old.name, day=date_vi(old.valid_to))
    if not names:
        raise Refused("needs_successor", field="names")
    if kind == "split" and len(names) < 2:
        raise Refused("several_successors", field="names")
    if kind != "split" and len(names) > 1:
        raise Refused("one_successor", field="names", kind=SUCCESSIONS[kind].lower())


def _end(session: Session, unit: Unit, on: date) -> None:
    unit.valid_to = on
    for link in session.scalars(select(UnitParent).where(UnitParent.unit_id == unit.id)):
        link.valid_to = min(link.valid_to or on, on)
    session.flush()


def _children(session: Session, unit_id: int) -> list[Unit]:
    """Give the units whose last parent is this one and that stand on."""
    below = select(Unit).join(UnitParent, UnitParent.unit_id == Unit.id).where(UnitParent.parent_id == unit_id)
    found = session.scalars(below.where(UnitParent.valid_to.is_(None)).order_by(Unit.position, Unit.id)).unique()
    return [unit for unit in found if unit.valid_to is None]
