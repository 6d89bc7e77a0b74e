"""Which body a decision may be taken down of, in whose name, at which level, and about whom it may say something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignBasis
from contest.tables.decisions import Decision, Proposal
from contest.tables.places import Letterhead, Level, Unit, UnitBranch, UnitKind, UnitSuccession
from contest.text import match_key, nfc

OWN_BODIES = "co-so"
"""The level of agencies and organisations: those below a unit are its bodies, and it decides in their names."""


def require_body(reader: Session, reach: Reach, body_id: int) -> None:
    """Refuse a body outside the branches that the person may change: its decisions and certificate numbers are its own."""
    if not reach.may_change(reader, body_id):
        raise Refused("body_of_others", field="unit", name=reader.get_one(Unit, body_id).name)


def require_own(reader: Session, body_id: int, about: Mapping[int, str], field: str = "unit") -> None:
    """Refuse a decision of a body about a unit that is not in its branch; `about` names what each unit stands for."""
    own = select(UnitBranch.unit_id).where(UnitBranch.above_id == body_id, UnitBranch.unit_id.in_(about))
    foreign = next((unit_id for unit_id in about if unit_id not in set(reader.scalars(own))), None)
    if foreign is not None:
        name, body = reader.get_one(Unit, foreign).name, reader.get_one(Unit, body_id).name
        raise Refused("about_others", field=field, what=about[foreign], unit=name, body=body)


def require_level(reader: Session, body_id: int, level_id: int | None) -> None:
    """Refuse a level above the body's own: a commune recognises nothing for the province."""
    body = reader.get_one(Unit, body_id)
    own_id = body.level_id or (body.kind.level_id if body.kind else None)
    if level_id is None or own_id is None:
        return
    own, wanted = reader.get_one(Level, own_id), reader.get_one(Level, level_id)
    if wanted.rank < own.rank:
        raise Refused("level_above", field="level_id", wanted=wanted.name, body=body.name, own=own.name)


def require_issuer(reader: Session, body_id: int, issuer: str) -> None:
    """Refuse an issuer that is another unit, or heads another unit's papers and none of the body's.

    How a body calls itself stays free text: a unit decides through several (its Party committee, its People's Committee).
    """
    key, body = match_key(issuer), reader.get_one(Unit, body_id)
    if key == body.match_key:
        return
    foreign = Unit.id.not_in(_own_names(body_id))
    # A name that was only typed for a contest has neither kind nor level: it may be a body of any unit.
    placed = or_(Unit.kind_id.is_not(None), Unit.level_id.is_not(None))
    other = (
        reader.scalars(select(Unit).where(Unit.match_key == key, foreign, placed).order_by(Unit.id)).unique().first()
    )
    if other is not None:
        raise Refused("issuer_is_other", field="issuer", unit=other.name, body=body.name)
    whose = _heads(reader, body_id, key, foreign)
    if whose is not None:
        raise Refused("issuer_of_others", field="issuer", issuer=nfc(issuer), unit=whose, body=body.name)


def _own_names(body_id: int) -> Select[Any]:
    """Give the body, the units it succeeded, and the agencies below it."""
    succeeded = select(UnitSuccession.old_id).where(UnitSuccession.new_id == body_id)
    return (
        select(Unit.id)
        .join(UnitBranch, UnitBranch.unit_id == Unit.id)
        .outerjoin(UnitKind, UnitKind.id == Unit.kind_id)
        .outerjoin(Level, Level.id == func.coalesce(Unit.level_id, UnitKind.level_id))
        .where(
            UnitBranch.above_id == body_id,
            or_(Unit.id == body_id, Unit.id.in_(succeeded), Level.code == OWN_BODIES),
        )
    )


def _heads(reader: Session, body_id: int, key: str, foreign: ColumnElement[bool]) -> str | None:
    """Give the unit whose letterhead names that issuer, or None; a name that several share is nobody's alone, unless one stands above."""
    query = select(Letterhead.issuer, Unit.id, Unit.name, foreign).join(Unit, Unit.id == Letterhead.unit_id)
    rows = [row for row in reader.execute(query.order_by(Unit.id)) if match_key(row[0]) == key]
    if any(not row[3] for row in rows):
        return None
    names = {row[1]: row[2] for row in rows}
    if len(names) == 1:
        return next(iter(names.values()))
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id == body_id, UnitBranch.above_id.in_(names))
    higher = reader.scalars(above.order_by(UnitBranch.above_id)).first()
    return None if higher is None else names[higher]


def require_ones_own(reader: Session, reach: Reach, document_id: int) -> None:
    """Refuse to correct a paper that a decision or a campaign of another branch cites."""
    book = func.coalesce(Proposal.unit_id, Decision.unit_id)  # in whose book a decision stands: its list's
    decided = (
        select(Decision.id)
        .outerjoin(Proposal, Proposal.id == Decision.proposal_id)
        .where(Decision.document_id == document_id, not_(reach.changes(book)))
    )
    based = (
        select(Campaign.id)
        .join(CampaignBasis, CampaignBasis.campaign_id == Campaign.id)
        .where(CampaignBasis.document_id == document_id, not_(reach.changes(Campaign.unit_id)))
    )
    if any(reader.execute(each.limit(1)).first() is not None for each in (decided, based)):
        raise Refused("paper_of_others", status="forbidden")
