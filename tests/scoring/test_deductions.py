"""What faults, merits, caps, floors and knock-outs do together, beside the case folders: the working in full, properties."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from contest.messages.scoring import tell
from scoring.points import from_thousandths
from scoring.rounding import MODES
from scoring.rulebook import Rulebook, from_dict
from scoring.standings import (
    AppliedDeduction,
    Cut,
    Entry,
    Fault,
    Notice,
    PartFigure,
    Standing,
    Sunk,
    standings,
)

F = Fraction
PART = {"max_points": 20, "criteria": [{"key": "x", "name": "Điểm", "max_points": 20, "step": "0.25"}]}
A = PART | {"key": "a", "name": "Phần A", "panel": {"method": "agreed"}}
B = PART | {"key": "b", "name": "Phần B", "panel": {"method": "agreed"}}
BANDS = [
    {"from": 1, "until": 60, "points": 1},
    {"from": 60, "until": 300, "percent": 50},
    {"from": 300, "effect": "no_points"},
]
RULES: list[dict[str, object]] = [
    {"key": "loi", "name": "Lỗi", "kind": "flat", "max_points": 5},
    {"key": "thuong", "name": "Thưởng", "kind": "bonus", "max_points": 5},
    {"key": "gio", "name": "Quá giờ", "kind": "overtime", "bands": BANDS},
    {"key": "liet", "name": "Điểm liệt", "kind": "knockout"},
]


def _rulebook(a: dict[str, object] | None = None, **more: object) -> Rulebook:
    return from_dict({"name": "Hội thi", "parts": [A | (a or {}), B], "deductions": RULES, **more})


def _entry(a: str, b: str | None, *faults: Fault) -> Entry:
    agreed = {("a", "X"): {"x": F(a)}}
    if b is not None:
        agreed["b", "X"] = {"x": F(b)}
    return Entry(("X",), agreed=agreed, faults=faults)


def _exact(*values: int) -> tuple[Fraction | None, ...]:
    return tuple(F(value) for value in values)


def _row(rulebook: Rulebook, a: str, b: str | None, *faults: Fault) -> Standing:
    return standings(_entry(a, b, *faults), rulebook).of("X")


def test_every_figure_of_a_deduction_is_carried() -> None:
    rulebook = _rulebook({"deduction_cap": 4, "floor": 7}, deduction_cap=5, floor=11, one_act="heaviest")
    faults = (
        Fault("X", "loi", "a", F(3), "Nhắc bài", "Nhắc bài", "", "Trưởng ban"),
        Fault("X", "loi", None, F(2), "Nhắc bài", "Nhắc bài"),
        Fault("X", "gio", "a", F(30), "Hết giờ", timed_by="Tổ bấm giờ"),
        Fault("X", "loi", "a", F(1)),
        Fault("X", "thuong", "b", F(1), "Sáng tạo"),
        Fault("X", "loi", None, F(4)),
    )
    row = _row(rulebook, "10", "5", *faults)
    nhac = AppliedDeduction("loi", "Lỗi", "a", F(3), F(3), "Nhắc bài", noted=F(3), act="Nhắc bài")
    late = AppliedDeduction("gio", "Quá giờ", "a", F(30), F(1), "Hết giờ", noted=F(1), timed_by="Tổ bấm giờ")
    of_a = (
        replace(nhac, confirmed_by="Trưởng ban"),
        late,
        AppliedDeduction("loi", "Lỗi", "a", F(1), F(1), "", noted=F(1)),
    )
    a = row.parts["a"]
    # 3 + 1 + 1 = 5 of part a; its cap of 4 cuts 1, and its floor of 7 one more: 10 - 3 = 7.
    assert (a.deductions, a.cuts) == (of_a, (Cut("deduction_cap", F(1)), Cut("floor", F(1))))
    assert (a.points, a.deducted, a.taken, a.earned, a.net) == _exact(10, 3, 3, 0, 7)
    b = row.parts["b"]
    assert (b.deducted, b.taken, b.earned, b.net) == _exact(-1, 0, 1, 6)
    # 3 of part a and 4 of the contest are 7, the contest's cap of 5 cuts 2; 10 + 5 + 1 - 5 = 11, as the floor asks.
    assert row.deductions == (
        replace(nhac, part=None, amount=F(2), points=F(0), noted=F(2), cuts=(Cut("one_act", F(2)),)),
        AppliedDeduction("loi", "Lỗi", None, F(4), F(4), "", noted=F(4)),
    )
    assert row.cuts == (Cut("deduction_cap", F(2)),)
    assert (row.taken, row.earned, row.deductions_total, row.total_exact) == _exact(5, 1, 4, 11)


def test_what_a_percent_comes_to_is_known_once_the_part_has_its_points() -> None:
    late = Fault("X", "gio", "b", F(100))
    waiting = _row(_rulebook(), "10", None, late, Fault("X", "loi", "b", F(2)))
    assert (waiting.state, waiting.parts["b"].deducted, waiting.parts["b"].net) == ("incomplete", F(2), None)
    assert _row(_rulebook(), "10", "8", late).parts["b"].net == 4


def test_a_total_waits_for_its_floor_until_all_parts_are_there() -> None:
    row = _row(_rulebook(floor=20), "10", None, Fault("X", "loi", None, F(2)))
    assert (row.cuts, row.deductions_total) == ((), F(2))


def test_a_fault_in_a_part_that_is_not_shown_waits() -> None:
    entry = _entry("10", "8", Fault("X", "loi", "b", F(2)), Fault("X", "loi", None, F(1)))
    row = standings(entry, _rulebook(), parts=("a",)).of("X")
    assert (row.total_exact, row.deductions_total) == _exact(9, 1)


def test_a_percent_of_the_contest_is_of_its_points() -> None:
    assert _row(_rulebook(), "10", "8", Fault("X", "gio", None, F(100))).total_exact == 9


def test_a_percent_of_the_maximum_is_of_what_the_part_or_the_contest_can_bring() -> None:
    # A tenth of the 20 + 20 points of both parts is 4. Of a part that weighs 40 percent of the maximum it is a tenth of 40.
    rule: dict[str, object] = {"key": "gio", "name": "Quá giờ", "kind": "overtime"}
    rule |= {"bands": [{"from": 1, "percent": 10, "percent_of": "maximum"}]}
    assert _row(_rulebook(deductions=[rule]), "10", "8", Fault("X", "gio", None, F(1))).total_exact == 14
    shares = {"parts": [A | {"percent": 40}, B | {"percent": 60}], "percent_of": "maximum"}
    rulebook = from_dict({"name": "Hội thi", "deductions": [rule], **shares})
    # 10 of 20 in a part of 40 percent are 20 points, less 4; 8 of 20 in one of 60 percent are 24.
    row = _row(rulebook, "10", "8", Fault("X", "gio", "a", F(1)))
    assert (row.parts["a"].net, row.total_exact) == (F(16), F(40))


def _cuts(rulebook: Rulebook, a: str, *faults: Fault) -> tuple[list[tuple[Cut, ...]], tuple[Cut, ...], Fraction | None]:
    figure = _row(rulebook, a, "0", *faults).parts["a"]
    return [item.cuts for item in figure.deductions], figure.cuts, figure.net


def test_a_limit_that_is_just_reached_cuts_nothing() -> None:
    rules = [RULES[0] | {"cap": 3}]
    rulebook = _rulebook({"deduction_cap": 3, "floor": 7}, deductions=rules)
    # 2 + 1 are the rule's cap and the part's, and leave 10 - 3 = 7, the floor.
    assert _cuts(rulebook, "10", Fault("X", "loi", "a", F(2)), Fault("X", "loi", "a", F(1))) == ([(), ()], (), F(7))


def test_a_cap_cuts_what_is_above_it_of_a_fault_and_of_a_merit() -> None:
    rules = [rule | {"cap": "0.5"} for rule in RULES[:2]]
    faults = (Fault("X", "loi", "a", F("0.75")), Fault("X", "thuong", "a", F("0.75")), Fault("X", "thuong", "a", F(1)))
    # Of the fault's 0,75 a quarter is cut, of the first merit's 0,75 likewise and all of the second: 10 - 0,5 + 0,5.
    cuts = [(Cut("cap", F("0.25")),), (Cut("cap", F("-0.25")),), (Cut("cap", F(-1)),)]
    assert _cuts(_rulebook(deductions=rules), "10", *faults) == (cuts, (), F(10))


def test_a_floor_gives_back_no_more_than_was_taken() -> None:
    # The marks of 5 are below the floor of 7 by themselves: of the 3 taken the cap of 2 gives back 1, the floor the rest.
    rulebook = _rulebook({"deduction_cap": 2, "floor": 7})
    cuts = (Cut("deduction_cap", F(1)), Cut("floor", F(2)))
    assert _cuts(rulebook, "5", Fault("X", "loi", "a", F(3))) == ([()], cuts, F(5))


def test_what_another_fault_of_its_act_outdoes_is_not_cut_again_by_a_lost_part() -> None:
    late = Fault("X", "gio", "a", F(300), "", "Việc")
    cuts = [(), (Cut("one_act", F(3)),), (Cut("no_points", F(2)),)]
    faults = (late, Fault("X", "loi", "a", F(3), "", "Việc"), Fault("X", "loi", "a", F(2)))
    assert _cuts(_rulebook(), "10", *faults) == (cuts, (), F(0))


def test_a_contest_lost_by_its_time_has_no_cap_and_no_floor() -> None:
    # 10 - 3 + 8 = 15 are all lost; neither the cap of 2 nor the floor of 5 gives any of the part's 3 back.
    faults = (Fault("X", "loi", "a", F(3)), Fault("X", "gio", None, F(300)))
    for limit in ({"deduction_cap": 2}, {"floor": 5}):
        row = _row(_rulebook(None, **limit), "10", "8", *faults)
        assert (row.cuts, row.deductions_total, row.total_exact) == ((), F(18), F(0))


def test_a_knock_out_is_the_heaviest_of_its_act() -> None:
    faults = (Fault("X", "gio", "a", F(300), "", "Việc"), Fault("X", "liet", None, None, "Thi hộ", "Việc"))
    row = _row(_rulebook(sunk="no_prize"), "10", "8", *faults)
    assert (row.total_exact, row.prize_barred) == (F(18), True)
    assert row.parts["a"].deductions[0].cuts == (Cut("one_act", F(10)),)
    assert row.sunk == (Sunk("knockout", None, None, {"rule": "Điểm liệt", "reason": "Thi hộ"}),)


def test_a_sunk_entry_does_not_wait_for_its_sheets_when_it_has_no_rank() -> None:
    out = Fault("X", "liet", "a")
    assert _row(_rulebook(sunk="unranked"), "10", None, out).state == "unranked"
    assert _row(_rulebook(sunk="zero"), "10", None, out).state == "incomplete"
    table = standings(_entry("10", "8", out), _rulebook())
    assert table.warnings == (Notice("knockout", ("X",), "a", {"rule": "Điểm liệt", "reason": ""}),)


def test_every_reason_to_sink_has_its_sentence() -> None:
    criteria = [
        {"key": "x", "name": "Một", "max_points": 10, "step": 1, "zero_sinks": True, "min_share": "12.5"},
        {"key": "y", "name": "Hai", "max_points": 10, "step": 1},
    ]
    rulebook = _rulebook({"criteria": criteria, "min_share": 50})
    entry = Entry(("X",), agreed={("a", "X"): {"x": F(0), "y": F(9)}}, faults=(Fault("X", "liet", "a"),))
    assert [tell(notice, rulebook) for notice in standings(entry, rulebook, parts=("a",)).warnings] == [
        "Đội X: điểm liệt vì “Điểm liệt”.",
        "Đội X, phần Phần A: điểm liệt vì chỉ đạt 9 điểm, thể lệ cần ít nhất 10 điểm (50% điểm tối đa).",
        "Đội X, phần Phần A: điểm liệt vì tiêu chí “Một” 0 điểm.",
        "Đội X, phần Phần A: điểm liệt vì tiêu chí “Một” chỉ đạt 0 điểm, thể lệ cần ít nhất 1,25 điểm (12,5% điểm tối đa).",
    ]


def test_all_points_of_a_part_below_zero_are_none() -> None:
    """Only with what the floor of zero cannot reach: the whole contest lost by its time after a part below zero."""
    row = _row(_rulebook(), "1", "0", Fault("X", "loi", "a", F(5)), Fault("X", "gio", None, F(300)))
    assert (row.deductions[0].points, row.total_exact) == _exact(0, -4)


# Properties

_points = st.integers(0, 80).map(lambda quarters: from_thousandths(250 * quarters))
_amounts = st.integers(1, 20).map(lambda quarters: from_thousandths(250 * quarters))
_limit = st.none() | _amounts.map(str)


@st.composite
def _faults(draw: st.DrawFn) -> list[Fault]:
    faults = []
    for _ in range(draw(st.integers(0, 6))):
        rule = draw(st.sampled_from(["loi", "loi", "thuong"]))
        place = draw(st.sampled_from(["a", "b", None]))
        faults.append(Fault("X", rule, place, draw(_amounts), act=draw(st.sampled_from(["", "", "Một", "Hai"]))))
    timed = draw(st.lists(st.sampled_from(["a", "b", None]), unique=True))
    return faults + [Fault("X", "gio", place, F(draw(st.sampled_from([10, 100, 300])))) for place in timed]


@st.composite
def _contests(draw: st.DrawFn) -> tuple[Entry, Rulebook]:
    limits: dict[str, object] = {"cap": draw(_limit), "most_times": draw(st.none() | st.integers(1, 3))}
    rules = [rule | limits if rule["kind"] in {"flat", "bonus"} else rule for rule in RULES]
    part: dict[str, object] = {"deduction_cap": draw(_limit), "floor": draw(_limit)}
    rulebook = _rulebook(
        part,
        deductions=rules,
        deduction_cap=draw(_limit),
        floor=draw(_limit),
        one_act=draw(st.sampled_from(["heaviest", "each"])),
    )
    entry = _entry(str(draw(_points)), str(draw(_points)), *draw(_faults()))
    return entry, rulebook


def _figures(entry: Entry, rulebook: Rulebook) -> list[object]:
    row = standings(entry, rulebook).of("X")
    parts = [(figure.taken, figure.earned, figure.net, figure.cuts) for figure in row.parts.values()]
    return [parts, row.taken, row.earned, row.cuts, row.total_exact]


@given(_contests(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_faults_changes_nothing(contest: tuple[Entry, Rulebook], random: Random) -> None:
    entry, rulebook = contest
    faults = list(entry.faults)
    random.shuffle(faults)
    assert _figures(replace(entry, faults=tuple(faults)), rulebook) == _figures(entry, rulebook)


def _adds_up(figure: PartFigure) -> bool:
    taken = sum((item.points for item in figure.deductions), F(0)) - sum((cut.points for cut in figure.cuts), F(0))
    return figure.deducted == taken == figure.taken - figure.earned and figure.net == (figure.points or 0) - taken


@given(_contests())
@settings(max_examples=150, deadline=None)
def test_every_deduction_can_be_followed_by_hand(contest: tuple[Entry, Rulebook]) -> None:
    entry, rulebook = contest
    row = standings(entry, rulebook).of("X")
    items = [*row.deductions, *(item for figure in row.parts.values() for item in figure.deductions)]
    assert len(items) == len(entry.faults)
    for item in items:
        assert item.points == item.noted - sum((cut.points for cut in item.cuts), F(0))
        assert 0 <= item.points <= item.noted or item.noted <= item.points <= 0
    assert all(_adds_up(figure) for figure in row.parts.values())
    points = sum((figure.points or F(0) for figure in row.parts.values()), F(0))
    assert row.total_exact == points - row.deductions_total
    assert row.deductions_total == row.taken - row.earned
    assert min(row.taken, row.earned) >= 0


@given(_contests(), st.sampled_from(["cap", "most_times", "part", "contest", "floor", "total_floor"]), _amounts)
@settings(max_examples=150, deadline=None)
def test_no_limit_takes_more_from_a_team(contest: tuple[Entry, Rulebook], limit: str, amount: Fraction) -> None:
    """A cap of faults, a cap of a part or of the contest, a floor: none of them raises what is taken."""
    entry, rulebook = contest
    free = replace(rulebook, parts=tuple(replace(p, deduction_cap=None, floor=None) for p in rulebook.parts))
    rules = tuple(replace(rule, cap=None, most_times=None) for rule in rulebook.deductions)
    free = replace(free, deductions=rules, deduction_cap=None, floor=None)
    fault, *others = rules
    first, *rest = free.parts
    limited = {
        "cap": replace(free, deductions=(replace(fault, cap=amount), *others)),
        "most_times": replace(free, deductions=(replace(fault, most_times=1), *others)),
        "part": replace(free, parts=(replace(first, deduction_cap=amount), *rest)),
        "contest": replace(free, deduction_cap=amount),
        "floor": replace(free, parts=(replace(first, floor=amount), *rest)),
        "total_floor": replace(free, floor=amount),
    }[limit]
    before, after = standings(entry, free).of("X"), standings(entry, limited).of("X")
    assert (after.taken <= before.taken, after.earned) == (True, before.earned)
    assert (after.total_exact or F(0)) >= (before.total_exact or F(0))


@given(st.fractions(-100, 100, max_denominator=997), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_each_mode_rounds_to_a_neighbour(value: Fraction, decimals: int) -> None:
    unit = F(1, 10**decimals)
    for mode, rounded in {name: function(value, decimals) for name, function in MODES.items()}.items():
        assert (rounded / unit).denominator == 1, mode
        assert abs(rounded - value) < unit
    assert abs(MODES["truncate"](value, decimals)) <= abs(value)
    assert abs(MODES["half_even"](value, decimals) - value) <= unit / 2
