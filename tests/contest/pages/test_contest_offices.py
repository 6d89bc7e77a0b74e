"""Who may open or send what of a contest by an office: every route of a contest × every office, and accounts beside it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.access import roles_in
from contest.accounts import create_account
from contest.tables.contests import Contest
from contest.tables.offices import Change, Office
from contest.tables.people import Account, Assignment, SignInLink
from contest.tables.scorebook import Event
from tests.building import Built, build, finish, play_worked
from tests.contest.pages.officewalk import answers, led_to_sign_in
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, Province, found
from tests.contest.test_forbidden import MAY

OFFICERS = {"province", "commune"}
VIEWERS = {"province_viewer", "commune_viewer"}
# What a viewer opens of every contest of the branch, and of one whose result is final; everything else is 403 for them.
VIEWED = {
    *("contests.show", "teams.index", "people.index", "order.index", "order.minutes", "rulebook.show", "rulebook.file"),
    *("rulebook.compare", "rulebook.sample", "articles.saved", "advancing.show"),
}
READ = {
    *("papers.index", "papers.blank", "papers.filled", "papers.of_part", "papers.whole", "papers.of_scoring"),
    *("papers.download", "papers.foot", "conferring.show", "conferring.file", "result.show", "explain.show"),
}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province; CSRF tokens are left out, so that the guard behind them is what answers."""
    app.config["WTF_CSRF_ENABLED"] = False
    made: Province = app.extensions["writer"].run(found)
    return made


@pytest.fixture
def built(app: Flask, province: Province) -> Built:
    """Give a contest of the commune whose result is final."""
    return _held_by(finish(play_worked(app.extensions["writer"])), province, "commune")


def _held_by(built: Built, province: Province, unit: str) -> Built:
    def place(session: Session) -> None:
        session.get_one(Contest, built.id).unit_id = province.units[unit]

    built.writer.run(place)
    return built


def routes(app: Flask, built: Built) -> dict[str, str]:
    """Give every route of a contest as “METHOD /path”, with its endpoint."""
    values = {
        "contest_id": built.id,
        "part": "chao_hoi",
        "team_id": next(iter(built.teams.values())),
        "number": 1,
        "seat_id": built.seats[0],
        "device_id": built.devices[0],
        "assignment_id": 1,
        "token": "khong-co",
        "name": "dan-van-kheo",
        "fmt": "toml",
        "events": 1,
    }
    listed = {}
    for rule in app.url_map.iter_rules():
        if "contest_id" in rule.arguments:
            with app.test_request_context():
                path = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
            assert path is not None
            for method in (rule.methods or set()) & {"GET", "POST"}:
                listed[f"{method} {path[1]}"] = rule.endpoint
    return listed


def told(session: Session, built: Built) -> tuple[object, ...]:
    """Give what whoever may not change the contest must leave as it was."""
    tables = (Event.seq, Assignment.id, Change.id, Account.id)
    counts = [session.scalars(select(func.count(column))).one() for column in tables]
    return session.get_one(Contest, built.id).name, *counts


def allowed(who: str, endpoint: str, final: bool) -> int | None:
    """Give what turns a person away from a page of the commune's contest: 404, 403, or None where they get in."""
    if endpoint in {"people.new_account", "people.new_link", "people.new_pin"} and who != "house":
        return 403  # for those who make accounts, whatever their office
    if endpoint == "citations.of_contest":  # what was announced is told to every office, for its own models
        return 403 if who == "outsider" else None
    if who in {"house", "neighbour", "outsider"}:  # the house's keeper works a contest by assignment alone
        return 404
    if who in OFFICERS:
        return None if "organiser" in MAY[endpoint] else 403
    return None if endpoint in VIEWED | (READ if final else set()) else 403


