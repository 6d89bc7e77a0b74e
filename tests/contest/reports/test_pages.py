"""Reports on the page, on paper, in Excel and from the command: filters in the address, letterheads, labels of invented figures."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import letterheads
from contest.reports.kit import Asked, Chart, Column, Report, Table, Value, reconciled
from contest.reports.qualifiers import said
from contest.reports.table import REPORTS
from contest.reportview import MOST_BARS, drawing
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.places import Letterhead
from contest.writer import Writer
from tests.contest.reports.books import HOUSE, Book, drawn, keeper, opened, put
from tests.serving import environment_for


def _book(session: Session, **more: Any) -> Book:
    host = put(session, "Xã B", "xa")
    units = {f"Thôn {n}": put(session, f"Thôn {n}", "thon", host, position=n) for n in (1, 2)}
    opened(session, host, units, 2025, name="Đăng ký năm 2025").register(3, "Thôn 1", "Kinh tế")
    book = opened(session, host, units, 2026, **more)
    book.register(12, "Thôn 1", "Kinh tế")
    book.register(1, "Thôn 2", "Kinh tế", kind="maintained")
    return book


def test_the_list_says_what_each_report_answers(app: Flask) -> None:
    page = keeper(app).text("/bao-cao")
    for name, entry in REPORTS.items():
        assert f'href="/bao-cao/{name}"' in page
        assert entry.about in unescape(page)


def test_every_report_is_shown_printed_and_written_of_an_empty_book(app: Flask) -> None:
    seen = keeper(app)
    app.extensions["writer"].run(lambda session: opened(session, put(session, "Xã B", "xa"), {}, 2026))
    for name in set(REPORTS) - {"season"}:
        assert "Đoạn dự thảo" in seen.text(f"/bao-cao/{name}")
        assert 'class="paper' in seen.text(f"/bao-cao/{name}/in")
        assert openpyxl.load_workbook(io.BytesIO(seen.get(f"/bao-cao/{name}.xlsx").data)).worksheets


def test_what_was_chosen_stays_in_the_address_and_nothing_else(app: Flask) -> None:
    seen = keeper(app)
    book = app.extensions["writer"].run(_book)
    unit = book.units["Thôn 1"]
    answer = seen.get(f"/bao-cao/domains?dot=&tu=2025&don-vi={unit}&theo=&tinh=")
    assert (answer.status_code, answer.location) == (302, f"/bao-cao/domains?tu=2025&don-vi={unit}")
    page = seen.text(answer.location)
    for option in ('value="2025" selected', f'value="{unit}" selected'):
        assert option in page
    assert f'href="/bao-cao/domains.xlsx?tu=2025&amp;don-vi={unit}"' in page
    assert f'href="/bao-cao/domains/in?tu=2025&amp;don-vi={unit}"' in page
    assert drawn(page)[1][:4] == ["Kinh tế", "15", "0", "15"]
    assert drawn(seen.text("/bao-cao/domains?dot=1"))[1][:4] == ["Kinh tế", "3", "0", "3"]


def test_an_address_that_means_nothing_is_answered_in_words(app: Flask) -> None:
    seen = keeper(app)
    assert "Chưa lập được báo cáo này" in seen.text("/bao-cao/registrations")
    app.extensions["writer"].run(_book)
    wrong = ("dot=x", "tu=x", "nam=abc", "theo=xyz", "don-vi=x", "in-total=tren-7", "in-total=x", "tinh=zzz")
    for address in wrong:
        typed = address.partition("=")[2]
        assert f"“{typed}” ở mục" in seen.text(f"/bao-cao/owners?{address}"), address
    assert "Báo cáo không có mục “mua”" in seen.text("/bao-cao/season?mua=77")
    for address in ("nam=1999", "dot=999"):
        assert "Chưa có đợt đăng ký nào như vậy" in seen.text(f"/bao-cao/owners?{address}")
    assert "Chưa có mùa hội thi nào như vậy" in seen.text("/bao-cao/season?season=99")


def test_a_first_year_after_the_newest_campaign_is_answered_in_words(app: Flask) -> None:
    seen = keeper(app)
    app.extensions["writer"].run(_book)
    for name in ("years", "domains", "owners", "indicators", "replication"):
        assert "Chưa có đợt đăng ký nào từ năm 2030" in seen.text(f"/bao-cao/{name}?tu=2030"), name
    assert seen.get("/bao-cao/years.xlsx?tu=2030").status_code == 409


def test_a_unit_that_cannot_be_read_as_now_stays_chosen(app: Flask) -> None:
    seen = keeper(app)

    def fill(session: Session) -> int:
        host = put(session, "Tỉnh A", "tinh")
        ended = put(session, "Huyện Sơn Hòa", "huyen", host, valid_to=date(2025, 6, 30))
        opened(session, host, {"Huyện Sơn Hòa": ended}, 2025).register(3, "Huyện Sơn Hòa", "Kinh tế")
        return ended

    unit = app.extensions["writer"].run(fill)
    page = seen.text(f"/bao-cao/registrations?nam=2025&don-vi={unit}&theo=nay")
    assert "Huyện Sơn Hòa kết thúc ngày 30/06/2025" in page
    assert (f'value="{unit}" selected' in page, "Toàn tỉnh" in page) == (True, False)
    assert f'href="/bao-cao/registrations?nam=2025&amp;don-vi={unit}"' in page


def test_paper_is_headed_by_the_units_letterhead_of_the_day(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    book = writer.run(_book)
    plain = seen.text("/bao-cao/registrations/in")
    assert ('class="plain-head"' in plain, "Thủ trưởng đơn vị" in plain) == (True, True)

    def head(session: Session, style: str, issuer: str, since: date) -> None:
        values = {"upper_body": "Đảng bộ tỉnh A", "issuer": issuer, "place": "Xã B", "signer_title": "Trưởng ban"}
        row = Letterhead(unit_id=book.campaign.unit_id, style=style, valid_from=since, valid_to=None, **values)
        letterheads.put(Hand(session, None), row)

    writer.run(lambda session: head(session, "party", "Ban Xây dựng Đảng", date(2025, 7, 1)))
    writer.run(lambda session: head(session, "party", "Ban của ngày mai", date(2099, 1, 1)))
    paper = seen.text("/bao-cao/registrations/in")
    assert 'class="letterhead letterhead-party"' in paper
    for words in ("Đảng bộ tỉnh A", "Ban Xây dựng Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM", "Trưởng ban", "Xã B, ngày"):
        assert words in paper
    assert "Ban của ngày mai" not in paper
    assert drawn(paper)[-1][:4] == ["Cộng", "12", "1", "13"]
    assert 'class="paper numbered landscape"' in paper


def test_invented_figures_are_labelled_on_every_medium(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(lambda session: _book(session, invented=True))
    assert "số liệu minh họa" in seen.text("/bao-cao/registrations").lower()
    assert "SỐ LIỆU MINH HỌA" in seen.text("/bao-cao/registrations/in")
    sheet = openpyxl.load_workbook(io.BytesIO(seen.get("/bao-cao/registrations.xlsx").data)).worksheets[0]
    assert sheet["A1"].value == "ĐĂNG KÝ MÔ HÌNH THEO ĐƠN VỊ (SỐ LIỆU MINH HỌA)"
    assert "minh họa" not in seen.text("/bao-cao/registrations?dot=1").lower()


def test_excel_keeps_exact_figures_under_printed_words_and_draws_the_chart(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(_book)
    data = seen.get("/bao-cao/owners.xlsx?in-total=hon-10&in-total-tong=gan-50").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Mô hình theo lĩnh vực và chủ th", "Biểu đồ"]
    rows = book.worksheets[0]
    assert [(rows.cell(row, 4).value, rows.cell(row, 4).number_format) for row in (5, 9)] == [
        (13, '"hơn 10"'),
        (13, "#,##0"),  # a figure below the round number is printed as it is
    ]
    sheet: Any = book["Biểu đồ"]
    assert [series.val.numRef.f for series in sheet._charts[0].series] == ["'Biểu đồ'!$B$3:$B$6", "'Biểu đồ'!$C$3:$C$6"]
    assert [cell.value for cell in sheet["B"][1:3]] == ["tập thể", 13]


def test_qualifiers_print_and_never_change_a_figure() -> None:
    assert [
        said(748, choice)
        for choice in ("", "tren-100", "hon-50", "gan-50", "tu-10", "tu-100", "gan-10", "x-10", "tren-7")
    ] == [
        *(None, "trên 700", "hơn 700", "gần 750", "gần 750", "hơn 700", "gần 750", None, None),
    ]
    assert [said(750, "gan-50"), said(45, "tu-10"), said(44, "tu-10"), said(9, "tren-10")] == [
        None,
        "gần 50",
        "hơn 40",
        None,
    ]
    assert said(748, "tu-1000") is None


def test_a_sum_across_that_is_not_one_is_refused() -> None:
    columns = (Column("name", "Đơn vị", "text"), Column("a", "Mới"), Column("b", "Duy trì"), Column("total", "Tổng số"))
    row: dict[str, Value] = {"name": "Xã B", "a": 1, "b": 2, "total": 4}
    table = Table("Theo đơn vị", columns, [row], row, {"total": ("a", "b")})
    with pytest.raises(Refused) as why:
        reconciled(Report("x", "Đăng ký", "", [table], "", {}))
    assert "dòng “Xã B” cộng các phần được 3, cột “Tổng số” ghi 4" in why.value.message
    assert Asked(HOUSE, options={"tu": "x"}).number("tu") is None


def test_a_chart_of_very_many_bars_shows_the_longest() -> None:
    many = Chart("Mô hình", [f"Xã {n}" for n in range(200)], {"mới": list(range(200))})
    drawn_ = drawing(many)
    assert (len(drawn_.bars), drawn_.bars[0].label, drawn_.bars[-1].label) == (MOST_BARS, "Xã 170", "Xã 199")
    assert drawn_.title == "Mô hình (30 nhiều nhất trong 200)"


def test_a_long_table_is_cut_on_screen_and_whole_on_paper(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)

    def fill(session: Session) -> Campaign:
        host = put(session, "Tỉnh A", "tinh")
        units = {f"Xã {n}": put(session, f"Xã {n}", "xa", host, position=n) for n in range(205)}
        return opened(session, host, units, 2026).campaign

    writer.run(fill)
    page = seen.text("/bao-cao/registrations")
    assert len(drawn(page)) == 202
    assert "Trang này hiện 200 dòng đầu trong 205 dòng" in page
    assert len(drawn(seen.text("/bao-cao/registrations/in"))) == 207


def test_the_command_gives_every_report_as_data(tmp_path: Path, type_in: Callable[..., tuple[int, str, str]]) -> None:
    environment = environment_for(tmp_path)
    assert type_in(environment, "report", "registrations", "--json")[0] == 1
    writer = Writer(f"sqlite:///{tmp_path / 'instance' / 'chamkheo.db'}")
    writer.run(_book)
    writer.close()
    for name in REPORTS:
        if name != "season":
            status, told, error = type_in(environment, "report", name, "--json")
            assert (status, error, json.loads(told)["unit"]) == (0, "", "Xã B"), name
    status, told, _ = type_in(environment, "report", "registrations", "--json", "--unit", "Xã B", "--year", "2025")
    found = json.loads(told)
    assert (found["total"], found["years"], found["rows"][0]["unit"]) == (3, [2025], "Thôn 1")
    status, told, _ = type_in(environment, "report", "owners", "--option", "in-total=hon-10", "--option", "tu=2025")
    assert re.search(r"Kinh tế +16 +0 +hơn 10", told)
    assert "Toàn xã có 16 mô hình" in told
    status, _, error = type_in(environment, "report", "years", "--option", "tu=2030")
    assert (status, "Chưa có đợt đăng ký nào từ năm 2030" in error) == (1, True)
