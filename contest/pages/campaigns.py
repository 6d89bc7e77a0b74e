"""Campaigns: which there are, one with its units, legal bases and figures, and making or changing it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, form_page, lines_of, own_unit, refused_in
from contest.recognition import campaigns, lists
from contest.recognition.campaignuse import is_used
from contest.recognition.states import STATES
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign

blueprint = Blueprint("campaigns", __name__, url_prefix="/dot-dang-ky")
NUMBERS = {"inputmode": "numeric"}
YEARS = NumberRange(1990, 2100, "Năm từ 1990 đến 2100.")


class CampaignForm(KeptForm):
    """One campaign."""

    name = StringField(
        "Tên đợt", [Required(), Length(200)], description="Ví dụ: Đăng ký mô hình “Dân vận khéo” năm 2026"
    )
    unit = StringField("Đơn vị chủ trì", [Required(), Length(300)], render_kw={"data-units": "", "autocomplete": "off"})
    year = IntegerField("Năm", [Required(), YEARS], render_kw=NUMBERS)
    period_from = IntegerField("Giai đoạn từ năm", [Required(), YEARS], render_kw=NUMBERS)
    period_to = IntegerField("đến năm", [Required(), YEARS], render_kw=NUMBERS)
    opens_on = DayField("Bắt đầu nhận", [Required()])
    deadline = DayField("Hạn đăng ký", [Required()], description="Đăng ký sau hạn vẫn nhận, có ghi số ngày chậm.")
    domains = TextAreaField(
        "Lĩnh vực",
        [Required(), Length(4000)],
        description="Mỗi lĩnh vực một dòng, theo văn bản của địa phương.",
        render_kw={"rows": 5},
        default="\n".join(campaigns.USUAL_DOMAINS),
    )
    topics = TextAreaField(
        "Chủ đề trọng tâm", [Length(4000)], description="Mỗi chủ đề một dòng.", render_kw={"rows": 4}
    )
    steps = TextAreaField(
        "Các bước công nhận",
        [Length(1000)],
        description="Mỗi bước một dòng; bước sau chọn trong số đã qua bước trước.",
        render_kw={"rows": 3},
        default="\n".join(campaigns.USUAL_STEPS),
    )
    reason = StringField(
        "Lý do đổi ngày nhận, hạn đăng ký", [Length(500)], description="Ghi khi đợt đã có đăng ký; giữ trong lịch sử."
    )
    invented = BooleanField("Đợt chạy thử: số liệu tự đặt, ghi nhãn ở mọi nơi")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the campaigns that the person has to do with."""
    return render_template("campaigns/index.html", page=page_of(campaigns.query(reach())), enters=reach().enters)


@blueprint.route("/moi", methods=["GET", "POST"])
@for_offices
def new() -> Page:
    """Show the form of a new campaign, or make it."""
    if not reach().enters:
        abort(403)
    form = CampaignForm()
    if form.validate_on_submit():
        try:
            details = _details(form)
            campaign_id = by_hand(lambda hand: campaigns.make(hand, details).id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lập đợt đăng ký. Đề nghị chọn các đơn vị tham gia.", "success")
            return redirect(url_for("campaign_units.units", campaign_id=campaign_id))
    return form_page("campaigns/edit.html", form, campaign=None)


def _details(form: CampaignForm) -> campaigns.CampaignDetails:
    return campaigns.CampaignDetails(
        name=form.name.data or "",
        unit_id=own_unit(form.unit.data or "", form.opens_on.data).id,
        year=int(form.year.data or 0),
        period_from=int(form.period_from.data or 0),
        period_to=int(form.period_to.data or 0),
        opens_on=form.opens_on.data,
        deadline=form.deadline.data,
        domains=lines_of(form.domains.data),
        topics=lines_of(form.topics.data),
        steps=lines_of(form.steps.data),
        invented=bool(form.invented.data),
    )


@blueprint.get("/<int:campaign_id>")
@for_offices
def show(campaign_id: int) -> Page:
    """Show a campaign: its figures by state, domains, topics, legal bases and units."""
    campaign = campaign_or_404(campaign_id)
    session = db.session()
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        counts=lists.by_state(session, reach(), campaign_id),
        states=STATES,
        domains=campaigns.domains(session, campaign_id),
        topics=campaigns.topics(session, campaign_id),
        steps=campaigns.steps(session, campaign_id),
        bases=campaigns.bases(session, campaign_id),
        page=page_of(campaigns.units_of(reach(), campaign_id, request.args.get("tim", ""))),
        enters=reach().enters,
        may_change=reach().may_change(session, campaign.unit_id),
    )


@blueprint.route("/<int:campaign_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def edit(campaign_id: int) -> Page:
    """Show what a campaign is, or change it."""
    campaign = db.session.get_one(Campaign, campaign_id)
    form = CampaignForm(data=None if request.method == "POST" else _typed(campaign))
    form.of(campaign)
    if form.validate_on_submit():
        try:
            details, reason = _details(form), form.reason.data or ""
            by_hand(
                lambda hand: campaigns.edit(hand, hand.session.get_one(Campaign, campaign_id), details, reason), form
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    used = is_used(db.session(), campaign)
    return form_page("campaigns/edit.html", form, campaign=campaign, used=used)


def _typed(campaign: Campaign) -> dict[str, object]:
    session = db.session()
    plain = ("name", "year", "period_from", "period_to", "opens_on", "deadline", "invented")
    joined = {
        "domains": "\n".join(each.name for each in campaigns.domains(session, campaign.id)),
        "topics": "\n".join(each.name for each in campaigns.topics(session, campaign.id)),
        "steps": "\n".join(each.name for each in campaigns.steps(session, campaign.id)),
    }
    return {each: getattr(campaign, each) for each in plain} | joined | {"unit": campaign.unit.name}


@blueprint.post("/<int:campaign_id>/khep")
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def close(campaign_id: int) -> Page:
    """Close a campaign, or open it again."""
    closed = request.form.get("closed") == "1"
    by_hand(lambda hand: campaigns.close(hand, hand.session.get_one(Campaign, campaign_id), closed))
    flash("Đã khép đợt đăng ký." if closed else "Đã mở lại đợt đăng ký.", "success")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))
