"""From the last lock to the announcement: khóa → dự thảo → ký → duyệt giải → chốt → công bố, in that order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from contest import board as boards
from contest import chain, eventlog
from contest.db import iso, now
from contest.messages.scorebook import STEP_NAMES
from contest.messages.scoring import tell
from contest.prizes import beyond
from contest.recount.log import Unreadable
from contest.recounting import Export, second_opinion
from contest.recountwords import tell as tell_difference
from contest.recountwords import why_unreadable
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.scorebook import Event
from scoring.figures import Question
from scoring.specials import NAMED
from scoring.ties import step_of

# Questions about a rank, which people settle by what they give for a tie step.
DECIDED_ON_RANK = frozenset({"tie_undecided", "tie_on_prize_line", "tie_on_advance_line"})
STEPS = ("prepared", "running", "drafted", "signed", "prizes_approved", "finalised", "announced")
MOST_TOLD = 5  # differences named in a refusal: the first few say where to look
_REMEDY = {
    "running": "Đề nghị khóa hết các lượt thi rồi lập dự thảo.",
    "drafted": "Đề nghị Trưởng Ban Giám khảo ký dự thảo.",
    "signed": "Đề nghị Ban Tổ chức duyệt giải.",
    "prizes_approved": "Đề nghị chốt kết quả.",
    "finalised": "Đề nghị công bố.",
}


def _require_before(book: Book, step: str) -> None:
    before, current = STEPS[STEPS.index(step) - 1], book.step
    if current != before:
        raise Refused("wrong_step", wanted=STEP_NAMES[step], step=STEP_NAMES[current], remedy=_REMEDY.get(current, ""))


def _advance(book: Book, step: str, kind: str, more: Mapping[str, Any] | None = None) -> None:
    done = {"at": iso(now()), "by": str(book.actor)} | dict(more or {})
    book.append(kind, "contest", book.data("contest") | {"step": step, step: done})


def draft(book: Book, export: Export = eventlog.export) -> None:
    """Draw up the draft result: every performance is locked and every team has its figures.

    Where the second engine counts otherwise (the log that `export` gives) the draft says so: it cannot be finalised like that.
    """
    _require_before(book, "drafted")
    board = book.board()
    ranked = drawn_up(board)
    _advance(book, "drafted", "result_drafted", {"ranking": ranked, "recount": recounted(book, board, export)})


def require_recounted(book: Book, board: boards.Board, export: Export = eventlog.export) -> None:
    """Refuse a result on which the second engine does not agree, with the first places where."""
    differing = recounted(book, board, export)
    if differing:
        raise Refused("recount_differs", what=" ".join(differing[:MOST_TOLD]), count=len(differing))


def recounted(book: Book, board: boards.Board, export: Export) -> list[str]:
    """Count again with the second engine and give, in words, every place where it does not agree; none means it does."""
    try:
        found = second_opinion(book.session, board, export)
    except Unreadable as error:
        return [why_unreadable(error)]
    names = board.team_names
    return [tell_difference(each, board.rules, names) for each in found]


def drawn_up(board: boards.Board) -> list[dict[str, Any]]:
    """Give the ranking; refuses while a performance is not locked, a late sheet waits or a team lacks figures."""
    locked = board.locked()
    waiting = [
        f"{part.name} – {team.name}"
        for part in board.rules.parts
        for team in board.teams
        if (part.key, str(team.id)) not in locked
    ]
    if waiting:
        shown = "; ".join(waiting[:5]) + (f" và {len(waiting) - 5} lượt khác" if len(waiting) > 5 else "")
        raise Refused("incomplete_result", what=f"chưa khóa {shown}.")
    if any(fact.data["state"] == "waiting" for fact in board.ledger.under("late")):
        raise Refused("late_waiting")
    incomplete = [board.team(row.team).name for row in board.standings.rows if row.state == "incomplete"]
    if incomplete:
        raise Refused("incomplete_result", what=f"chưa đủ điểm của {', '.join(incomplete)}.")
    return ranking(board)


def ranking(board: boards.Board) -> list[dict[str, Any]]:
    """Give each team's rank and exact total as they are written into a draft and a final result."""
    return [
        {
            "team": int(row.team),
            "rank": row.rank,
            "total": None if row.total_exact is None else str(row.total_exact),
        }
        for row in board.standings.rows
    ]


def withdraw_draft(book: Book, reason: str) -> None:
    """Take the draft back before it is finalised, with the reason: the contest runs on and performances may be unlocked."""
    reason = require_reason(reason)
    current = book.step
    if current not in {"drafted", "signed", "prizes_approved"}:
        raise Refused("wrong_step", wanted="Rút dự thảo", step=STEP_NAMES[current], remedy="")
    kept = {key: value for key, value in book.data("contest").items() if key not in STEPS[2:]}
    withdrawn = {"at": iso(now()), "by": str(book.actor), "reason": reason}
    book.append("draft_withdrawn", "contest", kept | {"step": "running", "withdrawn": withdrawn})


