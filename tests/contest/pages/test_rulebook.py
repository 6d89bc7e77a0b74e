"""The rulebook's page: read, checked while typed, saved whole or not at all, uploaded and downloaded."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from contest.messages.rules.articles import articles
from contest.rulebooks import in_force
from scoring.preset import preset, presets
from scoring.rulebook import from_dict, loads, to_dict
from scoring.rules import Rulebook
from tests.building import SMALL, Built, build
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/the-le"


def rules(built: Built) -> tuple[int, Rulebook | None]:
    return built.writer.run(lambda session: in_force(session, built.id))


def draft(**change: Any) -> str:
    return json.dumps({**to_dict(preset("dan-van-kheo")), **change}, ensure_ascii=False)


def save(organiser: Walker, text: str, follow: bool = False, **more: Any) -> TestResponse:
    """Send a draft as the editor's page does: with the version that the page was drawn from."""
    base = re.search(r'name="base" value="([0-9]+)"', organiser.get(PAGE).get_data(as_text=True))
    return organiser.post(PAGE, {"draft": text, "base": base[1] if base else ""} | more, follow=follow)


def test_a_good_draft_is_the_next_version(built: Built, organiser: Walker) -> None:
    answer = save(organiser, draft(), follow=True).get_data(as_text=True)
    assert "Đã lưu thể lệ, bản 2." in answer
    assert rules(built) == (2, preset("dan-van-kheo"))
    assert "không có gì thay đổi" in save(organiser, draft(), follow=True).get_data(as_text=True)
    assert rules(built)[0] == 2


def test_a_mistake_saves_nothing_and_what_was_typed_stays(built: Built, organiser: Walker) -> None:
    wrong = draft(name="Thể lệ xã tôi", max_total="99", ties=["part:khong_co"])
    answer = save(organiser, wrong)
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "còn 2 chỗ cần sửa" in page
    assert "ghi 99 nhưng các phần thi nhân hệ số cộng lại là 100" in page
    assert "không có phần thi “khong_co”" in page
    assert "Thể lệ xã tôi" in page
    assert rules(built)[0] == 1


@pytest.mark.parametrize("typed", ["", "null", "[]", "{", "x" * 400_000, '{"parts": "x"}'])
def test_nonsense_is_answered(built: Built, organiser: Walker, typed: str) -> None:
    assert save(organiser, typed).status_code in {409, 422}
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


def draft_on(page: str) -> dict[str, Any]:
    """Give the draft that a page of the editor holds."""
    found = re.search(r'name="draft" value="(.*?)">', page)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_a_file_comes_into_the_editor_and_is_saved_from_there(built: Built, organiser: Walker) -> None:
    toml = presets()["published-panel-short"].read_bytes()
    page = upload(organiser, b"\xef\xbb\xbf" + toml.replace(b"\n", b"\r\n"), "Thể lệ.TOML")
    assert "Đã đọc tệp Thể lệ.TOML, chưa lưu." in page
    assert rules(built)[0] == 1
    save(organiser, json.dumps(draft_on(page)))
    assert rules(built) == (2, preset("published-panel-short"))


@pytest.mark.parametrize("fmt", ["toml", "json"])
def test_a_file_goes_out_and_comes_back_as_the_same_rulebook(built: Built, organiser: Walker, fmt: str) -> None:
    file = organiser.get(f"{PAGE}/tai-ve.{fmt}")
    assert re.fullmatch(rf'attachment; filename="the-le-[0-9a-f]+-ban-1.{fmt}"', file.headers["Content-Disposition"])
    assert loads(file.get_data(as_text=True), fmt) == rules(built)[1]
    save(organiser, json.dumps(draft_on(upload(organiser, file.get_data(), f"lai.{fmt}"))))
    assert rules(built)[0] == 1


def test_presets_are_files_too(built: Built, organiser: Walker) -> None:
    assert loads(organiser.text(f"{PAGE}/mau/dan-van-kheo.toml")) == preset("dan-van-kheo")
    assert organiser.get(f"{PAGE}/mau/khong-co.toml").status_code == 409
    assert organiser.get(f"{PAGE}/tai-ve.xml").status_code == 409


