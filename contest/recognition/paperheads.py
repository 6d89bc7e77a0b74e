"""How a paper of recognition is headed: by the letterhead that its unit used on the paper's day, else by the unit's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contest.planning import letterheads
from contest.tables.places import Unit
from contest.text import date_words, today

NUMBERED: Mapping[str, str] = {"party": "Số {number}", "state": "Số: {number}", "front": "Số: {number}"}
"""How each style writes a paper's number (domain.md 4.1)."""


@dataclass(frozen=True)
class Head:
    """What stands at the head and foot of a paper; `kind` is party, state, front, or plain where no letterhead is kept."""

    kind: str
    upper: str
    issuer: str
    number: str
    place: str
    day: str
    signs: str  # who signs: the title as the letterhead gives it, else the issuer


def head(reader: Session, unit: Unit, day: date | None, number: str = "", issuer: str = "") -> Head:
    """Give the head of a unit's paper of a day; a day not yet known is left open to be written in by hand.

    A paper that names its issuer is headed by that issuer's letterhead alone: a unit's Party and state bodies have one each.
    """
    kept = letterheads.on_day(reader, unit.id, day or today(), issuer=issuer)
    words = date_words(day) if day else "ngày … tháng … năm …"
    written = NUMBERED.get(kept.style if kept else "", "Số: {number}").format(number=number) if number else ""
    if kept is None:
        return Head("plain", "", issuer or unit.name, written, "", words, issuer or unit.name)
    return Head(kept.style, kept.upper_body, kept.issuer, written, kept.place, words, kept.signer_title or kept.issuer)
