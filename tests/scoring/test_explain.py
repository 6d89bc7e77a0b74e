"""The steps of an explanation compared whole: what was before each of them, what came of it, what it names."""

from __future__ import annotations

from fractions import Fraction as F

from scoring.account import Account, Pair, Step
from scoring.entered import Entry, Fault
from scoring.explain import explain
from scoring.explainrank import compare
from scoring.figures import AppliedDeduction, Cut
from scoring.panelfigures import Mark, PanelMarks, marks_of
from scoring.rulebook import Rulebook, from_dict
from scoring.standings import standings

X = {"key": "x", "name": "Một", "max_points": 10, "step": "0.25"}
Y = X | {"key": "y", "name": "Hai", "weight": 2}
JUDGED = {"key": "a", "name": "Phần A", "max_points": 30, "criteria": [X, Y]}
JUDGED |= {"panel": {"method": "mean", "over": "criteria"}, "factor": "0.5"}
AGREED = {"key": "b", "name": "Phần B", "max_points": 30, "criteria": [X, Y], "factor": 2}
AGREED |= {"panel": {"method": "agreed"}}
FLAT = {"key": "loi", "name": "Lỗi", "kind": "flat"}
OUT = {"key": "liet", "name": "Điểm liệt", "kind": "knockout"}
ROUNDING = [{"stage": "panel", "decimals": 1}, {"stage": "factor", "decimals": 1}, {"stage": "total", "decimals": 0}]


