"""The pages of units: made, corrected, succeeded, headed, handed to people, and taken over from Excel with progress."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import jobs
from contest.db import now
from contest.tables.jobs import LongJob
from tests.contest.pages.listwalk import told_of
from tests.contest.pages.walker import Walker, account
from tests.contest.province import Province, found

NO_DAYS = {"valid_from": "", "valid_to": ""}


@pytest.fixture
def house(app: Flask) -> Walker:
    """Give the keeper of the whole house."""
    return Walker(app, account(app, "house", organiser=True))


def _new(walker: Walker, name: str, kind: str, above: str = "", **more: str) -> str:
    answer = walker.post("/don-vi/moi", {"name": name, "kind_id": kind, "parent": above} | NO_DAYS | more)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def test_a_unit_is_made_found_corrected_and_succeeded(house: Walker) -> None:
    assert "Chưa có đơn vị nào" in house.text("/don-vi")
    _new(house, "Tỉnh Đắk Lắk", "1")
    commune = _new(house, "Xã Sơn Hòa", "7", "Tỉnh Đắk Lắk", code="22501")
    assert house.get("/don-vi/goi-y?tim=son+hoa").get_json() == ["Xã Sơn Hòa, Tỉnh Đắk Lắk"]
    assert house.get("/don-vi/goi-y?tim=s").get_json() == []
    page = house.text("/don-vi?tim=hòa&loai=7&con=dang")
    assert "1 đơn vị" in page
    assert "Không có đơn vị nào như vậy" in house.text("/don-vi?tim=hoa&con=het")
    edited = house.post(
        f"{commune}/sua", {"name": "Xã Sơn Hoà", "kind_id": "7", "parent": "Tỉnh Đắk Lắk", "code": "22501"} | NO_DAYS
    )
    assert edited.location == commune
    wanted = {"kind": "merge", "on": "01/07/2025", "names": "Xã Sơn Hòa", "note": "Nghị quyết 1"}
    assert house.post(f"{commune}/ke-tuc", wanted).location == commune
    told = house.text(commune)
    assert "Sáp nhập thành" in told
    assert "đến 30/06/2025" in told
    assert "Nghị quyết 1" in told
    new = house.text("/don-vi/3")
    assert "Sáp nhập từ" in new
    assert "từ 01/07/2025" in new


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "kind_id": "7"}, "Đề nghị nhập"),
        ({"name": "Xã B", "kind_id": ""}, "Đề nghị chọn"),
        ({"name": "Xã B", "kind_id": "7", "parent": "Tỉnh Không Có"}, "Chưa có đơn vị “Tỉnh Không Có”"),
        ({"name": "Tỉnh A", "kind_id": "1"}, "Đã có “Tỉnh A” cùng cấp trên này"),
        (
            {"name": "Xã B", "kind_id": "7", "valid_from": "2/7/2025", "valid_to": "1/7/2025"},
            "Ngày kết thúc đứng trước",
        ),
        ({"name": "Xã B", "kind_id": "7", "code": "01"}, "Mã 01 đã thuộc về “Tỉnh A”"),
    ],
)
def test_a_wrong_unit_is_refused_beside_its_field(house: Walker, form: dict[str, str], sentence: str) -> None:
    _new(house, "Tỉnh A", "1", code="01")
    answer = house.post("/don-vi/moi", {"parent": ""} | NO_DAYS | form)
    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (422, True)


def test_letterheads_and_people_of_an_office(house: Walker, app: Flask) -> None:
    unit = _new(house, "Tỉnh A", "1")
    account(app, "can.bo")
    head = {"style": "party", "issuer": "BAN DÂN VẬN", "place": "A", "upper_body": "", "signer_title": ""} | NO_DAYS
    assert house.post(f"{unit}/tieu-de", head).location == unit
    later = head | {"issuer": "BAN TUYÊN GIÁO VÀ DÂN VẬN", "valid_from": "01/03/2025"}
    assert house.post(f"{unit}/tieu-de", later).location == unit
    wrong = house.post(f"{unit}/can-bo", {"username": "khong.co", "role": "officer"}).get_data(as_text=True)
    assert "Không có tài khoản “khong.co”" in wrong
    assert house.post(f"{unit}/can-bo", {"username": "can.bo", "role": "officer"}).location == unit
    assert "đã phụ trách" in house.post(f"{unit}/can-bo", {"username": "can.bo", "role": "viewer"}).get_data(
        as_text=True
    )
    told = house.text(unit)
    assert "đến 28/02/2025" in told
    assert "Người can.bo" in told
    assert house.post(f"{unit}/can-bo/1/bo").location == unit
    assert "Chưa giao ai" in house.text(unit)


def _upload(house: Walker, rows: Sequence[tuple[str, ...]]) -> str:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [("Mã", "Tên đơn vị", "Loại", "Đơn vị cấp trên"), *rows]:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    data = {"csrf_token": house.token(), "file": (io.BytesIO(target.getvalue()), "don-vi.xlsx")}
    answer = house.client.post("/don-vi/nhap", data=data, content_type="multipart/form-data")
    assert answer.status_code == 302
    return str(answer.location)


def test_a_list_is_looked_at_first_and_taken_over_with_progress(house: Walker) -> None:
    rows = (
        [("01", "Tỉnh A", "Tỉnh", "")]
        + [(f"C{n}", f"Xã {n}", "Xã", "01") for n in range(60)]
        + [("X", "Xã lạc", "Gì", "")]
    )
    preview = _upload(house, rows)
    page = house.text(preview)
    assert "Sẽ nhận 61 đơn vị" in page
    assert "Loại “Gì” không có trong danh mục." in page
    job = str(house.post(preview).location)
    assert told_of(house, job) == {
        "done": 61, "total": 61, "state": "done", "said": "Đã nhận 61 đơn vị, trong đó 61 đơn vị mới."
    }  # fmt: skip
    assert "Đã nhận 61 đơn vị" in house.text(job)
    assert "trang 3/3" in house.text("/don-vi?trang=99")
    assert "Tệp đã tải lên không còn" in house.client.get(preview, follow_redirects=True).get_data(as_text=True)


def test_work_of_another_is_not_shown_and_work_that_stopped_says_so(house: Walker, app: Flask) -> None:
    other = Walker(app, account(app, "khac", organiser=True))

    def note(session: Session) -> None:
        session.add(
            LongJob(
                token="a" * 32, account_id=1, title="Nhập", total=9, done=4, state="running", said="", address="/",
                moved_at=now() - jobs.STILL - jobs.STILL,
            )
        )  # fmt: skip

    app.extensions["writer"].run(note)
    assert "4/9" in house.text("/viec/" + "a" * 32)
    assert "tải lại cùng tệp này để làm tiếp" in house.text("/viec/" + "a" * 32)
    assert other.get("/viec/" + "a" * 32).status_code == 404


def test_an_office_keeps_to_its_branch(app: Flask) -> None:
    province: Province = app.extensions["writer"].run(found)
    commune = Walker(app, province.people["commune"])
    assert _new(commune, "Thôn 2", "11", "Xã B") == "/don-vi/5"
    for above in ("Xã C", "Tỉnh A", ""):
        form = {"name": "Thôn 3", "kind_id": "11", "parent": above} | NO_DAYS
        answer = commune.post("/don-vi/moi", form)
        assert answer.status_code == 422, above
    kept = {"name": "Xã B", "kind_id": "7", "parent": "Tỉnh A", "code": "22"} | NO_DAYS
    assert commune.post("/don-vi/2/sua", kept).status_code == 403  # what it is called and when it was, others say
    upper = Walker(app, province.people["province"])
    assert "/don-vi/2/sua" in upper.text("/don-vi/2")
    assert upper.post("/don-vi/2/sua", kept).location == "/don-vi/2"
    own = commune.text("/don-vi/2")
    assert ("/don-vi/2/sua" in own, "/don-vi/2/ke-tuc" in own, "/don-vi/2/tieu-de" in own) == (False, False, True)
    assert "Xã C" not in commune.text("/don-vi")


def test_units_that_begin_later_do_not_stand_yet(house: Walker) -> None:
    _new(house, "Tỉnh A", "1", valid_from="01/01/2090")
    assert "Không có đơn vị nào như vậy" in house.text("/don-vi?con=dang")
    assert "1 đơn vị" in house.text("/don-vi")


def test_a_new_unit_is_put_where_the_one_above_has_ended_and_the_page_says_so(house: Walker) -> None:
    _new(house, "Tỉnh A", "1")
    _new(house, "Huyện B", "2", "Tỉnh A", valid_to="30/06/2025")
    commune = _new(house, "Xã C", "7", "Huyện B", valid_to="30/06/2025")
    wanted = {"kind": "merge", "on": "01/07/2025", "names": "Xã C", "note": ""}
    assert house.post(f"{commune}/ke-tuc", wanted).location == commune
    assert "“Xã C” thuộc “Tỉnh A”, vì “Huyện B” đã kết thúc ngày 30/06/2025." in house.text(commune)
    assert "đã sáp nhập thành “Xã C” từ 01/07/2025" in house.post(f"{commune}/ke-tuc", wanted).get_data(as_text=True)
