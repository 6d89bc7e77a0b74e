"""What advancement and citations refuse, in Vietnamese, by code, and the words for why a team goes on or does not."""

from __future__ import annotations

ADVANCING: dict[str, str] = {
    "source_unknown": "Không chọn được hội thi này làm nguồn. Đề nghị chọn trong danh sách.",
    "source_circular": "“{name}” lấy đội từ chính hội thi này nên không làm nguồn được. Đề nghị bỏ chọn.",
    "source_places": "Số suất phải là số từ 0 đến {most}. Đề nghị nhập lại.",
    "source_in_use": "Đã đưa {count} đội từ “{name}” vào. Đề nghị bỏ các đội đó ở trang Đội thi trước, rồi bỏ nguồn này.",
    "source_none": "Chưa chọn hội thi nào. Đề nghị đánh dấu ít nhất một hội thi và ghi số suất.",
    "source_corrected": "Kết quả của “{name}” đã được sửa đổi. Đề nghị xem các thay đổi và quyết định trước khi đưa đội vào.",
    "source_behind": "Danh sách đội đã theo kết quả chưa công bố của “{name}”. "
    "Đề nghị người có vai trò trong hội thi đó thực hiện, hoặc chờ công bố.",
    "source_settled": "Không có kết quả sửa đổi nào đang chờ xử lý. Đề nghị tải lại trang.",
    "advance_nothing": "Chưa có đội nào để đưa vào. Đề nghị chờ các hội thi nguồn chốt kết quả, hoặc quyết định các đội bằng điểm.",
    "advance_ties": "Còn đội bằng điểm ở ranh giới. Đề nghị quyết định trước khi thay đội.",
    "advance_twin": "Hội thi này đã có đội “{name}” của cùng đơn vị, do ghi tay hoặc nhập tệp. "
    "Đề nghị đổi tên hoặc bỏ đội đó ở trang Đội thi, rồi bấm lại.",
    "tie_gone": "Các đội này không còn bằng điểm ở ranh giới. Đề nghị tải lại trang.",
    "tie_choice": "Cần chọn đúng {places} đội trong các đội bằng điểm. Đề nghị đánh dấu lại.",
    "team_not_of_source": "Đội này không thuộc hội thi nguồn đã chốt. Đề nghị chọn trong danh sách.",
    "team_goes_on": "Đội {team} đã vào. Đề nghị chọn đội khác.",
    "team_goes_not": "Đội {team} không thuộc diện vào nên không cần cho rút. Đề nghị tải lại trang.",
    "ruling_gone": "Không còn quyết định này. Đề nghị tải lại trang.",
    "source_gives_none": "Hội thi nguồn có 0 suất và không có suất còn lại thì không đội nào vào. Đề nghị ghi số suất, hoặc bỏ nguồn ấy.",
    "ruling_rests": "Sau quyết định này đã đưa vào: {teams}. Rút quyết định thì quá số suất. Đề nghị bỏ đội ấy ở trang Đội thi trước.",
    "ruling_carried": "Đội đã được đưa vào theo quyết định này. Đề nghị bỏ đội ở trang Đội thi trước.",
    "citation_secret": "Kết quả của hội thi này chưa công bố nên chưa dẫn chứng được. Đề nghị chờ công bố.",
    "citation_team": "Đội này không có trong hội thi. Đề nghị chọn trong danh sách.",
    "citation_part": "Phần thi này không có trong thể lệ. Đề nghị chọn trong danh sách.",
    "citation_far": "Hội thi, đội này không thuộc đơn vị có mô hình. Đề nghị ghi chú vì sao kết quả là minh chứng.",
    "citation_twice": "Mô hình đã dẫn chứng kết quả này. Đề nghị xem trong danh sách dẫn chứng.",
    "citation_gone": "Không còn dẫn chứng này. Đề nghị tải lại trang.",
    "citation_unchanged": "Dẫn chứng này không có sửa đổi nào đang chờ xem. Đề nghị tải lại trang.",
}

LEFT: dict[str, str] = {
    "below": "hết suất",
    "tied": "bằng điểm ở ranh giới, chờ quyết định",
    "others_wait": "chờ xét suất còn lại",
    "out": "không vào theo quyết định",
    "ineligible": "không xét giải",
    "barred": "không đạt theo thể lệ",
    "unranked": "không xếp hạng",
}
"""Why a team does not go on, by the codes of contest.planning.onward."""

BLOCKED: dict[str, str] = {
    "maxima_differ": "Điểm tối đa của các hội thi nguồn khác nhau hoặc không xác định ({what}) nên không so tổng điểm được. "
    "Đề nghị so theo tỷ lệ phần trăm điểm tối đa, hoặc để 0 suất còn lại.",
    "maximum_unknown": "Có hội thi nguồn không xác định được điểm tối đa ({what}) nên không tính được tỷ lệ. "
    "Đề nghị để 0 suất còn lại và ghi đội được cử.",
}
