"""Every code that scoring can give has a Vietnamese sentence, and every rule name and key is in docs/rulebooks.md."""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from contest.messages.scoring import QUESTIONS, SCORING, WARNINGS
from scoring import rules
from scoring.applying import ONE_ACT
from scoring.deductions import BAND_PERCENT_OF, EFFECTS, KINDS, PER
from scoring.panel import BELOW, METHODS
from scoring.parts import NOT_PRESENT, OVER
from scoring.preset import presets
from scoring.prizes import ACROSS, RANKINGS
from scoring.quiz import STRUCK
from scoring.quotas import QUOTA_OF
from scoring.ranking import GROUPINGS, RANK_ON, SHARED_RANKS
from scoring.rounding import MODES, STAGES
from scoring.rulebook import loads
from scoring.seats import ABSENCE
from scoring.shares import PERCENT_OF
from scoring.sinking import SUNK
from scoring.specials import BY
from scoring.ties import STEPS

ROOT = Path(__file__).parents[2]
RULEBOOKS = (ROOT / "docs" / "rulebooks.md").read_text(encoding="utf-8")
FILES = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
CODE_AT = {
    "Reason": 0,
    "tie_question": 0,
    "Problem": 1,
    "note": 1,
    "table": 1,
    "PointsError": 0,
    "Question": 0,
    "Notice": 0,
    "Sunk": 0,
}
# The check of score files makes this one, since only a file can half mark a sheet.
FROM_FILES = {"sheet_left_out"}


def _codes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (at := CODE_AT.get(_name(node.func))) is not None and len(node.args) > at:
            yield from _texts(node.args[at])
        if isinstance(node, ast.FunctionDef) and node.name == "_why_not":
            for each in ast.walk(node):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield from _texts(each.value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(expression: ast.expr) -> Iterator[str]:
    """Give the texts an expression may come to; what it is decided by is no code."""
    if isinstance(expression, ast.IfExp):
        yield from _texts(expression.body)
        yield from _texts(expression.orelse)
    elif isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "scoring").glob("*.py")]
    codes = {code for source in sources for code in _codes(source)}
    assert codes | FROM_FILES == set(SCORING)


def test_every_question_and_warning_is_in_the_docs() -> None:
    shown = set(QUESTIONS) - {"prizes_wait"} | set(WARNINGS)
    assert {code for code in shown if f"`{code}`" not in FILES} == set()


def _written(record: type) -> set[str]:
    return {{"start": "from"}.get(each.name, each.name) for each in fields(record)}


@pytest.mark.parametrize(
    "names",
    [
        METHODS,
        OVER,
        BELOW,
        ABSENCE,
        STRUCK,
        NOT_PRESENT,
        KINDS,
        PER,
        BAND_PERCENT_OF,
        EFFECTS,
        ONE_ACT,
        PERCENT_OF,
        SUNK,
        STEPS,
        STAGES,
        MODES,
        RANK_ON,
        _written(rules.Rulebook),
        _written(rules.Part),
        _written(rules.Criterion),
        _written(rules.Panel),
        _written(rules.SeatRule),
        _written(rules.DeductionRule),
        _written(rules.Band),
        _written(rules.RoundingStage),
        _written(rules.PrizeTier),
        _written(rules.PrizeCap),
        _written(rules.SpecialPrize),
        _written(rules.Advance),
        SHARED_RANKS,
        GROUPINGS,
        QUOTA_OF,
        RANKINGS,
        ACROSS,
        BY,
        presets(),
    ],
    ids=lambda names: ",".join(sorted(names))[:40],
)
def test_every_name_and_key_is_in_the_docs(names: Collection[str]) -> None:
    assert {name for name in names if f"`{name}`" not in RULEBOOKS} == set()


def test_the_example_in_the_docs_is_a_good_rulebook() -> None:
    examples = re.findall(r"```toml\n(.*?)```", RULEBOOKS, re.DOTALL)
    assert [loads(example).name for example in examples] == ["Hội thi Dân vận khéo xã Sơn Hòa"]


def test_scoring_speaks_no_vietnamese() -> None:
    """Sentences come from the catalogue, never from scoring (design.md 9.5)."""
    accents = re.compile("[À-ỹ]")
    for path in (ROOT / "scoring").glob("*.py"):
        code = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert accents.findall(code) == [], path.name


@pytest.mark.parametrize("word", ["import random", "import time", "datetime", "float("])
def test_scoring_has_no_clock_dice_or_floats(word: str) -> None:
    for path in (ROOT / "scoring").glob("*.py"):
        assert word not in path.read_text(encoding="utf-8"), path.name


def test_no_rule_is_known_by_name_in_an_if() -> None:
    names = {*METHODS, *KINDS, *STEPS, *PER, *OVER, *BELOW, *MODES, *RANK_ON, *ABSENCE, *STRUCK, *NOT_PRESENT}
    names |= {*SHARED_RANKS, *GROUPINGS, *QUOTA_OF, *RANKINGS, *ACROSS, *BY}
    names |= {*EFFECTS, *ONE_ACT, *SUNK}
    # strict.py compares keys of the document, one of which ("criteria") is also the name of a way to work over them.
    for path in {*(ROOT / "scoring").glob("*.py")} - {ROOT / "scoring" / "strict.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                compared = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
                assert not compared & names, (path.name, node.lineno)


LIBRARY = {
    "collections", "dataclasses", "decimal", "enum", "fractions", "hashlib", "importlib", "itertools", "json", "math", "re", "tomllib",
    "typing", "unicodedata",
}  # fmt: skip


def test_scoring_rests_on_a_few_pure_modules_of_python() -> None:
    """No clock, no dice, no net, no database, no floats of others: what it imports is named here."""
    found = set()
    for path in (ROOT / "scoring").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    assert found - {"scoring"} <= LIBRARY
