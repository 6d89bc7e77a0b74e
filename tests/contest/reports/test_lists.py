"""What is missing, targets, replications and indicators: each report over a small book, read back whole."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from contest.files.reportbook import workbook
from contest.offices import Reach
from contest.recognition import targets
from contest.reports import indicators
from contest.reports.kit import Asked, Column, Table
from contest.reports.table import report
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import CampaignUnit
from contest.tables.recognition import Indicator, Owner
from contest.text import match_key
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.reports.books import HOUSE, Book, cells, opened, put, told


def _commune(session: Session, year: int = 2026) -> Book:
    host = put(session, "Xã B", "xa")
    units = {f"Thôn {n}": put(session, f"Thôn {n}", "thon", host, position=n) for n in (1, 2, 3)}
    return opened(session, host, units, year)


def test_units_and_domains_with_nothing(writer: Writer) -> None:
    def fill(session: Session) -> None:
        book = _commune(session)
        for domain in ("Kinh tế", "Văn hóa – xã hội", "Quốc phòng – an ninh"):
            book.register(1, "Thôn 1", domain)
        book.register(2, "Thôn 2", "Kinh tế")
        book.register(2, "Thôn 3", "Kinh tế", state="draft")

    writer.run(fill)
    found = writer.run(lambda session: told(session, "gaps"))
    assert cells(found) == [["Đơn vị"], ["Thôn 3"]]
    assert cells(found, 1) == [["Lĩnh vực"], ["Xây dựng hệ thống chính trị"]]
    assert cells(found, 2)[1:] == [
        ["Thôn 1", 3, "3/4", "Xây dựng hệ thống chính trị"],
        ["Thôn 2", 2, "1/4", "Văn hóa – xã hội; Quốc phòng – an ninh; Xây dựng hệ thống chính trị"],
    ]
    assert found.paragraph == (
        "Toàn xã năm 2026: 2/3 đơn vị có đăng ký; 1 đơn vị chưa đăng ký mô hình nào; "
        "lĩnh vực chưa có mô hình: xây dựng hệ thống chính trị; 2 đơn vị đăng ký chưa đủ các lĩnh vực."
    )


def test_targets_against_what_is_registered(writer: Writer) -> None:
    def fill(session: Session) -> None:
        book = _commune(session)
        for name, target in (("Thôn 1", 3), ("Thôn 2", 2), ("Thôn 3", None)):
            session.get_one(CampaignUnit, (book.campaign.id, book.units[name])).target = target
        group = put(session, "Tổ 1", "to-dan-pho", book.units["Thôn 1"])
        cell = put(session, "Chi bộ 1", "chi-bo", group)
        session.add_all(
            CampaignUnit(campaign_id=book.campaign.id, unit_id=each, target=target, takes_part=False)
            for each, target in ((group, 2), (cell, 9))
        )
        book.units = {**book.units, "Tổ 1": group}
        book.register(1, "Tổ 1")
        book.register(4, "Thôn 2")
        book.register(1, "Thôn 3")

    writer.run(fill)
    found = writer.run(lambda session: told(session, "targets"))
    assert cells(found) == [
        ["Đơn vị", "Chỉ tiêu", "Đã đăng ký", "Còn thiếu", "Đạt %", "Giao cho đơn vị bên dưới", "So với chỉ tiêu"],
        ["Thôn 1", 3, 1, 2, pytest.approx(100 / 3), 2, "Bên dưới giao thiếu 1"],
        ["Thôn 2", 2, 4, 0, 200, None, None],
        ["Thôn 3", None, 1, None, None, None, None],
        ["Cộng", 5, 6, 2, 100, 2, None],
    ]
    assert (
        found.paragraph
        == "Toàn xã năm 2026 đăng ký 5 mô hình trên chỉ tiêu 5 mô hình, đạt 100,00 %; 1 đơn vị chưa đạt chỉ tiêu."
    )


def test_the_difference_is_said_in_words() -> None:
    said = [targets.difference(*pair) for pair in ((12, 10), (12, 12), (12, 15), (None, 4), (12, None))]
    assert said == [
        *("Bên dưới giao thiếu 2", "Bên dưới giao vừa đủ", "Bên dưới giao vượt 3"),
        *("Đơn vị chưa có chỉ tiêu, bên dưới đã giao 4", ""),
    ]


def test_the_replication_list(writer: Writer) -> None:
    """A recognised model → adopting units, year, result; a model stands under the name of its last registration."""

    def fill(session: Session) -> None:
        first = _commune(session, 2025)
        [old] = first.register(1, "Thôn 1", "Kinh tế")
        second = opened(session, first.campaign.unit_id, first.units, 2026)
        [kept] = second.register(1, "Thôn 1", "Kinh tế", kind="maintained", models=first.models([old]))
        session.execute(
            insert(Owner),
            [
                {"registration_id": kept, "position": place, "name": name, "match_key": match_key(name)}
                for place, name in enumerate(("Hội Phụ nữ", "Ban công tác Mặt trận"), 1)
            ],
        )
        first.replicate([old], "Thôn 2", result="25 hộ tham gia", started_on=date(2025, 6, 1))
        second.replicate([kept], "Thôn 3")
        second.replicate(second.register(1, "Thôn 2", "Kinh tế"), "Thôn 3")

    writer.run(fill)
    found = writer.run(lambda session: told(session, "replication", None, {"tu": "2025"}))
    assert cells(found) == [
        ["Mô hình", "Chủ thể", "Đơn vị có mô hình", "Đơn vị nhân rộng", "Năm", "Bắt đầu", "Kết quả"],
        ["Mô hình 2", "Hội Phụ nữ; Ban công tác Mặt trận", "Thôn 1", "Thôn 2", "2025", "01/06/2025", "25 hộ tham gia"],
        ["Mô hình 2", "Hội Phụ nữ; Ban công tác Mặt trận", "Thôn 1", "Thôn 3", "2026", None, None],
        ["Mô hình 3", None, "Thôn 2", "Thôn 3", "2026", None, None],
    ]
    assert (found.data["models"], found.data["replications"]) == (2, 3)
    assert found.paragraph == "Toàn xã giai đoạn 2025–2026 nhân rộng 2 mô hình với 3 lượt áp dụng tại 2 đơn vị."
    assert [
        row[0] for row in cells(writer.run(lambda session: told(session, "replication", None, {"nam": "2026"})))[1:]
    ] == [
        *("Mô hình 2", "Mô hình 3"),
    ]


def test_a_unit_is_told_of_what_it_adopted_from_others(writer: Writer) -> None:
    """A unit's list holds the models of its own that were adopted, and those of others that it adopted; the whole holds each once."""

    def fill(session: Session) -> dict[str, int]:
        book = _commune(session)
        first = book.register(1, "Thôn 1", "Kinh tế")
        second = book.register(1, "Thôn 2", "Kinh tế")
        book.replicate(first, "Thôn 2", result="20 hộ")
        book.replicate(second, "Thôn 3")
        return dict(book.units)

    units = writer.run(fill)

    def listed(unit: str, reach: Reach = HOUSE) -> list[tuple[object, ...]]:
        asked = Asked(reach, units[unit] if unit else None)
        rows = writer.run(lambda session: report(session, "replication", asked)).tables[0].rows
        return [(row["model"], row["unit"], row["adopted_by"]) for row in rows]

    one, two = ("Mô hình 1", "Thôn 1", "Thôn 2"), ("Mô hình 2", "Thôn 2", "Thôn 3")
    assert listed("") == [one, two]
    assert (listed("Thôn 1"), listed("Thôn 2"), listed("Thôn 3")) == ([one], [one, two], [two])
    office = Reach(whole=False, officer_of=(units["Thôn 2"],))
    assert listed("", office) == [one, two]
    third = writer.run(
        lambda session: report(session, "replication", Asked(Reach(whole=False, officer_of=(units["Thôn 3"],))))
    )
    assert third.paragraph == (
        "Thôn 3 năm 2026 chưa ghi mô hình nào của đơn vị được nhân rộng; áp dụng 1 mô hình của đơn vị khác."
    )
    assert (third.data["replications"], third.data["adopted"]) == (0, 1)


