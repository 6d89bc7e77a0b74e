"""Every report says the same number of statements over a hundred registrations and over a thousand, of few units and of many."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.reports.kit import Asked
from contest.reports.table import REPORTS, report
from contest.tables.campaigns import Campaign
from contest.tables.places import Unit, UnitBranch, UnitParent
from contest.tables.recognition import Indicator, Owner, ProgressLine
from contest.text import match_key
from contest.writer import Writer
from tests.contest.pages.walker import Walker
from tests.contest.reports.books import keeper, opened, put

OF_THE_REGISTER = sorted(set(REPORTS) - {"season"})  # the season's: tests/contest/pages/test_seasons.py


def fill(session: Session, units: int, models: int, name: str) -> int:
    """Fill two years of a province with so many communes, and models in each year; gives the province."""
    host = put(session, name, "tinh")
    first = host + 1
    numbers = range(first, first + units)
    rows = [
        {"id": n, "name": f"Xã {n}", "match_key": match_key(f"Xã {n}"), "kind_id": 7, "level_id": 6} for n in numbers
    ]
    session.execute(insert(Unit), rows)
    session.execute(insert(UnitParent), [{"unit_id": n, "parent_id": host} for n in numbers])
    branches = [{"above_id": above, "unit_id": n} for n in numbers for above in (host, n)]
    session.execute(insert(UnitBranch), branches)
    names = {f"Xã {n}": n for n in numbers}
    for year in (2025, 2026):
        book = opened(session, host, names, year)
        for place, unit in enumerate(names):
            domain = list(book.domains)[place % 4]
            made = book.register(
                models // units, unit, domain, ("collective", "individual")[place % 2], state="recognised"
            )
            session.execute(insert(Indicator), [_indicator(each, year) for each in made])
            session.execute(
                insert(Owner), [{"registration_id": e, "position": 1, "name": "Hội", "match_key": "h"} for e in made]
            )
            line = {"period": f"{year}-06", "text": "Đang làm", "on_track": True}
            session.execute(insert(ProgressLine), [line | {"registration_id": each} for each in made])
            book.replicate(made[:1], unit)
            book.decide(made, place % 3)
    return host


def _indicator(registration: int, year: int) -> dict[str, object]:
    return {
        "registration_id": registration,
        "name": "Đất hiến",
        "match_key": "đất hiến",
        "measure": "m²",
        "thousandths": 1500,
        "year": year,
    }


@pytest.fixture
def hosts(writer: Writer) -> tuple[int, int]:
    """Give a small province and one ten times as large."""
    made: tuple[int, int] = writer.run(
        lambda session: (fill(session, 5, 50, "Tỉnh Nhỏ"), fill(session, 50, 500, "Tỉnh Lớn"))
    )
    return made


def test_an_office_is_answered_in_a_constant_number_of_statements(writer: Writer, hosts: tuple[int, int]) -> None:
    """Over two years; of the house and one year: tests/contest/pages/test_statements.py."""

    def counted(session: Session, name: str, host: int) -> int:
        said = []
        reach = Reach(whole=False, officer_of=(host,))

        def note(*told: object) -> None:
            said.append(told[2])

        event.listen(session.get_bind(), "before_cursor_execute", note)
        found = report(session, name, Asked(reach, host, None, False, {"tu": "2025"}))
        event.remove(session.get_bind(), "before_cursor_execute", note)
        assert any(table.rows for table in found.tables)
        return len(said)

    small, large = (
        {name: writer.run(partial(counted, name=name, host=host)) for name in OF_THE_REGISTER} for host in hosts
    )
    assert small == large
    assert max(small.values()) <= 30


def test_the_page_of_a_report_says_as_many_for_a_large_province(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(lambda session: (fill(session, 5, 50, "Tỉnh Nhỏ"), fill(session, 50, 500, "Tỉnh Lớn")))
    campaigns = writer.run(
        lambda session: list(session.scalars(select(Campaign.id).where(Campaign.year == 2026).order_by(Campaign.id)))
    )
    pages = (
        "/bao-cao/registrations?dot={}",
        "/bao-cao/owners?dot={}",
        "/dot-dang-ky/{}/chi-tieu",
        "/bao-cao/year/in?dot={}",
    )
    for page in pages:
        small, large = (_statements(app, seen, page.format(each)) for each in campaigns)
        assert small == large, page


def _statements(app: Flask, seen: Walker, address: str) -> int:
    said = []

    def note(*told: object) -> None:
        said.append(told[2])

    seen.text(address)
    event.listen(Engine, "before_cursor_execute", note)
    seen.text(address)
    event.remove(Engine, "before_cursor_execute", note)
    return len(said)
