"""A contest's teams: the list, one team by hand, and taking over an Excel list after a look at what it would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from contest.access import VIEWER, for_roles, may
from contest.db import db
from contest.files.roster import MEMBERS_MOST, MemberRow, Preview, TeamRow, illegible, people_in, read
from contest.files.rosterform import template_workbook
from contest.forms import BaseForm, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.messages.roster import FIELDS, say
from contest.pagekit import (
    EXCEL,
    Page,
    actor,
    aside,
    by_hand,
    contest_or_404,
    download,
    form_page,
    me,
    prepared,
    refused_in,
    settings,
)
from contest.planning import corrected, teams
from contest.planning.uploads import Upload, Uploads
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Team

blueprint = Blueprint("teams", __name__, url_prefix="/hoi-thi/<int:contest_id>/doi")


class TeamForm(KeptForm):
    """One team by hand."""

    name = StringField("Tên đội", [Required(), Length(120)])
    unit = StringField("Đơn vị", [Length(160)], description="Ví dụ: Xã Suối Bạc")
    group = StringField(
        "Bảng, khối, cụm", [Length(160)], description="Cần khi thể lệ xếp hạng theo bảng. Ví dụ: Khối 1"
    )
    ineligible = StringField(
        "Lý do không xét giải",
        [Length(160)],
        description="Để trống nếu đội được xét giải. Ví dụ: đội của đơn vị đăng cai",
    )
    members = TextAreaField(
        "Thành viên",
        description="Mỗi người một dòng; vai trò ghi trong ngoặc, ví dụ: Nguyễn Thị Hường (đội trưởng).",
        render_kw={"rows": 6},
    )

    def validate_name(self, field: Any) -> None:
        """Refuse a name that nobody can read."""
        _require_legible("name", field.data or "")

    def validate_unit(self, field: Any) -> None:
        """Refuse a unit that nobody can read."""
        _require_legible("unit", field.data or "")

    def validate_group(self, field: Any) -> None:
        """Refuse a group that nobody can read."""
        _require_legible("group", field.data or "")

    def validate_ineligible(self, field: Any) -> None:
        """Refuse a reason that nobody can read."""
        _require_legible("ineligible", field.data or "")

    def validate_members(self, field: Any) -> None:
        """Refuse a list that is too long or holds a name that is too long or that nobody can read."""
        people = people_in(field.data or "")
        if len(people) > MEMBERS_MOST:
            raise ValidationError(f"Một đội có nhiều nhất {MEMBERS_MOST} thành viên.")
        for name, role in people:
            if len(name) > 120 or len(role) > 160:
                raise ValidationError(f"“{name[:40]}…” quá dài. Đề nghị mỗi người một dòng.")
            _require_legible("members", name)
            _require_legible("role", role)

    @property
    def row(self) -> TeamRow:
        """Give the team as a list would have it; the form must be valid."""
        people = people_in(self.members.data or "")
        members = tuple(MemberRow(name=name, role=role) for name, role in people)
        return TeamRow(
            name=self.name.data or "",
            unit=self.unit.data or "",
            members=members,
            group=self.group.data or "",
            ineligible=self.ineligible.data or "",
        )


def _require_legible(field: str, text: str) -> None:
    code = illegible(text)
    if code:
        raise ValidationError(" ".join(say(code, field=FIELDS[field], typed=text[:40])))


class UploadForm(BaseForm):
    """A list to take over."""

    file = FileField("Tệp danh sách", [Required()], render_kw={"accept": ".xlsx,.csv"})


def _uploads() -> Uploads:
    return Uploads(settings().instance / "uploads")


def _book(work: Callable[[Book], Any], contest_id: int, form: KeptForm | None = None) -> Any:
    who = actor()

    def run(hand: Hand) -> Any:
        return work(Book(hand.session, contest_id, who))

    return by_hand(run) if form is None else by_hand(run, form)


@blueprint.get("")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def index(contest_id: int) -> Page:
    """List the teams."""
    return _list(contest_id, UploadForm())


def _list(contest_id: int, upload: UploadForm) -> Page:
    contest, came = contest_or_404(contest_id), corrected.provenances(db.session(), me(), contest_id)
    page = render_template(
        "teams/index.html",
        contest=contest,
        teams=teams.listed(db.session(), contest_id),
        provenances=came,
        flags=corrected.flagged(db.session(), me(), contest, came),
        upload=upload,
        may_change=may(contest_id, "organiser") and prepared(contest_id),
        prepared=prepared(contest_id),
    )
    return (page, 422) if upload.errors else page


@blueprint.route("/moi", methods=["GET", "POST"])
@for_roles("organiser")
def new(contest_id: int) -> Page:
    """Show the form of a new team, or add it."""
    form = TeamForm()
    if form.validate_on_submit():
        row = form.row
        try:
            _book(lambda book: teams.add(book, row).id, contest_id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash(f"Đã thêm đội {row.name}.", "success")
            return redirect(url_for("teams.index", contest_id=contest_id))
    return _team_page(contest_id, form, None)


@blueprint.route("/<int:team_id>", methods=["GET", "POST"])
@for_roles("organiser")
def edit(contest_id: int, team_id: int) -> Page:
    """Show a team, or change it."""
    team = _team(contest_id, team_id)
    form = TeamForm(data=None if request.method == "POST" else _typed(team))
    form.of(team)
    if form.validate_on_submit():
        row = form.row
        try:
            _book(lambda book: teams.change(book, team_id, row).id, contest_id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("teams.index", contest_id=contest_id))
    return _team_page(contest_id, form, team)


def _team(contest_id: int, team_id: int) -> Team:
    team = db.session.get(Team, team_id)
    if team is None or team.contest_id != contest_id:
        abort(404)
    return team


def _typed(team: Team) -> dict[str, str]:
    lines = [member.name + (f" ({member.role})" if member.role else "") for member in team.members]
    return {
        "name": team.name,
        "unit": team.unit.name if team.unit else "",
        "group": team.group_name,
        "ineligible": team.ineligible,
        "members": "\n".join(lines),
    }


def _team_page(contest_id: int, form: TeamForm, team: Team | None) -> Page:
    reader, contest = db.session(), contest_or_404(contest_id)
    came = corrected.provenances(reader, me(), contest_id) if team else {}
    return form_page(
        "teams/team.html",
        form,
        contest=contest,
        team=team,
        prepared=prepared(contest_id),
        provenance=came.get(team.id) if team else None,
        flag=corrected.flagged(reader, me(), contest, came).get(team.id, "") if team else "",
        replaced=corrected.replaced(reader, team) if team else ([], []),
    )


@blueprint.post("/<int:team_id>/bo")
@for_roles("organiser")
def remove(contest_id: int, team_id: int) -> Page:
    """Remove a team."""
    team = _team(contest_id, team_id)
    name = team.name
    try:
        _book(lambda book: teams.remove(book, team_id), contest_id)
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash(f"Đã bỏ đội {name}.", "success")
    return redirect(url_for("teams.index", contest_id=contest_id))


@blueprint.get("/mau.xlsx")
@for_roles("organiser", "secretary", "head_judge")
def form_file(contest_id: int) -> Page:
    """Answer with the empty form of a list of teams."""
    return download(template_workbook(), "mau-danh-sach-doi.xlsx", EXCEL)


@blueprint.post("/nhap")
@for_roles("organiser")
def upload(contest_id: int) -> Page:
    """Keep an uploaded list and go to its preview."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _list(contest_id, form)
    token = _uploads().keep(contest_id, me().id, form.file.data.filename or "", form.file.data.read())
    return redirect(url_for("teams.preview", contest_id=contest_id, token=token))


