"""Lists of teams from real .xlsx and .csv files: as people make them, and as nobody should."""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from contest.files.roster import MemberRow, Preview, TeamRow, people_in, read
from contest.files.rosterform import template_workbook
from contest.files.rosterplan import Change, ImportPlan, plan_import

HEAD = ("STT", "Tên đội", "Đơn vị", "Đội trưởng", "Thành viên")
SUOI_BAC = TeamRow(
    row_number=5,
    name="Suối Bạc",
    unit="xã Suối Bạc",
    captain="Nguyễn Thị Hường",
    members=(MemberRow(name="Nguyễn Thị Hường", role="đội trưởng"), MemberRow(name="Y Êñuôl"), MemberRow(name="Lê Ân")),
)


def workbook(*rows: Sequence[object], name: str = "Danh sách", change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)  # type: ignore[call-overload]
    if change is not None:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def names(preview: Preview) -> list[str]:
    return [team.name for team in preview.rows]


def told(preview: Preview) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.message) for problem in preview.problems]


def repacked(data: bytes, replace: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in replace:
                new.writestr(info.filename, old.read(info))
        for name, content in replace.items():
            new.writestr(name, content)
    return target.getvalue()


def test_a_list_with_merged_titles_blank_rows_and_several_members_in_a_cell(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:E1")
        book.active.merge_cells("A2:E2")

    people = "1. Nguyễn Thị Hường (đội trưởng)\n2. Y Êñuôl;\n- Lê Ân"
    data = workbook(
        ("DANH SÁCH ĐỘI THI",),
        ("Hội thi “Dân vận khéo” xã Sơn Hòa",),
        (),
        HEAD,
        (1, "  Suối   Bạc ", "xã Suối Bạc", None, people),
        (),
        (2, unicodedata.normalize("NFD", "Phước Tân"), "xã Phước Tân", "Lê Văn Đạt", None),
        (None, "Tổng cộng", 2),
        (None, None, None, "Sơn Hòa, ngày 01 tháng 11 năm 2026"),
        (None, "NGƯỜI LẬP BIỂU"),
        change=merge,
    )
    path = tmp_path / "doi.xlsx"
    path.write_bytes(data)
    expected = (SUOI_BAC, TeamRow(row_number=7, name="Phước Tân", unit="xã Phước Tân", captain="Lê Văn Đạt"))
    notes = (
        "Đã đọc trang tính “Danh sách”, tiêu đề ở dòng 4.",
        "Danh sách được đọc đến trước dòng 9, là phần để ký.",
    )
    assert read(path, "doi.xlsx") == Preview(expected, (), notes, "Danh sách")
    assert read(data, "doi.xlsx").rows == expected


def test_one_member_per_row_under_merged_team_cells_and_a_header_two_rows_high() -> None:
    data = workbook(
        ("TT", "Đội thi", "Đơn vị dự thi", "Thành viên", None, "Ghi chú"),
        (None, None, None, "Họ và tên", "Vai trò", None),
        (1, "Krông Pa", "xã Krông Pa", "Ksor H’Lan", "Đội trưởng", None),
        (None, None, None, "Lê An", None, "dự bị"),
        (2, "Cà Lúi", "xã Cà Lúi", "So Minh", None, None),
    )
    krong_pa = TeamRow(
        row_number=3,
        name="Krông Pa",
        unit="xã Krông Pa",
        captain="Ksor H’Lan",
        members=(MemberRow(name="Ksor H’Lan", role="Đội trưởng"), MemberRow(name="Lê An")),
    )
    ca_lui = TeamRow(row_number=5, name="Cà Lúi", unit="xã Cà Lúi", members=(MemberRow(name="So Minh"),))
    assert read(data, "a.xlsx").rows == (krong_pa, ca_lui)
    assert read(data, "a.xlsx").problems == ()


def test_a_team_written_again_on_each_members_row_is_one_team() -> None:
    rows = [
        ("Tên đội", "Đơn vị", "Họ và tên"),
        ("Sen", "Thôn 1", "Lê An"),
        ("SEN", "Thôn 1", "Lê Bình"),
        ("Mai", "", "Đỗ Ân"),
    ]
    preview = read(workbook(*rows), "a.xlsx")
    assert [(team.name, [person.name for person in team.members]) for team in preview.rows] == [
        ("Sen", ["Lê An", "Lê Bình"]),
        ("Mai", ["Đỗ Ân"]),
    ]


@pytest.mark.parametrize(
    "row",
    [
        (2, "CLB ATM gạo Sơn Hòa", "xã Sơn Hòa", "", ""),
        (2, "Đội Người lập trình", "", "", ""),
        ("", "Ngày 26 tháng 3 năm ấy", "", "", ""),
        (2, "Công", "xã Cộng", "Công", "Cộng; Tổng"),
        ("", "Tà Lài", "", "Nguyễn T.M. Anh", "T.M. Anh"),
        (2, "Tổng hợp", "", "Người lập", "Nơi nhận"),
    ],
)
def test_names_that_look_like_a_total_or_a_signature_are_teams(row: tuple[object, ...]) -> None:
    data = workbook(HEAD, (1, "Suối Bạc"), row, (3, "Sơn Hội"))
    assert (names(read(data, "a.xlsx")), told(read(data, "a.xlsx"))) == (["Suối Bạc", row[1], "Sơn Hội"], [])


def test_a_date_in_a_column_that_nobody_uses_does_not_end_the_list() -> None:
    born = "ngày 1 tháng 2 năm 2000"
    data = workbook((*HEAD, "Ngày sinh"), (1, "Sen", "", "Lê An", "", born), (2, "Mai", "", "Lê Bình", "", born))
    assert names(read(data, "a.xlsx")) == ["Sen", "Mai"]


@pytest.mark.parametrize(
    "signing",
    [
        (None, "Sơn Hòa, ngày … tháng … năm 2026"),
        (None, "NGƯỜI LẬP BIỂU", None, "TRƯỞNG BAN TỔ CHỨC"),
        (None, None, None, "TM. BAN TỔ CHỨC"),
        (None, None, None, None, None, None, "Ngày 5 tháng 11 năm 2026"),
        (None, "T/M ỦY BAN NHÂN DÂN"),
        (None, "Nơi nhận:"),
    ],
)
def test_what_stands_below_for_signing_ends_the_list(signing: tuple[object, ...]) -> None:
    preview = read(workbook(HEAD, (1, "Sen"), (), signing, (None, "Nguyễn Văn A")), "a.xlsx")
    assert (names(preview), told(preview)) == (["Sen"], [])
    assert preview.notes[-1] == "Danh sách được đọc đến trước dòng 4, là phần để ký."


def test_a_name_of_nothing_that_can_be_seen_is_missing() -> None:
    preview = read(workbook(HEAD, (1, "Sen"), (2, "\u200b\u200b", "", "Lê An"), (3, "Mai")), "a.xlsx")
    assert [(row, column) for row, column, _ in told(preview)] == [(3, "B")]


def test_an_endless_list_of_members_is_one_problem_and_is_not_read_through() -> None:
    cell = ";".join(f"Người {n}" for n in range(4000))
    assert len(people_in(cell)) == 62
    preview = read(("Tên đội,Thành viên\nSen," + cell + "\n").encode(), "a.csv")
    assert [(row, column) for row, column, _ in told(preview)] == [(2, "B")]


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    preview = read('STT,Tên đội\n1,"Sen\n2,Mai\n'.encode(), "a.csv")
    assert names(preview) == []
    assert preview.problems[0].message == "Tệp CSV không đọc được ở dòng 3."
    assert "dấu ngoặc kép" in preview.problems[0].remedy


def test_a_column_for_each_member_and_units_that_compete_themselves() -> None:
    rows = [("STT", "ĐƠN VỊ", "Thành viên 1", "Thành viên số 2"), (1, "Thôn 2", "Lê An, đội trưởng", "Lê Bình - dự bị")]
    preview = read(workbook(*rows), "a.xlsx")
    people = (MemberRow(name="Lê An", role="đội trưởng"), MemberRow(name="Lê Bình", role="dự bị"))
    assert preview.rows == (TeamRow(row_number=2, name="Thôn 2", unit="Thôn 2", captain="Lê An", members=people),)


def test_numbers_dates_and_text_like_formulas_are_taken_as_they_look() -> None:
    data = workbook(("Tên đội", "Đơn vị"), (5, 12.5), (7.0, date(2026, 11, 22)), ("+84", "x"), (True, time(7, 30)))
    assert [(team.name, team.unit) for team in read(data, "a.xlsx").rows] == [
        ("5", "12,5"),
        ("7", "22/11/2026"),
        ("+84", "x"),
        ("True", "07:30"),
    ]


def test_formulas_give_their_stored_values_and_are_refused_without() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Tên đội", "Đơn vị"])
        sheet.write_formula(1, 0, '="Suối "&"Bạc"', None, "Suối Bạc")
        sheet.write_string(2, 0, "=Đội Sen")
    assert names(read(target.getvalue(), "a.xlsx")) == ["Suối Bạc", "=Đội Sen"]
    without = workbook(("Tên đội", "Đơn vị"), ("Sen", "=A2"))
    assert told(read(without, "a.xlsx")) == [(0, "", "Ô B2 là công thức chưa có kết quả.")]


def test_the_first_sheet_with_a_header_is_read_and_named() -> None:
    def more(book: Any) -> None:
        for title, cell in (("Đội", "Tên đội"), ("Cũ", "Tên đội")):
            sheet = book.create_sheet(title)
            sheet.append([cell, "Màu cờ"])
            sheet.append([f"đội của {title}", "đỏ"])

    preview = read(workbook(("Kế hoạch hội thi",), name="Bìa", change=more), "a.xlsx")
    notes = ("Đã đọc trang tính “Đội”, tiêu đề ở dòng 1.", "Cột B “Màu cờ” không dùng đến.")
    assert (names(preview), preview.sheet, preview.notes) == (["đội của Đội"], "Đội", notes)


def test_bad_rows_are_told_by_row_and_column_and_the_good_ones_stay() -> None:
    data = workbook(
        HEAD,
        (1, "Sơn Hội", "xã Sơn Hội", "", "Lê An"),
        (2, None, "xã Sơn Phước", "", "Lê Bình"),
        (3, "hoà  bình", "", "", ""),
        (4, unicodedata.normalize("NFD", "Hòa Bình"), "", "", ""),
        (5, "Suèi B¹c", "", "", ""),
        (6, "---", "", "", ""),
        (7, "Đ" * 200, "", "", ""),
        (8, "Cà Lúi", "", "", "Lê An, Lê Bình, Đỗ Ân"),
        (9, "Ea Chà Rang", "x" * 161, "", "An\n---"),
        (10, "Hoa Binh", "", "", ""),
    )
    preview = read(data, "a.xlsx")
    assert names(preview) == ["Sơn Hội", "hoà bình", "Hoa Binh"]
    assert told(preview) == [
        (3, "B", "Thiếu tên đội."),
        (5, "B", "Đội “Hòa Bình” đã có ở dòng 4."),
        (6, "B", "Tên đội “Suèi B¹c” dùng phông chữ cũ (TCVN3 hoặc VNI)."),
        (7, "B", "Tên đội “---” không có chữ hoặc số."),
        (8, "B", f"Tên đội dài quá 120 chữ (“{'Đ' * 40}…”)."),
        (9, "E", "Ô thành viên “Lê An, Lê Bình, Đỗ Ân” có vẻ ghi nhiều người, cách nhau bằng dấu phẩy."),
        (10, "C", f"Đơn vị dài quá 160 chữ (“{'x' * 40}…”)."),
        (10, "E", "Thành viên “---” không có chữ hoặc số."),
    ]
    assert all(problem.remedy.startswith(("Đề nghị", "Nếu")) for problem in preview.problems)
    similar = "Đội “Hoa Binh” (dòng 11) gần giống “hoà bình” (dòng 4). Đề nghị kiểm tra có phải một đội không."
    assert preview.notes[-1] == similar


def test_a_numbered_row_without_a_team_is_never_joined_to_the_team_above() -> None:
    rows = [
        ("STT", "Tên đội", "Đơn vị", "Thành viên"),
        (1, "Sen", "Thôn 1", "Lê An"),
        (None, None, None, "Lê Bình"),
        (2, None, None, "Đỗ Ân"),
        (None, None, None, "Đỗ Bốn"),
        (3, None, None, None),
        (4, "Mai", None, "So Minh"),
        (),
        (None, None, None, "So Hai"),
        (5, None, None, None),
    ]
    preview = read(workbook(*rows), "a.xlsx")
    assert [(team.name, [person.name for person in team.members]) for team in preview.rows] == [
        ("Sen", ["Lê An", "Lê Bình"]),
        ("Mai", ["So Minh"]),
    ]
    assert told(preview) == [(row, "B", "Thiếu tên đội.") for row in (4, 5, 6, 9)]


@pytest.mark.parametrize("number_first", [True, False])
def test_numbers_that_count_people_do_not_part_a_team(number_first: bool) -> None:
    rows = [(1, "Sen", "Lê An"), (2, "", "Lê Bình"), (3, "", "Đỗ Ân"), (4, "Mai", "So Minh"), (5, "", "So Hai")]
    rows += [(6, "", "So Ba")] if number_first else []
    heads = ("STT", "Tên đội", "Thành viên")
    listed = [heads, *rows] if number_first else [(b, a, c) for a, b, c in (heads, *rows)]
    preview = read(workbook(*listed), "a.xlsx")
    assert (names(preview), preview.problems) == (["Sen", "Mai"], ())
    assert [len(team.members) for team in preview.rows] == [3, 3 if number_first else 2]


def test_a_team_with_sixty_one_members_and_two_thousand_and_one_rows() -> None:
    crowd = "\n".join(f"Người {number}" for number in range(61))
    assert told(read(workbook(HEAD, (1, "Sen", "", "", crowd)), "a.xlsx")) == [
        (2, "E", "Đội “Sen” có quá 60 thành viên.")
    ]
    long = workbook(("Tên đội",), *((f"Đội {number}",) for number in range(2001)))
    assert told(read(long, "a.xlsx")) == [(0, "", "Danh sách dài quá 2000 dòng.")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_with_any_delimiter_and_unicode_encoding(delimiter: str, encoding: str) -> None:
    lines = ["STT|Tên đội|Đơn vị", '1|Suối Bạc|"xã ""Suối Bạc"""', "||", "2|Sơn Hội|xã Sơn Hội"]
    data = "\r\n".join(lines).replace("|", delimiter).encode(encoding)
    preview = read(data, "DOI.CSV")
    assert [(team.row_number, team.name, team.unit) for team in preview.rows] == [
        (2, "Suối Bạc", 'xã "Suối Bạc"'),
        (4, "Sơn Hội", "xã Sơn Hội"),
    ]
    assert (preview.problems, preview.notes) == ((), ())


def test_members_with_semicolons_inside_a_comma_csv() -> None:
    data = "Tên đội,Thành viên\nSen,Lê An;Lê Bình;Đỗ Ân\n".encode()
    assert [person.name for person in read(data, "a.csv").rows[0].members] == ["Lê An", "Lê Bình", "Đỗ Ân"]


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le")


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


GOOD = workbook(("Tên đội",), ("Sen",))
SHEET = "xl/worksheets/sheet1.xml"
XML = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def sheet_of(cells: bytes) -> bytes:
    return repacked(GOOD, {SHEET: XML + cells + b"</sheetData></worksheet>"})


def lying() -> bytes:
    """A directory that declares 10 bytes for a part of 30 MB, with the checksum of those 10."""
    data = bytearray(repacked(GOOD, {SHEET: XML + b" " * 30_000_000}))
    at = data.rfind(SHEET.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def repeated_text() -> bytes:
    shared = b"<sst><si><t>T\xc3\xaan \xc4\x91\xe1\xbb\x99i</t></si><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row><c t="s"><v>1</v></c></row>' for _ in range(2000))
    return repacked(sheet_of(b'<row><c t="s"><v>0</v></c></row>' + rows), {"xl/sharedStrings.xml": shared})


def locked_member() -> bytes:
    data = bytearray(GOOD)
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


HOSTILE = {
    "locked member": (locked_member(), "Tệp Excel đang đặt mật khẩu."),
    "empty": (b"", "Tệp trống."),
    "too big": (b"PK\x03\x04" + b"0" * (5 * 1024 * 1024), "Tệp lớn quá 5 MB."),
    "a picture": (b"\x89PNG\r\n\x1a\n", "Tệp này không phải bảng Excel (.xlsx) hoặc CSV."),
    "old excel": (ole("Workbook"), "Đây là tệp Excel kiểu cũ (.xls)."),
    "password": (ole("EncryptedPackage"), "Tệp Excel đang đặt mật khẩu."),
    "word": (
        packed(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w/>"}),
        "không phải bảng Excel kiểu",
    ),
    "ods": (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "không phải bảng Excel kiểu .xlsx."),
    "plain zip": (packed(a=b"x"), "Tệp này không phải bảng Excel (.xlsx) hoặc CSV."),
    "cut off": (GOOD[: len(GOOD) // 2], "Tệp Excel bị hỏng, không đọc được."),
    "bad checksum": (GOOD.replace(b"PK\x01\x02", b"PK\x01\x03", 1), "Tệp Excel bị hỏng, không đọc được."),
    "macro kind": (
        repacked(GOOD, {"[Content_Types].xml": b'<Types><Override ContentType="a.macroEnabled.main+xml"/></Types>'}),
        "Tệp Excel có chứa macro nên không nhận.",
    ),
    "macros": (repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "Tệp Excel có chứa macro nên không nhận."),
    "bomb": (repacked(GOOD, {"xl/media.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "bung ra quá lớn"),
    "too large unpacked": (repacked(GOOD, {"xl/media/a.bin": b"\0" * (51 * 1024 * 1024)}), "bung ra quá lớn"),
    "too many members": (repacked(GOOD, {f"xl/m{number}": b"" for number in range(200)}), "bung ra quá lớn"),
    "lying directory": (lying(), "Tệp Excel bị hỏng, không đọc được."),
    "repeated text": (repeated_text(), "bung ra quá lớn"),
    "too many elements": (sheet_of(b"<a b='%d'/>" % 1 * 1_600_000), "bung ra quá lớn"),
    "far cell": (sheet_of(b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'), "(ô XFD1048576)"),
    "bad cell": (sheet_of(b'<row><c r="A99999999"><v>1</v></c></row>'), "Tệp Excel bị hỏng, không đọc được."),
    "broken xml": (repacked(GOOD, {SHEET: XML}), "Tệp Excel bị hỏng, không đọc được."),
    "unknown encoding": (repacked(GOOD, {SHEET: XML.replace(b"?>", b' encoding="UTF-88"?>', 1)}), "Tệp Excel bị hỏng"),
    "encoding of no text": (
        repacked(GOOD, {SHEET: XML.replace(b"?>", b' encoding="base64"?>', 1)}),
        "Tệp Excel bị hỏng",
    ),
    "entities": (
        repacked(GOOD, {SHEET: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + XML}),
        "phần khai báo không an toàn",
    ),
    "no workbook part": (
        repacked(GOOD, {"xl/_rels/workbook.xml.rels": b"<Relationships/>"}),
        "Tệp Excel bị hỏng, không đọc được.",
    ),
    "no header": (workbook(("Kế hoạch",), ("Ngày", "Việc")), "Không tìm thấy dòng tiêu đề"),
    "legacy": (workbook(("Tªn ®éi", "§¬n vÞ"), ("Suèi B¹c", "x· S¬n Hßa")), "Tệp dùng phông chữ cũ"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_unfit_files_are_one_problem_with_advice(case: str) -> None:
    data, expected = HOSTILE[case]
    preview = read(data, "doi.xlsx")
    assert preview.rows == ()
    assert [(problem.row, problem.column) for problem in preview.problems] == [(0, "")]
    assert expected in preview.problems[0].message
    assert preview.problems[0].remedy.startswith("Đề nghị")


def test_unfit_csv_files() -> None:
    assert told(read("Tên".encode("cp1258"), "a.csv")) == [(0, "", "Tệp CSV không ghi bằng Unicode (UTF-8).")]
    assert told(read(b"a" * 200_000, "a.csv")) == [(0, "", "Tệp CSV không đọc được ở dòng 1.")]
    assert told(read('Tên đội\n"Sen\nMai\n'.encode(), "a.csv")) == [(0, "", "Tệp CSV không đọc được ở dòng 3.")]
    assert told(read("Tên đội,Đơn vị\n".encode(), "a.csv")) == [(1, "", "Dưới dòng tiêu đề chưa có đội nào.")]


def test_the_form_comes_back_filled_in() -> None:
    assert told(read(template_workbook(), "mau.xlsx")) == [(4, "", "Dưới dòng tiêu đề chưa có đội nào.")]
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))
    sheet = book["Danh sách đội"]
    for column, value in enumerate(
        ("1", "Suối Bạc", "xã Suối Bạc", None, "Nguyễn Thị Hường (đội trưởng);Y Êñuôl\nLê Ân"), 1
    ):
        sheet.cell(5, column).value = value
    target = io.BytesIO()
    book.save(target)
    assert read(target.getvalue(), "mau.xlsx").rows == (SUOI_BAC,)


def test_importing_again_changes_nothing() -> None:
    preview = read(workbook(("Tên đội", "Đơn vị"), ("Suối Bạc", "xã Suối Bạc"), ("Sơn Hội", "xã Sơn Hội")), "a.xlsx")
    assert plan_import([], preview) == ImportPlan(preview.rows, (), (), ())
    assert plan_import(preview.rows, preview) == ImportPlan((), preview.rows, (), ())


def test_a_plan_tells_new_same_changed_and_missing_and_keeps_what_the_file_leaves_blank() -> None:
    full = SUOI_BAC.model_copy(update={"row_number": 0})
    hoi = TeamRow(name="Sơn Hội", unit="thôn Hội")
    gone = TeamRow(name="Cà Lúi")
    rows = [
        ("Tên đội", "Đơn vị"),
        (unicodedata.normalize("NFD", "Suối Bạc"), ""),
        ("SƠN HỘI", "xã Sơn Hội"),
        ("Krông Pa", ""),
    ]
    preview = read(workbook(*rows), "a.xlsx")
    plan = plan_import([full, hoi, gone], preview)
    after = TeamRow(row_number=3, name="SƠN HỘI", unit="xã Sơn Hội")
    assert plan.new == (TeamRow(row_number=4, name="Krông Pa"),)
    assert plan.same == (full.model_copy(update={"row_number": 2}),)
    assert plan.changed == (Change(hoi, after),)
    assert plan.missing == (gone,)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_more_than_a_hundred_columns_are_refused_and_twenty_unknown_ones_listed(name: str) -> None:
    def sent(columns: int) -> bytes:
        rows = [("Tên đội", *["c"] * (columns - 1)), ("Sen", "1")]
        return workbook(*rows) if name == "a.xlsx" else "\n".join(";".join(row) for row in rows).encode()

    fine = read(sent(100), name)
    assert names(fine) == ["Sen"]
    unknown = [note for note in fine.notes if "không dùng đến" in note]
    assert (len(unknown), unknown[-1]) == (21, "Còn 79 cột khác không dùng đến.")
    for columns in (101, 6000):
        assert told(read(sent(columns), name)) == [(0, "", "Danh sách có quá 100 cột (ô CW1 còn chữ).")]


def test_a_small_file_that_unrolls_into_a_large_grid_is_not_unrolled() -> None:
    rows = [("Tên đội", *["c"] * 6000), *[(f"Đội {number}", 1, 1) for number in range(80)]]
    (problem,) = read(workbook(*rows), "a.xlsx").problems
    assert problem.message.startswith("Tệp Excel có quá nhiều ô có chữ, hoặc có chữ ở rất xa danh sách (ô HVU50).")


def test_groups_and_teams_not_for_prizes_come_from_their_columns() -> None:
    head = ("Tên đội", "Khối", "Không xét giải (lý do)")
    rows = (("Suối Bạc", "Khối 1", None), ("Cà Lúi", "Khối 2", "đội khách"), ("Sơn Hội", "", "không"))
    preview = read(workbook(head, *rows), "doi.xlsx")
    assert preview.problems == ()
    assert [(team.name, team.group, team.ineligible) for team in preview.rows] == [
        ("Suối Bạc", "Khối 1", ""),
        ("Cà Lúi", "Khối 2", "đội khách"),
        ("Sơn Hội", "", ""),
    ]
    standing = TeamRow(name="Sơn Hội", group="Khối 2", ineligible="đội chủ nhà")
    assert plan_import([standing], preview).same[0].group == "Khối 2"
    moved = plan_import([TeamRow(name="Suối Bạc", group="Khối 2")], preview).changed[0]
    assert (moved.before.group, moved.after.group) == ("Khối 2", "Khối 1")
