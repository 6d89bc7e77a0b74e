"""A list that was written out, changed in Excel and handed in again: what it changes, what stays, and what is refused."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.register import counted
from contest import jobs
from contest.db import db
from contest.files import registrationlist
from contest.history import last_change, lines
from contest.recognition import listchanges, listimport, liststanding, registering, states
from contest.recognition.registering import Filled, ForceLine, OwnerLine
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from tests.contest.pages.listwalk import LIST, hand_in, saved, take, told_of
from tests.contest.pages.walker import Walker, filled
from tests.contest.province import Province, found, register, whole


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province."""
    made: Province = app.extensions["writer"].run(found)
    return made


def _draft(session: Session, province: Province, form: Filled, unit: str = "commune") -> int:
    campaign = session.get_one(Campaign, province.campaign)
    hand, mine = province.hand(session, "house"), province.reach(session, "house")
    return registering.draft(hand, mine, campaign, province.units[unit], form).id


def _three(session: Session, province: Province) -> None:
    """Keep a draft, one that was returned and one that was sent."""
    lead = ForceLine("lead", "Hội Phụ nữ", "vận động")
    _draft(session, province, Filled("Bản nháp", situation="Rác nhiều", forces=[lead], starts_on=date(2026, 2, 1)))
    back = register(session, province, name="Bị trả lại")
    states.act(province.hand(session, "province"), province.reach(session, "province"), back, "return", "Thiếu số liệu")
    register(session, province, name="Đã gửi")


def _written(walker: Walker, changes: Mapping[str, Mapping[str, Any]], path: str = "dang-co.xlsx") -> bytes:
    """Download the list, change cells by model and column title, and give what is saved."""
    book = openpyxl.load_workbook(io.BytesIO(walker.get(f"{LIST}/{path}").data))
    sheet = book["Danh sách"]
    titles = {str(cell.value): place for place, cell in enumerate(sheet[3], 1)}
    rows = {str(row[titles["Tên mô hình *"] - 1].value): at for at, row in enumerate(sheet.iter_rows(min_row=4), 4)}
    for name, cells in changes.items():
        for title, value in cells.items():
            sheet.cell(rows[name], titles[title]).value = value
    return saved(book)


def _read(app: Flask, read: Callable[[Session], Any]) -> Any:
    return app.extensions["writer"].run(read)


def _named(session: Session, name: str) -> Registration:
    return session.scalars(select(Registration).where(Registration.name == name)).unique().one()


