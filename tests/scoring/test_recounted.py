"""Every case folder and every published panel through the second engine."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from contest.files.scoreentry import load
from contest.recount.log import loads as read_log
from contest.recount.table import recount
from contest.recounting import differences
from scoring.rulebook import loads
from scoring.standings import standings
from tests.scoring.test_cases import CASES
from tests.soak.logs import exported


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_recounted(case: Path) -> None:
    text = (case / "rulebook.toml").read_text(encoding="utf-8")
    rules = loads(text)
    names = ("deductions.csv", "decisions.csv", "struck.csv", "teams.csv")
    extra = [path if (path := case / name).exists() else None for name in names]
    entry = load(rules, case / "marks.csv", *extra).entry
    # The second engine reads the document as a person wrote it, without the first one's defaults.
    log = read_log(json.dumps(exported(tomllib.loads(text, parse_float=str), entry)))
    assert differences(standings(entry, rules), rules, recount(log)) == ()
