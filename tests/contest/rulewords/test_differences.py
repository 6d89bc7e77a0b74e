"""Whatever changes in a rulebook is told in a sentence; no field can be forgotten."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

import pytest

from contest.rulewords.differences import differences
from contest.rulewords.rows import FORM_OF, FORMS
from scoring import rules
from scoring.preset import preset, presets
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
    Rulebook,
    SeatRule,
    SpecialPrize,
)

FULL = Rulebook(
    name="Đầy đủ",
    parts=(
        Part(
            "a",
            "Phần A",
            "A",
            (Criterion("x", "Một", Fraction(6), Fraction(1, 4)), Criterion("y", "Hai", Fraction(4), Fraction(1))),
            Panel("mean"),
            Fraction(10),
            deductions=(DeductionRule("gio", "Quá giờ", "overtime", bands=(Band(1, 60, Fraction(1)),)),),
        ),
        Part("b", "Phần B", "B", (Criterion("x", "Một", Fraction(5), Fraction(1)),), Panel("agreed"), Fraction(5)),
    ),
    rounding=(RoundingStage("panel", 2),),
    ties=("part:a", "decision"),
    prizes=(PrizeTier("nhat", "Giải Nhất", 1), PrizeTier("kk", "Khuyến khích", None)),
    deductions=(DeductionRule("loi", "Lỗi", "flat", Fraction(1)),),
    issued=Issued(number="1"),
    seats=(SeatRule("1"),),
    prize_caps=(PrizeCap(Fraction(50)),),
    special_prizes=(SpecialPrize("phu", "Giải phụ", "named"),),
    advance=Advance(1),
)
RECORDS: list[type[Any]] = [
    each for each in vars(rules).values() if isinstance(each, type) and is_dataclass(each) and each is not rules.Problem
]


def _other(kind: Any, value: Any) -> Any:
    """Give another value of a field's type."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(each for each in typing.get_args(kind) if each is not type(None))
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return value[1:] if value else (_other(inner, None),)
    if kind is bool:
        return not value
    if kind is str:
        return f"{value or ''}khac"
    if kind is int:
        return (value or 0) + 7
    if kind is Fraction:
        return (value or Fraction(0)) + Fraction(3, 4)
    raise AssertionError(kind)


