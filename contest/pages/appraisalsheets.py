"""Sheets: those that a person has to fill in, one sheet on a tablet or telephone, the keeper's self-score, the evidence."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import HiddenField, TextAreaField

from contest.access import row_number
from contest.db import db
from contest.forms import BaseForm, Length, PointsField
from contest.history import Hand
from contest.listing import page_of
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, download, me, refused_in
from contest.recognition import appraisallists, appraisalteams, appraising, criteria, evidence, marking, registering
from contest.recognition.appraising import File
from contest.recognition.marking import SheetTyped, marks_of
from contest.recognition.states import open_to
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Appraisal, AppraisalSheet, Appraiser
from contest.tables.recognition import Registration
from scoring.rules import Rulebook

blueprint = Blueprint("appraisal_sheets", __name__)


class SheetForm(BaseForm):
    """What every sheet has; its marks are added for the criteria of its set."""

    base = HiddenField(default="0")
    remarks = TextAreaField("Nhận xét", [Length(4000)], render_kw={"rows": 3})


def _form(rules: Rulebook, sheet: AppraisalSheet | None) -> SheetForm:
    """Give a form with a field for each criterion, begun with the newest version of the sheet."""
    fields = {f"mark_{each.key}": PointsField(each.name) for each in criteria.the_part(rules).criteria}
    kind = type("MarkedForm", (SheetForm,), fields)
    if request.method == "POST":
        return kind()  # type: ignore[no-any-return]
    begun: dict[str, Any] = {f"mark_{key}": value for key, value in marks_of(sheet).items()}
    if sheet is not None:
        begun |= {"remarks": sheet.remarks, "base": str(sheet.version)}
    return kind(data=begun)  # type: ignore[no-any-return]


def _typed(form: SheetForm, rules: Rulebook) -> SheetTyped:
    marks: dict[str, Fraction] = {}
    for each in criteria.the_part(rules).criteria:
        value = form[f"mark_{each.key}"].data
        if value is not None:
            marks[each.key] = value
    return SheetTyped(marks, form.remarks.data or "", row_number(form.base.data or "") or 0)


@blueprint.get("/tham-dinh")
def mine() -> Page:
    """List the open appraisals of which the person has a sheet to fill in."""
    account, session = me(), db.session()
    if not (reach().any or appraisallists.has_sheets(session, account.id)):
        abort(403)
    page = page_of(appraisallists.to_fill(account.id, reach()))
    ids = [each.registration_id for each in page.items]
    own: dict[int, list[Appraiser]] = {}
    for each in page.items:
        everyone = each.team.unit_id in reach().officer_of
        own[each.id] = [member for member in each.team.members if everyone or member.account_id == account.id]
    return render_template(
        "appraisals/mine.html",
        page=page,
        own=own,
        registrations=appraisallists.registrations(session, ids),
        files=appraising.files(session, ids),
    )


def _sheet_or_404(appraisal_id: int, appraiser_id: int) -> tuple[Appraiser, Registration, File]:
    """Give a sheet that the person may fill in; answers 404 for any other, so that nobody learns what others mark."""
    account, session = me(), db.session()
    appraisal, appraiser = session.get(Appraisal, appraisal_id), session.get(Appraiser, appraiser_id)
    if appraisal is None or appraiser is None:
        abort(404)
    if not appraisalteams.may_fill(session, reach(), account.id, appraisal, appraiser):
        abort(404)
    registration = session.get_one(Registration, appraisal.registration_id)
    return appraiser, registration, appraising.files(session, [registration.id])[registration.id]


@blueprint.route("/tham-dinh/<int:appraisal_id>/phieu/<int:appraiser_id>", methods=["GET", "POST"])
def sheet(appraisal_id: int, appraiser_id: int) -> Page:
    """Show one appraiser's sheet, or keep it as its next version."""
    appraiser, registration, file = _sheet_or_404(appraisal_id, appraiser_id)
    mine = reach()

    def keep(hand: Hand, typed: SheetTyped) -> object:
        return marking.fill(hand, mine, appraisal_id, appraiser_id, typed)

    back = url_for("appraisal_sheets.mine")
    if appraiser.account_id != me().id:
        back = url_for("appraisals.of_registration", registration_id=registration.id)
    return _fill(registration, file.rules, file.sheets.get(appraiser_id), keep, back, file=file, appraiser=appraiser)


