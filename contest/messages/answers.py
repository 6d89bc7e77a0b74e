"""What is said of the answers of a quiz: files that cannot be taken, the pages."""

ANSWERS: dict[str, str] = {
    "no_header": "Không thấy dòng tiêu đề. Đề nghị có một dòng gồm ô “Đội” và tên từng câu: {questions}.",
    "no_rows": "Dưới dòng tiêu đề không có đội nào. Đề nghị kiểm tra lại đúng tệp, đúng trang tính.",
    "unknown_team": "Dòng {line}: hội thi không có đội “{team}”. Đề nghị kiểm tra tên đội.",
    "team_shut": "Dòng {line}: lượt của đội “{team}” chưa ghi được ({state}). Đề nghị mở lượt ấy ở bàn Thư ký (mở được nhiều lượt "
    "cùng lúc) rồi nhập lại tệp, hoặc bỏ dòng này.",
    "team_twice": "Dòng {line}: đội “{team}” đã có ở dòng trên. Đề nghị bỏ một trong hai.",
    "column_missing": "Thiếu cột “{question}”. Đề nghị thêm cột ấy vào dòng tiêu đề.",
    "column_twice": "Có hai cột “{question}”. Đề nghị bỏ bớt một.",
    "cell": "Dòng {line}, đội {team}, {question}: {why}",
    "row_empty": "Dòng {line}: đội {team} chưa có câu trả lời nào. Đề nghị ghi câu trả lời, ghi “bỏ trống” nếu đội không trả lời câu "
    "nào, hoặc bỏ dòng này.",
    "no_answer": "“{typed}” không phải là câu trả lời. {written}",
    "written": "Được ghi: đúng, sai, bỏ trống, hoặc số điểm ({points}).",
    "unused": "Cột không dùng đến: {columns}.",
    "no_file": "Chưa chọn tệp. Đề nghị chọn tệp Excel hoặc CSV rồi gửi lại.",
    "none_open": "Chưa có lượt thi nào của phần này đang mở. Đề nghị mở lượt thi ở bàn Thư ký rồi nhập tệp.",
}

# Files that are no table of answers: what the list of teams says in its own words (messages/roster.py).
_AGAIN = "Đề nghị chép riêng bảng câu trả lời sang một tệp Excel mới rồi nhập lại."
ANSWER_FILES: dict[str, str] = {
    "empty_file": "Tệp trống. Đề nghị chọn lại tệp câu trả lời (.xlsx hoặc .csv).",
    "too_big": f"Tệp lớn quá 5 MB. {_AGAIN}",
    "not_table": "Tệp này không phải bảng Excel (.xlsx) hoặc CSV. Đề nghị lưu bảng câu trả lời thành tệp .xlsx rồi nhập lại.",
    "bomb": f"Tệp Excel bung ra quá lớn nên không nhận. {_AGAIN}",
    "doctype": f"Tệp Excel có phần khai báo không an toàn nên không nhận. {_AGAIN}",
    "too_wide": "Tệp Excel có quá nhiều ô có chữ, hoặc có chữ ở rất xa bảng câu trả lời (ô {cell}). " + _AGAIN,
    "bad_csv": "Tệp CSV không đọc được ở dòng {line}. Đề nghị xem dấu ngoặc kép đã đóng lại chưa, hoặc lưu bảng câu trả lời thành "
    "tệp .xlsx rồi nhập lại.",
}