def test_a_draft_and_a_returned_one_are_changed_as_the_file_says_after_a_look(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    data = _written(walker, {
        "Bản nháp": {
            "Tên mô hình *": "Hố rác gia đình", "Chủ thể": "Hội Phụ nữ\nLê An (Trưởng thôn)", "Lĩnh vực": "kinh tế",
            "Chủ đề trọng tâm": "Rác thải", "Thực trạng, lý do": "Rác rất nhiều", "Ngày bắt đầu": "15/02/2026",
            "Lực lượng chủ trì": "Hội Phụ nữ: vận động hội viên", "Loại chủ thể": "Cá nhân",
        },
        "Bị trả lại": {"Mục tiêu, tiêu chí": "100% hộ tham gia"},
        "Đã gửi": {"Nguồn lực": "20 triệu đồng"},
    })  # fmt: skip
    preview = hand_in(walker, data)
    page = " ".join(html.unescape(walker.text(preview)).split())
    for said in (
        "Sẽ sửa 2 mô hình đã có",
        "<dt>Tên mô hình</dt><dd><del>Bản nháp</del> → Hố rác gia đình</dd>",
        '<dt>Chủ thể</dt><dd><span class="quiet">(trống)</span> → Hội Phụ nữ; Lê An (Trưởng thôn)</dd>',
        "<dt>Thực trạng, lý do</dt><dd><del>Rác nhiều</del> → Rác rất nhiều</dd>",
        "<dt>Ngày bắt đầu</dt><dd><del>01/02/2026</del> → 15/02/2026</dd>",
        "<dt>Lực lượng chủ trì</dt><dd><del>Hội Phụ nữ: vận động</del> → Hội Phụ nữ: vận động hội viên</dd>",
        "<dt>Mục tiêu, tiêu chí</dt><dd><del>Nội dung minh họa</del> → 100% hộ tham gia</dd>",
        "Giữ như trong sổ (1)",
        "“Đã gửi” đã gửi đăng ký nên giữ như trong sổ. Tệp ghi khác: nguồn lực.",
        "Muốn sửa, đề nghị Tỉnh A trả lại bổ sung rồi nhập lại tệp.",
        "Sửa 2 mô hình theo tệp",
    ):
        assert said in page, said
    assert page.count("<dt>") == 9
    assert take(walker, preview) == (
        "Đã nhận 0 mô hình, trong đó 0 đã có phiếu ký; sửa 2 mô hình theo tệp; 1 mô hình đã có từ trước."
    )
    _read(app, lambda session: _see_changed(session, province))
    again = walker.text(hand_in(walker, data))
    assert "1 mô hình trong tệp" not in again
    assert "2 mô hình trong tệp đã có trong đợt này và ghi như trong sổ." in again


def _see_changed(session: Session, province: Province) -> None:
    draft, back, sent = (_named(session, name) for name in ("Hố rác gia đình", "Bị trả lại", "Đã gửi"))
    assert (draft.state, back.state, sent.resources) == ("draft", "returned", "Nội dung minh họa")
    assert [(each.name, each.post) for each in draft.owners] == [("Hội Phụ nữ", ""), ("Lê An", "Trưởng thôn")]
    assert [(each.part, each.name, each.role) for each in draft.forces] == [("lead", "Hội Phụ nữ", "vận động hội viên")]
    assert (draft.domain and draft.domain.name, [each.name for each in draft.topics]) == ("Kinh tế", ["Rác thải"])
    assert (draft.owner_type, draft.starts_on, draft.situation) == ("individual", date(2026, 2, 15), "Rác rất nhiều")
    assert (draft.key.search_key, back.goals) == ("ho rac gia dinh hoi phu nu le an", "100% hộ tham gia")
    told = lines(session, [f"registration:{draft.id}"])
    assert {each.by for each in told[:-1]} == {"Người commune"}
    assert {name: pair for each in told[:-1] for name, pair in each.fields.items()}["situation"] == (
        "Rác nhiều",
        "Rác rất nhiều",
    )


def test_a_long_text_is_shown_from_where_it_parts() -> None:
    said = "Rác sinh hoạt để ven đường. " * 10
    before, after = listchanges.Difference("situation", said, f"{said}Nay đã hết.").shown
    assert (before, after) == ("…" + said[-20:], "…" + said[-20:] + "Nay đã hết.")
    assert listchanges.Difference("situation", "Rác", "Rác\nnhiều").shown == ("Rác", "Rác; nhiều")


def test_an_empty_cell_keeps_what_the_register_says_and_is_told(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    cells = {"Mục tiêu, tiêu chí": None, "Tiến độ": "Quý II"}
    preview = hand_in(walker, _written(walker, {"Bị trả lại": cells, "Bản nháp": {"Thực trạng, lý do": None}}))
    page = walker.text(preview)
    assert "“Bị trả lại” có ô trống trong tệp, sổ giữ nội dung đã có: mục tiêu, tiêu chí." in page
    assert "“Bản nháp” có ô trống trong tệp, sổ giữ nội dung đã có: thực trạng, lý do." in page
    take(walker, preview)
    kept = _read(app, lambda session: [(each.goals, each.schedule) for each in [_named(session, "Bị trả lại")]])
    assert kept == [("Nội dung minh họa", "Quý II")]


def test_a_signed_form_that_came_in_meanwhile_sends_the_draft(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["province"])
    preview = hand_in(walker, _written(walker, {"Bản nháp": {"Ngày nhận phiếu ký": "11/03/2026"}}))
    assert "1 mô hình chậm hạn, nhiều nhất 10 ngày" in walker.text(preview)
    assert take(walker, preview).startswith("Đã nhận 0 mô hình, trong đó 1 đã có phiếu ký; sửa 1 mô hình")
    sent = _read(app, lambda session: [(e.state, e.paper_received_on) for e in [_named(session, "Bản nháp")]])
    assert sent == [("submitted", date(2026, 3, 11))]


def test_rows_that_no_list_may_change_are_told_with_the_reason(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    book = openpyxl.load_workbook(io.BytesIO(_written(walker, {
        "Đã gửi": {"Mới hay duy trì": "Duy trì"}, "Bị trả lại": {"Ngày nhận phiếu ký": "02/02/2026"},
    })))  # fmt: skip
    sheet = book["Danh sách"]
    code = str(sheet["W6"].value)
    for row, (name, typed) in enumerate((("Chép mã", code), ("Mã lạ", "MH-khong-1"), ("Mã sai", "17")), 7):
        sheet.cell(row, 2).value, sheet.cell(row, 3).value, sheet.cell(row, 23).value = "Xã B", name, typed
    page = walker.text(hand_in(walker, saved(book)))
    for said in (
        "Mới hay duy trì của “Đã gửi” trong sổ là “Mới”, nhập tệp không đổi được.",
        "Ngày nhận phiếu ký “02/02/2026” do đơn vị tiếp nhận ghi.",
        f"Mã đăng ký “{code}” đã có ở dòng 6.",
        "Mã đăng ký “MH-khong-1” không có trong đợt này.",
        "Mã đăng ký “17” không có trong đợt này.",
        "Cần xem lại (5)",
    ):
        assert said in page, said
    assert "Sẽ sửa" not in page
    assert "Sẽ nhận" not in page


def test_a_neighbours_code_changes_nothing_of_the_neighbours(app: Flask, province: Province) -> None:
    _read(app, lambda session: _draft(session, province, Filled("Của xã C"), "neighbour"))
    theirs = _written(
        Walker(app, province.people["neighbour"]), {"Của xã C": {"Nguồn lực": "Khác", "Đơn vị *": "Xã B"}}
    )
    page = Walker(app, province.people["commune"])
    assert "không có trong đợt này" in page.text(hand_in(page, theirs))
    wide = Walker(app, province.people["province"])
    assert "Đơn vị của “Của xã C” trong sổ là “Xã C”, nhập tệp không đổi được." in wide.text(hand_in(wide, theirs))


def test_without_a_code_a_model_is_known_by_unit_name_and_owners(app: Flask, province: Province) -> None:
    def make(session: Session) -> None:
        _draft(session, province, Filled("Hố rác", owners=[OwnerLine("Hội Phụ nữ")]))
        _draft(session, province, Filled("Hố rác", owners=[OwnerLine("Đoàn Thanh niên")]))
        _draft(session, province, Filled("Tổ hòa giải"))
        for _ in range(2):
            _draft(session, province, Filled("Đường hoa"))

    _read(app, make)
    walker = Walker(app, province.people["commune"])
    book = openpyxl.load_workbook(io.BytesIO(_written(walker, {"Tổ hòa giải": {"Chủ thể": "Mặt trận"}})))
    sheet = book["Danh sách"]
    sheet.delete_cols(23)
    for row in range(4, 9):
        sheet.cell(row, 15).value = "Xã hỗ trợ"
    page = " ".join(walker.text(preview := hand_in(walker, saved(book))).split())
    assert page.count("“Đường hoa” đã có ở dòng") == 1
    assert "Đơn vị có 2 mô hình tên “Đường hoa” nên chưa rõ dòng này là mô hình nào." in page
    assert "Sửa 3 mô hình theo tệp" in page
    take(walker, preview)
    count = _read(app, lambda session: len(session.scalars(select(Registration.id)).all()))
    assert count == 5
    owners = _read(app, lambda session: [each.name for each in _named(session, "Tổ hòa giải").owners])
    assert owners == ["Mặt trận"]


def _edit(app: Flask, province: Province, name: str, **values: Any) -> None:
    def change(session: Session) -> None:
        hand, mine = province.hand(session, "house"), province.reach(session, "house")
        registering.edit(hand, mine, _named(session, name), whole(session, province, name, **values))

    _read(app, change)


def test_what_was_changed_after_the_preview_is_not_written_over(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    preview = hand_in(walker, _written(walker, {"Bị trả lại": {"Tiến độ": "Quý II"}}))
    sent = filled(walker.text(preview))
    _edit(app, province, "Bị trả lại", schedule="Quý IV")
    answer = walker.post(preview, sent)
    page = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == 409
    assert "Chưa ghi gì: Người house vừa sửa một mô hình trong tệp lúc" in page
    assert "<del>Quý IV</del> → Quý II" in page
    assert "“Bị trả lại” đã được sửa trong chương trình sau khi tệp này được tải về." in page
    assert _read(app, lambda session: _named(session, "Bị trả lại").schedule) == "Quý IV"
    told = told_of(walker, str(walker.post(preview, filled(answer.get_data(as_text=True))).location))
    assert told["state"] == "done"
    assert _read(app, lambda session: _named(session, "Bị trả lại").schedule) == "Quý II"


def test_a_model_that_was_sent_after_the_preview_stops_the_whole_list(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    preview = hand_in(walker, _written(walker, {"Bị trả lại": {"Tiến độ": "Quý II"}, "Bản nháp": {"Tiến độ": "Quý I"}}))
    sent = filled(walker.text(preview))
    _read(app, lambda session: registering.submit(
        province.hand(session, "commune"), province.reach(session, "commune"), _named(session, "Bị trả lại")
    ))  # fmt: skip
    assert walker.post(preview, sent).status_code == 409
    assert _read(app, lambda session: _named(session, "Bản nháp").schedule) == ""


def test_a_preview_sends_as_many_statements_for_many_rows_as_for_few(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["commune"])
    counts = []
    for at in range(2):

        def make(session: Session, at: int = at) -> None:
            for number in range(5 + 40 * at):
                _draft(session, province, Filled(f"Mô hình {at}.{number}", owners=[OwnerLine("Hội Phụ nữ")]))

        _read(app, make)
        names = [f"Mô hình {of}.{number}" for of in range(at + 1) for number in range(5 + 40 * of)]
        preview = hand_in(walker, _written(walker, {name: {"Tiến độ": "Quý II"} for name in names}))
        with counted(app) as sent:
            walker.text(preview)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert take(walker, preview).startswith("Đã nhận 0 mô hình, trong đó 0 đã có phiếu ký; sửa 50 mô hình")


def _begun(province: Province, data: bytes) -> tuple[listimport.Plan, int, list[jobs.Step]]:
    """Give what the commune's officer would have done with a file, the newest change that they saw, and the steps."""
    session, mine = db.session(), province.reach(db.session(), "commune")
    campaign = session.get_one(Campaign, 1)
    wanted = registrationlist.read(data, "a.xlsx", liststanding.known(session, mine, campaign))
    todo = listimport.plan(session, mine, campaign, wanted)
    seen = last_change(session, todo.subjects)[0]
    return todo, seen, list(listimport.steps(todo, 1, mine, province.people["commune"], seen))


def test_work_that_has_begun_stops_at_a_model_that_was_changed_meanwhile(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    data = _written(walker, {"Bị trả lại": {"Tiến độ": "Quý II"}})
    with app.app_context():
        *_, steps = _begun(province, data)
        _edit(app, province, "Bị trả lại", schedule="Quý IV")
        stopped = told_of(walker, f"/viec/{jobs.begin(province.people['commune'], 'Nhập', steps, '', '/')}")
    assert (stopped["state"], stopped["done"]) == ("failed", 0)
    assert "Dừng ở “Bị trả lại”: Người house vừa sửa mô hình này lúc" in stopped["said"]
    assert _read(app, lambda session: _named(session, "Bị trả lại").schedule) == "Quý IV"


def test_the_same_work_twice_changes_once(app: Flask, province: Province) -> None:
    _read(app, lambda session: _three(session, province))
    walker = Walker(app, province.people["commune"])
    data = _written(walker, {"Bị trả lại": {"Tiến độ": "Quý II"}, "Bản nháp": {"Chủ thể": "Hội Phụ nữ"}})
    with app.app_context():
        todo, seen, steps = _begun(province, data)
    _read(app, steps[0][1])
    newest = _read(app, lambda session: last_change(session, todo.subjects)[0])
    _read(app, steps[0][1])
    assert _read(app, lambda session: last_change(session, todo.subjects)[0]) == newest > seen
