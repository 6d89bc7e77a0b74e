"""Decisions to read: those of a list, one with its lines, and what they said of one registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, lazyload

from contest.offices import Reach
from contest.tables.decisions import Decision, ProposalLine, Recognition
from contest.tables.recognition import Registration

RECOGNISING = ("recognise", "renew")  # kinds of decision by which a model is recognised


@dataclass(frozen=True)
class Said:
    """What a decision says of one registration, numbered in the order of the list."""

    row: Recognition
    registration: Registration
    place: int


def grants(row: Recognition) -> bool:
    """Say whether a decision grants what was proposed: a step, or what its kind knows no “no” to."""
    return row.step_id is not None or row.decision.kind != "recognise"


def granting() -> ColumnElement[bool]:
    """Give the condition on a recognition and its decision that it grants what was proposed: what `grants` says of one row."""
    return or_(Recognition.step_id.is_not(None), Decision.kind != "recognise")


def recognising() -> ColumnElement[bool]:
    """Give the condition on a recognition and its decision that it recognises or renews: a line that was denied does not."""
    return and_(Decision.kind.in_(RECOGNISING), granting())


def of_proposal(reader: Session, proposal_id: int) -> Sequence[Decision]:
    """Give the decisions on a list, the oldest first."""
    query = select(Decision).where(Decision.proposal_id == proposal_id).order_by(Decision.id)
    return reader.scalars(query).unique().all()


def whole_for(reader: Session, reach: Reach, decision: Decision) -> bool | None:
    """Say whether a person reads all of a decision, its list too, or only (False) what it says of the person's own
    registrations; None where it says nothing of these."""
    if reach.may_see(reader, decision.book_id):
        return True
    own = query(decision, own=reach)
    return False if reader.execute(own.limit(1)).first() is not None else None


def query(decision: Decision, *, granted: bool | None = None, own: Reach | None = None) -> Select[Any]:
    """Give a decision's rows in the order of its list; `granted` narrows them to what it grants, or to what it does not,
    `own` to the registrations that a person sees."""
    place = (
        select(ProposalLine.position)
        .where(
            ProposalLine.proposal_id == decision.proposal_id,
            ProposalLine.registration_id == Recognition.registration_id,
        )
        .scalar_subquery()
    )
    rows = select(Recognition).where(Recognition.decision_id == decision.id).order_by(place, Recognition.id)
    if own is not None:
        rows = rows.where(
            Recognition.registration_id.in_(select(Registration.id).where(own.sees(Registration.unit_id)))
        )
    if granted is None or decision.kind != "recognise":
        return rows
    return rows.where(Recognition.step_id.is_not(None) if granted else Recognition.step_id.is_(None))


def said(reader: Session, rows: Sequence[Recognition], first: int = 1) -> list[Said]:
    """Give rows of a decision with their registrations, numbered from `first`: one statement and those of the owners."""
    wanted = (
        select(Registration)
        .where(Registration.id.in_([row.registration_id for row in rows]))
        .options(lazyload(Registration.forces), lazyload(Registration.topics))
    )
    by_id = {row.id: row for row in reader.scalars(wanted).unique()}
    return [Said(row, by_id[row.registration_id], place) for place, row in enumerate(rows, first)]


def count(reader: Session, decision: Decision, *, granted: bool, own: Reach | None = None) -> int:
    """Give how many registrations a decision grants, or does not."""
    return reader.scalar(select(func.count()).select_from(query(decision, granted=granted, own=own).subquery())) or 0


def of_registration(reader: Session, registration_id: int) -> Sequence[Recognition]:
    """Give everything that was decided of one registration, the newest first."""
    rows = select(Recognition).where(Recognition.registration_id == registration_id).order_by(Recognition.id.desc())
    return reader.scalars(rows).unique().all()
