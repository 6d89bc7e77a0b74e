"""Seasons: which there are, one at a glance, its clusters, and which contests are in it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, choices, form_page, me, own_unit, refused_in
from contest.planning import contestlists, corrected, seasons, seasontree, seasonview
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.tables.seasons import Cluster, Season

blueprint = Blueprint("seasons", __name__, url_prefix="/mua")
MOST_OPEN = 150  # contests on a map that is shown unfolded


class SeasonForm(KeptForm):
    """One season."""

    name = StringField(
        "Tên mùa hội thi", [Required(), Length(200)], description="Ví dụ: Hội thi “Dân vận khéo” năm 2026"
    )
    unit = StringField("Đơn vị chủ trì", [Required(), Length(300)], render_kw={"data-units": "", "autocomplete": "off"})
    year = IntegerField(
        "Năm", [Required(), NumberRange(1990, 2100, "Năm từ 1990 đến 2100.")], render_kw={"inputmode": "numeric"}
    )
    from_on = DayField("Từ ngày", [Required()])
    to_on = DayField("Đến ngày", [Required()])
    invented = BooleanField("Mùa chạy thử: số liệu tự đặt, ghi nhãn ở mọi nơi")


class ClusterForm(KeptForm):
    """One cluster of a season."""

    name = StringField("Tên cụm", [Required(), Length(120)], description="Ví dụ: Cụm 1")
    units = TextAreaField("Các đơn vị", [Length(20000)], description="Mỗi đơn vị một dòng.", render_kw={"rows": 10})


class PutInForm(KeptForm):
    """A contest that is there already, into the season."""

    contest = SelectField("Hội thi đã lập", [Required()])
    cluster = SelectField("Cụm")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the seasons that the person sees."""
    found = seasonview.listed(db.session(), reach())
    return render_template("seasons/index.html", listed=found, enters=reach().enters)


