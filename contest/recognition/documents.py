"""The one register of documents: each is kept once, under its number, day and issuer, and cited by reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.scorebook.refusals import Refused
from contest.searching import found
from contest.tables.campaigns import Document
from contest.text import match_key, nfc


@dataclass(frozen=True)
class DocumentDetails:
    """A document as typed: “25-CT/TU” of 23/4/2024, its issuer and its abstract."""

    number: str
    issued_on: date
    issuer: str
    abstract: str


def keep(hand: Hand, unit_id: int, details: DocumentDetails) -> Document:
    """Give the document of that number, day and issuer, entered now where it is not known yet."""
    known = same(hand.session, details)
    if known is not None:
        return known
    document = Document(
        number=nfc(details.number),
        match_key=match_key(details.number),
        issued_on=details.issued_on,
        issuer=nfc(details.issuer),
        issuer_key=match_key(details.issuer),
        abstract=nfc(details.abstract),
        unit_id=unit_id,
    )
    hand.add(document)
    return document


def same(reader: Session, details: DocumentDetails) -> Document | None:
    """Give the document that is known under this number, day and issuer, or None."""
    query = select(Document).where(
        Document.match_key == match_key(details.number),
        Document.issued_on == details.issued_on,
        Document.issuer_key == match_key(details.issuer),
    )
    return reader.scalars(query).first()


def said_otherwise(reader: Session, details: DocumentDetails) -> Refused | None:
    """Give what to tell of a document that is known with another abstract, which stays: the typed one is not kept."""
    known = same(reader, details)
    if known is None or match_key(known.abstract) == match_key(details.abstract):
        return None
    return Refused("document_known", number=known.number, abstract=known.abstract, typed=nfc(details.abstract))


def correct(hand: Hand, document: Document, details: DocumentDetails) -> None:
    """Correct a document wherever it is cited; refuses to make it the same as another."""
    twin = same(hand.session, details)
    if twin is not None and twin.id != document.id:
        raise Refused("document_twice", field="number", number=twin.number)
    values = {
        "number": nfc(details.number),
        "match_key": match_key(details.number),
        "issued_on": details.issued_on,
        "issuer": nfc(details.issuer),
        "issuer_key": match_key(details.issuer),
        "abstract": nfc(details.abstract),
    }
    hand.change(document, values)


def search(typed: str) -> Select[Any]:
    """Give the documents whose number or abstract holds what was typed, the newest first."""
    conditions = found(typed, Document.match_key, Document.match_key)
    query = select(Document).order_by(Document.issued_on.desc(), Document.id.desc())
    return query.where(*conditions) if conditions else query
