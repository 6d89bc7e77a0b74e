"""Who may open or send what of advancement and citations: every route × every office, and × every part in a contest."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest.planning.sources import Wanted as Sources
from contest.recognition import citations
from contest.recognition.citations import Wanted
from contest.tables.people import Assignment
from tests.contest.clusters import pick, play, rename, seal, target
from tests.contest.pages.officewalk import answers, led_to_sign_in, unnamed
from tests.contest.province import WHO, Province, found, register

# As in test_office_routes: the house's keeper, the province's officer and viewer, the commune's officer and viewer, a
# neighbour commune's officer, somebody with no office. Contest 1 is announced, 2 is running, both of another province;
# 3 is the commune's and takes its teams from 1; the registration is the commune's and cites contest 1.
TABLE: dict[str, tuple[int, ...]] = {
    "GET /so-mo-hinh/1/dan-chung": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/dan-chung?hoi-thi=1": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/dan-chung?hoi-thi=2": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/dan-chung?hoi-thi=999": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/dan-chung?tim=son": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/999/dan-chung": (404, 404, 404, 404, 404, 404, 403),
    "GET /so-mo-hinh?dan-chung=co": (200, 200, 200, 200, 200, 200, 403),
    "GET /so-mo-hinh?dan-chung=sua-doi": (200, 200, 200, 200, 200, 200, 403),
    "GET /hoi-thi/1/dan-chung": (200, 200, 200, 200, 200, 200, 403),
    "GET /hoi-thi/2/dan-chung": (404, 404, 404, 404, 404, 404, 403),
    "GET /hoi-thi/999/dan-chung": (404, 404, 404, 404, 404, 404, 403),
    "GET /hoi-thi/3/vao-tu": (404, 200, 200, 200, 200, 404, 404),
    "GET /hoi-thi/3/vao-tu/nguon": (404, 200, 403, 200, 403, 404, 404),
    "GET /hoi-thi/1/vao-tu": (404, 404, 404, 404, 404, 404, 404),
    "POST /so-mo-hinh/1/dan-chung": (200, 200, 403, 200, 403, 404, 403),
    "POST /so-mo-hinh/1/dan-chung?hoi-thi=1": (422, 422, 403, 422, 403, 404, 403),
    "POST /so-mo-hinh/1/dan-chung/1/bo": (302, 302, 403, 302, 403, 404, 403),
    "POST /so-mo-hinh/1/dan-chung/1/da-xem": (302, 302, 403, 302, 403, 404, 403),
    "POST /so-mo-hinh/1/dan-chung/999/bo": (302, 302, 403, 302, 403, 404, 403),
    "POST /hoi-thi/3/vao-tu/nguon": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/bang-diem": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/cu": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/khong-vao": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/quyet-dinh/1/rut": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/sua-doi/giu": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/sua-doi/thay": (404, 422, 403, 422, 403, 404, 404),
    "POST /hoi-thi/3/vao-tu/dua-vao": (404, 302, 403, 302, 403, 404, 404),
}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province with an announced, a running and a following contest, and a registration that cites the first."""
    writer = app.extensions["writer"]
    made: Province = writer.run(found)
    first = seal(play(writer, "Cụm I", {"Xã A": "90", "Xã B": "80"}))
    play(writer, "Cụm II", {"Xã C": "90", "Xã D": "80"})
    final = target(writer, account=made.people["province"])

    def fill(session: Session) -> None:
        own = made.hand(session, "commune"), made.reach(session, "commune")
        citations.cite(*own, register(session, made), Wanted(first.id, first.teams["Xã B"], note="Đội của xã"))
        session.add(Assignment(contest_id=first.id, account_id=made.people["province"], role="secretary"))

    writer.run(fill)
    rename(final, unit_id=made.units["commune"])
    pick(final, Sources({first.id: 1}), made.people["province"])
    # Chosen with a part in it, taken from without: what was announced is told to everybody.
    part = Assignment.contest_id == first.id, Assignment.account_id == made.people["province"]
    writer.run(lambda session: session.execute(delete(Assignment).where(*part)))
    return made


@pytest.mark.parametrize("who", WHO)
def test_who_may(app: Flask, province: Province, who: str) -> None:
    assert answers(app, TABLE, province.people[who]) == {route: row[WHO.index(who)] for route, row in TABLE.items()}


def test_signed_out_everything_leads_to_the_sign_in(app: Flask, province: Province) -> None:
    assert led_to_sign_in(app, TABLE) == []


def test_the_table_names_every_route(app: Flask) -> None:
    assert unnamed(app, TABLE, {"advancing", "citations"}) == set()
