"""Replication (nhân rộng): units that adopt a recognised model, with the year, when they began and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.recognition.renewing import chain, standing
from contest.recognition.states import require
from contest.recognition.yearspan import require_year
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Replication
from contest.tables.recognition import Registration
from contest.text import nfc


@dataclass(frozen=True)
class Adopted:
    """A unit's adoption of a model as typed."""

    unit_id: int
    year: int
    started_on: date | None = None
    result: str = ""


def add(hand: Hand, reach: Reach, registration: Registration, adopted: Adopted) -> Replication:
    """Note that a unit adopts a model; refuses a model that is not recognised now, its own unit, a unit noted for that year."""
    require(hand.session, reach, registration, "replicate")
    now = standing(chain(hand.session, registration.model_id))
    if now is None:
        raise Refused("not_recognised_now", status="stands", name=registration.name)
    _check(hand.session, registration, adopted, None)
    row = Replication(model_id=registration.model_id, **_values(adopted))
    hand.add(row, registration.unit_id)
    return row


def change(hand: Hand, reach: Reach, registration: Registration, row: Replication, adopted: Adopted) -> None:
    """Change what is noted of an adoption: its result above all; a model that ended since keeps what was noted."""
    if registration.state == "recognised":
        require(hand.session, reach, registration, "replicate")
    elif not reach.stands_above(hand.session, registration.unit_id, registration.campaign.unit_id):
        raise Refused("not_your_branch", status="forbidden")
    _check(hand.session, registration, adopted, row)
    hand.change(row, _values(adopted), registration.unit_id)


def _values(adopted: Adopted) -> dict[str, object]:
    plain = {"unit_id": adopted.unit_id, "year": adopted.year, "started_on": adopted.started_on}
    return plain | {"result": nfc(adopted.result, lines=True)}


def _check(session: Session, registration: Registration, adopted: Adopted, row: Replication | None) -> None:
    if adopted.unit_id == registration.unit_id:
        raise Refused("own_model", field="unit")
    require_year(registration, adopted.year)
    if adopted.started_on is not None and adopted.started_on.year < registration.model.first_year:
        raise Refused("start_before_model", field="started_on", year=registration.model.first_year)
    twin = select(Replication).where(
        Replication.model_id == registration.model_id,
        Replication.unit_id == adopted.unit_id,
        Replication.year == adopted.year,
    )
    known = session.scalars(twin).unique().first()
    if known is not None and known is not row:
        raise Refused("replicated_already", field="unit", unit=known.unit.name, year=adopted.year)


def of_model(reader: Session, model_id: int) -> Sequence[Replication]:
    """Give the units that adopted a model, by year."""
    rows = select(Replication).where(Replication.model_id == model_id).order_by(Replication.year, Replication.id)
    return reader.scalars(rows).unique().all()
