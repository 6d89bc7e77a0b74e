"""Two people, or two windows, over one row: what one saved the other never writes over unseen, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.planning import seasons
from contest.recognition import criteria, inspecting, proposing, registering, voting
from contest.tables.campaigns import Campaign
from tests.contest.pages.walker import Walker, filled
from tests.contest.province import Province, found, register, whole
from tests.contest.recognition import cast, deciders

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


def _votes(session: Session, province: Province) -> str:
    proposal = deciders.begin(session, province)
    deciders.submitted(session, province, proposal, deciders.fill(session, province, [("collective", 2)]))
    voting.hold(province.hand(session, "province"), proposal, voting.Meeting(deciders.MET, 30, 30, ""))
    return f"/de-nghi/{proposal.id}/phieu"


def _line(session: Session, province: Province) -> str:
    register(session, province)
    return f"/dot-dang-ky/1/kiem-tra/so-ket?don-vi={province.units['commune']}&ky=2026-06"


def _team(session: Session, province: Province) -> str:
    create_account(session, "tham.dinh", "Nguyễn Văn An", None)
    return f"/dot-dang-ky/1/doan-tham-dinh/{cast.put_team(session, province)[0]}"


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
    "votes": (_votes, "v-1"),
    "line of progress": (_line, "line-1"),
    "appraisal team": (_team, "name"),
    "member of a team": (_team, "members-1-post"),
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


def test_a_stale_page_of_certificate_numbers_is_refused(app: Flask) -> None:
    """They are typed on the decision's page and sent to an address of their own."""
    province = app.extensions["writer"].run(found)
    app.extensions["writer"].run(
        lambda session: deciders.whole(session, province, deciders.fill(session, province, [("collective", 2)]))
    )
    first, second = (Walker(app, province.people[who]) for who in ("house", "province"))
    ours, theirs = (filled(each.text("/quyet-dinh/1")) for each in (first, second))
    assert first.client.post("/quyet-dinh/1/so", data=ours | {"c-1": "11/GCN"}).status_code == 302
    late = second.client.post("/quyet-dinh/1/so", data=theirs | {"c-2": "22/GCN"})
    assert (late.status_code, "Người house vừa sửa chỗ này lúc" in late.text) == (422, True)
    assert filled(late.text)["c-2"] == "22/GCN"
    kept = filled(second.text("/quyet-dinh/1"))
    assert (kept["c-1"], kept["c-2"]) == ("11/GCN", "")


def test_a_member_who_was_taken_out_is_not_put_back_unseen(app: Flask) -> None:
    province = app.extensions["writer"].run(found)
    page = app.extensions["writer"].run(lambda session: _team(session, province))
    first, second = (Walker(app, province.people[who]) for who in ("house", "province"))
    ours, theirs = (filled(each.text(page)) for each in (first, second))
    assert first.client.post(page, data=ours | {"members-2-name": ""}).status_code == 302
    late = second.client.post(page, data=theirs | {"members-0-post": "Phó đoàn"})
    assert (late.status_code, "Người house vừa sửa chỗ này lúc" in late.text) == (422, True)
