"""The desk's commands: a table of name → roles, arguments and scorebook function, one for forms, JSON and tests alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

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
    RulebookDraft,
    RulebookSeen,
    Signatures,
    StrikeQuestion,
    Subject,
    TieDecision,
    TypedSheet,
    Version,
)
from contest.messages.scorebook import AMOUNT_NAMES, FIELD_NAMES, SCOREBOOK
from contest.messages.scoring import say
from contest.scorebook import amending, conferring, figures, paper, quiz, result, revision, stage
from contest.scorebook.commands import digest
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from contest.text import DateError, parse_date_vi
from scoring.deductions import KINDS
from scoring.entered import Absent
from scoring.panel import METHODS
from scoring.points import PointsError, check_mark, parse, to_thousandths
from scoring.rules import Part


@dataclass(frozen=True)
class Command:
    """One thing that the desk may do: who may, what it takes, how it is carried out, and whether a second person must."""

    roles: tuple[str, ...]
    args: type[Args]
    run: Callable[[Book, Any], None]
    second_person: bool = False


def thousandths(marks: Mapping[str, str]) -> dict[str, int]:
    """Give typed marks as whole thousandths, leaving out empty ones; refuses (field `marks.<criterion>`) what is no mark."""
    read: dict[str, int] = {}
    for key, typed in marks.items():
        if typed.strip():
            read[key] = to_thousandths(_points(typed, f"marks.{key}"))
    return read


def _points(typed: str, field: str) -> Fraction:
    try:
        return parse(typed)
    except PointsError as error:
        raise Refused("mark_refused", field=field, name="Điểm", why=say(error.code, error.values)) from None


class WrongMarks(Refused):
    """A sheet whose marks cannot be taken: every criterion's sentence by its key, so that all are mended at once."""

    def __init__(self, part: Part, sentences: Mapping[str, str]) -> None:
        """Take the sentences of the part's criteria, at least one."""
        names = ", ".join(criterion.name for criterion in part.criteria if criterion.key in sentences)
        super().__init__("marks_wrong", field=f"marks.{next(iter(sentences))}", count=len(sentences), names=names)
        self.sentences = dict(sentences)
        if len(sentences) == 1:
            (self.message,) = sentences.values()


def _type_sheet(book: Book, args: TypedSheet) -> None:
    _with_marks(
        book,
        args,
        lambda marks: paper.type_sheet(book, args.part, args.team, args.seat, marks, args.remark),
    )


def _with_marks(book: Book, args: TypedSheet | CorrectedSheet, enter: Callable[[Mapping[str, int]], None]) -> None:
    """Enter typed marks; refuses with a sentence for each criterion that is wrong."""
    try:
        enter(thousandths(args.marks))
    except Refused as refused:
        wrong = {}
        if refused.code in {"mark_refused", "marks_missing"}:
            wrong = dict(_wrong_marks(book.part(args.part), args.marks))
        if not wrong:
            raise
        raise WrongMarks(book.part(args.part), wrong) from None


