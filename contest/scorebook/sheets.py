"""Score sheets: a judge's submission, answered whatever happens, exactly once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.ledger import facts_of_kinds
from contest.messages.scoring import say
from contest.panel import holder_of
from contest.scorebook.commands import Answer, SheetCommand, digest, parse_command, receipt
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from contest.tables.people import Card, Device, Seat
from contest.tables.scorebook import CommandAnswer, Store
from scoring.panel import METHODS
from scoring.points import PointsError, from_thousandths
from scoring.rules import Part
from scoring.seats import marks_part

FINAL = frozenset({"accepted", "conflict", "locked", "invalid"})
RECEIVED = "received"
CONFERRING = "hội ý"
LATE_KINDS = ("late_sheet_kept", "late_sheet_settled", "late_sheet_replaced")


@dataclass(frozen=True)
class Speaker:
    """Whose tablet speaks, as its session says; the database is asked whether it still may."""

    device_id: int


@dataclass(frozen=True)
class Sender:
    """A device bound by a card that is valid, and its seat; a released one delivers for the head judge only."""

    seat: Seat
    device_id: int
    released: bool


def submit(session: Session, speaker: Speaker, raw: object) -> Answer:
    """Carry out a judge's submit command and give its answer; a command known already is answered as before."""
    sender = sender_of(session, speaker)
    if sender is None:
        return _refusal(session, Refused("seat_revoked", status="unauthorised"))
    try:
        command = parse_command(raw)
    except Refused as refused:
        return _refusal(session, refused)
    actor = Actor("seat", sender.seat.id)
    book = Book(session, sender.seat.contest_id, actor, command.command_id)
    known = session.get(CommandAnswer, command.command_id)
    if known is not None:
        return _known(session, known, actor, command)
    answer = _carry_out(book, sender, command)
    if answer.status in FINAL:
        session.add(
            CommandAnswer(
                command_id=command.command_id,
                contest_id=sender.seat.contest_id,
                actor=str(actor),
                digest=digest(command.content),
                answer=json.dumps(answer.body(), ensure_ascii=False),
            )
        )
    return answer


def sender_of(session: Session, speaker: Speaker) -> Sender | None:
    """Give what a device may send as, or None when it was never bound, its card is revoked or its seat gone."""
    query = (
        select(Seat, Device.released_at)
        .join(Device, Device.seat_id == Seat.id)
        .join(Card, Card.id == Device.card_id)
        .where(Device.id == speaker.device_id, Device.bound_at.is_not(None), Card.revoked_at.is_(None))
    )
    row = session.execute(query).first()
    return None if row is None else Sender(row[0], speaker.device_id, released=row[1] is not None)


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


def _carry_out(book: Book, sender: Sender, command: SheetCommand) -> Answer:
    subject = f"sheet/{command.sheet}/{sender.seat.id}"
    current, holder = book.data(subject), holder_of(book.session, sender.seat.id)
    anothers = is_anothers(current, holder)
    try:
        part = _check_lawful(book, sender, command, current)
        if anothers and current["state"] == RECEIVED:
            raise Refused("predecessor_marked", field="sheet")
        _check_version(command, current)
        check_marks(part, command.marks)
    except Refused as refused:
        if refused.status == "late":
            return _keep_late(book, sender, command, refused)
        current = without_marks(current) if anothers else current
        shown = own_view(command.sheet, current) if refused.status == "conflict" and current else None
        return _refusal(book.session, refused, shown)
    made_by = {"source": "tablet", "device": sender.device_id, "holder": holder}
    conferring = book.conferring(command.part, command.team_id)
    if conferring.get("state") == "open":
        made_by |= {"reason": CONFERRING, "conferring": conferring["number"]}
    event = book.append("sheet_submitted", subject, _state(command, current) | made_by)
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


def _check_lawful(book: Book, sender: Sender, command: SheetCommand, current: Mapping[str, Any]) -> Part:
    number, _rulebook = book.in_force
    if command.rulebook_version != number:
        raise Refused("stale_rulebook", status="reload")
    part = book.part(command.part)
    if not METHODS[part.panel.method].judged:
        raise Refused("agreed_part", field="sheet", part=part.name)
    if not marks_part(book.rulebook, str(sender.seat.number), part.key):
        raise Refused("seat_not_in_part", field="sheet", part=part.name)
    state = book.performance(command.part, command.team_id)["state"]
    if state == "waiting":
        raise Refused("not_opened", field="sheet", status="busy")  # after a restore the desk opens it again
    if sender.released:
        raise Refused("taken_over", status="late")
    if book.step != "running":
        raise Refused("sealed", status="late")
    if state == "locked":
        raise Refused("locked", status="late")
    # Recording a judge absent is how a performance is locked without them, so what they still send is late, not lost.
    if book.data("absence", command.sheet, sender.seat.id).get("absent"):
        raise Refused("recorded_absent", status="late")
    if state == "closing" and not current:
        raise Refused("closing", status="late")
    # Who has seen the others' sheets changes their own only while the panel confers, where it is written down.
    if current.get("state") == RECEIVED and book.conferring(command.part, command.team_id).get("state") == "closed":
        raise Refused("conferred", status="late")
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
            METHODS[part.panel.method].check_mark(from_thousandths(marks[criterion.key]), criterion, part.panel)
        except PointsError as error:
            why = say(error.code, error.values)
            raise Refused("mark_refused", field=criterion.key, name=criterion.name, why=why) from None


def _keep_late(book: Book, sender: Sender, command: SheetCommand, refused: Refused) -> Answer:
    """Keep what came too late to count by itself, for the head judge to see; the judge is told so (protocol.md 6, 7)."""
    sheet = f"{command.sheet}/{sender.seat.id}"
    _replace_waiting(book, sender, sheet)
    book.append(
        "late_sheet_kept",
        f"late/{command.command_id}",
        {
            "sheet": sheet,
            "device": sender.device_id,
            "state": "waiting",
            "why": refused.code,
            "marks": command.marks,
            "remark": command.remark,
            "receipt": receipt(command.content),
            "rulebook_version": command.rulebook_version,
            "base_version": command.base_version,
            "holder": holder_of(book.session, sender.seat.id),
        },
    )
    answer = _refusal(book.session, refused)
    return replace(answer, status="locked", receipt=receipt(command.content), why=refused.code)


def _replace_waiting(book: Book, sender: Sender, sheet: str) -> None:
    """Let at most one late sheet of a device wait for each sheet: the judge's newest, and a lost tablet floods nobody."""
    facts = facts_of_kinds(book.session, book.contest.id, LATE_KINDS)
    newest = {fact.subject: fact.data for fact in facts if fact.subject.startswith("late/")}
    for subject, data in newest.items():
        if (data["sheet"], data.get("device"), data["state"]) == (sheet, sender.device_id, "waiting"):
            book.append("late_sheet_replaced", subject, dict(data) | {"state": "replaced"})


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
