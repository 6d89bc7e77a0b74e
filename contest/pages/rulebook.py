"""A contest's rulebook: read, edited with its sums and mistakes as they arise, taken from elsewhere, compared, put in a file."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from contest import actors, amendview, editing
from contest import board as boards
from contest.access import VIEWER, for_roles, may, roles_in
from contest.chain import canonical
from contest.db import db
from contest.desk import carry_out
from contest.messages.desk import DONE
from contest.messages.planning import PLANNING
from contest.messages.scorebook import SCOREBOOK, STEP_NAMES
from contest.pagekit import Page, actor, contest_or_404, download, me, prepared
from contest.planning import rulebook as rulebooks
from contest.planning import rulebooksources as sources
from contest.planning.contests import step_of
from contest.rulebooks import in_force
from contest.rulewords.choices import choice_words, step_words
from contest.rulewords.differences import differences
from contest.rulewords.file import AS
from contest.scorebook.refusals import Refused
from contest.text import comma, nfc
from contest.web import POLICY
from contest.writer import write
from scoring.points import exact_text
from scoring.preset import presets
from scoring.rulebook import to_dict
from scoring.rules import Rulebook

blueprint = Blueprint("rulebook", __name__, url_prefix="/hoi-thi/<int:contest_id>/the-le")
FORMATS = {".toml": "toml", ".json": "json"}
# Where a rulebook is changed while the contest does not run, and what is said there.
ELSEWHERE = {"prepared": ("rulebook.show", PLANNING["rulebook_prepared"])}
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@blueprint.app_template_filter("exact")
def _exact(value: Fraction) -> str:
    return comma(exact_text(value))


blueprint.add_app_template_filter(step_words, "tie_words")
blueprint.add_app_template_filter(lambda name, form, key: choice_words(form, key, name), "choice_words")


@blueprint.get("")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def show(contest_id: int) -> Page:
    """Show the rulebook: to the organiser before the start as the editor, to others to read.

    `tu` opens the editor on another rulebook, as a draft that is not saved yet.
    """
    version, rules = in_force(db.session(), contest_id)
    if may(contest_id, "organiser") and prepared(contest_id):
        source = request.args.get("tu")
        if not source:
            return editing.saved_editor(contest_id)
        flash("Đã lấy thể lệ vào trang này, chưa lưu. Đề nghị xem lại rồi bấm Lưu thể lệ.", "info")
        draft = canonical(to_dict(sources.taken(db.session(), me(), contest_id, source)))
        return editing.editor(contest_id, rulebooks.check(draft), draft)
    return render_template(
        "rulebook/show.html",
        contest=contest_or_404(contest_id),
        rules=rules,
        version=version,
        begun=not prepared(contest_id),
    )


@blueprint.get("/may-cham")
@for_roles("organiser")
def picture(contest_id: int) -> Page:
    """Give the frame in which the editor shows the judge's screen."""
    response = make_response(render_template("rulebook/picture.html", contest=contest_or_404(contest_id)))
    response.headers["Content-Security-Policy"] = FRAMED
    return response


@blueprint.post("/kiem-tra")
@for_roles("organiser")
def check(contest_id: int) -> dict[str, Any]:
    """Answer a draft with its sums, its mistakes, its picture and what it changes; nothing is saved."""
    try:
        return editing.answer(contest_id, rulebooks.check(request.get_data(as_text=True)))
    except Refused as refused:
        return editing.answer(
            contest_id, rulebooks.Checked(None, (rulebooks.Complaint("", refused.message, refused.message),))
        )


@blueprint.post("")
@for_roles("organiser")
def save(contest_id: int) -> Page:
    """Save the draft as the next version; with a mistake nothing is saved and what was typed stays."""
    text = request.form.get("draft", "")
    checked = rulebooks.check(text)
    base = editing.base_sent()
    if checked.rules is None:
        return editing.editor(contest_id, checked, text if checked.document else "{}", base=base)
    wanted, account_id = checked.rules, me().id
    try:
        saved = write(lambda session: rulebooks.save(session, contest_id, wanted, account_id, base))
    except Refused as refused:
        if refused.code != "rulebook_newer":
            raise
        return editing.editor(contest_id, checked, text, status=409, newer=editing.newer(refused, base))
    number = in_force(db.session(), contest_id)[0]
    # A button pressed twice saves once, and both presses are told so.
    said = (
        ("Thể lệ không có gì thay đổi.", "info")
        if not saved and number == base
        else (f"Đã lưu thể lệ, bản {number}.", "success")
    )
    flash(*said)
    return redirect(url_for("rulebook.show", contest_id=contest_id))


@blueprint.post("/tai-len")
@for_roles("organiser")
def upload(contest_id: int) -> Page:
    """Open the editor on a rulebook from a TOML or JSON file, not saved yet; a file that cannot be read is told."""
    file = request.files.get("file")
    name = (file.filename or "").lower() if file else ""
    fmt = next((fmt for suffix, fmt in FORMATS.items() if name.endswith(suffix)), None)
    if not prepared(contest_id):
        raise Refused("already_started")
    if file is None or fmt is None:
        return editing.saved_editor(contest_id, PLANNING["rulebook_no_file"])
    try:
        checked = rulebooks.check(file.read().decode("utf-8").removeprefix("\ufeff"), fmt)
    except UnicodeDecodeError:
        return editing.saved_editor(contest_id, PLANNING["rulebook_not_utf8"])
    except Refused as refused:
        return editing.saved_editor(contest_id, refused.message)
    if isinstance(checked.document, dict) and checked.document:
        flash(f"Đã đọc tệp {file.filename}, chưa lưu. Đề nghị xem lại rồi bấm Lưu thể lệ.", "info")
        return editing.editor(contest_id, checked, json.dumps(checked.document))
    page = render_template("rulebook/upload.html", contest=contest_or_404(contest_id), complaints=checked.complaints)
    return page, 422


