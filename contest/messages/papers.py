"""What workbooks and printed papers say, in Vietnamese, by code."""

from __future__ import annotations

PAPERS: dict[str, str] = {
    "draft": "Dự thảo",
    "official": "Chính thức, lần {revision}",
    "revised": "Kết quả sửa đổi lần {number}",
    "revised_on": "Kết quả sửa đổi lần {number}, ngày {day}, căn cứ {ground}",
    "replaced": "Bản cũ, đã được thay bằng {title}",
    "events": "{status} · {count} sự kiện",
    "log": "Sổ điểm {count} sự kiện",
    "invented": "Số liệu minh họa",
    "absent": "vắng",
    "team_absent": "“vắng” ghi cho đội không dự phần thi; lý do ghi trong biên bản.",
    "prizes_beyond": "Nhiều giải hơn thể lệ: {what}.",
    "prize_reason": "Lý do khi duyệt giải: {reason}",
    "going_on": "Đề xuất vào vòng trong: {teams}.",
    "held": "đã nhận",
    "missing": "chưa có",
    "not_present": "không dự thi",
    "not_yet": "chưa đủ phiếu",
    "tied": "Đồng hạng với {teams}",
    "by_criterion": "Bằng tổng điểm, xếp theo tiêu chí {name}",
    "by_step": "Bằng tổng điểm, xếp theo {step}",
    "by_decision": "Quyết định: {reason}",
    "proposed": "Giải đề xuất",
    "approved": "Giải được duyệt",
    "seconds": "giây",
    "points": "điểm",
    "": "",
    "merit": "điểm thưởng, tính là số âm",
    "cuts_of_part": "cả phần thi: {cuts}",
    "percent": "Tính {percent}%",
    "mean": "Điểm bình quân",
    "trimmed": "Bình quân (bỏ {drop} cao nhất, {drop} thấp nhất)",
    "median": "Điểm đứng giữa",
    "panel_sum": "Tổng các phiếu",
    "rank_sum": "Điểm theo tổng hạng",
    "majority": "Điểm theo đa số hạng",
    "place": "Hạng",
    "panel_minutes": "Điểm chấm chung",
    "quiz": "Điểm các câu",
    "carried": "Điểm vòng trước",
    "audience": "Bình chọn của khán giả",
    "struck": "{name} (đã hủy)",
    "not_called": "dự khuyết",
    "dropped": "Điểm trong ngoặc đơn bị bỏ theo thể lệ khi tính.",
    "agreed": "Điểm thống nhất",
    "rounded": "Làm tròn {decimals} số lẻ",
    "weighted": "Nhân hệ số {factor}",
    "round_panel": "điểm bình quân của Ban Giám khảo làm tròn {decimals} chữ số thập phân",
    "round_factor": "điểm sau khi nhân hệ số làm tròn {decimals} chữ số thập phân",
    "round_part": "điểm phần thi làm tròn {decimals} chữ số thập phân",
    "round_total": "tổng điểm làm tròn {decimals} chữ số thập phân",
}

# What is said of a stage whose rounding is not that of showing figures.
MODES: dict[str, str] = {
    "half_up": "",
    "half_even": " (đúng nửa thì về chữ số chẵn)",
    "truncate": " (bỏ phần lẻ)",
}

NOTES: dict[str, str] = {
    "rounding": "Làm tròn: {stages}; số 5 ở chữ số kế tiếp làm tròn lên.",
    "no_rounding": "Các phép tính dùng số chưa làm tròn; chỉ làm tròn {decimals} chữ số thập phân khi ghi, "
    "số 5 ở chữ số kế tiếp làm tròn lên.",
    "sums_differ": "Điểm các phần ghi {decimals} chữ số thập phân; tổng điểm cộng từ số chưa làm tròn "
    "nên chữ số cuối có thể khác khi cộng các số đã ghi (đội {teams}).",
    "absent": "Điểm bình quân tính trên số giám khảo đã chấm cả phần thi (ghi n/N); giám khảo vắng không được tính là 0 điểm.",
    "places": "Phần {parts} tính theo hạng: điểm của mỗi giám khảo cho ra thứ tự các đội{among}, thứ tự của cả Ban Giám khảo "
    "đổi ra điểm theo thể lệ. Cột hạng và điểm của phần này là kết quả đã tính, không phải công thức.",
    "among_groups": " trong từng bảng",
    "weights": "Giám khảo có trọng số theo thể lệ: {seats}.",
    "struck": "Phần {part}, câu bị hủy: {questions}.",
    "rank_shown": "Xếp hạng theo tổng điểm đã làm tròn; các đội bằng điểm và không có căn cứ phân định thì đồng hạng ({ranks}).",
    "rank_exact": "Xếp hạng theo tổng điểm chưa làm tròn; các đội bằng điểm và không có căn cứ phân định thì đồng hạng ({ranks}).",
    "tie_order": "Cột “Thứ tự khi bằng điểm” ghi kết quả phân định theo thể lệ hoặc theo quyết định có biên bản: đội số nhỏ xếp trước, "
    "cùng số thì đồng hạng. Hạng = RANK theo điểm xét hạng + số đội bằng điểm có thứ tự nhỏ hơn.",
    "grouped": "Hạng là hạng trong từng bảng; không có hạng chung.",
    "grouped_twice": "Cột “Hạng” là hạng chung; cột “Hạng bảng” là hạng trong từng bảng.",
    "exact_key": "Cột “Điểm xét hạng” là tổng điểm chưa làm tròn, lấy 8 chữ số thập phân để loại sai số của bảng tính.",
    "half_up": "Trong công thức, ROUND(… + 0,000000001; n) để số đúng nửa như 92,125 luôn làm tròn lên dù máy tính lưu số nhị phân.",
}

