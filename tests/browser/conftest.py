"""Tablets at a served staff process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from live.client import Staff
from tests.browser.judging import LYING, Judged, Pad, make, take_seat
from tests.serving import Served, serve


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a served pair that is not measured: tests/live measures one, and it would slow every page."""
    with serve(tmp_path_factory.mktemp("browsed"), COVERAGE_PROCESS_START="") as running:
        yield running


@pytest.fixture(scope="module")
def organiser(served: Served) -> Staff:
    """Give the organiser at the desk of the served process."""
    return Staff.by_link(served.staff, served.link)


@pytest.fixture
def contest(organiser: Staff) -> Judged:
    """Give a contest of its own to every test, with the first team on stage."""
    judged = make(organiser)
    judged.open("Suối Bạc")
    return judged


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Give every page the size of a tablet lying on the table."""
    return browser_context_args | {"viewport": {"width": LYING[0], "height": LYING[1]}, "locale": "vi-VN"}


@pytest.fixture
def pad(context: BrowserContext, contest: Judged) -> Pad:
    """Give the tablet of judge 1, bound by its card, with the first team's sheet in hand."""
    return take_seat(context, contest)
