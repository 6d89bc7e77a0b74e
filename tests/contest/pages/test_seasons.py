"""The pages of a season: made, its clusters, one contest cloned to many units, and at a glance."""

from __future__ import annotations

import time
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from contest.planning.units import find_unit
from contest.tables.contests import Contest
from tests.building import Built, build, finish, play_worked
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


def _wait(walker: Walker, job: str) -> None:
    deadline = time.monotonic() + 60
    while walker.client.get(job, headers={"Accept": "application/json"}).get_json()["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)


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
        _wait(house, job)
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
    for said in ("24</b><span>đội", "4</b><span>hội thi", "20</b><span>giám khảo", "1/4</b> đã chốt", "Cụm 1"):
        assert said in page, said


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


def test_wrong_clusters_and_clonings_are_refused(house: Walker, built: Built) -> None:
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


def test_the_seasons_report_counts_what_the_page_counts(app: Flask, house: Walker, built: Built) -> None:
    house.post("/mua/moi", SEASON)
    other = build(app.extensions["writer"], held_on=date(2026, 5, 5))
    for each in (built, other):
        house.post("/mua/1/dua-vao", {"contest": str(each.id), "cluster": ""})
    page = house.text("/bao-cao/season")
    assert "tổ chức 2 hội thi (1" not in page
    assert "Tỉnh A tổ chức 2 hội thi (2 hội thi cấp xã (xã, phường, đặc khu)) với 9 đội" in page
    assert "Chưa có mùa hội thi nào như vậy" in house.text("/bao-cao/season?nam=1999")
