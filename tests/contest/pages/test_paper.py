"""Paper at the desk: typing sheets one after another, the second person, the part entered once for each team."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest import deskview, paperview
from contest.access import hash_secret
from contest.tables.people import Account
from tests.building import Built, build
from tests.contest.pages.walker import Walker

PIN = "135790"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest whose first two teams are open in the marked part."""
    built = build(app.extensions["writer"])
    built.start()
    for team in ("Suối Bạc", "Suối Trai"):
        built.do("open", "secretary", part="chao_hoi", team=built.teams[team])
    return built


def where(response: TestResponse) -> tuple[str, dict[str, str]]:
    """Give the path and query of a redirect."""
    address = urlsplit(response.headers["Location"])
    return address.path.rpartition("/")[2], {key: value[0] for key, value in parse_qs(address.query).items()}


def save(walker: Walker, built: Built, team: str, seat: int, content: str, form: str, remark: str = "") -> TestResponse:
    ids = {"part": "chao_hoi", "team": built.teams[team], "seat": built.seats[seat - 1]}
    path = f"/hoi-thi/1/lenh?phan=chao_hoi&doi={ids['team']}&giam-khao={ids['seat']}"
    marks = {"marks.noi_dung": content, "marks.hinh_thuc": form, "remark": remark}
    hidden = {"command": "type_sheet", "form": "sheet", "back": "paper.sheet", "then": "paper.after"}
    return walker.post(path, hidden | ids | marks)


def test_saving_goes_on_with_this_judges_next_team_and_then_the_next_judge(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    page = walker.text("/hoi-thi/1/nhap-phieu")
    assert "Giám khảo số 1 · đội số 1 – Suối Bạc" in page
    assert page.count('inputmode="decimal"') == 2
    seen = []
    for team, seat in (("Suối Bạc", 1), ("Suối Trai", 1), ("Suối Bạc", 2)):
        saved = save(walker, built, team, seat, "9,5", "7.25", "Rõ ràng")
        assert where(saved)[0] == "phieu-tiep"
        name, query = where(walker.get(saved.headers["Location"]))
        seen.append((name, int(query["doi"]), int(query["giam-khao"])))
    first, second = built.teams["Suối Bạc"], built.teams["Suối Trai"]
    assert seen == [
        ("nhap-phieu", second, built.seats[0]),
        ("nhap-phieu", first, built.seats[1]),
        ("nhap-phieu", second, built.seats[1]),
    ]
    kept = built.board().ledger.data("sheet", "chao_hoi", first, built.seats[0])
    assert (kept["marks"], kept["remark"], kept["state"]) == ({"noi_dung": 9500, "hinh_thuc": 7250}, "Rõ ràng", "typed")


def test_every_wrong_mark_is_said_at_once_each_at_its_field(app: Flask, built: Built) -> None:
    answer = save(Walker(app, built.accounts["secretary"]), built, "Suối Bạc", 1, "chín", "")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Còn 2 tiêu chí cần xem lại: Nội dung, Hình thức." in page
    said = re.findall(r"data-why>([^<]*)<", page)
    assert said == [
        "Nội dung: “chín” không phải là số. Đề nghị nhập như 8 hoặc 8,5.",
        "Hình thức: chưa có điểm. Đề nghị nhập theo phiếu.",
    ]
    assert page.count('aria-invalid="true"') == 2


@pytest.mark.parametrize(
    ("content", "form", "sentence"),
    [
        ("12,5", "7", "Điểm tối đa là 12. Đề nghị đồng chí nhập lại."),
        ("9,1", "7", "Điểm phải theo bước 0,25. Đề nghị đồng chí nhập lại."),
        ("chín", "7", "“chín” không phải là số. Đề nghị nhập như 8 hoặc 8,5."),
        ("9", "", "Hình thức: chưa có điểm. Đề nghị nhập theo phiếu."),
        ("-1", "7", "nhỏ hơn 0"),
    ],
)
def test_a_wrong_mark_is_told_beside_its_field_and_what_was_typed_stays(
    app: Flask, built: Built, content: str, form: str, sentence: str
) -> None:
    answer = save(Walker(app, built.accounts["secretary"]), built, "Suối Trai", 3, content, form, "Giữ lại")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Giám khảo số 3 · đội số 2 – Suối Trai" in page
    assert sentence in page
    assert 'aria-invalid="true"' in page
    for typed in (content, form, "Giữ lại"):
        assert f'value="{typed}"' in page
    assert built.board().ledger.get("sheet", "chao_hoi", built.teams["Suối Trai"], built.seats[2]) is None


def test_a_sheet_from_a_tablet_is_not_overwritten(app: Flask, built: Built) -> None:
    built.send(1, "chao_hoi", "Suối Bạc", {"noi_dung": 9000, "hinh_thuc": 7000})
    answer = save(Walker(app, built.accounts["secretary"]), built, "Suối Bạc", 1, "8", "7")
    assert "chỉ giám khảo mới sửa được" in answer.get_data(as_text=True)


def test_what_waits_is_listed_judge_by_judge(built: Built) -> None:
    grid = deskview.grid(built.board(), "chao_hoi", {})
    listed = [(blank.cell.number, blank.row.number) for blank in paperview.blanks(grid)]
    assert listed == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]
    waiting = paperview.blanks(grid)
    assert paperview.after(waiting[:1], waiting[-1]) == waiting[0]
    assert paperview.after([], waiting[-1]) is None


