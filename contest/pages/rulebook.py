"""A contest's rulebook: read, edited with its sums and mistakes as they arise, uploaded and downloaded."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from contest import actors, amendview
from contest import board as boards
from contest.access import for_roles, may, roles_in
from contest.chain import canonical
from contest.db import db
from contest.desk import carry_out
from contest.messages.desk import DONE
from contest.messages.rules.articles import articles
from contest.pagekit import Page, actor, contest_or_404, download, me, prepared
from contest.planning import rulebook as rulebooks
from contest.printing import printed
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.text import comma, nfc
from contest.writer import write
from scoring.points import exact_text
from scoring.preset import preset, presets
from scoring.rulebook import to_dict
from scoring.rules import Rulebook
from scoring.ties import step_of

blueprint = Blueprint("rulebook", __name__, url_prefix="/hoi-thi/<int:contest_id>/the-le")
FORMATS = {".toml": "toml", ".json": "json"}
_METHODS = {
    "mean": "Trung bình cộng các giám khảo",
    "trimmed_mean": "Bỏ điểm cao nhất và thấp nhất rồi lấy trung bình",
    "agreed": "Một điểm chung do Tổ Thư ký nhập",
}


@blueprint.app_template_filter("exact")
def _exact(value: Fraction) -> str:
    return comma(exact_text(value))


@blueprint.app_template_filter("tie_words")
def _tie_words(step: str, rules: Rulebook) -> str:
    name, argument = step_of(step)
    if name == "part":
        return f"điểm phần {rules.part(argument).name} cao hơn"
    if name == "criterion":
        part, _, criterion = argument.partition(".")
        return f"tiêu chí {rules.part(part).criterion(criterion).name} ({rules.part(part).name}) cao hơn"
    return "quyết định của người có thẩm quyền, có biên bản"


@blueprint.get("")
@for_roles("organiser", "secretary", "head_judge")
def show(contest_id: int) -> Page:
    """Show the rulebook: to the organiser before the start as the editor, to others to read."""
    version, rules = in_force(db.session(), contest_id)
    if may(contest_id, "organiser") and prepared(contest_id):
        draft = canonical(to_dict(rules or preset("dan-van-kheo")))
        return _editor(contest_id, draft, version, rules)
    return render_template(
        "rulebook/show.html",
        contest=contest_or_404(contest_id),
        rules=rules,
        version=version,
        methods=_METHODS,
        begun=not prepared(contest_id),
    )


def _editor(
    contest_id: int,
    draft: str,
    version: int,
    rules: Rulebook | None,
    checked: rulebooks.Checked | None = None,
    template: str = "rulebook/edit.html",
    **more: Any,
) -> Page:
    checked = checked or rulebooks.check(draft)
    page = render_template(
        template,
        contest=contest_or_404(contest_id),
        draft=draft,
        first=_answer(checked),
        complaints=checked.complaints,
        version=version,
        rules=rules,
        methods=_METHODS,
        **more,
    )
    return (page, 422) if checked.complaints else page


@blueprint.post("/kiem-tra")
@for_roles("organiser")
def check(contest_id: int) -> dict[str, Any]:
    """Answer a draft with its sums and its mistakes; nothing is saved."""
    try:
        return _answer(rulebooks.check(request.get_data(as_text=True)))
    except Refused as refused:
        return _answer(rulebooks.Checked(None, (rulebooks.Complaint("", refused.message, refused.message),)))


def _answer(checked: rulebooks.Checked) -> dict[str, Any]:
    return {
        "good": checked.rules is not None,
        "complaints": [vars(each) for each in checked.complaints],
        "parts": [vars(each) for each in checked.parts],
        "total": vars(checked.total),
    }


@blueprint.post("")
@for_roles("organiser")
def save(contest_id: int) -> Page:
    """Save the draft as the next version; with a mistake nothing is saved and what was typed stays."""
    draft = request.form.get("draft", "")
    return _save(contest_id, draft, "json")


@blueprint.post("/tai-len")
@for_roles("organiser")
def upload(contest_id: int) -> Page:
    """Take a rulebook from a TOML or JSON file; its mistakes are listed and nothing is saved."""
    file = request.files.get("file")
    name = (file.filename or "").lower() if file else ""
    fmt = next((fmt for suffix, fmt in FORMATS.items() if name.endswith(suffix)), None)
    if file is None or fmt is None:
        flash("Đề nghị chọn tệp thể lệ kiểu .toml hoặc .json.", "danger")
        return redirect(url_for("rulebook.show", contest_id=contest_id))
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError:
        flash("Tệp không ghi bằng Unicode (UTF-8). Đề nghị lưu lại bằng UTF-8 rồi tải lên.", "danger")
        return redirect(url_for("rulebook.show", contest_id=contest_id))
    return _save(contest_id, text, fmt)


def _save(contest_id: int, text: str, fmt: str) -> Page:
    checked = rulebooks.check(text, fmt)
    version, rules = in_force(db.session(), contest_id)
    if checked.rules is None and fmt == "json" and text.lstrip().startswith("{"):
        return _editor(contest_id, text, version, rules, checked)
    if checked.rules is None:
        page = render_template(
            "rulebook/upload.html", contest=contest_or_404(contest_id), complaints=checked.complaints
        )
        return page, 422
    wanted, account_id = checked.rules, me().id
    if write(lambda session: rulebooks.save(session, contest_id, wanted, account_id)):
        flash(f"Đã lưu thể lệ, bản {version + 1}.", "success")
    else:
        flash("Thể lệ không có gì thay đổi.", "info")
    return redirect(url_for("rulebook.show", contest_id=contest_id))


@blueprint.get("/dieu-khoan")
@for_roles("organiser", "secretary", "head_judge")
def as_articles(contest_id: int) -> Page:
    """Show the saved rulebook as numbered articles, to read and to print."""
    board = boards.read(db.session(), contest_id)
    if board.rulebook is None:
        raise Refused("needs_rulebook")
    return printed("rulebook/articles.html", board, whole=articles(board.rulebook))


@blueprint.get("/tai-ve")
@for_roles("organiser", "secretary", "head_judge")
def file(contest_id: int) -> Page:
    """Answer with the rulebook as a file, to keep or to use in another contest."""
    version, rules = in_force(db.session(), contest_id)
    if rules is None:
        raise Refused("needs_rulebook")
    uid = contest_or_404(contest_id).uid
    return download(rulebooks.as_file(rules), f"the-le-{uid}-ban-{version}.json", "application/json")


@blueprint.get("/mau/<name>.toml")
@for_roles("organiser", "secretary", "head_judge")
def sample(contest_id: int, name: str) -> Page:
    """Answer with a preset as a commented TOML file."""
    known = presets()
    if name not in known:
        raise Refused("no_preset")
    return download(known[name].read_text(encoding="utf-8"), f"{name}.toml", "application/toml")


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
        methods=_METHODS,
    )


@blueprint.get("/sua-doi/soan")
@for_roles("organiser")
def amend(contest_id: int) -> Page:
    """Show the editor for the next version of a running contest's rulebook."""
    version, rules = in_force(db.session(), contest_id)
    if rules is None:
        raise Refused("needs_rulebook")
    return _amending(contest_id, canonical(to_dict(rules)), version, rules)


