"""A document with every key and one with none that may be left out, read whole; every bound from both sides."""

import hashlib
import json
from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest

from contest.messages.mistakes import complain
from scoring.reader import exact
from scoring.rulebook import Problem, Rulebook, RulebookErrors, fingerprint, from_dict, loads, to_dict
from scoring.rules import (
    Advance,
    Band,
    Criterion,
    DeductionRule,
    Issued,
    Panel,
    Part,
    PrizeCap,
    PrizeTier,
    RoundingStage,
    SeatRule,
    SpecialPrize,
)
from tests.scoring.refusals import refused

EVERY_KEY = """
name = " Hội thi "
decimals = 3
rank_on = "shown"
ties = ["part:a", "decision"]
absent = "deputy"
not_present = "unranked"
max_total = 100
near_tie = "0,5"
source = "Thể lệ 12"
invented = true
note = "Ghi chú"
issued = { number = "12/KH", date = "01/02/2026", issuer = "Đảng ủy", abstract = "Về hội thi" }
judges_shown = "named"
shared_ranks = "dense"
groups = "both"
percent_of = "maximum"
floor = 1
deduction_cap = 20
one_act = "each"
sunk = "no_prize"
advance = { per_group = 2, best_others = 3 }
rounding = [{ stage = "panel", decimals = 2, mode = "half_even" }, { stage = "total", decimals = 3 }]
seats = [
  { seat = "1", weight = "4/3", parts = ["a"] },
  { seat = "2", deputy_of = "1" },
  { seat = "3", shadow = true },
]

[[parts]]
key = "a"
name = "Chào hỏi"
short_name = "CH"
max_points = 10
percent = 40
min_share = 50
spread_tolerance = 3
time_limit = 300
time_minimum = 60
deduction_cap = 5
floor = 2
note = "Phần một"
panel = { method = "mean", over = "criteria" }
criteria = [
  { key = "x", name = "Một", max_points = 6, step = "0,25", group = "Nội dung", note = "Rõ", min_share = 30, zero_sinks = true },
  { key = "y", name = "Hai", max_points = 2, step = "0.5", weight = 2 },
]
[[parts.deductions]]
key = "qua"
name = "Quá giờ"
kind = "overtime"
grace = 5
cap = 4
bands = [
  { from = 1, until = 60, points = "0.5", per = "started_minute" },
  { from = 60, until = 120, percent = 10, percent_of = "maximum" },
  { from = 120, effect = "no_points" },
]

[[parts]]
key = "b"
name = "Kiến thức"
max_points = 4
percent = 60
panel = { method = "quiz", wrong = "0.5", struck = "rescaled" }
criteria = [{ key = "c1", name = "Câu 1", max_points = 2 }, { key = "c2", name = "Câu 2", max_points = 2 }]

[[deductions]]
key = "loi"
name = "Lỗi"
kind = "flat"
points = "0.5"
cap = 2
most_times = 3

[[deductions]]
key = "khac"
name = "Lỗi khác"
kind = "flat"
max_points = 3

[[prizes]]
key = "nhat"
name = "Giải Nhất"
percent = 10
percent_of = "prizes"
at_most = 2
min_score = 80
ranking = "group"
across = "share"
[[prizes]]
key = "kk"
name = "Giải Khuyến khích"
count = "rest"
ranking = "group"

[[prize_caps]]
percent = 50
[[prize_caps]]
percent = 30
percent_of = "prizes"
tiers = ["nhat"]

[[special_prizes]]
key = "hay"
name = "Chào hỏi hay nhất"
by = "part:a"
count = 2
no_double = true
"""

