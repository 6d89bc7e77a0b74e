"""Who may open what: every route of the staff process, written down, for every kind of visitor."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from contest.accounts import create_account, sign_in_link
from contest.tables.people import Account, Assignment, Seat
from contest.tables.scorebook import Event
from tests.building import Built, build

EVERYBODY = frozenset({"everybody"})
SIGNED_IN = frozenset({"organiser", "secretary", "head_judge", "outsider"})
STAFF = frozenset({"organiser", "secretary", "head_judge"})
ORGANISER = frozenset({"organiser"})
SECRETARY = frozenset({"secretary"})
OFFICE = frozenset({"organiser", "secretary"})
DESK = frozenset({"secretary", "head_judge"})
VISITORS = ("organiser", "secretary", "head_judge", "outsider", "judge", "nobody")

# The season, the units and the register belong to offices (tests/contest/pages/test_office_routes.py); of the visitors here
# the organiser alone, who holds none, keeps the whole house.
MAY: dict[str, frozenset[str]] = {
    "advancing.carry": ORGANISER,
    "advancing.choose": ORGANISER,
    "advancing.exchange": ORGANISER,
    "advancing.keep_list": ORGANISER,
    "advancing.leave_out": ORGANISER,
    "advancing.name_team": ORGANISER,
    "advancing.show": STAFF,
    "advancing.tie": ORGANISER,
    "advancing.undo": ORGANISER,
    "citations.let_go": ORGANISER,
    "citations.look": ORGANISER,
    "citations.of_contest": ORGANISER,
    "citations.of_registration": ORGANISER,
    "appraisal_fieldwork.drop_points": ORGANISER,
    "appraisal_fieldwork.points": ORGANISER,
    "appraisal_fieldwork.proof": ORGANISER,
    "appraisal_fieldwork.visit": ORGANISER,
    "appraisal_sheets.file": SIGNED_IN,  # whoever has the sheet to fill in: tests/contest/pages/test_appraisal_routes.py
    "appraisal_sheets.mine": ORGANISER,
    "appraisal_sheets.self_score": ORGANISER,
    "appraisal_sheets.sheet": SIGNED_IN,
    "appraisal_teams.edit": ORGANISER,
    "appraisal_teams.new": ORGANISER,
    "appraisals.assign": ORGANISER,
    "appraisals.close": ORGANISER,
    "appraisals.reopen": ORGANISER,
    "appraisals.minutes": ORGANISER,
    "appraisals.of_campaign": ORGANISER,
    "appraisals.of_registration": ORGANISER,
    "criteria_sets.edit": ORGANISER,
    "criteria_sets.show": ORGANISER,
    "inspection_visits.add_finding": ORGANISER,
    "inspection_visits.answer": ORGANISER,
    "inspection_visits.edit": ORGANISER,
    "inspection_visits.finding": ORGANISER,
    "inspection_visits.minutes": ORGANISER,
    "inspection_visits.new": ORGANISER,
    "inspection_visits.show": ORGANISER,
    "inspections.new_plan": ORGANISER,
    "inspections.of_campaign": ORGANISER,
    "inspections.of_registration": ORGANISER,
    "inspections.plan": ORGANISER,
    "inspections.progress": ORGANISER,
    "campaign_units.basis": ORGANISER,
    "campaign_units.drop_basis": ORGANISER,
    "campaign_units.unit_note": ORGANISER,
    "campaign_units.units": ORGANISER,
    "campaigns.close": ORGANISER,
    "campaigns.edit": ORGANISER,
    "campaigns.index": ORGANISER,
    "campaigns.new": ORGANISER,
    "campaigns.show": ORGANISER,
    "changes.index": ORGANISER,
    "cloning.show": ORGANISER,
    "decision_papers.certificates": ORGANISER,
    "decision_papers.decision_file": ORGANISER,
    "decision_papers.enclosed": ORGANISER,
    "decision_papers.list_file": ORGANISER,
    "decision_papers.minutes": ORGANISER,
    "decision_papers.submission": ORGANISER,
    "decisions.decide": ORGANISER,
    "decisions.edit": ORGANISER,
    "decisions.number": ORGANISER,
    "decisions.show": ORGANISER,
    "meetings.meeting": ORGANISER,
    "meetings.votes": ORGANISER,
    "procedures.edit": ORGANISER,
    "procedures.edit_form": ORGANISER,
    "procedures.file": ORGANISER,
    "procedures.index": ORGANISER,
    "procedures.new": ORGANISER,
    "procedures.new_form": ORGANISER,
    "procedures.of_campaign": ORGANISER,
    "proposals.act": ORGANISER,
    "proposals.edit": ORGANISER,
    "proposals.new": ORGANISER,
    "proposals.of_campaign": ORGANISER,
    "proposals.show": ORGANISER,
    "proposals.submit": ORGANISER,
    "proposing.add": ORGANISER,
    "proposing.drop": ORGANISER,
    "proposing.line": ORGANISER,
    "recognitions.adopt": ORGANISER,
    "recognitions.adopted": ORGANISER,
    "recognitions.of_registration": ORGANISER,
    "rewards.achievement": ORGANISER,
    "rewards.file": ORGANISER,
    "rewards.paper": ORGANISER,
    "rewards.printed": ORGANISER,
    "titles.index": ORGANISER,
    "titles.new": ORGANISER,
    "following.add": ORGANISER,
    "following.edit": ORGANISER,
    "following.remove": ORGANISER,
    "following.show": ORGANISER,
    "jobs.show": SIGNED_IN,  # one's own work alone: tests/contest/test_jobs.py
    "offices.give": ORGANISER,
    "offices.letterhead": ORGANISER,
    "offices.succession": ORGANISER,
    "offices.take": ORGANISER,
    "record_files.add_file": ORGANISER,
    "record_files.drop_file": ORGANISER,
    "record_files.file": ORGANISER,
    "record_files.paper_day": ORGANISER,
    "register.act": ORGANISER,
    "register.index": ORGANISER,
    "register.show": ORGANISER,
    "register_lists.file": ORGANISER,
    "register_lists.form_file": ORGANISER,
    "register_lists.kept": ORGANISER,
    "register_lists.preview": ORGANISER,
    "register_lists.upload": ORGANISER,
    "registering.edit": ORGANISER,
    "registering.new": ORGANISER,
    "reports.file": ORGANISER,
    "reports.index": ORGANISER,
    "reports.paper": ORGANISER,
    "reports.show": ORGANISER,
    "seasons.cluster": ORGANISER,
    "seasons.clusters": ORGANISER,
    "seasons.edit": ORGANISER,
    "seasons.index": ORGANISER,
    "seasons.new": ORGANISER,
    "seasons.put_in": ORGANISER,
    "seasons.remove_cluster": ORGANISER,
    "seasons.show": ORGANISER,
    "targets.of_campaign": ORGANISER,
    "units.edit": ORGANISER,
    "units.form_file": ORGANISER,
    "units.index": ORGANISER,
    "units.new": ORGANISER,
    "units.preview": ORGANISER,
    "units.show": ORGANISER,
    "units.suggest": ORGANISER,
    "units.upload": ORGANISER,
    "accounts.index": ORGANISER,
    "accounts.new": ORGANISER,
    "accounts.new_link": ORGANISER,
    "accounts.own": SIGNED_IN,
    "accounts.own_pin": SIGNED_IN,
    "accounts.set_active": ORGANISER,
    "api.create": ORGANISER,
    "api.state": STAFF,
    "articles.draft": ORGANISER,
    "articles.saved": STAFF,
    "bootstrap.static": EVERYBODY,
    "conferring.file": STAFF,
    "conferring.show": STAFF,
    "contests.edit": ORGANISER,
    "contests.index": SIGNED_IN,
    "contests.new": ORGANISER,  # and officers in their branch: tests/contest/pages/test_office_routes.py
    "contests.show": STAFF,
    "contests.start": ORGANISER,
    "desk.approve_device": OFFICE,
    "desk.command": STAFF,  # each command has its own roles: tests/contest/pages/test_desk.py
    "desk.fragment": STAFF,
    "desk.grid": STAFF,
    "desk.late": DESK,
    "desk.performance": STAFF,
    "desk.standings": STAFF,
    "desk.team_absent": SECRETARY,
    "desk.unlock": DESK,
    "explain.show": STAFF,
    "health.alive": EVERYBODY,
    "health.ready": EVERYBODY,
    "judge.answer_card": EVERYBODY,  # a card's secret opens it: tests/contest/pages/test_judge.py
    "judge.ask": EVERYBODY,  # answers `unauthorised` in words
    "judge.card": EVERYBODY,
    "judge.pad": frozenset({"judge"}),
    "look_again.index": frozenset({"head_judge"}),
    "order.index": STAFF,
    "order.minutes": STAFF,
    "order.save": OFFICE,
    "order.seeded": OFFICE,
    "paper.after": SECRETARY,
    "paper.agreed": SECRETARY,
    "paper.confirm": DESK,
    "paper.save_agreed": SECRETARY,
    "paper.sheet": SECRETARY,
    "papers.blank": STAFF,
    "papers.download": STAFF,
    "papers.filled": STAFF,
    "papers.foot": STAFF,
    "papers.index": STAFF,
    "papers.of_part": STAFF,
    "papers.of_scoring": STAFF,
    "papers.whole": STAFF,
    "people.add_seat": ORGANISER,
    "people.approve": OFFICE,
    "people.assign": ORGANISER,
    "people.cards": OFFICE,
    "people.index": STAFF,
    "people.new_account": ORGANISER,
    "people.new_card": OFFICE,
    "people.new_link": ORGANISER,
    "people.new_pin": ORGANISER,
    "people.release": OFFICE,
    "people.remove_seat": ORGANISER,
    "people.seat": ORGANISER,
    "people.unassign": ORGANISER,
    "quiz.strike": STAFF,
    "quiz.take_file": SECRETARY,
    "quiz.taken_file": SECRETARY,
    "result.announce": ORGANISER,
    "result.show": STAFF,
    "result.withdraw": DESK,
    "revision.show": STAFF,
    "revision.turn": STAFF,
    "rulebook.amend": ORGANISER,
    "rulebook.check": ORGANISER,
    "rulebook.compare": STAFF,
    "rulebook.file": STAFF,
    "rulebook.picture": ORGANISER,
    "rulebook.proposal": STAFF,
    "rulebook.propose": ORGANISER,
    "rulebook.sample": STAFF,
    "rulebook.save": ORGANISER,
    "rulebook.show": STAFF,
    "rulebook.upload": ORGANISER,
    "rulebook.uploaded": ORGANISER,
    "signin.by_link": EVERYBODY,
    "signin.sign_in": EVERYBODY,
    "signin.sign_out": EVERYBODY,
    "static": EVERYBODY,
    "teams.confirm": ORGANISER,
    "teams.edit": ORGANISER,
    "teams.form_file": STAFF,
    "teams.index": STAFF,
    "teams.new": ORGANISER,
    "teams.preview": ORGANISER,
    "teams.remove": ORGANISER,
    "teams.upload": ORGANISER,
}


@dataclass
class House:
    """A running contest and a client for each kind of visitor."""

    app: Flask
    built: Built
    clients: dict[str, FlaskClient]
    values: dict[str, object]

    def ask(self, visitor: str, endpoint: str, method: str) -> TestResponse:
        with self.app.test_request_context():
            rule = next(rule for rule in self.app.url_map.iter_rules(endpoint) if method in (rule.methods or ()))
            built = rule.build({name: self.values[name] for name in rule.arguments}, append_unknown=False)
        assert built is not None
        return self.clients[visitor].open(built[1], method=method)

    def count(self) -> tuple[int, ...]:
        tables = (Event.seq, Account.id, Assignment.id, Seat.id)
        return self.built.writer.run(
            lambda session: tuple(session.scalars(select(func.count(column))).one() for column in tables)
        )


@pytest.fixture
def house(app: Flask) -> House:
    """Give the house; CSRF tokens are left out of account here, so that the guard behind them is what answers."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False
    writer = app.extensions["writer"]
    built = build(writer)
    built.start()
    clients = {visitor: app.test_client() for visitor in VISITORS}
    outsider = writer.run(lambda session: create_account(session, "nguoi-ngoai", "Người Ngoài", None).id)
    for visitor, account in (dict(built.accounts) | {"outsider": outsider}).items():
        if visitor in clients:
            token = writer.run(lambda session, of=account: sign_in_link(session, of))
            assert clients[visitor].post(f"/vao/{token}").status_code == 302
    with clients["judge"].session_transaction() as session:
        session["device"] = built.devices[0]
    values: dict[str, object] = {
        "contest_id": built.id,
        "part": "chao_hoi",
        "team_id": built.teams["Suối Bạc"],
        "number": 1,
        "seat_id": built.seats[0],
        "device_id": built.devices[0],
        "account_id": outsider,
        "assignment_id": 1,
        "token": "khong-co",
        "unit_id": 1,
        "office_id": 1,
        "season_id": 1,
        "cluster_id": 1,
        "campaign_id": 1,
        "document_id": 1,
        "registration_id": 1,
        "plan_id": 1,
        "visit_id": 1,
        "finding_id": 1,
        "appraisal_id": 1,
        "appraiser_id": 1,
        "point_id": 1,
        "criterion": "tinh_moi",
        "owner_type": "collective",
        "evidence_id": 1,
        "citation_id": 1,
        "proposal_id": 1,
        "line_id": 1,
        "decision_id": 1,
        "replication_id": 1,
        "procedure_id": 1,
        "form_id": 1,
        "kind": "to-trinh",
        "indicator_id": 1,
        "action": "gui",
        "name": "dan-van-kheo",
        "fmt": "toml",
        "filename": "site.css",
        "events": 1,
        "event": "hello",
    }
    return House(app, built, clients, values)


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MAY)


