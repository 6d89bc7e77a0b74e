"""Appraising: self-scores and appraisers' sheets as versions, points beside them, the visit, closing, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest.chain import canonical
from contest.db import now
from contest.history import Hand
from contest.messages.amounts import listed
from contest.messages.appraisal import RESULT
from contest.messages.scoring import say
from contest.offices import Reach
from contest.recognition import appraisalteams, criteria
from contest.recognition.appraised import TEAM, Appraised, Marks, self_scored
from contest.recognition.states import act, require
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.appraisals import Appraisal, AppraisalPoint, AppraisalSheet, AppraisalTeam, Appraiser
from contest.tables.recognition import Registration
from contest.text import nfc, today
from scoring.entered import Fault
from scoring.entries import fault_error
from scoring.points import PointsError, check_mark, from_thousandths, to_thousandths
from scoring.rules import Rulebook

Result = tuple[Fraction | None, bool, str]
"""A closed appraisal's total (None while there is none), whether threshold and floors are reached, and all that in words."""


@dataclass(frozen=True)
class File:
    """One registration's appraisal with its newest sheets (by appraiser's id, None the self-score) and points beside them."""

    appraisal: Appraisal
    sheets: Mapping[int | None, AppraisalSheet] = field(default_factory=dict)
    points: Sequence[AppraisalPoint] = ()

    @property
    def closed(self) -> bool:
        """Say whether it takes no sheet any more."""
        return self.appraisal.closed_at is not None

    @property
    def members(self) -> list[Appraiser]:
        """Give who appraises; of a closed one those who were in the team then, each of whom left a sheet, marked or not."""
        members = self.appraisal.team.members if self.appraisal.team else []
        return [each for each in members if not self.closed or each.id in self.sheets]

    @property
    def rules(self) -> Rulebook:
        """Give the rulebook of the criteria set under which it was begun."""
        return criteria.rules_of(self.appraisal.criteria)

    @property
    def outcome(self) -> Appraised:
        """Give what the sheets come to."""
        return Appraised(
            rules=self.rules,
            threshold=from_thousandths(self.appraisal.criteria.threshold),
            names={str(each.id): each.name for each in self.members},
            sheets={str(key): marks_of(sheet) for key, sheet in self.sheets.items() if key is not None},
            added=[
                Fault(TEAM, each.rule, None, from_thousandths(each.thousandths), each.reason) for each in self.points
            ],
            closed=self.closed,
            closed_reason=self.appraisal.closed_reason,
        )

    @property
    def own(self) -> Appraised | None:
        """Give the self-score, None where there is none yet."""
        sheet = self.sheets.get(None)
        return None if sheet is None else self_scored(self.rules, marks_of(sheet))

    @property
    def words(self) -> str:
        """Say how it stands."""
        return self.outcome.words if self.appraisal.team is not None else RESULT["unassigned"]


def marks_of(sheet: AppraisalSheet | None) -> dict[str, Fraction]:
    """Give a stored sheet's marks; none of a sheet that is not there."""
    written = {} if sheet is None else json.loads(sheet.marks)
    return {key: from_thousandths(value) for key, value in written.items()}


def results(session: Session, campaign_id: int) -> dict[int, Result]:
    """Give each appraised registration's result; one that is not closed has no total yet, and says so.

    The result only proposes: nothing is recognised by it.
    """
    of_campaign = Registration.campaign_id == campaign_id
    return {key: _result(file) for key, file in _files(session, of_campaign).items()}


def _result(file: File) -> Result:
    outcome = file.outcome
    return (outcome.total if file.closed else None, outcome.reached, file.words)


def files(reader: Session, registration_ids: Sequence[int]) -> dict[int, File]:
    """Give the appraisals of some registrations, in a number of statements that does not grow with them."""
    return _files(reader, Registration.id.in_(list(registration_ids)))


def file_of(reader: Session, registration_id: int) -> File | None:
    """Give a registration's appraisal, None while it has none."""
    return files(reader, [registration_id]).get(registration_id)


