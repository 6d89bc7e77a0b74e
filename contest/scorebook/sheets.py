"""Score sheets: a judge's submission, answered whatever happens, exactly once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.messages.scoring import say
from contest.panel import holder_of
from contest.scorebook.commands import Answer, SheetCommand, digest, parse_command, receipt
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from contest.tables.people import Card, Device, Seat
from contest.tables.scorebook import CommandAnswer, Store
from scoring.points import PointsError, check_mark, from_thousandths
from scoring.rules import Part

FINAL = frozenset({"accepted", "conflict", "locked", "invalid"})
RECEIVED = "received"


@dataclass(frozen=True)
class Speaker:
    """Whose tablet speaks, as its session says; the database is asked whether it still may."""

    device_id: int


def submit(session: Session, speaker: Speaker, raw: object) -> Answer:
    """Carry out a judge's submit command and give its answer; a command known already is answered as before."""
    seat = seat_of(session, speaker)
    if seat is None:
        return _refusal(session, Refused("seat_revoked", status="unauthorised"))
    try:
        command = parse_command(raw)
    except Refused as refused:
        return _refusal(session, refused)
    actor = Actor("seat", seat.id)
    book = Book(session, seat.contest_id, actor, command.command_id)
    known = session.get(CommandAnswer, command.command_id)
    if known is not None:
        return _known(session, known, actor, command)
    answer = _carry_out(book, seat, speaker, command)
    if answer.status in FINAL:
        session.add(
            CommandAnswer(
                command_id=command.command_id,
                contest_id=seat.contest_id,
                actor=str(actor),
                digest=digest(command.content),
                answer=json.dumps(answer.body(), ensure_ascii=False),
            )
        )
    return answer


def seat_of(session: Session, speaker: Speaker) -> Seat | None:
    """Give the seat that a device may mark for now, or None when it was released or its card revoked."""
    query = (
        select(Seat)
        .join(Device, Device.seat_id == Seat.id)
        .join(Card, Card.id == Device.card_id)
        .where(Device.id == speaker.device_id, Device.bound_at.is_not(None), Device.released_at.is_(None))
        .where(Card.revoked_at.is_(None))
    )
    return session.scalars(query).first()


def generation(session: Session) -> int:
    """Give the generation of this copy of the data."""
    return session.scalars(select(Store.generation)).one()


def _known(session: Session, known: CommandAnswer, actor: Actor, command: SheetCommand) -> Answer:
    if known.actor != str(actor) or known.digest != digest(command.content):
        return _refusal(session, Refused("command_reused", field="command_id"))
    answer = Answer(**json.loads(known.answer))
    if answer.status == "accepted":
        answer = replace(answer, status="duplicate")
    return replace(answer, generation=generation(session))


def _refusal(session: Session, refused: Refused, current: Mapping[str, Any] | None = None) -> Answer:
    return Answer(
        status=refused.status,
        message=refused.message,
        field=refused.field,
        generation=generation(session),
        version=current["version"] if current else None,
        current=dict(current) if current else None,
    )


def _carry_out(book: Book, seat: Seat, speaker: Speaker, command: SheetCommand) -> Answer:
    current, holder = book.data("sheet", command.sheet, seat.id), holder_of(book.session, seat.id)
    anothers = is_anothers(current, holder)
    try:
        part = _check_lawful(book, seat, command, current)
        if anothers and current["state"] == RECEIVED:
            raise Refused("predecessor_marked", field="sheet")
        _check_version(command, current)
        check_marks(part, command.marks)
    except Refused as refused:
        if refused.status == "late":
            return _keep_late(book, seat, command, refused)
        current = without_marks(current) if anothers else current
        shown = own_view(command.sheet, current) if refused.status == "conflict" and current else None
        return _refusal(book.session, refused, shown)
    event = book.append(
        "sheet_submitted",
        f"sheet/{command.sheet}/{seat.id}",
        _state(command, current) | {"source": "tablet", "device": speaker.device_id, "holder": holder},
    )
    return Answer(
        "accepted",
        version=command.base_version + 1,
        receipt=receipt(command.content),
        generation=generation(book.session),
        received_at=event.at,
    )


