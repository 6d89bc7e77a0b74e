"""Whose figures, and on whose lines: units as they were and as they are now, a person's branch, one unit of a campaign."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.planning import places, succeeding
from contest.reports.kit import Asked
from contest.reports.table import report
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit
from contest.writer import Writer
from tests.contest.reports.books import opened, put, told

REFORM = date(2025, 7, 1)
ENDS = date(2025, 6, 30)


def _succeed(session: Session, old: int, name: str, kind: str = "merge") -> int:
    [new] = succeeding.succeed(Hand(session, None), session.get_one(Unit, old), [name], kind, REFORM, "Nghị quyết 2025")
    return new.id


@pytest.fixture
def units(writer: Writer) -> dict[str, int]:
    """Give Bắc Kạn as it was in 2021: two districts, three communes, whose districts ended and which Thái Nguyên took over."""

    def fill(session: Session) -> dict[str, int]:
        made = {
            "Bắc Kạn": put(session, "Tỉnh Bắc Kạn", "tinh"),
            "Thái Nguyên": put(session, "Tỉnh Thái Nguyên", "tinh"),
        }
        for name in ("Chợ Đồn", "Ba Bể"):
            made[name] = put(session, f"Huyện {name}", "huyen", made["Bắc Kạn"], valid_to=ENDS)
        for name, above in (("Tân Lập", "Chợ Đồn"), ("Nam Cường", "Chợ Đồn"), ("Khang Ninh", "Ba Bể")):
            made[name] = put(session, f"Xã {name}", "xa", made[above])
        own = opened(session, made["Thái Nguyên"], {}, 2021)
        own.register(7, domain="Kinh tế")
        book = opened(session, made["Bắc Kạn"], {name: made[name] for name in ("Chợ Đồn", "Ba Bể")}, 2021)
        for name, count in (("Tân Lập", 10), ("Nam Cường", 20), ("Khang Ninh", 5)):
            book.units = {**book.units, name: made[name]}
            book.register(count, name, "Kinh tế")
        book.register(3, "Chợ Đồn", "Kinh tế")
        for name in ("Tân Lập", "Nam Cường", "Khang Ninh"):
            places.place_under(Hand(session, None), session.get_one(Unit, made[name]), made["Bắc Kạn"], REFORM)
        made["Nam Cường mới"] = _succeed(session, made["Tân Lập"], "Xã Nam Cường (mới)")
        _succeed(session, made["Nam Cường"], "Xã Nam Cường (mới)")
        assert _succeed(session, made["Bắc Kạn"], "Tỉnh Thái Nguyên") == made["Thái Nguyên"]
        return made

    known: dict[str, int] = writer.run(fill)
    return known


def _lines(writer: Writer, unit: int | None, options: dict[str, str]) -> dict[str, object]:
    found = writer.run(lambda session: told(session, "registrations", unit, options))
    return {str(row["unit"]): row["total"] for _, row in found.tables[0].lines()}


def test_as_it_was_the_districts_stand(writer: Writer, units: dict[str, int]) -> None:
    assert _lines(writer, units["Bắc Kạn"], {"nam": "2021"}) == {"Huyện Ba Bể": 5, "Huyện Chợ Đồn": 33, "Cộng": 38}
    assert _lines(writer, units["Thái Nguyên"], {"nam": "2021"}) == {"Tỉnh Thái Nguyên": 7, "Cộng": 7}
    assert _lines(writer, units["Chợ Đồn"], {"nam": "2021"}) == {
        "Xã Nam Cường": 20,
        "Xã Tân Lập": 10,
        "Huyện Chợ Đồn (trực tiếp)": 3,
        "Cộng": 33,
    }


def test_as_it_is_now_thai_nguyen_has_both_books(writer: Writer, units: dict[str, int]) -> None:
    """The district's own models are the province's now; two communes are one."""
    both = {"Xã Khang Ninh": 5, "Xã Nam Cường (mới)": 30, "Tỉnh Thái Nguyên (trực tiếp)": 10, "Cộng": 45}
    assert _lines(writer, units["Thái Nguyên"], {"nam": "2021", "theo": "nay"}) == both
    assert _lines(writer, units["Bắc Kạn"], {"nam": "2021", "theo": "nay"}) == both
    assert _lines(writer, units["Nam Cường mới"], {"nam": "2021", "theo": "nay"}) == {
        "Xã Nam Cường (mới)": 30,
        "Cộng": 30,
    }


def test_a_campaign_asked_for_by_its_number_is_counted_alone(writer: Writer, units: dict[str, int]) -> None:
    assert _lines(writer, None, {"dot": "2", "theo": "nay"})["Cộng"] == 38
    assert _lines(writer, None, {"dot": "1", "theo": "nay"})["Cộng"] == 7


def test_the_scope_says_how_units_are_read(writer: Writer, units: dict[str, int]) -> None:
    then = writer.run(lambda session: told(session, "domains", units["Bắc Kạn"]))
    now = writer.run(lambda session: told(session, "domains", units["Bắc Kạn"], {"theo": "nay"}))
    assert then.scope == "Tỉnh Bắc Kạn · năm 2021 · theo đơn vị lúc đó · mô hình đã đăng ký"
    assert now.scope == "Tỉnh Thái Nguyên · năm 2021 · theo đơn vị bây giờ · mô hình đã đăng ký"
    assert (then.data["reading"], now.data["reading"], now.data["total"]) == ("then", "now", 45)


def test_an_office_is_told_of_its_own_branch_alone(writer: Writer, units: dict[str, int]) -> None:
    def seen(reach: Reach) -> tuple[str, object, str]:
        found = writer.run(lambda session: report(session, "registrations", Asked(reach, year=2021)))
        return found.scope, found.data["total"], found.paragraph

    commune = seen(Reach(whole=False, officer_of=(units["Khang Ninh"],)))
    assert commune[:2] == ("Xã Khang Ninh · năm 2021 · theo đơn vị lúc đó", 5)
    two = seen(Reach(whole=False, viewer_of=(units["Khang Ninh"], units["Chợ Đồn"])))
    assert two[1] == 8  # the communes of Chợ Đồn stand under others now: their books are no longer the district's
    with pytest.raises(Refused, match="no_campaign_asked"):
        seen(Reach(whole=False))


def test_drafts_and_what_was_returned_do_not_count(writer: Writer) -> None:
    def fill(session: Session) -> None:
        host = put(session, "Xã B", "xa")
        book = opened(session, host, {"Thôn 1": put(session, "Thôn 1", "thon", host)}, 2026)
        for state in ("draft", "returned", "submitted", "withdrawn"):
            book.register(2, "Thôn 1", "Kinh tế", state=state)
        book.register(1, "Thôn 1")

    writer.run(fill)
    found = writer.run(lambda session: told(session, "domains"))
    assert [(row["domain"], row["total"]) for row in found.tables[0].rows if row["total"]] == [
        ("Kinh tế", 4),
        ("Chưa ghi lĩnh vực", 1),
    ]
    assert found.paragraph.startswith(
        "Toàn xã có 5 mô hình “Dân vận khéo” năm 2026, trong đó 4 mô hình lĩnh vực kinh tế"
    )


def test_late_is_counted_by_the_day_in_vietnam(writer: Writer) -> None:
    """A signed paper's day decides; else the moment of sending: 23:59 on the last day in Hà Nội is in time."""

    def fill(session: Session) -> None:
        host = put(session, "Xã B", "xa")
        book = opened(session, host, {"Thôn 1": put(session, "Thôn 1", "thon", host)}, 2026)
        book.register(1, "Thôn 1", submitted_at=datetime(2026, 3, 1, 16, 59, tzinfo=UTC))
        book.register(2, "Thôn 1", submitted_at=datetime(2026, 3, 1, 17, 0, tzinfo=UTC))
        book.register(4, "Thôn 1", submitted_at=datetime(2026, 3, 9, tzinfo=UTC), paper_received_on=date(2026, 3, 1))
        book.register(8, "Thôn 1", submitted_at=datetime(2026, 1, 9, tzinfo=UTC), paper_received_on=date(2026, 3, 2))

    writer.run(fill)
    found = writer.run(lambda session: told(session, "registrations"))
    assert (found.data["total"], found.data["late_models"]) == (15, 10)


