"""One visit of an inspection: its form, its findings and kiến nghị with what was done about them, its printed minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from wtforms import SelectField, StringField, TextAreaField

from contest.access import row_number
from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, choices, form_page, lines_of, refused_in
from contest.planning.units import required_unit
from contest.recognition import inspecting
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Finding, Inspection, InspectionPlan
from contest.tables.places import UnitBranch
from contest.tables.recognition import Registration
from contest.unithead import head

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("inspection_visits", __name__, url_prefix="/kiem-tra")
MOST_MODELS = 500  # in the choice of one model of a unit


class VisitForm(KeptForm):
    """A visit, planned or held."""

    unit = StringField(
        "Đơn vị được kiểm tra", [Required(), Length(300)], render_kw={"data-units": "", "autocomplete": "off"}
    )
    registration = SelectField("Mô hình", description="Để “cả danh sách” nếu kiểm tra mọi mô hình của đơn vị.")
    planned_on = DayField("Ngày dự kiến", [Required()])
    held_on = DayField("Ngày làm việc", description="Ghi khi đã làm việc xong.")
    place = StringField("Địa điểm", [Length(200)])
    chair = StringField("Chủ trì", [Length(200)], description="Họ tên, chức vụ")
    present = TextAreaField("Thành phần", [Length(4000)], render_kw={"rows": 4}, description="Mỗi người một dòng.")
    minutes = TextAreaField("Nội dung làm việc", [Length(20_000)], render_kw={"rows": 6})

    def offer(self, plan: InspectionPlan, unit_id: int | None) -> None:
        """List the models of the unit that is visited; without one yet, those that the visit has already."""
        below = select(UnitBranch.unit_id).where(UnitBranch.above_id == unit_id)
        query = select(Registration.id, Registration.name).where(
            Registration.campaign_id == plan.campaign_id, Registration.unit_id.in_(below)
        )
        rows = db.session.execute(query.order_by(Registration.plain_key).limit(MOST_MODELS)).all()
        self.registration.choices = choices([("", "Cả danh sách của đơn vị"), *((str(row[0]), row[1]) for row in rows)])

    @property
    def details(self) -> inspecting.VisitDetails:
        """Give the visit as typed."""
        return inspecting.VisitDetails(
            unit_id=required_unit(db.session(), self.unit.data or "", self.planned_on.data).id,
            planned_on=self.planned_on.data,
            registration_id=row_number(self.registration.data or ""),
            held_on=self.held_on.data,
            place=self.place.data or "",
            chair=self.chair.data or "",
            present=self.present.data or "",
            minutes=self.minutes.data or "",
        )


class FindingForm(KeptForm):
    """A finding, or with a day a kiến nghị."""

    text = TextAreaField("Nội dung", [Required(), Length(4000)], render_kw={"rows": 3})
    due_on = DayField("Thực hiện xong trước ngày", description="Có ngày thì là kiến nghị; để trống thì là nhận xét.")
    done_on = DayField("Ngày thực hiện xong")
    answer = TextAreaField("Kết quả thực hiện", [Length(4000)], render_kw={"rows": 3})


class AnswerForm(KeptForm):
    """What the visited unit did about a kiến nghị."""

    done_on = DayField("Ngày thực hiện xong", [Required()])
    answer = TextAreaField("Kết quả thực hiện", [Required(), Length(4000)], render_kw={"rows": 4})


def _of_visit(*, inspects: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a page of one visit: 404 for who neither inspects nor is visited; 403 where only who inspects may."""

    def guard(page: Callable[P, R]) -> Callable[P, R]:
        @wraps(page)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            row = db.session.get(Inspection, kwargs["visit_id"])
            if row is None or not inspecting.may_see(db.session(), reach(), row):
                abort(404)
            if inspects and not reach().may_change(db.session(), row.plan.unit_id):
                abort(403)
            return page(*args, **kwargs)

        return guarded

    return guard


@blueprint.route("/ke-hoach/<int:plan_id>/buoi", methods=["GET", "POST"])
@for_offices
@in_branch(InspectionPlan, "plan_id", change=True)
def new(plan_id: int) -> Page:
    """Show the form of a visit, or put it into the plan."""
    plan = db.session.get_one(InspectionPlan, plan_id)
    form = VisitForm()
    asked = db.session.get(Registration, row_number(request.args.get("mo-hinh", "")) or 0)
    form.offer(plan, _typed_unit(form) or (asked.unit_id if asked else None))
    if form.validate_on_submit():
        visit_id = _keep(form, plan_id, None)
        if visit_id is not None:
            flash("Đã ghi buổi kiểm tra.", "success")
            return redirect(url_for("inspection_visits.show", visit_id=visit_id))
    elif request.method == "GET" and asked is not None and reach().may_see(db.session(), asked.unit_id):
        form.unit.data, form.registration.data = asked.unit.name, str(asked.id)
    return form_page("inspections/visit_form.html", form, plan=plan, visit=None)


def _typed_unit(form: VisitForm) -> int | None:
    try:
        return required_unit(db.session(), form.unit.data, form.planned_on.data).id if form.unit.data else None
    except Refused:
        return None  # said beside the field when the form is kept