def test_an_uploaded_rulebook_with_a_mistake_is_mended_on_the_page(built: Built, organiser: Walker) -> None:
    page = upload(organiser, SMALL.replace("max_points = 12, step", "max_points = 13, step").encode(), "x.toml")
    assert "cộng lại là 21" in page
    assert draft_on(page)["parts"][0]["criteria"][0]["max_points"] == 13
    assert rules(built)[0] == 1


def test_a_rulebook_is_taken_from_a_preset_a_version_or_a_contest_of_ones_own(
    app: Flask, built: Built, organiser: Walker
) -> None:
    before = rules(built)[1]
    save(organiser, draft())
    other = build(app.extensions["writer"], rulebook=preset("long-den"))
    own = Walker(app, other.accounts["organiser"])
    assert before is not None
    for walker, at, source, wanted in (
        (organiser, built.id, "mau:ke-chuyen", preset("ke-chuyen")),
        (organiser, built.id, "ban:1", before),
        (own, other.id, "mau:long-den", preset("long-den")),
    ):
        page = html.unescape(walker.text(f"/hoi-thi/{at}/the-le?tu={source}"))
        assert "chưa lưu. Đề nghị xem lại" in page
        assert draft_on(page) == to_dict(wanted)
    for source in (f"hoi-thi:{other.id}", "hoi-thi:x", "mau:khong", "ban:9", "x", "ban:"):
        assert organiser.get(f"{PAGE}?tu={source}").status_code == 409, source
    assert rules(built)[0] == 2


def test_two_versions_are_compared_in_sentences(built: Built, organiser: Walker) -> None:
    save(organiser, draft())
    changed = json.loads(draft(max_total="105"))
    changed["parts"][3]["max_points"] = "45"
    changed["parts"][3]["criteria"][0]["max_points"] = "21"
    answer = organiser.post_json(f"{PAGE}/kiem-tra", changed).json
    told = [
        "Tiểu phẩm: điểm tối đa 40 → 45",
        "Tiểu phẩm, tiêu chí “Chủ đề, nội dung”: điểm tối đa 16 → 21",
        "Tổng điểm tối đa 100 → 105",
    ]
    assert answer is not None
    assert answer["changes"] == told
    save(organiser, json.dumps(changed))
    page = html.unescape(organiser.text(f"{PAGE}/so-sanh"))
    assert [sentence in page for sentence in told] == [True, True, True]
    assert "Hai thể lệ giống hệt nhau" in html.unescape(organiser.text(f"{PAGE}/so-sanh?tu=mau:dan-van-kheo&den=ban:2"))
    assert organiser.get(f"{PAGE}/so-sanh?tu=ban:7").status_code == 409


def test_one_version_is_compared_with_the_nearest_preset(app: Flask) -> None:
    built = build(app.extensions["writer"], rulebook=preset("long-den"))
    page = html.unescape(Walker(app, built.accounts["secretary"]).text(f"/hoi-thi/{built.id}/the-le/so-sanh"))
    assert '<option value="mau:long-den" selected>' in page


def test_only_the_editor_may_frame_the_judges_screen(built: Built, organiser: Walker) -> None:
    headers = {path: organiser.get(f"{PAGE}{path}").headers["Content-Security-Policy"] for path in ("", "/may-cham")}
    assert headers[""].endswith("frame-ancestors 'none'; frame-src 'self'")
    assert headers["/may-cham"].endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"name = ", "x.toml", "Tệp không đúng định dạng TOML"),
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
    assert save(organiser, draft()).status_code == 409
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
        assert save(organiser, wrong).status_code == 422, change
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


