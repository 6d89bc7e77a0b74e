"""Papers: what can be printed when, what stands on them, and that nothing stands there too early or unreconciled."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from contest import chain
from contest.accounts import sign_in_link
from contest.messages.papers import LETTERHEADS
from contest.scorebook.entry import SYSTEM, Book
from contest.tables.contests import Contest
from contest.tables.scorebook import Event
from scoring.preset import preset
from tests.building import Built, build, play_worked
from tests.contest.pages.walker import Walker

TRIMMED = """
name = "Bỏ cao thấp"
ties = ["decision"]
rounding = [{ stage = "panel", decimals = 2 }]
[[parts]]
key = "tp"
name = "Tiểu phẩm"
max_points = 20
panel = { method = "trimmed_mean", over = "criteria", drop = 1, at_least = 3 }
criteria = [
  { key = "a", name = "Nội dung", max_points = 10, step = "0.25" },
  { key = "b", name = "Diễn xuất", max_points = 10, step = "0.25" },
]
deductions = [{ key = "gio", name = "Quá giờ", kind = "overtime", bands = [{ from = 1, points = "0.5" }] }]
"""

THIRDS = 'name = "Phần ba"\n' + "".join(
    f'[[parts]]\nkey = "{key}"\nname = "{name}"\nmax_points = 20\npanel = {{ method = "mean" }}\n'
    'criteria = [{ key = "a", name = "A", max_points = 10, step = "0.25" }, { key = "b", name = "B", max_points = 10, step = 1 }]\n'
    for key, name in (("tp", "Tiểu phẩm"), ("hai", "Hùng biện"))
)


@dataclass
class Office:
    """A contest and its secretary before its pages."""

    built: Built
    walker: Walker

    def path(self, paper: str = "") -> str:
        return f"/hoi-thi/{self.built.id}/giay-to{paper}"

    def words(self, paper: str = "") -> str:
        """Give a page's words, tags left out and spaces collapsed."""
        return words_of(self.walker.text(self.path(paper)))

    def refused(self, paper: str) -> str:
        response = self.walker.get(self.path(paper))
        assert response.status_code == 409, (paper, response.status_code)
        return words_of(response.get_data(as_text=True))


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def office(app: Flask, built: Built) -> Office:
    return Office(built, Walker(app, built.accounts["secretary"]))


def rows(page: str) -> list[list[str]]:
    """Give a page's table rows as words."""
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        found.append([words_of(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)])
    return found


def writer_of(app: Flask) -> Any:
    return app.extensions["writer"]


def play_trimmed(app: Flask) -> Built:
    """Two teams, three judges, one absent for the second team, which also ran over time."""
    built = build(writer_of(app), ("Sen", "Cúc"), 3, TRIMMED)
    built.start()
    for team in built.teams:
        built.do("open", part="tp", team=built.teams[team])
        for seat, (one, two) in enumerate(((8000, 9000), (8250, 9250), (9750, 7000)), 1):
            if team == "Cúc" and seat == 3:
                built.do(
                    "judge_absent", "secretary", part="tp", team=built.teams[team], seat=built.seats[2], reason="Ốm"
                )
            else:
                answer = built.send(seat, "tp", team, {"a": one, "b": two}, remark="Giọng tốt")
                assert answer.status == "accepted"
    built.do("deduct", "secretary", part="tp", team=built.teams["Cúc"], rule="gio", amount="75", reason="Hai đồng hồ")
    for ended in built.teams.values():
        built.do("lock", "secretary", part="tp", team=ended)
    return built


def test_list_says_what_can_be_printed_and_why_not(app: Flask) -> None:
    built = build(writer_of(app))
    desk = office(app, built)
    before = desk.words()
    assert "phiếu in trước khi bốc thăm để trống cột tên đội" in before
    assert "Chưa có đội nào đủ phiếu ở phần này." in before
    assert "Chưa lập dự thảo kết quả." in before
    for paper in ("/phieu-da-cham/chao_hoi", "/tong-hop/chao_hoi", "/tong-hop", "/bien-ban"):
        assert "Chưa in được" in desk.refused(paper)
        assert f'{desk.path(paper)}"' not in desk.walker.text(desk.path())
    after = office(app, play_worked(writer_of(app)))
    page = after.walker.text(after.path())
    assert page.count("offer-why") == 1  # the minutes wait for the draft
    for address in set(re.findall(r'href="(/hoi-thi/\d+/giay-to/[^"]+)"', page)):
        assert after.walker.get(address).status_code == 200, address


