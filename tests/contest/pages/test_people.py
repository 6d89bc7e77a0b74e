"""Seats, cards, devices and accounts, as an organiser and a secretary handle them."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from contest import seating
from contest.access import card_of, card_pin, card_token
from contest.config import Settings
from contest.panel import seat_views
from contest.planning import people
from tests.building import Built, build
from tests.contest.pages.walker import Walker, account

PAGE = "/hoi-thi/1/con-nguoi"


def test_a_seat_is_added_named_and_removed(built: Built, organiser: Walker) -> None:
    place = organiser.post(f"{PAGE}/them-giam-khao").headers["Location"]
    typed = {"name": "Rma\u0300h H’Loan", "salutation": "bà", "workplace": "suối bạc", "head": "y", "replaced": "no"}
    assert organiser.post(place, typed).status_code == 302
    seat = built.writer.run(lambda session: seat_views(session, built.id))[-1]
    assert (seat.number, seat.name, seat.salutation, seat.head) == (4, "Rmàh H’Loan", "bà", True)
    page = html.unescape(organiser.text(PAGE))
    assert "Giám khảo số 4 (Rmàh H’Loan) cùng đơn vị với đội Suối Bạc" in page
    organiser.post(f"{PAGE}/bot-giam-khao")
    assert len(built.writer.run(lambda session: seat_views(session, built.id))) == 3
    assert "Chưa nhập “Họ và tên”" in html.unescape(
        organiser.post(f"{PAGE}/giam-khao/1", {"workplace": "Giữ"}).get_data(as_text=True)
    )
    assert organiser.get(f"{PAGE}/giam-khao/99").status_code == 409


def test_cards_show_address_secret_and_pin(app: Flask, built: Built, organiser: Walker, settings: Settings) -> None:
    page = html.unescape(organiser.text("/hoi-thi/1/the"))
    assert settings.address in page
    assert page.count("Giám khảo giữ riêng") == 3
    with app.test_request_context():
        card = built.writer.run(lambda session: people.valid_card(session, built.seats[2]))
        assert card is not None
        pin = card_pin(card)
    assert f"{pin[:3]} {pin[3:]}" in page
    only = organiser.text("/hoi-thi/1/the?so=3")
    assert only.count("judge-card") == 1
    assert f"{pin[:3]} {pin[3:]}" in only


def test_one_tap_makes_a_new_card_and_ends_the_old(app: Flask, built: Built, organiser: Walker) -> None:
    old = built.writer.run(lambda session: people.valid_card(session, built.seats[0]))
    assert old is not None
    answer = organiser.post(f"{PAGE}/giam-khao/{built.seats[0]}/the-moi")
    assert answer.headers["Location"] == "/hoi-thi/1/the?so=1"
    with app.test_request_context():
        token = card_token(old)
        assert built.writer.run(lambda session: card_of(session, token)) is None
    assert built.writer.run(lambda session: seating.present_device(session, built.seats[0])) is None


def test_the_desk_lets_a_device_in_and_releases_it(app: Flask, built: Built) -> None:
    secretary = Walker(app, built.accounts["secretary"])
    card = built.writer.run(lambda session: people.valid_card(session, built.seats[1]))
    assert card is not None
    waiting = built.writer.run(lambda session: seating.ask_approval(session, card, "Máy tính bảng mới").id)
    assert "Giám khảo số 2 xin đổi máy" in html.unescape(secretary.text(PAGE))
    secretary.post(f"{PAGE}/may/{waiting}/cho-phep")
    present = built.writer.run(lambda session: seating.present_device(session, built.seats[1]))
    assert present is not None
    assert present.id == waiting
    secretary.post(f"{PAGE}/may/{waiting}/ngat")
    assert built.writer.run(lambda session: seating.present_device(session, built.seats[1])) is None
    gone = html.unescape(secretary.post(f"{PAGE}/may/{waiting}/ngat", follow=True).get_data(as_text=True))
    assert "Không tìm thấy máy chấm này" in gone


def test_another_contests_seats_and_devices_are_out_of_reach(app: Flask, built: Built, organiser: Walker) -> None:
    other = build(built.writer)
    assert organiser.get(f"{PAGE}/giam-khao/{other.seats[0]}").status_code == 409
    assert organiser.post(f"{PAGE}/giam-khao/{other.seats[0]}/the-moi").status_code == 409
    organiser.post(f"{PAGE}/may/{other.devices[0]}/ngat")
    assert built.writer.run(lambda session: seating.present_device(session, other.seats[0])) is not None


def test_a_new_account_gets_a_link_that_works_once(app: Flask, built: Built, organiser: Walker) -> None:
    typed = {"name": "Lê Thị Thư", "username": "thuky.thu", "salutation": "bà", "role": "secretary"}
    page = html.unescape(organiser.post(f"{PAGE}/tai-khoan-moi", typed).get_data(as_text=True))
    found = re.search(r"/vao/([\w-]+)", page)
    assert found
    newcomer = Walker(app)
    assert newcomer.post(found[0]).status_code == 302
    newcomer.signed_in = True
    assert newcomer.get(PAGE).status_code == 200
    assert "đã dùng" in Walker(app).post(found[0]).get_data(as_text=True)
    assert found[1] not in organiser.text(PAGE)
    prompt = "Đồng chí chưa đặt mật khẩu"
    assert all(prompt in newcomer.text(path) for path in ("/", PAGE))
    assert prompt not in newcomer.text("/tai-khoan/cua-toi")
    assert '<option value="">Đề nghị chọn</option>' in organiser.text(f"{PAGE}/tai-khoan-moi")
    assert newcomer.post("/tai-khoan/cua-toi", {"password": "ngan", "again": "ngan"}).status_code == 422
    changed = newcomer.post("/tai-khoan/cua-toi", {"password": "mat-khau-moi-1", "again": "mat-khau-moi-1"})
    assert changed.status_code == 302
    assert prompt not in newcomer.text("/")
    signing_in = {"username": "ThuKy.Thu", "password": "mat-khau-moi-1"}
    assert Walker(app).post("/dang-nhap", signing_in).status_code == 302
    again = {"current": "sai", "password": "mat-khau-moi-2", "again": "mat-khau-moi-2"}
    assert "Mật khẩu đang dùng không đúng" in html.unescape(
        newcomer.post("/tai-khoan/cua-toi", again).get_data(as_text=True)
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "có dấu"}, "Tên đăng nhập gồm 3 đến 60 chữ cái không dấu"),
        ({"username": "organiser-1"}, "đã có người dùng"),
        ({"name": ""}, "Chưa nhập “Họ và tên”"),
        ({"role": "king"}, ""),
        ({"role": ""}, "Chưa chọn “Vai trò”"),
    ],
)
def test_a_bad_account_is_told_and_not_made(
    built: Built, organiser: Walker, change: dict[str, str], sentence: str
) -> None:
    typed = {"name": "Lê Thị Thư", "username": "thuky.thu", "role": "secretary"} | change
    answer = organiser.post(f"{PAGE}/tai-khoan-moi", typed)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.get_data(as_text=True))
    assert len(built.writer.run(lambda session: people.assigned(session, built.id))) == 4


def test_roles_are_given_and_taken(app: Flask, built: Built, organiser: Walker) -> None:
    extra = account(app, "them")
    assert organiser.post(f"{PAGE}/phan-cong", {"account": str(extra), "role": "secretary"}).status_code == 302
    assert Walker(app, extra).get(PAGE).status_code == 200
    twice = organiser.post(f"{PAGE}/phan-cong", {"account": str(extra), "role": "secretary"})
    assert "đã có vai trò Tổ Thư ký" in html.unescape(twice.get_data(as_text=True))
    roles = built.writer.run(lambda session: people.assigned(session, built.id))
    given = next(assignment.id for assignment, person in roles if person.id == extra)
    organiser.post(f"{PAGE}/phan-cong/{given}/bo")
    assert Walker(app, extra).get(PAGE).status_code == 404
    own = next(assignment.id for assignment, person in roles if assignment.role == "organiser")
    assert "người cuối cùng" in organiser.post(f"{PAGE}/phan-cong/{own}/bo", follow=True).get_data(as_text=True)


def test_a_new_pin_is_shown_once(built: Built, organiser: Walker) -> None:
    roles = built.writer.run(lambda session: people.assigned(session, built.id))
    page = organiser.post(f"{PAGE}/phan-cong/{roles[1][0].id}/ma-pin").get_data(as_text=True)
    assert re.search(r"<code class=\"secret\">\d{3} \d{3}</code>", page)
    assert "có mã PIN" in html.unescape(organiser.text(PAGE))


def test_only_tries_that_fail_shut_the_door(app: Flask) -> None:
    """A whole office signs in from behind one address; who guesses is stopped after ten."""
    account(app, "them", password="mat-khau-cu-1")
    right, wrong = ({"username": "them", "password": each} for each in ("mat-khau-cu-1", "sai"))
    assert [Walker(app).post("/dang-nhap", right).status_code for _ in range(12)] == [302] * 12
    assert [Walker(app).post("/dang-nhap", wrong).status_code for _ in range(11)] == [200] * 10 + [429]


def test_a_switched_off_account_is_out_at_once(app: Flask, organiser: Walker) -> None:
    extra = account(app, "them", password="mat-khau-cu-1")
    signed_in = Walker(app, extra)
    assert signed_in.get("/").status_code == 200
    organiser.post(f"/tai-khoan/{extra}/trang-thai", {"active": ""})
    assert signed_in.get("/").status_code == 302
    assert Walker(app).post("/dang-nhap", {"username": "them", "password": "mat-khau-cu-1"}).status_code == 200
    organiser.post(f"/tai-khoan/{extra}/trang-thai", {"active": "1"})
    assert Walker(app).post("/dang-nhap", {"username": "them", "password": "mat-khau-cu-1"}).status_code == 302
    page = html.unescape(organiser.post("/tai-khoan/1/trang-thai", {"active": ""}, follow=True).get_data(as_text=True))
    assert "không tự khóa" in page


def test_an_account_of_the_house_is_made_and_linked_again(app: Flask, organiser: Walker) -> None:
    typed = {"name": "Nguyễn Văn Mới", "username": "moi.nguyen", "salutation": "ông", "organiser": "y"}
    assert "/vao/" in organiser.post("/tai-khoan/moi", typed).get_data(as_text=True)
    assert "moi.nguyen" in organiser.text("/tai-khoan")
    assert organiser.post("/tai-khoan/moi", typed).status_code == 422
    assert "/vao/" in organiser.post("/tai-khoan/1/lien-ket").get_data(as_text=True)


def test_a_judge_of_several_teams_unit_is_told_once(built: Built, organiser: Walker) -> None:
    for name in ("Đội Ánh Dương", "Sao Mai"):
        organiser.post("/hoi-thi/1/doi/moi", {"name": name, "unit": "Suối Bạc"})
    typed = {"name": "Rmàh H’Loan", "salutation": "bà", "workplace": "Suối Bạc", "replaced": "no"}
    organiser.post(f"{PAGE}/giam-khao/1", typed)
    page = html.unescape(organiser.text(PAGE))
    assert page.count("cùng đơn vị với") == 1
    assert "cùng đơn vị với đội Suối Bạc, Đội Ánh Dương, đội Sao Mai: Suối Bạc." in page
