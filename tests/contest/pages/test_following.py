"""Results typed as people write them, kept exactly with their history; targets typed in one table; the pages that show them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.decimals import AmountError, amount_vi, parse_amount
from contest.history import lines
from contest.recognition import campaigns, states, targets
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.recognition import Indicator, ProgressLine, Registration
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found, register
from tests.contest.reports.books import put

MODEL, TARGETS = "/so-mo-hinh/1/ket-qua", "/dot-dang-ky/1/chi-tieu"
TYPED = {"name": "Đất hiến", "amount": "1.250,5", "measure": "m²", "year": "2026"}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province with a registration of the commune."""
    made: Province = app.extensions["writer"].run(found)
    app.extensions["writer"].run(lambda session: register(session, made).id)
    return made


@pytest.fixture
def commune(app: Flask, province: Province) -> Walker:
    """Give the commune's officer in front of the pages."""
    return Walker(app, province.people["commune"])


def _kept(app: Flask) -> list[tuple[str, str, int, int]]:
    def read(session: Session) -> list[tuple[str, str, int, int]]:
        rows = session.scalars(select(Indicator).order_by(Indicator.id))
        return [(row.name, row.measure, row.thousandths, row.year) for row in rows]

    kept: list[tuple[str, str, int, int]] = app.extensions["writer"].run(read)
    return kept


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250,5", Fraction(12505, 10)),
        ("1250,5", Fraction(12505, 10)),
        ("145.000", Fraction(145000)),
        ("1.000.000,125", Fraction(1000000125, 1000)),
        ("1 250,5", Fraction(12505, 10)),
        ("193,38", Fraction(19338, 100)),
        ("193.38", Fraction(19338, 100)),
        ("0", Fraction(0)),
        (" 12 ", Fraction(12)),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, value: Fraction) -> None:
    assert parse_amount(typed) == value
    assert parse_amount(amount_vi(int(value * 1000))) == value


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        *(
            (each, "chưa phải là số")
            for each in ("", "-5", "1,2,3", "12.50.000", "1e5", "٣", "nhiều", "1.25,5", "½", "1.250.5")
        ),
        ("0,1234", "quá 3 chữ số lẻ"),
        ("1234567890123", "quá 12 chữ số"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(AmountError, match=why):
        parse_amount(typed)


def test_a_result_is_reported_corrected_and_taken_away_with_its_history(app: Flask, commune: Walker) -> None:
    assert "Đã ghi: Đất hiến 1.250,5 m²." in commune.post(f"{MODEL}/chi-so", TYPED, follow=True).text
    assert _kept(app) == [("Đất hiến", "m²", 1_250_500, 2026)]
    assert 'value="1.250,5"' in commune.text(f"{MODEL}/chi-so/1")
    commune.post(f"{MODEL}/chi-so/1", TYPED | {"amount": "145.000"})
    commune.post(f"{MODEL}/chi-so/1", TYPED | {"amount": "145.000"})
    assert _kept(app) == [("Đất hiến", "m²", 145_000_000, 2026)]
    commune.post(f"{MODEL}/chi-so/1/bo")
    assert _kept(app) == []
    told = app.extensions["writer"].run(lambda session: lines(session, ["registration:1"]))
    assert [(line.by, line.fields["indicator"]) for line in told if line.kind == "indicator"] == [
        ("Người commune", ("Đất hiến, năm 2026: 145.000 m²", None)),
        ("Người commune", ("Đất hiến, năm 2026: 1.250,5 m²", "Đất hiến, năm 2026: 145.000 m²")),
        ("Người commune", (None, "Đất hiến, năm 2026: 1.250,5 m²")),
    ]
    page = commune.text(MODEL)
    assert ("Chưa ghi kết quả nào bằng số" in page, "Lịch sử kết quả (3)" in page) == (True, True)
    assert "Kết quả bằng số" in commune.text("/so-mo-hinh/1")


def test_the_pages_offer_what_their_person_may_do(app: Flask, commune: Walker, province: Province) -> None:
    commune.post(f"{MODEL}/chi-so", TYPED)
    offered = (f'href="{MODEL}/chi-so"', f'href="{MODEL}/chi-so/1"', f'action="{MODEL}/chi-so/1/bo"')
    viewer = Walker(app, province.people["commune_viewer"])
    assert [each in commune.text(MODEL) for each in offered] == [True] * 3
    assert [each in viewer.text(MODEL) for each in offered] == [False] * 3
    assert ("Thêm tệp" in commune.text("/so-mo-hinh/1"), "Thêm tệp" in viewer.text("/so-mo-hinh/1")) == (True, False)


def test_what_was_typed_wrongly_is_kept_and_explained(app: Flask, commune: Walker) -> None:
    answer = commune.post(f"{MODEL}/chi-so", TYPED | {"amount": "nhiều lắm", "year": "1800", "name": ""})
    assert answer.status_code == 422
    for words in ("“nhiều lắm” chưa phải là số", "Năm từ 1990 đến 2100", 'value="nhiều lắm"', "Chỉ số"):
        assert words in answer.text
    commune.post(f"{MODEL}/chi-so", TYPED)
    twice = commune.post(f"{MODEL}/chi-so", TYPED | {"name": "ĐẤT HIẾN", "amount": "7"})
    assert (twice.status_code, "Đã ghi “Đất hiến” (m²) của năm 2026" in twice.text) == (422, True)
    unread = commune.post(f"{MODEL}/chi-so", TYPED | {"year": "hai nghìn"})
    assert (unread.status_code, "Năm từ 1990 đến 2100" in unread.text) == (422, False)
    for year, words in (("2099", "Năm 2099 chưa đến"), ("2025", "Mô hình có từ năm 2026")):
        refused = commune.post(f"{MODEL}/chi-so", TYPED | {"name": "Khác", "year": year})
        assert (refused.status_code, words in refused.text) == (422, True)
    commune.post(f"{MODEL}/chi-so", TYPED | {"name": "ĐẤT HIẾN", "measure": "ha", "amount": "7"})
    clash = commune.post(f"{MODEL}/chi-so/2", TYPED)
    assert clash.status_code == 422
    assert [row[1:3] for row in _kept(app)] == [("m²", 1_250_500), ("ha", 7000)]
    assert '<option value="m²">' in commune.text(f"{MODEL}/chi-so")


def test_nothing_is_reported_of_a_draft(app: Flask, commune: Walker, province: Province) -> None:
    def draft(session: Session) -> None:
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        states.act(hand, reach, session.get_one(Registration, 1), "return", "Bổ sung")

    app.extensions["writer"].run(draft)
    assert "Kết quả ghi được từ khi mô hình đã gửi đăng ký." in commune.text(MODEL)
    assert f'href="{MODEL}/chi-so"' not in commune.text(MODEL)
    answer = commune.post(f"{MODEL}/chi-so", TYPED, follow=True)
    assert "đang ở bước “trả lại bổ sung”" in answer.text
    assert _kept(app) == []


def test_progress_lines_are_shown_by_period(app: Flask, commune: Walker) -> None:
    def fill(session: Session) -> None:
        for period, on_track in (("2026-06", False), ("2026-12", True)):
            session.add(ProgressLine(registration_id=1, period=period, text=f"Kỳ {period}", on_track=on_track))

    assert "Chưa có kỳ sơ kết nào được ghi" in commune.text(MODEL)
    app.extensions["writer"].run(fill)
    page = commune.text(MODEL)
    for words in ("6 tháng đầu năm 2026", "Cả năm 2026", "chậm, vướng mắc", "đúng tiến độ", "Kỳ 2026-12"):
        assert words in page


def _targets(app: Flask) -> dict[int, tuple[int | None, bool]]:
    def read(session: Session) -> dict[int, tuple[int | None, bool]]:
        rows = session.scalars(select(CampaignUnit)).unique()
        return {row.unit_id: (row.target, row.takes_part) for row in rows}

    kept: dict[int, tuple[int | None, bool]] = app.extensions["writer"].run(read)
    return kept


def test_targets_are_typed_in_one_table_and_handed_down(app: Flask, commune: Walker, province: Province) -> None:
    above = Walker(app, province.people["province"])
    saved = above.post(TARGETS, {"target-2": "12", "target-3": ""}, follow=True)
    assert "Đã lưu chỉ tiêu của 2 đơn vị." in saved.text
    assert "Các đơn vị dưới đây cộng lại: <b" in saved.text
    commune.post(f"{TARGETS}?don-vi=2", {"target-4": "10"})
    assert _targets(app) == {2: (12, True), 3: (None, True), 4: (10, False)}
    page = commune.text(TARGETS)  # the commune's officer is led to the commune's own units
    assert 'Chỉ tiêu của Xã B: <b class="figure">12</b> mô hình.' in page
    assert "Bên dưới giao thiếu 2." in page
    assert "Bên dưới giao thiếu 2" in above.text(TARGETS)
    group = app.extensions["writer"].run(lambda session: put(session, "Tổ 1", "to-dan-pho", 4))
    commune.post(f"{TARGETS}?don-vi=4", {f"target-{group}": "9"})  # counts for the village alone
    assert "Bên dưới giao thiếu 2" in above.text(TARGETS)
    assert "Bên dưới giao thiếu 1" in commune.text(TARGETS)
    commune.post(f"{TARGETS}?don-vi=4", {f"target-{group}": ""})
    again = commune.post(f"{TARGETS}?don-vi=2", {"target-4": "10"}, follow=True)
    assert "Không có chỉ tiêu nào thay đổi." in again.text
    commune.post(f"{TARGETS}?don-vi=2", {"target-4": ""})
    assert _targets(app) == {2: (12, True), 3: (None, True)}
    told = app.extensions["writer"].run(lambda session: lines(session, ["campaign_unit:1.4"]))
    assert [line.fields["target"] for line in told] == [(10, None), (None, 10)]


def test_a_target_typed_wrongly_saves_nothing_and_is_kept_in_its_field(app: Flask, province: Province) -> None:
    above, before = Walker(app, province.people["province"]), _targets(app)
    for wrong in ("nhiều", "-1", "10001", "1,5"):
        answer = above.post(TARGETS, {"target-2": wrong, "target-3": "5"})
        assert answer.status_code == 422
        assert f"“{wrong}” ở Xã B chưa phải là chỉ tiêu" in answer.text
        assert (f'value="{wrong}"' in answer.text, 'value="5"' in answer.text) == (True, True)
    assert _targets(app) == before
    above.post("/dot-dang-ky/1/khep", {"closed": "1"})
    assert above.post(TARGETS, {"target-2": "5"}).status_code == 403
    assert _targets(app) == before


def test_units_below_do_not_take_part_by_themselves(app: Flask, commune: Walker, province: Province) -> None:
    """The list of those who take part is the province's; a village with a target is not on it until it is put there."""
    writer = app.extensions["writer"]
    commune.post(f"{TARGETS}?don-vi=2", {"target-4": "10"})

    def listed(session: Session) -> list[int]:
        return [row.unit_id for row in campaigns.taking_part(session, 1, province.reach(session, "house"))]

    assert writer.run(listed) == [2, 3]

    def fix(session: Session, ids: list[int]) -> None:
        campaigns.set_units(province.hand(session, "province"), session.get_one(Campaign, 1), ids, None)

    writer.run(lambda session: fix(session, [2]))
    assert _targets(app) == {2: (1, True), 4: (10, False)}
    writer.run(lambda session: fix(session, [2, 4]))
    assert _targets(app) == {2: (1, True), 4: (10, True)}
    assert sorted(writer.run(listed)) == [2, 4]


def test_a_target_of_another_branch_is_refused_whole(app: Flask, province: Province) -> None:
    def reach_over(session: Session) -> None:
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        targets.set_all(hand, reach, session.get_one(Campaign, 1), {4: 1, 3: 9})

    before = _targets(app)
    with pytest.raises(Refused, match="not_your_branch"):
        app.extensions["writer"].run(reach_over)
    assert _targets(app) == before
