"""The rules in words: every name has its sentence, and every key that may change a result changes the articles."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from contest.cli import chamkheo
from contest.messages import amounts
from contest.messages.rules import deductions, panels, prizes, ranking, totals
from contest.messages.rules.articles import articles
from contest.messages.rules.shape import LETTERS, Articles, Clause, lines
from scoring import deductions as engine_deductions
from scoring import panel as engine_panel
from scoring import rules
from scoring.applying import ONE_ACT
from scoring.explain import SHARES
from scoring.parts import NOT_PRESENT, OVER
from scoring.preset import preset, presets
from scoring.prizes import ACROSS, RANKINGS
from scoring.quiz import STRUCK
from scoring.quotas import QUOTA_OF
from scoring.ranking import GROUPINGS, RANK_ON, SHARED_RANKS
from scoring.rounding import MODES, STAGES
from scoring.rulebook import RulebookErrors, fingerprint, from_dict, loads, to_dict
from scoring.seats import ABSENCE
from scoring.shares import PERCENT_OF
from scoring.sinking import SUNK
from scoring.specials import BY
from scoring.ties import STEPS

CASES = sorted((Path(__file__).parents[1] / "scoring" / "cases").iterdir())

TABLES: dict[str, tuple[Collection[str], Collection[str]]] = {
    "METHODS": (engine_panel.METHODS, panels.METHOD_WORDS),
    "OVER": (OVER, panels.OVER),
    "OVER without sheets": (OVER, panels.OVER_ENTERED),
    "BELOW": (engine_panel.BELOW, panels.BELOW),
    "ABSENCE": (ABSENCE, panels.ABSENCE),
    "STRUCK": (STRUCK, panels.STRUCK),
    "NOT_PRESENT": (NOT_PRESENT, panels.NOT_PRESENT),
    "JUDGES_SHOWN": (rules.JUDGES_SHOWN, panels.JUDGES_SHOWN),
    "KINDS": (engine_deductions.KINDS, deductions.KIND_WORDS),
    "PER": (engine_deductions.PER, deductions.PER),
    "EFFECTS": (engine_deductions.EFFECTS, deductions.EFFECTS),
    "BAND_PERCENT_OF": (engine_deductions.BAND_PERCENT_OF, deductions.BAND_PERCENT_OF),
    "ONE_ACT": (ONE_ACT, deductions.ONE_ACT),
    "PERCENT_OF": (PERCENT_OF, totals.PERCENT_OF),
    "SHARES": (PERCENT_OF, SHARES),
    "SUNK": (SUNK, ranking.SUNK),
    "SHARED_RANKS": (SHARED_RANKS, ranking.SHARED_RANKS),
    "GROUPINGS": (GROUPINGS, ranking.GROUPS),
    "AMONG": (GROUPINGS, prizes.AMONG),
    "RANKINGS": (RANKINGS, prizes.RANKINGS),
    "ACROSS": (ACROSS, prizes.ACROSS),
    "QUOTA_OF": (QUOTA_OF, prizes.QUOTA_OF),
    "BY": (BY, prizes.BY),
    "STAGES": (STAGES, totals.STAGES),
    "MODES": (MODES, totals.MODE_WORDS),
    "RANK_ON": (RANK_ON, ranking.RANK_ON),
    "STEPS": (STEPS, ranking.TIE_WORDS),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_name_of_the_engine_has_its_sentence(table: str) -> None:
    known, said = TABLES[table]
    assert set(known) - set(said) == set()


FULL = """
name = "Thể lệ đủ mọi mục"
source = "Kế hoạch 12-KH/BCĐ"
note = "Ghi chú chung"
invented = true
decimals = 3
rank_on = "shown"
max_total = 65
near_tie = "0.05"
judges_shown = "named"
issued = { number = "12-QĐ/BTC", date = "15/10/2026", issuer = "Ban Tổ chức", abstract = "Ban hành thể lệ" }
ties = ["part:tieu_pham", "criterion:tieu_pham.noi_dung", "decision"]
rounding = [{ stage = "panel", decimals = 2 }, { stage = "factor", decimals = 1 }]

