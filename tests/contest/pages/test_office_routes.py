"""Who may open or send what of the units, the season, the register and the reports: every route × every office."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.planning import seasons
from contest.recognition import evidence
from contest.tables.recognition import Registration
from contest.tables.seasons import Season
from tests.building import build
from tests.contest.pages.officewalk import answers, led_to_sign_in, unnamed
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, Province, found, register

# What each is answered: the house's keeper, the province's officer and viewer, the commune's officer and viewer, a
# neighbour commune's officer, somebody with no office. What belongs to the commune's branch is its registration and its
# unit (2 is the commune); season and campaign are the province's.
TABLE: dict[str, tuple[int, ...]] = {
    "GET /don-vi": (200, 200, 200, 200, 200, 200, 403),
    "GET /don-vi/goi-y": (200, 200, 200, 200, 200, 200, 403),
    "GET /don-vi/2": (200, 200, 200, 200, 200, 404, 403),
    "GET /don-vi/1": (200, 200, 200, 404, 404, 404, 403),
    "GET /don-vi/999": (404, 404, 404, 404, 404, 404, 403),
    "GET /don-vi/moi": (200, 200, 403, 200, 403, 200, 403),
    "GET /don-vi/2/sua": (200, 200, 403, 403, 403, 404, 403),
    "GET /don-vi/2/ke-tuc": (200, 200, 403, 403, 403, 404, 403),
    "GET /don-vi/2/tieu-de": (200, 200, 403, 200, 403, 404, 403),
    "GET /don-vi/2/can-bo": (200, 200, 403, 200, 403, 404, 403),
    "GET /don-vi/mau.xlsx": (200, 200, 200, 200, 200, 200, 403),
    "GET /don-vi/nhap": (200, 403, 403, 403, 403, 403, 403),
    "GET /don-vi/nhap/khong-co": (302, 403, 403, 403, 403, 403, 403),
    "GET /mua": (200, 200, 200, 200, 200, 200, 403),
    "GET /mua/moi": (200, 200, 403, 200, 403, 200, 403),
    "GET /mua/1": (200, 200, 200, 404, 404, 404, 403),
    "GET /mua/1/sua": (200, 200, 403, 404, 404, 404, 403),
    "GET /mua/1/cum": (200, 200, 200, 404, 404, 404, 403),
    "GET /mua/1/cum/moi": (200, 200, 403, 404, 404, 404, 403),
    "GET /mua/1/cum/1": (200, 200, 403, 404, 404, 404, 403),
    "GET /mua/1/cum/999": (404, 404, 403, 404, 404, 404, 403),
    "GET /mua/1/dua-vao": (200, 200, 403, 404, 404, 404, 403),
    "GET /mua/1/nhan-ban": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/moi": (200, 200, 403, 200, 403, 200, 403),
    "GET /dot-dang-ky/1": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/1/sua": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/don-vi": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/don-vi/2": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/can-cu": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/danh-sach/mau.xlsx": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/1/danh-sach/dang-co.xlsx": (200, 200, 200, 200, 200, 200, 403),
    "GET /so-mo-hinh/tai-ve.xlsx": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/1/danh-sach/nhap": (200, 200, 403, 200, 403, 200, 403),
    "GET /dot-dang-ky/1/danh-sach/nhap/khong-co": (302, 302, 403, 302, 403, 302, 403),
    "GET /so-mo-hinh": (200, 200, 200, 200, 200, 200, 403),
    "GET /so-mo-hinh/dang-ky/1": (200, 200, 403, 200, 403, 200, 403),
    "GET /so-mo-hinh/dang-ky/999": (404, 404, 404, 404, 404, 404, 403),
    "GET /so-mo-hinh/1": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/sua": (302, 302, 403, 302, 403, 404, 403),
    "GET /so-mo-hinh/1/tep": (200, 200, 403, 200, 403, 404, 403),
    "GET /so-mo-hinh/1/tep/ngay-nhan": (200, 200, 403, 403, 403, 404, 403),
    "GET /so-mo-hinh/1/tep/1": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/tep/999": (404, 404, 404, 404, 404, 404, 403),
    "GET /lich-su": (200, 200, 200, 200, 200, 200, 403),
    "GET /lich-su?don-vi=2": (200, 200, 200, 200, 200, 404, 403),
    "GET /lich-su?don-vi=1": (200, 200, 200, 404, 404, 404, 403),
    "GET /bao-cao": (200, 200, 200, 200, 200, 200, 403),
    "GET /bao-cao/season": (200, 200, 200, 200, 200, 200, 403),
    "GET /bao-cao/season.xlsx": (200, 200, 200, 409, 409, 409, 403),
    "GET /bao-cao/season/in": (200, 200, 200, 409, 409, 409, 403),
    "GET /bao-cao/khong-co": (404, 404, 404, 404, 404, 404, 403),
    "GET /bao-cao/season?don-vi=1": (200, 200, 200, 404, 404, 404, 403),
    "GET /viec/khong-co": (404, 404, 404, 404, 404, 404, 404),
    "POST /don-vi/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /don-vi/2/sua": (422, 422, 403, 403, 403, 404, 403),
    "POST /don-vi/2/ke-tuc": (422, 422, 403, 403, 403, 404, 403),
    "POST /don-vi/2/tieu-de": (422, 422, 403, 422, 403, 404, 403),
    "POST /don-vi/2/can-bo": (422, 422, 403, 422, 403, 404, 403),
    "POST /don-vi/2/can-bo/999/bo": (302, 302, 403, 302, 403, 404, 403),
    "POST /don-vi/nhap": (422, 403, 403, 403, 403, 403, 403),
    "POST /don-vi/nhap/khong-co": (302, 403, 403, 403, 403, 403, 403),
    "POST /mua/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /mua/1/sua": (422, 422, 403, 404, 404, 404, 403),
    "POST /mua/1/cum/moi": (422, 422, 403, 404, 404, 404, 403),
    "POST /mua/1/cum/1": (422, 422, 403, 404, 404, 404, 403),
    "POST /mua/1/cum/999/bo": (404, 404, 403, 404, 404, 404, 403),
    "POST /mua/1/dua-vao": (422, 422, 403, 404, 404, 404, 403),
    "POST /mua/1/nhan-ban": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /dot-dang-ky/1/sua": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/khep": (302, 302, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/don-vi": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/don-vi/2": (302, 302, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/can-cu": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/can-cu/999/bo": (302, 302, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/danh-sach/nhap": (422, 422, 403, 422, 403, 422, 403),
    "POST /dot-dang-ky/1/danh-sach/nhap/khong-co": (302, 302, 403, 302, 403, 302, 403),
    "POST /so-mo-hinh/dang-ky/1": (422, 422, 403, 422, 403, 422, 403),
    "POST /so-mo-hinh/1/sua": (422, 422, 403, 422, 403, 404, 403),
    "POST /so-mo-hinh/1/gui": (409, 409, 403, 409, 403, 404, 403),
    "POST /so-mo-hinh/1/tra-lai": (302, 302, 403, 403, 403, 404, 403),
    "POST /so-mo-hinh/1/gi-do": (404, 404, 403, 404, 403, 404, 403),
    "POST /so-mo-hinh/1/tep": (422, 422, 403, 422, 403, 404, 403),
    "POST /so-mo-hinh/1/tep/ngay-nhan": (422, 422, 403, 403, 403, 404, 403),
    "POST /so-mo-hinh/1/tep/999/bo": (404, 404, 403, 404, 403, 404, 403),
}
MODULES = {
    *(
        "units",
        "offices",
        "seasons",
        "cloning",
        "campaigns",
        "campaign_units",
        "register",
        "registering",
        "record_files",
        "register_lists",
    ),
    *("reports", "jobs", "changes"),
}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province with a season, a cluster, a registration and its evidence."""
    writer = app.extensions["writer"]
    made: Province = writer.run(found)

    def fill(session: Session) -> None:
        hand = made.hand(session, "province")
        details = seasons.SeasonDetails("Mùa 2026", made.units["province"], 2026, date(2026, 1, 1), date(2026, 12, 31))
        season = seasons.make(hand, details)
        seasons.set_cluster(hand, season, None, "Cụm 1", ["Xã B"])
        row = register(session, made)
        own = made.hand(session, "commune"), made.reach(session, "commune")
        evidence.keep(*own, row, evidence.Handed("a.pdf", b"%PDF-1.7"))

    writer.run(fill)
    return made