@blueprint.get("/<int:visit_id>")
@for_offices
@_of_visit()
def show(visit_id: int) -> Page:
    """Show a visit with its findings."""
    session = db.session()
    visit = session.get_one(Inspection, visit_id)
    findings = inspecting.findings(session, [visit_id]).get(visit_id, [])
    return render_template(
        "inspections/visit.html",
        visit=visit,
        model=session.get(Registration, visit.registration_id or 0),
        findings=findings,
        reported=inspecting.reported(session, findings),
        days_over=inspecting.days_over,
        present=lines_of(visit.present),
        inspects=reach().may_change(session, visit.plan.unit_id),
        answers=reach().may_change(session, visit.unit_id),
    )


@blueprint.route("/<int:visit_id>/sua", methods=["GET", "POST"])
@for_offices
@_of_visit(inspects=True)
def edit(visit_id: int) -> Page:
    """Show a visit's form, or change it."""
    visit = db.session.get_one(Inspection, visit_id)
    form = VisitForm(obj=None if request.method == "POST" else visit)
    form.of(visit)
    form.offer(visit.plan, _typed_unit(form) if request.method == "POST" else visit.unit_id)
    if form.validate_on_submit():
        if _keep(form, visit.plan_id, visit_id) is not None:
            flash("Đã lưu.", "success")
            return redirect(url_for("inspection_visits.show", visit_id=visit_id))
    elif request.method == "GET":
        form.unit.data, form.registration.data = visit.unit.name, str(visit.registration_id or "")
    return form_page("inspections/visit_form.html", form, plan=visit.plan, visit=visit)


def _keep(form: VisitForm, plan_id: int, visit_id: int | None) -> int | None:
    """Keep a visit; None when it was refused, which stands beside its field then."""
    try:
        details = form.details

        def work(hand: Hand) -> int:
            row = hand.session.get_one(Inspection, visit_id) if visit_id else None
            return inspecting.keep_visit(hand, hand.session.get_one(InspectionPlan, plan_id), row, details).id

        return by_hand(work, form)
    except Refused as refused:
        refused_in(form, refused)
        return None


@blueprint.route("/<int:visit_id>/kien-nghi", methods=["GET", "POST"])
@for_offices
@_of_visit(inspects=True)
def add_finding(visit_id: int) -> Page:
    """Show the form of a finding or kiến nghị, or note it."""
    return _finding(visit_id, None)


@blueprint.route("/<int:visit_id>/kien-nghi/<int:finding_id>", methods=["GET", "POST"])
@for_offices
@_of_visit(inspects=True)
def finding(visit_id: int, finding_id: int) -> Page:
    """Show a finding's form, or change it."""
    return _finding(visit_id, _finding_or_404(visit_id, finding_id))


def _finding_or_404(visit_id: int, finding_id: int) -> Finding:
    row = db.session.get(Finding, finding_id)
    if row is None or row.inspection_id != visit_id:
        abort(404)
    return row


def _finding(visit_id: int, row: Finding | None) -> Page:
    form, finding_id = FindingForm(obj=None if request.method == "POST" else row), row.id if row else None
    if row is not None:
        form.of(row)
    if form.validate_on_submit():
        details = inspecting.FindingDetails(
            form.text.data or "", form.due_on.data, form.done_on.data, form.answer.data or ""
        )

        def work(hand: Hand) -> None:
            known = hand.session.get_one(Finding, finding_id) if finding_id else None
            inspecting.keep_finding(hand, hand.session.get_one(Inspection, visit_id), known, details)

        try:
            by_hand(work, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi.", "success")
            return redirect(url_for("inspection_visits.show", visit_id=visit_id))
    visit = db.session.get_one(Inspection, visit_id)
    return form_page("inspections/finding.html", form, visit=visit, finding=row)


@blueprint.route("/<int:visit_id>/kien-nghi/<int:finding_id>/tra-loi", methods=["GET", "POST"])
@for_offices
@_of_visit()
def answer(visit_id: int, finding_id: int) -> Page:
    """Show the form in which the visited unit says what it did about a kiến nghị, or note it."""
    row, visit = _finding_or_404(visit_id, finding_id), db.session.get_one(Inspection, visit_id)
    session = db.session()
    if not (reach().may_change(session, visit.unit_id) or reach().may_change(session, visit.plan.unit_id)):
        abort(403)
    form = AnswerForm(obj=None if request.method == "POST" else row)
    form.of(row)
    if form.validate_on_submit():
        done_on, said = form.done_on.data, form.answer.data or ""

        def work(hand: Hand) -> None:
            known = hand.session.get_one(Finding, finding_id)
            inspecting.answer(hand, hand.session.get_one(Inspection, visit_id), known, done_on, said)

        try:
            by_hand(work, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi kết quả thực hiện.", "success")
            return redirect(url_for("inspection_visits.show", visit_id=visit_id))
    return form_page("inspections/answer.html", form, visit=visit, finding=row)


@blueprint.get("/<int:visit_id>/bien-ban")
@for_offices
@_of_visit()
def minutes(visit_id: int) -> Page:
    """Show the working minutes of a visit, to print on A4."""
    session = db.session()
    visit = session.get_one(Inspection, visit_id)
    day = visit.held_on or visit.planned_on
    return render_template(
        "inspections/minutes.html",
        visit=visit,
        model=session.get(Registration, visit.registration_id or 0),
        head=head(session, visit.plan.unit, day),
        findings=inspecting.findings(session, [visit_id]).get(visit_id, []),
        present=lines_of(visit.present),
    )
