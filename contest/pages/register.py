"""The register of practice models: the list, one registration with all that belongs to it, and its actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from contest import changeview
from contest.db import db
from contest.history import Hand
from contest.listing import page_of, same_filters
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import ANSWERS, Page, by_hand
from contest.planning import unitlists
from contest.recognition import alike, campaigns, citations, evidence, lists, registering, signedforms, states
from contest.registerasked import asked
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.text import today

blueprint = Blueprint("register", __name__, url_prefix="/so-mo-hinh")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the registrations that the person sees, by search and filters."""
    wanted, session = asked(), db.session()
    chosen = campaigns.campaign(session, reach(), wanted.campaign_id) if wanted.campaign_id else None
    listed = campaigns.offered(session, reach(), chosen)
    return render_template(
        "register/index.html",
        page=page_of(lists.query(reach(), wanted)),
        campaigns=_told_apart(listed),
        current=chosen or next((each for each in listed if not each.closed), None),
        domains=campaigns.domains(session, chosen.id) if chosen else [],
        states=states.STATES,
        owner_types=registering.OWNER_TYPES,
        status_kinds=registering.STATUS_KINDS,
        late=registering.days_late,
        enters=reach().enters,
        export=same_filters("register_lists.file"),
    )


def _told_apart(listed: Sequence[Campaign]) -> list[tuple[int, str]]:
    """Give campaigns to choose from, each with its unit: many units call theirs alike."""
    rows = [(each.id, f"{each.name} · {each.unit.name}", each.unit_id) for each in listed]
    return unitlists.told_apart(db.session(), rows)


@blueprint.get("/<int:registration_id>")
@for_offices
@in_branch(Registration, "registration_id")
def show(registration_id: int) -> Page:
    """Show one registration: its contents, files, history, and what may be done with it now."""
    session = db.session()
    registration = session.get_one(Registration, registration_id)
    return render_template(
        "register/show.html",
        registration=registration,
        contents=registering.CONTENTS,
        force_parts=registering.FORCE_PARTS,
        owner_types=registering.OWNER_TYPES,
        status_kinds=registering.STATUS_KINDS,
        states=states.STATES,
        actions=states.ACTIONS,
        able=states.open_to(session, reach(), registration),
        lacking=registering.unsendable(session, registration),
        not_yet=today() < registration.campaign.opens_on,
        came_on=registering.came_on(registration),
        sent_on=registering.sent_on(registration),
        receives=signedforms.receives(session, reach(), registration),
        days_late=registering.days_late(registration),
        doubles=alike.doubles(session, reach(), registration),
        ended_before=alike.ended_before(session, registration),
        known_before=alike.known_before(session, registration),
        citation_corrected=citations.is_corrected(session, registration_id),
        files=evidence.listed(session, registration_id),
        needs_reason=evidence.needs_reason(registration),
        purposes=evidence.PURPOSES,
        lines=changeview.of_record(session, registration_id),
    )


@blueprint.post("/<int:registration_id>/<action>")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def act(registration_id: int, action: str) -> Page:
    """Move a registration on: send, return, receive, begin, discard; what is decided by a paper has its own pages."""
    doing = {
        "gui": _submit,
        "tra-lai": _simple("return"),
        "tiep-nhan": _simple("receive"),
        "bat-dau": _simple("start"),
        "bo": _discard,
    }
    if action not in doing:
        abort(404)
    reason, mine = request.form.get("reason", ""), reach()
    try:
        by_hand(lambda hand: doing[action](hand, mine, hand.session.get_one(Registration, registration_id), reason))
    except Refused as refused:
        if refused.status in ANSWERS:
            raise
        flash(refused.message, "danger")
        return redirect(url_for("register.show", registration_id=registration_id))
    flash("Đã ghi.", "success")
    if action == "bo":
        return redirect(url_for("register.index"))
    return redirect(url_for("register.show", registration_id=registration_id))


def _submit(hand: Hand, mine: Any, registration: Registration, _reason: str) -> None:
    registering.submit(hand, mine, registration)


def _discard(hand: Hand, mine: Any, registration: Registration, _reason: str) -> None:
    registering.discard(hand, mine, registration)


def _simple(name: str) -> Any:
    def move(hand: Hand, mine: Any, registration: Registration, reason: str) -> None:
        states.act(hand, mine, registration, name, reason)

    return move