@blueprint.route("/so-mo-hinh/<int:registration_id>/tu-cham", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def self_score(registration_id: int) -> Page:
    """Show the keeper's self-score, or keep it as its next version."""
    session, mine = db.session(), reach()
    registration = session.get_one(Registration, registration_id)
    back = url_for("appraisals.of_registration", registration_id=registration_id)
    file = appraising.file_of(session, registration_id)
    standing = criteria.in_force(session, registration.campaign_id).get(registration.owner_type)
    if file is None and standing is None:
        flash("Đợt này chưa có bộ tiêu chí cho loại chủ thể này nên chưa tự chấm được.", "info")
        return redirect(back)
    rules = file.rules if file else criteria.rules_of(standing)  # type: ignore[arg-type]

    def keep(hand: Hand, typed: SheetTyped) -> object:
        return marking.self_score(hand, mine, hand.session.get_one(Registration, registration_id), typed)

    newest = file.sheets.get(None) if file else None
    return _fill(registration, rules, newest, keep, back, file=file, appraiser=None)


def _fill(
    registration: Registration,
    rules: Rulebook,
    newest: AppraisalSheet | None,
    keep: Callable[[Hand, SheetTyped], object],
    back: str,
    *,
    file: File | None,
    appraiser: Appraiser | None,
) -> Page:
    """Show a sheet to fill in, or keep what was typed; a refusal leaves everything typed where it was."""
    form = _form(rules, newest)
    if form.validate_on_submit():
        typed = _typed(form, rules)
        try:
            by_hand(lambda hand: keep(hand, typed))
        except Refused as refused:
            refused_in(form, refused)
        else:
            left = len(criteria.the_part(rules).criteria) - len(typed.marks)
            flash(
                f"Đã lưu phiếu, còn {left} tiêu chí chưa chấm." if left else "Đã lưu phiếu, đủ mọi tiêu chí.", "success"
            )
            return redirect(back if not left else request.path)
    page = render_template(
        "appraisals/sheet.html",
        form=form,
        registration=registration,
        part=criteria.the_part(rules),
        rules=rules,
        file=file,
        appraiser=appraiser,
        newest=newest,
        typed_by=appraisalteams.typed_by(db.session(), {None: newest} if newest else {}),
        of_member=_of_member(file, appraiser),
        own=marks_of(file.sheets.get(None)) if file and appraiser else {},
        contents=registering.CONTENTS,
        back=back,
        proofs=_proofs(registration.id),
        editable="report" in open_to(db.session(), reach(), registration),
    )
    return page if request.method == "GET" else (page, 422)


def _of_member(file: File | None, appraiser: Appraiser | None) -> bool:
    """Say whether the sheet is only to be read: its member has saved it with an own account."""
    if file is None or appraiser is None:
        return False
    return appraisalteams.of_member(db.session(), me().id, file.appraisal.id, appraiser)


def _proofs(registration_id: int) -> dict[str, list[Any]]:
    proofs: dict[str, list[Any]] = {}
    for each in evidence.listed(db.session(), registration_id):
        if each.purpose in {"evidence", "visit"}:
            proofs.setdefault(each.criterion, []).append(each)
    return proofs


@blueprint.get("/tham-dinh/<int:appraisal_id>/tep/<int:evidence_id>")
def file(appraisal_id: int, evidence_id: int) -> Page:
    """Answer with a file of the registration, to those who have a sheet of it to fill in."""
    account, session = me(), db.session()
    appraisal = session.get(Appraisal, appraisal_id)
    members = appraisal.team.members if appraisal is not None and appraisal.team is not None else []
    if appraisal is None or not any(
        appraisalteams.may_fill(session, reach(), account.id, appraisal, each) for each in members
    ):
        abort(404)
    found = evidence.content(session, appraisal.registration_id, evidence_id)
    if found is None or found.removed_at is not None or found.purpose not in {"evidence", "visit"}:
        abort(404)
    return download(found.content, found.filename, found.mimetype)
