"""A rulebook as numbered articles to read and to print: the saved one, and a draft that is marked as one."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from contest import board as boards
from contest.access import VIEWER, for_roles
from contest.db import db
from contest.messages.rules.articles import articles
from contest.pagekit import Page, contest_or_404
from contest.planning import rulebook as rulebooks
from contest.printing import printed
from contest.scorebook.refusals import Refused

blueprint = Blueprint("articles", __name__, url_prefix="/hoi-thi/<int:contest_id>/the-le")


@blueprint.get("/dieu-khoan")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def saved(contest_id: int) -> Page:
    """Show the saved rulebook."""
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        raise Refused("needs_rulebook")
    return printed("rulebook/articles.html", board, whole=articles(board.rulebook), draft=False)


@blueprint.post("/ban-nhap")
@for_roles("organiser")
def draft(contest_id: int) -> Page:
    """Show the draft that is sent, which need not be saved; with a mistake in it every mistake is told."""
    checked = rulebooks.check(request.form.get("draft", ""))
    if checked.rules is not None:
        board = boards.read(db.session(), contest_id)
        return printed("rulebook/articles.html", board, whole=articles(checked.rules), draft=True)
    page = render_template(
        "rulebook/no_articles.html", contest=contest_or_404(contest_id), complaints=checked.complaints
    )
    return page, 422
