"""Entries against the rulebook: every mistake at once, with all that its sentence needs, and what just fits."""

from dataclasses import replace
from fractions import Fraction as F

from scoring.entered import Absent, Decision, Entry, Fault, Strike
from scoring.entries import answer_error, fault_error, problems
from scoring.points import PointsError
from scoring.rulebook import Problem, Rulebook, from_dict

X = {"key": "x", "name": "Điểm", "max_points": 10, "step": 1}
Y = {"key": "y", "name": "Hai", "max_points": 5, "step": 1}
LATE = {"key": "late", "name": "Quá giờ", "kind": "overtime", "bands": [{"from": 1, "points": 1}]}
FLAT = {"key": "flat", "name": "Lỗi", "kind": "flat", "points": 1}
PARTS = [
    {"key": "a", "name": "A", "max_points": 15, "criteria": [X, Y], "panel": {"method": "mean"}, "deductions": [LATE]},
    {"key": "b", "name": "B", "max_points": 10, "criteria": [X], "panel": {"method": "mean"}},
    {"key": "c", "name": "C", "max_points": 10, "criteria": [X], "panel": {"method": "agreed"}},
]
GOOD = Entry(
    ("Một", "Hai"),
    judges={"a": ("GK1", "GK2"), "b": ("GK1", "GK2")},
    sheets={("a", "Một", "GK1"): {"x": F(10), "y": F(0)}, ("b", "Hai", "GK2"): {"x": F(1)}},
    agreed={("c", "Một"): {"x": F(10)}},
    faults=(Fault("Một", "late", "a", F(3)), Fault("Một", "flat", "a"), Fault("Một", "flat", "a")),
    decisions=(Decision(("Hai", "Một"), (("Một", "Hai"),)),),
    seats={"GK2": "2"},
)


def _rulebook() -> Rulebook:
    seats = [{"seat": "2", "parts": ["b"]}]
    return from_dict({"name": "Hội thi", "parts": PARTS, "deductions": [FLAT], "seats": seats})


def test_what_just_fits_fits() -> None:
    assert problems(GOOD, _rulebook()) == ()
    for value in (F(0), F(1, 2)):
        assert answer_error(Decision(("X", "Y"), (("Y",), ("X",)), step="time", values={"X": F(1), "Y": value})) is None


def test_every_mistake_of_an_entry_is_told_at_once() -> None:
    answers = {"Một": F(1), "Hai": F(2)}
    wrong = replace(
        GOOD,
        sheets={
            ("z", "Ba", "GK1"): {},
            ("a", "Ba", "GK1"): {},
            ("c", "Một", "GK1"): {},
            ("a", "Một", "GK2"): Absent.LATE,
            ("a", "Một", "GK3"): {},
            ("a", "Hai", "GK1"): {"z": F(1), "x": F(11), "y": F(1, 2)},
            ("b", "Một", "GK1"): Absent.LATE,
        },
        agreed={("z", "Ba"): {}, ("c", "Ba"): {}, ("a", "Một"): {}, ("c", "Hai"): {"z": F(1), "x": F(-1)}},
        faults=(
            Fault("Ba", "flat"),
            Fault("Một", "late", "a", F(1)),
            Fault("Hai", "late", "a", F(1)),
            Fault("Một", "late", "a", F(1)),
            Fault("Một", "late", "b", F(1)),
            Fault("Một", "odd", "a"),
            Fault("Một", "odd"),
            Fault("Một", "flat", "z"),
            Fault("Một", "flat", "b", F(2)),
        ),
        decisions=(
            Decision(("Ba", "Bốn"), (("Ba", "Bốn"),)),
            Decision(("Một", "Hai", "Một"), (("Một", "Hai", "Một"),)),
            Decision(("Một",), (("Một",),)),
            Decision(("Một", "Hai"), (("Một",), ("Một",))),
            Decision(("Một", "Hai"), (("Một",), ("Hai",)), step="question", values=answers),
            Decision(("Một", "Hai"), (("Một",), ("Hai",)), values=answers),
        ),
        struck=(Strike("a", "x"), Strike("z", "x")),
    )
    assert problems(wrong, _rulebook()) == (
        Problem("z/Ba/GK1", "unknown_part", {"part": "z", "team": "Ba"}),
        Problem("a/Ba/GK1", "unknown_team", {"part": "a", "team": "Ba"}),
        Problem("c/Một/GK1", "part_is_agreed", {"part": "C"}),
        Problem("a/Một/GK2", "seat_not_for_part", {"part": "A", "judge": "GK2"}),
        Problem("a/Một/GK3", "unknown_judge", {"part": "A", "judge": "GK3"}),
        Problem("a/Hai/GK1/z", "unknown_criterion", {"part": "A", "criterion": "z"}),
        Problem("a/Hai/GK1/x", "above_max", {"typed": "11", "max": F(10)}),
        Problem("a/Hai/GK1/y", "off_step", {"typed": "0.5", "step": F(1)}),
        Problem("z/Ba", "unknown_part", {"part": "z", "team": "Ba"}),
        Problem("c/Ba", "unknown_team", {"part": "c", "team": "Ba"}),
        Problem("a/Một", "part_is_judged", {"part": "A"}),
        Problem("c/Hai/z", "unknown_criterion", {"part": "C", "criterion": "z"}),
        Problem("c/Hai/x", "below_zero", {"typed": "-1"}),
        Problem("struck/1", "strike_no_quiz", {"part": "A"}),
        Problem("struck/2", "unknown_part", {"part": "z"}),
        Problem("faults/1", "unknown_team", {"team": "Ba"}),
        Problem("faults/4", "fault_twice", {"team": "Một", "rule": "Quá giờ"}),
        Problem("faults/5", "unknown_rule", {"rule": "late", "known": ("flat",)}),
        Problem("faults/6", "unknown_rule", {"rule": "odd", "known": ("late", "flat")}),
        Problem("faults/7", "unknown_rule", {"rule": "odd", "known": ("flat",)}),
        Problem("faults/8", "unknown_part", {"part": "z"}),
        Problem("faults/9", "amount_differs", {"rule": "Lỗi", "typed": F(2), "points": F(1)}),
        Problem("decisions/1", "unknown_team", {"team": "Ba"}),
        Problem("decisions/2", "decision_needs_two", {"teams": ("Một", "Hai", "Một")}),
        Problem("decisions/3", "decision_needs_two", {"teams": ("Một",)}),
        Problem("decisions/4", "decision_order_differs", {"teams": ("Một", "Hai"), "order": ("Một", "Một")}),
        Problem("decisions/5", "decision_values_differ", {"step": "question"}),
        Problem("decisions/6", "decision_takes_no_values", {"step": "decision"}),
    )


def test_a_sheet_of_a_part_that_nobody_marks_is_nobodys() -> None:
    told = problems(Entry(("Một",), sheets={("a", "Một", "GK1"): {}}), _rulebook())
    assert told == (Problem("a/Một/GK1", "unknown_judge", {"part": "A", "judge": "GK1"}),)


def test_an_answer_to_no_step_is_told_which_there_are() -> None:
    known = ("question", "time", "lot", "decision")
    assert answer_error(Decision(("X", "Y"), (), step="dice")) == PointsError(
        "decision_unknown_step", {"typed": "dice", "known": known}
    )


def test_a_fault_without_a_mistake_has_no_error() -> None:
    assert fault_error(Fault("Ba", "flat", "a"), _rulebook()) is None