def confirm(walker: Walker, built: Built, command: str, **change: Any) -> TestResponse:
    ids = {"part": "chao_hoi", "team": built.teams["Suối Bạc"], "seat": built.seats[0], "version": 1}
    person = {"second": "second-secretary-1", "pin": PIN, "form": "confirm", "back": "paper.confirm"}
    query = f"?phan=chao_hoi&doi={ids['team']}&giam-khao={ids['seat']}"
    return walker.post(f"/hoi-thi/1/lenh{query}", {"command": command} | ids | person | change, follow=True)


@pytest.fixture
def typed(built: Built, app: Flask) -> Walker:
    """Give the secretary's browser after one sheet was typed, where the second secretary has a PIN."""

    def give_pin(session: Session) -> None:
        session.get_one(Account, built.accounts["second_secretary"]).pin_hash = hash_secret(PIN)

    built.writer.run(give_pin)
    walker = Walker(app, built.accounts["secretary"])
    save(walker, built, "Suối Bạc", 1, "9,5", "7,25", "Rõ ràng")
    return walker


def test_the_second_person_sees_what_was_typed_and_cannot_edit_it(typed: Walker, built: Built) -> None:
    page = typed.text("/hoi-thi/1/xac-nhan-phieu")
    for shown in (
        "Giám khảo số 1 · đội số 1 – Suối Bạc",
        ">9,5<",
        ">7,25<",
        ">16,75<",
        "“Rõ ràng”",
        "Người secretary đã nhập",
    ):
        assert shown in page
    assert 'name="marks' not in page
    assert "Đã xác nhận phiếu, đội số 1" in confirm(typed, built, "confirm_sheet").get_data(as_text=True)
    assert "Không có phiếu nào chờ xác nhận" in typed.text("/hoi-thi/1/xac-nhan-phieu")
    cell = deskview.grid(built.board(), "chao_hoi", {}).row(built.teams["Suối Bạc"]).cells[0]
    assert cell.state == "received"


def test_a_rejected_sheet_is_typed_again_with_the_reason_in_sight(typed: Walker, built: Built) -> None:
    refused = confirm(typed, built, "reject_sheet")
    assert refused.status_code == 409
    assert "Đề nghị ghi rõ lý do." in refused.get_data(as_text=True)
    confirm(typed, built, "reject_sheet", reason="Hình thức trên giấy là 7,5")
    seat = built.seats[0]
    page = typed.text(f"/hoi-thi/1/nhap-phieu?phan=chao_hoi&doi={built.teams['Suối Bạc']}&giam-khao={seat}")
    assert "Người xác nhận báo chưa khớp: Hình thức trên giấy là 7,5" in page
    assert 'value="7,25"' in page
    assert save(typed, built, "Suối Bạc", 1, "9,5", "7,5").status_code == 302


def test_the_confirmers_name_is_kept_for_the_next_sheet(typed: Walker, built: Built) -> None:
    confirm(typed, built, "confirm_sheet")
    save(typed, built, "Suối Trai", 1, "9", "7")
    page = typed.text("/hoi-thi/1/xac-nhan-phieu")
    assert 'value="second-secretary-1"' in page
    assert PIN not in page


def test_the_form_says_when_nothing_can_be_typed(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["secretary"])
    for team in ("Suối Bạc", "Suối Trai"):
        built.do("team_absent", "secretary", part="chao_hoi", team=built.teams[team], reason="Vắng")
    assert "Không còn phiếu nào cần nhập ở phần Chào hỏi" in walker.text("/hoi-thi/1/nhap-phieu?phan=chao_hoi")
    assert walker.get("/hoi-thi/1/nhap-phieu?phan=kien_thuc").status_code == 404
    assert walker.get("/hoi-thi/1/nhap-phieu?phan=chao_hoi&doi=x&giam-khao=1").status_code == 404


def agreed(app: Flask, built: Built, **values: str) -> TestResponse:
    form = {f"{built.teams[team.replace('_', ' ')]}.so_cau_dung": value for team, value in values.items()}
    return Walker(app, built.accounts["secretary"]).post("/hoi-thi/1/nhap-diem-chung?phan=kien_thuc", form)


def test_the_objective_part_is_entered_for_all_teams_at_once(app: Flask, built: Built) -> None:
    for team in built.teams.values():
        built.do("open", "secretary", part="kien_thuc", team=team)
    assert agreed(app, built, Suối_Bạc="9", Suối_Trai="10", Sơn_Phước="").status_code == 302
    ledger = built.board().ledger
    kept = [ledger.data("agreed", "kien_thuc", team).get("marks") for team in built.teams.values()]
    assert kept == [{"so_cau_dung": 9000}, {"so_cau_dung": 10000}, None]
    agreed(app, built, Suối_Bạc="9", Suối_Trai="8")
    versions = [built.board().ledger.data("agreed", "kien_thuc", team).get("version") for team in built.teams.values()]
    assert versions == [1, 2, None]


def test_one_wrong_line_keeps_all_lines_out_and_on_the_page(app: Flask, built: Built) -> None:
    for team in built.teams.values():
        built.do("open", "secretary", part="kien_thuc", team=team)
    answer = agreed(app, built, Suối_Bạc="9", Suối_Trai="11", Sơn_Phước="7,5")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "còn 2 dòng cần xem lại" in page
    assert "Đội Suối Trai: Số câu đúng: Điểm tối đa là 10." in page
    assert "Đội Sơn Phước: Số câu đúng: Điểm phải theo bước 1." in page
    for typed in ("9", "11", "7,5"):
        assert f'value="{typed}"' in page
    assert built.board().ledger.get("agreed", "kien_thuc", built.teams["Suối Bạc"]) is None


def test_the_objective_part_waits_for_its_performances(app: Flask, built: Built) -> None:
    page = Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/nhap-diem-chung")
    assert "Chưa có lượt thi nào của phần này đang mở." in page
    assert agreed(app, built, Suối_Bạc="9").status_code == 409
