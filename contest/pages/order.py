"""The running order of each part: typed in as drawn by hand, or by a seeded draw; and the minutes of the draw."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from contest import board as boards
from contest.access import VIEWER, for_roles, may
from contest.actors import name_of
from contest.board import Board
from contest.db import db, now
from contest.pagekit import Page, actor
from contest.planning import draw
from contest.printing import letterhead
from contest.scorebook.refusals import Refused
from contest.text import date_words, nfc
from contest.writer import write

blueprint = Blueprint("order", __name__, url_prefix="/hoi-thi/<int:contest_id>/thu-tu")


@blueprint.get("")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def index(contest_id: int) -> Page:
    """Show every part's order with the ways to set it."""
    return _page(contest_id)


def _page(contest_id: int, typed: dict[str, dict[int, str]] | None = None, wrong: dict[int, str] | None = None) -> Page:
    """Show the orders; `typed` holds a part's numbers as they were sent, `wrong` what is wrong with them by team."""
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        flash(Refused("needs_rulebook").message, "warning")
        return redirect(url_for("contests.show", contest_id=contest_id))
    page = render_template(
        "order/index.html",
        contest=board.contest,
        drawn=draw.draws(db.session(), board),
        teams=board.teams,
        may_set=may(contest_id, "organiser", "secretary") and board.ledger.step in {"prepared", "running"},
        prepared=board.ledger.step == "prepared",
        seed=draw.new_seed(),
        typed=typed or {},
        wrong=wrong or {},
    )
    return (page, 422) if wrong else page


@blueprint.post("/<part>")
@for_roles("organiser", "secretary")
def save(contest_id: int, part: str) -> Page:
    """Set a part's order (and those of the parts ticked with it) by the numbers typed beside the teams."""
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        return _page(contest_id)
    numbers = {team.id: request.form.get(f"so-{team.id}", "")[:20] for team in board.teams}
    team_ids, wrong = draw.numbered(numbers)
    if wrong:
        name = next((each.name for each in board.rules.parts if each.key == part), None) or abort(404)
        flash(f"Chưa lưu: thứ tự thi phần {name} còn chỗ cần xem lại.", "danger")
        return _page(contest_id, {part: numbers}, wrong)
    return _set(contest_id, board, part, team_ids)


@blueprint.post("/<part>/boc-tham")
@for_roles("organiser", "secretary")
def seeded(contest_id: int, part: str) -> Page:
    """Draw a part's order (and those of the parts ticked with it) by a seed; a draw made before stays in the log."""
    board = boards.read(db.session(), contest_id)
    seed = nfc(request.form.get("seed", ""))
    if not 1 <= len(seed) <= draw.SEED_LENGTH:
        flash(f"Đề nghị nhập số gieo, nhiều nhất {draw.SEED_LENGTH} ký tự.", "danger")
        return redirect(url_for("order.index", contest_id=contest_id))
    return _set(contest_id, board, part, draw.seeded(seed, (team.id for team in board.teams)), "seeded", seed)


def _set(contest_id: int, board: Board, part: str, team_ids: list[int], method: str = "typed", seed: str = "") -> Page:
    known = {each.key: each.name for each in board.rules.parts}
    parts = [part, *(key for key in request.form.getlist("cung") if key in known and key != part)]
    who, note = actor(), nfc(request.form.get("note", ""))[:200]

    def change(session: Any) -> None:
        draw.set_orders(session, contest_id, who, parts, team_ids, method=method, seed=seed, note=note)

    try:
        write(change)
    except Refused as refused:
        flash(refused.message, "danger")
    else:
        flash(f"Đã lưu thứ tự thi: {', '.join(known[key] for key in parts)}.", "success")
    return redirect(url_for("order.index", contest_id=contest_id, _anchor=part))


@blueprint.get("/bien-ban")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def minutes(contest_id: int) -> Page:
    """Show the minutes of the draw to print, with what anybody needs to repeat a seeded one."""
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        raise Refused("needs_rulebook")
    drawn = [each for each in draw.draws(db.session(), board) if each.complete]
    last = max((each.at for each in drawn), default=now())
    return render_template(
        "order/minutes.html",
        contest=board.contest,
        drawn=draw.alike(drawn),
        seeded=next((each for each in drawn if each.method == "seeded"), None),
        head=letterhead(board) | {"day": date_words(last)},
        figure=draw.figure,
        who=lambda written: name_of(db.session(), written),
    )
