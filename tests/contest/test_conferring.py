"""Hội ý: nobody sees another's sheet but the judges of a performance about which the panel confers, and only then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from contest import board as boards
from contest import deskside, deskview
from contest.access import SEAT_SESSION
from contest.db import now
from contest.files.conferring import conferrings
from contest.planning import people
from contest.release import public_body
from contest.scorebook.refusals import Refused
from contest.seating import bind_first
from contest.tables.people import Device
from scoring import rulebook as rulebooks
from tests.building import SMALL, Built, build

TURN = ("chao_hoi", "Suối Bạc")
# Marks that occur nowhere else, by seat, and those of a performance about which nobody confers.
SECRET = {1: {"noi_dung": 9250, "hinh_thuc": 4750}, 2: {"noi_dung": 8750, "hinh_thuc": 5250}}
THIRD = {"noi_dung": 7750, "hinh_thuc": 6250}
ELSEWHERE = {1: {"noi_dung": 3250, "hinh_thuc": 1750}, 2: {"noi_dung": 2750, "hinh_thuc": 1250}}


def start(built: Built) -> Built:
    """Have both judges marked two teams, the third judge only the second team."""
    built.start()
    for team, marks in (("Suối Bạc", SECRET), ("Suối Trai", ELSEWHERE)):
        built.do("open", part="chao_hoi", team=built.teams[team])
        for seat, sheet in marks.items():
            assert built.send(seat, "chao_hoi", team, sheet).status == "accepted"
    return built


@pytest.fixture
def built(app: Flask) -> Built:
    return start(build(app.extensions["writer"]))


def turn(built: Built, team: str = "Suối Bạc") -> dict[str, Any]:
    return {"part": "chao_hoi", "team": built.teams[team]}


def refused(built: Built, command: str, **args: Any) -> str:
    with pytest.raises(Refused) as caught:
        built.do(command, "head_judge", **args)
    return caught.value.code


def tablet(app: Flask, built: Built, seat: int) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session[SEAT_SESSION] = built.devices[seat - 1]
    return client


def hello(app: Flask, built: Built, seat: int) -> dict[str, Any]:
    """Ask as a tablet does, over HTTP; sockets are answered by the same function."""
    answer = tablet(app, built, seat).post("/cham/hello", json={"protocol": 1, "device": "test-tablet"})
    told: dict[str, Any] = answer.get_json()
    assert told["status"] == "accepted", told
    return told


def figures(told: object) -> Iterator[int]:
    """Give every whole number that stands anywhere in an answer."""
    if isinstance(told, dict):
        for each in told.values():
            yield from figures(each)
    elif isinstance(told, list):
        for each in told:
            yield from figures(each)
    elif isinstance(told, int):
        yield told


def seen(app: Flask, built: Built, seat: int) -> set[int]:
    """Give which secret marks of other judges are anywhere in what a tablet and its page are told."""
    own = set().union(*(marks[seat].values() for marks in (SECRET, ELSEWHERE) if seat in marks))
    secret = {mark for marks in (SECRET, ELSEWHERE) for sheet in marks.values() for mark in sheet.values()}
    page = tablet(app, built, seat).get("/cham").get_data(as_text=True)
    assert not any(str(mark) in page for mark in secret)
    return set(figures(hello(app, built, seat))) & (secret - own)


def test_only_the_judges_of_the_opened_performance_see_its_sheets_and_only_while_it_is_open(
    app: Flask, built: Built
) -> None:
    assert [seen(app, built, seat) for seat in (1, 2, 3)] == [set(), set(), set()]
    built.do("judge_absent", **turn(built), seat=built.seats[2], absent=True, reason="Việc gia đình")
    assert [seen(app, built, seat) for seat in (1, 2, 3)] == [set(), set(), set()]
    built.do("open_conferring", "head_judge", **turn(built))
    # The third did not mark this team, and nobody sees the other team's sheets.
    opened = [set(SECRET[2].values()), set(SECRET[1].values()), set()]
    assert [seen(app, built, seat) for seat in (1, 2, 3)] == opened
    built.do("close_conferring", "head_judge", **turn(built), conclusion="Giữ nguyên các phiếu")
    assert [seen(app, built, seat) for seat in (1, 2, 3)] == [set(), set(), set()]
    built.do("lock", **turn(built))
    assert [seen(app, built, seat) for seat in (1, 2, 3)] == [set(), set(), set()]


def complete(built: Built) -> Built:
    assert built.send(3, *TURN, THIRD).status == "accepted"
    return built


@pytest.mark.parametrize("shown", ["numbered", "named"])
def test_judges_are_numbered_or_named_as_the_rulebook_says(app: Flask, shown: str) -> None:
    rules = rulebooks.loads(f'judges_shown = "{shown}"\n' + SMALL)
    built = complete(start(build(app.extensions["writer"], rulebook=rules)))
    built.do("open_conferring", "head_judge", **turn(built))
    names = {"numbered": ["", "", ""], "named": ["Nguyễn Văn 1", "Nguyễn Văn 2", "Nguyễn Văn 3"]}[shown]
    marks = [SECRET[1], SECRET[2], THIRD]
    assert hello(app, built, 3)["conferring"] == [
        {
            "sheet": f"chao_hoi/{built.teams['Suối Bạc']}",
            "judges": [
                {"number": number, "name": name, "marks": sheet}
                for number, (name, sheet) in enumerate(zip(names, marks, strict=True), 1)
            ],
        }
    ]
    board = built.writer.run(lambda session: boards.read(session, built.id))
    judges = [sheet.judge for sheet in conferrings_of(built)[0].sheets]
    title = {"numbered": "Giám khảo số 1", "named": "Giám khảo số 1, Nguyễn Văn 1"}[shown]
    assert (board.rules.judges_shown, judges[0]) == (shown, title)


def conferrings_of(built: Built) -> Any:
    return built.writer.run(lambda session: conferrings(session, boards.read(session, built.id)))


def test_who_took_a_judges_place_or_a_judges_tablet_sees_nothing(app: Flask, built: Built) -> None:
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))

    def replace(session: Session) -> list[int]:
        people.name_holder(session, built.seats[0], "Người Thay", "đồng chí", "", replaced=True)
        card = people.valid_card(session, built.seats[0])
        assert card is not None
        session.get_one(Device, built.devices[1]).released_at = now()
        return [bind_first(session, card, "máy mới").id, *built.devices[1:]]

    built.devices = built.writer.run(replace)
    told = [hello(app, built, seat) for seat in (1, 2, 3)]
    assert [(each["read_only"], len(each["conferring"])) for each in told] == [(False, 0), (True, 0), (False, 1)]


def test_a_judge_keeps_or_retypes_and_the_minutes_have_both(built: Built) -> None:
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))
    again = {"noi_dung": 8000, "hinh_thuc": 4750}
    assert built.send(1, *TURN, again, base=1).status == "accepted"
    board = built.writer.run(lambda session: boards.read(session, built.id))
    sheet = board.ledger.data("sheet", "chao_hoi", built.teams["Suối Bạc"], built.seats[0])
    assert (sheet["version"], sheet["reason"], sheet["conferring"]) == (2, "hội ý", 1)
    built.do("close_conferring", "head_judge", **turn(built), conclusion="Thống nhất mức 8 điểm")
    (conferring,) = conferrings_of(built)
    assert conferring.title == "đội Suối Bạc, phần Chào hỏi, lần 1"
    assert (conferring.conclusion, conferring.state) == ("Thống nhất mức 8 điểm", "closed")
    assert [(sheet.judge, sheet.total.before, sheet.total.after, sheet.kept) for sheet in conferring.sheets] == [
        ("Giám khảo số 1", "14", "12,75", False),
        ("Giám khảo số 2", "14", "14", True),
        ("Giám khảo số 3", "14", "14", True),
    ]
    assert [(mark.before, mark.after) for mark in conferring.sheets[0].marks] == [("9,25", "8"), ("4,75", "4,75")]


def test_after_the_conferring_a_sheet_changes_only_when_it_is_given_back(app: Flask, built: Built) -> None:
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))
    built.do("close_conferring", "head_judge", **turn(built), conclusion="Giữ nguyên")
    late = built.send(1, *TURN, {"noi_dung": 8000, "hinh_thuc": 4750}, base=1)
    assert (late.status, late.why) == ("locked", "conferred")
    assert [one["conferred"] for one in hello(app, built, 1)["performances"]] == [True, False]
    built.do("return_sheet", "head_judge", **turn(built), seat=built.seats[0], reason="Ghi nhầm dòng")
    assert built.send(1, *TURN, {"noi_dung": 8000, "hinh_thuc": 4750}, base=2).status == "accepted"


def test_what_is_refused(built: Built) -> None:
    assert refused(built, "open_conferring", **turn(built)) == "conferring_missing"
    assert refused(built, "open_conferring", **turn(built, "Sơn Phước")) == "unlawful_state"
    assert refused(built, "open_conferring", part="kien_thuc", team=built.teams["Suối Bạc"]) == "agreed_part"
    assert refused(built, "close_conferring", **turn(built), conclusion="Xong") == "no_conferring"
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))
    assert refused(built, "open_conferring", **turn(built)) == "conferring_open"
    assert refused(built, "lock", **turn(built)) == "conferring_first"
    assert refused(built, "team_absent", **turn(built), reason="Về") == "conferring_first"
    absent = {"seat": built.seats[2], "absent": True, "reason": "Về sớm"}
    assert refused(built, "judge_absent", **turn(built), **absent) == "conferring_first"
    with pytest.raises(Refused, match="needs_reason") as caught:
        built.do("close_conferring", "head_judge", **turn(built), conclusion="  ")
    assert (caught.value.field, caught.value.message) == ("conclusion", "Đề nghị ghi rõ kết luận.")


def test_the_lock_waits_for_the_end_of_the_conferring_and_says_so(built: Built) -> None:
    complete(built)
    for command, why in (("open_conferring", "Ban Giám khảo đang hội ý"), ("close_conferring", "")):
        built.do(command, "head_judge", **turn(built), **({} if why else {"conclusion": "Giữ nguyên"}))
        grid = deskview.grid(built.board(), "chao_hoi", {})
        refusal = deskside.lock_refusal(grid, grid.row(built.teams["Suối Bạc"]))
        assert refusal.startswith(why)
        assert bool(refusal) == bool(why)


def test_a_conferring_ends_when_every_sheet_is_back(built: Built) -> None:
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))
    built.do("return_sheet", "head_judge", **turn(built), seat=built.seats[0], reason="Xem lại")
    assert refused(built, "close_conferring", **turn(built), conclusion="Xong") == "conferring_missing"
    assert built.send(1, *TURN, SECRET[1], base=2).status == "accepted"
    built.do("close_conferring", "head_judge", **turn(built), conclusion="Xong")
    built.do("lock", **turn(built))
    assert refused(built, "open_conferring", **turn(built)) == "unlawful_state"


def test_a_second_conferring_has_the_next_number(built: Built) -> None:
    complete(built)
    for conclusion in ("Lần đầu", "Lần sau"):
        built.do("open_conferring", "head_judge", **turn(built))
        built.do("close_conferring", "head_judge", **turn(built), conclusion=conclusion)
    assert [(each.number, each.conclusion) for each in conferrings_of(built)] == [(1, "Lần đầu"), (2, "Lần sau")]


def test_the_hall_is_told_nothing_of_it(built: Built) -> None:
    before = built.writer.run(lambda session: json.dumps(public_body(boards.read(session, built.id))))
    complete(built)
    built.do("open_conferring", "head_judge", **turn(built))
    after = built.writer.run(lambda session: json.dumps(public_body(boards.read(session, built.id))))
    assert after == before
