"""Decisions: taking one down on a list, one with what it says of each registration, its certificate numbers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, SelectField, StringField

from contest import changeview
from contest.db import db
from contest.decisionforms import BodyForm, PaperForm, issuer_of, numbered, offer_levels
from contest.decisionsight import decision_and_own
from contest.forms import Length
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.listing import page_of
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, form_page, refused_in
from contest.planning.units import required_unit
from contest.recognition import certificates, deciding, decisions, documents, listlines, rewarding, voting
from contest.recognition.listkinds import KINDS, kind_of
from contest.recognition.proposing import require_stage
from contest.recognition.states import ENDED, STATES
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Decision, Proposal, Recognition
from contest.text import today

blueprint = Blueprint("decisions", __name__)


class DecisionForm(BodyForm):
    """A decision on a list."""

    level_id = SelectField("Công nhận ở cấp", default="")
    reward = StringField("Hình thức khen thưởng", [Length(120)])
    same_body = BooleanField("Xác nhận: cơ quan quyết định khen thưởng cũng là cơ quan đã công nhận")


@blueprint.route("/de-nghi/<int:proposal_id>/quyet-dinh", methods=["GET", "POST"])
@for_offices
@in_branch(Proposal, "proposal_id", change=True)
def decide(proposal_id: int) -> Page:
    """Show what the votes suggest line by line, or take a decision down as people typed it."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    kind, form = kind_of(proposal), DecisionForm()
    offer_levels(form.level_id, form.issued_on.data or today())
    done = listlines.decided(session, proposal)
    lines = [line for line in proposal.lines if line.registration_id not in done]
    verdicts = _sent(lines) if request.method == "POST" else deciding.proposed(proposal, lines)
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        otherwise = documents.said_otherwise(session, form.details())
        try:
            made = _record(proposal_id, form, verdicts)
        except Refused as refused:
            refused_in(form, refused)
            wrong = {refused.field or "": refused.message}
        else:
            flash("Đã ghi quyết định.", "success")
            if otherwise is not None:
                flash(otherwise.message, "warning")
            return redirect(url_for("decisions.show", decision_id=made))
    elif request.method == "GET":
        require_stage(proposal, *(("met",) if kind.meets else ("submitted", "met")))
        _begin(form, proposal)
    return form_page(
        "decisions/decide.html",
        form,
        proposal=proposal,
        campaign=proposal.campaign,
        kind=kind,
        lines=listlines.shown(session, proposal, lines),
        verdicts=verdicts,
        missing=_missing(proposal),
        wrong=wrong,
        reaches=voting.reaches,
        threshold=voting.threshold(proposal),
    )


def _missing(proposal: Proposal) -> list[rewarding.Item]:
    """Give what a reward file still lacks; nothing for other lists."""
    if not kind_of(proposal).other_body:
        return []
    items = rewarding.file(proposal, rewarding.papers(db.session(), proposal.id))
    return [each for each in items if not each.complete]


def _sent(lines: list[Any]) -> dict[int, deciding.Verdict]:
    ids = [line.id for line in lines]
    says, reasons = numbered("k", ids), numbered("r", ids)
    return {each: deciding.Verdict(says.get(each, ""), reasons.get(each, "")) for each in ids}


def _begin(form: DecisionForm, proposal: Proposal) -> None:
    kind, day = kind_of(proposal), today()
    form.issued_on.data, form.reward.data = day, proposal.reward
    if kind.other_body:
        return
    form.unit.data, form.issuer.data = proposal.unit.name, issuer_of(proposal.unit, day)
    form.level_id.data = str(proposal.unit.level_id or "")
    form.certificate.data = certificates.proposed(db.session(), proposal.unit_id)


