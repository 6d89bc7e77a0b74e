"""What the season, the units and the register refuse, in Vietnamese, by code."""

from __future__ import annotations

REGISTER: dict[str, str] = {
    "unit_ambiguous": "Có {count} đơn vị tên “{name}”. Đề nghị ghi thêm đơn vị cấp trên, ví dụ: “Xã Sơn Hòa, tỉnh Đắk Lắk”.",
    "not_your_branch": "Việc này thuộc đơn vị khác. Đề nghị liên hệ cán bộ phụ trách của đơn vị đó hoặc của cấp trên.",
    "registration_stands": "Đăng ký đang ở bước “{state}” nên chưa {action} được. Đề nghị tải lại trang.",
    "report_unbalanced": "Báo cáo “{report}” chưa khớp: {what}. Đề nghị kiểm tra lại số liệu trước khi in.",
    "unit_twice": "Đã có “{name}” cùng cấp trên này. Đề nghị dùng đơn vị đã có, hoặc đặt tên khác.",
    "code_twice": "Mã {number} đã thuộc về “{name}”. Đề nghị xem lại mã đơn vị.",
    "unit_under_itself": "“{name}” không thể đứng dưới chính nó. Đề nghị chọn đơn vị cấp trên khác.",
    "days_reversed": "Ngày kết thúc đứng trước ngày bắt đầu. Đề nghị xem lại hai ngày.",
    "unit_ended": "“{name}” đã kết thúc ngày {day} nên đơn vị mới chỉ kế tục được từ {next}. "
    "Đề nghị ghi ngày {next}, hoặc sửa Đến ngày của “{name}”.",
    "succeeded_already": "“{name}” đã {kind} thành “{other}” từ {day}. Đề nghị mở “{other}” để ghi thay đổi tiếp theo.",
    "successor_twice": "“{name}” được ghi hai lần. Đề nghị mỗi đơn vị mới ghi một dòng, mỗi dòng một tên khác nhau.",
    "rename_is_merger": "“{name}” đang là tên của đơn vị khác cùng cấp trên, nên đây là sáp nhập. "
    "Đề nghị chọn Sáp nhập, hoặc ghi tên khác.",
    "above_ended": "“{name}” đã kết thúc ngày {day} nên không còn đơn vị nào dưới nó sau ngày đó. Đề nghị ghi đơn vị cấp trên đang "
    "hoạt động, hoặc ghi Đến ngày không sau {day}.",
    "used_before": "“{name}” đã có {what} nên không thể bắt đầu sau ngày {day}. Đề nghị ghi Từ ngày không sau {day}.",
    "day_outside_season": "Ngày thi nằm ngoài thời gian của mùa, từ {first} đến {last}. "
    "Đề nghị ghi ngày trong mùa, hoặc sửa thời gian của mùa.",
    "change_before_unit": "“{name}” mới có từ {day} nên không thể thay đổi từ ngày đó trở về trước. Đề nghị ghi ngày sau {day}.",
    "parent_outside": "Ngày thuộc cấp trên nằm ngoài thời gian của “{name}”. Đề nghị ghi ngày trong thời gian của đơn vị.",
    "days_of_change": "Đơn vị có ghi thay đổi (đổi tên, sáp nhập, chia tách), ngày này theo thay đổi đó là {day}. Đề nghị giữ {day}.",
    "unit_by_above": "Tên, cấp trên và thời gian của một đơn vị do cán bộ của đơn vị cấp trên ghi. Đề nghị báo cấp trên.",
    "letterhead_twice": "Trong thời gian này đã có tiêu đề cùng kiểu của “{issuer}”. Đề nghị ghi ngày không trùng với tiêu đề đó.",
    "unit_over": "“{name}” đã kết thúc ngày {day}. Đề nghị ghi đơn vị kế tục của nó.",
    "unit_not_yet": "“{name}” chỉ có từ ngày {day}. Đề nghị ghi đơn vị trước đó, hoặc xem lại ngày.",
    "model_days": "Thời điểm đánh giá đứng trước ngày bắt đầu của mô hình. Đề nghị xem lại hai ngày.",
    "season_year": "Năm của mùa không nằm trong thời gian từ {first} đến {last}. Đề nghị xem lại năm hoặc hai ngày.",
    "needs_successor": "Chưa ghi đơn vị mới. Đề nghị ghi ít nhất một tên, mỗi tên một dòng.",
    "one_successor": "Khi {kind}, đơn vị cũ chỉ vào một đơn vị mới. Đề nghị ghi một tên.",
    "several_successors": "Khi chia tách, cần ít nhất hai đơn vị mới. Đề nghị ghi mỗi tên một dòng.",
    "unit_missing": "Chưa ghi đơn vị. Đề nghị gõ tên rồi chọn trong danh sách gợi ý.",
    "parent_missing": "Chưa ghi đơn vị cấp trên. Đề nghị chọn đơn vị cấp trên trong danh sách gợi ý.",
    "no_such_unit": "Chưa có đơn vị “{name}” trong danh mục. Đề nghị chọn trong danh sách gợi ý, hoặc thêm đơn vị trước.",
    "cluster_twice": "Mùa này đã có cụm “{name}”. Đề nghị đặt tên khác.",
    "unit_in_cluster": "{unit} đã ở cụm “{cluster}”. Mỗi đơn vị ở một cụm; đề nghị bỏ ở cụm kia trước.",
    "unit_out_of_branch": "“{name}” không thuộc đơn vị của đồng chí. Đề nghị bỏ đơn vị này, hoặc nhờ cấp trên làm.",
    "needs_units": "Chưa chọn đơn vị nào. Đề nghị chọn cụm, hoặc ghi mỗi đơn vị một dòng.",
    "needs_unit_mark": "Tên hội thi cần có “{mark}” để mỗi hội thi mang tên đơn vị của nó.",
    "no_account_named": "Không có tài khoản “{username}”. Đề nghị tạo tài khoản trước.",
    "office_twice": "{name} đã phụ trách {unit}.",
    "office_of_keeper": "{name} đang giữ sổ của mọi đơn vị, nên chỉ người giữ sổ của mọi đơn vị mới giao riêng một đơn vị cho {name} được.",
    "office_last": "{name} được lập hội thi và tài khoản; bỏ đơn vị cuối cùng thì {name} sẽ giữ sổ của mọi đơn vị. "
    "Đề nghị nhờ người giữ sổ của mọi đơn vị.",
    "no_season": "Chưa có mùa hội thi nào như vậy. Đề nghị lập mùa trước, hoặc chọn đơn vị, năm khác.",
    "document_twice": "Văn bản số {number} cùng ngày, cùng cơ quan đã có trong sổ. Đề nghị dùng văn bản đó.",
    "document_known": "Văn bản số {number} cùng ngày, cùng cơ quan đã có trong sổ với trích yếu “{abstract}” nên giữ trích yếu đó; "
    "trích yếu vừa nhập “{typed}” không được ghi. Nếu là hai văn bản, đề nghị xem lại số, ngày.",
    "year_outside": "Năm phải trong giai đoạn {first}–{last}. Đề nghị xem lại năm hoặc giai đoạn.",
    "campaign_year": "Đợt đã có đăng ký nên năm {year} giữ nguyên. Đề nghị lập đợt mới cho năm khác.",
    "campaign_unit": "Đợt đã có đăng ký nên đơn vị chủ trì giữ là {name}. Đề nghị để đơn vị khác lập đợt của mình.",
    "deadline_reason": "Đợt đã có đăng ký: đổi ngày nhận, hạn đăng ký cần ghi lý do. Đề nghị ghi lý do, số văn bản nếu có.",
    "needs_domain": "Chưa có lĩnh vực nào. Đề nghị ghi ít nhất một lĩnh vực, mỗi lĩnh vực một dòng.",
    "campaign_twice": "Đơn vị này đã có đợt đăng ký năm {year}: “{name}”. Đề nghị mở đợt đó.",
    "in_use": "“{name}” đang được dùng trong đăng ký nên chưa bỏ được. Đề nghị giữ lại, hoặc sửa các đăng ký đó trước.",
    "step_in_use": "Bước “{name}” đã có danh sách đề nghị nên giữ nguyên tên và thứ tự. Đề nghị chỉ thêm bước mới vào cuối.",
    "campaign_closed": "Đợt đăng ký đã khép. Đề nghị liên hệ cấp trên nếu cần mở lại.",
    "campaign_not_yet": "Chưa gửi được: đợt bắt đầu nhận từ {day}. Đề nghị lưu nháp, rồi gửi từ ngày đó.",
    "campaign_over": "“{name}” đã khép nên không nhận thêm đăng ký. Đề nghị liên hệ {unit} nếu cần mở lại.",
    "edit_sent": "Đăng ký đã gửi nên nội dung giữ nguyên. Muốn sửa, đề nghị {name} trả lại bổ sung.",
    "edit_over": "Đăng ký đang ở bước “{state}” nên nội dung giữ nguyên. Những việc còn làm được có ở trang này.",
    "changed_meanwhile": "Chưa lưu: {by} vừa sửa chỗ này lúc {time}, sau khi trang này mở ra. Nội dung đồng chí nhập vẫn còn đủ dưới đây. "
    "Đề nghị xem lại chỗ đã sửa ở trang khác, rồi bấm lưu nếu vẫn giữ nội dung này.",
    "list_changed_meanwhile": "Chưa ghi gì: {by} vừa sửa một mô hình trong tệp lúc {time}, sau khi trang này mở ra. "
    "Bản xem trước dưới đây đã tính lại; đề nghị xem lại rồi bấm nhận.",
    "row_changed_meanwhile": "Dừng ở “{name}”: {by} vừa sửa mô hình này lúc {time}. Những dòng trước đã ghi; "
    "đề nghị tải lại cùng tệp này, xem trước rồi làm tiếp.",
    "no_campaign": "Không có đợt đăng ký này. Đề nghị tải lại trang.",
    "needs_owner": "Chưa ghi chủ thể mô hình. Đề nghị ghi ít nhất một tập thể hoặc cá nhân.",
    "form_incomplete": "Chưa gửi được, còn thiếu: {what}. Đề nghị bổ sung, hoặc lưu nháp.",
    "form_field": "Chưa ghi {what}. Đề nghị bổ sung.",
    "line_long": "“{typed}…” dài quá {most} chữ. Đề nghị mỗi dòng ghi một tên và rút gọn.",
    "registered_already": "Mô hình này đã đăng ký trong đợt. Đề nghị mở bản đăng ký đã có.",
    "no_earlier": "Không có mô hình này trong danh sách năm trước. Đề nghị đăng ký mới, hoặc chọn đúng mô hình.",
    "no_domain": "Lĩnh vực này không thuộc đợt đăng ký. Đề nghị chọn trong danh sách.",
    "evidence_empty": "Tệp trống. Đề nghị chọn tệp khác.",
    "evidence_large": "Tệp lớn quá {most} MB. Đề nghị giảm dung lượng hoặc tách thành nhiều tệp.",
    "evidence_kind": "Tệp này không phải PDF, ảnh (JPG, PNG), Word (.docx) hoặc Excel (.xlsx). Đề nghị chuyển sang một trong các kiểu đó.",
    "evidence_lies": "Nội dung tệp “{name}” không đúng với kiểu {kind}. Đề nghị mở tệp, lưu lại rồi tải lên.",
    "evidence_twice": "Tệp này đã có trong hồ sơ.",
    "signed_form_sent": "Đăng ký đã gửi theo phiếu có chữ ký nên không bỏ phiếu được. Nếu nhầm tệp, đề nghị tải phiếu đúng lên "
    "bên cạnh, hoặc nhờ {name} trả lại bổ sung trước.",
    "paper_day": "Chưa ghi ngày nhận phiếu có chữ ký. Đề nghị ghi ngày/tháng/năm.",
    "paper_future": "Ngày nhận phiếu không thể sau hôm nay. Đề nghị xem lại ngày.",
    "paper_early": "Ngày nhận phiếu đứng trước ngày bắt đầu nhận của đợt ({day}). Đề nghị xem lại ngày.",
    "paper_by_receiver": "Ngày nhận phiếu trước hôm nay do {name} ghi. Đề nghị để ngày hôm nay, rồi nhờ {name} ghi ngày đã nhận.",
    "no_report": "Không có báo cáo “{name}”. Đề nghị dùng một trong các tên: {names}.",
}

REGISTER_SAID: dict[str, str] = {
    "put_elsewhere": "“{unit}” thuộc “{above}”, vì “{ended}” đã kết thúc ngày {day}.",
}
"""What the rooms of the register say of what they did."""
