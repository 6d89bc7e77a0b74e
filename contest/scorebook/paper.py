"""Sheets that others touch: typed in from paper and confirmed by a second person, returned to the judge, admitted late."""

from __future__ import annotations

from collections.abc import Mapping

from contest.panel import holder_of
from contest.scorebook.commands import receipt
from contest.scorebook.entry import Book, rulebook_in_force
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.sheets import RECEIVED, check_marks
from contest.text import nfc
from scoring.panel import METHODS
from scoring.rules import Part
from scoring.seats import marks_part


def type_sheet(
    book: Book, part_key: str, team_id: int, seat_id: int, marks: Mapping[str, int], remark: str = ""
) -> None:
    """Type in a paper sheet (marks in thousandths); it counts when a second person has confirmed it."""
    book.require_running()
    part = marked_part(book, part_key)
    book.require_open(part_key, team_id, "nhập phiếu")
    seat = book.seat(seat_id)
    if not marks_part(book.rulebook, str(seat.number), part_key):
        raise Refused("seat_not_in_part", field="seat", part=part.name)
    if book.data("absence", part_key, team_id, seat.id).get("absent"):
        raise Refused("recorded_absent")
    current = book.data("sheet", part_key, team_id, seat.id)
    if current.get("state") == RECEIVED:
        raise Refused("tablet_sheet")
    check_marks(part, marks)
    version, remark = int(current.get("version", 0)) + 1, nfc(remark)
    sheet = f"{part_key}/{team_id}"
    book.append(
        "sheet_typed",
        f"sheet/{sheet}/{seat.id}",
        {
            "version": version,
            "state": "typed",
            "source": "paper",
            "marks": dict(marks),
            "remark": remark,
            "receipt": receipt(["paper", version, sheet, seat.id, dict(marks), remark]),
            "rulebook_version": rulebook_in_force(book.session, book.contest.id)[0],
            "typed_by": str(book.actor),
            "holder": holder_of(book.session, seat.id),
        },
    )


def confirm_sheet(book: Book, part: str, team_id: int, seat_id: int, version: int) -> None:
    """Confirm a typed sheet as the second person: what was compared with the paper (its version) is what counts now."""
    current = _typed_by_another(book, part, team_id, seat_id, version)
    state = {"version": version + 1, "state": RECEIVED, "confirmed_by": str(book.actor)}
    book.append("sheet_confirmed", f"sheet/{part}/{team_id}/{seat_id}", current | state)


def reject_sheet(book: Book, part: str, team_id: int, seat_id: int, version: int, reason: str) -> None:
    """Reject a typed sheet as the second person, with the reason; it has to be typed again."""
    current = _typed_by_another(book, part, team_id, seat_id, version)
    state = {
        "version": version + 1,
        "state": "rejected",
        "reason": require_reason(reason),
        "rejected_by": str(book.actor),
    }
    book.append("sheet_rejected", f"sheet/{part}/{team_id}/{seat_id}", current | state)


def _typed_by_another(book: Book, part: str, team_id: int, seat_id: int, version: int) -> dict[str, object]:
    book.require_running()
    book.require_open(part, team_id, "xác nhận phiếu")
    current = book.data("sheet", part, team_id, seat_id)
    if current.get("state") != "typed" or current.get("version") != version:
        raise Refused("not_typed")
    if current.get("typed_by") == str(book.actor):
        raise Refused("second_person", field="second")
    return current


def return_sheet(book: Book, part: str, team_id: int, seat_id: int, reason: str) -> None:
    """Give a received sheet back to its judge with the reason; it does not count until it is sent again."""
    book.require_running()
    reason = require_reason(reason)
    book.require_open(part, team_id, "trả phiếu")
    current = book.data("sheet", part, team_id, seat_id)
    if current.get("state") != RECEIVED:
        raise Refused("not_received", action="trả")
    state = {
        "version": int(current["version"]) + 1,
        "state": "returned",
        "reason": reason,
        "returned_by": str(book.actor),
    }
    book.append("sheet_returned", f"sheet/{part}/{team_id}/{seat_id}", current | state)


def settle_late(book: Book, late_id: str, admit: bool, reason: str) -> None:
    """Admit a late sheet as its judge's sheet (its performance must be unlocked), or leave it out; with the reason.

    It may be left out at any time, as it may come at any time: one that comes after the draft must not hold the result back.
    """
    if admit:
        book.require_running()
    reason = require_reason(reason)
    late = book.data("late", late_id)
    if not late:
        raise Refused("no_late")
    if late["state"] != "waiting":
        raise Refused("late_settled")
    state = {"state": "admitted" if admit else "left_out", "reason": reason, "settled_by": str(book.actor)}
    if admit:
        _admit(book, late, reason)
    book.append("late_sheet_settled", f"late/{late_id}", late | state)


def _admit(book: Book, late: Mapping[str, object], reason: str) -> None:
    part_key, team_id, seat_id = str(late["sheet"]).split("/")
    book.require_open(part_key, int(team_id), "nhận phiếu gửi muộn")
    marks = late["marks"]
    if not isinstance(marks, dict):
        raise Refused("no_late")
    check_marks(marked_part(book, part_key), marks)
    current = book.data("sheet", part_key, team_id, seat_id)
    kept = {key: late[key] for key in ("marks", "remark", "receipt", "rulebook_version", "holder") if key in late}
    admitted = {"version": int(current.get("version", 0)) + 1, "state": RECEIVED, "source": "late"}
    book.append(
        "late_sheet_admitted",
        f"sheet/{late['sheet']}",
        current | kept | admitted | {"admitted_by": str(book.actor), "reason": reason},
    )
    if book.data("absence", part_key, team_id, seat_id).get("absent"):  # who marked was not absent after all
        absence = {"absent": False, "reason": reason}
        book.append("judge_absence_recorded", f"absence/{part_key}/{team_id}/{seat_id}", absence)


def marked_part(book: Book, key: str) -> Part:
    """Give a part that is marked sheet by sheet; refuses another."""
    part = book.part(key)
    if not METHODS[part.panel.method].judged:
        raise Refused("agreed_part", part=part.name)
    return part
