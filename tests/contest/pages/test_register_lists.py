"""Registrations in Excel: written out, read back elsewhere, taken over once, with row-by-row errors."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.files.registrationlist import FIELDS, form
from contest.tables.recognition import Registration
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found, register

LIST = "/dot-dang-ky/1/danh-sach"


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province."""
    made: Province = app.extensions["writer"].run(found)
    return made


def _hand_in(walker: Walker, data: bytes) -> str:
    sent = {"csrf_token": walker.token(), "file": (io.BytesIO(data), "danh-sach.xlsx")}
    answer = walker.client.post(f"{LIST}/nhap", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def _take(walker: Walker, preview: str) -> str:
    job = str(walker.post(preview).location)
    deadline = time.monotonic() + 60
    while (told := walker.client.get(job, headers={"Accept": "application/json"}).get_json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert told["state"] == "done", told
    return str(told["said"])


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
    written = walker.get(f"{LIST}/tai-ve.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][1:4] == ["Đơn vị *", "Tên mô hình *", "Loại chủ thể"]
    assert "Mọi mô hình trong tệp đã có trong đợt này." in walker.text(_hand_in(walker, written))
    app.extensions["writer"].run(lambda session: session.query(Registration).update({"plain_key": "khac"}))
    assert _take(walker, _hand_in(walker, written)) == (
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
    data = form([
        _row(name="Có phiếu", owners="Hội Phụ nữ\nHội Nông dân", domain="kinh tế", received_on="28/02/2026"),
        _row(name="Chưa có phiếu", owner_type="cá nhân", owners="Lê An (Bí thư)", topics="rác thải; Chuyển đổi số"),
        _row(unit="Xã C, tỉnh A", name="Của xã khác"),
    ])  # fmt: skip
    preview = _hand_in(walker, data)
    assert "1 mô hình đã có phiếu ký nên được tính là đã đăng ký" in walker.text(preview)
    _take(walker, preview)
    assert _standing(app) == {
        "Có phiếu": ("submitted", "new", "Hội Phụ nữ; Hội Nông dân"),
        "Chưa có phiếu": ("draft", "new", "Lê An"),
        "Của xã khác": ("draft", "new", ""),
    }


def test_bad_rows_are_told_and_the_others_taken(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    data = form([
        _row(name="Tốt"),
        _row(name=""),
        _row(unit="Xã Lạ", name="Không có đơn vị"),
        _row(unit="Xã C", name="Ngoài đơn vị"),
        _row(name="Lĩnh vực lạ", domain="Thể thao"),
        _row(name="Ngày lạ", starts_on="32/1/2026"),
        _row(name="Loại lạ", owner_type="nhóm"),
        _row(name="Duy trì lạ", status_kind="duy trì"),
        _row(name="tốt"),
    ])  # fmt: skip
    preview = _hand_in(walker, data)
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
        "Cần xem lại (8)",
    ):
        assert said in page, said
    _take(walker, preview)
    assert list(_standing(app)) == ["Tốt"]


def test_many_rows_are_taken_in_steps_beside_other_work(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    data = form([_row(name=f"Mô hình {n}", received_on="01/03/2026") for n in range(95)])
    _take(walker, _hand_in(walker, data))
    counted = app.extensions["writer"].run(
        lambda session: session.scalar(
            select(func.count()).select_from(Registration).where(Registration.state == "submitted")
        )
    )
    assert counted == 95


def test_the_form_has_the_ten_contents(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune_viewer"])
    assert walker.get(f"{LIST}/mau.xlsx").status_code == 200
    assert walker.get(f"{LIST}/nhap").status_code == 403
    assert len({field.key for field in FIELDS}) == len(FIELDS) == 21