[[parts]]
key = "tieu_pham"
name = "Tiểu phẩm"
short_name = "TP"
note = "Ghi chú của phần"
max_points = 40
factor = "1.5"
time_limit = 720
spread_tolerance = 4
panel = { method = "trimmed_mean", over = "criteria", drop = 1, at_least = 4, below = "question" }
criteria = [
  { key = "noi_dung", name = "Nội dung", group = "Kịch bản", note = "sát thực tế", max_points = 12, step = "0.25", weight = 2 },
  { key = "dien_xuat", name = "Diễn xuất", max_points = 16, step = "0.5" },
]

  [[parts.deductions]]
  key = "qua_gio"
  name = "Quá giờ"
  kind = "overtime"
  grace = 15
  bands = [{ from = 1, until = 90, points = "0.25" }, { from = 90, until = 600, points = "0.5", per = "full_minute" }]

[[parts]]
key = "kien_thuc"
name = "Kiến thức"
max_points = 5
panel = { method = "agreed" }
criteria = [
  { key = "cau_1", name = "Câu một", max_points = 2, step = 1 },
  { key = "cau_2", name = "Câu hai", max_points = 3, step = 1 },
]

[[deductions]]
key = "vi_pham"
name = "Vi phạm"
kind = "flat"
max_points = 2

[[deductions]]
key = "nop_muon"
name = "Nộp muộn"
kind = "flat"
points = 1

[[prizes]]
key = "nhat"
name = "Giải Nhất"
count = 1

[[prizes]]
key = "khuyen_khich"
name = "Giải Khuyến khích"
count = "rest"
"""

SHARED = """
name = "Thể lệ theo phần trăm"
percent_of = "maximum"
floor = 1
deduction_cap = 9
one_act = "each"
sunk = "no_prize"

[[parts]]
key = "tieu_pham"
name = "Tiểu phẩm"
max_points = 20
percent = 60
min_share = 50
floor = 2
deduction_cap = 5
time_minimum = 300
time_limit = 600
panel = { method = "mean" }
criteria = [
  { key = "noi_dung", name = "Nội dung", max_points = 12, step = 1, min_share = 40, zero_sinks = true },
  { key = "dien_xuat", name = "Diễn xuất", max_points = 8, step = 1 },
]

  [[parts.deductions]]
  key = "thieu_gio"
  name = "Thiếu giờ"
  kind = "undertime"
  cap = 4
  bands = [
    { from = 1, until = 90, percent = 5, percent_of = "maximum" },
    { from = 90, points = 1 },
  ]

  [[parts.deductions]]
  key = "qua_gio"
  name = "Quá giờ"
  kind = "overtime"
  bands = [{ from = 1, until = 120, points = 1, effect = "not_marked" }, { from = 120, effect = "no_points" }]

[[parts]]
key = "kien_thuc"
name = "Kiến thức"
max_points = 10
percent = 40
panel = { method = "agreed" }
criteria = [
  { key = "cau_1", name = "Câu một", max_points = 4, step = 1 },
  { key = "cau_2", name = "Câu hai", max_points = 6, step = 1 },
]

[[deductions]]
key = "mo_hinh"
name = "Mô hình đã được công nhận"
kind = "bonus"
points = 1
cap = 2
most_times = 3

[[deductions]]
key = "thi_ho"
name = "Thi hộ"
kind = "knockout"
"""
PLACED = """
name = "Thể lệ theo hạng, có dự khuyết và trắc nghiệm"
absent = "deputy"

[[seats]]
seat = "1"
weight = 2
parts = ["tieu_pham", "hat"]

[[seats]]
seat = "5"
shadow = true

[[seats]]
seat = "6"
deputy_of = "2"

[[parts]]
key = "tieu_pham"
name = "Tiểu phẩm"
max_points = 20
panel = { method = "rank_sum", place_points = [10, 8, 6], over = "criteria" }
criteria = [
  { key = "noi_dung", name = "Nội dung", max_points = 12, step = 1 },
  { key = "dien_xuat", name = "Diễn xuất", max_points = 8, step = 1 },
]

[[parts]]
key = "hat"
name = "Hát"
max_points = 10
panel = { method = "mean" }
criteria = [
  { key = "giong", name = "Giọng", max_points = 5, step = 1 },
  { key = "nhip", name = "Nhịp", max_points = 5, step = 1 },
]

