"""Contest results that registrations cite as evidence: cited, let go and looked at again by people; no state changes by any of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest.db import now
from contest.history import Hand
from contest.offices import Reach
from contest.planning.outcomes import outcomes
from contest.recognition import citable
from contest.recognition.citable import Told
from contest.recognition.states import require
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.contests import Contest, Team
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Citation, Registration
from contest.tables.scorebook import Event
from contest.text import nfc

LONGEST_NOTE = 500
EDITABLE = frozenset({"draft", "returned"})
MOST_OFFERED = 100
KINDS = {
    "cited": "Dẫn chứng kết quả hội thi",
    "uncited": "Bỏ dẫn chứng",
    "citation_seen": "Đã xem kết quả sửa đổi",
}
"""What the history of a registration says of citations, by kind."""
FIELDS = {"citation": "Kết quả", "note": "Ghi chú"}
"""The fields of that history in words."""


@dataclass(frozen=True)
class Wanted:
    """A result to cite: of a contest, a team, and one part of it or the whole (“”), with a note."""

    contest_id: int
    team_id: int
    part: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cited:
    """A citation as it is shown; `now` is the number of the result announced last, `after` what that says, where it is another."""

    row: Citation
    contest: Contest
    team: Team
    part: str
    before: str
    now: int
    after: str = ""

    @property
    def corrected(self) -> bool:
        """Say whether the result was corrected since people looked at it last."""
        return self.now > self.row.seen_revision


def cite(hand: Hand, reach: Reach, registration: Registration, wanted: Wanted) -> Citation:
    """Let a registration cite an announced result; refuses one that was not announced, the same again, and without a note that
    says why one in which neither the contest nor the team is of its unit."""
    _require_keeping(hand.session, reach, registration)
    result = citable.told(hand.session, wanted.contest_id)
    if result is None:
        raise Refused("citation_secret", field="contest")
    if wanted.team_id not in result.teams:
        raise Refused("citation_team", field="team")
    if wanted.part and wanted.part not in result.parts:
        raise Refused("citation_part", field="part")
    if _twin(hand.session, registration, wanted):
        raise Refused("citation_twice", field="team")
    note = nfc(wanted.note, lines=True)[:LONGEST_NOTE]
    if not note and not _near(hand.session, registration, result.contest, result.teams[wanted.team_id].team):
        raise Refused("citation_far", field="note")
    row = Citation(
        registration_id=registration.id,
        contest_id=wanted.contest_id,
        team_id=wanted.team_id,
        part=wanted.part,
        rank=result.teams[wanted.team_id].place(wanted.part),
        revision=result.revision,
        seen_revision=result.revision,
        note=note,
        at=now(),
        account_id=hand.account_id,
    )
    hand.session.add(row)
    hand.session.flush()
    hand.note(registration, "cited", {}, {"citation": _words(result, row), "note": row.note})
    return row


def _near(session: Session, registration: Registration, contest: Contest, team: Team) -> bool:
    """Say whether a team's result is of the unit of a registration itself, as `offered` has it."""
    near = select(Team.id).join(Contest, Contest.id == Team.contest_id).where(Team.id == team.id)
    below = select(UnitBranch.unit_id).where(UnitBranch.above_id == registration.unit_id)
    ours = or_(Contest.unit_id.in_(below), _ours(registration.unit_id))
    return session.execute(near.where(Contest.id == contest.id, ours)).first() is not None


def _ours(unit_id: int) -> ColumnElement[bool]:
    """Give the condition that a team is of a unit or below it, or bears its name in the contest of a unit above it."""
    below = select(UnitBranch.unit_id).where(UnitBranch.above_id == unit_id)
    above = select(UnitBranch.above_id).where(UnitBranch.unit_id == unit_id)
    name = select(Unit.match_key).where(Unit.id == unit_id).scalar_subquery()
    return or_(Team.unit_id.in_(below), and_(Contest.unit_id.in_(above), Team.match_key == name))


def _twin(session: Session, registration: Registration, wanted: Wanted) -> bool:
    same = select(Citation.id).where(
        Citation.registration_id == registration.id,
        Citation.contest_id == wanted.contest_id,
        Citation.team_id == wanted.team_id,
        Citation.part == wanted.part,
    )
    return session.execute(same.limit(1)).first() is not None


def let_go(hand: Hand, reach: Reach, registration: Registration, citation_id: int, reason: str) -> None:
    """Cite a result no more, with the reason; what it said stays in the history."""
    _require_keeping(hand.session, reach, registration)
    row, said = _own(hand.session, registration, citation_id), require_reason(reason)
    result = citable.told_then(hand.session, row.contest_id, row.revision)
    hand.note(registration, "uncited", {"citation": _words(result, row), "note": row.note}, {}, reason=said)
    hand.session.delete(row)
    hand.session.flush()


