"""Revisions of a finalised result: corrections proposed on their ground, shown before and after, confirmed by a second person.

What is proposed is kept as the states that its subjects would have; nothing of it stands before it is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from contest.board import Board
from contest.db import iso, now
from contest.ledger import Fact, Ledger
from contest.messages.scorebook import STEP_NAMES
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.result import checked_prizes, open_questions, ranking, require_recounted, sound_head
from contest.tables.scorebook import Event

LONGEST_GROUND = 200  # it stands in the status line of every board and paper
SHEET_ADDED = "sheet_added"
SEALED = frozenset({"finalised", "announced"})


class Proposal(Book):
    """A book over a revision: commands see what was proposed so far and, in place of appending, propose more.

    To them the contest runs and every performance takes corrections, so that they check what they check on the day.
    """

    def __init__(self, book: Book, revision: Mapping[str, Any]) -> None:
        """Begin with what the revision holds."""
        super().__init__(book.session, book.contest.id, book.actor, book.command_id)
        self.revision = revision
        self.corrections: list[dict[str, Any]] = list(revision["corrections"])
        self.before = super().board()

    def append(self, kind: str, subject: str, data: Mapping[str, Any]) -> Event:
        """Keep the subject's whole new state in place of what was proposed of it before."""
        said = {each["subject"]: each for each in self.corrections}
        said[subject] = {"kind": kind, "subject": subject, "data": dict(data)}
        self.corrections = list(said.values())
        return Event(contest_id=self.contest.id, kind=kind, subject=subject)

    def fact(self, *path: object) -> Fact | None:
        """Give the newest fact of a subject, the proposed one first."""
        return self.ledger().get(*path)

    def ledger(self) -> Ledger:
        """Give every subject as it would stand."""
        return self.board().ledger

    def board(self) -> Board:
        """Give the board as it would stand."""
        return preview(self.before, {**self.revision, "corrections": self.corrections})

    @property
    def step(self) -> str:
        """Say that the contest runs."""
        return "running"

    def performance(self, part: str, team_id: int) -> dict[str, Any]:
        """Give a performance as one that takes corrections."""
        return super().performance(part, team_id) | {"state": "closing"}


def preview(board: Board, revision: Mapping[str, Any]) -> Board:
    """Give the board as it would stand once the revision is confirmed."""
    ledger, at = board.ledger, str(revision["opened_at"])
    facts = [
        Fact(ledger.seq + place, at, revision["opened_by"], each["kind"], each["subject"], each["data"])
        for place, each in enumerate(revision["corrections"], 1)
    ]
    if revision["prizes"]:
        contest = {**ledger.data("contest"), "prizes_approved": revision["prizes"]}
        facts.append(Fact(ledger.seq, at, revision["opened_by"], "prizes_approved", "contest", contest))
    return replace(board, ledger=ledger.over(facts))


def under_way(ledger: Ledger) -> Mapping[str, Any]:
    """Give the revision that is being prepared; empty while there is none."""
    return next((fact.data for fact in ledger.under("revision") if fact.data["state"] == "open"), {})


def open_revision(book: Book, ground: str, minutes: str, day: date) -> None:
    """Begin a revision of the finalised result on its ground, with number and day of the minutes that decided it."""
    if book.step not in SEALED:
        raise Refused("wrong_step", wanted="Sửa đổi kết quả", step=STEP_NAMES[book.step], remedy="")
    if under_way(book.ledger()):
        raise Refused("revision_open")
    number = int(book.data("contest")["finalised"]["revision"])
    state = {
        "number": number,
        "state": "open",
        "version": 1,
        "ground": require_reason(ground, field="ground", most=LONGEST_GROUND),
        "minutes": require_reason(minutes, field="minutes", most=LONGEST_GROUND),
        "day": day.isoformat(),
        "opened_at": iso(now()),
        "opened_by": str(book.actor),
        "by": [str(book.actor)],
        "corrections": [],
        "prizes": None,
    }
    book.append("revision_opened", f"revision/{number}", state)


def revise(book: Book, change: Callable[[Proposal], None]) -> None:
    """Add what `change` would append to the revision; prizes given before are asked for anew."""
    current = _open(book)
    proposal = Proposal(book, current | {"prizes": None})
    change(proposal)
    _keep(book, current, corrections=proposal.corrections, prizes=None)


