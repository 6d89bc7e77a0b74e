"""The desk's pages and its one door: who may do what, what is shown to whom, double press, refusals."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest import board as boards
from contest.access import SEAT_SESSION
from contest.desk import DESK
from contest.tables.people import Assignment, Card, Device
from contest.tables.scorebook import Event
from tests.building import Built, build
from tests.contest.pages.walker import Walker, account

WHO = ("organiser", "secretary", "head_judge", "outsider", "nobody", "judge")
SECRETARY, HEAD, ORGANISER = {"secretary"}, {"head_judge"}, {"organiser"}
# Written down apart from DESK, so that a role changed there has to be changed here too.
MAY: dict[str, set[str]] = {
    "set_order": ORGANISER | SECRETARY,
    "start": ORGANISER,
    "open": SECRETARY,
    "close": SECRETARY,
    "lock": SECRETARY,
    "unlock": SECRETARY | HEAD,
    "team_absent": SECRETARY,
    "judge_absent": SECRETARY,
    "agreed": SECRETARY,
    "deduct": SECRETARY,
    "withdraw_deduction": SECRETARY,
    "type_sheet": SECRETARY,
    "confirm_sheet": SECRETARY | HEAD,
    "reject_sheet": SECRETARY | HEAD,
    "return_sheet": SECRETARY | HEAD,
    "admit_late": HEAD,
    "leave_late": HEAD,
    "propose_rulebook": ORGANISER,
    "drop_rulebook": ORGANISER,
    "confirm_rulebook": ORGANISER | SECRETARY | HEAD,
    "open_conferring": HEAD,
    "close_conferring": HEAD,
    "decide_tie": SECRETARY | HEAD,
    "strike_question": HEAD | ORGANISER,
    "restore_question": HEAD | ORGANISER,
    "show": SECRETARY | ORGANISER,
    "hide": SECRETARY | ORGANISER,
    "blank": SECRETARY | ORGANISER,
    "draft": SECRETARY,
    "withdraw_draft": SECRETARY | HEAD,
    "sign": HEAD,
    "approve_prizes": ORGANISER,
    "finalise": ORGANISER,
    "announce": ORGANISER,
    "open_revision": ORGANISER | SECRETARY | HEAD,
    "revise_sheet": ORGANISER | SECRETARY | HEAD,
    "revise_add_sheet": ORGANISER | SECRETARY | HEAD,
    "revise_judge_absent": ORGANISER | SECRETARY | HEAD,
    "revise_team_absent": ORGANISER | SECRETARY | HEAD,
    "revise_strike": ORGANISER | SECRETARY | HEAD,
    "revise_agreed": ORGANISER | SECRETARY | HEAD,
    "revise_deduct": ORGANISER | SECRETARY | HEAD,
    "revise_withdraw_deduction": ORGANISER | SECRETARY | HEAD,
    "revise_tie": ORGANISER | SECRETARY | HEAD,
    "revise_prizes": ORGANISER | SECRETARY | HEAD,
    "undo_correction": ORGANISER | SECRETARY | HEAD,
    "drop_revision": ORGANISER | SECRETARY | HEAD,
    "confirm_revision": ORGANISER | SECRETARY | HEAD,
}
DOOR = "/hoi-thi/1/lenh"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest."""
    built = build(app.extensions["writer"])
    built.start()
    return built


def walkers(app: Flask, built: Built) -> dict[str, Walker]:
    found = {role: Walker(app, built.accounts[role]) for role in ("organiser", "secretary", "head_judge")}
    found |= {"outsider": Walker(app, account(app, f"nguoi-ngoai-{secrets.token_hex(3)}")), "nobody": Walker(app)}
    return found | {"judge": Walker(app, device_id=built.devices[0])}


def events(built: Built) -> int:
    return built.writer.run(lambda session: session.scalars(select(func.count(Event.seq))).one())


