"""A form that is sent twice, by a double click or a slow line, makes one thing; both answers lead to it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.recognition import inspecting
from contest.tables.appraisals import Inspection
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal
from contest.tables.places import Letterhead
from contest.tables.recognition import Registration
from contest.tables.seasons import Season
from tests.contest.pages.walker import Walker, filled
from tests.contest.province import Province, found

UNIT = {"unit": "Tỉnh A"}
NAMED = {"name": "Làm một lần"}
DAYS = {"from_on": "01/06/2026", "to_on": "30/06/2026"}
HEAD = {"style": "party", "issuer": "BAN DÂN VẬN", "place": "A"}
FORMS: dict[str, tuple[type, str, dict[str, str]]] = {
    "registration": (Registration, "/so-mo-hinh/dang-ky/1", NAMED | {"unit": "Xã B"}),
    "list": (Proposal, "/dot-dang-ky/1/de-nghi/moi", NAMED | UNIT | {"what": "recognise:1"}),
    "season": (Season, "/mua/moi", NAMED | UNIT | DAYS | {"year": "2026"}),
    "visit": (Inspection, "/kiem-tra/ke-hoach/1/buoi", {"unit": "Xã B", "planned_on": "02/06/2026"}),
    "letterhead": (Letterhead, "/don-vi/1/tieu-de", HEAD),
}


def _planned(session: Session) -> Province:
    province = found(session)
    days = (date(2026, 6, 1), date(2026, 6, 30))
    details = inspecting.PlanDetails("Kế hoạch", province.units["province"], *days)
    inspecting.keep_plan(province.hand(session, "province"), session.get_one(Campaign, 1), None, details)
    return province


def _count(app: Flask, table: type) -> int:
    count: int = app.extensions["writer"].run(lambda session: session.scalar(select(func.count()).select_from(table)))
    return count


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_sent_twice_makes_one_thing(app: Flask, kind: str) -> None:
    province = app.extensions["writer"].run(_planned)
    table, page, typed = FORMS[kind]
    walker = Walker(app, province.people["province"])
    sent = filled(walker.text(page)) | typed
    answers = [walker.client.post(page, data=sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert _count(app, table) == 1
    other = walker.client.post(page, data=sent | {"name": "Việc khác", "place": "B", "year": "2027"})
    assert (other.status_code, _count(app, table)) == (302, 2)  # gone back to and filled in anew


def test_a_change_sent_twice_is_no_change_by_another(app: Flask) -> None:
    province = app.extensions["writer"].run(found)
    walker = Walker(app, province.people["province"])
    sent = filled(walker.text("/dot-dang-ky/1/sua")) | {"name": "Đăng ký 2026"}
    assert [walker.client.post("/dot-dang-ky/1/sua", data=sent).status_code for _ in range(2)] == [302, 302]
