"""How far offices reach, and who may move a registration on: who × state × action."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.db import now
from contest.history import Hand, lines
from contest.offices import reach_of
from contest.planning.units import add_unit
from contest.recognition.states import ACTIONS, STATES, act, open_to
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.offices import Office
from contest.tables.people import Account
from contest.tables.places import Unit
from contest.tables.recognition import PracticeModel, Registration, RegistrationKey
from contest.writer import Writer

KEEPERS = {"commune_officer", "province_officer", "house"}
RECEIVERS = {"province_officer", "house"}
PEOPLE = (
    "commune_officer",
    "commune_viewer",
    "province_officer",
    "province_viewer",
    "other_commune",
    "nobody",
    "house",
)

# From which states each action goes on, and who takes it; any other pair is refused.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "edit": ({"draft", "returned"}, KEEPERS),
    "discard": ({"draft"}, KEEPERS),
    "submit": ({"draft", "returned"}, KEEPERS),
    "return": ({"submitted"}, RECEIVERS),
    "receive": ({"submitted"}, RECEIVERS),
    "start": ({"received"}, KEEPERS),
    "report": ({"submitted", "received", "under_way", "appraised", "recognised"}, KEEPERS),
    "appraise": ({"received", "under_way"}, RECEIVERS),
    "propose": ({"received", "under_way", "appraised"}, RECEIVERS),
    "recognise": ({"proposed"}, RECEIVERS),
    "decline": ({"proposed"}, RECEIVERS),
    "reward": ({"recognised"}, RECEIVERS),
    "renew": ({"recognised"}, RECEIVERS),
    "lapse": ({"recognised"}, RECEIVERS),
    "withdraw": ({"recognised"}, RECEIVERS),
}


@dataclass(frozen=True)
class Cast:
    """The people by name, and one registration of the commune."""

    people: dict[str, int]
    registration: int


def _cast(session: Session) -> Cast:
    province = add_unit(session, Unit(name="Tỉnh A"))
    commune = add_unit(session, Unit(name="Xã B"), province.id)
    other = add_unit(session, Unit(name="Xã C"), province.id)
    held = {
        "commune_officer": (commune.id, "officer"),
        "commune_viewer": (commune.id, "viewer"),
        "province_officer": (province.id, "officer"),
        "province_viewer": (province.id, "viewer"),
        "other_commune": (other.id, "officer"),
    }
    people = {}
    for name in PEOPLE:
        account = create_account(session, name.replace("_", "."), name, None, organiser=name == "house")
        people[name] = account.id
        if name in held:
            unit_id, role = held[name]
            session.add(Office(account_id=account.id, unit_id=unit_id, role=role))
    campaign = Campaign(
        unit_id=province.id,
        name="Đăng ký năm 2026",
        year=2026,
        period_from=2025,
        period_to=2030,
        opens_on=date(2026, 1, 5),
        deadline=date(2026, 3, 1),
        created_at=now(),
    )
    model = PracticeModel(uid="m1", first_year=2026)
    session.add_all([campaign, model])
    session.flush()
    registration = Registration(
        campaign_id=campaign.id,
        model_id=model.id,
        unit_id=commune.id,
        owner_type="collective",
        status_kind="new",
        state="draft",
        name="Tuyến đường hoa",
        plain_key="tuyen duong hoa",
        key=RegistrationKey(marked_key="tuyến đường hoa", search_key="tuyen duong hoa"),
        created_at=now(),
    )
    session.add(registration)
    session.flush()
    return Cast(people, registration.id)


def test_who_may_do_what_in_which_state(writer: Writer) -> None:
    given = writer.run(_cast)
    assert TABLE.keys() == ACTIONS.keys()

    def look(session: Session) -> dict[tuple[str, str], set[str]]:
        registration = session.get_one(Registration, given.registration)
        found = {}
        for state, who in itertools.product(STATES, PEOPLE):
            registration.state = state
            reach = reach_of(session, session.get_one(Account, given.people[who]))
            found[state, who] = set(open_to(session, reach, registration))
        session.expire_all()
        return found

    wanted = {
        (state, who): {name for name, (states, able) in TABLE.items() if state in states and who in able}
        for state, who in itertools.product(STATES, PEOPLE)
    }
    assert writer.run(look) == wanted


def test_an_action_moves_the_registration_and_is_kept(writer: Writer) -> None:
    given = writer.run(_cast)

    def go(session: Session, who: str, action: str, reason: str = "") -> str:
        registration = session.get_one(Registration, given.registration)
        reach = reach_of(session, session.get_one(Account, given.people[who]))
        act(Hand(session, given.people[who]), reach, registration, action, reason)
        return registration.state

    def refused(who: str, action: str) -> str:
        with pytest.raises(Refused) as why:
            writer.run(lambda session: go(session, who, action))
        return why.value.message

    assert writer.run(lambda session: go(session, "commune_officer", "submit")) == "submitted"
    assert refused("commune_officer", "receive").startswith("Việc này thuộc đơn vị khác.")
    assert "lý do" in refused("province_officer", "return")
    assert writer.run(lambda session: go(session, "province_officer", "return", "Thiếu địa bàn")) == "returned"
    stands = "Đăng ký đang ở bước “trả lại bổ sung” nên chưa tiếp nhận được. Đề nghị tải lại trang."
    assert refused("province_officer", "receive") == stands
    kept = writer.run(lambda session: lines(session, [f"registration:{given.registration}"]))
    assert [(line.by, line.kind, line.reason, line.fields["state"]) for line in kept] == [
        ("province_officer", "return", "Thiếu địa bàn", ("submitted", "returned")),
        ("commune_officer", "submit", "", ("draft", "submitted")),
    ]


def test_a_branch_is_seen_and_changed_by_its_offices_alone(writer: Writer) -> None:
    given = writer.run(_cast)

    def look(session: Session) -> dict[str, tuple[bool, bool, bool]]:
        registration = session.get_one(Registration, given.registration)
        found = {}
        for who, account_id in given.people.items():
            reach = reach_of(session, session.get_one(Account, account_id))
            listed = session.scalars(select(Registration.id).where(reach.sees(Registration.unit_id))).all()
            assert reach.may_see(session, registration.unit_id) == bool(listed)
            able = session.scalars(select(Registration.id).where(reach.changes(Registration.unit_id))).all()
            assert reach.may_change(session, registration.unit_id) == bool(able)
            found[who] = (bool(listed), bool(able), reach.any)
        return found

    assert writer.run(look) == {
        "commune_officer": (True, True, True),
        "commune_viewer": (True, False, True),
        "province_officer": (True, True, True),
        "province_viewer": (True, False, True),
        "other_commune": (False, False, True),
        "nobody": (False, False, False),
        "house": (True, True, True),
    }
