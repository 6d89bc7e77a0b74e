"""A contest's rulebook before its day: a draft checked live with its sums, saved as the next version, put in a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from contest.chain import canonical
from contest.db import now
from contest.ledger import newest
from contest.messages.mistakes import complain, mistake
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import RulebookVersion
from contest.text import comma, nfc, thousands
from scoring import rulebook as rulebooks
from scoring.points import exact_text
from scoring.reader import exact
from scoring.rules import Problem, Rulebook

DRAFT_LENGTH = 300_000
"""The longest draft that is read, in characters."""


@dataclass(frozen=True)
class Sum:
    """What adds up under a heading: the figures as people read them; `agrees` is None while there is nothing to compare."""

    total: str
    stated: str
    agrees: bool | None


@dataclass(frozen=True)
class Complaint:
    """A mistake: its place in the document, the sentence that names it, and the same for eyes that are on the field.

    `stray` says that nothing may stand there, so that the remedy is to take it out.
    """

    where: str
    message: str
    short: str
    stray: bool = False


@dataclass(frozen=True)
class Checked:
    """A draft as it stands: the rulebook if it is one, else every complaint; `document` is it as written ({} if unreadable)."""

    rules: Rulebook | None
    complaints: tuple[Complaint, ...] = ()
    parts: tuple[Sum, ...] = ()
    total: Sum = field(default_factory=lambda: Sum("", "", None))
    document: Any = field(default_factory=dict)


def check(text: str, fmt: str = "json") -> Checked:
    """Check a draft (a JSON text of the editor, or an uploaded TOML or JSON file) and add up what it says so far."""
    if len(text) > DRAFT_LENGTH:
        raise Refused("draft_too_long", field="draft", most=thousands(DRAFT_LENGTH))
    try:
        rules = rulebooks.loads(text, fmt)
    except rulebooks.RulebookErrors as errors:
        document = _document(text, fmt)
        complaints = tuple(_complaint(problem, document) for problem in errors.problems)
        return Checked(None, complaints, *_sums(document), document)
    return Checked(rules, (), *_sums(rulebooks.to_dict(rules)), _document(text, fmt))


def _complaint(problem: Problem, document: Any) -> Complaint:
    """Give a mistake with the names that people know in place of keys."""
    short = mistake(problem)
    message, here = complain(problem), document
    for step in problem.where.split("."):
        here = _below(here, step)
        if isinstance(here, Mapping) and isinstance(here.get("name"), str) and nfc(here["name"]):
            message = message.replace(f" {step}", f" “{nfc(here['name'])}”", 1)
    return Complaint(problem.where, message, short[:1].upper() + short[1:], problem.code in _STRAY)


_STRAY = frozenset({"unknown_key", "key_not_for_this"})


def _below(here: Any, step: str) -> Any:
    if isinstance(here, Mapping):
        return here.get(step)
    items = _list(here)
    named = (each for each in items if isinstance(each, Mapping) and each.get("key") == step)
    numbered = items[int(step) - 1] if step.isascii() and step.isdigit() and 0 < int(step) <= len(items) else None
    return next(named, numbered)


def _document(text: str, fmt: str) -> Any:
    """Give what is written as plain JSON-able values, decimals as texts."""
    try:
        if fmt == "json":
            return json.loads(text, parse_float=_as_typed, parse_constant=str)
        return json.loads(json.dumps(tomllib.loads(text.replace("\r\n", "\n"), parse_float=_as_typed), default=str))
    except (ValueError, RecursionError):
        return {}


def _as_typed(number: str) -> str:
    """Give a number of a file as people would type it: 1.500 is 1.5 there, with nothing to ask back."""
    read = exact(Decimal(number))
    return number if read is None else exact_text(read)


def _sums(document: Any) -> tuple[tuple[Sum, ...], Sum]:
    """Give each part's sum of criteria beside its heading, and the sum of the parts times their factors."""
    if not isinstance(document, Mapping):
        return (), Sum("", "", None)
    parts = [part for part in _list(document.get("parts")) if isinstance(part, Mapping)]
    tops = [exact(part.get("max_points")) for part in parts]
    factors = [_factor(part.get("factor")) for part in parts]
    whole: Fraction | None = Fraction(0)
    for top, factor in zip(tops, factors, strict=True):
        whole = None if whole is None or top is None or factor is None else whole + top * factor
    listed = tuple(_compared(_part_sum(part), top) for part, top in zip(parts, tops, strict=True))
    return listed, _compared(whole, exact(document.get("max_total")))


def _part_sum(part: Mapping[str, Any]) -> Fraction | None:
    total = Fraction(0)
    for criterion in _list(part.get("criteria")):
        read = exact(criterion.get("max_points")) if isinstance(criterion, Mapping) else None
        weight = _factor(criterion.get("weight")) if read is not None else None
        if read is None or weight is None:
            return None
        total += read * weight
    return total


def _compared(total: Fraction | None, stated: Fraction | None) -> Sum:
    agrees = None if total is None or stated is None else total == stated
    return Sum(_shown(total), _shown(stated), agrees)


def _shown(value: Fraction | None) -> str:
    return "" if value is None else comma(exact_text(value))


def _factor(value: object) -> Fraction | None:
    return Fraction(1) if value is None else exact(value)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def save(session: Session, contest_id: int, rules: Rulebook, account_id: int | None, base: int | None = None) -> bool:
    """Save a rulebook as the next version; gives False (nothing saved) when it equals the one in force.

    Refuses once the contest has started, and what was drawn from version `base` when there is a newer one.
    """
    started = newest(session, contest_id, "contest")
    if started is not None:
        raise Refused("already_started")
    number, before = in_force(session, contest_id)
    if before == rules:
        return False
    if base is not None and base != number:
        raise Refused("rulebook_newer", field="draft", status="conflict", number=number)
    if not _reads_back(rules):
        raise Refused("rulebook_unreadable", field="draft")
    version = RulebookVersion(
        contest_id=contest_id,
        number=number + 1,
        document=canonical(rulebooks.to_dict(rules)),
        fingerprint=rulebooks.fingerprint(rules),
        created_at=now(),
        created_by_id=account_id,
    )
    session.add(version)
    session.flush()
    return True


def _reads_back(rules: Rulebook) -> bool:
    # What is stored is read again by every page: a document that says something else would break its contest for good.
    try:
        return rulebooks.from_dict(rulebooks.to_dict(rules)) == rules
    except rulebooks.RulebookErrors:
        return False
