"""The desk: the grid, one performance, late sheets, and the one door through which every act goes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from contest import board as boards
from contest import commanding, deskdeductions, deskside, deskview, ledger, seating, secondperson
from contest.access import ROLES, for_roles, roles_in, row_number, staff
from contest.board import Board
from contest.boardjson import standings_body
from contest.commanding import Asked, Forbidden
from contest.db import db, now
from contest.deskacts import WrongMarks
from contest.deskargs import Absence
from contest.files.conferring import of_performance
from contest.messages.desk import ABSENCES, DONE, NOT_MARKING, PRESENT, WHOLE_TURN
from contest.messages.pages import PAGE_ERRORS
from contest.panel import seat_views
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import Team
from contest.text import comma
from contest.writer import Busy, write
from scoring.points import exact_text

blueprint = Blueprint("desk", __name__)
Page = str | Response | Redirect
Answer = Page | tuple[Any, int]

STAFF = tuple(ROLES)
JOURNAL_LINES = 8
# Pages that a form may name as the one it stands on (shown again when it is refused) or the one that follows.
STANDS_ON = frozenset(
    {
        "desk.grid",
        "desk.performance",
        "desk.unlock",
        "desk.team_absent",
        "desk.late",
        "paper.sheet",
        "paper.after",
        "paper.confirm",
        "quiz.strike",
        "result.show",
        "result.announce",
        "result.withdraw",
        "revision.show",
        "rulebook.proposal",
        "revision.turn",
    }
)


blueprint.add_app_template_global(commanding.again, "again")
blueprint.add_app_template_global(secondperson.confirmers, "confirmers")
blueprint.add_app_template_filter(lambda value: comma(exact_text(value)), "points")


@blueprint.app_template_global("once")
def once() -> str:
    """Give the once-token of one form: sent a second time, the same form does nothing."""
    return secrets.token_hex(16)


def read_board(contest_id: int) -> Board:
    """Read the contest as it stands for this request."""
    return boards.read(db.session(), contest_id)


def _part(board: Board) -> str:
    asked = request.args.get("phan")
    if asked is None:
        return deskview.current_part(board)
    if asked not in {part.key for part in board.rules.parts}:
        abort(404)
    return asked


def _scene(contest_id: int) -> dict[str, Any]:
    board, roles = read_board(contest_id), roles_in(db.session(), staff().account, contest_id)
    common = {"contest": board.contest, "contest_id": contest_id, "roles": roles, "board": board}
    if board.rulebook is None or not board.teams:
        return common | {"grid": None}
    presence = current_app.extensions.get("presence")
    seen = presence.of(contest_id) if presence else {}
    grid = deskview.grid(board, _part(board), seen)
    return common | {
        "grid": grid,
        "tabs": deskview.tabs(board),
        "steps": deskside.steps(board, grid, roles),
        "hall": deskside.hall(board, roles),
        "looks": deskside.looks(board, roles),
        "late": deskside.late_sheets(board),
        "typed": deskside.typed_count(board) if roles & {"secretary", "head_judge"} else 0,
        "journal": deskside.journal(board, ledger.latest(db.session(), contest_id, JOURNAL_LINES)),
        "seen": seen,
        "on_paper": _on_paper(board, grid.part.key),
        "missing": [
            (board.seat(seat), held) for seat, held in (presence.missing(contest_id) if presence else {}).items()
        ],
        "connected": {seat for seat, device in seen.items() if device.connected},
        "devices": [
            (device, board.seat(device.seat_id)) for device in seating.pending_devices(db.session(), contest_id)
        ],
        "backup_age": _backup_age(),
        "moment": now(),
    }


def _on_paper(board: Board, part: str) -> frozenset[int]:
    """Give the seats whose sheets of a part were typed in from paper."""
    facts = board.ledger.under("sheet", part)
    return frozenset(int(fact.path[3]) for fact in facts if fact.data.get("source") == "paper")


def _backup_age() -> int | None:
    backups = current_app.extensions.get("backups")
    if backups is None or not backups.last:
        return None
    return max(0, int((now() - datetime.fromisoformat(backups.last)).total_seconds()))


@blueprint.get("/hoi-thi/<int:contest_id>/ban-thu-ky")
@for_roles(*STAFF)
def grid(contest_id: int) -> Page:
    """Show the grid of one part (?phan=), by itself the part that is on."""
    return render_template("desk/grid.html", **_scene(contest_id))


@blueprint.get("/hoi-thi/<int:contest_id>/ban-thu-ky/luoi")
@for_roles(*STAFF)
def fragment(contest_id: int) -> Page:
    """Give what of the grid's page moves, for swapping in place."""
    return render_template("desk/_desk.html", **_scene(contest_id))


