"""What a random rulebook says of equal totals and of all that is given along the ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.soak.panels import ENTERED_ONCE, Document, some

Parts = list[Document]
TieMaker = Callable[[Random, Parts], str]


def _judged(parts: Parts) -> Parts:
    return [part for part in parts if part["panel"]["method"] not in ENTERED_ONCE]


def _part_step(dice: Random, parts: Parts) -> str:
    return f"part:{dice.choice(parts)['key']}"


def _parts_step(dice: Random, parts: Parts) -> str:
    if len(parts) < 2:
        return _part_step(dice, parts)
    return "parts:" + "+".join(part["key"] for part in dice.sample(parts, 2))


def _criterion_step(dice: Random, parts: Parts) -> str:
    part = dice.choice(parts)
    return f"criterion:{part['key']}.{dice.choice(part['criteria'])['key']}"


def _group_step(dice: Random, parts: Parts) -> str:
    grouped = [(part["key"], each["group"]) for part in parts for each in part["criteria"] if each["group"]]
    return "group:" + ".".join(dice.choice(grouped)) if grouped else "decision"


def _median_step(dice: Random, parts: Parts) -> str:
    judged = _judged(parts)
    return dice.choice(("median", f"median:{dice.choice(judged)['key']}")) if judged else "decision"


def _head_to_head_step(dice: Random, parts: Parts) -> str:
    return "head_to_head" if _judged(parts) else "decision"


def _plain(name: str) -> TieMaker:
    return lambda dice, parts: name


ASKED = ("question", "time", "lot", "decision")
TIES: Mapping[str, TieMaker] = {
    "part": _part_step,
    "parts": _parts_step,
    "criterion": _criterion_step,
    "group": _group_step,
    "median": _median_step,
    "head_to_head": _head_to_head_step,
    "fewest_deductions": _plain("fewest_deductions"),
    **{name: _plain(name) for name in ASKED},
}
SHARED_RANKS = ("standard", "dense")
GROUPS = ("together", "apart", "both")
TIERS = {"together": (0, 4), "apart": (0, 4), "both": (1, 5)}
"""How few and how many tiers there are; what two rankings do to each other wants several."""
RANKINGS = ("overall", "group")
ACROSS = ("ask", "share")
QUOTA_OF = ("entries", "prizes")


def ties_of(dice: Random, parts: list[Document]) -> list[str]:
    steps = [dice.choice(list(TIES.values()))(dice, parts) for _ in range(dice.randint(0, 4))]
    return list(dict.fromkeys([*steps, *(["decision"] if dice.random() < 0.4 else [])]))


def ranking_of(dice: Random, parts: Parts) -> Document:
    """Give how ranks are shared and grouped, and all that is given along them."""
    groups = dice.choice(("together", *GROUPS))
    few, many = TIERS[groups]
    prizes = [_tier(dice, place, groups) for place in range(dice.randint(few, many))]
    if dice.random() < 0.5:
        prizes.sort(key=lambda tier: tier.get("ranking") == "group")  # first over all, then in the groups, as most do
    if prizes and dice.random() < 0.3:
        prizes[-1] = {key: prizes[-1][key] for key in ("key", "name", "ranking") if key in prizes[-1]} | {
            "count": "rest"
        }
    made: Document = {"groups": groups, "shared_ranks": dice.choice(SHARED_RANKS), "prizes": prizes}
    if prizes and dice.random() < 0.4:
        made["prize_caps"] = [_cap(dice, prizes) for _ in range(dice.randint(1, 2))]
    made["special_prizes"] = [_special(dice, place, parts) for place in range(dice.choice((0, 0, 1, 2, 3)))]
    if dice.random() < 0.3:
        made["advance"] = dice.choice(({"per_group": 1}, {"per_group": 2, "best_others": 1}, {"best_others": 2}))
    return made


def _tier(dice: Random, place: int, groups: str) -> Document:
    tier: Document = {"key": f"g{place}", "name": f"Giải {place + 1}"}
    if dice.random() < 0.3:
        tier |= {"percent": dice.choice((10, 25, "33.3")), "percent_of": dice.choice(QUOTA_OF)}
        tier |= some(dice, 0.3, at_most=(1, 2))
    else:
        tier["count"] = dice.randint(1, 3)
    if groups == "both":
        tier["ranking"] = dice.choice(RANKINGS)
    return tier | some(dice, 0.3, min_score=(5, "12.5", 25), across=ACROSS)


def _cap(dice: Random, prizes: list[Document]) -> Document:
    cap: Document = {"percent": dice.choice((25, 40, 60, 75)), "percent_of": dice.choice(("entries", *QUOTA_OF))}
    if dice.random() < 0.5:
        cap["tiers"] = [tier["key"] for tier in dice.sample(prizes, dice.randint(1, len(prizes)))]
    return cap


def _special(dice: Random, place: int, parts: Parts) -> Document:
    by = BY[dice.choice(list(BY))](dice, parts)
    prize = {"key": f"phu{place}", "name": f"Giải phụ {place + 1}", "by": by}
    return prize | some(dice, 0.4, count=(1, 2), no_double=(True,))


def _by_audience(dice: Random, parts: Parts) -> str:
    voted = [part for part in parts if part["panel"]["method"] == "audience"]
    return "audience" if len(voted) == 1 else _part_step(dice, parts)


BY: Mapping[str, TieMaker] = {
    "part": _part_step,
    "criterion": _criterion_step,
    "audience": _by_audience,
    "named": _plain("named"),
}