@pytest.mark.parametrize(("who", "final"), [*((who, True) for who in WHO), ("province_viewer", False)])
def test_who_may_open_the_communes_contest(app: Flask, province: Province, who: str, final: bool) -> None:
    writer = app.extensions["writer"]
    contest = _held_by(finish(play_worked(writer)) if final else build(writer), province, "commune")
    listed, before = routes(app, contest), writer.run(lambda session: told(session, contest))
    asked = answers(app, listed, province.people[who])
    if who not in OFFICERS:
        assert writer.run(lambda session: told(session, contest)) == before
    wrong = {}
    for route, status in asked.items():
        turned = status if status in {401, 403, 404} else None
        wanted = allowed(who, listed[route], final)
        found_nothing = status == 404 and wanted is None and listed[route] in NOTHING_THERE
        if turned != wanted and not found_nothing:
            wrong[f"{listed[route]} {route}"] = (status, wanted)
    assert wrong == {}


NOTHING_THERE = {
    *("conferring.show", "conferring.file", "papers.foot", "papers.filled", "explain.show", "desk.performance"),
    *("quiz.strike", "revision.turn"),
}
"""Pages of something that this contest may not have, or that nobody named: no conferring was held, no paper is of event 1."""


def test_signed_out_every_page_of_a_contest_leads_to_the_sign_in(app: Flask, built: Built) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert led_to_sign_in(app, routes(app, built)) == []


def test_the_list_shows_the_contests_of_the_branch(app: Flask, province: Province, built: Built) -> None:
    other = _held_by(build(app.extensions["writer"]), province, "neighbour")
    seen = {}
    for who in WHO:
        page = Walker(app, province.people[who]).text("/")
        seen[who] = tuple(f'href="/hoi-thi/{each}"' in page for each in (built.id, other.id))
    both, own, none = (True, True), (True, False), (False, False)
    assert seen == {
        "house": none,
        "province": both,
        "province_viewer": both,
        "commune": own,
        "commune_viewer": own,
        "neighbour": (False, True),
        "outsider": none,
    }


def test_who_works_in_a_contest_keeps_their_access(app: Flask, province: Province, built: Built) -> None:
    """A secretary from elsewhere works on; an office of a neighbour changes nothing of it."""

    def assign(session: Session) -> None:
        session.add(Assignment(contest_id=built.id, account_id=province.people["neighbour"], role="secretary"))

    built.writer.run(assign)
    roles = built.writer.run(
        lambda session: {
            who: roles_in(session, session.get_one(Account, each), built.id) for who, each in province.people.items()
        }
    )
    assert roles == {
        "house": set(),
        "province": {"organiser"},
        "province_viewer": {"viewer", "reader"},
        "commune": {"organiser"},
        "commune_viewer": {"viewer", "reader"},
        "neighbour": {"secretary"},
        "outsider": set(),
    }
    assert Walker(app, province.people["neighbour"]).get(f"/hoi-thi/{built.id}/ban-thu-ky").status_code == 200


NEW = {
    "source": "preset:dan-van-kheo", "name": "Hội thi thử", "host": "Xã B", "level_id": "6", "held_on": "22/11/2026",
    "place": "Nhà văn hóa", "organiser_name": "", "release_mode": "after_part",
}  # fmt: skip


