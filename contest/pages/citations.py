"""Contest results as evidence: what a registration cites, and a contest's teams with the models that may cite them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from wtforms import HiddenField, SelectField, TextAreaField

from contest import history
from contest.access import roles_in, row_number
from contest.db import db
from contest.forms import Length, Required
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, choices, contest_or_404, me, refused_in
from contest.recognition import citable, citations, registering, states, suggesting
from contest.scorebook.refusals import Refused
from contest.searching import found
from contest.tables.contests import Contest
from contest.tables.places import Unit
from contest.tables.recognition import Registration

blueprint = Blueprint("citations", __name__)


class CitationForm(KeptForm):
    """One result to cite."""

    contest = HiddenField()
    team = SelectField("Đội", [Required()])
    part = SelectField("Trong")
    note = TextAreaField(
        "Ghi chú",
        [Length(citations.LONGEST_NOTE)],
        description="Kết quả này chứng minh điều gì cho mô hình.",
        render_kw={"rows": 3},
    )

    def offer(self, result: citable.Told) -> None:
        """List the contest's teams with their places, and its parts."""
        teams = [(str(key), f"{each.team.name} ({each.words()})") for key, each in result.teams.items()]
        self.contest.data = str(result.contest.id)
        self.team.choices = choices([("", "Đề nghị chọn"), *teams])
        self.part.choices = choices(
            [("", "Toàn hội thi"), *((key, f"Phần {name}") for key, name in result.parts.items())]
            if result.ranks_told
            else [("", "Toàn hội thi")]
        )


@blueprint.route("/so-mo-hinh/<int:registration_id>/dan-chung", methods=["GET", "POST"])
@for_offices
@in_branch(Registration, "registration_id")
def of_registration(registration_id: int) -> Page:
    """Show what a registration cites, and the form that cites another result (?hoi-thi= contest, ?doi= team), or cite it."""
    if request.method == "POST" and not reach().may_change(db.session(), _registration(registration_id).unit_id):
        abort(403)
    contest_id = row_number(request.values.get("contest") or request.args.get("hoi-thi", ""))
    result = citable.told(db.session(), contest_id) if contest_id else None
    form = CitationForm() if result else None
    if form is not None and result is not None:
        form.offer(result)
        if form.validate_on_submit():
            try:
                _cite(registration_id, result.contest.id, form)
            except Refused as refused:
                refused_in(form, refused)
            else:
                flash("Đã ghi dẫn chứng. Việc công nhận vẫn do hội đồng quyết định.", "success")
                return redirect(url_for("citations.of_registration", registration_id=registration_id))
        elif request.method == "GET":
            form.team.data = request.args.get("doi", "")
    if contest_id and result is None:
        flash(Refused("citation_secret").message, "warning")
    return _show(registration_id, form, result)


def _registration(registration_id: int) -> Registration:
    return db.session.get_one(Registration, registration_id)


def _cite(registration_id: int, contest_id: int, form: CitationForm) -> None:
    wanted = citations.Wanted(contest_id, int(form.team.data), form.part.data or "", form.note.data or "")
    mine = reach()
    by_hand(
        lambda hand: citations.cite(hand, mine, hand.session.get_one(Registration, registration_id), wanted).id, form
    )


def _show(registration_id: int, form: CitationForm | None, result: citable.Told | None) -> Page:
    reader, registration = db.session(), _registration(registration_id)
    able = states.open_to(reader, reach(), registration)
    lines = history.lines(reader, [history.subject_of(registration)])
    page = render_template(
        "citations/registration.html",
        registration=registration,
        status_kinds=registering.STATUS_KINDS,
        cited=citations.listed(reader, registration_id),
        form=form,
        result=result,
        contests=[] if result else _contests(registration),
        may_cite="edit" in able or "report" in able,
        may_look=reach().may_change(reader, registration.unit_id),
        lines=[line for line in lines if line.kind in citations.KINDS],
        kinds=citations.KINDS,
        fields=citations.FIELDS,
    )
    return (page, 422) if form is not None and form.errors else page


def _contests(registration: Registration) -> list[Contest]:
    """Give the announced contests to choose from: those that the unit's branch held or was in, or those of a host that is searched."""
    typed = request.args.get("tim", "")
    if typed.strip():
        hosts = select(Unit.id).where(*found(typed, Unit.match_key, Unit.search_key))
        return citations.offered(db.session(), registration.unit_id, [Contest.unit_id.in_(hosts)])
    return citations.offered(db.session(), registration.unit_id)


@blueprint.post("/so-mo-hinh/<int:registration_id>/dan-chung/<int:citation_id>/bo")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def let_go(registration_id: int, citation_id: int) -> Page:
    """Cite a result no more."""
    return _do(registration_id, citation_id, citations.let_go, "Đã bỏ dẫn chứng; nội dung cũ còn trong lịch sử.")


@blueprint.post("/so-mo-hinh/<int:registration_id>/dan-chung/<int:citation_id>/da-xem")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def look(registration_id: int, citation_id: int) -> Page:
    """Note that the corrected result was looked at."""
    return _do(registration_id, citation_id, citations.look, "Đã ghi: đã xem kết quả sửa đổi.")


def _do(registration_id: int, citation_id: int, change: Callable[..., None], said: str) -> Page:
    reason, mine = request.form.get("reason", ""), reach()

    def work(hand: Hand) -> None:
        change(hand, mine, hand.session.get_one(Registration, registration_id), citation_id, reason)

    try:
        by_hand(work)
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash(said, "success")
    return redirect(url_for("citations.of_registration", registration_id=registration_id))


@blueprint.get("/hoi-thi/<int:contest_id>/dan-chung")
@for_offices
def of_contest(contest_id: int) -> Page:
    """Show an announced contest's teams with the models that may cite them; 404 to those outside while it is not announced."""
    reader, contest = db.session(), contest_or_404(contest_id)
    result, within = citable.told(reader, contest_id), bool(roles_in(reader, me(), contest_id))
    if result is None and not within:
        abort(404)
    values: dict[str, Any] = {"contest": contest, "result": result, "within": within}
    if result is not None:
        values["models"] = suggesting.suggestions(reader, reach(), result)
        values["cited"] = suggesting.cited(reader, contest_id)
    return render_template("citations/contest.html", states=states.STATES, enters=reach().enters, **values)
