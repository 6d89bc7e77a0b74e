"""Inspection in the year: a campaign's plans and calendar, what concerns one model, and the lines of an interim review."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import StringField

from contest.access import row_number
from contest.db import db
from contest.documentfields import DocumentFields, kept
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, form_page, office_unit, own_unit, refused_in
from contest.recognition import campaigns, inspecting, progress, registering
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import InspectionPlan
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import Unit
from contest.tables.recognition import ProgressLine, Registration

blueprint = Blueprint("inspections", __name__)
OFFERED = 100  # units to choose from at once
MANY = 50  # rows of a table that is typed at once


class PlanForm(DocumentFields):
    """A plan of inspection."""

    name = StringField("Tên kế hoạch", [Required(), Length(200)], description="Ví dụ: Kiểm tra mô hình giữa năm 2026")
    unit = StringField(
        "Đơn vị kiểm tra", [Required(), Length(300)], render_kw={"data-units": "", "autocomplete": "off"}
    )
    from_on = DayField("Từ ngày", [Required()])
    to_on = DayField("Đến ngày", [Required()])

    @property
    def details(self) -> inspecting.PlanDetails:
        """Give the plan as typed, its unit within the person's branches."""
        unit = own_unit(self.unit.data or "", self.from_on.data)
        return inspecting.PlanDetails(self.name.data or "", unit.id, self.from_on.data, self.to_on.data)


@blueprint.get("/dot-dang-ky/<int:campaign_id>/kiem-tra")
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """List a campaign's plans, the visits day by day, and the kiến nghị that are overdue."""
    campaign, session = campaign_or_404(campaign_id), db.session()
    plan_id, state = row_number(request.args.get("ke-hoach", "")), request.args.get("buoi", "")
    held = {"da": True, "chua": False}.get(state)
    visits = page_of(inspecting.calendar(reach(), campaign_id, plan_id, held))
    late = inspecting.overdue(session, reach(), campaign_id)
    return render_template(
        "inspections/campaign.html",
        campaign=campaign,
        plans=inspecting.plans(session, reach(), campaign_id),
        tallies=inspecting.tallies(session, campaign_id),
        visits=visits,
        found=inspecting.findings(session, [each.id for each in visits.items]),
        late=late,
        days_over=inspecting.days_over,
        names=inspecting.model_names(session, visits.items),
        enters=reach().enters,
        may_change=_may_change(),
    )


def _may_change() -> Any:
    """Give a question about a unit's book that asks the database once for each unit."""
    known: dict[int, bool] = {}

    def may(unit_id: int) -> bool:
        if unit_id not in known:
            known[unit_id] = reach().may_change(db.session(), unit_id)
        return known[unit_id]

    return may


@blueprint.route("/dot-dang-ky/<int:campaign_id>/kiem-tra/ke-hoach", methods=["GET", "POST"])
@for_offices
def new_plan(campaign_id: int) -> Page:
    """Show the form of a plan, or make it."""
    campaign = campaign_or_404(campaign_id)
    if not reach().enters:
        abort(403)
    form = PlanForm()
    if form.validate_on_submit():
        kept_id = _keep(form, campaign_id, None)
        if kept_id is not None:
            flash("Đã lập kế hoạch. Đề nghị ghi các buổi kiểm tra.", "success")
            return redirect(url_for("inspections.of_campaign", campaign_id=campaign_id))
    elif request.method == "GET":
        own = office_unit()
        form.unit.data = own.name if own else campaign.unit.name
    return form_page("inspections/plan.html", form, campaign=campaign, plan=None)


@blueprint.route("/kiem-tra/ke-hoach/<int:plan_id>", methods=["GET", "POST"])
@for_offices
@in_branch(InspectionPlan, "plan_id", change=True)
def plan(plan_id: int) -> Page:
    """Show a plan's form, or change it."""
    row = db.session.get_one(InspectionPlan, plan_id)
    form, campaign_id = PlanForm(obj=None if request.method == "POST" else row), row.campaign_id
    form.of(row)
    if form.validate_on_submit():
        if _keep(form, campaign_id, plan_id) is not None:
            flash("Đã lưu.", "success")
            return redirect(url_for("inspections.of_campaign", campaign_id=campaign_id))
    elif request.method == "GET":
        form.unit.data = row.unit.name
        form.show(row.document)
    campaign = db.session.get_one(Campaign, campaign_id)
    return form_page("inspections/plan.html", form, campaign=campaign, plan=row)


