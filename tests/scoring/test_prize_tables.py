"""Real prize tables (domain.md 2.1, 2.4, 2.6) come out of MADE marks: the results were published, the marks never were.

Where a table names every team the proposal is that table; where it is published in part, unnamed teams fill the field and
the counts are compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.entered import Entry
from scoring.prizes import Proposals, propose
from scoring.rulebook import Rulebook, from_dict
from scoring.standings import Standings, standings

PARTS = {"chao_hoi": "Chào hỏi", "kien_thuc": "Kiến thức", "tinh_huong": "Tình huống", "tieu_pham": "Tiểu phẩm"}
KEYS = {"Nhất": "nhat", "Nhì": "nhi", "Ba": "ba", "Tư": "tu", "Khuyến khích": "kk"}


def rulebook(tiers: Mapping[str, object], **more: object) -> Rulebook:
    """Give a rulebook of four agreed parts; a tier's size is a count, "rest", or a dict of its keys."""
    criterion = {"key": "diem", "name": "Điểm", "max_points": 100, "step": "0.5"}
    parts = [
        {"key": key, "name": name, "max_points": 100, "criteria": [criterion], "panel": {"method": "agreed"}}
        for key, name in PARTS.items()
    ]
    prizes = [
        {"key": KEYS[name], "name": f"Giải {name}", **(size if isinstance(size, dict) else {"count": size})}
        for name, size in tiers.items()
    ]
    return from_dict({"name": "Cơ cấu giải", "parts": parts, "prizes": prizes, **more})


def entry(order: Sequence[str], best: Mapping[str, Sequence[str]] | None = None, **more: object) -> Entry:
    """Give MADE marks: each team one point below the one before, and in some parts certain teams on top.

    What a team gains in such a part it loses in another one, so that the totals stay in order.
    """
    agreed: dict[tuple[str, str], Mapping[str, Fraction]] = {}
    for place, team in enumerate(order):
        points = {part: Fraction(50) for part in PARTS}
        points["kien_thuc"] -= Fraction(place, 2)
        for part, leaders in (best or {}).items():
            if team in leaders:
                gain = Fraction(20 - leaders.index(team))
                points[part] += gain
                points["kien_thuc"] -= gain
        agreed |= {(part, team): {"diem": value} for part, value in points.items()}
    return replace(Entry(tuple(sorted(order)), agreed=agreed), **more)  # type: ignore[arg-type]


def table(made: Entry, rules: Rulebook) -> tuple[Standings, Proposals]:
    """Give standings and proposals, neither of which may leave anything to people."""
    result = standings(made, rules)
    proposals = propose(result, rules)
    assert (result.questions, proposals.questions) == ((), ())
    return result, proposals


def proposed(proposals: Proposals) -> dict[str, list[str]]:
    """Give the teams of each tier by its short name."""
    names = {key: name for name, key in KEYS.items()}
    return {names[award.tier.key]: list(award.teams) for award in proposals.awards}


def others(count: int, of: str = "Đội") -> list[str]:
    """Give names for teams that no source names."""
    return [f"{of} {number:02}" for number in range(1, count + 1)]


COMPLETE = {
    "Ba Vì 2024, chung kết": {
        "Nhất": ["Vân Hòa"],
        "Nhì": ["Tây Đằng"],
        "Ba": ["Minh Quang"],
        "Khuyến khích": ["Đông Quang", "Cổ Đô", "Phong Vân", "Thuần Mỹ", "Cẩm Lĩnh"],
    },
    "Hồng Lĩnh 2024": {
        "Nhất": ["Thuận Lộc"],
        "Nhì": ["Trung Lương", "Nam Hồng"],
        "Ba": ["Bắc Hồng", "Đức Thuận", "Đậu Liêu"],
    },
    "Phước An 2023": {
        "Nhất": ["Văn Hiên 2"],
        "Nhì": ["Trường An"],
        "Ba": ["Tổng Cui Nhỏ"],
        "Khuyến khích": ["Văn Hiên 1", "Tổng Cui Lớn", "Xa Trạch 2"],
    },
    "Sơn Hòa 2024": {
        "Nhất": ["Suối Bạc"],
        "Nhì": ["Suối Trai", "Sơn Phước"],
        "Ba": ["Krông Pa", "Sơn Hội", "Phước Tân"],
        "Khuyến khích": ["Ea Chà Rang", "Cà Lúi"],
    },
    "Bình Định": {"Nhất": ["An Lão"], "Nhì": ["Vĩnh Thạnh"], "Ba": ["Hoài Ân"], "Khuyến khích": ["Vân Canh"]},
}


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("last", ["counted", "rest"])
def test_complete_tables_come_out_by_name(name: str, last: str) -> None:
    published = COMPLETE[name]
    tiers: dict[str, object] = {tier: len(teams) for tier, teams in published.items()}
    if last == "rest":
        tiers[list(tiers)[-1]] = "rest"
    _, proposals = table(entry([team for teams in published.values() for team in teams]), rulebook(tiers))
    assert proposed(proposals) == published


