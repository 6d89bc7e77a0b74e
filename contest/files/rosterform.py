"""The empty form for a list of teams, to fill in with Excel and hand back to contest.files.roster."""

import io
from typing import Any

import xlsxwriter

_ROWS = 40
_COLUMNS = (
    ("STT", 6),
    ("Tên đội", 28),
    ("Đơn vị", 30),
    ("Đội trưởng", 26),
    ("Thành viên", 60),
    ("Bảng (khối, cụm)", 18),
    ("Không xét giải (lý do)", 26),
)
_HELP = (
    "Mỗi đội một dòng. Cột “Tên đội” là bắt buộc; các cột khác có thể để trống.",
    "Thành viên: mỗi người một dòng trong ô (Alt+Enter), hoặc cách nhau bằng dấu chấm phẩy (;). "
    "Vai trò ghi trong ngoặc, ví dụ: Nguyễn Thị Hường (đội trưởng).",
    "Cũng có thể ghi mỗi thành viên một hàng: hàng đầu có tên đội, các hàng sau để trống ô tên đội.",
    "Bảng (khối, cụm): chỉ ghi khi xếp hạng theo bảng. Không xét giải: ghi lý do, ví dụ đội khách; để trống là có xét giải.",
    "Gõ bằng phông chữ Unicode (Times New Roman, Arial…), không dùng .VnTime hoặc VNI.",
    "Không cần ghi số điện thoại, địa chỉ hay số giấy tờ của thí sinh.",
)


def template_workbook() -> bytes:
    """Give an empty .xlsx form: a title, a header row and room for 40 teams, set for A4 landscape."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        face = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
        _fill_form(book.add_worksheet("Danh sách đội"), book, face)
        _fill_help(book.add_worksheet("Hướng dẫn"), book, face)
    return target.getvalue()


def _fill_form(sheet: Any, book: Any, face: dict[str, object]) -> None:
    title = book.add_format(face | {"bold": True, "font_size": 16, "align": "center"})
    quiet = book.add_format(face | {"italic": True, "font_size": 12, "align": "center"})
    head = book.add_format(
        face | {"bold": True, "align": "center", "border": 1, "bg_color": "#F3EFE6", "text_wrap": True}
    )
    text = book.add_format(face | {"border": 1, "text_wrap": True, "num_format": "@"})
    last = len(_COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, "DANH SÁCH ĐỘI THI", title)
    sheet.merge_range(1, 0, 1, last, "Hội thi “Dân vận khéo” …", quiet)
    sheet.set_row(0, 28)
    for column, (label, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, label, head)
        for row in range(4, 4 + _ROWS):
            sheet.write_blank(row, column, None, text)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer("&C&P/&N")


def _fill_help(sheet: Any, book: Any, face: dict[str, object]) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "Cách điền danh sách", book.add_format(face | {"bold": True, "font_size": 14}))
    line = book.add_format(face | {"text_wrap": True})
    for row, sentence in enumerate(_HELP, start=1):
        sheet.write_string(row, 0, sentence, line)
