"""How a unit's printed paper is headed: by the letterhead that the unit used on the paper's day, else by the unit's name."""

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
    """What the macro `top` of papers/_head.html draws; `kind` is party, state, front, or plain where no letterhead is kept."""

    kind: str
    upper: str
    issuer: str
    number: str  # as it is printed, “Số: 12/BB”; empty where the paper has none
    place: str
    day: str
    signer: str  # the post of who signs, as the letterhead gives it; may be empty

    @property
    def signs(self) -> str:
        """Who signs: the post, else the issuer."""
        return self.signer or self.issuer


def head(reader: Session, unit: Unit | None, day: date | None, number: str = "", issuer: str = "") -> Head:
    """Give the head of a unit's paper of a day; a day not yet known is left open to be written in by hand.

    A paper that names its issuer is headed by that issuer's letterhead alone: a unit's Party and state bodies have one each.
    """
    kept = letterheads.on_day(reader, unit.id, day or today(), issuer=issuer) if unit else None
    words = date_words(day) if day else "ngày … tháng … năm …"
    if kept is None:
        named = issuer or (unit.name if unit else "")
        return Head("plain", "", named, f"Số: {number}" if number else "", "", words, "")
    written = NUMBERED[kept.style].format(number=number).rstrip()  # a paper without a number leaves room for one
    return Head(kept.style, kept.upper_body, kept.issuer, written, kept.place, words, kept.signer_title)
