"""Appraisal teams (đoàn thẩm định): own or delegated to a unit, their members, and what is given to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.recognition import criteria
from contest.recognition.states import ACTIONS, STATES
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import Appraisal, AppraisalSheet, AppraisalTeam, Appraiser
from contest.tables.campaigns import Campaign
from contest.tables.people import Account
from contest.tables.places import Unit, UnitBranch
from contest.tables.recognition import Registration
from contest.text import nfc

OWNERS = {"collective": "tập thể", "individual": "cá nhân"}


@dataclass(frozen=True)
class MemberLine:
    """A member as typed: name, post, and the account (if any) with which the member fills in sheets."""

    name: str
    post: str = ""
    username: str = ""
    id: int | None = None


@dataclass(frozen=True)
class TeamDetails:
    """A team as typed; a unit other than the campaign's is one to which the appraisal is delegated."""

    name: str
    unit_id: int
    members: Sequence[MemberLine]
    document_id: int | None = None


def teams(reader: Session, campaign_id: int) -> list[AppraisalTeam]:
    """Give a campaign's teams with their members."""
    query = select(AppraisalTeam).where(AppraisalTeam.campaign_id == campaign_id).order_by(AppraisalTeam.id)
    return list(reader.scalars(query))


def loads(reader: Session, campaign_id: int) -> dict[int, tuple[int, int]]:
    """Give how many registrations each team has, and how many of them are closed."""
    query = (
        select(Appraisal.team_id, func.count(), func.count(Appraisal.closed_at))
        .join(AppraisalTeam, AppraisalTeam.id == Appraisal.team_id)
        .where(AppraisalTeam.campaign_id == campaign_id)
        .group_by(Appraisal.team_id)
    )
    return {row[0]: (row[1], row[2]) for row in reader.execute(query) if row[0] is not None}


def may_fill_for(reader: Session, reach: Reach, team: AppraisalTeam) -> bool:
    """Say whether a person is an officer of the team's unit: then every sheet of the team may be typed in."""
    return reach.may_change(reader, team.unit_id)


def sees_marks(reader: Session, reach: Reach, registration: Registration, appraisal: Appraisal) -> bool:
    """Say whether a person sees the sheets: before closing only the campaign's office and the team's unit do."""
    if appraisal.closed_at is not None:
        return reach.may_see(reader, registration.unit_id) or _of_team(reader, reach, appraisal)
    return reach.may_see(reader, registration.campaign.unit_id) or _of_team(reader, reach, appraisal)


def _of_team(reader: Session, reach: Reach, appraisal: Appraisal) -> bool:
    return appraisal.team is not None and may_fill_for(reader, reach, appraisal.team)


def may_look(reader: Session, reach: Reach, registration: Registration, appraisal: Appraisal | None) -> bool:
    """Say whether a person may open a registration's appraisal: its branch, or the unit to which it was delegated."""
    if reach.may_see(reader, registration.unit_id):
        return True
    return appraisal is not None and _of_team(reader, reach, appraisal)


def may_fill(reader: Session, reach: Reach, account_id: int, appraisal: Appraisal, appraiser: Appraiser | None) -> bool:
    """Say whether a person may fill in an appraiser's sheet: the appraiser, or an officer of the team's unit."""
    if appraiser is None or appraisal.team is None or appraiser.team_id != appraisal.team_id:
        return False
    return appraiser.account_id == account_id or may_fill_for(reader, reach, appraisal.team)


def appraises_itself(team: AppraisalTeam, registration: Registration) -> bool:
    """Say whether an appraisal was delegated to the very unit that registered: allowed, and said wherever it is read."""
    return team.unit_id == registration.unit_id != registration.campaign.unit_id


def of_own_unit(reader: Session, team_id: int, registration_ids: Sequence[int]) -> list[str]:
    """Give the names of those among some registrations that the team's own unit registered, in order."""
    team = reader.get(AppraisalTeam, team_id)
    if team is None:
        return []
    query = select(Registration).where(Registration.id.in_(list(registration_ids))).order_by(Registration.id)
    return [each.name for each in reader.scalars(query).unique() if appraises_itself(team, each)]


def of_member(reader: Session, account_id: int, appraisal_id: int, appraiser: Appraiser) -> bool:
    """Say whether a sheet is closed to a person's hand: its member, another, has saved it with the member's own account."""
    if appraiser.account_id is None or appraiser.account_id == account_id:
        return False
    own = select(AppraisalSheet.id).where(
        AppraisalSheet.appraisal_id == appraisal_id,
        AppraisalSheet.appraiser_id == appraiser.id,
        AppraisalSheet.account_id == appraiser.account_id,
    )
    return reader.execute(own.limit(1)).first() is not None


def typed_by(reader: Session, sheets: Mapping[int | None, AppraisalSheet]) -> dict[int, str]:
    """Give who typed a sheet in for its member, by member: of the newest versions of one appraisal, in one statement."""
    query = (
        select(AppraisalSheet.appraiser_id, Account.name)
        .join(Appraiser, Appraiser.id == AppraisalSheet.appraiser_id)
        .join(Account, Account.id == AppraisalSheet.account_id)
        .where(
            AppraisalSheet.id.in_([each.id for each in sheets.values()]),
            AppraisalSheet.marks != "{}",  # an empty one keeps only that the member was absent
            or_(Appraiser.account_id.is_(None), Appraiser.account_id != AppraisalSheet.account_id),
        )
    )
    return {row[0]: row[1] for row in reader.execute(query) if row[0] is not None}


