"""The desk's commands: a table of name → roles, arguments and scorebook function, one for forms, JSON and tests alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from contest import deskacts
from contest.deskacts import revising
from contest.deskargs import (
    Absence,
    Agreed,
    Args,
    Conclusion,
    ConfirmSheet,
    CorrectedSheet,
    Deduction,
    DeductionNumber,
    Ground,
    Late,
    Nothing,
    Order,
    Performance,
    PerformanceReason,
    Prizes,
    Reason,
    ReturnSheet,
    RevisedStrike,
    RulebookDraft,
    RulebookSeen,
    Signatures,
    StrikeQuestion,
    Subject,
    TeamAbsence,
    TieDecision,
    TypedSheet,
    Version,
)
from contest.messages.scorebook import FIELD_NAMES
from contest.scorebook import amending, conferring, corrections, figures, paper, quiz, result, revision, stage
from contest.scorebook.commands import digest
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from scoring.entered import Absent


@dataclass(frozen=True)
class Command:
    """One thing that the desk may do: who may, what it takes, how it is carried out, and whether a second person must."""

    roles: tuple[str, ...]
    args: type[Args]
    run: Callable[[Book, Any], None]
    second_person: bool = False


REVISERS = ("organiser", "secretary", "head_judge")

DESK: dict[str, Command] = {
    "set_order": Command(
        ("organiser", "secretary"), Order, lambda b, a: stage.set_order(b, a.part, a.teams, a.method, a.seed, a.note)
    ),
    "start": Command(("organiser",), Nothing, lambda b, a: stage.start(b)),
    "open": Command(("secretary",), Performance, lambda b, a: stage.open_performance(b, a.part, a.team)),
    "close": Command(("secretary",), Performance, lambda b, a: stage.close_performance(b, a.part, a.team)),
    "lock": Command(("secretary",), Performance, lambda b, a: stage.lock_performance(b, a.part, a.team)),
    "unlock": Command(
        ("secretary", "head_judge"),
        PerformanceReason,
        lambda b, a: stage.unlock_performance(b, a.part, a.team, a.reason),
    ),
    "team_absent": Command(
        ("secretary",), PerformanceReason, lambda b, a: stage.record_team_absence(b, a.part, a.team, a.reason)
    ),
    "judge_absent": Command(
        ("secretary",),
        Absence,
        lambda b, a: stage.record_judge_absence(b, a.part, a.team, a.seat, a.absent, a.reason, Absent(a.why)),
    ),
    "agreed": Command(("secretary",), Agreed, deskacts.agreed),
    "strike_question": Command(
        ("head_judge", "organiser"),
        StrikeQuestion,
        lambda b, a: quiz.strike_question(b, a.part, a.criterion, a.asked_by, a.ground, a.minutes),
        second_person=True,
    ),
    "restore_question": Command(
        ("head_judge", "organiser"),
        StrikeQuestion,
        lambda b, a: quiz.strike_question(b, a.part, a.criterion, a.asked_by, a.ground, a.minutes, struck=False),
        second_person=True,
    ),
    "deduct": Command(("secretary",), Deduction, deskacts.deduct),
    "withdraw_deduction": Command(
        ("secretary",),
        DeductionNumber,
        lambda b, a: figures.withdraw_deduction(b, a.part or None, a.team, a.number, a.reason),
    ),
    "type_sheet": Command(("secretary",), TypedSheet, deskacts.type_sheet),
    "confirm_sheet": Command(
        ("secretary", "head_judge"),
        ConfirmSheet,
        lambda b, a: paper.confirm_sheet(b, a.part, a.team, a.seat, a.version),
        second_person=True,
    ),
    "reject_sheet": Command(
        ("secretary", "head_judge"),
        ConfirmSheet,
        lambda b, a: paper.reject_sheet(b, a.part, a.team, a.seat, a.version, a.reason),
        second_person=True,
    ),
    "return_sheet": Command(
        ("secretary", "head_judge"), ReturnSheet, lambda b, a: paper.return_sheet(b, a.part, a.team, a.seat, a.reason)
    ),
    "admit_late": Command(("head_judge",), Late, lambda b, a: paper.settle_late(b, a.late, True, a.reason)),
    "leave_late": Command(("head_judge",), Late, lambda b, a: paper.settle_late(b, a.late, False, a.reason)),
    "open_conferring": Command(
        ("head_judge",), Performance, lambda b, a: conferring.open_conferring(b, a.part, a.team)
    ),
    "close_conferring": Command(
        ("head_judge",), Conclusion, lambda b, a: conferring.close_conferring(b, a.part, a.team, a.conclusion)
    ),
    "decide_tie": Command(("secretary", "head_judge"), TieDecision, deskacts.decide),
    "show": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=True)),
    "hide": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=False)),
    "blank": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=False, blank=True)),
    "draft": Command(("secretary",), Nothing, lambda b, a: result.draft(b)),
    "withdraw_draft": Command(("secretary", "head_judge"), Reason, lambda b, a: result.withdraw_draft(b, a.reason)),
    "sign": Command(("head_judge",), Signatures, lambda b, a: result.sign(b, a.signatories.splitlines())),
    "approve_prizes": Command(
        ("organiser",), Prizes, lambda b, a: result.approve_prizes(b, a.prizes, a.reason, a.beyond)
    ),
    "finalise": Command(("organiser",), Nothing, lambda b, a: result.finalise(b)),
    "announce": Command(("organiser",), Nothing, lambda b, a: result.announce(b)),
    "open_revision": Command(REVISERS, Ground, deskacts.open_revision),
    "revise_sheet": Command(REVISERS, CorrectedSheet, revising(deskacts.correct_sheet)),
    "revise_add_sheet": Command(REVISERS, CorrectedSheet, revising(deskacts.add_sheet)),
    "revise_judge_absent": Command(
        REVISERS,
        Absence,
        revising(
            lambda p, a: corrections.correct_judge_absence(p, a.part, a.team, a.seat, a.absent, a.reason, Absent(a.why))
        ),
    ),
    "revise_team_absent": Command(
        REVISERS,
        TeamAbsence,
        revising(lambda p, a: corrections.correct_team_absence(p, a.part, a.team, a.absent, a.reason)),
    ),
    "revise_agreed": Command(REVISERS, Agreed, revising(deskacts.agreed)),
    "revise_strike": Command(
        REVISERS,
        RevisedStrike,
        revising(lambda p, a: corrections.correct_strike(p, a.part, a.criterion, a.struck)),
    ),
    "revise_deduct": Command(REVISERS, Deduction, revising(deskacts.deduct)),
    "revise_withdraw_deduction": Command(
        REVISERS,
        DeductionNumber,
        revising(lambda p, a: figures.withdraw_deduction(p, a.part or None, a.team, a.number, a.reason)),
    ),
    "revise_tie": Command(REVISERS, TieDecision, revising(deskacts.decide)),
    "revise_prizes": Command(REVISERS, Prizes, lambda b, a: revision.revise_prizes(b, a.prizes, a.reason, a.beyond)),
    "undo_correction": Command(REVISERS, Subject, lambda b, a: revision.undo_correction(b, a.subject)),
    "drop_revision": Command(REVISERS, Reason, lambda b, a: revision.drop_revision(b, a.reason)),
    "propose_rulebook": Command(
        ("organiser",), RulebookDraft, lambda b, a: amending.propose_rulebook(b, a.draft, a.reason)
    ),
    "drop_rulebook": Command(("organiser",), Reason, lambda b, a: amending.drop_rulebook(b, a.reason)),
    "confirm_rulebook": Command(
        REVISERS, RulebookSeen, lambda b, a: amending.confirm_rulebook(b, a.rulebook), second_person=True
    ),
    "confirm_revision": Command(
        REVISERS, Version, lambda b, a: revision.confirm_revision(b, a.version), second_person=True
    ),
}


def carry_out(
    session: Session, contest_id: int, actor: Actor, name: str, raw: Mapping[str, Any], command_id: str | None = None
) -> None:
    """Carry out a desk command as `actor` (whose role was checked); refuses unknown names and arguments with the field."""
    command = DESK.get(name)
    if command is None:
        raise Refused("unknown_event", field="command")
    try:
        args = command.args.model_validate(dict(raw))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or name
        raise Refused("bad_field", field=where, name=FIELD_NAMES.get(where.split(".")[0], where)) from None
    # The same form sent twice is one command; the same form with another content is another.
    once = None if command_id is None else digest([command_id, name, args.model_dump(mode="json")])[:32]
    book = Book(session, contest_id, actor, once)
    if not book.done_before:  # a button pressed twice does nothing the second time
        command.run(book, args)
