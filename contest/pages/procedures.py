"""Procedures and forms: those that a person reads, those in force for a campaign, and keeping one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField

from contest.db import db
from contest.decisionforms import UNITS
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import (
    Page,
    by_hand,
    campaign_or_404,
    download,
    form_page,
    lines_of,
    office_unit,
    own_unit,
    refused_in,
)
from contest.recognition import procedures
from contest.recognition.documents import DocumentDetails
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, FormTemplate, Procedure
from contest.text import today

blueprint = Blueprint("procedures", __name__)


class HeldForm(KeptForm):
    """What a procedure and a form have in common."""

    name = StringField("Tên", [Required(), Length(200)])
    unit = StringField("Đơn vị ban hành", [Required(), Length(300)], render_kw=UNITS)
    number = StringField("Số văn bản", [Length(80)])
    issued_on = DayField("Ngày văn bản")
    issuer = StringField("Cơ quan ban hành", [Length(200)])
    abstract = StringField("Trích yếu", [Length(500)])
    valid_from = DayField("Hiệu lực từ ngày")
    valid_to = DayField("đến ngày", description="Để trống nếu đang còn hiệu lực.")

    def held(self) -> procedures.Held:
        """Give what was typed; refuses half a document, beside what is missing of it."""
        typed = {name: self[name].data for name in ("number", "issued_on", "issuer", "abstract")}
        missing = next((name for name, value in typed.items() if not value), None)
        if any(typed.values()) and missing:
            raise Refused("form_field", field=missing, what=self[missing].label.text.lower())
        document = DocumentDetails(**typed) if missing is None else None
        unit = own_unit(self.unit.data or "", self.valid_from.data)
        return procedures.Held(unit.id, self.name.data or "", document, self.valid_from.data, self.valid_to.data)

    def show_in(self, row: Procedure | FormTemplate) -> None:
        """Show what is kept."""
        for name in ("name", "valid_from", "valid_to"):
            self[name].data = getattr(row, name)
        self.unit.data = row.unit.name
        if row.document is not None:
            for name in ("number", "issued_on", "issuer", "abstract"):
                self[name].data = getattr(row.document, name)


class ProcedureForm(HeldForm):
    """A procedure."""

    steps = TextAreaField(
        "Các bước", [Required(), Length(20_000)], description="Mỗi bước một dòng, theo thứ tự.", render_kw={"rows": 8}
    )


class TemplateForm(HeldForm):
    """A form that is handed out as a file."""

    file = FileField("Tệp", render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"})


@blueprint.get("/quy-trinh")
@for_offices
def index() -> Page:
    """List the procedures and forms that the person reads."""
    session, mine = db.session(), reach()
    return _listed(
        None, procedures.all_seen(session, mine, Procedure), procedures.all_seen(session, mine, FormTemplate)
    )


@blueprint.get("/dot-dang-ky/<int:campaign_id>/quy-trinh")
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """List what is in force for a campaign: today, or on its first or last day when that is before or behind us."""
    campaign = campaign_or_404(campaign_id)
    day = max(campaign.opens_on, min(today(), campaign.deadline))
    return _listed(campaign, *procedures.in_force(db.session(), campaign.unit_id, day))


def _listed(campaign: Campaign | None, found: Sequence[Procedure], forms: Sequence[FormTemplate]) -> Page:
    units = [*(row.unit_id for row in found), *(row.unit_id for row in forms)]
    return render_template(
        "procedures/index.html",
        campaign=campaign,
        procedures=found,
        forms=forms,
        changeable=reach().changed_among(db.session(), units),
        enters=reach().enters,
        today=today(),
    )


@blueprint.route("/quy-trinh/moi", methods=["GET", "POST"])
@for_offices
def new() -> Page:
    """Show the form of a new procedure, or keep it."""
    return _procedure(None)


@blueprint.route("/quy-trinh/<int:procedure_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Procedure, "procedure_id", change=True)
def edit(procedure_id: int) -> Page:
    """Show a procedure, or change it."""
    return _procedure(procedure_id)


def _procedure(procedure_id: int | None) -> Page:
    if not reach().enters:
        abort(403)
    form, row = ProcedureForm(), db.session.get(Procedure, procedure_id) if procedure_id else None
    if row is not None:
        form.of(row)
    if form.validate_on_submit():
        try:
            held, steps = form.held(), lines_of(form.steps.data)
            by_hand(
                lambda hand: (
                    procedures.put(
                        hand, held, steps, hand.session.get_one(Procedure, procedure_id) if procedure_id else None
                    ).id
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu quy trình.", "success")
            return redirect(url_for("procedures.index"))
    elif request.method == "GET":
        _begin(form, row)
        form.steps.data = row.steps if row else ""
    return form_page("procedures/edit.html", form, row=row, what="quy trình")


@blueprint.route("/bieu-mau/moi", methods=["GET", "POST"])
@for_offices
def new_form() -> Page:
    """Show the form of a new form, or keep its file."""
    return _template(None)


@blueprint.route("/bieu-mau/<int:form_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(FormTemplate, "form_id", change=True)
def edit_form(form_id: int) -> Page:
    """Show what is said of a form, or change it; without a new file the old one stays."""
    return _template(form_id)


def _template(form_id: int | None) -> Page:
    if not reach().enters:
        abort(403)
    form, row = TemplateForm(), db.session.get(FormTemplate, form_id) if form_id else None
    if row is not None:
        form.of(row)
    if form.validate_on_submit():
        handed = form.file.data or None
        name, data = (handed.filename or "", handed.read()) if handed else ("", b"")
        try:
            held = form.held()
            by_hand(
                lambda hand: (
                    procedures.hand_out(
                        hand, held, name, data, hand.session.get_one(FormTemplate, form_id) if form_id else None
                    ).id
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu biểu mẫu.", "success")
            return redirect(url_for("procedures.index"))
    elif request.method == "GET":
        _begin(form, row)
    return form_page("procedures/edit.html", form, row=row, what="biểu mẫu")


def _begin(form: HeldForm, row: Procedure | FormTemplate | None) -> None:
    unit = office_unit()
    if row is not None:
        form.show_in(row)
    elif unit is not None:
        form.unit.data = unit.name


@blueprint.get("/bieu-mau/<int:form_id>/tep")
@for_offices
def file(form_id: int) -> Page:
    """Answer with a form's file, to keep; 404 for one that the person does not read."""
    row = procedures.content(db.session(), form_id)
    if row is None or not procedures.may_read(db.session(), reach(), row.unit_id):
        abort(404)
    return download(row.content, row.filename, row.mimetype)
