"""A judge's tablet at the served staff process: every command is answered, and never with another judge's mark."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import socketio

from live.client import NAMESPACE, ServerRefused, Staff, Tablet
from tests.browser.judging import Judged, make
from tests.serving import Served

MARKS = {"noi_dung": 14500, "dien_xuat": 10250, "dan_dung": 7500, "trang_phuc": 3750, "phong_cach": 1000}


@pytest.fixture(scope="module")
def organiser(served: Served) -> Staff:
    """Give the organiser at the desk."""
    return Staff.by_link(served.staff, served.link)


@pytest.fixture
def contest(organiser: Staff) -> Judged:
    """Give a running contest of two judges with one team on stage."""
    judged = make(organiser, judges=2)
    judged.open("Suối Bạc")
    return judged


@pytest.fixture
def tablets(contest: Judged) -> Iterator[list[Tablet]]:
    """Give both judges' tablets, connected."""
    both = [Tablet(contest.staff.server) for _ in contest.seats]
    for tablet, seat in zip(both, contest.seats, strict=True):
        tablet.bind(seat["card"])
        tablet.connect()
    yield both
    for tablet in both:
        tablet.close()


def sheet_of(contest: Judged, team: str = "Suối Bạc") -> str:
    """Name a sheet as tablets do."""
    return f"tieu_pham/{contest.teams[team]}"


def test_hello_tells_what_the_pad_needs(contest: Judged, tablets: list[Tablet]) -> None:
    told = tablets[0].hello()
    assert {key: told[key] for key in ("status", "protocol", "read_only", "sealed", "unknown_receipts", "sheets")} == {
        "status": "accepted",
        "protocol": 1,
        "read_only": False,
        "sealed": False,
        "unknown_receipts": [],
        "sheets": [],
    }
    assert told["contest"] == {"uid": contest.uid, "title": "Hội thi “Dân vận khéo” xã Sơn Hòa", "invented": True}
    assert told["seat"] == {
        "id": contest.seats[0]["id"],
        "number": 1,
        "name": "Nguyễn Thị Hường 1",
        "salutation": "đồng chí",
        "head": False,
    }
    assert told["rulebook"]["parts"][0]["criteria"][0] == {
        "key": "noi_dung",
        "name": "Chủ đề, nội dung",
        "max": 16000,
        "step": 250,
        "weight": "1",
        "group": None,
    }
    (performance,) = told["performances"]
    assert performance | {"since": ""} == {
        "part": "tieu_pham",
        "team": str(contest.teams["Suối Bạc"]),
        "order": 1,
        "name": "Suối Bạc",
        "unit": "xã Suối Bạc",
        "state": "open",
        "since": "",
        "conferred": False,
    }
    assert told["conferring"] == []
    assert told["next"] == {"part": "tieu_pham", "order": 2, "name": "Tân Hòa"}


def test_a_judge_is_told_their_own_marks_only(contest: Judged, tablets: list[Tablet]) -> None:
    first, second = tablets
    answer = first.submit(sheet_of(contest), MARKS, "Bí mật của giám khảo một")
    assert answer["status"] == "accepted"
    mine, theirs = first.hello(), second.hello()
    (sheet,) = mine["sheets"]
    assert (sheet["marks"], sheet["receipt"], sheet["version"]) == (MARKS, answer["receipt"], 1)
    assert theirs["sheets"] == []
    said = json.dumps(theirs, ensure_ascii=False)
    assert "Bí mật" not in said
    assert answer["receipt"] not in said


@pytest.mark.parametrize(
    ("event", "body", "status"),
    [
        ("hello", None, "reload"),
        ("hello", [], "reload"),
        ("hello", {"protocol": 99}, "reload"),
        ("hello", {"protocol": 1}, "invalid"),
        (
            "hello",
            {"protocol": 1, "device": "x", "sheets": [{"sheet": "../etc", "version": 1, "receipt": "y"}]},
            "invalid",
        ),
        ("submit", None, "reload"),
        ("submit", {"protocol": 1}, "invalid"),
        ("submit", {"protocol": 1, "command_id": "x" * 5000}, "invalid"),
        ("submit", {"protocol": 1, "owner": "another/1"}, "unauthorised"),
        ("open", {"protocol": 1}, "reload"),
        ("no such event", "text", "reload"),
    ],
)
def test_everything_is_answered(tablets: list[Tablet], event: str, body: Any, status: str) -> None:
    answer = tablets[0]._call(event, body)
    assert answer["status"] == status
    assert answer["message"]


def test_both_doors_answer_alike(contest: Judged, tablets: list[Tablet]) -> None:
    tablet = tablets[0]
    body = tablet.compose(sheet_of(contest), MARKS)
    first = tablet.browser.http.post(f"{contest.staff.server}/cham/submit", json=body, timeout=30).json()
    again = tablet.settle(tablet.post(body))
    assert (first["status"], again["status"]) == ("accepted", "duplicate")
    assert first | {"status": ""} == again | {"status": ""}
    hello = {"protocol": 1, "device": tablet.uid, "generation": None, "sheets": []}
    by_http = tablet.browser.http.post(f"{contest.staff.server}/cham/hello", json=hello, timeout=30).json()
    assert by_http | {"server_time": ""} == tablet.hello() | {"server_time": ""}


