"""A draft is checked whole with its sums; only a good one becomes the next version, and only before the start."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contest.db import now
from contest.planning import rulebook as rulebooks
from contest.planning.rulebook import Sum
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import RulebookVersion
from contest.writer import Writer
from scoring.preset import preset
from scoring.rulebook import to_dict
from tests.building import build

PRESET = to_dict(preset("dan-van-kheo"))


def changed(**change: Any) -> str:
    return json.dumps({**PRESET, **change}, ensure_ascii=False)


def test_a_good_draft_has_its_sums_and_no_complaints() -> None:
    checked = rulebooks.check(changed())
    assert checked.rules == preset("dan-van-kheo")
    assert checked.complaints == ()
    assert checked.parts == (Sum("20", "20", True), Sum("20", "20", True), Sum("20", "20", True), Sum("40", "40", True))
    assert checked.total == Sum("100", "100", True)


def test_sums_that_differ_are_told_with_the_names_that_people_know() -> None:
    parts = json.loads(changed())["parts"]
    parts[0]["criteria"][0]["max_points"] = "7,5"
    checked = rulebooks.check(changed(parts=parts))
    assert checked.rules is None
    assert checked.parts[0] == Sum("19,5", "20", False)
    assert [(each.where, each.message) for each in checked.complaints] == [
        (
            "parts.chao_hoi.max_points",
            "Phần thi “Chào hỏi” › điểm tối đa: ghi 20 nhưng các tiêu chí cộng lại là 19,5. "
            "Đề nghị sửa điểm tối đa của phần hoặc của tiêu chí.",
        ),
    ]
    assert checked.complaints[0].short.startswith("Ghi 20 nhưng")


def test_a_criterion_is_told_by_its_name_or_its_number() -> None:
    parts = json.loads(changed())["parts"]
    parts[0]["criteria"][1]["step"] = "0,35"
    parts[3]["criteria"].append({"max_points": "1", "step": "1"})
    checked = rulebooks.check(changed(parts=parts))
    told = {each.where: each.message for each in checked.complaints}
    assert told["parts.chao_hoi.criteria.hinh_thuc.step"] == (
        "Phần thi “Chào hỏi” › tiêu chí “Hình thức” › bước điểm: bước 0,35 không chạm tới điểm tối đa 6. "
        "Đề nghị chọn bước chia hết điểm tối đa."
    )
    assert told["parts.tieu_pham.criteria.5.name"].startswith("Phần thi “Tiểu phẩm” › tiêu chí 5 › tên: còn thiếu")


@pytest.mark.parametrize(
    "draft",
    [
        "", "[]", "null", "7", "{", '"x"', '{"parts":7}', '{"parts":[7,null,{"criteria":[3,{"max_points":[]}]}]}',
        '{"name":"x","parts":[{"max_points":"1/0","criteria":{}}]}', "[" * 90000, '{"parts":[{"factor":"x"}]}',
        '{"a":1,"a":2}', '{"max_total":1e999999}', '{"max_total":0.1,"prizes":{"0":1},"ties":[1]}', "\x00",
    ],
)  # fmt: skip
def test_nonsense_is_complained_of_and_never_breaks(draft: str) -> None:
    checked = rulebooks.check(draft)
    assert checked.rules is None
    assert checked.complaints


def test_an_open_figure_has_no_sum_to_compare() -> None:
    parts = json.loads(changed())["parts"]
    del parts[1]["max_points"], parts[1]["criteria"][0]["max_points"], parts[1]["criteria"][0]["step"]
    checked = rulebooks.check(changed(parts=parts))
    assert checked.parts[1] == Sum("", "", None)
    assert checked.total == Sum("", "100", None)


def test_a_typed_thousand_or_so_is_asked_back_and_a_number_of_a_file_is_none() -> None:
    parts = json.loads(changed())["parts"]
    parts[0]["criteria"][0]["max_points"] = "1.500"
    checked = rulebooks.check(changed(parts=parts))
    assert checked.rules is None
    assert [each.short for each in checked.complaints] == [
        "“1.500” là 1,5 hay là số hàng nghìn? Nếu là 1,5, đề nghị viết 1,5."
    ]
    assert checked.complaints[0].where == f"parts.chao_hoi.criteria.{parts[0]['criteria'][0]['key']}.max_points"
    file = (
        'name = "x"\nparts = [{ key = "a", name = "A", panel = { method = "agreed" }, max_points = 1.500, criteria = '
    )
    file += '[{ key = "x", name = "X", max_points = 1.500, step = 0.500 }] }]'
    read = rulebooks.check(file, "toml")
    assert read.complaints == ()
    assert read.document["parts"][0]["max_points"] == "1.5"  # so that the editor does not ask about what nobody typed
    assert rulebooks.check(json.dumps(read.document)).complaints == ()
    quoted = rulebooks.check(file.replace("1.500", '"1.500"'), "toml")
    assert {each.where for each in quoted.complaints} == {"parts.a.max_points", "parts.a.criteria.x.max_points"}


def test_an_endless_draft_is_refused() -> None:
    with pytest.raises(Refused, match="draft_too_long"):
        rulebooks.check(" " * (rulebooks.DRAFT_LENGTH + 1))


def test_a_toml_file_is_read_and_its_mistakes_are_told() -> None:
    assert rulebooks.check('name = "x"', "toml").complaints[0].message.startswith("Phần thi: chưa có")
    assert rulebooks.check("name = ", "toml").complaints[0].message.startswith("Tệp không đúng định dạng TOML")


def test_a_change_is_the_next_version_and_no_change_is_none(writer: Writer) -> None:
    built = build(writer)
    rules = preset("dan-van-kheo")
    assert writer.run(lambda session: rulebooks.save(session, built.id, rules, None)) is True
    assert writer.run(lambda session: rulebooks.save(session, built.id, rules, None)) is False
    assert writer.run(lambda session: in_force(session, built.id)) == (2, rules)


def test_after_the_start_no_version_is_saved(writer: Writer) -> None:
    built = build(writer)
    built.start()
    with pytest.raises(Refused, match="already_started"):
        writer.run(lambda session: rulebooks.save(session, built.id, preset("dan-van-kheo"), None))


def test_what_would_not_read_back_is_never_stored(writer: Writer) -> None:
    built = build(writer)
    for wrong in (replace(preset("dan-van-kheo"), name=""), replace(preset("dan-van-kheo"), name=" thừa dấu cách ")):
        with pytest.raises(Refused) as caught:
            writer.run(partial(rulebooks.save, contest_id=built.id, rules=wrong, account_id=None))
        assert caught.value.code == "rulebook_unreadable"
    assert writer.run(lambda session: in_force(session, built.id))[0] == 1


def test_a_stored_version_that_cannot_be_read_stops_no_new_one(writer: Writer) -> None:
    built = build(writer)

    def spoil(session: Session) -> None:
        document = {**PRESET, "name": None}
        version = {"number": 2, "document": json.dumps(document), "fingerprint": "0" * 64}
        session.add(RulebookVersion(contest_id=built.id, created_at=now(), **version))

    writer.run(spoil)
    assert writer.run(lambda session: in_force(session, built.id)) == (2, None)
    assert writer.run(lambda session: rulebooks.save(session, built.id, preset("dan-van-kheo"), None))
    assert writer.run(lambda session: in_force(session, built.id)) == (3, preset("dan-van-kheo"))
