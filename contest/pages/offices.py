"""What changes a unit on a day: who succeeds it, how its papers are headed, who holds its office."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from wtforms import SelectField, StringField, TextAreaField

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import OFFICE_ROLES, for_offices, in_branch
from contest.pagekit import Page, by_hand, choices, form_page, refused_in, require_above
from contest.planning import letterheads, officeholders, succeeding
from contest.scorebook.refusals import Refused
from contest.tables.places import Letterhead, Unit

blueprint = Blueprint("offices", __name__, url_prefix="/don-vi/<int:unit_id>")


class SuccessionForm(KeptForm):
    """How a unit gives way to others."""

    kind = SelectField(
        "Cách thay đổi", [Required()], choices=choices([("", "Đề nghị chọn"), *succeeding.SUCCESSIONS.items()])
    )
    on = DayField("Từ ngày", [Required()], description="Ngày đơn vị mới bắt đầu. Tên cũ giữ đến hết ngày hôm trước.")
    names = TextAreaField(
        "Đơn vị mới",
        [Required(), Length(2000)],
        description="Mỗi tên một dòng. Khi chia tách, dòng đầu là đơn vị giữ sổ sách cũ.",
        render_kw={"rows": 3},
    )
    note = StringField("Căn cứ", [Length(500)], description="Ví dụ: số, ngày của nghị quyết")


class LetterheadForm(KeptForm):
    """How a unit's papers are headed from a day on."""

    style = SelectField(
        "Kiểu văn bản", [Required()], choices=choices([("", "Đề nghị chọn"), *letterheads.STYLES.items()])
    )
    upper_body = StringField("Cơ quan cấp trên", [Length(200)])
    issuer = StringField("Cơ quan ban hành", [Required(), Length(200)])
    place = StringField("Địa danh", [Required(), Length(120)])
    signer_title = StringField("Chức danh người ký", [Length(200)])
    valid_from = DayField("Từ ngày")
    valid_to = DayField("Đến ngày")


class OfficeForm(KeptForm):
    """An account for the unit's office."""

    username = StringField("Tên đăng nhập", [Required(), Length(60)], description="Tài khoản đã có trong chương trình.")
    role = SelectField("Quyền", [Required()], choices=choices(OFFICE_ROLES.items()), default="officer")


@blueprint.route("/ke-tuc", methods=["GET", "POST"])
@for_offices
@in_branch(Unit, "unit_id", unit="id", change=True)
def succession(unit_id: int) -> Page:
    """Show the form of a change of units, or let the unit give way to others; for who stands above it."""
    require_above(unit_id)
    unit, form = db.session.get_one(Unit, unit_id), SuccessionForm()
    if form.validate_on_submit():
        names = [line.strip() for line in (form.names.data or "").splitlines() if line.strip()]
        kind, on, note = form.kind.data, form.on.data, form.note.data or ""

        def succeed(hand: Hand) -> int:
            return succeeding.succeed(hand, hand.session.get_one(Unit, unit_id), names, kind, on, note)[0].id

        try:
            new_id = by_hand(succeed, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            said = succeeding.elsewhere(db.session(), unit_id, new_id)
            flash(" ".join(["Đã ghi. Kết quả và giấy tờ trước ngày này vẫn giữ tên cũ.", *said]), "success")
            return redirect(url_for("units.show", unit_id=unit_id))
    return form_page("units/succession.html", form, unit=unit)


@blueprint.route("/tieu-de", methods=["GET", "POST"])
@for_offices
@in_branch(Unit, "unit_id", unit="id", change=True)
def letterhead(unit_id: int) -> Page:
    """Show the form of a letterhead, or keep it."""
    unit, form = db.session.get_one(Unit, unit_id), LetterheadForm()
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("style", "upper_body", "issuer", "place", "signer_title")}
        head = Letterhead(unit_id=unit_id, valid_from=form.valid_from.data, valid_to=form.valid_to.data, **values)
        try:
            by_hand(lambda hand: letterheads.put(hand, head), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu tiêu đề văn bản.", "success")
            return redirect(url_for("units.show", unit_id=unit_id))
    return form_page("units/letterhead.html", form, unit=unit)


@blueprint.route("/can-bo", methods=["GET", "POST"])
@for_offices
@in_branch(Unit, "unit_id", unit="id", change=True)
def give(unit_id: int) -> Page:
    """Show the form of an office, or give it to an account."""
    unit, form = db.session.get_one(Unit, unit_id), OfficeForm()
    if form.validate_on_submit():
        username, role = form.username.data or "", form.role.data
        try:
            by_hand(lambda hand: officeholders.give(hand, unit_id, username, role).id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã giao.", "success")
            return redirect(url_for("units.show", unit_id=unit_id))
    return form_page("units/office.html", form, unit=unit)


@blueprint.post("/can-bo/<int:office_id>/bo")
@for_offices
@in_branch(Unit, "unit_id", unit="id", change=True)
def take(unit_id: int, office_id: int) -> Page:
    """Take an office away."""
    try:
        by_hand(lambda hand: officeholders.take(hand, unit_id, office_id))
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash("Đã bỏ.", "success")
    return redirect(url_for("units.show", unit_id=unit_id))
