"""The pages of a season: made, its clusters, one contest cloned to many units, and at a glance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from contest import demoseason
from contest.history import Hand
from contest.planning import succeeding
from contest.planning.units import find_unit
from contest.tables.contests import Contest
from tests.building import Built, build, finish, play_worked
from tests.contest.pages.listwalk import told_of
from tests.contest.pages.walker import Walker

SEASON = {"name": "Mùa 2026", "unit": "Tỉnh A", "year": "2026", "from_on": "1/1/2026", "to_on": "31/12/2026"}


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a finished contest, and units for a season."""
    made = finish(play_worked(app.extensions["writer"]))
    for name in ("Tỉnh A", "Xã B", "Xã C", "Xã D"):
        app.extensions["writer"].run(lambda session, name=name: find_unit(session, name))
    return made


@pytest.fixture
def house(app: Flask, built: Built) -> Walker:
    """Give the organiser of that contest, who keeps the whole house."""
    return Walker(app, built.accounts["organiser"])


def test_a_season_is_made_filled_and_seen_at_a_glance(app: Flask, house: Walker, built: Built) -> None:
    assert "Chưa có mùa hội thi nào" in house.text("/mua")
    assert house.post("/mua/moi", SEASON).location == "/mua/1"
    assert "Mùa này chưa có hội thi" in house.text("/mua/1")
    assert house.post("/mua/1/cum/moi", {"name": "Cụm 1", "units": "Xã B\n xã C \n"}).location == "/mua/1/cum"
    assert "Cụm 1 <span" in house.text("/mua/1/cum")
    assert house.post("/mua/1/dua-vao", {"contest": str(built.id), "cluster": ""}).location == "/mua/1"
    clone = {
        "source": str(built.id), "name": "Hội thi {đơn vị}", "level_id": "6", "held_on": "1/8/2026",
        "place": "Nhà văn hóa {đơn vị}", "cluster": "*", "units": "Xã D", "with_teams": "y",
    }  # fmt: skip
    for _ in range(2):  # cloning again makes nothing twice
        job = str(house.post("/mua/1/nhan-ban", clone).location)
        told_of(house, job)
    names = app.extensions["writer"].run(
        lambda session: sorted(
            tuple(row) for row in session.execute(select(Contest.name, Contest.place, Contest.cluster_id))
        )
    )
    assert [each for each in names if each[0] != "Hội thi “Dân vận khéo” xã Sơn Hòa"] == [
        ("Hội thi Xã B", "Nhà văn hóa Xã B", 1),
        ("Hội thi Xã C", "Nhà văn hóa Xã C", 1),
        ("Hội thi Xã D", "Nhà văn hóa Xã D", None),
    ]
    page = house.text("/mua/1")
    tallies = dict(re.findall(r'<dt>([^<]+)</dt><dd class="figures">([^<]+)</dd>', page))
    assert tallies == {"hội thi": "4", "đội": "24", "thành viên": "0", "giám khảo": "20"}
    assert re.findall(r"<b class=\"figures\">(\d+)</b> ([^<]+)</li>", page) == [
        ("1", "đã chốt"),
        ("0", "đang thi"),
        ("0", "sắp thi"),
        ("3", "quá ngày, chưa thi"),
    ]
    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Cụm 1", "Cấp xã (xã, phường, đặc khu)"]
    assert len(re.findall(r'<a class="tile tile-overdue"', page)) == 3


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"unit": "Tỉnh Không Có"}, "Chưa có đơn vị “Tỉnh Không Có”"),
        ({"year": "x"}, "Năm"),
        ({"to_on": "31/12/2025"}, "Ngày kết thúc đứng trước"),
    ],
)
def test_a_wrong_season_is_refused(house: Walker, form: dict[str, str], sentence: str) -> None:
    answer = house.post("/mua/moi", SEASON | form)
    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (422, True)


