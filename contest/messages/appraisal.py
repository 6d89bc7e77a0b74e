"""What inspection and appraisal refuse, by code, and what is said of an appraisal's result."""

from __future__ import annotations

APPRAISAL: dict[str, str] = {
    "document_incomplete": "Văn bản cần đủ số, ngày và cơ quan ban hành. Đề nghị bổ sung, hoặc để trống cả ba.",
    "criteria_wrong": "Bộ tiêu chí còn {count} chỗ cần xem lại: {first}",
    "criteria_unreadable": "Không đọc được bộ tiêu chí “{name}”. Đề nghị báo người quản trị.",
    "no_criteria": "Đợt này chưa có bộ tiêu chí cho {owners}. Đề nghị lập bộ tiêu chí trước.",
    "needs_member": "Đoàn chưa có thành viên nào. Đề nghị ghi ít nhất một thành viên.",
    "member_has_sheets": "{name} đã có phiếu nên không bỏ khỏi đoàn được. Đề nghị giữ lại.",
    "team_unit_outside": "“{name}” không thuộc {above} nên không ủy quyền thẩm định đợt này được. Đề nghị chọn đơn vị bên dưới.",
    "member_twice": "Tài khoản “{username}” đã là thành viên khác của đoàn. Đề nghị ghi mỗi tài khoản một lần.",
    "no_appraisal_team": "Không có đoàn này trong đợt. Đề nghị tải lại trang.",
    "none_chosen": "Chưa chọn mô hình nào. Đề nghị đánh dấu các mô hình cần phân.",
    "not_appraisable": "“{name}” đang ở bước “{state}” nên chưa thẩm định được. Đề nghị tiếp nhận trước.",
    "sheets_begun": "“{name}” đã có phiếu của đoàn “{team}” nên không chuyển đoàn được.",
    "appraisal_closed": "Thẩm định “{name}” đã kết thúc, không nhận phiếu nữa.",
    "no_team_yet": "“{name}” chưa được phân cho đoàn nào. Đề nghị phân đoàn thẩm định trước.",
    "sheet_newer": "Phiếu này vừa được lưu ở nơi khác (lần {version}). Đề nghị xem bản mới nhất rồi nhập lại chỗ cần sửa.",
    "sheet_of_member": "{name} đã tự lưu phiếu này bằng tài khoản của mình nên chỉ {name} sửa được. Đề nghị báo {name} tự sửa.",
    "sheet_empty": "Chưa có điểm nào. Đề nghị nhập điểm ít nhất một tiêu chí.",
    "no_full_sheet": "Chưa có phiếu nào đủ điểm nên chưa kết thúc được.",
    "sheets_missing": "Còn thiếu phiếu của {names}. Đề nghị chờ đủ phiếu, hoặc ghi lý do kết thúc khi thiếu phiếu.",
    "point_refused": "{why}",
    "no_such_point": "Bộ tiêu chí không có loại điểm này. Đề nghị tải lại trang.",
    "visit_future": "Ngày đi thực tế không thể sau hôm nay. Đề nghị xem lại ngày.",
    "visit_early": "Ngày đi thực tế đứng trước ngày mở đợt đăng ký ({day}). Đề nghị xem lại ngày.",
    "plan_outside": "Kế hoạch nằm ngoài thời gian của đợt ({first} – {last}). Đề nghị xem lại ngày.",
    "due_early": "Hạn thực hiện đứng trước buổi kiểm tra ({day}). Đề nghị xem lại ngày.",
    "done_early": "Ngày thực hiện xong đứng trước buổi kiểm tra ({day}). Đề nghị xem lại ngày.",
    "unit_not_inspected": "“{name}” không thuộc {above} là đơn vị kiểm tra. Đề nghị chọn đơn vị của {above}, hoặc nhờ cấp trên kiểm tra.",
    "no_criterion": "Bộ tiêu chí không có tiêu chí này. Đề nghị tải lại trang.",
    "no_proof_chosen": "Chưa chọn tệp nào. Đề nghị chọn tệp đã có, hoặc tải tệp mới.",
    "no_file": "Không có tệp này trong hồ sơ. Đề nghị tải lại trang.",
    "visit_outside": "Ngày này ngoài thời gian của kế hoạch ({first} – {last}). Đề nghị ghi ngày trong kế hoạch, hoặc sửa kế hoạch.",
    "held_future": "Ngày làm việc không thể sau hôm nay. Đề nghị ghi ngày đã làm việc, hoặc để trống nếu chưa đi.",
    "done_future": "Ngày thực hiện xong không thể sau hôm nay. Đề nghị xem lại ngày.",
    "answer_needs_day": "Đã ghi ngày xong thì ghi cả kết quả thực hiện. Đề nghị bổ sung.",
    "registration_elsewhere": "Mô hình này không thuộc đợt, hoặc không thuộc đơn vị được kiểm tra. Đề nghị chọn lại.",
    "lines_wrong": "Chưa lưu dòng nào, còn {count} dòng cần xem lại. Nội dung đã gõ vẫn còn trong bảng.",
    "no_period": "Không có kỳ báo cáo này. Đề nghị chọn lại kỳ.",
    "progress_kept": "Dòng đã ghi chỉ sửa được, không xóa được. Đề nghị ghi nội dung.",
}

RESULT: dict[str, str] = {
    "unassigned": "Chưa phân đoàn thẩm định.",
    "open": "Chưa kết thúc thẩm định: đã có {marked}/{seats} phiếu.",
    "no_figure": "Chưa tính được điểm: chưa có phiếu nào đủ.",
    "above": "{total} điểm, đạt mức {threshold} (hơn {difference} điểm).",
    "equal": "{total} điểm, vừa đạt mức {threshold}.",
    "short": "{total} điểm, chưa đạt mức {threshold} (còn thiếu {difference} điểm).",
    "sunk": "{total} điểm, {placed} mức {threshold} nhưng không đạt điều kiện tối thiểu: {why}.",
    "sunk_short": "{total} điểm, chưa đạt mức {threshold} và không đạt điều kiện tối thiểu: {why}.",
    "reached": "đạt",
    "share": "Tính trên {marked}/{seats} phiếu; {names} không có phiếu. Lý do: {reason}.",
}
"""How an appraisal stands, in words; a result proposes, people recognise."""

FLOORS: dict[str, str] = {
    "criterion_zero": "tiêu chí “{criterion}” được 0 điểm",
    "criterion_below_share": "tiêu chí “{criterion}” được {points} điểm, cần ít nhất {least}",
    "part_below_share": "tổng điểm {points}, cần ít nhất {least}",
    "knockout": "{rule}",
}
"""Why a floor is not reached, by the code of scoring.sinking."""