@blueprint.get("/tai-len")
@for_roles("organiser")
def uploaded(contest_id: int) -> Page:
    """Lead back to the editor from the address of an upload, as a reload after a refusal asks for it."""
    return redirect(url_for("rulebook.show", contest_id=contest_id))


@blueprint.get("/tai-ve.<fmt>")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def file(contest_id: int, fmt: str) -> Page:
    """Answer with the rulebook as a file, to keep or to use in another contest."""
    version, rules = in_force(db.session(), contest_id)
    if rules is None or fmt not in AS:
        raise Refused("needs_rulebook")
    written, mimetype = AS[fmt]
    return download(written(rules), f"the-le-{contest_or_404(contest_id).uid}-ban-{version}.{fmt}", mimetype)


@blueprint.get("/mau/<name>.toml")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def sample(contest_id: int, name: str) -> Page:
    """Answer with a preset as a commented TOML file."""
    known = presets()
    if name not in known:
        raise Refused("no_preset")
    return download(known[name].read_text(encoding="utf-8"), f"{name}.toml", "application/toml")


@blueprint.get("/so-sanh")
@for_roles("organiser", "secretary", "head_judge", VIEWER)
def compare(contest_id: int) -> Page:
    """Show in sentences what differs between two versions, or between a version and a preset."""
    version, rules = in_force(db.session(), contest_id)
    if rules is None:
        raise Refused("needs_rulebook")
    after = request.args.get("den") or f"{sources.VERSION}:{version}"
    before = request.args.get("tu") or sources.nearest(db.session(), contest_id, rules, version)
    pair = [_of_pair(contest_id, each) for each in (before, after)]
    choices = [*sources.version_choices(db.session(), contest_id), *sources.preset_choices()]
    return render_template(
        "rulebook/compare.html",
        contest=contest_or_404(contest_id),
        version=version,
        choices=choices,
        before=before,
        after=after,
        sentences=differences(*pair),
    )


def _of_pair(contest_id: int, source: str) -> Rulebook:
    return sources.taken(db.session(), me(), contest_id, source)


@blueprint.get("/sua-doi")
@for_roles("organiser", "secretary", "head_judge")
def proposal(contest_id: int) -> Page:
    """Show the version that is proposed while the contest runs: what it changes on the present marks, and who confirms."""
    reader = db.session()
    board = boards.read(reader, contest_id)
    amendment = amendview.amendment(board) if board.rulebook else None
    return render_template(
        "rulebook/proposal.html",
        contest=board.contest,
        contest_id=contest_id,
        version=board.version,
        running=board.ledger.step == "running",
        roles=roles_in(reader, me(), contest_id),
        amendment=amendment,
        proposer=actors.name_of(reader, amendment.data["by"]) if amendment else "",
        versions=amendview.versions(reader, board),
        changes=differences(board.rules, amendment.rules) if amendment else (),
    )


@blueprint.get("/sua-doi/soan")
@for_roles("organiser")
def amend(contest_id: int) -> Page:
    """Show the editor for the next version of a running contest's rulebook; before and after, the page where it stands."""
    step = step_of(db.session(), contest_id)
    if step != "running":
        page, said = ELSEWHERE.get(
            step, ("rulebook.proposal", SCOREBOOK["rulebook_step"].format(step=STEP_NAMES[step]))
        )
        flash(said, "info")
        return redirect(url_for(page, contest_id=contest_id))
    rules = in_force(db.session(), contest_id)[1]
    if rules is None:
        raise Refused("needs_rulebook")
    return _amending(contest_id, canonical(to_dict(rules)))


def _amending(contest_id: int, draft: str, refused: str = "", **more: Any) -> Page:
    return editing.editor(
        contest_id,
        rulebooks.check(draft),
        draft,
        template="rulebook/amend.html",
        typed=request.form,
        refused=refused,
        post_to=url_for("rulebook.propose", contest_id=contest_id),
        **more,
    )


@blueprint.post("/sua-doi/soan")
@for_roles("organiser")
def propose(contest_id: int) -> Page:
    """Propose the draft with its decision and reason; refused, everything that was typed stays."""
    draft = _with_decision(request.form.get("draft", ""))
    args = {"draft": draft, "reason": nfc(request.form.get("reason", ""))}
    who, base = actor(), editing.base_sent()

    def put(changing: Session) -> None:
        number = in_force(changing, contest_id)[0]
        if number != base:
            raise Refused("rulebook_newer", field="draft", status="conflict", number=number)
        carry_out(changing, contest_id, who, "propose_rulebook", args)

    try:
        write(put)
    except Refused as refused:
        if refused.code == "rulebook_newer":
            return _amending(contest_id, draft, status=409, newer=editing.newer(refused, base))
        response = make_response(_amending(contest_id, draft, refused.message, base=base))
        response.status_code = 409
        return response
    flash(DONE["propose_rulebook"], "success")
    return redirect(url_for("rulebook.proposal", contest_id=contest_id))


def _with_decision(draft: str) -> str:
    """Give the draft with the decision that was typed beside it; a draft that is no document stays as it is."""
    issued = {name: nfc(request.form.get(name, "")) for name in ("number", "date", "issuer", "abstract")}
    try:
        typed = json.loads(draft, parse_float=Decimal)
    except (ValueError, RecursionError):
        return draft
    if not isinstance(typed, dict) or not all(issued.values()):
        return draft
    return json.dumps(typed | {"issued": issued}, ensure_ascii=False, default=str)
