"""The rulebook's editor as a page: a draft with its sums and mistakes, the version it was drawn from, why it was refused."""

from __future__ import annotations

import re
from typing import Any

from flask import make_response, render_template, request

from contest.chain import canonical
from contest.db import db
from contest.padpicture import pictures
from contest.pagekit import Page, contest_or_404, me
from contest.planning import rulebook as rulebooks
from contest.planning import rulebooksources as sources
from contest.rulebooks import in_force
from contest.rulewords.differences import differences
from contest.rulewords.form import document
from contest.scorebook.refusals import Refused
from contest.web import POLICY
from scoring.preset import preset
from scoring.rulebook import to_dict

FRAMING = f"{POLICY}; frame-src 'self'"


def editor(
    contest_id: int,
    checked: rulebooks.Checked,
    draft: str,
    *,
    plain: bool = False,
    template: str = "rulebook/edit.html",
    base: int | None = None,
    status: int = 200,
    **more: Any,
) -> Page:
    """Draw the editor on a draft that is based on version `base`, else on the newest.

    `plain` says that it is what is saved, so that what a browser kept may be offered.
    """
    version, rules = in_force(db.session(), contest_id)
    contest = contest_or_404(contest_id)
    page = render_template(
        template,
        contest=contest,
        draft=draft,
        first=answer(contest_id, checked),
        form=document(),
        kept=f"the-le/{contest.uid}/{me().id}" if plain else "",
        version=version,
        base=version if base is None else base,
        rules=rules,
        versions=sources.version_choices(db.session(), contest_id)[1:],
        presets=sources.preset_choices(),
        contests=sources.contest_choices(db.session(), me(), contest_id),
        **more,
    )
    response = make_response(page, 422 if checked.complaints else status)
    response.headers["Content-Security-Policy"] = FRAMING
    return response


def saved_editor(contest_id: int, file_error: str = "") -> Page:
    """Draw the editor on what is saved (a preset before the first version), with why a file was refused beside its field."""
    draft = canonical(to_dict(in_force(db.session(), contest_id)[1] or preset("dan-van-kheo")))
    status = 422 if file_error else 200
    return editor(contest_id, rulebooks.check(draft), draft, plain=True, status=status, file_error=file_error)


def answer(contest_id: int, checked: rulebooks.Checked) -> dict[str, Any]:
    """Give what the editor is told of a draft: sums, mistakes, pictures, what it changes."""
    saved = in_force(db.session(), contest_id)[1]
    return {
        "good": checked.rules is not None,
        "complaints": [vars(each) for each in checked.complaints],
        "parts": [vars(each) for each in checked.parts],
        "total": vars(checked.total),
        "pictures": pictures(checked.document),
        "changes": differences(saved, checked.rules) if saved and checked.rules else [],
    }


def base_sent() -> int:
    """Give the version that the sent draft was drawn from; 0 for a form that does not say."""
    typed = request.form.get("base", "")
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else 0


def newer(refused: Refused, base: int) -> dict[str, Any]:
    """Give what the editor says of a draft that was drawn from a version which is no longer the newest."""
    return {"said": refused.message, "before": base}
