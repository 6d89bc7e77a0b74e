"""What belongs to a campaign: the units that take part, what came in of each, and the documents that it rests on."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy import select
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, form_page, lines_of, refused_in
from contest.recognition import campaigns, documents, targets
from contest.recognition.unitwords import UnitWords
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import UnitBranch, UnitParent

blueprint = Blueprint("campaign_units", __name__, url_prefix="/dot-dang-ky/<int:campaign_id>")
NUMBERS = {"inputmode": "numeric"}


class UnitsForm(KeptForm):
    """The units that take part."""

    children = BooleanField("Mọi đơn vị trực thuộc ngay bên dưới")
    units = TextAreaField("Các đơn vị", [Length(200_000)], description="Mỗi đơn vị một dòng.", render_kw={"rows": 12})
    target = IntegerField(
        "Chỉ tiêu mỗi đơn vị",
        [Optional(), NumberRange(0, targets.LARGEST, "Chỉ tiêu từ 0 đến 10.000.")],
        render_kw=NUMBERS,
        description="Số mô hình mỗi đơn vị phải xây dựng, duy trì; để trống nếu không giao.",
    )


class DocumentForm(KeptForm):
    """A document to rest on."""

    number = StringField("Số, ký hiệu", [Required(), Length(80)], description="Ví dụ: 25-CT/TU")
    issued_on = DayField("Ngày ban hành", [Required()])
    issuer = StringField("Cơ quan ban hành", [Required(), Length(200)])
    abstract = TextAreaField("Trích yếu", [Required(), Length(2000)], render_kw={"rows": 3})


class UnitNoteForm(KeptForm):
    """What came in of one unit."""

    submitted_on = DayField("Ngày nhận bản tổng hợp của đơn vị")
    number = StringField("Số văn bản riêng của đơn vị", [Length(80)])
    issued_on = DayField("Ngày ban hành")
    issuer = StringField("Cơ quan ban hành", [Length(200)])
    abstract = StringField("Trích yếu", [Length(500)])
    target = IntegerField(
        "Chỉ tiêu", [Optional(), NumberRange(0, targets.LARGEST, "Chỉ tiêu từ 0 đến 10.000.")], render_kw=NUMBERS
    )


@blueprint.route("/don-vi", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def units(campaign_id: int) -> Page:
    """Show which units take part, or fix them."""
    campaign, form = db.session.get_one(Campaign, campaign_id), UnitsForm()
    form.of(campaign)
    if form.validate_on_submit():
        try:
            ids = _chosen(campaign, form)
            target = form.target.data

            def fix(hand: Hand) -> None:
                campaigns.set_units(hand, hand.session.get_one(Campaign, campaign_id), ids, target)

            by_hand(fix, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash(f"Đợt này có {len(ids)} đơn vị tham gia.", "success")
            return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    elif request.method == "GET":
        standing = campaigns.taking_part(db.session(), campaign_id, reach())
        form.units.data = "\n".join(UnitWords(db.session()).written(each.unit_id for each in standing))
    return form_page("campaigns/units.html", form, campaign=campaign)


def _chosen(campaign: Campaign, form: UnitsForm) -> list[int]:
    """Give the units that were ticked and typed; a few statements however many they are."""
    chosen: dict[int, None] = dict.fromkeys(_children(campaign) if form.children.data else ())
    words = UnitWords(db.session())
    below = set(db.session.scalars(select(UnitBranch.unit_id).where(UnitBranch.above_id == campaign.unit_id)))
    for name in lines_of(form.units.data):
        meant = words.meant(name, campaign.opens_on, below)
        within = [each for each in meant if each in below]
        if not meant:
            raise Refused("no_such_unit", field="units", name=name)
        if not within:
            raise Refused("unit_out_of_branch", field="units", name=name)
        if len(within) > 1:
            raise Refused("unit_ambiguous", field="units", name=name, count=len(within))
        chosen[within[0]] = None
    if not chosen:
        raise Refused("needs_units", field="units")
    return list(chosen)


def _children(campaign: Campaign) -> list[int]:
    day: date = campaign.opens_on
    below = select(UnitParent.unit_id).where(
        UnitParent.parent_id == campaign.unit_id,
        (UnitParent.valid_from.is_(None)) | (UnitParent.valid_from <= day),
        (UnitParent.valid_to.is_(None)) | (UnitParent.valid_to >= day),
    )
    return list(db.session.scalars(below))


@blueprint.route("/don-vi/<int:unit_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def unit_note(campaign_id: int, unit_id: int) -> Page:
    """Show what came in of one unit, or note it."""
    row = db.session.get(CampaignUnit, (campaign_id, unit_id))
    if row is None:
        abort(404)
    form = UnitNoteForm(data=None if request.method == "POST" else _noted(row))
    form.of(row)
    if form.validate_on_submit():
        try:
            by_hand(lambda hand: _note(hand, campaign_id, unit_id, form), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    return form_page(
        "campaigns/unit.html",
        form,
        campaign=db.session.get_one(Campaign, campaign_id),
        row=db.session.get_one(CampaignUnit, (campaign_id, unit_id)),
    )


def _noted(row: CampaignUnit) -> dict[str, object]:
    paper = row.document
    said: dict[str, object] = {"submitted_on": row.submitted_on, "target": row.target}
    if paper is not None:
        said |= {
            "number": paper.number,
            "issued_on": paper.issued_on,
            "issuer": paper.issuer,
            "abstract": paper.abstract,
        }
    return said


def _note(hand: Hand, campaign_id: int, unit_id: int, form: UnitNoteForm) -> None:
    document_id = None
    if form.number.data and form.issued_on.data:
        details = documents.DocumentDetails(
            form.number.data, form.issued_on.data, form.issuer.data or "", form.abstract.data or ""
        )
        document_id = documents.keep(hand, unit_id, details).id
    campaigns.note_unit(
        hand,
        hand.session.get_one(Campaign, campaign_id),
        unit_id,
        submitted_on=form.submitted_on.data,
        document_id=document_id,
        target=form.target.data,
    )


@blueprint.route("/can-cu", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def basis(campaign_id: int) -> Page:
    """Show the form of a legal basis, or let the campaign rest on it."""
    campaign, form = db.session.get_one(Campaign, campaign_id), DocumentForm()
    if form.validate_on_submit():
        details = documents.DocumentDetails(
            form.number.data or "", form.issued_on.data, form.issuer.data or "", form.abstract.data or ""
        )

        def cite(hand: Hand) -> None:
            kept = documents.keep(hand, campaign.unit_id, details)
            campaigns.cite(hand, hand.session.get_one(Campaign, campaign_id), kept.id)

        known = documents.same(db.session(), details)
        again = known is not None and known.id in {
            each.document_id for each in campaigns.bases(db.session(), campaign_id)
        }
        otherwise = documents.said_otherwise(db.session(), details)
        by_hand(cite, form)
        flash(f"Văn bản số {details.number} đã là căn cứ của đợt." if again else "Đã ghi căn cứ.", "success")
        if otherwise is not None:
            flash(otherwise.message, "warning")
        return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    return form_page("campaigns/basis.html", form, campaign=campaign)


@blueprint.post("/can-cu/<int:document_id>/bo")
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def drop_basis(campaign_id: int, document_id: int) -> Page:
    """Let the campaign no longer rest on a document; the document stays in the register."""
    by_hand(lambda hand: campaigns.drop_basis(hand, hand.session.get_one(Campaign, campaign_id), document_id))
    flash("Đã bỏ căn cứ này khỏi đợt.", "success")
    return redirect(url_for("campaigns.show", campaign_id=campaign_id))
