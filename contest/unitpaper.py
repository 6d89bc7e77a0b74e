"""How a unit's printed paper is headed on a day: by the letterhead that held then, else plainly by the unit's name."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from contest.planning.letterheads import on_day
from contest.tables.places import Unit
from contest.text import date_words


def head_of(reader: Session, unit: Unit, day: date, number: str = "") -> dict[str, str]:
    """Give what the macro `top` of templates/papers/_head.html draws; `signer` is the post of who signs, where it is known."""
    held = on_day(reader, unit.id, day)
    said = {"number": number, "day": date_words(day), "signer": "", "place": unit.name}
    if held is None:
        return said | {"kind": "plain", "upper": "", "issuer": unit.name}
    named = {"kind": held.style, "upper": held.upper_body, "issuer": held.issuer, "place": held.place}
    return said | named | {"signer": held.signer_title}
