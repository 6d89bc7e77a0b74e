"""What people read about a flat list (units, registrations) that they upload: by code, what is wrong and what to do."""

from __future__ import annotations

from contest.messages.roster import ROSTER

# What is wrong with a file is the same whatever it lists.
_FILE = (
    *("empty_file", "too_big", "not_table", "old_excel", "encrypted", "other_office", "macros", "damaged", "bomb"),
    *("doctype", "too_wide", "uncomputed", "not_utf8", "bad_csv", "legacy_file", "too_many_columns"),
)
LISTS: dict[str, tuple[str, str]] = {
    code: (ROSTER[code][0].replace(" đội thi", ""), ROSTER[code][1].replace(" đội thi", "")) for code in _FILE
} | {
    "too_many_columns": (
        ROSTER["too_many_columns"][0],
        "Đề nghị chép riêng các cột của mẫu sang một tệp Excel mới rồi tải lại.",
    ),
    "no_header": (
        "Không tìm thấy dòng tiêu đề có cột {columns}.",
        "Đề nghị ghi tên cột ở dòng đầu bảng, hoặc tải mẫu, điền vào rồi tải lên.",
    ),
    "no_rows": ("Dưới dòng tiêu đề chưa có dòng nào.", "Đề nghị điền danh sách rồi tải lại."),
    "too_many": ("Danh sách dài quá {most} dòng.", "Đề nghị tách thành nhiều tệp rồi tải từng tệp."),
    "missing": ("Thiếu {field}.", "Đề nghị điền, hoặc xóa cả dòng."),
    "too_long": ("{field} dài quá {most} chữ (“{typed}…”).", "Đề nghị rút gọn."),
    "legacy": ("{field} “{typed}” dùng phông chữ cũ (TCVN3 hoặc VNI).", "Đề nghị gõ lại bằng Unicode."),
    "not_a_day": ("{field} “{typed}” chưa phải là ngày.", "Đề nghị ghi ngày/tháng/năm, ví dụ 22/11/2026."),
    "not_a_number": ("{field} “{typed}” chưa phải là số nguyên.", "Đề nghị chỉ ghi chữ số."),
    "not_listed": ("{field} “{typed}” không có trong danh mục.", "Đề nghị dùng một trong: {choices}."),
    "no_unit": ("{field} “{typed}” chưa có trong danh mục đơn vị.", "Đề nghị ghi đúng tên, hoặc thêm đơn vị trước."),
    "unit_ambiguous": (
        "{field} “{typed}”: có {count} đơn vị cùng tên.",
        "Đề nghị ghi thêm cấp trên, ví dụ “{typed}, tỉnh Đắk Lắk”, hoặc ghi mã.",
    ),
    "above_ended": (
        "Đơn vị cấp trên “{typed}” kết thúc ngày {day}, trước đơn vị ở dòng này.",
        "Đề nghị ghi đơn vị cấp trên đang hoạt động, hoặc ghi Đến ngày không sau {day}.",
    ),
    "out_of_branch": (
        "{field} “{typed}” không thuộc đơn vị của đồng chí.",
        "Đề nghị bỏ dòng này hoặc nhờ cấp trên nhập.",
    ),
    "days_reversed": ("Ngày kết thúc đứng trước ngày bắt đầu.", "Đề nghị xem lại hai ngày."),
    "above_unknown": (
        "Đơn vị cấp trên “{typed}” chưa có trong danh mục và không ở tệp này.",
        "Đề nghị thêm dòng của đơn vị đó.",
    ),
    "unit_there": (
        "“{typed}” đã có cùng cấp trên này, với mã khác hoặc chưa có mã.",
        "Đề nghị ghi đúng mã của đơn vị đã có, hoặc xóa dòng này.",
    ),
    "circle": ("Đơn vị cấp trên “{typed}” lại đứng dưới chính dòng này.", "Đề nghị xem lại cột cấp trên."),
    "no_earlier": (
        "“{typed}” ghi là duy trì nhưng không có trong danh sách những năm trước của đơn vị này.",
        "Đề nghị ghi đúng tên cũ, hoặc ghi là Mới.",
    ),
    "duplicate": ("“{typed}” đã có ở dòng {first}.", "Đề nghị xóa một dòng, hoặc ghi cho khác nhau."),
    "same_model": (
        "“{typed}” là mô hình của năm trước đã có trong đợt này, hoặc ở dòng khác của tệp.",
        "Đề nghị xóa dòng này.",
    ),
    "day_ahead": ("{field} “{typed}” sau hôm nay.", "Đề nghị xem lại ngày."),
    "model_days": ("Thời điểm đánh giá đứng trước ngày bắt đầu.", "Đề nghị xem lại hai ngày."),
    "before_opening": ("{field} “{typed}” đứng trước ngày bắt đầu nhận của đợt ({day}).", "Đề nghị xem lại ngày."),
    "by_receiver": (
        "{field} “{typed}” do đơn vị tiếp nhận ghi.",
        "Đề nghị để trống cột này; {name} ghi đúng ngày đã nhận bản giấy.",
    ),
    "line_long": ("{field}: “{typed}…” dài quá {most} chữ.", "Đề nghị mỗi dòng ghi một tên và rút gọn."),
    "likely_double": (
        "“{typed}” có thể trùng với “{other}” của {owners} ({where}).",
        "Đề nghị kiểm tra có phải một mô hình đăng ký hai lần không; nếu phải, xóa một dòng.",
    ),
    "likely_double_elsewhere": (
        "“{typed}” có thể trùng với một mô hình tương tự ở {where}.",
        "Đề nghị kiểm tra có phải một mô hình đăng ký hai lần không; nếu phải, xóa dòng này.",
    ),
    "known_before": (
        "“{typed}” ghi là mới nhưng đã có trong danh sách năm {year} của đơn vị này.",
        "Nếu là mô hình cũ, đề nghị ghi là Duy trì.",
    ),
    "code_again": (
        "Mã đăng ký “{typed}” đã có ở dòng {first}.",
        "Mô hình mới thì đề nghị để trống ô mã; nếu vẫn là mô hình ấy, xóa một dòng.",
    ),
    "no_such_code": (
        "Mã đăng ký “{typed}” không có trong đợt này.",
        "Đề nghị kiểm tra tệp có đúng của đợt này không; mô hình mới thì để trống ô mã.",
    ),
    "several_such": (
        "Đơn vị có {count} mô hình tên “{typed}” nên chưa rõ dòng này là mô hình nào.",
        "Đề nghị tải danh sách đã có rồi sửa trong tệp đó: cột Mã đăng ký chỉ đúng mô hình.",
    ),
    "fixed": (
        "{field} của “{name}” trong sổ là “{kept}”, nhập tệp không đổi được.",
        "Đề nghị ghi lại như trong sổ; nếu sổ sai, bỏ bản nháp rồi đăng ký lại.",
    ),
    "left_sent": (
        "“{typed}” đã gửi đăng ký nên giữ như trong sổ. Tệp ghi khác: {fields}.",
        "Muốn sửa, đề nghị {name} trả lại bổ sung rồi nhập lại tệp.",
    ),
    "left": (
        "“{typed}” đang ở bước “{state}” nên giữ như trong sổ. Tệp ghi khác: {fields}.",
        "Đề nghị ghi tiến độ, kết quả ở trang của mô hình.",
    ),
    "changed_since": (
        "“{typed}” đã được sửa trong chương trình sau khi tệp này được tải về.",
        "Đề nghị xem kỹ từng ô sẽ đổi trước khi nhận.",
    ),
    "cell_kept": (
        "“{typed}” có ô trống trong tệp, sổ giữ nội dung đã có: {fields}.",
        "Muốn xóa nội dung, đề nghị sửa ở trang của mô hình.",
    ),
    "unknown_column": ("Cột {column} “{typed}” không dùng đến.", ""),
    "sheet_used": ("Đã đọc trang tính “{sheet}”, tiêu đề ở dòng {row}.", ""),
}

CHOOSE: dict[bool, str] = {
    True: "Chọn trong danh sách.",
    False: "Chọn trong danh sách, hoặc ghi nhiều mục, cách nhau bằng dấu chấm phẩy.",
}
"""What a cell that has a list says: whether only its words may stand there."""
NOT_A_CHOICE = "Chữ này không có trong danh sách. Đề nghị chọn trong danh sách của ô."


def say(code: str, **values: object) -> tuple[str, str]:
    """Give (what is wrong, what to do) with the values filled in."""
    message, remedy = LISTS[code]
    return message.format_map(values), remedy.format_map(values)
