"""What reports, targets and indicators refuse, in Vietnamese, by code."""

from __future__ import annotations

REPORTS: dict[str, str] = {
    "no_campaign_asked": "Chưa có đợt đăng ký nào như vậy. Đề nghị chọn đợt, năm, đơn vị khác, hoặc đọc theo đơn vị bây giờ.",
    "no_campaign_since": "Chưa có đợt đăng ký nào từ năm {first}: đợt mới nhất là của năm {last}. Đề nghị chọn năm {last} trở về trước.",
    "reading_ended": "{unit} kết thúc ngày {on}, không đơn vị nào kế thừa. "
    "Đề nghị đọc đơn vị như lúc đó, hoặc chọn đơn vị đang có.",
    "reading_not_begun": "{unit} đến ngày {on} mới có. Đề nghị đọc đơn vị như lúc đó, hoặc chọn đơn vị đang có.",
    "report_asks_wrong": "“{typed}” ở mục “{label}” không đọc được. Đề nghị chọn lại trong danh sách.",
    "report_asks_unknown": "Báo cáo không có mục “{name}”. Các mục đọc được: {names}.",
    "indicator_twice": "Đã ghi “{name}” ({measure}) của năm {year}. Đề nghị sửa số đã ghi.",
    "target_wrong": "“{typed}” ở {unit} chưa phải là chỉ tiêu. Đề nghị ghi số nguyên từ 0 đến 10.000, hoặc để trống nếu không giao.",
    "indicator_gone": "Chỉ số này không còn. Đề nghị tải lại trang.",
}

AMOUNTS: dict[str, str] = {
    "not_a_number": "“{typed}” chưa phải là số. Đề nghị ghi số không âm, dấu phẩy cho phần lẻ, ví dụ 1.250,5.",
    "too_fine": "“{typed}” có quá {most} chữ số lẻ. Đề nghị làm tròn còn nhiều nhất {most} chữ số sau dấu phẩy.",
    "too_large": "“{typed}” dài quá {most} chữ số. Đề nghị dùng đơn vị tính lớn hơn, ví dụ tỷ đồng.",
}
"""Why what was typed is no amount."""
