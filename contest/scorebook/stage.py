"""The stage: start the contest, set running orders, open, close, lock and unlock performances, who is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from contest.db import iso, now
from contest.ledger import Ledger
from contest.messages.scorebook import STATE_NAMES
from contest.panel import needed
from contest.scorebook.entry import Book, rulebook_in_force
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.contests import Team
from contest.tables.people import Seat
from scoring.entered import Absent
from scoring.panel import METHODS
from scoring.ranking import GROUPINGS
from scoring.rulebook import fingerprint
from scoring.rules import Part


def set_order(book: Book, part_key: str, team_ids: Sequence[int], method: str, seed: str = "", note: str = "") -> None:
    """Set a part's running order as drawn: every team once; `method` is typed or seeded; refused once a team was opened."""
    part = book.part(part_key)
    if book.step not in {"prepared", "running"}:
        raise Refused("already_started")
    if _any_opened(book, part_key):
        raise Refused("order_after_open", part=part.name)
    teams = {team.id: team.name for team in _teams(book)}
    wrong = [name for team_id, name in teams.items() if list(team_ids).count(team_id) != 1]
    wrong += [str(team_id) for team_id in team_ids if team_id not in teams]
    if wrong:
        raise Refused("order_incomplete", field="order", teams=", ".join(wrong))
    book.append(
        "order_drawn",
        f"order/{part_key}",
        {"teams": list(team_ids), "method": method, "seed": seed, "note": note},
    )


def _any_opened(book: Book, part_key: str) -> bool:
    ledger = Ledger.load(book.session, book.contest.id)
    return any(fact.data["state"] != "waiting" for fact in ledger.under("performance", part_key))


def _teams(book: Book) -> list[Team]:
    return list(book.session.scalars(select(Team).where(Team.contest_id == book.contest.id).order_by(Team.position)))


def start(book: Book) -> None:
    """Begin the contest: teams, seats, rulebook and every running order must stand; the release rule is fixed from here."""
    if book.step != "prepared":
        raise Refused("already_started")
    number, rulebook = rulebook_in_force(book.session, book.contest.id)
    if len(_teams(book)) < 2:
        raise Refused("needs_teams")
    seats = book.session.scalars(select(Seat).where(Seat.contest_id == book.contest.id).order_by(Seat.number)).all()
    if not seats and any(METHODS[part.panel.method].judged for part in rulebook.parts):
        raise Refused("needs_seats")
    alone = [team.name for team in _teams(book) if not team.group_name]
    if alone and GROUPINGS[rulebook.groups].apart:
        raise Refused("needs_groups", teams=", ".join(alone))
    for part in rulebook.parts:
        ordered = set(book.data("order", part.key).get("teams", ()))
        if ordered != {team.id for team in _teams(book)}:
            raise Refused("needs_order", part=part.name)
    started = {
        "at": iso(now()),
        "by": str(book.actor),
        "rulebook_version": number,
        # The rows of rules and teams stand outside the chain: what they said at the start is kept in it, for `verify`.
        "rulebook": fingerprint(rulebook),
        "teams": {str(team.id): team.name for team in _teams(book)},
        "seats": {str(seat.id): str(seat.number) for seat in seats},
        "groups": {str(team.id): team.group_name for team in _teams(book) if team.group_name},
        "ineligible": {str(team.id): team.ineligible for team in _teams(book) if team.ineligible},
    }
    data = {"step": "running", "release_mode": book.contest.release_mode, "started": started}
    book.append("contest_started", "contest", data)


def _move(
    book: Book, part: str, team_id: int, kind: str, action: str, allowed: set[str], change: dict[str, Any]
) -> None:
    book.require_running()
    current = book.performance(part, team_id)
    if current["state"] not in allowed:
        raise Refused("unlawful_state", state=STATE_NAMES[current["state"]], action=action)
    book.append(kind, f"performance/{part}/{team_id}", current | change)


def open_performance(book: Book, part: str, team_id: int) -> None:
    """Open a waiting performance to the panel (or open a closing one again)."""
    change = {"state": "open", "present": True, "opened_at": iso(now())}
    _move(book, part, team_id, "performance_opened", "mở", {"waiting", "closing"}, change)


def close_performance(book: Book, part: str, team_id: int) -> None:
    """Close a performance: sheets that were sent may be corrected, none may be newly sent."""
    _move(book, part, team_id, "performance_closing", "đóng nhận", {"open"}, {"state": "closing"})


