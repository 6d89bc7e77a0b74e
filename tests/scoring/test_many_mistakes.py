"""Rulebooks with many mistakes at once: what they are told is kept in refusals.txt, in whole."""

from functools import partial
from typing import Any

import pytest

from scoring.rulebook import Problem, from_dict
from tests.scoring.refusals import kept, refused, title, written
from tests.scoring.test_panels import MISTAKES as PANEL_MISTAKES
from tests.scoring.test_panels import WRONG_ENTRIES as PANEL_WRONG_ENTRIES
from tests.scoring.test_rulebook import MISTAKES, _two
from tests.scoring.test_standings import WRONG_ENTRIES

KEPT = kept()
_ONE = {"name": "Hội thi", "parts": _two({}, {})["parts"][:1]}
_RISING = {"key": "a", "name": "A", "kind": "overtime", "bands": [{"from": 1, "points": 1}]}
_FLAT = {"key": "l", "name": "Lỗi", "kind": "flat"}
_TIERS = [{"key": "nhat", "name": "Nhất", "count": 1}, {"key": "nhi", "name": "Nhì", "count": 2}]
OTHERS: dict[str, dict[str, Any]] = {
    "no part": {"name": "Hội thi", "max_total": 30},
    "tables in which nothing is written": {
        "parts": [{}, {"panel": {"method": "mean"}, "criteria": [{}], "max_points": 1,
                          "deductions": [{}, {"kind": "overtime", "bands": [{}]}]}],
        **{key: [{}] for key in ("rounding", "seats", "deductions", "prizes", "prize_caps", "special_prizes")},
    },
    "items that have no key are named by their number": {
        "name": "Hội thi",
        "groups": "apart",
        "parts": [
            _ONE["parts"][0] | {"key": "", "floor": 101, "percent": 40, "factor": 2,
                                "deductions": [_FLAT, _RISING | {"key": "", "kind": "undertime"}]},
            _ONE["parts"][0] | {"key": "b", "name": "B"},
        ],
        "deductions": [_FLAT],
        "prizes": [_TIERS[0] | {"key": "", "ranking": "overall"}],
        "special_prizes": [{"name": "Hay", "by": "luck"}],
    },
    "names that are no texts are not alike": _two({"name": 5}, {"name": 5}),
    "stages that are not written are not alike": _ONE | {"rounding": [{"decimals": 1}, {"decimals": 2}]},
    "what is told of a long text": _ONE | {"near_tie": "x" * 50, "decimals": 10**45},
    "deductions with the keys of other kinds": _ONE
    | {"deductions": [
        _FLAT | {"kind": kind, "key": kind, "name": kind, "points": 1, "max_points": 1, "grace": 1, "cap": 1,
                 "most_times": 1, "bands": [{"from": 2, "points": 1}]}
        for kind in ("knockout", "overtime", "flat")
    ]},
    "prizes called alike": _ONE | {"prizes": [_TIERS[0], _TIERS[1] | {"name": "NHẤT"}]},
    "shares over a hundred in one of two rankings": _ONE | {"groups": "both", "prizes": [
        {"key": "a", "name": "A", "percent": 60}, {"key": "b", "name": "B", "percent": 60, "ranking": "group"},
        {"key": "c", "name": "C", "percent": 45, "ranking": "group"},
    ]},
    "a share of prizes whose number a cap of some does not tell": _ONE
    | {"prizes": [{"key": "a", "name": "A", "percent": 60, "percent_of": "prizes"}], "prize_caps": [
        {"percent": 50, "tiers": ["a"]}, {"percent": 50, "percent_of": "prizes"}, {"percent": 50, "percent_of": "x"},
    ]},
    "a document that is not a table": {"name": "Hội thi", "parts": [5]},
    "a number of the machine": _ONE | {"near_tie": 0.1},
    "percents that do not come to a hundred": _two({"percent": 60}, {"percent": 30}),
    "a percent of an open maximum": _two({"percent": 60}, {"percent": 40}, percent_of="maximum"),
    "a factor beside a percent": _two({"percent": 60, "factor": 2}, {"percent": 40}),
    "a share of an open figure": _two(
        {}, {"min_share": 50, "criteria": [{"key": "x", "name": "Điểm", "min_share": 50}]}
    ),
    "a wrong factor says nothing about the total": _ONE | {"max_total": 7}
    | {"parts": [_ONE["parts"][0] | {"factor": "x"}]},
    "a wrong maximum says nothing about its share": {
        "name": "Hội thi",
        "parts": [_ONE["parts"][0] | {"max_points": 0, "min_share": 50}],
    },
    "overtime of an open maximum": _two(
        {}, {"deductions": [_RISING | {"bands": [{"from": 1, "percent": 5, "percent_of": "maximum"}]}]}
    ),
    "an effect that undertime cannot have": _two(
        {"time_minimum": 9, "deductions": [_RISING | {"kind": "undertime", "bands": [{"from": 1, "effect": "not_marked"}]}]},
        {},
    ),
    "undertime of the contest where no part has a minimum": _ONE | {"deductions": [_RISING | {"kind": "undertime"}]},
    "a deduction with five mistakes": _ONE
    | {"deductions": [{"kind": "flat", "points": 2, "max_points": 3, "cap": 1, "colour": "đỏ"}]},
    "deductions told apart by nothing": _ONE | {"deductions": [_FLAT, _FLAT]},
    "a deduction of a part and one of the contest": _ONE
    | {"deductions": [_FLAT], "parts": [_ONE["parts"][0] | {"deductions": [_FLAT | {"name": "Khác"}]}]},
    "wrong figures of a deduction": _ONE
    | {"deductions": [_FLAT | {"points": "0.0001", "max_points": "x", "cap": 0, "most_times": 1001}]},
    "a deduction of an unknown kind": _ONE
    | {"deductions": [{"key": "l", "name": "L", "kind": "fine", "points": "x", "max_points": "0.0001", "grace": -1,
                       "bands": [5], "cap": 0, "most_times": 0, "colour": 1}]},
    "wrong bands": _ONE
    | {"deductions": [_RISING | {"grace": "x", "bands": [
        {"until": 0, "points": "0.0001", "per": "hour", "percent_of": "x", "effect": "x", "colour": 1},
        {"from": 9, "percent": 0}, 7,
    ]}]},
    "a floor above the part": _ONE | {"parts": [_ONE["parts"][0] | {"floor": 101}]},
    "panels with wrong figures": _ONE
    | {"parts": [_ONE["parts"][0] | {"panel": panel, "key": f"p{at}", "name": f"P{at}"} for at, panel in enumerate((
        {"method": "trimmed_mean", "drop": 0, "at_least": 100, "below": 1},
        {"method": "trimmed_mean"},
        {"method": "trimmed_mean", "drop": 3, "at_least": 4, "below": "zero", "over": "zero"},
        {"method": "rank_sum", "place_points": []},
        {"method": "best", "drop": 0, "at_least": 0, "below": "x", "place_points": 1, "wrong": 0, "struck": "x", "k": 1},
    ))]},
    "a seat with wrong keys": _ONE
    | {"seats": [{"seat": "", "weight": "x", "parts": 1, "shadow": 1, "deputy_of": 1, "colour": 1}]},
    "deputies and shadows": _ONE
    | {"seats": [{"seat": "2", "deputy_of": "1", "weight": 2, "parts": ["a"], "shadow": True},
                 {"seat": "3", "shadow": True, "weight": 2}]},
    "a seat of a part whose panel is wrong": _two({"panel": {"method": "best"}}, {}, seats=[{"seat": "1", "parts": ["a"]}]),
    "a prize with wrong keys": _ONE | {"prizes": [{
        "key": "?", "name": 1, "count": "x", "percent_of": "x", "at_most": 0, "min_score": 0, "ranking": "x", "across": "x",
        "colour": 1,
    }]},
    "shares of prizes": _ONE | {"prizes": [
        {"key": "nhat", "name": "Nhất", "count": 1, "percent": 60}, {"key": "nhi", "name": "Nhì", "percent": 50},
        {"key": "ba", "name": "Ba", "percent": "x"}, {"key": "tu", "name": "Tư", "percent": 5, "percent_of": "prizes"},
    ]},
    "tiers in a ranking that is not there": _ONE
    | {"groups": "apart", "prizes": [_TIERS[0] | {"ranking": "overall"}, _TIERS[1]]},
    "caps with wrong keys": _ONE | {"prizes": _TIERS, "prize_caps": [
        {"percent": "x", "percent_of": "x", "tiers": 1, "colour": 1}, {"percent": 5, "tiers": ["ba", "nhat", "nhat"]},
    ]},
    "caps without prizes": _ONE | {"prize_caps": [{"percent": 50}]},
    "caps over two rankings": _ONE
    | {"groups": "both", "prizes": [_TIERS[0], _TIERS[1] | {"ranking": "group"}], "prize_caps": [{"percent": 50}]},
    "special prizes with wrong keys": _ONE
    | {"prizes": _TIERS, "special_prizes": [{"key": "?", "name": "", "by": "", "count": "x", "no_double": 1, "colour": 1}]},
    "special prizes called as the tiers": _ONE
    | {"prizes": _TIERS, "special_prizes": [{"key": "nhat", "name": "nhì", "by": "named"}]},
    "who goes on": _ONE | {"advance": {"per_group": -1, "best_others": 10_001, "colour": 1}},
    "nobody goes on": _ONE | {"advance": {"per_group": 0, "best_others": 0}},
    "ties with wrong steps": _ONE | {"ties": ["luck", "part:z", "decision", "decision", "part:a", " part : a "]},
    "a wrong rounding": _ONE | {"decimals": 1, "rounding": [
        {"stage": "sheet", "decimals": 7, "mode": "up", "colour": 1}, {"stage": "total", "decimals": 2},
        {"stage": "panel", "decimals": 3}, {"stage": "total", "decimals": 0},
    ]},
    "an issue with wrong keys": _ONE | {"issued": {"number": 1, "date": 1, "issuer": 1, "abstract": 1, "colour": 1}},
    "texts with wrong signs": _ONE
    | {"source": "\ud800", "note": 1, "ties": ["\u0007"], "judges_shown": "x", "shared_ranks": 1, "ab\u0007": 1},
    "parts called alike": _two({"short_name": "BGK"}, {"key": "A", "name": " ban  giám khảo", "short_name": "bgk"}),
    "a part called by the short name of another": _two({}, {"short_name": "ban giám khảo"}),
    "parts and criteria with wrong keys": _two(
        {"key": "", "name": "", "short_name": 1, "note": 1, "max_points": "x", "factor": 0, "spread_tolerance": 0,
         "time_limit": 0, "time_minimum": 0, "percent": 0, "min_share": 0, "deduction_cap": 0, "floor": "x", "colour": 1},
        {"criteria": [{"key": "", "name": "", "max_points": 0, "step": 0, "weight": 0, "group": 1, "note": 1,
                       "min_share": 101, "zero_sinks": 1, "colour": 1}]},
    ),
    "criteria that are no list, or no table": _two(
        {"criteria": [5, {"key": "x", "name": "Một", "max_points": 50, "step": 1}]}, {"criteria": 5}
    ),
    "a share of a criterion whose maximum is wrong": _two(
        {"criteria": [{"key": "x", "name": "Một", "max_points": 0, "step": 1, "min_share": 50}]}, {}
    ),
    "a share under a panel that is wrong": _two(
        {"min_share": 50, "panel": {"method": "best"}},
        {"min_share": 50, "panel": {"method": "rank_sum", "place_points": [1], "over": "x"}, "max_points": 1,
         "criteria": [{"key": "x", "name": "Một", "max_points": 1, "step": 1}]},
    ),
    "criteria called alike": _two({"criteria": [
        {"key": "x", "name": "Một", "max_points": 50, "step": 1}, {"key": "X", "name": "MỘT", "max_points": 50, "step": 1},
    ]}, {"criteria": []}),
    "criteria that do not come to the maximum": _two({"criteria": [
        {"key": "x", "name": "Một", "max_points": 50, "step": 7}, {"key": "y", "name": "Hai", "max_points": 5, "step": 1, "weight": 3},
    ]}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_several_mistakes_are_told_in_whole(name: str) -> None:
    assert written(refused(partial(from_dict, OTHERS[name]))) == KEPT[title(name)]


def refusals() -> list[tuple[str, tuple[Problem, ...]]]:
    """Give what each document is told, to be kept in refusals.txt."""
    return [(title(name), refused(partial(from_dict, document))) for name, document in OTHERS.items()]


def test_every_refusal_that_is_kept_is_still_made() -> None:
    single = {title(good, bad) for good, bad, *_ in MISTAKES}
    others = [title(wrong) for wrong, *_ in (*PANEL_MISTAKES, *WRONG_ENTRIES, *PANEL_WRONG_ENTRIES)]
    assert sorted(KEPT) == sorted([*single, *others, *map(title, OTHERS)])
