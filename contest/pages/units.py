"""Units: the list, one unit with its days, a new or corrected one, and a list of them from Excel."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from wtforms import SelectField, StringField

from contest import jobs
from contest.access import row_number
from contest.db import db
from contest.files import unitlist
from contest.forms import BaseForm, DayField, Length, Required
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import OFFICE_ROLES, for_offices, in_branch, reach
from contest.pagekit import (
    EXCEL,
    Page,
    aside,
    by_hand,
    choices,
    download,
    form_page,
    me,
    own_unit,
    refused_in,
    require_above,
    settings,
)
from contest.planning import letterheads, places, succeeding, unitimport, unitlists
from contest.planning.uploads import Upload, Uploads
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit

blueprint = Blueprint("units", __name__, url_prefix="/don-vi")


class UnitForm(KeptForm):
    """One unit."""

    name = StringField("Tên đơn vị", [Required(), Length(200)], description="Tên đầy đủ, ví dụ: Xã Sơn Hòa")
    kind_id = SelectField("Loại đơn vị", [Required()])
    code = StringField("Mã đơn vị", [Length(20)], description="Mã đơn vị hành chính, nếu có.")
    parent = StringField("Đơn vị cấp trên", [Length(300)], render_kw={"data-units": "", "autocomplete": "off"})
    parent_from = DayField(
        "Thuộc cấp trên này từ ngày",
        description="Ghi khi đơn vị chuyển sang cấp trên khác, ví dụ 01/07/2025; để trống nếu chỉ sửa chỗ ghi nhầm.",
    )
    valid_from = DayField("Từ ngày")
    valid_to = DayField("Đến ngày", description="Để trống nếu đang hoạt động.")

    def offer_kinds(self) -> None:
        """List the kinds of units."""
        named = [(str(kind.id), kind.name) for kind in places.kinds(db.session())]
        self.kind_id.choices = choices([("", "Đề nghị chọn"), *named])

    def details(self, parent_id: int | None, position: int) -> places.UnitDetails:
        """Give what was typed; the form must be valid."""
        return places.UnitDetails(
            name=self.name.data or "",
            kind_id=int(self.kind_id.data),
            code=self.code.data or "",
            parent_id=parent_id,
            position=position,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            parent_from=self.parent_from.data,
        )


class UploadForm(BaseForm):
    """A list of units to take over."""

    file = FileField("Tệp danh mục", [Required()], render_kw={"accept": ".xlsx,.csv"})


def _uploads() -> Uploads:
    return Uploads(settings().instance / "uploads")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the units that the person sees."""
    state = {"": None, "dang": True, "het": False}.get(request.args.get("con", ""))
    kind = row_number(request.args.get("loai", ""))
    above_id = row_number(request.args.get("tren", ""))
    upper = db.session.get(Unit, above_id) if above_id and reach().may_see(db.session(), above_id) else None
    typed = request.args.get("tim", "")
    page = page_of(unitlists.query(reach(), typed, kind_id=kind, standing=state, above_id=above_id))
    return render_template(
        "units/index.html",
        page=page,
        upper=upper,
        above=unitlists.above(db.session(), [unit.id for unit in page.items]),
        kinds=[("", "Mọi loại"), *((kind.id, kind.name) for kind in places.kinds(db.session()))],
        whole=reach().whole,
        enters=reach().enters,
    )


@blueprint.get("/goi-y")
@for_offices
def suggest() -> Page:
    """Give names of units to choose from while typing (?tim=)."""
    typed = request.args.get("tim", "")
    return jsonify(unitlists.suggested(db.session(), typed) if len(typed) > 1 else [])


@blueprint.get("/<int:unit_id>")
@for_offices
@in_branch(Unit, "unit_id", unit="id")
def show(unit_id: int) -> Page:
    """Show one unit with its days, its letterheads and its people."""
    unit = db.session.get_one(Unit, unit_id)
    return render_template(
        "units/show.html",
        unit=unit,
        told=unitlists.told(db.session(), unit_id),
        children=page_of(unitlists.query(reach(), request.args.get("tim", ""), above_id=unit_id), size=60),
        styles=letterheads.STYLES,
        roles=OFFICE_ROLES,
        successions=succeeding.SUCCESSIONS,
        may_change=reach().may_change(db.session(), unit_id),
        above=reach().above(db.session(), unit_id),
    )


