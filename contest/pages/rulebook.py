"""A contest's rulebook: read, edited with its sums and mistakes as they arise, uploaded and downloaded."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from contest import board as boards
from contest.access import for_roles, may
from contest.chain import canonical
from contest.db import db
from contest.messages.rules.articles import articles
from contest.pagekit import Page, contest_or_404, download, me, prepared
from contest.planning import rulebook as rulebooks
from contest.printing import printed
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.text import comma
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
    "median": "Điểm đứng giữa",
    "sum": "Cộng các phiếu",
    "rank_sum": "Tổng hạng, rồi đổi hạng ra điểm",
    "majority": "Đa số hạng, rồi đổi hạng ra điểm",
    "agreed": "Một điểm chung do Tổ Thư ký nhập",
    "minutes": "Chấm chung, một điểm theo biên bản",
    "quiz": "Trắc nghiệm từng câu",
    "carried": "Điểm mang từ vòng trước",
    "audience": "Bình chọn của khán giả",
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
        "rulebook/show.html", contest=contest_or_404(contest_id), rules=rules, version=version, methods=_METHODS
    )


def _editor(
    contest_id: int, draft: str, version: int, rules: Rulebook | None, checked: rulebooks.Checked | None = None
) -> Page:
    checked = checked or rulebooks.check(draft)
    page = render_template(
        "rulebook/edit.html",
        contest=contest_or_404(contest_id),
        draft=draft,
        first=_answer(checked),
        complaints=checked.complaints,
        version=version,
        rules=rules,
        methods=_METHODS,
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
