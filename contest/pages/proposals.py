"""Lists that are put before a meeting: those of a campaign, one with its lines, drawing it up, submitting it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange

from contest import history
from contest.access import row_number
from contest.db import db
from contest.decisionforms import UNITS
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, choices, form_page, own_unit, refused_in
from contest.recognition import campaigns, decisions, listlines, proposing, rewarding, voting
from contest.recognition.listkinds import KINDS, STAGES, kind_of, stage_of
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal
from contest.text import today

blueprint = Blueprint("proposals", __name__)
NUMBERS = {"inputmode": "numeric"}


class ListForm(KeptForm):
    """What a list is."""

    name = StringField("Tên danh sách", [Required(), Length(200)])
    what = SelectField("Nội dung đề nghị", [Required()])
    reward = StringField(
        "Hình thức khen thưởng",
        [Length(120)],
        description="Chỉ ghi khi đề nghị khen thưởng, ví dụ: Giấy khen của Chủ tịch UBND xã",
    )
    unit = StringField("Đơn vị họp xét", [Required(), Length(300)], render_kw=UNITS)
    least_percent = IntegerField(
        "Tỉ lệ tán thành (%)", [Required(), NumberRange(1, 100, "Tỉ lệ từ 1 đến 100.")], default=50, render_kw=NUMBERS
    )
    at_least = RadioField(
        "Tính đủ phiếu khi",
        choices=choices([("0", "trên tỉ lệ này"), ("1", "từ tỉ lệ này trở lên")]),
        default="0",
        description="Tính trên tổng số thành viên, không phải số có mặt.",
    )

    def offer(self, campaign_id: int) -> None:
        """List the campaign's steps and the other kinds of list."""
        steps = campaigns.steps(db.session(), campaign_id)
        offered = [(f"recognise:{step.id}", step.name) for step in steps]
        offered += [(f"{key}:", kind.words) for key, kind in KINDS.items() if not kind.of_step]
        offered += [(f"reward:{step.id}", f"Khen thưởng, chọn trong bước “{step.name}”") for step in reversed(steps)]
        self.what.choices = choices([("", "Đề nghị chọn"), *offered])

    def details(self) -> proposing.ListDetails:
        """Give what was typed; the form must be valid."""
        kind, _, step = (self.what.data or "").partition(":")
        return proposing.ListDetails(
            name=self.name.data or "",
            unit_id=own_unit(self.unit.data or "").id,
            kind=kind,
            step_id=int(step) if step else None,
            reward=(self.reward.data or "") if KINDS[kind].other_body else "",
            least_percent=int(self.least_percent.data or 0),
            at_least=self.at_least.data == "1",
        )


class SubmitForm(KeptForm):
    """Under which number and day a list is submitted."""

    number = StringField("Số tờ trình", [Required(), Length(80)], description="Ví dụ: 12-TTr/BTGDV")
    submitted_on = DayField("Ngày trình", [Required()])


@blueprint.get("/dot-dang-ky/<int:campaign_id>/de-nghi")
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """List the lists of a campaign that the person sees."""
    campaign = campaign_or_404(campaign_id)
    return render_template(
        "proposals/index.html",
        campaign=campaign,
        lists=proposing.of_campaign(db.session(), reach(), campaign_id),
        kinds=KINDS,
        stages=STAGES,
        stage_of=stage_of,
        enters=reach().enters,
    )