def _wrong_marks(part: Part, marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for criterion in part.criteria:
        typed = marks.get(criterion.key, "")
        if not typed.strip():
            yield criterion.key, SCOREBOOK["mark_missing"].format(name=criterion.name)
            continue
        try:
            check_mark(parse(typed), criterion.max_points, criterion.step)
        except PointsError as error:
            why = say(error.code, error.values)
            yield criterion.key, SCOREBOOK["mark_refused"].format(name=criterion.name, why=why)


def _deduct(book: Book, args: Deduction) -> None:
    try:
        seen = figures.Seen(args.act, args.timed_by, args.confirmed_by)
        figures.record_deduction(book, args.part or None, args.team, args.rule, args.reason, _amount(book, args), seen)
    except Refused as refused:
        cause = refused.__context__
        if refused.field == "amount" and isinstance(cause, PointsError) and "rule" in cause.values:
            # The sentence names the rule itself.
            raise Refused("amount_refused", field="amount", why=say(cause.code, cause.values)) from None
        raise


def _amount(book: Book, args: Deduction) -> Fraction | None:
    """Give the points or seconds typed, None for none; refuses (field `amount`) what is no number, naming its unit."""
    typed = args.amount.strip()
    if not typed:
        return None
    try:
        return parse(typed)
    except PointsError as error:
        unit = _unit(book, args)
        seconds = unit == "seconds" and error.code != "too_long"  # a whole number all the same, only too long
        why = SCOREBOOK["not_seconds"].format(typed=typed) if seconds else say(error.code, error.values)
        raise Refused("mark_refused", field="amount", name=AMOUNT_NAMES[unit], why=why) from None


def _unit(book: Book, args: Deduction) -> str:
    try:
        return KINDS[book.rulebook.rule(args.part or None, args.rule).kind].unit
    except KeyError:
        return "points"


def _agreed(book: Book, args: Agreed) -> None:
    if METHODS[book.part(args.part).panel.method].answers:
        quiz.record_answers(book, args.part, args.team, args.marks)
    else:
        figures.record_agreed(book, args.part, args.team, thousandths(args.marks))


def _decide(book: Book, args: TieDecision) -> None:
    values = {team: _points(typed, "values") for team, typed in args.values.items() if typed.strip()}
    groups = [[int(team) for team in group.split("=")] for group in args.order.split(">")] if args.order else []
    if not groups and not values:
        raise Refused("bad_field", field="order", name=FIELD_NAMES["order"])
    figures.decide_tie(book, groups, args.minutes, args.reason, args.step, values)


def _open_revision(book: Book, args: Ground) -> None:
    try:
        day = parse_date_vi(args.day)
    except DateError as error:
        raise Refused("date_refused", field="day", why=str(error)) from None
    revision.open_revision(book, args.ground, args.minutes, day)


def _correct_sheet(book: Book, args: CorrectedSheet) -> None:
    _with_marks(book, args, lambda marks: revision.correct_sheet(book, args.part, args.team, args.seat, marks))


def _revising(run: Callable[[Book, Any], None]) -> Callable[[Book, Any], None]:
    """Give a command that proposes, within the revision under way, what `run` would do on the day."""
    return lambda book, args: revision.revise(book, lambda proposal: run(proposal, args))


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
    "agreed": Command(("secretary",), Agreed, _agreed),
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
    "deduct": Command(("secretary",), Deduction, _deduct),
    "withdraw_deduction": Command(
        ("secretary",),
        DeductionNumber,
        lambda b, a: figures.withdraw_deduction(b, a.part or None, a.team, a.number, a.reason),
    ),
    "type_sheet": Command(("secretary",), TypedSheet, _type_sheet),
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
    "decide_tie": Command(("secretary", "head_judge"), TieDecision, _decide),
    "show": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=True)),
    "hide": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=False)),
    "blank": Command(("secretary", "organiser"), Nothing, lambda b, a: stage.show_board(b, shown=False, blank=True)),
    "draft": Command(("secretary",), Nothing, lambda b, a: result.draft(b)),
    "withdraw_draft": Command(("secretary", "head_judge"), Reason, lambda b, a: result.withdraw_draft(b, a.reason)),
    "sign": Command(("head_judge",), Signatures, lambda b, a: result.sign(b, a.signatories.splitlines())),
    "approve_prizes": Command(("organiser",), Prizes, lambda b, a: result.approve_prizes(b, a.prizes, a.reason)),
    "finalise": Command(("organiser",), Nothing, lambda b, a: result.finalise(b)),
    "announce": Command(("organiser",), Nothing, lambda b, a: result.announce(b)),
    "open_revision": Command(REVISERS, Ground, _open_revision),
    "revise_sheet": Command(REVISERS, CorrectedSheet, _revising(_correct_sheet)),
    "revise_agreed": Command(
        REVISERS,
        Agreed,
        _revising(lambda b, a: figures.record_agreed(b, a.part, a.team, thousandths(a.marks))),
    ),
    "revise_deduct": Command(REVISERS, Deduction, _revising(_deduct)),
    "revise_withdraw_deduction": Command(
        REVISERS,
        DeductionNumber,
        _revising(lambda b, a: figures.withdraw_deduction(b, a.part, a.team, a.number, a.reason)),
    ),
    "revise_tie": Command(REVISERS, TieDecision, _revising(_decide)),
    "revise_prizes": Command(REVISERS, Prizes, lambda b, a: revision.revise_prizes(b, a.prizes, a.reason)),
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