def keep(hand: Hand, campaign: Campaign, team: AppraisalTeam | None, details: TeamDetails) -> AppraisalTeam:
    """Make a team, or change it.

    Refuses one without members, a unit that is neither the campaign's nor below it, an unknown account, and to leave out a
    member who has sheets.
    """
    lines = [each for each in details.members if each.name.strip()]
    if not lines:
        raise Refused("needs_member", field="members-0-name")
    if hand.session.get(UnitBranch, (campaign.unit_id, details.unit_id)) is None:
        unit = hand.session.get_one(Unit, details.unit_id)
        raise Refused("team_unit_outside", field="unit", name=unit.name, above=campaign.unit.name)
    accounts = _accounts(hand.session, lines)
    values = {"name": nfc(details.name), "unit_id": details.unit_id, "document_id": details.document_id}
    if team is None:
        team = AppraisalTeam(campaign_id=campaign.id, **values)
        hand.add(team, campaign.unit_id)
    else:
        hand.change(team, values, campaign.unit_id)
    _set_members(hand, campaign, team, lines, accounts)
    return team


def _accounts(session: Session, lines: Sequence[MemberLine]) -> dict[str, int]:
    wanted = [each.username.strip().lower() for each in lines if each.username.strip()]
    query = select(Account.username, Account.id).where(Account.username.in_(wanted))
    known: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    for place, each in enumerate(lines):
        username = each.username.strip().lower()
        if username and username not in known:
            raise Refused("no_account_named", field=f"members-{place}-username", username=username)
        if username and wanted.count(username) > 1:
            raise Refused("member_twice", field=f"members-{place}-username", username=username)
    return known


def _set_members(
    hand: Hand, campaign: Campaign, team: AppraisalTeam, lines: Sequence[MemberLine], accounts: dict[str, int]
) -> None:
    session = hand.session
    query = select(Appraiser).where(Appraiser.team_id == team.id).order_by(Appraiser.position)
    standing = {each.id: each for each in session.scalars(query)}
    kept = {each.id for each in lines if each.id in standing}
    for gone in (each for key, each in standing.items() if key not in kept):
        sheets = select(AppraisalSheet.id).where(AppraisalSheet.appraiser_id == gone.id)
        if session.execute(sheets.limit(1)).first() is not None:
            raise Refused("member_has_sheets", field="members-0-name", name=gone.name)
        hand.remove(gone, campaign.unit_id)
    for each in lines:
        values = {
            "name": nfc(each.name),
            "post": nfc(each.post),
            "account_id": accounts.get(each.username.strip().lower()),
        }
        if each.id in standing:
            hand.change(standing[each.id], values, campaign.unit_id)
        else:
            last = session.scalar(select(func.max(Appraiser.position)).where(Appraiser.team_id == team.id))
            hand.add(Appraiser(team_id=team.id, position=(last or 0) + 1, **values), campaign.unit_id)
    session.flush()
    session.expire(team, ["members"])


def assign(hand: Hand, campaign: Campaign, team_id: int, registration_ids: Sequence[int]) -> int:
    """Give registrations to a team; gives how many.

    Refuses one of another campaign or step, one whose kind of owner has no criteria set, and one that another team has
    begun to mark or closed.
    """
    session = hand.session
    team = session.get(AppraisalTeam, team_id)
    if team is None or team.campaign_id != campaign.id:
        raise Refused("no_appraisal_team", field="team")
    wanted = select(Registration).where(
        Registration.campaign_id == campaign.id, Registration.id.in_(list(registration_ids))
    )
    chosen = session.scalars(wanted.order_by(Registration.id)).unique().all()
    if not chosen:
        raise Refused("none_chosen", field="chosen")
    sets = criteria.in_force(session, campaign.id)
    for registration in chosen:
        if registration.state not in ACTIONS["appraise"].before:
            raise Refused("not_appraisable", name=registration.name, state=STATES[registration.state].lower())
        if registration.owner_type not in sets:
            raise Refused("no_criteria", owners=OWNERS[registration.owner_type])
        _give(hand, registration, team, sets[registration.owner_type].id)
    return len(chosen)


def _give(hand: Hand, registration: Registration, team: AppraisalTeam, set_id: int) -> None:
    appraisal = begun(hand, registration, set_id)
    if appraisal.closed_at is not None:
        raise Refused("appraisal_closed", name=registration.name)
    if appraisal.team_id not in (None, team.id):
        sheets = select(AppraisalSheet.id).where(
            AppraisalSheet.appraisal_id == appraisal.id, AppraisalSheet.appraiser_id.is_not(None)
        )
        if hand.session.execute(sheets.limit(1)).first() is not None:
            other = hand.session.get_one(AppraisalTeam, appraisal.team_id)
            raise Refused("sheets_begun", name=registration.name, team=other.name)
    hand.change(appraisal, {"team_id": team.id}, registration.unit_id)


def begun(hand: Hand, registration: Registration, set_id: int) -> Appraisal:
    """Give a registration's appraisal, begun now under a criteria set where there is none yet."""
    query = select(Appraisal).where(Appraisal.registration_id == registration.id)
    known = hand.session.scalars(query).unique().first()
    if known is None:
        known = Appraisal(registration_id=registration.id, team_id=None, criteria_set_id=set_id)
        hand.add(known, registration.unit_id)
    return known
