"""Each kind of deduction by itself: which amounts it takes, which rules it refuses, what it costs; answers compared whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from scoring.deductions import KINDS, Kind, Place, band_of
from scoring.points import PointsError
from scoring.rules import Band, Criterion, DeductionRule, Panel, Part, Problem

FLAT = DeductionRule("loi", "Lỗi", "flat")
LATE = DeductionRule("gio", "Quá giờ", "overtime", bands=(Band(1, None, F(1)),))
SHORT = replace(LATE, name="Thiếu giờ", kind="undertime")
OUT = DeductionRule("liet", "Thi hộ", "knockout")
TIMED = Part("a", "Phần A", "A", (Criterion("x", "Điểm"),), Panel("agreed"), time_minimum=60)
UNTIMED = replace(TIMED, time_minimum=None)


def _kind(rule: DeductionRule) -> Kind:
    return KINDS[rule.kind]


@pytest.mark.parametrize(
    ("rule", "amount", "part"),
    [
        (FLAT, F("0.001"), None),
        (replace(FLAT, points=F(2)), None, None),
        (replace(FLAT, points=F(2)), F(2), None),
        (replace(FLAT, max_points=F(3)), F(3), None),
        (OUT, None, None),
        (LATE, F(0), None),
        (SHORT, F(0), TIMED),
        (SHORT, F(60), TIMED),
    ],
)
def test_an_amount_that_the_rule_knows_is_taken(rule: DeductionRule, amount: F | None, part: Part | None) -> None:
    _kind(rule).check_amount(rule, amount, part)


@pytest.mark.parametrize(
    ("rule", "amount", "part", "error"),
    [
        (FLAT, None, None, PointsError("amount_missing", {"rule": "Lỗi"})),
        (
            replace(FLAT, points=F(2)),
            F(1),
            None,
            PointsError("amount_differs", {"rule": "Lỗi", "typed": F(1), "points": F(2)}),
        ),
        (FLAT, F(0), None, PointsError("amount_not_positive", {"rule": "Lỗi"})),
        (
            replace(FLAT, max_points=F(3)),
            F("3.25"),
            None,
            PointsError("amount_above_max", {"rule": "Lỗi", "typed": F("3.25"), "max": F(3)}),
        ),
        (OUT, F(1), None, PointsError("amount_of_knockout", {"rule": "Thi hộ"})),
        (LATE, None, None, PointsError("seconds_missing", {"rule": "Quá giờ"})),
        (LATE, F("1.5"), None, PointsError("seconds_not_whole", {"rule": "Quá giờ", "typed": F("1.5")})),
        (LATE, F(-1), None, PointsError("seconds_not_whole", {"rule": "Quá giờ", "typed": F(-1)})),
        (SHORT, None, TIMED, PointsError("seconds_missing", {"rule": "Thiếu giờ"})),
        (
            SHORT,
            F(61),
            TIMED,
            PointsError("seconds_above_minimum", {"rule": "Thiếu giờ", "typed": F(61), "least": 60}),
        ),
        (SHORT, F(1), UNTIMED, PointsError("no_time_minimum", {"rule": "Thiếu giờ"})),
        (SHORT, F(1), None, PointsError("no_time_minimum", {"rule": "Thiếu giờ"})),
    ],
)
def test_an_amount_that_the_rule_does_not_know_is_refused(
    rule: DeductionRule, amount: F | None, part: Part | None, error: PointsError
) -> None:
    with pytest.raises(PointsError) as caught:
        _kind(rule).check_amount(rule, amount, part)
    assert caught.value == error


def _bands(*bands: Band, grace: int = 0) -> DeductionRule:
    return replace(LATE, bands=bands, grace=grace)


NO_POINTS, NOT_MARKED = Band(300, None, effect="no_points"), Band(300, None, effect="not_marked")


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (replace(FLAT, points=F(1)), []),
        (replace(FLAT, points=F(2), cap=F(2)), []),
        (replace(FLAT, max_points=F(2), cap=F(1)), []),
        (replace(FLAT, points=F(0)), [Problem("points", "not_positive", {"typed": F(0)})]),
        (replace(FLAT, max_points=F(-1)), [Problem("max_points", "not_positive", {"typed": F(-1)})]),
        (replace(FLAT, points=F(1), max_points=F(2)), [Problem("max_points", "points_and_max")]),
        (
            replace(FLAT, points=F(2), cap=F("1.5")),
            [Problem("cap", "cap_below_points", {"typed": F("1.5"), "points": F(2)})],
        ),
        (OUT, []),
        (replace(LATE, bands=()), [Problem("bands", "no_bands")]),
        (_bands(Band(1, 60, F(1)), Band(60, 61, F(2)), Band(61, None, F(3))), []),
        (
            _bands(Band(60, 60, F(1)), Band(60, 59, F(1))),
            [
                Problem("bands.1.until", "band_empty", {"start": 60, "until": 60}),
                Problem("bands.2.until", "band_empty", {"start": 60, "until": 59}),
            ],
        ),
        (
            _bands(Band(1, 60, F(1)), Band(59, None, F(2)), Band(90, None, F(3))),
            [
                Problem("bands.2.from", "bands_overlap", {"start": 59}),
                Problem("bands.3.from", "bands_overlap", {"start": 90}),
            ],
        ),
        # A grace of 9 seconds reaches the last second of a band to 10, not one to 11: ten seconds cost.
        (
            _bands(Band(1, 10, F(1)), Band(10, 11, F(1)), grace=9),
            [Problem("bands.1.until", "band_never_costs", {"until": 10, "grace": 9})],
        ),
        # An empty band is told once, within the grace or not.
        (_bands(Band(5, 5, F(1)), grace=9), [Problem("bands.1.until", "band_empty", {"start": 5, "until": 5})]),
        # The sixtieth second is the first full minute: a band up to it counts none, one that holds it does.
        (
            _bands(Band(1, 60, F(1), per="full_minute"), Band(60, 61, F(1), per="full_minute")),
            [Problem("bands.1.until", "band_never_costs", {"until": 60, "grace": 0})],
        ),
        (_bands(Band(1, 60, F(1), per="hour")), []),  # an unknown name is told elsewhere
        (
            _bands(Band(1, None, F(1), percent=F(5))),
            [Problem("bands.1.percent", "points_and_percent")],
        ),
        (_bands(NO_POINTS), []),
        (_bands(NOT_MARKED), []),
        (_bands(replace(NOT_MARKED, points=F(1))), []),
        (_bands(replace(NO_POINTS, effect="stop", points=F(1))), []),  # an unknown name is told elsewhere
        (_bands(replace(NO_POINTS, points=F(1))), [Problem("bands.1.effect", "effect_takes_all")]),
        (_bands(Band(1, 60), replace(NO_POINTS, percent=F(5))), [Problem("bands.2.effect", "effect_takes_all")]),
        (replace(SHORT, bands=(NO_POINTS,)), []),
        (
            replace(SHORT, bands=(Band(1, 300, F(1)), NOT_MARKED)),
            [Problem("bands.2.effect", "effect_of_overtime")],
        ),
        (replace(SHORT, bands=()), [Problem("bands", "no_bands")]),
        (replace(SHORT, bands=(Band(1, None, F(1), effect="stop"),)), []),
    ],
)
def test_a_rule_is_told_all_its_mistakes(rule: DeductionRule, found: list[Problem]) -> None:
    assert _kind(rule).check(rule) == found


HERE = Place(F(8), F(10))
BELOW_ZERO = Place(F(-2), F(10))


@pytest.mark.parametrize(
    ("rule", "amount", "place", "cost"),
    [
        (replace(FLAT, points=F(2)), None, HERE, 2),
        (FLAT, F(3), HERE, 3),
        (replace(FLAT, kind="bonus"), F(3), HERE, -3),
        (OUT, None, HERE, 0),
        (_bands(Band(1, 60, F(1)), Band(60, None, F(2))), F(0), HERE, 0),
        (_bands(Band(1, 60, F(1)), Band(60, None, F(2))), F(1), HERE, 1),
        (_bands(Band(1, 60, F(1)), Band(60, None, F(2))), F(59), HERE, 1),
        (_bands(Band(1, 60, F(1)), Band(60, None, F(2))), F(60), HERE, 2),
        (_bands(Band(10, 60, F(1))), F(9), HERE, 0),
        (_bands(Band(10, 60, F(1))), F(60), HERE, 0),
        # A grace of 15 seconds forgives the fifteenth, and counts no second off the sixteenth.
        (_bands(Band(1, None, F(1)), grace=15), F(15), HERE, 0),
        (_bands(Band(1, None, F(1)), grace=15), F(16), HERE, 1),
        (_bands(Band(1, None, F(2), per="full_minute")), F(119), HERE, 2),
        (_bands(Band(1, None, F(2), per="full_minute")), F(120), HERE, 4),
        (_bands(Band(1, None, F(2), per="started_minute")), F(60), HERE, 2),
        (_bands(Band(1, None, F(2), per="started_minute")), F(61), HERE, 4),
        # A quarter of 8 points is 2, of the maximum of 10 is 2,5; nothing is left to take of a part below zero.
        (_bands(Band(1, None, percent=F(25))), F(1), HERE, 2),
        (_bands(Band(1, None, percent=F(25))), F(1), BELOW_ZERO, 0),
        (_bands(Band(1, None, percent=F(25), percent_of="maximum")), F(1), HERE, F("2.5")),
        (_bands(NO_POINTS), F(299), HERE, 0),
        (_bands(NO_POINTS), F(300), HERE, 8),
        (_bands(NO_POINTS), F(300), BELOW_ZERO, 0),
        (_bands(NOT_MARKED), F(300), HERE, 0),
        (_bands(replace(NOT_MARKED, points=F(1))), F(300), HERE, 1),
    ],
)
def test_what_it_costs(rule: DeductionRule, amount: F | None, place: Place, cost: F | int) -> None:
    assert _kind(rule).cost(rule, amount, place) == cost


def test_no_amount_falls_in_no_band() -> None:
    assert band_of(LATE, None) is None
    assert band_of(_bands(Band(0, 1, F(1))), None) is None


def test_what_each_kind_is() -> None:
    flat = frozenset({"points", "max_points", "cap", "most_times"})
    banded = frozenset({"grace", "bands", "cap"})
    assert {
        name: (kind.unit, kind.once, kind.keys, kind.needs_minimum, kind.sinks) for name, kind in KINDS.items()
    } == {
        "flat": ("points", False, flat, False, False),
        "overtime": ("seconds", True, banded, False, False),
        "undertime": ("seconds", True, banded, True, False),
        "bonus": ("points", False, flat, False, False),
        "knockout": ("", False, frozenset(), False, True),
    }
