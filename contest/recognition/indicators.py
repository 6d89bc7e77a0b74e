"""Outcome indicators of a model: a name, a measure, an exact decimal, a year; kept with their history on the registration."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.decimals import amount_vi
from contest.history import Hand
from contest.offices import Reach
from contest.recognition.states import require
from contest.recognition.yearspan import require_year
from contest.scorebook.refusals import Refused
from contest.tables.recognition import Indicator, Registration
from contest.text import match_key, nfc

CHANGE = "indicator"  # the kind of change in the registration's history
MOST_KNOWN = 100


@dataclass(frozen=True)
class IndicatorDetails:
    """An indicator as typed and already clean; the amount in thousandths."""

    name: str
    measure: str
    thousandths: int
    year: int


def listed(reader: Session, registration_id: int) -> Sequence[Indicator]:
    """Give a registration's indicators, the newest year first."""
    query = select(Indicator).where(Indicator.registration_id == registration_id)
    return reader.scalars(query.order_by(Indicator.year.desc(), Indicator.match_key, Indicator.measure)).all()


def known(reader: Session, campaign_id: int) -> list[tuple[str, str]]:
    """Give names and measures that models of a campaign report already: only what is named alike is added up."""
    query = (
        select(Indicator.name, Indicator.measure)
        .join(Registration, Registration.id == Indicator.registration_id)
        .where(Registration.campaign_id == campaign_id)
        .distinct()
        .order_by(Indicator.name, Indicator.measure)
        .limit(MOST_KNOWN)
    )
    return [(row.name, row.measure) for row in reader.execute(query)]


def add(hand: Hand, reach: Reach, registration: Registration, details: IndicatorDetails) -> None:
    """Report an indicator; refuses one of the same name, measure and year, and where nothing may be reported."""
    require(hand.session, reach, registration, "report")
    _check(hand.session, registration, details, None)
    row = Indicator(registration_id=registration.id, **_values(details))
    hand.session.add(row)
    hand.session.flush()
    hand.note(registration, CHANGE, {}, _said(row))


def change(hand: Hand, reach: Reach, registration: Registration, indicator_id: int, details: IndicatorDetails) -> None:
    """Correct an indicator; refuses what `add` refuses, and one that is gone."""
    require(hand.session, reach, registration, "report")
    row = of(hand.session, registration.id, indicator_id)
    _check(hand.session, registration, details, row)
    before = _said(row)
    for name, value in _values(details).items():
        setattr(row, name, value)
    hand.session.flush()
    if _said(row) != before:
        hand.note(registration, CHANGE, before, _said(row))


def remove(hand: Hand, reach: Reach, registration: Registration, indicator_id: int) -> None:
    """Take an indicator away; what it said stays in the history."""
    require(hand.session, reach, registration, "report")
    row = of(hand.session, registration.id, indicator_id)
    hand.note(registration, CHANGE, _said(row), {})
    hand.session.delete(row)
    hand.session.flush()


def of(reader: Session, registration_id: int, indicator_id: int) -> Indicator:
    """Give an indicator of a registration; refuses one that is not there."""
    row = reader.get(Indicator, indicator_id)
    if row is None or row.registration_id != registration_id:
        raise Refused("indicator_gone")
    return row


def measure_key(measure: str) -> str:
    """Give the key under which two spellings of a measure are one: “m²”, “M²” and “m2”."""
    return match_key(unicodedata.normalize("NFKC", measure))


def _values(details: IndicatorDetails) -> dict[str, object]:
    name = nfc(details.name)
    key = match_key(details.name)
    return {"name": name, "match_key": key, "measure": nfc(details.measure)} | {
        "thousandths": details.thousandths,
        "year": details.year,
    }


def _check(session: Session, registration: Registration, details: IndicatorDetails, row: Indicator | None) -> None:
    require_year(registration, details.year)
    twin = select(Indicator).where(
        Indicator.registration_id == registration.id,
        Indicator.match_key == match_key(details.name),
        Indicator.year == details.year,
    )
    alike = [each for each in session.scalars(twin) if measure_key(each.measure) == measure_key(details.measure)]
    other = next((each for each in alike if each is not row), None)
    if other is not None:
        raise Refused("indicator_twice", field="name", name=other.name, measure=other.measure, year=other.year)


def _said(row: Indicator) -> dict[str, str]:
    return {"indicator": f"{row.name}, năm {row.year}: {amount_vi(row.thousandths)} {row.measure}"}
