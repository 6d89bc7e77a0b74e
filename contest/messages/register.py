"""What the season, the units and the register refuse, in Vietnamese, by code."""

from __future__ import annotations

REGISTER: dict[str, str] = {
    "unit_ambiguous": "Có {count} đơn vị tên “{name}”. Đề nghị ghi thêm đơn vị cấp trên, ví dụ: “Xã Sơn Hòa, tỉnh Đắk Lắk”.",
    "not_your_branch": "Việc này thuộc đơn vị khác. Đề nghị liên hệ cán bộ phụ trách của đơn vị đó hoặc của cấp trên.",
    "registration_stands": "Đăng ký đang ở bước “{state}” nên chưa {action} được. Đề nghị tải lại trang.",
    "report_unbalanced": "Báo cáo “{report}” chưa khớp: {what}. Đề nghị kiểm tra lại số liệu trước khi in.",
    "no_report": "Không có báo cáo “{name}”. Đề nghị dùng một trong các tên: {names}.",
}
