"""The contests that one may see, a contest's overview with its checklist, making, changing and starting one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, RadioField, SelectField, StringField

from contest import board as boards
from contest.access import ROLES, VIEWER, for_roles, may, roles_in, row_number
from contest.db import db
from contest.desk import carry_out
from contest.forms import DayField, Length, Required, errors_for
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.messages.scorebook import STEP_NAMES
from contest.offices import reach
from contest.pagekit import (
    Page,
    actor,
    by_hand,
    choices,
    contest_or_404,
    form_page,
    me,
    prepared,
    qr,
    refused_in,
    settings,
)
from contest.planning import contestlists, contests, corrected, seasonview, unitlists
from contest.planning.rulebooksources import preset_label
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.text import date_vi
from contest.writer import write
from scoring.preset import preset, presets

blueprint = Blueprint("contests", __name__)


class ContestForm(KeptForm):
    """What a contest is called, where and when, and how its results are released."""

    name = StringField("Tên hội thi", [Required(), Length(200)])
    host = StringField(
        "Đơn vị tổ chức",
        [Required(), Length(300)],
        description="Ví dụ: Xã Sơn Hòa",
        render_kw={"data-units": "", "autocomplete": "off"},
    )
    level_id = SelectField("Cấp tổ chức", [Required()])
    held_on = DayField("Ngày thi", [Required()])
    place = StringField("Địa điểm", [Required(), Length(200)])
    organiser_name = StringField("Tên Ban Tổ chức", [Length(200)], description="Ghi trên giấy tờ và biên bản.")
    release_mode = RadioField(
        "Cách công bố kết quả trong hội trường", [Required()], choices=choices(contests.RELEASE_MODES.items())
    )
    invented = BooleanField("Hội thi chạy thử: số liệu tự đặt, ghi nhãn ở mọi nơi")

    def offer_levels(self) -> None:
        """List the levels, ended ones with their last day."""
        named = [
            (str(level.id), level.name + (f" (đến {date_vi(level.valid_to)})" if level.valid_to else ""))
            for level in contests.levels(db.session())
        ]
        self.level_id.choices = choices([("", "Đề nghị chọn"), *named])

    @property
    def details(self) -> contests.Details:
        """Give what was typed; the form must be valid."""
        return contests.Details(
            name=self.name.data or "",
            host=self.host.data or "",
            level_id=int(self.level_id.data),
            held_on=self.held_on.data,
            place=self.place.data or "",
            organiser_name=self.organiser_name.data or "",
            release_mode=self.release_mode.data,
            invented=bool(self.invented.data),
        )


class NewContestForm(ContestForm):
    """A new contest also needs a rulebook to begin from."""

    source = SelectField(
        "Bắt đầu từ",
        [Required()],
        description="Mẫu minh họa không phải bộ tiêu chí chính thức; thể lệ sửa được trước khi hội thi bắt đầu.",
    )
    with_teams = BooleanField("Chép cả danh sách đội (khi bắt đầu từ một hội thi)")

    def offer_sources(self) -> None:
        """List the presets and the contests that the person organises."""
        starts = [(f"preset:{name}", preset_label(preset(name))) for name in presets()]
        copies = [
            (f"contest:{contest.id}", f"Chép từ: {contest.name} ({date_vi(contest.held_on)})")
            for contest in contestlists.sources(db.session(), me(), reach())
        ]
        self.source.choices = choices([*starts, *copies])


@blueprint.get("/")
def index() -> Page:
    """Show the contests that the signed-in person has a part in, or an office of; a page at a time."""
    season = row_number(request.args.get("mua", ""))
    page = page_of(contestlists.query(me(), reach(), request.args.get("tim", ""), season_id=season))
    return render_template(
        "contests/index.html",
        page=page,
        step_of=contestlists.steps_of(db.session(), [each.id for each in page.items]),
        steps=STEP_NAMES,
        seasons=_seasons() if reach().any else [],
        account=me(),
        makes=_makes(),
    )


def _seasons() -> list[tuple[int, str]]:
    """Give the seasons to choose from, each with its year and unit: many units call theirs alike."""
    listed = seasonview.seasons(db.session(), reach())
    rows = [(each.id, f"{each.year} · {each.name} · {each.unit.name}", each.unit_id) for each in listed]
    return unitlists.told_apart(db.session(), rows)


def _makes() -> bool:
    """Say whether the person may make contests: in the house, or in the branch of an office."""
    return me().organiser or reach().enters


@blueprint.route("/hoi-thi/moi", methods=["GET", "POST"])
def new() -> Page:
    """Show the form of a new contest, or make it."""
    if not _makes():
        abort(403)
    form = NewContestForm()
    form.offer_levels()
    form.offer_sources()
    if form.validate_on_submit():
        try:
            contest_id = _create(form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lập hội thi. Các việc cần chuẩn bị có ở trang này.", "success")
            return redirect(url_for("contests.show", contest_id=contest_id))
    elif request.method == "GET":
        form.source.data = "preset:dan-van-kheo"
    return _form_page("contests/new.html", form)


def _create(form: NewContestForm) -> int:
    kind, _, name = str(form.source.data).partition(":")
    account, details, with_teams = me(), form.details, bool(form.with_teams.data)
    if kind == "preset":
        rules = preset(name)
        return by_hand(lambda hand: contests.create(hand.session, account, details, rules).id, form)
    source_id = int(name)
    found = in_force(db.session(), source_id)[1]
    if found is None:
        raise Refused("needs_rulebook", field="source")
    return by_hand(
        lambda hand: (
            contests.create(hand.session, account, details, found, copied_from=source_id, with_teams=with_teams).id
        ),
        form,
    )


@blueprint.get("/hoi-thi/<int:contest_id>")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def show(contest_id: int) -> Page:
    """Show a contest: what is ready, the next step, and where everything is."""
    board = boards.read(db.session(), contest_id)
    items = contests.checklist(db.session(), board)
    hall = f"{settings().hall_address}/{board.contest.uid}"
    return render_template(
        "contests/show.html",
        contest=board.contest,
        board=board,
        items=items,
        next_item=next((item for item in items if not item.ready), None),
        step=board.ledger.step,
        step_name=STEP_NAMES[board.ledger.step],
        mode=contests.RELEASE_MODES[board.contest.release_mode],
        organiser=may(contest_id, "organiser"),
        roles=roles_in(db.session(), me(), contest_id),
        corrections=corrected.corrections(db.session(), me(), [contest_id]),
        works=may(contest_id, *ROLES),
        kept=reach().any and reach().may_see(db.session(), board.contest.unit_id),
        of_season=board.contest.season is not None and reach().may_see(db.session(), board.contest.season.unit_id),
        screens=[("Điện thoại", hall, qr(hall)), ("Máy chiếu", f"{hall}/man-chieu", qr(f"{hall}/man-chieu"))],
    )


@blueprint.route("/hoi-thi/<int:contest_id>/sua", methods=["GET", "POST"])
@for_roles("organiser")
def edit(contest_id: int) -> Page:
    """Show what the contest is called, or change it before it starts."""
    contest = contest_or_404(contest_id)
    form = ContestForm(data=None if request.method == "POST" else _typed(contest))
    form.of(contest)
    form.offer_levels()
    if form.validate_on_submit():
        details = form.details
        try:
            account = me()
            by_hand(lambda hand: contests.edit(hand.session, account, contest_id, details), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("contests.show", contest_id=contest_id))
    return _form_page("contests/edit.html", form, contest, prepared(contest_id))


def _typed(contest: Contest) -> dict[str, object]:
    return {
        "name": contest.name,
        "host": contest.unit.name,
        "level_id": str(contest.level_id),
        "held_on": contest.held_on,
        "place": contest.place,
        "organiser_name": contest.organiser_name,
        "release_mode": contest.release_mode,
        "invented": contest.invented,
    }


def _form_page(template: str, form: ContestForm, contest: Contest | None = None, open_: bool = True) -> Page:
    return form_page(template, form, contest=contest, prepared=open_, errors=errors_for(form))


@blueprint.post("/hoi-thi/<int:contest_id>/bat-dau")
@for_roles("organiser")
def start(contest_id: int) -> Page:
    """Begin the contest; what still lacks is said on its page."""
    who = actor()
    try:
        write(lambda session: carry_out(session, contest_id, who, "start", {}))
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash("Hội thi đã bắt đầu. Tổ Thư ký mở từng đội tại Bàn Thư ký.", "success")
    return redirect(url_for("contests.show", contest_id=contest_id))