def test_wrong_clusters_and_clonings_are_refused(app: Flask, house: Walker, built: Built) -> None:
    house.post("/mua/moi", SEASON)
    house.post("/mua/1/cum/moi", {"name": "Cụm 1", "units": "Xã B"})

    def told(path: str, form: dict[str, str]) -> str:
        answer = house.post(path, form)
        assert answer.status_code == 422
        return answer.get_data(as_text=True)

    assert "Mùa này đã có cụm “cụm 1”" in told("/mua/1/cum/moi", {"name": "cụm 1", "units": ""})
    assert "Xã B đã ở cụm “Cụm 1”" in told("/mua/1/cum/moi", {"name": "Cụm 2", "units": "Xã B"})
    assert "Chưa có đơn vị “Xã Lạ”" in told("/mua/1/cum/moi", {"name": "Cụm 2", "units": "Xã Lạ"})
    clone = {
        "source": str(built.id), "name": "Hội thi", "level_id": "6", "held_on": "1/8/2026", "place": "Nhà văn hóa",
        "cluster": "", "units": "",
    }  # fmt: skip
    assert "Tên hội thi cần có “{đơn vị}”" in told("/mua/1/nhan-ban", clone)
    named = clone | {"name": "Hội thi {đơn vị}"}
    assert "Chưa chọn đơn vị nào" in told("/mua/1/nhan-ban", named)
    assert "Năm của mùa không nằm trong thời gian từ 01/01/2026" in told("/mua/moi", SEASON | {"year": "2030"})

    def end(session: Session) -> None:
        find_unit(session, "Xã D").valid_to = date(2025, 6, 30)

    assert "Ngày thi nằm ngoài thời gian của mùa, từ 01/01/2026 đến 31/12/2026" in told(
        "/mua/1/nhan-ban", named | {"units": "Xã D", "held_on": "1/8/2027"}
    )
    app.extensions["writer"].run(end)
    assert "“Xã D” đã kết thúc ngày 30/06/2025" in told("/mua/1/cum/moi", {"name": "Cụm 2", "units": "Xã D"})
    assert "“Xã D” đã kết thúc ngày 30/06/2025" in told("/mua/1/nhan-ban", named | {"units": "Xã D"})
    assert "Chưa có đơn vị “Xã Lạ”" in told("/mua/1/nhan-ban", named | {"units": "Xã Lạ"})


def test_a_cluster_that_goes_leaves_its_contests_in_the_season(app: Flask, house: Walker, built: Built) -> None:
    house.post("/mua/moi", SEASON)
    house.post("/mua/1/cum/moi", {"name": "Cụm 1", "units": "Xã B"})
    house.post("/mua/1/cum/1", {"name": "Cụm Một", "units": "Xã B\nXã C"})
    house.post("/mua/1/dua-vao", {"contest": str(built.id), "cluster": "1"})
    assert house.post("/mua/1/cum/1/bo").location == "/mua/1/cum"
    placed = app.extensions["writer"].run(
        lambda session: (session.get_one(Contest, built.id).season_id, session.get_one(Contest, built.id).cluster_id)
    )
    assert placed == (1, None)
    told = house.text("/lich-su")
    for said in (
        "<strong>Bỏ</strong> · Cụm thi “Cụm Một”",
        "<del>Xã B</del> → Xã B; Xã C",
        "<del>Cụm 1</del> → Cụm Một",
    ):
        assert said in told, said
    assert house.text("/lich-su?ve=contest").count("<strong>") == 2  # put into the season; out of the cluster that went


def test_the_seasons_report_counts_what_the_page_counts(app: Flask, house: Walker, built: Built) -> None:
    house.post("/mua/moi", SEASON)
    other = build(app.extensions["writer"], held_on=date(2026, 5, 5))
    for each in (built, other):
        house.post("/mua/1/dua-vao", {"contest": str(each.id), "cluster": ""})
    page = house.text("/bao-cao/season")
    assert "tổ chức 2 hội thi (1" not in page
    assert "Tỉnh A tổ chức 2 hội thi, gồm 2 hội thi cấp xã (xã, phường, đặc khu), với 9 đội" in page
    assert "Chưa có mùa hội thi nào như vậy" in house.text("/bao-cao/season?nam=1999")


