"""Teams by hand and from a file, as a person sends them."""

from __future__ import annotations

import html
import io
import os
import re
import time
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask

from contest.config import Settings
from contest.planning.teams import as_rows, listed
from contest.planning.uploads import Uploads
from tests.building import Built, build
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/doi"


def names(built: Built) -> list[str]:
    return [row.name for row in built.writer.run(lambda session: as_rows(listed(session, built.id)))]


def workbook(*rows: tuple[str, ...]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Đội")
        for number, row in enumerate((("DANH SÁCH",), ("STT", "Tên đội", "Đơn vị", "Thành viên"), *rows)):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def send(organiser: Walker, data: bytes, name: str = "Đội thi.xlsx") -> str:
    """Upload a list and give the address of its preview."""
    answer = organiser.post(f"{PAGE}/nhap", {"file": (io.BytesIO(data), name)})
    assert answer.status_code == 302
    return answer.headers["Location"]


LIST = workbook(
    ("1", "Ca\u0300 Lu\u0301i", "Xã Cà Lúi", "A; B"), ("2", "Suối Bạc", "Xã Suối Bạc", ""), ("3", "", "x", "y")
)


def test_preview_writes_nothing_and_yes_writes_what_was_shown(
    built: Built, organiser: Walker, settings: Settings
) -> None:
    preview = send(organiser, LIST)
    page = html.unescape(organiser.text(preview))
    assert "Đội mới (1)" in page
    assert "Đội sửa (1)" in page
    assert "Thiếu tên đội." in page
    assert "Nhận 2 đội" in page
    assert names(built) == ["Suối Bạc", "Suối Trai", "Sơn Phước"]
    answer = organiser.post(preview, follow=True).get_data(as_text=True)
    assert "Đã nhận danh sách: 1 đội mới, 1 đội sửa, 0 đội giữ nguyên." in answer
    assert names(built) == ["Suối Bạc", "Suối Trai", "Sơn Phước", "Cà Lúi"]
    assert list((settings.instance / "uploads").iterdir()) == []
    again = html.unescape(organiser.text(send(organiser, LIST)))
    assert "Danh sách này đã có đủ, không có gì để nhận." in again


def test_an_upload_is_its_owners_and_works_once(app: Flask, built: Built, organiser: Walker) -> None:
    preview = send(organiser, LIST)
    token = preview.rsplit("/", 1)[1]
    other = build(built.writer)
    stranger = Walker(app, other.accounts["organiser"])
    for path in (f"/hoi-thi/{other.id}/doi/nhap/{token}", f"{PAGE}/nhap/{'0' * 32}", f"{PAGE}/nhap/..%2f..%2fx"):
        who = stranger if str(other.id) in path.split("/")[2] and other.id != built.id else organiser
        assert who.get(path).status_code in {302, 404}
        assert who.post(path).status_code in {302, 404}
    organiser.post(preview)
    gone = html.unescape(organiser.post(preview, follow=True).get_data(as_text=True))
    assert "Tệp đã tải lên không còn" in gone
    assert names(other) == ["Suối Bạc", "Suối Trai", "Sơn Phước"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"MZ\x90", "virus.xlsx", "không phải bảng Excel"),
        (b"", "x.xlsx", "Tệp trống"),
        (b"PK\x03\x04hong", "x.xlsx", "bị hỏng"),
        ("Tên đội\nSuối Bạc\nsuối bạc\n".encode(), "x.csv", "đã có ở dòng 2"),
        (workbook(), "x.xlsx", "Dưới dòng tiêu đề chưa có đội nào"),
    ],
)
def test_a_bad_file_is_told_row_by_row(built: Built, organiser: Walker, data: bytes, name: str, sentence: str) -> None:
    assert sentence in html.unescape(organiser.text(send(organiser, data, name)))
    assert names(built) == ["Suối Bạc", "Suối Trai", "Sơn Phước"]


def test_no_file_is_told_on_the_page(organiser: Walker) -> None:
    answer = organiser.post(f"{PAGE}/nhap", {"file": (io.BytesIO(b""), "")})
    assert answer.status_code == 422
    assert "Chưa chọn “Tệp danh sách”" in html.unescape(answer.get_data(as_text=True))