@blueprint.route("/moi", methods=["GET", "POST"])
@for_offices
def new() -> Page:
    """Show the form of a new season, or make it."""
    if not reach().enters:
        abort(403)
    form = SeasonForm()
    if form.validate_on_submit():
        try:
            details = _details(form)
            season_id = by_hand(lambda hand: seasons.make(hand, details).id, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            return redirect(url_for("seasons.show", season_id=season_id))
    return form_page("seasons/edit.html", form, season=None)


def _details(form: SeasonForm) -> seasons.SeasonDetails:
    return seasons.SeasonDetails(
        name=form.name.data or "",
        unit_id=own_unit(form.unit.data or "", form.from_on.data).id,
        year=int(form.year.data or 0),
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        invented=bool(form.invented.data),
    )


@blueprint.get("/<int:season_id>")
@for_offices
@in_branch(Season, "season_id")
def show(season_id: int) -> Page:
    """Show a season at a glance: counts by level, and the tree of its contests."""
    season = db.session.get_one(Season, season_id)
    seen = seasonview.glance(db.session(), season)
    return render_template(
        "seasons/show.html",
        season=season,
        glance=seen,
        words=seasontree.WORDS,
        addresses=_addresses(season_id),
        corrections=corrected.corrections(db.session(), me(), select(Contest.id).where(Contest.season_id == season_id)),
        folded=seen.total("contests") > MOST_OPEN,
        may_change=reach().may_change(db.session(), season.unit_id),
    )


def _addresses(season_id: int) -> dict[int, str]:
    """Give where each contest opens that the person may open; one address is built, for a map has a hundred."""
    pattern = url_for("contests.show", contest_id=0)
    opened = contestlists.opened(db.session(), me(), reach(), season_id)
    return {each: pattern.removesuffix("0") + str(each) for each in opened}


@blueprint.route("/<int:season_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Season, "season_id", change=True)
def edit(season_id: int) -> Page:
    """Show what a season is, or change it."""
    season = db.session.get_one(Season, season_id)
    form = SeasonForm(obj=None if request.method == "POST" else season)
    form.of(season)
    if form.validate_on_submit():
        try:
            details = _details(form)
            by_hand(lambda hand: seasons.edit(hand, hand.session.get_one(Season, season_id), details), form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("seasons.show", season_id=season_id))
    elif request.method == "GET":
        form.unit.data = season.unit.name
    return form_page("seasons/edit.html", form, season=season)


@blueprint.get("/<int:season_id>/cum")
@for_offices
@in_branch(Season, "season_id")
def clusters(season_id: int) -> Page:
    """List a season's clusters with their units."""
    season = db.session.get_one(Season, season_id)
    return render_template(
        "seasons/clusters.html",
        season=season,
        clusters=seasons.clusters(db.session(), season_id),
        members=seasons.members(db.session(), season_id),
        may_change=reach().may_change(db.session(), season.unit_id),
    )


@blueprint.route("/<int:season_id>/cum/moi", methods=["GET", "POST"], defaults={"cluster_id": 0})
@blueprint.route("/<int:season_id>/cum/<int:cluster_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Season, "season_id", change=True)
def cluster(season_id: int, cluster_id: int) -> Page:
    """Show a cluster's form, or keep it."""
    standing = _cluster_or_404(season_id, cluster_id) if cluster_id else None
    form = ClusterForm()
    if standing is not None:
        form.of(standing)
    if form.validate_on_submit():
        name, units = form.name.data or "", [each for each in (form.units.data or "").splitlines() if each.strip()]

        def keep(hand: Hand) -> None:
            season = hand.session.get_one(Season, season_id)
            seasons.set_cluster(hand, season, hand.session.get(Cluster, cluster_id), name, units)

        try:
            by_hand(keep, form)
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu cụm.", "success")
            return redirect(url_for("seasons.clusters", season_id=season_id))
    elif request.method == "GET" and standing is not None:
        form.name.data, form.units.data = (
            standing.name,
            "\n".join(seasons.members(db.session(), season_id).get(cluster_id, ())),
        )
    season = db.session.get_one(Season, season_id)
    return form_page("seasons/cluster.html", form, season=season, cluster=standing)


def _cluster_or_404(season_id: int, cluster_id: int) -> Cluster:
    found = db.session.get(Cluster, cluster_id)
    if found is None or found.season_id != season_id:
        abort(404)
    return found


@blueprint.post("/<int:season_id>/cum/<int:cluster_id>/bo")
@for_offices
@in_branch(Season, "season_id", change=True)
def remove_cluster(season_id: int, cluster_id: int) -> Page:
    """Remove a cluster."""
    _cluster_or_404(season_id, cluster_id)

    def remove(hand: Hand) -> None:
        session = hand.session
        seasons.remove_cluster(hand, session.get_one(Season, season_id), session.get_one(Cluster, cluster_id))

    by_hand(remove)
    flash("Đã bỏ cụm.", "success")
    return redirect(url_for("seasons.clusters", season_id=season_id))


@blueprint.route("/<int:season_id>/dua-vao", methods=["GET", "POST"])
@for_offices
@in_branch(Season, "season_id", change=True)
def put_in(season_id: int) -> Page:
    """Show which contests may be put into the season, or put one in."""
    form = PutInForm()
    form.contest.choices = choices(_outside())
    form.cluster.choices = choices([("", "Không thuộc cụm nào"), *_named(season_id)])
    if form.validate_on_submit():
        contest_id, cluster_id = int(form.contest.data), int(form.cluster.data or 0)

        def put(hand: Hand) -> None:
            session = hand.session
            seasons.put_in(
                hand, session.get_one(Season, season_id), session.get_one(Contest, contest_id), cluster_id or None
            )

        by_hand(put, form)
        flash("Đã đưa hội thi vào mùa.", "success")
        return redirect(url_for("seasons.show", season_id=season_id))
    return form_page("seasons/put_in.html", form, season=db.session.get_one(Season, season_id))


def _outside() -> list[tuple[str, str]]:
    """Give the contests of no season in the person's branch."""
    query = select(Contest).where(Contest.season_id.is_(None), reach().changes(Contest.unit_id))
    found = db.session.scalars(query.order_by(Contest.held_on.desc(), Contest.id.desc()).limit(200)).unique()
    return [("", "Đề nghị chọn"), *((str(each.id), f"{each.name} ({each.unit.name})") for each in found)]


def _named(season_id: int) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in seasons.clusters(db.session(), season_id)]
