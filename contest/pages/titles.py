"""Titles other than models: the list, and a decision that gives one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from contest.access import row_number
from contest.db import db
from contest.decisionforms import UNITS, BodyForm, issuer_of
from contest.forms import Length, Required
from contest.listing import page_of
from contest.offices import for_offices, reach
from contest.pagekit import Page, by_hand, form_page, lines_of, office_unit, own_unit, refused_in
from contest.planning.units import required_unit
from contest.recognition import certificates, documents, titles
from contest.scorebook.refusals import Refused
from contest.text import today

blueprint = Blueprint("titles", __name__, url_prefix="/danh-hieu")


class TitleForm(BodyForm):
    """A title given to several."""

    title = StringField("Danh hiệu", [Required(), Length(160)], description="Ví dụ: Chi bộ “Dân vận khéo”")
    year = IntegerField(
        "Năm", [Required(), NumberRange(1990, 2100, "Năm từ 1990 đến 2100.")], render_kw={"inputmode": "numeric"}
    )
    where = StringField("Đơn vị của người được tặng", [Required(), Length(300)], render_kw=UNITS)
    holders = TextAreaField(
        "Tặng cho", [Required(), Length(20_000)], description="Mỗi tập thể, cá nhân một dòng.", render_kw={"rows": 6}
    )


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the titles that the person sees."""
    year = row_number(request.args.get("nam", ""))
    page = page_of(titles.query(reach(), request.args.get("tim", ""), year))
    units = {each.id: each.name for each in db.session.scalars(titles.units_of(page.items))}
    bodies = reach().changed_among(db.session(), [each.decision.unit_id for each in page.items])
    return render_template("titles/index.html", page=page, units=units, changeable=bodies, enters=reach().enters)


@blueprint.route("/moi", methods=["GET", "POST"])
@for_offices
def new() -> Page:
    """Show the form of a decision that gives a title, or take it down."""
    if not reach().enters:
        abort(403)
    form = TitleForm()
    if form.validate_on_submit():
        otherwise = documents.said_otherwise(db.session(), form.details())
        try:
            _award(form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi danh hiệu.", "success")
            if otherwise is not None:
                flash(otherwise.message, "warning")
            return redirect(url_for("titles.index"))
    elif request.method == "GET":
        _begin(form)
    return form_page("titles/edit.html", form)


def _award(form: TitleForm) -> None:
    body = required_unit(db.session(), form.unit.data or "", form.issued_on.data)
    given = titles.Award(
        title=form.title.data or "",
        year=int(form.year.data or 0),
        unit_id=own_unit(form.where.data or "", form.issued_on.data, field="where").id,
        holders=lines_of(form.holders.data),
        certificate=form.certificate.data or "",
    )
    details, signer, mine = form.details(), form.signer.data or "", reach()
    by_hand(lambda hand: titles.award(hand, mine, body.id, details, signer, given).id, form)


def _begin(form: TitleForm) -> None:
    unit, day = office_unit(), today()
    form.year.data, form.issued_on.data = day.year, day
    if unit is not None:
        form.unit.data = form.where.data = unit.name
        form.issuer.data = issuer_of(unit, day)
        form.certificate.data = certificates.proposed(db.session(), unit.id)