@blueprint.route("/moi", methods=["GET", "POST"])
@for_offices
def new() -> Page:
    """Show the form of a new unit, or add it."""
    if not reach().enters:
        abort(403)
    form = UnitForm()
    form.offer_kinds()
    if form.validate_on_submit():
        try:
            details = form.details(_parent_of(form), 0)
            unit_id = by_hand(lambda hand: places.make(hand, details).id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã thêm đơn vị.", "success")
            return redirect(url_for("units.show", unit_id=unit_id))
    elif request.method == "GET":
        form.parent.data = request.args.get("tren", "")
    return form_page("units/edit.html", form, unit=None)


def _parent_of(form: UnitForm) -> int | None:
    """Give the unit above that was typed; only the whole house's keeper may leave it out, others stay in their branch."""
    typed = form.parent.data or ""
    if not typed and reach().whole:
        return None
    if not typed:
        raise Refused("parent_missing", field="parent")
    day = form.parent_from.data or form.valid_from.data or form.valid_to.data
    return own_unit(typed, day, field="parent").id


@blueprint.route("/<int:unit_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Unit, "unit_id", unit="id", change=True)
def edit(unit_id: int) -> Page:
    """Show what is written of a unit, or correct it; for who stands above it."""
    require_above(unit_id)
    unit = db.session.get_one(Unit, unit_id)
    form = UnitForm(data=None if request.method == "POST" else _typed(unit))
    form.of(unit)
    form.offer_kinds()
    if form.validate_on_submit():
        try:
            details = form.details(_kept_parent(form, unit_id), unit.position)
            by_hand(lambda hand: places.correct(hand, hand.session.get_one(Unit, unit_id), details), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("units.show", unit_id=unit_id))
    return form_page("units/edit.html", form, unit=unit)


def _typed(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "kind_id": str(unit.kind_id or ""),
        "code": unit.code or "",
        "parent": unitlists.above(db.session(), [unit.id]).get(unit.id, ""),
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def _kept_parent(form: UnitForm, unit_id: int) -> int | None:
    """Give the unit above as it stands where it was left as it was; an office need not own the unit above its own."""
    last = places.last_parent(db.session(), unit_id)
    if (form.parent.data or "") == unitlists.above(db.session(), [unit_id]).get(unit_id, ""):
        return last.parent_id if last else None
    return _parent_of(form)


@blueprint.get("/mau.xlsx")
@for_offices
def form_file() -> Page:
    """Answer with the empty form of a list of units."""
    names = [kind.name for kind in places.kinds(db.session())]
    return download(unitlist.form(names), "mau-danh-muc-don-vi.xlsx", EXCEL)


@blueprint.route("/nhap", methods=["GET", "POST"])
@for_offices
def upload() -> Page:
    """Show where to hand in a list of units, or keep it and go to its preview; for the keeper of the whole house."""
    if not reach().whole:
        abort(403)
    form = UploadForm()
    if form.validate_on_submit():
        token = _uploads().keep(0, me().id, form.file.data.filename or "", form.file.data.read())
        return redirect(url_for("units.preview", token=token))
    return form_page("units/upload.html", form)


@blueprint.route("/nhap/<token>", methods=["GET", "POST"])
@for_offices
def preview(token: str) -> Page:
    """Show what a list of units would change and its bad rows, or take it over."""
    if not reach().whole:
        abort(403)
    kept = _uploads().get(token, 0, me().id)
    if kept is None and request.method == "POST" and jobs.look(db.session(), token, me().id) is not None:
        return redirect(url_for("jobs.show", token=token))  # sent twice: taken over meanwhile
    if kept is None:
        flash(Refused("upload_gone").message, "warning")
        return redirect(url_for("units.upload"))
    todo = _plan(kept)
    if request.method == "POST" and todo.rows:
        steps = list(unitimport.steps(todo, me().id))
        said = f"Đã nhận {len(todo.rows)} đơn vị, trong đó {todo.new} đơn vị mới."
        job = jobs.begin(me().id, "Nhập danh mục đơn vị", steps, said, url_for("units.index"), token)
        _uploads().drop(token)
        return redirect(url_for("jobs.show", token=job))
    return render_template("units/preview.html", upload=kept, plan=todo)


def _plan(kept: Upload) -> unitimport.Plan:
    kinds = {kind.name: kind.id for kind in places.kinds(db.session())}
    listed = aside(lambda: unitlist.read(kept.data, kept.filename, kinds))
    return unitimport.plan(db.session(), listed)