OVERTIME = DeductionRule(
    key="qua",
    name="Quá giờ",
    kind="overtime",
    grace=5,
    bands=(
        Band(1, 60, F(1, 2), "started_minute"),
        Band(60, 120, percent=F(10), percent_of="maximum"),
        Band(120, None, effect="no_points"),
    ),
    cap=F(4),
)
GREETING = Part(
    key="a",
    name="Chào hỏi",
    short_name="CH",
    criteria=(
        Criterion("x", "Một", F(6), F(1, 4), F(1), "Nội dung", "Rõ", F(30), True),
        Criterion("y", "Hai", F(2), F(1, 2), F(2)),
    ),
    panel=Panel("mean", "criteria"),
    max_points=F(10),
    deductions=(OVERTIME,),
    spread_tolerance=F(3),
    time_limit=300,
    note="Phần một",
    time_minimum=60,
    percent=F(40),
    min_share=F(50),
    deduction_cap=F(5),
    floor=F(2),
)
QUIZ = Part(
    key="b",
    name="Kiến thức",
    short_name="Kiến thức",
    criteria=(Criterion("c1", "Câu 1", F(2)), Criterion("c2", "Câu 2", F(2))),
    panel=Panel("quiz", wrong=F(1, 2), struck="rescaled"),
    max_points=F(4),
    percent=F(60),
)
WHOLE = Rulebook(
    name="Hội thi",
    parts=(GREETING, QUIZ),
    rounding=(RoundingStage("panel", 2, "half_even"), RoundingStage("total", 3)),
    decimals=3,
    rank_on="shown",
    ties=("part:a", "decision"),
    prizes=(
        PrizeTier("nhat", "Giải Nhất", None, F(10), "prizes", 2, F(80), "group", "share"),
        PrizeTier("kk", "Giải Khuyến khích", None, ranking="group"),
    ),
    deductions=(
        DeductionRule("loi", "Lỗi", "flat", points=F(1, 2), cap=F(2), most_times=3),
        DeductionRule("khac", "Lỗi khác", "flat", max_points=F(3)),
    ),
    absent="deputy",
    not_present="unranked",
    max_total=F(100),
    near_tie=F(1, 2),
    source="Thể lệ 12",
    invented=True,
    note="Ghi chú",
    issued=Issued("12/KH", "01/02/2026", "Đảng ủy", "Về hội thi"),
    judges_shown="named",
    seats=(SeatRule("1", F(4, 3), ("a",)), SeatRule("2", deputy_of="1"), SeatRule("3", shadow=True)),
    percent_of="maximum",
    floor=F(1),
    deduction_cap=F(20),
    one_act="each",
    sunk="no_prize",
    shared_ranks="dense",
    groups="both",
    prize_caps=(PrizeCap(F(50)), PrizeCap(F(30), "prizes", ("nhat",))),
    special_prizes=(SpecialPrize("hay", "Chào hỏi hay nhất", "part:a", 2, True),),
    advance=Advance(2, 3),
)

LEAST: dict[str, Any] = {
    "name": "Hội thi",
    "parts": [
        {
            "key": "a",
            "name": "Phần A",
            "panel": {"method": "agreed"},
            "criteria": [{"key": "x", "name": "Điểm"}],
        }
    ],
}


def test_the_fingerprint_is_that_of_the_canonical_json() -> None:
    """Sorted keys, no blanks, UTF-8: whoever holds a printed fingerprint can work it out without this product."""
    canonical = (
        '{"name":"Hội thi","parts":[{"criteria":[{"key":"x","name":"Điểm"}],"key":"a","name":"Phần A",'
        '"panel":{"method":"agreed"},"short_name":"Phần A"}]}'
    )
    assert fingerprint(from_dict(LEAST)) == hashlib.sha256(canonical.encode()).hexdigest()


def test_what_a_prize_does_not_say_follows_from_the_contest() -> None:
    share = {"key": "a", "name": "A", "percent": 60, "percent_of": "prizes"}
    best = {"key": "b", "name": "B", "by": "named"}
    more = {"groups": "apart", "prizes": [share], "prize_caps": [{"percent": 50}], "special_prizes": [best]}
    rulebook = from_dict(LEAST | more)
    assert rulebook.prizes == (PrizeTier("a", "A", None, F(60), "prizes", ranking="group"),)
    assert rulebook.special_prizes == (SpecialPrize("b", "B", "named", 1),)


def test_a_decimal_of_json_is_exact() -> None:
    assert loads(json.dumps(LEAST | {"near_tie": 0.1}), "json").near_tie == F(1, 10)


def test_all_mistakes_stand_in_the_error_itself() -> None:
    assert str(RulebookErrors([Problem("a", "x"), Problem("b", "y")])) == "a: x; b: y"
    assert refused(lambda: loads("parts = [")) == (Problem("", "syntax", {"format": "TOML"}),)