[[parts]]
key = "kien_thuc"
name = "Kiến thức"
max_points = 10
panel = { method = "quiz", wrong = 1, struck = "nobody" }
criteria = [
  { key = "cau_1", name = "Câu một", max_points = 4 },
  { key = "cau_2", name = "Câu hai", max_points = 6 },
]
"""
PRIZED = """
name = "Thể lệ có bảng, giải theo phần trăm và vòng trong"
groups = "both"
shared_ranks = "dense"
ties = ["parts:a+b", "group:a.Nhóm", "fewest_deductions", "median:a", "head_to_head", "question", "time", "lot", "decision"]
advance = { per_group = 2, best_others = 1 }
prize_caps = [{ percent = 30, tiers = ["nhat", "nhi"] }]

[[parts]]
key = "a"
name = "Phần A"
max_points = 10
panel = { method = "mean" }
criteria = [
  { key = "mot", name = "Một", group = "Nhóm", max_points = 4, step = 1 },
  { key = "hai", name = "Hai", group = "Nhóm", max_points = 6, step = 1 },
]

[[parts]]
key = "b"
name = "Phần B"
max_points = 10
panel = { method = "audience" }
criteria = [
  { key = "phieu", name = "Bình chọn", max_points = 8, step = 1 },
  { key = "mang", name = "Bình chọn qua mạng", max_points = 2, step = 1 },
]

[[prizes]]
key = "nhat"
name = "Giải Nhất"
percent = 10
at_most = 2
min_score = 15
across = "share"

[[prizes]]
key = "nhi"
name = "Giải Nhì"
count = 2

[[prizes]]
key = "bang"
name = "Giải bảng"
count = 1
ranking = "group"

[[special_prizes]]
key = "hay"
name = "Phần A hay nhất"
by = "part:a"
count = 2
no_double = true

