"""Seats, who sits in them, cards and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import accounts
from contest.panel import seat_views
from contest.planning import people
from contest.planning.teams import listed
from contest.scorebook.refusals import Refused
from contest.tables.people import Account, Assignment, Card, Device, SeatHolder
from contest.writer import Writer
from tests.building import build


def test_a_seat_comes_with_a_card_and_the_last_one_goes_with_everything(writer: Writer) -> None:
    built = build(writer)
    added = writer.run(lambda session: people.add_seat(session, built.id).id)
    assert writer.run(lambda session: people.valid_card(session, added)) is not None
    for left in (3, 2, 1, 0):
        writer.run(lambda session: people.remove_last_seat(session, built.id))
        assert [seat.number for seat in writer.run(lambda session: people.seats_of(session, built.id))] == list(
            range(1, left + 1)
        )
    assert writer.run(lambda session: [session.scalars(select(each)).all() for each in (Card, Device, SeatHolder)]) == [
        [],
        [],
        [],
    ]
    with pytest.raises(Refused, match="no_seat"):
        writer.run(lambda session: people.remove_last_seat(session, built.id))


def test_seats_are_fixed_once_started_and_not_endless(writer: Writer) -> None:
    built = build(writer, judges=people.MOST_SEATS)
    with pytest.raises(Refused, match="too_many_seats"):
        writer.run(lambda session: people.add_seat(session, built.id))
    built.start()
    with pytest.raises(Refused, match="already_started"):
        writer.run(lambda session: people.add_seat(session, built.id))
    with pytest.raises(Refused, match="already_started"):
        writer.run(lambda session: people.remove_last_seat(session, built.id))


def test_another_person_opens_a_new_row_and_ends_card_and_device(writer: Writer) -> None:
    built = build(writer)
    seat, device = built.seats[1], built.devices[1]
    card = writer.run(lambda session: people.valid_card(session, seat))
    name(writer, seat, "Rmah H’Loan", replaced=False)
    assert holders(writer, seat) == [("Rmah H’Loan", True)]
    assert writer.run(lambda session: session.get_one(Device, device)).released_at is None
    name(writer, seat, "Lê Văn Tám", replaced=True)
    assert holders(writer, seat) == [("Rmah H’Loan", False), ("Lê Văn Tám", True)]
    assert writer.run(lambda session: session.get_one(Device, device)).released_at is not None
    assert card is not None
    assert writer.run(lambda session: session.get_one(Card, card.id)).revoked_at is not None
    with pytest.raises(Refused, match="needs_name"):
        name(writer, seat, "  ", replaced=False)


def name(writer: Writer, seat: int, typed: str, *, replaced: bool) -> None:
    writer.run(lambda session: people.name_holder(session, seat, typed, "bà", "Xã Suối Bạc", replaced=replaced))


def holders(writer: Writer, seat: int) -> list[tuple[str, bool]]:
    query = select(SeatHolder).where(SeatHolder.seat_id == seat).order_by(SeatHolder.id)
    return [(each.name, each.until_at is None) for each in writer.run(lambda session: session.scalars(query).all())]


def test_there_is_one_head_judge(writer: Writer) -> None:
    built = build(writer)
    writer.run(lambda session: people.set_head(session, built.id, built.seats[2], True))
    assert heads(writer, built.id) == [False, False, True]
    writer.run(lambda session: people.set_head(session, built.id, built.seats[2], False))
    assert heads(writer, built.id) == [False, False, False]


def heads(writer: Writer, contest_id: int) -> list[bool]:
    return [seat.head for seat in writer.run(lambda session: people.seats_of(session, contest_id))]


def test_a_judge_of_a_teams_unit_is_told(writer: Writer) -> None:
    built = build(writer)
    writer.run(lambda session: people.name_holder(session, built.seats[0], "A", "ông", "suối bạc"))
    found = writer.run(lambda session: people.same_unit(seat_views(session, built.id), listed(session, built.id)))
    assert [(seat.number, [team.name for team in own]) for seat, own in found] == [(1, ["Suối Bạc"])]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda session, contest, account: people.assign(session, contest, account, "king"), "no_role"),
        (lambda session, contest, account: people.assign(session, contest, 999, "secretary"), "no_account"),
        (lambda session, contest, account: people.assign(session, contest, account, "organiser"), "role_twice"),
        (lambda session, contest, account: people.unassign(session, contest, 999), "no_assignment"),
        (lambda session, contest, account: people.set_active(session, 999, False, by=account), "no_account"),
        (lambda session, contest, account: people.set_active(session, account, False, by=account), "own_account"),
        (lambda session, contest, account: people.seat_in(session, contest, 999), "no_seat"),
    ],
)
def test_what_is_refused(writer: Writer, change: Callable[[Session, int, int], Any], code: str) -> None:
    built = build(writer)
    with pytest.raises(Refused, match=code):
        writer.run(lambda session: change(session, built.id, built.accounts["organiser"]))


def test_the_last_organiser_stays(writer: Writer) -> None:
    built = build(writer)
    query = select(Assignment).where(Assignment.role == "organiser")
    role = writer.run(lambda session: session.scalars(query).one().id)
    with pytest.raises(Refused, match="last_organiser"):
        writer.run(lambda session: people.unassign(session, built.id, role))
    writer.run(lambda session: people.assign(session, built.id, built.accounts["secretary"], "organiser"))
    writer.run(lambda session: people.unassign(session, built.id, role))
    roles = writer.run(lambda session: people.assigned(session, built.id))
    assert [assignment.role for assignment, _ in roles] == ["organiser", "secretary", "secretary", "head_judge"]


def test_an_account_that_is_switched_off_has_no_role_to_get(writer: Writer) -> None:
    built = build(writer)
    made = writer.run(lambda session: accounts.create_account(session, "huong", "Hường", None).id)
    writer.run(lambda session: people.set_active(session, made, False, by=built.accounts["organiser"]))
    assert writer.run(lambda session: session.get_one(Account, made)).generation == 2
    with pytest.raises(Refused, match="no_account"):
        writer.run(lambda session: people.assign(session, built.id, made, "secretary"))