def _record(proposal_id: int, form: DecisionForm, verdicts: dict[int, deciding.Verdict]) -> int:
    unit = required_unit(db.session(), form.unit.data or "", form.issued_on.data)
    paper = deciding.Paper(
        document=form.details(),
        unit_id=unit.id,
        signer=form.signer.data or "",
        level_id=int(form.level_id.data) if form.level_id.data else None,
        reward=form.reward.data or "",
        certificate=form.certificate.data or "",
        same_body=bool(form.same_body.data),
    )
    mine = reach()
    return by_hand(
        lambda hand: deciding.record(hand, mine, hand.session.get_one(Proposal, proposal_id), paper, verdicts).id,
        form,
    )


@blueprint.get("/quyet-dinh/<int:decision_id>")
@for_offices
def show(decision_id: int) -> Page:
    """Show a decision and what it says of each registration; a unit below reads what it says of its own.

    One that gives titles is read in their list.
    """
    decision_and_own(decision_id)
    if db.session.get_one(Decision, decision_id).proposal is None:
        return redirect(url_for("titles.index"))
    return _shown(decision_id, KeptForm(), {}, {})


def _shown(decision_id: int, form: KeptForm, typed: dict[int, str], wrong: dict[str, str]) -> Page:
    session = db.session()
    decision, own = decision_and_own(decision_id)
    page = page_of(decisions.query(decision, own=own))
    form.of(*page.items)
    subjects = [f"decision:{decision_id}", f"document:{decision.document_id}"] if own is None else []
    answer = render_template(
        "decisions/show.html",
        form=form,
        decision=decision,
        proposal=decision.proposal,
        campaign=decision.proposal.campaign if decision.proposal else None,
        kind=KINDS.get(decision.kind),
        page=page,
        rows=decisions.said(session, page.items, (page.page - 1) * page.per_page + 1),
        granted=decisions.grants,
        ended={state: STATES[state] for state in ENDED},
        yes=decisions.count(session, decision, granted=True, own=own),
        whole=own is None,
        may_change=reach().may_change(session, decision.book_id),
        typed=typed,
        wrong=wrong,
        changes=changeview.of_subjects(session, subjects),
    )
    return (answer, 422) if wrong else answer


@blueprint.route("/quyet-dinh/<int:decision_id>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Decision, "decision_id", unit="book_id", change=True)
def edit(decision_id: int) -> Page:
    """Show a decision's paper, or correct what was mistyped of it."""
    decision, form = db.session.get_one(Decision, decision_id), PaperForm()
    form.of(decision, decision.document)
    if form.validate_on_submit():
        details, signer, mine = form.details(), form.signer.data or "", reach()
        try:
            by_hand(
                lambda hand: deciding.correct(hand, mine, hand.session.get_one(Decision, decision_id), details, signer),
                form,
            )
        except Refused as refused:
            refused_in(form, refused)
        else:
            flash("Đã lưu.", "success")
            return redirect(url_for("decisions.show", decision_id=decision_id))
    elif request.method == "GET":
        form.show_in(decision)
    return form_page("decisions/edit.html", form, decision=decision)


@blueprint.post("/quyet-dinh/<int:decision_id>/so")
@for_offices
@in_branch(Decision, "decision_id", unit="book_id", change=True)
def number(decision_id: int) -> Page:
    """Give the certificates of a page of registrations the numbers that were typed."""
    page, form = page_of(decisions.query(db.session.get_one(Decision, decision_id))), KeptForm()
    form.of(*page.items)
    typed = numbered("c", [row.id for row in page.items if decisions.grants(row)])
    try:
        by_hand(lambda hand: _retype(hand, typed), form)
    except Refused as refused:
        return _shown(decision_id, form, typed, {refused.field or "": refused.message})
    flash("Đã lưu số giấy chứng nhận.", "success")
    return redirect(url_for("decisions.show", decision_id=decision_id, trang=page.page))


def _retype(hand: Hand, typed: dict[int, str]) -> None:
    for each, said in typed.items():
        certificates.retype(hand, hand.session.get_one(Recognition, each), said[:60])