def _turn(contest_id: int) -> dict[str, Any]:
    board = read_board(contest_id)
    team = request.args.get("doi", "")
    if board.rulebook is None or team not in {str(each.id) for each in board.teams}:
        abort(404)
    grid = deskview.grid(board, _part(board), {})
    return {
        "contest": board.contest,
        "contest_id": contest_id,
        "board": board,
        "grid": grid,
        "row": grid.row(int(team)),
        "roles": roles_in(db.session(), staff().account, contest_id),
    }


@blueprint.get("/hoi-thi/<int:contest_id>/luot-thi")
@for_roles(*STAFF)
def performance(contest_id: int) -> Page:
    """Show one performance (?phan=&doi=) with everything that may be done to it."""
    turn = _turn(contest_id)
    return render_template(
        "desk/performance.html",
        conferrings=of_performance(db.session(), turn["board"], turn["row"].part, turn["row"].team),
        lock_refusal=deskside.lock_refusal(turn["grid"], turn["row"]),
        absences=ABSENCES,
        deducting=deskdeductions.deduction_form(
            turn["board"],
            turn["row"].part,
            turn["row"].team,
            taking=turn["row"].state in {"open", "closing"},
            running=turn["board"].ledger.step == "running",
        ),
        **turn,
    )


@blueprint.get("/hoi-thi/<int:contest_id>/mo-khoa")
@for_roles("secretary", "head_judge")
def unlock(contest_id: int) -> Page:
    """Ask for the reason of unlocking a performance (?phan=&doi=), showing what it changes."""
    turn = _turn(contest_id)
    return render_template("desk/unlock.html", hall=deskside.hall(turn["board"], turn["roles"]), **turn)


@blueprint.get("/hoi-thi/<int:contest_id>/doi-vang")
@for_roles("secretary")
def team_absent(contest_id: int) -> Page:
    """Ask for the reason why a team does not take part (?phan=&doi=), showing what it changes."""
    return render_template("desk/team_absent.html", **_turn(contest_id))


@blueprint.get("/hoi-thi/<int:contest_id>/phieu-muon")
@for_roles("head_judge", "secretary")
def late(contest_id: int) -> Page:
    """List the sheets that came after the lock; the head judge admits or leaves them out."""
    board = read_board(contest_id)
    roles = roles_in(db.session(), staff().account, contest_id)
    sheets = deskside.late_sheets(board) if board.rulebook else ()
    return render_template("desk/late.html", contest=board.contest, contest_id=contest_id, sheets=sheets, roles=roles)


@blueprint.get("/hoi-thi/<int:contest_id>/bang.json")
@for_roles(*STAFF)
def standings(contest_id: int) -> dict[str, Any]:
    """Give the full standings as JSON, points as decimal strings; a performance's only once its panel is complete."""
    return standings_body(read_board(contest_id))


@blueprint.post("/hoi-thi/<int:contest_id>/duyet-may")
@for_roles("secretary", "organiser")
def approve_device(contest_id: int) -> Page:
    """Let a further device of a seat take over, or turn it away."""
    device = row_number(request.form.get("device", ""))
    if device is None:
        abort(400)
    act = seating.release_device if request.form.get("answer") == "no" else seating.approve_device
    try:
        write(lambda changing: act(changing, device, contest_id))
    except Refused as refused:
        flash(refused.message, "danger")
    return redirect(url_for("desk.grid", contest_id=contest_id, **_place()))


