"""Who succeeds a unit on a day: renamed, merged or split, with what stood below it, under whoever stands above it then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.messages.register import REGISTER_SAID
from contest.planning import branches
from contest.planning.places import DAY, UnitDetails, add, last_parent, overlap, parent_id_of, place_under
from contest.planning.units import named
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit, UnitParent, UnitSuccession
from contest.text import date_vi, match_key, nfc

SUCCESSIONS: dict[str, str] = {"rename": "Đổi tên", "merge": "Sáp nhập", "split": "Chia tách"}
"""How a unit gives way to others."""

NAME_MOST = 200  # characters, of contest.tables.places


def succeed(hand: Hand, old: Unit, names: Sequence[str], kind: str, on: date, note: str) -> list[Unit]:
    """Let a unit give way to others from a day on, and give these; the old one keeps its name up to the day before.

    A name that another unit under the same unit bears on that day is that unit (of a merger), any other is made, of the
    same kind; so a merged commune may bear the name of one of those it was made of. Where the unit above has ended by
    then, the new ones stand under whoever stands for it. What stood below the old one stands below the first of the new
    ones from that day on; that one keeps its books.
    """
    _require_successors(hand.session, old, names, kind, on)
    session, parent = hand.session, _standing_for(hand.session, parent_id_of(hand.session, old), on)
    _end(session, old, on - DAY)
    details = [UnitDetails(name, old.kind_id, "", parent, old.position, on) for name in names]
    new = [_successor(hand, each, kind) for each in details]
    for place, unit in enumerate(new):
        session.add(UnitSuccession(old_id=old.id, new_id=unit.id, kind=kind, on=on, main=place == 0, note=note))
    for child in _children(session, old.id, on):
        place_under(hand, child, new[0].id, max(on, child.valid_from or on))
    after = {"name": "; ".join(unit.name for unit in new), "on": on}
    hand.note(old, kind, {"name": old.name}, after, unit_id=old.id, reason=note)
    branches.renew(session)
    return new


def _successor(hand: Hand, details: UnitDetails, kind: str) -> Unit:
    for unit in named(hand.session, details.name):
        if overlap(unit, details) and parent_id_of(hand.session, unit) == details.parent_id:
            if kind == "rename":
                raise Refused("rename_is_merger", field="names", name=unit.name)
            return unit
    made = add(hand, details)
    _follow_parents(hand, made)
    return made


def _follow_parents(hand: Hand, unit: Unit) -> None:
    """Put a new unit whose unit above ends before it under whoever stands for that one from the next day on."""
    while (last := last_parent(hand.session, unit.id)) is not None:
        ends = hand.session.get_one(Unit, last.parent_id).valid_to
        heir = None if ends is None else _standing_for(hand.session, last.parent_id, ends + DAY)
        if ends is None or heir == last.parent_id:
            return
        place_under(hand, unit, heir, ends + DAY)


def _standing_for(session: Session, unit_id: int | None, on: date) -> int | None:
    """Give a unit where it has not ended by a day, else who keeps its books then, else the nearest above that still stands.

    Where none does, the unit itself: nothing falls out of its branch.
    """
    each, seen = unit_id, set[int]()
    while each is not None and each not in seen:
        seen.add(each)
        unit = session.get_one(Unit, each)
        if unit.valid_to is None or unit.valid_to >= on:
            return each
        kept = select(UnitSuccession.new_id).where(UnitSuccession.old_id == each, UnitSuccession.main.is_(True))
        each = session.scalars(kept).first() or parent_id_of(session, unit)
    return unit_id


def _require_successors(session: Session, old: Unit, names: Sequence[str], kind: str, on: date) -> None:
    _require_lasting(session, old, on)
    if not names:
        raise Refused("needs_successor", field="names")
    twice = next((name for name, count in Counter(match_key(name) for name in names).items() if count > 1), None)
    if twice is not None:
        name = next(name for name in names if match_key(name) == twice)
        raise Refused("successor_twice", field="names", name=nfc(name))
    long = next((nfc(name) for name in names if len(nfc(name)) > NAME_MOST), None)
    if long is not None:
        raise Refused("line_long", field="names", typed=long[:40], most=NAME_MOST)
    if kind == "split" and len(names) < 2:
        raise Refused("several_successors", field="names")
    if kind != "split" and len(names) > 1:
        raise Refused("one_successor", field="names", kind=SUCCESSIONS[kind].lower())


def _require_lasting(session: Session, old: Unit, on: date) -> None:
    """Refuse a unit that gave way already, had not begun, or had ended before the day on which others would follow it."""
    given = select(UnitSuccession, Unit.name).join(Unit, Unit.id == UnitSuccession.new_id)
    row = session.execute(given.where(UnitSuccession.old_id == old.id).order_by(UnitSuccession.main.desc())).first()
    if row is not None:
        done, day = SUCCESSIONS[row[0].kind].lower(), date_vi(row[0].on)
        raise Refused("succeeded_already", name=old.name, kind=done, other=row[1], day=day)
    if old.valid_from is not None and on <= old.valid_from:
        raise Refused("change_before_unit", field="on", name=old.name, day=date_vi(old.valid_from))
    if old.valid_to is not None and old.valid_to < on - DAY:
        days = {"day": date_vi(old.valid_to), "next": date_vi(old.valid_to + DAY)}
        raise Refused("unit_ended", field="on", name=old.name, **days)


def _end(session: Session, unit: Unit, on: date) -> None:
    unit.valid_to = on
    for link in session.scalars(select(UnitParent).where(UnitParent.unit_id == unit.id)):
        link.valid_to = min(link.valid_to or on, on)
    session.flush()


def _children(session: Session, unit_id: int, on: date) -> list[Unit]:
    """Give the units whose last parent is this one and that stand on a day or later."""
    below = select(Unit).join(UnitParent, UnitParent.unit_id == Unit.id).where(UnitParent.parent_id == unit_id)
    lasting = Unit.valid_to.is_(None) | (Unit.valid_to >= on)
    found = session.scalars(below.where(lasting).order_by(Unit.position, Unit.id)).unique()
    return [unit for unit in found if parent_id_of(session, unit) == unit_id]


def elsewhere(reader: Session, old_id: int, new_id: int) -> list[str]:
    """Say under which unit a new one stands where that is not the old one's, with the reason."""
    old, new = (last_parent(reader, each) for each in (old_id, new_id))
    if old is None or new is None or old.parent_id == new.parent_id:
        return []
    ended, above, unit = (reader.get_one(Unit, each) for each in (old.parent_id, new.parent_id, new_id))
    if ended.valid_to is None:
        return []
    values = {"unit": unit.name, "above": above.name, "ended": ended.name, "day": date_vi(ended.valid_to)}
    return [REGISTER_SAID["put_elsewhere"].format(**values)]