def test_every_key_is_read() -> None:
    assert loads(EVERY_KEY) == WHOLE
    assert from_dict(to_dict(WHOLE)) == WHOLE


def test_what_is_not_written_has_the_value_that_the_documents_promise() -> None:
    """docs/rulebooks.md names each of these defaults."""
    part = Part("a", "Phần A", "Phần A", (Criterion("x", "Điểm", None, None, F(1)),), Panel("agreed", "sheets"))
    assert from_dict(LEAST) == Rulebook(
        name="Hội thi",
        parts=(replace(part, factor=F(1)),),
        decimals=2,
        rank_on="exact",
        absent="whole_part",
        not_present="zero",
        judges_shown="numbered",
        percent_of="points",
        one_act="heaviest",
        sunk="unranked",
        shared_ranks="standard",
        groups="together",
    )


def _with(where: str, value: object, document: dict[str, Any]) -> dict[str, Any]:
    """Give the document with one value put at a place like "parts.0.name"; a list may grow by one."""
    step, _, rest = where.partition(".")
    if not rest:
        return {**document, step: value}
    number, _, inner = rest.partition(".")
    below = document.get(step, [{}] if number.isdigit() else {})
    if not number.isdigit():
        return {**document, step: _with(rest, value, below)}
    items = [_with(inner, value, item) if at == int(number) else item for at, item in enumerate(below)]
    return {**document, step: items}


WHOLE_DOCUMENT = to_dict(WHOLE)
LIMITS = [
    ("decimals", 6, 7),
    ("rounding.0.decimals", 0, -1),
    ("rounding.0.decimals", 6, 7),
    ("parts.0.time_limit", 60, 0),
    ("parts.0.time_limit", 10**6, 10**6 + 1),
    ("parts.0.time_minimum", 1, 0),
    ("parts.0.percent", 40, "100.1"),
    ("parts.0.min_share", 100, "100.1"),
    ("parts.0.floor", 0, "-0.001"),
    ("parts.0.floor", "0.001", "0.0005"),
    ("parts.0.floor", 40, "40.001"),
    ("parts.0.spread_tolerance", 10, "10.001"),
    ("parts.0.time_minimum", 300, 301),
    ("parts.0.criteria.0.min_share", 100, 101),
    ("parts.0.deductions.0.grace", 0, -1),
    ("parts.0.deductions.0.bands.0.from", 1, 0),
    ("parts.0.deductions.0.bands.1.percent", 100, 101),
    ("deductions.0.most_times", 1, 0),
    ("deductions.0.most_times", 1000, 1001),
    ("deductions.0.cap", "0.5", "0.499"),
    ("floor", 0, "-0.001"),
    ("prizes.0.percent", 100, "100.001"),
    ("prizes.0.at_most", 1, 0),
    ("prizes.0.at_most", 10_000, 10_001),
    ("prize_caps.0.percent", 100, 101),
    ("special_prizes.0.count", 1, 0),
    ("special_prizes.0.count", 10_000, 10_001),
    ("advance.per_group", 10_000, 10_001),
    ("advance.best_others", 10_000, 10_001),
    ("advance.best_others", 0, -1),
    ("near_tie", "0.001", "0.0001"),
    ("near_tie", "999999999999", "1000000000000"),
    ("name", "x" * 2000, "x" * 2001),
    ("parts.1.key", "k" * 60, "k" * 61),
    ("parts.1.criteria.0.key", "-_1a"[2:], "-1a"),
]


@pytest.mark.parametrize(("where", "good", "bad"), LIMITS)
def test_a_limit_is_met_from_both_sides(where: str, good: object, bad: object) -> None:
    assert refused(lambda: from_dict(_with(where, good, WHOLE_DOCUMENT))) == ()
    (problem,) = refused(lambda: from_dict(_with(where, bad, WHOLE_DOCUMENT)))
    assert problem.where.split(".")[-1] == where.rsplit(".", maxsplit=1)[-1]


