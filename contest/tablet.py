"""What a judge's tablet may ask, one function for both doors: hello and submit (protocol.md). Every question is answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from blinker import signal
from flask import current_app, session
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.access import SEAT_SESSION, current_device, device_id
from contest.db import db, iso, now
from contest.ledger import Ledger, history
from contest.messages.scorebook import SCOREBOOK
from contest.panel import SeatView, holder_of, seat_views
from contest.rulebooks import in_force
from contest.scorebook import sheets
from contest.scorebook.commands import PROTOCOL
from contest.tables.contests import Contest, Team
from contest.tables.people import Card, Device, Seat
from contest.writer import Busy, write
from scoring.panel import METHODS
from scoring.points import exact_text, to_thousandths
from scoring.rules import Criterion, Part, Rulebook
from scoring.seats import marks_part

log = logging.getLogger(__name__)

tablet_spoke = signal("tablet_spoke")
"""Sent as `send(contest_id, device=…, seat=…, sheets={"part/team": "drafting" | "kept"})` with every accepted hello."""

receipts_missing = signal("receipts_missing")
"""Sent as `send(contest_id, seat=…, receipts=[…])` with every hello: what was acknowledged and no declared restore explains."""

SEALED = frozenset({"finalised", "announced"})
Sheet = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}/[0-9]{1,9}$")]


class Claim(BaseModel):
    """A sheet that the tablet was told is received."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    sheet: Sheet
    version: Annotated[int, Field(ge=0)]
    receipt: Annotated[str, StringConstraints(max_length=20)]


class Hello(BaseModel):
    """What a tablet says when it connects: the generation it knows, its receipts, what stands unsent on it."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    device: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    generation: int | None = None
    sheets: Annotated[list[Claim], Field(max_length=1000)] = []
    states: Annotated[dict[Sheet, Annotated[str, StringConstraints(max_length=20)]], Field(max_length=200)] = {}


@dataclass(frozen=True)
class Voice:
    """Who speaks: a device that was bound to a seat by a card that is still valid; released ones may only look."""

    device: Device
    seat: SeatView
    contest: Contest

    @property
    def owner(self) -> str:
        """Give the name under which the tablet keeps this judge's sheets: another person in the seat has others."""
        return _owner_name(self.contest.uid, self.seat.id, self.seat.holder)

    @property
    def read_only(self) -> bool:
        """Say whether another device has taken over."""
        return self.device.released_at is not None


def remember(device: Device) -> None:
    """Let this browser's session speak for a device from now on."""
    session.permanent = True
    session[SEAT_SESSION] = device.id


def voice(reader: Session) -> Voice | None:
    """Give who this session speaks for, read from the database now, or None."""
    device = current_device(reader)
    if device is None or device.bound_at is None or reader.get_one(Card, device.card_id).revoked_at is not None:
        return None
    contest_id = reader.get_one(Seat, device.seat_id).contest_id
    seat = next(seat for seat in seat_views(reader, contest_id) if seat.id == device.seat_id)
    return Voice(device, seat, reader.get_one(Contest, contest_id))


def refusal(status: str, code: str) -> dict[str, Any]:
    """Give an answer that refuses, with the sentence of a code."""
    return {"status": status, "message": SCOREBOOK[code], "field": None}


def answer_to(event: str, raw: object) -> dict[str, Any]:
    """Answer a tablet's hello or submit, whatever it sent and whatever goes wrong here."""
    try:
        return _answer_to(event, raw)
    except Busy:
        return refusal("busy", "busy")
    except Exception:
        log.exception("a tablet's %s failed", event)
        return refusal("busy", "error")


def _answer_to(event: str, raw: object) -> dict[str, Any]:
    asked = QUESTIONS.get(event)
    body = dict(raw) if isinstance(raw, Mapping) else {}
    if asked is None or body.get("protocol") != PROTOCOL:
        return refusal("reload", "unknown_event")
    device, owner = device_id(), body.pop("owner", None)
    # The tablet names whose sheets it keeps: a browser that has meanwhile signed in as another judge must not mix them.
    if device is None or (owner is not None and owner != _owner(db.session(), device)):
        return refusal("unauthorised", "signed_out")
    return asked(device, body)