def turn(built: Built, part: str = "chao_hoi", team: str = "Suối Bạc") -> dict[str, Any]:
    return {"part": part, "team": built.teams[team]}


def marks(total: int) -> dict[str, int]:
    return {"noi_dung": total - 7_000, "hinh_thuc": 7_000}


def test_the_table_of_roles_names_every_command() -> None:
    assert {name: set(command.roles) for name, command in DESK.items()} == MAY


def test_who_may_command_what(app: Flask, built: Built) -> None:
    """A role that may is answered by the scorebook (done, or refused with a sentence); any other before it."""
    for who, walker in walkers(app, built).items():
        token = walker.token()
        for name, roles in MAY.items():
            before = events(built)
            body = {"command": name, "reason": "thử"}
            answer = walker.client.post(DOOR, json=body, headers={"X-CSRFToken": token})
            told = answer.get_json()
            assert told["message"], (who, name)
            if who in roles:
                assert answer.status_code in {200, 409}, (who, name, told)
            else:
                expected = {"outsider": 404, "nobody": 401, "judge": 401}.get(who, 403)
                assert (answer.status_code, told["status"]) == (expected, "unauthorised"), (who, name)
                assert events(built) == before, (who, name)


def test_a_form_from_somebody_else_changes_nothing(app: Flask, built: Built) -> None:
    before = events(built)
    for who, code in {"outsider": 404, "nobody": 302, "judge": 302, "head_judge": 403}.items():
        answer = walkers(app, built)[who].post(DOOR, {"command": "open"} | turn(built))
        assert (answer.status_code, events(built)) == (code, before), who