def test_contest_without_rulebook_or_teams_prints_nothing_and_says_so(app: Flask) -> None:
    built = build(writer_of(app), teams=())
    desk = office(app, built)
    assert "Chưa có đội thi." in desk.words()
    for paper in ("/phieu-cham", "/tong-hop", "/bien-ban", "/bang-tinh.xlsx", "/tong-hop/chao_hoi"):
        assert "Chưa có đội thi." in desk.refused(paper)
    empty = office(app, build(writer_of(app), judges=0))
    assert "Chưa lập Ban Giám khảo." in empty.refused("/phieu-cham")


def test_blank_sheets_are_one_for_each_judge_and_part_in_running_order(app: Flask) -> None:
    built = build(writer_of(app))
    desk = office(app, built)
    undrawn = desk.walker.text(desk.path("/phieu-cham"))
    assert undrawn.count("<article") == 3  # the objective part has no sheets
    assert "Suối Bạc" not in undrawn
    built.order()
    order = [built.teams[name] for name in ("Sơn Phước", "Suối Bạc", "Suối Trai")]
    built.do("set_order", part="chao_hoi", teams=order)
    page = desk.walker.text(desk.path("/phieu-cham/chao_hoi?giam-khao=2"))
    assert page.count("<article") == 1
    assert [row[:2] for row in rows(page)[1:]] == [["1", "Sơn Phước"], ["2", "Suối Bạc"], ["3", "Suối Trai"]]
    assert rows(page)[0][2:] == [
        "Nội dung tối đa 12, bước 0,25", "Hình thức tối đa 8, bước 0,25", "Cộng tối đa 20", "Nhận xét",
    ]  # fmt: skip
    assert "Giám khảo số 2: Nguyễn Văn 2" in words_of(page)
    assert desk.walker.get(desk.path("/phieu-cham/khong-co")).status_code == 404
    assert desk.walker.get(desk.path("/phieu-cham/kien_thuc")).status_code == 404
    assert desk.walker.get(desk.path("/phieu-cham?giam-khao=9")).status_code == 404


def test_marks_are_printed_only_once_the_whole_panel_has_sent(app: Flask) -> None:
    built = build(writer_of(app))
    built.start()
    desk = office(app, built)
    for team, judges in (("Suối Bạc", (1, 2, 3)), ("Suối Trai", (1, 2))):
        built.do("open", part="chao_hoi", team=built.teams[team])
        for seat in judges:
            mark = 11_250 if team == "Suối Trai" else 9_000
            receipt = built.send(seat, "chao_hoi", team, {"noi_dung": mark, "hinh_thuc": 7_750}).receipt
    page = desk.walker.text(desk.path("/phieu-da-cham/chao_hoi?giam-khao=2"))
    assert rows(page)[1][:5] == ["1", "Suối Bạc", "9", "7,75", "16,75"]
    assert rows(page)[2] == ["2", "Suối Trai", "đã nhận", "", ""]
    assert rows(page)[3] == ["3", "Sơn Phước", "chưa có", "", ""]
    third = desk.walker.text(desk.path("/phieu-da-cham/chao_hoi?giam-khao=3"))
    assert rows(third)[2][2] == "chưa có"
    for paper in ("/phieu-da-cham/chao_hoi", "/tong-hop/chao_hoi"):
        said = desk.words(paper)
        assert "11,25" not in said
        assert str(receipt) not in said
    assert rows(desk.walker.text(desk.path("/tong-hop/chao_hoi")))[2] == [
        "2", "Suối Trai", "đã nhận", "đã nhận", "chưa có", "chưa đủ phiếu", "", "", "", "",
    ]  # fmt: skip


