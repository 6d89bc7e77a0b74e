"""The meeting on a list: who was there, its minutes, and the votes line by line."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import IntegerField, TextAreaField
from wtforms.validators import NumberRange

from contest.db import db
from contest.decisionforms import numbered
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch
from contest.pagekit import ANSWERS, Page, by_hand, form_page, refused_in
from contest.recognition import listlines, voting
from contest.recognition.listkinds import stage_of
from contest.recognition.proposing import require_stage
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Proposal, ProposalLine

blueprint = Blueprint("meetings", __name__, url_prefix="/de-nghi/<int:proposal_id>")
SIZE = 50
PEOPLE = NumberRange(1, 1000, "Ghi số từ 1 đến 1.000.")
NUMBERS = {"inputmode": "numeric"}


class MeetingForm(KeptForm):
    """A meeting."""

    met_on = DayField("Ngày họp", [Required()])
    members = IntegerField("Tổng số thành viên", [Required(), PEOPLE], render_kw=NUMBERS)
    present = IntegerField("Số có mặt", [Required(), PEOPLE], render_kw=NUMBERS)
    minutes = TextAreaField(
        "Nội dung biên bản",
        [Length(20_000)],
        description="Thành phần, ý kiến, kết luận. Số phiếu từng mô hình ghi ở bước sau.",
        render_kw={"rows": 8},
    )


@blueprint.route("/hop-xet", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def meeting(proposal_id: int) -> Page:
    """Show what is noted of the meeting, or note it."""
    proposal, form = db.session.get_one(Proposal, proposal_id), MeetingForm()
    form.of(proposal)
    if form.validate_on_submit():
        noted = voting.Meeting(
            form.met_on.data, int(form.members.data or 0), int(form.present.data or 0), form.minutes.data or ""
        )
        try:
            by_hand(lambda hand: voting.hold(hand, hand.session.get_one(Proposal, proposal_id), noted), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi cuộc họp. Đề nghị ghi số phiếu.", "success")
            return redirect(url_for("meetings.votes", proposal_id=proposal_id))
    elif request.method == "GET":
        for name in ("met_on", "members", "present", "minutes"):
            form[name].data = getattr(proposal, name)
    threshold = voting.threshold(proposal)
    return form_page("proposals/meeting.html", form, campaign=proposal.campaign, proposal=proposal, threshold=threshold)


@blueprint.route("/phieu", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def votes(proposal_id: int) -> Page:
    """Show the votes for a page of lines, or note them; or the same for every line that has none."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    require_stage(proposal, "met", "closed")
    page = page_of(listlines.query(proposal), SIZE)
    typed = numbered("v", [line.id for line in page.items])
    wrong, status, form = dict[str, str](), 200, KeptForm()
    form.of(proposal)
    if request.method == "POST":
        try:
            count = _vote(proposal_id, page.items, typed, form)
        except Refused as refused:
            wrong, status = {refused.field or "": refused.message}, ANSWERS.get(refused.status, 422)
        else:
            flash(f"Đã ghi số phiếu của {count} mô hình.", "success")
            return redirect(url_for("meetings.votes", proposal_id=proposal_id, trang=page.page))
    answer = render_template(
        "proposals/votes.html",
        form=form,
        proposal=proposal,
        campaign=proposal.campaign,
        stage=stage_of(proposal),
        page=page,
        lines=listlines.shown(session, proposal, page.items),
        typed=typed,
        rest=request.form.get("rest", ""),
        wrong=wrong,
        reaches=voting.reaches,
        tally=voting.tally(proposal, proposal.lines),
        threshold=voting.threshold(proposal),
    )
    return answer, status


def _vote(proposal_id: int, lines: list[ProposalLine], typed: dict[int, str], form: KeptForm) -> int:
    rest = request.form.get("rest")
    if rest is not None:
        same = _number(rest, "rest", "mọi dòng")
        if same is None:
            raise Refused("votes_number", field="rest", place="mọi dòng", typed="")
        return by_hand(lambda hand: voting.vote_rest(hand, hand.session.get_one(Proposal, proposal_id), same), form)
    places = {line.id: line.position for line in lines}
    counted = {each: _number(word, f"v-{each}", f"dòng {places[each]}") for each, word in typed.items()}
    return by_hand(lambda hand: voting.vote(hand, hand.session.get_one(Proposal, proposal_id), counted), form)


def _number(typed: str, field: str, place: str) -> int | None:
    if not typed.strip():
        return None
    if not re.fullmatch(r"[0-9]{1,4}", typed.strip()):
        raise Refused("votes_number", field=field, place=place, typed=typed[:20])
    return int(typed)
