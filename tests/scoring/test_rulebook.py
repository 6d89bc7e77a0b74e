"""Rulebooks are strict: each mistake is named with its place, all of them at once, and a good one survives the round trip."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

from contest.messages.mistakes import complain
from contest.messages.scoring import RULES
from scoring.preset import preset, presets
from scoring.reader import PROBLEMS_MOST, exact
from scoring.rulebook import Problem, RulebookErrors, fingerprint, from_dict, loads, to_dict
from tests.scoring.refusals import kept, refused, title, written
from tests.scoring.test_panels import MISTAKES as PANEL_MISTAKES

GOOD = """
name = "Hội thi"
max_total = 30
advance = { per_group = 1 }
rounding = [{ stage = "panel", decimals = 2 }]
ties = ["part:a", "criterion:a.x", "decision"]

[[parts]]
key = "a"
name = "Phần A"
max_points = 10
spread_tolerance = 3
panel = { method = "trimmed_mean", drop = 1, at_least = 4 }
criteria = [
  { key = "x", name = "Một", max_points = 6, step = "0,25" },
  { key = "y", name = "Hai", max_points = 2, step = 0.5, weight = 2 },
]
[[parts.deductions]]
key = "qua_gio"
name = "Quá giờ"
kind = "overtime"
bands = [{ from = 1, until = 60, points = 0.25 }, { from = 60, points = 0.5 }]

[[parts]]
key = "b"
name = "Phần B"
max_points = 60
factor = "1/3"
panel = { method = "agreed" }
criteria = [{ key = "x", name = "Một", max_points = 60, step = 1 }]

[[deductions]]
key = "loi"
name = "Lỗi"
kind = "flat"
points = 1