@pytest.mark.parametrize("visitor", VISITORS)
def test_whoever_may_not_is_turned_away_and_changes_nothing(house: House, visitor: str) -> None:
    before, wrong = house.count(), []
    for rule in house.app.url_map.iter_rules():
        if MAY[rule.endpoint] & {visitor, "everybody"}:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = house.ask(visitor, rule.endpoint, method)
            if not turned_away(visitor, rule.endpoint, answer):
                wrong.append((rule.endpoint, method, answer.status))
    assert wrong == []
    assert house.count() == before


def turned_away(visitor: str, endpoint: str, answer: TestResponse) -> bool:
    if visitor in {"judge", "nobody"}:
        sent_to_sign_in = answer.status_code == 302 and answer.location.startswith("/dang-nhap")
        return sent_to_sign_in or (endpoint == "judge.pad" and answer.status_code == 401)
    if endpoint == "judge.pad":
        return answer.status_code == 401
    return answer.status_code in ({403, 404} if visitor == "outsider" else {403})


@pytest.mark.parametrize("visitor", VISITORS)
def test_whoever_may_gets_in(house: House, visitor: str) -> None:
    wrong = []
    for rule in house.app.url_map.iter_rules():
        if not MAY[rule.endpoint] & {visitor, "everybody"} or "GET" not in (rule.methods or ()):
            continue
        answer = house.ask(visitor, rule.endpoint, "GET")
        sent_away = answer.status_code in {401, 403} or (answer.location or "").startswith("/dang-nhap")
        if sent_away or answer.status_code >= 500:
            wrong.append((rule.endpoint, answer.status))
    assert wrong == []


