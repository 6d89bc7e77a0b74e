"""The half-year's and the year's review, and several years side by side: what was done, gathered and read back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.db import now
from contest.tables.appraisals import Appraisal, AppraisalTeam, CriteriaSet, Finding, Inspection, InspectionPlan
from contest.tables.decisions import Decision, TitleAward
from contest.tables.recognition import ProgressLine
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.reports.books import Book, cells, opened, put, told
from tests.contest.reports.test_lists import report_on


def a_year(session: Session) -> Book:
    """Fill a commune's year: six models, inspected in May and October, appraised, decided, replicated."""
    host = put(session, "Xã B", "xa")
    units = {f"Thôn {n}": put(session, f"Thôn {n}", "thon", host, position=n) for n in (1, 2)}
    book = opened(session, host, units, 2026, steps=("Công nhận", "Tiêu biểu"))
    first = book.register(4, "Thôn 1", "Kinh tế", state="recognised")
    second = book.register(2, "Thôn 2", "Văn hóa – xã hội", kind="maintained", owner="individual")
    for each, period, on_track in (
        (first[0], "06", True),
        (first[1], "06", False),
        (second[0], "06", True),
        (first[0], "12", True),
    ):
        session.add(ProgressLine(registration_id=each, period=f"2026-{period}", text="Đang làm", on_track=on_track))
    _inspected(session, book)
    _appraised(session, book, first[:2])
    book.decide(first[:3], 0)
    book.decide(second[:1], None, "renew")
    book.decide(first[:1], 1)
    book.decide(first[:1], None, "reward", reward="Giấy khen")
    book.decide(second[1:], None, "lapse")
    book.replicate(first[:1], "Thôn 2")
    decision = session.scalars(select(Decision).where(Decision.kind == "reward")).one()
    session.add(
        TitleAward(
            decision_id=decision.id, title="Chi bộ dân vận khéo", unit_id=units["Thôn 1"], holder="Chi bộ 1", year=2026
        )
    )
    report_on(session, first[0], "Đất hiến", "m²", 1_250_500)
    session.flush()
    return book


def _inspected(session: Session, book: Book) -> None:
    days = (date(2026, 1, 1), date(2026, 12, 31))
    plan = InspectionPlan(
        campaign_id=book.campaign.id, unit_id=book.campaign.unit_id, name="Kiểm tra", from_on=days[0], to_on=days[1]
    )
    session.add(plan)
    session.flush()
    visits = ((date(2026, 5, 4), date(2026, 5, 6)), (date(2026, 6, 1), None), (date(2026, 10, 1), date(2026, 10, 2)))
    for planned, held in visits:
        session.add(Inspection(plan_id=plan.id, unit_id=book.units["Thôn 1"], planned_on=planned, held_on=held))
    session.flush()
    may = session.scalars(select(Inspection).where(Inspection.held_on == date(2026, 5, 6))).one()
    findings = (
        ("Sổ ghi đủ", None, None),
        ("Bổ sung minh chứng", date(2026, 5, 20), date(2026, 5, 19)),
        ("Họp thôn", date(2026, 6, 10), None),
        ("Báo cáo", date(2026, 9, 1), date(2026, 9, 9)),
    )
    for place, (text, due, done) in enumerate(findings):
        session.add(Finding(inspection_id=may.id, position=place, text=text, due_on=due, done_on=done))


def _appraised(session: Session, book: Book, chosen: list[int]) -> None:
    team = AppraisalTeam(campaign_id=book.campaign.id, unit_id=book.campaign.unit_id, name="Đoàn 1")
    criteria = CriteriaSet(
        campaign_id=book.campaign.id,
        owner_type="collective",
        number=1,
        name="Bộ tiêu chí",
        document="{}",
        fingerprint="",
        threshold=0,
        created_at=now(),
    )
    session.add_all([team, criteria])
    session.flush()
    for place, each in enumerate(chosen):
        visited = date(2026, 6, 15) if place == 0 else date(2026, 9, 15)
        closed = datetime(2026, 6, 20, tzinfo=UTC) if place == 0 else None
        row = Appraisal(
            registration_id=each,
            team_id=team.id,
            criteria_set_id=criteria.id,
            visited_on=visited,
            closed_at=closed,
        )
        session.add(row)


