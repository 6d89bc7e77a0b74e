"""What only a revision says: a sheet as its signed paper has it, one that never came in, who was absent, a struck question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contest.messages.scorebook import REVISION_MINUTES
from contest.panel import holder_of, is_shadow
from contest.scorebook.commands import receipt
from contest.scorebook.paper import marked_part
from contest.scorebook.quiz import say_struck
from contest.scorebook.refusals import Refused, require_reason
from contest.scorebook.revision import SHEET_ADDED, Proposal
from contest.scorebook.sheets import RECEIVED, check_marks
from contest.tables.people import Seat
from contest.text import date_vi
from scoring.entered import Absent
from scoring.rules import Part
from scoring.seats import marks_part


def correct_sheet(proposal: Proposal, part_key: str, team_id: int, seat_id: int, marks: Mapping[str, int]) -> None:
    """Set a received sheet to the marks (thousandths) that its signed paper bears."""
    part, seat = proposal.part(part_key), _counting(proposal, seat_id)
    sheet = f"{part_key}/{proposal.team(team_id).id}"
    if proposal.before.ledger.data("sheet", sheet, seat.id).get("state") != RECEIVED:
        raise Refused("not_received", action="sửa")
    check_marks(part, marks)
    current = proposal.data("sheet", sheet, seat.id)
    if current["marks"] == dict(marks):
        raise Refused("already_said")
    state = _as_on_paper(int(current["version"]) + 1, sheet, seat.id, marks)
    proposal.append("sheet_corrected", f"sheet/{sheet}/{seat.id}", current | state)


def add_sheet(proposal: Proposal, part_key: str, team_id: int, seat_id: int, marks: Mapping[str, int]) -> None:
    """Enter a sheet that never came in, as its paper bears it (thousandths); its judge was there, whatever was recorded."""
    part, seat = _marks(proposal, part_key, team_id, seat_id)
    sheet = f"{part_key}/{team_id}"
    stood = dict(proposal.before.ledger.data("sheet", sheet, seat.id))
    if stood.get("state") == RECEIVED:
        raise Refused("sheet_is_in", field="seat")
    check_marks(part, marks)
    if proposal.data("sheet", sheet, seat.id).get("marks") == dict(marks) and not _absent(proposal, sheet, seat.id):
        raise Refused("already_said")
    state = _as_on_paper(int(stood.get("version", 0)) + 1, sheet, seat.id, marks)
    more = {
        "state": RECEIVED,
        "remark": "",
        "rulebook_version": proposal.in_force[0],
        "typed_by": str(proposal.actor),
        "holder": holder_of(proposal.session, seat.id),
    }
    proposal.append(SHEET_ADDED, f"sheet/{sheet}/{seat.id}", stood | state | more)
    if _absent(proposal, sheet, seat.id):
        here = {"absent": False, "reason": proposal.revision["ground"], "why": Absent.ABSENT.value}
        proposal.append("judge_absence_recorded", f"absence/{sheet}/{seat.id}", here)


def correct_judge_absence(
    proposal: Proposal,
    part_key: str,
    team_id: int,
    seat_id: int,
    absent: bool,
    reason: str,
    why: Absent = Absent.ABSENT,
) -> None:
    """Record that a judge did not mark a performance, whose sheet is kept and counts no more, or that a judge did.

    Who is said to have marked must have a sheet: one that is found is added with its marks.
    """
    _part, seat = _marks(proposal, part_key, team_id, seat_id)
    sheet = f"{part_key}/{team_id}"
    if _absent(proposal, sheet, seat.id) == absent:
        raise Refused("already_said")
    if not absent and proposal.data("sheet", sheet, seat.id).get("state") != RECEIVED:
        raise Refused("presence_needs_sheet", field="seat")
    state = {"absent": absent, "reason": require_reason(reason), "why": why.value}
    proposal.append("judge_absence_recorded", f"absence/{sheet}/{seat.id}", state)


def correct_team_absence(proposal: Proposal, part_key: str, team_id: int, absent: bool, reason: str) -> None:
    """Record that a team took no part in a part, or that it did: then its sheets and figures are to be added."""
    current = proposal.performance(part_key, team_id)
    if current["present"] is not absent:
        raise Refused("already_said")
    state = {"state": "locked", "present": not absent, "reason": require_reason(reason)}
    kind = "team_absence_recorded" if absent else "team_presence_recorded"
    proposal.append(kind, f"performance/{part_key}/{team_id}", current | state)


def correct_strike(proposal: Proposal, part_key: str, criterion: str, struck: bool) -> None:
    """Strike a quiz question out or restore it, on the revision's ground and minutes; who confirms it is its second person."""
    revision = proposal.revision
    day = date_vi(date.fromisoformat(revision["day"]))
    minutes = REVISION_MINUTES.format(minutes=revision["minutes"], day=day)
    said = {"reason": revision["ground"], "minutes": minutes, "asked_by": str(proposal.actor)}
    say_struck(proposal, part_key, criterion, struck, said)


def _as_on_paper(version: int, sheet: str, seat: int, marks: Mapping[str, int]) -> dict[str, object]:
    code = receipt(["revision", version, sheet, seat, dict(marks)])
    return {"version": version, "source": "revision", "marks": dict(marks), "receipt": code}


def _absent(proposal: Proposal, sheet: str, seat: int) -> bool:
    return bool(proposal.data("absence", sheet, seat).get("absent"))


def _marks(proposal: Proposal, part_key: str, team_id: int, seat_id: int) -> tuple[Part, Seat]:
    """Give a part and a seat that marks it; refuses one that does not, and a team that takes no part."""
    part, seat = marked_part(proposal, part_key), _counting(proposal, seat_id)
    if not marks_part(proposal.rulebook, str(seat.number), part_key):
        raise Refused("seat_not_in_part", field="seat", part=part.name)
    if not proposal.performance(part_key, team_id)["present"]:
        raise Refused("team_is_away", part=part.name)
    return part, seat


def _counting(proposal: Proposal, seat_id: int) -> Seat:
    """Give a seat; refuses one that marks on trial, whose sheets nobody but the head judge sees and no result rests on."""
    seat = proposal.seat(seat_id)
    if is_shadow(seat, proposal.rulebook):
        raise Refused("sheet_on_trial", field="seat")
    return seat