PAGES = ("/mua", "/mua/{season}", "/mua/{season}/cum", "/mua/{season}/nhan-ban", "/bao-cao/season?season={season}")


def statements(walker: Walker, path: str) -> int:
    """Give how many statements a page takes."""
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", one_more)
    try:
        walker.text(path)
    finally:
        event.remove(Engine, "before_cursor_execute", one_more)
    return count


def test_a_large_season_takes_as_many_statements_as_a_small_one(app: Flask) -> None:
    """Over one planned contest and over twelve, in all clusters of the demo's season."""
    writer = app.extensions["writer"]
    season, cast, planned = writer.run(demoseason.found)
    waiting = [replace(each, until="prepared") for each in planned]
    walker = Walker(app, cast.organiser)

    def cost(contests: list[demoseason.Planned]) -> dict[str, int]:
        for each in contests:
            writer.run(partial(demoseason.play, season_id=season, cast=cast, planned=each))
        paths = [page.format(season=season) for page in (*PAGES, "/")]
        return {path: statements(walker, path) for path in paths}

    first = cost(waiting[:1])
    assert cost([*waiting[1:11], waiting[-1]]) == first
    assert max(first.values()) < 25


def test_a_contest_of_the_district_stands_above_its_cluster(app: Flask) -> None:
    writer = app.extensions["writer"]
    season, cast, planned = writer.run(demoseason.found)
    chosen = [each for each in planned if each.unit in {"Xã Tân Lâm Hương", "Xã Suối Bạc", "Huyện Kỳ Anh"}]

    def play(session: Session) -> None:
        for each in chosen:
            demoseason.play(session, season, cast, replace(each, until="prepared"))

    writer.run(play)
    page = Walker(app, cast.organiser).text(f"/mua/{season}")
    cards = re.split(r'<li class="card-panel branch">', page)[1:]
    told = [re.findall(r'<h3>([^<]+)|class="crown">.*?<span>([^<]*)</span>([^<]+)', card, re.S) for card in cards]
    assert [[" ".join("".join(found).split()) for found in card] for card in told] == [
        ["Cụm Huyện Kỳ Anh", "Huyện Kỳ Anh"],
        ["Cụm Huyện Thạch Hà"],
    ]
    assert "số liệu minh họa" in page


def test_a_season_over_the_reform_tells_units_of_one_name_by_the_day(app: Flask, house: Walker, built: Built) -> None:
    def merge(session: Session) -> list[int]:
        old, hand = find_unit(session, "Xã B"), Hand(session, None)
        return [old.id, succeeding.succeed(hand, old, ["Xã B"], "merge", date(2025, 7, 1), "")[0].id]

    old, new = app.extensions["writer"].run(merge)
    house.post("/mua/moi", SEASON | {"year": "2025", "from_on": "1/1/2025", "to_on": "31/12/2025"})
    house.post("/mua/1/cum/moi", {"name": "Cụm 1", "units": "Xã B (từ 01/07/2025)"})
    assert ">Xã B (từ 01/07/2025)</textarea>" in house.text("/mua/1/cum/1").replace("\r", "").replace(
        "\n</", "</"
    ).replace(">\n", ">")
    clone = {
        "source": str(built.id), "name": "Hội thi {đơn vị}", "level_id": "6", "held_on": "15/8/2025",
        "place": "Nhà văn hóa {đơn vị}", "cluster": "", "units": "Xã B",
    }  # fmt: skip
    told_of(house, str(house.post("/mua/1/nhan-ban", clone).location))
    units = select(Contest.unit_id).where(Contest.season_id == 1)
    assert app.extensions["writer"].run(lambda session: list(session.scalars(units))) == [new]
    assert old != new