def _owner(reader: Session, device: int) -> str | None:
    query = (
        select(Contest.uid, Seat.id).join(Seat, Seat.contest_id == Contest.id).join(Device, Device.seat_id == Seat.id)
    )
    row = reader.execute(query.where(Device.id == device)).first()
    return None if row is None else _owner_name(row[0], row[1], holder_of(reader, row[1]))


def _owner_name(contest: str, seat: int, holder: int) -> str:
    return f"{contest}/{seat}/{holder}"


def _submit(device: int, body: dict[str, Any]) -> dict[str, Any]:
    return write(lambda changing: sheets.submit(changing, sheets.Speaker(device), body)).body()


def _hello(_device: int, body: dict[str, Any]) -> dict[str, Any]:
    speaker = voice(db.session())
    if speaker is None:
        return refusal("unauthorised", "signed_out")
    try:
        hello = Hello.model_validate(body)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        return refusal("invalid", "bad_command") | {
            "message": SCOREBOOK["bad_command"].format(name=field),
            "field": field,
        }
    tablet_spoke.send(
        speaker.contest.id,
        device=speaker.device.id,
        seat=speaker.seat.id,
        sheets={} if speaker.read_only else hello.states,
    )
    return _welcome(db.session(), speaker, hello)


QUESTIONS = {"hello": _hello, "submit": _submit}


def _welcome(reader: Session, speaker: Voice, hello: Hello) -> dict[str, Any]:
    contest, seat = speaker.contest, speaker.seat
    ledger = Ledger.load(reader, contest.id)
    version, rulebook = in_force(reader, contest.id)
    marked = [part for part in rulebook.parts if _marks(rulebook, part, seat)] if rulebook else []
    teams = {team.id: team for team in reader.scalars(select(Team).where(Team.contest_id == contest.id))}
    return {
        "status": "accepted",
        "protocol": PROTOCOL,
        "owner": speaker.owner,
        "generation": sheets.generation(reader),
        "server_time": iso(now()),
        "contest": {"uid": contest.uid, "title": contest.name, "invented": contest.invented},
        "seat": _seat(seat),
        "read_only": speaker.read_only,
        "sealed": ledger.step in SEALED,
        "rulebook": {"version": version, "parts": [part_view(part) for part in marked]},
        "performances": [shown for part in marked for shown in _performances(ledger, part, teams)],
        "next": _next(ledger, marked, teams),
        "sheets": list(_own_sheets(ledger, seat)),
        "conferring": []
        if speaker.read_only or rulebook is None
        else list(_conferring(reader, ledger, speaker, rulebook)),
        "unknown_receipts": _unknown(reader, speaker, ledger, hello),
    }


def _marks(rulebook: Rulebook, part: Part, seat: SeatView) -> bool:
    return METHODS[part.panel.method].judged and marks_part(rulebook, str(seat.number), part.key)


def _seat(seat: SeatView) -> dict[str, Any]:
    return {
        "id": seat.id,
        "number": seat.number,
        "name": seat.name,
        "salutation": seat.salutation,
        "head": seat.head,
    }


