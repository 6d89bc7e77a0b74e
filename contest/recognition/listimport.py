"""Taking over a list of registrations: what it would add and change, which rows cannot be taken, and doing it in steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files.registrationlist import TITLES, ListedRegistration, RegistrationList
from contest.files.roster import Problem
from contest.history import Hand
from contest.jobs import Step
from contest.offices import Reach
from contest.recognition import listchanges, listexport, registering, signedforms
from contest.recognition.formlines import owners_in
from contest.recognition.listchanges import Changed, filled
from contest.recognition.listchecks import Checks
from contest.recognition.listmatch import owners_key, plain
from contest.recognition.listreturned import Returned
from contest.recognition.lists import Filter
from contest.recognition.liststanding import Standing
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration

AT_ONCE = 10  # rows of one commit: judges' marks go in between
PAUSE = 100  # rows that are looked at between two pauses


@dataclass(frozen=True)
class Planned:
    """A row with the unit that it means, the earlier registration that it maintains, and by how many days it comes late."""

    row: ListedRegistration
    unit_id: int
    earlier_id: int | None
    days_late: int


@dataclass(frozen=True)
class Plan:
    """What a list would do: new rows, rows that change what is registered, those that say the same, and what to look at.

    `left` tells of rows whose registration stays as it is and why, `problems` of those that cannot be taken.
    `looked_at` are the registrations that the rows mean.
    """

    rows: tuple[Planned, ...]
    changes: tuple[Changed, ...]
    same: int
    left: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]
    looked_at: tuple[int, ...]

    @property
    def subjects(self) -> list[str]:
        """Give how the history names the registrations that the rows mean."""
        return [f"{Registration.__tablename__}:{each}" for each in self.looked_at]

    @property
    def on_paper(self) -> int:
        """Give how many rows come with the day of a signed form, and so count as sent."""
        new = sum(each.row.days["received_on"] is not None for each in self.rows)
        return new + sum("received_on" in each.keys for each in self.changes)

    @property
    def late(self) -> list[int]:
        """Give by how many days each late row comes late."""
        days = [each.days_late for each in self.rows] + [each.days_late for each in self.changes]
        return [each for each in days if each]


def plan(reader: Session, reach: Reach, campaign: Campaign, wanted: RegistrationList) -> Plan:
    """Give what a list would do; the same list again would do nothing."""
    checks = Checks(wanted, Standing(reader, reach, campaign), campaign)
    returned = Returned(checks, listexport.kept(reader, reach, Filter(campaign_id=campaign.id)))
    problems = list(wanted.problems)
    rows: list[Planned] = []
    warnings: list[Problem] = []
    for place, row in enumerate(wanted.rows):
        if place % PAUSE == 0:
            time.sleep(0)  # lets the other threads of a serving process run meanwhile
        unit = _unit(row, checks)
        if isinstance(unit, Problem):
            problems.append(unit)
        elif not returned.takes(row, unit):
            planned = _planned(row, unit, checks)
            if isinstance(planned, Planned):
                warnings += _warnings(planned, checks)
                checks.standing.take(row.number, unit, row.texts, planned.earlier_id)
                rows.append(planned)
            else:
                problems += planned
    return Plan(
        rows=tuple(rows),
        changes=tuple(returned.changes),
        same=returned.same,
        left=_in_order(returned.left),
        problems=_in_order(problems + returned.problems),
        warnings=_in_order(warnings + returned.warnings),
        notes=wanted.notes,
        looked_at=returned.looked_at,
    )


def _in_order(found: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda each: each.row))


def _unit(row: ListedRegistration, checks: Checks) -> int | Problem:
    typed = row.texts["unit"]
    found = checks.standing.unit(typed)
    values = {"field": TITLES["unit"], "typed": typed[:40], "count": len(found)}
    code = "no_unit" if not found else "unit_ambiguous" if len(found) > 1 else ""
    if not code and found[0] not in checks.standing.may:
        code = "out_of_branch"
    return checks.wanted.problem(row, "unit", code, **values) if code else found[0]


def _planned(row: ListedRegistration, unit_id: int, checks: Checks) -> Planned | list[Problem]:
    """Give a row as it would be taken over, or why it cannot be."""
    wrong = [*checks.lines(row), *checks.paper(row)]
    late = registering.late_by(row.days["received_on"], checks.campaign.deadline)
    if row.status_kind == "new":
        return wrong or Planned(row, unit_id, None, late)
    earlier, typed = checks.standing.earlier(unit_id, row.texts["name"]), row.texts["name"][:40]
    if earlier is None:
        wrong.append(checks.wanted.problem(row, "status_kind", "no_earlier", typed=typed))
    elif earlier.id in checks.standing.maintained:
        wrong.append(checks.wanted.problem(row, "status_kind", "same_model", typed=typed))
    return wrong or Planned(row, unit_id, earlier.id if earlier else None, late)


def _warnings(planned: Planned, checks: Checks) -> Iterator[Problem]:
    row, typed = planned.row, planned.row.texts["name"][:60]
    double = checks.standing.double(row.texts["name"])
    if double is not None:
        code = "likely_double" if double.name else "likely_double_elsewhere"
        told = {"other": double.name, "owners": double.owners or "chưa ghi chủ thể", "where": double.where}
        yield checks.wanted.problem(row, "name", code, typed=typed, **told)
    before = checks.standing.earlier(planned.unit_id, row.texts["name"])
    if row.status_kind == "new" and before is not None:
        yield checks.wanted.problem(row, "status_kind", "known_before", typed=typed, year=before.year)


def steps(todo: Plan, campaign_id: int, reach: Reach, account_id: int, seen: int = 0) -> Iterator[Step]:
    """Give the steps that take a plan over; each is whole or not at all, and does nothing when it is done again.

    `seen` is the newest change of the registrations in it that the person has looked at.
    """
    for start in range(0, len(todo.changes), AT_ONCE):
        some = todo.changes[start : start + AT_ONCE]
        yield len(some), _changing(some, reach, account_id, seen)
    for start in range(0, len(todo.rows), AT_ONCE):
        rows = todo.rows[start : start + AT_ONCE]
        yield len(rows), _step(rows, campaign_id, reach, account_id)


def _changing(some: Sequence[Changed], reach: Reach, account_id: int, seen: int) -> Callable[[Session], None]:
    return lambda session: listchanges.carry_out(Hand(session, account_id), reach, some, seen)


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
    return unit_id, plain(name), owners_key(each.name for each in owners_in(owners))


def _known(session: Session, campaign_id: int, rows: Sequence[Planned]) -> set[tuple[int, str, str]]:
    """Give which of some rows are registered by now: an earlier turn of the same step, or somebody at the same time."""
    names = {plain(each.row.texts["name"]) for each in rows}
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