def report_on(session: Session, registration: int, name: str, measure: str, thousandths: int, year: int = 2026) -> None:
    """Put an indicator into the book."""
    session.add(
        Indicator(
            registration_id=registration,
            name=name,
            match_key=match_key(name),
            measure=measure,
            thousandths=thousandths,
            year=year,
        )
    )
    session.flush()


@both_databases
def test_indicators_are_summed_only_within_one_name_and_measure(writer: Writer) -> None:
    """The outcome figures of domain.md 1.1 in their shape: 145.000 m², 673,16 tỷ đồng, 193,38 ha."""

    def fill(session: Session) -> None:
        book = _commune(session)
        first, second = book.register(2, "Thôn 1", "Kinh tế")
        [third] = book.register(1, "Thôn 2", "Văn hóa – xã hội")
        [fourth] = book.register(1, "Thôn 2")
        report_on(session, first, "Đất hiến", "m²", 100_000_000, 2025)
        report_on(session, second, "đất hiến", "m²", 44_999_999)
        report_on(session, third, "Đất hiến", "m²", 1)
        report_on(session, third, "Đất hiến", "ha", 193_380)
        report_on(session, fourth, "Vốn đầu tư", "tỷ đồng", 673_160)
        report_on(session, book.register(1, "Thôn 3", state="draft")[0], "Đất hiến", "m²", 5_000)

    writer.run(fill)
    found = writer.run(lambda session: told(session, "indicators"))
    assert found.data["by_year"] == [
        {"indicator": "Đất hiến", "measure": "ha", "reports": 1, "2025": None, "2026": "193.38", "sum": "193.38"},
        {"indicator": "Đất hiến", "measure": "m²", "reports": 3, "2025": "100000", "2026": "45000", "sum": "145000"},
        {
            "indicator": "Vốn đầu tư",
            "measure": "tỷ đồng",
            "reports": 1,
            "2025": None,
            "2026": "673.16",
            "sum": "673.16",
        },
    ]
    assert cells(found, 1)[1:] == [
        ["Đất hiến", "ha", "Văn hóa – xã hội", 193.38],
        ["Đất hiến", "m²", "Kinh tế", 144999.999],
        ["Đất hiến", "m²", "Văn hóa – xã hội", 0.001],
        ["Vốn đầu tư", "tỷ đồng", "Chưa ghi lĩnh vực", 673.16],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found))).worksheets[0]
    assert [sheet.cell(row, 6).number_format for row in (5, 6, 7)] == ["#,##0.00", "#,##0", "#,##0.00"]
    assert [row[2:] for row in cells(found, 2)[1:]] == [
        *(["Thôn 2", 193.38], ["Thôn 1", 144999.999], ["Thôn 2", 0.001], ["Thôn 2", 673.16]),
    ]
    assert found.paragraph == (
        "Các mô hình “Dân vận khéo” năm 2026 đem lại: Đất hiến 193,38 ha; Đất hiến 145.000 m² và "
        "Vốn đầu tư 673,16 tỷ đồng."
    )