@blueprint.post("/hoi-thi/<int:contest_id>/lenh")
def command(contest_id: int) -> Answer:
    """Carry out one desk command, asked by form or JSON; every one is answered, also when it is refused."""
    if request.is_json and not current_user.is_authenticated:
        return {
            "status": "unauthorised",
            "message": "Phiên làm việc đã hết. Đề nghị đăng nhập lại.",
            "field": None,
        }, 401
    account = staff().account
    try:
        asked = commanding.read()
        commanding.carry(contest_id, account, asked)
    except Forbidden as forbidden:
        return _forbidden(forbidden)
    except Refused as refused:
        sentences = refused.sentences if isinstance(refused, WrongMarks) else {}
        return _refused(contest_id, refused.status, refused.message, refused.field, sentences)
    except Busy:
        return _refused(contest_id, "busy", ". ".join(PAGE_ERRORS["busy"]), None)
    return _done(contest_id, asked)


def _forbidden(forbidden: Forbidden) -> Answer:
    code = 403 if forbidden.member else 404
    if not request.is_json:
        abort(code)
    return {"status": "unauthorised", "message": ". ".join(PAGE_ERRORS[str(code)]), "field": None}, code


def _refused(
    contest_id: int, status: str, message: str, wrong: str | None, sentences: Mapping[str, str] | None = None
) -> Answer:
    code = 503 if status == "busy" else 409
    if request.is_json:
        return {"status": status, "message": message, "field": wrong}, code
    page = _named("back")
    if page is None:
        flash(message, "danger")
        return redirect(url_for("desk.grid", contest_id=contest_id))
    commanding.remember(message, wrong, sentences)
    return cast(Page, current_app.view_functions[page](contest_id=contest_id)), code


def _done(contest_id: int, asked: Asked) -> Answer:
    message = DONE[asked.command].format(turn=_turn_words(contest_id, asked), judge=_judge_words(contest_id, asked))
    if asked.second:
        session["second_person"] = asked.second  # the name alone, so that the next sheet asks for the PIN only
    if request.is_json:
        return {"status": "accepted", "message": message, "field": None}, 200
    flash(message, "success")
    page = _named("then") or _named("back") or "desk.grid"
    return redirect(url_for(page, contest_id=contest_id, **_place()))


def _judge_words(contest_id: int, asked: Asked) -> str:
    """Give “Giám khảo số 3 (Nguyễn Văn A) đến muộn, không chấm”, or "" for a command that is not about a judge's presence."""
    if asked.command not in {"judge_absent", "revise_judge_absent"}:
        return ""
    args = Absence.model_validate(dict(asked.args))
    seat = next(seat for seat in seat_views(db.session(), contest_id) if seat.id == args.seat)
    judge = f"{seat.title} ({seat.name})" if seat.name else seat.title
    return f"{judge} {NOT_MARKING[args.why] if args.absent else PRESENT}"


def _place() -> dict[str, Any]:
    """Give which part, team and judge the present page is about, as its address says."""
    return {key: request.args[key] for key in ("phan", "doi", "giam-khao", "cau") if key in request.args}


def _named(which: str) -> str | None:
    name = request.form.get(which, "")
    return name if name in STANDS_ON else None


def _turn_words(contest_id: int, asked: Asked) -> str:
    """Give “đội số 5 – Suối Bạc, phần Tiểu phẩm”, or "" for a command that is not about a performance."""
    part, team = asked.args.get("part"), row_number(str(asked.args.get("team", ""))[:10])
    session = db.session()
    _, rules = in_force(session, contest_id)
    if rules is not None and part == "" and team is not None and (whole := session.get(Team, team)) is not None:
        return WHOLE_TURN.format(team=whole.name)
    if rules is None or part not in [each.key for each in rules.parts]:
        return ""
    order = ledger.newest(session, contest_id, f"order/{part}")
    if order is None or team not in order.data["teams"]:
        return ""
    number = order.data["teams"].index(team) + 1
    return f"đội số {number} – {session.get_one(Team, team).name}, phần {rules.part(part).name}"
