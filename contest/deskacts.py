"""How the desk's commands are carried out where what was typed must be read first: marks, amounts, orders, days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from contest.deskargs import Agreed, CorrectedSheet, Deduction, Ground, TieDecision, TypedSheet
from contest.messages.scorebook import AMOUNT_NAMES, FIELD_NAMES, SCOREBOOK
from contest.messages.scoring import say
from contest.scorebook import corrections, figures, paper, quiz, revision
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused
from contest.scorebook.revision import Proposal
from contest.text import DateError, parse_date_vi
from scoring.deductions import KINDS
from scoring.panel import METHODS
from scoring.points import PointsError, check_mark, parse, to_thousandths
from scoring.rules import Part


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


def type_sheet(book: Book, args: TypedSheet) -> None:
    """Type in a paper sheet."""
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


def deduct(book: Book, args: Deduction) -> None:
    """Note a fault or merit; refuses an act that is both an earlier one and newly named."""
    if args.act.strip() and args.act_name.strip():
        raise Refused("act_twice", field="act_name")
    try:
        seen = figures.Seen(args.act_name.strip() or args.act, args.timed_by, args.confirmed_by)
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


def agreed(book: Book, args: Agreed) -> None:
    """Enter the figures of a part that is not marked sheet by sheet, the answers where it is a quiz."""
    if METHODS[book.part(args.part).panel.method].answers:
        quiz.record_answers(book, args.part, args.team, args.marks)
    else:
        figures.record_agreed(book, args.part, args.team, thousandths(args.marks))


def decide(book: Book, args: TieDecision) -> None:
    """Record what people give for a tie step, by order or by what was counted."""
    values = {team: _points(typed, "values") for team, typed in args.values.items() if typed.strip()}
    groups = [[int(team) for team in group.split("=")] for group in args.order.split(">")] if args.order else []
    if not groups and not values:
        raise Refused("bad_field", field="order", name=FIELD_NAMES["order"])
    figures.decide_tie(book, groups, args.minutes, args.reason, args.step, values)


def open_revision(book: Book, args: Ground) -> None:
    """Begin a revision; refuses a day that is none."""
    try:
        day = parse_date_vi(args.day)
    except DateError as error:
        raise Refused("date_refused", field="day", why=str(error)) from None
    revision.open_revision(book, args.ground, args.minutes, day)


def correct_sheet(proposal: Proposal, args: CorrectedSheet) -> None:
    """Propose a received sheet as its paper has it."""
    _with_marks(
        proposal, args, lambda marks: corrections.correct_sheet(proposal, args.part, args.team, args.seat, marks)
    )


def add_sheet(proposal: Proposal, args: CorrectedSheet) -> None:
    """Propose a sheet that never came in, as its paper has it."""
    _with_marks(proposal, args, lambda marks: corrections.add_sheet(proposal, args.part, args.team, args.seat, marks))


def revising(run: Callable[[Proposal, Any], None]) -> Callable[[Book, Any], None]:
    """Give a command that proposes, within the revision under way, what `run` would do on the day."""
    return lambda book, args: revision.revise(book, lambda proposal: run(proposal, args))