def _holds_records(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple and is_dataclass(typing.get_args(kind)[0])


def _changes(record: Any) -> Iterator[tuple[str, Any]]:
    """Give the record with one thing changed, everywhere below it: where, and the changed record."""
    hints = typing.get_type_hints(type(record))
    for each in fields(record):
        value = getattr(record, each.name)
        if dataclasses.is_dataclass(value):
            inner = [(f"{each.name}.{where}", replace(record, **{each.name: new})) for where, new in _changes(value)]
            yield from [*inner, (each.name, replace(record, **{each.name: None}))] if each.default is None else inner
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for at, item in enumerate(value):
                for where, new in _changes(item):
                    changed = (*value[:at], new, *value[at + 1 :])
                    yield f"{each.name}.{at}.{where}", replace(record, **{each.name: changed})
            yield each.name, replace(record, **{each.name: value[:-1]})
            if len(value) > 1:
                yield f"{each.name} in order", replace(record, **{each.name: value[::-1]})
        elif not _holds_records(hints[each.name]) and not (value is None and each.name in {"issued", "advance"}):
            yield each.name, replace(record, **{each.name: _other(hints[each.name], value)})


CHANGES = list(_changes(FULL))


@pytest.mark.parametrize(("where", "changed"), CHANGES, ids=[where for where, _ in CHANGES])
def test_every_change_is_told_both_ways(where: str, changed: Rulebook) -> None:
    for sentences in (differences(FULL, changed), differences(changed, FULL)):
        assert len(sentences) == 1 or where.endswith(("key", "stage", "seat", "name", "prizes.1.percent")), sentences
        assert sentences
        assert all(each[0].isupper() or each[0] in "“" for each in sentences)


def test_every_field_of_every_record_is_tried() -> None:
    tried = {step for where, _ in CHANGES for step in where.split(".")}
    assert {each.name for record in RECORDS for each in fields(record)} - tried == set()


def test_every_record_has_a_form_and_every_field_a_row() -> None:
    assert {form.record for form in FORMS.values()} == set(RECORDS)
    for record in RECORDS:
        written = {{"start": "from"}.get(each.name, each.name) for each in fields(record)}
        assert {row.key for row in FORM_OF[record].rows} == written - {"key"}, record


def test_what_is_the_same_says_nothing() -> None:
    for name in presets():
        assert differences(preset(name), preset(name)) == []
    assert differences(FULL, FULL) == []


def test_the_sentences() -> None:
    rulebook = preset("dan-van-kheo")
    chao_hoi, kien_thuc, tinh_huong, tieu_pham = rulebook.parts
    changed = replace(
        rulebook,
        parts=(
            kien_thuc,
            replace(
                chao_hoi,
                criteria=(*chao_hoi.criteria[:3], Criterion("moi", "Trang phục", Fraction(2), Fraction(1, 2))),
                panel=Panel("trimmed_mean", drop=1, at_least=5),
                time_limit=330,
            ),
            tinh_huong,
            replace(tieu_pham, name="Tiểu phẩm tuyên truyền", max_points=Fraction(45)),
        ),
        ties=("part:tieu_pham", "criterion:tinh_huong.van_dong", "decision"),
        prizes=(*rulebook.prizes[:3], PrizeTier("khuyen_khich", "Giải Khuyến khích", 2)),
        invented=False,
        issued=Issued("12-QĐ/BTC", "15/10/2026"),
    )
    assert differences(rulebook, changed) == [
        "Chào hỏi: thời gian 5 phút → 5 phút 30 giây",
        "Chào hỏi: cách tính điểm của Ban Giám khảo: “Trung bình cộng các giám khảo” → "
        "“Bỏ điểm cao nhất và thấp nhất rồi lấy trung bình”",
        "Chào hỏi: số phiếu bỏ ở mỗi đầu 0 → 1",
        "Chào hỏi: số giám khảo ít nhất để bỏ điểm cao thấp 1 → 5",
        "Chào hỏi: bỏ tiêu chí “Phong cách” (điểm tối đa 2; bước điểm 0,25)",
        "Chào hỏi: thêm tiêu chí “Trang phục” (điểm tối đa 2; bước điểm 0,5)",
        "Tiểu phẩm: tên “Tiểu phẩm” → “Tiểu phẩm tuyên truyền”",
        "Tiểu phẩm: điểm tối đa 40 → 45",
        "Thứ tự phần thi: “Chào hỏi”, “Kiến thức”, “Xử lý tình huống”, “Tiểu phẩm” → “Kiến thức”, “Chào hỏi”, "
        "“Xử lý tình huống”, “Tiểu phẩm”",
        "Thứ tự xét đồng điểm: quyết định của người có thẩm quyền, có biên bản → điểm phần Tiểu phẩm tuyên truyền cao hơn; "
        "rồi điểm tiêu chí Kỹ năng vận động (Xử lý tình huống) cao hơn; rồi quyết định của người có thẩm quyền, có biên bản",
        "Mức giải “Giải Khuyến khích”: số giải tất cả các đội còn lại → 2",
        "Ghi thêm quyết định ban hành (số quyết định “12-QĐ/BTC”; ngày “15/10/2026”)",
        "Nhãn mẫu minh họa có → không",
    ]


def test_a_new_key_under_an_old_name_is_the_same_thing() -> None:
    part = replace(FULL.parts[0], key="khac")
    assert differences(FULL, replace(FULL, parts=(part, FULL.parts[1]), ties=())) == [
        "Phần A: mã “a” → “khac”",
        "Thứ tự xét đồng điểm: điểm phần Phần A cao hơn; rồi quyết định của người có thẩm quyền, có biên bản → "
        "(không xét, đồng hạng)",
    ]
