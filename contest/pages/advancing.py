"""Teams from earlier contests: the sources, who goes on and why, what people decide, and taking the teams over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from contest import history
from contest.access import VIEWER, for_roles, may, row_number
from contest.db import db
from contest.history import Hand
from contest.messages.scorebook import STEP_NAMES
from contest.pagekit import Page, contest_or_404, me, prepared
from contest.planning import advanceview, advancing, carrying, contestlists, corrected, sources
from contest.planning.carrying import Carrying
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.tables.people import Account
from contest.writer import write

blueprint = Blueprint("advancing", __name__, url_prefix="/hoi-thi/<int:contest_id>/vao-tu")
STAFF = ("organiser", "secretary", "head_judge")
T = TypeVar("T")


@blueprint.get("")
@for_roles(*STAFF, VIEWER)
def show(contest_id: int) -> Page:
    """Show who goes on from the sources and why, who does not, and what waits for people."""
    return _show(contest_id)


def _show(contest_id: int, refused: Refused | None = None, typed: MultiDict[str, str] | None = None) -> Page:
    reader, contest = db.session(), contest_or_404(contest_id)
    plan = advancing.plan(reader, me(), contest)
    lines = history.lines(reader, [history.subject_of(contest)])
    page = render_template(
        "advancing/show.html",
        contest=contest,
        plan=plan,
        view=advanceview.view(reader, plan),
        shifts=corrected.shifts(plan),
        compared=sources.COMPARED_BY[plan.rule.compared_by],
        organiser=may(contest_id, "organiser"),
        prepared=prepared(contest_id),
        lines=[line for line in lines if line.kind in advanceview.HISTORY],
        kinds=advanceview.HISTORY,
        fields=advanceview.FIELDS,
        refused=refused,
        typed=typed or MultiDict(),
    )
    return (page, 422) if refused else page


@blueprint.route("/nguon", methods=["GET", "POST"])
@for_roles("organiser")
def choose(contest_id: int) -> Page:
    """Show which contests may be sources and how many go on from each, or keep the choice."""
    refused = None
    if request.method == "POST":
        try:
            wanted = _wanted()
            account_id = me().id

            def keep(session: Session) -> None:
                account = session.get_one(Account, account_id)
                book = Book(session, contest_id, Actor("account", account_id))
                sources.choose(book, Hand(session, account_id), account, wanted)

            write(keep)
        except Refused as problem:
            refused = problem
        else:
            flash("Đã lưu hội thi nguồn và số suất.", "success")
            return redirect(url_for("advancing.show", contest_id=contest_id))
    contest = contest_or_404(contest_id)
    page = render_template("advancing/sources.html", contest=contest, refused=refused, **_choosing(contest))
    return (page, 422) if refused else page


def _choosing(contest: Contest) -> dict[str, object]:
    """Give what the form of sources shows: what was typed when it was refused, else what stands."""
    reader = db.session()
    rule, standing = sources.advancement(reader, contest.id), sources.chosen(reader, contest.id)
    offered = sources.offered(reader, me(), contest)
    steps = contestlists.steps_of(reader, [each.id for each in offered])
    if request.method == "POST":
        places = {key: request.form.get(f"places-{key}", "") for key in request.form.getlist("sources")}
        typed = {"best_others": request.form.get("best_others", ""), "compared_by": request.form.get("compared_by", "")}
    else:
        places = {str(source.id): str(row.places) for row, source in standing}
        typed = {"best_others": str(rule.best_others), "compared_by": rule.compared_by}
    return {
        "offered": sorted(offered, key=lambda each: str(each.id) not in places),
        "steps": {each.id: STEP_NAMES[steps.get(each.id, "prepared")].lower() for each in offered},
        "places": places,
        "typed": typed,
        "compared_by": sources.COMPARED_BY,
        "prepared": prepared(contest.id),
    }


def _wanted() -> sources.Wanted:
    form = request.form
    places = {}
    for key in form.getlist("sources"):
        source_id = row_number(key)
        if source_id is None:
            raise Refused("source_unknown", field="sources")
        places[source_id] = _number(form.get(f"places-{key}", ""), "sources")
    return sources.Wanted(places, _number(form.get("best_others") or "0", "best_others"), form.get("compared_by", ""))


def _number(typed: str, field: str) -> int:
    shown = typed.strip()
    if not (shown.isascii() and shown.isdigit() and len(shown) < 4):
        raise Refused("source_places", field=field, most=sources.MOST_PLACES)
    return int(shown)


@blueprint.post("/dua-vao")
@for_roles("organiser")
def carry(contest_id: int) -> Page:
    """Take over every team that goes on."""
    return _do(
        contest_id, carrying.carry, lambda made: f"Đã đưa {len(made)} đội vào." if made else "Các đội đã vào đủ."
    )


@blueprint.post("/bang-diem")
@for_roles("organiser")
def tie(contest_id: int) -> Page:
    """Keep which teams of a tie go on."""
    tied, chosen = _ids("teams"), _ids("chosen")
    minutes, reason = _said("minutes"), _said("reason")
    return _do(
        contest_id,
        lambda work: carrying.decide_tie(work, tied, chosen, minutes, reason),
        lambda _: "Đã ghi quyết định về các đội bằng điểm.",
    )


@blueprint.post("/cu")
@for_roles("organiser")
def name_team(contest_id: int) -> Page:
    """Take over a team that its unit names."""
    team, reason = _team(), _said("reason")
    return _do(contest_id, lambda work: carrying.name_team(work, team, reason), lambda made: f"Đã đưa {made.name} vào.")


@blueprint.post("/khong-vao")
@for_roles("organiser")
def leave_out(contest_id: int) -> Page:
    """Let a team not go on."""
    team, reason = _team(), _said("reason")
    return _do(
        contest_id,
        lambda work: carrying.leave_out(work, team, reason),
        lambda _: "Đã ghi. Suất của đội chuyển cho đội kế tiếp.",
    )


@blueprint.post("/quyet-dinh/<int:number>/rut")
@for_roles("organiser")
def undo(contest_id: int, number: int) -> Page:
    """Undo a decision; it stays on the list."""
    return _do(contest_id, lambda work: carrying.undo(work, number - 1), lambda _: "Đã rút quyết định.")


@blueprint.post("/sua-doi/giu")
@for_roles("organiser")
def keep_list(contest_id: int) -> Page:
    """Let the list of teams stand though a source was corrected."""
    reason = _said("reason")
    return _do(contest_id, lambda work: carrying.keep_list(work, reason), lambda _: "Đã ghi: giữ nguyên danh sách đội.")


@blueprint.post("/sua-doi/thay")
@for_roles("organiser")
def exchange(contest_id: int) -> Page:
    """Exchange teams as the corrected results have it."""
    reason = _said("reason")
    return _do(
        contest_id,
        lambda work: carrying.exchange(work, reason),
        lambda made: f"Đã thay đội theo kết quả sửa đổi; {len(made)} đội mới vào.",
    )


def _do(contest_id: int, change: Callable[[Carrying], T], said: Callable[[T], str]) -> Page:
    """Carry out a change in the person's hand; a refusal is shown on the page with what was typed."""
    account_id = me().id
    try:
        done = write(lambda session: change(carrying.begin(session, contest_id, account_id)))
    except Refused as refused:
        return _show(contest_id, refused, request.form)
    flash(said(done), "success")
    return redirect(url_for("advancing.show", contest_id=contest_id))


def _said(field: str) -> str:
    return request.form.get(field, "")


def _ids(field: str) -> list[int]:
    return [number for each in request.form.getlist(field) if (number := row_number(each))]


def _team() -> int:
    return row_number(_said("team")) or 0
