"""WTForms' own sentences in Vietnamese: it ships none. contest.forms hands them to every form."""

STALE_PAGE = "Trang đã cũ nên chưa lưu. Nội dung vẫn còn đây, đề nghị bấm gửi lại."
LEGACY = "“{label}” dùng phông chữ cũ (TCVN3 hoặc VNI). Đề nghị gõ lại bằng Unicode, ví dụ “Suối Bạc”."
MISSING = "Chưa {verb} “{label}”. Đề nghị {verb} rồi gửi lại."
TOO_LONG = "“{label}” dài quá {most} chữ (đang có {typed}). Đề nghị rút gọn."
TOO_SHORT = "“{label}” cần ít nhất {least} chữ (đang có {typed}). Đề nghị nhập thêm."

VALIDATORS: dict[str, str] = {
    "This field is required.": "Chưa nhập mục này. Đề nghị nhập rồi gửi lại.",
    "Invalid field name '%s'.": "Không có mục “%s”. Đề nghị tải lại trang.",
    "Field must be equal to %(other_name)s.": "Hai lần nhập chưa giống nhau. Đề nghị nhập lại.",
    "Field must be at least %(min)d character long.": "Cần ít nhất %(min)d chữ. Đề nghị nhập thêm.",
    "Field must be at least %(min)d characters long.": "Cần ít nhất %(min)d chữ. Đề nghị nhập thêm.",
    "Field cannot be longer than %(max)d character.": "Dài quá %(max)d chữ. Đề nghị rút gọn.",
    "Field cannot be longer than %(max)d characters.": "Dài quá %(max)d chữ. Đề nghị rút gọn.",
    "Field must be exactly %(max)d character long.": "Cần đúng %(max)d chữ. Đề nghị nhập lại.",
    "Field must be exactly %(max)d characters long.": "Cần đúng %(max)d chữ. Đề nghị nhập lại.",
    "Field must be between %(min)d and %(max)d characters long.": "Cần từ %(min)d đến %(max)d chữ. Đề nghị nhập lại.",
    "Number must be at least %(min)s.": "Số nhỏ nhất là %(min)s. Đề nghị nhập lại.",
    "Number must be at most %(max)s.": "Số lớn nhất là %(max)s. Đề nghị nhập lại.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s. Đề nghị nhập lại.",
    "Date must be at least %(min)s.": "Sớm nhất là %(min)s. Đề nghị nhập lại.",
    "Date must be at most %(max)s.": "Muộn nhất là %(max)s. Đề nghị nhập lại.",
    "Date must be between %(min)s and %(max)s.": "Phải từ %(min)s đến %(max)s. Đề nghị nhập lại.",
    "Invalid input.": "Nội dung chưa đúng dạng. Đề nghị nhập lại.",
    "Invalid email address.": "Chưa đúng địa chỉ thư điện tử. Đề nghị nhập lại.",
    "Invalid IP address.": "Chưa đúng địa chỉ máy. Đề nghị nhập lại.",
    "Invalid Mac address.": "Chưa đúng địa chỉ thiết bị. Đề nghị nhập lại.",
    "Invalid URL.": "Chưa đúng địa chỉ trang. Đề nghị nhập lại.",
    "Invalid UUID.": "Chưa đúng mã. Đề nghị nhập lại.",
    "Invalid value, must be one of: %(values)s.": "Chỉ nhận một trong các giá trị: %(values)s. Đề nghị nhập lại.",
    "Invalid value, can't be any of: %(values)s.": "Không nhận các giá trị: %(values)s. Đề nghị nhập lại.",
    "This field cannot be edited.": "Mục này không sửa được. Đề nghị tải lại trang.",
    "This field is disabled and cannot have a value.": "Mục này đang khóa. Đề nghị tải lại trang.",
    "Invalid Choice: could not coerce.": "Lựa chọn không hợp lệ. Đề nghị chọn lại trong danh sách.",
    "Choices cannot be None.": "Chưa có gì để chọn. Đề nghị tải lại trang.",
    "Not a valid choice.": "Lựa chọn không có trong danh sách. Đề nghị chọn lại.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Có lựa chọn không hợp lệ. Đề nghị chọn lại.",
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” không có trong danh sách. Đề nghị chọn lại.",
    "'%(value)s' are not valid choices for this field.": "“%(value)s” không có trong danh sách. Đề nghị chọn lại.",
    "Not a valid datetime value.": "Chưa đúng ngày giờ. Đề nghị nhập như 22/11/2026 14:30.",
    "Not a valid date value.": "Chưa đúng ngày. Đề nghị nhập như 22/11/2026.",
    "Not a valid time value.": "Chưa đúng giờ. Đề nghị nhập như 14:30.",
    "Not a valid week value.": "Chưa đúng tuần. Đề nghị nhập lại.",
    "Not a valid integer value.": "Chưa phải là số nguyên. Đề nghị chỉ nhập chữ số.",
    "Not a valid decimal value.": "Chưa phải là số. Đề nghị nhập như 8 hoặc 8,5.",
    "Not a valid float value.": "Chưa phải là số. Đề nghị nhập như 8 hoặc 8,5.",
    "Invalid CSRF Token.": STALE_PAGE,
    "CSRF token missing.": STALE_PAGE,
    "CSRF failed.": STALE_PAGE,
    "CSRF token expired.": STALE_PAGE,
    "File does not have an approved extension: {extensions}": "Chỉ nhận tệp loại: {extensions}. Đề nghị chọn tệp khác.",
    "File does not have an approved extension.": "Loại tệp này không nhận. Đề nghị chọn tệp khác.",
}


class Vietnamese:
    """What WTForms asks for its sentences; what it does not know (labels, our own sentences) passes unchanged."""

    def gettext(self, string: str) -> str:
        """Give the sentence in Vietnamese."""
        return VALIDATORS.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Give the sentence in Vietnamese, which has no plural."""
        return self.gettext(singular if n == 1 else plural)
