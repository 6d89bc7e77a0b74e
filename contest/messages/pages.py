"""What error pages say, in Vietnamese: title and next step, by code, and by room where another helps there."""

from __future__ import annotations

PAGE_ERRORS: dict[str, tuple[str, str]] = {
    "400": ("Yêu cầu chưa hợp lệ", "Đề nghị quay lại trang trước, kiểm tra rồi gửi lại."),
    "403": ("Đồng chí chưa có quyền làm việc này", "Đề nghị liên hệ Ban Tổ chức hội thi nếu cần được phân công."),
    "404": ("Không tìm thấy trang này", "Đề nghị kiểm tra địa chỉ hoặc quay về trang đầu."),
    "403.office": (
        "Đồng chí chưa có quyền làm việc này",
        "Đề nghị liên hệ cán bộ phụ trách của đơn vị này hoặc của cấp trên nếu cần được giao việc.",
    ),
    "404.office": ("Không tìm thấy trang này", "Đề nghị kiểm tra địa chỉ, hoặc mở lại từ danh sách của đơn vị."),
    "405": ("Cách gửi này không dùng được ở đây", "Đề nghị quay lại trang trước rồi bấm nút trên trang."),
    "413": ("Tệp hoặc nội dung quá lớn", "Đề nghị chọn tệp nhỏ hơn 5 MB."),
    "415": ("Kiểu nội dung không đúng", "Đề nghị tải lại trang rồi gửi lại."),
    "429": ("Thử quá nhiều lần", "Đề nghị đợi một phút rồi thử lại."),
    "500": (
        "Máy chủ gặp lỗi",
        "Chưa có gì bị thay đổi. Đề nghị thử lại; nếu còn lỗi, báo người quản trị kèm giờ xảy ra.",
    ),
    "busy": ("Hệ thống đang bận", "Chưa có gì bị thay đổi. Đề nghị thử lại sau vài giây."),
    "csrf": ("Trang đã cũ", "Chưa có gì bị thay đổi. Đề nghị tải lại trang rồi gửi lại."),
    "refused": ("Chưa thực hiện được", "Đề nghị quay lại trang trước."),
}
