"""The rulebook's page: read, checked while typed, saved whole or not at all, uploaded and downloaded."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from flask import Flask

from contest.messages.rules.articles import articles
from contest.rulebooks import in_force
from scoring.preset import preset, presets
from scoring.rulebook import loads, to_dict
from scoring.rules import Rulebook
from tests.building import SMALL, Built, build
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/the-le"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a prepared contest."""
    return build(app.extensions["writer"])


@pytest.fixture
def organiser(app: Flask, built: Built) -> Walker:
    """Give its organiser."""
    return Walker(app, built.accounts["organiser"])


def rules(built: Built) -> tuple[int, Rulebook | None]:
    return built.writer.run(lambda session: in_force(session, built.id))


def draft(**change: Any) -> str:
    return json.dumps({**to_dict(preset("dan-van-kheo")), **change}, ensure_ascii=False)


def test_a_good_draft_is_the_next_version(built: Built, organiser: Walker) -> None:
    answer = organiser.post(PAGE, {"draft": draft()}, follow=True).get_data(as_text=True)
    assert "Đã lưu thể lệ, bản 2." in answer
    assert rules(built) == (2, preset("dan-van-kheo"))
    assert "không có gì thay đổi" in organiser.post(PAGE, {"draft": draft()}, follow=True).get_data(as_text=True)
    assert rules(built)[0] == 2


def test_a_mistake_saves_nothing_and_what_was_typed_stays(built: Built, organiser: Walker) -> None:
    wrong = draft(name="Thể lệ xã tôi", max_total="99", ties=["part:khong_co"])
    answer = organiser.post(PAGE, {"draft": wrong})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "còn 2 chỗ cần sửa" in page
    assert "ghi 99 nhưng các phần thi nhân hệ số cộng lại là 100" in page
    assert "không có phần thi “khong_co”" in page
    assert "Thể lệ xã tôi" in page
    assert rules(built)[0] == 1


@pytest.mark.parametrize("typed", ["", "null", "[]", "{", "x" * 400_000, '{"parts": "x"}'])
def test_nonsense_is_answered(built: Built, organiser: Walker, typed: str) -> None:
    assert organiser.post(PAGE, {"draft": typed}).status_code in {409, 422}
    answer = organiser.post_json(f"{PAGE}/kiem-tra", typed)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["good"] is False
    assert rules(built)[0] == 1


def test_the_check_answers_sums_and_mistakes_and_saves_nothing(built: Built, organiser: Walker) -> None:
    answer = organiser.post_json(f"{PAGE}/kiem-tra", json.loads(draft(max_total="90"))).json
    assert answer is not None
    assert answer["total"] == {"total": "100", "stated": "90", "agrees": False}
    assert [each["where"] for each in answer["complaints"]] == ["max_total"]
    assert answer["parts"][3] == {"total": "40", "stated": "40", "agrees": True}
    assert rules(built)[0] == 1


def upload(organiser: Walker, content: bytes, name: str) -> str:
    file = {"file": (io.BytesIO(content), name)}
    return html.unescape(organiser.post(f"{PAGE}/tai-len", file, follow=True).get_data(as_text=True))


def test_files_come_in_and_go_out(built: Built, organiser: Walker) -> None:
    toml = presets()["published-panel-short"].read_bytes()
    assert "Đã lưu thể lệ, bản 2." in upload(organiser, b"\xef\xbb\xbf" + toml.replace(b"\n", b"\r\n"), "Thể lệ.TOML")
    assert rules(built) == (2, preset("published-panel-short"))
    file = organiser.get(f"{PAGE}/tai-ve")
    assert re.fullmatch(r'attachment; filename="the-le-[0-9a-f]+-ban-2.json"', file.headers["Content-Disposition"])
    assert loads(file.get_data(as_text=True), "json") == preset("published-panel-short")
    assert upload(organiser, file.get_data(), "lai.json").count("không có gì thay đổi") == 1
    assert loads(organiser.text(f"{PAGE}/mau/dan-van-kheo.toml")) == preset("dan-van-kheo")
    assert organiser.get(f"{PAGE}/mau/khong-co.toml").status_code == 409


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"name = ", "x.toml", "Tệp không đúng định dạng TOML"),
        (SMALL.replace('max_points = 12, step', 'max_points = 13, step').encode(), "x.toml", "cộng lại là 21"),
        ("Thể lệ".encode("utf-16"), "x.toml", "không ghi bằng Unicode (UTF-8)"),
        (b"x", "x.docx", "kiểu .toml hoặc .json"),
        (b"", "", "kiểu .toml hoặc .json"),
        (b'{"name": "Ten"}', "x.json", "chưa có phần thi nào"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_and_changes_nothing(
    built: Built, organiser: Walker, content: bytes, name: str, sentence: str
) -> None:
    assert sentence in upload(organiser, content, name)
    assert rules(built)[0] == 1


def test_others_and_after_the_start_it_is_read_only(app: Flask, built: Built, organiser: Walker) -> None:
    built.writer.run(lambda session: None)
    for who in (Walker(app, built.accounts["secretary"]), organiser):
        page = html.unescape(who.text(PAGE))
        assert "Chào hỏi" in page
        assert ("rulebook-editor" in page) == (who is organiser)
    built.start()
    page = html.unescape(organiser.text(PAGE))
    assert "rulebook-editor" not in page
    assert "quyết định của người có thẩm quyền" in page
    assert "Mẫu minh họa, số liệu tự đặt" in page
    assert organiser.post(PAGE, {"draft": draft()}).status_code == 409
    assert rules(built)[0] == 1


@pytest.mark.parametrize("name", list(presets()))
def test_every_preset_can_be_read(app: Flask, name: str) -> None:
    built = build(app.extensions["writer"], rulebook=preset(name))
    page = html.unescape(Walker(app, built.accounts["secretary"]).text(f"/hoi-thi/{built.id}/the-le"))
    for part in preset(name).parts:
        assert part.name in page


def test_null_and_broken_characters_are_told_and_nothing_is_saved(built: Built, organiser: Walker) -> None:
    for change in ({"name": None}, {"name": "\ud800"}, {"\ud800": "x"}, {"parts": [{"name": "\ud800"}]}):
        wrong = json.dumps({**to_dict(preset("dan-van-kheo")), **change})
        assert organiser.post(PAGE, {"draft": wrong}).status_code == 422, change
        assert organiser.post_json(f"{PAGE}/kiem-tra", json.loads(wrong)).get_json()["complaints"], change
    assert rules(built)[0] == 1


def test_the_articles_are_printed_from_the_saved_rulebook(app: Flask) -> None:
    built = build(app.extensions["writer"])
    walker = Walker(app, built.accounts["head_judge"])
    page = " ".join(re.sub(r"<[^>]+>", " ", walker.text(f"/hoi-thi/{built.id}/the-le/dieu-khoan")).split())
    whole = articles(built.rulebook)
    for article in whole.articles:
        assert article.title in page
        for clause in article.clauses:
            assert " ".join(clause.text.split()) in page
    assert whole.mark in page
    assert "Mẫu minh họa, số liệu tự đặt" in page
    assert f"/hoi-thi/{built.id}/the-le/dieu-khoan" in walker.text(f"/hoi-thi/{built.id}/the-le")
