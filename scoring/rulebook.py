"""Rulebooks as documents: TOML, JSON or a dict in, a strict Rulebook out, and back again; every mistake at once."""

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.points import exact_text
from scoring.reader import PROBLEMS_MOST, Reader, legible
from scoring.rules import (
    Band,
    Criterion,
    DeductionRule,
    Panel,
    Part,
    PrizeTier,
    Problem,
    RoundingStage,
    Rulebook,
)
from scoring.strict import read_rulebook

__all__ = [
    "Band",
    "Criterion",
    "DeductionRule",
    "Panel",
    "Part",
    "PrizeTier",
    "Problem",
    "RoundingStage",
    "Rulebook",
    "RulebookErrors",
    "fingerprint",
    "from_dict",
    "loads",
    "to_dict",
]


_TOML_PLACE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)$")


class RulebookErrors(ValueError):
    """A document that cannot be a rulebook, with all its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.where}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)


def from_dict(data: object) -> Rulebook:
    """Give the rulebook of a plain dict (numbers as int, Decimal or text, never float); raise RulebookErrors."""
    return _strict(data, [])


def loads(text: str, fmt: str = "toml") -> Rulebook:
    """Give the rulebook written in a TOML or JSON text; raise RulebookErrors, for broken syntax too."""
    problems: list[Problem] = []
    try:
        data = _FORMATS[fmt](text.removeprefix("\ufeff"), problems)
    except (ValueError, RecursionError) as error:
        raise RulebookErrors([_broken_syntax(fmt, error)]) from error
    return _strict(data, problems)


def _strict(data: object, problems: list[Problem]) -> Rulebook:
    rulebook = read_rulebook(Reader(data, "", problems))
    if problems:
        raise RulebookErrors(problems)
    return rulebook


def _broken_syntax(fmt: str, error: Exception) -> Problem:
    # tomllib tells the place in its English sentence alone.
    match = _TOML_PLACE.search(str(error))
    if isinstance(error, json.JSONDecodeError):
        place = {"line": error.lineno, "column": error.colno}
    elif match:
        place = {"line": int(match[1]), "column": int(match[2])}
    else:
        return Problem("", "syntax", {"format": fmt.upper()})
    return Problem("", "syntax_at", {"format": fmt.upper(), **place})


def _load_toml(text: str, problems: list[Problem]) -> object:
    return tomllib.loads(text, parse_float=Decimal)


def _load_json(text: str, problems: list[Problem]) -> object:
    def no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
        times = Counter(key for key, _ in pairs)
        twins = sorted(key for key, count in times.items() if count > 1)
        problems.extend(Problem(legible(key), "key_twice") for key in twins[:PROBLEMS_MOST])
        return dict(pairs)

    return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=no_twins)


_FORMATS: dict[str, Callable[[str, list[Problem]], object]] = {"toml": _load_toml, "json": _load_json}


def to_dict(rulebook: Rulebook) -> dict[str, object]:
    """Give the rulebook as a plain JSON-able dict, decimals as texts; from_dict gives the same rulebook back."""
    return _plain_record(rulebook)


def _plain_record(record: object) -> dict[str, object]:
    plain: dict[str, object] = {}
    for each in fields(record):  # type: ignore[arg-type]
        value = getattr(record, each.name)
        if each.name == "count" and isinstance(record, PrizeTier) and record.takes_the_rest:
            value = "rest"
        if each.default is MISSING or value != each.default:
            plain[_WRITTEN_AS.get(each.name, each.name)] = _plain(value)
    return {key: value for key, value in plain.items() if value is not None}


_WRITTEN_AS: Mapping[str, str] = {"start": "from"}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _plain_record(value) if is_dataclass(value) else value


def fingerprint(rulebook: Rulebook) -> str:
    """Give the SHA-256 (64 hex digits) of the rulebook's canonical JSON; equal rulebooks have equal fingerprints."""
    canonical = json.dumps(to_dict(rulebook), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
