"""Appraisal: a campaign's sets, teams and registrations with their figures; one registration's sheets side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from contest.access import row_number
from contest.db import db, now
from contest.history import Hand
from contest.listing import page_of
from contest.messages.amounts import listed
from contest.offices import Reach, for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, lines_of
from contest.recognition import appraisallists, appraisalteams, appraising, criteria, evidence, registering
from contest.recognition.appraising import File
from contest.recognition.states import ACTIONS, STATES, open_to
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.unithead import head
from scoring.points import from_thousandths

blueprint = Blueprint("appraisals", __name__)
FILTERS = frozenset({"tim", "xem", "doan", "chu-the", "trang"})


@blueprint.get("/dot-dang-ky/<int:campaign_id>/tham-dinh")
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """Show a campaign's criteria sets and teams, and its registrations with self-score, mean, missing sheets, result."""
    campaign, session = campaign_or_404(campaign_id), db.session()
    args = request.args
    wanted = appraisallists.Filter(
        typed=args.get("tim", ""), standing=args.get("xem", ""), team_id=row_number(args.get("doan", "")),
        owner_type=args.get("chu-the", ""),
    )  # fmt: skip
    page = page_of(appraisallists.query(reach(), campaign, wanted))
    files = appraising.files(session, [each.id for each in page.items])
    teams = appraisalteams.teams(session, campaign_id)
    return render_template(
        "appraisals/campaign.html",
        campaign=campaign,
        sets={
            key: (row, from_thousandths(row.threshold)) for key, row in criteria.in_force(session, campaign_id).items()
        },
        owner_types=registering.OWNER_TYPES,
        teams=teams,
        loads=appraisalteams.loads(session, campaign_id),
        page=page,
        files=files,
        standings=appraisallists.STANDINGS,
        states=STATES,
        appraisable=ACTIONS["appraise"].before,
        sees=appraisallists.seer(session, reach(), campaign),
        may_change=reach().may_change(session, campaign.unit_id),
    )


@blueprint.post("/dot-dang-ky/<int:campaign_id>/tham-dinh/phan-doan")
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def assign(campaign_id: int) -> Page:
    """Give the registrations that were ticked to a team."""
    ids = [number for each in request.form.getlist("chosen") if (number := row_number(each))]
    team_id = row_number(request.form.get("team", "")) or 0

    def work(hand: Hand) -> int:
        return appraisalteams.assign(hand, hand.session.get_one(Campaign, campaign_id), team_id, ids)

    try:
        flash(f"Đã phân {by_hand(work)} mô hình.", "success")
        own = appraisalteams.of_own_unit(db.session(), team_id, ids)
        if own:
            flash(
                f"Đoàn thuộc chính đơn vị đăng ký {listed(f'“{each}”' for each in own)}. Đề nghị cân nhắc.", "warning"
            )
    except Refused as refused:
        flash(refused.message, "danger")
    query: dict[str, Any] = {key: value for key, value in request.args.items() if key in FILTERS}
    return redirect(url_for("appraisals.of_campaign", campaign_id=campaign_id, **query))


def _looked(registration_id: int) -> tuple[Registration, File | None]:
    """Give a registration that the person may look at, with its appraisal; answers 404 for any other."""
    session = db.session()
    registration = session.get(Registration, registration_id)
    if registration is None:
        abort(404)
    file = appraising.file_of(session, registration_id)
    if not appraisalteams.may_look(session, reach(), registration, file.appraisal if file else None):
        abort(404)
    return registration, file


@blueprint.get("/so-mo-hinh/<int:registration_id>/tham-dinh")
@for_offices
def of_registration(registration_id: int) -> Page:
    """Show a registration's self-score, each sheet and the mean side by side, with the evidence beside each criterion."""
    registration, file = _looked(registration_id)
    session, mine = db.session(), reach()
    able = open_to(session, mine, registration)
    team = file.appraisal.team if file else None
    in_force = criteria.in_force(session, registration.campaign_id).get(registration.owner_type)
    return render_template(
        "appraisals/registration.html",
        registration=registration,
        status_kinds=registering.STATUS_KINDS,
        in_branch=mine.may_see(session, registration.unit_id),
        in_force=in_force,
        rules=file.rules if file else criteria.rules_of(in_force) if in_force else None,
        file=file,
        sees=file is not None and appraisalteams.sees_marks(session, mine, registration, file.appraisal),
        typed_by=appraisalteams.typed_by(session, file.sheets) if file else {},
        itself=team is not None and appraisalteams.appraises_itself(team, registration),
        fills=team is not None and appraisalteams.may_fill_for(session, mine, team),
        able=able,
        editable="report" in able,
        **_files_of(registration_id),
    )


def _files_of(registration_id: int) -> dict[str, Any]:
    """Give a registration's files: by criterion, of the visit."""
    files = evidence.listed(db.session(), registration_id)
    proofs: dict[str, list[Any]] = {}
    for each in files:
        if each.purpose == "evidence":
            proofs.setdefault(each.criterion, []).append(each)
    return {"proofs": proofs, "photos": [each for each in files if each.purpose == "visit"]}


@blueprint.post("/so-mo-hinh/<int:registration_id>/tham-dinh/ket-thuc")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def close(registration_id: int) -> Page:
    """Close an appraisal; with sheets missing only for a reason."""
    done = "Đã kết thúc thẩm định. Kết quả chỉ để đề nghị; công nhận là việc của cấp có thẩm quyền."
    return _carried_out(registration_id, appraising.close, done)


@blueprint.post("/so-mo-hinh/<int:registration_id>/tham-dinh/mo-lai")
@for_offices
@in_branch(Registration, "registration_id", change=True)
def reopen(registration_id: int) -> Page:
    """Take the end of an appraisal back, for a reason."""
    done = "Đã mở lại thẩm định. Sửa phiếu xong, đề nghị kết thúc lần nữa."
    return _carried_out(registration_id, appraising.reopen, done)


def _carried_out(
    registration_id: int, command: Callable[[Hand, Reach, Registration, int, str], None], done: str
) -> Page:
    _registration, file = _looked(registration_id)
    if file is None:
        abort(404)
    mine, appraisal_id, reason = reach(), file.appraisal.id, request.form.get("reason", "")

    def work(hand: Hand) -> None:
        command(hand, mine, hand.session.get_one(Registration, registration_id), appraisal_id, reason)

    try:
        by_hand(work)
        flash(done, "success")
    except Refused as refused:
        flash(refused.message, "danger")
    return redirect(url_for("appraisals.of_registration", registration_id=registration_id))


@blueprint.get("/so-mo-hinh/<int:registration_id>/tham-dinh/bien-ban")
@for_offices
def minutes(registration_id: int) -> Page:
    """Show the minutes of an appraisal, to print on A4."""
    registration, file = _looked(registration_id)
    session = db.session()
    team = file.appraisal.team if file else None
    if file is None or team is None:
        abort(404)
    if not appraisalteams.sees_marks(session, reach(), registration, file.appraisal):
        abort(403)
    appraisal = file.appraisal
    day = (appraisal.closed_at or now()).date() if appraisal.visited_on is None else appraisal.visited_on
    return render_template(
        "appraisals/minutes.html",
        registration=registration,
        owner_types=registering.OWNER_TYPES,
        file=file,
        team=team,
        typed_by=appraisalteams.typed_by(session, file.sheets),
        itself=appraisalteams.appraises_itself(team, registration),
        head=head(session, team.unit, day),
        findings=lines_of(appraisal.findings),
        said=lines_of(appraisal.minutes),
        **_files_of(registration_id),
    )
