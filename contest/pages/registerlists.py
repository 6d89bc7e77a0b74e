"""Registrations in Excel: the empty form, a campaign's list written out, and a list taken over after a look at it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask_wtf.file import FileField

from contest import jobs
from contest.db import db
from contest.files import registrationlist
from contest.forms import BaseForm, Required
from contest.keptforms import KeptForm
from contest.offices import for_offices, reach
from contest.pagekit import EXCEL, Page, aside, campaign_or_404, download, form_page, me, refused_in, settings
from contest.planning.uploads import Upload, Uploads
from contest.recognition import listexport, listimport, liststanding
from contest.recognition.lists import Filter
from contest.recognition.states import STATES
from contest.registerasked import asked
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign

blueprint = Blueprint("register_lists", __name__)


class UploadForm(BaseForm):
    """A list of registrations to take over."""

    file = FileField("Tệp danh sách", [Required()], render_kw={"accept": ".xlsx,.csv"})


class TakeForm(KeptForm):
    """The button under a preview: what the list means must stand as it was shown."""

    stale = "list_changed_meanwhile"


def _open_to_me(campaign_id: int) -> Campaign:
    """Give a campaign that the person has to do with; 404 for any other, 403 where the person may only look."""
    found = campaign_or_404(campaign_id)
    if not reach().enters:
        abort(403)
    return found


def _uploads() -> Uploads:
    return Uploads(settings().instance / "uploads")


def _owner(campaign_id: int) -> int:
    return -campaign_id  # uploads of contests and of campaigns lie in one folder; a contest's number is positive


@blueprint.get("/dot-dang-ky/<int:campaign_id>/danh-sach/mau.xlsx")
@for_offices
def form_file(campaign_id: int) -> Page:
    """Answer with the empty form of a campaign's list: its units, domains and topics to choose from."""
    campaign = campaign_or_404(campaign_id)
    known = liststanding.known(db.session(), reach(), campaign)
    data = aside(lambda: registrationlist.form(known, title=_title(campaign)))
    return download(data, f"mau-dang-ky-{campaign.year}.xlsx", EXCEL)


@blueprint.get("/dot-dang-ky/<int:campaign_id>/danh-sach/dang-co.xlsx")
@for_offices
def kept(campaign_id: int) -> Page:
    """Answer with the campaign's registrations in the form that reads back, to go on with offline."""
    campaign = campaign_or_404(campaign_id)
    session = db.session()
    known = liststanding.known(session, reach(), campaign)
    rows = listexport.rows(session, reach(), Filter(campaign_id=campaign_id))
    data = aside(lambda: registrationlist.kept(known, rows, _title(campaign)))
    return download(data, f"dang-ky-{campaign.year}.xlsx", EXCEL)


@blueprint.get("/so-mo-hinh/tai-ve.xlsx")
@for_offices
def file() -> Page:
    """Answer with the registrations that the register's filters show."""
    rows = listexport.rows(db.session(), reach(), asked())
    return download(aside(lambda: registrationlist.export(rows)), "so-mo-hinh.xlsx", EXCEL)


def _title(campaign: Campaign) -> str:
    return f"ĐĂNG KÝ MÔ HÌNH “DÂN VẬN KHÉO” NĂM {campaign.year}"


@blueprint.route("/dot-dang-ky/<int:campaign_id>/danh-sach/nhap", methods=["GET", "POST"])
@for_offices
def upload(campaign_id: int) -> Page:
    """Show where to hand a list in, or keep it and go to its preview."""
    campaign, form = _open_to_me(campaign_id), UploadForm()
    if campaign.closed:
        return _over(campaign)
    if form.validate_on_submit():
        data = form.file.data.read()
        token = _uploads().keep(_owner(campaign_id), me().id, form.file.data.filename or "", data)
        return redirect(url_for("register_lists.preview", campaign_id=campaign_id, token=token))
    return form_page("register/upload.html", form, campaign=campaign)


@blueprint.route("/dot-dang-ky/<int:campaign_id>/danh-sach/nhap/<token>", methods=["GET", "POST"])
@for_offices
def preview(campaign_id: int, token: str) -> Page:
    """Show what a list would add and change and its bad rows, or take it over."""
    campaign = _open_to_me(campaign_id)
    if campaign.closed:
        return _over(campaign)
    kept = _uploads().get(token, _owner(campaign_id), me().id)
    if kept is None:
        flash(Refused("upload_gone").message, "warning")
        return redirect(url_for("register_lists.upload", campaign_id=campaign_id))
    todo, form = _plan(campaign, kept), TakeForm()
    form.of(*todo.subjects)
    if form.validate_on_submit() and (todo.rows or todo.changes):
        try:
            return _begin(campaign, todo, token, form.require_unchanged(db.session()))
        except Refused as refused:
            refused_in(form, refused)
    return form_page("register/preview.html", form, campaign=campaign, upload=kept, plan=todo, states=STATES)


def _plan(campaign: Campaign, kept: Upload) -> listimport.Plan:
    known = liststanding.known(db.session(), reach(), campaign)
    listed = aside(lambda: registrationlist.read(kept.data, kept.filename, known))
    return listimport.plan(db.session(), reach(), campaign, listed)


def _over(campaign: Campaign) -> Page:
    """Go to the campaign's page, which says that it takes no more."""
    flash(Refused("campaign_over", name=campaign.name, unit=campaign.unit.name).message, "warning")
    return redirect(url_for("campaigns.show", campaign_id=campaign.id))


def _begin(campaign: Campaign, todo: listimport.Plan, token: str, seen: int) -> Page:
    steps = list(listimport.steps(todo, campaign.id, reach(), me().id, seen))
    job = jobs.begin(me().id, "Nhập danh sách đăng ký", steps, _said(todo), url_for("register.index", dot=campaign.id))
    _uploads().drop(token)
    return redirect(url_for("jobs.show", token=job))


def _said(todo: listimport.Plan) -> str:
    """Give what is said when a list is taken over."""
    changed = f"sửa {len(todo.changes)} mô hình theo tệp; " if todo.changes else ""
    return (
        f"Đã nhận {len(todo.rows)} mô hình, trong đó {todo.on_paper} đã có phiếu ký; "
        f"{changed}{todo.same + len(todo.left)} mô hình đã có từ trước."
    )
