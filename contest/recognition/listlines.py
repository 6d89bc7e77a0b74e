"""The lines of a list: taken from what may be proposed, with a reason where people choose otherwise, and their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, lazyload

from contest.history import Hand
from contest.offices import Reach
from contest.recognition.listkinds import kind_of
from contest.recognition.lists import Filter
from contest.recognition.proposable import Appraised, appraised, candidates
from contest.recognition.proposing import require_stage
from contest.recognition.states import require_all
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.decisions import Proposal, ProposalLine, Recognition
from contest.tables.recognition import Registration
from contest.text import natural_key, nfc


@dataclass(frozen=True)
class Line:
    """A line of a list with its registration and what its appraisal says."""

    line: ProposalLine
    registration: Registration
    appraisal: Appraised | None


def add(hand: Hand, reach: Reach, proposal: Proposal, ids: Sequence[int], reason: str = "") -> int:
    """Put registrations on a list, after those on it, and give how many.

    Refuses what may not be proposed, and what the appraisal does not propose or what ends a recognition without a reason.
    """
    require_stage(proposal, "draft")
    session, wanted = hand.session, list(dict.fromkeys(ids))
    if not wanted:
        raise Refused("nothing_chosen", field="chosen")
    rows = session.scalars(_plain(select(Registration).where(Registration.id.in_(wanted)))).unique().all()
    require_all(session, reach, rows, kind_of(proposal).propose)
    able = session.scalars(candidates(session, reach, proposal, Filter()).where(Registration.id.in_(wanted))).unique()
    taken = list(able)
    lacking = [row for row in rows if row not in set(taken)]
    if lacking or len(rows) < len(wanted):
        raise Refused("not_proposable", field="chosen", name=lacking[0].name if lacking else "?", count=len(lacking))
    said = _said(session, proposal, taken, reason)
    last = session.scalar(select(func.max(ProposalLine.position)).where(ProposalLine.proposal_id == proposal.id)) or 0
    lines = [
        {"proposal_id": proposal.id, "registration_id": row.id, "position": place, "reason": said.get(row.id, "")}
        for place, row in enumerate(taken, last + 1)
    ]
    hand.add_all(ProposalLine, lines, query(proposal).where(ProposalLine.position > last))
    session.expire(proposal, ["lines"])
    hand.note(proposal, "lines", {"lines": last}, {"lines": last + len(lines)})
    return len(lines)


def _said(session: Session, proposal: Proposal, rows: Sequence[Registration], reason: str) -> dict[int, str]:
    """Give the reason of each line that needs one, else of every line when one was typed."""
    told = appraised(session, [row.id for row in rows])
    below = {key for key, (total, reached, _) in told.items() if total is not None and not reached}
    against = [row for row in rows if row.id in below]
    if kind_of(proposal).needs_reason:
        against = list(rows)
    if not against:
        return dict.fromkeys([row.id for row in rows], nfc(reason))
    if not reason.strip():
        code = "line_needs_reason" if kind_of(proposal).needs_reason else "against_appraisal"
        raise Refused(code, field="reason", name=against[0].name, count=len(against))
    return dict.fromkeys([row.id for row in against], require_reason(nfc(reason)))


def remove(hand: Hand, proposal: Proposal, line: ProposalLine) -> None:
    """Take a line off a list that was not submitted."""
    require_stage(proposal, "draft")
    hand.remove(line, proposal.unit_id)
    hand.session.expire(proposal, ["lines"])
    _number(proposal.lines)


def change(hand: Hand, proposal: Proposal, line: ProposalLine, reason: str, position: int) -> None:
    """Change a line's reason, or move it to a place from 1 to the list's length; a reason that is needed stays."""
    require_stage(proposal, "draft")
    if line.reason and not reason.strip():
        raise Refused("needs_reason", field="reason", name="lý do")
    hand.change(line, {"reason": nfc(reason)}, proposal.unit_id)
    others = [each for each in proposal.lines if each is not line]
    others.insert(min(max(position, 1), len(others) + 1) - 1, line)
    if others != list(proposal.lines):
        hand.note(line, "placed", {"position": line.position}, {"position": others.index(line) + 1})
        _number(others)
    hand.session.flush()
    hand.session.expire(proposal, ["lines"])


def _number(lines: Sequence[ProposalLine]) -> None:
    for place, each in enumerate(lines, 1):
        each.position = place


def _by_total(line: Line) -> Any:
    total = line.appraisal[0] if line.appraisal else None
    return (total is None, -(total or Fraction(0)), natural_key(line.registration.name))


SORTS: Mapping[str, tuple[str, Callable[[Line], Any]]] = {
    "don-vi": ("theo đơn vị", lambda line: (line.registration.unit.position, natural_key(line.registration.unit.name))),
    "ten": ("theo tên mô hình", lambda line: natural_key(line.registration.name)),
    "diem": ("theo điểm thẩm định", _by_total),
}
"""The orders that a list may be brought into at once."""


def arrange(hand: Hand, proposal: Proposal, by: str) -> None:
    """Bring a list into one of the orders of SORTS; lines that are equal keep theirs."""
    require_stage(proposal, "draft")
    words, key = SORTS[by]
    ordered = sorted(shown(hand.session, proposal, query(proposal)), key=key)
    _number([each.line for each in ordered])
    hand.session.flush()
    hand.session.expire(proposal, ["lines"])
    hand.note(proposal, "arranged", {}, {"order": words})


def query(proposal: Proposal) -> Select[Any]:
    """Give a list's lines in order."""
    ordered = select(ProposalLine).where(ProposalLine.proposal_id == proposal.id)
    return ordered.order_by(ProposalLine.position, ProposalLine.id)


def shown(reader: Session, proposal: Proposal, lines: Select[Any] | Sequence[ProposalLine]) -> list[Line]:
    """Give lines of a list as they are shown, in a constant number of statements."""
    rows = list(reader.scalars(lines)) if isinstance(lines, Select) else list(lines)
    ids = [row.registration_id for row in rows]
    found = reader.scalars(_plain(select(Registration).where(Registration.id.in_(ids)))).unique()
    by_id = {row.id: row for row in found}
    told = appraised(reader, ids)
    return [Line(row, by_id[row.registration_id], told.get(row.registration_id)) for row in rows]


def _plain(wanted: Select[Any]) -> Select[Any]:
    return wanted.options(lazyload(Registration.forces), lazyload(Registration.topics))


def decided(reader: Session, proposal: Proposal) -> dict[int, Recognition]:
    """Give what decisions on a list said of each of its registrations."""
    from_list = select(Recognition).where(Recognition.decision.has(proposal_id=proposal.id))
    return {row.registration_id: row for row in reader.scalars(from_list).unique()}
