"""Hội ý: the head judge opens one performance's sheets to its panel, each judge keeps or retypes, the head judge concludes."""

from __future__ import annotations

from typing import Any

from contest.db import iso, now
from contest.scorebook.entry import Book
from contest.scorebook.paper import marked_part
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.sheets import RECEIVED
from contest.scorebook.stage import missing_seats

LONGEST_CONCLUSION = 2000


def open_conferring(book: Book, part_key: str, team_id: int) -> None:
    """Open a performance's sheets to the judges who filled them in; every sheet must be in, and it must not be locked."""
    book.require_running()
    marked_part(book, part_key)
    book.require_open(part_key, team_id, "mở hội ý")
    before = book.conferring(part_key, team_id)
    if before.get("state") == "open":
        raise Refused("conferring_open")
    sheets = _sheets(book, part_key, team_id)
    if len(sheets) < 2:
        raise Refused("conferring_alone")
    state = {
        "number": int(before.get("number", 0)) + 1,
        "state": "open",
        "opened_at": iso(now()),
        "opened_by": str(book.actor),
        "before": sheets,
    }
    book.append("conferring_opened", f"conferring/{part_key}/{team_id}", state)


def close_conferring(book: Book, part_key: str, team_id: int, conclusion: str) -> None:
    """End the conferring with its conclusion; what each sheet says then is written beside what it said before."""
    book.require_running()
    current = book.conferring(part_key, team_id)
    if current.get("state") != "open":
        raise Refused("no_conferring")
    state = {
        "state": "closed",
        "conclusion": require_reason(conclusion, field="conclusion", most=LONGEST_CONCLUSION),
        "closed_at": iso(now()),
        "closed_by": str(book.actor),
        "after": _sheets(book, part_key, team_id),
    }
    book.append("conferring_closed", f"conferring/{part_key}/{team_id}", current | state)


def _sheets(book: Book, part_key: str, team_id: int) -> dict[str, dict[str, Any]]:
    """Give the received sheets by seat; refuses while one is missing that is not excused."""
    missing = missing_seats(book, part_key, team_id)
    if missing:
        raise Refused("conferring_missing", seats=", ".join(f"Giám khảo số {seat.number}" for seat in missing))
    found = {}
    for fact in book.ledger().under("sheet", part_key, team_id):
        if fact.data["state"] == RECEIVED:
            found[fact.path[3]] = {key: fact.data.get(key) for key in ("version", "marks", "holder")}
    return found
