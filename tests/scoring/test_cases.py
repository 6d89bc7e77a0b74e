"""One folder per rule: files in, the figures worked by hand in its notes out."""

import json
from pathlib import Path

import pytest

from contest.files.scoreentry import load
from contest.files.scorefiles import as_document
from scoring.rulebook import loads
from scoring.standings import standings

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def _only(actual: object, expected: object) -> object:
    """Give of the actual value what the expected one speaks of: all of a list, the named keys of a dict."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return {key: _only(actual[key], value) for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(actual, list) and len(actual) == len(expected):
        return [_only(mine, theirs) for mine, theirs in zip(actual, expected, strict=True)]
    return actual


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    rulebook = loads((case / "rulebook.toml").read_text(encoding="utf-8"))
    names = ("deductions.csv", "decisions.csv", "struck.csv", "teams.csv")
    extra = [path if (path := case / name).exists() else None for name in names]
    loaded = load(rulebook, case / "marks.csv", *extra)
    assert [str(bad) for bad in loaded.bad] == []
    document = as_document(standings(loaded.entry, rulebook), rulebook, loaded.notices)
    assert _only(document, expected) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_says_how_its_figures_come_about(case: Path) -> None:
    assert len((case / "notes.md").read_text(encoding="utf-8")) > 40
