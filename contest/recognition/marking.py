"""Sheets of an appraisal, the keeper's own and each appraiser's, as versions: the newest counts, none is changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.chain import canonical
from contest.db import now
from contest.history import Hand
from contest.messages.scoring import say
from contest.offices import Reach
from contest.recognition import appraisalteams, criteria
from contest.recognition.appraised import Marks
from contest.recognition.states import require
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Appraisal, AppraisalSheet, Appraiser
from contest.tables.recognition import Registration
from contest.text import nfc
from scoring.points import PointsError, check_mark, from_thousandths, to_thousandths
from scoring.rules import Rulebook


def marks_of(sheet: AppraisalSheet | None) -> dict[str, Fraction]:
    """Give a stored sheet's marks; none of a sheet that is not there."""
    written = {} if sheet is None else json.loads(sheet.marks)
    return {key: from_thousandths(value) for key, value in written.items()}


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

    Refuses whoever may not fill it in, anybody else once its member has saved it with an own account, a closed appraisal,
    marks that do not fit the criteria, and a sheet drawn from a version that is no longer the newest.
    """
    session = hand.session
    appraisal, appraiser = session.get_one(Appraisal, appraisal_id), session.get(Appraiser, appraiser_id)
    if not appraisalteams.may_fill(session, reach, hand.account_id or 0, appraisal, appraiser):
        raise Refused("not_your_branch", status="forbidden")
    if appraiser is not None and appraisalteams.of_member(session, hand.account_id or 0, appraisal_id, appraiser):
        raise Refused("sheet_of_member", status="forbidden", name=appraiser.name)
    registration = session.get_one(Registration, appraisal.registration_id)
    return _next_version(hand, registration, appraisal_id, appraiser_id, typed)


def _next_version(
    hand: Hand, registration: Registration, appraisal_id: int, appraiser_id: int | None, typed: SheetTyped
) -> AppraisalSheet | None:
    session = hand.session
    appraisal = locked(session, registration, appraisal_id)
    marks = _checked(criteria.rules_of(appraisal.criteria), typed.marks)
    before = _newest(session, appraisal_id, appraiser_id)
    version, said = (before.version, (before.marks, before.remarks)) if before else (0, ("{}", ""))
    if marks == "{}" and not version:
        raise Refused("sheet_empty")
    if said == (marks, nfc(typed.remarks, lines=True)):
        return None
    if typed.base != version:
        raise Refused("sheet_newer", status="conflict", version=version)
    sheet = append(hand, appraisal_id, appraiser_id, version + 1, marks, nfc(typed.remarks, lines=True))
    appraiser = session.get(Appraiser, appraiser_id) if appraiser_id else None
    told = {"sheet": f"{'của ' + appraiser.name if appraiser else 'tự chấm'}, lần {sheet.version}"}
    hand.note(sheet, "sheet", {}, told, unit_id=registration.unit_id)  # not the marks: they are shown from the end on
    return sheet


def append(
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


def locked(session: Session, registration: Registration, appraisal_id: int) -> Appraisal:
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
