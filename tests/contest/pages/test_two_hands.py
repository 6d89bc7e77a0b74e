"""Two people, or two windows, over one row: what one saved the other never writes over unseen, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.planning import seasons
from contest.recognition import criteria, inspecting, proposing, registering
from contest.tables.campaigns import Campaign
from tests.contest.pages.walker import Walker, filled
from tests.contest.province import Province, found, whole

Make = Callable[[Session, Province], str]


def _draft(session: Session, province: Province) -> str:
    hand, reach = province.hand(session, "province"), province.reach(session, "province")
    campaign = session.get_one(Campaign, province.campaign)
    form = whole(session, province)
    return f"/so-mo-hinh/{registering.draft(hand, reach, campaign, province.units['commune'], form).id}/sua"


def _season(session: Session, province: Province) -> str:
    days = (date(2026, 1, 1), date(2026, 12, 31))
    details = seasons.SeasonDetails("Mùa 2026", province.units["province"], 2026, *days)
    return f"/mua/{seasons.make(province.hand(session, 'province'), details).id}/sua"


def _list(session: Session, province: Province) -> str:
    campaign = session.get_one(Campaign, province.campaign)
    details = proposing.ListDetails("Danh sách", province.units["province"], "recognise", 1, "", 50, False)
    return f"/de-nghi/{proposing.make(province.hand(session, 'province'), campaign, details).id}/sua"


def _visit(session: Session, province: Province) -> str:
    hand, campaign = province.hand(session, "province"), session.get_one(Campaign, province.campaign)
    days = (date(2026, 6, 1), date(2026, 6, 30))
    plan = inspecting.keep_plan(
        hand, campaign, None, inspecting.PlanDetails("Kế hoạch", province.units["province"], *days)
    )
    details = inspecting.VisitDetails(province.units["commune"], date(2026, 6, 2))
    return f"/kiem-tra/{inspecting.keep_visit(hand, plan, None, details).id}/sua"


def _criteria(session: Session, province: Province) -> str:
    hand, campaign = province.hand(session, "province"), session.get_one(Campaign, province.campaign)
    criteria.save(hand, campaign, "collective", criteria.preset("collective"))
    return "/dot-dang-ky/1/bo-tieu-chi/collective/sua"


FORMS: dict[str, tuple[Make, str]] = {
    "registration": (_draft, "name"),
    "unit": (lambda _session, province: f"/don-vi/{province.units['commune']}/sua", "code"),
    "season": (_season, "name"),
    "campaign": (lambda _session, _province: "/dot-dang-ky/1/sua", "name"),
    "unit of a campaign": (
        lambda _session, province: f"/dot-dang-ky/1/don-vi/{province.units['commune']}",
        "target",
    ),
    "targets": (lambda _session, province: "/dot-dang-ky/1/chi-tieu", "target-{commune}"),
    "list": (_list, "name"),
    "visit": (_visit, "place"),
    "criteria": (_criteria, "name"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_second_window_is_told_and_keeps_what_was_typed(app: Flask, kind: str) -> None:
    province = app.extensions["writer"].run(found)
    make, field = FORMS[kind]
    page = app.extensions["writer"].run(lambda session: make(session, province))
    field = field.format(**province.units)
    first, second = (Walker(app, province.people[who]) for who in ("house", "province"))
    ours, theirs = filled(first.text(page)), filled(second.text(page))
    assert ours[field] == theirs[field]
    assert first.client.post(page, data=ours | {field: "11"}).status_code == 302
    late = second.client.post(page, data=theirs | {field: "22"})
    said = late.get_data(as_text=True)
    assert late.status_code in {409, 422}
    assert "Người house vừa sửa chỗ này lúc" in said
    assert filled(said)[field] == "22"  # what was typed
    assert filled(second.text(page))[field] == "11"  # what is kept
    assert second.client.post(page, data=filled(said)).status_code == 302  # they looked and want it so
    assert filled(first.text(page))[field] == "22"
