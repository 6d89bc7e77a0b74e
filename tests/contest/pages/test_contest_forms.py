"""The forms of a contest, its teams and its people: sent twice they do one thing, a stale one is refused, changes are kept."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.accounts import use_link
from contest.planning import people
from contest.planning.units import find_unit
from contest.tables.contests import Contest, Team
from contest.tables.jobs import LongJob
from contest.tables.offices import Office
from contest.tables.people import Account, Assignment, Card, Seat, SeatHolder
from tests.building import Built
from tests.contest.pages.listwalk import told_of
from tests.contest.pages.walker import Walker, account, filled
from tests.contest.province import found

BASE = "/hoi-thi/1"
SEAT = f"{BASE}/con-nguoi/giam-khao/1"
PERSON = {"name": "Trần Thị Bưởi", "username": "tran.buoi"}
HELD = {"host": "Xã Mới", "level_id": "6", "held_on": "1/12/2026", "place": "Nhà văn hóa", "release_mode": "after_lock"}
MADE: dict[str, tuple[type, str, dict[str, str]]] = {
    "contest": (Contest, "/hoi-thi/moi", HELD | {"name": "Hội thi mới"}),
    "copy of a contest": (Contest, "/hoi-thi/moi", HELD | {"name": "Hội thi chép", "source": "contest:1"}),
    "team": (Team, f"{BASE}/doi/moi", {"name": "Cà Lúi", "members": "A (đội trưởng)\nB"}),
    "role": (Assignment, f"{BASE}/con-nguoi/phan-cong", {"account": "2", "role": "head_judge"}),
    "seat": (Seat, f"{BASE}/con-nguoi/them-giam-khao", {}),
}


@pytest.fixture
def other(app: Flask, built: Built) -> Walker:
    """Give a second organiser of it."""
    made = account(app, "hai", organiser=True)
    built.writer.run(lambda session: people.assign(session, built.id, made, "organiser"))
    return Walker(app, made)


def _count(built: Built, table: type) -> int:
    return built.writer.run(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


def _button(walker: Walker, page: str, action: str) -> dict[str, str]:
    """Give the hidden fields of a button's form."""
    form = walker.text(page).split(f'action="{action}"')[1].split("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


@pytest.mark.parametrize("kind", MADE)
def test_what_is_sent_twice_makes_one_thing(built: Built, organiser: Walker, kind: str) -> None:
    table, page, typed = MADE[kind]
    before = _count(built, table)
    drawn = filled(organiser.text(page)) if kind != "seat" else _button(organiser, f"{BASE}/con-nguoi", page)
    answers = [organiser.client.post(page, data=drawn | typed) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert _count(built, table) == before + 1


def test_two_clicks_take_one_seat_away(built: Built, organiser: Walker) -> None:
    page = f"{BASE}/con-nguoi/bot-giam-khao"
    sent = _button(organiser, f"{BASE}/con-nguoi", page)
    for _ in range(2):
        assert organiser.client.post(page, data=sent).status_code == 302
    assert _count(built, Seat) == 2
    organiser.client.post(page, data=_button(organiser, f"{BASE}/con-nguoi", page))
    assert _count(built, Seat) == 1


@pytest.mark.parametrize("form", ["/tai-khoan/moi", f"{BASE}/con-nguoi/tai-khoan-moi"])
def test_an_account_sent_twice_is_one_and_the_last_answer_lets_it_in(
    built: Built, organiser: Walker, form: str
) -> None:
    sent = filled(organiser.text(form)) | PERSON | ({"role": "secretary"} if form.startswith(BASE) else {})
    before = _count(built, Account)
    last = [organiser.client.post(form, data=sent) for _ in range(2)][1]
    assert (last.status_code, _count(built, Account)) == (200, before + 1)
    link = re.search(r"/vao/([\w-]+)", last.text)
    assert link
    assert built.writer.run(lambda session: use_link(session, link.group(1)).username) == PERSON["username"]


@pytest.mark.parametrize("form", ["/tai-khoan/moi", f"{BASE}/con-nguoi/tai-khoan-moi"])
def test_no_link_is_given_again_to_an_account_that_reaches_further_by_now(app: Flask, built: Built, form: str) -> None:
    """A sign-in link is as good as the account: what an office made first its superior may have raised since."""
    province = built.writer.run(found)

    def officer(session: Session) -> None:
        session.get_one(Account, province.people["commune"]).organiser = True
        session.get_one(Contest, built.id).unit_id = province.units["commune"]

    built.writer.run(officer)
    walker = Walker(app, province.people["commune"])
    sent = filled(walker.text(form)) | PERSON | ({"role": "secretary"} if form.startswith(BASE) else {})
    assert "/vao/" in walker.client.post(form, data=sent).text

    def raised(session: Session) -> None:
        made = session.scalars(select(Account.id).where(Account.username == PERSON["username"])).one()
        session.add(Office(account_id=made, unit_id=province.units["province"], role="officer"))

    built.writer.run(raised)
    answer = walker.client.post(form, data=sent)
    assert (answer.status_code in {403, 404}, "/vao/" in answer.text) == (True, False)


def test_one_replacement_sent_twice_ends_one_card(built: Built, organiser: Walker) -> None:
    sent = filled(organiser.text(SEAT)) | {"name": "Người Thay", "replaced": "yes"}
    for _ in range(2):
        assert organiser.client.post(SEAT, data=sent).status_code == 302

    def kept(session: Session) -> tuple[list[str], int]:
        names = session.scalars(select(SeatHolder.name).where(SeatHolder.seat_id == 1).order_by(SeatHolder.id)).all()
        return list(names), session.scalar(select(func.count()).where(Card.seat_id == 1)) or 0

    assert built.writer.run(kept) == (["Nguyễn Văn 1", "Người Thay"], 2)


SHARED = {"contest": (f"{BASE}/sua", "place"), "team": (f"{BASE}/doi/1", "members"), "seat": (SEAT, "workplace")}


@pytest.mark.parametrize("kind", SHARED)
def test_the_second_organiser_is_told_and_keeps_what_was_typed(organiser: Walker, other: Walker, kind: str) -> None:
    page, field = SHARED[kind]
    ours, theirs = filled(organiser.text(page)), filled(other.text(page))
    assert other.client.post(page, data=theirs | {field: "Của hai"}).status_code == 302
    late = organiser.client.post(page, data=ours | {field: "Của một"})
    assert (late.status_code, "Người hai vừa sửa chỗ này lúc" in late.text) == (409, True)
    assert filled(late.text)[field] == "Của một"
    assert filled(other.text(page))[field] == "Của hai"
    assert organiser.client.post(page, data=filled(late.text)).status_code == 302  # they looked and want it so
    assert filled(other.text(page))[field] == "Của một"


def test_the_history_tells_what_became_of_a_contest_its_teams_and_its_judges(built: Built, organiser: Walker) -> None:
    def save(page: str, typed: dict[str, str]) -> None:
        assert organiser.client.post(page, data=filled(organiser.text(page)) | typed).status_code == 302

    save(f"{BASE}/sua", {"place": "Sân vận động", "held_on": "1/12/2026"})
    save(f"{BASE}/doi/moi", {"name": "Cà Lúi", "unit": "Xã Cà Lúi", "members": "A (đội trưởng)"})
    save(f"{BASE}/doi/1", {"group": "Bảng A", "members": "B"})
    save(SEAT, {"name": "Người Thay", "replaced": "yes"})
    save(f"{BASE}/con-nguoi/giam-khao/2", {"head": "y"})
    assert organiser.post(f"{BASE}/doi/2/bo").status_code == 302
    told = html.unescape(organiser.text("/lich-su"))
    for said in (
        "Nhà văn hóa xã Sơn Hòa</del> → Sân vận động",
        "<del>22/11/2026</del> → 01/12/2026",
        "<strong>Thêm</strong> · Đội thi “Cà Lúi”",
        "A (đội trưởng)",
        "<strong>Sửa</strong> · Đội thi “Suối Bạc”",
        "<strong>Bỏ</strong> · Đội thi “Suối Trai”",
        "<strong>Thay người</strong> · Giám khảo “1”",
        "<del>Nguyễn Văn 1</del> → Người Thay",
        "<strong>Sửa</strong> · Giám khảo “2”",
        "<del>có</del> → không",  # seat 1 is the head judge's no more
    ):
        assert said in told, said
    assert organiser.text("/lich-su?ve=team").count("<strong>") == 3
    save(f"{BASE}/doi/1", {})  # nothing differs: nothing is noted
    assert organiser.text("/lich-su?ve=team").count("<strong>") == 3


def test_one_cloning_sent_twice_is_one_piece_of_work(built: Built, organiser: Walker) -> None:
    built.writer.run(lambda session: [find_unit(session, name).id for name in ("Tỉnh A", "Xã B")])
    season = {"name": "Mùa", "unit": "Tỉnh A", "year": "2026", "from_on": "1/1/2026", "to_on": "31/12/2026"}
    assert organiser.post("/mua/moi", season).location == "/mua/1"
    page, typed = "/mua/1/nhan-ban", {"source": "1", "level_id": "6", "held_on": "1/8/2026", "units": "Xã B"}
    jobs = _twice(organiser, page, filled(organiser.text(page)) | typed)
    assert (jobs[0], _count(built, LongJob)) == (jobs[1], 1)
    told_of(organiser, jobs[0])
    assert _count(built, Contest) == 2


def test_one_list_of_units_taken_over_twice_is_one_piece_of_work(built: Built, organiser: Walker) -> None:
    data = "Tên đơn vị;Loại\nXã Danh Mục;Xã\n".encode()
    place = str(organiser.post("/don-vi/nhap", {"file": (io.BytesIO(data), "don-vi.csv")}).location)
    sent = {"csrf_token": organiser.token()}
    assert "Xã Danh Mục" in organiser.text(place)
    jobs = _twice(organiser, place, sent)
    assert (jobs[0], _count(built, LongJob)) == (jobs[1], 1)
    told_of(organiser, jobs[0])


def _twice(walker: Walker, page: str, sent: dict[str, Any]) -> list[str]:
    return [str(walker.client.post(page, data=sent).location) for _ in range(2)]
