"""Every field of a rulebook in words: one row a field, from which the editor's form and the differences are both made.

A new field of scoring.rules is one more row here; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring import rules


@dataclass(frozen=True)
class Row:
    """A field: its key as written, its label, how it is drawn (static/rulebook/fields.js has a table of the same names).

    `said` names it in the middle of a sentence (else the label does), `help` stands under it, `empty` in it while nothing
    is written. `of` is the form of what is nested; `more` puts it behind “Thêm lựa chọn”.
    """

    key: str
    label: str
    kind: str
    said: str = ""
    help: str = ""
    empty: str = ""
    of: str = ""
    more: bool = False
    wide: bool = False

    @property
    def spoken(self) -> str:
        """Give the name for the middle of a sentence."""
        return self.said or self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True)
class Form:
    """A record of scoring.rules as people fill it in.

    `one` is what one of them is called, `by` the field whose choice says which others there are, `fresh` what a new one
    begins with, `fresh_by` what a choice of `by` needs at once.
    """

    record: type
    one: str
    rows: tuple[Row, ...]
    by: str = ""
    fresh: Mapping[str, Any] = field(default_factory=dict)
    fresh_by: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def row(self, key: str) -> Row:
        """Give the row of a key; a key without one is called by its key."""
        return next((row for row in self.rows if row.key == key), Row(key, key, "text", said=f"“{key}”"))


_NAME = Row("name", "Tên", "name", wide=True)
_NOTE = Row("note", "Ghi chú", "text", more=True, wide=True)

CRITERION = Form(
    rules.Criterion,
    "tiêu chí",
    (
        Row("name", "Tên tiêu chí", "name", "tên", wide=True),
        Row("max_points", "Tối đa", "points", "điểm tối đa"),
        Row("step", "Bước", "points", "bước điểm"),
        Row("weight", "Hệ số", "factor", empty="1"),
        Row("group", "Nhóm tiêu chí", "text", help="Các tiêu chí cùng nhóm đứng dưới một dòng tên nhóm.", more=True),
        Row("min_share", "Mức tối thiểu (%)", "points", "mức tối thiểu (% điểm tối đa)",
            "Dưới tỷ lệ này của điểm tối đa là điểm liệt (chưa đạt mức tối thiểu).", "không", more=True),
        Row("zero_sinks", "0 điểm ở tiêu chí này là điểm liệt (chưa đạt mức tối thiểu)", "yes", "0 điểm là điểm liệt", more=True),
        _NOTE,
    ),
    fresh={"key": "tieu_chi", "name": "", "max_points": "5", "step": "0,25"},
)  # fmt: skip

PANEL = Form(
    rules.Panel,
    "cách tính điểm của Ban Giám khảo",
    (
        Row("method", "Cách tính điểm của Ban Giám khảo", "choice"),
        Row("over", "Tính trên", "choice", "phạm vi tính điểm của Ban Giám khảo"),
        Row("drop", "Bỏ ở mỗi đầu (phiếu)", "whole", "số phiếu bỏ ở mỗi đầu"),
        Row("at_least", "Chỉ bỏ khi có từ (giám khảo)", "whole", "số giám khảo ít nhất để bỏ điểm cao thấp", empty="1"),
        Row("below", "Khi ít giám khảo hơn", "choice"),
        Row("place_points", "Điểm của từng thứ hạng", "numbers", help="Từ hạng nhất trở đi, cách nhau bằng dấu chấm phẩy: 10; 8; 6.",
            wide=True),
        Row("wrong", "Câu sai trừ", "points", "điểm trừ mỗi câu sai", empty="không trừ"),
        Row("struck", "Khi bỏ một câu hỏi", "choice", "cách tính khi bỏ một câu hỏi"),
    ),
    by="method",
    fresh={"method": "mean"},
    fresh_by={
        "trimmed_mean": {"drop": 1, "at_least": 5},
        "rank_sum": {"place_points": [10, 8, 6, 5]},
        "majority": {"place_points": [10, 8, 6, 5]},
    },
)  # fmt: skip

BAND = Form(
    rules.Band,
    "mức",
    (
        Row("from", "Từ giây thứ", "whole", "bắt đầu từ giây"),
        Row("until", "Đến trước giây", "whole", empty="trở đi"),
        Row("points", "Trừ (điểm)", "points", "số điểm trừ"),
        Row("per", "Tính", "choice", "cách tính"),
        Row("percent", "hoặc trừ (%)", "points", "tỷ lệ trừ (%)", empty="không", more=True),
        Row("percent_of", "Phần trăm của", "choice", "tỷ lệ trừ tính trên", more=True),
        Row("effect", "hoặc xử lý khác", "choice", "cách xử lý khác", more=True),
    ),
    fresh={"from": 60, "points": "1"},
)

DEDUCTION = Form(
    rules.DeductionRule,
    "mục trừ, thưởng",
    (
        Row("name", "Lỗi hoặc việc được thưởng", "name", "tên", wide=True),
        Row("kind", "Kiểu", "choice", "kiểu trừ"),
        Row("points", "Mức cố định", "points", "mức cố định", empty="khi ghi"),
        Row("max_points", "hoặc tối đa", "points", "mức cao nhất", empty="không"),
        Row("grace", "Châm chước", "seconds", "thời gian châm chước", empty="không"),
        Row("bands", "Các mức theo thời gian", "records", of="band", wide=True),
        Row("most_times", "Tính nhiều nhất (lần)", "whole", "số lần tính nhiều nhất", empty="không hạn chế", more=True),
        Row("cap", "Cộng dồn nhiều nhất", "points", "mức cộng dồn nhiều nhất", empty="không hạn chế", more=True),
    ),
    by="kind",
    fresh={"key": "loi", "name": "", "kind": "flat", "points": "1"},
    fresh_by={"overtime": {"bands": [{"from": 1, "points": "0,25"}]}, "undertime": {"bands": [{"from": 1, "points": "0,25"}]}},
)  # fmt: skip

PART = Form(
    rules.Part,
    "phần thi",
    (
        Row("name", "Tên phần thi", "name", "tên", wide=True),
        Row("max_points", "Điểm tối đa", "points", help="Bằng tổng điểm tối đa của các tiêu chí.", empty="để ngỏ"),
        Row("factor", "Hệ số phần", "factor", "hệ số", empty="1"),
        Row("percent", "Tỷ lệ (%)", "points", "tỷ lệ trong tổng điểm (%)",
            "Thay cho hệ số: mọi phần thi đều ghi, cộng lại bằng 100.", "không", more=True),
        Row("time_limit", "Thời gian", "seconds", "thời gian", empty="không"),
        Row("panel", "Ban Giám khảo", "record", of="panel", wide=True),
        Row("criteria", "Tiêu chí", "records", help="Bước là điểm lẻ nhỏ nhất giám khảo được cho, ví dụ 0,25.", of="criterion", wide=True),
        Row("deductions", "Trừ, thưởng riêng của phần này", "records", "trừ điểm", of="deduction", wide=True),
        Row("spread_tolerance", "Lệch từ mức này thì kiểm tra lại phiếu", "points", "mức chênh lệch để kiểm tra lại phiếu",
            "Khi phiếu cao nhất và thấp nhất cách nhau từ mức này.", "không nhắc", more=True),
        Row("time_minimum", "Thời gian ít nhất", "seconds", empty="không", more=True),
        Row("min_share", "Mức tối thiểu (%)", "points", "mức tối thiểu (% điểm tối đa)",
            "Dưới tỷ lệ này của điểm tối đa là điểm liệt (chưa đạt mức tối thiểu).", "không", more=True),
        Row("deduction_cap", "Trừ nhiều nhất", "points", "mức trừ nhiều nhất", empty="không hạn chế", more=True),
        Row("floor", "Trừ rồi còn ít nhất", "points", "điểm còn lại ít nhất sau khi trừ", empty="không hạn chế", more=True),
        Row("short_name", "Tên ngắn trên bảng điểm", "text", "tên ngắn", empty="như tên", more=True),
        _NOTE,
    ),
    fresh={
        "key": "phan_thi", "name": "", "max_points": "10", "panel": {"method": "mean"},
        "criteria": [{"key": "tieu_chi_1", "name": "Nội dung", "max_points": "10", "step": "0,25"}],
    },
)  # fmt: skip

ROUNDING = Form(
    rules.RoundingStage,
    "bước làm tròn",
    (
        Row("stage", "Bước", "choice"),
        Row("decimals", "Số chữ số thập phân", "whole"),
        Row("mode", "Cách làm tròn", "choice"),
    ),
)

PRIZE = Form(
    rules.PrizeTier,
    "mức giải",
    (
        Row("name", "Tên giải", "name", "tên", wide=True),
        Row("count", "Số giải", "count", empty="theo tỷ lệ"),
        Row("min_score", "Tổng điểm ít nhất", "points", empty="không", more=True),
        Row("percent", "hoặc theo tỷ lệ (%)", "points", "tỷ lệ (%)", empty="không", more=True),
        Row("percent_of", "Tỷ lệ của", "choice", "tỷ lệ tính trên", more=True),
        Row("at_most", "nhưng không quá (giải)", "whole", "số giải nhiều nhất", empty="không hạn chế", more=True),
        Row("ranking", "Xét theo bảng xếp hạng", "choice", "bảng xếp hạng để xét", more=True),
        Row("across", "Khi đồng hạng ở giải cuối cùng", "choice", "cách xử lý khi đồng hạng ở giải cuối", more=True),
    ),
    fresh={"key": "giai", "name": "", "count": 1},
)

PRIZE_CAP = Form(
    rules.PrizeCap,
    "giới hạn tổng số giải",
    (
        Row("percent", "Không quá (%)", "points", "tỷ lệ nhiều nhất (%)"),
        Row("percent_of", "Tỷ lệ của", "choice", "tỷ lệ tính trên"),
        Row(
            "tiers",
            "Gộp các mức giải",
            "tiers",
            help="Không chọn mức nào: tính tất cả.",
            empty="tất cả các mức giải",
            wide=True,
        ),
    ),
    fresh={"percent": "50"},
)

SPECIAL = Form(
    rules.SpecialPrize,
    "giải phụ",
    (
        Row("name", "Tên giải phụ", "name", "tên", wide=True),
        Row("by", "Trao theo", "step", "căn cứ trao", wide=True),
        Row("count", "Số giải", "whole", empty="1"),
        Row("no_double", "Không trao cho đội đã có giải", "yes"),
    ),
    fresh={"key": "giai_phu", "name": "", "by": "named"},
)

ADVANCE = Form(
    rules.Advance,
    "vào vòng trong",
    (
        Row("per_group", "Mỗi bảng lấy (đội)", "whole", "số đội của mỗi bảng", empty="0"),
        Row("best_others", "Thêm các đội tốt nhất còn lại", "whole", "số đội tốt nhất còn lại", empty="0"),
    ),
)

SEAT = Form(
    rules.SeatRule,
    "quy định riêng cho giám khảo",
    (
        Row("seat", "Giám khảo số", "text"),
        Row("weight", "Hệ số phiếu", "factor", empty="1"),
        Row("deputy_of", "Thay cho giám khảo số", "text", help="Chỉ tính khi giám khảo ấy vắng.", empty="không"),
        Row(
            "parts",
            "Chỉ tính ở các phần",
            "parts",
            help="Không chọn phần nào: tính ở tất cả.",
            empty="tất cả các phần",
            wide=True,
        ),
        Row("shadow", "Chấm thử, không tính vào điểm", "yes"),
    ),
    fresh={"seat": "1"},
)

ISSUED = Form(
    rules.Issued,
    "quyết định ban hành",
    (
        Row("number", "Số quyết định", "text", empty="12-QĐ/BTC"),
        Row("date", "Ngày", "text", empty="15/10/2026"),
        Row("issuer", "Cơ quan ban hành", "text", empty="Ban Tổ chức Hội thi"),
        Row("abstract", "Trích yếu", "text", empty="Về việc ban hành Thể lệ Hội thi", wide=True),
    ),
)

RULEBOOK = Form(
    rules.Rulebook,
    "thể lệ",
    (
        Row("name", "Tên thể lệ", "text", wide=True),
        Row("parts", "Các phần thi", "records", "phần thi", of="part", wide=True),
        Row("max_total", "Tổng điểm tối đa", "points", help="Để kiểm tra các phần thi cộng lại cho đúng.", empty="không kiểm tra"),
        Row("percent_of", "Tỷ lệ phần trăm của phần thi tính trên", "choice", more=True),
        Row("decimals", "Số chữ số thập phân khi hiển thị", "whole", empty="2"),
        Row("rounding", "Làm tròn", "rounding", of="rounding", wide=True),
        Row("rank_on", "Xếp hạng theo", "choice", "căn cứ xếp hạng"),
        Row("shared_ranks", "Sau các đội đồng hạng", "choice", "cách đánh số sau các đội đồng hạng"),
        Row("groups", "Khi chia bảng, khối, cụm", "choice", "cách xếp hạng khi chia bảng"),
        Row("near_tie", "Sát điểm từ mức này thì nhắc xem lại", "points", "mức sát điểm để nhắc xem lại", empty="không nhắc"),
        Row("ties", "Khi bằng điểm, xét lần lượt", "ties", "thứ tự xét đồng điểm", wide=True),
        Row("deductions", "Trừ, thưởng vào tổng điểm", "records", "trừ điểm chung",
            "Không ghi mức cố định thì người ghi lỗi nhập số điểm, nhiều nhất là mức tối đa.", of="deduction", wide=True),
        Row("one_act", "Một việc phạm nhiều lỗi", "choice", "cách trừ khi một việc phạm nhiều lỗi", more=True),
        Row("deduction_cap", "Trừ chung nhiều nhất", "points", "tổng mức trừ nhiều nhất", empty="không hạn chế", more=True),
        Row("floor", "Trừ rồi còn ít nhất", "points", "tổng điểm còn lại ít nhất sau khi trừ", empty="không hạn chế", more=True),
        Row("sunk", "Đội bị điểm liệt (chưa đạt mức tối thiểu)", "choice", "cách xử lý đội bị điểm liệt", more=True),
        Row("prizes", "Các mức giải, từ cao xuống thấp", "records", "cơ cấu giải", of="prize", wide=True),
        Row("special_prizes", "Giải phụ", "records", of="special", more=True, wide=True),
        Row("prize_caps", "Giới hạn tổng số giải", "records", of="prize_cap", more=True, wide=True),
        Row("advance", "Vào vòng trong", "record", of="advance", more=True, wide=True),
        Row("absent", "Giám khảo vắng", "choice", "cách tính khi giám khảo vắng"),
        Row("not_present", "Đội không dự một phần", "choice", "cách tính khi đội không dự một phần"),
        Row("judges_shown", "Gọi giám khảo theo", "choice", "cách gọi giám khảo trên giấy tờ", "Trên giấy tờ giải trình và khi hội ý."),
        Row("seats", "Quy định riêng cho từng giám khảo", "records", of="seat", more=True, wide=True),
        Row("issued", "Quyết định ban hành", "record", of="issued", wide=True),
        Row("source", "Nguồn, căn cứ khác", "text", "nguồn", wide=True),
        Row("note", "Ghi chú", "text", wide=True),
        Row("invented", "Đây là mẫu minh họa, số liệu tự đặt", "yes", "nhãn mẫu minh họa"),
    ),
)  # fmt: skip

FORMS: Mapping[str, Form] = {
    "rulebook": RULEBOOK, "part": PART, "criterion": CRITERION, "panel": PANEL, "deduction": DEDUCTION, "band": BAND,
    "rounding": ROUNDING, "prize": PRIZE, "prize_cap": PRIZE_CAP, "special": SPECIAL, "advance": ADVANCE, "seat": SEAT,
    "issued": ISSUED,
}  # fmt: skip
FORM_OF: Mapping[type, Form] = {form.record: form for form in FORMS.values()}

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("phan-thi", "Các phần thi", ("parts",)),
    ("tinh-diem", "Tính điểm, xếp hạng",
     ("max_total", "decimals", "rank_on", "shared_ranks", "groups", "near_tie", "percent_of", "rounding")),
    ("bang-diem", "Khi bằng điểm", ("ties",)),
    ("giai", "Cơ cấu giải", ("prizes", "special_prizes", "prize_caps", "advance")),
    ("tru-chung", "Trừ, thưởng chung", ("deductions", "one_act", "deduction_cap", "floor", "sunk")),
    ("giam-khao", "Giám khảo, đội vắng", ("absent", "not_present", "judges_shown", "seats")),
    ("nguon", "Căn cứ, ghi chú", ("issued", "source", "note", "invented")),
)  # fmt: skip
"""The page's sections: an anchor, a title, the rulebook's rows in it (the name stands above them all)."""