[[special_prizes]]
key = "khan_gia"
name = "Khán giả yêu thích"
by = "audience"
"""
WHOLE = {"prized": PRIZED, "full": FULL, "shared": SHARED, "placed": PLACED}

# Keys are for files and for other keys that point at them; people read names, and a name that points elsewhere shows.
NOT_SAID = {"key"}
# A key that changes no figure where it stands.
DORMANT: Mapping[str, Callable[[Any], bool]] = {
    "Band.per": lambda band: not band.points and band.percent is None,
    "Rulebook.sunk": lambda rulebook: not ranking.may_sink(rulebook),
    "Band.percent_of": lambda band: band.percent is None,
}
RECORDS = (
    rules.SeatRule, rules.PrizeCap, rules.SpecialPrize, rules.Advance, rules.Rulebook, rules.Part, rules.Criterion,
    rules.Panel, rules.DeductionRule, rules.Band, rules.RoundingStage, rules.PrizeTier, rules.Issued,
)  # fmt: skip
NAMES: Mapping[str, Collection[str]] = {
    "Panel.method": engine_panel.METHODS,
    "Panel.over": OVER,
    "Panel.below": engine_panel.BELOW,
    "Panel.struck": STRUCK,
    "DeductionRule.kind": engine_deductions.KINDS,
    "Band.per": engine_deductions.PER,
    "Band.percent_of": engine_deductions.BAND_PERCENT_OF,
    "Band.effect": {"", *engine_deductions.EFFECTS},
    "Rulebook.percent_of": PERCENT_OF,
    "Rulebook.one_act": ONE_ACT,
    "Rulebook.sunk": SUNK,
    "Rulebook.shared_ranks": SHARED_RANKS,
    "SpecialPrize.by": {"part:a", "part:b", "criterion:a.mot", "audience", "named"},
    "Rulebook.groups": GROUPINGS,
    "PrizeTier.ranking": RANKINGS,
    "PrizeTier.across": ACROSS,
    "PrizeTier.percent_of": QUOTA_OF,
    "PrizeCap.percent_of": QUOTA_OF,
    "RoundingStage.stage": STAGES,
    "RoundingStage.mode": MODES,
    "Rulebook.rank_on": RANK_ON,
    "Rulebook.absent": ABSENCE,
    "Rulebook.not_present": NOT_PRESENT,
    "Rulebook.judges_shown": rules.JUDGES_SHOWN,
}


def body(whole: Articles) -> list[str]:
    """Give the lines without the fingerprint, which changes with everything."""
    return list(lines(replace(whole, mark="")))


@dataclass(frozen=True)
class Change:
    """One key changed to one other value: "Part.factor" and the rulebook that comes of it."""

    key: str
    rulebook: rules.Rulebook


def changes(rulebook: rules.Rulebook) -> Iterator[Change]:
    """Give the rulebook with each key of each of its records changed, one at a time."""
    yield from (Change(key, other) for key, other in _changed(rulebook) if isinstance(other, rules.Rulebook))


def _changed(record: object) -> Iterator[tuple[str, object]]:
    hints = typing.get_type_hints(type(record))
    for field in fields(record):  # type: ignore[arg-type]
        key, value = f"{type(record).__name__}.{field.name}", getattr(record, field.name)
        if key in DORMANT and DORMANT[key](record):
            continue
        for other in _others(key, value, hints[field.name]):
            yield key, replace(record, **{field.name: other})  # type: ignore[type-var]
        if is_dataclass(value):
            for inner, other in _changed(value):
                yield inner, replace(record, **{field.name: other})  # type: ignore[type-var]
        if isinstance(value, tuple):
            for at, each in enumerate(value):
                for inner, other in _changed(each) if is_dataclass(each) else ():
                    yield inner, replace(record, **{field.name: (*value[:at], other, *value[at + 1 :])})  # type: ignore[type-var]


def _others(key: str, value: object, hint: object) -> Iterator[object]:
    if key in NAMES:
        yield from set(NAMES[key]) - {value}
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, tuple):
        yield from (value[:at] + value[at + 1 :] for at in range(len(value)))
        yield tuple(reversed(value))
    elif isinstance(value, str):
        yield f"{value} khác"
    elif isinstance(value, Fraction | int):
        yield from (value + 1, value * 2, value / 2 if isinstance(value, Fraction) else value + 30)
    elif value is None and isinstance(hint, types.UnionType):
        yield from (each(3) for each in typing.get_args(hint) if each in {Fraction, int})


def good(rulebook: rules.Rulebook) -> bool:
    """Say whether the changed rulebook is one that the house takes."""
    try:
        return from_dict(to_dict(rulebook)) == rulebook
    except RulebookErrors:
        return False


@lru_cache
def walked(whole: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the keys whose change shows in the articles, and those of which a good change does not."""
    full = loads(WHOLE[whole])
    before, seen, silent = told(full), set(), set()
    for change in wanted(full):
        if told(change.rulebook) not in ([], before):
            seen.add(change.key)
        elif good(change.rulebook):
            silent.add(change.key)
    return frozenset(seen), frozenset(silent)


@pytest.mark.parametrize("whole", WHOLE)
def test_each_key_that_is_changed_changes_the_articles(whole: str) -> None:
    assert walked(whole)[1] == set()


def wanted(full: rules.Rulebook) -> Iterator[Change]:
    """Give the changes that people must be able to read."""
    for change in changes(full):
        if change.rulebook != full and change.key.partition(".")[2] not in NOT_SAID:
            yield change


def test_no_key_is_left_out_of_the_walk() -> None:
    seen = {key for whole in WHOLE for key in walked(whole)[0]}
    one_name = {key for key, known in NAMES.items() if len(known) == 1}
    assert {key for key in keys() - seen - one_name if key.partition(".")[2] not in NOT_SAID} == set()


def keys() -> set[str]:
    """Give every key of every record, tables apart: those change by their own keys."""
    found = set()
    for record in RECORDS:
        hints = typing.get_type_hints(record)
        plain = [name for name, hint in hints.items() if not any(map(is_dataclass, (hint, *typing.get_args(hint)[:1])))]
        found |= {f"{record.__name__}.{name}" for name in plain}
    return found


def told(rulebook: rules.Rulebook) -> list[str]:
    """Give the articles; none where a change left what is no rulebook: a key that points nowhere, nothing to divide by."""
    if good(rulebook):
        return body(articles(rulebook))
    try:
        return body(articles(rulebook))
    except (KeyError, ZeroDivisionError):
        return []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_is_told_with_its_fingerprint_at_the_end(case: Path) -> None:
    rulebook = loads((case / "rulebook.toml").read_text(encoding="utf-8"))
    said = list(lines(articles(rulebook)))
    assert said[1] == rulebook.name
    assert said[-1].replace(" ", "") == fingerprint(rulebook)
    assert all(len(line) <= 100 for line in said)


