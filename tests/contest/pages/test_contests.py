"""Making, changing, copying and starting a contest in the browser."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.ledger import Ledger
from contest.rulebooks import in_force
from contest.tables.contests import Contest
from contest.tables.people import Assignment
from contest.tables.places import Level, Unit
from contest.text import match_key
from scoring.preset import preset
from tests.building import build
from tests.contest.pages.walker import Walker, account

TYPED = {
    "source": "preset:dan-van-kheo",
    "name": "Hội thi “Dân vận khéo” xa\u0303 Sơn Ho\u0300a",  # NFD, as a Mac types it
    "host": "xã  SƠN HOÀ",
    "level_id": "6",
    "held_on": "22/11/2026",
    "place": "Nhà văn hóa xã",
    "organiser_name": "Ban Tổ chức Hội thi",
    "release_mode": "after_part",
}


@pytest.fixture
def organiser(app: Flask) -> Walker:
    """Give an organiser of the house, at an empty start."""
    return Walker(app, account(app, "organiser", organiser=True))


def contests(app: Flask) -> list[Contest]:
    found: list[Contest] = app.extensions["writer"].run(
        lambda session: list(session.scalars(select(Contest).order_by(Contest.id)))
    )
    return found


def test_the_list_is_empty_at_first_and_then_leads_to_the_contest(app: Flask, organiser: Walker) -> None:
    assert "Chưa có hội thi nào" in organiser.text("/")
    answer = organiser.post("/hoi-thi/moi", TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/hoi-thi/1")
    assert "Hội thi “Dân vận khéo” xã Sơn Hòa" in organiser.text("/")
    page = html.unescape(organiser.text("/hoi-thi/1"))
    assert "Làm tiếp: Đội thi" in page
    assert "Còn thiếu: cần có đội thi trước" in page
    assert re.findall(r"Chưa có (?:đội thi|giám khảo)\b", page)
    assert "0 đội" not in page
    assert "0 giám khảo" not in page
    assert "22/11/2026" in page


def test_a_new_contest_is_what_was_typed(app: Flask, organiser: Walker) -> None:
    writer = app.extensions["writer"]
    writer.run(lambda session: session.add(Unit(name="Xã Sơn Hòa", match_key=match_key("Xã Sơn Hòa"))))
    organiser.post("/hoi-thi/moi", TYPED)
    made = contests(app)[0]
    assert (made.name, made.unit.name, made.level.code) == ("Hội thi “Dân vận khéo” xã Sơn Hòa", "Xã Sơn Hòa", "xa")
    assert (made.held_on.isoformat(), made.release_mode, made.invented) == ("2026-11-22", "after_part", False)

    def rest(session: Session) -> tuple[Any, ...]:
        roles = session.execute(select(Assignment.account_id, Assignment.role)).all()
        return in_force(session, made.id), [tuple(row) for row in roles]

    assert writer.run(rest) == ((1, preset("dan-van-kheo")), [(1, "organiser")])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"release_mode": ""}, "Chưa chọn “Cách công bố kết quả trong hội trường”"),
        ({"release_mode": "as_you_like"}, ""),
        ({"name": " \u200b "}, "Chưa nhập “Tên hội thi”"),
        ({"name": "Hội thi d©n vËn khÐo"}, "phông chữ cũ"),
        ({"held_on": "31/02/2026"}, "Không có ngày 31/02/2026"),
        ({"held_on": "mai"}, "“mai” chưa phải là ngày"),
        ({"level_id": "5"}, "“Cấp huyện” không còn (hoặc chưa) tổ chức vào ngày thi này"),
        ({"level_id": "x"}, ""),
        ({"source": "contest:99"}, ""),
        ({"source": "preset:../../etc/passwd"}, ""),
        ({"place": "x" * 201}, "“Địa điểm” dài quá 200 chữ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, organiser: Walker, change: dict[str, str], sentence: str
) -> None:
    answer = organiser.post("/hoi-thi/moi", TYPED | change)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert sentence in page
    assert "is-invalid" in page or "aria-invalid" in page
    assert TYPED["organiser_name"] in page
    assert contests(app) == []


def test_there_is_no_default_release(organiser: Walker) -> None:
    page = organiser.text("/hoi-thi/moi")
    radios = [line for line in page.replace(">", ">\n").splitlines() if 'name="release_mode"' in line]
    assert len(radios) == 3
    assert not any("checked" in line for line in radios)
    assert "Mẫu minh họa, số liệu tự đặt" in page


def test_a_district_may_hold_a_contest_of_its_time(app: Flask, organiser: Walker) -> None:
    assert organiser.post("/hoi-thi/moi", TYPED | {"level_id": "5", "held_on": "30/06/2025"}).status_code == 302
    assert contests(app)[0].level.name == "Cấp huyện"


def test_a_copy_takes_rulebook_and_teams(app: Flask) -> None:
    built = build(app.extensions["writer"])
    organiser = Walker(app, built.accounts["organiser"])
    typed = TYPED | {"source": f"contest:{built.id}", "with_teams": "y"}
    assert organiser.post("/hoi-thi/moi", typed).headers["Location"] == "/hoi-thi/2"
    assert contests(app)[1].copied_from_id == built.id
    assert "Suối Bạc" in organiser.text("/hoi-thi/2/doi")
    assert "Giám khảo số 3" in organiser.text("/hoi-thi/2/con-nguoi")


def test_another_organisers_contest_cannot_be_copied(app: Flask, organiser: Walker) -> None:
    built = build(app.extensions["writer"])
    assert organiser.post("/hoi-thi/moi", TYPED | {"source": f"contest:{built.id}"}).status_code == 422


def test_details_change_until_the_start(app: Flask) -> None:
    built = build(app.extensions["writer"])
    organiser = Walker(app, built.accounts["organiser"])
    assert 'value="22/11/2026"' in organiser.text("/hoi-thi/1/sua")
    changed = TYPED | {"place": "Sân vận động", "release_mode": "prizes_at_end"}
    assert organiser.post("/hoi-thi/1/sua", changed).status_code == 302
    assert contests(app)[0].place == "Sân vận động"
    built.start()
    late = organiser.post("/hoi-thi/1/sua", TYPED, follow=True)
    assert "Hội thi đã bắt đầu nên không sửa được mục này." in late.get_data(as_text=True)
    assert contests(app)[0].release_mode == "prizes_at_end"


def test_the_start_says_what_lacks_and_then_starts(app: Flask) -> None:
    built = build(app.extensions["writer"])
    organiser = Walker(app, built.accounts["organiser"])
    said = organiser.post("/hoi-thi/1/bat-dau", follow=True).get_data(as_text=True)
    assert "Chưa có thứ tự thi của phần Chào hỏi" in said
    built.order()
    assert "Đến Bàn Thư ký" in organiser.post("/hoi-thi/1/bat-dau", follow=True).get_data(as_text=True)
    assert built.writer.run(lambda session: Ledger.load(session, built.id)).step == "running"


def test_levels_are_rows(app: Flask, organiser: Walker) -> None:
    names = app.extensions["writer"].run(lambda session: list(session.scalars(select(Level.name))))
    page = html.unescape(organiser.text("/hoi-thi/moi"))
    assert all(name in page for name in names)
    assert "Cấp huyện (đến 30/06/2025)" in page
