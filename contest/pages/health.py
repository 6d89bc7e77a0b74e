"""Whether the staff process is alive and can read its database."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from contest.db import db
from contest.extensions import limiter

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@limiter.exempt
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@limiter.exempt
def ready() -> dict[str, str]:
    """Say that the database answers too."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
