"""Ten times the models, the same number of SQL statements: every page of the register, the units and the reports."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from benchmarks.register import PAGES, House, counted, house
from contest import demoregister
from contest.db import db
from contest.demoregister import Size
from contest.offices import Reach
from contest.reports.kit import Asked
from contest.reports.table import REPORTS
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit
from contest.tables.recognition import PracticeModel, Registration
from tests.contest.pages.walker import Walker

FEW, MANY = Size(34, 100, 5), Size(340, 1_000, 5)
MORE = {"Excel của sổ": "/so-mo-hinh/tai-ve.xlsx", "Excel của đợt": "/dot-dang-ky/{campaign}/danh-sach/dang-co.xlsx"}


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[House]]:
    """Give a house of 100 models and one of 1,000."""
    made = [house(tmp_path_factory.mktemp("house"), size) for size in (FEW, MANY)]
    yield made
    for each in made:
        each.app.extensions["writer"].close()


def _sent(each: House, work: Callable[[], object]) -> int:
    with counted(each.app) as statements:
        work()
    return len(statements)


@pytest.mark.parametrize("who", ["house", "province", "commune"])
def test_a_page_sends_as_many_statements_over_a_thousand_models_as_over_a_hundred(
    houses: list[House], who: str
) -> None:
    told: dict[str, list[int]] = {}
    for each in houses:
        walker = Walker(each.app, each.people[who])
        for title, address in {**PAGES, **MORE}.items():
            path = address.format(**each.names)
            if walker.get(path).status_code == 200:  # a commune has no page of its province
                told.setdefault(title, []).append(_sent(each, partial(walker.get, path)))
    assert {title: counts for title, counts in told.items() if len(set(counts)) > 1} == {}
    assert len(told) >= 20
    assert all(3 <= counts[0] <= 24 for counts in told.values()), told


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_sends_as_many_statements_over_a_thousand_models_as_over_a_hundred(
    houses: list[House], name: str
) -> None:
    def make(each: House) -> None:
        try:
            REPORTS[name].make(db.session(), Asked(Reach(whole=True), each.made.root, demoregister.LAST_YEAR))
        except Refused:
            return

    counts = []
    for each in houses:
        with each.app.app_context():
            counts.append(_sent(each, partial(make, each)))
    assert counts[0] == counts[1]


def test_the_pages_answer_alike_on_postgresql(houses: list[House], postgres_url: str, tmp_path: Path) -> None:
    """The same invented register on both databases is listed, searched and written out in the same words."""
    other = house(tmp_path, FEW, postgres_url)
    try:
        for who in ("house", "province"):
            walkers = [Walker(each.app, each.people[who]) for each in (houses[0], other)]
            for title, address in PAGES.items():
                path = address.format(**other.names)
                answers = [walker.get(path) for walker in walkers]
                assert answers[0].status_code == answers[1].status_code, title
                assert _said(answers[0].get_data(as_text=True)) == _said(answers[1].get_data(as_text=True)), title
        files = [walker.get("/so-mo-hinh/tai-ve.xlsx").data for walker in walkers]
        assert _cells(files[0]) == _cells(files[1])
        writer = other.app.extensions["writer"]  # what comes after the invented rows has numbers of its own
        writer.run(
            lambda session: session.add_all(
                [Unit(name="Xã sau", match_key="xã sau"), PracticeModel(uid="sau", first_year=2026)]
            )
        )
    finally:
        other.app.extensions["writer"].close()


def _said(page: str) -> list[str]:
    ours = ("csrf", 'name="once"')  # each page's own
    return [line.strip() for line in page.splitlines() if line.strip() and not any(each in line for each in ours)]


def _cells(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_invented_register_has_the_size_it_is_asked_for(houses: list[House]) -> None:
    for each, size in zip(houses, (FEW, MANY), strict=True):
        with each.app.app_context():
            rows = db.session.query(Registration)
            assert (rows.count(), db.session.query(Unit).count()) == (size.models, size.units)
            maintained = rows.filter_by(status_kind="maintained").count()
            assert rows.filter_by(invented=True).count() == size.models
            assert 0 < maintained < size.models // 2
            assert db.session.query(PracticeModel).count() == size.models - maintained


def test_a_unit_beyond_those_offered_is_found_for_its_progress_lines(houses: list[House]) -> None:
    """A campaign of many units offers some to choose from; any other is searched for, or named in the address."""
    many = houses[1]
    walker, page = (
        Walker(many.app, many.people["house"]),
        "/dot-dang-ky/{campaign}/kiem-tra/so-ket".format(**many.names),
    )
    with many.app.app_context():
        last = db.session.query(Unit).order_by(Unit.id.desc()).first()
        assert last is not None
        number, name = last.id, last.name
    offered = walker.text(page)
    assert (f'value="{number}"' in offered, "Tìm đơn vị" in offered) == (False, True)
    for asked in (f"?tim={name}&don-vi={many.made.commune}", f"?don-vi={number}"):
        assert f'<option value="{number}" selected>{name}</option>' in walker.text(page + asked)
    assert walker.get(f"{page}?don-vi={many.made.root}").status_code == 404
