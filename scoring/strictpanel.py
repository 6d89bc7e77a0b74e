"""How the panel of a part and the seats of its judges are written in a rulebook, read strictly."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scoring.panel import BELOW, METHODS, Method
from scoring.parts import OVER
from scoring.quiz import STRUCK
from scoring.reader import Reader
from scoring.rules import ONE, Panel, Rulebook, SeatRule
from scoring.seats import ABSENCE

_ALL_PANEL_KEYS = frozenset[str]().union(*(method.keys for method in METHODS.values()))


def read_panel(table: Reader) -> Panel:
    """Give how a part's sheets become one figure; a part without it has that noted already."""
    if "" in table.bad:
        return Panel("")
    name = table.choice("method", METHODS)
    method = METHODS.get(name)
    panel = Panel(name, over=table.choice("over", OVER, "sheets"))
    panel = replace(panel, **_panel_keys(table, method))
    if method:  # what could not be read is told already, and hides nothing of the rest
        table.adopt([problem for problem in method.check(panel) if problem.where not in table.bad])
    table.close(_ALL_PANEL_KEYS)
    return panel


def _panel_keys(table: Reader, method: Method | None) -> dict[str, Any]:
    """Read the keys that the method takes (all of them, if it is unknown)."""
    keys = method.keys if method else _ALL_PANEL_KEYS
    required = method.required if method else frozenset[str]()
    return {key: read(table, key in required) for key, read in _PANEL_KEYS.items() if key in keys}


_PANEL_KEYS: Mapping[str, Callable[[Reader, bool], object]] = {
    "drop": lambda table, required: table.integer("drop", low=1, high=20, required=required),
    "at_least": lambda table, required: table.integer("at_least", 1, low=1, high=99, required=required),
    "below": lambda table, required: table.choice("below", BELOW, "mean"),
    "place_points": lambda table, required: table.decimals("place_points", required=required),
    "wrong": lambda table, required: table.positive("wrong"),
    "struck": lambda table, required: table.choice("struck", STRUCK, "everyone"),
}


def read_seats(top: Reader) -> tuple[SeatRule, ...]:
    """Give what is special about judges' seats."""
    rules = tuple(_seat(table) for table in top.tables("seats"))
    top.no_duplicates("seats", "seat", [rule.seat for rule in rules])
    top.no_duplicates("seats", "deputy_of", [rule.deputy_of for rule in rules])
    return rules


def _seat(table: Reader) -> SeatRule:
    rule = SeatRule(
        seat=table.text("seat", required=True),
        weight=table.positive("weight", whole_thousandths=False) or ONE,
        parts=tuple(table.texts("parts")),
        shadow=table.boolean("shadow"),
        deputy_of=table.text("deputy_of"),
    )
    if rule.deputy_of:
        for key in ("weight", "parts", "shadow"):
            if table.has(key):
                table.note(key, "deputy_has_its_seats")
    elif rule.shadow and table.has("weight"):
        table.note("weight", "shadow_weighs_nothing")
    table.close()
    return rule


def check_seats(top: Reader, rulebook: Rulebook) -> None:
    """Note seats that name what is not there, and weights and deputies that nothing would take into account."""
    judged = [part for part in rulebook.parts if part.panel.method in METHODS and METHODS[part.panel.method].judged]
    by_seat = {rule.seat: rule for rule in rulebook.seats}
    known = tuple(part.key for part in judged)
    unsure = {part.key for part in rulebook.parts if part.panel.method not in METHODS}
    for number, rule in enumerate(rulebook.seats, start=1):
        where = f"seats.{number}"
        for key in rule.parts:
            if key and key not in known and key not in unsure:
                top.note(f"{where}.parts", "seat_unknown_part", typed=key, known=known)
        marked = [part for part in judged if not rule.parts or part.key in rule.parts]
        blind = tuple(part.name for part in marked if not METHODS[part.panel.method].weighs)
        if rule.weight != ONE and blind:
            top.note(f"{where}.weight", "weight_without_meaning", parts=blind)
        seat = by_seat.get(rule.deputy_of)
        if rule.deputy_of and (rule.deputy_of == rule.seat or (seat and (seat.shadow or seat.deputy_of))):
            top.note(f"{where}.deputy_of", "deputy_of_no_judge", typed=rule.deputy_of)
    _check_deputies(top, rulebook)


def _check_deputies(top: Reader, rulebook: Rulebook) -> None:
    policy = ABSENCE.get(rulebook.absent)
    deputies = any(rule.deputy_of for rule in rulebook.seats)
    if policy and deputies and not policy.deputies:
        top.note("absent", "deputies_not_called", typed=rulebook.absent)
    if policy and policy.deputies and not deputies:
        top.note("absent", "no_deputies", typed=rulebook.absent)
