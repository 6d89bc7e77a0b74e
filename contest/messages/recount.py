"""What the second count says, in Vietnamese: a log that cannot be read, and where two counts differ."""

from __future__ import annotations

UNREADABLE: dict[str, str] = {
    "not_json": "Tệp không phải nhật ký xuất từ Chấm Khéo (không đúng định dạng JSON). Đề nghị xuất lại bằng chamkheo export-log.",
    "other_format": "Tệp không phải nhật ký xuất từ Chấm Khéo. Đề nghị xuất lại bằng chamkheo export-log.",
    "other_version": "Nhật ký ở định dạng {version}, chương trình này không đọc được. Đề nghị dùng đúng phiên bản đã xuất ra nó.",
    "lacks": "Nhật ký thiếu hoặc sai mục ({what}). Đề nghị xuất lại bằng chamkheo export-log.",
    "no_rules": "Hội thi chưa có thể lệ nên chưa tính lại được.",
    "broken_chain": "Chuỗi nhật ký không khớp từ sự kiện {seq}: tệp đã bị sửa. Đề nghị dùng bản xuất khác và chạy chamkheo verify.",
    "unknown_name": "Cách tính lại độc lập chưa biết quy tắc “{name}” của thể lệ. Đề nghị báo người phụ trách phần mềm.",
    "bad_entry": "Nhật ký có điều không hợp thể lệ: {what}",
    "bad_rules": "Thể lệ trong nhật ký có chỗ sai: {what}",
}

WHAT: dict[str, str] = {
    "team": "đội thi",
    "state": "tình trạng",
    "rank": "thứ hạng",
    "group_rank": "hạng trong bảng",
    "total": "tổng điểm",
    "shown": "tổng điểm hiển thị",
    "deducted": "điểm trừ",
    "tied_with": "đồng hạng với",
    "parted_by": "bước phân định",
    "barred": "không được xét giải",
    "points": "điểm trước khi trừ",
    "net": "điểm sau khi trừ",
    "marked": "số giám khảo đã chấm",
    "seats": "số giám khảo",
    "teams": "các đội được đề xuất",
    "open": "số suất chờ quyết định",
    "question": "việc cần quyết định",
}

VALUES: dict[str, str] = {
    "": "không có",
    "ranked": "được xếp hạng",
    "unranked": "không xếp hạng",
    "incomplete": "chưa đủ điểm",
    "marked": "đã chấm",
    "not_present": "không dự",
    "True": "có",
    "False": "không",
    "judges_awaited": "chờ giám khảo vắng",
    "tie_undecided": "chờ quyết định vì bằng điểm",
    "tie_on_prize_line": "bằng điểm ngang ranh giới giải",
    "tie_on_advance_line": "bằng điểm ngang ranh giới vào vòng trong",
}

GOING_ON = "vào vòng trong"
DIFFERS = "{where}: chương trình {program}, tính lại {recount}."
AGREES = "Tính lại độc lập: khớp với chương trình."
DISAGREES = "Tính lại độc lập: KHÔNG khớp với chương trình ở {count} chỗ."
NEITHER = (
    "Không có hội thi hay tệp nào là {name}. Đề nghị ghi số của hội thi (xem chamkheo verify) hoặc tên tệp nhật ký."
)
EXPORTED = "Đã xuất {count} sự kiện của {name} vào {path}."