def lock_performance(book: Book, part_key: str, team_id: int) -> None:
    """Lock a performance once every judge's sheet is in or the judge is recorded absent."""
    part = book.part(part_key)
    book.team(team_id)
    book.require_not_conferring(part_key, team_id)
    if book.performance(part_key, team_id)["present"]:
        _require_complete(book, part, team_id)
    change = {"state": "locked", "locked_at": iso(now())}
    _move(book, part_key, team_id, "performance_locked", "khóa", {"open", "closing"}, change)


def _require_complete(book: Book, part: Part, team_id: int) -> None:
    if not METHODS[part.panel.method].judged:
        if not book.data("agreed", part.key, team_id).get("marks"):
            raise Refused("missing_agreed")
        return
    missing = missing_seats(book, part.key, team_id)
    if missing:
        raise Refused("missing_sheets", seats=", ".join(f"Giám khảo số {seat.number}" for seat in missing))
    if all(_absent(book, part.key, team_id, seat) for seat in _needed(book, part.key, team_id)):
        raise Refused("nobody_marked")


def missing_seats(book: Book, part: str, team_id: int) -> list[Seat]:
    """Give the seats that are needed and whose sheet is neither received nor excused by a recorded absence."""
    return [
        seat
        for seat in _needed(book, part, team_id)
        if book.data("sheet", part, team_id, seat.id).get("state") != "received"
        and not _absent(book, part, team_id, seat)
    ]


def _needed(book: Book, part: str, team_id: int) -> tuple[Seat, ...]:
    seats = book.session.scalars(select(Seat).where(Seat.contest_id == book.contest.id).order_by(Seat.number)).all()
    return needed(seats, book.rulebook, part, lambda seat: _absent(book, part, team_id, seat))


def _absent(book: Book, part: str, team_id: int, seat: Seat) -> bool:
    return bool(book.data("absence", part, team_id, seat.id).get("absent"))


def unlock_performance(book: Book, part: str, team_id: int, reason: str) -> None:
    """Unlock a performance with a reason: its points leave the board until it is locked again.

    A team that was recorded absent is back then, and its performance open.
    """
    reason = require_reason(reason)
    state = "closing" if book.performance(part, team_id)["present"] else "open"
    change = {
        "state": state,
        "present": True,
        "reason": reason,
        "unlocked_at": iso(now()),
        "unlocked_by": str(book.actor),
    }
    _move(book, part, team_id, "performance_unlocked", "mở khóa", {"locked"}, change)


def record_team_absence(book: Book, part: str, team_id: int, reason: str) -> None:
    """Record that a team does not take part in this part; the performance is locked, counted as the rulebook says."""
    reason = require_reason(reason)
    book.require_not_conferring(part, team_id)
    change = {"state": "locked", "present": False, "reason": reason, "locked_at": iso(now())}
    _move(book, part, team_id, "team_absence_recorded", "ghi đội vắng", {"waiting", "open", "closing"}, change)


def record_judge_absence(
    book: Book, part: str, team_id: int, seat_id: int, absent: bool, reason: str, why: Absent = Absent.ABSENT
) -> None:
    """Record (or take back) that a judge does not mark this performance; a judge whose sheet is in is not absent."""
    book.require_running()
    reason = require_reason(reason)
    seat = book.seat(seat_id)
    if book.performance(part, team_id)["state"] == "locked":
        raise Refused("unlawful_state", state=STATE_NAMES["locked"], action="ghi giám khảo vắng")
    book.require_not_conferring(part, team_id)
    if absent and book.data("sheet", part, team_id, seat.id).get("state") in {"received", "typed"}:
        raise Refused("has_sheet")
    if bool(book.data("absence", part, team_id, seat.id).get("absent")) == absent:
        raise Refused("already_said")
    state = {"absent": absent, "reason": reason, "why": why.value}
    book.append("judge_absence_recorded", f"absence/{part}/{team_id}/{seat.id}", state)


def show_board(book: Book, shown: bool, blank: bool = False) -> None:
    """Show released points in the hall, hide them again (names and order stay), or blank the board."""
    step = book.step
    if step == "prepared":
        raise Refused("not_running", step="Chuẩn bị")
    contest = book.data("contest")  # of a revised result the one announced last may be shown again
    if shown and contest.get("release_mode") == "prizes_at_end" and "announced" not in contest:
        raise Refused("not_finalised")
    state = {"shown": shown, "blank": blank}
    if {"shown": False, "blank": False} | book.data("release") == state:
        return
    book.append("board_shown" if shown else "board_hidden", "release", state)
