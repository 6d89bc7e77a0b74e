"""The presets: the sums of the sources they cite (domain.md 2.5), and none of them says to be official."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.preset import preset, presets
from scoring.standings import Entry, Fault, standings

PANELS = {"published-panel", "published-panel-free", "published-panel-short"}


@pytest.mark.parametrize("name", sorted(set(presets()) - PANELS))
def test_none_is_official_and_each_says_where_it_comes_from(name: str) -> None:
    rules = preset(name)
    assert "không phải bộ tiêu chí chính thức" in rules.source
    assert rules.invented or "lân cận" in rules.name
    assert rules.invented == (name in {"dan-van-kheo", "trimmed-with-bands"})


def test_ke_chuyen_is_r_a() -> None:
    rules = preset("ke-chuyen")
    assert [(part.name, [int(each.max_points or 0) for each in part.criteria]) for part in rules.parts] == [
        ("Đề cương", [2, 2, 12, 4]),
        ("Kể chuyện", [2, 8, 6, 4]),
    ]
    for part in rules.parts:
        assert [part.max_points, part.sheet_max, part.spread_tolerance] == [Fraction(20), Fraction(20), Fraction(3)]
        assert {each.step for each in part.criteria} == {Fraction(1, 4)}
        assert part.panel.method == "mean"


def test_san_pham_xa_is_r_b() -> None:
    [part] = preset("san-pham-xa").parts
    groups: dict[str, list[int]] = defaultdict(list)
    for each in part.criteria:
        groups[each.group].append(int(each.max_points or 0))
    assert groups == {
        "Ý tưởng, chủ đề, thông điệp (30)": [10, 10, 10],
        "Kỹ thuật, mỹ thuật, kết cấu (25)": [5, 10, 10],
        "Chất liệu, môi trường (20)": [5, 10, 5],
        "Cộng đồng, bản sắc (15)": [5, 5, 5],
        "Biểu diễn, thuyết trình (10)": [5, 5],
    }
    for group, points in groups.items():
        assert group.endswith(f"({sum(points)})")
    assert [part.max_points, part.sheet_max, *{each.step for each in part.criteria}] == [Fraction(100)] * 2 + [
        Fraction(1)
    ]


def test_long_den_is_r_d() -> None:
    [part] = preset("long-den").parts
    assert [each.max_points for each in part.criteria] == [Fraction(10)] * 7
    assert [part.max_points, part.sheet_max] == [Fraction(70)] * 2


def test_published_panel_is_what_the_two_others_share() -> None:
    base = preset("published-panel")
    for name, ties in (("published-panel-free", ("part:components",)), ("published-panel-short", ("part:elements",))):
        other = preset(name)
        elements, components = base.parts
        factor = other.part("components").factor
        assert replace(base, name=other.name, ties=ties, parts=(elements, replace(components, factor=factor))) == other


def test_trimmed_with_bands_by_hand() -> None:
    """Five sheets: highest and lowest go; 25 seconds over cost 0,5; two minutes and a second over the skit cost 10.

    Giới thiệu 36, 38, 30, 34, 37 → (36 + 34 + 37) / 3 = 35,666… → 35,67 − 0,5 = 35,17.
    Tiểu phẩm by criterion: nội dung 27, 28, 20, 26, 29 → 27; diễn xuất 18 by all; dàn dựng 9 by all → 54 − 10 = 44.
    """
    rules = preset("trimmed-with-bands")
    judges = tuple("12345")
    intro: list[tuple[int, int]] = [(18, 18), (19, 19), (15, 15), (17, 17), (18, 19)]
    skit = [27, 28, 20, 26, 29]
    sheets = {
        ("gioi_thieu", "A", judge): {"noi_dung": Fraction(a), "phong_cach": Fraction(b)}
        for judge, (a, b) in zip(judges, intro, strict=True)
    } | {
        ("tieu_pham", "A", judge): {"noi_dung": Fraction(n), "dien_xuat": Fraction(18), "dan_dung": Fraction(9)}
        for judge, n in zip(judges, skit, strict=True)
    }
    faults = (
        Fault("A", "qua_gio_gioi_thieu", "gioi_thieu", Fraction(25)),
        Fault("A", "qua_gio_tieu_pham", "tieu_pham", Fraction(121)),
    )
    entry = Entry(teams=("A",), judges=dict.fromkeys(("gioi_thieu", "tieu_pham"), judges), sheets=sheets, faults=faults)
    [row] = standings(entry, rules).rows
    assert [row.parts[key].net for key in ("gioi_thieu", "tieu_pham")] == [Fraction("35.17"), Fraction(44)]
    assert row.total_shown == Fraction("79.17")
