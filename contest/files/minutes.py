"""The minutes of scoring and totalling: when, who, what happened, and the result, every sentence from the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import actors
from contest.board import Board
from contest.figuretext import plain_text
from contest.files.papers import WholePaper, deduction_sentences, whole_paper
from contest.files.summary import decision_of, prize_reason, ranked_with
from contest.files.tables import decimals_text, part_table
from contest.ledger import WHOLE, Fact, facts_of_kinds
from contest.messages.papers import AMENDED, MINUTES, WHY_NOT
from contest.messages.scoring import STEP_WORDS
from contest.scorebook.refusals import Refused
from contest.scorebook.result import STEPS, open_questions
from contest.tables.people import Account, Assignment
from contest.text import date_vi, moment_vi, team_title
from scoring.entered import Decision
from scoring.figures import Standing
from scoring.ranking import RANK_ON
from scoring.ties import STEPS as TIE_STEPS

COUNTED = frozenset(name for name, step in TIE_STEPS.items() if step.asks and step.asks.order)
"""Tie steps for which something is counted."""


@dataclass(frozen=True)
class Person:
    """Somebody who was there: what they were, their name, where they come from."""

    post: str
    name: str
    workplace: str = ""


@dataclass(frozen=True)
class Minutes:
    """Biên bản chấm điểm và tổng hợp kết quả."""

    began: str
    ended: str
    panel: tuple[Person, ...]
    secretaries: tuple[Person, ...]
    ways: tuple[str, ...]
    whole: WholePaper
    prizes: tuple[tuple[str, str], ...]
    prize_reason: str
    ties: tuple[str, ...]
    open_questions: tuple[str, ...]
    deductions: tuple[str, ...]
    absences: tuple[str, ...]
    happenings: tuple[str, ...]
    signatories: tuple[str, ...]


def why_no_minutes(board: Board) -> str:
    """Say why the minutes cannot be printed yet; "" when they can."""
    return WHY_NOT["drafted"] if STEPS.index(board.ledger.step) < STEPS.index("drafted") else ""


def minutes(session: Session, board: Board) -> Minutes:
    """Give the minutes of a drafted result; refuses before the draft, and totals that do not add up."""
    why = why_no_minutes(board)
    if why:
        raise Refused("not_printable", why=why)
    contest = board.ledger.data("contest")
    whole = whole_paper(board)
    return Minutes(
        began=moment_vi(datetime.fromisoformat(contest["started"]["at"])),
        ended=moment_vi(datetime.fromisoformat(contest["drafted"]["at"])),
        panel=tuple(Person(_post(seat.head, seat.number), seat.name or "…", seat.workplace) for seat in board.seats),
        secretaries=tuple(_secretaries(session, board.contest.id)),
        ways=tuple(_ways(board)),
        whole=whole,
        prizes=tuple(_prizes(board, whole)),
        prize_reason=prize_reason(board),
        ties=tuple(_ties(board)),
        open_questions=tuple(open_questions(board)),
        deductions=tuple(deduction_sentences(board)),
        absences=tuple(_absences(board)),
        happenings=tuple(_happenings(session, board)),
        signatories=tuple(contest.get("signed", {}).get("signatories", ())),
    )


def _post(head: bool, number: int) -> str:
    return MINUTES["head" if head else "judge"].format(number=number)


def _secretaries(session: Session, contest_id: int) -> Iterator[Person]:
    query = (
        select(Account.name)
        .join(Assignment, Assignment.account_id == Account.id)
        .where(Assignment.contest_id == contest_id, Assignment.role == "secretary")
        .order_by(Assignment.id)
    )
    for name in session.scalars(query):
        yield Person(MINUTES["secretary"], name)


def _ways(board: Board) -> Iterator[str]:
    """Say how each part was marked and how many sheets came in."""
    for part in board.rules.parts:
        table = part_table(board, part.key)
        if not table.judged:
            yield MINUTES["agreed"].format(part=part.name, count=sum(1 for row in table.rows if row.figure.panels))
            continue
        sheets = sum(row.figure.marked for row in table.rows)
        absent = sum(len(row.figure.absent) for row in table.rows)
        yield MINUTES["marked"].format(part=part.name, sheets=sheets, absent=absent, way=table.panel_name.lower())


def _prizes(board: Board, whole: WholePaper) -> Iterator[tuple[str, str]]:
    names = [prize.name for prize in board.rules.prizes] + [prize.name for prize in board.rules.special_prizes]
    for name in names:
        teams = [line.row.team.name for line in whole.rows if name in line.row.prize.split("; ")]
        if teams:
            yield name, ", ".join(teams)


def _ties(board: Board) -> Iterator[str]:
    """Say of each group of equal totals what parted it or that it stays tied, with the minutes of each decision."""
    seen: set[frozenset[str]] = set()
    value = RANK_ON[board.rules.rank_on]
    for row in board.standings.rows:
        if not row.parted_by and not row.tied_with and not row.decided_with:
            continue
        same = frozenset(other.team for other in ranked_with(board, row) if value(other) == value(row))
        if same in seen:
            continue
        seen.add(same)
        rows = [other for other in board.standings.rows if other.team in same]
        names = ", ".join(f"{board.team(other.team).name} (hạng {other.rank})" for other in rows)
        decision = next((found for other in rows if (found := decision_of(board, other))), {})
        total = decimals_text(row.total_shown, board.rules.decimals)
        if decision:
            yield MINUTES["decided"].format(total=total, teams=names, **_said(decision))
        else:
            yield MINUTES["parted" if any(other.parted_by for other in rows) else "tied"].format(
                total=total, teams=names
            )
        yield from _given(board, rows)


def _given(board: Board, rows: Sequence[Standing]) -> Iterator[str]:
    """Say what was counted in extra questions, times and drawn lots on these teams."""
    told: list[Decision] = []
    for answer in (answer for row in rows for answer in row.answers):
        if answer.step in COUNTED and answer not in told:
            told.append(answer)
            figures = [
                board.team(team).name + (f" {plain_text(answer.values[team])}" if team in answer.values else "")
                for group in answer.order
                for team in group
            ]
            word = STEP_WORDS[answer.step]
            yield MINUTES["given"].format(
                step=word[:1].upper() + word[1:], teams=", ".join(figures), reason=answer.reason
            )


def _said(decision: Mapping[str, Any]) -> dict[str, str]:
    return {"reason": str(decision["reason"]), "minutes": str(decision["minutes"])}


def _absences(board: Board) -> Iterator[str]:
    for part in board.rules.parts:
        for team in board.order(part.key):
            data = board.ledger.data("performance", part.key, team.id)
            if not data.get("present", True):
                absentee = team_title(team.name, start=True)
                yield MINUTES["team_absent"].format(team=absentee, part=part.name, reason=data.get("reason", ""))
            for seat in board.seats:
                absence = board.ledger.data("absence", part.key, team.id, seat.id)
                if absence.get("absent"):
                    yield MINUTES["judge_absent"].format(
                        seat=seat.title,
                        name=seat.name,
                        team=team_title(team.name),
                        part=part.name,
                        reason=absence["reason"],
                    )


def _happenings(session: Session, board: Board) -> Iterator[str]:
    """Say what was undone or came late, with who, when and why."""
    for fact in facts_of_kinds(session, board.contest.id, tuple(HAPPENED)):
        if fact.seq > board.head.count:  # of an earlier result these minutes tell what was known then
            break
        who = actors.name_of(session, fact.actor)
        yield HAPPENED[fact.kind].format(at=moment_vi(fact.moment), who=who, **_about(board, fact))


def _about(board: Board, fact: Fact) -> dict[str, str]:
    path = fact.path[1:] if fact.path[0] != "late" else tuple(str(fact.data["sheet"]).split("/"))
    about = {"reason": str(fact.data.get("reason") or fact.data.get("withdrawn_reason") or "")}
    if fact.kind == "deduction_withdrawn":
        about["reason"] = str(fact.data["withdrawn_reason"])
    if fact.kind == "draft_withdrawn":
        about["reason"] = str(fact.data["withdrawn"]["reason"])
    if fact.kind == "rulebook_changed":
        words = AMENDED.format(**fact.data["issued"], reason=fact.data["reason"])
        return {"version": str(fact.data["version"]), "words": words}
    if fact.kind == "revision_confirmed":
        day = date_vi(date.fromisoformat(fact.data["day"]))
        return {key: str(fact.data[key]) for key in ("number", "ground", "minutes")} | {"day": day}
    if fact.path[0] == "strike":
        part, paper = board.rules.part(path[0]), str(fact.data["minutes"])
        question = part.criterion(str(fact.data["criterion"])).name
        return about | {"part": part.name, "question": question, "minutes": paper}
    if len(path) >= 2:
        about |= _place(board, path[0]) | {"team": team_title(board.team(path[1]).name)}
    if len(path) >= 3 and fact.path[0] in {"sheet", "late"}:
        about["seat"] = board.seat(path[2]).title
    about["settled"] = MINUTES["admitted" if fact.data.get("state") == "admitted" else "left_out"]
    return about


def _place(board: Board, key: str) -> dict[str, str]:
    if key == WHOLE:
        return {"place": MINUTES["of_whole"]}
    part = board.rules.part(key).name
    return {"part": part, "place": MINUTES["of_part"].format(part=part)}


HAPPENED: Mapping[str, str] = {
    kind: MINUTES[kind]
    for kind in (
        "sheet_returned",
        "sheet_rejected",
        "performance_unlocked",
        "late_sheet_settled",
        "deduction_withdrawn",
        "draft_withdrawn",
        "rulebook_changed",
        "revision_confirmed",
        "question_struck",
        "question_restored",
    )
}
