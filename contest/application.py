"""The staff's Flask app without its sockets: database, writer, sign-in, pages."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from contest import figures, text
from contest.access import login, same_origin
from contest.config import Settings
from contest.db import LARGEST_ID, db, guard_reader, reader_options
from contest.extensions import csrf, limiter
from contest.listing import same_list
from contest.messages.pages import PAGE_ERRORS
from contest.navigation import in_offices, of_campaign, of_registration, rooms
from contest.pages import (
    accounts,
    advancing,
    api,
    appraisalfieldwork,
    appraisals,
    appraisalsheets,
    appraisalteams,
    articles,
    campaigns,
    campaignunits,
    changes,
    citations,
    cloning,
    conferring,
    contests,
    criteriasets,
    decisionpapers,
    decisions,
    desk,
    explain,
    following,
    health,
    inspections,
    inspectionvisits,
    jobs,
    judge,
    lookagain,
    meetings,
    offices,
    order,
    paper,
    papers,
    people,
    procedures,
    proposals,
    proposing,
    quiz,
    recognitions,
    recordfiles,
    register,
    registering,
    registerlists,
    reports,
    result,
    revision,
    rewards,
    rulebook,
    seasons,
    signin,
    targets,
    teams,
    titles,
    units,
)
from contest.scorebook.refusals import Refused
from contest.web import make_app
from contest.writer import Busy, Writer

# Every page of the staff; the hall's is served by the hall alone.
PAGES = (
    health.blueprint,
    accounts.blueprint,
    advancing.blueprint,
    api.blueprint,
    contests.blueprint,
    desk.blueprint,
    explain.blueprint,
    order.blueprint,
    paper.blueprint,
    papers.blueprint,
    conferring.blueprint,
    people.blueprint,
    quiz.blueprint,
    result.blueprint,
    revision.blueprint,
    rulebook.blueprint,
    articles.blueprint,
    teams.blueprint,
    signin.blueprint,
    jobs.blueprint,
    judge.blueprint,
    lookagain.blueprint,
    offices.blueprint,
    campaigns.blueprint,
    changes.blueprint,
    campaignunits.blueprint,
    citations.blueprint,
    register.blueprint,
    registering.blueprint,
    registerlists.blueprint,
    recordfiles.blueprint,
    inspections.blueprint,
    inspectionvisits.blueprint,
    criteriasets.blueprint,
    appraisals.blueprint,
    appraisalteams.blueprint,
    appraisalsheets.blueprint,
    appraisalfieldwork.blueprint,
    proposals.blueprint,
    proposing.blueprint,
    meetings.blueprint,
    decisions.blueprint,
    decisionpapers.blueprint,
    recognitions.blueprint,
    rewards.blueprint,
    titles.blueprint,
    procedures.blueprint,
    following.blueprint,
    targets.blueprint,
    reports.blueprint,
    seasons.blueprint,
    cloning.blueprint,
    units.blueprint,
)


class RowNumber(IntegerConverter):
    """The app's `int` in addresses: what a database's integer holds; anything larger is no page."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST_ID} | options))


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def build(
    settings: Settings, executor: Executor | None = None, writing: bool = True, aside: Executor | None = None
) -> Flask:
    """Give the staff's app; `writing` takes the database as its one writer (raises WriterTaken when another has it).

    The executors are threads that the server's loop can wait for: one for the writer, one for reading large files.
    """
    app = make_app("chamkheo")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=reader_options(settings.database_url),
        SESSION_COOKIE_NAME="chamkheo",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.address.startswith("https"),
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
        MAX_CONTENT_LENGTH=6 * 1024 * 1024,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,  # a page may stand open all day on the desk
        WTF_I18N_ENABLED=False,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    app.extensions["settings"] = settings
    app.extensions["aside"] = aside or ThreadPoolExecutor(1, "aside")
    db.init_app(app)
    with app.app_context():
        guard_reader(db.engine)
    if writing:
        app.extensions["writer"] = Writer(settings.database_url, executor)
    for extension in (login, csrf, limiter, Bootstrap5()):
        extension.init_app(app)
    _register(app)
    return app


def _register(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    for page in PAGES:
        app.register_blueprint(page)
    app.before_request(_check_origin)
    app.jinja_env.filters.update(
        comma=text.comma,
        date_vi=text.date_vi,
        time_vi=text.time_vi,
        moment_vi=text.moment_vi,
        thousands=text.thousands,
        team_title=text.team_title,
        points_vi=figures.points_vi,
        points_about=figures.points_about,
        thousandths_vi=figures.thousandths_vi,
    )
    app.jinja_env.globals.update(
        rooms=rooms, same_list=same_list, of_registration=of_registration, of_campaign=of_campaign
    )
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(CSRFError, lambda _error: _answer(400, "csrf"))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Busy, lambda _error: _answer(503, "busy"))
    app.register_error_handler(500, lambda _error: _answer(500, "500"))


def _check_origin() -> None:
    if request.method not in SAFE and not same_origin():
        abort(403)


def _error_page(error: HTTPException) -> Response | tuple[Response | str, int]:
    code = error.code or 500
    if code == 401:
        return redirect(url_for("signin.sign_in", next=request.full_path.rstrip("?")))  # type: ignore[return-value]
    if error.response is not None or code < 400:
        return error.get_response()  # type: ignore[return-value]
    office = f"{code}.office"
    return _answer(code, office if office in PAGE_ERRORS and in_offices(request.blueprint) else str(code))


def _refused(refused: Refused) -> tuple[Response | str, int]:
    return _answer(403 if refused.status == "forbidden" else 409, None, refused.message)


def _answer(code: int, key: str | None, message: str = "") -> tuple[Response | str, int]:
    title, remedy = PAGE_ERRORS.get(key or "", PAGE_ERRORS["refused"])
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"status": "error", "message": message or f"{title}. {remedy}"}, code  # type: ignore[return-value]
    return render_template("errors/error.html", code=code, title=title, message=message, remedy=remedy), code
