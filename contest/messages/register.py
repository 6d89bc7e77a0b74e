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
    "unit_ended": "“{name}” đã kết thúc từ {day} nên không kế tục được nữa. Đề nghị mở đơn vị kế tục của nó.",
    "needs_successor": "Chưa ghi đơn vị mới. Đề nghị ghi ít nhất một tên, mỗi tên một dòng.",
    "one_successor": "Khi {kind}, đơn vị cũ chỉ vào một đơn vị mới. Đề nghị ghi một tên.",
    "several_successors": "Khi chia tách, cần ít nhất hai đơn vị mới. Đề nghị ghi mỗi tên một dòng.",
    "no_such_unit": "Chưa có đơn vị “{name}” trong danh mục. Đề nghị chọn trong danh sách gợi ý, hoặc thêm đơn vị trước.",
    "season_twice": "Đã có “{name}”. Mỗi cơ sở dữ liệu chỉ dựng mùa minh họa này một lần.",
    "cluster_twice": "Mùa này đã có cụm “{name}”. Đề nghị đặt tên khác.",
    "unit_in_cluster": "{unit} đã ở cụm “{cluster}”. Mỗi đơn vị ở một cụm; đề nghị bỏ ở cụm kia trước.",
    "unit_out_of_branch": "“{name}” không thuộc đơn vị của đồng chí. Đề nghị bỏ đơn vị này, hoặc nhờ cấp trên làm.",
    "needs_units": "Chưa chọn đơn vị nào. Đề nghị chọn cụm, hoặc ghi mỗi đơn vị một dòng.",
    "needs_unit_mark": "Tên hội thi cần có “{mark}” để mỗi hội thi mang tên đơn vị của nó.",
    "no_account_named": "Không có tài khoản “{username}”. Đề nghị tạo tài khoản trước.",
    "office_twice": "{name} đã phụ trách {unit}.",
    "no_season": "Chưa có mùa hội thi nào như vậy. Đề nghị lập mùa trước, hoặc chọn đơn vị, năm khác.",
    "no_report": "Không có báo cáo “{name}”. Đề nghị dùng một trong các tên: {names}.",
}
