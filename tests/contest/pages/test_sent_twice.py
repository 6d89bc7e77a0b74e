"""A form that is sent twice, by a double click or a slow line, makes one thing; both answers lead to it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.recognition import inspecting
from contest.tables.appraisals import AppraisalTeam, Inspection
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal, ProposalLine
from contest.tables.places import Letterhead
from contest.tables.recognition import Evidence, Registration
from contest.tables.seasons import Season
from tests.contest.pages.walker import Walker, filled
from tests.contest.province import Province, found
from tests.contest.recognition import cast, deciders

UNIT = {"unit": "Tỉnh A"}
NAMED = {"name": "Làm một lần"}
DAYS = {"from_on": "01/06/2026", "to_on": "30/06/2026"}
HEAD = {"style": "party", "issuer": "BAN DÂN VẬN", "place": "A"}
FORMS: dict[str, tuple[type, str, dict[str, str]]] = {
    "registration": (Registration, "/so-mo-hinh/dang-ky/1", NAMED | {"unit": "Xã B"}),
    "list": (Proposal, "/dot-dang-ky/1/de-nghi/moi", NAMED | UNIT | {"what": "recognise:1"}),
    "season": (Season, "/mua/moi", NAMED | UNIT | DAYS | {"year": "2026"}),
    "visit": (Inspection, "/kiem-tra/ke-hoach/1/buoi", {"unit": "Xã B", "planned_on": "02/06/2026"}),
    "team": (
        AppraisalTeam,
        "/dot-dang-ky/1/doan-tham-dinh",
        NAMED | UNIT | {"members-0-name": "An", "members-0-post": "Trưởng đoàn"},
    ),
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
    another = {"name": "Việc khác", "place": "B"} | {each: "BAN KHÁC" for each in typed if each == "issuer"}
    other = walker.client.post(page, data=sent | another)
    assert (other.status_code, _count(app, table)) == (302, 2)  # gone back to and filled in anew


def test_a_change_sent_twice_is_no_change_by_another(app: Flask) -> None:
    province = app.extensions["writer"].run(found)
    walker = Walker(app, province.people["province"])
    sent = filled(walker.text("/dot-dang-ky/1/sua")) | {"name": "Đăng ký 2026"}
    assert [walker.client.post("/dot-dang-ky/1/sua", data=sent).status_code for _ in range(2)] == [302, 302]


def test_models_put_on_a_list_twice_lead_to_the_list(app: Flask) -> None:
    province = app.extensions["writer"].run(found)

    def begin(session: Session) -> int:
        deciders.fill(session, province, [("collective", 2)])
        return deciders.begin(session, province).id

    page = f"/de-nghi/{app.extensions['writer'].run(begin)}/them"
    walker = Walker(app, province.people["province"])
    sent = filled(walker.text(page)) | {"chosen": "1"}
    assert [walker.client.post(page, data=sent).status_code for _ in range(2)] == [302, 302]
    assert _count(app, ProposalLine) == 1


def test_evidence_handed_in_twice_is_kept_once_and_no_mistake(app: Flask) -> None:
    stage = app.extensions["writer"].run(cast.staged)
    walker = Walker(app, stage.province.people["commune"])
    page = f"/so-mo-hinh/{stage.registration}/tham-dinh/minh-chung/{cast.NEW}"
    sent = filled(walker.text(page)) | {"title": "Ảnh"}
    for _ in range(2):
        answer = walker.client.post(page, data=sent | {"file": (io.BytesIO(b"%PDF-1.7 a"), "a.pdf")})
        assert answer.status_code == 302, answer.text
    assert _count(app, Evidence) == 1