def _files(reader: Session, wanted: ColumnElement[bool]) -> dict[int, File]:
    chosen = (
        select(Appraisal.id).join(Registration, Registration.id == Appraisal.registration_id).where(wanted).subquery()
    )
    appraisals = reader.scalars(select(Appraisal).where(Appraisal.id.in_(select(chosen.c.id)))).unique().all()
    sheets: dict[int, dict[int | None, AppraisalSheet]] = {}
    written = select(AppraisalSheet).where(AppraisalSheet.appraisal_id.in_(select(chosen.c.id)))
    for sheet in reader.scalars(written.order_by(AppraisalSheet.version)):
        sheets.setdefault(sheet.appraisal_id, {})[sheet.appraiser_id] = sheet
    points: dict[int, list[AppraisalPoint]] = {}
    noted = select(AppraisalPoint).where(AppraisalPoint.appraisal_id.in_(select(chosen.c.id)))
    for point in reader.scalars(noted.order_by(AppraisalPoint.id)):
        points.setdefault(point.appraisal_id, []).append(point)
    return {each.registration_id: File(each, sheets.get(each.id, {}), points.get(each.id, ())) for each in appraisals}


def sees_marks(reader: Session, reach: Reach, registration: Registration, appraisal: Appraisal) -> bool:
    """Say whether a person sees the sheets: before closing only the campaign's office and the team's unit do."""
    if appraisal.closed_at is not None:
        return reach.may_see(reader, registration.unit_id) or _of_team(reader, reach, appraisal)
    return reach.may_see(reader, registration.campaign.unit_id) or _of_team(reader, reach, appraisal)


def _of_team(reader: Session, reach: Reach, appraisal: Appraisal) -> bool:
    return appraisal.team is not None and appraisalteams.may_fill_for(reader, reach, appraisal.team)


def may_look(reader: Session, reach: Reach, registration: Registration, appraisal: Appraisal | None) -> bool:
    """Say whether a person may open a registration's appraisal: its branch, or the unit to which it was delegated."""
    if reach.may_see(reader, registration.unit_id):
        return True
    return appraisal is not None and _of_team(reader, reach, appraisal)


def may_fill(reader: Session, reach: Reach, account_id: int, appraisal: Appraisal, appraiser: Appraiser | None) -> bool:
    """Say whether a person may fill in an appraiser's sheet: the appraiser, or an officer of the team's unit."""
    if appraiser is None or appraisal.team is None or appraiser.team_id != appraisal.team_id:
        return False
    return appraiser.account_id == account_id or appraisalteams.may_fill_for(reader, reach, appraisal.team)


@dataclass(frozen=True)
class SheetTyped:
    """A sheet as filled in: marks by criterion (those not marked left out), remarks, and the version it was drawn from."""

    marks: Marks
    remarks: str = ""
    base: int = 0


def self_score(hand: Hand, reach: Reach, registration: Registration, typed: SheetTyped) -> AppraisalSheet | None:
    """Keep the keeper's self-score as its next version; the appraisal is begun by it where there is none yet."""
    require(hand.session, reach, registration, "report")
    sets = criteria.in_force(hand.session, registration.campaign_id)
    if registration.owner_type not in sets:
        raise Refused("no_criteria", owners=appraisalteams.OWNERS[registration.owner_type])
    appraisal = appraisalteams.begun(hand, registration, sets[registration.owner_type].id)
    return _next_version(hand, registration, appraisal.id, None, typed)


def fill(hand: Hand, reach: Reach, appraisal_id: int, appraiser_id: int, typed: SheetTyped) -> AppraisalSheet | None:
    """Keep an appraiser's sheet as its next version, None when it says what the last one does.

    Refuses whoever may not fill it in, a closed appraisal, marks that do not fit the criteria, and a sheet drawn from a
    version that is no longer the newest.
    """
    session = hand.session
    appraisal, appraiser = session.get_one(Appraisal, appraisal_id), session.get(Appraiser, appraiser_id)
    if not may_fill(session, reach, hand.account_id or 0, appraisal, appraiser):
        raise Refused("not_your_branch", status="forbidden")
    registration = session.get_one(Registration, appraisal.registration_id)
    return _next_version(hand, registration, appraisal_id, appraiser_id, typed)


def _next_version(
    hand: Hand, registration: Registration, appraisal_id: int, appraiser_id: int | None, typed: SheetTyped
) -> AppraisalSheet | None:
    appraisal = _locked(hand.session, registration, appraisal_id)
    marks = _checked(criteria.rules_of(appraisal.criteria), typed.marks)
    before = _newest(hand.session, appraisal_id, appraiser_id)
    version, said = (before.version, (before.marks, before.remarks)) if before else (0, ("{}", ""))
    if said == (marks, nfc(typed.remarks, lines=True)):
        return None
    if typed.base != version:
        raise Refused("sheet_newer", status="conflict", version=version)
    if marks == "{}" and not version:
        raise Refused("sheet_empty")
    return _append(hand, appraisal_id, appraiser_id, version + 1, marks, nfc(typed.remarks, lines=True))


