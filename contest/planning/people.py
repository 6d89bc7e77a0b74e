"""Who works a contest: the panel's seats with their people and cards, and the accounts with their roles."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest import chain
from contest.access import ROLES
from contest.db import now
from contest.history import Hand
from contest.ledger import newest
from contest.panel import SeatView
from contest.scorebook.refusals import Refused
from contest.seating import release_seat
from contest.tables.contests import Contest, Team
from contest.tables.offices import Office
from contest.tables.people import Account, Assignment, Card, Device, Seat, SeatHolder
from contest.tables.places import Unit, UnitBranch
from contest.text import match_key, nfc

MOST_SEATS = 30


@dataclass(frozen=True)
class Holder:
    """Who sits in a seat, as typed; `replaced`: another person from now on."""

    name: str
    salutation: str
    workplace: str
    head: bool = False
    replaced: bool = False


def seats_of(reader: Session, contest_id: int) -> list[Seat]:
    """Give a contest's seats by number."""
    return list(reader.scalars(select(Seat).where(Seat.contest_id == contest_id).order_by(Seat.number)))


def add_seat(session: Session, contest_id: int, *, head: bool = False) -> Seat:
    """Add the next seat, with its card; refuses after the start and beyond 30 seats."""
    _require_prepared(session, contest_id)
    count = len(seats_of(session, contest_id))
    if count >= MOST_SEATS:
        raise Refused("too_many_seats", most=MOST_SEATS)
    seat = Seat(contest_id=contest_id, number=count + 1, head=head)
    session.add(seat)
    session.flush()
    issue_card(session, seat.id)
    return seat


def remove_last_seat(session: Session, contest_id: int) -> None:
    """Remove the seat with the highest number, so that numbers stay 1 to n; refuses after the start."""
    _require_prepared(session, contest_id)
    seats = seats_of(session, contest_id)
    if not seats:
        raise Refused("no_seat")
    last = seats[-1].id
    for table in (Device, Card, SeatHolder):
        session.execute(delete(table).where(table.seat_id == last))
    session.delete(seats[-1])
    session.flush()


def seat_in(session: Session, contest_id: int, seat_id: int) -> Seat:
    """Give a seat of this contest; refuses another."""
    seat = session.get(Seat, seat_id)
    if seat is None or seat.contest_id != contest_id:
        raise Refused("no_seat", field="seat")
    return seat


def name_holder(
    session: Session, seat_id: int, name: str, salutation: str, workplace: str, *, replaced: bool = False
) -> None:
    """Say who sits in a seat. `replaced`: another person from now on, whose predecessor's card and devices end."""
    if not nfc(name):
        raise Refused("needs_name", field="name")
    current = select(SeatHolder).where(SeatHolder.seat_id == seat_id, SeatHolder.until_at.is_(None))
    holder = session.scalars(current).first()
    if holder is not None and replaced:
        holder.until_at = now()
        holder = None
        issue_card(session, seat_id)
    if holder is None:
        holder = SeatHolder(seat_id=seat_id, from_at=now())
        session.add(holder)
    holder.name, holder.salutation, holder.workplace = nfc(name), nfc(salutation) or "đồng chí", nfc(workplace)
    session.flush()


def change_seat(hand: Hand, contest_id: int, seat_id: int, holder: Holder) -> None:
    """Say who sits in a seat and whether the head judge does, and keep in the history what that changed of any seat."""
    session = hand.session
    seat_in(session, contest_id, seat_id)
    before = _said(session, contest_id)
    name_holder(session, seat_id, holder.name, holder.salutation, holder.workplace, replaced=holder.replaced)
    set_head(session, contest_id, seat_id, holder.head)
    after, unit_id = _said(session, contest_id), session.get_one(Contest, contest_id).unit_id
    for seat in seats_of(session, contest_id):
        old, new = before[seat.id], after[seat.id]
        other = [name for name in new if old[name] != new[name]]
        another = holder.replaced and seat.id == seat_id
        if other or another:
            kind, kept = ("replaced", list(new)) if another else ("changed", other)
            hand.note(
                seat, kind, {each: old[each] for each in kept}, {each: new[each] for each in kept}, unit_id=unit_id
            )


def _said(session: Session, contest_id: int) -> dict[int, dict[str, Any]]:
    """Give what the history keeps of each seat of a contest: who sits in it, and whether the head judge does."""
    sitting = (SeatHolder.seat_id == Seat.id) & SeatHolder.until_at.is_(None)
    query = select(Seat, SeatHolder).outerjoin(SeatHolder, sitting).where(Seat.contest_id == contest_id)
    return {
        seat.id: {name: getattr(holder, name, "") for name in ("name", "salutation", "workplace")} | {"head": seat.head}
        for seat, holder in session.execute(query)
    }


