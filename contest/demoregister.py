"""A register of invented models: units, campaigns of some years and their registrations with history, put in by the thousand.

Every name is put together by chance from words of domain.md 1 and labelled as invented; the same size gives the same register.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from contest.db import Base, now
from contest.planning.branches import renew
from contest.recognition.campaigns import USUAL_DOMAINS, USUAL_STEPS
from contest.tables.campaigns import Campaign, CampaignUnit, Domain, Topic
from contest.tables.decisions import RecognitionStep
from contest.tables.offices import Change
from contest.tables.places import Unit, UnitKind, UnitParent
from contest.tables.recognition import Force, Owner, PracticeModel, Registration, RegistrationKey, RegistrationTopic
from contest.text import match_key

AT_ONCE = 500  # rows of one statement
ROOT = "Liên tỉnh (minh họa)"
BELOW_ONE = 99  # communes of a province, so that 34 provinces have 3,366
LAST_YEAR = 2026
KEPT = 3  # of so many models of a year, one is maintained the year after
TOPICS = ("Cải cách hành chính", "Rác thải", "An ninh trật tự", "Xây dựng Đảng", "Xâm nhập mặn")
WHAT = (
    *("Tuyến đường hoa", "Tổ tự quản an ninh", "Phân loại rác tại nguồn", "Tiếng loa an ninh", "Hụi an toàn"),
    *("Họ đạo bình yên", "Dòng sông không rác", "Cổng trường an toàn", "Tổ liên gia phòng cháy", "Công sở thân thiện"),
    *("Ngày thứ bảy vì dân", "Hũ gạo tình thương", "Đường điện thắp sáng", "Vườn mẫu", "Khuyến học dòng họ"),
)
WHERE = ("thôn Đông", "thôn Đoài", "ấp Bình An", "khu phố 3", "bản Mới", "xóm Chùa", "tổ dân phố 7", "ấp Hòa Hưng")
OWNERS = (
    *("Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Ủy ban Mặt trận Tổ quốc"),
    *("Công an", "Chi bộ", "Ban công tác Mặt trận"),
)
FAMILY, GIVEN = ("Nguyễn Văn", "Trần Thị", "Lê Đình", "Phạm Thị"), ("An", "Bình", "Đạt", "Hòa", "Hương", "Sơn")
STATES = {"draft": 1, "submitted": 2, "returned": 1, "received": 3, "under_way": 4, "appraised": 2, "recognised": 6}
CONTENTS = ("situation", "goals", "content", "area", "resources", "schedule", "outputs", "sustaining")


@dataclass(frozen=True)
class Size:
    """How much to invent."""

    units: int = 3_400
    models: int = 10_000  # registrations over all years
    years: int = 5


@dataclass(frozen=True)
class Made:
    """Ids of what was invented: the unit above all, a province, a commune of it, and the campaigns by year, the oldest first."""

    root: int
    province: int
    commune: int
    campaigns: Sequence[int]


def found(session: Session, size: Size) -> Made:
    """Invent a register of that size; units and campaigns first, then registrations by the thousand."""
    provinces, communes = _units(session, size.units)
    renew(session)
    root = min(provinces) - 1
    below = communes or provinces
    campaigns = [_campaign(session, root, below, LAST_YEAR - back) for back in reversed(range(size.years))]
    writing = _Writing(session, below)
    for place, campaign in enumerate(campaigns):
        share = size.models // size.years + (place < size.models % size.years)
        writing.year(campaign, share)
    _count_on(session)
    return Made(root, provinces[0], below[0], [each.id for each in campaigns])


def _units(session: Session, count: int) -> tuple[list[int], list[int]]:
    """Put in one unit above all, provinces below it and communes below them; gives the ids of both."""
    kinds = {kind.code: kind for kind in session.scalars(select(UnitKind))}
    first = (session.scalar(select(func.max(Unit.id))) or 0) + 1
    provinces = max((count - 1) // (BELOW_ONE + 1), 1)
    rows, links = [], []
    for place in range(count):
        number = first + place
        province = place - 1 < provinces
        kind = kinds["tinh" if province else "xa"]
        name = ROOT if place == 0 else f"Tỉnh số {place}" if province else f"Xã số {place - provinces}"
        values = {"id": number, "name": name, "kind_id": kind.id, "level_id": kind.level_id, "position": place}
        rows.append(values | _keys(name) | {"code": f"M{number:05d}"})
        if place:
            above = first if province else first + 1 + (place - provinces - 1) % provinces
            links.append({"unit_id": number, "parent_id": above})
    _put(session, Unit, rows)
    _put(session, UnitParent, links)
    return (
        list(range(first + 1, first + 1 + provinces)),
        list(range(first + 1 + provinces, first + count)),
    )


def _keys(name: str) -> dict[str, str]:
    return {"match_key": match_key(name), "search_key": match_key(name, marks=False)}


def _campaign(session: Session, root: int, units: Sequence[int], year: int) -> Campaign:
    campaign = Campaign(
        unit_id=root,
        name=f"Đăng ký mô hình “Dân vận khéo” năm {year} (minh họa)",
        year=year,
        period_from=LAST_YEAR - 6,
        period_to=LAST_YEAR + 4,
        opens_on=date(year, 1, 5),
        deadline=date(year, 3, 1),
        closed=year < LAST_YEAR,
        invented=True,
        created_at=now(),
    )
    session.add(campaign)
    session.flush()
    for kind, names in ((Domain, USUAL_DOMAINS), (Topic, TOPICS)):
        named = [
            {"campaign_id": campaign.id, "position": place, "name": name, "match_key": match_key(name)}
            for place, name in enumerate(names, 1)
        ]
        _put(session, kind, named)
    steps = [{"campaign_id": campaign.id, "position": place, "name": name} for place, name in enumerate(USUAL_STEPS, 1)]
    _put(session, RecognitionStep, steps)
    _put(session, CampaignUnit, [{"campaign_id": campaign.id, "unit_id": unit, "target": 1} for unit in units])
    return campaign


def _count_on(session: Session) -> None:
    """Let PostgreSQL number what comes next after the rows that came with their ids."""
    if session.get_bind().dialect.name == "postgresql":
        for table in (Unit, PracticeModel, Registration):
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            session.execute(select(func.setval(sequence, select(func.max(table.id)).scalar_subquery())))


def _put(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(table), list(rows[start : start + AT_ONCE]))


class _Writing:
    """The registrations of one year after another: some of the year before are maintained, the others are new."""

    def __init__(self, session: Session, units: Sequence[int]) -> None:
        self._session, self._units = session, units
        self._lot = Random("register")  # noqa: S311 - invented models
        self._last: list[tuple[int, int, str]] = []  # model, unit and name of the year before
        self._next = {
            table: (session.scalar(select(func.max(table.id))) or 0) + 1 for table in (Registration, PracticeModel)
        }
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}

    def year(self, campaign: Campaign, count: int) -> None:
        """Invent one campaign's registrations."""
        session = self._session
        domains = list(session.scalars(select(Domain.id).where(Domain.campaign_id == campaign.id)))
        topics = list(session.scalars(select(Topic.id).where(Topic.campaign_id == campaign.id)))
        kept = [each for place, each in enumerate(self._last) if place % KEPT == 0][: count // 2]
        self._rows, last = {}, []
        for place in range(count):
            maintained = kept[place] if place < len(kept) else None
            model, unit, name = maintained or self._new(campaign.year, place)
            number = self._take(Registration)
            self._registration(campaign, number, (model, unit, name), maintained is not None, domains)
            self._belongings(number, topics)
            last.append((model, unit, name))
        for table in (PracticeModel, Registration, RegistrationKey, Owner, Force, RegistrationTopic, Change):
            _put(session, table, self._rows.get(table, []))
        self._last = last

    def _take(self, table: Any) -> int:
        self._next[table] += 1
        return self._next[table] - 1

    def _add(self, table: type[Base], **values: Any) -> None:
        self._rows.setdefault(table, []).append(values)

    def _new(self, year: int, place: int) -> tuple[int, int, str]:
        lot, model = self._lot, self._take(PracticeModel)
        self._add(PracticeModel, id=model, uid=f"m{model:08d}", first_year=year)
        name = f"{lot.choice(WHAT)} {lot.choice(WHERE)} {place + 1}"
        return model, self._units[lot.randrange(len(self._units))], name

    def _registration(
        self, campaign: Campaign, number: int, known: tuple[int, int, str], maintained: bool, domains: Sequence[int]
    ) -> None:
        lot, (model, unit, name) = self._lot, known
        person = lot.random() < 0.25
        owners = list(self._owners(person))
        state = lot.choices(list(STATES), list(STATES.values()))[0]
        day = date(campaign.year, 1, 10) + timedelta(days=lot.randrange(70))
        sent = None if state == "draft" else datetime.combine(day, time(3, 0), UTC)
        self._add(
            Registration,
            id=number,
            campaign_id=campaign.id,
            model_id=model,
            unit_id=unit,
            domain_id=lot.choice(domains),
            owner_type="individual" if person else "collective",
            status_kind="maintained" if maintained else "new",
            state=state,
            name=name,
            starts_on=date(campaign.year, 2, 1),
            evaluated_on=date(campaign.year, 10, 1),
            plain_key=match_key(name, marks=False),
            submitted_at=sent,
            paper_received_on=day if sent and lot.random() < 0.2 else None,
            invented=True,
            created_at=datetime.combine(day, time(2, 0), UTC),
            **dict.fromkeys(CONTENTS, f"Nội dung minh họa của “{name}”."),
        )
        named = (name, *(owner for owner, _ in owners))
        marked, plain = (" ".join(match_key(each, marks=marks) for each in named) for marks in (True, False))
        self._add(RegistrationKey, registration_id=number, marked_key=marked, search_key=plain)
        for place, (owner, post) in enumerate(owners, 1):
            keys = {"name": owner, "post": post, "match_key": match_key(owner)}
            self._add(Owner, registration_id=number, position=place, **keys)
        self._history(number, unit, name, datetime.combine(day, time(2, 0), UTC), sent)

    def _owners(self, person: bool) -> Iterator[tuple[str, str]]:
        lot = self._lot
        for _ in range(1 if lot.random() < 0.8 else 2):
            body = lot.choice(OWNERS)
            yield (f"{lot.choice(FAMILY)} {lot.choice(GIVEN)}", f"cán bộ {body}") if person else (body, "")

    def _belongings(self, number: int, topics: Sequence[int]) -> None:
        lot = self._lot
        for place, part in enumerate(("lead", "coordinate"), 1):
            force = {"part": part, "name": lot.choice(OWNERS), "role": "vận động" if part == "lead" else ""}
            self._add(Force, registration_id=number, position=place, **force)
        for topic in lot.sample(topics, lot.randrange(3)):
            self._add(RegistrationTopic, registration_id=number, topic_id=topic)

    def _history(self, number: int, unit: int, name: str, made: datetime, sent: datetime | None) -> None:
        lines = [("made", {"name": name, "state": "draft"})]
        lines += [("submit", {"state": "submitted"})] if sent else []
        for kind, after in lines:
            self._add(
                Change,
                at=sent or made,
                unit_id=unit,
                subject=f"registration:{number}",
                kind=kind,
                before="{}",
                after=json.dumps(after, ensure_ascii=False),
                reason="",
            )
