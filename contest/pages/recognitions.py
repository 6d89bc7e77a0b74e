"""Recognition of one registration: what was decided, the years of its model, and who adopted it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from contest.db import db
from contest.decisionforms import UNITS
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, form_page, own_unit, refused_in
from contest.recognition import decisions, registering, renewing, replicating, states
from contest.recognition.listkinds import KINDS
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Replication
from contest.tables.recognition import Registration
from contest.text import today

blueprint = Blueprint("recognitions", __name__, url_prefix="/so-mo-hinh/<int:registration_id>")


class AdoptedForm(KeptForm):
    """A unit that adopts a model."""

    unit = StringField("Đơn vị nhân rộng", [Required(), Length(300)], render_kw=UNITS)
    year = IntegerField(
        "Năm", [Required(), NumberRange(1990, 2100, "Năm từ 1990 đến 2100.")], render_kw={"inputmode": "numeric"}
    )
    started_on = DayField("Bắt đầu từ ngày")
    result = TextAreaField("Kết quả", [Length(4000)], render_kw={"rows": 4})

    def adopted(self) -> replicating.Adopted:
        """Give what was typed; the form must be valid."""
        unit = own_unit(self.unit.data or "", self.started_on.data)
        return replicating.Adopted(unit.id, int(self.year.data or 0), self.started_on.data, self.result.data or "")


@blueprint.get("/cong-nhan")
@for_offices
@in_branch(Registration, "registration_id")
def of_registration(registration_id: int) -> Page:
    """Show what was decided of a registration, the years of its model and who adopted it."""
    session = db.session()
    registration = session.get_one(Registration, registration_id)
    chain = renewing.chain(session, registration.model_id)
    return render_template(
        "recognitions/show.html",
        registration=registration,
        status_kinds=registering.STATUS_KINDS,
        states=states.STATES,
        able=states.open_to(session, reach(), registration),
        decided=decisions.of_registration(session, registration_id),
        granted=decisions.grants,
        kinds=KINDS,
        chain=chain,
        standing=renewing.standing(chain),
        adopted=replicating.of_model(session, registration.model_id),
    )


@blueprint.route("/nhan-rong", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def adopt(registration_id: int) -> Page:
    """Show the form of an adoption, or note it."""
    registration, form = db.session.get_one(Registration, registration_id), AdoptedForm()
    if form.validate_on_submit():
        mine = reach()
        try:
            typed = form.adopted()
            by_hand(
                lambda hand: replicating.add(hand, mine, hand.session.get_one(Registration, registration_id), typed).id,
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi đơn vị nhân rộng.", "success")
            return redirect(url_for("recognitions.of_registration", registration_id=registration_id))
    elif request.method == "GET":
        form.year.data = today().year
    return form_page("recognitions/adopt.html", form, registration=registration, row=None)


@blueprint.route("/nhan-rong/<int:replication_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def adopted(registration_id: int, replication_id: int) -> Page:
    """Show what is noted of an adoption, or change it."""
    registration = db.session.get_one(Registration, registration_id)
    row = db.session.get(Replication, replication_id)
    if row is None or row.model_id != registration.model_id:
        abort(404)
    form = AdoptedForm()
    form.of(row)
    if form.validate_on_submit():
        mine = reach()
        try:
            typed = form.adopted()
            by_hand(
                lambda hand: replicating.change(
                    hand,
                    mine,
                    hand.session.get_one(Registration, registration_id),
                    hand.session.get_one(Replication, replication_id),
                    typed,
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("recognitions.of_registration", registration_id=registration_id))
    elif request.method == "GET":
        form.unit.data = row.unit.name
        for name in ("year", "started_on", "result"):
            form[name].data = getattr(row, name)
    return form_page("recognitions/adopt.html", form, registration=registration, row=row)
