"""What belongs to one appraisal beside its sheets: the visit with its photos, points with a reason, evidence by criterion."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField

from contest.access import row_number
from contest.db import db
from contest.forms import DayField, Length, PointsField, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, choices, form_page, refused_in
from contest.recognition import appraisalteams, appraising, criteria, evidence, fieldwork
from contest.recognition.appraising import File
from contest.recognition.fieldwork import Visit
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Appraisal
from contest.tables.recognition import Registration
from scoring.rules import Criterion

blueprint = Blueprint("appraisal_fieldwork", __name__, url_prefix="/so-mo-hinh/<int:registration_id>/tham-dinh")
TAKEN = {"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"}


class VisitForm(KeptForm):
    """The visit on site."""

    visited_on = DayField("Ngày đi thực tế")
    place = StringField("Địa điểm", [Length(200)])
    findings = TextAreaField(
        "Kết quả thực tế", [Length(20_000)], render_kw={"rows": 6}, description="Điều đã thấy, đã nghe; mỗi ý một dòng."
    )
    minutes = TextAreaField(
        "Ý kiến khác ghi vào biên bản", [Length(20_000)], render_kw={"rows": 4}, description="Mỗi ý một dòng."
    )
    photo = FileField("Ảnh, tài liệu của buổi đi thực tế", render_kw=TAKEN)


class PointForm(KeptForm):
    """Points added or taken, with the reason."""

    rule = SelectField("Loại", [Required()])
    points = PointsField("Số điểm", [Required()])
    reason = TextAreaField("Lý do, căn cứ", [Required(), Length(500)], render_kw={"rows": 3})


class ProofForm(KeptForm):
    """Evidence of a criterion: a file that is kept already, or a new one."""

    evidence = SelectField("Tệp đã có trong hồ sơ")
    file = FileField("Tệp mới", render_kw=TAKEN)
    title = StringField("Nội dung tệp", [Length(200)])


def _team_file(registration_id: int) -> tuple[Registration, File]:
    """Give an appraisal that the person may look at; 404 for any other, 403 for who is no officer of its team's unit."""
    session = db.session()
    registration, file = session.get(Registration, registration_id), appraising.file_of(session, registration_id)
    if registration is None or file is None or file.appraisal.team is None:
        abort(404)
    if not appraisalteams.may_look(session, reach(), registration, file.appraisal):
        abort(404)
    if not appraisalteams.may_fill_for(session, reach(), file.appraisal.team):
        abort(403)
    return registration, file


def _back(registration_id: int) -> Page:
    return redirect(url_for("appraisals.of_registration", registration_id=registration_id))


@blueprint.route("/thuc-te", methods=["GET", "POST"])
@for_offices
def visit(registration_id: int) -> Page:
    """Show the form of the visit, or note it, with a photo."""
    registration, file = _team_file(registration_id)
    appraisal: Appraisal = file.appraisal
    form = VisitForm(obj=None if request.method == "POST" else appraisal)
    form.of(appraisal)
    if form.validate_on_submit():
        noted = Visit(form.visited_on.data, form.place.data or "", form.findings.data or "", form.minutes.data or "")
        photo = form.photo.data
        handed = evidence.Handed(photo.filename, photo.read(), "visit") if photo and photo.filename else None
        mine, appraisal_id = reach(), appraisal.id

        def work(hand: Hand) -> None:
            row = hand.session.get_one(Registration, registration_id)
            fieldwork.note_visit(hand, mine, row, appraisal_id, noted)
            if handed is not None:
                evidence.put(hand, row, handed)

        try:
            by_hand(work, form)
        except Refused as refused:
            if refused.field == "file":
                refused.field = "photo"
            refused_in(form, refused)
        else:
            flash("Đã ghi buổi đi thực tế.", "success")
            return _back(registration_id)
    return form_page("appraisals/visit.html", form, registration=registration)


@blueprint.route("/diem", methods=["GET", "POST"])
@for_offices
def points(registration_id: int) -> Page:
    """Show the form of points beside the sheets, or note them."""
    registration, file = _team_file(registration_id)
    rules = criteria.extra_rules(file.rules)
    if not rules:
        abort(404)
    form = PointForm()
    form.rule.choices = choices([("", "Đề nghị chọn"), *((each.key, each.name) for each in rules)])
    if form.validate_on_submit():
        mine, appraisal_id = reach(), file.appraisal.id
        rule, amount, reason = form.rule.data, form.points.data, form.reason.data or ""

        def work(hand: Hand) -> None:
            row = hand.session.get_one(Registration, registration_id)
            fieldwork.add_points(hand, mine, row, appraisal_id, rule, amount, reason)

        try:
            by_hand(work, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi.", "success")
            return _back(registration_id)
    return form_page("appraisals/points.html", form, registration=registration, extra=rules)


@blueprint.post("/diem/<int:point_id>/bo")
@for_offices
def drop_points(registration_id: int, point_id: int) -> Page:
    """Take a note of points back."""
    _registration, file = _team_file(registration_id)
    mine, appraisal_id = reach(), file.appraisal.id

    def work(hand: Hand) -> None:
        row = hand.session.get_one(Registration, registration_id)
        fieldwork.drop_points(hand, mine, row, appraisal_id, point_id)

    try:
        by_hand(work)
        flash("Đã bỏ.", "success")
    except Refused as refused:
        flash(refused.message, "danger")
    return _back(registration_id)


@blueprint.route("/minh-chung/<criterion>", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def proof(registration_id: int, criterion: str) -> Page:
    """Show the form of evidence for a criterion, or keep a new file for it or link one that is kept already."""
    registration = db.session.get_one(Registration, registration_id)
    known = _criterion_or_404(registration, criterion)
    form = ProofForm()
    files = [each for each in evidence.listed(db.session(), registration_id) if each.purpose == "evidence"]
    others = [(str(each.id), each.title) for each in files if each.criterion != criterion]
    form.evidence.choices = choices([("", "Không chọn"), *others])
    if form.validate_on_submit():
        try:
            _prove(registration_id, criterion, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã ghi minh chứng.", "success")
            return _back(registration_id)
    return form_page("appraisals/proof.html", form, registration=registration, criterion=known, others=others)


def _criterion_or_404(registration: Registration, key: str) -> Criterion:
    file = appraising.file_of(db.session(), registration.id)
    standing = criteria.in_force(db.session(), registration.campaign_id).get(registration.owner_type)
    rules = file.rules if file else criteria.rules_of(standing) if standing else None
    try:
        return criteria.the_part(rules).criterion(key) if rules else abort(404)
    except KeyError:
        abort(404)


def _prove(registration_id: int, criterion: str, form: ProofForm) -> None:
    mine, chosen, sent = reach(), row_number(form.evidence.data or ""), form.file.data
    handed = None
    if sent and sent.filename:
        handed = evidence.Handed(sent.filename, sent.read(), "evidence", form.title.data or "", criterion)
    if chosen is None and handed is None:
        raise Refused("no_proof_chosen", field="file")

    def work(hand: Hand) -> None:
        row = hand.session.get_one(Registration, registration_id)
        if chosen is not None:
            evidence.link(hand, mine, row, chosen, criterion)
        if handed is not None:
            evidence.keep(hand, mine, row, handed)

    by_hand(work, form)
