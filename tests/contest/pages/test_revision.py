"""The pages of revisions: a correction from its ground to the announcement, and papers that say which revision they are."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.access import hash_secret
from contest.tables.people import Account
from tests.building import Built, build, finish, play_worked
from tests.contest.pages.test_explain import words_of
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/sua-doi"
PIN = "246810"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give the worked case, announced, whose organiser and secretary have a PIN."""
    built = finish(play_worked(app.extensions["writer"]))

    def give_pins(session: Session) -> None:
        for role in ("secretary", "organiser"):
            session.get_one(Account, built.accounts[role]).pin_hash = hash_secret(PIN)

    built.writer.run(give_pins)
    return built


def test_from_the_ground_to_the_papers(app: Flask, built: Built) -> None:
    secretary, organiser = (Walker(app, built.accounts[role]) for role in ("secretary", "organiser"))

    def send(walker: Walker, command: str, back: str = "revision.show", place: str = "", **args: Any) -> str:
        form = {"command": command, "form": command, "back": back, "then": "revision.show"} | args
        return walker.post(f"/hoi-thi/1/lenh{place}", form, follow=True).get_data(as_text=True)

    assert "Sửa đổi kết quả…" in secretary.text("/hoi-thi/1/ket-qua")
    assert "Chưa nhập ngày." in send(secretary, "open_revision", ground="đơn kiến nghị", minutes="02/BB", day="")
    opened = send(secretary, "open_revision", ground="đơn kiến nghị", minutes="02/BB", day="23/11/2026")
    assert "Bản sửa đổi số 1, đang soạn" in opened
    team, seat = built.teams["D"], built.seats[0]
    place = f"?phan=tieu_pham&doi={team}"
    turn = secretary.text(f"{PAGE}/luot-thi{place}")
    assert 'value="34,5"' in turn
    typed = {"part": "tieu_pham", "team": team, "seat": seat, "form": f"sheet-{seat}", "marks.diem": "41"}
    refused = send(secretary, "revise_sheet", "revision.turn", place, **typed)
    assert "Điểm tối đa là 40." in refused
    assert 'value="41"' in refused
    shown = send(secretary, "revise_sheet", "revision.turn", place, **(typed | {"marks.diem": "39,5"}))
    assert "Phiếu của Giám khảo số 1, đội D, phần Tiểu phẩm" in shown
    assert "Giải theo thể lệ thay đổi" in shown
    # Nothing of it stands before the second person has confirmed.
    assert "86,00" not in secretary.text("/hoi-thi/1/ket-qua")
    own = {"second": "secretary-1", "pin": PIN}
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    prizes = {"A": "nhat", "B": "nhi", "D": "nhi", "F": "ba", "C": "ba", "E": "ba"}
    given = {f"prize.{built.teams[name]}": tier for name, tier in prizes.items()}
    shown = send(secretary, "revise_prizes", **given)
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    alone = send(secretary, "confirm_revision", version=version[1], **own)
    assert "Người xác nhận phải khác người đề nghị sửa đổi." in alone
    done = send(secretary, "confirm_revision", version=version[1], second="organiser-1", pin=PIN)
    assert "hội trường vẫn thấy kết quả công bố lần trước" in done
    assert "“Kết quả sửa đổi lần 1, ngày " in organiser.text("/hoi-thi/1/cong-bo")
    send(organiser, "announce", "result.announce")
    the_papers_say_which_result_they_are(secretary)


