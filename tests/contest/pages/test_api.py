"""An organiser's own program sets up a contest with one document, is told every fault at once, and sees where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from contest.db import db
from contest.democontest import TEAMS as TEAM_NAMES
from contest.democontest import document
from contest.tables.contests import Contest, RulebookVersion
from scoring.rulebook import fingerprint, from_dict
from tests.contest.pages.walker import Walker, account

PATH = "/api/hoi-thi"
Document = dict[str, Any]


@pytest.fixture
def organiser(app: Flask) -> Walker:
    """Give a signed-in organiser."""
    return Walker(app, account(app, "lapchuongtrinh", organiser=True))


def wanted(**change: Any) -> Document:
    """Give a document that is in order, with something changed."""
    return document(date(2026, 11, 22), 1) | change


def test_one_document_makes_a_whole_contest(app: Flask, organiser: Walker) -> None:
    account(app, "thuky1")
    answer = organiser.post_json(
        PATH, wanted(roles=["secretary"], staff=[{"username": "thuky1", "roles": ["secretary"]}])
    )
    made = answer.get_json()
    assert answer.status_code == 201
    assert set(made["teams"]) == set(TEAM_NAMES)
    assert [seat["number"] for seat in made["seats"]] == [1, 2, 3, 4, 5]
    assert all(organiser.get(f"/g/{seat['card']}").status_code == 200 for seat in made["seats"])
    state = organiser.get(f"{PATH}/{made['contest_id']}").get_json()
    assert (state["step"], state["uid"], state["name"]) == ("prepared", made["uid"], wanted()["name"])
    assert [part["key"] for part in state["parts"]] == ["chao_hoi", "kien_thuc", "tinh_huong", "tieu_pham"]
    drawn = [turn["name"] for turn in state["parts"][0]["performances"]]
    assert drawn == wanted()["orders"]["chao_hoi"]
    start = organiser.post_json(f"/hoi-thi/{made['contest_id']}/lenh", {"command": "start"})
    assert start.status_code == 200, start.get_json()


def test_decimals_of_the_rulebook_stay_exact(app: Flask, organiser: Walker) -> None:
    text = (
        json.dumps(wanted()).replace('"step": "0.25"', '"step": 0.25').replace('"near_tie": "0.05"', '"near_tie": 0.05')
    )
    assert '"step": 0.25' in text
    assert '"near_tie": 0.05' in text
    answer = organiser.client.post(
        PATH, data=text, headers={"X-CSRFToken": organiser.token(), "Content-Type": "application/json"}
    )
    assert answer.status_code == 201
    with app.app_context():
        assert db.session.scalars(select(RulebookVersion.fingerprint)).one() == fingerprint(
            from_dict(wanted()["rulebook"])
        )


def without(key: str) -> Callable[[Document], Document]:
    return lambda whole: {name: value for name, value in whole.items() if name != key}


def with_(**change: Any) -> Callable[[Document], Document]:
    return lambda whole: whole | change


TEAMS = ["Suối Bạc", "Suối Trai"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (without("name"), "name", "còn thiếu"),
        (without("release_mode"), "release_mode", "còn thiếu"),
        (with_(release_mode="now"), "release_mode", "chỉ nhận"),
        (with_(colour="red"), "colour", "không có trong mẫu"),
        (with_(name="  "), "name", "đang trống"),
        (with_(name="x" * 300), "name", "dài quá 200 chữ"),
        (with_(name=7), "name", "cần một đoạn chữ"),
        (with_(invented="yes"), "invented", "cần true hoặc false"),
        (with_(date="31/02/2026"), "date", "Không có ngày"),
        (with_(level="sao-hoa"), "level", "không có cấp này"),
        (with_(teams=["Một đội"], orders={}), "teams", "ít nhất 2 mục"),
        (with_(teams=[*TEAMS, "SUỐI BẠC"], orders={}), "teams.2", "có hai lần"),
        (with_(teams=[*TEAMS, "Suèi B¹c"], orders={}), "teams.2", "phông chữ cũ"),
        (with_(teams=[*TEAMS, {"name": "X", "age": 4}], orders={}), "teams.2.age", "không có trong mẫu"),
        (with_(seats=[{"number": 2, "name": "A"}]), "seats", "đánh số từ 1 đến 1"),
        (with_(seats=[{"number": 0, "name": "A"}]), "seats.0.number", "nhỏ nhất là 1"),
        (with_(seats="five"), "seats", "cần một danh sách"),
        (with_(orders={"chao_hoi": ["Đội lạ"]}), "orders.chao_hoi", "không có đội Đội lạ"),
        (with_(staff=[{"username": "ai-do", "roles": ["secretary"]}]), "staff.0", "không có tài khoản ai-do"),
        (with_(staff=[{"username": "ai-do", "roles": ["boss"]}]), "staff.0.roles.0", "chỉ nhận"),
        (with_(rulebook={"name": "x"}), "rulebook.parts", "hần"),
        (lambda _whole: [1], "", "cần một đối tượng"),
    ],
)
def test_a_fault_is_named_with_its_field(
    app: Flask, organiser: Walker, change: Callable[[Document], Any], field: str, words: str
) -> None:
    answer = organiser.post_json(PATH, change(wanted()))
    body = answer.get_json()
    assert answer.status_code == 400
    assert body["status"] == "invalid"
    assert field in [problem["field"] for problem in body["problems"]], body
    assert words in body["message"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Contest.id))) == 0


def test_every_fault_is_told_at_once(organiser: Walker) -> None:
    body = organiser.post_json(PATH, wanted(level="sao-hoa", date="mai", teams=["A", "a"], orders={})).get_json()
    assert {problem["field"] for problem in body["problems"]} == {"level", "date", "teams.1"}


@pytest.mark.parametrize("data", [b"", b"{", b'{"name": NaN}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_refused(organiser: Walker, data: bytes) -> None:
    answer = organiser.client.post(PATH, data=data, headers={"X-CSRFToken": organiser.token()})
    assert answer.status_code == 400
    assert "không phải JSON" in answer.get_json()["message"]


def test_an_incomplete_order_is_refused_and_nothing_is_kept(app: Flask, organiser: Walker) -> None:
    answer = organiser.post_json(PATH, wanted(orders={"chao_hoi": ["Suối Bạc"]}))
    assert answer.status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count(Contest.id))) == 0


@pytest.mark.parametrize(
    ("teams", "field", "words"),
    [
        (["A" * 121, "B"], "teams.0", "dài quá 120 chữ"),
        ([{"name": "A" * 121}, "B"], "teams.0.name", "dài quá 120 chữ"),
        ([{"name": "A", "unit": "B" * 161}, "B"], "teams.0.unit", "dài quá 160 chữ"),
        (["!!", "B"], "teams.0", "không có chữ nào đọc được"),
        (["A", {"name": "B", "unit": "🎉"}], "teams.1", "không có chữ nào đọc được"),
        (["\u0000", "B"], "teams.0", "đang trống"),
    ],
)
def test_team_names_that_no_list_would_take_are_told(
    organiser: Walker, teams: list[Any], field: str, words: str
) -> None:
    answer = organiser.post_json(PATH, wanted(teams=teams, orders={}))
    assert answer.status_code == 400
    (problem,) = [each for each in answer.get_json()["problems"] if each["field"] == field and words in each["message"]]
    assert problem
