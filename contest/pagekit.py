"""What several pages need: a contest or 404, who acts, refusals beside their fields, QR codes, files to download."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from datetime import date
from typing import Any, TypeVar, cast, overload
from urllib.parse import quote

import segno
from flask import Response, abort, current_app, flash, g, render_template, request
from werkzeug.wrappers import Response as Redirect
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from contest.access import row_number, staff
from contest.config import Settings
from contest.db import db
from contest.history import Hand
from contest.keptforms import KeptForm, Made
from contest.offices import reach
from contest.planning.contests import step_of
from contest.planning.units import required_unit
from contest.recognition import campaigns
from contest.scorebook.entry import Actor
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.contests import Contest
from contest.tables.people import Account
from contest.tables.places import Unit
from contest.text import match_key
from contest.writer import write

T = TypeVar("T")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Page = str | Response | Redirect | tuple[str, int]


def settings() -> Settings:
    """Give this process's settings."""
    return cast(Settings, current_app.extensions["settings"])


def aside(work: Callable[[], T]) -> T:
    """Give the result of work that takes its time (reading a large file), done in a thread beside: judges are answered meanwhile."""
    return cast(Executor, current_app.extensions["aside"]).submit(work).result()


def me() -> Account:
    """Give the signed-in account; answers 401 when there is none."""
    return staff().account


def actor() -> Actor:
    """Give the signed-in person as the scorebook writes them."""
    return staff().actor


def contest_or_404(contest_id: int) -> Contest:
    """Give a contest; answers 404 for an unknown one."""
    contest = db.session.get(Contest, contest_id)
    if contest is None:
        abort(404)
    return contest


def prepared(contest_id: int) -> bool:
    """Say whether the contest has not started yet, so that it may be changed."""
    return step_of(db.session(), contest_id) == "prepared"


def past_event() -> int | None:
    """Give the event up to which the page shows a contest (?den=): a result as it stood before it was revised; None for now."""
    return row_number(request.args.get("den", "")) if request.method == "GET" else None


ANSWERS = {"forbidden": 403, "stands": 409}
"""How a page answers what the person or the state does not allow, by the refusal's status; anything else is 422."""


def refused_in(form: Any, refused: Refused) -> None:
    """Put a refusal beside the form's field that it concerns, or above the page when it concerns none."""
    if refused.field and refused.field in form:
        form[refused.field].errors = [*form[refused.field].errors, refused.message]
    else:
        flash(refused.message, "danger")
    g.refused = ANSWERS.get(refused.status, 422)


@overload
def by_hand(work: Callable[[Hand], T]) -> T: ...


@overload
def by_hand(work: Callable[[Hand], Made], form: KeptForm) -> Made: ...


def by_hand(work: Callable[[Hand], Any], form: KeptForm | None = None) -> Any:
    """Run a change of what offices keep, in the signed-in person's hand, through the writer.

    With the form that asks for it, it is carried out once however often that is sent, and refused when the form's rows
    were changed since it was drawn.
    """
    account_id = me().id
    if form is None:
        return write(lambda session: work(Hand(session, account_id)))
    return write(lambda session: form.carry_out(Hand(session, account_id), work))


def form_page(template: str, form: Any, **values: Any) -> Page:
    """Draw a form's page with what was typed; 422 when something of it was refused, 403 or 409 where nothing may be changed."""
    page = render_template(template, form=form, **values)
    status = g.pop("refused", 422 if form.errors else 200)
    return page if status == 200 else (page, status)


def own_unit(typed: str, on: date | None = None, *, field: str = "unit") -> Unit:
    """Give the unit that was typed, within the branches that the person may change; refuses any other beside its field."""
    unit = required_unit(db.session(), typed, on, field=field)
    if not reach().may_change(db.session(), unit.id):
        raise Refused("not_your_branch", field=field)
    return unit


def require_above(unit_id: int) -> None:
    """Refuse whoever is an officer of a unit alone: what it is called and when it was, its superior says."""
    if not reach().above(db.session(), unit_id):
        raise Refused("unit_by_above", status="forbidden")


def office_unit() -> Unit | None:
    """Give the unit of the person's one office, to begin a form with; None for none or several."""
    held = reach().officer_of
    return db.session.get(Unit, held[0]) if len(held) == 1 else None


def campaign_or_404(campaign_id: int) -> Campaign:
    """Give a campaign that the person has to do with; answers 404 for any other."""
    found = campaigns.campaign(db.session(), reach(), campaign_id)
    if found is None:
        abort(404)
    return found


def lines_of(typed: str | None) -> list[str]:
    """Give the lines of a text that hold anything, without outer spaces."""
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Give the choices of a select or radio field from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


def qr(text: str) -> str:
    """Give a QR code of a text as an SVG picture in a data: address."""
    return str(segno.make(text, error="m").svg_data_uri(border=2, omitsize=True, dark="#1b1f23"))


def download(content: str | bytes, filename: str, mimetype: str) -> Response:
    """Answer with a file to keep, under any name: one beyond ASCII stands whole in `filename*` (RFC 6266)."""
    response = Response(content, mimetype=mimetype)
    plain = re.sub(r"[^ -~]|[\"\\]", "_", filename if filename.isascii() else match_key(filename, marks=False))
    whole = "" if filename.isascii() else f"; filename*=UTF-8''{quote(filename, safe='')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{whole}'
    return response
