"""The second person: another than the typist, with the role and the PIN, and five wrong tries at most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import board as boards
from contest.access import hash_secret
from contest.tables.people import Account
from tests.building import Built, build
from tests.contest.pages.walker import Walker

PIN = "246810"
DOOR = "/hoi-thi/1/lenh"


@cache
def pin_hash() -> str:
    """Give the hash of everybody's PIN, made once."""
    return hash_secret(PIN)


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest whose second secretary and head judge have a PIN."""
    built = build(app.extensions["writer"])
    built.start()

    def give_pins(session: Session) -> None:
        for role in ("secretary", "second_secretary", "head_judge", "organiser"):
            session.get_one(Account, built.accounts[role]).pin_hash = pin_hash()

    built.writer.run(give_pins)
    return built


def turn(built: Built) -> dict[str, Any]:
    return {"part": "chao_hoi", "team": built.teams["Suối Bạc"]}


def confirming(built: Built, role: str, pin: str = PIN) -> dict[str, Any]:
    names = {
        "secretary": "secretary-1",
        "second": "second-secretary-1",
        "head_judge": "head-judge-1",
        "organiser": "organiser-1",
    }
    return {"command": "confirm_sheet", "seat": built.seats[0], "version": 1, "second": names[role], "pin": pin} | turn(
        built
    )


@pytest.fixture
def typed(built: Built) -> Built:
    """Give the contest with one sheet typed in by the secretary."""
    built.do("open", "secretary", **turn(built))
    built.do("type_sheet", "secretary", **turn(built), seat=built.seats[0], marks={"noi_dung": "9,5", "hinh_thuc": "7"})
    return built


@pytest.mark.parametrize(
    ("second", "pin", "field"),
    [("secretary", PIN, "second"), ("second", "000000", "pin"), ("second", "", "pin"), ("organiser", PIN, "second")],
)
def test_the_second_person_must_be_another_with_the_role_and_the_pin(
    app: Flask, typed: Built, second: str, pin: str, field: str | None
) -> None:
    answer = Walker(app, typed.accounts["secretary"]).post_json(DOOR, confirming(typed, second, pin))
    assert (answer.status_code, answer.get_json()["field"]) == (409, field)
    assert sheet(typed)["state"] == "typed"


def sheet(built: Built) -> Mapping[str, Any]:
    board = built.writer.run(lambda session: boards.read(session, built.id))
    return board.ledger.data("sheet", "chao_hoi", built.teams["Suối Bạc"], built.seats[0])


@pytest.mark.parametrize("second", ["second", "head_judge"])
def test_the_second_person_is_the_one_who_is_written_down(app: Flask, typed: Built, second: str) -> None:
    answer = Walker(app, typed.accounts["secretary"]).post_json(DOOR, confirming(typed, second))
    assert answer.get_json() == {
        "status": "accepted",
        "message": "Đã xác nhận phiếu, đội số 1 – Suối Bạc, phần Chào hỏi.",
        "field": None,
    }
    role = {"second": "second_secretary", "head_judge": "head_judge"}[second]
    assert sheet(typed)["confirmed_by"] == f"account:{typed.accounts[role]}"


def test_five_wrong_pins_close_the_door_for_that_person_alone(app: Flask, typed: Built) -> None:
    walker = Walker(app, typed.accounts["secretary"])
    for _ in range(5):
        assert "PIN" in walker.post_json(DOOR, confirming(typed, "second", "111111")).get_json()["message"]
    shut = walker.post_json(DOOR, confirming(typed, "second"))
    assert "quá nhiều lần" in shut.get_json()["message"]
    assert walker.post_json(DOOR, confirming(typed, "head_judge")).status_code == 200


def test_a_pin_is_never_shown_again(app: Flask, typed: Built) -> None:
    form = {"form": "confirm", "back": "paper.confirm"} | confirming(typed, "second", "975310")
    page = Walker(app, typed.accounts["secretary"]).post(DOOR, form).get_data(as_text=True)
    assert "second-secretary-1" in page
    assert "975310" not in page


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"second": "khong-co-ai"}, "second", "Hội thi này không có ai có tên đăng nhập “khong-co-ai”."),
        ({"second": "organiser-1"}, "second", "việc này cần Tổ Thư ký hoặc Trưởng Ban Giám khảo xác nhận"),
        ({"pin": " "}, "pin", "Đề nghị người xác nhận nhập mã PIN của mình."),
        ({"version": 9}, None, "không chờ xác nhận"),
    ],
)
def test_only_a_wrong_pin_counts_as_a_try(
    app: Flask, typed: Built, change: dict[str, Any], field: str | None, said: str
) -> None:
    walker = Walker(app, typed.accounts["secretary"])
    for _ in range(6):
        refused = walker.post_json(DOOR, confirming(typed, "second") | change)
        assert refused.status_code == 409
        assert (refused.get_json()["field"], said in refused.get_json()["message"]) == (field, True)
    assert walker.post_json(DOOR, confirming(typed, "organiser")).get_json()["field"] == "second"
    assert walker.post_json(DOOR, confirming(typed, "second")).status_code == 200


def test_a_name_and_a_role_are_told_whatever_the_pin(app: Flask, typed: Built) -> None:
    walker = Walker(app, typed.accounts["secretary"])
    for name in ("organiser", "second"):
        told = {
            walker.post_json(DOOR, confirming(typed, name, pin)).get_json()["message"] for pin in ("111111", "222222")
        }
        assert len(told) == 1


def test_who_has_no_pin_is_told_so(app: Flask, typed: Built) -> None:
    def take_pin(session: Session) -> None:
        session.get_one(Account, typed.accounts["second_secretary"]).pin_hash = None

    typed.writer.run(take_pin)
    answer = Walker(app, typed.accounts["secretary"]).post_json(DOOR, confirming(typed, "second")).get_json()
    assert answer["field"] == "second"
    assert "chưa có mã PIN" in answer["message"]


def test_the_form_says_who_may_confirm(app: Flask, typed: Built) -> None:
    page = Walker(app, typed.accounts["secretary"]).text("/hoi-thi/1/xac-nhan-phieu")
    assert "Người xác nhận: Tổ Thư ký hoặc Trưởng Ban Giám khảo" in page
