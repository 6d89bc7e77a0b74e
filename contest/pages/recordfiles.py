"""The files of a registration: evidence, the signed form, papers of visits; kept, handed out, set aside."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_wtf.file import FileField
from wtforms import SelectField, StringField

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, choices, download, form_page, refused_in
from contest.recognition import evidence, registering, signedforms
from contest.scorebook.refusals import Refused
from contest.tables.recognition import Registration
from contest.text import today

blueprint = Blueprint("record_files", __name__, url_prefix="/so-mo-hinh/<int:registration_id>/tep")


class FileForm(KeptForm):
    """A file for the record."""

    file = FileField("Tệp", [Required()], render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"})
    title = StringField("Nội dung tệp", [Length(200)])
    purpose = SelectField("Loại", [Required()], choices=choices(evidence.PURPOSES.items()), default="evidence")
    received_on = DayField("Ngày nhận phiếu có chữ ký", description="Chỉ ghi khi tệp là phiếu đăng ký đã ký.")


class PaperDayForm(KeptForm):
    """When a signed form came in."""

    received_on = DayField("Ngày nhận phiếu có chữ ký", [Required()])


@blueprint.route("", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def add_file(registration_id: int) -> Page:
    """Show the form of a file, or keep one; a signed form with its day counts as sending."""
    form = FileForm()
    if form.validate_on_submit():
        handed = evidence.Handed(
            form.file.data.filename or "", form.file.data.read(), form.purpose.data, form.title.data or ""
        )
        try:
            _keep_file(registration_id, handed, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã nhận tệp.", "success")
            return redirect(url_for("register.show", registration_id=registration_id))
    registration, receives = db.session.get_one(Registration, registration_id), _receives(registration_id)
    return form_page("register/file.html", form, registration=registration, receives=receives)


def _receives(registration_id: int) -> bool:
    session = db.session()
    return signedforms.receives(session, reach(), session.get_one(Registration, registration_id))


def _keep_file(registration_id: int, handed: evidence.Handed, form: FileForm) -> None:
    mine, received_on = reach(), form.received_on.data
    signed = handed.purpose == "signed_form"
    if signed and received_on is None and not _receives(registration_id):
        received_on = today()
    if signed and received_on is None:
        raise Refused("paper_day", field="received_on")

    def keep(hand: Hand) -> None:
        registration = hand.session.get_one(Registration, registration_id)
        evidence.keep(hand, mine, registration, handed)
        if signed:
            signedforms.receive_paper(hand, mine, registration, received_on)

    by_hand(keep, form)


@blueprint.route("/ngay-nhan", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def paper_day(registration_id: int) -> Page:
    """Show when the signed form came in, or say it; for who receives the registration."""
    registration = db.session.get_one(Registration, registration_id)
    if not _receives(registration_id):
        abort(403)
    form, mine = PaperDayForm(), reach()
    form.of(registration)
    if form.validate_on_submit():
        day = form.received_on.data
        try:
            by_hand(
                lambda hand: signedforms.date_paper(
                    hand, mine, hand.session.get_one(Registration, registration_id), day
                ),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi ngày nhận phiếu.", "success")
            return redirect(url_for("register.show", registration_id=registration_id))
    elif request.method == "GET":
        form.received_on.data = registration.paper_received_on
    sent = registering.sent_on(registration)
    return form_page("register/paperday.html", form, registration=registration, sent_on=sent)


@blueprint.get("/<int:evidence_id>")
@for_offices
@in_branch(Registration, "registration_id")
def file(registration_id: int, evidence_id: int) -> Page:
    """Answer with a file of a registration, to keep."""
    found = evidence.content(db.session(), registration_id, evidence_id)
    if found is None:
        abort(404)
    return download(found.content, found.filename, found.mimetype)


@blueprint.post("/<int:evidence_id>/bo")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def drop_file(registration_id: int, evidence_id: int) -> Page:
    """Set a file aside; 404 for one that is not there, or no more."""
    mine, reason = reach(), request.form.get("reason", "")
    row = evidence.shown(db.session(), registration_id, evidence_id)
    if row is None:
        abort(404)
    title = row.title
    try:
        by_hand(
            lambda hand: evidence.set_aside(
                hand, mine, hand.session.get_one(Registration, registration_id), evidence_id, reason
            )
        )
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash(f"Đã bỏ tệp “{title}”. Tệp vẫn được giữ; tải lại chính tệp ấy thì nó hiện lại.", "success")
    return redirect(url_for("register.show", registration_id=registration_id))
