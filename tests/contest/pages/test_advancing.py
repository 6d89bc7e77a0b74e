"""Teams from earlier contests, as an organiser walks it: sources, preview, ties, taking over, and what a correction asks."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from contest.db import db
from contest.planning import carrying, seasons
from tests.building import Built
from tests.contest.clusters import correct, listed, play, rename, seal, take_part, target, work
from tests.contest.pages.walker import Walker
from tests.contest.province import Province, found


@pytest.fixture
def clusters(app: Flask) -> tuple[Built, Built]:
    """Give two clusters, in the second of which two teams share rank 2; the second is not announced yet."""
    writer = app.extensions["writer"]
    first = seal(play(writer, "Cụm I", {"Kỳ Xuân": "90", "Kỳ Bắc": "88.5", "Kỳ Phú": "87.25"}))
    return first, seal(play(writer, "Cụm II", {"Kỳ Thọ": "95", "Kỳ Thư": "89", "Kỳ Hải": "89"}), announced=False)


@pytest.fixture
def final(app: Flask, clusters: tuple[Built, Built]) -> Built:
    """Give the final, whose organiser has a part in both clusters, without sources yet."""
    built = target(app.extensions["writer"])
    for each in clusters:
        take_part(built, each)
    return built


def choose(walker: Walker, final: Built, clusters: tuple[Built, ...], places: str = "2", **more: str) -> None:
    data = {f"places-{each.id}": places for each in clusters}
    sent = {"sources": [str(each.id) for each in clusters], "best_others": "1", "compared_by": "shown", **data, **more}
    assert walker.post(f"/hoi-thi/{final.id}/vao-tu/nguon", sent).status_code == 302


def test_from_no_source_to_teams_taken_over(app: Flask, clusters: tuple[Built, Built], final: Built) -> None:
    walker, at = Walker(app, final.accounts["organiser"]), f"/hoi-thi/{final.id}/vao-tu"
    assert "Chưa chọn hội thi nguồn" in walker.text(at)
    assert "Hội thi Cụm II" in walker.text(f"{at}/nguon")
    choose(walker, final, clusters)
    page = walker.text(at)
    assert "Kỳ Thư, Kỳ Hải đồng hạng 2 Hội thi Cụm II (89,00 điểm), chỉ còn 1 suất." in page
    assert "nhất Hội thi Cụm I" in page
    pair = [str(clusters[1].teams[name]) for name in ("Kỳ Thư", "Kỳ Hải")]
    refused = walker.post(f"{at}/bang-diem", {"teams": pair, "chosen": pair, "minutes": "05/BB", "reason": "Sát đề"})
    assert (refused.status_code, "Cần chọn đúng 1 đội" in refused.text, 'value="05/BB"' in refused.text) == (
        422,
        True,
        True,
    )
    walker.post(f"{at}/bang-diem", {"teams": pair, "chosen": pair[:1], "minutes": "05/BB", "reason": "Sát đề"})
    assert "thành tích tốt nhất còn lại: 89,00 điểm" in walker.text(at)
    assert "Đã đưa 5 đội vào." in walker.post(f"{at}/dua-vao", follow=True).text
    assert listed(final) == ["Kỳ Xuân", "Kỳ Bắc", "Kỳ Thọ", "Kỳ Thư", "Kỳ Hải"]
    assert "Các đội đã vào đủ." in walker.post(f"{at}/dua-vao", follow=True).text
    assert len(listed(final)) == 5


def test_the_team_pages_tell_where_a_team_came_from(app: Flask, clusters: tuple[Built, Built], final: Built) -> None:
    walker = Walker(app, final.accounts["organiser"])
    choose(walker, final, clusters[:1])
    walker.post(f"/hoi-thi/{final.id}/vao-tu/dua-vao")
    page = walker.text(f"/hoi-thi/{final.id}/doi")
    assert "từ Hội thi Cụm I, hạng 1, 90,00 điểm, kết quả lần 1, suất của hội thi" in page
    team = re.search(r"/doi/(\d+)\"", page)
    assert team is not None
    path = f"/hoi-thi/{final.id}/doi/{team[1]}"
    assert "Từ Hội thi Cụm I, hạng 1" in walker.text(path)
    walker.post(path, {"name": "Kỳ Xuân", "members": "Phạm Đức Hòa (Đội trưởng)"})
    shown = walker.text(path)
    assert "Từ Hội thi Cụm I, hạng 1" in shown
    assert "vào: Phạm Đức Hòa" in shown
    assert "Nguồn gốc" not in walker.text(f"/hoi-thi/{final.id}/doi/moi")


def test_a_correction_stands_on_every_page_until_people_settle_it(
    app: Flask, clusters: tuple[Built, Built], final: Built
) -> None:
    walker, at = Walker(app, final.accounts["organiser"]), f"/hoi-thi/{final.id}/vao-tu"
    choose(walker, final, clusters[:1], best_others="0")
    walker.post(f"{at}/dua-vao")
    correct(clusters[0], "Kỳ Bắc", "80")
    assert "Kết quả của Hội thi Cụm I đã sửa đổi (lần 1 → lần 2)" in walker.text(f"/hoi-thi/{final.id}")
    lines = walker.text(f"/hoi-thi/{final.id}/doi")
    assert "(lần 2): hạng 2, 88,50 điểm → hạng 3, 80,00 điểm; nay không thuộc diện vào" in lines
    assert "(lần 2): đội này không đổi" in lines
    page = walker.text(at)
    for words in ("hạng 2, 88,50 điểm", "hạng 3, 80,00 điểm", "nay không thuộc diện vào", "nay thuộc diện vào"):
        assert words in page
    assert "đã được sửa đổi" in walker.post(f"{at}/dua-vao").text
    assert walker.post(f"{at}/sua-doi/thay", {"reason": " "}).status_code == 422
    assert listed(final) == ["Kỳ Xuân", "Kỳ Bắc"]
    walker.post(f"{at}/sua-doi/thay", {"reason": "Theo kết quả lần 2"})
    assert listed(final) == ["Kỳ Xuân", "Kỳ Phú"]
    settled = walker.text(at)
    assert "Thay đội khi nguồn sửa đổi" in settled
    assert "đã sửa đổi (lần 1" not in walker.text(f"/hoi-thi/{final.id}")


def test_what_was_typed_stays_when_it_is_refused(app: Flask, clusters: tuple[Built, Built], final: Built) -> None:
    walker, at = Walker(app, final.accounts["organiser"]), f"/hoi-thi/{final.id}/vao-tu"
    key = clusters[0].id
    sent = {"sources": [str(key)], f"places-{key}": "ba", "best_others": "7", "compared_by": "share"}
    answer = walker.post(f"{at}/nguon", sent)
    assert answer.status_code == 422
    assert "Số suất phải là số từ 0 đến 200" in answer.text
    assert f'name="places-{key}" inputmode="numeric" autocomplete="off" maxlength="3" value="ba"' in answer.text
    assert re.search(r'value="share" checked', answer.text)
    choose(walker, final, clusters[:1], places="1", best_others="0")
    team = str(clusters[0].teams["Kỳ Phú"])
    named = walker.post(f"{at}/cu", {"team": team, "reason": ""})
    assert (named.status_code, f'value="{team}" selected' in named.text) == (422, True)
    walker.post(f"{at}/cu", {"team": team, "reason": "Đội của xã biên giới"})
    walker.post(f"{at}/khong-vao", {"team": str(clusters[0].teams["Kỳ Xuân"]), "reason": "Đội xin rút"})
    page = walker.text(at)
    assert "đơn vị cử: Đội của xã biên giới" in page
    assert "không vào theo quyết định: Đội xin rút" in page
    walker.post(f"{at}/quyet-dinh/1/rut")
    assert "đã rút" in walker.text(at)
    assert walker.post(f"{at}/cu", {"team": "khong", "reason": "Lý do"}).status_code == 422


def test_those_who_only_look_are_offered_nothing_to_press(
    app: Flask, clusters: tuple[Built, Built], final: Built
) -> None:
    choose(Walker(app, final.accounts["organiser"]), final, clusters)
    page = Walker(app, final.accounts["secretary"]).text(f"/hoi-thi/{final.id}/vao-tu")
    assert "Hội thi Cụm II" in page
    assert "đã chốt, chờ công bố" in page  # the secretary has no part in the clusters
    assert "Kỳ Thọ" not in page
    assert "Đưa " not in page.partition('id="noi-dung"')[2].partition("</main>")[2]


def statements(app: Flask, walker: Walker, path: str) -> int:
    """Give how many SQL statements a page takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        walker.text(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_a_season_takes_as_many_statements_for_many_corrections_as_for_one(app: Flask) -> None:
    writer = app.extensions["writer"]
    made: Province = writer.run(found)
    person = made.people["province"]
    details = seasons.SeasonDetails("Mùa 2026", made.units["province"], 2026, date(2026, 1, 1), date(2026, 12, 31))
    season_id = writer.run(lambda session: seasons.make(made.hand(session, "province"), details).id)
    walker, taken = Walker(app, person), []
    for number in range(1, 4):
        first = seal(play(writer, f"Cụm {number}", {"Kỳ Xuân": "90", "Kỳ Bắc": "80"}))
        final = target(writer, first, places=1, best=0)
        rename(final, season_id=season_id)
        work(final, carrying.carry)
        correct(first, "Kỳ Bắc", "70")
        page = walker.text(f"/mua/{season_id}")
        assert page.count("đã sửa đổi (lần 1 → lần 2)") == number
        taken.append(statements(app, walker, f"/mua/{season_id}"))
    assert len(set(taken)) == 1