[[prizes]]
key = "nhat"
name = "Giải Nhất"
count = 1
[[prizes]]
key = "kk"
name = "Giải Khuyến khích"
count = "rest"
"""

BANDS = "bands = [{ from = 1, points = 1 }]"
SPECIAL = """[[special_prizes]]
key = "hay"
name = "Phần A hay nhất"
by = "part:a"
"""
GOOD += SPECIAL

DEDUCTION, NEVER = "parts.a.deductions.qua_gio.", "band_never_costs"

MISTAKES = [
    ('name = "Hội thi"', "", "name", "missing"),
    ('name = "Hội thi"', 'name = " "', "name", "empty_text"),
    ('name = "Hội thi"', "name = 5", "name", "not_text"),
    ('name = "Hội thi"', f'name = "{"x" * 2001}"', "name", "text_too_long"),
    ('name = "Hội thi"', 'name = "Hội thi"\nnmae = "x"', "nmae", "unknown_key"),
    ('name = "Hội thi"', 'name = "Hội thi"\ninvented = "có"', "invented", "not_boolean"),
    ('name = "Hội thi"', 'name = "Hội thi"\nnear_tie = "0,0001"', "near_tie", "finer_than_thousandths"),
    ('name = "Hội thi"', 'name = "Hội thi"\ndecimals = "hai"', "decimals", "not_whole"),
    ('name = "Hội thi"', 'name = "Hội thi"\ndecimals = true', "decimals", "not_whole"),
    ('name = "Hội thi"', 'name = "Hội thi"\ndecimals = 7', "decimals", "out_of_range"),
    ('name = "Hội thi"', 'name = "Hội thi"\nrank_on = "luck"', "rank_on", "unknown_name"),
    ('name = "Hội thi"', 'name = "Hội thi"\nabsent = "zero"', "absent", "unknown_name"),
    ('name = "Hội thi"', 'name = "Hội thi"\nnot_present = "out"', "not_present", "unknown_name"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = {}', "issued", "empty_issued"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "32/13/2026" }', "issued.date", "no_such_day"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "31/02/2026" }', "issued.date", "no_such_day"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "29.02.1900" }', "issued.date", "no_such_day"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "2026-06-31" }', "issued.date", "no_such_day"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "1/10/26" }', "issued.date", "no_such_day"),
    ('name = "Hội thi"', 'name = "Hội thi"\nissued = { date = "hôm qua" }', "issued.date", "no_such_day"),
    ('"decision"]', '"decision", 5, "luck"]', "ties.5", "tie_unknown_step"),
    ('"decision"]', '"decision", " "]', "ties.4", "empty_text"),
    ("max_total = 30", "max_total = 40", "max_total", "total_differs"),
    ("max_total = 30", "max_total = -1", "max_total", "not_positive"),
    ("max_total = 30", 'max_total = "ba mươi"', "max_total", "not_a_decimal"),
    ("max_total = 30", "max_total = nan", "max_total", "not_a_decimal"),
    ("max_total = 30", "max_total = 1e999999", "max_total", "too_large"),
    ("max_total = 30", "max_total = 10000000000000000", "max_total", "too_large"),
    ("max_total = 30", f'max_total = "{"9" * 50}"', "max_total", "too_large"),
    ("max_total = 30", "max_total = 1e-13", "max_total", "too_many_decimals"),
    ("max_total = 30", f'max_total = "0,{"3" * 13}"', "max_total", "too_many_decimals"),
    ("max_total = 30", 'max_total = "1.500"', "max_total", "one_or_a_thousand"),
    ("max_total = 30", 'max_total = " 30,000 "', "max_total", "one_or_a_thousand"),
    ("max_total = 30", 'max_total = "1/0"', "max_total", "not_a_decimal"),
    ("max_total = 30", "max_total = true", "max_total", "not_a_decimal"),
    ("max_total = 30", "max_total = [1]", "max_total", "not_a_decimal"),
    ('stage = "panel"', 'stage = "sheet"', "rounding.1.stage", "unknown_name"),
    ('stage = "panel"', 'stage = "total", mode = "up"', "rounding.1.mode", "unknown_name"),
    ('[{ stage = "panel", decimals = 2 }]', '[{ stage = "panel" }]', "rounding.1.decimals", "missing"),
    ('[{ stage = "panel", decimals = 2 }]', "2", "rounding", "not_a_list"),
    ('[{ stage = "panel", decimals = 2 }]', "[2]", "rounding.1", "not_a_table"),
    ('stage = "panel", decimals = 2', 'stage = "total", decimals = 3', "decimals", "shows_less_than_total"),
    (
        '{ stage = "panel", decimals = 2 }',
        '{ stage = "panel", decimals = 2 }, { stage = "panel", decimals = 1 }',
        "rounding",
        "duplicate",
    ),
    ('"part:a", ', '"part:c", ', "ties.1", "tie_unknown_part"),
    ("criterion:a.x", "criterion:a", "ties.2", "tie_needs_criterion"),
    ("criterion:a.x", "criterion:c.x", "ties.2", "tie_unknown_part"),
    ("criterion:a.x", "criterion:a.z", "ties.2", "tie_unknown_criterion"),
    ('"decision"]', '"decision:x"]', "ties.3", "tie_takes_no_argument"),
    ('"decision"]', '"luck"]', "ties.3", "tie_unknown_step"),
    ('"decision"]', '"lot:x"]', "ties.3", "tie_takes_no_argument"),
    ('"decision"]', '"parts:a"]', "ties.3", "tie_needs_parts"),
    ('"decision"]', '"parts:a+ a"]', "ties.3", "tie_needs_parts"),
    ('"decision"]', '"parts:a+c"]', "ties.3", "tie_unknown_part"),
    ('"decision"]', '"group:c.x"]', "ties.3", "tie_unknown_part"),
    ('"decision"]', '"group:a"]', "ties.3", "tie_needs_group"),
    ('"decision"]', '"group:a.Nội dung"]', "ties.3", "tie_unknown_group"),
    ('"decision"]', '"median:c"]', "ties.3", "tie_unknown_part"),
    ('"decision"]', '"median:b"]', "ties.3", "tie_needs_sheets"),
    ('"decision"]', '"head_to_head:a"]', "ties.3", "tie_takes_no_argument"),
    ('"decision"]', '"part:a"]', "ties", "duplicate"),
    ('"decision"]', '"part: a"]', "ties", "duplicate"),
    ('name = "Phần B"', 'name = "PHẦN  A"', "parts", "duplicate"),
    ('name = "Phần B"', 'name = "Phần B"\nshort_name = "phần a"', "parts", "duplicate"),
    ('key = "b"', 'key = "A"', "parts", "duplicate"),
    ('name = "Hai"', 'name = "MỘT"', "parts.a.criteria", "duplicate"),
    ("until = 60, points = 0.25", 'until = 60, points = 0.25, per = "full_minute"', DEDUCTION + "bands.1.until", NEVER),
    ('kind = "overtime"', 'kind = "overtime"\ngrace = 59', DEDUCTION + "bands.1.until", NEVER),
    ('ties = ["part:a", "criterion:a.x", "decision"]', 'ties = "part:a"', "ties", "not_a_list_of_texts"),
    ('key = "a"\n', 'key = "phần a"\n', "parts.1.key", "bad_key"),
    ('key = "a"\n', "", "parts.1.key", "missing"),
    ("[[deductions]]", "[issued]\n[[deductions]]", "issued", "empty_issued"),
    ('name = "Phần B"', 'name = "Phần A"', "parts", "duplicate"),
    ('key = "b"', 'key = "a"', "parts", "duplicate"),
    ("max_points = 10\n", "", "parts.a.max_points", "open_but_judged"),
    ("max_points = 10\n", "max_points = 11\n", "parts.a.max_points", "sum_differs"),
    ("spread_tolerance = 3", "spread_tolerance = 11", "parts.a.spread_tolerance", "above_the_maximum"),
    ('{ method = "trimmed_mean", drop = 1, at_least = 4 }', "{}", "parts.a.panel", "empty_panel"),
    ('panel = { method = "trimmed_mean", drop = 1, at_least = 4 }', "", "parts.a.panel", "empty_panel"),
    ('{ method = "trimmed_mean", drop = 1, at_least = 4 }', '"mean"', "parts.a.panel", "not_a_table"),
    ('{ method = "trimmed_mean", drop = 1, at_least = 4 }', "{ over = 'sheets' }", "parts.a.panel.method", "missing"),
    ('method = "trimmed_mean"', 'method = "best"', "parts.a.panel.method", "unknown_name"),
    ('method = "trimmed_mean"', 'method = "mean"', "parts.a.panel.drop", "key_not_for_this"),
    ("drop = 1", "drop = 2", "parts.a.panel.at_least", "trim_leaves_nothing"),
    (", at_least = 4", "", "parts.a.panel.at_least", "missing"),
    ("at_least = 4", 'at_least = 4, below = "zero"', "parts.a.panel.below", "unknown_name"),
    ("at_least = 4", 'at_least = 4, over = "teams"', "parts.a.panel.over", "unknown_name"),
    ('key = "y", name', 'key = "x", name', "parts.a.criteria", "duplicate"),
    ('step = "0,25"', 'step = "0,7"', "parts.a.criteria.x.step", "step_misses_max"),
    (', step = "0,25"', "", "parts.a.criteria.x.step", "missing"),
    ('step = "0,25"', "step = 0", "parts.a.criteria.x.step", "not_positive"),
    ("max_points = 6, ", "", "parts.a.criteria.x.max_points", "missing"),
    (
        '[{ key = "x", name = "Một", max_points = 60, step = 1 }]',
        "[]",
        "parts.b.criteria",
        "no_criteria",
    ),
    ('kind = "flat"', 'kind = "fine"', "deductions.loi.kind", "unknown_name"),
    ('kind = "flat"', 'kind = "flat"\nmax_points = 2', "deductions.loi.max_points", "points_and_max"),
    ('kind = "flat"', 'kind = "flat"\ngrace = 2', "deductions.loi.grace", "key_not_for_this"),
    ("points = 1\n", "points = 0\n", "deductions.loi.points", "not_positive"),
    ('key = "loi"', 'key = "qua_gio"', "parts.a.deductions", "duplicate"),
    (
        "{ from = 60, points = 0.5 }",
        "{ from = 50, points = 0.5 }",
        "parts.a.deductions.qua_gio.bands.2.from",
        "bands_overlap",
    ),
    ("from = 1, until = 60", "from = 1", "parts.a.deductions.qua_gio.bands.2.from", "bands_overlap"),
    ("from = 1, until = 60", "from = 60, until = 60", "parts.a.deductions.qua_gio.bands.1.until", "band_empty"),
    ("points = 0.5 }", "points = 0 }", "parts.a.deductions.qua_gio.bands.2.points", "not_positive"),
    ("points = 0.5 }", "points = 1, per = 'hour' }", "parts.a.deductions.qua_gio.bands.2.per", "unknown_name"),
    (
        "bands = [{ from = 1, until = 60, points = 0.25 }, { from = 60, points = 0.5 }]",
        "",
        "parts.a.deductions.qua_gio.bands",
        "no_bands",
    ),
    ("points = 0.5 }", "points = 0.5, percent = 5 }", DEDUCTION + "bands.2.percent", "points_and_percent"),
    ("points = 0.5 }", "percent = 101 }", DEDUCTION + "bands.2.percent", "percent_above_100"),
    ("points = 0.5 }", 'points = 0.5, percent_of = "points" }', DEDUCTION + "bands.2.percent_of", "percent_of_nothing"),
    ("points = 0.5 }", 'percent = 5, percent_of = "total" }', DEDUCTION + "bands.2.percent_of", "unknown_name"),
    ("60, points = 0.5 }", "60 }", DEDUCTION + "bands.2.points", "missing"),
    ("points = 0.5 }", 'points = 0.5, effect = "no_points" }', DEDUCTION + "bands.2.effect", "effect_takes_all"),
    ("points = 0.5 }", 'percent = 5, effect = "no_points" }', DEDUCTION + "bands.2.effect", "effect_takes_all"),
    ("points = 0.5 }", 'effect = "stop" }', DEDUCTION + "bands.2.effect", "unknown_name"),
    ("points = 1\n", "points = 1\ncap = 0.5\n", "deductions.loi.cap", "cap_below_points"),
    ("points = 1\n", "points = 1\nmost_times = 0\n", "deductions.loi.most_times", "out_of_range"),
    ('kind = "flat"', 'kind = "knockout"', "deductions.loi.points", "key_not_for_this"),
    ('kind = "overtime"', 'kind = "undertime"', DEDUCTION + "kind", "undertime_without_minimum"),
    ('kind = "flat"\npoints = 1', f'kind = "undertime"\n{BANDS}', "deductions.loi.kind", "undertime_without_minimum"),
    (
        'kind = "overtime"',
        'kind = "overtime"\nmost_times = 1',
        DEDUCTION + "most_times",
        "key_not_for_this",
    ),
    ("spread_tolerance = 3", "time_minimum = 61\ntime_limit = 60", "parts.a.time_minimum", "minimum_above_limit"),
    ("spread_tolerance = 3", "min_share = 101", "parts.a.min_share", "percent_above_100"),
    ("spread_tolerance = 3", "min_share = 0", "parts.a.min_share", "not_positive"),
    ("spread_tolerance = 3", "floor = -1", "parts.a.floor", "floor_below_zero"),
    ("spread_tolerance = 3", "floor = 11", "parts.a.floor", "above_the_maximum"),
    ("spread_tolerance = 3", "deduction_cap = 0", "parts.a.deduction_cap", "not_positive"),
    ("max_total = 30", "issued = {}", "issued", "empty_issued"),
    ("max_total = 30", "floor = -1", "floor", "floor_below_zero"),
    ("max_total = 30", 'one_act = "lightest"', "one_act", "unknown_name"),
    ("max_total = 30", 'sunk = "out"', "sunk", "unknown_name"),
    ("max_total = 30", 'percent_of = "points"', "percent_of", "percent_of_nothing"),
    ("max_total = 30", 'percent_of = "mood"', "percent_of", "unknown_name"),
    ("spread_tolerance = 3", "percent = 60", "parts.b.percent", "percent_lacking"),
    ("spread_tolerance = 3", "percent = 60\nfactor = 2", "parts.a.factor", "factor_and_percent"),
    ('factor = "1/3"', "min_share = 50\npercent = 60", "parts.a.percent", "percent_lacking"),
    ("weight = 2 }", "weight = 2, zero_sinks = 1 }", "parts.a.criteria.y.zero_sinks", "not_boolean"),
    ('key = "kk"', 'key = "nhat"', "prizes", "duplicate"),
    ("count = 1", 'count = "rest"', "prizes.nhat.count", "rest_not_last"),
    ("count = 1", "count = 0", "prizes.nhat.count", "out_of_range"),
    ("count = 1", "count = 1\npercent = 10", "prizes.nhat.count", "count_and_percent"),
    ("count = 1", "", "prizes.nhat.count", "missing"),
    ("count = 1", "percent = 101", "prizes.nhat.percent", "above_hundred"),
    ("count = 1", "percent = 0", "prizes.nhat.percent", "not_positive"),
    ("count = 1", "count = 1\nat_most = 2", "prizes.nhat.at_most", "needs_percent"),
    ("count = 1", 'count = 1\npercent_of = "prizes"', "prizes.nhat.percent_of", "needs_percent"),
    ("count = 1", 'percent = 10\npercent_of = "teams"', "prizes.nhat.percent_of", "unknown_name"),
    ("count = 1", "count = 1\nmin_score = 0", "prizes.nhat.min_score", "not_positive"),
    ("count = 1", 'count = 1\nacross = "both"', "prizes.nhat.across", "unknown_name"),
    ("count = 1", 'count = 1\nranking = "block"', "prizes.nhat.ranking", "unknown_name"),
    ("count = 1", 'count = 1\nranking = "group"', "prizes.nhat.ranking", "no_such_ranking"),
    ("max_total = 30", 'groups = "blocks"', "groups", "unknown_name"),
    ("max_total = 30", 'shared_ranks = "sparse"', "shared_ranks", "unknown_name"),
    (
        'count = "rest"',
        "percent = 60\n[[prizes]]\nkey = 'ba'\nname = 'Ba'\npercent = 41",
        "prizes",
        "percents_above_hundred",
    ),
    ('count = "rest"', 'percent = 60\npercent_of = "prizes"', "prizes", "number_of_prizes_unknown"),
    ('count = "rest"', 'count = "rest"\n[[prize_caps]]\npercent = 101', "prize_caps.1.percent", "above_hundred"),
    ('count = "rest"', 'count = "rest"\n[[prize_caps]]\ntiers = ["kk"]', "prize_caps.1.percent", "missing"),
    (
        'count = "rest"',
        'count = "rest"\n[[prize_caps]]\npercent = 50\ntiers = ["kk", "tu"]',
        "prize_caps.1.tiers",
        "cap_unknown_tier",
    ),
    (
        'count = "rest"',
        'count = "rest"\n[[prize_caps]]\npercent = 50\ntiers = ["kk", "kk"]',
        "prize_caps.1.tiers",
        "duplicate",
    ),
    (SPECIAL, SPECIAL.replace("part:a", "part:c"), "special_prizes.hay.by", "tie_unknown_part"),
    (SPECIAL, SPECIAL.replace("part:a", "criterion:a.z"), "special_prizes.hay.by", "tie_unknown_criterion"),
    (SPECIAL, SPECIAL.replace("part:a", "luck"), "special_prizes.hay.by", "special_unknown_by"),
    (SPECIAL, SPECIAL.replace("part:a", "audience"), "special_prizes.hay.by", "special_needs_audience"),
    (SPECIAL, SPECIAL.replace("part:a", "named:x"), "special_prizes.hay.by", "tie_takes_no_argument"),
    (SPECIAL, SPECIAL.replace('by = "part:a"', ""), "special_prizes.hay.by", "missing"),
    (SPECIAL, SPECIAL + "count = 0\n", "special_prizes.hay.count", "out_of_range"),
    (SPECIAL, SPECIAL.replace('"hay"', '"nhat"'), "special_prizes", "duplicate"),
    (SPECIAL, SPECIAL.replace("Phần A hay nhất", "giải  NHẤT"), "special_prizes", "duplicate"),
    ("per_group = 1", "per_group = 0", "advance", "advance_nobody"),
    ("per_group = 1", "", "advance", "advance_nobody"),
    ("per_group = 1", "per_group = -1", "advance.per_group", "out_of_range"),
    ("per_group = 1", "per_group = 1, others = 2", "advance.others", "unknown_key"),
    ('name = "Hội thi"', 'name = "Hội thi', "", "syntax_at"),
    ("count = 1", "count = ", "", "syntax_at"),
    ('name = "Hội thi"', 'name = "Hội\\u0007thi"', "name", "broken_text"),
    ('"part:a"', '"part:a\\u0000"', "ties.1", "broken_text"),
    ("decimals = 2", "decimals = 0x" + "f" * 5000, "rounding.1.decimals", "out_of_range"),
]

KEPT = kept()

TWENTY = [
    ("decimals", "out_of_range"),
    ("deductions.d.bands", "key_not_for_this"),
    ("deductions.d.name", "missing"),
    ("name", "missing"),
    ("parts.p.criteria.1.colour", "unknown_key"),
    ("parts.p.criteria.1.key", "bad_key"),
    ("parts.p.criteria.1.name", "empty_text"),
    ("parts.p.criteria.1.step", "step_misses_max"),
    ("parts.p.criteria.1.weight", "not_positive"),
    ("parts.p.factor", "not_a_decimal"),
    ("parts.p.name", "not_text"),
    ("parts.p.panel.k", "unknown_key"),
    ("parts.p.panel.method", "unknown_name"),
    ("parts.p.panel.over", "unknown_name"),
    ("parts.q.criteria", "no_criteria"),
    ("parts.q.factor", "not_a_decimal"),
    ("parts.q.panel.k", "unknown_key"),
    ("parts.q.panel.method", "unknown_name"),
    ("parts.q.panel.over", "unknown_name"),
    ("prizes.n.count", "not_whole"),
    ("rank_on", "unknown_name"),
    ("ties.1", "tie_unknown_part"),
    ("ties.2", "tie_unknown_step"),
]


def _problems(text: str, fmt: str = "toml") -> tuple[Problem, ...]:
    with pytest.raises(RulebookErrors) as caught:
        loads(text, fmt)
    for problem in caught.value.problems:
        assert complain(problem)
    return caught.value.problems


@pytest.mark.parametrize(("good", "bad", "where", "code"), MISTAKES)
def test_each_mistake_is_named_where_it_is(good: str, bad: str, where: str, code: str) -> None:
    assert good in GOOD
    told = _problems(GOOD.replace(good, bad, 1))
    assert (where, code) in [(each.where, each.code) for each in told]
    assert written(told) == KEPT[title(good, bad)]


def refusals() -> list[tuple[str, tuple[Problem, ...]]]:
    """Give what each mistake is told, to be kept in refusals.txt."""
    return [(title(good, bad), refused(partial(loads, GOOD.replace(good, bad, 1)))) for good, bad, *_ in MISTAKES]


def test_every_sentence_about_rulebooks_is_earned() -> None:
    elsewhere = {"key_twice", "float_not_exact", "no_parts", "syntax", "cap_without_prizes", "cap_mixes_rankings"}
    elsewhere |= {"effect_of_overtime", "percents_differ", "percent_of_open", "share_of_open"}
    assert {code for *_, code in (*MISTAKES, *PANEL_MISTAKES)} | elsewhere == set(RULES)


def test_the_good_one_is_good() -> None:
    rulebook = loads(GOOD)
    assert rulebook.part("a").criterion("x").step == Fraction(1, 4)
    assert rulebook.part("a").sheet_max == 10
    assert rulebook.part("b").factor == Fraction(1, 3)
    assert rulebook.part("b").short_name == "Phần B"
    assert [rule.key for rule in rulebook.rules_for("a")] == ["qua_gio", "loi"]
    assert [rule.key for rule in rulebook.rules_for(None)] == ["loi"]
    assert rulebook.prizes[-1].count is None


def test_unknown_names_are_key_errors() -> None:
    rulebook = loads(GOOD)
    for ask, name in (
        (lambda: rulebook.part("z"), "z"),
        (lambda: rulebook.part("a").criterion("z"), "z"),
        (lambda: rulebook.rule("b", "qua_gio"), "qua_gio"),
    ):
        with pytest.raises(KeyError, match=name):
            ask()


def test_an_open_part_has_no_sheet_maximum_and_leaves_the_total_open() -> None:
    open_part = (
        '[[parts]]\nkey = "c"\nname = "C"\npanel = { method = "agreed" }\ncriteria = [{ key = "x", name = "X" }]\n'
    )
    rulebook = loads(GOOD + open_part)
    assert rulebook.part("c").sheet_max is None
    assert rulebook.part("c").criteria[0].step is None


def test_the_sums_of_a_real_printed_sheet_are_caught() -> None:
    """Thủ Dầu Một 2016, Văn nghệ đồng dao (domain.md 2.5 R-C): 10 + 5 + 10 + 5 under a heading of 40."""
    criteria = [
        {"key": f"c{at}", "name": f"C{at}", "max_points": top, "step": 1} for at, top in enumerate((10, 5, 10, 5))
    ]
    part = {"key": "p", "name": "Đồng dao", "max_points": 40, "panel": {"method": "mean"}, "criteria": criteria}
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Lễ hội", "parts": [part]})
    assert caught.value.problems == (
        Problem("parts.p.max_points", "sum_differs", {"stated": Fraction(40), "total": Fraction(30)}),
    )
    assert complain(caught.value.problems[0]) == (
        "Phần thi p › điểm tối đa: ghi 40 nhưng các tiêu chí cộng lại là 30. "
        "Đề nghị sửa điểm tối đa của phần hoặc của tiêu chí."
    )


def test_one_document_with_twenty_mistakes() -> None:
    criterion = {"key": "x y", "name": "", "max_points": 5, "step": "0.3", "weight": 0, "colour": "red"}
    part = {"key": "p", "name": 7, "max_points": 9, "factor": "x", "panel": {"method": "best", "over": "all", "k": 1}}
    deduction = {"key": "d", "kind": "flat", "points": 1, "bands": []}
    document = {
        "parts": [part | {"criteria": [criterion]}, part | {"key": "q", "name": "Q", "criteria": []}],
        "decimals": 9,
        "rank_on": "mood",
        "ties": ["part:r", "coin"],
        "deductions": [deduction],
        "prizes": [{"key": "n", "name": "N", "count": "all"}],
    }
    with pytest.raises(RulebookErrors) as caught:
        from_dict(document)
    assert sorted((problem.where, problem.code) for problem in caught.value.problems) == TWENTY
    assert "parts.p.panel.method: unknown_name" in str(caught.value)


@pytest.mark.parametrize("name", list(presets()))
def test_presets_survive_every_round_trip(name: str) -> None:
    rulebook = preset(name)
    plain = to_dict(rulebook)
    assert from_dict(plain) == rulebook
    assert loads(json.dumps(plain), "json") == rulebook
    assert fingerprint(from_dict(plain)) == fingerprint(rulebook)


def test_the_round_trip_keeps_everything() -> None:
    rulebook = loads(GOOD)
    assert from_dict(to_dict(rulebook)) == rulebook
    assert from_dict(to_dict(rulebook)).prizes[-1].count is None


def test_presets_say_whether_they_are_invented() -> None:
    assert {name: preset(name).invented for name in presets()} == {
        "dan-van-kheo": True,
        "ke-chuyen": False,
        "long-den": False,
        "published-panel": False,
        "published-panel-free": False,
        "published-panel-short": False,
        "san-pham-xa": False,
        "trimmed-with-bands": True,
    }
    assert all(preset(name).source for name in presets())
    with pytest.raises(KeyError):
        preset("khac")


def test_the_fingerprint_tells_rulebooks_apart_and_not_spellings() -> None:
    assert len(fingerprint(loads(GOOD))) == 64
    assert fingerprint(loads(GOOD)) == fingerprint(loads(GOOD.replace('"0,25"', "0.250")))
    assert fingerprint(loads(GOOD)) != fingerprint(loads(GOOD.replace("count = 1", "count = 2")))


def test_documents_as_windows_writes_them() -> None:
    assert loads("\ufeff" + GOOD.replace("\n", "\r\n")) == loads(GOOD)


def test_names_are_kept_in_nfc() -> None:
    assert loads(GOOD.replace("Hội thi", "Ho\u0323\u0302i thi")).name == "Hội thi"


def test_json_mistakes() -> None:
    assert [each.code for each in _problems("{", "json")] == ["syntax_at"]
    assert [each.code for each in _problems("[" * 100_000, "json")] == ["syntax"]
    assert [each.code for each in _problems("[]", "json")] == ["not_a_table", "no_parts", "missing"]
    twice = _problems('{"name": "a", "name": "b", "parts": [{"key": "a", "key": "b"}], "colour": 1}', "json")
    assert [(each.where, each.code) for each in twice if each.code in {"key_twice", "unknown_key"}] == [
        ("key", "key_twice"),
        ("name", "key_twice"),
        ("colour", "unknown_key"),
    ]
    assert ("near_tie", "not_a_decimal") in [(e.where, e.code) for e in _problems('{"near_tie": NaN}', "json")]


def test_a_wrong_step_hides_no_wrong_sum() -> None:
    told = _problems(GOOD.replace('max_points = 6, step = "0,25"', "max_points = 5, step = 2"))
    assert [(each.where, each.code) for each in told] == [
        ("parts.a.criteria.x.step", "step_misses_max"),
        ("parts.a.max_points", "sum_differs"),
    ]


def test_two_parts_cannot_share_a_short_name() -> None:
    told = _problems(re.sub('(name = "Phần (A|B)")', r'\1\nshort_name = "P"', GOOD))
    assert told == (Problem("parts", "duplicate", {"field": "short_name", "typed": "P"}),)


def test_parts_that_are_known_cannot_exceed_the_whole() -> None:
    opened = (
        GOOD.replace("max_points = 60\n", "")
        .replace(", max_points = 60, step = 1", "")
        .replace("_total = 30", "_total = 5")
    )
    assert _problems(opened) == (Problem("max_total", "total_differs", {"stated": Fraction(5), "total": Fraction(10)}),)
    assert loads(opened.replace("_total = 5", "_total = 11")).max_total == 11


def test_a_hostile_document_is_told_two_hundred_mistakes_of_a_million() -> None:
    document = {"ties": ["a"] * 50_000} | {f"k{n}": n for n in range(20_000)}
    assert len(_problems(json.dumps(document), "json")) == PROBLEMS_MOST
    twins = ",".join(f'"k{n}": 1, "k{n}": 2' for n in range(20_000))
    assert len(_problems("{" + twins + "}", "json")) == PROBLEMS_MOST


def test_broken_syntax_is_told_in_vietnamese_with_its_place() -> None:
    remedy = "Đề nghị kiểm tra dấu ngoặc, dấu bằng, dấu nháy"
    (problem,) = _problems('{"name":\n  oops}', "json")
    assert complain(problem) == f"Tệp không đúng định dạng JSON ở dòng 2, cột 3. {remedy} ở chỗ đó và ngay trước đó."
    (problem,) = _problems('name = "a"\nparts = oops')
    assert complain(problem) == f"Tệp không đúng định dạng TOML ở dòng 2, cột 9. {remedy} ở chỗ đó và ngay trước đó."
    (problem,) = _problems("parts = [")
    assert complain(problem) == f"Tệp không đúng định dạng TOML. {remedy}."


NULLS = [
    ((), "name", ("name", "missing")),
    (("parts", 0), "key", ("parts.1.key", "missing")),
    (("parts", 0), "name", ("parts.a.name", "missing")),
    (("parts", 0), "panel", ("parts.a.panel", "empty_panel")),
    (("parts", 0, "panel"), "method", ("parts.a.panel.method", "missing")),
    (("parts", 0, "criteria", 0), "key", ("parts.a.criteria.1.key", "missing")),
    (("parts", 0, "criteria", 0), "name", ("parts.a.criteria.x.name", "missing")),
    (("parts", 0, "criteria", 0), "step", ("parts.a.criteria.x.step", "missing")),
    (("prizes", 0), "count", ("prizes.nhat.count", "missing")),
]


@pytest.mark.parametrize(("table", "key", "told"), NULLS)
def test_null_counts_as_missing(table: tuple[str | int, ...], key: str, told: tuple[str, str]) -> None:
    document: Any = json.loads(json.dumps(to_dict(loads(GOOD))))
    place = document
    for step in table:
        place = place[step]
    place[key] = None
    assert told in [(each.where, each.code) for each in _problems(json.dumps(document), "json")]


def test_no_broken_character_gets_in_or_out() -> None:
    document = to_dict(loads(GOOD)) | {"name": "\ud800", "note\udfff": "x", "near_tie": "\ud800", "panel": 1}
    told = _problems(json.dumps(document), "json")
    assert {("name", "broken_text"), ("note\ufffd", "unknown_key"), ("near_tie", "not_a_decimal")} <= {
        (each.where, each.code) for each in told
    }
    assert " ".join(complain(each) for each in told).encode()
    assert Problem("\ufffd", "key_twice") in _problems('{"\\ud800": 1, "\\ud800": 2}', "json")


def test_a_number_too_fine_to_be_written_back_is_none() -> None:
    assert exact(Decimal("0.123456789012")) == Fraction(123456789012, 10**12)
    assert exact(Decimal("0.1234567890123")) is exact(Decimal("NaN")) is exact(Decimal("1e12")) is None


def test_floats_are_not_points() -> None:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "a", "parts": [], "near_tie": 0.1})
    assert Problem("near_tie", "float_not_exact", {"typed": "0.1"}) in caught.value.problems
    assert all(complain(problem) for problem in caught.value.problems)


def test_a_place_outside_the_catalogue_is_said_as_it_is() -> None:
    assert complain(Problem("", "no_parts")).startswith("Thể lệ: ")
    assert complain(Problem("colour", "missing")).startswith("Colour: ")


def _two(first: dict[str, object], second: dict[str, object], **more: object) -> dict[str, Any]:
    """Give a document of two parts: a panel of 100 points and a figure of its own of 10."""
    criterion = {"key": "x", "name": "Điểm", "max_points": 100, "step": 1}
    panel = {
        "key": "a",
        "name": "Ban Giám khảo",
        "max_points": 100,
        "criteria": [criterion],
        "panel": {"method": "mean"},
    }
    votes = {"key": "b", "name": "Bình chọn", "criteria": [{"key": "x", "name": "Điểm"}], "panel": {"method": "agreed"}}
    return {"name": "Hội thi", "parts": [panel | first, votes | second], **more}


def _told(document: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(RulebookErrors) as caught:
        from_dict(document)
    assert all(complain(problem) for problem in caught.value.problems)
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_percents_come_to_a_hundred() -> None:
    assert from_dict(_two({"percent": 60}, {"percent": 40})).part("a").percent == 60
    assert from_dict(_two({"percent": "200/3"}, {"percent": "100/3"})).part("b").percent == Fraction(100, 3)
    with pytest.raises(RulebookErrors) as caught:
        from_dict(_two({"percent": 60}, {"percent": 30}))
    assert [complain(problem) for problem in caught.value.problems] == [
        "Phần thi: phần trăm (percent) của các phần cộng lại là 90, không phải 100. Đề nghị sửa để cộng lại đúng 100."
    ]


def test_a_wrong_percent_is_told_once() -> None:
    assert _told(_two({"percent": 160}, {"percent": 40})) == [("parts.a.percent", "percent_above_100")]
    assert _told(_two({"percent": 60}, {"percent": 40}, percent_of="all", max_total=1)) == [
        ("percent_of", "unknown_name")
    ]


def test_a_share_of_an_open_figure_is_refused() -> None:
    assert _told(_two({"percent": 60}, {"percent": 40}, percent_of="maximum")) == [
        ("parts.b.max_points", "percent_of_open")
    ]
    open_criterion = [{"key": "x", "name": "Điểm", "min_share": 50}]
    assert _told(_two({}, {"min_share": 50, "criteria": open_criterion})) == [
        ("parts.b.criteria.x.min_share", "share_of_open"),
        ("parts.b.min_share", "share_of_open"),
    ]
    late = {
        "key": "l",
        "name": "Quá giờ",
        "kind": "overtime",
        "bands": [{"from": 1, "percent": 5, "percent_of": "maximum"}],
    }
    assert _told(_two({}, {}, deductions=[late])) == [("deductions.l.bands.1.percent_of", "percent_of_open")]
    assert _told(_two({}, {"deductions": [late]})) == [("parts.b.deductions.l.bands.1.percent_of", "percent_of_open")]
    assert from_dict(_two({"deductions": [late]}, {})).rule("a", "l").bands[0].percent_of == "maximum"


def test_the_maximum_of_the_total_counts_percents() -> None:
    closed = {"percent": 40, "max_points": 10, "criteria": [{"key": "x", "name": "Điểm", "max_points": 10, "step": 1}]}
    assert from_dict(_two({"percent": 60}, closed, max_total=100, percent_of="maximum")).max_total == 100
    assert from_dict(_two({"percent": 60}, closed, max_total=64)).max_total == 64
    assert _told(_two({"percent": 60}, closed, max_total=100)) == [("max_total", "total_differs")]


def test_time_that_is_short_was_not_left_unmarked() -> None:
    bands = [{"from": 1, "until": 60, "effect": "not_marked"}, {"from": 60, "effect": "no_points"}]
    short = {"key": "s", "name": "Thiếu giờ", "kind": "undertime", "bands": bands}
    told = _told(_two({"time_minimum": 300, "deductions": [short]}, {}))
    assert told == [("parts.a.deductions.s.bands.1.effect", "effect_of_overtime")]


def test_undertime_needs_the_minimum_of_one_part() -> None:
    short = {"key": "s", "name": "Thiếu giờ", "kind": "undertime", "bands": [{"from": 1, "points": 1}]}
    assert from_dict(_two({"time_minimum": 300}, {}, deductions=[short])).part("a").time_minimum == 300
    assert _told(_two({}, {"deductions": [{**short, "key": "?"}]})) == [
        ("parts.b.deductions.1.key", "bad_key"),
        ("parts.b.deductions.?.kind", "undertime_without_minimum"),
    ]
