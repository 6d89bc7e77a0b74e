"""Registrations by the hundred, and lists decided from beginning to end: what the tests of decisions rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, event, insert, select, text
from sqlalchemy.orm import Session

from contest.recognition import campaigns, deciding, listlines, proposing, voting
from contest.recognition.documents import DocumentDetails
from contest.recognition.proposable import candidates
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Decision, Proposal
from contest.tables.places import Level
from contest.tables.recognition import Owner, PracticeModel, Registration, RegistrationKey
from contest.text import match_key
from tests.contest.province import Province

MET, DECIDED = date(2026, 11, 10), date(2026, 11, 20)


def fill(
    session: Session,
    province: Province,
    counts: Sequence[tuple[str, int]],
    *,
    unit: str = "commune",
    state: str = "appraised",
) -> list[int]:
    """Put registrations into a unit's book: (collective, 316), (individual, 16); gives their ids in order."""
    first = (session.scalars(select(Registration.id).order_by(Registration.id.desc()).limit(1)).first() or 0) + 1
    domain = campaigns.domains(session, province.campaign)[0].id
    kinds = [owner for owner, count in counts for _ in range(count)]
    numbers = range(first, first + len(kinds))
    session.execute(insert(PracticeModel), [{"id": each, "uid": f"u{each}", "first_year": 2026} for each in numbers])
    rows = [_row(province, number, owner, domain, unit, state) for number, owner in zip(numbers, kinds, strict=True)]
    session.execute(insert(Registration), rows)
    keys = [
        {"registration_id": row["id"], "marked_key": match_key(str(row["name"])), "search_key": row["plain_key"]}
        for row in rows
    ]
    session.execute(insert(RegistrationKey), keys)
    owners = [
        {"registration_id": each, "position": 1, "name": f"Chủ thể {each}", "match_key": f"chủ thể {each}"}
        for each in numbers
    ]
    session.execute(insert(Owner), owners)
    if session.get_bind().dialect.name == "postgresql":  # it counts on where we left off only when told
        for table in ("practice_model", "registration"):
            session.execute(text(f"SELECT setval('{table}_id_seq', {numbers[-1]})"))
    return list(numbers)


def _row(province: Province, number: int, owner: str, domain: int, unit: str, state: str) -> dict[str, object]:
    name = f"Mô hình số {number}"
    return {
        "id": number,
        "campaign_id": province.campaign,
        "model_id": number,
        "unit_id": province.units[unit],
        "domain_id": domain,
        "owner_type": owner,
        "status_kind": "new",
        "state": state,
        "name": name,
        "plain_key": match_key(name, marks=False),
        "submitted_at": datetime(2026, 2, 1, tzinfo=UTC),
        "created_at": datetime(2026, 2, 1, tzinfo=UTC),
    }


def document(number: str, day: date = DECIDED, issuer: str = "Ban Thường vụ Tỉnh ủy A") -> DocumentDetails:
    """Give a decision's document (invented)."""
    return DocumentDetails(number, day, issuer, "Quyết định minh họa")


def begin(session: Session, province: Province, kind: str = "recognise", step: int = 1, **more: Any) -> Proposal:
    """Begin a list of the province."""
    campaign = session.get_one(Campaign, province.campaign)
    of_step = kind in {"recognise", "reward"}
    step_id = campaigns.steps(session, province.campaign)[step - 1].id if of_step else None
    values: dict[str, Any] = {
        "name": f"Danh sách {kind} {step}",
        "unit_id": province.units["province"],
        "kind": kind,
        "step_id": step_id,
        "reward": "Bằng khen" if kind == "reward" else "",
    }
    return proposing.make(province.hand(session, "province"), campaign, proposing.ListDetails(**(values | more)))


def submitted(session: Session, province: Province, proposal: Proposal, ids: Sequence[int], reason: str = "") -> None:
    """Put registrations on a list and submit it."""
    hand, reach = province.hand(session, "province"), province.reach(session, "province")
    listlines.add(hand, reach, proposal, ids, reason)
    proposing.submit(hand, reach, proposal, "12-TTr/BTG", date(2026, 11, 1))


def met(session: Session, province: Province, proposal: Proposal, votes: int = 9) -> None:
    """Hold the meeting: 10 members, 9 came, all lines have the same votes."""
    hand = province.hand(session, "province")
    voting.hold(hand, proposal, voting.Meeting(MET, 10, 9, "Biên bản minh họa"))
    voting.vote_rest(hand, proposal, votes)


def decide(
    session: Session,
    province: Province,
    proposal: Proposal,
    number: str = "55-QĐ/TU",
    says: str = "yes",
    **more: Any,
) -> Decision:
    """Take down a decision that says the same of every line."""
    level = session.scalars(select(Level.id).where(Level.code == "tinh")).one()
    values: dict[str, Any] = {"unit_id": province.units["province"], "level_id": level} | more
    paper = deciding.Paper(document(number), **values)
    reason = "Lý do minh họa" if says == "no" or proposal.kind in {"lapse", "withdraw"} else ""
    verdicts = {line.id: deciding.Verdict(says, reason) for line in proposal.lines}
    hand, reach = province.hand(session, "province"), province.reach(session, "province")
    return deciding.record(hand, reach, proposal, paper, verdicts)


def whole(
    session: Session, province: Province, ids: Sequence[int], kind: str = "recognise", step: int = 1, **more: Any
) -> Decision:
    """Bring registrations through a list from beginning to end."""
    proposal = begin(session, province, kind, step)
    submitted(session, province, proposal, ids, "Lý do minh họa" if kind in {"lapse", "withdraw"} else "")
    met(session, province, proposal)
    return decide(session, province, proposal, f"{kind}-{step}-QĐ", **more)


def able(session: Session, province: Province, proposal: Proposal) -> list[int]:
    """Give what a list may take, as the province's officer."""
    from contest.recognition.lists import Filter

    query = candidates(session, province.reach(session, "province"), proposal, Filter())
    return [row.id for row in session.scalars(query).unique()]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Give the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