def the_papers_say_which_result_they_are(walker: Walker) -> None:
    whole = walker.text("/hoi-thi/1/giay-to/tong-hop")
    assert re.search(r"<b>Kết quả sửa đổi lần 1, ngày [0-9/]+, căn cứ đơn kiến nghị</b>", whole)
    minutes = walker.text("/hoi-thi/1/giay-to/bien-ban")
    assert "xác nhận bản sửa đổi kết quả số 1. Căn cứ: đơn kiến nghị. Biên bản: 02/BB, ngày 23/11/2026." in minutes
    event = re.search(r"/ket-qua\?den=(\d+)", walker.text(PAGE))
    assert event
    old = f"?den={event[1]}"
    board = walker.text(f"/hoi-thi/1/ket-qua{old}")
    assert "Kết quả cũ, chỉ để xem." in board
    assert "85,00" in board
    explained = re.search(rf'href="(/hoi-thi/1/giai-trinh/[0-9]+)\{old}"[^>]*>D<', board)
    assert explained
    was, stands = (words_of(walker.text(explained[1] + query)) for query in (old, ""))
    assert "→ 85,00 (ghi ra 2 số lẻ)" in was
    assert "Bản cũ, đã được thay bằng Kết quả sửa đổi lần 1, ngày " in was
    assert "→ 86,00 (ghi ra 2 số lẻ)" in stands
    assert f'name="den" value="{event[1]}"' in walker.text(explained[1] + old)
    paper = walker.text(f"/hoi-thi/1/giay-to/tong-hop{old}")
    assert "Bản cũ, đã được thay bằng Kết quả sửa đổi lần 1, ngày " in paper
    assert f"Chính thức, lần 1 · {event[1]} sự kiện" in paper
    assert "bản sửa đổi" not in walker.text(f"/hoi-thi/1/giay-to/bien-ban{old}")
    assert f"giay-to/bien-ban{old}" in walker.text(f"/hoi-thi/1/giay-to{old}")
    for query, title, total in (("", "Kết quả sửa đổi lần 1, ngày ", 86), (old, "Chính thức, lần 1", 85)):
        answer = walker.get(f"/hoi-thi/1/giay-to/bang-tinh.xlsx{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data), data_only=True)["Tổng hợp"]
        assert title in str(sheet["A4"].value)
        totals = {row[1].value: row[7].value for row in sheet.iter_rows(min_row=7, max_row=12)}
        assert totals["D"] == total


def test_before_the_result_is_final_the_page_says_what_to_do(app: Flask) -> None:
    built = play_worked(app.extensions["writer"])
    page = Walker(app, built.accounts["secretary"]).text(PAGE)
    assert "Kết quả chưa chốt" in page
    assert Walker(app, built.accounts["secretary"]).get(f"{PAGE}/luot-thi?phan=tieu_pham&doi=1").status_code == 404


def open_revision(built: Built) -> None:
    built.do("open_revision", "secretary", ground="đơn kiến nghị", minutes="02/BB", day="23/11/2026")


def test_every_correction_of_a_performance_has_its_form(app: Flask, built: Built) -> None:
    open_revision(built)
    secretary, team, seat = Walker(app, built.accounts["secretary"]), built.teams["B"], built.seats[1]
    place = f"?phan=tieu_pham&doi={team}"
    page = secretary.text(f"{PAGE}/luot-thi{place}")
    for name in ("act_name", "timed_by", "confirmed_by", "why", "absent"):
        assert f'name="{name}"' in page
    assert '<p class="pts figures">−1</p>' in page
    assert page.count(">được tính<") == 5
    form = {"back": "revision.turn", "then": "revision.show", "part": "tieu_pham", "team": team}
    absent = form | {"command": "revise_judge_absent", "form": f"absent-{seat}", "seat": seat, "absent": "true"}
    refused = secretary.post(f"/hoi-thi/1/lenh{place}", absent | {"why": "recused", "reason": ""})
    assert refused.status_code == 409
    assert "Đề nghị ghi rõ lý do." in refused.get_data(as_text=True)
    shown = secretary.post(f"/hoi-thi/1/lenh{place}", absent | {"why": "recused", "reason": "Người nhà"}, follow=True)
    said = shown.get_data(as_text=True)
    assert "Ghi Giám khảo số 2 không chấm đội B, phần Tiểu phẩm: không chấm vì có liên quan đến đội (Người nhà)" in said
    assert "Phiếu 36,5 điểm" in said
    turn = secretary.text(f"{PAGE}/luot-thi{place}")
    assert "đã nhận, không tính: giám khảo được ghi không chấm lượt này" in turn
    assert "Ghi giám khảo có chấm, phiếu được tính" in turn


def test_a_team_away_is_recorded_first_and_then_its_sheets(app: Flask, built: Built) -> None:
    open_revision(built)
    secretary, team = Walker(app, built.accounts["secretary"]), built.teams["B"]
    built.do("revise_team_absent", "secretary", part="tieu_pham", team=team, reason="Thi hộ")
    page = secretary.text(f"{PAGE}/luot-thi?phan=tieu_pham&doi={team}")
    assert "Đội được ghi không dự phần thi này." in page
    assert "marks.diem" not in page
    assert "Ghi có dự vào bản sửa đổi" in page


def test_a_question_is_struck_from_the_page(app: Flask) -> None:
    quiz = (
        '[[parts]]\nkey = "kt"\nname = "Kiến thức"\nmax_points = 4\npanel = { method = "quiz" }\ncriteria = [\n'
        '{ key = "c1", name = "Câu 1", max_points = 2 },\n{ key = "c2", name = "Câu 2", max_points = 2 },\n]\n'
    )
    built = build(app.extensions["writer"], rulebook=f'name = "Trắc nghiệm"\n{quiz}', judges=0)
    built.start()
    for number, team in enumerate(built.teams.values()):
        built.do("open", part="kt", team=team)
        built.do("agreed", part="kt", team=team, marks={"c1": "right", "c2": "right" if number else "wrong"})
        built.do("lock", part="kt", team=team)
    for command, role, args in (
        ("draft", "secretary", {}),
        ("sign", "head_judge", {"signatories": "Nguyễn Văn 1"}),
        ("approve_prizes", "organiser", {}),
        ("finalise", "organiser", {}),
    ):
        built.do(command, role, **args)
    open_revision(built)
    secretary = Walker(app, built.accounts["secretary"])
    assert "Hủy một câu hỏi, phần Kiến thức" in secretary.text(PAGE)
    assert "Khôi phục một câu đã hủy" not in secretary.text(PAGE)
    form = {"command": "revise_strike", "form": "strike-kt", "back": "revision.show", "part": "kt", "struck": "true"}
    shown = secretary.post("/hoi-thi/1/lenh", form | {"criterion": "c2"}, follow=True).get_data(as_text=True)
    assert "Hủy Câu 2, phần Kiến thức, tính lại mọi đội" in shown
    assert "Khôi phục một câu đã hủy, phần Kiến thức" in shown
    again = secretary.post("/hoi-thi/1/lenh", form | {"criterion": "c1"})
    assert again.status_code == 409
    assert "Chưa hủy được câu này." in again.get_data(as_text=True)
    answers = secretary.text(f"{PAGE}/luot-thi?phan=kt&doi={built.teams['Suối Bạc']}")
    assert answers.count('type="radio"') == 6
    assert 'name="marks.c1" value="right" checked' in answers