def test_http_door_refuses_strangers(contest: Judged, tablets: list[Tablet]) -> None:
    body = tablets[0].compose(sheet_of(contest), MARKS)
    address = f"{contest.staff.server}/cham/submit"
    foreign = tablets[0].browser.http.post(address, json=body, headers={"Origin": "http://127.0.0.1:1"}, timeout=30)
    assert foreign.status_code == 403
    assert requests.post(address, json=body, timeout=30).json()["status"] == "unauthorised"
    assert requests.post(address, data="không phải JSON", timeout=30).json()["status"] == "reload"
    assert contest.submissions() == []


def test_socket_without_a_card_is_answered(contest: Judged) -> None:
    stranger = socketio.Client(reconnection=False, handle_sigint=False)
    stranger.connect(contest.staff.server, transports=["websocket"], namespaces=[NAMESPACE], wait_timeout=30)
    try:
        answer = stranger.call("hello", {"protocol": 1, "device": "x"}, namespace=NAMESPACE, timeout=30)
    finally:
        stranger.disconnect()
    assert answer["status"] == "unauthorised"
    assert answer["message"] == "Phiên làm việc đã hết. Đề nghị quét lại thẻ QR; phiếu vẫn còn trên máy này."


def test_doorbell_rings_for_the_stage_and_not_for_colleagues(contest: Judged, tablets: list[Tablet]) -> None:
    rung = threading.Event()
    first, second = tablets
    second.close()
    second.connect(rung.set)
    first.submit(sheet_of(contest), MARKS)
    assert not rung.wait(1)
    contest.open("Tân Hòa")
    assert rung.wait(30)


def test_unknown_receipt_is_named(contest: Judged, tablets: list[Tablet]) -> None:
    tablet, sheet = tablets[0], sheet_of(contest)
    first = tablet.submit(sheet, MARKS)
    tablet.hello()
    second = tablet.submit(sheet, MARKS | {"dan_dung": 8000})
    claims = [
        {"sheet": sheet, "version": 1, "receipt": first["receipt"]},
        {"sheet": sheet, "version": 2, "receipt": second["receipt"]},
        {"sheet": sheet, "version": 3, "receipt": "0000-0000"},
    ]
    body = {"protocol": 1, "device": tablet.uid, "generation": first["generation"], "sheets": claims}
    assert tablet._call("hello", body)["unknown_receipts"] == ["0000-0000"]


def test_further_device_waits_for_the_desk(contest: Judged, tablets: list[Tablet]) -> None:
    tablets[0].submit(sheet_of(contest), MARKS)
    server, card = contest.staff.server, contest.seats[0]["card"]
    second = Tablet(server)
    with pytest.raises(ServerRefused) as refused:
        second.bind(card)
    assert refused.value.status == 403
    second.browser.send_form(f"/g/{card}", answer="desk")
    assert "Đang chờ Tổ Thư ký cho phép" in second.browser.page("/cham")
    assert second.connect()["status"] == "unauthorised"
    second.close()
    desk = f"/hoi-thi/{contest.id}/ban-thu-ky"
    waiting = re.search(r'name="device"[^>]*value="(\d+)"', contest.staff.page(desk))
    assert waiting
    contest.staff.send_form(f"/hoi-thi/{contest.id}/duyet-may", desk, device=waiting[1], answer="yes")
    assert second.connect()["status"] == "accepted"
    assert tablets[0].hello()["read_only"]
    second.close()


def test_what_a_released_device_sends_waits_for_the_head_judge(contest: Judged, tablets: list[Tablet]) -> None:
    old, seat = tablets[0], contest.seats[0]
    old.submit(sheet_of(contest), MARKS)
    new = Tablet(contest.staff.server)
    new.browser.send_form(f"/g/{seat['card']}", pin=seat["pin"], answer="yes")
    assert [sheet["marks"] for sheet in new.connect()["sheets"]] == [MARKS]
    told = old.hello()
    assert (told["status"], told["read_only"]) == ("accepted", True)
    handed = old.submit(sheet_of(contest), MARKS | {"dan_dung": 1000})
    assert (handed["status"], handed["why"]) == ("locked", "taken_over")
    assert [sheet["marks"] for sheet in new.hello()["sheets"]] == [MARKS], "it touches nothing by itself"
    assert new.submit(sheet_of(contest), MARKS | {"dan_dung": 8000})["status"] == "accepted"
    new.close()


def test_a_receipt_that_nothing_explains_alarms_the_desk_until_the_sheet_is_back(
    contest: Judged, tablets: list[Tablet]
) -> None:
    desk = f"/hoi-thi/{contest.id}/ban-thu-ky"
    generation = tablets[0].hello()["generation"]
    claim = {"sheet": sheet_of(contest), "version": 1, "receipt": "ZZZZ-9999"}

    def claims(known: int, *sheets: dict[str, Any]) -> list[str]:
        body = {"protocol": 1, "device": "may-1", "generation": known, "sheets": list(sheets)}
        return list(tablets[0]._call("hello", body)["unknown_receipts"])

    assert claims(generation - 1, claim) == ["ZZZZ-9999"], "a restore explains it: sent again, no alarm"
    assert "ZZZZ-9999" not in contest.staff.page(desk)
    assert claims(generation, claim) == ["ZZZZ-9999"]
    assert "Sổ điểm thiếu phiếu đã nhận" in contest.staff.page(desk)
    assert claims(generation) == []
    assert "Sổ điểm thiếu phiếu đã nhận" not in contest.staff.page(desk)