def test_part_table_shows_how_each_figure_came_about(app: Flask) -> None:
    desk = office(app, play_trimmed(app))
    page = desk.walker.text(desk.path("/tong-hop/tp"))
    table = rows(page)
    assert table[0] == [
        "TT", "Đội thi", "Tiêu chí", "GK 1", "GK 2", "GK 3", "Số GK chấm", "Bình quân (bỏ 1 cao nhất, 1 thấp nhất)",
        "Làm tròn 2 số lẻ", "Cộng", "Điểm trừ", "Lý do trừ", "Điểm phần thi",
    ]  # fmt: skip
    assert table[1] == [
        "1",
        "Sen",
        "Nội dung",
        "(8)",
        "8,25",
        "(9,75)",
        "3/3",
        "8,25",
        "8,25",
        "17,25",
        "",
        "",
        "17,25",
    ]
    assert table[2] == ["Diễn xuất", "9", "(9,25)", "(7)", "9", "9,00"]
    assert table[3] == [
        "2", "Cúc", "Nội dung", "8", "8,25", "vắng", "2/3", "8,125", "8,13", "17,26", "0,5", "Quá giờ (75 giây): Hai đồng hồ", "16,76",
    ]  # fmt: skip
    assert table[4] == ["Diễn xuất", "9", "9,25", "vắng", "9,125", "9,13"]
    assert "Điểm trong ngoặc đơn bị bỏ theo thể lệ" in words_of(page)
    quiz = office(app, play_worked(writer_of(app)))
    assert rows(quiz.walker.text(quiz.path("/tong-hop/kien_thuc")))[1] == ["1", "A", "9", "18", "", "", "18,00"]
    assert quiz.walker.get(quiz.path("/tong-hop/khong-co")).status_code == 404


STAGED = """
name = "Hệ số"
rounding = [{ stage = "panel", decimals = 2 }, { stage = "factor", decimals = 1 }, { stage = "part", decimals = 0 }]
[[parts]]
key = "mot"
name = "Một"
max_points = 20
factor = "0.8"
panel = { method = "mean" }
criteria = [{ key = "a", name = "A", max_points = 10, step = "0.25" }, { key = "b", name = "B", max_points = 5, step = "0.25", weight = 2 }]
[[parts]]
key = "hai"
name = "Hai"
max_points = 20
panel = { method = "mean", over = "criteria" }
criteria = [{ key = "a", name = "A", max_points = 10, step = "0.25" }, { key = "b", name = "B", max_points = 5, step = "0.25", weight = 2 }]
"""


def test_every_rounding_and_factor_has_its_column(app: Flask) -> None:
    built = build(writer_of(app), ("Sen", "Cúc"), 3, STAGED)
    built.start()
    for part in ("mot", "hai"):
        built.do("open", part=part, team=built.teams["Sen"])
        for seat, (one, two) in enumerate(((8000, 4000), (8250, 4250), (8250, 4500)), 1):
            assert built.send(seat, part, "Sen", {"a": one, "b": two}).status == "accepted"
    built.do("team_absent", "secretary", part="mot", team=built.teams["Cúc"], reason="Xe hỏng")
    desk = office(app, built)
    first = rows(desk.walker.text(desk.path("/tong-hop/mot")))
    assert first[0][5:] == [
        "Số GK chấm", "Điểm bình quân", "Làm tròn 2 số lẻ", "Nhân hệ số 0,8", "Làm tròn 1 số lẻ", "Làm tròn 0 số lẻ",
        "Điểm trừ", "Lý do trừ", "Điểm phần thi",
    ]  # fmt: skip
    assert first[1][2:] == ["16", "16,75", "17,25", "3/3", "16,6667", "16,67", "13,336", "13,3", "13", "", "", "13,00"]
    assert first[2][5:] == ["không dự thi", "", "", "", "", "0", "", "", "vắng"]
    second = rows(desk.walker.text(desk.path("/tong-hop/hai")))
    assert second[1][2:] == [
        "A",
        "8",
        "8,25",
        "8,25",
        "3/3",
        "8,1667",
        "8,17",
        "8,17",
        "8,2",
        "16,7",
        "17",
        "",
        "",
        "17,00",
    ]
    assert second[2] == ["B (hệ số 2)", "4", "4,25", "4,5", "4,25", "4,25", "8,5", "8,5"]


def test_whole_table_ranks_proposes_and_asks(app: Flask) -> None:
    built = play_worked(writer_of(app))
    desk = office(app, built)
    page = desk.walker.text(desk.path("/tong-hop"))
    lines = {row[1]: row for row in rows(page)[1:]}
    assert lines["A"] == ["1", "A", "17,75", "16,50", "35,50", "18,00", "", "87,75", "Giải nhất", ""]
    assert lines["C"] == ["3", "C", "16,20", "15,80", "33,60", "20,00", "", "85,60", "", "Đồng hạng với F"]
    assert [lines["E"][0], *lines["E"][6:8]] == ["6", "2", "71,95"]
    said = words_of(page)
    assert "Giải đề xuất" in said
    assert "Dự thảo" in said
    assert "Số liệu minh họa" in said
    assert "có thể khác khi cộng" not in said


