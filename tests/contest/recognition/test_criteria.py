"""Criteria sets: presets that add up, mistakes told by their field, versions with a reason, sheets that keep theirs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.recognition import appraising, criteria
from contest.recognition.criteria import CriterionLine, WrongCriteria
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import CriteriaSet
from contest.tables.campaigns import Campaign
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.recognition.cast import SMALL, give, mark, put_set, put_team, received, staged


@pytest.mark.parametrize(("owner_type", "shares"), [("collective", (20, 25, 25, 30)), ("individual", (20, 35, 20, 25))])
def test_the_presets_have_the_four_groups_and_say_that_they_are_invented(
    owner_type: str, shares: tuple[int, ...]
) -> None:
    rules, threshold = criteria.read(criteria.preset(owner_type))
    part = criteria.the_part(rules)
    groups: Counter[str] = Counter()
    for each in part.criteria:
        groups[each.group] += int(each.max_points or 0)
    names = ("Tính mới", "Tính khéo", "Tính thiết thực", "Tính hiệu quả")
    assert dict(groups) == dict(zip(names, shares, strict=True))
    assert (part.sheet_max, threshold, rules.invented) == (Fraction(100), 75_000, True)
    assert "giả định" in rules.name
    assert "không phải thang điểm chính thức" in rules.source


def test_a_set_goes_through_the_form_and_back_unchanged() -> None:
    details = replace(SMALL, bonus="3", penalty="2,5", threshold="82,5")
    rules, threshold = criteria.read(details)
    again = criteria.details_of(rules, Fraction(threshold, 1000))
    assert [each.key for each in again.lines] == ["tinh_moi", "tinh_hieu_qua"]
    assert criteria.read(again) == (rules, 82_500)
    assert again.bonus == "3"
    assert again.penalty == "2,5"


def test_every_mistake_is_told_beside_its_field() -> None:
    wrong = replace(
        SMALL,
        total="90",
        threshold="1.500",
        bonus="ba",
        lines=[*SMALL.lines, CriterionLine("Tính mới", "", "0,3"), CriterionLine("", "10", "3")],
    )
    with pytest.raises(WrongCriteria) as refused:
        criteria.read(wrong)
    assert {field: said.partition(".")[0] for field, said in refused.value.wrong.items()} == {
        "lines-2-most": "Còn thiếu",
        "lines-2-name": "Tên “Tính mới” có hai lần",
        "lines-3-name": "Còn để trống",
        "lines-3-step": "Bước 3 không chạm tới điểm tối đa 10",
        "bonus": "“ba” không phải là số thập phân hay phân số",
        "threshold": "“1",
    }
    with pytest.raises(WrongCriteria) as sums:
        criteria.read(replace(SMALL, total="90", threshold="101"))
    assert sums.value.wrong["total"].startswith("Ghi 90 nhưng các tiêu chí cộng lại là 100")
    with pytest.raises(WrongCriteria) as high:
        criteria.read(replace(SMALL, threshold="100,5"))
    assert high.value.wrong == {"threshold": "Điểm tối đa là 100. Đề nghị đồng chí nhập lại."}


@both_databases
def test_a_new_version_needs_a_reason_once_a_sheet_is_there_and_sheets_keep_theirs(writer: Writer) -> None:
    stage = writer.run(staged)
    stricter = replace(SMALL, threshold="80")

    def save(session: Session, reason: str) -> tuple[int, str] | None:
        campaign = session.get_one(Campaign, stage.province.campaign)
        hand = stage.province.hand(session, "province")
        row = criteria.save(hand, campaign, "collective", stricter, reason)
        return None if row is None else (row.number, row.reason)

    writer.run(lambda session: mark(session, stage, 0, ("30", "50")))

    def another(session: Session) -> int:
        row = received(session, stage.province, name="Tổ tự quản")
        give(session, stage.province, stage.team, [row.id])
        return row.id

    other = writer.run(another)
    with pytest.raises(Refused) as refused:
        writer.run(lambda session: save(session, " "))
    assert refused.value.code == "needs_reason"
    assert writer.run(lambda session: save(session, "Hướng dẫn mới")) == (2, "Hướng dẫn mới")
    assert writer.run(lambda session: save(session, "Hướng dẫn mới")) is None  # it says the same

    def numbers(session: Session) -> dict[int, int]:
        files = appraising.files(session, [stage.registration, other])
        return {key: file.appraisal.criteria.number for key, file in files.items()}

    assert writer.run(numbers) == {stage.registration: 1, other: 2}
    kept = writer.run(lambda session: [row.threshold for row in session.scalars(select(CriteriaSet))])
    assert kept == [75_000, 80_000]


def test_collective_and_individual_have_sets_of_their_own(writer: Writer) -> None:
    stage = writer.run(staged)

    def go(session: Session) -> tuple[set[str], str]:
        person = received(session, stage.province, name="Người giữ rừng", owner_type="individual")
        team, _members = put_team(session, stage.province, "commune")
        with pytest.raises(Refused) as refused:
            give(session, stage.province, team, [person.id])
        put_set(session, stage.province, criteria.preset("individual"), owner_type="individual")
        give(session, stage.province, team, [person.id])
        file = appraising.file_of(session, person.id)
        assert file is not None
        keys = {each.key for each in criteria.the_part(file.rules).criteria}
        return keys, refused.value.message

    keys, message = writer.run(go)
    assert "kheo_guong_mau" in keys
    assert message.startswith("Đợt này chưa có bộ tiêu chí cho cá nhân.")
