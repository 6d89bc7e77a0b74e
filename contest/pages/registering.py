"""The registration form: a new model, one that is maintained, and changing a draft or what was returned."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from contest.access import row_number
from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, choices, form_page, office_unit, refused_in
from contest.planning.units import required_unit
from contest.recognition import alike, campaigns, registering
from contest.recognition.campaignday import day_of, ids_taking_part
from contest.recognition.formlines import forces_in, forces_typed, owners_in, owners_typed
from contest.recognition.states import ACTIONS, STATES
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration

blueprint = Blueprint("registering", __name__, url_prefix="/so-mo-hinh")


class RegistrationForm(KeptForm):
    """The registration form: ten contents (domain.md 3.4)."""

    earlier = HiddenField()
    unit = StringField("Đơn vị đăng ký", [Required(), Length(300)], render_kw={"data-units": "", "autocomplete": "off"})
    name = StringField("Tên mô hình", [Required(), Length(300)])
    owner_type = RadioField(
        "Loại chủ thể", [Required()], choices=choices(registering.OWNER_TYPES.items()), default="collective"
    )
    owners = TextAreaField(
        "Chủ thể",
        [Length(4000)],
        render_kw={"rows": 3},
        description="Mỗi chủ thể một dòng; chức vụ của cá nhân ghi trong ngoặc, ví dụ: Nguyễn Văn An (Bí thư chi bộ).",
    )
    domain = SelectField("Lĩnh vực")
    topics = SelectMultipleField(
        "Chủ đề trọng tâm", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    situation = TextAreaField("Thực trạng, lý do", [Length(8000)], render_kw={"rows": 3})
    goals = TextAreaField("Mục tiêu, tiêu chí", [Length(8000)], render_kw={"rows": 3})
    content = TextAreaField("Nội dung, cách thức", [Length(8000)], render_kw={"rows": 4})
    area = TextAreaField("Địa bàn, đối tượng", [Length(4000)], render_kw={"rows": 2})
    lead = TextAreaField(
        "Lực lượng chủ trì",
        [Length(4000)],
        render_kw={"rows": 2},
        description="Mỗi lực lượng một dòng; vai trò ghi sau dấu hai chấm.",
    )
    coordinate = TextAreaField("Lực lượng phối hợp", [Length(4000)], render_kw={"rows": 2})
    join = TextAreaField("Lực lượng tham gia", [Length(4000)], render_kw={"rows": 2})
    resources = TextAreaField("Nguồn lực", [Length(4000)], render_kw={"rows": 2})
    starts_on = DayField("Ngày bắt đầu")
    schedule = TextAreaField("Tiến độ", [Length(4000)], render_kw={"rows": 2})
    evaluated_on = DayField("Thời điểm đánh giá")
    outputs = TextAreaField("Sản phẩm, kết quả đầu ra", [Length(8000)], render_kw={"rows": 3})
    sustaining = TextAreaField("Khả năng duy trì, nhân rộng", [Length(8000)], render_kw={"rows": 2})

    def offer(self, campaign: Campaign) -> None:
        """List the campaign's domains and topics."""
        domains = [(str(each.id), each.name) for each in campaigns.domains(db.session(), campaign.id)]
        self.domain.choices = choices([("", "Đề nghị chọn"), *domains])
        topics = [(str(each.id), each.name) for each in campaigns.topics(db.session(), campaign.id)]
        self.topics.choices = choices(topics)

    @property
    def filled(self) -> registering.Filled:
        """Give the form as it was filled in."""
        return registering.Filled(
            name=self.name.data or "",
            owner_type=self.owner_type.data,
            owners=owners_in(self.owners.data),
            domain_id=int(self.domain.data) if self.domain.data else None,
            topic_ids=[int(each) for each in self.topics.data or ()],
            forces=forces_in({part: self[part].data for part in registering.FORCE_PARTS}),
            starts_on=self.starts_on.data,
            evaluated_on=self.evaluated_on.data,
            **{name: self[name].data or "" for name in registering.CONTENTS},
        )


