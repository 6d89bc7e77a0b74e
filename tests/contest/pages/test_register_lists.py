"""Registrations in Excel: written out, read back elsewhere, taken over once, with errors and warnings row by row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest import jobs
from contest.db import db
from contest.files import registrationlist
from contest.files.registrationlist import FIELDS, Known, form
from contest.offices import Reach
from contest.planning import places, succeeding
from contest.planning.branches import renew
from contest.recognition import campaigns, listimport, liststanding, registering, signedforms
from contest.tables.campaigns import Campaign
from contest.tables.places import Unit, UnitSuccession
from contest.tables.recognition import PracticeModel, Registration
from tests.contest.pages.listwalk import LIST, hand_in, saved, take, told_of
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found, register

WORDS = Known({}, {}, ["Kinh tế"], ["Rác thải"], ["Xã B"])


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province."""
    made: Province = app.extensions["writer"].run(found)
    return made


def _row(**texts: str) -> Mapping[str, str]:
    return {"unit": "Xã B", "name": "Mô hình"} | texts


def _standing(app: Flask) -> dict[str, tuple[str, str, str]]:
    def read(session: Session) -> dict[str, tuple[str, str, str]]:
        rows = session.scalars(select(Registration)).unique()
        return {row.name: (row.state, row.status_kind, "; ".join(each.name for each in row.owners)) for row in rows}

    read_now: dict[str, tuple[str, str, str]] = app.extensions["writer"].run(read)
    return read_now


