"""Walking a table of routes, “METHOD /path” → an answer for each of `province.WHO`: what each room's test of its routes rests on."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from werkzeug.test import TestResponse

from tests.contest.pages.walker import Walker


def answers(app: Flask, routes: Iterable[str], account_id: int) -> dict[str, int]:
    """Give the status with which each route answers a person, in the table's order."""
    walker = Walker(app, account_id)
    return {route: _ask(walker, route).status_code for route in routes}


def led_to_sign_in(app: Flask, routes: Iterable[str]) -> list[str]:
    """Give the routes that do not lead a stranger to the sign-in page: there should be none."""
    walker = Walker(app)
    asked = [(route, _ask(walker, route)) for route in routes]
    return [
        route
        for route, answer in asked
        if answer.status_code != 302 or not (answer.location or "").startswith("/dang-nhap")
    ]


def unnamed(app: Flask, routes: Iterable[str], blueprints: set[str]) -> set[str]:
    """Give the routes of some blueprints that a table does not name, as “endpoint METHOD”."""
    adapter = app.url_map.bind("localhost")
    named = set()
    for method, path in map(str.split, routes):
        named.add(f"{adapter.match(path.partition('?')[0], method=method)[0]} {method}")
    served = {
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint.partition(".")[0] in blueprints
    }
    return served - named


def _ask(walker: Walker, route: str) -> TestResponse:
    method, path = route.split()
    return walker.get(path) if method == "GET" else walker.post(path)
