"""Whose name stands at the head of a contest's papers: its unit's letterhead on the day, in the style that is chosen."""

from __future__ import annotations

import io
from datetime import date
from html import unescape

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import letterheads
from contest.tables.contests import Contest
from contest.tables.places import Letterhead
from tests.building import play_worked
from tests.contest.pages.walker import Walker


def test_papers_are_headed_as_their_unit_headed_them_on_the_day(app: Flask) -> None:
    """Ban Dân vận ended on 28/2/2025: a contest of before keeps its name, one of after has the new one (domain.md 5)."""
    contests = {
        year: play_worked(app.extensions["writer"], organiser_name="", held_on=date(year, 8, 1))
        for year in (2024, 2026)
    }

    def head(session: Session) -> None:
        unit_id = session.get_one(Contest, contests[2024].id).unit_id
        hand = Hand(session, None)
        for style, above, issuer, since in (
            ("front", "", "Ủy ban Mặt trận Tổ quốc xã", None),
            ("party", "Tỉnh ủy A", "Ban Dân vận", None),
            ("party", "Tỉnh ủy A", "Ban Tuyên giáo và Dân vận", date(2025, 3, 1)),
        ):
            row = Letterhead(
                unit_id=unit_id, style=style, upper_body=above, issuer=issuer, place="Sơn Hòa", valid_from=since
            )
            letterheads.put(hand, row)

    app.extensions["writer"].run(head)
    walkers = {year: Walker(app, built.accounts["secretary"]) for year, built in contests.items()}

    def words(year: int, path: str) -> str:
        return unescape(walkers[year].text(f"/hoi-thi/{contests[year].id}{path}"))

    told = {year: words(year, "/giay-to/tong-hop?dau=party") for year in contests}
    assert ["Ban Dân vận" in told[2024], "Ban Tuyên giáo và Dân vận" in told[2026]] == [True, True]
    assert "Ban Dân vận" not in told[2026]
    usual = words(2026, "/giay-to/tong-hop")
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in usual, "Tỉnh ủy A" in usual, "Ban Tuyên giáo và Dân vận" in usual) == (
        True,
    ) * 3
    front = words(2026, "/giay-to/tong-hop?dau=front")
    assert ("Ủy ban Mặt trận Tổ quốc xã" in front, "Độc lập - Tự do - Hạnh phúc" in front) == (True, True)
    plain = words(2026, "/giay-to/tong-hop?dau=plain")
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in plain, "Ban Tuyên giáo và Dân vận" in plain) == (False, True)
    assert '/giay-to/tong-hop?dau=plain"' in words(2026, "/giay-to?dau=plain")
    book = load_workbook(
        io.BytesIO(walkers[2024].get(f"/hoi-thi/{contests[2024].id}/giay-to/bang-tinh.xlsx").get_data())
    )
    assert book["Tổng hợp"]["A1"].value == "Ban Dân vận"
    draw = words(2026, "/thu-tu/bien-ban")
    assert ("Ban Tuyên giáo và Dân vận" in draw, "ĐẢNG CỘNG SẢN VIỆT NAM" in draw) == (True, True)