@pytest.mark.parametrize("visitor", ["organiser", "secretary", "head_judge"])
def test_another_contest_does_not_exist_for_staff_of_this_one(house: House, visitor: str) -> None:
    other = build(house.built.writer)
    house.values["contest_id"] = other.id
    wrong = []
    for rule in house.app.url_map.iter_rules():
        if "contest_id" in rule.arguments:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                answer = house.ask(visitor, rule.endpoint, method)
                if answer.status_code not in {403, 404}:
                    wrong.append((rule.endpoint, method, answer.status))
    assert wrong == []


def test_a_foreign_origin_changes_nothing_not_even_our_hall(house: House) -> None:
    client, before = house.clients["secretary"], house.count()
    for origin in ("http://localhost:8001", "http://evil.example", "null", "https://localhost"):
        answer = client.post(f"/hoi-thi/{house.built.id}/lenh", data={"command": "show"}, headers={"Origin": origin})
        assert answer.status_code == 403
    assert house.count() == before


def test_without_its_token_a_form_changes_nothing(house: House) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    before = house.count()
    answer = house.clients["secretary"].post(f"/hoi-thi/{house.built.id}/lenh", data={"command": "show"})
    assert (answer.status_code, "Trang đã cũ" in answer.text) == (400, True)
    assert house.count() == before
