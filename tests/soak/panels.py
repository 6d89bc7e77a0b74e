"""How a random rulebook's panels work: every method with its keys, and what kind of method it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Document = dict[str, Any]
Maker = Callable[[Random], Document]


def _over(dice: Random) -> Document:
    return {"over": dice.choice(OVER)}


def _trimmed_mean(dice: Random) -> Document:
    drop = dice.choice((1, 1, 2))
    at_least = dice.randint(2 * drop + 1, 2 * drop + 3)
    return _over(dice) | {"drop": drop, "at_least": at_least, "below": dice.choice(BELOW)}


def _places(dice: Random) -> Document:
    return _over(dice) | {
        "place_points": dice.choice(([10, 8, 6, 5], ["7.5", 5, 5, 2, 1], [9, 8, 7, 6, 5, 4, 3, 2], [3]))
    }


def _quiz(dice: Random) -> Document:
    return {"struck": dice.choice(STRUCK)} | dice.choice(({}, {"wrong": "0.5"}, {"wrong": 1}))


def nothing(dice: Random) -> Document:
    return {}


OVER = ("sheets", "criteria")
BELOW = ("mean", "question")
STRUCK = ("everyone", "nobody", "rescaled")
METHODS: Mapping[str, Maker] = {
    "mean": _over,
    "trimmed_mean": _trimmed_mean,
    "median": _over,
    "sum": _over,
    "rank_sum": _places,
    "majority": _places,
    "agreed": nothing,
    "minutes": nothing,
    "quiz": _quiz,
    "carried": nothing,
    "audience": nothing,
}
ENTERED_ONCE = frozenset({"agreed", "minutes", "quiz", "carried", "audience"})
WITHOUT_MOST = frozenset({"sum"})
"""Methods whose figure has no maximum though every mark has one."""
PLACES = frozenset({"rank_sum", "majority"})
"""Methods that turn marks into places."""
OFF_SCALE = PLACES | WITHOUT_MOST
"""Methods whose figure of a criterion cannot be held against the most that a mark of it can be."""
OPEN = frozenset({"agreed", "minutes", "carried", "audience"})
"""Methods whose figure may have no maximum."""
WEIGHED = frozenset({"mean", "sum", "rank_sum", *ENTERED_ONCE})
"""Methods that allow judges of unlike weight, or have no judges."""


def some(dice: Random, chance: float, **keys: tuple[object, ...]) -> Document:
    """Give some of these keys, each with one of its values."""
    return {key: dice.choice(values) for key, values in keys.items() if dice.random() < chance}