def _append(
    hand: Hand, appraisal_id: int, appraiser_id: int | None, version: int, marks: str, remarks: str
) -> AppraisalSheet:
    sheet = AppraisalSheet(
        appraisal_id=appraisal_id,
        appraiser_id=appraiser_id,
        version=version,
        marks=marks,
        remarks=remarks,
        at=now(),
        account_id=hand.account_id,
    )
    hand.session.add(sheet)  # its versions are its history: the database refuses to rewrite them
    hand.session.flush()
    return sheet


def _locked(session: Session, registration: Registration, appraisal_id: int) -> Appraisal:
    """Give an appraisal that nobody else closes or marks meanwhile; refuses a closed one."""
    appraisal = session.get_one(Appraisal, appraisal_id, with_for_update={"of": Appraisal}, populate_existing=True)
    if appraisal.closed_at is not None:
        raise Refused("appraisal_closed", name=registration.name)
    return appraisal


def _newest(session: Session, appraisal_id: int, appraiser_id: int | None) -> AppraisalSheet | None:
    whose = (
        AppraisalSheet.appraiser_id.is_(None) if appraiser_id is None else AppraisalSheet.appraiser_id == appraiser_id
    )
    query = select(AppraisalSheet).where(AppraisalSheet.appraisal_id == appraisal_id, whose)
    return session.scalars(query.order_by(AppraisalSheet.version.desc()).limit(1)).first()


def _checked(rules: Rulebook, marks: Marks) -> str:
    part, written = criteria.the_part(rules), {}
    for key, value in marks.items():
        try:
            criterion = part.criterion(key)
            check_mark(value, criterion.max_points, criterion.step)
            written[key] = to_thousandths(value)
        except KeyError:
            raise Refused("no_criterion") from None
        except PointsError as error:
            why = say(error.code, error.values)
            raise Refused("mark_refused", field=f"mark_{key}", name=criterion.name, why=why) from None
    return canonical(written)


def versions(reader: Session, appraisal_id: int, appraiser_id: int | None) -> list[AppraisalSheet]:
    """Give every version of a sheet, the newest first."""
    whose = (
        AppraisalSheet.appraiser_id.is_(None) if appraiser_id is None else AppraisalSheet.appraiser_id == appraiser_id
    )
    query = select(AppraisalSheet).where(AppraisalSheet.appraisal_id == appraisal_id, whose)
    return list(reader.scalars(query.order_by(AppraisalSheet.version.desc())))


# --- what the team's unit notes beside the sheets


def _team_act(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int) -> Appraisal:
    """Give an open appraisal for an act of its team's unit; refuses others, and one that has no team."""
    appraisal = _locked(hand.session, registration, appraisal_id)
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
    """Note the site visit; refuses a day to come."""
    appraisal = _team_act(hand, reach, registration, appraisal_id)
    if visit.visited_on is not None and visit.visited_on > today():
        raise Refused("visit_future", field="visited_on")
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


def close(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, reason: str = "") -> None:
    """Close an appraisal: the registration is appraised, and nothing more.

    Refuses whoever may not (the table of states), without any whole sheet, and with sheets missing unless a reason is given;
    then those without one count as absent, which an empty sheet keeps.
    """
    require(hand.session, reach, registration, "appraise")
    appraisal = _locked(hand.session, registration, appraisal_id)
    if appraisal.team is None:
        raise Refused("no_team_yet", name=registration.name)
    file = files(hand.session, [registration.id])[registration.id]
    outcome = file.outcome
    if len(outcome.missing) == len(outcome.names):
        raise Refused("no_full_sheet")
    said = reason.strip()
    if outcome.missing and not said:
        names = listed(outcome.names[key] for key in outcome.missing)
        raise Refused("sheets_missing", field="reason", names=names)
    said = require_reason(said) if said else ""
    for each in file.members:
        if each.id not in file.sheets:
            _append(hand, appraisal.id, each.id, 1, "{}", "")
    hand.change(appraisal, {"closed_at": now(), "closed_reason": said}, registration.unit_id, reason=said)
    act(hand, reach, registration, "appraise", said)


def to_fill(account_id: int, reach: Reach) -> ColumnElement[bool]:
    """Give the condition that a row of Appraiser ⋈ Appraisal ⋈ AppraisalTeam is a sheet for a person to fill in.

    It is the person's own, or one of a team that was delegated to a unit whose officer the person is.
    """
    return (Appraiser.account_id == account_id) | AppraisalTeam.unit_id.in_(reach.officer_of)
