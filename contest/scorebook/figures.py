"""What the secretariat enters once: the objective or agreed figure, deductions with reasons, decisions on ties."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from contest.ledger import WHOLE
from contest.messages.deductions import ACT
from contest.messages.scoring import say
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.sheets import check_marks
from contest.text import match_key, nfc
from scoring.deductions import KINDS
from scoring.entered import Decision
from scoring.entries import answer_error
from scoring.panel import METHODS
from scoring.points import PointsError, exact_text, to_thousandths
from scoring.rules import DeductionRule
from scoring.ties import STEPS, answered_steps, step_of

LONGEST_KEY = 100  # of a subject, which has 120 places


def record_agreed(
    book: Book, part_key: str, team_id: int, marks: Mapping[str, int], answers: Mapping[str, str] | None = None
) -> None:
    """Enter the one figure per criterion (thousandths) of a part that is not marked sheet by sheet.

    A quiz's `answers` tell wrong from blank where neither costs anything.
    """
    book.require_running()
    part = book.part(part_key)
    if METHODS[part.panel.method].judged:
        raise Refused("not_agreed_part", part=part.name)
    book.require_open(part_key, team_id, "nhập điểm")
    check_marks(part, marks)
    version = int(book.data("agreed", part_key, team_id).get("version", 0)) + 1
    state = {"marks": dict(marks), "version": version} | ({"answers": dict(answers)} if answers else {})
    book.append("agreed_recorded", f"agreed/{part_key}/{team_id}", state)


@dataclass(frozen=True)
class Seen:
    """What else is noted of a fault: the deed it was (that of an earlier fault, "" a deed of its own), who timed, who confirmed."""

    act: str = ""
    timed_by: str = ""
    confirmed_by: str = ""


def record_deduction(
    book: Book,
    part_key: str | None,
    team_id: int,
    rule_key: str,
    reason: str,
    amount: Fraction | None = None,
    seen: Seen = Seen(),
) -> None:
    """Record a fault or merit of the rulebook in a part or (None) in the whole contest, with its reason.

    `amount` is points or whole seconds, as the rule's kind says.
    """
    book.require_running()
    reason = require_reason(reason)
    rule = _rule(book, part_key, rule_key)
    _require_taking(book, part_key, team_id, "ghi điểm trừ")
    kind = KINDS[rule.kind]
    try:
        kind.check_amount(rule, amount, None if part_key is None else book.part(part_key))
    except PointsError as error:
        raise Refused("mark_refused", field="amount", name=rule.name, why=say(error.code, error.values)) from None
    facts = [fact for fact in book.ledger().under("deduction") if fact.path[2] == str(team_id)]
    place = part_key or WHOLE
    earlier = [fact for fact in facts if fact.path[1] == place]
    if kind.once and any(fact.data["rule"] == rule_key and not fact.data["withdrawn"] for fact in earlier):
        raise Refused("deduction_once", field="rule", name=rule.name)
    state = {
        "rule": rule_key,
        "unit": kind.unit,
        "amount": None if amount is None else to_thousandths(amount),
        "reason": reason,
        "act": _act(seen.act, [str(fact.data.get("act", "")) for fact in facts]),
        "timed_by": nfc(seen.timed_by),
        "confirmed_by": nfc(seen.confirmed_by),
        "withdrawn": False,
    }
    number = max((int(fact.path[3]) for fact in earlier), default=0) + 1
    book.append("deduction_recorded", f"deduction/{place}/{team_id}/{number}", state)


def _act(named: str, earlier: Sequence[str]) -> str:
    """Give the deed as an earlier fault of the team spelled it, else as named; a number that is free where it is not named."""
    if not nfc(named):
        return next(act for number in count(len(earlier) + 1) if (act := ACT.format(number=number)) not in earlier)
    key = match_key(named)
    return next((act for act in earlier if match_key(act) == key), nfc(named))


def _rule(book: Book, part_key: str | None, rule_key: str) -> DeductionRule:
    if part_key is not None:
        book.part(part_key)
    try:
        return book.rulebook.rule(part_key, rule_key)
    except KeyError:
        raise Refused("no_deduction_rule", field="rule") from None


def _require_taking(book: Book, part_key: str | None, team_id: int, action: str) -> None:
    """Refuse what is noted in a part whose performance is not open; the whole contest takes notes as long as it runs."""
    if part_key is None:
        book.team(team_id)
    else:
        book.require_open(part_key, team_id, action)


def withdraw_deduction(book: Book, part_key: str | None, team_id: int, number: int, reason: str) -> None:
    """Take a deduction of a part or (None) of the whole contest back with a reason; both stay in the log."""
    book.require_running()
    reason = require_reason(reason)
    _require_taking(book, part_key, team_id, "rút điểm trừ")
    place = part_key or WHOLE
    current = book.data("deduction", place, team_id, number)
    if not current or current["withdrawn"]:
        raise Refused("deduction_gone")
    book.append(
        "deduction_withdrawn",
        f"deduction/{place}/{team_id}/{number}",
        current | {"withdrawn": True, "withdrawn_reason": reason},
    )


def decide_tie(
    book: Book,
    order: Sequence[Sequence[int]],
    minutes: str,
    reason: str,
    step: str = "decision",
    values: Mapping[str, Fraction] | None = None,
) -> None:
    """Record what people give for a tie step on tied teams: `order` lists them in groups, each group sharing a rank.

    For an extra question, a time or a drawn lot `values` are what was counted, by team id; an empty order follows from them.
    """
    if book.step not in {"running", "drafted"}:
        raise Refused("wrong_step", wanted="Quyết định đồng hạng", step=book.step, remedy="")
    given = _answer(book, order, step, values or {})
    if len(given.teams) < 2 or len(set(given.teams)) != len(given.teams):
        raise Refused("decision_teams")
    for team_id in given.teams:
        book.team(int(team_id))
    error = answer_error(given)
    if error is not None:
        names = {"teams": tuple(book.team(int(team_id)).name for team_id in given.teams)}
        raise Refused("tie_answer", field="values", why=say(error.code, {**error.values, **names}))
    totals = _tied_totals(book, given.teams)
    key = "-".join(sorted(given.teams, key=int))
    state = {
        "order": [[int(team) for team in group] for group in given.order],
        "totals": totals,
        "minutes": require_reason(minutes, field="minutes", most=2000),
        "reason": require_reason(reason),
    }
    if len(key) > LONGEST_KEY:
        key = hashlib.sha256(key.encode()).hexdigest()
    if step != "decision":
        state |= {"step": step, "values": {team: exact_text(value) for team, value in given.values.items()}}
        key += f"/{step}"
    book.append("tie_decided", f"decision/{key}", state)


def _answer(book: Book, order: Sequence[Sequence[int]], step: str, values: Mapping[str, Fraction]) -> Decision:
    """Give what was given as scoring takes it; refuses a step for which the rulebook asks nobody anything."""
    heard = {name for name, _ in map(step_of, book.rulebook.ties)} & set(answered_steps())
    if step not in heard | {"decision"}:
        raise Refused("tie_step", field="step")
    groups = tuple(tuple(str(team) for team in group) for group in order)
    answer = STEPS[step].asks
    if not groups and answer is not None and answer.order is not None:
        groups = answer.order(values)
    return Decision(tuple(team for group in groups for team in group), groups, "", step, values)


def _tied_totals(book: Book, teams: Sequence[str]) -> dict[str, str]:
    """Give the exact totals on which these very teams are tied; refuses teams that are not, as a decision needs a tie."""
    board = book.board()
    for table in (board.undecided, board.standings):  # the tie as the marks left it, or what a decision left of it
        row = next((row for row in table.rows if row.team == teams[0]), None)
        tied = row is not None and row.rank is not None and {row.team, *row.tied_with} == set(teams)
        # Teams of groups that are ranked apart are tied where they compete for one place in the next round.
        if tied or any(set(question.teams) == set(teams) for question in table.questions):
            return {row.team: str(row.total_exact) for row in table.rows if row.team in teams}
    raise Refused("not_tied")
