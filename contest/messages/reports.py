"""What reports, targets and indicators refuse, in Vietnamese, by code."""

from __future__ import annotations

REPORTS: dict[str, str] = {
    "no_campaign_asked": "Chưa có đợt đăng ký nào như vậy. Đề nghị chọn đợt, năm hoặc đơn vị khác.",
    "no_unit_asked": "Chưa có đơn vị “{name}” trong các đơn vị đồng chí phụ trách. Đề nghị chọn trong danh sách gợi ý.",
    "indicator_twice": "Đã ghi “{name}” ({measure}) của năm {year}. Đề nghị sửa số đã ghi.",
    "indicator_gone": "Chỉ số này không còn. Đề nghị tải lại trang.",
}