OPEN: dict[str, Any] = LEAST["parts"][0]
UNBOUND = {"key": "x", "name": "Điểm"}
PRIZE = {"key": "n", "name": "Nhất"}
TRIMMED = {
    "key": "t",
    "name": "T",
    "max_points": 5,
    "criteria": [{"key": "x", "name": "X", "max_points": 5, "step": 1}],
}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"prizes": [PRIZE | {"count": 10_000}]}, {"prizes": [PRIZE | {"count": 10_001}]}),
        *(
            ({"parts": [OPEN | {key: 1}]}, {"parts": [OPEN | {key: 0}]})
            for key in ("time_limit", "time_minimum", "spread_tolerance", "factor", "deduction_cap")
        ),
        ({"parts": [OPEN | {"criteria": [UNBOUND | {"weight": "1/3"}]}]}, {"parts": [OPEN | {"criteria": [UNBOUND | {"weight": 0}]}]}),
        ({"prizes": [PRIZE | {"count": 1}]}, {"prizes": [PRIZE | {"count": 0}]}),
        *(
            ({"parts": [TRIMMED | {"panel": good}]}, {"parts": [TRIMMED | {"panel": bad}]})
            for good, bad in [
                ({"method": "trimmed_mean", "drop": 20, "at_least": 41}, {"method": "trimmed_mean", "drop": 21, "at_least": 43}),
                ({"method": "trimmed_mean", "drop": 1, "at_least": 3}, {"method": "trimmed_mean", "drop": 0, "at_least": 3}),
                ({"method": "trimmed_mean", "drop": 1, "at_least": 99}, {"method": "trimmed_mean", "drop": 1, "at_least": 100}),
                ({"method": "trimmed_mean", "drop": 1, "at_least": 3}, {"method": "trimmed_mean", "drop": 1, "at_least": 2}),
            ]
        ),
    ],
)  # fmt: skip
def test_a_number_is_met_from_both_sides(good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert refused(lambda: from_dict(LEAST | good)) == ()
    assert len(refused(lambda: from_dict(LEAST | bad))) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", F(12)),
        ("-1,5", F(-3, 2)),
        (" 0.25 ", F(1, 4)),
        ("1/3", F(1, 3)),
        ("999999999999/999999999999", F(1)),
        ("123456789012.123456789012", F(123456789012123456789012, 10**12)),
        (10**12 - 1, F(10**12 - 1)),
        (1 - 10**12, F(1 - 10**12)),
        (0, F(0)),
        ("1234567890123", None),
        ("0.1234567890123", None),
        ("1/1234567890123", None),
        ("-1/3", None),
        ("1/0", None),
        ("1.000.000", None),
        ("1e3", None),
        ("", None),
        ("٣", None),
        (10**12, None),
        (-(10**12), None),
        (True, None),
        (0.5, None),
        (None, None),
    ],
)
def test_numbers_are_read_exactly_or_not_at_all(typed: object, number: F | None) -> None:
    assert exact(typed) == number
    assert not isinstance(exact(typed), float)


def test_a_wrong_key_is_told_what_may_stand_there() -> None:
    known = ("abstract", "date", "issuer", "number")
    assert refused(lambda: from_dict(LEAST | {"issued": {"number": "1", "colour": "đỏ"}})) == (
        Problem("issued.colour", "unknown_key", {"known": known}),
    )
    assert refused(lambda: from_dict(LEAST | {"sunk": "out"})) == (
        Problem("sunk", "unknown_name", {"typed": "out", "known": ("unranked", "no_prize", "zero")}),
    )
    panel = {"method": "mean", "drop": 1, "x" * 70: 1}
    assert refused(lambda: from_dict(LEAST | {"parts": [TRIMMED | {"panel": panel}]})) == (
        Problem("parts.t.panel.drop", "key_not_for_this", {"known": ("method", "over")}),
        Problem("parts.t.panel." + "x" * 60, "unknown_key", {"known": ("method", "over")}),
    )