def _rules(*parts: dict[str, object], **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": list(parts), "deductions": [FLAT, OUT], **more})


def _explained(entry: Entry, rules: Rulebook, team: str = "X") -> Account:
    return explain(team, standings(entry, rules), entry, rules)


def _sheets(*judges: tuple[str, str]) -> dict[tuple[str, str, str], dict[str, F]]:
    return {("a", "X", f"J{at}"): {"x": F(x), "y": F(y)} for at, (x, y) in enumerate(judges, 1)}


def _round(before: F, after: str, stage: str, decimals: int) -> Step:
    return Step("round", F(after), {"before": before, "stage": stage, "decimals": decimals, "mode": "half_up"})


def test_each_criterion_is_rounded_weighed_and_rounded_again() -> None:
    # x: (8 + 8,25) : 2 = 8,125 → 8,1; × 0,5 = 4,05 → 4,1. y: 7 × 2 × 0,5 = 7. Together 11,1 → 11.
    entry = Entry(("X",), {"a": ("J1", "J2")}, _sheets(("8", "7"), ("8.25", "7")))
    rules = _rules(JUDGED, rounding=ROUNDING)
    account = _explained(entry, rules)
    (part,) = account.parts
    rest = {"dropped": PanelMarks(), "placing": None}
    used = [marks_of((Mark("J1", F(one)), Mark("J2", F(other)))) for one, other in (("8", "8.25"), ("7", "7"))]
    assert [line.steps for line in part.lines] == [
        (
            Step("panel", F("8.125"), {"method": "mean", "used": used[0], **rest}),
            _round(F("8.125"), "8.1", "panel", 1),
            Step("times", F("4.05"), {"before": F("8.1"), "factors": (("times", F(1, 2)),)}),
            _round(F("4.05"), "4.1", "factor", 1),
        ),
        (
            Step("panel", F(7), {"method": "mean", "used": used[1], **rest}),
            _round(F(7), "7", "panel", 1),
            Step("times", F(7), {"before": F(7), "factors": (("times", F(2)), ("times", F(1, 2)))}),
            _round(F(7), "7", "factor", 1),
        ),
    ]
    assert part.steps == (Step("add", F("11.1"), {"terms": (F("4.1"), F(7))}),)
    assert account.standing == standings(entry, rules).of("X")
    show = Step("show", F(11), {"before": F(11), "decimals": 2})
    assert account.steps == (_round(F("11.1"), "11", "total", 0), show)


def test_a_percentage_comes_after_the_weight() -> None:
    # 7 × 2 of a part of 60 percent of the points: × 60 : 100.
    part = {key: value for key, value in JUDGED.items() if key != "factor"} | {"percent": 60}
    entry = Entry(("X",), {"a": ("J1",)}, _sheets(("8", "7")), {("b", "X"): {"x": F(1), "y": F(1)}})
    other = {key: value for key, value in AGREED.items() if key != "factor"} | {"percent": 40}
    steps = _explained(entry, _rules(part, other)).parts[0].lines[1].steps
    factors = (("times", F(2)), ("times", F(60)), ("over", F(100)))
    assert steps[-1] == Step("times", F("8.4"), {"before": F(7), "factors": factors})


def test_what_was_entered_criterion_by_criterion_is_added_first() -> None:
    # 3 + 2 × 4 = 11, × 2 = 22; the fault of 5 is cut to the cap of 3 and by the floor of 20 to 2.
    part = AGREED | {"deduction_cap": 3, "floor": 20}
    entry = Entry(("X",), agreed={("b", "X"): {"x": F(3), "y": F(4)}}, faults=(Fault("X", "loi", "b", F(5)),))
    (told,) = _explained(entry, _rules(part)).parts
    assert [line.marks for line in told.lines[:2]] == [{"": F(3)}, {"": F(4)}]
    terms = marks_of((Mark("", F(3)), Mark("", F(4), F(2))))
    assert told.lines[2].steps == (
        Step("sum", F(11), {"used": terms}),
        Step("times", F(22), {"before": F(11), "factors": (("times", F(2)),)}),
    )
    fault = AppliedDeduction("loi", "Lỗi", "b", F(5), F(5), "", noted=F(5))
    assert told.steps == (
        Step("take", F(17), {"before": F(22), "deduction": fault}),
        Step("give_back", F(19), {"before": F(17), "cut": Cut("deduction_cap", F(2))}),
        Step("give_back", F(20), {"before": F(19), "cut": Cut("floor", F(1))}),
    )


def test_a_part_that_is_not_marked_yet_has_no_steps_even_with_a_fault() -> None:
    entry = Entry(("X",), {"a": ("J1",)}, faults=(Fault("X", "loi", "a", F(5)),))
    account = _explained(entry, _rules(JUDGED))
    assert (account.parts[0].lines, account.parts[0].steps, account.steps) == ((), (), ())


def test_a_total_that_is_sunk_says_what_it_would_have_been() -> None:
    entry = Entry(("X",), agreed={("b", "X"): {"x": F(3), "y": F(4)}}, faults=(Fault("X", "liet"),))
    steps = _explained(entry, _rules(AGREED, sunk="zero")).steps
    out = AppliedDeduction("liet", "Điểm liệt", None, None, F(0), "", noted=F(0))
    assert steps == (
        Step("take", F(22), {"before": F(22), "deduction": out}),
        Step("sunk", F(0), {"before": F(22)}),
        Step("show", F(0), {"before": F(0), "decimals": 2}),
    )


def test_a_median_drops_the_lowest_and_the_highest_whoever_gave_them() -> None:
    # Sheets x + 2y: J1 24, J2 21, J3 26, J4 27, J5 22; 24 is in the middle, J2 and J5 below, J3 and J4 above.
    rows = [("8", "8"), ("7", "7"), ("8", "9"), ("9", "9"), ("8", "7")]
    entry = Entry(("X",), {"a": tuple(f"J{at}" for at in range(1, 6))}, _sheets(*rows))
    part = JUDGED | {"panel": {"method": "median"}}
    line = _explained(entry, _rules(part)).parts[0].lines[-1]
    assert line.dropped == {"J2": "lowest", "J5": "lowest", "J3": "highest", "J4": "highest"}


def test_two_teams_are_compared_part_by_part() -> None:
    agreed = {("b", "X"): {"x": F(3), "y": F(4)}, ("b", "Y"): {"x": F(1), "y": F(4)}}
    entry = Entry(("X", "Y"), agreed=agreed, faults=(Fault("Y", "loi", None, F(1)),))
    rules = _rules(AGREED)
    assert compare("Y", "X", standings(entry, rules), entry, rules).pairs == (
        Pair("part", "b", F(22), F(18)),
        Pair("whole", None, F(0), F(-1)),
        Pair("sum", None, F(22), F(17)),
        Pair("total", None, F(22), F(17)),
    )