def test_an_office_makes_contests_in_its_branch_alone(app: Flask, province: Province) -> None:
    commune = Walker(app, province.people["commune"])
    assert commune.post("/hoi-thi/moi", NEW).status_code == 302
    refused = commune.post("/hoi-thi/moi", NEW | {"host": "Xã C"})
    assert (refused.status_code, "Việc này thuộc đơn vị khác" in refused.text) == (422, True)
    unknown = commune.post("/hoi-thi/moi", NEW | {"host": "Xã Mới"})
    assert (unknown.status_code, "Chưa có đơn vị “Xã Mới”" in unknown.text) == (422, True)
    moved = commune.post("/hoi-thi/1/sua", NEW | {"host": "Xã C"})
    assert (moved.status_code, "Việc này thuộc đơn vị khác" in moved.text) == (422, True)
    assert commune.post("/hoi-thi/1/sua", NEW | {"name": "Hội thi xã B"}).status_code == 302
    assert Walker(app, province.people["commune_viewer"]).get("/hoi-thi/moi").status_code == 403
    kept = app.extensions["writer"].run(
        lambda session: [
            (each.kind, each.account_id, each.unit_id, each.after)
            for each in session.scalars(select(Change).where(Change.subject == "contest:1").order_by(Change.id))
        ]
    )
    assert [row[:3] for row in kept] == [
        ("made", province.people["commune"], province.units["commune"]),
        ("changed", province.people["commune"], province.units["commune"]),
    ]
    assert kept[1][3] == '{"name": "Hội thi xã B"}'
    page = Walker(app, province.people["commune"]).text("/lich-su?muc=contest:1")
    assert "<del>Hội thi thử</del> → Hội thi xã B" in page
    assert "Người commune" in page
    assert "Hội thi thử" not in Walker(app, province.people["neighbour"]).text("/lich-su")


def test_accounts_beyond_the_branch_are_out_of_reach(app: Flask, province: Province, built: Built) -> None:
    """An officer who may make accounts makes no link for the province's, and neither gives nor gains the whole house."""
    writer = app.extensions["writer"]

    def fill(session: Session) -> int:
        session.get_one(Account, province.people["commune"]).organiser = True
        session.add(Assignment(contest_id=built.id, account_id=province.people["province"], role="secretary"))
        return create_account(session, "moi.lam", "Người Mới", None).id

    fresh = writer.run(fill)
    officer = Walker(app, province.people["commune"])
    listed = officer.text("/tai-khoan")
    assert [name in listed for name in ("commune.viewer", "moi.lam", "province", "house", "neighbour")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    for path in ("lien-ket", "trang-thai"):
        assert officer.post(f"/tai-khoan/{province.people['province']}/{path}").status_code == 404
        assert officer.post(f"/tai-khoan/{province.people['house']}/{path}").status_code == 404
        assert officer.post(f"/tai-khoan/{fresh}/{path}", {"active": "1"}).status_code in {200, 302}
    mine = writer.run(
        lambda session: session.scalars(
            select(Assignment.id).where(Assignment.account_id == province.people["province"])
        ).one()
    )
    assert officer.post(f"/hoi-thi/{built.id}/con-nguoi/phan-cong/{mine}/lien-ket").status_code == 403
    assert officer.post(f"/hoi-thi/{built.id}/con-nguoi/phan-cong/{mine}/ma-pin").status_code == 403
    offered = officer.text(f"/hoi-thi/{built.id}/con-nguoi/phan-cong")
    assert ("moi.lam" in offered, "(neighbour)" in offered) == (True, False)
    made = {"name": "Người Nữa", "username": "nguoi.nua", "salutation": "đồng chí", "organiser": "y"}
    assert officer.post("/tai-khoan/moi", made).status_code == 200
    rights = writer.run(
        lambda session: session.scalars(select(Account.organiser).where(Account.username == "nguoi.nua")).one()
    )
    assert rights is False
    unit = province.units["commune"]
    own = writer.run(
        lambda session: session.scalars(select(Office.id).where(Office.account_id == province.people["commune"])).one()
    )
    page = officer.client.post(f"/don-vi/{unit}/can-bo/{own}/bo", follow_redirects=True).text
    assert "Đề nghị nhờ người giữ sổ của mọi đơn vị" in page
    taken = officer.post(f"/don-vi/{unit}/can-bo", {"username": "house", "role": "viewer"})
    assert (taken.status_code, "đang giữ sổ của mọi đơn vị" in taken.text) == (422, True)
    links = writer.run(lambda session: {each.account_id for each in session.scalars(select(SignInLink))})
    assert not links & {province.people["province"], province.people["house"]}