def test_those_below_one_that_takes_part_stand_on_its_line(writer: Writer) -> None:
    def fill(session: Session) -> None:
        host = put(session, "Tỉnh A", "tinh")
        above = put(session, "Huyện B", "huyen", host)
        below = put(session, "Xã C", "xa", above)
        book = opened(session, host, {"Huyện B": above, "Xã C": below}, 2020)
        book.register(2, "Xã C")
        book.submitted("Huyện B", date(2020, 2, 1))
        book.submitted("Xã C", date(2020, 3, 31))

    writer.run(fill)
    found = writer.run(lambda session: told(session, "registrations"))
    assert [(row["unit"], row["total"], row["submitted_on"], row["days_late"]) for row in found.tables[0].rows] == [
        ("Huyện B", 2, date(2020, 2, 1), None)
    ]


def test_as_it_is_now_no_unit_is_headed_by_another_that_did_not_succeed_it(
    writer: Writer, units: dict[str, int]
) -> None:
    with pytest.raises(Refused) as why:
        _lines(writer, units["Chợ Đồn"], {"nam": "2021", "theo": "nay"})
    assert why.value.message.startswith("Huyện Chợ Đồn kết thúc ngày 30/06/2025, không đơn vị nào kế thừa")


def test_as_it_is_now_a_unit_of_the_future_is_refused(writer: Writer, units: dict[str, int]) -> None:
    later = writer.run(lambda s: put(s, "Xã Mai Sau", "xa", units["Bắc Kạn"], valid_from=date(2999, 1, 1)))
    with pytest.raises(Refused) as why:
        _lines(writer, later, {"nam": "2021", "theo": "nay"})
    assert why.value.message.startswith("Xã Mai Sau đến ngày 01/01/2999 mới có")
