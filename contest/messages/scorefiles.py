"""What reading score files says when it refuses, in Vietnamese, by code."""

SCOREFILES: dict[str, str] = {
    "no_file": "Không mở được tệp. Đề nghị kiểm tra đường dẫn, tên tệp và quyền đọc tệp.",
    "too_large": "Tệp lớn quá {limit} MB nên không đọc. Đề nghị kiểm tra lại đúng tệp điểm.",
    "not_utf8": "Tệp không ở bảng mã UTF-8. Đề nghị lưu lại dạng “CSV UTF-8”.",
    "rulebook_not_text": "Tệp thể lệ không phải là tệp chữ ở bảng mã UTF-8. Đề nghị kiểm tra đúng tệp .toml hoặc .json của thể lệ; "
    "nếu đúng, mở bằng Notepad và lưu lại với bảng mã (Encoding) UTF-8.",
    "log_not_text": "Tệp không phải là tệp chữ ở bảng mã UTF-8. Đề nghị dùng đúng tệp do chamkheo export-log xuất ra.",
    "no_rows": "Tệp không có dòng điểm nào. Đề nghị kiểm tra lại đúng tệp.",
    "no_header": "Dòng đầu phải là tên các cột: {columns}.",
    "missing_columns": "Thiếu cột {missing}. Dòng đầu phải có các cột: {columns}.",
    "column_twice": "Cột “{column}” có hai lần. Đề nghị bỏ bớt một.",
    "broken_csv": "Dòng không đúng dạng CSV. Đề nghị kiểm tra dấu nháy kép: mở thì phải đóng, ngay trước dấu ngăn cột.",
    "too_many_fields": 'Dòng có {found} ô, nhiều hơn {expected} cột. Điểm có dấu phẩy phải đặt trong nháy kép: "8,5".',
    "too_few_fields": "Dòng có {found} ô, ít hơn {expected} cột. Đề nghị bổ sung ô còn thiếu.",
    "no_team": "Chưa ghi tên đội. Đề nghị bổ sung cột team.",
    "no_points": "Chưa có điểm. Đề nghị nhập điểm, ghi absent nếu giám khảo vắng, hoặc bỏ dòng này nếu chưa chấm.",
    "no_reason": "Chưa ghi lý do. Đề nghị ghi vì sao ở cột reason.",
    "no_criterion": "Chưa ghi tiêu chí. Đề nghị bổ sung cột criterion.",
    "mark_twice": "Điểm này đã có ở dòng {first}. Đề nghị bỏ một trong hai dòng.",
    "present_and_not": "Đội {team} được ghi không dự phần {part} ở dòng {first} nhưng ở đây lại có điểm. Đề nghị bỏ một trong hai.",
    "judge_present_and_not": "{judge} được ghi vắng cả phần ở dòng {first} nhưng ở đây lại có điểm. Đề nghị bỏ một trong hai.",
    "absent_agreed": "Phần {part} không có giám khảo nên không ghi absent cho từng tiêu chí; đội không dự thì để trống cả tiêu chí.",
    "rule_unclear": "“{rule}” có thể là nhiều mục: {known}. Đề nghị ghi đúng mã.",
    "no_order": "Chưa ghi thứ tự. Đề nghị ghi như “F;C” (F xếp trên C) hoặc “C=F” (đồng hạng).",
    "values_differ": "Có {found} số mà bước này có {teams} đội. Đề nghị ghi mỗi đội một số, theo thứ tự của cột teams, cách nhau "
    "bằng dấu chấm phẩy.",
    "team_twice": "Đội này đã có ở dòng {first}. Đề nghị bỏ một trong hai dòng.",
    "decision_twice": "Các đội này đã có quyết định ở dòng {first}. Đề nghị bỏ một trong hai dòng.",
}

# What could not be done with the files, after all their mistakes.
LOST: dict[str, str] = {
    "ranked": "Có {count} chỗ cần sửa nên chưa xếp hạng.",
    "compared": "Có {count} chỗ cần sửa nên chưa so sánh.",
    "printed": "Có {count} chỗ cần sửa nên chưa in thể lệ.",
}


def refuse(code: str, **values: object) -> str:
    """Give the sentence of a code."""
    return SCOREFILES[code].format(**values)
