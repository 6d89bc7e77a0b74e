"""The pages of the register: what may be done stands on the page of a registration, and does it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.recognition import evidence, registering
from contest.recognition.registering import Filled, OwnerLine
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found, register, whole


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province."""
    made: Province = app.extensions["writer"].run(found)
    return made


def _draft(app: Flask, province: Province, **filled: Any) -> str:
    def make(session: Session) -> int:
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        form = Filled(**filled) if filled else whole(session, province)
        campaign = session.get_one(Campaign, province.campaign)
        return registering.draft(hand, reach, campaign, province.units["commune"], form).id

    return f"/so-mo-hinh/{app.extensions['writer'].run(make)}"


def test_a_registration_goes_from_draft_to_under_way_by_the_buttons_of_its_page(app: Flask, province: Province) -> None:
    page = _draft(app, province)
    own, above = (Walker(app, province.people[who]) for who in ("commune", "province"))
    for walker, button, action, said in (
        (own, "Gửi đăng ký", "gui", "Đã đăng ký"),
        (above, "Trả lại", "tra-lai", "Trả lại bổ sung"),
        (own, "Gửi đăng ký", "gui", "Đã đăng ký"),
        (above, "Tiếp nhận", "tiep-nhan", "Đã tiếp nhận"),
        (own, "Bắt đầu thực hiện", "bat-dau", "Đang thực hiện"),
    ):
        assert f'action="{page}/{action}"' in walker.text(page), action
        assert f"{button}</button>" in walker.text(page)
        walker.post(f"{page}/{action}", {"reason": "Chưa rõ địa bàn"})
        assert f"<h2>{said}</h2>" in walker.text(page)
    assert "Lý do: Chưa rõ địa bàn" in own.text(page)
    assert "/gui" not in own.text(page)


def test_a_draft_says_what_it_lacks_beside_the_button_that_waits(app: Flask, province: Province) -> None:
    page = _draft(app, province, name="Tổ tự quản")
    text = Walker(app, province.people["commune"]).text(page)
    assert "Còn thiếu: chủ thể mô hình; lĩnh vực; thực trạng, lý do" in text
    assert "Bỏ bản nháp</button>" in text
    assert "/sua" in text
    viewer = Walker(app, province.people["commune_viewer"]).text(page)
    assert "<form" not in viewer[viewer.index("<main") :]


def test_units_are_walked_as_a_tree(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    page = walker.text(f"/don-vi/{province.units['province']}")
    below = page[page.index("Đơn vị trực thuộc") :]
    assert all(f'href="/don-vi/{province.units[name]}"' in below for name in ("commune", "neighbour"))
    assert f'href="/don-vi/{province.units["village"]}"' not in below
    listed = walker.text(f"/don-vi?tren={province.units['commune']}")
    assert "Đơn vị thuộc Xã B" in listed
    assert ("Thôn 1" in listed, "Xã C" in listed) == (True, False)


def test_a_search_of_units_in_a_campaign_finds_by_either_spelling(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    whole_list = walker.text("/dot-dang-ky/1")
    assert all(name in whole_list for name in ("Xã B", "Xã C"))
    for typed in ("xa c", "Xã C"):
        found_units = walker.text(f"/dot-dang-ky/1?tim={typed}")
        assert ("Xã C</a>" in found_units, "Xã B</a>" in found_units) == (True, False)
    assert "Không có đơn vị nào như vậy trong đợt này" in walker.text("/dot-dang-ky/1?tim=zzz")


def test_likely_doubles_are_told_in_one_warning(app: Flask, province: Province) -> None:
    def fill(session: Session) -> list[int]:
        return [register(session, province).id for _ in range(4)]

    first = app.extensions["writer"].run(fill)[0]
    page = Walker(app, province.people["commune"]).text(f"/so-mo-hinh/{first}")
    assert (page.count("Có thể trùng với"), page.count("“Tuyến đường hoa” của Hội Phụ nữ xã B (Xã B)")) == (1, 3)


def test_a_file_is_set_aside_with_word_of_it_and_one_that_is_not_there_answers_404(
    app: Flask, province: Province
) -> None:
    page = _draft(app, province)
    own = Walker(app, province.people["commune"])

    def keep(session: Session) -> int:
        row = session.get_one(Registration, int(page.rpartition("/")[2]))
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        return evidence.keep(hand, reach, row, evidence.Handed("a.pdf", b"%PDF-1.7")).id

    kept = app.extensions["writer"].run(keep)
    assert own.post(f"{page}/tep/999/bo").status_code == 404
    assert own.post(f"{page}/tep/{kept}/bo").status_code == 302
    text = own.text(page)
    assert "Đã bỏ tệp “a.pdf”" in text
    assert "<strong>Bỏ tệp</strong> · “a.pdf” · Người commune" in text
    assert own.post(f"{page}/tep/{kept}/bo").status_code == 404


def test_a_row_of_a_list_names_two_owners_and_counts_the_others(app: Flask, province: Province) -> None:
    _draft(app, province, name="Nhiều chủ thể", owners=[OwnerLine(f"Hội {n}") for n in range(1, 41)])
    assert "Hội 1; Hội 2 và 38 chủ thể khác" in Walker(app, province.people["commune"]).text("/so-mo-hinh")