def on_prize_lines(board: boards.Board) -> list[Question]:
    """Give the ties across a line of prizes: of these teams only people can say who has which."""
    return [question for question in board.proposals.questions if question.code == "tie_on_prize_line"]


def open_questions(board: boards.Board) -> list[str]:
    """Give, in words, the ties on a line of prizes or of who goes on, on which no decision stands."""
    decided = {frozenset(decision.teams) for decision in board.decisions if decision.step == "decision"}
    going = board.standings.advancement
    names = board.team_names
    return list(
        dict.fromkeys(
            tell(question, board.rules, names)
            for question in (*board.proposals.questions, *(going.questions if going else ()))
            if frozenset(question.teams) not in decided and question.code != "tie_on_special_prize"
        )
    )


def sign(book: Book, signatories: Sequence[str]) -> None:
    """Record that the draft was signed, by whom; ties on a prize line must be decided before."""
    names = [name.strip() for name in signatories if name.strip()]
    if not names:
        raise Refused("needs_reason", field="signatories", name="họ tên người ký")
    _require_before(book, "signed")
    questions = open_questions(book.board())
    if questions:
        raise Refused("open_questions", what=" ".join(questions))
    _advance(book, "signed", "result_signed", {"signatories": names})


def approve_prizes(book: Book, prizes: Mapping[str, Sequence[int]], reason: str = "", more: bool = False) -> None:
    """Approve the prizes (key of a tier or special prize → team ids in order); what differs from the proposal needs its reason.

    A team has one prize of the tiers at most, and any of the special ones. More prizes than the rulebook has are refused
    unless `more` says that they are meant.
    """
    _require_before(book, "prizes_approved")
    _advance(book, "prizes_approved", "prizes_approved", checked_prizes(book, book.board(), prizes, reason, more))


def checked_prizes(
    book: Book, board: boards.Board, prizes: Mapping[str, Sequence[int]], reason: str, more: bool
) -> dict[str, Any]:
    """Give chosen prizes with their reason as they are written; refuses what the rulebook or the standings do not bear."""
    tiers = {award.tier.key: [int(team) for team in award.teams] for award in board.proposals.awards}
    specials = {award.prize.key: [int(team) for team in award.teams] for award in board.proposals.specials}
    if set(prizes) - set(tiers) - set(specials):
        raise Refused("no_prize", field="prizes")
    chosen = {key: [int(team) for team in prizes.get(key, ())] for key in (*tiers, *specials)}
    given = _each_once(book, [team for key in tiers for team in chosen[key]])
    for key in specials:
        _each_once(book, chosen[key])
    named = {award.prize.key for award in board.proposals.specials if step_of(award.prize.by)[0] == NAMED}
    changed = any(chosen[key] != proposal for key, proposal in (tiers | specials).items() if key not in named)
    if changed and not reason.strip():
        raise Refused("prize_change", field="reason")
    tied = {int(team) for question in on_prize_lines(board) for team in question.teams}
    # Equal teams across a line may share its prize by their decision; all else beyond the rulebook is asked back.
    untied = {key: [team for team in teams if team not in tied] for key, teams in chosen.items()}
    if beyond(board, untied) and not more:
        raise Refused("prize_beyond", field="beyond", what="; ".join(beyond(board, chosen)))
    if tied - given and not reason.strip():
        names = ", ".join(board.team(team).name for team in sorted(tied - given))
        raise Refused("prize_for_tied", field="reason", teams=names)
    listed = {"prizes": [{"tier": key, "teams": chosen[key]} for key in tiers], "reason": reason.strip()}
    beside = [{"prize": key, "teams": chosen[key]} for key in specials]
    return listed | ({"specials": beside} if beside else {})


def _each_once(book: Book, teams: Sequence[int]) -> set[int]:
    """Give the teams of a list of prizes; refuses one that is in it twice, or none of the contest's."""
    given: set[int] = set()
    for team in teams:
        if team in given:
            raise Refused("prize_twice", field="prizes", team=book.team(team).name)
        book.team(team)
        given.add(team)
    return given


def sound_head(book: Book) -> chain.Head:
    """Give the head of the chain, walked anew; refuses a chain that does not hold."""
    events = book.session.scalars(select(Event).where(Event.contest_id == book.contest.id).order_by(Event.seq))
    head, faults = chain.walk(book.contest.uid, events)
    if faults:
        raise Refused("broken_chain", seq=faults[0].seq)
    return head


def finalise(book: Book, export: Export = eventlog.export) -> None:
    """Seal the result: the chain is verified and the second engine agrees first; nothing of it changes after but by a revision.

    `export` gives the log that the second engine counts.
    """
    _require_before(book, "finalised")
    head, board = sound_head(book), book.board()
    ranked = drawn_up(board)
    require_recounted(book, board, export)
    done = {"ranking": ranked, "events": head.count, "head": head.hash, "revision": 1}
    _advance(book, "finalised", "result_finalised", done)


def announce(book: Book) -> None:
    """Announce the finalised result; the hall shows what its release rule allows."""
    _require_before(book, "announced")
    _advance(book, "announced", "result_announced")
    book.append("board_shown", "release", {"shown": True, "blank": False})
