"""A prepared contest and its organiser, for pages that need no more."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.building import Built, build
from tests.contest.pages.walker import Walker


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a prepared contest."""
    return build(app.extensions["writer"])


@pytest.fixture
def organiser(app: Flask, built: Built) -> Walker:
    """Give its organiser."""
    return Walker(app, built.accounts["organiser"])