def set_head(session: Session, contest_id: int, seat_id: int, head: bool) -> None:
    """Mark the seat of the head judge, taking the mark from any other; or take it from this one."""
    for seat in seats_of(session, contest_id):
        if seat.id == seat_id:
            seat.head = head
        elif head:
            seat.head = False


def valid_card(reader: Session, seat_id: int) -> Card | None:
    """Give the card of a seat that is valid now, or None."""
    valid = select(Card).where(Card.seat_id == seat_id, Card.revoked_at.is_(None))
    return reader.scalars(valid.order_by(Card.id.desc())).first()


def issue_card(session: Session, seat_id: int) -> Card:
    """Issue a seat's card; one issued before is revoked, and the devices bound by it are released at once."""
    for card in session.scalars(select(Card).where(Card.seat_id == seat_id, Card.revoked_at.is_(None))):
        card.revoked_at = now()
    release_seat(session, seat_id)
    card = Card(seat_id=seat_id, nonce=secrets.token_hex(16), issued_at=now())
    session.add(card)
    session.flush()
    return card


def same_unit(seats: Sequence[SeatView], teams: Sequence[Team]) -> list[tuple[SeatView, list[Team]]]:
    """Give each judge whose workplace is the unit of teams, with those teams."""
    found = []
    for seat in seats:
        place = match_key(seat.workplace)
        own = [team for team in teams if place in {team.match_key, team.unit.match_key if team.unit else ""}]
        if place and own:
            found.append((seat, own))
    return found


def assigned(reader: Session, contest_id: int) -> list[tuple[Assignment, Account]]:
    """Give a contest's accounts with their roles, in the order of roles, then of names."""
    query = select(Assignment, Account).join(Account, Account.id == Assignment.account_id)
    rows = [(each[0], each[1]) for each in reader.execute(query.where(Assignment.contest_id == contest_id))]
    order = list(ROLES)
    return sorted(rows, key=lambda row: (order.index(row[0].role), row[1].name, row[0].id))


def by_office(reader: Session, contest_id: int) -> list[tuple[str, str]]:
    """Give who organises a contest by the office of its unit or of one above: (name, unit), the nearest units last."""
    query = (
        select(Account.name, Unit.name)
        .join(Office, Office.account_id == Account.id)
        .join(Unit, Unit.id == Office.unit_id)
        .join(UnitBranch, UnitBranch.above_id == Office.unit_id)
        .join(Contest, Contest.unit_id == UnitBranch.unit_id)
        .where(Contest.id == contest_id, Office.role == "officer", Account.active.is_(True))
    )
    return [(row[0], row[1]) for row in reader.execute(query.order_by(Unit.level_id, Account.name))]


def assign(session: Session, contest_id: int, account_id: int, role: str) -> None:
    """Give an account a role in a contest; refuses an unknown or inactive account and a role that it has."""
    account = session.get(Account, account_id)
    if role not in ROLES:
        raise Refused("no_role", field="role")
    if account is None or not account.active:
        raise Refused("no_account", field="account")
    same = select(Assignment.id).where(
        Assignment.contest_id == contest_id, Assignment.account_id == account_id, Assignment.role == role
    )
    if session.scalars(same).first() is not None:
        raise Refused("role_twice", field="account", name=account.name, role=ROLES[role])
    session.add(Assignment(contest_id=contest_id, account_id=account_id, role=role))
    session.flush()


def unassign(session: Session, contest_id: int, assignment_id: int) -> None:
    """Take a role away; refuses to take it from the last organiser."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.contest_id != contest_id:
        raise Refused("no_assignment")
    organisers = select(Assignment.id).where(Assignment.contest_id == contest_id, Assignment.role == "organiser")
    if assignment.role == "organiser" and len(session.scalars(organisers).all()) == 1:
        raise Refused("last_organiser")
    session.delete(assignment)


def set_active(session: Session, account_id: int, active: bool, *, by: int) -> None:
    """Let an account sign in or not; switching it off signs it out everywhere. Refuses one's own account."""
    account = session.get(Account, account_id)
    if account is None:
        raise Refused("no_account")
    if account.id == by:
        raise Refused("own_account")
    account.active = active
    account.generation += 1


def _require_prepared(session: Session, contest_id: int) -> None:
    chain.lock(session, contest_id)
    if newest(session, contest_id, "contest") is not None:
        raise Refused("already_started")
