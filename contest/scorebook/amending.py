"""The rulebook after the first mark: a next version is proposed with its decision, and stands once another person confirms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from contest.board import Board
from contest.chain import canonical
from contest.db import now
from contest.messages.mistakes import complain
from contest.messages.scorebook import MISFITS, STEP_NAMES
from contest.messages.scoring import say
from contest.rulebooks import parsed
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.sheets import RECEIVED
from contest.tables.contests import RulebookVersion
from scoring import rulebook as rulebooks
from scoring.entries import problems
from scoring.points import from_thousandths
from scoring.rules import Issued, Rulebook

SUBJECT = "rulebook"
MOST_TOLD = 12  # misfits told in one refusal


def propose_rulebook(book: Book, draft: str, reason: str) -> None:
    """Propose the rulebook of a JSON text as the next version, with its decision record and the reason.

    Refuses one that is none, that does not fit the marks there are, or that carries no decision of its own.
    """
    _require_running(book)
    rules, reason = _read(draft), require_reason(reason)
    number, before = book.in_force
    if replace(rules, issued=None) == replace(before, issued=None):
        raise Refused("rulebook_same", field="draft")
    if not _is_issued(rules.issued) or rules.issued == before.issued:
        raise Refused("needs_issued", field="issued")
    _require_fits(book.board(), rules)
    proposal = {
        "version": number + 1,
        "document": canonical(rulebooks.to_dict(rules)),
        "rulebook": rulebooks.fingerprint(rules),
        "reason": reason,
        "by": str(book.actor),
    }
    book.append("rulebook_proposed", SUBJECT, book.data(SUBJECT) | {"proposal": proposal})


def drop_rulebook(book: Book, reason: str) -> None:
    """Give the proposed version up, with the reason; the version in force stays."""
    _proposal(book)
    dropped = {"reason": require_reason(reason), "by": str(book.actor)}
    book.append("rulebook_dropped", SUBJECT, book.data(SUBJECT) | {"proposal": None, "dropped": dropped})


def confirm_rulebook(book: Book, fingerprint: str) -> None:
    """Put the proposed version in force, as another person than the one who proposed it; tablets load it anew."""
    _require_running(book)
    proposal = _proposal(book)
    if proposal["rulebook"] != fingerprint:
        raise Refused("rulebook_moved")
    if str(book.actor) == proposal["by"]:
        raise Refused("second_person_rulebook", field="second")
    rules = proposed(proposal)
    _require_fits(book.board(), rules)
    number, before = book.in_force
    version = RulebookVersion(
        contest_id=book.contest.id,
        number=number + 1,
        document=proposal["document"],
        fingerprint=fingerprint,
        reason=proposal["reason"],
        created_at=now(),
        created_by_id=int(proposal["by"].partition(":")[2] or 0) or None,
    )
    book.session.add(version)
    state = {
        "version": number + 1,
        "rulebook": fingerprint,
        "was": {"version": number, "rulebook": rulebooks.fingerprint(before)},
        "reason": proposal["reason"],
        "issued": asdict(rules.issued or Issued()),
        "proposed_by": proposal["by"],
        "confirmed_by": str(book.actor),
        "proposal": None,
    }
    book.append("rulebook_changed", SUBJECT, state)


def proposed(proposal: dict[str, Any]) -> Rulebook:
    """Give the rulebook of a proposal."""
    rules = parsed(proposal["rulebook"], proposal["document"])
    if rules is None:
        raise Refused("rulebook_unreadable", field="draft")
    return rules


def misfits(board: Board, rules: Rulebook) -> list[str]:
    """Give in words every mark, deduction and decision of a board that does not fit other rules; none may be put in force."""
    return [*_begun_parts(board, rules), *_unmarked(board, rules), *_unfit(board, rules)]


def _begun_parts(board: Board, rules: Rulebook) -> Iterator[str]:
    kept = {part.key for part in rules.parts}
    for part in board.rules.parts:
        if part.key not in kept and any(
            board.ledger.performance(part.key, team.id) != "waiting" for team in board.teams
        ):
            yield MISFITS["part_begun"].format(part=part.name)


def _unmarked(board: Board, rules: Rulebook) -> Iterator[str]:
    """Give sheets and agreed figures that lack a criterion of the new rules: nobody may fill it in for their judge."""
    criteria = {part.key: part.criteria for part in rules.parts}
    for kind in ("sheet", "agreed"):
        for fact in board.ledger.under(kind):
            lacking = [each.name for each in criteria.get(fact.path[1], ()) if each.key not in fact.data["marks"]]
            if lacking and fact.data.get("state", RECEIVED) in {RECEIVED, "typed"}:
                yield MISFITS["unmarked"].format(
                    place=_place(board, rules, "/".join(fact.path[1:])), names=", ".join(lacking)
                )


def _unfit(board: Board, rules: Rulebook) -> Iterator[str]:
    entry = board.entry()
    typed = {
        (fact.path[1], fact.path[2], fact.path[3]): {
            key: from_thousandths(mark) for key, mark in fact.data["marks"].items()
        }
        for fact in board.ledger.under("sheet")
        if fact.data["state"] == "typed"
    }
    # A judged part of the new rules is marked by the whole panel; what it was before does not matter here.
    judges = dict.fromkeys((part.key for part in rules.parts), tuple(str(seat.id) for seat in board.seats))
    for problem in problems(replace(entry, sheets={**entry.sheets, **typed}, judges=judges), rules):
        yield MISFITS["unfit"].format(place=_place(board, rules, problem.where), why=say(problem.code, problem.values))


def _place(board: Board, rules: Rulebook, where: str) -> str:
    """Give “phần Tiểu phẩm, đội Suối Bạc, Giám khảo số 2” for "tieu_pham/12/3"."""
    steps = where.split("/")
    parts = {part.key: part.name for part in (*rules.parts, *board.rules.parts)}
    if steps[0] not in parts:  # a deduction or a decision: its sentence says which
        return MISFITS.get(steps[0], where)
    found = [f"phần {parts[steps[0]]}"]
    if len(steps) > 1:
        found.append(f"đội {board.team(steps[1]).name}")
    if len(steps) > 2 and steps[2] in {str(seat.id) for seat in board.seats}:
        found.append(board.seat(steps[2]).title)
    return ", ".join(found)


def _require_fits(board: Board, rules: Rulebook) -> None:
    found = misfits(board, rules)
    if found:
        more = MISFITS["more"].format(count=len(found) - MOST_TOLD) if len(found) > MOST_TOLD else ""
        raise Refused("rulebook_misfits", field="draft", what=" ".join(found[:MOST_TOLD]) + more)


def _require_running(book: Book) -> None:
    if book.step != "running":
        raise Refused("rulebook_step", step=STEP_NAMES[book.step])


def _read(draft: str) -> Rulebook:
    try:
        rules = rulebooks.loads(draft, "json")
        if rulebooks.from_dict(json.loads(canonical(rulebooks.to_dict(rules)))) != rules:
            raise Refused("rulebook_unreadable", field="draft")
    except rulebooks.RulebookErrors as errors:
        raise Refused(
            "rulebook_wrong", field="draft", what=" ".join(map(complain, errors.problems[:MOST_TOLD]))
        ) from None
    return rules


def _is_issued(issued: Issued | None) -> bool:
    return issued is not None and all((issued.number, issued.date, issued.issuer, issued.abstract))


def _proposal(book: Book) -> dict[str, Any]:
    found = book.data(SUBJECT).get("proposal")
    if not found:
        raise Refused("no_rulebook_proposal")
    return dict(found)