def _state(command: SheetCommand, current: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": int(current.get("version", 0)) + 1,
        "state": RECEIVED,
        "marks": command.marks,
        "remark": command.remark,
        "receipt": receipt(command.content),
        "rulebook_version": command.rulebook_version,
        "device_uid": command.device,
        "device_seq": command.device_seq,
        "device_time": command.device_time,
    }


def _check_lawful(book: Book, seat: Seat, command: SheetCommand, current: Mapping[str, Any]) -> Part:
    number, _rulebook = book.in_force
    if command.rulebook_version != number:
        raise Refused("stale_rulebook", status="reload")
    part = book.part(command.part)
    if part.panel.method == "agreed":
        raise Refused("agreed_part", field="sheet", part=part.name)
    state = book.performance(command.part, command.team_id)["state"]
    if state == "waiting":
        raise Refused("not_opened", field="sheet", status="busy")  # after a restore the desk opens it again
    if book.data("absence", command.sheet, seat.id).get("absent"):
        raise Refused("recorded_absent", field="sheet")
    if book.step != "running":
        raise Refused("sealed", status="late")
    if state == "locked":
        raise Refused("locked", status="late")
    if state == "closing" and not current:
        raise Refused("closing", status="late")
    return part


def _check_version(command: SheetCommand, current: Mapping[str, Any]) -> None:
    if command.base_version != int(current.get("version", 0)):
        raise Refused("version_conflict", status="conflict")


def check_marks(part: Part, marks: Mapping[str, int]) -> None:
    """Refuse marks (whole thousandths) that leave out a criterion, add one, or are out of range or off the step."""
    if set(marks) - {criterion.key for criterion in part.criteria}:
        raise Refused("marks_unknown", field="marks")
    missing = [criterion for criterion in part.criteria if criterion.key not in marks]
    if missing:
        raise Refused("marks_missing", field=missing[0].key, names=", ".join(criterion.name for criterion in missing))
    for criterion in part.criteria:
        try:
            check_mark(from_thousandths(marks[criterion.key]), criterion.max_points, criterion.step)
        except PointsError as error:
            why = say(error.code, error.values)
            raise Refused("mark_refused", field=criterion.key, name=criterion.name, why=why) from None


def _keep_late(book: Book, seat: Seat, command: SheetCommand, refused: Refused) -> Answer:
    """Keep what came after the lock, for the head judge to see; the judge is told that it does not count (protocol.md 7)."""
    book.append(
        "late_sheet_kept",
        f"late/{command.command_id}",
        {
            "sheet": f"{command.sheet}/{seat.id}",
            "state": "waiting",
            "why": refused.code,
            "marks": command.marks,
            "remark": command.remark,
            "receipt": receipt(command.content),
            "rulebook_version": command.rulebook_version,
            "base_version": command.base_version,
            "holder": holder_of(book.session, seat.id),
        },
    )
    answer = _refusal(book.session, refused)
    return replace(answer, status="locked", receipt=receipt(command.content))


def is_anothers(state: Mapping[str, Any], holder: int) -> bool:
    """Say whether a sheet was filled in by an earlier person of its seat; only the judge retypes a mark (protocol.md 7)."""
    return bool(state) and state.get("holder", holder) != holder


def without_marks(state: Mapping[str, Any]) -> dict[str, Any]:
    """Give a sheet's state for the next person in its seat: where it stands, and nothing of what it says."""
    return {"version": state["version"], "state": state["state"], "marks": {}}


def own_view(sheet: str, state: Mapping[str, Any], received_at: str = "") -> dict[str, Any]:
    """Give what a judge may see of their own sheet."""
    keys = ("version", "state", "marks", "remark", "receipt", "reason")
    return {"sheet": sheet, "received_at": received_at} | {key: state.get(key, "") for key in keys}
