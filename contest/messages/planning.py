"""What planning refuses, in Vietnamese, by code: contests, teams, people, cards and devices before the day."""

from __future__ import annotations

PLANNING: dict[str, str] = {
    "rulebook_prepared": "Hội thi chưa bắt đầu nên thể lệ sửa thẳng ở trang này rồi bấm Lưu thể lệ.",
    "rulebook_newer": "Chưa lưu: đã có bản {number} mới hơn bản mà trang này mở ra. Nội dung đồng chí soạn vẫn còn đủ dưới đây. "
    "Đề nghị xem chỗ khác, sửa nếu cần, rồi bấm lưu để ghi thành bản sau bản {number}.",
    "card_revoked": "Thẻ này đã được thay bằng thẻ mới. Đề nghị quét thẻ mới do Tổ Thư ký đưa.",
    "device_elsewhere": "Giám khảo này đã có máy chấm. Đề nghị nhập mã PIN hoặc nhờ Tổ Thư ký cho phép.",
    "wrong_pin": "Mã PIN không đúng. Đề nghị xem lại phần rời của thẻ giám khảo rồi nhập lại.",
    "pin_throttled": "Đã nhập sai mã PIN quá nhiều lần. Đề nghị đợi 10 phút hoặc nhờ Tổ Thư ký cho phép.",
    "no_device": "Không tìm thấy máy chấm này, hoặc máy đã bị ngắt. Đề nghị tải lại trang.",
    "needs_release": "Chưa chọn cách công bố kết quả. Đề nghị chọn một trong ba cách.",
    "level_not_valid": "“{level}” không còn (hoặc chưa) tổ chức vào ngày thi này. Đề nghị chọn cấp khác hoặc xem lại ngày.",
    "rulebook_unreadable": "Thể lệ có số quá nhiều chữ số nên lưu rồi sẽ không đọc lại được. "
    "Đề nghị ghi hệ số và điểm với nhiều nhất 12 chữ số thập phân.",
    "draft_too_long": "Thể lệ dài quá {most} chữ nên không đọc. Đề nghị kiểm tra lại đúng tệp.",
    "rulebook_no_file": "Chưa chọn tệp thể lệ. Đề nghị chọn tệp kiểu .toml hoặc .json rồi bấm Lấy từ tệp.",
    "rulebook_not_utf8": "Tệp không ghi bằng Unicode (UTF-8). Đề nghị lưu lại bằng UTF-8 rồi tải lên.",
    "team_twice": "Đã có đội “{name}”. Đề nghị đặt tên khác (ví dụ thêm tên đơn vị).",
    "too_many_seats": "Ban Giám khảo có nhiều nhất {most} giám khảo.",
    "no_role": "Không có vai trò này. Đề nghị chọn trong danh sách.",
    "role_twice": "{name} đã có vai trò {role} trong hội thi này.",
    "no_assignment": "Không tìm thấy phân công này. Đề nghị tải lại trang.",
    "last_organiser": "Đây là người cuối cùng của Ban Tổ chức trong hội thi nên chưa bỏ được. Đề nghị phân công người khác trước.",
    "own_account": "Đồng chí không tự khóa tài khoản của mình được. Đề nghị nhờ người khác trong Ban Tổ chức.",
    "upload_gone": "Tệp đã tải lên không còn (quá một ngày hoặc đã dùng). Đề nghị tải tệp lên lại.",
    "no_rulebook_source": "Không có thể lệ này để lấy hoặc so sánh. Đề nghị chọn trong danh sách.",
    "no_preset": "Không có mẫu thể lệ này. Đề nghị chọn trong danh sách.",
}