# Contests of which the named prizes are published and the other teams are not.
IN_PART: Mapping[str, tuple[int, Mapping[str, list[str]], Mapping[str, int]]] = {
    "Kbang": (
        21,
        {
            "Nhất": ["Đảng bộ Quân sự"],
            "Nhì": ["Công an", "Lơ Ku"],
            "Ba": ["Nghĩa An", "Tơ Tung", "Kông Lơng Khơng"],
        },
        {"Khuyến khích": 5},
    ),
    "Bình Phước 2023": (
        18,
        {
            "Nhất": ["BCH Quân sự tỉnh"],
            "Nhì": ["Bù Gia Mập", "Chơn Thành"],
            "Ba": ["BĐBP", "Lộc Ninh", "Đồng Xoài"],
        },
        {},
    ),
    "Tây Ninh 2020": (
        10,
        {"Nhất": ["Thạnh Tân"], "Nhì": ["Bình Minh", "Hiệp Ninh"], "Ba": ["Tân Bình", "Phường IV"]},
        {},
    ),
    "Khu vực phía Nam 2023": (
        20,
        {"Nhất": ["Bà Rịa – Vũng Tàu"], "Nhì": ["TP.HCM", "Đồng Tháp"], "Ba": ["Đồng Nai", "Tây Ninh"]},
        {"Khuyến khích": 7},
    ),
    "Phú Yên, khối 2015": (6, {}, {"Nhất": 1, "Nhì": 1, "Ba": 1, "Khuyến khích": 3}),
    "Điện Biên Đông 2022": (14, {}, {"Nhất": 1, "Nhì": 2, "Ba": 3, "Khuyến khích": 4}),
}


@pytest.mark.parametrize("name", IN_PART)
def test_tables_published_in_part_come_out_by_their_counts(name: str) -> None:
    entries, published, counts = IN_PART[name]
    named = [team for teams in published.values() for team in teams]
    field = [*named, *others(entries - len(named))]
    sizes: dict[str, object] = {**{tier: len(teams) for tier, teams in published.items()}, **counts}
    result, proposals = table(entry(field), rulebook(sizes))
    found = proposed(proposals)
    assert {tier: found[tier] for tier in published} == published
    assert {tier: len(teams) for tier, teams in found.items()} == sizes
    assert len(result.rows) == entries


def beside(proposals: Proposals) -> dict[str, list[str]]:
    """Give the teams of each special prize."""
    return {award.prize.key: list(award.teams) for award in proposals.specials}


