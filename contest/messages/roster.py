"""What people read about a list of teams that they upload: by code, what is wrong and what to do."""

ROSTER: dict[str, tuple[str, str]] = {
    # the file as a whole
    "empty_file": ("Tệp trống.", "Đề nghị chọn lại tệp danh sách đội thi (.xlsx hoặc .csv)."),
    "too_big": ("Tệp lớn quá 5 MB.", "Đề nghị bỏ hình ảnh, chỉ giữ danh sách đội thi rồi tải lại."),
    "not_table": (
        "Tệp này không phải bảng Excel (.xlsx) hoặc CSV.",
        "Đề nghị lưu danh sách thành tệp .xlsx rồi tải lại.",
    ),
    "old_excel": (
        "Đây là tệp Excel kiểu cũ (.xls).",
        "Đề nghị mở bằng Excel, chọn Lưu thành (Save As) → “Excel Workbook (.xlsx)” rồi tải lại.",
    ),
    "encrypted": ("Tệp Excel đang đặt mật khẩu.", "Đề nghị bỏ mật khẩu, lưu lại rồi tải lên."),
    "other_office": (
        "Tệp này không phải bảng Excel kiểu .xlsx.",
        "Đề nghị mở tệp, chọn Lưu thành (Save As) → “Excel Workbook (.xlsx)” rồi tải lại.",
    ),
    "macros": (
        "Tệp Excel có chứa macro nên không nhận.",
        "Đề nghị chọn Lưu thành (Save As) → “Excel Workbook (.xlsx)” (loại không có macro) rồi tải lại.",
    ),
    "damaged": ("Tệp Excel bị hỏng, không đọc được.", "Đề nghị mở tệp bằng Excel, lưu lại rồi tải lên."),
    "bomb": (
        "Tệp Excel bung ra quá lớn nên không nhận.",
        "Đề nghị chép riêng danh sách đội thi sang một tệp Excel mới rồi tải lại.",
    ),
    "doctype": (
        "Tệp Excel có phần khai báo không an toàn nên không nhận.",
        "Đề nghị chép danh sách đội thi sang một tệp Excel mới rồi tải lại.",
    ),
    "too_wide": (
        "Tệp Excel có quá nhiều ô có chữ, hoặc có chữ ở rất xa danh sách (ô {cell}).",
        "Đề nghị chép riêng danh sách đội thi sang một tệp Excel mới rồi tải lại.",
    ),
    "uncomputed": (
        "Ô {cell} là công thức chưa có kết quả.",
        "Đề nghị mở tệp bằng Excel, bấm Lưu rồi tải lại, hoặc gõ trực tiếp nội dung vào ô đó.",
    ),
    "not_utf8": (
        "Tệp CSV không ghi bằng Unicode (UTF-8).",
        "Đề nghị lưu trong Excel thành “CSV UTF-8” hoặc thành .xlsx rồi tải lại.",
    ),
    "bad_csv": (
        "Tệp CSV không đọc được ở dòng {line}.",
        "Đề nghị xem dấu ngoặc kép đã đóng lại chưa, hoặc lưu danh sách thành tệp .xlsx rồi tải lại.",
    ),
    "legacy_file": (
        "Tệp dùng phông chữ cũ (TCVN3/.VnTime hoặc VNI), không phải Unicode.",
        "Đề nghị chuyển mã sang Unicode (ví dụ bằng công cụ chuyển mã của bộ gõ) rồi tải lại.",
    ),
    "no_header": (
        "Không tìm thấy dòng tiêu đề có cột “Tên đội” hoặc “Đơn vị”.",
        "Đề nghị ghi tên cột ở dòng đầu bảng, hoặc tải mẫu danh sách, điền vào rồi tải lên.",
    ),
    "no_teams": ("Dưới dòng tiêu đề chưa có đội nào.", "Đề nghị điền danh sách đội thi rồi tải lại."),
    "too_many_columns": (
        "Danh sách có quá {most} cột (ô {cell} còn chữ).",
        "Đề nghị chép riêng các cột tên đội, đơn vị, thành viên sang một tệp Excel mới rồi tải lại.",
    ),
    "too_many": ("Danh sách dài quá {most} dòng.", "Đề nghị chỉ giữ các đội của hội thi này rồi tải lại."),
    # one row
    "missing_name": ("Thiếu tên đội.", "Đề nghị điền tên đội, hoặc xóa cả dòng (số thứ tự cũng xóa)."),
    "too_long": ("{field} dài quá {most} chữ (“{typed}…”).", "Đề nghị rút gọn hoặc tách nội dung thừa sang cột khác."),
    "no_letter": ("{field} “{typed}” không có chữ hoặc số.", "Đề nghị nhập lại."),
    "legacy": (
        "{field} “{typed}” dùng phông chữ cũ (TCVN3 hoặc VNI).",
        "Đề nghị gõ lại bằng Unicode, ví dụ “Suối Bạc”.",
    ),
    "many_in_one": (
        "Ô thành viên “{typed}” có vẻ ghi nhiều người, cách nhau bằng dấu phẩy.",
        "Đề nghị mỗi người một dòng trong ô, hoặc cách nhau bằng dấu chấm phẩy (;).",
    ),
    "too_many_members": ("Đội “{typed}” có quá {most} thành viên.", "Đề nghị kiểm tra lại danh sách thành viên."),
    "duplicate": (
        "Đội “{typed}” đã có ở dòng {first}.",
        "Nếu là một đội, đề nghị xóa một dòng; nếu là hai đội, đề nghị ghi tên khác nhau (ví dụ thêm tên đơn vị).",
    ),
    # worth knowing
    "sheet_used": ("Đã đọc trang tính “{sheet}”, tiêu đề ở dòng {row}.", ""),
    "similar": (
        "Đội “{typed}” (dòng {row}) gần giống “{other}” (dòng {first}).",
        "Đề nghị kiểm tra có phải một đội không.",
    ),
    "unknown_column": ("Cột {column} “{typed}” không dùng đến.", ""),
    "list_ends": ("Danh sách được đọc đến trước dòng {row}, là phần để ký.", ""),
    "more_unknown_columns": ("Còn {count} cột khác không dùng đến.", ""),
}

FIELDS = {
    "name": "Tên đội",
    "unit": "Đơn vị",
    "captain": "Đội trưởng",
    "members": "Thành viên",
    "role": "Vai trò",
    "group": "Bảng, khối, cụm",
    "ineligible": "Lý do không xét giải",
}


def say(code: str, **values: object) -> tuple[str, str]:
    """Give (what is wrong, what to do) with the values filled in."""
    message, remedy = ROSTER[code]
    return message.format_map(values), remedy.format_map(values)
