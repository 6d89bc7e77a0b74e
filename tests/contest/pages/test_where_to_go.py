"""A page that cannot do what it was opened for says why and where to go; a form names the row, a filter tells twins apart."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.db import db
from contest.files import registrationlist
from contest.files.registrationlist import Known, form
from contest.offices import Reach
from contest.planning import places, seasons
from contest.recognition import alike, campaigns, registering
from contest.recognition.registering import Filled, OwnerLine
from contest.reportasking import filters
from contest.reports.table import REPORTS
from contest.tables.campaigns import Campaign, Document
from contest.tables.recognition import Registration
from tests.contest.pages.listwalk import LIST, saved
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found, register

CLOSED = "“Đăng ký năm 2026” đã khép nên không nhận thêm đăng ký. Đề nghị liên hệ Tỉnh A nếu cần mở lại."


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province."""
    made: Province = app.extensions["writer"].run(found)
    return made


def _run(app: Flask, work: Callable[[Session], Any]) -> Any:
    return app.extensions["writer"].run(work)


def _led(walker: Walker, path: str) -> tuple[str, str]:
    """Give where a page leads and what is said there."""
    answer = walker.get(path)
    assert answer.status_code == 302, path
    return str(answer.location), html.unescape(walker.text(str(answer.location)))


def test_a_closed_campaign_says_so_before_anything_is_typed(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    typed = {"name": "Mô hình muộn", "unit": "Xã B", "owner_type": "collective", "domain": ""}
    _run(app, lambda s: campaigns.close(province.hand(s, "province"), s.get_one(Campaign, 1), closed=True))
    for path in ("/so-mo-hinh/dang-ky/1", f"{LIST}/nhap"):
        where, said = _led(walker, path)
        assert (where, CLOSED in said) == ("/dot-dang-ky/1", True)
    late = walker.post("/so-mo-hinh/dang-ky/1", typed)  # opened before, sent after: nothing typed is lost
    assert (late.status_code, "Mô hình muộn" in late.get_data(as_text=True)) == (422, True)


def test_a_form_of_what_was_sent_leads_to_its_page_with_the_reason(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    _run(app, lambda session: register(session, province) and None)
    where, said = _led(walker, "/so-mo-hinh/1/sua")
    assert where == "/so-mo-hinh/1"
    assert "Đăng ký đã gửi nên nội dung giữ nguyên. Muốn sửa, đề nghị Tỉnh A trả lại bổ sung." in said
    _run(app, lambda s: s.query(Registration).update({"state": "under_way"}) and None)
    where, said = _led(walker, "/so-mo-hinh/1/sua")
    assert "Đăng ký đang ở bước “Đang thực hiện” nên nội dung giữ nguyên." in said
    _run(app, lambda s: s.query(Registration).update({"state": "returned"}) and None)
    assert "Sửa đăng ký" in walker.text("/so-mo-hinh/1/sua")


def test_a_formula_without_a_result_is_one_problem_beside_all_others() -> None:
    known = Known({}, {}, ["Kinh tế"], [], ["Xã B"])
    rows = [{"unit": "Xã B", "name": name} for name in ("Một", "Hai", "", "Bốn")]
    book = openpyxl.load_workbook(io.BytesIO(form(known, rows)))
    sheet = book["Danh sách"]
    sheet["A4"], sheet["C5"], sheet["F7"], sheet["I20"] = "=ROW()-3", '="H"&"ai"', "Thể thao", "=A1"
    book.move_sheet("Danh mục", -1)  # the names of sheets, not their order, say where a cell stands
    read = registrationlist.read(saved(book), "a.xlsx", known)
    assert [row.number for row in read.rows] == [4]  # a formula in the running number is nobody's loss
    assert [(each.row, each.column, each.message) for each in read.problems] == [
        (5, "C", "Ô C5 là công thức chưa có kết quả."),
        (6, "C", "Thiếu tên mô hình."),
        (7, "F", "Lĩnh vực “Thể thao” không có trong danh mục."),
        (20, "I", "Ô I20 là công thức chưa có kết quả."),
        (20, "B", "Thiếu đơn vị."),
        (20, "C", "Thiếu tên mô hình."),
    ]


def test_last_years_list_names_owners_and_leaves_out_what_is_maintained(app: Flask, province: Province) -> None:
    def earlier(session: Session) -> None:
        hand, mine = province.hand(session, "house"), province.reach(session, "house")
        days = (date(2025, 1, 5), date(2025, 3, 1))
        old = campaigns.make(hand, campaigns.CampaignDetails(
            "Năm 2025", province.units["province"], 2025, 2025, 2030, *days, ("Kinh tế",), (), ()
        ))  # fmt: skip
        for name, owners in (("Hụi an toàn", ["Hội Phụ nữ"]), ("Hố rác", []), ("Hố rác", ["Đoàn xã"])):
            lines = [OwnerLine(each) for each in owners]
            made = registering.draft(hand, mine, old, province.units["commune"], Filled(name=name, owners=lines))
            made.state = "received"
        first = session.scalars(select(Registration)).unique().first()
        now = session.get_one(Campaign, province.campaign)
        registering.draft(hand, mine, now, province.units["commune"], Filled(name="Hụi"), earlier=first)
        session.flush()
        named = [each.name for each in alike.last_year(session, now, province.units["commune"])]
        assert named == ["Hố rác", "Hố rác"]

    _run(app, earlier)
    page = " ".join(Walker(app, province.people["commune"]).text("/so-mo-hinh/dang-ky/1").split())
    side = page[page.index("Năm trước đã có") :]
    assert "Hụi an toàn" not in side
    assert 'Hố rác</a> <span class="quiet">· chưa ghi chủ thể</span>' in side
    assert 'Hố rác</a> <span class="quiet">· Đoàn xã</span>' in side


def test_a_basis_that_is_known_under_another_abstract_is_told(app: Flask, province: Province) -> None:
    walker, path = Walker(app, province.people["province"]), "/dot-dang-ky/1/can-cu"
    typed = {"number": "25-CT/TU", "issued_on": "23/4/2024", "issuer": "Tỉnh ủy", "abstract": "Về dân vận khéo"}
    assert "Đã ghi căn cứ." in walker.post(path, typed, follow=True).get_data(as_text=True)
    again = walker.post(path, typed | {"abstract": "Về  DÂN VẬN khéo"}, follow=True).get_data(as_text=True)
    assert "Văn bản số 25-CT/TU đã là căn cứ của đợt." in again
    assert "không được ghi" not in again
    other = walker.post(path, typed | {"abstract": "Về rác thải"}, follow=True).get_data(as_text=True)
    assert "đã có trong sổ với trích yếu “Về dân vận khéo” nên giữ trích yếu đó" in other
    assert "trích yếu vừa nhập “Về rác thải” không được ghi" in other
    assert "Đã ghi căn cứ." not in other
    assert _run(app, lambda session: session.scalars(select(Document.abstract)).all()) == ["Về dân vận khéo"]


def test_a_unit_above_that_is_left_out_is_asked_for(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    answer = walker.post("/don-vi/moi", {"name": "Thôn 2", "kind_id": "9", "parent": " "}).get_data(as_text=True)
    assert "Chưa ghi đơn vị cấp trên. Đề nghị chọn đơn vị cấp trên trong danh sách gợi ý." in answer
    assert "“”" not in answer


def test_a_wrong_figure_of_a_criteria_set_names_its_row(app: Flask, province: Province) -> None:
    walker, path = Walker(app, province.people["province"]), "/dot-dang-ky/1/bo-tieu-chi/individual/sua"
    typed = {"name": "Bộ", "total": "-1", "threshold": "7", "lines-0-name": "", "lines-1-name": "Tính khéo"}
    page = walker.post(path, typed | {"lines-1-most": "-5", "lines-2-most": "3"}).get_data(as_text=True)
    for said in (
        "Dòng 2 “Tính khéo”, điểm tối đa: −5 phải lớn hơn 0.",
        "Dòng 3, tiêu chí: ",
        "Tổng điểm: −1 phải lớn hơn 0.",
    ):
        assert said in page, said


def _twins(session: Session, province: Province) -> None:
    """Make seasons and campaigns of one name and year, of units of which two share their name."""
    hand = province.hand(session, "house")
    other = places.make(hand, places.UnitDetails("Huyện D", None, "", province.units["province"], 0, None, None))
    twin = places.make(hand, places.UnitDetails("Xã B", None, "", other.id, 0, None, None))
    days = (date(2026, 1, 5), date(2026, 3, 1))
    for unit_id in (province.units["commune"], twin.id, province.units["neighbour"]):
        seasons.make(hand, seasons.SeasonDetails("Mùa 2026", unit_id, 2026, *days))
        campaigns.make(
            hand, campaigns.CampaignDetails("Đợt 2026", unit_id, 2026, 2025, 2030, *days, ("Kinh tế",), (), ())
        )


def test_seasons_and_campaigns_of_one_name_are_told_apart_by_their_units(app: Flask, province: Province) -> None:
    _run(app, lambda session: _twins(session, province))
    walker = Walker(app, province.people["house"])
    contests, register_page = walker.text("/?mua=1"), walker.text("/so-mo-hinh")
    with app.app_context():
        wide = Reach(whole=True)
        offered = {
            choice.name: [words for _, words in choice.options]
            for entry in REPORTS.values()
            for choice in filters(db.session(), wide, entry, None)
        }
    for where in ("Xã B, Tỉnh A", "Xã B, Huyện D", "Xã C"):
        assert f">2026 · Mùa 2026 · {where}</option>" in contests
        assert f">Đợt 2026 · {where}</option>" in register_page
        assert f"2026 · Mùa 2026 · {where}" in offered["season"]
        assert f"2026 · Đợt 2026 · {where}" in offered["dot"]


def test_what_is_not_there_or_not_theirs_leads_to_the_room_it_is_of(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune_viewer"])
    for path, code, said in (
        ("/so-mo-hinh/999", 404, "mở lại từ danh sách của đơn vị"),
        ("/danh-hieu/moi", 403, "liên hệ cán bộ phụ trách của đơn vị này"),
        ("/hoi-thi/999", 404, "quay về trang đầu"),
        ("/khong-co", 404, "quay về trang đầu"),
    ):
        answer = walker.get(path)
        assert (path, answer.status_code, said in html.unescape(answer.text)) == (path, code, True)