BEST: list[Mapping[str, object]] = [
    {"key": f"hay_{part}", "name": f"{name} hay nhất", "by": f"part:{part}"} for part, name in PARTS.items()
]
# (the tiers' teams, best in a part as published): who wins a special prize may have a prize already.
SPECIAL: Mapping[str, tuple[int, Mapping[str, list[str]], Mapping[str, str]]] = {
    "Sơn Hòa 2024": (8, COMPLETE["Sơn Hòa 2024"], {"chao_hoi": "Suối Bạc", "tieu_pham": "Suối Bạc"}),
    "Bình Định": (4, COMPLETE["Bình Định"], {"chao_hoi": "Vân Canh", "tieu_pham": "An Lão"}),
    "Tây Ninh 2020": (
        10,
        IN_PART["Tây Ninh 2020"][1],
        {"chao_hoi": "Bình Minh", "tinh_huong": "Hiệp Ninh", "tieu_pham": "Thạnh Tân"},
    ),
    "Kbang": (21, IN_PART["Kbang"][1], {"chao_hoi": "Công an", "tinh_huong": "Kông Lơng Khơng"}),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_special_prizes_go_to_the_best_of_a_part_whatever_else_they_have(name: str) -> None:
    entries, published, best = SPECIAL[name]
    named = [team for teams in published.values() for team in teams]
    field = [*named, *others(entries - len(named))]
    prizes = [{"key": f"hay_{part}", "name": PARTS[part], "by": f"part:{part}"} for part in best]
    rules = rulebook({tier: len(teams) for tier, teams in published.items()}, special_prizes=prizes)
    _, proposals = table(entry(field, {part: [team] for part, team in best.items()}), rules)
    assert proposed(proposals) == published
    assert beside(proposals) == {f"hay_{part}": [team] for part, team in best.items()}


def test_dien_bien_2018_two_blocks_ranked_apart() -> None:
    """21 teams in two blocks: 2 nhất, 2 nhì, 4 ba, 4 tư, 9 khuyến khích, and 3 special prizes."""
    blocks = {"Khối 1": others(11, "Khối 1, đội"), "Khối 2": others(10, "Khối 2, đội")}
    groups = {team: block for block, teams in blocks.items() for team in teams}
    rules = rulebook(
        {"Nhất": 1, "Nhì": 1, "Ba": 2, "Tư": 2, "Khuyến khích": "rest"},
        groups="apart",
        special_prizes=[BEST[0], *BEST[2:]],
    )
    field = [*blocks["Khối 1"], *blocks["Khối 2"]]
    leaders = {"chao_hoi": ["Khối 2, đội 10"], "tinh_huong": ["Khối 1, đội 01"], "tieu_pham": ["Khối 1, đội 07"]}
    result, proposals = table(entry(field, leaders, groups=groups), rules)
    assert beside(proposals) == {f"hay_{part}": teams for part, teams in leaders.items()}
    assert [(row.group, row.rank) for row in result.rows] == [
        *(("Khối 1", rank) for rank in range(1, 12)),
        *(("Khối 2", rank) for rank in range(1, 11)),
    ]
    found = proposed(proposals)
    assert {tier: len(teams) for tier, teams in found.items()} == {
        "Nhất": 2, "Nhì": 2, "Ba": 4, "Tư": 4, "Khuyến khích": 9,
    }  # fmt: skip
    for block, teams in blocks.items():
        mine = {tier: [team for team in each if groups[team] == block] for tier, each in found.items()}
        assert mine == {
            "Nhất": teams[:1], "Nhì": teams[1:2], "Ba": teams[2:4], "Tư": teams[4:6], "Khuyến khích": teams[6:],
        }  # fmt: skip


def test_ba_vi_2024_first_and_second_of_four_clusters_and_a_prize_for_every_finalist() -> None:
    clusters = {f"Cụm {number}": others(size, f"Xã cụm {number}.") for number, size in enumerate((8, 8, 7, 7), 1)}
    groups = {team: cluster for cluster, teams in clusters.items() for team in teams}
    field = [team for teams in clusters.values() for team in teams]
    rules = rulebook({}, groups="apart", advance={"per_group": 2})
    result, _ = table(entry(field, groups=groups), rules)
    assert len(result.rows) == 30
    assert result.advancement is not None
    finalists = [team for teams in clusters.values() for team in teams[:2]]
    assert (result.advancement.teams, result.advancement.open_places) == (tuple(finalists), 0)
    _, final = table(entry(finalists), rulebook({"Nhất": 1, "Nhì": 1, "Ba": 1, "Khuyến khích": "rest"}))
    assert [len(teams) for teams in proposed(final).values()] == [1, 1, 1, 5]


def test_ky_anh_2024_seven_from_three_clusters() -> None:
    """20 teams, 3 clusters, 7 to the final: two of each and the best other (no source says how the seventh was found)."""
    clusters = {f"Cụm {number}": others(size, f"Xã cụm {number}.") for number, size in enumerate((7, 7, 6), 1)}
    groups = {team: cluster for cluster, teams in clusters.items() for team in teams}
    field = [team for teams in clusters.values() for team in teams]
    rules = rulebook({}, groups="apart", advance={"per_group": 2, "best_others": 1})
    result, _ = table(entry(field, groups=groups), rules)
    assert result.advancement is not None
    two_each = [team for teams in clusters.values() for team in teams[:2]]
    assert result.advancement.teams == (*two_each, clusters["Cụm 1"][2])


def test_south_region_2023_five_go_on() -> None:
    field = [*(team for teams in IN_PART["Khu vực phía Nam 2023"][1].values() for team in teams), *others(15)]
    result, _ = table(entry(field), rulebook({}, advance={"per_group": 5}))
    assert result.advancement is not None
    assert result.advancement.teams == tuple(field[:5])


def test_binh_phuoc_2023_prizes_of_each_content_beside_those_of_the_whole() -> None:
    """Nhất, nhì, ba of one content go on by the same figure; made marks put three unnamed teams on top of it."""
    named = [team for teams in IN_PART["Bình Phước 2023"][1].values() for team in teams]
    field = [*named, *others(12)]
    contents = [
        {"key": f"ch_{key}", "name": f"Giải {name} Chào hỏi", "by": "part:chao_hoi", "count": count}
        for name, key, count in (("Nhất", "nhat", 1), ("Nhì", "nhi", 2), ("Ba", "ba", 2))
    ]
    top = ["Đội 05", "Chơn Thành", "Đội 03", "Đội 11", "Lộc Ninh"]
    _, proposals = table(
        entry(field, {"chao_hoi": top}), rulebook({"Nhất": 1, "Nhì": 2, "Ba": 3}, special_prizes=contents)
    )
    assert [len(teams) for teams in proposed(proposals).values()] == [1, 2, 3]
    assert beside(proposals) == {"ch_nhat": top[:1], "ch_nhi": top[1:3], "ch_ba": top[3:]}


def test_dien_bien_dong_2022_prizes_that_people_name() -> None:
    """Four best of a part and three "phong cách": the latter are named by people."""
    prizes = [*BEST, {"key": "phong_cach", "name": "Giải Phong cách", "by": "named", "count": 3}]
    rules = rulebook({"Nhất": 1, "Nhì": 2, "Ba": 3, "Khuyến khích": 4}, special_prizes=prizes)
    leaders = {"chao_hoi": ["Đội 09"], "tinh_huong": ["Đội 02"], "tieu_pham": ["Đội 14"]}
    _, proposals = table(entry(others(14), leaders), rules)
    assert beside(proposals) == {
        "hay_chao_hoi": ["Đội 09"],
        "hay_kien_thuc": ["Đội 01"],
        "hay_tinh_huong": ["Đội 02"],
        "hay_tieu_pham": ["Đội 14"],
        "phong_cach": [],
    }
    assert [award.open_places for award in proposals.specials] == [0, 0, 0, 0, 3]


# domain.md 2.4: all prizes ≤ 50 % or ≤ 60 % of entries, first ≤ 10 % of prizes, second, third and fourth each ≤ 30 %.
QUOTA: Mapping[str, object] = {
    tier: {"percent": percent, "percent_of": "prizes"}
    for tier, percent in (("Nhất", 10), ("Nhì", 30), ("Ba", 30), ("Tư", 30))
}


@pytest.mark.parametrize(
    ("entries", "percent", "counts"),
    [
        (40, 50, [2, 6, 6, 6]),  # 20 prizes: 2, 6, 6, 6
        (40, 60, [2, 7, 7, 7]),  # 24 prizes: 2,4 and 7,2
        (33, 60, [1, 5, 5, 5]),  # 19 prizes (19,8): 1,9 and 5,7
        (15, 50, [0, 2, 2, 2]),  # 7 prizes (7,5): 0,7 and 2,1: no first prize by this rule
    ],
)
def test_quotas_in_percent_are_never_exceeded(entries: int, percent: int, counts: list[int]) -> None:
    _, proposals = table(entry(others(entries)), rulebook(QUOTA, prize_caps=[{"percent": percent}]))
    assert [len(teams) for teams in proposed(proposals).values()] == counts


def test_quotas_as_caps_over_wished_counts() -> None:
    """The same shares as caps: of the 3 + 8 + 8 + 8 wished the lowest tier is cut to 24 in all, then each to its share."""
    shares = [
        {"percent": percent, "percent_of": "prizes", "tiers": [key]}
        for key, percent in (("nhat", 10), ("nhi", 30), ("ba", 30), ("tu", 30))
    ]
    rules = rulebook({"Nhất": 3, "Nhì": 8, "Ba": 8, "Tư": 8}, prize_caps=[{"percent": 60}, *shares])
    _, proposals = table(entry(others(40)), rules)
    assert [len(teams) for teams in proposed(proposals).values()] == [2, 7, 7, 5]


def test_a_contest_that_gave_every_entry_a_prize() -> None:
    """56 entries: 2 A, 6 B, 8 C and 40 khuyến khích."""
    _, proposals = table(entry(others(56)), rulebook({"Nhất": 2, "Nhì": 6, "Ba": 8, "Khuyến khích": "rest"}))
    assert [len(teams) for teams in proposed(proposals).values()] == [2, 6, 8, 40]