def test_a_draft_is_printed_as_articles_without_being_saved_and_says_that_it_is_one(app: Flask) -> None:
    built = build(app.extensions["writer"])
    walker = Walker(app, built.accounts["organiser"])
    document = to_dict(built.rulebook) | {"name": "Thể lệ đang soạn"}
    answer = walker.post(f"/hoi-thi/{built.id}/the-le/ban-nhap", {"draft": json.dumps(document)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Thể lệ đang soạn, bản nháp" in page
    assert "<b>Bản nháp, chưa lưu</b>" in page
    assert articles(from_dict(document)).mark in page
    assert built.rulebook.name != "Thể lệ đang soạn"
    assert "ản nháp" not in walker.text(f"/hoi-thi/{built.id}/the-le/dieu-khoan")
    assert f'formaction="/hoi-thi/{built.id}/the-le/ban-nhap"' in walker.text(f"/hoi-thi/{built.id}/the-le")


def test_a_draft_with_mistakes_is_told_every_one_instead(app: Flask) -> None:
    built = build(app.extensions["writer"])
    document: dict[str, Any] = to_dict(built.rulebook)
    document["parts"][0] |= {"max_points": 30, "name": ""}
    walker = Walker(app, built.accounts["organiser"])
    answer = walker.post(f"/hoi-thi/{built.id}/the-le/ban-nhap", {"draft": json.dumps(document)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    found = re.search(r"Bản nháp còn (\d+) chỗ cần sửa", page)
    assert found
    assert page.count("<li>") >= int(found[1]) >= 2


def test_a_stale_draft_is_refused_and_nothing_of_it_is_lost(app: Flask, built: Built, organiser: Walker) -> None:
    assert save(organiser, draft(name="Bản của người thứ nhất"), base="1").status_code == 302
    refused = save(organiser, draft(name="Bản của người thứ hai"), base="1")
    page = html.unescape(refused.get_data(as_text=True))
    assert refused.status_code == 409
    assert "đã có bản 2 mới hơn" in page
    assert draft_on(page)["name"] == "Bản của người thứ hai"
    assert "so-sanh?tu=ban:1&den=ban:2" in page
    assert any("Bản của người thứ hai" in each for each in json.loads(first_on(page))["changes"])
    number, kept = rules(built)
    assert (number, kept.name if kept else "") == (2, "Bản của người thứ nhất")
    # The refused page was drawn from version 2: saved from there, knowingly, it is version 3.
    assert 'name="base" value="2"' in page
    assert save(organiser, json.dumps(draft_on(page)), base="2").status_code == 302
    assert rules(built)[0] == 3


def first_on(page: str) -> str:
    found = re.search(r'id="rulebook-first" value="(.*?)">', page)
    assert found
    return found[1]


def test_a_draft_with_a_mistake_stays_drawn_from_its_own_version(built: Built, organiser: Walker) -> None:
    save(organiser, draft(name="Bản mới"), base="1")
    page = save(organiser, draft(max_total="99"), base="1").get_data(as_text=True)
    assert 'name="base" value="1"' in page


def test_a_form_that_names_no_version_saves_over_none(built: Built, organiser: Walker) -> None:
    assert organiser.post(PAGE, {"draft": draft()}).status_code == 409
    assert organiser.post(PAGE, {"draft": draft(), "base": "²"}).status_code == 409
    assert rules(built)[0] == 1


def test_a_button_pressed_twice_saves_once_and_says_so_twice(built: Built, organiser: Walker) -> None:
    for _ in range(2):
        assert "Đã lưu thể lệ, bản 2." in save(organiser, draft(), base="1", follow=True).get_data(as_text=True)
    assert rules(built)[0] == 2


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"x" * 300_001, "dai.toml", "Thể lệ dài quá 300.000 chữ"),
        (b"", "", "Chưa chọn tệp thể lệ"),
        (b"\xff\xff", "cu.toml", "không ghi bằng Unicode"),
    ],
)
def test_a_refused_file_is_told_beside_its_field(
    built: Built, organiser: Walker, content: bytes, name: str, said: str
) -> None:
    answer = organiser.post(f"{PAGE}/tai-len", {"file": (io.BytesIO(content), name)})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert said in page.partition('id="rulebook-file-error"')[2].partition("</div>")[0]
    assert draft_on(page)["name"] == "Thể lệ nhỏ để kiểm thử"
    again = organiser.get(f"{PAGE}/tai-len")
    assert (again.status_code, again.headers["Location"]) == (302, PAGE)


def test_a_mistake_names_no_key_of_the_file(built: Built, organiser: Walker) -> None:
    document = json.loads(draft())
    document["parts"].append(document["parts"][0] | {"key": "ban_sao", "name": "Bản sao"})
    answer = organiser.post_json(f"{PAGE}/kiem-tra", document).json
    assert answer is not None
    said = [each["message"] for each in answer["complaints"]]
    assert any("tên ngắn “Chào hỏi” có hai lần. Đề nghị đặt mỗi mục một tên ngắn riêng." in each for each in said)
    assert not any(re.search("short_name|[(]name|[(]key|[(]stage", each) for each in said)
