"""Appraising: a registration's sheets read together, what comes of them, and closing; the result only proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest.db import now
from contest.history import Hand
from contest.messages.amounts import fixed, listed
from contest.messages.appraisal import RESULT
from contest.offices import Reach
from contest.recognition import criteria
from contest.recognition.appraised import TEAM, Appraised, self_scored
from contest.recognition.marking import append, locked, marks_of
from contest.recognition.states import act, require
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.appraisals import Appraisal, AppraisalPoint, AppraisalSheet, Appraiser
from contest.tables.recognition import Registration
from scoring.entered import Fault
from scoring.points import from_thousandths
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

    @cached_property
    def rules(self) -> Rulebook:
        """Give the rulebook of the criteria set under which it was begun."""
        return criteria.rules_of(self.appraisal.criteria)

    @cached_property
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

    @cached_property
    def own(self) -> Appraised | None:
        """Give the self-score, None where there is none yet."""
        sheet = self.sheets.get(None)
        return None if sheet is None else self_scored(self.rules, marks_of(sheet))

    @property
    def words(self) -> str:
        """Say how it stands."""
        return self.outcome.words if self.appraisal.team is not None else RESULT["unassigned"]


def results(session: Session, campaign_id: int) -> dict[int, Result]:
    """Give each appraised registration's result; one that is not closed has no total yet, and says so.

    The result only proposes: nothing is recognised by it.
    """
    of_campaign = Registration.campaign_id == campaign_id
    return {key: _result(file) for key, file in _files(session, of_campaign).items()}


def results_of(session: Session, registration_ids: Sequence[int]) -> dict[int, Result]:
    """Give the results of some registrations, as a page of a list needs them."""
    return {key: _result(file) for key, file in files(session, registration_ids).items()}


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


def close(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, reason: str = "") -> None:
    """Close an appraisal: the registration is appraised, and nothing more.

    Refuses whoever may not (the table of states), without any whole sheet, and with sheets missing unless a reason is given;
    then those without one count as absent, which an empty sheet keeps.
    """
    require(hand.session, reach, registration, "appraise")
    appraisal = locked(hand.session, registration, appraisal_id)
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
            append(hand, appraisal.id, each.id, 1, "{}", "")
    ended = {"closed_at": now(), "closed_reason": said}
    hand.change(
        appraisal, ended, registration.unit_id, kind="ended", reason=said, beside={"total": (None, _total(file))}
    )
    act(hand, reach, registration, "appraise", said)


def reopen(hand: Hand, reach: Reach, registration: Registration, appraisal_id: int, reason: str) -> None:
    """Take an appraisal's end back while the registration is on no list: its sheets may be mended and it is ended anew.

    Refuses whoever may not (the table of states), and a missing reason.
    """
    act(hand, reach, registration, "reappraise", reason)
    appraisal = hand.session.get_one(Appraisal, appraisal_id, with_for_update={"of": Appraisal})
    total = _total(files(hand.session, [registration.id])[registration.id])
    taken = {"closed_at": None, "closed_reason": ""}
    beside = {"total": (total, None)}
    hand.change(appraisal, taken, registration.unit_id, kind="reopened", reason=reason.strip(), beside=beside)


def _total(file: File) -> str:
    """Give the total as it stands when the appraisal is ended, or its end taken back: those without a sheet are absent."""
    total = replace(file.outcome, closed=True).total
    return "" if total is None else fixed(total, file.rules.decimals)
