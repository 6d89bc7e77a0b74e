"""Appraisal teams of a campaign: made, changed, delegated to a unit below, with their members' accounts."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from wtforms import FieldList, FormField, HiddenField, StringField

from contest.access import row_number
from contest.db import db
from contest.documentfields import DocumentFields, kept
from contest.forms import Length, LineForm, Required, put_errors
from contest.history import Hand
from contest.offices import for_offices, in_branch
from contest.pagekit import Page, by_hand, own_unit, refused_in
from contest.recognition import appraisalteams
from contest.recognition.appraisalteams import MemberLine, TeamDetails
from contest.recognition.campaignday import day_of
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import AppraisalTeam, Appraiser
from contest.tables.campaigns import Campaign, Document
from contest.tables.people import Account

blueprint = Blueprint("appraisal_teams", __name__, url_prefix="/dot-dang-ky/<int:campaign_id>/doan-tham-dinh")
EMPTY_LINES = 3
MOST_MEMBERS = 30


class MemberForm(LineForm):
    """One member; a line without a name is none."""

    id = HiddenField()
    name = StringField("Họ tên", [Length(120)])
    post = StringField("Chức vụ trong đoàn", [Length(200)])
    username = StringField("Tên đăng nhập", [Length(60)], render_kw={"autocomplete": "off", "autocapitalize": "none"})


class TeamForm(DocumentFields):
    """An appraisal team."""

    name = StringField(
        "Tên đoàn", [Required(), Length(200)], description="Ví dụ: Đoàn thẩm định số 1, lĩnh vực kinh tế"
    )
    unit = StringField(
        "Đơn vị thẩm định",
        [Required(), Length(300)],
        render_kw={"data-units": "", "autocomplete": "off"},
        description="Ghi đơn vị bên dưới để ủy quyền: cán bộ của đơn vị đó được nhập phiếu của đoàn này.",
    )
    members = FieldList(FormField(MemberForm), max_entries=MOST_MEMBERS)

    @property
    def lines(self) -> list[MemberLine]:
        """Give the members as typed, those without a name left out."""
        entries = [entry.form for entry in self.members if entry.form["name"].data]
        return [
            MemberLine(
                each["name"].data,
                each["post"].data or "",
                each["username"].data or "",
                row_number(each["id"].data or ""),
            )
            for each in entries
        ]

    def of_team(self, team: AppraisalTeam) -> None:
        """Say that the form shows a team with its members, those too who left meanwhile."""
        shown = [f"appraisal_team:{team.id}", *(f"appraiser:{each.id}" for each in self.lines if each.id)]
        members = select(Appraiser).where(Appraiser.team_id == team.id)
        self.of_all(lambda reader: [*shown, *reader.scalars(members)])

    def place(self, refused: Refused) -> None:
        """Put a refusal beside its field; the members that count are numbered without the empty ones."""
        head, _, tail = (refused.field or "").partition("-")
        if head != "members":
            refused_in(self, refused)
            return
        number, _, column = tail.partition("-")
        named = [entry.id for entry in self.members if entry.form["name"].data] or [self.members.entries[0].id]
        put_errors(self, {f"{named[int(number)]}-{column}": refused.message})

    def begin(self, team: AppraisalTeam | None) -> None:
        """Begin the list of members: those of a team, and empty lines to go on with."""
        accounts = _usernames(team)
        for each in team.members if team else ():
            values = {"id": each.id, "name": each.name, "post": each.post}
            self.members.append_entry(values | {"username": accounts.get(each.account_id or 0, "")})
        for _ in range(EMPTY_LINES):
            self.members.append_entry({})


def _usernames(team: AppraisalTeam | None) -> dict[int, str]:
    ids = [each.account_id for each in team.members if each.account_id] if team else []
    query = db.select(Account.id, Account.username).where(Account.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


@blueprint.route("", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def new(campaign_id: int) -> Page:
    """Show the form of a team, or make it."""
    return _page(campaign_id, None)


@blueprint.route("/<int:team_id>", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def edit(campaign_id: int, team_id: int) -> Page:
    """Show a team's form, or change it."""
    team = db.session.get(AppraisalTeam, team_id)
    if team is None or team.campaign_id != campaign_id:
        abort(404)
    return _page(campaign_id, team)


def _page(campaign_id: int, team: AppraisalTeam | None) -> Page:
    campaign, form = db.session.get_one(Campaign, campaign_id), TeamForm()
    if team is not None:
        form.of_team(team)
    if request.method == "GET":
        _begin(form, campaign, team)
    elif form.validate_on_submit():
        try:
            _keep(form, campaign, team.id if team else None)
        except Refused as refused:
            form.place(refused)
        else:
            flash("Đã lưu đoàn thẩm định.", "success")
            return redirect(url_for("appraisals.of_campaign", campaign_id=campaign_id))
    page = render_template("appraisals/team.html", form=form, campaign=campaign, team=team)
    return page if request.method == "GET" else (page, 422)


def _begin(form: TeamForm, campaign: Campaign, team: AppraisalTeam | None) -> None:
    form.begin(team)
    if team is None:
        form.unit.data = campaign.unit.name
        return
    form.name.data, form.unit.data = team.name, team.unit.name
    form.show(db.session.get(Document, team.document_id or 0))


def _keep(form: TeamForm, campaign: Campaign, team_id: int | None) -> None:
    unit = own_unit(form.unit.data or "", day_of(campaign))
    name, lines, document = form.name.data or "", form.lines, form.document

    def work(hand: Hand) -> None:
        row = hand.session.get_one(AppraisalTeam, team_id) if team_id else None
        details = TeamDetails(name, unit.id, lines, kept(hand, unit.id, document))
        appraisalteams.keep(hand, hand.session.get_one(Campaign, campaign.id), row, details)

    by_hand(work, form)
