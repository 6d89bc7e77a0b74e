"""Inspection in the year (kiểm tra): plans, visits with their working minutes, findings and kiến nghị with their days.

It is no appraisal: nothing here changes where a registration stands or what it was marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from contest.history import Hand, subject_of
from contest.offices import Reach
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Finding, Inspection, InspectionPlan
from contest.tables.campaigns import Campaign
from contest.tables.offices import Change
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Registration
from contest.text import HANOI, date_vi, nfc, today


@dataclass(frozen=True)
class PlanDetails:
    """A plan of inspection as typed."""

    name: str
    unit_id: int
    from_on: date
    to_on: date
    document_id: int | None = None


@dataclass(frozen=True)
class VisitDetails:
    """A visit as typed: of a unit's whole list, or of one registration of it; `held_on` None while it is only planned."""

    unit_id: int
    planned_on: date
    registration_id: int | None = None
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    present: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class FindingDetails:
    """What was found, or (with a day by which) a kiến nghị; `done_on` and `answer` say what came of it."""

    text: str
    due_on: date | None = None
    done_on: date | None = None
    answer: str = ""


def keep_plan(hand: Hand, campaign: Campaign, plan: InspectionPlan | None, details: PlanDetails) -> InspectionPlan:
    """Make a plan, or change it; refuses days the wrong way round, or outside the campaign."""
    if details.to_on < details.from_on:
        raise Refused("days_reversed", field="to_on")
    _check_in_campaign(campaign, details)
    values: dict[str, Any] = {
        "name": nfc(details.name),
        "unit_id": details.unit_id,
        "document_id": details.document_id,
        "from_on": details.from_on,
        "to_on": details.to_on,
    }
    if plan is None:
        plan = InspectionPlan(campaign_id=campaign.id, **values)
        hand.add(plan)
    else:
        hand.change(plan, values)
    return plan


def _check_in_campaign(campaign: Campaign, details: PlanDetails) -> None:
    """Refuse a plan that begins before the campaign or its year, or ends after its period: what was registered is inspected."""
    first = min(campaign.opens_on, date(campaign.year, 1, 1))
    last = date(max(campaign.period_to, campaign.year), 12, 31)
    for name in ("from_on", "to_on"):
        if not first <= getattr(details, name) <= last:
            raise Refused("plan_outside", field=name, first=date_vi(first), last=date_vi(last))


def keep_visit(hand: Hand, plan: InspectionPlan, visit: Inspection | None, details: VisitDetails) -> Inspection:
    """Make a visit of a plan, or change it.

    Refuses a unit outside the branch of who inspects, a registration of another campaign or unit, and a day held to come.
    """
    session = hand.session
    if session.get(UnitBranch, (plan.unit_id, details.unit_id)) is None:
        name = session.get_one(Unit, details.unit_id).name
        raise Refused("unit_not_inspected", field="unit", name=name, above=session.get_one(Unit, plan.unit_id).name)
    if details.registration_id is not None:
        registration = session.get(Registration, details.registration_id)
        if (
            registration is None
            or registration.campaign_id != plan.campaign_id
            or session.get(UnitBranch, (details.unit_id, registration.unit_id)) is None
        ):
            raise Refused("registration_elsewhere", field="registration")
    if details.held_on is not None and details.held_on > today():
        raise Refused("held_future", field="held_on")
    _check_within(plan, details)
    values: dict[str, Any] = {
        "unit_id": details.unit_id,
        "registration_id": details.registration_id,
        "planned_on": details.planned_on,
        "held_on": details.held_on,
        "place": nfc(details.place),
        "chair": nfc(details.chair),
        "present": nfc(details.present, lines=True),
        "minutes": nfc(details.minutes, lines=True),
    }
    if visit is None:
        visit = Inspection(plan_id=plan.id, **values)
        hand.add(visit)
    else:
        hand.change(visit, values)
    return visit


def _check_within(plan: InspectionPlan, details: VisitDetails) -> None:
    """Refuse a visit planned outside its plan, and one held before the plan begins; held later, it slipped."""
    latest = {"planned_on": plan.to_on, "held_on": date.max}
    for name, last in latest.items():
        day = getattr(details, name)
        if day is not None and not plan.from_on <= day <= last:
            said = {"first": date_vi(plan.from_on), "last": date_vi(plan.to_on)}
            raise Refused("visit_outside", field=name, **said)


def keep_finding(hand: Hand, visit: Inspection, finding: Finding | None, details: FindingDetails) -> Finding:
    """Note a finding or kiến nghị of a visit, or change it; refuses days before the visit, and one done in days to come."""
    held = visit.held_on or visit.plan.from_on
    if details.due_on is not None and details.due_on < held:
        raise Refused("due_early", field="due_on", day=date_vi(held))
    _check_done(visit, details.done_on, details.answer)
    values: dict[str, Any] = {
        "text": nfc(details.text, lines=True),
        "due_on": details.due_on,
        "done_on": details.done_on,
        "answer": nfc(details.answer, lines=True),
    }
    if finding is None:
        last = hand.session.scalar(select(func.max(Finding.position)).where(Finding.inspection_id == visit.id))
        finding = Finding(inspection_id=visit.id, position=(last or 0) + 1, **values)
        hand.add(finding, visit.unit_id)
    else:
        hand.change(finding, values, visit.unit_id)
    return finding


def answer(hand: Hand, visit: Inspection, finding: Finding, done_on: date | None, said: str) -> None:
    """Note what the visited unit did about a kiến nghị, and when it was done."""
    _check_done(visit, done_on, said)
    hand.change(finding, {"done_on": done_on, "answer": nfc(said, lines=True)}, visit.unit_id, kind="answered")


