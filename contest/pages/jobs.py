"""How far a long piece of work is: a page that renews itself, and the same as data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request

from contest import jobs
from contest.db import db
from contest.pagekit import Page, me

blueprint = Blueprint("jobs", __name__, url_prefix="/viec")


@blueprint.get("/<token>")
def show(token: str) -> Page:
    """Show how far the signed-in person's work is; answers as JSON to the page's script, 404 for another's."""
    job = jobs.look(db.session(), token, me().id)
    if job is None:
        abort(404)
    state = jobs.state_of(job)
    said = job.said or (jobs.FAILED if state == "failed" else "")
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        told: dict[str, Any] = {"done": job.done, "total": job.total, "state": state, "said": said}
        return jsonify(told)
    return render_template("jobs/show.html", job=job, state=state, said=said)