def test_what_is_written_out_is_read_back_and_adds_nothing(app: Flask, province: Province) -> None:
    app.extensions["writer"].run(lambda session: register(session, province) and None)
    walker = Walker(app, province.people["commune"])
    written = walker.get(f"{LIST}/dang-co.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][1:4] == ["Đơn vị *", "Tên mô hình *", "Loại chủ thể"]
    assert "Mọi mô hình trong tệp đã có trong đợt này." in walker.text(hand_in(walker, written))
    book = openpyxl.load_workbook(io.BytesIO(written))
    anew = book["Danh sách"]
    anew["C4"], anew["W4"] = "Tuyến đường hoa thứ hai", None  # its name, and the code that knows it again
    assert take(walker, hand_in(walker, saved(book))) == (
        "Đã nhận 1 mô hình, trong đó 0 đã có phiếu ký; 0 mô hình đã có từ trước."
    )
    texts = app.extensions["writer"].run(
        lambda session: [
            (row.situation, row.starts_on, row.evaluated_on, [(each.part, each.name, each.role) for each in row.forces])
            for row in session.scalars(select(Registration).order_by(Registration.id)).unique()
        ]
    )
    assert texts[0] == texts[1]


def test_rows_with_a_signed_paper_count_as_registered_the_others_as_drafts(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    data = form(WORDS, [
        _row(name="Có phiếu", owners="Hội Phụ nữ\nHội Nông dân", domain="kinh tế", received_on="28/02/2026"),
        _row(name="Chưa có phiếu", owner_type="cá nhân", owners="Lê An (Bí thư)", topics="rác thải; Chuyển đổi số"),
        _row(unit="Xã C, tỉnh A", name="Của xã khác"),
    ])  # fmt: skip
    preview = hand_in(walker, data)
    assert "1 mô hình đã có phiếu ký nên được tính là đã đăng ký" in walker.text(preview)
    take(walker, preview)
    assert _standing(app) == {
        "Có phiếu": ("submitted", "new", "Hội Phụ nữ; Hội Nông dân"),
        "Chưa có phiếu": ("draft", "new", "Lê An"),
        "Của xã khác": ("draft", "new", ""),
    }


def test_bad_rows_are_told_and_the_others_taken(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    data = form(WORDS, [
        _row(name="Tốt"),
        _row(name=""),
        _row(unit="Xã Lạ", name="Không có đơn vị"),
        _row(unit="Xã C", name="Ngoài đơn vị"),
        _row(name="Lĩnh vực lạ", domain="Thể thao"),
        _row(name="Ngày lạ", starts_on="32/1/2026"),
        _row(name="Loại lạ", owner_type="nhóm"),
        _row(name="Duy trì lạ", status_kind="duy trì"),
        _row(name="tốt"),
        _row(name="Ngày của cấp trên", received_on="28/02/2026"),
        _row(name="Ngày trước đợt", received_on="01/01/1999"),
    ])  # fmt: skip
    preview = hand_in(walker, data)
    page = walker.text(preview)
    for said in (
        "Thiếu tên mô hình.",
        "Đơn vị “Xã Lạ” chưa có trong danh mục đơn vị.",
        "Đơn vị “Xã C” không thuộc đơn vị của đồng chí.",
        "Lĩnh vực “Thể thao” không có trong danh mục.",
        "Ngày bắt đầu “32/1/2026” chưa phải là ngày.",
        "Loại chủ thể “nhóm” không có trong danh mục.",
        "“Duy trì lạ” ghi là duy trì nhưng không có trong danh sách những năm trước",
        "“tốt” đã có ở dòng 4.",
        "Ngày nhận phiếu ký “28/02/2026” do đơn vị tiếp nhận ghi.",
        "Ngày nhận phiếu ký “01/01/1999” đứng trước ngày bắt đầu nhận của đợt (05/01/2026).",
        "Cần xem lại (10)",
    ):
        assert said in page, said
    take(walker, preview)
    assert list(_standing(app)) == ["Tốt"]


def test_many_rows_are_taken_in_steps_beside_other_work(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    data = form(WORDS, [_row(name=f"Mô hình {n}", received_on="01/03/2026") for n in range(45)])
    take(walker, hand_in(walker, data))
    counted = app.extensions["writer"].run(
        lambda session: session.scalar(
            select(func.count()).select_from(Registration).where(Registration.state == "submitted")
        )
    )
    assert counted == 45


def test_the_form_has_the_ten_contents(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune_viewer"])
    assert walker.get(f"{LIST}/mau.xlsx").status_code == 200
    assert walker.get(f"{LIST}/nhap").status_code == 403
    assert len({field.key for field in FIELDS}) == len(FIELDS) == 21


def _sheet(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_units_domains_topics_and_kinds_are_chosen_from_the_campaigns_lists(app: Flask, province: Province) -> None:
    data = Walker(app, province.people["commune"]).get(f"{LIST}/mau.xlsx").data
    words = openpyxl.load_workbook(io.BytesIO(data))["Danh mục"]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in words.columns}
    assert columns == {
        "Đơn vị": ["Xã B"],  # not the neighbour's
        "Loại chủ thể": ["Tập thể", "Cá nhân"],
        "Lĩnh vực": ["Kinh tế", "Văn hóa – xã hội", "Quốc phòng – an ninh", "Xây dựng hệ thống chính trị"],
        "Mới hay duy trì": ["Mới", "Duy trì"],
        "Chủ đề trọng tâm": ["Rác thải", "Chuyển đổi số"],
    }
    sheet = _sheet(data)
    rules = {str(rule.sqref).split(":")[0]: (rule.formula1, rule.showErrorMessage) for rule in _rules(sheet)}
    assert rules["F4"] == ("'Danh mục'!$C$2:$C$5", True)
    assert rules["H4"] == ("'Danh mục'!$E$2:$E$3", False)  # several topics may stand in one cell
    assert (sheet.auto_filter.ref, [str(each) for each in sheet.merged_cells.ranges]) == ("A3:V43", ["A1:V1"])


def _rules(sheet: Worksheet) -> Sequence[Any]:
    rules: Sequence[Any] = sheet.data_validations.dataValidation
    return rules


def test_a_name_under_another_owner_is_warned_of_taken_and_taken_once(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    data = form(WORDS, [
        _row(name="Tuyến đường hoa", owners="Hội Phụ nữ", received_on="11/03/2026"),
        _row(name="TUYEN DUONG HOA", owners="Đoàn Thanh niên", received_on="02/03/2026"),
        _row(unit="Xã C", name="Tuyến đường hòa", owners="Hội Phụ nữ", received_on="01/03/2026"),
    ])  # fmt: skip
    page = walker.text(preview := hand_in(walker, data))
    for said in (
        "Nên xem trước khi nhận (2)",
        "“TUYEN DUONG HOA” có thể trùng với “Tuyến đường hoa” của Hội Phụ nữ (dòng 4).",
        "2 mô hình chậm hạn, nhiều nhất 10 ngày",
        "Nhận 3 mô hình",
    ):
        assert said in page, said
    take(walker, preview)
    assert len(_standing(app)) == 3
    again = walker.text(hand_in(walker, data))
    assert "Mọi mô hình trong tệp đã có trong đợt này." in again
    other = form(WORDS, [_row(name="Tuyến đường hoa", owners="Trường học")])
    assert "của Hội Phụ nữ (Xã B)" in walker.text(hand_in(walker, other))


def _last_year(session: Session, province: Province) -> int:
    """Register two models in 2025 in a unit that Xã B has succeeded since; gives the old campaign's id."""
    hand, mine = province.hand(session, "house"), province.reach(session, "house")
    old = places.make(hand, places.UnitDetails("Xã B cũ", None, "", province.units["province"], 0, None, None))
    session.add(
        UnitSuccession(old_id=old.id, new_id=province.units["commune"], kind="merge", on=date(2025, 7, 1), main=True)
    )
    renew(session)
    campaign = campaigns.make(hand, campaigns.CampaignDetails(
        "Năm 2025", province.units["province"], 2025, 2025, 2030, date(2025, 1, 5), date(2025, 3, 1), ("Kinh tế",), (), ()
    ))  # fmt: skip
    for name in ("Hụi an toàn", "Thu gom rác"):
        made = registering.draft(hand, mine, campaign, old.id, registering.Filled(name=name))
        signedforms.receive_paper(hand, mine, made, date(2025, 2, 1))
    return campaign.id


def test_new_and_maintained_are_checked_against_last_years_list_of_the_units_before(
    app: Flask, province: Province
) -> None:
    app.extensions["writer"].run(lambda session: _last_year(session, province))
    walker = Walker(app, province.people["commune"])
    data = form(WORDS, [
        _row(name="Hụi an toàn"),
        _row(name="thu gom rac", status_kind="Duy trì", owners="Hội Phụ nữ"),
        _row(name="Thu gom rác", status_kind="Duy trì", owners="Đoàn Thanh niên"),
    ])  # fmt: skip
    page = walker.text(preview := hand_in(walker, data))
    assert "“Hụi an toàn” ghi là mới nhưng đã có trong danh sách năm 2025 của đơn vị này." in page
    assert "“Thu gom rác” là mô hình của năm trước đã có trong đợt này, hoặc ở dòng khác của tệp." in page
    take(walker, preview)
    years = app.extensions["writer"].run(
        lambda session: {
            row.name: (row.status_kind, row.model.first_year)
            for row in session.scalars(select(Registration).where(Registration.campaign_id == 1)).unique()
        }
    )
    assert years == {"Hụi an toàn": ("new", 2026), "thu gom rac": ("maintained", 2025)}
    assert "là mô hình của năm trước đã có trong đợt này" in walker.text(hand_in(walker, data))


def test_a_failure_in_the_middle_leaves_whole_rows_and_the_same_file_goes_on(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    data = form(WORDS, [_row(name=f"Mô hình {n}", received_on="01/03/2026") for n in range(30)])

    def stumble(session: Session) -> None:
        session.add(PracticeModel(uid="half-done", first_year=2026))
        session.flush()
        raise RuntimeError("minh họa")

    with app.app_context():
        session, mine = db.session(), Reach(whole=True)
        campaign = session.get_one(Campaign, 1)
        wanted = registrationlist.read(data, "a.xlsx", liststanding.known(session, mine, campaign))
        first, *others = listimport.steps(listimport.plan(session, mine, campaign, wanted), 1, mine, 1)
        job = jobs.begin(province.people["province"], "Nhập", [first, (10, stumble), *others], "", "/")
    told = told_of(walker, f"/viec/{job}")
    assert (told["state"], told["done"], told["total"]) == ("failed", 10, 40)
    assert "đề nghị tải lại cùng tệp này để làm tiếp" in told["said"]
    assert set(_standing(app)) == {f"Mô hình {n}" for n in range(10)}
    preview = hand_in(walker, data)
    assert "10 mô hình đã có trong đợt, giữ nguyên" in walker.text(preview)
    assert take(walker, preview) == "Đã nhận 20 mô hình, trong đó 20 đã có phiếu ký; 10 mô hình đã có từ trước."
    counted = app.extensions["writer"].run(
        lambda session: (
            session.scalar(select(func.count()).select_from(PracticeModel)),
            session.scalar(select(func.count()).select_from(Registration)),
        )
    )
    assert counted == (30, 30)


def test_what_the_filters_show_is_written_out_with_days_as_days_and_figures_as_figures(
    app: Flask, province: Province
) -> None:
    walker = Walker(app, province.people["province"])
    rows = [
        _row(name="Tuyến đường hoa", received_on="11/03/2026", starts_on="01/02/2026", domain="Kinh tế"),
        _row(name="Đường hoa thôn 1"),
        _row(unit="Xã C", name="Tiếng loa an ninh", received_on="01/03/2026"),
    ]
    take(walker, hand_in(walker, form(WORDS, rows)))
    sheet = _sheet(walker.get("/so-mo-hinh/tai-ve.xlsx?tim=duong hoa&buoc=submitted&endpoint=x&trang=7").data)
    titles = [cell.value for cell in sheet[3]]
    found = [dict(zip(titles, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=4)]
    assert [row["Tên mô hình *"] for row in found] == ["Tuyến đường hoa"]
    wanted = ("Đơn vị *", "Lĩnh vực", "Ngày bắt đầu", "Ngày nhận", "Bước", "Chậm (ngày)", "Đợt")
    assert [found[0][title] for title in wanted] == [
        *("Xã B", "Kinh tế", datetime(2026, 2, 1), datetime(2026, 3, 11)),  # noqa: DTZ001 - as openpyxl gives days
        *("Đã đăng ký", 10, "Đăng ký năm 2026"),
    ]
    listed = walker.text("/so-mo-hinh?tim=duong hoa&buoc=submitted&endpoint=x&trang=7")
    assert 'href="/so-mo-hinh/tai-ve.xlsx?tim=duong+hoa&amp;buoc=submitted&amp;endpoint=x"' in listed


def test_a_unit_whose_name_two_share_is_written_and_read_with_the_one_above(app: Flask, province: Province) -> None:
    def twin(session: Session) -> None:
        hand = province.hand(session, "house")
        other = places.make(hand, places.UnitDetails("Huyện D", None, "", province.units["province"], 0, None, None))
        made = places.make(hand, places.UnitDetails("Xã B", None, "00123", other.id, 0, None, None))
        campaigns.set_units(hand, session.get_one(Campaign, 1), [province.units["commune"], made.id], None)

    app.extensions["writer"].run(twin)
    walker = Walker(app, province.people["house"])
    words = openpyxl.load_workbook(io.BytesIO(walker.get(f"{LIST}/mau.xlsx").data))["Danh mục"]
    assert sorted(str(cell.value) for cell in words["A"][1:3]) == ["Xã B, Huyện D", "Xã B, Tỉnh A"]
    data = form(WORDS, [
        _row(name="Một"), _row(unit="xã b, huyện d", name="Hai"), _row(unit="00123", name="Ba"),
        _row(unit="Xã B, huyện E", name="Bốn"),
    ])  # fmt: skip
    page = walker.text(preview := hand_in(walker, data))
    assert "Đơn vị “Xã B”: có 2 đơn vị cùng tên." in page
    assert "Đơn vị “Xã B, huyện E” chưa có trong danh mục đơn vị." in page
    take(walker, preview)
    assert sorted(_standing(app)) == ["Ba", "Hai"]


def test_a_merged_unit_that_keeps_an_old_name_registers_by_form_and_by_list(app: Flask, province: Province) -> None:
    def merge(session: Session) -> int:
        hand, day = province.hand(session, "house"), date(2025, 7, 1)
        old = [session.get_one(Unit, province.units[each]) for each in ("commune", "neighbour")]
        new = [succeeding.succeed(hand, each, ["Xã B"], "merge", day, "")[0].id for each in reversed(old)][1]
        campaigns.set_units(hand, session.get_one(Campaign, 1), [new], None)
        return new

    new = app.extensions["writer"].run(merge)
    walker = Walker(app, province.people["house"])
    words = openpyxl.load_workbook(io.BytesIO(walker.get(f"{LIST}/mau.xlsx").data))["Danh mục"]
    offered = str(words["A"][1].value)
    assert offered == "Xã B, Tỉnh A (từ 01/07/2025)"
    take(walker, hand_in(walker, form(WORDS, [_row(unit=offered, name="Một"), _row(name="Hai")])))
    typed = {
        "name": "Ba",
        "owner_type": "collective",
        "unit": "Xã B",
        "starts_on": "",
        "evaluated_on": "",
        "domain": "",
    }
    for unit in ("Xã B", "Xã B, Tỉnh A", offered):
        answer = walker.post("/so-mo-hinh/dang-ky/1", typed | {"unit": unit})
        assert answer.status_code == 302, answer.get_data(as_text=True)
    units = app.extensions["writer"].run(lambda session: list(session.scalars(select(Registration.unit_id))))
    assert units == [new] * 5
