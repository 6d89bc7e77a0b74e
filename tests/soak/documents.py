"""Random rulebooks as plain documents; every name of every table of rules has its maker here or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from tests.soak.panels import (
    ENTERED_ONCE,
    METHODS,
    OFF_SCALE,
    OPEN,
    PLACES,
    WEIGHED,
    WITHOUT_MOST,
    Document,
    Maker,
    nothing,
    some,
)
from tests.soak.prizing import ranking_of, ties_of

MOST_SEATS = 7
FACTORS = ("1", "1", "2", "0.6", "1.5", "1/3", "3/7")
STEPS_OF_MARKS = ("0.25", "0.5", "1", "0.05")


def _typed(dice: Random) -> Document:
    """Give a fault or merit of points: fixed, with a most, or as the minutes say; sometimes with limits."""
    points: Document = dice.choice(({"points": "0.5"}, {"points": 2}, {"max_points": 3}, {}))
    return points | some(dice, 0.3, cap=("2", "2.5", 3), most_times=(1, 2))


def _timed(dice: Random) -> Document:
    edges = sorted(dice.sample(range(1, 301), dice.randint(1, 3)))
    bands: list[Document] = []
    for start, until in zip(edges, [*edges[1:], dice.choice((None, 400))], strict=True):
        band = {"from": start, "per": dice.choice(PER)} | dice.choice(COSTS)
        bands.append(band if until is None else band | {"until": until})
    # A band that can never cost anything is refused, so a minute must fit into it.
    if any(band["per"] == "full_minute" and band.get("until", 500) <= 60 for band in bands):
        bands = [band | {"per": "once"} for band in bands]
    grace = dice.choice((0, 0, edges[0], bands[0].get("until", 500) - 2))
    limits = some(dice, 0.2, cap=("1.5", 2))
    return {"bands": bands} | limits | ({"grace": grace} if 0 < grace < bands[0].get("until", 500) - 1 else {})


def _short(dice: Random) -> Document:
    """Give a fault of undertime: no part of it can have been left unmarked."""
    timed = _timed(dice)
    unmarked = [band for band in timed["bands"] if band.get("effect") == "not_marked"]
    for band in unmarked:
        del band["effect"]
        band.setdefault("points", 2)
    return timed


PERCENT_OF = ("points", "maximum")
COSTS: tuple[Document, ...] = (
    {"points": "0.25"},
    {"points": "0.5"},
    {"points": 1},
    {"percent": 10},
    {"percent": 25, "percent_of": "maximum"},
    {"percent": 5, "percent_of": "points"},
    {"effect": "not_marked"},
    {"effect": "not_marked", "points": 1},
    {"effect": "no_points"},
)
EFFECTS = ("not_marked", "no_points")
KINDS: Mapping[str, Maker] = {
    "flat": _typed,
    "overtime": _timed,
    "undertime": _short,
    "bonus": _typed,
    "knockout": nothing,
}
ONE_ACT = ("heaviest", "each")
SUNK = ("unranked", "no_prize", "zero")
PER = ("once", "full_minute", "started_minute")
STAGES = ("panel", "factor", "part", "total")
MODES = ("half_up", "half_even", "truncate")
ABSENCE = ("whole_part", "wait", "deputy")
NOT_PRESENT = ("zero", "unranked")
RANK_ON = ("exact", "shown")


def document(dice: Random) -> Document:
    """Give a random rulebook as a document."""
    parts = [_part(dice, place) for place in range(dice.randint(1, 4))]
    absent = dice.choice(("whole_part", *ABSENCE))
    made: Document = {
        "name": "Thể lệ ngẫu nhiên",
        "invented": True,
        "decimals": dice.choice((0, 1, 2, 2, 3)),
        "rank_on": dice.choice(RANK_ON),
        "absent": absent,
        "not_present": dice.choice(NOT_PRESENT),
        "one_act": dice.choice(ONE_ACT),
        "sunk": dice.choice(SUNK),
        "ties": ties_of(dice, parts),
        "parts": parts,
        "seats": _seats(dice, parts, absent),
        "deductions": _rules(dice, "chung", all(map(_closed, parts)), any("time_minimum" in part for part in parts)),
    }
    made |= ranking_of(dice, parts)
    made |= some(dice, 0.15, floor=(0, 5), deduction_cap=(1, "2.5", 4))
    return made | _percents(dice, parts) | {"rounding": _rounding(dice, made["decimals"])}


def _closed(part: Document) -> bool:
    """Say whether the most that a part can bring is known."""
    return "max_points" in part and part["panel"]["method"] not in WITHOUT_MOST


def _percents(dice: Random, parts: list[Document]) -> Document:
    """Turn the parts of some rulebooks into percents of the total."""
    if dice.random() > 0.25:
        return {}
    of = dice.choice(PERCENT_OF) if all(map(_closed, parts)) else "points"
    cuts = sorted(dice.sample(range(1, 100), len(parts) - 1))
    for part, low, high in zip(parts, [0, *cuts], [*cuts, 100], strict=True):
        part.pop("factor", None)
        part["percent"] = high - low
        part.pop("floor", None)  # it may be above so small a part
    return {"percent_of": of}


def _rounding(dice: Random, decimals: int) -> list[Document]:
    return [
        {"stage": stage, "decimals": dice.randint(0, decimals if stage == "total" else 3), "mode": dice.choice(MODES)}
        for stage in STAGES
        if dice.random() < 0.4
    ]


def _part(dice: Random, place: int) -> Document:
    key = f"p{place}"
    # The plain methods are the common ones, and a part of places lets no team through before all are marked.
    method = dice.choice(("mean", "mean", "trimmed_mean", "agreed", *METHODS))
    criteria = [_criterion(dice, number) for number in range(dice.randint(1, 4))]
    part: Document = {"key": key, "name": f"Phần {place + 1}", "criteria": criteria, "factor": dice.choice(FACTORS)}
    part["panel"] = {"method": method} | METHODS[method](dice)
    if method in OPEN and dice.random() < 0.3:
        for criterion in criteria:
            del criterion["max_points"], criterion["step"]
    else:
        part["max_points"] = str(sum(each["max_points"] * Fraction(each["weight"]) for each in criteria))
        part |= some(dice, 0 if method in WITHOUT_MOST else 0.1, min_share=(20, "33.3", 50))
        own = part["panel"].get("over") == "criteria"
        for criterion in criteria:
            criterion.update(some(dice, 0 if own and method in OFF_SCALE else 0.05, min_share=(10, 40)))
            criterion.update(some(dice, 0 if own and method in PLACES else 0.05, zero_sinks=(True,)))
    part |= some(dice, 0.2, time_minimum=(200, 400), floor=(0, "0.5"), deduction_cap=(1, "2.5"))
    part["deductions"] = _rules(dice, key, _closed(part), "time_minimum" in part)
    return part


def _criterion(dice: Random, number: int) -> Document:
    return {
        "key": f"c{number}",
        "name": f"Tiêu chí {number + 1}",
        "max_points": dice.choice((4, 5, 10)),
        "step": dice.choice(STEPS_OF_MARKS),
        "weight": dice.choice(("1", "1", "1", "2", "0.5")),
        "group": dice.choice(("", "Nội dung", "Hình thức")),
    }


def _seats(dice: Random, parts: list[Document], absent: str) -> list[Document]:
    """Give rules for some seats: weights where every method has them, deputies where they stand in."""
    judged = [part["key"] for part in parts if part["panel"]["method"] not in ENTERED_ONCE]
    numbers = dice.sample(
        range(1, MOST_SEATS + 1), dice.choice((0, 0, 1, 2, 3)) if absent != "deputy" else dice.randint(1, 3)
    )
    principals = [number for number in range(1, MOST_SEATS + 1) if number not in numbers]
    weighed = all(part["panel"]["method"] in WEIGHED for part in parts)
    rules: list[Document] = []
    for place, number in enumerate(numbers):
        kinds: list[Document] = [{"shadow": True}]
        if judged:
            kinds.append({"parts": sorted(dice.sample(judged, dice.randint(1, len(judged))))})
        if weighed:
            kinds.append({"weight": dice.choice(("2", "0.5", "1.5"))})
        deputy = {"deputy_of": str(principals[place])}
        stands_in = absent == "deputy" and (place == 0 or dice.random() < 0.5)
        rules.append({"seat": str(number)} | (deputy if stands_in else dice.choice(kinds)))
    return rules


def _rules(dice: Random, owner: str, closed: bool, minimum: bool) -> list[Document]:
    """Give the faults and merits of a part or of the whole; an open figure has no maximum to take a percent of."""
    found = []
    for number in range(dice.choice((0, 1, 1, 2, 3))):
        kind = dice.choice([kind for kind in ("flat", "flat", *KINDS) if minimum or kind != "undertime"])
        rule: Document = {"key": f"{owner}-loi{number}", "name": f"Lỗi {owner} {number}", "kind": kind} | KINDS[kind](
            dice
        )
        for band in rule.get("bands", ()):
            if not closed:
                band.pop("percent_of", None)
        found.append(rule)
    return found