def test_one_measure_is_one_however_it_is_written(writer: Writer) -> None:
    """“m²”, “M²” and “m2” are added up under the spelling that most reports use."""

    def fill(session: Session) -> None:
        book = _commune(session)
        first, second, third, fourth = book.register(4, "Thôn 1", "Kinh tế")
        report_on(session, first, "Đất hiến", "M²", 1_000)
        report_on(session, second, "Đất hiến", "m²", 20_000)
        report_on(session, third, "Đất hiến", "m²", 300_000)
        report_on(session, fourth, "Đất hiến", "m2", 4_000_000)
        report_on(session, fourth, "Đất hiến", "m", 7_000)

    writer.run(fill)
    found = writer.run(lambda session: told(session, "indicators"))
    assert [row[:3] + row[-1:] for row in cells(found)[1:]] == [
        ["Đất hiến", "m", 1, 7],
        ["Đất hiến", "m²", 4, 4321],
    ]
    assert [row[-1] for row in cells(found, 1)[1:]] == [7, 4321]
    assert "Đất hiến 7 m và Đất hiến 4.321 m²." in found.paragraph


def test_indicators_that_do_not_add_up_are_refused() -> None:
    columns = (
        Column("indicator", "Chỉ số", "text"),
        Column("measure", "Đơn vị tính", "text"),
        Column("sum", "Cộng", "amount"),
    )

    def table(*sums: int) -> Table:
        return Table("Theo đơn vị", columns, [{"indicator": "Đất", "measure": "m²", "sum": Fraction(n)} for n in sums])

    indicators.agrees(table(5), table(2, 3))
    with pytest.raises(Refused, match="report_unbalanced"):
        indicators.agrees(table(5), table(2, 2))
