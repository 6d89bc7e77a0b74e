"""A judge's pages: the card's landing, the pad, and the protocol's HTTP door."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from contest import jsonbody, seating
from contest.access import card_of, current_device
from contest.db import db
from contest.extensions import csrf
from contest.panel import SeatView, seat_views
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.tables.people import Card, Device, Seat
from contest.tablet import answer_to, remember, voice
from contest.writer import write

blueprint = Blueprint("judge", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/g/<token>")
def card(token: str) -> Page:
    """Greet the judge whose card was scanned; nothing is bound before they say that it is theirs."""
    found = card_of(db.session(), token)
    if found is None:
        return render_template("judge/revoked.html"), 404
    return redirect(url_for("judge.pad")) if _is_bound(found) else _page("card", found.seat_id)


@blueprint.post("/g/<token>")
def answer_card(token: str) -> Page:
    """Bind this device to the card's seat (the first one at once, a further one by PIN or the desk), or say goodbye."""
    found = card_of(db.session(), token)
    if found is None:
        return render_template("judge/revoked.html"), 404
    if request.form.get("answer") == "no":
        return render_template("judge/goodbye.html")
    if _is_bound(found):
        return redirect(url_for("judge.pad"))
    try:
        device = _bind(found)
    except Refused as refused:
        if refused.code == "card_revoked":
            return render_template("judge/revoked.html"), 404
        asked = "pin" in request.form
        return _page("pin", found.seat_id, refused.message if asked else ""), 403
    remember(device)
    return redirect(url_for("judge.pad"))


def _bind(card: Card) -> Device:
    label = request.user_agent.string
    if request.form.get("answer") == "desk":
        return write(lambda changing: seating.ask_approval(changing, card, label))
    if "pin" in request.form:
        pin = request.form["pin"]
        return write(lambda changing: seating.take_over(changing, card, pin, label))
    return write(lambda changing: seating.bind_first(changing, card, label))


def _is_bound(card: Card) -> bool:
    device = current_device(db.session())
    return (
        device is not None and (device.card_id, device.released_at) == (card.id, None) and device.bound_at is not None
    )


def _page(name: str, seat_id: int, error: str = "") -> str:
    seat, contest = _seat(seat_id)
    return render_template(f"judge/{name}.html", seat=seat, contest={"title": contest.name}, error=error)


def _seat(seat_id: int) -> tuple[SeatView, Contest]:
    contest_id = db.session.get_one(Seat, seat_id).contest_id
    seat = next(seat for seat in seat_views(db.session(), contest_id) if seat.id == seat_id)
    return seat, db.session.get_one(Contest, contest_id)


@blueprint.get("/cham")
def pad() -> Page:
    """Show the judge's tablet, or what is needed first: the desk's approval, a card."""
    speaker = voice(db.session())
    if speaker is not None:
        return render_template("judge/pad.html", owner=speaker.owner, contest={"title": speaker.contest.name})
    device = current_device(db.session())
    if device is not None and _waits(device):
        return _page("waiting", device.seat_id)
    return render_template("judge/signed_out.html"), 401


def _waits(device: Device) -> bool:
    return device.bound_at is None and device.released_at is None


@blueprint.post("/cham/<any(hello, submit):event>")
@csrf.exempt  # type: ignore[untyped-decorator]  # the app refuses a foreign Origin, and JSON needs a preflight
def ask(event: str) -> dict[str, Any]:
    """Answer a tablet whose sockets are blocked: the same body, the same answer."""
    return answer_to(event, jsonbody.parse_or_none(request.get_data()))
