"""Registering practice models: drafts, the form's ten contents, sending, and the signed form on paper."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.db import now
from contest.history import Hand
from contest.offices import Reach
from contest.planning.units import known_unit
from contest.recognition.campaignday import day_of
from contest.recognition.evidence import has_signed_form
from contest.recognition.states import REGISTERED, act, require
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, Domain, Topic
from contest.tables.recognition import (
    Citation,
    Evidence,
    Force,
    Indicator,
    Owner,
    PracticeModel,
    ProgressLine,
    Registration,
    RegistrationKey,
)
from contest.text import HANOI, date_vi, match_key, nfc, today

OWNER_TYPES: Mapping[str, str] = {"collective": "Tập thể", "individual": "Cá nhân"}
STATUS_KINDS: Mapping[str, str] = {"new": "Đăng ký mới", "maintained": "Duy trì"}
FORCE_PARTS: Mapping[str, str] = {"lead": "Chủ trì", "coordinate": "Phối hợp", "join": "Tham gia"}

CONTENTS: Mapping[str, str] = {
    "situation": "Thực trạng, lý do",
    "goals": "Mục tiêu, tiêu chí",
    "content": "Nội dung, cách thức",
    "area": "Địa bàn, đối tượng",
    "resources": "Nguồn lực",
    "schedule": "Tiến độ",
    "outputs": "Sản phẩm, kết quả đầu ra",
    "sustaining": "Khả năng duy trì, nhân rộng",
}
"""The written contents of the form (domain.md 3.4); name, forces and days make the ten."""


@dataclass(frozen=True)
class OwnerLine:
    """An owner as typed: a body, or a person with a post; `unit` is the owner's unit where one is named."""

    name: str
    post: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ForceLine:
    """A force as typed: which part it takes (lead, coordinate, join), who it is and what it does."""

    part: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Filled:
    """A registration form as it was filled in, whole or in part."""

    name: str
    owner_type: str = "collective"
    owners: Sequence[OwnerLine] = ()
    domain_id: int | None = None
    topic_ids: Sequence[int] = ()
    forces: Sequence[ForceLine] = ()
    situation: str = ""
    goals: str = ""
    content: str = ""
    area: str = ""
    resources: str = ""
    starts_on: date | None = None
    schedule: str = ""
    evaluated_on: date | None = None
    outputs: str = ""
    sustaining: str = ""


KEPT_WITH: tuple[Any, ...] = (Evidence, ProgressLine, Indicator, Citation)
OWNER_MOST, POST_MOST, ROLE_MOST = 200, 200, 300  # characters, of contest.tables.recognition

PLAIN = tuple(
    each.name for each in fields(Filled) if each.name not in {"owners", "topic_ids", "forces", "name", "domain_id"}
)
"""The contents that are kept as they are typed."""


def draft(
    hand: Hand, reach: Reach, campaign: Campaign, unit_id: int, filled: Filled, *, earlier: Registration | None = None
) -> Registration:
    """Make a draft in a unit's book: a new model, or one that was registered before and is maintained.

    Refuses a closed campaign, a unit outside the person's branch, a model that is in the campaign already, and an
    earlier registration that did not count as registered.
    """
    if campaign.closed:
        raise Refused("campaign_closed")
    if not reach.may_change(hand.session, unit_id):
        raise Refused("not_your_branch", field="unit", status="forbidden")
    model = _model(hand.session, reach, campaign, earlier)
    registration = Registration(
        campaign=campaign,
        model=model,
        unit_id=unit_id,
        status_kind="new" if earlier is None else "maintained",
        state="draft",
        invented=campaign.invented,
        created_at=now(),
        created_by_id=hand.account_id,
        # Empty at first, so that nothing is read to learn that a new row has none.
        **{"owners": [], "forces": [], "topics": [], "key": RegistrationKey(marked_key="", search_key="")},
        **_columns(hand.session, campaign, filled),
    )
    _put_lists(hand.session, registration, filled)
    hand.add(registration, beside={name: said for name, said in _lists(registration).items() if said})
    return registration


