"""Taking over a list of registrations: what it would add, which rows cannot be taken, and doing it in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files.registrationlist import Known, ListedRegistration, RegistrationList
from contest.files.roster import Problem
from contest.history import Hand
from contest.jobs import Step
from contest.offices import Reach
from contest.recognition import campaigns, registering
from contest.recognition.formlines import forces_in, owners_in
from contest.recognition.registering import Filled
from contest.recognition.states import REGISTERED
from contest.tables.campaigns import Campaign
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Registration
from contest.text import match_key

AT_ONCE = 20  # rows of one commit: judges' marks go in between


@dataclass(frozen=True)
class Planned:
    """A row with the unit that it means, and the earlier registration that it maintains."""

    row: ListedRegistration
    unit_id: int
    earlier_id: int | None


@dataclass(frozen=True)
class Plan:
    """What a list would do: new rows, rows that are registered already, and the problems of the others."""

    rows: tuple[Planned, ...]
    same: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def on_paper(self) -> int:
        """Give how many rows come with the day of a signed form, and so count as sent."""
        return sum(each.row.days["received_on"] is not None for each in self.rows)


def known(reader: Session, campaign: Campaign) -> Known:
    """Give the words that a campaign's list may use."""
    domains, topics = campaigns.domains(reader, campaign.id), campaigns.topics(reader, campaign.id)
    return Known(
        {match_key(each.name, marks=False): each.id for each in domains},
        {match_key(each.name, marks=False): each.id for each in topics},
        [each.name for each in domains],
        [each.name for each in topics],
    )


class _Standing:
    """What a plan compares with, read in a constant number of statements."""

    def __init__(self, reader: Session, reach: Reach, campaign: Campaign) -> None:
        self.units: dict[str, list[int]] = {}
        for row in reader.execute(select(Unit.id, Unit.match_key).order_by(Unit.id)):
            self.units.setdefault(row.match_key, []).append(row.id)
        below = select(UnitBranch.unit_id).where(UnitBranch.above_id == campaign.unit_id)
        self.takes_part = set(reader.scalars(below))
        self.may = set(reader.scalars(select(Unit.id).where(reach.changes(Unit.id))))
        own = select(Registration.unit_id, Registration.plain_key).where(Registration.campaign_id == campaign.id)
        self.registered = {(row.unit_id, row.plain_key) for row in reader.execute(own)}
        before = (
            select(Registration.unit_id, Registration.plain_key, Registration.id)
            .join(Campaign, Campaign.id == Registration.campaign_id)
            .where(
                Campaign.unit_id == campaign.unit_id, Campaign.year < campaign.year, Registration.state.in_(REGISTERED)
            )
            .order_by(Campaign.year)
        )
        self.earlier = {(row.unit_id, row.plain_key): row.id for row in reader.execute(before)}

    def unit(self, typed: str) -> list[int]:
        """Give the units of the campaign that a name may mean; “Xã B, huyện C” names the unit above it too."""
        own, _, _above = typed.partition(",")
        found = self.units.get(match_key(typed)) or self.units.get(match_key(own), [])
        return [each for each in found if each in self.takes_part] or found


def plan(reader: Session, reach: Reach, campaign: Campaign, wanted: RegistrationList) -> Plan:
    """Give what a list would do; the same list again would do nothing."""
    standing, problems = _Standing(reader, reach, campaign), list(wanted.problems)
    rows, same = [], 0
    for row in wanted.rows:
        found = _planned(row, standing, wanted)
        if isinstance(found, Problem):
            problems.append(found)
        elif (found.unit_id, match_key(row.texts["name"], marks=False)) in standing.registered:
            same += 1
        else:
            rows.append(found)
    return Plan(tuple(rows), same, tuple(sorted(problems, key=lambda each: each.row)), wanted.notes)


def _planned(row: ListedRegistration, standing: _Standing, wanted: RegistrationList) -> Planned | Problem:
    typed = row.texts["unit"]
    found = standing.unit(typed)
    values = {"field": "Đơn vị", "typed": typed[:40], "count": len(found)}
    code = "no_unit" if not found else "unit_ambiguous" if len(found) > 1 else ""
    if not code and found[0] not in standing.may:
        code = "out_of_branch"
    if code:
        return wanted.problem(row, "unit", code, **values)
    earlier = standing.earlier.get((found[0], match_key(row.texts["name"], marks=False)))
    if row.status_kind == "maintained" and earlier is None:
        return wanted.problem(row, "status_kind", "no_earlier", typed=row.texts["name"][:40])
    return Planned(row, found[0], earlier if row.status_kind == "maintained" else None)


def steps(todo: Plan, campaign_id: int, reach: Reach, account_id: int) -> Iterator[Step]:
    """Give the steps that take a plan over."""
    for start in range(0, len(todo.rows), AT_ONCE):
        rows = todo.rows[start : start + AT_ONCE]
        yield len(rows), _step(rows, campaign_id, reach, account_id)


def _step(rows: Sequence[Planned], campaign_id: int, reach: Reach, account_id: int) -> Callable[[Session], None]:
    def change(session: Session) -> None:
        hand, campaign = Hand(session, account_id), session.get_one(Campaign, campaign_id)
        for each in rows:
            _take_over(hand, reach, campaign, each)

    return change


def _take_over(hand: Hand, reach: Reach, campaign: Campaign, each: Planned) -> None:
    plain = match_key(each.row.texts["name"], marks=False)
    twin = select(Registration.id).where(
        Registration.campaign_id == campaign.id, Registration.unit_id == each.unit_id, Registration.plain_key == plain
    )
    if hand.session.execute(twin.limit(1)).first() is not None:
        return  # a step that is done again
    earlier = hand.session.get(Registration, each.earlier_id) if each.earlier_id else None
    made = registering.draft(hand, reach, campaign, each.unit_id, filled(each.row), earlier=earlier)
    received_on = each.row.days["received_on"]
    if received_on is not None:
        registering.receive_paper(hand, reach, made, received_on)


def filled(row: ListedRegistration) -> Filled:
    """Give a row of a list as a form that was filled in."""
    texts: Mapping[str, str] = row.texts
    return Filled(
        name=texts["name"],
        owner_type=row.owner_type,
        owners=owners_in(texts["owners"]),
        domain_id=row.domain_id,
        topic_ids=row.topic_ids,
        forces=forces_in({part: texts[part] for part in registering.FORCE_PARTS}),
        starts_on=row.days["starts_on"],
        evaluated_on=row.days["evaluated_on"],
        **{name: texts[name] for name in registering.CONTENTS},
    )
