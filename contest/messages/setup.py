"""What is wrong with a document that should set up a contest, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SETUP: dict[str, str] = {
    "level": "“level”: không có cấp này. Đề nghị dùng một trong các mã: {codes}.",
    "team_twice": "“teams”: đội {name} có hai lần. Đề nghị bỏ bớt hoặc đặt tên khác.",
    "legacy": "“teams”: tên {name} ({unit}) dùng phông chữ cũ (TCVN3 hoặc VNI). Đề nghị gõ lại bằng Unicode.",
    "no_letter": "“teams”: “{name}” ({unit}) không có chữ nào đọc được. Đề nghị ghi tên đội, tên đơn vị bằng chữ.",
    "seat_numbers": "“seats”: giám khảo phải đánh số từ 1 đến {count}, mỗi số một lần. Đề nghị đánh số lại.",
    "order_team": "“orders.{part}”: không có đội {name} trong “teams”. Đề nghị ghi đúng tên đội.",
    "account": "“staff”: không có tài khoản {username}. Đề nghị tạo tài khoản trước.",
    "not_json": "Nội dung gửi lên không phải JSON (UTF-8). Đề nghị kiểm tra lại.",
}

_WHY: dict[str, str] = {
    "missing": "còn thiếu. Đề nghị bổ sung.",
    "extra_forbidden": "không có trong mẫu. Đề nghị bỏ mục này.",
    "string_type": "cần một đoạn chữ.",
    "string_too_short": "đang trống. Đề nghị nhập.",
    "string_too_long": "dài quá {max_length} chữ. Đề nghị rút gọn.",
    "int_type": "cần số nguyên.",
    "greater_than_equal": "nhỏ nhất là {ge}.",
    "less_than_equal": "lớn nhất là {le}.",
    "bool_type": "cần true hoặc false.",
    "list_type": "cần một danh sách.",
    "dict_type": "cần một đối tượng.",
    "model_type": "cần một đối tượng.",
    "too_short": "cần ít nhất {min_length} mục.",
    "too_long": "nhiều nhất {max_length} mục.",
    "literal_error": "chỉ nhận {expected}.",
}


def why(place: str, error: Mapping[str, Any]) -> str:
    """Give the sentence of one pydantic error at a place of the document."""
    sentence = _WHY.get(str(error["type"]), "không đúng dạng. Đề nghị xem lại.").format(**error.get("ctx", {}))
    return f"“{place}” {sentence.replace(' or ', ' hoặc ')}" if place else f"Nội dung gửi lên {sentence}"