def test_sums_that_only_look_wrong_are_explained(app: Flask) -> None:
    built = build(writer_of(app), ("Sen", "Cúc"), 3, THIRDS)
    built.start()
    for part in ("tp", "hai"):
        for team in built.teams:
            built.do("open", part=part, team=built.teams[team])
            for seat in (1, 2, 3):
                built.send(seat, part, team, {"a": 8000 + (250 if seat == 1 else 0), "b": 9000})
    said = office(app, built).words("/tong-hop")
    assert "17,08" in said
    assert "34,17" in said
    assert "chữ số cuối có thể khác khi cộng các số đã ghi (đội Sen, Cúc)" in said


def finish(built: Built) -> None:
    built.do(
        "decide_tie",
        "head_judge",
        order=f"{built.teams['F']}>{built.teams['C']}",
        minutes="Biên bản 01/BB",
        reason="Sát đề hơn",
    )
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    prizes = {"nhat": ["A"], "nhi": ["B", "F"], "ba": ["C", "D", "E"]}
    chosen = {tier: [built.teams[team] for team in teams] for tier, teams in prizes.items()}
    built.do("approve_prizes", "organiser", prizes=chosen)
    built.do("finalise", "organiser")


def test_minutes_tell_the_whole_story(app: Flask) -> None:
    built = play_worked(writer_of(app))
    team = built.teams["D"]
    built.do("unlock", "head_judge", part="chao_hoi", team=team, reason="Cộng nhầm cột")
    built.do("return_sheet", "head_judge", part="chao_hoi", team=team, seat=built.seats[1], reason="Nhầm đội")
    assert built.send(2, "chao_hoi", "D", {"diem": 16_250}, base=2).status == "accepted"
    built.do("deduct", "secretary", part="chao_hoi", team=team, rule="loi", amount="1", reason="Ghi nhầm")
    built.do("withdraw_deduction", "secretary", part="chao_hoi", team=team, number=1, reason="Không có lỗi")
    built.do("lock", "secretary", part="chao_hoi", team=team)
    built.do("draft", "secretary")
    built.do("withdraw_draft", "secretary", reason="Kiểm tra lại")
    built.do("draft", "secretary")
    desk = office(app, built)
    drafted = desk.words("/bien-ban")
    assert "Việc còn phải quyết định" in drafted
    assert "C (hạng 3), F (hạng 3). Không có căn cứ phân định" in drafted
    finish(built)
    said = desk.words("/bien-ban")
    for sentence in (
        "Nguyễn Văn 1: Giám khảo số 1, Trưởng Ban Giám khảo",
        "Người secretary: Tổ Thư ký",
        "Phần Chào hỏi: 30 phiếu chấm được nhận, 0 lượt giám khảo vắng; cách tính: điểm bình quân.",
        "Phần Kiến thức: Tổ Thư ký nhập một lần cho 6 đội.",
        "85,60 điểm: F (hạng 3), C (hạng 4). Quyết định: Sát đề hơn. Căn cứ: Biên bản 01/BB.",
        "Đội B, phần Tiểu phẩm: trừ 1 điểm. Lỗi quy định: Sai quy định.",
        "Người head_judge mở khóa lượt thi của đội D, phần Chào hỏi. Lý do: Cộng nhầm cột.",
        "Người head_judge trả phiếu của Giám khảo số 2, đội D, phần Chào hỏi. Lý do: Nhầm đội.",
        "Người secretary rút điểm trừ của đội D, phần Chào hỏi. Lý do: Không có lỗi.",
        "Người secretary rút dự thảo kết quả. Lý do: Kiểm tra lại.",
        "Giải được duyệt",
        "Chính thức, lần 1",
    ):
        assert sentence in said, sentence
    assert "Dự thảo" not in said
    assert "Ghi nhầm" not in said
    assert "Đề nghị kiểm tra" not in said


def test_minutes_name_who_was_absent_and_late_sheets(app: Flask) -> None:
    built = play_trimmed(app)
    late = built.body("tp", "Sen", {"a": 9000, "b": 9000}, 1)
    assert built.send(1, "tp", "Sen", late["marks"], 1, command_id=late["command_id"]).status == "locked"
    built.do("leave_late", "head_judge", late=late["command_id"], reason="Gửi sau khi khóa")
    built.do("draft", "secretary")
    said = office(app, built).words("/bien-ban")
    assert "Giám khảo số 3 (Nguyễn Văn 3) không chấm đội Cúc, phần Tiểu phẩm: Ốm." in said
    assert (
        "xem phiếu gửi muộn của Giám khảo số 1, đội Sen, phần Tiểu phẩm: không nhận phiếu. Lý do: Gửi sau khi khóa."
        in said
    )


