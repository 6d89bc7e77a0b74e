"""A desk command as it is asked over HTTP, form or JSON: read, checked against roles and the second person, carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict

from contest import jsonbody
from contest.access import ROLES, roles_in
from contest.db import db
from contest.desk import DESK, carry_out
from contest.scorebook.entry import Actor
from contest.scorebook.refusals import Refused
from contest.secondperson import second_person
from contest.tables.people import Account
from contest.text import nfc
from contest.writer import write

ONCE = re.compile(r"[0-9a-f]{32}")
_PLACE = re.compile(r"place\.([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SPECIAL = re.compile(r"special\.([A-Za-z0-9_-]{1,60})\.[0-9]{1,5}")
_PRIZE = re.compile(r"prize\.([0-9]{1,9})")
NO_PRIZE = "."
"""What a prize form sends for a team that gets none: no tier's key has a dot. Nothing at all is a choice not made."""
_OURS = frozenset({"csrf_token", "command", "command_id", "form", "back", "then", "second", "pin"})


class Forbidden(Exception):
    """The account has no role in the contest (`member` False) or not the command's."""

    def __init__(self, member: bool) -> None:
        """Say whether the account has any role in the contest."""
        super().__init__("forbidden")
        self.member = member


@dataclass(frozen=True)
class Asked:
    """What a request asks: the command, its arguments, its once-token, and who confirms as the second person."""

    command: str
    args: Mapping[str, Any]
    once: str | None = None
    second: str = ""
    pin: str = field(default="", repr=False)


@dataclass(frozen=True)
class Typed:
    """What stood in a refused form, so that its page can show it again with the reason beside the field."""

    form: str
    values: Mapping[str, str]
    message: str
    field: str | None
    sentences: Mapping[str, str]  # by field, where several were refused at once


def read() -> Asked:
    """Read the request's JSON or form; refuses a body that is neither."""
    if request.is_json:
        body = jsonbody.parse_or_none(request.get_data())
        if not isinstance(body, dict):
            raise Refused("bad_field", field="command", name="Lệnh")
        given: Mapping[str, Any] = body
    else:
        given = _nested(request.form)
    texts = {key: value if isinstance(value := given.get(key), str) else "" for key in ("command", "second", "pin")}
    once = given.get("command_id")
    return Asked(
        command=texts["command"],
        args={nfc(key): _clean(value) for key, value in given.items() if key not in _OURS},
        once=once if isinstance(once, str) and ONCE.fullmatch(once) else None,
        second=nfc(texts["second"]).lower(),
        pin="".join(nfc(texts["pin"]).split()),
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value, lines=True)
    if isinstance(value, dict):
        return {nfc(key): _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value


def _nested(form: MultiDict[str, str]) -> dict[str, Any]:
    """Give a form's fields with "marks.x" as marks[x], places of tied teams as an order, and prizes by tier."""
    flat: dict[str, Any] = {key: value for key, value in form.items() if "." not in key}
    for key, value in form.items():
        name, dot, inner = key.partition(".")
        if dot and name not in {"place", "prize", "special"}:
            flat.setdefault(name, {})
            if isinstance(flat[name], dict):
                flat[name][inner] = value
    places = [(value, found[1]) for key, value in form.items() if (found := _PLACE.fullmatch(key))]
    if places:
        flat["order"] = _order(places)
    prizes = [(value, found[1]) for key, value in form.items() if (found := _PRIZE.fullmatch(key))]
    # A special prize has one field for each of its places, with the team chosen.
    prizes += [(found[1], value) for key, value in form.items() if (found := _SPECIAL.fullmatch(key)) and value]
    if prizes:
        flat["prizes"] = _by_tier(prizes)
    return flat


def _order(places: list[tuple[str, str]]) -> str:
    """Give "12>7=5" for places typed beside the teams; "" when one is missing, which is then refused."""
    if any(not _NUMBER.fullmatch(place) for place, _team in places):
        return ""
    ranked: dict[int, list[str]] = {}
    for place, team in places:
        ranked.setdefault(int(place), []).append(team)
    return ">".join("=".join(ranked[place]) for place in sorted(ranked))


def _by_tier(prizes: list[tuple[str, str]]) -> dict[str, list[str]]:
    tiers: dict[str, list[str]] = {}
    for tier, team in prizes:
        if tier not in {"", NO_PRIZE}:
            tiers.setdefault(tier, []).append(team)
    return tiers


def carry(contest_id: int, account: Account, asked: Asked) -> None:
    """Carry out what was asked as `account`, or as the second person where the command needs one.

    Raises Forbidden for a role that may not, Refused with the sentence to show, Busy when nothing was kept.
    """
    reader = db.session()
    roles = roles_in(reader, account, contest_id)
    if not roles & ROLES.keys():  # whoever only looks at it gives no command
        raise Forbidden(member=bool(roles))
    command = DESK.get(asked.command)
    if command is None:
        raise Refused("unknown_event", field="command")
    if not roles & set(command.roles):
        raise Forbidden(member=True)
    person = account
    if command.second_person:
        person = second_person(reader, contest_id, asked.second, asked.pin, command.roles)
    actor = Actor("account", person.id)
    # Who asked is said by the session, never by the request.
    args = {**asked.args, "asked_by": str(Actor("account", account.id))}
    write(lambda session: carry_out(session, contest_id, actor, asked.command, args, asked.once))


def remember(message: str, wrong: str | None, sentences: Mapping[str, str] | None = None) -> None:
    """Keep a refused form for the rest of this request, so that its page shows what was typed; a PIN is never kept."""
    values = {key: value for key, value in request.form.items() if key not in {"pin", "csrf_token"}}
    g.typed = Typed(request.form.get("form", ""), values, message, wrong, sentences or {})


@dataclass(frozen=True)
class Again:
    """One form of a page: what to put into its fields and what to say beside them."""

    form: str
    typed: Typed | None

    def value(self, name: str, otherwise: str = "") -> str:
        """Give what was typed into a field of this form before it was refused."""
        return self.typed.values.get(name, otherwise) if self.typed else otherwise

    def error(self, *names: str) -> str:
        """Give why one of these fields was refused, "" when it was not."""
        wrong = self.typed.field if self.typed else None
        known = {*names, *(name.removeprefix("marks.") for name in names)}
        sentences = self.typed.sentences if self.typed else {}
        if sentences:
            return next((sentences[name] for name in known if name in sentences), "")
        return self.typed.message if self.typed and wrong in known else ""

    @property
    def refused(self) -> str:
        """Give the refusal of this form, "" when there was none."""
        return self.typed.message if self.typed else ""


def again(form: str) -> Again:
    """Give what a template needs to draw a form that may have been refused in this request."""
    typed: Typed | None = g.get("typed")
    return Again(form, typed if typed and typed.form == form else None)
