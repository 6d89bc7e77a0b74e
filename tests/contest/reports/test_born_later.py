"""Units that came into being, or under another unit, after a campaign opened: every registration of it is counted, as it was and now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import places
from contest.tables.campaigns import CampaignUnit
from contest.tables.places import Unit
from contest.tables.recognition import Registration
from contest.writer import Writer
from tests.contest.reports.books import opened, put, told

REFORM, ENDS = date(2025, 7, 1), date(2025, 6, 30)


def _under(session: Session, unit: int, above: int, since: date) -> None:
    places.place_under(Hand(session, None), session.get_one(Unit, unit), above, since)


@pytest.fixture
def lao_cai(writer: Writer) -> dict[str, int]:
    """Give a province whose campaign of 2025 opened in January: a district that ended in June, communes of July, one that came over."""

    def fill(session: Session) -> dict[str, int]:
        province, other = put(session, "Tỉnh Lào Cai", "tinh"), put(session, "Tỉnh Hà Giang", "tinh")
        made = {"Tỉnh Lào Cai": province, "Tỉnh Hà Giang": other}
        made["Huyện Yên Bình"] = put(session, "Huyện Yên Bình", "huyen", province, valid_to=ENDS)
        for name in ("Xã Số 20", "Xã Số 21"):
            made[name] = put(session, name, "xa", valid_from=REFORM)
            _under(session, made[name], province, REFORM)
        made["Thôn 1"] = put(session, "Thôn 1", "thon", made["Xã Số 20"])
        made["Xã Sang"] = put(session, "Xã Sang", "xa", other)
        _under(session, made["Xã Sang"], province, REFORM)
        taking = {name: made[name] for name in ("Huyện Yên Bình", "Xã Số 20", "Xã Số 21", "Xã Sang")}
        book = opened(session, province, taking, 2025, opens_on=date(2025, 1, 1), deadline=date(2025, 8, 31))
        book.units = {**book.units, "Thôn 1": made["Thôn 1"]}
        for name, count in (("Huyện Yên Bình", 1), ("Xã Số 20", 2), ("Xã Số 21", 1), ("Thôn 1", 4), ("Xã Sang", 8)):
            book.register(count, name, "Kinh tế")
        session.get_one(CampaignUnit, (book.campaign.id, made["Xã Số 20"])).target = 5
        session.add(CampaignUnit(campaign_id=book.campaign.id, unit_id=made["Thôn 1"], target=3, takes_part=False))
        return made

    known: dict[str, int] = writer.run(fill)
    return known


def _lines(writer: Writer, name: str = "registrations", **options: str) -> Mapping[str, object]:
    unit = int(options.pop("unit", "0")) or None
    found = writer.run(lambda session: told(session, name, unit, options))
    return {str(row["unit"]): row["total"] for _, row in found.tables[0].lines()}


def test_every_registration_is_counted_as_it_was(writer: Writer, lao_cai: dict[str, int]) -> None:
    registered = writer.run(lambda session: session.scalar(select(func.count(Registration.id))))
    then = _lines(writer)
    assert then == {"Huyện Yên Bình": 1, "Xã Sang": 8, "Xã Số 20": 6, "Xã Số 21": 1, "Cộng": 16}
    assert then["Cộng"] == registered == _lines(writer, theo="nay")["Cộng"]


def test_a_unit_of_july_has_its_figures_of_the_year(writer: Writer, lao_cai: dict[str, int]) -> None:
    assert _lines(writer, unit=str(lao_cai["Xã Số 20"])) == {"Thôn 1": 4, "Xã Số 20 (trực tiếp)": 2, "Cộng": 6}
    gaps = writer.run(lambda session: told(session, "gaps", lao_cai["Tỉnh Lào Cai"]))
    assert gaps.paragraph.startswith("Toàn tỉnh năm 2025: 4/4 đơn vị có đăng ký")


def test_targets_of_units_below_one_of_july_stand_under_it(writer: Writer, lao_cai: dict[str, int]) -> None:
    found = writer.run(lambda session: told(session, "targets"))
    given = {str(row["unit"]): (row["target"], row["registered"], row["below"]) for row in found.tables[0].rows}
    assert given["Xã Số 20"] == (5, 6, 3)
    assert found.data["registered"] == 16
