"""What scoring says in codes, in Vietnamese sentences: refused figures, mistakes in a rulebook, questions, warnings."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from contest.text import comma
from scoring.figures import Notice, Question, Reason
from scoring.points import exact_text, text
from scoring.rules import Rulebook

_NONE: Mapping[str, str] = MappingProxyType({})

FIGURES: dict[str, str] = {
    "empty": "Chưa có điểm. Đề nghị nhập điểm; nếu đội không được điểm nào thì nhập 0.",
    "not_a_number": "“{typed}” không phải là số. Đề nghị nhập như 8 hoặc 8,5.",
    "below_zero": "“{typed}” nhỏ hơn 0. Đề nghị nhập điểm từ 0 trở lên.",
    "grouped": "“{typed}” có dấu ngăn cách hàng nghìn. Đề nghị nhập liền, chỉ dùng một dấu phẩy thập phân.",
    "too_long": "“{typed}” quá dài. Đề nghị kiểm tra lại.",
    "too_fine": "“{typed}” lẻ quá phần nghìn. Đề nghị nhập nhiều nhất ba chữ số sau dấu phẩy.",
    "looks_like_thousands": "“{typed}” là {meant} điểm hay là số hàng nghìn? Nếu là {meant} điểm, đề nghị nhập {meant}.",
    "not_finite": "“{typed}” không viết được thành số thập phân hữu hạn.",
    "above_max": "Điểm tối đa là {max}. Đề nghị đồng chí nhập lại.",
    "off_step": "Điểm phải theo bước {step}. Đề nghị đồng chí nhập lại.",
    "amount_missing": "“{rule}” cần ghi số điểm. Đề nghị nhập số điểm.",
    "amount_differs": "“{rule}” là đúng {points} điểm theo thể lệ, không phải {typed}. Đề nghị nhập lại hoặc để trống.",
    "amount_not_positive": "“{rule}”: số điểm phải lớn hơn 0, không ghi dấu trừ.",
    "amount_above_max": "“{rule}” nhiều nhất là {max} điểm theo thể lệ, không phải {typed}. Đề nghị nhập lại.",
    "amount_of_knockout": "“{rule}” là điểm liệt, không có số điểm. Đề nghị để trống ô số điểm.",
    "seconds_missing": "“{rule}” cần ghi số giây. Đề nghị nhập số giây quá giờ hoặc số giây còn thiếu.",
    "seconds_not_whole": "“{rule}”: số giây phải là số nguyên từ 0 trở lên, không phải {typed}. Đề nghị nhập lại.",
    "seconds_above_minimum": "“{rule}”: thời gian tối thiểu chỉ là {least} giây nên không thể thiếu {typed} giây. Đề nghị nhập lại.",
    "no_time_minimum": "“{rule}” chỉ ghi được ở phần thi có thời gian tối thiểu. Đề nghị chọn đúng phần thi.",
    "unknown_part": "Thể lệ không có phần thi “{part}”. Đề nghị kiểm tra tên hoặc mã phần thi.",
    "unknown_rule": "Thể lệ không có “{rule}” trong điểm trừ, điểm thưởng ở đây; chỉ được ghi: {known}.",
    "unknown_team": "Hội thi không có đội “{team}”. Đề nghị kiểm tra tên đội.",
    "unknown_judge": "“{judge}” không có trong Ban Giám khảo phần {part}.",
    "unknown_criterion": "Phần {part} không có tiêu chí “{criterion}”. Đề nghị kiểm tra tên hoặc mã tiêu chí.",
    "part_is_agreed": "Phần {part} chỉ nhập một điểm chung cho mỗi đội, không có phiếu của giám khảo. Đề nghị để trống ô giám khảo.",
    "part_is_judged": "Phần {part} chấm theo phiếu của từng giám khảo. Đề nghị ghi rõ giám khảo.",
    "seat_not_for_part": "{judge} không chấm phần {part} theo thể lệ. Đề nghị bỏ điểm này hoặc sửa mục seats của thể lệ.",
    "no_answer_earns_it": "Không có câu trả lời nào được {typed} điểm: đúng được {right}, sai bị trừ {wrong}, không trả lời là 0.",
    "strike_no_quiz": "Phần {part} không chấm theo từng câu hỏi (quiz) nên không có câu nào để hủy.",
    "struck_twice": "“{criterion}” của phần {part} đã bị hủy rồi.",
    "struck_all": "Không thể hủy tất cả các câu của phần {part}. Đề nghị để Ban Tổ chức quyết định cách thi lại phần này.",
    "fault_twice": "“{rule}” của đội {team} đã được ghi; một lượt thi chỉ tính thời gian một lần.",
    "decision_needs_two": "Quyết định phải nêu ít nhất hai đội khác nhau bằng điểm nhau.",
    "decision_order_differs": "Thứ tự trong quyết định phải có đủ mỗi đội đúng một lần: {teams}.",
    "decision_unknown_step": "Không có bước “{typed}” để ghi kết quả. Được dùng: {known}.",
    "decision_takes_no_values": "Bước {step} chỉ ghi thứ tự, không ghi điểm hay số giây. Đề nghị để trống.",
    "decision_needs_values": "Bước {step} cần ghi số (điểm, giây hoặc số thăm) cho đúng mỗi đội một lần: {teams}.",
    "decision_value_below_zero": "Bước {step}: điểm, số giây, số thăm phải từ 0 trở lên.",
    "decision_values_equal": "Bước {step}: hai lá thăm không thể bằng nhau. Đề nghị ghi mỗi đội một số thăm riêng, một thứ tự riêng.",
    "decision_values_differ": "Bước {step}: thứ tự đã ghi không khớp với các số đã ghi. Đề nghị sửa thứ tự, hoặc để trống để "
    "chương trình xếp theo số.",
    "team_without_group": "Thể lệ xếp hạng theo bảng mà đội {team} chưa được xếp vào bảng nào. Đề nghị ghi bảng của đội.",
}

RULES: dict[str, str] = {
    "syntax_at": "Tệp không đúng định dạng {format} ở dòng {line}, cột {column}. Đề nghị kiểm tra dấu ngoặc, dấu bằng, dấu nháy "
    "ở chỗ đó và ngay trước đó.",
    "syntax": "Tệp không đúng định dạng {format}. Đề nghị kiểm tra dấu ngoặc, dấu bằng, dấu nháy.",
    "key_twice": "mục này được viết hai lần. Đề nghị bỏ bớt một.",
    "not_a_table": "phải là một bảng gồm các mục con.",
    "not_a_list": "phải là một danh sách.",
    "not_a_list_of_texts": "phải là một danh sách các chữ trong dấu nháy.",
    "broken_text": "có ký tự hỏng hoặc ký tự điều khiển. Đề nghị xóa đi rồi gõ lại.",
    "not_text": "phải là chữ, đặt trong dấu nháy.",
    "not_boolean": "phải là true hoặc false.",
    "not_whole": "phải là số nguyên.",
    "not_a_decimal": "“{typed}” không phải là số thập phân hay phân số. Đề nghị viết như 0,25 hoặc 1/3 "
    "(trong tệp thì đặt trong dấu nháy).",
    "one_or_a_thousand": "“{typed}” là {meant} hay là số hàng nghìn? Nếu là {meant}, đề nghị viết {meant}.",
    "too_large": "{typed} là số quá lớn. Đề nghị viết số có nhiều nhất mười hai chữ số trước dấu phẩy.",
    "too_many_decimals": "{typed} có quá nhiều chữ số thập phân. Đề nghị viết gọn lại hoặc viết thành phân số, như 1/3.",
    "no_such_day": "“{typed}” không phải là một ngày có trong lịch. Đề nghị ghi ngày/tháng/năm (năm đủ bốn số), như 15/10/2026.",
    "float_not_exact": '{typed} là số gần đúng của máy. Đề nghị viết số trong dấu nháy, như "0,25".',
    "finer_than_thousandths": "{typed} lẻ quá phần nghìn. Đề nghị viết nhiều nhất ba chữ số thập phân.",
    "not_positive": "{typed} phải lớn hơn 0.",
    "out_of_range": "{typed} phải từ {low} đến {high}.",
    "missing": "còn thiếu. Đề nghị bổ sung mục này.",
    "empty_text": "còn để trống. Đề nghị điền.",
    "text_too_long": "dài quá {limit} ký tự. Đề nghị viết gọn lại.",
    "bad_key": "mã “{typed}” chỉ được gồm chữ không dấu, chữ số, dấu - và _, không có dấu cách.",
    "unknown_key": "không có mục này. Các mục được dùng ở đây: {known}.",
    "key_not_for_this": "mục này không dùng với cách đã chọn. Đề nghị bỏ đi. Các mục được dùng: {known}.",
    "unknown_name": "không có “{typed}”. Được chọn một trong: {known}.",
    "duplicate": "{field} “{typed}” có hai lần. Đề nghị đặt mỗi mục một {field} riêng.",
    "no_parts": "chưa có phần thi nào. Đề nghị thêm ít nhất một phần thi.",
    "no_criteria": "chưa có tiêu chí nào. Đề nghị thêm ít nhất một tiêu chí.",
    "empty_issued": "chưa ghi gì về quyết định ban hành. Đề nghị ghi số, ngày, cơ quan ban hành, trích yếu, hoặc bỏ mục này.",
    "empty_panel": 'chưa nói cách tính điểm của Ban Giám khảo. Đề nghị ghi, ví dụ, method = "mean".',
    "open_but_judged": "còn thiếu. Chỉ phần nhập một điểm chung (agreed, minutes, carried, audience) mới được để ngỏ điểm tối đa.",
    "sum_differs": "ghi {stated} nhưng các tiêu chí cộng lại là {total}. Đề nghị sửa điểm tối đa của phần hoặc của tiêu chí.",
    "total_differs": "ghi {stated} nhưng các phần thi nhân hệ số cộng lại là {total}. Đề nghị sửa tổng hoặc các phần.",
    "step_misses_max": "bước {step} không chạm tới điểm tối đa {max}. Đề nghị chọn bước chia hết điểm tối đa.",
    "above_the_maximum": "{typed} lớn hơn điểm tối đa {max} của phần nên không bao giờ xảy ra.",
    "trim_leaves_nothing": "bỏ {drop} điểm cao nhất và {drop} điểm thấp nhất thì cần ít nhất {least} giám khảo.",
    "place_points_rise": "hạng {place} được nhiều điểm hơn hạng trên nó. Đề nghị ghi điểm từ hạng nhất trở xuống.",
    "place_points_none": "điểm của các hạng phải từ 0 trở lên và ít nhất hạng nhất phải có điểm.",
    "seat_unknown_part": "không có phần thi “{typed}” chấm theo phiếu. Các phần chấm theo phiếu: {known}.",
    "weight_without_meaning": "phần {parts} không tính được trọng số giám khảo theo cách đã chọn. Đề nghị bỏ trọng số, ghi giám khảo này "
    "chấm những phần khác, hoặc đổi cách tính (mean, sum, rank_sum có trọng số).",
    "shadow_weighs_nothing": "giám khảo chấm thử (shadow) không bao giờ được tính nên không có trọng số. Đề nghị bỏ đi.",
    "deputy_has_its_seats": "giám khảo dự khuyết chấm đúng phần, đúng trọng số của người mình thay. Đề nghị bỏ mục này.",
    "deputy_of_no_judge": "“{typed}” không phải là giám khảo chính thức khác. Đề nghị ghi số của người được thay.",
    "deputies_not_called": "có giám khảo dự khuyết (deputy_of) nhưng absent = “{typed}” không dùng đến. Đề nghị ghi absent = “deputy” "
    "hoặc bỏ deputy_of.",
    "no_deputies": "ghi “{typed}” nhưng chưa có giám khảo dự khuyết nào. Đề nghị ghi deputy_of ở mục seats hoặc chọn cách khác.",
    "points_and_max": "đã có mức trừ cố định (points) thì không ghi thêm mức cao nhất (max_points).",
    "cap_below_points": "mức trừ nhiều nhất {typed} nhỏ hơn mức {points} của một lần. Đề nghị sửa một trong hai.",
    "no_bands": "chưa có mức nào theo thời gian. Đề nghị thêm ít nhất một mức.",
    "band_empty": "mức này bắt đầu từ giây {start} nên phải kết thúc sau đó, không phải ở giây {until}.",
    "band_never_costs": "mức này không bao giờ trừ điểm: dưới {until} giây thì chưa hết thời gian châm chước ({grace} giây) hoặc "
    "chưa đủ một phút. Đề nghị sửa mốc, thời gian châm chước hoặc cách tính phút.",
    "bands_overlap": "mức này bắt đầu từ giây {start} khi mức trước chưa hết. Đề nghị xếp các mức nối tiếp nhau.",
    "points_and_percent": "đã có số điểm (points) thì không ghi thêm phần trăm. Đề nghị giữ một trong hai.",
    "effect_takes_all": "“không có điểm” (no_points) đã lấy hết điểm của phần. Đề nghị bỏ số điểm hoặc phần trăm ở mức này.",
    "effect_of_overtime": "“phần quá giờ không chấm” (not_marked) chỉ dùng cho lỗi quá giờ. Đề nghị ghi số điểm trừ hoặc bỏ mức này.",
    "percent_above_100": "{typed}% lớn hơn 100%. Đề nghị ghi từ trên 0 đến 100.",
    "percent_of_nothing": "chỉ ghi khi có phần trăm (percent) đi cùng. Đề nghị thêm percent hoặc bỏ mục này.",
    "percent_of_open": "“{part}” để ngỏ điểm tối đa hoặc cộng các phiếu (sum) nên không tính được phần trăm của điểm tối đa. "
    "Đề nghị ghi điểm tối đa của phần, "
    'hoặc ghi percent_of = "points".',
    "percent_lacking": "các phần thi khác tính theo phần trăm nên phần này cũng phải ghi. Đề nghị ghi percent cho mọi phần, cộng lại "
    "đúng 100, hoặc bỏ ở tất cả các phần.",
    "percents_differ": "phần trăm (percent) của các phần cộng lại là {total}, không phải 100. Đề nghị sửa để cộng lại đúng 100.",
    "factor_and_percent": "phần đã tính theo phần trăm (percent) thì không nhân hệ số. Đề nghị bỏ một trong hai.",
    "share_of_open": "không có điểm tối đa (để ngỏ, hoặc cộng các phiếu: sum) nên không tính được mức tối thiểu. "
    "Đề nghị ghi điểm tối đa, đổi cách tính hoặc bỏ mục này.",
    "share_off_scale": "ở phần này điểm của tiêu chí là điểm theo hạng hoặc tổng của nhiều phiếu nên không so được với điểm tối đa của "
    'tiêu chí. Đề nghị ghi over = "sheets" (khi đó xét trung bình điểm các phiếu), hoặc bỏ mục này.',
    "zero_of_places": "ở phần này điểm của tiêu chí là điểm theo hạng: đội hạng dưới có thể được 0 điểm dù không giám khảo nào cho 0. "
    'Đề nghị ghi over = "sheets" (khi đó xét điểm các phiếu), hoặc bỏ mục này.',
    "floor_below_zero": "{typed} nhỏ hơn 0. Đề nghị ghi số điểm còn lại ít nhất, từ 0 trở lên.",
    "minimum_above_limit": "thời gian tối thiểu {typed} giây dài hơn thời gian cho phép {limit} giây. Đề nghị sửa một trong hai.",
    "undertime_without_minimum": "lỗi thiếu giờ cần thời gian tối thiểu. Đề nghị ghi time_minimum (giây) cho phần thi.",
    "rest_not_last": "chỉ giải cuối cùng mới được ghi “rest” (tất cả các đội còn lại).",
    "shows_less_than_total": "hiển thị {typed} chữ số thập phân nhưng tổng làm tròn đến {total}: sẽ làm tròn hai lần.",
    "tie_unknown_step": "không có cách phân định “{typed}”. Được dùng: {known}.",
    "tie_unknown_part": "không có phần thi “{typed}”. Các phần thi: {known}.",
    "tie_needs_criterion": "“{typed}” chưa nêu tiêu chí. Đề nghị viết như criterion:tieu_pham.noi_dung.",
    "tie_unknown_criterion": "phần {part} không có tiêu chí “{typed}”. Các tiêu chí: {known}.",
    "tie_needs_parts": "“{typed}” phải nêu ít nhất hai phần thi khác nhau. Đề nghị viết như parts:chao_hoi+tieu_pham.",
    "tie_needs_group": "“{typed}” chưa nêu nhóm tiêu chí. Đề nghị viết như group:tieu_pham.Nội dung.",
    "tie_unknown_group": "phần {part} không có nhóm tiêu chí “{typed}”. Các nhóm: {known}.",
    "tie_needs_sheets": "bước này so phiếu của từng giám khảo, mà ở đây không có phần thi nào chấm bằng phiếu riêng. Đề nghị bỏ đi "
    "hoặc chọn phần thi khác.",
    "tie_takes_no_argument": "cách phân định này không ghi gì sau dấu hai chấm, đề nghị bỏ “{typed}”.",
    "count_and_percent": "đã ghi tỷ lệ (percent) thì không ghi thêm số lượng (count). Đề nghị bỏ một trong hai.",
    "needs_percent": "chỉ dùng khi số giải tính theo tỷ lệ. Đề nghị ghi thêm percent, hoặc bỏ mục này.",
    "above_hundred": "{typed} lớn hơn 100 %. Đề nghị ghi tỷ lệ từ 0 đến 100.",
    "percents_above_hundred": "các tỷ lệ cộng lại là {total} %, quá 100 %. Đề nghị giảm bớt.",
    "number_of_prizes_unknown": "có giải tính theo tỷ lệ trên tổng số giải, mà chưa rõ tổng số giải. Đề nghị thêm mức trần cho "
    'mọi giải theo số đội (prize_caps = [{{ percent = 50 }}]) hoặc một giải "rest".',
    "no_such_ranking": "không có bảng xếp hạng “{typed}” khi groups = “{groups}”. Đề nghị sửa ranking của giải hoặc sửa groups.",
    "cap_unknown_tier": "không có giải “{typed}”. Các giải: {known}.",
    "cap_without_prizes": "chưa có giải nào để đặt mức trần. Đề nghị thêm giải hoặc bỏ mức trần.",
    "cap_mixes_rankings": "mức trần này gồm cả giải xếp chung lẫn giải xếp theo bảng. Đề nghị nêu rõ các giải (tiers) cùng một "
    "cách xếp.",
    "special_unknown_by": "không có cách xét “{typed}”. Được dùng: {known}.",
    "special_needs_audience": "cần đúng một phần thi do khán giả bình chọn (panel audience), mà ở đây có {found}. Đề nghị ghi rõ "
    "phần thi, như part:binh_chon.",
    "advance_nobody": "chưa nói lấy bao nhiêu đội vào vòng trong. Đề nghị ghi per_group, best_others hoặc bỏ mục này.",
}

QUESTIONS: dict[str, str] = {
    "judges_awaited": "Đội {teams}, phần {part}: mới có {marked}/{seats} giám khảo chấm, vắng {judges}. Theo thể lệ phải chờ đủ phiếu: "
    "đề nghị giám khảo còn thiếu chấm, hoặc người có thẩm quyền sửa thể lệ kèm lý do.",
    "tie_undecided": "Các đội {teams} bằng điểm nhau ({total}) ở hạng {rank}. Bước phân định tiếp theo của thể lệ là {step}: "
    "đề nghị ghi kết quả kèm biên bản, hoặc để đồng hạng.",
    "tie_on_prize_line": "Các đội {teams} bằng điểm nhau ({total}) ở hạng {rank}, đúng ranh giới giữa {tier_names}. "
    "Đề nghị Ban Tổ chức quyết định và ghi biên bản.",
    "tie_on_advance_line": "Các đội {teams} bằng điểm nhau ({total}) ở hạng {rank} mà chỉ còn {places} suất vào vòng trong. "
    "Đề nghị Ban Tổ chức quyết định và ghi biên bản.",
    "tie_on_special_prize": "{prize}: các đội {teams} bằng nhau ({value}) mà chỉ còn {places} suất. Đề nghị Ban Tổ chức chọn khi "
    "duyệt giải và ghi lý do.",
    "prizes_wait": "Chưa đề xuất được giải: còn thiếu điểm của {teams}.",
}

WARNINGS: dict[str, str] = {
    "missing_sheets": "Đội {teams}, phần {part}: còn thiếu phiếu của {judges} (đã có {marked}/{seats}).",
    "missing_agreed": "Đội {teams}, phần {part}: chưa nhập điểm chung.",
    "nobody_marked": "Đội {teams}, phần {part}: không có giám khảo nào chấm.",
    "panel_too_small": "Đội {teams}, phần {part}: chỉ có {marked} giám khảo chấm, thể lệ cần ít nhất {at_least}.",
    "sheet_left_out": "Đội {teams}, phần {part}: phiếu của {judges} không được tính vì có tiêu chí ghi absent.",
    "judges_absent": "Đội {teams}, phần {part}: tính theo {marked}/{seats} giám khảo, vắng {judges}.",
    "places_wait": "Phần {part}: điểm theo hạng chỉ có khi mọi đội{in_group} đã được chấm đủ; {teams} đang chờ các đội khác.",
    "nobody_placed_all": "Phần {part}: không giám khảo nào chấm đủ mọi đội{in_group} nên không xếp hạng được {teams}.",
    "places_without": "Phần {part}: không tính hạng của {judges} vì không chấm đủ mọi đội{in_group}.",
    "deputies_counted": "Đội {teams}, phần {part}: phiếu của {judges} được tính thay cho {for_judges}.",
    "seats_of_nobody": "Mục seats của thể lệ nêu {names} nhưng không có giám khảo nào như vậy. Đề nghị kiểm tra số hoặc tên.",
    "wide_spread": "Đội {teams}, phần {part}: Đề nghị kiểm tra lại phiếu, các phiếu lệch nhau {spread} điểm "
    "(từ {low} đến {high}; mức cho phép dưới {tolerance}).",
    "moved_by_a_step": "{teams}: hạng {rank}–{next_rank} cách {difference}. Đề nghị kiểm tra lại {count} phiếu sau: một điểm "
    "trong đó xê dịch một bước là thứ hạng thay đổi.",
    "same_sheets": "Phần {part}: phiếu của {judges} giống hệt nhau ở {count} đội ({teams}). Đề nghị kiểm tra lại phiếu.",
    "near_tie": "{teams}: hạng {rank} và hạng {next_rank} chỉ cách nhau {difference} điểm. Đề nghị kiểm tra lại phiếu.",
    "rounding_decides": "{teams} cùng hiển thị {total} điểm nhưng điểm chưa làm tròn khác nhau; thứ hạng theo cách tính đã ghi "
    "trong thể lệ.",
    "knockout": "Đội {teams}: điểm liệt vì “{rule}”.",
    "criterion_zero": "Đội {teams}, phần {part}: điểm liệt vì tiêu chí “{criterion}” 0 điểm.",
    "part_below_share": "Đội {teams}, phần {part}: điểm liệt vì chỉ đạt {points} điểm, thể lệ cần ít nhất {least} điểm ({percent}% "
    "điểm tối đa).",
    "criterion_below_share": "Đội {teams}, phần {part}: điểm liệt vì tiêu chí “{criterion}” chỉ đạt {points} điểm, thể lệ cần ít nhất "
    "{least} điểm ({percent}% điểm tối đa).",
    "part_below_zero": "Đội {teams}, phần {part}: điểm trừ ({deducted}) nhiều hơn điểm đạt được ({points}).",
    "decision_not_in_rules": "Quyết định về {teams} không đổi thứ hạng: khi bằng điểm, thể lệ không có bước {step}. "
    "Các đội vẫn đồng hạng; giải do Ban Tổ chức xét.",
    "prizes_beyond_entries": "Cơ cấu có {places} giải{in_group} mà chỉ có {entries} đội được xét: sẽ có giải không trao. Đề nghị giảm số "
    "giải trong thể lệ hoặc bổ sung đội.",
    "decision_unused": "Quyết định về {teams} chưa được dùng: các đội này không bằng điểm nhau, hoặc nhóm bằng điểm gồm các đội khác.",
}

# What is added to the name of an absent judge, by the reason.
ABSENT_WHY: dict[str, str] = {"absent": "", "late": " (đến muộn)", "recused": " (không chấm đội có liên quan)"}

REASONS: dict[str, str] = {
    "prize_by_rank": "Đội {teams}: hạng {rank}, {total} điểm.",
    "prize_shared": "Đồng giải: {given} đội {teams} cùng hạng {rank} mà chỉ còn {places} suất; thể lệ cho cùng nhận giải.",
    "prize_quota": "Số giải{in_group}: {percent} % của {base} {of} là {places} giải, bỏ phần lẻ.",
    "prize_at_most": "Thể lệ giới hạn nhiều nhất {at_most} giải{in_group}.",
    "prize_cut_by_cap": "Giảm từ {wanted} xuống {places} giải{in_group}: mức trần {percent} % của {base} {of} chỉ cho {limit} giải.",
    "prize_below_min": "Còn {places} suất{in_group} không trao: đội {teams} được {total} điểm, chưa đạt mức tối thiểu {min_score}.",
    "prize_unfilled": "Còn {places} suất{in_group} không trao vì hết đội được xét.",
    "prize_waits": "{places} suất{in_group} để ngỏ: đội {teams} còn chờ quyết định về một giải ở trên.",
    "skipped_ineligible": "Bỏ qua đội {teams} (hạng {rank}): đội không xét giải.",
    "skipped_barred": "Bỏ qua đội {teams} (hạng {rank}): đội bị điểm liệt, thể lệ không xét giải.",
    "skipped_has_prize": "Bỏ qua đội {teams} (hạng {rank}): đội đã có hoặc đang chờ quyết định một giải ở trên.",
    "special_best": "Đội {teams}: {value}, cao nhất trong các đội được xét.",
    "special_no_double": "Bỏ qua đội {teams} ({value}): đội đã có giải, thể lệ không trao hai giải cho một đội.",
    "special_named": "{places} suất do Ban Tổ chức chọn.",
    "special_waits": "{places} suất chờ quyết định về các đội bằng nhau ở trên.",
    "special_unfilled": "Còn {places} suất không trao vì hết đội được xét.",
    "advance_in_group": "Đội {teams}: hạng {rank}, {total} điểm.",
    "advance_best_other": "Đội {teams}: {total} điểm, cao nhất trong các đội còn lại.",
    "advance_short": "Còn {places} suất{in_group} không có đội vì hết đội được xét.",
    "advance_waits": "Chưa đề xuất được đội vào vòng trong: còn thiếu điểm của {teams}.",
    "advance_others_wait": "{places} suất cho các đội còn lại chờ quyết định về các đội bằng điểm ở trên.",
}

SCORING: dict[str, str] = {**FIGURES, **RULES, **QUESTIONS, **WARNINGS, **REASONS}

STEP_WORDS: dict[str, str] = {
    "question": "câu hỏi phụ",
    "time": "thời gian",
    "lot": "bốc thăm",
    "decision": "quyết định của người có thẩm quyền",
}
_QUOTA_WORDS = {"entries": "đội dự thi", "prizes": "giải trong cơ cấu"}


def say(code: str, values: Mapping[str, object] = _NONE) -> str:
    """Give the sentence of a code; values may be figures (shown with a decimal comma), texts or lists of texts."""
    said = {**values, **_in_words(values)}
    return SCORING[code].format(**{key: _shown(value) for key, value in said.items()})


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return comma(exact_text(value))
    if isinstance(value, tuple):
        return ", ".join(_shown(each) for each in value)
    return "không có giải" if value is None else str(value)


def _short(value: Fraction, decimals: int) -> str:
    """Give a figure exactly where it is a decimal, else rounded: 1/12 is 0.0833."""
    exact = exact_text(value)
    return text(value, decimals) if "/" in exact else exact


def tell(
    item: Question | Notice | Reason,
    rulebook: Rulebook,
    teams: Mapping[str, str] = _NONE,
    judges: Mapping[str, str] = _NONE,
) -> str:
    """Give a question, a warning or a reason as a sentence; teams and judges map their keys to the names people know."""
    values = {**item.values, "teams": tuple(teams.get(team, team) for team in item.teams)}
    part = item.part if isinstance(item, Notice) else item.values.get("part")
    if isinstance(part, str):
        values["part"] = rulebook.part(part).name
    total = item.values.get("total")
    if isinstance(total, Fraction):
        values["total"] = comma(text(total, rulebook.decimals))
    difference = item.values.get("difference")
    if isinstance(difference, Fraction):
        values["difference"] = comma(_short(difference, rulebook.decimals + 2))
    why = item.values.get("why")
    for key in ("judges", "for_judges"):
        named = item.values.get(key)
        if isinstance(named, tuple):
            reasons = why if isinstance(why, tuple) else ("absent",) * len(named)
            values[key] = tuple(
                judges.get(each, each) + ABSENT_WHY[reason] for each, reason in zip(named, reasons, strict=True)
            )
    return say(item.code, values)


def _in_words(values: Mapping[str, object]) -> dict[str, object]:
    """Give what is said of a group, a step or a quota in the words people know."""
    group = values.get("group")
    said: dict[str, object] = {"in_group": f" ở {group}" if group else ""}
    if group and "rank" in values:
        said["rank"] = f"{values['rank']} ({group})"
    for key, words in (("step", STEP_WORDS), ("of", _QUOTA_WORDS)):
        if key in values:
            said[key] = words.get(str(values[key]), values[key])
    return said