def test_the_preset_reads_as_the_rules_of_a_contest() -> None:
    said = " ".join(" ".join(lines(articles(preset("dan-van-kheo")))).split())
    for words in (
        "[Mẫu minh họa, số liệu tự đặt]",
        "Điều 3. Phần thi Chào hỏi 1. Phần Chào hỏi có điểm tối đa là 20 điểm, gồm: a) Nội dung: tối đa 8 điểm, "
        "chấm theo bước 0,25 điểm;",
        "d) Phong cách: tối đa 2 điểm, chấm theo bước 0,25 điểm. 2. Cộng",
        "Thời gian thi: không quá 12 phút.",
        "quá giờ từ 1 giây đến dưới 1 phút thì trừ 0,25 điểm; quá giờ từ 1 phút trở lên thì trừ 0,5 điểm;",
        "ví dụ, quá giờ 1 phút 15 giây (75 giây) trừ 0,5 điểm.",
        "ví dụ 92,125 ghi là 92,13.",
        "d) Giải Khuyến khích: tất cả các đội còn lại.",
    ):
        assert words in said, words


@pytest.mark.parametrize("name", presets())
def test_only_what_is_invented_says_so(name: str) -> None:
    rulebook = preset(name)
    assert bool(articles(rulebook).invented) is rulebook.invented


def test_points_are_lettered_as_laws_letter_them() -> None:
    letters = [letter for letter, _ in Clause("", tuple("x" * 25)).lettered]
    assert letters == [*"abcdđeghiklmnopqrstuvxy", "a1", "b1"]
    assert set(LETTERS) & set("fjwz") == set()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 giây"), (45, "45 giây"), (75, "1 phút 15 giây"), (300, "5 phút"), (3_665, "1 giờ 1 phút 5 giây")],
)
def test_seconds_are_said_in_minutes(seconds: int, said: str) -> None:
    assert amounts.duration(seconds) == said


def test_examples_come_from_the_engine() -> None:
    document = to_dict(loads(FULL))
    said = " ".join(" ".join(body(articles(from_dict(document)))).split())
    assert "4 giám khảo cho 8; 7; 9,5; 8,5, bỏ 7; 9,5, được 8,25." in said
    assert "ví dụ 92,125 thành 92,13;" in said
    assert "ví dụ 92,25 thành 92,3." in said


def test_the_command_prints_articles_or_every_mistake(tmp_path: Path) -> None:
    path = tmp_path / "thele.toml"
    path.write_text(FULL, encoding="utf-8")
    shown = CliRunner().invoke(chamkheo, ["rules", str(path)])
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines() == list(lines(articles(loads(FULL))))
    path.write_text(FULL.replace("max_points = 40", "max_points = 41"), encoding="utf-8")
    wrong = CliRunner().invoke(chamkheo, ["rules", str(path)])
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "các tiêu chí cộng lại là 40" in wrong.stderr
    assert "chưa in thể lệ" in wrong.stderr


@pytest.mark.parametrize(
    ("groups", "among"), [("together", ""), ("both", ""), ("apart", " trong từng bảng (khối, cụm)")]
)
def test_places_say_among_whom_they_are_counted(groups: str, among: str) -> None:
    criterion = {"key": "x", "name": "Điểm", "max_points": 10, "step": 1}
    panel = {"method": "rank_sum", "place_points": [3, 2]}
    part = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [criterion], "panel": panel}
    rules = from_dict({"name": "Thể lệ", "groups": groups, "parts": [part]})
    first, second = panels.METHOD_WORDS["rank_sum"](rules.part("a"), rules)
    assert first.startswith(f"Mỗi giám khảo xếp hạng các đội{among} theo tổng điểm các phiếu;")
    assert (
        f"Chưa đủ phiếu của mọi đội dự thi{among} thì chưa đội nào có điểm; giám khảo không chấm đủ mọi đội{among} thì"
        in second
    )