def test_totals_that_do_not_reconcile_are_not_printed(app: Flask) -> None:
    built = play_worked(writer_of(app))
    built.do("draft", "secretary")
    finish(built)

    def tamper(session: Session) -> None:
        book = Book(session, built.id, SYSTEM)
        data = book.data("contest")
        data["finalised"]["ranking"][0]["total"] = "88"
        book.append("result_finalised", "contest", data)

    writer_of(app).run(tamper)
    desk = office(app, built)
    for paper in ("/tong-hop", "/tong-hop/tieu_pham", "/bien-ban", "/bang-tinh.xlsx"):
        assert "số liệu không khớp: tổng điểm của đội A" in desk.refused(paper)


def test_foot_of_every_page_carries_count_and_head_of_that_moment(app: Flask) -> None:
    built = play_worked(writer_of(app))
    desk = office(app, built)

    def events(session: Session) -> list[Event]:
        return list(session.scalars(select(Event).where(Event.contest_id == built.id).order_by(Event.seq)))

    log = writer_of(app).run(events)
    address = desk.path(f"/chan-trang/{len(log)}.css")
    assert f'href="{address}" media="print"' in desk.walker.text(desk.path("/tong-hop"))
    foot = desk.walker.text(address)
    assert f"Dự thảo · {len(log)} sự kiện · mã chuỗi {chain.short(log[-1].hash)} · Số liệu minh họa" in foot
    assert "data:image/svg+xml" in foot
    assert chain.short(log[9].hash) in desk.walker.text(desk.path("/chan-trang/10.css"))
    assert "Sổ điểm 10 sự kiện" in desk.walker.text(desk.path("/chan-trang/10.css?trong=1"))
    assert desk.walker.get(desk.path(f"/chan-trang/{len(log) + 1}.css")).status_code == 404
    assert desk.walker.get(desk.path("/chan-trang/0.css")).status_code == 200
    full = " ".join(log[-1].hash.upper()[at : at + 4] for at in range(0, 64, 4))
    assert full in desk.words("/tong-hop")
    assert desk.walker.get(address).mimetype == "text/css"


def test_letterhead_follows_the_choice_and_the_data(app: Flask) -> None:
    built = play_worked(writer_of(app), organiser_name="Ban Tuyên giáo <và> Dân vận")
    desk = office(app, built)
    told = {kind: desk.words(f"/tong-hop?dau={kind}") for kind in LETTERHEADS}
    assert all("Ban Tuyên giáo <và> Dân vận" in words for words in told.values())
    assert [kind for kind, words in told.items() if "ĐẢNG CỘNG SẢN VIỆT NAM" in words] == ["party"]
    assert [kind for kind, words in told.items() if "Độc lập - Tự do - Hạnh phúc" in words] == ["state", "front"]
    assert desk.words("/tong-hop?dau=%3Cscript%3E") == told["plain"]
    assert "ngày 22 tháng 11 năm 2026" in told["plain"]
    page = desk.walker.text(desk.path("?dau=party"))
    assert f'{desk.path("/tong-hop")}?dau=party"' in page


