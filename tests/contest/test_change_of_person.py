"""Another person takes a seat in the middle of a contest: what the one before sent stays theirs, unseen and untouched."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from contest import board as boards
from contest import tablet
from contest.ledger import Ledger
from contest.panel import seat_views
from contest.planning import people
from contest.scorebook.commands import Answer
from contest.seating import bind_first
from contest.writer import Writer
from tests.building import Built, build

PART, TEAM = "chao_hoi", "Suối Bạc"
BEFORE = {"noi_dung": 7250, "hinh_thuc": 4000}
AFTER = {"noi_dung": 3000, "hinh_thuc": 2000}


@pytest.fixture
def built(writer: Writer) -> Built:
    """Give a running contest in which the first judge has sent a sheet, and then another person took the seat."""
    built = build(writer)
    built.start()
    built.do("open", part=PART, team=built.teams[TEAM])
    assert built.send(1, PART, TEAM, BEFORE).status == "accepted"
    replace(built)
    return built


def replace(built: Built) -> None:
    """Seat another person in seat 1, with a new card on a new tablet."""

    def run(session: Session) -> int:
        people.name_holder(session, built.seats[0], "Người Thay", "đồng chí", "", replaced=True)
        card = people.valid_card(session, built.seats[0])
        assert card is not None
        return bind_first(session, card, "máy khác").id

    built.devices = [built.writer.run(run), *built.devices[1:]]


def told(built: Built) -> list[dict[str, object]]:
    """Give the sheets that the tablet of seat 1 is told of."""

    def run(session: Session) -> list[dict[str, object]]:
        seat = seat_views(session, built.id)[0]
        return list(tablet._own_sheets(Ledger.load(session, built.id), seat))

    return built.writer.run(run)


def counted(built: Built) -> object:
    """Give the marks of seat 1 that count."""
    board = built.writer.run(lambda session: boards.read(session, built.id))
    return board.ledger.data("sheet", PART, built.teams[TEAM], built.seats[0]).get("marks")


def marks_in(answer: Answer) -> object:
    """Give the marks that an answer tells."""
    return (answer.current or {}).get("marks")


def test_the_next_person_neither_sees_nor_changes_a_sheet_that_was_sent(built: Built) -> None:
    assert [(each["state"], each["marks"], each["receipt"]) for each in told(built)] == [("received", {}, "")]
    answer = built.send(1, PART, TEAM, AFTER, base=1)
    assert (answer.status, answer.field, marks_in(answer)) == ("invalid", "sheet", None)
    assert "Người chấm trước" in answer.message
    assert counted(built) == BEFORE


def test_a_sheet_given_back_is_marked_anew_by_the_next_person(built: Built) -> None:
    built.do("return_sheet", "secretary", part=PART, team=built.teams[TEAM], seat=built.seats[0], reason="Chấm lại")
    assert [(each["state"], each["version"], each["marks"]) for each in told(built)] == [("returned", 2, {})]
    stale = built.send(1, PART, TEAM, AFTER, base=0)
    assert (stale.status, marks_in(stale)) == ("conflict", {})
    assert built.send(1, PART, TEAM, AFTER, base=2).status == "accepted"
    assert counted(built) == AFTER
    assert [each["marks"] for each in told(built)] == [AFTER]


def test_another_person_keeps_other_sheets_on_the_same_tablet(built: Built) -> None:
    def owner(session: Session) -> str | None:
        return tablet._owner(session, built.devices[0])

    before = built.writer.run(owner)
    replace(built)
    assert built.writer.run(owner) != before


def test_a_corrected_name_is_the_same_person(built: Built) -> None:
    assert built.send(2, PART, TEAM, BEFORE).status == "accepted"
    built.writer.run(lambda session: people.name_holder(session, built.seats[1], "Tên Đúng", "bà", ""))
    assert built.send(2, PART, TEAM, AFTER, base=1).status == "accepted"
