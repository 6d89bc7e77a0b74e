"""Reports as data, as words on the console and as a workbook: the same figures, and none that does not add up."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.orm import Session

from contest import demoseason
from contest.files.reportbook import workbook
from contest.history import Hand
from contest.offices import Reach
from contest.planning import seasons
from contest.planning.units import find_unit
from contest.reports.kit import Asked, Chart, Column, Report, Table, Value, reconciled
from contest.reports.table import report
from contest.reportview import cell, drawing
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.writer import Writer
from tests.building import finish, play_worked
from tests.serving import environment_for

COLUMNS = (
    Column("name", "Lĩnh vực", "text"),
    Column("count", "Số"),
    Column("share", "Tỷ lệ", "share"),
    Column("on", "Ngày", "date"),
)


def _report(total: int) -> Report:
    rows: list[dict[str, Value]] = [
        {"name": "Kinh tế", "count": 60, "share": Fraction(6000, 458), "on": date(2024, 8, 15)},
        {"name": "=1+1", "count": 398, "share": None, "on": None},
    ]
    table = Table("Theo lĩnh vực", COLUMNS, rows, {"name": "Cộng", "count": total})
    return Report("x", "Mô hình", "Kinh Môn", [table], "Có 458 mô hình.", {}, ("Làm tròn nửa lên.",), (), invented=True)


def test_a_report_that_does_not_add_up_is_refused() -> None:
    assert reconciled(_report(458)).name == "x"
    with pytest.raises(Refused) as why:
        reconciled(_report(459))
    assert "bảng “Theo lĩnh vực”, cột “Số” cộng được 458, dòng tổng ghi 459" in why.value.message


def test_a_workbook_holds_numbers_dates_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(_report(458)))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert rows[0] == ["Lĩnh vực", "Số", "Tỷ lệ", "Ngày"]
    assert rows[1][:2] + rows[1][3:] == ["Kinh tế", 60, "15/08/2024"]
    assert rows[2][:2] == ["=1+1", 398]
    assert sheet["A6"].data_type == "s"
    assert (rows[3][0], rows[3][1]) == ("Cộng", 458)
    assert sheet["A1"].value == "MÔ HÌNH (SỐ LIỆU MINH HỌA)"


def test_cells_are_shown_as_people_read_them() -> None:
    shown = [
        cell(None),
        cell(4900),
        cell(Fraction(6000, 458), "share"),
        cell(Fraction(19338, 100), "amount"),
        cell("chữ"),
    ]
    assert shown == ["–", "4.900", "13,10", "193,38", "chữ"]


def test_bars_stand_on_one_scale() -> None:
    drawn = drawing(Chart("Tiến độ", ["Xã", "Huyện"], {"đã chốt": [80, 5], "sắp thi": [5, 0]}))
    assert [bar.total for bar in drawn.bars] == [85, 5]
    first = drawn.bars[0]
    assert [piece.words for piece in first.pieces] == ["Xã: 80 đã chốt", "Xã: 5 sắp thi"]
    assert first.pieces[1].x == first.pieces[0].x + first.pieces[0].width
    assert drawn.bars[1].pieces[0].width == pytest.approx(first.pieces[0].width / 16, abs=1)


def test_the_demos_season_has_the_customers_figures(writer: Writer) -> None:
    """The figures of domain.md 1.1: 85 commune and 9 district contests, 988 teams, 4,900 members."""

    def plan(session: Session) -> tuple[int, demoseason.Cast, list[demoseason.Planned]]:
        return demoseason.found(session)

    season_id, cast, planned = writer.run(plan)
    assert [sum(each.level == level for each in planned) for level in ("xa", "huyen")] == [85, 9]
    assert sum(len(each.teams) for each in planned) == 988
    assert sum(size for each in planned for _, size in each.teams) == 4900
    chosen = [next(each for each in planned if each.until == until) for until in ("announced", "running", "prepared")]
    for each in chosen:
        writer.run(partial(demoseason.play, season_id=season_id, cast=cast, planned=each))
    found = writer.run(lambda session: report(session, "season", Asked(Reach(whole=True))))
    teams = sum(len(each.teams) for each in chosen)
    members = sum(size for each in chosen for _, size in each.teams)
    assert found.data == {
        "contests": {"commune": 3},
        "teams": teams,
        "members": members,
        "judges": 9,
        "carried": {"teams": 0, "members": 0},
        "standing": {"finished": 1, "running": 1, "planned": 0, "overdue": 1},
        "season": demoseason.NAME,
        "unit": demoseason.PROVINCE,
        "year": 2024,
        "invented": True,
    }
    again = writer.run(plan)  # what was stopped goes on: the same season, without what is played already
    assert (again[0], len(again[2]), {each.unit for each in chosen} & {each.unit for each in again[2]}) == (
        season_id,
        91,
        set(),
    )


def test_the_command_prints_a_report_as_data_and_as_words(
    tmp_path: Path, type_in: Callable[..., tuple[int, str, str]]
) -> None:
    environment = environment_for(tmp_path)
    status, _, error = type_in(environment, "report", "season", "--json")
    assert (status, "Chưa có mùa hội thi nào như vậy" in error) == (1, True)
    writer = Writer(f"sqlite:///{tmp_path / 'instance' / 'chamkheo.db'}")
    built = finish(play_worked(writer))

    def fill(session: Session) -> None:
        hand = Hand(session, None)
        unit = find_unit(session, "Tỉnh A")
        details = seasons.SeasonDetails("Mùa 2026", unit.id, 2026, date(2026, 1, 1), date(2026, 12, 31))
        seasons.put_in(hand, seasons.make(hand, details), session.get_one(Contest, built.id), None)

    writer.run(fill)
    writer.close()
    status, told, _ = type_in(environment, "report", "season", "--json", "--unit", "tỉnh A", "--year", "2026")
    assert (status, json.loads(told)["contests"], json.loads(told)["teams"]) == (0, {"commune": 1}, 6)
    status, told, _ = type_in(environment, "report", "season")
    assert "Cấp xã (xã, phường, đặc khu)  1" in told
    status, _, error = type_in(environment, "report", "khong-co")
    assert (status, "Đề nghị dùng một trong các tên: registrations, " in error) == (1, True)
    status, _, error = type_in(environment, "report", "season", "--unit", "Xã Lạ")
    assert (status, "Chưa có đơn vị “Xã Lạ”" in error) == (1, True)
    status, _, error = type_in(environment, "report", "season", "--option", "gì")
    assert status != 0
