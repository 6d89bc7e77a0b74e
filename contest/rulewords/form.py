"""The editor's form as a plain document: the rows in words, and of them those that the reader of rulebooks knows.

What may be written, and which names may be chosen, is asked of the reader itself: a new key or name needs only its words.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from contest.rulewords.choices import CHOICES, STEPS
from contest.rulewords.rows import FORMS, SECTIONS, Form, Row
from scoring.panel import METHODS
from scoring.rulebook import RulebookErrors, from_dict
from scoring.rules import Problem

_ASKED = "?"
"""A key and a name that no rulebook has: the reader answers it with those that there are."""
_WRITTEN_AS = {"start": "from"}


@cache
def document() -> dict[str, Any]:
    """Give the whole form for the page, JSON-able: forms by name, sections, steps."""
    return {
        "forms": {name: _form(name) for name in FORMS},
        "sections": [{"id": anchor, "title": title, "keys": keys} for anchor, title, keys in SECTIONS],
    }


def _form(name: str) -> dict[str, Any]:
    form = FORMS[name]
    takes = {choice: _taken(name, choice) for choice in names(name, form.by)} if form.by else {}
    every = known(name) if not form.by else tuple(dict.fromkeys(key for keys in takes.values() for key in keys))
    written = {row.key: row for row in form.rows}
    rows = [row for row in form.rows if row.key in every]
    rows += [form.row(key) for key in every if key not in written and key != "key"]
    return {
        "one": form.one,
        "by": form.by,
        "takes": takes,
        "fresh": dict(form.fresh),
        "freshBy": {key: dict(value) for key, value in form.fresh_by.items()},
        "rows": [_row(name, form, row) for row in rows],
    }


def _taken(name: str, choice: str) -> tuple[str, ...]:
    # The reader takes `over` for every method, but it says nothing where no panel marks.
    idle = {"over"} if name == "panel" and not METHODS[choice].judged else set()
    return tuple(key for key in known(name, choice) if key not in idle)


def _row(name: str, form: Form, row: Row) -> dict[str, Any]:
    plain = {"key": row.key, "label": row.label, "kind": row.kind, "help": row.help, "empty": row.empty, "of": row.of}
    choices = _CHOOSING.get(row.kind, _none)(name, row.key)
    return plain | {
        "said": row.spoken,
        "more": row.more,
        "wide": row.wide,
        "choices": choices,
        "default": default(form.record, row.key),
    }


def _none(name: str, key: str) -> list[Any]:
    return []


def _choice(name: str, key: str) -> list[tuple[str, str]]:
    words, known_names = CHOICES.get((name, key), {}), names(name, key)
    # "" is the choice of none, where a field may be left without one.
    ordered = [each for each in words if each in ("", *known_names)] + [
        each for each in known_names if each not in words
    ]
    return [(each, words.get(each, each)) for each in ordered]


def _steps(name: str, key: str) -> list[dict[str, str]]:
    table = STEPS[name, key]
    return [
        {"name": each, "heading": said.heading, "sentence": said.sentence, "takes": said.takes}
        for each, said in table.items()
        if each in names(name, key)
    ]


_CHOOSING = {"choice": _choice, "ties": _steps, "step": _steps}


def default(record: type, key: str) -> str | bool | None:
    """Give what a choice or a tick is when nothing is written; None for all else."""
    for each in fields(record):
        if _WRITTEN_AS.get(each.name, each.name) == key and each.default is not MISSING:
            return each.default if isinstance(each.default, str | bool) else None
    return None


@cache
def known(name: str, chosen: str = "") -> tuple[str, ...]:
    """Give the keys that a form's record may have, with the choice that decides on them.

    The reader lists those it has looked for; some it looks for only where they stand, so all are tried as well.
    """
    form = FORMS[name]
    fixed = {_ASKED: _ASKED} | ({form.by: chosen} if chosen else {})
    looked_for = _strange(name, fixed)[0]
    tried = {row.key: _ASKED for row in form.rows}
    listed, refused = _strange(name, tried | fixed)
    stood = [key for key in tried if listed and key not in refused]
    return tuple(dict.fromkeys([*looked_for, *stood]))


def _strange(name: str, record: dict[str, Any]) -> tuple[tuple[str, ...], set[str]]:
    """Give the keys that the reader lists when it meets a strange one, and those of the record that it finds strange."""
    found = [each for each in _problems(name, record) if each.code in {"unknown_key", "key_not_for_this"}]
    asked = next((each for each in found if each.where.rpartition(".")[2] == _ASKED), None)
    here = asked.where.rpartition(".")[0] if asked else ""
    strange = {each.where.rpartition(".")[2] for each in found if each.where.rpartition(".")[0] == here}
    return (_listed(asked) if asked else ()), strange


@cache
def names(name: str, key: str) -> tuple[str, ...]:
    """Give the names that may be chosen at a key, in the order of the core's tables."""
    asked: Any = [_ASKED] if key == "ties" else _ASKED
    for problem in _problems(name, {key: asked}):
        if key in problem.where.split(".") and "known" in problem.values and problem.values.get("typed") == _ASKED:
            return _listed(problem)
    return ()


def _listed(problem: Problem) -> tuple[str, ...]:
    listed = problem.values["known"]
    return tuple(str(each) for each in listed) if isinstance(listed, tuple) else ()


def _problems(name: str, record: dict[str, Any]) -> tuple[Problem, ...]:
    asked: Any = record
    for key, many in reversed(_path(name)):
        asked = {key: [asked] if many else asked}
    try:
        from_dict(asked)
    except RulebookErrors as errors:
        return errors.problems
    return ()


def _path(name: str, at: str = "rulebook") -> tuple[tuple[str, bool], ...]:
    """Give the keys from the document to a form's records, each with whether it is a list."""
    if name == at:
        return ()
    for row in FORMS[at].rows:
        if row.of == name:
            return ((row.key, row.kind != "record"),)
    for row in FORMS[at].rows:
        if row.of and (below := _path(name, row.of)):
            return ((row.key, row.kind != "record"), *below)
    return ()