def test_a_file_beyond_the_limit_is_refused(organiser: Walker) -> None:
    answer = organiser.post(f"{PAGE}/nhap", {"file": (io.BytesIO(b"x" * 7_000_000), "x.xlsx")})
    assert answer.status_code == 413
    assert "lớn" in answer.get_data(as_text=True)


def test_one_team_by_hand(built: Built, organiser: Walker) -> None:
    typed = {
        "name": "Ea Cha\u0300 Rang",
        "unit": "Xã Ea Chà Rang",
        "members": "1. Nay Hờ Nga (đội trưởng)\r\n\r\n- Ksor Y\r\n",
    }
    assert organiser.post(f"{PAGE}/moi", typed).status_code == 302
    team = built.writer.run(lambda session: as_rows(listed(session, built.id)))[-1]
    assert (team.name, team.unit, team.captain) == ("Ea Chà Rang", "Xã Ea Chà Rang", "Nay Hờ Nga")
    assert [(member.name, member.role) for member in team.members] == [("Nay Hờ Nga", "đội trưởng"), ("Ksor Y", "")]
    page = html.unescape(organiser.text(f"{PAGE}/4"))
    assert "Nay Hờ Nga (đội trưởng)\nKsor Y" in page
    assert organiser.post(f"{PAGE}/4", typed | {"name": "Ea Chà Rang 2"}).status_code == 302
    assert names(built)[-1] == "Ea Chà Rang 2"
    assert re.search(r"<details class=\"sure\">.*?Bỏ hẳn đội .*?Đồng ý bỏ đội", organiser.text(f"{PAGE}/4"), re.DOTALL)
    assert organiser.post(f"{PAGE}/4/bo").status_code == 302
    assert len(names(built)) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "SUỐI BẠC"}, "Đã có đội “Suối Bạc”"),
        ({"name": ""}, "Chưa nhập “Tên đội”"),
        ({"name": "§éi Suèi B¹c"}, "phông chữ cũ"),
        ({"name": "!!!"}, "Tên đội “!!!” không có chữ hoặc số."),
        ({"name": "🎉"}, "không có chữ hoặc số."),
        ({"name": "Mới", "members": "!!"}, "không có chữ hoặc số."),
        ({"name": "Mới", "members": "Lê An (🎉)"}, "không có chữ hoặc số."),
        ({"name": "Mới", "members": "x" * 121}, "quá dài"),
        ({"name": "Mới", "members": "\n".join(f"Người {n}" for n in range(61))}, "nhiều nhất 60 thành viên"),
    ],
)
def test_a_bad_team_is_told_and_kept(built: Built, organiser: Walker, typed: dict[str, str], sentence: str) -> None:
    answer = organiser.post(f"{PAGE}/moi", {"unit": "Xã Giữ Lại"} | typed)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert sentence in page
    assert "Xã Giữ Lại" in page
    assert len(names(built)) == 3


def test_after_the_start_the_server_refuses(built: Built, organiser: Walker) -> None:
    preview = send(organiser, LIST)
    built.start()
    assert organiser.post(f"{PAGE}/moi", {"name": "Mới"}, follow=True).get_data(as_text=True).count("đã bắt đầu")
    assert "đã bắt đầu" in organiser.post(f"{PAGE}/1/bo", follow=True).get_data(as_text=True)
    assert "đã bắt đầu" in organiser.post(preview, follow=True).get_data(as_text=True)
    assert names(built) == ["Suối Bạc", "Suối Trai", "Sơn Phước"]


def test_the_empty_form_is_an_excel_file(organiser: Walker) -> None:
    answer = organiser.get(f"{PAGE}/mau.xlsx")
    assert answer.get_data()[:2] == b"PK"
    assert "mau-danh-sach-doi.xlsx" in answer.headers["Content-Disposition"]


def test_uploads_are_forgotten_after_a_day(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    old = uploads.keep(1, 2, "cũ.xlsx", b"x")
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (time.time() - 90_000,) * 2)
    new = uploads.keep(1, 2, "mới.xlsx", b"y")
    assert uploads.get(old, 1, 2) is None
    assert uploads.get(new, 1, 3) is None
    found = uploads.get(new, 1, 2)
    assert found is not None
    assert (found.filename, found.data) == ("mới.xlsx", b"y")