@both_databases
def test_the_half_year(writer: Writer) -> None:
    writer.run(a_year)
    found = writer.run(lambda session: told(session, "half-year"))
    assert found.title == "Sơ kết 6 tháng đầu năm 2026"
    assert [table.title for table in found.tables] == [
        *("Đăng ký theo đơn vị", "Mô hình theo lĩnh vực", "Tiến độ theo đơn vị", "Kiểm tra, thẩm định"),
    ]
    assert cells(found, 2) == [
        ["Đơn vị", "Số mô hình", "Đúng tiến độ", "Chậm, vướng mắc", "Chưa ghi tiến độ"],
        *(["Thôn 1", 4, 1, 1, 2], ["Thôn 2", 2, 1, 0, 1], ["Cộng", 6, 2, 1, 3]),
    ]
    assert [row[1] for row in cells(found, 3)[1:]] == [2, 1, 4, 3, 1, 1, 1, 1]
    assert found.paragraph.endswith(
        "Về tiến độ: 2 mô hình đúng tiến độ, 1 chậm hoặc vướng mắc và 3 chưa ghi tiến độ.\nĐã kiểm tra 1/2 cuộc theo kế hoạch, "
        "có 3 kiến nghị, đã thực hiện 1, quá hạn 1; thẩm định xong 1 mô hình, đã đến tại chỗ 1 mô hình."
    )


@both_databases
def test_the_year(writer: Writer) -> None:
    writer.run(a_year)
    found = writer.run(lambda session: told(session, "year"))
    names = [table.title for table in found.tables]
    assert names[2:] == [
        *("Tiến độ theo đơn vị", "Kiểm tra, thẩm định", "Các bước", "Quyết định", "Danh sách nhân rộng", "Danh hiệu"),
        "Kết quả bằng số",
    ]
    assert cells(found, 2)[-1] == ["Cộng", 6, 1, 0, 5]
    assert [row[1] for row in cells(found, 3)[1:]] == [3, 2, 4, 3, 2, 2, 1, 2]
    assert [(row[0], row[3]) for row in cells(found, 4)[1:]] == [
        ("Đăng ký", 6),
        ("Công nhận", 4),
        ("Tiêu biểu", 1),
        ("Nhân rộng", 1),
    ]
    assert [row[1] for row in cells(found, 5)[1:]] == [3, 1, 1, 1, 0]
    assert cells(found, 7)[1:] == [["Chi bộ dân vận khéo", 1], ["Cộng", 1]]
    for said in (
        "Khen thưởng 1 mô hình; 1 mô hình thôi hoặc không tiếp tục được công nhận.",
        "nhân rộng 1 mô hình với 1 lượt áp dụng tại 1 đơn vị.",
        "đem lại: Đất hiến 1.250,5 m².",
    ):
        assert said in found.paragraph


def test_several_years_side_by_side(writer: Writer) -> None:
    """A model that is maintained counts in each of its years, and once among the different ones."""

    def fill(session: Session) -> None:
        host = put(session, "Huyện Phú Bình", "huyen")
        units = {"Xã A": put(session, "Xã A", "xa", host)}
        books = [opened(session, host, units, year) for year in range(2020, 2025)]
        kept = books[0].models(books[0].register(4, "Xã A", "Kinh tế"))
        for book, fresh in zip(books[1:], (2, 0, 5, 1), strict=True):
            again = book.register(3, "Xã A", "Kinh tế", kind="maintained", models=kept[:3])
            if fresh:
                book.register(fresh, "Xã A", "Văn hóa – xã hội")
            book.decide(again, 0)
            book.decide(again[:1], 1)
            book.decide(again[:2], None, "reward")
            book.replicate(again[:1], "Xã A")

    writer.run(fill)
    five = writer.run(lambda session: told(session, "years", None, {"tu": "2020"}))
    assert cells(five)[1:] == [
        ["2020", 4, 0, 4, None, 0, 0, 0],
        ["2021", 2, 3, 5, "tăng 1", 3, 2, 1],
        ["2022", 0, 3, 3, "giảm 2", 3, 2, 1],
        ["2023", 5, 3, 8, "tăng 5", 3, 2, 1],
        ["2024", 1, 3, 4, "giảm 4", 3, 2, 1],
    ]
    assert [row[-1] for row in cells(five, 1)] == ["2024", 3, 1, 0, 0, 4]
    assert cells(five, 2)[1:] == [["Xã A", 4, 5, 3, 8, 4], ["Cộng", 4, 5, 3, 8, 4]]
    assert five.data["different_models"] == 12
    assert five.paragraph.startswith(
        "Toàn huyện giai đoạn 2020–2024 có 12 mô hình “Dân vận khéo” khác nhau; năm 2020: 4 mô hình;"
    )
    three = writer.run(lambda session: told(session, "years"))
    assert [row[0] for row in cells(three)[1:]] == ["2022", "2023", "2024"]


def test_titles_of_another_branch_are_left_out(writer: Writer) -> None:
    def fill(session: Session) -> int:
        book = a_year(session)
        other = put(session, "Xã Khác", "xa")
        award = session.scalars(select(TitleAward)).one()
        session.add(
            TitleAward(decision_id=award.decision_id, title="Chi bộ dân vận khéo", unit_id=other, holder="X", year=2026)
        )
        return book.campaign.unit_id

    unit = writer.run(fill)
    found = writer.run(lambda session: told(session, "year", unit))
    assert cells(found, 7)[-1] == ["Cộng", 1]