def _model(session: Session, reach: Reach, campaign: Campaign, earlier: Registration | None) -> PracticeModel:
    if earlier is None:
        model = PracticeModel(uid=secrets.token_hex(6), first_year=campaign.year)
        session.add(model)
        session.flush()
        return model
    foreign = not reach.may_change(session, earlier.unit_id)  # the branch holds whom its units succeeded
    if foreign or earlier.state not in REGISTERED or earlier.campaign.year >= campaign.year:
        raise Refused("no_earlier", field="earlier")
    twin = select(Registration.id).where(
        Registration.campaign_id == campaign.id, Registration.model_id == earlier.model_id
    )
    if session.execute(twin.limit(1)).first() is not None:
        raise Refused("registered_already", field="earlier")
    return earlier.model


def edit(hand: Hand, reach: Reach, registration: Registration, filled: Filled) -> None:
    """Change a draft, or what was returned; refuses anything else."""
    require(hand.session, reach, registration, "edit")
    hand.change(registration, _columns(hand.session, registration.campaign, filled))
    _set_lists(hand, registration, filled)


def discard(hand: Hand, reach: Reach, registration: Registration) -> None:
    """Throw a draft away with what was kept for it; what it said stays in the history."""
    require(hand.session, reach, registration, "discard")
    model, unit_id = registration.model, registration.unit_id
    for kind in KEPT_WITH:
        for row in hand.session.scalars(select(kind).where(kind.registration_id == registration.id)):
            hand.remove(row, unit_id)
    hand.remove(registration)
    alone = select(Registration.id).where(Registration.model_id == model.id)
    if hand.session.execute(alone.limit(1)).first() is None:
        hand.session.delete(model)


def submit(hand: Hand, reach: Reach, registration: Registration, *, on_paper: bool = False) -> None:
    """Send a whole form, or one with its signed form (`on_paper`: taken in now), while its campaign takes registrations."""
    require(hand.session, reach, registration, "submit")
    if registration.campaign.closed:
        raise Refused("campaign_closed")
    if today() < registration.campaign.opens_on:
        raise Refused("campaign_not_yet", status="stands", day=date_vi(registration.campaign.opens_on))
    lacking = [] if on_paper else unsendable(hand.session, registration)
    if lacking:
        raise Refused("form_incomplete", what="; ".join(lacking))
    act(hand, reach, registration, "submit", beside={"submitted_at": now()})


def unsendable(reader: Session, registration: Registration) -> list[str]:
    """Give what keeps a registration from being sent, in words: nothing where a signed form is with it."""
    lacking = missing(registration)
    return [] if lacking and has_signed_form(reader, registration.id) else lacking


def missing(registration: Registration) -> list[str]:
    """Give what a form still lacks before it may be sent, in words."""
    lacking = [] if registration.owners else ["chủ thể mô hình"]
    lacking += [] if registration.domain_id else ["lĩnh vực"]
    lacking += [title.lower() for name, title in CONTENTS.items() if not getattr(registration, name)]
    lacking += [] if any(force.part == "lead" for force in registration.forces) else ["lực lượng chủ trì"]
    lacking += [] if registration.starts_on else ["ngày bắt đầu"]
    return lacking + ([] if registration.evaluated_on else ["thời điểm đánh giá"])


def came_on(registration: Registration) -> date | None:
    """Give the day on which a registration came in: of its signed paper, else of its sending; None while it is a draft."""
    return came_on_day(registration.paper_received_on, registration.submitted_at)


def came_on_day(paper_received_on: date | None, submitted_at: datetime | None) -> date | None:
    """Give the day of a signed paper, else of the sending by Vietnam's clock, else None."""
    return paper_received_on or (submitted_at.astimezone(HANOI).date() if submitted_at else None)


def sent_on(registration: Registration) -> date | None:
    """Give the day on which a registration was sent through the program, by Vietnam's clock; None while it is a draft."""
    return came_on_day(None, registration.submitted_at)