# One mistake in each of twenty places of the document with every key, and what people read about it.
TWENTY = [
    ("decimals = 3\nrank_on", "decimals = 3.5\nrank_on"),
    ('rank_on = "shown"', 'rank_on = "luck"'),
    ('"part:a", "decision"', '"part:c", "decision"'),
    ('near_tie = "0,5"', "near_tie = 0"),
    ("invented = true", 'invented = "có"'),
    ('abstract = "Về hội thi"', 'summary = "Về hội thi"'),
    ("per_group = 2", "per_group = -2"),
    ('decimals = 2, mode = "half_even"', 'mode = "half_even"'),
    ('seat = "1", weight = "4/3", parts = ["a"]', 'seat = "1", weight = "4/3", parts = ["z"]'),
    ('name = "Chào hỏi"\nshort_name', "name = 5\nshort_name"),
    ("max_total = 100", "max_total = 99"),
    ("spread_tolerance = 3", "spread_tolerance = 11"),
    ("time_minimum = 60", "time_minimum = 301"),
    ('max_points = 6, step = "0,25"', 'max_points = 6, step = "0,7"'),
    ('name = "Hai"', 'name = " "'),
    ("from = 60, until = 120", "from = 50, until = 120"),
    ('effect = "no_points"', 'points = 1, effect = "no_points"'),
    ("cap = 2\n", "cap = 0.25\n"),
    ('key = "kk"', 'key = "khuyến khích"'),
    ('by = "part:a"', 'by = "mood"'),
]

TOLD = [
    "Phần thi a › tiêu chí x › bước điểm: bước 0,7 không chạm tới điểm tối đa 6. Đề nghị chọn bước chia hết điểm tối đa.",
    "Phần thi a › tiêu chí y › tên: còn để trống. Đề nghị điền.",
    "Phần thi a › tên: phải là chữ, đặt trong dấu nháy.",
    "Phần thi a › điểm trừ qua › mức thời gian 2 › bắt đầu từ giây: mức này bắt đầu từ giây 50 khi mức trước chưa hết. "
    "Đề nghị xếp các mức nối tiếp nhau.",
    "Phần thi a › điểm trừ qua › mức thời gian 3 › hệ quả: “không có điểm” (no_points) đã lấy hết điểm của phần. "
    "Đề nghị bỏ số điểm hoặc phần trăm ở mức này.",
    "Phần thi a › thời gian tối thiểu (giây): thời gian tối thiểu 301 giây dài hơn thời gian cho phép 300 giây. "
    "Đề nghị sửa một trong hai.",
    "Phần thi a › mức chênh lệch cho phép: 11 lớn hơn điểm tối đa 10 của phần nên không bao giờ xảy ra.",
    "Làm tròn 1 › số chữ số thập phân: còn thiếu. Đề nghị bổ sung mục này.",
    "Số chữ số thập phân: phải là số nguyên.",
    "Căn cứ xếp hạng: không có “luck”. Được chọn một trong: exact, shown.",
    "Giải 2 › mã: mã “khuyến khích” chỉ được gồm chữ không dấu, chữ số, dấu - và _, không có dấu cách.",
    "Điểm trừ loi › mức nhiều nhất: mức trừ nhiều nhất 0,25 nhỏ hơn mức 0,5 của một lần. Đề nghị sửa một trong hai.",
    "Mức sát điểm: 0 phải lớn hơn 0.",
    "Nhãn mẫu minh họa: phải là true hoặc false.",
    "Quyết định ban hành › summary: không có mục này. Các mục được dùng ở đây: abstract, date, issuer, number.",
    "Vào vòng trong › số đội của mỗi bảng: -2 phải từ 0 đến 10000.",
    "Tổng điểm tối đa: ghi 99 nhưng các phần thi nhân hệ số cộng lại là 100. Đề nghị sửa tổng hoặc các phần.",
    "Quy định cho giám khảo 1 › phần thi: không có phần thi “z” chấm theo phiếu. Các phần chấm theo phiếu: a.",
    "Phân định bằng điểm, bước 1: không có phần thi “c”. Các phần thi: a, b.",
    "Giải phụ hay › cách xét: không có cách xét “mood”. Được dùng: part, criterion, audience, named.",
]


def test_a_rulebook_with_twenty_mistakes_is_told_all_twenty() -> None:
    document = EVERY_KEY
    for good, bad in TWENTY:
        assert document.count(good) == 1, good
        document = document.replace(good, bad)
    told = refused(lambda: loads(document))
    assert [complain(problem) for problem in told] == TOLD
    assert len(set(TOLD)) == len({problem.code for problem in told}) == len(TWENTY) == 20