def _check_done(visit: Inspection, done_on: date | None, said: str) -> None:
    if done_on is not None and done_on > today():
        raise Refused("done_future", field="done_on")
    held = visit.held_on or visit.plan.from_on
    if done_on is not None and done_on < held:
        raise Refused("done_early", field="done_on", day=date_vi(held))
    if done_on is not None and not said.strip():
        raise Refused("answer_needs_day", field="answer")


# --- reading


def _seen(reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a visit ⋈ its plan is a person's to see: who inspects, or who is visited."""
    return or_(reach.sees(InspectionPlan.unit_id), reach.sees(Inspection.unit_id))


def may_see(reader: Session, reach: Reach, visit: Inspection) -> bool:
    """Say whether a person sees a visit: of the unit that inspects, or of the one visited."""
    return reach.may_see(reader, visit.plan.unit_id) or reach.may_see(reader, visit.unit_id)


def plans(reader: Session, reach: Reach, campaign_id: int) -> list[InspectionPlan]:
    """Give a campaign's plans that a person has to do with, by their days."""
    visited = select(Inspection.plan_id).where(reach.sees(Inspection.unit_id))
    query = select(InspectionPlan).where(
        InspectionPlan.campaign_id == campaign_id,
        or_(reach.sees(InspectionPlan.unit_id), InspectionPlan.id.in_(visited)),
    )
    return list(reader.scalars(query.order_by(InspectionPlan.from_on, InspectionPlan.id)).unique())


def tallies(reader: Session, campaign_id: int) -> dict[int, tuple[int, int]]:
    """Give how many visits each plan has, and how many were held."""
    query = (
        select(Inspection.plan_id, func.count(), func.count(Inspection.held_on))
        .join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
        .where(InspectionPlan.campaign_id == campaign_id)
        .group_by(Inspection.plan_id)
    )
    return {row[0]: (row[1], row[2]) for row in reader.execute(query)}


def calendar(reach: Reach, campaign_id: int, plan_id: int | None = None, held: bool | None = None) -> Select[Any]:
    """Give a campaign's visits that a person sees, day by day (held, else planned)."""
    day = case((Inspection.held_on.is_not(None), Inspection.held_on), else_=Inspection.planned_on)
    query = (
        select(Inspection)
        .join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
        .where(InspectionPlan.campaign_id == campaign_id, _seen(reach))
    )
    if plan_id is not None:
        query = query.where(Inspection.plan_id == plan_id)
    if held is not None:
        query = query.where(Inspection.held_on.is_not(None) if held else Inspection.held_on.is_(None))
    return query.order_by(day, Inspection.id)


def of_registration(reader: Session, registration: Registration) -> list[Inspection]:
    """Give the visits that concern a registration: of it alone, or of the whole list of its unit or one above, in its campaign."""
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id == registration.unit_id)
    query = (
        select(Inspection)
        .join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
        .where(
            InspectionPlan.campaign_id == registration.campaign_id,
            or_(
                Inspection.registration_id == registration.id,
                Inspection.registration_id.is_(None) & Inspection.unit_id.in_(above),
            ),
        )
    )
    return list(reader.scalars(query.order_by(Inspection.planned_on, Inspection.id)).unique())


def findings(reader: Session, visit_ids: Sequence[int]) -> dict[int, list[Finding]]:
    """Give the findings of some visits, in order, in one statement."""
    query = select(Finding).where(Finding.inspection_id.in_(list(visit_ids)))
    found: dict[int, list[Finding]] = {}
    for each in reader.scalars(query.order_by(Finding.inspection_id, Finding.position)):
        found.setdefault(each.inspection_id, []).append(each)
    return found


def reported(reader: Session, of: Iterable[Finding]) -> dict[int, date]:
    """Give the day on which it was last said what came of each of some kiến nghị, by the history, in one statement."""
    subjects = {subject_of(each): each.id for each in of}
    query = select(Change.subject, func.max(Change.at)).where(Change.subject.in_(subjects), Change.kind == "answered")
    return {subjects[row[0]]: row[1].astimezone(HANOI).date() for row in reader.execute(query.group_by(Change.subject))}


def model_names(reader: Session, visits: Iterable[Inspection]) -> dict[int, str]:
    """Give the names of the models that some visits were made to, by registration."""
    wanted = [each.registration_id for each in visits if each.registration_id is not None]
    query = select(Registration.id, Registration.name).where(Registration.id.in_(wanted))
    return {row[0]: row[1] for row in reader.execute(query)}


def days_over(finding: Finding, on: date | None = None) -> int:
    """Give by how many days a kiến nghị is overdue; 0 for one that is done, not due yet, or has no day."""
    if finding.due_on is None or finding.done_on is not None:
        return 0
    return max(((on or today()) - finding.due_on).days, 0)


def overdue(reader: Session, reach: Reach, campaign_id: int) -> list[tuple[Finding, Inspection]]:
    """Give the kiến nghị of a campaign that are overdue and that a person sees, the longest first."""
    query = (
        select(Finding, Inspection)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .join(InspectionPlan, InspectionPlan.id == Inspection.plan_id)
        .where(
            InspectionPlan.campaign_id == campaign_id,
            Finding.done_on.is_(None),
            Finding.due_on < today(),
            _seen(reach),
        )
        .order_by(Finding.due_on, Finding.id)
    )
    return [(row[0], row[1]) for row in reader.execute(query).unique()]
