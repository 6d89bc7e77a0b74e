"""Counting registrations in the database, by line of a report and whatever else is asked; no registration is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from contest.recognition.registering import OWNER_TYPES, STATUS_KINDS
from contest.reports.scope import Scope
from contest.tables.campaigns import Campaign, Domain
from contest.tables.recognition import Registration
from contest.text import end_of, natural_key

NO_DOMAIN = ""
Counted = Counter[tuple[Any, ...]]


def by_line(
    reader: Session,
    scope: Scope,
    *columns: Any,
    within: Sequence[ColumnElement[bool]] | None = None,
    amount: Any = None,
    joins: Iterable[tuple[Any, Any]] = (),
) -> Counted:
    """Give how many registrations (or what `amount` adds up) there are by (line, *columns): one statement.

    `within` are the conditions (by default every model counts once), `amount` is an aggregate, `joins` are pairs of a
    table and its condition.
    """
    added = func.count() if amount is None else amount
    query = select(Registration.campaign_id, Registration.unit_id, *columns, added).select_from(Registration)
    for table, condition in joins:
        query = query.outerjoin(table, condition)
    query = query.where(*(scope.each_model() if within is None else within))
    found: Counted = Counter()
    for campaign, unit, *values, number in reader.execute(
        query.group_by(Registration.campaign_id, Registration.unit_id, *columns)
    ):
        line = scope.line_of(unit, campaign)
        if line is not None:
            found[line, *values] += int(number)
    return found


def by_domain(reader: Session, scope: Scope, *columns: Any, **more: Any) -> Counted:
    """Give how many registrations there are by (line, the domain's key, *columns); NO_DOMAIN where none was chosen."""
    key = func.coalesce(Domain.match_key, NO_DOMAIN)
    return by_line(reader, scope, key, *columns, joins=[(Domain, Domain.id == Registration.domain_id)], **more)


def folded(counted: Counted, *places: int) -> Counted:
    """Give counts summed to some places of their keys: folded(counted, 1, 2)."""
    found: Counted = Counter()
    for key, number in counted.items():
        found[tuple(key[place] for place in places)] += number
    return found


@dataclass(frozen=True)
class DomainLine:
    """A domain of the campaigns of a report, under the key by which campaigns of several years share it."""

    key: str
    name: str


def domains(reader: Session, scope: Scope) -> list[DomainLine]:
    """Give the domains of a report's campaigns in their order."""
    place = func.min(Domain.position)
    query = (
        select(Domain.match_key, func.min(Domain.name), place)
        .where(Domain.campaign_id.in_(list(scope.days)))
        .group_by(Domain.match_key)
    )
    rows = sorted(reader.execute(query), key=lambda row: (row[2], natural_key(row[1])))
    return [DomainLine(row[0], row[1]) for row in rows]


def with_none(listed: Sequence[DomainLine], counted: Iterable[str]) -> Iterator[DomainLine]:
    """Give the domains, and a line for registrations without one where there are any."""
    yield from listed
    if NO_DOMAIN in counted:
        yield DomainLine(NO_DOMAIN, "Chưa ghi lĩnh vực")


def late(campaigns: Sequence[Campaign]) -> Any:
    """Give 1 for a registration that came after its campaign's deadline, 0 for any other: of its signed paper, else of its sending."""
    conditions = []
    for each in campaigns:
        by_paper = Registration.paper_received_on > each.deadline
        sent = and_(Registration.paper_received_on.is_(None), Registration.submitted_at >= end_of(each.deadline))
        conditions.append(and_(Registration.campaign_id == each.id, or_(by_paper, sent)))
    return case((or_(*conditions), 1), else_=0)


KINDS = tuple(STATUS_KINDS)  # new, maintained
OWNERS = tuple(OWNER_TYPES)  # collective, individual
