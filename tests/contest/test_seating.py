"""One device a seat: the first scan binds, a further one takes over by PIN or approval, five wrong PINs are enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from contest import seating
from contest.access import card_pin
from contest.planning import people
from contest.scorebook.refusals import Refused
from contest.scorebook.sheets import Speaker, sender_of
from contest.tables.people import Card, Device
from contest.writer import Writer
from tests.building import Built, build


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a contest whose seats have new cards and no devices yet."""
    writer: Writer = app.extensions["writer"]
    made = build(writer)
    for seat in made.seats:
        run(made, people.issue_card, seat)
    return made


def card(built: Built, seat: int = 0) -> Card:
    found = built.writer.run(lambda session: people.valid_card(session, built.seats[seat]))
    assert found is not None
    return found


def run(built: Built, work: Callable[..., Any], *args: Any) -> Any:
    return built.writer.run(lambda session: work(session, *args))


def may_mark(built: Built, device: Device) -> bool:
    sender = run(built, sender_of, Speaker(device.id))
    return sender is not None and not sender.released


def test_the_first_scan_binds_and_the_next_is_refused(built: Built) -> None:
    first = run(built, seating.bind_first, card(built), "Máy 1")
    assert may_mark(built, first)
    assert run(built, seating.present_device, built.seats[0]).id == first.id
    with pytest.raises(Refused, match="device_elsewhere"):
        run(built, seating.bind_first, card(built), "Máy 2")


def test_the_pin_takes_over_and_the_first_may_no_longer_mark(app: Flask, built: Built) -> None:
    first = run(built, seating.bind_first, card(built), "Máy 1")
    with app.app_context():
        pin = card_pin(card(built))
        second = run(built, seating.take_over, card(built), f" {pin[:3]} {pin[3:]} ", "Máy 2")
    assert (may_mark(built, first), may_mark(built, second)) == (False, True)


def test_five_wrong_pins_close_this_card_only(app: Flask, built: Built) -> None:
    with app.app_context():
        pin = card_pin(card(built))
        wrong = "000000" if pin != "000000" else "111111"
        for _ in range(5):
            with pytest.raises(Refused, match="wrong_pin"):
                run(built, seating.take_over, card(built), wrong, "")
        with pytest.raises(Refused, match="pin_throttled"):
            run(built, seating.take_over, card(built), pin, "")
        other = card(built, 1)
        assert may_mark(built, run(built, seating.take_over, other, card_pin(other), ""))


def test_the_desk_lets_a_waiting_device_take_over(built: Built) -> None:
    first = run(built, seating.bind_first, card(built), "Máy 1")
    given_up = run(built, seating.ask_approval, card(built), "Máy 2")
    waiting = run(built, seating.ask_approval, card(built), "Máy 3")
    assert [device.id for device in run(built, seating.pending_devices, built.id)] == [waiting.id]
    assert not may_mark(built, waiting)
    with pytest.raises(Refused, match="no_device"):
        run(built, seating.approve_device, waiting.id, built.id + 1)
    run(built, seating.approve_device, waiting.id, built.id)
    run(built, seating.approve_device, waiting.id)  # pressed twice
    assert [may_mark(built, device) for device in (first, given_up, waiting)] == [False, False, True]
    with pytest.raises(Refused, match="no_device"):
        run(built, seating.approve_device, given_up.id)


def test_a_released_device_stops_and_its_card_asks_for_more(built: Built) -> None:
    first = run(built, seating.bind_first, card(built), "Máy 1")
    run(built, seating.release_device, first.id, built.id)
    assert not may_mark(built, first)
    with pytest.raises(Refused, match="device_elsewhere"):
        run(built, seating.bind_first, card(built), "Máy lạ")


def test_a_new_card_ends_the_old_one_and_its_devices(app: Flask, built: Built) -> None:
    old = card(built)
    first = run(built, seating.bind_first, old, "Máy 1")
    waiting = run(built, seating.ask_approval, old, "Máy 2")
    run(built, people.issue_card, built.seats[0])
    assert not may_mark(built, first)
    with app.app_context():
        with pytest.raises(Refused, match="card_revoked"):
            run(built, seating.bind_first, old, "")
        with pytest.raises(Refused, match="card_revoked"):
            run(built, seating.take_over, old, card_pin(old), "")
        with pytest.raises(Refused, match="card_revoked"):
            run(built, seating.ask_approval, old, "")
    with pytest.raises(Refused, match="no_device"):
        run(built, seating.approve_device, waiting.id)
    assert may_mark(built, run(built, seating.bind_first, card(built), "Máy 1"))


def test_a_devices_number_never_comes_again(built: Built) -> None:
    first = run(built, seating.bind_first, card(built, 2), "Máy 3")
    run(built, people.remove_last_seat, built.id)
    added = run(built, people.add_seat, built.id)
    again = run(built, lambda session: people.valid_card(session, added.id))
    assert run(built, seating.bind_first, again, "Máy khác").id != first.id
    assert run(built, lambda session: session.scalars(select(Device).where(Device.id == first.id)).first()) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36",
            "máy Android, Chrome",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 15_6 like Mac OS X) AppleWebKit/605 Version/15.6 Safari/604.1", "iPad, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/119 Safari/537 Edg/119", "máy Windows, Edge"),
        ("Mozilla/5.0 (PlayStation)", "máy khác"),
        (seating.SIMULATED, "máy mô phỏng"),
        ("Máy  thư\u0301 ", "Máy thứ"),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert seating.device_words(agent) == words