def revise_prizes(book: Book, prizes: Mapping[str, Sequence[int]], reason: str, more: bool = False) -> None:
    """Give the prizes as they shall be under the revision."""
    current = _open(book)
    after = preview(book.board(), current | {"prizes": None})
    chosen = {"at": iso(now()), "by": str(book.actor)} | checked_prizes(book, after, prizes, reason, more)
    _keep(book, current, prizes=chosen)


def undo_correction(book: Book, subject: str) -> None:
    """Take one proposed correction back; with a sheet that never came in goes what it says of its judge's absence."""
    current = _open(book)
    gone = {subject} | _added_with(current, subject)
    kept = [each for each in current["corrections"] if each["subject"] not in gone]
    if len(kept) == len(current["corrections"]):
        raise Refused("no_correction")
    _keep(book, current, corrections=kept, prizes=None)


def _added_with(revision: Mapping[str, Any], subject: str) -> set[str]:
    """Give the subjects of the added sheet that this one is, or that it excuses the judge of; none for any other."""
    first, _, place = subject.partition("/")
    added = {each["subject"] for each in revision["corrections"] if each["kind"] == SHEET_ADDED}
    is_of_one = first in {"sheet", "absence"} and f"sheet/{place}" in added
    return {f"sheet/{place}", f"absence/{place}"} if is_of_one else set()


def drop_revision(book: Book, reason: str) -> None:
    """Give the revision up, with the reason; the result stays as it was."""
    current = _open(book)
    state = {"state": "dropped", "reason": require_reason(reason), "dropped_by": str(book.actor)}
    book.append("revision_dropped", f"revision/{current['number']}", current | state)


def confirm_revision(book: Book, version: int) -> None:
    """Let the revision stand, as somebody who proposed nothing of it and saw this version; it waits to be announced."""
    current = _open(book)
    if current["version"] != version:
        raise Refused("revision_moved")
    if str(book.actor) in current["by"]:
        raise Refused("second_person_revision", field="second")
    before = book.board()
    _require_settled(before, preview(before, current), current)
    head, moment = sound_head(book), {"at": iso(now()), "by": str(book.actor)}
    for each in current["corrections"]:
        book.append(each["kind"], each["subject"], each["data"] | {"revision": current["number"]})
    state = {"state": "confirmed", "confirmed_at": moment["at"], "confirmed_by": moment["by"]}
    book.append("revision_confirmed", f"revision/{current['number']}", current | state)
    revised = {key: current[key] for key in ("number", "ground", "minutes", "day")}
    sealed = {"events": head.count, "head": head.hash, "revision": current["number"] + 1, "revised": revised}
    contest, after = book.data("contest") | {"step": "finalised"}, book.board()
    require_recounted(book, after)
    contest["finalised"] = moment | {"ranking": ranking(after)} | sealed
    if current["prizes"]:
        contest["prizes_approved"] = current["prizes"]
    if "announced" in contest:  # until it is announced again, the hall is told of the result as it was announced last
        contest["announced"] = {"until": head.count} | contest["announced"]
    book.append("result_revised", "contest", contest)


def _require_settled(before: Board, after: Board, revision: Mapping[str, Any]) -> None:
    if not revision["corrections"] and not revision["prizes"]:
        raise Refused("revision_empty")
    lacking = [after.team(row.team).name for row in after.standings.rows if row.state == "incomplete"]
    if lacking:
        raise Refused("revision_incomplete", teams=", ".join(lacking))
    questions = open_questions(after)
    if questions:
        raise Refused("open_questions", what=" ".join(questions))
    if prizes_owed(before, after, revision):
        raise Refused("revision_prizes")


def prizes_owed(before: Board, after: Board, revision: Mapping[str, Any]) -> bool:
    """Say whether the revision must give the prizes anew: what the rulebook proposes is another and nobody has given them."""
    return not revision["prizes"] and _awarded(before) != _awarded(after)


def _awarded(board: Board) -> list[tuple[str, tuple[str, ...], int]]:
    tiers = [(award.tier.key, award.teams, award.open_places) for award in board.proposals.awards]
    return tiers + [(award.prize.key, award.teams, award.open_places) for award in board.proposals.specials]


def _open(book: Book) -> dict[str, Any]:
    current = under_way(book.ledger())
    if not current:
        raise Refused("no_revision")
    return dict(current)


def _keep(book: Book, current: Mapping[str, Any], **change: Any) -> None:
    by = list(dict.fromkeys([*current["by"], str(book.actor)]))
    state = {**current, **change, "version": current["version"] + 1, "by": by}
    book.append("revision_changed", f"revision/{current['number']}", state)
