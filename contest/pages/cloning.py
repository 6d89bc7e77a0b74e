"""One contest of a season, made anew in many units at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from sqlalchemy import select
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from contest import jobs
from contest.db import db
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, choices, form_page, lines_of, me, refused_in
from contest.planning import contestlists, contests, seasons
from contest.planning.units import required_unit
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit
from contest.tables.seasons import ClusterUnit, Season
from contest.text import date_vi

blueprint = Blueprint("cloning", __name__, url_prefix="/mua/<int:season_id>/nhan-ban")


class CloneForm(KeptForm):
    """One contest, made anew in many units."""

    source = SelectField(
        "Chép từ hội thi", [Required()], description="Thể lệ, cách công bố và số giám khảo được chép theo."
    )
    name = StringField(
        "Tên các hội thi",
        [Required(), Length(160)],
        default=f"Hội thi “Dân vận khéo” {seasons.UNIT_MARK}",
        description=f"{seasons.UNIT_MARK} được thay bằng tên từng đơn vị.",
    )
    level_id = SelectField("Cấp tổ chức", [Required()])
    held_on = DayField("Ngày thi", [Required()], description="Sửa được ở từng hội thi.")
    place = StringField("Địa điểm", [Required(), Length(160)], default=f"Nhà văn hóa {seasons.UNIT_MARK}")
    cluster = SelectField("Các đơn vị của cụm")
    units = TextAreaField("Thêm đơn vị", [Length(100_000)], description="Mỗi đơn vị một dòng.", render_kw={"rows": 6})
    with_teams = BooleanField("Chép cả danh sách đội")

    def validate_name(self, field: Any) -> None:
        """Refuse one name for all."""
        if seasons.UNIT_MARK not in (field.data or ""):
            raise ValidationError(Refused("needs_unit_mark", mark=seasons.UNIT_MARK).message)


@blueprint.route("", methods=["GET", "POST"])
@for_offices
@in_branch(Season, "season_id", change=True)
def show(season_id: int) -> Page:
    """Show the form that clones a contest to many units, or begin it."""
    season, form = db.session.get_one(Season, season_id), CloneForm()
    form.source.choices = choices([("", "Đề nghị chọn"), *_sources()])
    named = [(str(level.id), level.name) for level in contests.levels(db.session())]
    form.level_id.choices = choices([("", "Đề nghị chọn"), *named])
    clusters = [(str(each.id), each.name) for each in seasons.clusters(db.session(), season_id)]
    form.cluster.choices = choices([("", "Không chọn theo cụm"), ("*", "Mọi cụm của mùa"), *clusters])
    if form.validate_on_submit():
        try:
            return _begin_cloning(season, form)
        except Refused as refused:
            refused_in(form, refused)
    return form_page("seasons/clone.html", form, season=season)


def _sources() -> list[tuple[str, str]]:
    own = contestlists.sources(db.session(), me(), reach())
    return [(str(each.id), f"{each.name} ({date_vi(each.held_on)})") for each in own]


def _begin_cloning(season: Season, form: CloneForm) -> Page:
    units = _chosen_units(season, form)
    wanted = seasons.Cloning(
        source_id=int(form.source.data),
        level_id=int(form.level_id.data),
        held_on=form.held_on.data,
        name=form.name.data or "",
        place=form.place.data or "",
        with_teams=bool(form.with_teams.data),
    )
    steps = list(seasons.clone_steps(db.session(), season, wanted, units, me().id))
    said = f"Mùa có hội thi ở {len(units)} đơn vị đã chọn. Nhân bản lại cùng đơn vị không lập thêm hội thi."
    address = url_for("seasons.show", season_id=season.id)
    job = jobs.begin(me().id, "Nhân bản hội thi", steps, said, address, form.token(me().id))
    return redirect(url_for("jobs.show", token=job))


def _chosen_units(season: Season, form: CloneForm) -> list[Unit]:
    chosen: dict[int, Unit] = {}
    if form.cluster.data:
        query = select(Unit).join(ClusterUnit, ClusterUnit.unit_id == Unit.id).where(ClusterUnit.season_id == season.id)
        if form.cluster.data != "*":
            query = query.where(ClusterUnit.cluster_id == int(form.cluster.data))
        chosen |= {unit.id: unit for unit in db.session.scalars(query.order_by(Unit.position, Unit.match_key)).unique()}
    for name in lines_of(form.units.data):
        unit = required_unit(db.session(), name, form.held_on.data, field="units")
        chosen[unit.id] = unit
    if not chosen:
        raise Refused("needs_units", field="units")
    outside = next((unit for unit in chosen.values() if not reach().may_change(db.session(), unit.id)), None)
    if outside is not None:
        raise Refused("unit_out_of_branch", field="units", name=outside.name)
    return list(chosen.values())