def test_a_role_taken_away_counts_at_once(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    assert walker.post_json(DOOR, {"command": "open"} | turn(built)).status_code == 200

    def leave(session: Session) -> None:
        query = select(Assignment).where(Assignment.account_id == built.accounts["secretary"])
        session.delete(session.scalars(query).one())

    built.writer.run(leave)
    assert walker.post_json(DOOR, {"command": "close"} | turn(built)).status_code == 404


NONSENSE: tuple[object, ...] = (
    [], "open", 7, {}, {"command": 5}, {"command": "rm"}, {"command": "open"}, {"command": "open", "part": {}, "team": []},
)  # fmt: skip
VALUES: tuple[object, ...] = (
    "\x00", "\ud800", "9" * 50, "-1", "1e3", "Infinity", "x" * 5000, [1], {"a": 1}, True, 2**70, 0.5, None,
)  # fmt: skip


def test_nonsense_is_answered_in_words(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    for body in NONSENSE:
        answer = walker.post_json(DOOR, body)
        assert answer.status_code == 409, body
        assert answer.get_json()["message"], body


def test_no_field_can_break_the_door(app: Flask, built: Built) -> None:
    built.do("open", "secretary", **turn(built))
    walker = Walker(app, built.accounts["secretary"])
    token = walker.token()
    for name in ("deduct", "withdraw_deduction", "close"):
        args = {"command": name, "rule": "qua_gio", "amount": "90", "number": 1, "reason": "thử"} | turn(built)
        for field in ("part", "team", "reason", "command_id", "rule", "amount", "number", "second", "pin"):
            for value in VALUES:
                answer = walker.client.post(DOOR, json=args | {field: value}, headers={"X-CSRFToken": token})
                assert answer.status_code in {200, 409}, (name, field, value)
                assert answer.get_json()["message"], (name, field, value)


def test_a_button_pressed_twice_does_nothing_the_second_time(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    press = {"command": "open", "command_id": secrets.token_hex(16), "back": "desk.grid"} | turn(built)
    assert walker.post(DOOR, press).status_code == 302
    before = events(built)
    again = walker.post(DOOR, press, follow=True)
    assert again.status_code == 200
    assert "Đã mở đội số 1 – Suối Bạc, phần Chào hỏi." in again.get_data(as_text=True)
    assert events(built) == before


def test_every_form_of_the_page_has_a_token_of_its_own(app: Flask, built: Built) -> None:
    page = Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/ban-thu-ky")
    tokens = re.findall(r'name="command_id" value="([0-9a-f]{32})"', page)
    assert len(tokens) == len(set(tokens)) >= 3


def test_a_refused_form_is_shown_again_with_what_was_typed(app: Flask, built: Built) -> None:
    built.do("open", "secretary", **turn(built))
    walker = Walker(app, built.accounts["secretary"])
    typed = {
        "command": "deduct",
        "form": "deduct",
        "back": "desk.performance",
        "rule": "qua_gio",
        "amount": "nhiều",
        "reason": "Quá giờ rõ",
    }
    answer = walker.post(f"{DOOR}?phan=chao_hoi&doi={built.teams['Suối Bạc']}", typed | turn(built))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "“nhiều” không phải là số giây. Đề nghị nhập số nguyên, ví dụ 75." in page
    assert 'value="nhiều"' in page
    assert "Quá giờ rõ</textarea>" in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("page", ["mo-khoa", "doi-vang"])
def test_a_grave_act_without_its_reason_stays_on_its_page(app: Flask, built: Built, page: str) -> None:
    command, back = {"mo-khoa": ("unlock", "desk.unlock"), "doi-vang": ("team_absent", "desk.team_absent")}[page]
    walker, query = Walker(app, built.accounts["secretary"]), f"?phan=chao_hoi&doi={built.teams['Suối Bạc']}"
    shown = walker.text(f"/hoi-thi/1/{page}{query}")
    assert "Bây giờ" in shown
    assert "Sau khi làm" in shown
    answer = walker.post(
        f"{DOOR}{query}", {"command": command, "form": command, "back": back, "reason": " "} | turn(built)
    )
    assert answer.status_code == 409
    assert "Đề nghị ghi rõ lý do." in answer.get_data(as_text=True)


def test_a_form_cannot_lead_anywhere_else(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    path = f"{DOOR}?_external=1&_scheme=javascript&contest_id=7&phan=chao_hoi"
    form = {"command": "open", "then": "//evil.example", "back": "static"} | turn(built)
    assert walker.post(path, form).headers["Location"] == "/hoi-thi/1/ban-thu-ky?phan=chao_hoi"


SECRET = {"noi_dung": 11_750, "hinh_thuc": 4_250}  # 16 in all


def test_marks_stay_out_of_page_and_fragment_until_the_panel_is_complete(app: Flask, built: Built) -> None:
    built.do("open", "secretary", **turn(built))
    places = ["ban-thu-ky?phan=chao_hoi", "ban-thu-ky/luoi?phan=chao_hoi", "ket-qua", "bang.json"]
    places.append(f"luot-thi?phan=chao_hoi&doi={built.teams['Suối Bạc']}")
    staff = [Walker(app, built.accounts[role]) for role in ("organiser", "secretary", "head_judge")]
    for seat in (1, 2):
        built.send(seat, "chao_hoi", "Suối Bạc", SECRET)
        for walker in staff:
            for place in places:
                body = walker.get(f"/hoi-thi/1/{place}").data
                for figure in (b"11,75", b"11.75", b"11750", b"4,25", b">16<", b'"16"', b">16,"):
                    assert figure not in body, (seat, place, figure)
    built.send(3, "chao_hoi", "Suối Bạc", SECRET)
    assert b">16<" in staff[1].get(f"/hoi-thi/1/{places[0]}").data
    assert b'"16"' in staff[1].get("/hoi-thi/1/bang.json").data


def test_only_the_head_judge_is_asked_to_look_again(app: Flask, built: Built) -> None:
    built.do("open", "secretary", **turn(built))
    for seat, total in ((1, 14_000), (2, 17_000), (3, 18_000)):
        built.send(seat, "chao_hoi", "Suối Bạc", marks(total))
    pages = {
        role: Walker(app, built.accounts[role]).text("/hoi-thi/1/ban-thu-ky")
        for role in ("organiser", "secretary", "head_judge")
    }
    for role, page in pages.items():
        assert ("Đề nghị kiểm tra lại phiếu" in page) == (role == "head_judge"), role
        assert ("lệch 4 điểm (mức cho phép dưới 3)" in page) == (role == "head_judge"), role
        assert ("chip-cinnabar" in page) == (role == "head_judge"), role
        assert ">lệch 4<" in page
        assert ("Thấp nhất Giám khảo số 1" in page) == (role == "head_judge"), role


def sheet(built: Built) -> Mapping[str, Any]:
    board = built.writer.run(lambda session: boards.read(session, built.id))
    return board.ledger.data("sheet", "chao_hoi", built.teams["Suối Bạc"], built.seats[0])


def test_a_late_sheet_is_admitted_by_the_head_judge_after_unlocking(app: Flask, built: Built) -> None:
    built.do("open", "secretary", **turn(built))
    for seat in (1, 2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", marks(17_000))
    built.do("lock", "secretary", **turn(built))
    built.send(1, "chao_hoi", "Suối Bạc", marks(18_500), base=1)
    assert "Phiếu gửi muộn" in Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/ban-thu-ky")
    head = Walker(app, built.accounts["head_judge"])
    page = head.text("/hoi-thi/1/phieu-muon")
    assert "Phiếu đang tính: 17 điểm." in page
    assert "Nếu nhận: 18,5 điểm." in page
    found = re.search(r'name="late" value="([0-9a-f]{32})"', page)
    assert found
    late = {"command": "admit_late", "late": found[1], "reason": "Mất mạng"}
    assert head.post_json(DOOR, late).status_code == 409
    built.do("unlock", "head_judge", **turn(built), reason="Nhận phiếu gửi muộn")
    assert head.post_json(DOOR, late).status_code == 200
    assert sheet(built)["source"] == "late"


def test_the_desk_lets_a_further_device_take_over(app: Flask, built: Built) -> None:
    def ask(session: Session) -> int:
        card = session.scalars(select(Card).where(Card.seat_id == built.seats[1])).one()
        device = Device(seat_id=built.seats[1], card_id=card.id, label="Máy dự phòng")
        session.add(device)
        session.flush()
        return device.id

    device = built.writer.run(ask)
    walker = Walker(app, built.accounts["secretary"])
    assert "Máy dự phòng" in walker.text("/hoi-thi/1/ban-thu-ky")
    assert walker.post("/hoi-thi/1/duyet-may", {"device": str(device), "answer": "yes"}).status_code == 302
    assert built.writer.run(lambda session: session.get_one(Device, device).bound_at) is not None
    assert walker.post("/hoi-thi/1/duyet-may", {"device": "x"}).status_code == 400


def test_a_contest_without_rulebook_or_of_another_part_is_no_error(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    assert walker.get("/hoi-thi/1/ban-thu-ky?phan=khong_co").status_code == 404
    assert walker.get("/hoi-thi/1/luot-thi?phan=chao_hoi&doi=999").status_code == 404
    assert walker.get("/hoi-thi/1/luot-thi").status_code == 404


def test_a_judges_tablet_cannot_read_the_desk(app: Flask, built: Built) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session[SEAT_SESSION] = built.devices[0]
    for path in ("ban-thu-ky", "ban-thu-ky/luoi", "bang.json", "ket-qua", "nhap-phieu"):
        assert client.get(f"/hoi-thi/1/{path}").status_code == 302


def test_a_judge_noted_absent_is_said_in_a_whole_sentence(app: Flask, built: Built) -> None:
    walker = walkers(app, built)["secretary"]
    walker.post_json(DOOR, {"command": "open"} | turn(built))
    body = {"command": "judge_absent", "seat": built.seats[2], "absent": True, "reason": "Ốm"} | turn(built)
    message = walker.post_json(DOOR, body).get_json()["message"]
    assert message.startswith("Đã ghi Giám khảo số 3 (Nguyễn Văn 3) vắng, đội số ")
    body |= {"absent": False}
    message = walker.post_json(DOOR, body).get_json()["message"]
    assert message.startswith("Đã ghi Giám khảo số 3 (Nguyễn Văn 3) có mặt, đội số ")


def test_seconds_that_are_none_and_overtime_that_costs_nothing_are_said_so(app: Flask, built: Built) -> None:
    walker = walkers(app, built)["secretary"]
    walker.post_json(DOOR, {"command": "open"} | turn(built))
    body = {"command": "deduct", "rule": "qua_gio", "reason": "Đồng hồ"} | turn(built)
    refused = {
        typed: walker.post_json(DOOR, body | {"amount": typed}).get_json() for typed in ("abc", "30,5", "", "9" * 20)
    }
    assert {each["field"] for each in refused.values()} == {"amount"}
    assert refused["abc"]["message"] == "Số giây: “abc” không phải là số giây. Đề nghị nhập số nguyên, ví dụ 75."
    assert "số nguyên" not in refused["9" * 20]["message"]
    assert all(each["message"].count("Quá giờ") <= 1 for each in refused.values())
    assert walker.post_json(DOOR, body | {"amount": "30"}).status_code == 200
    for page in ("ban-thu-ky?phan=chao_hoi", f"luot-thi?phan=chao_hoi&doi={turn(built)['team']}"):
        shown = walker.text(f"/hoi-thi/1/{page}")
        assert "không trừ</" in shown
        assert "−0" not in shown


def test_a_seat_whose_sheets_come_from_paper_is_marked_so(app: Flask, built: Built) -> None:
    walker = walkers(app, built)["secretary"]
    walker.post_json(DOOR, {"command": "open"} | turn(built))
    assert "giấy</span>" not in walker.text("/hoi-thi/1/ban-thu-ky?phan=chao_hoi")
    typed = {"command": "type_sheet", "seat": built.seats[1], "marks": {"noi_dung": "9", "hinh_thuc": "7"}}
    assert walker.post_json(DOOR, typed | turn(built)).status_code == 200
    assert walker.text("/hoi-thi/1/ban-thu-ky?phan=chao_hoi").count("giấy</span>") == 1


@pytest.mark.parametrize(
    ("why", "word", "short"),
    [
        ("absent", "vắng", "vắng"),
        ("late", "đến muộn, không chấm", "đến muộn"),
        ("recused", "không chấm vì có liên quan", "có liên quan"),
    ],
)
def test_why_a_judge_does_not_mark_is_said_everywhere(
    app: Flask, built: Built, why: str, word: str, short: str
) -> None:
    walker = walkers(app, built)["secretary"]
    walker.post_json(DOOR, {"command": "open"} | turn(built))
    body = {"command": "judge_absent", "seat": built.seats[2], "absent": True, "reason": "Theo đơn", "why": why}
    assert f"(Nguyễn Văn 3) {word}, đội số" in walker.post_json(DOOR, body | turn(built)).get_json()["message"]
    grid = walker.text("/hoi-thi/1/ban-thu-ky")
    assert f"<span>{short}</span>" in grid
    assert f"Ghi GK 3 {word}," in grid
    page = walker.text(f"/hoi-thi/1/luot-thi?phan=chao_hoi&doi={built.teams['Suối Bạc']}")
    assert f"<span>{word}: Theo đơn</span>" in page


def test_the_caption_of_an_agreed_part_speaks_of_its_columns(app: Flask, built: Built) -> None:
    page = walkers(app, built)["secretary"].text("/hoi-thi/1/ban-thu-ky?phan=kien_thuc")
    assert "mỗi cột một mục điểm" in page
