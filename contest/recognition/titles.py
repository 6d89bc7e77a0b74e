"""Titles other than models (“Chi bộ dân vận khéo”): given by a decision to bodies or people, with certificate numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from contest.history import Hand
from contest.offices import Reach
from contest.recognition import certificates, documents
from contest.recognition.bodies import require_body, require_own
from contest.scorebook.refusals import Refused
from contest.searching import found
from contest.tables.campaigns import Document
from contest.tables.decisions import Decision, TitleAward
from contest.tables.places import Unit
from contest.text import match_key, nfc, today


@dataclass(frozen=True)
class Award:
    """A title and who holds it, as typed: holders one a line, all of one unit and year."""

    title: str
    year: int
    unit_id: int
    holders: Sequence[str]
    certificate: str = ""  # the first number


def award(
    hand: Hand, reach: Reach, body_id: int, document: documents.DocumentDetails, signer: str, given: Award
) -> Decision:
    """Take down a decision that gives a title; refuses a body that is not the person's, a unit that is not the body's,
    no holder, one named twice, a day to come, and a year after the decision's."""
    require_body(hand.session, reach, body_id)
    require_own(hand.session, body_id, {given.unit_id: given.title}, "where")
    holders = [nfc(each) for each in given.holders if each.strip()]
    if not holders:
        raise Refused("needs_holder", field="holders")
    if len({match_key(each) for each in holders}) < len(holders):
        raise Refused("holder_twice", field="holders")
    if document.issued_on > today():
        raise Refused("day_future", field="issued_on")
    if given.year > document.issued_on.year:
        raise Refused("title_ahead", field="year", year=document.issued_on.year)
    row = _decision(hand, body_id, document, signer)
    standing = hand.session.scalars(
        select(TitleAward).where(TitleAward.decision_id == row.id, TitleAward.unit_id == given.unit_id)
    ).unique()
    known = {match_key(each.holder) for each in standing if match_key(each.title) == match_key(given.title)}
    again = next((each for each in holders if match_key(each) in known), None)
    if again is not None:
        raise Refused("title_twice", field="holders", name=again)
    first = given.certificate.strip()
    numbers = certificates.series(hand.session, body_id, first, len(holders)) if first else [""] * len(holders)
    plain = {"decision_id": row.id, "title": nfc(given.title), "unit_id": given.unit_id, "year": given.year}
    rows = [plain | {"holder": holder, "certificate": number} for holder, number in zip(holders, numbers, strict=True)]
    mine = [getattr(TitleAward, name) == value for name, value in plain.items()]
    back = select(TitleAward).where(*mine, TitleAward.holder.in_(holders)).order_by(TitleAward.id)
    hand.add_all(TitleAward, rows, back)
    return row


def _decision(hand: Hand, body_id: int, details: documents.DocumentDetails, signer: str) -> Decision:
    """Give the decision of that paper on titles: one paper may give several titles, entered one after another."""
    document = documents.keep(hand, body_id, details)
    same = select(Decision).where(
        Decision.document_id == document.id, Decision.unit_id == body_id, Decision.kind == "title"
    )
    known = hand.session.scalars(same).unique().first()
    if known is not None:
        return known
    row = Decision(document_id=document.id, unit_id=body_id, kind="title", signer=nfc(signer))
    hand.add(row)
    return row


def query(reach: Reach, typed: str = "", year: int | None = None) -> Select[Any]:
    """Give the titles (with the unit of each) that a person sees, by search over unit and title, the newest first."""
    rows = (
        select(TitleAward)
        .join(Unit, Unit.id == TitleAward.unit_id)
        .join(Decision, Decision.id == TitleAward.decision_id)
        .join(Document, Document.id == Decision.document_id)
        .where(reach.sees(TitleAward.unit_id), *found(typed, Unit.match_key, Unit.search_key))
    )
    narrowed = rows.where(TitleAward.year == year) if year else rows
    return narrowed.order_by(TitleAward.year.desc(), TitleAward.id.desc())


def units_of(awards: Sequence[TitleAward]) -> Select[Any]:
    """Give the units of some titles."""
    return select(Unit).where(Unit.id.in_([each.unit_id for each in awards]))