@blueprint.route("/dang-ky/<int:campaign_id>", methods=["GET", "POST"])
@for_offices
def new(campaign_id: int) -> Page:
    """Show an empty form (or one that maintains ?tu=, a registration of an earlier year), or keep it as a draft."""
    campaign = _campaign(campaign_id)
    if (
        campaign.closed and request.method == "GET"
    ):  # what was typed before it closed is refused beside the form, and kept
        flash(Refused("campaign_over", name=campaign.name, unit=campaign.unit.name).message, "warning")
        return redirect(url_for("campaigns.show", campaign_id=campaign_id))
    form = RegistrationForm()
    form.offer(campaign)
    if form.validate_on_submit():
        try:
            registration_id = _draft(campaign_id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu nháp. Kiểm tra lại rồi bấm “Gửi đăng ký”.", "success")
            return redirect(url_for("register.show", registration_id=registration_id))
    elif request.method == "GET":
        _begin(form, campaign)
    return form_page("register/edit.html", form, campaign=campaign, registration=None, before=_before(campaign))


def _campaign(campaign_id: int) -> Campaign:
    """Give a campaign in which the person may register; 404 for any other, 403 for who may only look."""
    found = campaign_or_404(campaign_id)
    if not reach().enters:
        abort(403)
    return found


def _begin(form: RegistrationForm, campaign: Campaign) -> None:
    earlier_id = row_number(request.args.get("tu", ""))
    earlier = db.session.get(Registration, earlier_id) if earlier_id else None
    if earlier is not None and reach().may_change(db.session(), earlier.unit_id):
        _show_in(form, earlier)
        same = {each.match_key: each.id for each in campaigns.domains(db.session(), campaign.id)}
        form.domain.data = str(same.get(earlier.domain.match_key, "")) if earlier.domain else ""
        form.topics.data, form.starts_on.data, form.evaluated_on.data = [], None, None
        form.earlier.data = str(earlier.id)
    else:
        own = office_unit()
        form.unit.data = own.name if own else ""


def _before(campaign: Campaign) -> list[Registration]:
    """Give last year's list of the person's one unit, to maintain from."""
    own = office_unit()
    return list(alike.last_year(db.session(), campaign, own.id)) if own else []


def _draft(campaign_id: int, form: RegistrationForm) -> int:
    filled, unit_id = form.filled, _unit_of(campaign_id, form)
    mine, earlier_id = reach(), row_number(form.earlier.data or "")

    def keep(hand: Hand) -> int:
        earlier = hand.session.get(Registration, earlier_id) if earlier_id else None
        campaign = hand.session.get_one(Campaign, campaign_id)
        return registering.draft(hand, mine, campaign, unit_id, filled, earlier=earlier).id

    return by_hand(keep, form)


def _unit_of(campaign_id: int, form: RegistrationForm) -> int:
    """Give the unit that registers: of several of the name one that takes part, else that of the campaign's day."""
    session = db.session()
    day = day_of(session.get_one(Campaign, campaign_id))
    within = ids_taking_part(session, campaign_id)
    return required_unit(session, form.unit.data or "", day, within=within).id


@blueprint.route("/<int:registration_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id", change=True)
def edit(registration_id: int) -> Page:
    """Show a registration's form, or change a draft or what was returned."""
    registration = db.session.get_one(Registration, registration_id)
    if request.method == "GET" and registration.state not in ACTIONS["edit"].before:
        flash(_stands(registration).message, "warning")
        return redirect(url_for("register.show", registration_id=registration_id))
    form = RegistrationForm()
    form.of(registration)
    form.offer(registration.campaign)
    if form.validate_on_submit():
        filled, mine = form.filled, reach()
        try:
            by_hand(
                lambda hand: registering.edit(hand, mine, hand.session.get_one(Registration, registration_id), filled),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("register.show", registration_id=registration_id))
    elif request.method == "GET":
        _show_in(form, registration)
    return form_page("register/edit.html", form, campaign=registration.campaign, registration=registration, before=[])


def _stands(registration: Registration) -> Refused:
    """Give why a registration's contents are no longer changed, and where to go."""
    if registration.state == "submitted":
        return Refused("edit_sent", name=registration.campaign.unit.name)
    return Refused("edit_over", state=STATES[registration.state])


def _show_in(form: RegistrationForm, registration: Registration) -> None:
    form.unit.data, form.name.data = registration.unit.name, registration.name
    form.owner_type.data = registration.owner_type
    form.owners.data = owners_typed(registration.owners)
    form.domain.data = str(registration.domain_id or "")
    form.topics.data = [str(each.id) for each in registration.topics]
    for part, typed in forces_typed(registration.forces).items():
        form[part].data = typed
    for name in (*registering.CONTENTS, "starts_on", "evaluated_on"):
        form[name].data = getattr(registration, name)
