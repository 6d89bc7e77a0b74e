"""Lists of registrations: what a person may see, by search and filters, and counts by state for one campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, lazyload, selectinload

from contest.offices import Reach
from contest.recognition.citations import CITED
from contest.searching import found
from contest.tables.recognition import Registration, RegistrationKey


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; None or "" narrows nothing."""

    typed: str = ""
    campaign_id: int | None = None
    unit_id: int | None = None
    domain_id: int | None = None
    owner_type: str = ""
    status_kind: str = ""
    state: str = ""
    cited: str = ""  # a key of citations.CITED


def named(typed: str, *, within: bool = False) -> list[ColumnElement[bool]]:
    """Give the condition of a search for names of models and of their owners; none for an empty search.

    `within`: other conditions leave few registrations, so that only their keys are looked at, not all.
    """
    sought = found(typed, RegistrationKey.marked_key, RegistrationKey.search_key)
    if not sought:
        return []
    if within:
        return [exists().where(RegistrationKey.registration_id == Registration.id, *sought)]
    return [Registration.id.in_(select(RegistrationKey.registration_id).where(*sought))]


def conditions(reach: Reach, wanted: Filter) -> list[ColumnElement[bool]]:
    """Give the conditions of a filter, within what a person sees."""
    held = [reach.sees(Registration.unit_id), *named(wanted.typed, within=not reach.whole)]
    for name in ("campaign_id", "unit_id", "domain_id", "owner_type", "status_kind", "state"):
        value = getattr(wanted, name)
        if value:
            held.append(getattr(Registration, name) == value)
    return [*held, *([CITED[wanted.cited]()] if wanted.cited in CITED else [])]


def query(reach: Reach, wanted: Filter) -> Select[Any]:
    """Give the registrations of a filter that a person sees, the newest first; rows load what a list shows, no more."""
    shown = (selectinload(Registration.owners), lazyload(Registration.forces), lazyload(Registration.topics))
    return select(Registration).where(*conditions(reach, wanted)).options(*shown).order_by(Registration.id.desc())


def by_state(reader: Session, reach: Reach, campaign_id: int) -> dict[str, int]:
    """Give how many registrations of a campaign stand in each state, of those that a person sees."""
    counted = select(Registration.state, func.count()).where(
        Registration.campaign_id == campaign_id, reach.sees(Registration.unit_id)
    )
    return {row[0]: row[1] for row in reader.execute(counted.group_by(Registration.state))}
