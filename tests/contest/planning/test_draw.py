"""The seeded draw is the one that anybody works out by hand, and typed numbers stand once each."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contest import board as boards
from contest.planning import draw
from contest.scorebook.entry import SYSTEM
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from tests.building import build


def test_a_seed_gives_the_order_that_sha256sum_gives() -> None:
    digests = {team: hashlib.sha256(f"2026:{team}".encode()).hexdigest() for team in range(1, 6)}
    # printf '%s' '2026:1' | sha256sum
    assert digests[1] == "3abf1d156a621ca2856562edc2ec155f15e6e56f022da49f91a8728b68cb590b" == draw.figure("2026", 1)
    assert draw.seeded("2026", [5, 3, 1, 2, 4]) == sorted(digests, key=lambda team: digests[team])


@given(some.text(min_size=1, max_size=20), some.sets(some.integers(1, 10_000), max_size=40))
def test_a_draw_does_not_depend_on_the_order_of_entry(seed: str, teams: set[int]) -> None:
    drawn = draw.seeded(seed, teams)
    assert drawn == draw.seeded(seed, sorted(teams, reverse=True))
    assert sorted(drawn) == sorted(teams)


def test_a_proposed_seed_is_eight_digits() -> None:
    assert all(len(seed) == 8 and seed.isdigit() for seed in (draw.new_seed() for _ in range(50)))


@pytest.mark.parametrize(
    ("typed", "order", "wrong"),
    [
        ({7: "2", 8: " 1 ", 9: "3"}, [8, 7, 9], {}),
        ({7: "", 8: "1", 9: "2"}, [8, 9], {7: "Chưa có số thứ tự."}),
        ({7: "1", 8: "1", 9: "2"}, [7, 9], {8: "Số 1 đã dùng cho đội khác."}),
        ({7: "0", 8: "4", 9: "²"}, [], dict.fromkeys((7, 8, 9), "Số thứ tự phải từ 1 đến 3.")),
        ({7: "9" * 5000, 8: "1", 9: "2"}, [8, 9], {7: "Số thứ tự phải từ 1 đến 3."}),
    ],
)
def test_each_number_stands_once(typed: dict[int, str], order: list[int], wrong: dict[int, str]) -> None:
    assert draw.numbered(typed) == (order, wrong)


def test_draws_are_kept_with_seed_and_count(writer: Writer) -> None:
    built = build(writer)
    ids = list(built.teams.values())
    for seed in ("11", "22"):
        built.do("set_order", part="chao_hoi", teams=draw.seeded(seed, ids), method="seeded", seed=seed)
    drawn = writer.run(lambda session: draw.draws(session, boards.read(session, built.id)))
    assert [(each.part.key, each.seed, each.method, each.times, each.complete) for each in drawn] == [
        ("chao_hoi", "22", "seeded", 2, True),
        ("kien_thuc", "", "", 0, False),
    ]
    assert [team.id for team in drawn[0].teams] == draw.seeded("22", ids)


def test_parts_that_share_a_draw_are_told_together(writer: Writer) -> None:
    built = build(writer)
    ids = list(built.teams.values())
    writer.run(lambda session: draw.set_orders(session, built.id, SYSTEM, ["chao_hoi", "kien_thuc"], ids))
    groups = writer.run(lambda session: draw.alike(draw.draws(session, boards.read(session, built.id))))
    assert [[part.key for part in parts] for parts, _ in groups] == [["chao_hoi", "kien_thuc"]]


def test_one_refused_part_leaves_all_orders_as_they_were(writer: Writer) -> None:
    built = build(writer)
    with pytest.raises(Refused):
        writer.run(
            lambda session: draw.set_orders(session, built.id, SYSTEM, ["chao_hoi", "la"], list(built.teams.values()))
        )
    assert writer.run(lambda session: boards.read(session, built.id)).ledger.order("chao_hoi") == []
