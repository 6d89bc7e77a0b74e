"""What the second count says, in Vietnamese: a log that cannot be read, and where two counts differ."""

from __future__ import annotations

_REMEDY = (
    "Đề nghị không dùng bản này: xuất lại bằng chamkheo export-log từ máy chủ của hội thi (ở đó chạy chamkheo verify trước) "
    "và so mã đầu với biên bản đã in."
)
OTHERS = " (và {count} đội khác nữa)"

UNREADABLE: dict[str, str] = {
    "not_json": "Tệp không phải nhật ký xuất từ Chấm Khéo (không đúng định dạng JSON). Đề nghị xuất lại bằng chamkheo export-log.",
    "other_format": "Tệp không phải nhật ký xuất từ Chấm Khéo. Đề nghị xuất lại bằng chamkheo export-log.",
    "other_version": "Nhật ký ở định dạng {version}, chương trình này không đọc được. Đề nghị dùng đúng phiên bản đã xuất ra nó.",
    "empty": "Nhật ký không có sự kiện nào: không có gì để tính lại, và một nhật ký rỗng không chứng minh điều gì. "
    "Đề nghị dùng bản xuất sau khi hội thi đã bắt đầu.",
    "not_started": "Nhật ký có {count} sự kiện nhưng hội thi chưa bắt đầu: chưa có gì để tính lại, và nhật ký chưa giữ thể lệ, "
    "tên đội để đối chiếu. Đề nghị tính lại sau khi bắt đầu hội thi.",
    "other_rules": "Thể lệ bản {version} không đúng bản mà nhật ký đã ghi khi có hiệu lực (khác mã SHA-256): thể lệ đã bị sửa. "
    + _REMEDY,
    "unlogged_rules": "Có thể lệ bản {version} mà nhật ký không ghi có hiệu lực (bản mới nhất theo nhật ký là {newest}). "
    + _REMEDY,
    "team_twice": "Danh sách đội có hai đội cùng một số. " + _REMEDY,
    "other_teams": "Tên của đội số {team} không đúng lúc bắt đầu hội thi: nhật ký ghi “{then}”, nay là “{now}”{others}. "
    + _REMEDY,
    "other_groups": "Bảng (khối, cụm) của đội số {team} không đúng lúc bắt đầu hội thi: nhật ký ghi “{then}”, nay là “{now}”{others}. "
    + _REMEDY,
    "other_eligibility": "Việc không xét giải của đội số {team} không đúng lúc bắt đầu hội thi: nhật ký ghi “{then}”, "
    "nay là “{now}”{others}. " + _REMEDY,
    "other_seats": "Số của các ghế giám khảo không đúng lúc bắt đầu hội thi. " + _REMEDY,
    "cut": "Tệp ghi khi xuất có {said} sự kiện, nhưng nay có {count} sự kiện hoặc mã đầu khác: tệp đã bị cắt bớt hoặc sửa. "
    + _REMEDY,
    "other_head": "Kết quả đã chốt ghi mã đầu sau sự kiện {count} khác với mã của chuỗi trong nhật ký này: nhật ký đã bị sửa. "
    + _REMEDY,
    "lacks": "Nhật ký thiếu mục “{what}”. Đề nghị xuất lại bằng chamkheo export-log.",
    "wrong_item": "Mục “{what}” của nhật ký sai kiểu. Đề nghị xuất lại bằng chamkheo export-log.",
    "misshapen": "Trong nhật ký có mục ghi sai kiểu (chữ thay cho số, danh sách thay cho bảng…). "
    "Đề nghị xuất lại bằng chamkheo export-log.",
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
HEAD = "{count} sự kiện · mã đầu {head}"
LAST_STEP = "Bước cuối trong nhật ký: {step}."
SEALED = "Kết quả chốt sau sự kiện {count}, mã đầu {head}: so với dòng này trên giấy đã in."
COMPARE = (
    "Tệp bị cắt bớt phần cuối vẫn tính khớp: chỉ số sự kiện và mã đầu in ở chân giấy (biên bản, bảng điểm) mới cho biết "
    "nhật ký còn đủ. Đề nghị so số sự kiện và mã đầu ở trên với giấy."
)
AGREES = "Tính lại độc lập: khớp với chương trình."
DISAGREES = "Tính lại độc lập: KHÔNG khớp với chương trình ở {count} chỗ."
NEITHER = (
    "Không có hội thi hay tệp nào là {name}. Đề nghị ghi số của hội thi (xem chamkheo verify) hoặc tên tệp nhật ký."
)
EXPORTED = "Đã xuất {count} sự kiện của {name} vào {path}."
