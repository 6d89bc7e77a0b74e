"""What the desk says, in Vietnamese: states with their shapes, what was done, and the journal's sentences."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "later": "thi sau",
    "empty": "trống",
    "marking": "đang chấm",
    "kept": "trên máy",
    "received": "đã nhận",
    "returned": "chờ giám khảo xem lại",
    "typed": "chờ xác nhận",
    "rejected": "chưa khớp, nhập lại",
    "absent": "vắng",
    "late": "có phiếu gửi muộn",
}

# Why a sheet came too late to count by itself.
LATE_WHYS: dict[str, str] = {
    "locked": "Đến sau khi lượt thi đã khóa.",
    "closing": "Đến khi lượt thi đang đóng nhận.",
    "sealed": "Đến sau khi kết quả đã tổng hợp.",
    "recorded_absent": "Đến sau khi giám khảo được ghi vắng ở lượt thi này.",
    "conferred": "Sửa sau khi hội ý đã kết thúc.",
    "taken_over": "Gửi từ máy cũ, không còn là máy chấm của giám khảo.",
}

# What fits under a sign in a grid of nine judges.
SHORT_WORDS: dict[str, str] = WORDS | {
    "returned": "chờ xem lại",
    "rejected": "nhập lại",
    "late": "gửi muộn",
}

# Signs of static/icons.svg.
SIGNS: dict[str, str] = {
    "later": "clock",
    "empty": "empty",
    "marking": "pencil",
    "kept": "device",
    "received": "check",
    "returned": "back",
    "typed": "paper",
    "rejected": "warning",
    "absent": "absent",
    "late": "clock",
}

ROW_WORDS: dict[str, str] = {
    "waiting": "thi sau",
    "open": "đang thi",
    "closing": "đóng nhận",
    "locked": "đã khóa",
    "away": "đội vắng",
}

PART_STATES: dict[str, str] = {"waiting": "chưa thi", "done": "đã khóa"}

MODES: dict[str, str] = {
    "after_lock": "điểm sau mỗi lượt khóa",
    "after_part": "điểm sau mỗi phần thi",
    "prizes_at_end": "chỉ công bố giải, sau khi chốt",
}

STAGES: dict[str, str] = {
    "blank": "màn hình trống",
    "names": "tên đội và thứ tự, không có điểm",
    "points": "bảng điểm",
    "prizes": "danh sách giải",
}

# What a command is answered when it was carried out; {turn} is “đội số 5 – Suối Bạc, phần Tiểu phẩm”.
DONE: dict[str, str] = {
    "set_order": "Đã ghi thứ tự thi.",
    "start": "Hội thi đã bắt đầu.",
    "open": "Đã mở {turn}.",
    "close": "Đã đóng nhận {turn}.",
    "lock": "Đã khóa {turn}.",
    "unlock": "Đã mở khóa {turn}. Điểm lượt này rời bảng cho đến khi khóa lại.",
    "team_absent": "Đã ghi vắng: {turn}.",
    "judge_absent": "Đã ghi {judge}, {turn}.",
    "agreed": "Đã ghi điểm chung, {turn}.",
    "strike_question": "Đã hủy câu hỏi và tính lại điểm mọi đội.",
    "restore_question": "Đã khôi phục câu hỏi và tính lại điểm mọi đội.",
    "deduct": "Đã ghi điểm trừ, {turn}.",
    "withdraw_deduction": "Đã rút điểm trừ, {turn}.",
    "type_sheet": "Đã nhập phiếu, {turn}. Phiếu chờ người thứ hai xác nhận.",
    "confirm_sheet": "Đã xác nhận phiếu, {turn}.",
    "reject_sheet": "Đã ghi phiếu chưa khớp, {turn}. Đề nghị nhập lại.",
    "return_sheet": "Đã trả phiếu cho giám khảo xem lại, {turn}.",
    "admit_late": "Đã nhận phiếu gửi muộn.",
    "leave_late": "Đã ghi không nhận phiếu gửi muộn.",
    "decide_tie": "Đã ghi quyết định về các đội bằng điểm.",
    "show": "Hội trường đang thấy phần được phép hiện.",
    "hide": "Hội trường chỉ còn thấy tên đội và thứ tự.",
    "blank": "Đã tắt màn hình hội trường.",
    "draft": "Đã lập dự thảo kết quả.",
    "withdraw_draft": "Đã rút dự thảo. Hội thi trở lại bước đang thi.",
    "sign": "Đã ghi chữ ký dự thảo.",
    "approve_prizes": "Đã duyệt giải.",
    "finalise": "Đã chốt kết quả.",
    "announce": "Đã công bố kết quả.",
    "propose_rulebook": "Đã ghi bản thể lệ đề nghị. Thể lệ cũ còn hiệu lực cho đến khi người thứ hai xác nhận.",
    "drop_rulebook": "Đã bỏ bản thể lệ đề nghị.",
    "confirm_rulebook": "Thể lệ mới có hiệu lực. Máy chấm tự nhận bản mới; phiếu đã gửi giữ nguyên.",
    "open_conferring": "Đã mở hội ý: {turn}. Máy của các giám khảo đã chấm lượt này thấy phiếu của nhau.",
    "close_conferring": "Đã kết thúc hội ý: {turn}. In biên bản hội ý ở mục Giấy tờ.",
    "open_revision": "Đã lập bản sửa đổi. Ghi những chỗ cần sửa rồi mời người thứ hai xác nhận.",
    "revise_sheet": "Đã ghi vào bản sửa đổi: phiếu của {turn}.",
    "revise_add_sheet": "Đã ghi vào bản sửa đổi: phiếu bổ sung của {turn}.",
    "revise_judge_absent": "Đã ghi vào bản sửa đổi: {judge}, {turn}.",
    "revise_team_absent": "Đã ghi vào bản sửa đổi: đội dự thi hay vắng, {turn}.",
    "revise_strike": "Đã ghi vào bản sửa đổi: câu hỏi và điểm tính lại của mọi đội.",
    "revise_agreed": "Đã ghi vào bản sửa đổi: điểm chung, {turn}.",
    "revise_deduct": "Đã ghi vào bản sửa đổi: điểm trừ, {turn}.",
    "revise_withdraw_deduction": "Đã ghi vào bản sửa đổi: rút điểm trừ, {turn}.",
    "revise_tie": "Đã ghi vào bản sửa đổi: quyết định về các đội bằng điểm.",
    "revise_prizes": "Đã ghi vào bản sửa đổi: giải.",
    "undo_correction": "Đã bỏ một nội dung khỏi bản sửa đổi.",
    "drop_revision": "Đã bỏ bản sửa đổi. Kết quả giữ nguyên.",
    "confirm_revision": "Đã xác nhận bản sửa đổi. Hội trường chỉ thấy kết quả mới khi Ban Tổ chức công bố lại.",
}

# What a revision corrects, by the kind of the event that it will be.
CORRECTIONS: dict[str, str] = {
    "sheet_corrected": "Phiếu của {seat}, {team}, phần {part}",
    "sheet_added": "Phiếu bổ sung của {seat}, {team}, phần {part}",
    "agreed_recorded": "Điểm chung của {team}, phần {part}",
    "judge_absence_recorded": "Ghi {seat} không chấm {team}, phần {part}: {why} ({reason})",
    "judge_presence_recorded": "Ghi {seat} có chấm {team}, phần {part} ({reason})",
    "team_absence_recorded": "Ghi {team} không dự phần {part} ({reason})",
    "team_presence_recorded": "Ghi {team} có dự phần {part} ({reason})",
    "question_struck": "Hủy {question}, phần {part}, tính lại mọi đội",
    "question_restored": "Khôi phục {question}, phần {part}, tính lại mọi đội",
    "deduction_recorded": "Ghi điểm trừ {team}, {place}: {name} ({reason})",
    "deduction_withdrawn": "Rút điểm trừ {team}, {place}: {name} ({reason})",
    "tie_decided": "Quyết định về các đội bằng điểm: {teams} ({reason})",
}

# What changes beside a correction that is no sheet, before → after.
CORRECTED: dict[str, str] = {
    "points": "Điểm của đội ở phần này",
    "total": "Tổng điểm của đội",
    "sheet": "Phiếu {mark} điểm",
    "counted": "được tính",
    "not_counted": "không tính",
}

# How a judge's sheet stands within a revision.
SEAT_STANDS: dict[str, str] = {
    "counted": "được tính",
    "not_counted": "đã nhận, không tính: giám khảo được ghi không chấm lượt này",
    "absent": "không có phiếu: giám khảo được ghi không chấm lượt này",
    "none": "không có phiếu",
}

# What a deduction's amount is, by the unit of its kind.
AMOUNTS: dict[str, str] = {"points": "nhập số điểm", "seconds": "nhập số giây", "": "điểm liệt, để trống ô số"}
FIXED = "đúng {points} điểm, để trống ô số"
MOST = ", nhiều nhất {points}"

WHOLE_NAME = "tổng điểm"  # where a part's name would stand

# What stands for {turn} where something is noted of the team's total.
WHOLE_TURN = "đội {team}, tổng điểm"

# Why a judge does not mark a performance, by the reasons that scoring keeps apart.
ABSENCES: dict[str, str] = {"absent": "Vắng", "late": "Đến muộn", "recused": "Không chấm vì có liên quan đến đội"}

# The same where a judge's sheet would stand: in full on the performance's page, in a grid of nine judges.
NOT_MARKING: dict[str, str] = {
    "absent": "vắng",
    "late": "đến muộn, không chấm",
    "recused": "không chấm vì có liên quan",
}
NOT_MARKING_SHORT: dict[str, str] = {"absent": "vắng", "late": "đến muộn", "recused": "có liên quan"}

PRESENT = "có mặt"

OWNERS: dict[str, str] = {
    "organiser": "Ban Tổ chức",
    "secretary": "Tổ Thư ký",
    "head_judge": "Trưởng Ban Giám khảo",
}

# The journal: {turn} is “đội 5, Tiểu phẩm”, {seat} “GK 5”. No figure is ever said here.
JOURNAL: dict[str, str] = {
    "order_drawn": "Ghi thứ tự thi phần {part}",
    "contest_started": "Bắt đầu hội thi",
    "performance_opened": "Mở {turn}",
    "performance_closing": "Đóng nhận {turn}",
    "performance_locked": "Khóa {turn}",
    "performance_unlocked": "Mở khóa {turn}",
    "team_absence_recorded": "Đội vắng: {turn}",
    "team_presence_recorded": "Ghi đội có dự thi theo bản sửa đổi: {turn}",
    "judge_absence_recorded": "Ghi {seat} {why}, {turn}",
    "judge_presence_recorded": "Ghi {seat} có mặt, {turn}",
    "sheet_submitted": "Nhận phiếu {seat}, {turn}",
    "sheet_typed": "Nhập phiếu giấy {seat}, {turn}",
    "sheet_confirmed": "Xác nhận phiếu giấy {seat}, {turn}",
    "sheet_rejected": "Phiếu giấy chưa khớp {seat}, {turn}",
    "sheet_returned": "Trả phiếu {seat}, {turn}",
    "late_sheet_kept": "Giữ một phiếu gửi muộn",
    "late_sheet_replaced": "Thay một phiếu gửi muộn bằng bản gửi sau",
    "late_sheet_settled": "Xét một phiếu gửi muộn",
    "late_sheet_admitted": "Nhận phiếu gửi muộn {seat}, {turn}",
    "agreed_recorded": "Ghi điểm chung {turn}",
    "question_struck": "Hủy một câu hỏi phần {part}",
    "question_restored": "Khôi phục một câu hỏi phần {part}",
    "deduction_recorded": "Ghi điểm trừ {turn}",
    "deduction_withdrawn": "Rút điểm trừ {turn}",
    "tie_decided": "Quyết định đồng hạng",
    "board_shown": "Hiện bảng ở hội trường",
    "board_hidden": "Ẩn bảng ở hội trường",
    "result_drafted": "Lập dự thảo kết quả",
    "draft_withdrawn": "Rút dự thảo",
    "result_signed": "Ký dự thảo",
    "prizes_approved": "Duyệt giải",
    "result_finalised": "Chốt kết quả",
    "result_announced": "Công bố kết quả",
    "rulebook_proposed": "Đề nghị sửa đổi thể lệ",
    "rulebook_dropped": "Bỏ đề nghị sửa đổi thể lệ",
    "rulebook_changed": "Thể lệ mới có hiệu lực",
    "conferring_opened": "Mở hội ý {turn}",
    "conferring_closed": "Kết thúc hội ý {turn}",
    "revision_opened": "Lập bản sửa đổi kết quả",
    "revision_changed": "Ghi nội dung vào bản sửa đổi",
    "revision_dropped": "Bỏ bản sửa đổi",
    "revision_confirmed": "Xác nhận bản sửa đổi",
    "sheet_corrected": "Sửa phiếu {seat} theo bản sửa đổi, {turn}",
    "sheet_added": "Nhập phiếu bổ sung {seat} theo bản sửa đổi, {turn}",
    "result_revised": "Kết quả sửa đổi",
    "restored": "Khôi phục từ bản sao lưu",
}