def _amending(contest_id: int, draft: str, version: int, rules: Rulebook | None, refused: str = "") -> Page:
    template = "rulebook/amend.html"
    return _editor(contest_id, draft, version, rules, template=template, typed=request.form, refused=refused)


@blueprint.post("/sua-doi/soan")
@for_roles("organiser")
def propose(contest_id: int) -> Page:
    """Propose the draft with its decision and reason; refused, everything that was typed stays."""
    draft = _with_decision(request.form.get("draft", ""))
    args = {"draft": draft, "reason": nfc(request.form.get("reason", ""))}
    who = actor()
    try:
        write(lambda changing: carry_out(changing, contest_id, who, "propose_rulebook", args))
    except Refused as refused:
        page = _amending(contest_id, draft, *in_force(db.session(), contest_id), refused.message)
        return (page[0] if isinstance(page, tuple) else page), 409  # type: ignore[return-value]
    flash(DONE["propose_rulebook"], "success")
    return redirect(url_for("rulebook.proposal", contest_id=contest_id))


def _with_decision(draft: str) -> str:
    """Give the draft with the decision that was typed beside it; a draft that is no document stays as it is."""
    issued = {name: nfc(request.form.get(name, "")) for name in ("number", "date", "issuer", "abstract")}
    try:
        document = json.loads(draft, parse_float=Decimal)
    except (ValueError, RecursionError):
        return draft
    if not isinstance(document, dict) or not all(issued.values()):
        return draft
    return json.dumps(document | {"issued": issued}, ensure_ascii=False, default=str)
