"""A province's year to look at: the demo's season with all its standings, and a small campaign; for pictures and axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import accounts, demoseason
from contest.config import Settings
from contest.history import Hand
from contest.offices import reach_of
from contest.planning import letterheads
from contest.recognition import campaigns, registering
from contest.recognition.registering import Filled, ForceLine, OwnerLine
from contest.tables.people import Account
from contest.tables.places import Letterhead, Unit
from contest.writer import Writer
from tests.serving import Served, environment_for, prepare, run_pair

MODELS = ("Tuyến đường hoa tự quản", "Thu gom rác thải tại nguồn", "Tổ liên gia phòng cháy, chữa cháy")
PAGES = {
    "season-list": "/mua",
    "season": "/mua/1",
    "season-edit": "/mua/1/sua",
    "clusters": "/mua/1/cum",
    "cluster": "/mua/1/cum/1",
    "cloning": "/mua/1/nhan-ban",
    "season-contests": "/",
    "history": "/lich-su",
    "units": "/don-vi",
    "unit": "/don-vi/1",
    "campaigns": "/dot-dang-ky",
    "campaign": "/dot-dang-ky/1",
    "register": "/so-mo-hinh",
    "registration": "/so-mo-hinh/1",
    "reports": "/bao-cao",
    "report-season": "/bao-cao/season",
}
"""The pages of season, units, register and reports by the names of their pictures."""


def shortened(planned: list[demoseason.Planned]) -> list[demoseason.Planned]:
    """Give one contest of each standing with two teams, and the district's above them: enough to see every tile."""
    until = dict(zip(("Xã Tân Lâm Hương", "Xã Suối Bạc 2", "Xã Suối Trai 3", "Huyện Kỳ Anh"), STANDINGS, strict=True))
    chosen = [each for each in planned if each.unit in until]
    return [replace(each, teams=each.teams[:2], until=until[each.unit]) for each in chosen]


STANDINGS = ("announced", "running", "prepared", "prepared")


def register(session: Session, account_id: int) -> None:
    """Register three models for a campaign of the season's province, all of it labelled as invented, and head its papers."""
    hand, reach = Hand(session, account_id), reach_of(session, session.get_one(Account, account_id))
    province = session.scalars(select(Unit).where(Unit.name == demoseason.PROVINCE)).one()
    commune = session.scalars(select(Unit).where(Unit.name == "Xã Tân Lâm Hương")).one()
    head = Letterhead(unit_id=province.id, style="party", upper_body="", issuer="Cơ quan minh họa", place="Minh họa")
    letterheads.put(hand, head)
    details = campaigns.CampaignDetails(
        name=f"Đăng ký mô hình năm {demoseason.YEAR} (minh họa)",
        unit_id=province.id,
        year=demoseason.YEAR,
        period_from=demoseason.YEAR,
        period_to=demoseason.YEAR + 5,
        opens_on=date(demoseason.YEAR, 1, 5),
        deadline=date(demoseason.YEAR, 3, 1),
        domains=campaigns.USUAL_DOMAINS,
        topics=("Rác thải", "Chuyển đổi số"),
        steps=campaigns.USUAL_STEPS,
        invented=True,
    )
    campaign = campaigns.make(hand, details)
    campaigns.set_units(hand, campaign, [commune.id], 1)
    contents: dict[str, Any] = dict.fromkeys(registering.CONTENTS, "Nội dung minh họa")
    for name in MODELS:
        filled = Filled(
            name=name,
            owners=[OwnerLine("Hội Liên hiệp Phụ nữ xã (minh họa)")],
            domain_id=campaigns.domains(session, campaign.id)[0].id,
            forces=[ForceLine("lead", "Hội Phụ nữ", "vận động hội viên")],
            starts_on=date(demoseason.YEAR, 2, 1),
            evaluated_on=date(demoseason.YEAR, 10, 1),
            **contents,
        )
        made = registering.draft(hand, reach, campaign, commune.id, filled)
        registering.submit(hand, reach, made)


@contextmanager
def served_year(folder: Path, whole: bool = False) -> Iterator[tuple[Served, str]]:
    """Serve such a year (`whole`: with all 94 contests) and give its server with a sign-in address of its organiser."""
    environment = environment_for(folder, COVERAGE_PROCESS_START="")
    links = prepare(environment)
    writer = Writer(Settings.from_env(environment).database_url)
    try:
        season, cast, planned = writer.run(demoseason.found)
        for each in planned if whole else shortened(planned):
            writer.run(partial(demoseason.play, season_id=season, cast=cast, planned=each))
        writer.run(partial(register, account_id=cast.organiser))
        writer.run(lambda session: accounts.set_password(session, cast.organiser, "mat-khau-thu-1"))
        token = writer.run(lambda session: accounts.sign_in_link(session, cast.organiser))
    finally:
        writer.close()
    with run_pair(folder, environment, links) as served:
        yield served, f"{served.staff}/vao/{token}"