def _keep(form: PlanForm, campaign_id: int, plan_id: int | None) -> int | None:
    """Keep a plan; None when it was refused, which stands beside its field then."""
    try:
        details, document = form.details, form.document

        def work(hand: Hand) -> int:
            paper = kept(hand, details.unit_id, document)
            row = hand.session.get_one(InspectionPlan, plan_id) if plan_id else None
            values = inspecting.PlanDetails(details.name, details.unit_id, details.from_on, details.to_on, paper)
            return inspecting.keep_plan(hand, hand.session.get_one(Campaign, campaign_id), row, values).id

        return by_hand(work, form)
    except Refused as refused:
        refused_in(form, refused)
        return None


@blueprint.get("/so-mo-hinh/<int:registration_id>/kiem-tra")
@for_offices
@in_branch(Registration, "registration_id")
def of_registration(registration_id: int) -> Page:
    """Show the visits that concern a model, with what they found and recommended."""
    session = db.session()
    registration = session.get_one(Registration, registration_id)
    visits = inspecting.of_registration(session, registration)
    return render_template(
        "inspections/registration.html",
        registration=registration,
        status_kinds=registering.STATUS_KINDS,
        visits=visits,
        found=inspecting.findings(session, [each.id for each in visits]),
        days_over=inspecting.days_over,
    )


def _units_to_report(campaign_id: int) -> tuple[list[Unit], Unit | None]:
    """Give some units of the campaign to choose from, by a search where there are many, and the one that is chosen."""
    session, typed = db.session(), request.args.get("tim", "")
    query = campaigns.units_of(reach(), campaign_id, typed).limit(OFFERED + 1)
    units = [each.unit for each in session.scalars(query).unique()]
    own = office_unit()  # a village's office reports on its own models, though its commune takes part
    units = [own, *units] if own is not None and own not in units and not typed else units
    asked = row_number(request.args.get("don-vi", ""))
    chosen = next((each for each in units if each.id == asked), None)
    if asked is None or (typed and chosen is None):
        return units, units[0] if units else None
    if chosen is None:
        row = session.get(CampaignUnit, (campaign_id, asked))
        if row is None or not reach().may_see(session, asked):
            abort(404)
        units, chosen = [*units, row.unit], row.unit
    return units, chosen


@blueprint.route("/dot-dang-ky/<int:campaign_id>/kiem-tra/so-ket", methods=["GET", "POST"], endpoint="progress")
@for_offices
def progress_table(campaign_id: int) -> Page:
    """Show the models of a unit as one table of lines for a period, or keep all the lines that were typed."""
    campaign, session = campaign_or_404(campaign_id), db.session()
    if not reach().enters:
        abort(403)
    units, unit = _units_to_report(campaign_id)
    named = progress.periods(campaign.year)
    period = request.args.get("ky", "")
    period = period if period in named else next(iter(named))
    page = page_of(progress.reported(reach(), campaign, unit.id), MANY) if unit else None
    rows = list(page.items) if page else []
    ids = [row.id for row in rows]
    known = {key: each[0] for key, each in progress.lines(session, ids, period).items()}
    wrong, form = dict[int, str](), KeptForm()
    form.of_all(lambda reader: _lines(reader, ids, period))
    if request.method == "POST":
        wrong, saved = _record(rows, period, form)
        if saved is not None:
            flash(f"Đã ghi {saved} dòng." if saved else "Không có dòng nào thay đổi.", "success")
            return redirect(request.full_path.rstrip("?"))
    return form_page(
        "inspections/progress.html",
        form,
        campaign=campaign,
        units=units,
        unit=unit,
        many=len(units) > OFFERED or bool(request.args.get("tim")),
        periods=named,
        period=period,
        page=page,
        lines=known,
        wrong=wrong,
        on_track=progress.ON_TRACK,
    )


def _lines(reader: Session, ids: list[int], period: str) -> list[ProgressLine]:
    return [line for each in progress.lines(reader, ids, period).values() for line in each]


def _record(rows: list[Registration], period: str, form: KeptForm) -> tuple[dict[int, str], int | None]:
    """Keep each line that was typed, in one write, and count; gives what was refused by registration, nothing kept then."""
    typed = {row.id: request.form.get(f"line-{row.id}", "") for row in rows}
    tracks = {row.id: request.form.get(f"track-{row.id}", "1") == "1" for row in rows}
    mine, wrong = reach(), dict[int, str]()

    def work(hand: Hand) -> int:
        known = progress.lines(hand.session, list(typed), period)
        saved = 0
        for key, said in typed.items():
            if not said.strip() and key not in known:
                continue
            before = [(line.text, line.on_track) for line in known.get(key, ())]
            try:
                line = progress.record(
                    hand, mine, hand.session.get_one(Registration, key), period, said, on_track=tracks[key]
                )
                saved += before != [(line.text, line.on_track)]
            except Refused as refused:
                wrong[key] = refused.message
        if wrong:
            raise Refused("lines_wrong", count=len(wrong))
        return saved

    try:
        return {}, by_hand(work, form)
    except Refused as refused:
        refused_in(form, refused)
        return wrong, None