def look(hand: Hand, reach: Reach, registration: Registration, citation_id: int, reason: str) -> None:
    """Note that a person has looked at what a correction changes of a citation, and what follows; in any state.

    Rank and number stay as they were cited; the flag goes until the next correction.
    """
    if not reach.may_change(hand.session, registration.unit_id):
        raise Refused("not_your_branch", status="forbidden")
    row, said = _own(hand.session, registration, citation_id), require_reason(reason)
    result = citable.told(hand.session, row.contest_id)
    if result is None or result.revision <= row.seen_revision:
        raise Refused("citation_unchanged")
    before = _words(citable.told_then(hand.session, row.contest_id, row.seen_revision), row)
    row.seen_revision = result.revision
    hand.session.flush()
    hand.note(registration, "citation_seen", {"citation": before}, {"citation": _words(result, row)}, reason=said)


def listed(reader: Session, registration_id: int) -> list[Cited]:
    """Give what a registration cites, with what it said when it was cited, and what it says now where it was corrected."""
    query = (
        select(Citation, Contest, Team)
        .join(Contest, Contest.id == Citation.contest_id)
        .join(Team, Team.id == Citation.team_id)
        .where(Citation.registration_id == registration_id)
        .order_by(Citation.at, Citation.id)
    )
    rows = [(row[0], row[1], row[2]) for row in reader.execute(query).unique()]
    known = outcomes(reader, {contest.id for _, contest, _ in rows}) if rows else {}
    # A board for each contest and result that is cited, however often.
    results = {key: citable.told_then(reader, *key) for key in {(row.contest_id, row.revision) for row, _, _ in rows}}
    return [
        _cited(reader, row, team, results[row.contest_id, row.revision], known[row.contest_id].announced)
        for row, _, team in rows
    ]


def _cited(reader: Session, row: Citation, team: Team, result: Told, announced: int) -> Cited:
    part, before = result.parts.get(row.part, row.part), result.teams[team.id].words(row.part)
    if announced <= row.revision:
        return Cited(row, result.contest, team, part, before, announced)
    again = citable.told(reader, row.contest_id)
    after = again.teams[team.id].words(row.part) if again and team.id in again.teams else "không còn trong kết quả"
    return Cited(row, result.contest, team, part, before, announced, after)


def corrected() -> ColumnElement[bool]:
    """Give the condition that a registration cites a result corrected, and announced anew, since people looked at it.

    The number of the result announced last is one more than the revisions before its announcement.
    """
    announced, revised = aliased(Event), aliased(Event)
    last = select(func.max(announced.seq)).where(
        announced.contest_id == Citation.contest_id,
        announced.subject == "contest",
        announced.kind == "result_announced",
    )
    revisions = select(func.count()).where(
        revised.contest_id == Citation.contest_id,
        revised.subject == "contest",
        revised.kind == "result_revised",
        revised.seq < last.scalar_subquery(),
    )
    return exists().where(
        Citation.registration_id == Registration.id, Citation.seen_revision <= revisions.scalar_subquery()
    )


def any_cited() -> ColumnElement[bool]:
    """Give the condition that a registration cites a contest result."""
    return exists().where(Citation.registration_id == Registration.id)


CITED: Mapping[str, Callable[[], ColumnElement[bool]]] = {"co": any_cited, "sua-doi": corrected}
"""The conditions on what registrations cite, as the register's address names them."""


def is_corrected(reader: Session, registration_id: int) -> bool:
    """Say whether a registration cites a result that was corrected since people looked at it."""
    query = select(Registration.id).where(Registration.id == registration_id, corrected())
    return reader.execute(query).first() is not None


def offered(reader: Session, unit_id: int, among: Sequence[ColumnElement[bool]] = ()) -> list[Contest]:
    """Give announced contests that a unit's models may cite: those that its branch held or had a team in, or those `among`
    conditions."""
    below = select(UnitBranch.unit_id).where(UnitBranch.above_id == unit_id)
    own = or_(Contest.unit_id.in_(below), exists().where(Team.contest_id == Contest.id, _ours(unit_id)))
    query = select(Contest).where(*among) if among else select(Contest).where(own)
    found = reader.scalars(query.order_by(Contest.held_on.desc(), Contest.id.desc()).limit(MOST_OFFERED)).unique().all()
    known = outcomes(reader, [each.id for each in found])
    return [each for each in found if known[each.id].announced]


def _require_keeping(session: Session, reach: Reach, registration: Registration) -> None:
    require(session, reach, registration, "edit" if registration.state in EDITABLE else "report")


def _own(session: Session, registration: Registration, citation_id: int) -> Citation:
    row = session.get(Citation, citation_id)
    if row is None or row.registration_id != registration.id:
        raise Refused("citation_gone")
    return row


def _words(result: Told, row: Citation) -> str:
    team = result.teams.get(row.team_id)
    said = [result.contest.name, team.team.name if team else "đội không còn"]
    said += [f"phần {result.parts[row.part]}"] if row.part in result.parts else []
    said += [team.words(row.part)] if team else []
    return ", ".join([*said, f"kết quả lần {result.revision}"])
