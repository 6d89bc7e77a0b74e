"""The reward file of a list: what it lacks, its papers, what is proposed twice; all of it to print."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import TextAreaField

from contest.db import db
from contest.forms import Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch
from contest.pagekit import Page, by_hand, form_page, refused_in
from contest.recognition import listlines, registering, rewarding, voting
from contest.recognition.listkinds import kind_of
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Proposal
from contest.tables.recognition import Registration
from contest.text import date_words
from contest.unithead import head

blueprint = Blueprint("rewards", __name__, url_prefix="/de-nghi/<int:proposal_id>/ho-so")


class WrittenForm(KeptForm):
    """One paper of the file."""

    text = TextAreaField("Nội dung", [Required(), Length(20_000)], render_kw={"rows": 16})


def _proposal(proposal_id: int) -> Proposal:
    """Give a list that proposes a reward; 404 for any other."""
    found = db.session.get_one(Proposal, proposal_id)
    if not kind_of(found).other_body:
        abort(404)
    return found


@blueprint.get("")
@for_offices
@in_branch(Proposal, "proposal_id")
def file(proposal_id: int) -> Page:
    """Show a reward file: each paper, whether it is there, and what is proposed twice."""
    session, proposal = db.session(), _proposal(proposal_id)
    written = rewarding.papers(session, proposal_id)
    page = page_of(listlines.query(proposal))
    return render_template(
        "rewards/file.html",
        proposal=proposal,
        campaign=proposal.campaign,
        items=rewarding.file(proposal, written),
        page=page,
        lines=listlines.shown(session, proposal, page.items),
        reported={paper.registration_id for paper in written if paper.kind == "achievement"},
        twice=rewarding.twice(session, proposal),
    )


@blueprint.get("/in")
@for_offices
@in_branch(Proposal, "proposal_id")
def printed(proposal_id: int) -> Page:
    """Give the whole file, to print."""
    session, proposal = db.session(), _proposal(proposal_id)
    written = rewarding.papers(session, proposal_id)
    return render_template(
        "rewards/printed.html",
        proposal=proposal,
        head=head(session, proposal.unit, proposal.submitted_on, proposal.number),
        kind=kind_of(proposal),
        voted=rewarding.voted(proposal),
        met_head=head(session, proposal.unit, proposal.met_on),
        met_on=date_words(proposal.met_on) if proposal.met_on else "",
        reaches=voting.reaches,
        threshold=voting.threshold(proposal),
        tally=voting.tally(proposal, proposal.lines),
        texts={paper.kind: paper.text for paper in written if paper.registration_id is None},
        reports={paper.registration_id: paper.text for paper in written if paper.registration_id is not None},
        lines=listlines.shown(session, proposal, listlines.query(proposal)),
        owner_types=registering.OWNER_TYPES,
    )


@blueprint.route("/<kind>", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def paper(proposal_id: int, kind: str) -> Page:
    """Show a paper of the file (the tờ trình, the minutes), or write it."""
    wanted = {"to-trinh": "submission", "bien-ban": "minutes"}.get(kind)
    if wanted is None:
        abort(404)
    proposal = _proposal(proposal_id)
    begun = proposal.minutes if wanted == "minutes" else ""
    return _write(proposal, wanted, None, begun)


@blueprint.route("/thanh-tich/<int:registration_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def achievement(proposal_id: int, registration_id: int) -> Page:
    """Show the report of one achievement, begun from the registration's own words, or write it."""
    proposal = _proposal(proposal_id)
    if registration_id not in {line.registration_id for line in proposal.lines}:
        abort(404)
    registration = db.session.get_one(Registration, registration_id)
    return _write(proposal, "achievement", registration, rewarding.draft(registration))


def _write(proposal: Proposal, kind: str, registration: Registration | None, begun: str) -> Page:
    form, proposal_id = WrittenForm(), proposal.id
    registration_id = registration.id if registration else None
    form.of_all(lambda reader: filter(None, [rewarding.paper(reader, proposal_id, kind, registration_id)]))
    if form.validate_on_submit():
        text = form.text.data or ""
        try:
            by_hand(
                lambda hand: rewarding.write(
                    hand, hand.session.get_one(Proposal, proposal_id), kind, text, registration_id
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("rewards.file", proposal_id=proposal_id))
    known = rewarding.paper(db.session(), proposal_id, kind, registration_id)
    if request.method == "GET":
        form.text.data = known.text if known else begun
    return form_page(
        "rewards/paper.html",
        form,
        proposal=proposal,
        campaign=proposal.campaign,
        title=rewarding.PAPERS[kind],
        registration=registration,
        draft=known is None and bool(begun),
    )
