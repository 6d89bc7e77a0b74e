"""A list of units from Excel: read by any title, checked row by row, taken over in steps that may be done again."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files import unitlist
from contest.planning import places, unitimport
from contest.planning.unittree import UnitTree
from contest.tables.places import Unit, UnitParent
from contest.writer import Writer
from tests.conftest import both_databases

HEAD = ("STT", "Mã ĐVHC", "Đơn vị", "Loại đơn vị", "Trực thuộc", "Từ ngày", "Đến ngày")


def _file(*rows: Sequence[object], head: Sequence[str] = HEAD) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("DANH MỤC ĐƠN VỊ HÀNH CHÍNH",), (), head, *rows):
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _plan(writer: Writer, data: bytes) -> unitimport.Plan:
    def make(session: Session) -> unitimport.Plan:
        kinds = {kind.name: kind.id for kind in places.kinds(session)}
        return unitimport.plan(session, unitlist.read(data, "don-vi.xlsx", kinds))

    return writer.run(make)


def _take_over(writer: Writer, plan: unitimport.Plan, upto: int | None = None) -> None:
    for _count, change in list(unitimport.steps(plan, None))[:upto]:
        writer.run(change)


GOOD = (
    (1, "22501", "Xã Sơn Hòa", "xã", "66", None, None),  # below a row further down
    (2, "66", "Tỉnh Đắk Lắk", "Tỉnh", "", None, None),
    (3, "", "Thôn Tân Hòa", "Thôn", "Xã Sơn Hòa", None, None),
    (4, "", "Huyện Sơn Hòa", "Huyện", "Tỉnh Đắk Lắk", None, "30/06/2025"),
)


@both_databases
def test_a_list_is_taken_over_whatever_its_order_and_only_once(writer: Writer) -> None:
    for new in (4, 0):
        plan = _plan(writer, _file(*GOOD))
        assert (plan.problems, len(plan.rows), plan.new) == ((), 4, new)
        _take_over(writer, plan)

    def read(session: Session) -> tuple[set[tuple[str, str | None, str]], int]:
        tree = UnitTree(session)
        units = session.scalars(select(Unit)).unique().all()
        found = {
            (unit.name, unit.code, tree.nodes[above].name if (above := _last_parent(session, unit.id)) else "")
            for unit in units
        }
        return found, len(units)

    assert writer.run(read) == (
        {
            ("Tỉnh Đắk Lắk", "66", ""),
            ("Xã Sơn Hòa", "22501", "Tỉnh Đắk Lắk"),
            ("Thôn Tân Hòa", None, "Xã Sơn Hòa"),
            ("Huyện Sơn Hòa", None, "Tỉnh Đắk Lắk"),
        },
        4,
    )


def _last_parent(session: Session, unit_id: int) -> int | None:
    return session.scalars(select(UnitParent.parent_id).where(UnitParent.unit_id == unit_id)).first()


def test_an_import_that_stopped_half_way_goes_on_with_the_same_file(writer: Writer) -> None:
    rows = [(n, f"C{n}", f"Xã {n}", "Xã", "66", None, None) for n in range(60)]
    data = _file(("", "66", "Tỉnh A", "Tỉnh", "", None, None), *rows)
    _take_over(writer, _plan(writer, data), upto=1)
    assert _plan(writer, data).new == 61 - unitimport.AT_ONCE
    _take_over(writer, _plan(writer, data))
    assert _plan(writer, data).new == 0
    assert writer.run(lambda session: len(session.scalars(select(Unit.id)).all())) == 61


def test_bad_rows_are_told_by_row_and_column_and_the_others_taken(writer: Writer) -> None:
    data = _file(
        (1, "1", "Tỉnh A", "Tỉnh", "", None, None),
        (2, "2", "", "Xã", "Tỉnh A", None, None),
        (3, "3", "Xã B", "Làng", "Tỉnh A", None, None),
        (4, "4", "Xã C", "Xã", "Tỉnh Không Có", None, None),
        (5, "5", "Xã D", "Xã", "Tỉnh A", "31/02/2025", None),
        (6, "6", "Xã E", "Xã", "Tỉnh A", "01/07/2025", "30/06/2025"),
        (7, "1", "Tỉnh Trùng", "Tỉnh", "", None, None),
        (8, "8", "Xã G", "Xã", "9", None, None),
        (9, "9", "Xã H", "Xã", "8", None, None),
        (10, "10", "X· T©n LËp", "Xã", "Tỉnh A", None, None),
    )
    plan = _plan(writer, data)
    assert [each.row.name for each in plan.rows] == ["Tỉnh A"]
    assert [(each.row, each.column, each.message) for each in plan.problems] == [
        (5, "C", "Thiếu tên đơn vị."),
        (6, "D", "Loại “Làng” không có trong danh mục."),
        (7, "", "Đơn vị cấp trên “Tỉnh Không Có” chưa có trong danh mục và không ở tệp này."),
        (8, "F", "Từ ngày “31/02/2025” chưa phải là ngày."),
        (9, "G", "Ngày kết thúc đứng trước ngày bắt đầu."),
        (10, "C", "“Tỉnh Trùng” đã có ở dòng 4."),
        (11, "", "Đơn vị cấp trên “9” lại đứng dưới chính dòng này."),
        (12, "", "Đơn vị cấp trên “8” lại đứng dưới chính dòng này."),
        (13, "C", "Tên đơn vị “X· T©n LËp” dùng phông chữ cũ (TCVN3 hoặc VNI)."),
    ]
    assert all(each.remedy.startswith("Đề nghị") for each in plan.problems)


def test_a_file_that_is_no_list_is_one_problem(writer: Writer) -> None:
    for data, message in (
        (_file(head=("A", "B")), "Không tìm thấy dòng tiêu đề có cột “Tên đơn vị”, “Loại”."),
        (_file(), "Dưới dòng tiêu đề chưa có dòng nào."),
        (b"", "Tệp trống."),
        (b"%PDF-1.7", "Tệp này không phải bảng Excel (.xlsx) hoặc CSV."),
    ):
        plan = _plan(writer, data)
        assert [(each.row, each.message) for each in plan.problems] == [(0, message)]


def test_the_empty_form_is_read_back(writer: Writer) -> None:
    assert [each.message for each in _plan(writer, unitlist.form()).problems] == ["Dưới dòng tiêu đề chưa có dòng nào."]


def test_what_would_be_refused_on_the_way_is_told_before_anything_is_taken(writer: Writer) -> None:
    _take_over(writer, _plan(writer, _file(*GOOD)))
    plan = _plan(
        writer,
        _file(
            (1, "1", "Phường Minh Họa", "Phường", "66", None, None),
            (2, "2", "Phường Minh Họa", "Phường", "66", None, None),  # the same, under another code
            (3, "3", "Phường Minh Họa", "Phường", "22501", None, None),  # elsewhere: another one
            (4, "4", "Xã Sơn Hòa", "Xã", "66", None, None),  # stands already, as 22501
            (5, "66", "Tỉnh Đắk Lắk", "Tỉnh", "Thôn Tân Hòa", None, None),  # below what is below it
            (6, "5", "Huyện Sơn Hòa", "Huyện", "66", "01/07/2025", None),  # after the one that ended
            (7, "7", "Thôn Mới", "Thôn", "3", None, None),
            (8, "8", "Thôn Mới", "Thôn", "3", None, None),  # twice below a row of the file
        ),
    )
    told = {problem.row: problem.message for problem in plan.problems}
    assert told == {
        5: "“Phường Minh Họa” đã có ở dòng 4.",
        7: "“Xã Sơn Hòa” đã có cùng cấp trên này, với mã khác hoặc chưa có mã.",
        8: "Đơn vị cấp trên “Thôn Tân Hòa” lại đứng dưới chính dòng này.",
        11: "“Thôn Mới” đã có ở dòng 10.",
    }
    _take_over(writer, plan)  # and nothing of the others is refused
    assert len(writer.run(lambda session: session.scalars(select(Unit)).all())) == 8


def test_a_row_under_a_unit_that_has_ended_is_told(writer: Writer) -> None:
    _take_over(writer, _plan(writer, _file(*GOOD)))
    plan = _plan(
        writer,
        _file(
            (1, "1", "Xã Còn", "Xã", "Huyện Sơn Hòa", None, None),
            (2, "2", "Xã Hết", "Xã", "Huyện Sơn Hòa", None, "30/06/2025"),
            (3, "3", "Huyện Cũ", "Huyện", "66", None, "30/06/2025"),
            (4, "4", "Xã Dưới", "Xã", "3", None, None),
        ),
    )
    ended = "Đơn vị cấp trên “{}” kết thúc ngày 30/06/2025, trước đơn vị ở dòng này."
    assert {each.row: each.message for each in plan.problems} == {
        4: ended.format("Huyện Sơn Hòa"),
        7: ended.format("3"),
    }
    _take_over(writer, plan)
