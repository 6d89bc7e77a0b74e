"""Running orders as they are typed in, drawn by a seed, copied and minuted."""

from __future__ import annotations

import html

import pytest
from flask import Flask

from contest.ledger import Ledger
from contest.planning import draw
from tests.building import Built, build
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/thu-tu"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a prepared contest of the teams 1, 2 and 3."""
    return build(app.extensions["writer"])


@pytest.fixture
def secretary(app: Flask, built: Built) -> Walker:
    """Give its secretary."""
    return Walker(app, built.accounts["secretary"])


def order(built: Built, part: str) -> list[int]:
    return built.writer.run(lambda session: Ledger.load(session, built.id)).order(part)


def typed(*numbers: str) -> dict[str, str]:
    return {f"so-{team}": number for team, number in enumerate(numbers, 1)}


def test_typed_numbers_are_the_order(built: Built, secretary: Walker) -> None:
    assert secretary.post(f"{PAGE}/chao_hoi", typed("3", "1", "2")).status_code == 302
    assert order(built, "chao_hoi") == [2, 3, 1]
    assert order(built, "kien_thuc") == []
    page = html.unescape(secretary.text(PAGE))
    assert page.index("<li>Suối Trai</li>") < page.index("<li>Sơn Phước</li>") < page.index("<li>Suối Bạc</li>")


def test_other_parts_may_take_the_same_order(built: Built, secretary: Walker) -> None:
    secretary.post(f"{PAGE}/chao_hoi", typed("3", "1", "2") | {"cung": "kien_thuc"})
    assert order(built, "kien_thuc") == [2, 3, 1]
    minutes = html.unescape(secretary.text(f"{PAGE}/bien-ban"))
    assert "Các phần Chào hỏi, Kiến thức" in minutes
    assert "Bốc thăm bằng phiếu" in minutes
    assert "Người secretary" in minutes


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (("1", "1", "2"), "Số 1 đã dùng cho đội khác."),
        (("1", "", "2"), "Chưa có số thứ tự."),
        (("1", "2", "4"), "Số thứ tự phải từ 1 đến 3."),
        (("1", "2", "ba"), "Số thứ tự phải từ 1 đến 3."),
    ],
)
def test_a_bad_number_is_told_beside_its_team_and_nothing_is_lost(
    built: Built, secretary: Walker, numbers: tuple[str, ...], sentence: str
) -> None:
    answer = secretary.post(f"{PAGE}/chao_hoi", typed(*numbers))
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert sentence in page
    for team, number in enumerate(numbers, 1):
        assert f'name="so-{team}" value="{number}"' in page
    assert order(built, "chao_hoi") == []


def test_a_seeded_draw_is_kept_and_minuted(built: Built, secretary: Walker) -> None:
    secretary.post(f"{PAGE}/chao_hoi/boc-tham", {"seed": " 2026  ", "cung": "kien_thuc"})
    drawn = draw.seeded("2026", [1, 2, 3])
    assert order(built, "chao_hoi") == order(built, "kien_thuc") == drawn
    minutes = html.unescape(secretary.text(f"{PAGE}/bien-ban"))
    assert "số gieo <b>2026</b>" in minutes
    assert all(draw.figure("2026", team)[:12] in minutes for team in drawn)
    assert f"printf '%s' '2026:{drawn[0]}' | sha256sum" in minutes


@pytest.mark.parametrize("seed", ["", "   ", "x" * 61])
def test_a_draw_needs_a_seed(built: Built, secretary: Walker, seed: str) -> None:
    answer = secretary.post(f"{PAGE}/chao_hoi/boc-tham", {"seed": seed}, follow=True)
    assert "Đề nghị nhập số gieo" in html.unescape(answer.get_data(as_text=True))
    assert order(built, "chao_hoi") == []


def test_unknown_parts_are_refused(built: Built, secretary: Walker) -> None:
    answer = secretary.post(f"{PAGE}/la", typed("1", "2", "3"), follow=True)
    assert "Thể lệ không có phần thi này." in html.unescape(answer.get_data(as_text=True))


def test_once_a_team_was_opened_the_order_stands(built: Built, secretary: Walker) -> None:
    built.start()
    built.do("open", part="chao_hoi", team=1)
    answer = secretary.post(f"{PAGE}/chao_hoi", typed("3", "1", "2"), follow=True)
    assert "không đổi thứ tự thi được nữa" in html.unescape(answer.get_data(as_text=True))
    assert order(built, "chao_hoi") == [1, 2, 3]
    secretary.post(f"{PAGE}/kien_thuc", typed("3", "1", "2"))
    assert order(built, "kien_thuc") == [2, 3, 1]
