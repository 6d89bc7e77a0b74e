"""What an appraisal team notes beside its sheets: the visit on site, and points added or taken with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contest.history import Hand
from contest.messages.scoring import say
from contest.offices import Reach
from contest.recognition import appraisalteams, criteria
from contest.recognition.appraised import TEAM
from contest.recognition.marking import locked
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.appraisals import Appraisal, AppraisalPoint
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.text import date_vi, nfc, today
from scoring.entered import Fault
from scoring.entries import fault_error
from scoring.points import to_thousandths


def _team_act(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int) -> Appraisal:
    """Give an open appraisal for an act of its team's unit; refuses others, and one that has no team."""
    appraisal = locked(hand.session, registration, appraisal_id)
    if appraisal.team is None:
        raise Refused("no_team_yet", name=registration.name)
    if not appraisalteams.may_fill_for(hand.session, reach, appraisal.team):
        raise Refused("not_your_branch", status="forbidden")
    return appraisal


@dataclass(frozen=True)
class Visit:
    """A site visit: its day and place, what was found, what else the minutes are to say."""

    visited_on: date | None
    place: str
    findings: str
    minutes: str


def note_visit(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, visit: Visit) -> None:
    """Note the site visit; refuses a day to come, or before the campaign opens."""
    appraisal = _team_act(hand, reach, registration, appraisal_id)
    if visit.visited_on is not None and visit.visited_on > today():
        raise Refused("visit_future", field="visited_on")
    opens_on = hand.session.get_one(Campaign, registration.campaign_id).opens_on
    if visit.visited_on is not None and visit.visited_on < opens_on:
        raise Refused("visit_early", field="visited_on", day=date_vi(opens_on))
    values = {
        "visited_on": visit.visited_on,
        "place": nfc(visit.place),
        "findings": nfc(visit.findings, lines=True),
        "minutes": nfc(visit.minutes, lines=True),
    }
    hand.change(appraisal, values, registration.unit_id)


def add_points(
    hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, rule: str, points: Fraction, reason: str
) -> AppraisalPoint:
    """Add or take points under a rule of the criteria set, with a reason; the engine keeps to the rule's cap."""
    appraisal = _team_act(hand, reach, registration, appraisal_id)
    rules = criteria.rules_of(appraisal.criteria)
    if rule not in {each.key for each in criteria.extra_rules(rules)}:
        raise Refused("no_such_point", field="rule")
    error = fault_error(Fault(TEAM, rule, None, points), rules)
    if error is not None:
        raise Refused("point_refused", field="points", why=say(error.code, error.values))
    said = require_reason(reason)
    row = AppraisalPoint(appraisal_id=appraisal.id, rule=rule, thousandths=to_thousandths(points), reason=said)
    hand.add(row, registration.unit_id)
    return row


def drop_points(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, point_id: int) -> None:
    """Take a note of points back; the history keeps it."""
    appraisal = _team_act(hand, reach, registration, appraisal_id)
    row = hand.session.get(AppraisalPoint, point_id)
    if row is not None and row.appraisal_id == appraisal.id:
        hand.remove(row, registration.unit_id)