def part_view(part: Part) -> dict[str, Any]:
    """Give a part as tablets draw it."""
    return {
        "key": part.key,
        "name": part.name,
        "max_points": "" if part.max_points is None else exact_text(part.max_points),
        "criteria": [_criterion(criterion) for criterion in part.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    # Only an open figure and a quiz lack a maximum or a step (scoring.rules), and judges do not mark those.
    return {
        "key": criterion.key,
        "name": criterion.name,
        "max": to_thousandths(criterion.max_points or Fraction(0)),
        "step": to_thousandths(criterion.step or Fraction(1, 1000)),
        "weight": exact_text(criterion.weight),
        "group": criterion.group or None,
    }


def _performances(ledger: Ledger, part: Part, teams: Mapping[int, Team]) -> Iterator[dict[str, Any]]:
    """Give the performances of a part that were opened, in running order; teams that did not come are left out."""
    for order, team_id in enumerate(ledger.order(part.key), 1):
        state = ledger.performance(part.key, team_id)
        if state == "waiting" or not ledger.present(part.key, team_id):
            continue
        team = teams[team_id]
        yield {
            "part": part.key,
            "team": str(team_id),
            "order": order,
            "name": team.name,
            "unit": team.unit.name if team.unit else "",
            "state": state,
            "since": ledger.data("performance", part.key, team_id).get("opened_at", ""),
            "conferred": ledger.data("conferring", part.key, team_id).get("state") == "closed",
        }


def _next(ledger: Ledger, parts: list[Part], teams: Mapping[int, Team]) -> dict[str, Any] | None:
    """Give the first waiting team after the newest opened performance of any part, or None."""
    opened = [fact for fact in ledger.under("performance") if fact.data["state"] != "waiting"]
    current = max(opened, key=lambda fact: str(fact.data.get("opened_at", "")), default=None)
    ordered = sorted(parts, key=lambda part: current is None or part.key != current.path[1])
    for part in ordered:
        for order, team_id in enumerate(ledger.order(part.key), 1):
            if ledger.performance(part.key, team_id) == "waiting":
                return {"part": part.key, "order": order, "name": teams[team_id].name}
    return None


def _own_sheets(ledger: Ledger, seat: SeatView) -> Iterator[dict[str, Any]]:
    """Give this judge's sheets; what the person before in the seat sent is not theirs to see."""
    for fact in ledger.under("sheet"):
        _, part, team, seat_id = fact.path
        if seat_id != str(seat.id):
            continue
        if sheets.is_anothers(fact.data, seat.holder):
            yield sheets.own_view(f"{part}/{team}", sheets.without_marks(fact.data), fact.at)
        else:
            yield sheets.own_view(f"{part}/{team}", fact.data, fact.at)


def _conferring(reader: Session, ledger: Ledger, speaker: Voice, rules: Rulebook) -> Iterator[dict[str, Any]]:
    """Give the sheets of the performances about which the panel confers now, to the judges whose sheets were opened.

    Nowhere else does a tablet learn of another judge's marks.
    """
    named = rules.judges_shown == "named"
    seats = seat_views(reader, speaker.contest.id)
    for fact in ledger.under("conferring"):
        own = fact.data["before"].get(str(speaker.seat.id))
        if fact.data["state"] != "open" or own is None or own["holder"] != speaker.seat.holder:
            continue
        _, part, team = fact.path
        opened = [seat for seat in seats if str(seat.id) in fact.data["before"]]
        yield {
            "sheet": f"{part}/{team}",
            "judges": [_opened(ledger, part, team, seat, named) for seat in opened],
        }


def _opened(ledger: Ledger, part: str, team: str, seat: SeatView, named: bool) -> dict[str, Any]:
    sheet = ledger.data("sheet", part, team, seat.id)
    marks = sheet["marks"] if sheet["state"] == sheets.RECEIVED else {}  # one that was given back is being marked anew
    return {"number": seat.number, "name": seat.name if named else "", "marks": marks}


def _unknown(reader: Session, speaker: Voice, ledger: Ledger, hello: Hello) -> list[str]:
    """Give the claimed receipts that no event of this seat carries: the data are older than what was acknowledged."""
    known = {fact.data.get("receipt") for fact in ledger.under("late")}
    for sheet in {claim.sheet for claim in hello.sheets}:
        events = history(reader, speaker.contest.id, f"sheet/{sheet}/{speaker.seat.id}")
        known.update(fact.data.get("receipt") for fact in events)
    unknown = [claim.receipt for claim in hello.sheets if claim.receipt not in known]
    # A declared restore raises the generation; without one nothing explains the loss.
    missing = unknown if hello.generation == sheets.generation(reader) else []
    if missing:
        current_app.logger.critical("receipts unknown here: seat %s: %s", speaker.seat.number, ", ".join(missing))
    receipts_missing.send(speaker.contest.id, seat=speaker.seat.id, receipts=missing)
    return unknown
