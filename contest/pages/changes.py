"""The history of what offices keep: who changed what and when, from what to what."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template, request

from contest import changeview
from contest.access import row_number
from contest.db import db
from contest.listing import page_of
from contest.messages.changes import THINGS
from contest.offices import for_offices, reach
from contest.pagekit import Page

blueprint = Blueprint("changes", __name__, url_prefix="/lich-su")
SUBJECT = re.compile(r"[a-z_]{1,30}:[0-9.]{1,20}")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the changes in the books that the person sees: of one unit's book (?don-vi=), one kind of thing, or one row."""
    asked = request.args.get("don-vi", "")
    book = changeview.book(db.session(), reach(), row_number(asked))
    if asked and book is None:
        abort(404)
    thing, subject = request.args.get("ve", ""), request.args.get("muc", "")
    page = page_of(
        changeview.query(
            reach(),
            thing=thing if thing in THINGS else "",
            subject=subject if SUBJECT.fullmatch(subject) else "",
            unit_id=book.id if book else None,
        ),
        broad=not subject and book is None,
    )
    return render_template(
        "changes/index.html",
        page=page,
        lines=changeview.told(db.session(), page.items),
        things=sorted(THINGS.items(), key=lambda pair: pair[1]),
        book=book,
        subject=subject,
    )
