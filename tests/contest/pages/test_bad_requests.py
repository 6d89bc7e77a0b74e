"""Addresses and bodies that no page of ours sends: each is answered in words, none breaks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import application, schema
from contest.access import hash_secret
from contest.config import Settings
from contest.tables.people import Account
from tests.building import Built, build
from tests.conftest import both_databases
from tests.contest.pages.walker import Walker, account

DEEP = ("[" * 100_000, '{"part":' * 900 + "1" + "}" * 900, '{"marks":' + "[" * 200 + "]" * 200 + "}")


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest."""
    built = build(app.extensions["writer"])
    built.start()
    return built


@pytest.mark.parametrize("number", ["2147483648", "999999999999999999999", "9" * 5000, "²", "٣"])
def test_a_number_too_large_for_a_row_is_no_page(app: Flask, built: Built, number: str) -> None:
    walker = Walker(app, built.accounts["organiser"])
    for path in (
        f"/hoi-thi/{number}",
        f"/hoi-thi/1/doi/{number}",
        f"/hoi-thi/1/con-nguoi/giam-khao/{number}",
        f"/hoi-thi/1/giay-to/chan-trang/{number}.css",
        f"/api/hoi-thi/{number}",
    ):
        assert walker.get(path).status_code == 404, path
    assert walker.get("/hoi-thi/2147483647").status_code == 404
    assert walker.get("/hoi-thi/1").status_code == 200


@pytest.mark.parametrize("token", ["²", "².x", "٣.x", "9" * 5000, "1", "1."])
def test_a_card_of_odd_digits_is_unknown(app: Flask, built: Built, token: str) -> None:
    judge = Walker(app)
    assert judge.get(f"/g/{token}").status_code == 404
    assert judge.post(f"/g/{token}", {"answer": "yes"}).status_code == 404


def test_a_session_of_odd_digits_is_signed_out(app: Flask, built: Built) -> None:
    walker = Walker(app)
    with walker.client.session_transaction() as session:
        session["_user_id"] = "².1"
    assert walker.get("/").status_code == 302


@pytest.mark.parametrize("body", DEEP)
def test_deep_nesting_is_answered_in_words(app: Flask, built: Built, body: str) -> None:
    walker = Walker(app, built.accounts["secretary"], built.devices[0])
    organiser = Walker(app, built.accounts["organiser"])

    def send(who: Walker, path: str) -> tuple[int, str]:
        sent = who.client.post(path, data=body, content_type="application/json", headers={"X-CSRFToken": who.token()})
        return sent.status_code, sent.get_data(as_text=True)

    for event in ("hello", "submit"):
        code, answer = send(walker, f"/cham/{event}")
        assert (code, "message" in answer) == (200, True), event
    code, answer = send(walker, "/hoi-thi/1/lenh")
    assert (code, "message" in answer) == (409, True)
    assert send(organiser, "/api/hoi-thi")[0] in {400, 403}
    assert send(organiser, "/hoi-thi/1/the-le/kiem-tra")[0] == 200
    for path in ("/hoi-thi/1/doi/moi", "/hoi-thi/1/sua", "/hoi-thi/1/doi/nhap", "/hoi-thi/1/the-le"):
        assert send(organiser, path)[0] < 500, path
    assert send(Walker(app), "/dang-nhap")[0] == 200


def test_the_words_about_a_done_command_never_break_it(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    team = built.teams["Suối Bạc"]
    oddities: tuple[dict[str, object], ...] = (
        {"part": "x"}, {"part": "\x00"}, {"part": ["chao_hoi"]}, {"team": "²"}, {"team": "9" * 5000}, {"team": []},
    )  # fmt: skip
    for odd in oddities:
        asked = {"command": "open", "part": "chao_hoi", "team": team} | odd
        answer = walker.post_json("/hoi-thi/1/lenh", asked)
        assert (answer.status_code, bool(answer.get_json()["message"])) == (409, True), odd
    for command in ("open", "close", "cancel_open"):
        asked = {"command": command, "part": "chao_hoi", "team": f" 0{team}"}
        assert walker.post_json("/hoi-thi/1/lenh", asked).status_code in {200, 409}


def test_a_place_of_5000_digits_is_refused(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["head_judge"])
    form = {"command": "decide_tie", "reason": "bốc thăm", "minutes": "BB-01", "place.1": "9" * 5000, "place.2": "1"}
    answer = walker.client.post(
        "/hoi-thi/1/lenh", data=form | {"csrf_token": walker.token()}, headers={"Accept": "text/html"}
    )
    assert answer.status_code < 500


def test_a_pin_of_half_a_character_is_a_wrong_pin(app: Flask, built: Built) -> None:
    def give_pin(session: Session) -> None:
        session.get_one(Account, built.accounts["head_judge"]).pin_hash = hash_secret("246810")

    built.writer.run(give_pin)
    asked = {"command": "confirm_sheet", "part": "chao_hoi", "team": built.teams["Suối Bạc"], "seat": built.seats[0]}
    asked |= {"version": 1, "second": "head-judge-1", "pin": "\ud800", "\ud800": {"\ud800": 1}}
    answer = Walker(app, built.accounts["secretary"]).post_json("/hoi-thi/1/lenh", asked)
    assert (answer.status_code, answer.get_json()["field"]) == (409, "pin")


def test_a_list_that_is_no_file_is_missing(app: Flask) -> None:
    organiser = Walker(app, build(app.extensions["writer"]).accounts["organiser"])
    answer = organiser.post("/hoi-thi/1/doi/nhap", {"file": "danh-sach.xlsx"})
    assert answer.status_code == 422
    assert "Chưa chọn “Tệp danh sách”" in answer.get_data(as_text=True)
    assert organiser.post("/hoi-thi/1/doi/nhap", {"file": (io.BytesIO(b"x"), "")}).status_code == 422


@both_databases
def test_a_username_with_nul_is_unknown(database_url: str, tmp_path: Path) -> None:
    schema.upgrade(database_url)
    env = {"CHAMKHEO_INSTANCE": str(tmp_path / "instance"), "CHAMKHEO_DATABASE_URL": database_url}
    app = application.build(Settings.from_env(env), writing=False)
    answer = Walker(app).post("/dang-nhap", {"username": "ban\x00to", "password": "mat\x00khau"})
    assert answer.status_code == 200
    assert "không đúng" in answer.get_data(as_text=True)


def test_a_way_on_that_is_no_address_leads_home(app: Flask) -> None:
    person = Walker(app, account(app, "bantochuc", organiser=True))
    answer = person.get("/dang-nhap?next=//[")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