SHARED_RANKS: dict[str, str] = {"standard": "1-2-2-4", "dense": "1-2-2-3"}

WHY_NOT: dict[str, str] = {
    "rulebook": "Chưa có thể lệ.",
    "teams": "Chưa có đội thi.",
    "seats": "Chưa lập Ban Giám khảo.",
    "order": "Chưa có thứ tự thi của phần này; phiếu in trước khi bốc thăm để trống cột tên đội.",
    "no_figure": "Chưa có đội nào đủ phiếu ở phần này.",
    "nothing_marked": "Chưa có đội nào đủ điểm ở tất cả các phần thi.",
    "conferring": "Đang hội ý. Đề nghị Trưởng Ban Giám khảo ghi kết luận và kết thúc hội ý.",
    "conferring_held": "Có giám khảo được ghi vắng: in được sau khi khóa lượt thi.",
    "drafted": "Chưa lập dự thảo kết quả. Đề nghị khóa hết các lượt thi rồi lập dự thảo.",
}

# {team} is “đội Suối Bạc”.
MINUTES: dict[str, str] = {
    "head": "Giám khảo số {number}, Trưởng Ban Giám khảo",
    "judge": "Giám khảo số {number}",
    "secretary": "Tổ Thư ký",
    "marked": "Phần {part}: {sheets} phiếu chấm được nhận, {absent} lượt giám khảo vắng; cách tính: {way}.",
    "agreed": "Phần {part}: Tổ Thư ký nhập một lần cho {count} đội.",
    "tied": "{total} điểm: {teams}. Không có căn cứ phân định, các đội đồng hạng.",
    "parted": "{total} điểm: {teams}. Phân định theo thể lệ.",
    "decided": "{total} điểm: {teams}. Quyết định: {reason}. Căn cứ: {minutes}.",
    "given": "{step}: {teams}. Căn cứ: {reason}.",
    "deduction": "{team}, {place}: {cost}. {name}: {reason}{details}.",
    "of_part": "phần {part}",
    "of_whole": "tổng điểm",
    "taken": "trừ {points} điểm",
    "earned": "thưởng {points} điểm",
    "nothing": "không trừ điểm",
    "place_cuts": "{team}, {place}: {cuts}.",
    "whole_cuts": "{team}, cộng điểm trừ của các phần và của tổng điểm: {cuts}.",
    "team_absent": "{team} không dự phần {part}: {reason}.",
    "judge_absent": "{seat} ({name}) không chấm {team}, phần {part}: {reason}.",
    "sheet_returned": "{at}: {who} trả phiếu của {seat}, {team}, phần {part}. Lý do: {reason}.",
    "sheet_rejected": "{at}: {who} không xác nhận phiếu nhập tay của {seat}, {team}, phần {part}. Lý do: {reason}.",
    "performance_unlocked": "{at}: {who} mở khóa lượt thi của {team}, phần {part}. Lý do: {reason}.",
    "late_sheet_settled": "{at}: {who} xem phiếu gửi muộn của {seat}, {team}, phần {part}: {settled}. Lý do: {reason}.",
    "deduction_withdrawn": "{at}: {who} rút điểm trừ của {team}, {place}. Lý do: {reason}.",
    "draft_withdrawn": "{at}: {who} rút dự thảo kết quả. Lý do: {reason}.",
    "rulebook_changed": "{at}: bản {version} của thể lệ có hiệu lực, {who} xác nhận. {words}",
    "revision_confirmed": "{at}: {who} xác nhận bản sửa đổi kết quả số {number}. Căn cứ: {ground}. Biên bản: {minutes}, ngày {day}.",
    "question_struck": "{at}: {who} xác nhận hủy câu “{question}” của phần {part}, tính lại mọi đội. Lý do: {reason}. Căn cứ: {minutes}.",
    "question_restored": "{at}: {who} xác nhận khôi phục câu “{question}” của phần {part}, tính lại mọi đội. Lý do: {reason}. "
    "Căn cứ: {minutes}.",
    "admitted": "nhận phiếu",
    "left_out": "không nhận phiếu",
}

# A version of the rulebook that came into force while the contest ran.
AMENDED = "Quyết định số {number}, ngày {date}, {issuer}: {abstract}. Lý do: {reason}."

# What a judge did while the panel conferred.
CONFERRING: dict[str, str] = {"kept": "giữ phiếu", "retyped": "chấm lại"}

LETTERHEADS: dict[str, str] = {
    "plain": "Chỉ tên đơn vị tổ chức",
    "party": "Cơ quan đảng",
    "state": "Cơ quan nhà nước",
    "front": "Mặt trận, đoàn thể",
}
