"""The day of a decision: neither to come, nor before what it rests on; asked when it is taken down and when its paper is corrected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.scorebook.refusals import Refused
from contest.tables.decisions import Decision, Proposal, TitleAward
from contest.text import date_vi, today


def require_for_list(proposal: Proposal, day: date) -> None:
    """Refuse a day to come, or before the meeting on the list, or before the list was submitted."""
    require_past(day)
    if proposal.met_on is not None and day < proposal.met_on:
        raise Refused("decided_before", field="issued_on", day=date_vi(proposal.met_on))
    if proposal.submitted_on is not None and day < proposal.submitted_on:
        raise Refused("decided_unsubmitted", field="issued_on", day=date_vi(proposal.submitted_on))


def require_for_title(year: int, day: date) -> None:
    """Refuse a day to come, or before the year for which a title is given."""
    require_past(day)
    if day.year < year:
        raise Refused("title_early", field="issued_on", year=year)


def require_for_paper(reader: Session, document_id: int, day: date) -> None:
    """Refuse a day that one of the decisions of a paper cannot bear: a paper is corrected wherever it is cited."""
    require_past(day)
    cited = (
        select(Proposal).join(Decision, Decision.proposal_id == Proposal.id).where(Decision.document_id == document_id)
    )
    for proposal in reader.scalars(cited).unique():
        require_for_list(proposal, day)
    latest = select(func.max(TitleAward.year)).join(Decision, Decision.id == TitleAward.decision_id)
    year = reader.scalar(latest.where(Decision.document_id == document_id))
    if year is not None:
        require_for_title(year, day)


def require_past(day: date) -> None:
    """Refuse a day to come."""
    if day > today():
        raise Refused("day_future", field="issued_on")
