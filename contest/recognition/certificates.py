"""Certificate numbers: the next free one is proposed, one that is typed is respected, none is given twice by one body."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Document
from contest.tables.decisions import Decision, Recognition, TitleAward
from contest.tables.places import Unit
from contest.tables.recognition import Registration
from contest.text import match_key, nfc

_DIGITS = re.compile("[0-9]+")


def following(number: str, years: Collection[int] = ()) -> str:
    """Give the number after one: “15/GCN-2026” → “16/GCN-2026”, “GCN-0098/2026” → “GCN-0099/2026”; refuses one without digits.

    The digits that it begins with are counted on, else the last ones; never one of `years` (of the decision, of what it is
    about) or the year before, which stand in a number for a year.
    """
    named = {str(year - back) for year in years for back in (0, 1)}
    groups = [each for each in _DIGITS.finditer(number) if each[0] not in named or each[0] == number]
    if not groups:
        raise Refused("certificate_digits", field="certificate", number=number)
    counted = groups[0] if groups[0].start() == 0 else groups[-1]
    digits = counted[0]
    return f"{number[: counted.start()]}{int(digits) + 1:0{len(digits)}}{number[counted.end() :]}"


def taken(reader: Session, unit_id: int) -> dict[str, str]:
    """Give whose certificate each number of a body is, by the number's match key: two statements."""
    of_models = (
        select(Recognition.certificate, Registration.name)
        .join(Decision, Decision.id == Recognition.decision_id)
        .join(Registration, Registration.id == Recognition.registration_id)
        .where(Decision.unit_id == unit_id, Recognition.certificate != "")
    )
    of_titles = (
        select(TitleAward.certificate, TitleAward.holder)
        .join(Decision, Decision.id == TitleAward.decision_id)
        .where(Decision.unit_id == unit_id, TitleAward.certificate != "")
    )
    rows = [*reader.execute(of_models), *reader.execute(of_titles)]
    return {match_key(number): name for number, name in rows}


def proposed(reader: Session, unit_id: int) -> str:
    """Give the next free number of a body: after the one it gave last; "" for a body that has given none."""
    last = (
        select(Recognition.certificate, Document.issued_on)
        .join(Decision, Decision.id == Recognition.decision_id)
        .join(Document, Document.id == Decision.document_id)
        .where(Decision.unit_id == unit_id, Recognition.certificate != "")
        .order_by(Recognition.id.desc())
        .limit(1)
    )
    row = reader.execute(last).first()
    if row is None:
        return ""
    years = (row[1].year,)
    try:
        return _free(following(row[0], years), taken(reader, unit_id), years)
    except Refused:
        return ""  # a number that was typed without digits to count on


def series(session: Session, unit_id: int, first: str, count: int, years: Collection[int] = ()) -> list[str]:
    """Give `count` free numbers of a body from one that was typed on; refuses a first one that is given already.

    Other writers wait until this write is done: two decisions at once would else take the same numbers.
    """
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(of=Unit))
    known, number, numbers = taken(session, unit_id), nfc(first), list[str]()
    if count and match_key(number) in known:
        raise Refused("certificate_taken", field="certificate", number=number, name=known[match_key(number)])
    while len(numbers) < count:
        numbers.append(number)
        if len(numbers) < count:
            number = _free(following(number, years), known, years)
    return numbers


def _free(number: str, known: Mapping[str, str], years: Collection[int]) -> str:
    while match_key(number) in known:
        number = following(number, years)
    return number


def retype(hand: Hand, row: Recognition, number: str) -> None:
    """Give a registration's certificate another number, or none; refuses one that its body gave already."""
    typed = nfc(number)
    session = hand.session
    session.execute(select(Unit.id).where(Unit.id == row.decision.unit_id).with_for_update(of=Unit))
    known = taken(session, row.decision.unit_id)
    if typed and match_key(typed) != match_key(row.certificate) and match_key(typed) in known:
        field = f"c-{row.id}"
        raise Refused("certificate_taken", field=field, number=typed, name=known[match_key(typed)])
    hand.change(row, {"certificate": typed}, row.decision.book_id, kind="certificate")
