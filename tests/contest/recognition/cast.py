"""A cast for tests of appraisal: criteria sets, a team of three, a registration that was received and given to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.recognition import appraisalteams, appraising, criteria, marking
from contest.recognition.appraisalteams import MemberLine, TeamDetails
from contest.recognition.criteria import CriterionLine, SetDetails
from contest.recognition.marking import SheetTyped
from contest.recognition.states import act
from contest.tables.appraisals import AppraisalSheet
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from scoring.points import parse
from tests.contest.province import Province, found, register

# Two criteria of 40 and 60 points (invented), so that every figure is followed in the head.
SMALL = SetDetails(
    "Bộ tiêu chí thử (giả định)",
    "100",
    "75",
    [CriterionLine("Tính mới", "40", "0,5", zero_sinks=True), CriterionLine("Tính hiệu quả", "60", "0,5", zero_sinks=True)],
    invented=True,
)  # fmt: skip
NEW, GAIN = "tinh_moi", "tinh_hieu_qua"


@dataclass(frozen=True)
class Stage:
    """The province with a registration under appraisal; ids."""

    province: Province
    registration: int
    appraisal: int
    team: int
    members: tuple[int, ...]


def put_set(session: Session, province: Province, details: SetDetails = SMALL, reason: str = "", **more: Any) -> None:
    """Keep a criteria set for collectives."""
    campaign = session.get_one(Campaign, province.campaign)
    criteria.save(province.hand(session, "province"), campaign, more.get("owner_type", "collective"), details, reason)


def received(session: Session, province: Province, name: str = "Tuyến đường hoa", **more: Any) -> Registration:
    """Register a model and let the province receive it."""
    row = register(session, province, name=name, **more)
    act(province.hand(session, "province"), province.reach(session, "province"), row, "receive")
    return row


def put_team(
    session: Session, province: Province, unit: str = "province", names: Sequence[str] = ("An", "Bình", "Chi")
) -> tuple[int, tuple[int, ...]]:
    """Make a team; its first member has the account “tham.dinh” and no office."""
    campaign = session.get_one(Campaign, province.campaign)
    details = TeamDetails(f"Đoàn của {unit}", province.units[unit], _lines(names))
    team = appraisalteams.keep(province.hand(session, "province"), campaign, None, details)
    return team.id, tuple(each.id for each in team.members)


def _lines(names: Sequence[str]) -> list[MemberLine]:
    first, *others = names
    return [MemberLine(first, "Trưởng đoàn", "tham.dinh"), *(MemberLine(each, "Thành viên") for each in others)]


def staged(session: Session, unit: str = "province", details: SetDetails = SMALL, **more: Any) -> Stage:
    """Set the stage: the criteria, the team of a unit, and a registration given to it."""
    province = found(session)
    create_account(session, "tham.dinh", "Nguyễn Văn An", None)
    put_set(session, province, details)
    row = received(session, province, **more)
    team, members = put_team(session, province, unit)
    give(session, province, team, [row.id])
    file = appraising.file_of(session, row.id)
    assert file is not None
    return Stage(province, row.id, file.appraisal.id, team, members)


def give(session: Session, province: Province, team: int, registrations: Sequence[int]) -> None:
    """Give registrations to a team."""
    campaign = session.get_one(Campaign, province.campaign)
    appraisalteams.assign(province.hand(session, "province"), campaign, team, registrations)


def mark(
    session: Session, stage: Stage, member: int, marks: Sequence[str | None], who: str = "province", base: int = 0
) -> AppraisalSheet | None:
    """Fill in a member's sheet (by place in the team) with typed marks in the order of the criteria; None is not marked."""
    keys = (NEW, GAIN)
    typed = {key: parse(value) for key, value in zip(keys, marks, strict=True) if value is not None}
    province = stage.province
    hand, reach = province.hand(session, who), province.reach(session, who)
    return marking.fill(hand, reach, stage.appraisal, stage.members[member], SheetTyped(typed, base=base))


def shut(session: Session, stage: Stage, reason: str = "", who: str = "province") -> None:
    """Close the appraisal."""
    province, row = stage.province, session.get_one(Registration, stage.registration)
    appraising.close(province.hand(session, who), province.reach(session, who), row, stage.appraisal, reason)
