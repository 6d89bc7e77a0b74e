"""Who may open or send what of a model's results, a campaign's targets and the reports: every route × every office."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.recognition import indicators
from contest.recognition.indicators import IndicatorDetails
from contest.tables.campaigns import CampaignUnit
from contest.tables.recognition import Indicator
from tests.contest.pages.officewalk import answers, led_to_sign_in, unnamed
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, Province, found, register

MODEL, TARGETS = "/so-mo-hinh/1/ket-qua", "/dot-dang-ky/1/chi-tieu"
ALL, OWN, CHANGE = (
    (200, 200, 200, 200, 200, 200, 403),
    (200, 200, 200, 200, 200, 404, 403),
    (200, 200, 403, 200, 403, 404, 403),
)
SENT = (422, 422, 403, 422, 403, 404, 403)

# What each is answered: the house's keeper, the province's officer and viewer, the commune's officer and viewer, a
# neighbour commune's officer, somebody with no office. 2 is the commune, 1 the province; the village is 4.
TABLE: dict[str, tuple[int, ...]] = {
    f"GET {MODEL}": OWN,
    f"GET {MODEL}/chi-so": CHANGE,
    f"POST {MODEL}/chi-so": SENT,
    f"GET {MODEL}/chi-so/1": CHANGE,
    f"POST {MODEL}/chi-so/1": SENT,
    f"GET {MODEL}/chi-so/999": (404, 404, 403, 404, 403, 404, 403),
    f"POST {MODEL}/chi-so/999/bo": (302, 302, 403, 302, 403, 404, 403),
    f"GET {TARGETS}": ALL,
    f"GET {TARGETS}?don-vi=2": OWN,
    f"GET {TARGETS}?don-vi=1": (200, 200, 200, 404, 404, 404, 403),
    f"GET {TARGETS}?don-vi=999": (404, 404, 404, 404, 404, 404, 403),
    "GET /dot-dang-ky/999/chi-tieu": (404, 404, 404, 404, 404, 404, 403),
    f"POST {TARGETS}?don-vi=2": (302, 302, 403, 302, 403, 404, 403),
    f"POST {TARGETS}?don-vi=1": (302, 302, 403, 404, 404, 404, 403),
    "GET /bao-cao": ALL,
    "GET /bao-cao/registrations": ALL,
    "GET /bao-cao/registrations.xlsx": ALL,
    "GET /bao-cao/registrations/in": ALL,
    "GET /bao-cao/registrations?don-vi=2": OWN,
    "GET /bao-cao/registrations?don-vi=999": (404, 404, 404, 404, 404, 404, 403),
    "GET /bao-cao/registrations/in?don-vi=1": (200, 200, 200, 404, 404, 404, 403),
    "GET /bao-cao/registrations?dot=999": ALL,  # says that there is no such campaign
    "GET /bao-cao/registrations.xlsx?dot=999": (409, 409, 409, 409, 409, 409, 403),
}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province with a registration of the commune and its one indicator."""
    writer = app.extensions["writer"]
    made: Province = writer.run(found)

    def fill(session: Session) -> None:
        row = register(session, made)
        details = IndicatorDetails("Đất hiến", "m²", 1_250_500, 2026)
        indicators.add(made.hand(session, "commune"), Reach(whole=True), row, details)

    writer.run(fill)
    return made


@pytest.mark.parametrize("who", WHO)
def test_who_may(app: Flask, province: Province, who: str) -> None:
    assert answers(app, TABLE, province.people[who]) == {route: row[WHO.index(who)] for route, row in TABLE.items()}


def test_signed_out_everything_leads_to_the_sign_in(app: Flask, province: Province) -> None:
    assert led_to_sign_in(app, TABLE) == []


def test_the_table_names_every_route(app: Flask) -> None:
    """A new route must be put into the table."""
    assert unnamed(app, TABLE, {"following", "targets", "reports"}) == set()


def test_who_may_only_look_changes_nothing(app: Flask, province: Province) -> None:
    """The commune's own target is the province's to set, a village's the commune's."""
    writer = app.extensions["writer"]

    def told() -> list[object]:
        def read(session: Session) -> list[object]:
            rows = session.scalars(select(CampaignUnit).order_by(CampaignUnit.unit_id)).unique()
            return [
                *((row.unit_id, row.target) for row in rows),
                session.scalar(select(func.count()).select_from(Indicator)),
            ]

        seen: list[object] = writer.run(read)
        return seen

    before = told()
    for who in ("province_viewer", "commune_viewer", "neighbour", "outsider"):
        walker = Walker(app, province.people[who])
        walker.post(f"{MODEL}/chi-so/1/bo")
        walker.post(f"{TARGETS}?don-vi=2", {"target-4": "7"})
        walker.post(TARGETS, {"target-2": "7", "target-3": "8"})
    Walker(app, province.people["commune"]).post(f"{TARGETS}?don-vi=2", {"target-2": "7", "target-3": "8"})
    assert told() == before
    Walker(app, province.people["commune"]).post(f"{TARGETS}?don-vi=2", {"target-4": "7"})
    assert told() == [(2, 1), (3, 1), (4, 7), 1]
