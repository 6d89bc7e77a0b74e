"""Taking over a list of registrations: what it would add, which rows cannot be taken, and doing it in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files.registrationlist import FIELDS, ListedRegistration, RegistrationList
from contest.files.roster import Problem
from contest.history import Hand
from contest.jobs import Step
from contest.offices import Reach
from contest.recognition import registering, signedforms
from contest.recognition.formlines import forces_in, owners_in
from contest.recognition.liststanding import Standing, owners_key
from contest.recognition.registering import Filled
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.text import date_vi, match_key, today

AT_ONCE = 10  # rows of one commit: judges' marks go in between
TITLES = {field.key: field.title for field in FIELDS}


@dataclass(frozen=True)
class Planned:
    """A row with the unit that it means, the earlier registration that it maintains, and by how many days it comes late."""

    row: ListedRegistration
    unit_id: int
    earlier_id: int | None
    days_late: int


@dataclass(frozen=True)
class Plan:
    """What a list would do: new rows, rows that are registered already, the problems of the others, and what to look at first."""

    rows: tuple[Planned, ...]
    same: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def on_paper(self) -> int:
        """Give how many rows come with the day of a signed form, and so count as sent."""
        return sum(each.row.days["received_on"] is not None for each in self.rows)

    @property
    def late(self) -> list[int]:
        """Give by how many days each late row comes late."""
        return [each.days_late for each in self.rows if each.days_late]


def plan(reader: Session, reach: Reach, campaign: Campaign, wanted: RegistrationList) -> Plan:
    """Give what a list would do; the same list again would do nothing."""
    standing, problems = Standing(reader, reach, campaign), list(wanted.problems)
    rows: list[Planned] = []
    warnings: list[Problem] = []
    same = 0
    for row in wanted.rows:
        unit = _unit(row, standing, wanted)
        if isinstance(unit, Problem):
            problems.append(unit)
        elif standing.registered(unit, row.texts["name"], row.texts["owners"]):
            same += 1
        else:
            planned = _planned(row, unit, standing, wanted, campaign)
            if isinstance(planned, Planned):
                warnings += _warnings(planned, standing, wanted)
                standing.take(row.number, unit, row.texts, planned.earlier_id)
                rows.append(planned)
            else:
                problems += planned
    return Plan(tuple(rows), same, _in_order(problems), _in_order(warnings), wanted.notes)


def _in_order(found: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda each: each.row))


def _unit(row: ListedRegistration, standing: Standing, wanted: RegistrationList) -> int | Problem:
    typed = row.texts["unit"]
    found = standing.unit(typed)
    values = {"field": TITLES["unit"], "typed": typed[:40], "count": len(found)}
    code = "no_unit" if not found else "unit_ambiguous" if len(found) > 1 else ""
    if not code and found[0] not in standing.may:
        code = "out_of_branch"
    return wanted.problem(row, "unit", code, **values) if code else found[0]


def _planned(
    row: ListedRegistration, unit_id: int, standing: Standing, wanted: RegistrationList, campaign: Campaign
) -> Planned | list[Problem]:
    """Give a row as it would be taken over, or why it cannot be."""
    wrong = [
        wanted.problem(row, key, "line_long", field=TITLES[key], typed=typed[:40], most=most)
        for key, typed, most in registering.long_lines(filled(row))
    ]
    wrong += _wrong_paper(row, unit_id, standing, wanted, campaign)
    late = registering.late_by(row.days["received_on"], campaign.deadline)
    if row.status_kind == "new":
        return wrong or Planned(row, unit_id, None, late)
    earlier = standing.earlier(unit_id, row.texts["name"])
    if earlier is None:
        wrong.append(wanted.problem(row, "status_kind", "no_earlier", typed=row.texts["name"][:40]))
    elif earlier.id in standing.maintained:
        wrong.append(wanted.problem(row, "status_kind", "same_model", typed=row.texts["name"][:40]))
    return wrong or Planned(row, unit_id, earlier.id if earlier else None, late)


def _wrong_paper(
    row: ListedRegistration, unit_id: int, standing: Standing, wanted: RegistrationList, campaign: Campaign
) -> Iterator[Problem]:
    """Give what is wrong with the day of a signed form: it decides lateness, so who receives the list says it."""
    day, said = row.days["received_on"], {"field": TITLES["received_on"], "typed": row.texts["received_on"]}
    if day is not None and day < campaign.opens_on:
        yield wanted.problem(row, "received_on", "before_opening", day=date_vi(campaign.opens_on), **said)
    elif day is not None and day != today() and unit_id not in standing.receives:
        yield wanted.problem(row, "received_on", "by_receiver", name=campaign.unit.name, **said)


def _warnings(planned: Planned, standing: Standing, wanted: RegistrationList) -> Iterator[Problem]:
    row, typed = planned.row, planned.row.texts["name"][:60]
    double = standing.double(row.texts["name"])
    if double is not None:
        yield wanted.problem(row, "name", "likely_double", typed=typed, **double)
    before = standing.earlier(planned.unit_id, row.texts["name"])
    if row.status_kind == "new" and before is not None:
        yield wanted.problem(row, "status_kind", "known_before", typed=typed, year=before.year)


def steps(todo: Plan, campaign_id: int, reach: Reach, account_id: int) -> Iterator[Step]:
    """Give the steps that take a plan over; each is whole or not at all, and does nothing when it is done again."""
    for start in range(0, len(todo.rows), AT_ONCE):
        rows = todo.rows[start : start + AT_ONCE]
        yield len(rows), _step(rows, campaign_id, reach, account_id)


def _step(rows: Sequence[Planned], campaign_id: int, reach: Reach, account_id: int) -> Callable[[Session], None]:
    def change(session: Session) -> None:
        hand, campaign = Hand(session, account_id), session.get_one(Campaign, campaign_id)
        known = _known(session, campaign_id, rows)
        for each in rows:
            key = _key(each.unit_id, each.row.texts["name"], each.row.texts["owners"])
            if key not in known:
                known.add(key)
                _take_over(hand, reach, campaign, each)

    return change


def _key(unit_id: int, name: str, owners: str) -> tuple[int, str, str]:
    return unit_id, match_key(name, marks=False)[:300], owners_key(each.name for each in owners_in(owners))


def _known(session: Session, campaign_id: int, rows: Sequence[Planned]) -> set[tuple[int, str, str]]:
    """Give which of some rows are registered by now: an earlier turn of the same step, or somebody at the same time."""
    names = {match_key(each.row.texts["name"], marks=False)[:300] for each in rows}
    found = select(Registration).where(Registration.campaign_id == campaign_id, Registration.plain_key.in_(names))
    return {
        (each.unit_id, each.plain_key, owners_key(owner.name for owner in each.owners))
        for each in session.scalars(found).unique()
    }


def _take_over(hand: Hand, reach: Reach, campaign: Campaign, each: Planned) -> None:
    earlier = hand.session.get(Registration, each.earlier_id) if each.earlier_id else None
    made = registering.draft(hand, reach, campaign, each.unit_id, filled(each.row), earlier=earlier)
    received_on = each.row.days["received_on"]
    if received_on is not None:
        signedforms.receive_paper(hand, reach, made, received_on)


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
