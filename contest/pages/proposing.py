"""Drawing a list up: choosing among what may be proposed, by search and filters; one line with its reason and place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Select
from wtforms import IntegerField, TextAreaField
from wtforms.validators import NumberRange

from contest.access import row_number
from contest.db import db
from contest.forms import Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of, same_list
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, form_page, refused_in
from contest.recognition import campaigns, listlines, lists, proposable, registering
from contest.recognition.listkinds import kind_of
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Proposal, ProposalLine
from contest.tables.recognition import Registration

blueprint = Blueprint("proposing", __name__, url_prefix="/de-nghi/<int:proposal_id>")
SIZE = 50


class LineForm(KeptForm):
    """A line of a list."""

    reason = TextAreaField("Lý do", [Length(500)], render_kw={"rows": 3})
    position = IntegerField(
        "Thứ tự trong danh sách",
        [Required(), NumberRange(1, 100_000, "Thứ tự từ 1 trở lên.")],
        render_kw={"inputmode": "numeric"},
    )


@blueprint.route("/them", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def add(proposal_id: int) -> Page:
    """Show what may be put on a list, by search and filters, or put the chosen ones, or all that are found, on it."""
    wrong, form = "", KeptForm()
    if request.method == "POST":
        try:
            count = _add(proposal_id, form)
        except Refused as refused:
            if not refused.field:
                raise
            wrong = refused.message
        else:
            flash(f"Đã thêm {count} mô hình.", "success")
            return redirect(url_for("proposals.show", proposal_id=proposal_id))
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    page = page_of(_found(proposal), SIZE)
    told = proposable.appraised(session, [each.id for each in page.items])
    answer = render_template(
        "proposals/add.html",
        proposal=proposal,
        campaign=proposal.campaign,
        kind=kind_of(proposal),
        page=page,
        told=told,
        asked=proposable.asked(session, proposal),
        domains=campaigns.domains(session, proposal.campaign_id),
        owner_types=registering.OWNER_TYPES,
        appraisals=proposable.APPRAISALS,
        chosen=set(request.form.getlist("chosen")),
        reason=request.form.get("reason", ""),
        wrong=wrong,
        form=form,
        here=same_list(trang=page.page),
    )
    return (answer, 422) if wrong else answer


def _found(proposal: Proposal) -> Select[Any]:
    args = request.args
    wanted = lists.Filter(
        typed=args.get("tim", ""),
        unit_id=row_number(args.get("don-vi", "")),
        domain_id=row_number(args.get("linh-vuc", "")),
        owner_type=args.get("chu-the", ""),
    )
    return proposable.candidates(db.session(), reach(), proposal, wanted, args.get("tham-dinh", ""))


def _add(proposal_id: int, form: KeptForm) -> int:
    if request.form.get("all") == "1":
        found = _found(db.session.get_one(Proposal, proposal_id))
        ids = list(db.session.scalars(found.with_only_columns(Registration.id)))
    else:
        ids = [number for each in request.form.getlist("chosen") if (number := row_number(each)) is not None]
    reason, mine = request.form.get("reason", ""), reach()
    return by_hand(
        lambda hand: listlines.add(hand, mine, hand.session.get_one(Proposal, proposal_id), ids, reason), form
    )


def _line(proposal_id: int, line_id: int) -> ProposalLine:
    line = db.session.get(ProposalLine, line_id)
    if line is None or line.proposal_id != proposal_id:
        abort(404)
    return line


@blueprint.route("/dong/<int:line_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def line(proposal_id: int, line_id: int) -> Page:
    """Show one line, or change its reason and its place."""
    row, form = _line(proposal_id, line_id), LineForm()
    form.of(row)
    if form.validate_on_submit():
        reason, position = form.reason.data or "", int(form.position.data or 1)
        try:
            by_hand(
                lambda hand: listlines.change(
                    hand,
                    hand.session.get_one(Proposal, proposal_id),
                    hand.session.get_one(ProposalLine, line_id),
                    reason,
                    position,
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("proposals.show", proposal_id=proposal_id))
    elif request.method == "GET":
        form.reason.data, form.position.data = row.reason, row.position
    proposal = db.session.get_one(Proposal, proposal_id)
    shown = listlines.shown(db.session(), proposal, [row])[0]
    return form_page("proposals/line.html", form, campaign=proposal.campaign, proposal=proposal, line=shown)


@blueprint.post("/dong/<int:line_id>/bo")
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def drop(proposal_id: int, line_id: int) -> Page:
    """Take a line off a list."""
    _line(proposal_id, line_id)
    by_hand(
        lambda hand: listlines.remove(
            hand, hand.session.get_one(Proposal, proposal_id), hand.session.get_one(ProposalLine, line_id)
        )
    )
    flash("Đã bỏ khỏi danh sách.", "success")
    return redirect(url_for("proposals.show", proposal_id=proposal_id))
