"""Papers of recognition for A4 and Excel: tờ trình, biên bản họp xét, danh sách kèm theo quyết định, giấy chứng nhận."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request

from contest.access import row_number
from contest.db import db
from contest.decisionsight import decision_and_own
from contest.files.reportbook import workbook
from contest.offices import Reach, for_offices, in_branch
from contest.pagekit import EXCEL, Page, download
from contest.recognition import decisions, listlines, registering, voting
from contest.recognition.listkinds import KINDS, kind_of
from contest.recognition.states import ENDED, STATES
from contest.reports.kit import Column, Report, Table
from contest.tables.decisions import Decision, Proposal, Recognition
from contest.text import date_words
from contest.unithead import head

blueprint = Blueprint("decision_papers", __name__)

ENDED_WORDS = {state: STATES[state] for state in ENDED}
"""What is printed on a certificate whose recognition people have ended since."""
OWNED = (
    Column("place", "STT", "number"),
    Column("name", "Tên mô hình", "text"),
    Column("owners", "Chủ thể", "text"),
    Column("kind", "Tập thể, cá nhân", "text"),
    Column("unit", "Đơn vị", "text"),
    Column("domain", "Lĩnh vực", "text"),
)
OF_LIST = (
    Column("votes", "Số phiếu", "number"),
    Column("present", "Số có mặt", "number"),
    Column("reason", "Lý do", "text"),
)
OF_DECISION = (Column("certificate", "Số giấy chứng nhận", "text"), Column("reward", "Hình thức khen thưởng", "text"))


@blueprint.get("/de-nghi/<int:proposal_id>/to-trinh")
@for_offices
@in_branch(Proposal, "proposal_id")
def submission(proposal_id: int) -> Page:
    """Give the tờ trình with its list, to print."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    return render_template(
        "decisions/submission.html",
        proposal=proposal,
        kind=kind_of(proposal),
        head=head(session, proposal.unit, proposal.submitted_on, proposal.number),
        lines=listlines.shown(session, proposal, listlines.query(proposal)),
        owner_types=registering.OWNER_TYPES,
    )


@blueprint.get("/de-nghi/<int:proposal_id>/bien-ban")
@for_offices
@in_branch(Proposal, "proposal_id")
def minutes(proposal_id: int) -> Page:
    """Give the minutes of the meeting with the votes n/N of each line, to print."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    if proposal.met_on is None:
        abort(404)
    return render_template(
        "decisions/minutes.html",
        proposal=proposal,
        kind=kind_of(proposal),
        head=head(session, proposal.unit, proposal.met_on),
        met_on=date_words(proposal.met_on),
        lines=listlines.shown(session, proposal, listlines.query(proposal)),
        reaches=voting.reaches,
        threshold=voting.threshold(proposal),
        tally=voting.tally(proposal, proposal.lines),
        owner_types=registering.OWNER_TYPES,
    )


@blueprint.get("/quyet-dinh/<int:decision_id>/danh-sach")
@for_offices
@in_branch(Decision, "decision_id", unit="book_id")
def enclosed(decision_id: int) -> Page:
    """Give the list that goes with a decision, to print."""
    decision = db.session.get_one(Decision, decision_id)
    rows = _granted(decision)
    if not rows:
        abort(404)
    return render_template(
        "decisions/enclosed.html",
        **_paper(decision),
        rows=rows,
        kind=KINDS.get(decision.kind),
        owner_types=registering.OWNER_TYPES,
        day=date_words(decision.document.issued_on),
    )


@blueprint.get("/quyet-dinh/<int:decision_id>/giay-chung-nhan")
@for_offices
def certificates(decision_id: int) -> Page:
    """Give the certificates of a decision, a page each, to print; ?mo-hinh= asks for one registration's."""
    decision, own = decision_and_own(decision_id)
    wanted, kind = row_number(request.args.get("mo-hinh", "")), KINDS.get(decision.kind)
    rows = [each for each in _granted(decision, own) if wanted is None or each.registration.id == wanted]
    if not rows or kind is None or not kind.of_step:  # what ends a recognition has none
        abort(404)
    return render_template("decisions/certificates.html", **_paper(decision), rows=rows, kind=kind, ended=ENDED_WORDS)


def _paper(decision: Decision) -> dict[str, Any]:
    paper = decision.document
    return {
        "decision": decision,
        "head": head(db.session(), decision.unit, paper.issued_on, paper.number, paper.issuer),
        "invented": bool(decision.proposal and decision.proposal.campaign.invented),
    }


def _granted(decision: Decision, own: Reach | None = None) -> list[decisions.Said]:
    session = db.session()
    rows: Sequence[Recognition] = session.scalars(decisions.query(decision, granted=True, own=own)).unique().all()
    return decisions.said(session, rows)


@blueprint.get("/de-nghi/<int:proposal_id>/danh-sach.xlsx")
@for_offices
@in_branch(Proposal, "proposal_id")
def list_file(proposal_id: int) -> Page:
    """Answer with a list as a workbook."""
    session = db.session()
    proposal = session.get_one(Proposal, proposal_id)
    shown = listlines.shown(session, proposal, listlines.query(proposal))
    rows = [
        _owned(each.line.position, each.registration)
        | {"votes": each.line.votes_for, "present": proposal.present, "reason": each.line.reason}
        for each in shown
    ]
    columns = [*OWNED, *OF_LIST]
    return _workbook(
        proposal.name, proposal.unit.name, columns, rows, proposal.campaign.invented, f"de-nghi-{proposal_id}"
    )


@blueprint.get("/quyet-dinh/<int:decision_id>/danh-sach.xlsx")
@for_offices
@in_branch(Decision, "decision_id", unit="book_id")
def decision_file(decision_id: int) -> Page:
    """Answer with the list that goes with a decision as a workbook."""
    decision = db.session.get_one(Decision, decision_id)
    rows = [
        _owned(each.place, each.registration) | {"certificate": each.row.certificate, "reward": each.row.reward}
        for each in _granted(decision)
    ]
    paper = decision.document
    scope = f"Kèm theo Quyết định số {paper.number} {date_words(paper.issued_on)} của {paper.issuer}"
    title = f"Danh sách kèm theo Quyết định số {paper.number}"
    invented = bool(decision.proposal and decision.proposal.campaign.invented)
    return _workbook(title, scope, [*OWNED, *OF_DECISION], rows, invented, f"quyet-dinh-{decision_id}")


def _owned(place: int, registration: Any) -> dict[str, Any]:
    owners = "; ".join(each.name + (f" ({each.post})" if each.post else "") for each in registration.owners)
    return {
        "place": place,
        "name": registration.name,
        "owners": owners,
        "kind": registering.OWNER_TYPES[registration.owner_type],
        "unit": registration.unit.name,
        "domain": registration.domain.name if registration.domain else "",
    }


def _workbook(
    title: str, scope: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], invented: bool, name: str
) -> Page:
    said = f"Danh sách có {len(rows)} mô hình."
    report = Report(name, title, scope, [Table("Danh sách", columns, rows)], said, {}, invented=invented)
    return download(workbook(report), f"{name}.xlsx", EXCEL)