@pytest.mark.parametrize("who", WHO)
def test_who_may(app: Flask, province: Province, who: str) -> None:
    assert answers(app, TABLE, province.people[who]) == {route: row[WHO.index(who)] for route, row in TABLE.items()}


def test_signed_out_everything_leads_to_the_sign_in(app: Flask, province: Province) -> None:
    assert led_to_sign_in(app, TABLE) == []


def test_the_table_names_every_route(app: Flask) -> None:
    """A new route must be put into the table."""
    assert unnamed(app, TABLE, MODULES) == set()


def test_a_viewer_and_a_neighbour_change_nothing(app: Flask, province: Province) -> None:
    writer = app.extensions["writer"]

    def told() -> tuple[str, str]:
        seen: tuple[str, str] = writer.run(
            lambda session: (session.get_one(Registration, 1).state, session.get_one(Season, 1).name)
        )
        return seen

    before = told()
    for who in ("province_viewer", "commune_viewer", "neighbour", "outsider"):
        walker = Walker(app, province.people[who])
        for action in ("gui", "tra-lai", "tiep-nhan", "bat-dau", "bo"):
            walker.post(f"/so-mo-hinh/1/{action}", {"reason": "Thử"})
        walker.post(
            "/mua/1/sua", {"name": "Khác", "unit": "Tỉnh A", "year": "2026", "from_on": "1/1/2026", "to_on": "2/1/2026"}
        )
    assert told() == before


def test_contests_of_a_branch_alone_are_offered_to_a_season(app: Flask, province: Province) -> None:
    build(app.extensions["writer"])
    house, commune = Walker(app, province.people["house"]), Walker(app, province.people["province"])
    name = "Hội thi “Dân vận khéo” xã Sơn Hòa (Xã Sơn Hòa)"
    assert name in house.text("/mua/1/dua-vao")
    assert name not in commune.text("/mua/1/dua-vao")