@blueprint.get("/nhap/<token>")
@for_roles("organiser")
def preview(contest_id: int, token: str) -> Page:
    """Show what an uploaded list would change, and its bad rows."""
    found = _found(contest_id, token)
    if found is None:
        flash(Refused("upload_gone").message, "warning")
        return redirect(url_for("teams.index", contest_id=contest_id))
    shown = aside(lambda: read(found.data, found.filename))
    return render_template(
        "teams/preview.html",
        contest=contest_or_404(contest_id),
        upload=found,
        preview=shown,
        plan=teams.plan(db.session(), contest_id, shown),
        prepared=prepared(contest_id),
    )


def _found(contest_id: int, token: str) -> Upload | None:
    return _uploads().get(token, contest_id, me().id)


@blueprint.post("/nhap/<token>")
@for_roles("organiser")
def confirm(contest_id: int, token: str) -> Page:
    """Take over an uploaded list: read again from what was kept, compared with the teams as they stand now."""
    found = _found(contest_id, token)
    if found is None:
        flash(Refused("upload_gone").message, "warning")
        return redirect(url_for("teams.index", contest_id=contest_id))
    shown: Preview = aside(lambda: read(found.data, found.filename))
    try:
        done = _book(lambda book: teams.take_over(book, shown), contest_id)
    except Refused as refused:
        flash(refused.message, "danger")
        return redirect(url_for("teams.preview", contest_id=contest_id, token=token))
    _uploads().drop(token)
    flash(
        f"Đã nhận danh sách: {len(done.new)} đội mới, {len(done.changed)} đội sửa, {len(done.same)} đội giữ nguyên.",
        "success",
    )
    return redirect(url_for("teams.index", contest_id=contest_id))