def days_late(registration: Registration) -> int:
    """Give by how many days a registration came after the campaign's deadline; 0 for one that was in time or is a draft."""
    return late_by(came_on(registration), registration.campaign.deadline)


def late_by(came: date | None, deadline: date) -> int:
    """Give by how many days a day is after a deadline; 0 for none."""
    return max((came - deadline).days, 0) if came else 0


def long_lines(filled: Filled) -> list[tuple[str, str, int]]:
    """Give (the form's field, what was typed, how long it may be) of each owner, post, force or role that is too long."""
    lines = [("owners", each.name, OWNER_MOST) for each in filled.owners]
    lines += [("owners", each.post, POST_MOST) for each in filled.owners]
    lines += [(each.part, each.name, OWNER_MOST) for each in filled.forces]
    lines += [(each.part, each.role, ROLE_MOST) for each in filled.forces]
    return [(field, typed, most) for field, typed, most in lines if len(nfc(typed)) > most]


def _columns(session: Session, campaign: Campaign, filled: Filled) -> dict[str, object]:
    for field, typed, most in long_lines(filled):
        raise Refused("line_long", field=field, typed=typed[:40], most=most)
    if filled.domain_id is not None:
        domain = session.get(Domain, filled.domain_id)
        if domain is None or domain.campaign_id != campaign.id:
            raise Refused("no_domain", field="domain")
    if filled.starts_on and filled.evaluated_on and filled.evaluated_on < filled.starts_on:
        raise Refused("model_days", field="evaluated_on")
    name = nfc(filled.name)
    keys = {"name": name, "plain_key": match_key(name, marks=False)[:300]}
    values = {each: getattr(filled, each) for each in PLAIN}
    return keys | {"domain_id": filled.domain_id} | values


def _set_lists(hand: Hand, registration: Registration, filled: Filled) -> None:
    """Bring owners, forces and topics to what the form says, noting what changed."""
    session = hand.session
    before = _lists(registration)
    registration.owners.clear()
    registration.forces.clear()
    session.flush()
    _put_lists(session, registration, filled)
    session.flush()
    after = _lists(registration)
    if before != after:
        changed = [name for name in after if before[name] != after[name]]
        hand.note(
            registration, "lists", {name: before[name] for name in changed}, {name: after[name] for name in changed}
        )


def _put_lists(session: Session, registration: Registration, filled: Filled) -> None:
    """Give a registration without owners, forces and topics those of the form."""
    registration.owners += [_owner(session, registration, place, each) for place, each in enumerate(filled.owners, 1)]
    registration.forces += [
        Force(position=place, part=each.part, name=nfc(each.name), role=nfc(each.role))
        for place, each in enumerate(filled.forces, 1)
    ]
    wanted = select(Topic).where(Topic.campaign_id == registration.campaign.id, Topic.id.in_(list(filled.topic_ids)))
    _set_key(registration)
    registration.topics[:] = session.scalars(wanted.order_by(Topic.position))


def _set_key(registration: Registration) -> None:
    """Bring what a registration is searched by to its name and its owners' names."""
    names = (registration.name, *(each.name for each in registration.owners))
    marked, plain = (" ".join(match_key(each, marks=marks) for each in names) for marks in (True, False))
    registration.key.marked_key, registration.key.search_key = marked, plain


def _owner(session: Session, registration: Registration, place: int, line: OwnerLine) -> Owner:
    unit = known_unit(session, line.unit, day_of(registration.campaign)) if line.unit else None
    name = nfc(line.name)
    key = match_key(name)
    unit_id = unit.id if unit else None
    return Owner(
        registration_id=registration.id, position=place, name=name, post=nfc(line.post), match_key=key, unit_id=unit_id
    )


def _lists(registration: Registration) -> dict[str, str]:
    owners = [each.name + (f" ({each.post})" if each.post else "") for each in registration.owners]
    forces = [": ".join(filter(None, (FORCE_PARTS[each.part], each.name, each.role))) for each in registration.forces]
    topics = [each.name for each in registration.topics]
    return {"owners": "; ".join(owners), "forces": "; ".join(forces), "topics": "; ".join(topics)}