@blueprint.route("/dot-dang-ky/<int:campaign_id>/de-nghi/moi", methods=["GET", "POST"])
@for_offices
def new(campaign_id: int) -> Page:
    """Show the form of a new list, or begin it."""
    campaign = campaign_or_404(campaign_id)
    if not reach().enters:
        abort(403)
    form = ListForm()
    form.offer(campaign_id)
    if form.validate_on_submit():
        try:
            details = form.details()
            made = by_hand(
                lambda hand: proposing.make(hand, hand.session.get_one(Campaign, campaign_id), details).id, form
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lập danh sách. Đề nghị chọn mô hình đưa vào.", "success")
            return redirect(url_for("proposing.add", proposal_id=made))
    elif request.method == "GET":
        form.unit.data = campaign.unit.name if reach().may_change(db.session(), campaign.unit_id) else ""
        form.what.data = request.args.get("noi-dung", "")
    return form_page("proposals/edit.html", form, campaign=campaign, proposal=None)


@blueprint.get("/de-nghi/<int:proposal_id>")
@for_offices
@in_branch(Proposal, "proposal_id")
def show(proposal_id: int) -> Page:
    """Show a list: where it stands, what is to be done next, its lines, its decisions and papers."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    page, kind = page_of(listlines.query(proposal)), kind_of(proposal)
    ruled = decisions.of_proposal(session, proposal_id)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        campaign=proposal.campaign,
        kind=kind,
        stage=stage_of(proposal),
        stages=STAGES,
        page=page,
        lines=listlines.shown(session, proposal, page.items),
        said=listlines.decided(session, proposal),
        granted=decisions.grants,
        reaches=voting.reaches,
        threshold=voting.threshold(proposal),
        tally=voting.tally(proposal, proposal.lines),
        decisions=ruled,
        sorts=listlines.SORTS,
        file=rewarding.file(proposal, rewarding.papers(session, proposal_id)) if kind.other_body else [],
        twice=rewarding.twice(session, proposal) if kind.other_body else [],
        may_change=reach().may_change(session, proposal.unit_id),
        changes=history.lines(session, [f"proposal:{proposal_id}"]),
    )


@blueprint.route("/de-nghi/<int:proposal_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def edit(proposal_id: int) -> Page:
    """Show what a list is, or change it."""
    proposal = db.session.get_one(Proposal, proposal_id)
    form = ListForm()
    form.of(proposal)
    form.offer(proposal.campaign_id)
    if form.validate_on_submit():
        try:
            details = form.details()
            by_hand(lambda hand: proposing.edit(hand, hand.session.get_one(Proposal, proposal_id), details), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("proposals.show", proposal_id=proposal_id))
    elif request.method == "GET":
        for name in ("name", "reward", "least_percent"):
            form[name].data = getattr(proposal, name)
        form.unit.data, form.at_least.data = proposal.unit.name, "1" if proposal.at_least else "0"
        form.what.data = f"{proposal.kind}:{proposal.step_id or ''}"
    return form_page("proposals/edit.html", form, campaign=proposal.campaign, proposal=proposal)


@blueprint.route("/de-nghi/<int:proposal_id>/trinh", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def submit(proposal_id: int) -> Page:
    """Show under which number a list is to be submitted, or submit it."""
    proposal, form = db.session.get_one(Proposal, proposal_id), SubmitForm()
    if form.validate_on_submit():
        number, day, mine = form.number.data or "", form.submitted_on.data, reach()
        try:
            by_hand(
                lambda hand: proposing.submit(hand, mine, hand.session.get_one(Proposal, proposal_id), number, day),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã trình danh sách. Các dòng giữ nguyên từ đây.", "success")
            return redirect(url_for("proposals.show", proposal_id=proposal_id))
    elif request.method == "GET":
        form.submitted_on.data = today()
    count = len(proposal.lines)
    return form_page("proposals/submit.html", form, campaign=proposal.campaign, proposal=proposal, count=count)


@blueprint.post("/de-nghi/<int:proposal_id>/<action>")
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def act(proposal_id: int, action: str) -> Page:
    """Order a list's lines at once, close it, or throw it away."""
    by = request.form.get("by", "")
    doing: dict[str, Any] = {
        "xep": lambda hand, row: listlines.arrange(hand, row, by if by in listlines.SORTS else "don-vi"),
        "khep": proposing.close,
        "bo": proposing.discard,
    }
    if action not in doing:
        abort(404)
    campaign_id = db.session.get_one(Proposal, proposal_id).campaign_id
    by_hand(lambda hand: doing[action](hand, hand.session.get_one(Proposal, proposal_id)))
    flash("Đã ghi.", "success")
    if action == "bo":
        return redirect(url_for("proposals.of_campaign", campaign_id=campaign_id))
    return redirect(url_for("proposals.show", proposal_id=proposal_id, trang=row_number(request.args.get("trang", ""))))
