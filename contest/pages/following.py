"""How a model goes and what it brought about: its progress lines, and its indicators to add, correct and take away."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange

from contest import history
from contest.db import db
from contest.decimals import amount_vi
from contest.forms import AmountField, Length, Required
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, form_page, refused_in
from contest.recognition import indicators, registering, states
from contest.scorebook.refusals import Refused
from contest.tables.recognition import ProgressLine, Registration
from scoring.points import from_thousandths, to_thousandths

blueprint = Blueprint("following", __name__, url_prefix="/so-mo-hinh/<int:registration_id>/ket-qua")


class IndicatorForm(KeptForm):
    """One indicator."""

    name = StringField(
        "Chỉ số",
        [Required(), Length(200)],
        description="Ví dụ: Đất nhân dân hiến làm đường",
        render_kw={"list": "ten-da-co"},
    )
    amount = AmountField("Số lượng", [Required()], description="Dấu phẩy cho phần lẻ, ví dụ: 1.250,5")
    measure = StringField(
        "Đơn vị tính",
        [Required(), Length(40)],
        description="Ví dụ: m², tỷ đồng, hộ",
        render_kw={"list": "don-vi-da-co"},
    )
    year = IntegerField(
        "Năm", [Required(), NumberRange(1990, 2100, "Năm từ 1990 đến 2100.")], render_kw={"inputmode": "numeric"}
    )


@blueprint.get("")
@for_offices
@in_branch(Registration, "registration_id")
def show(registration_id: int) -> Page:
    """Show a registration's progress lines and indicators, with what changed of these."""
    session = db.session()
    registration = session.get_one(Registration, registration_id)
    progress = select(ProgressLine).where(ProgressLine.registration_id == registration_id)
    lines = history.lines(session, [f"registration:{registration_id}"])
    return render_template(
        "register/following.html",
        registration=registration,
        status_kinds=registering.STATUS_KINDS,
        progress=session.scalars(progress.order_by(ProgressLine.period.desc())).all(),
        indicators=indicators.listed(session, registration_id),
        amount=amount_vi,
        able=states.open_to(session, reach(), registration),
        lines=[line for line in lines if line.kind == indicators.CHANGE],
    )


@blueprint.route("/chi-so", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def add(registration_id: int) -> Page:
    """Show the form of an indicator, or report it."""
    year = db.session.get_one(Registration, registration_id).campaign.year
    form = IndicatorForm(data=None if request.method == "POST" else {"year": year})
    return _edited(registration_id, form, None)


@blueprint.route("/chi-so/<int:indicator_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def edit(registration_id: int, indicator_id: int) -> Page:
    """Show an indicator, or correct it."""
    try:
        row = indicators.of(db.session(), registration_id, indicator_id)
    except Refused:
        abort(404)
    typed = {"name": row.name, "measure": row.measure, "year": row.year, "amount": from_thousandths(row.thousandths)}
    return _edited(registration_id, IndicatorForm(data=None if request.method == "POST" else typed), indicator_id)


def _edited(registration_id: int, form: IndicatorForm, indicator_id: int | None) -> Page:
    mine = reach()
    if indicator_id is not None:
        form.of(f"registration:{registration_id}")  # in whose history its indicators are
    if form.validate_on_submit():
        details = indicators.IndicatorDetails(
            form.name.data or "", form.measure.data or "", to_thousandths(form.amount.data), int(form.year.data or 0)
        )
        try:
            if indicator_id is None:
                by_hand(lambda hand: indicators.add(hand, mine, _own(hand, registration_id), details), form)
            else:
                by_hand(
                    lambda hand: indicators.change(hand, mine, _own(hand, registration_id), indicator_id, details), form
                )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash(f"Đã ghi: {details.name} {amount_vi(details.thousandths)} {details.measure}.", "success")
            return redirect(url_for("following.show", registration_id=registration_id))
    registration = db.session.get_one(Registration, registration_id)
    known = indicators.known(db.session(), registration.campaign_id)
    return form_page(
        "register/indicator.html",
        form,
        registration=registration,
        indicator_id=indicator_id,
        names=sorted({name for name, _ in known}),
        measures=sorted({measure for _, measure in known}),
    )


def _own(hand: history.Hand, registration_id: int) -> Registration:
    return hand.session.get_one(Registration, registration_id)


@blueprint.post("/chi-so/<int:indicator_id>/bo")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def remove(registration_id: int, indicator_id: int) -> Page:
    """Take an indicator away."""
    mine = reach()
    try:
        by_hand(lambda hand: indicators.remove(hand, mine, _own(hand, registration_id), indicator_id))
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash("Đã bỏ chỉ số này. Số đã ghi còn trong lịch sử.", "success")
    return redirect(url_for("following.show", registration_id=registration_id))
