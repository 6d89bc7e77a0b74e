"""What is said of the answers of a quiz: files that cannot be taken, the pages."""

ANSWERS: dict[str, str] = {
    "no_header": "Không thấy dòng tiêu đề. Đề nghị có một dòng gồm ô “Đội” và tên từng câu: {questions}.",
    "no_rows": "Dưới dòng tiêu đề không có đội nào. Đề nghị kiểm tra lại đúng tệp, đúng trang tính.",
    "unknown_team": "Dòng {line}: không có đội “{team}” đang mở ở phần này. Đề nghị kiểm tra tên đội hoặc mở lượt thi.",
    "team_twice": "Dòng {line}: đội “{team}” đã có ở dòng trên. Đề nghị bỏ một trong hai.",
    "column_missing": "Thiếu cột “{question}”. Đề nghị thêm cột ấy vào dòng tiêu đề.",
    "column_twice": "Có hai cột “{question}”. Đề nghị bỏ bớt một.",
    "cell": "Dòng {line}, đội {team}, {question}: {why}",
    "empty": "ô còn trống. Đề nghị ghi đúng, sai hoặc bỏ trống (nếu đội không trả lời).",
    "no_file": "Chưa chọn tệp. Đề nghị chọn tệp Excel hoặc CSV rồi gửi lại.",
    "none_open": "Chưa có lượt thi nào của phần này đang mở. Đề nghị mở lượt thi ở bàn Thư ký rồi nhập tệp.",
}