def test_workbook_comes_as_a_file_with_the_contests_name(app: Flask) -> None:
    built = play_worked(writer_of(app), name='Hội thi "Dân vận khéo"/xã Sơn Hòa\n')
    desk = office(app, built)
    response = desk.walker.get(desk.path("/bang-tinh.xlsx"))
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "filename*=UTF-8''B%E1%BA%A3ng" in response.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(response.get_data())).sheetnames[0] == "Tổng hợp"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the app's pages on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_each_sheet_prints_on_one_page_with_the_foot_below(app: Flask, address: str, browser: Browser) -> None:
    writer, long = (
        writer_of(app),
        "Tổ dân vận liên gia tự quản thôn Suối Bạc – Tân Hiệp – Hòn Ông, xã Sơn Hòa (thanh niên)",
    )
    crowd = build(writer, (long, *(f"Đội Krông Pa số {number}" for number in range(2, 19))), 9, preset("dan-van-kheo"))
    crowd.start()
    pair = build(writer, ("Sơn Phước", "Cà Lúi"), 2)
    pair.start()

    def invite(session: Session) -> str:
        session.get_one(Contest, crowd.id).place = "Nhà văn hóa trung tâm xã Sơn Hòa"
        return sign_in_link(session, crowd.accounts["organiser"])

    token = writer.run(invite)
    page = browser.new_context(locale="vi-VN").new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(f"{address}/vao/{token}")
    page.click("main button[type=submit]")
    for kind in LETTERHEADS:
        page.goto(f"{address}/hoi-thi/{crowd.id}/giay-to/phieu-cham/tieu_pham?dau={kind}", wait_until="networkidle")
        assert page.locator("article").count() == 9
        assert pages_in(page.pdf(prefer_css_page_size=True)) == 9, kind
    assert wrong == []
    assert page.evaluate("getComputedStyle(document.querySelector('.toolbar button')).display") != "none"
    page.context.close()


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def play_gaps(app: Flask) -> Built:
    """Three teams: one away, one marked by two of three judges, one over time by 30 s that costs nothing."""
    built = build(writer_of(app))
    built.start()
    for name, team in built.teams.items():
        if name == "Sơn Phước":
            for part in ("chao_hoi", "kien_thuc"):
                built.do("team_absent", "secretary", part=part, team=team, reason="Xe hỏng")
            continue
        built.do("open", part="chao_hoi", team=team)
        for seat in (1, 2, 3):
            if (name, seat) == ("Suối Trai", 3):
                built.do(
                    "judge_absent", "secretary", part="chao_hoi", team=team, seat=built.seats[2], reason="Ốm"
                )  # fmt: skip
            else:
                built.send(seat, "chao_hoi", name, {"noi_dung": 9_000, "hinh_thuc": 7_000})
        seconds = "150" if name == "Suối Bạc" else "30"
        built.do("deduct", "secretary", part="chao_hoi", team=team, rule="qua_gio", amount=seconds, reason="Đồng hồ")
        built.do("lock", part="chao_hoi", team=team)
        built.do("open", part="kien_thuc", team=team)
        built.do("agreed", part="kien_thuc", team=team, marks={"so_cau_dung": "8"})
        built.do("lock", part="kien_thuc", team=team)
    return built


def test_the_whole_table_says_shares_absences_and_deductions(app: Flask) -> None:
    desk = office(app, play_gaps(app))
    page = desk.walker.text(desk.path("/tong-hop"))
    lines = {row[1]: row for row in rows(page)}
    assert lines["Đội thi"][2:6] == ["Chào hỏi", "Kiến thức", "Đã trừ", "Tổng điểm"]
    assert lines["Suối Bạc"][2:6] == ["14,00", "16,00", "2", "30,00"]
    assert lines["Suối Trai"][2:6] == ["16,00 (2/3)", "16,00", "", "32,00"]
    assert lines["Sơn Phước"][2:6] == ["vắng", "vắng", "", "0,00"]
    said = words_of(page)
    assert "Đội Suối Bạc, phần Chào hỏi: trừ 2 điểm. Quá giờ: Đồng hồ; 150 giây." in said
    assert "Đội Suối Trai, phần Chào hỏi: không trừ điểm. Quá giờ: Đồng hồ; 30 giây." in said
    assert "“vắng” ghi cho đội không dự phần thi" in said
    part = rows(desk.walker.text(desk.path("/tong-hop/chao_hoi")))
    assert part[3][-1] == "vắng"
    shown = words_of(desk.walker.text(f"/hoi-thi/{desk.built.id}/ket-qua"))
    assert "Sơn Phước 3 vắng vắng 0,00" in shown or "Sơn Phước vắng vắng 0,00" in shown


def test_the_reason_for_other_prizes_stands_in_the_minutes_and_the_workbook(app: Flask) -> None:
    built = play_gaps(app)
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    prizes = {"nhat": [built.teams["Suối Bạc"]], "nhi": [built.teams["Suối Trai"]]}
    built.do("approve_prizes", "organiser", prizes=prizes, reason="Khiếu nại được chấp nhận")
    desk = office(app, built)
    assert "Lý do khi duyệt giải: Khiếu nại được chấp nhận" in desk.words("/bien-ban")
    book = load_workbook(io.BytesIO(desk.walker.get(desk.path("/bang-tinh.xlsx")).data))["Tổng hợp"]
    cells = [cell.value for row in book.iter_rows() for cell in row]
    assert "Lý do khi duyệt giải: Khiếu nại được chấp nhận" in cells
    first = next(row for row in range(1, 20) if book.cell(row, 1).value == "TT")
    assert [book.cell(first + place, 1).value for place in (1, 2, 3)] == [1, 2, 3]
