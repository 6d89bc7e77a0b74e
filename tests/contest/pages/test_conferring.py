"""Hội ý at the desk: the head judge opens and closes it, and its minutes are among the papers, on a page and in Word."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from flask import Flask

from tests.building import Built, build
from tests.contest.pages.walker import Walker

TURN = "?phan=chao_hoi&doi=1"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest whose panel has sent the first team's sheets."""
    built = build(app.extensions["writer"])
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    for seat, mark in enumerate((9250, 8750, 7750), 1):
        built.send(seat, "chao_hoi", "Suối Bạc", {"noi_dung": mark, "hinh_thuc": 5000})
    return built


def send(walker: Walker, built: Built, command: str, **args: Any) -> str:
    form = {"command": command, "form": command, "back": "desk.performance", "part": "chao_hoi"}
    form |= {"team": str(built.teams["Suối Bạc"])} | args
    return walker.post(f"/hoi-thi/1/lenh{TURN}", form, follow=True).get_data(as_text=True)


def test_from_opening_to_the_minutes(app: Flask, built: Built) -> None:
    head, secretary = (Walker(app, built.accounts[role]) for role in ("head_judge", "secretary"))
    assert "Việc này của Trưởng Ban Giám khảo." in secretary.text(f"/hoi-thi/1/luot-thi{TURN}")
    opened = send(head, built, "open_conferring")
    assert "Đã mở hội ý: đội số 1 – Suối Bạc, phần Chào hỏi." in opened
    assert "9,25" in opened
    assert "9,25" not in secretary.text(f"/hoi-thi/1/luot-thi{TURN}")
    assert "Đang hội ý. Đề nghị" in secretary.text("/hoi-thi/1/giay-to")
    minutes = "/hoi-thi/1/giay-to/hoi-y/chao_hoi/1/1"
    assert secretary.get(minutes).status_code == 409
    built.send(1, "chao_hoi", "Suối Bạc", {"noi_dung": 8000, "hinh_thuc": 5000}, base=1)
    assert "9,25 → <b>8</b>" in head.text(f"/hoi-thi/1/luot-thi{TURN}")
    assert "Đề nghị ghi rõ kết luận." in send(head, built, "close_conferring", conclusion="")
    closed = send(head, built, "close_conferring", conclusion="Thống nhất mức 8 điểm")
    assert "Thống nhất mức 8 điểm" in closed
    assert minutes in secretary.text("/hoi-thi/1/giay-to")
    page = secretary.text(minutes)
    for said in ("Biên bản hội ý", "9,25 → 8", "14,25 → 13", "chấm lại", "giữ phiếu", "Thống nhất mức 8 điểm"):
        assert said in page, said
    the_word_file_says_the_same(secretary, f"{minutes}.docx")
    assert secretary.get("/hoi-thi/1/giay-to/hoi-y/chao_hoi/1/2").status_code == 404
    assert secretary.get("/hoi-thi/1/giay-to/hoi-y/chao_hoi/99/1").status_code == 404
    assert secretary.get("/hoi-thi/1/giay-to/hoi-y/khong/1/1").status_code == 404


def the_word_file_says_the_same(walker: Walker, address: str) -> None:
    document = docx.Document(io.BytesIO(walker.get(address).data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "BIÊN BẢN HỘI Ý" in lines
    assert "Kết luận: Thống nhất mức 8 điểm" in lines
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Giám khảo", "Nội dung", "Hình thức", "Cộng", ""],
        ["Giám khảo số 1", "9,25 → 8", "5", "14,25 → 13", "chấm lại"],
        ["Giám khảo số 2", "8,75", "5", "13,75", "giữ phiếu"],
        ["Giám khảo số 3", "7,75", "5", "12,75", "giữ phiếu"],
    ]
    assert "sự kiện · mã chuỗi" in document.sections[0].footer.paragraphs[0].text


def test_with_an_absent_judge_the_minutes_wait_for_the_lock(app: Flask, built: Built) -> None:
    turn: dict[str, Any] = {"part": "chao_hoi", "team": built.teams["Suối Trai"]}
    built.do("open", **turn)
    for seat in (1, 2):
        built.send(seat, "chao_hoi", "Suối Trai", {"noi_dung": 9000, "hinh_thuc": 5000})
    built.do("judge_absent", **turn, seat=built.seats[2], absent=True, reason="Về sớm")
    built.do("open_conferring", "head_judge", **turn)
    built.do("close_conferring", "head_judge", **turn, conclusion="Giữ nguyên")
    secretary = Walker(app, built.accounts["secretary"])
    address = f"/hoi-thi/1/giay-to/hoi-y/chao_hoi/{built.teams['Suối Trai']}/1"
    assert secretary.get(address).status_code == 409
    built.do("lock", **turn)
    assert "Giữ nguyên" in secretary.text(address)
