"""Units by name, the tree as it was and as it is, and whose books an office keeps."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.planning import branches
from contest.planning.units import add_unit, find_unit, known_unit
from contest.planning.unittree import UnitTree
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit, UnitBranch, UnitParent, UnitSuccession
from contest.writer import Writer
from tests.conftest import both_databases

REFORM, EVE = date(2025, 7, 1), date(2025, 6, 30)


def _reform(session: Session) -> dict[str, int]:
    """Bắc Kạn's Chợ Đồn before July 2025, then merged into Thái Nguyên with two of its communes joined (invented names)."""
    ids: dict[str, int] = {}

    def put(name: str, above: str | None = None, since: date | None = None, until: date | None = None) -> None:
        unit = Unit(name=name, valid_from=since, valid_to=until)
        ids[name] = add_unit(session, unit, ids[above] if above else None).id

    put("Tỉnh Thái Nguyên")
    put("Tỉnh Bắc Kạn", until=EVE)
    put("Huyện Chợ Đồn", "Tỉnh Bắc Kạn", until=EVE)
    put("Xã Bình Trung", "Huyện Chợ Đồn", until=EVE)
    put("Xã Nghĩa Tá", "Huyện Chợ Đồn", until=EVE)
    put("Xã Nghĩa Tá mới", "Tỉnh Thái Nguyên", since=REFORM)
    followed = [
        ("Tỉnh Bắc Kạn", "Tỉnh Thái Nguyên", "merge"),
        ("Xã Bình Trung", "Xã Nghĩa Tá mới", "merge"),
        ("Xã Nghĩa Tá", "Xã Nghĩa Tá mới", "merge"),
    ]
    for old, new, kind in followed:
        session.add(UnitSuccession(old_id=ids[old], new_id=ids[new], kind=kind, on=REFORM))
    session.flush()
    branches.renew(session)
    return ids


def _branch(session: Session, above: int) -> set[int]:
    return set(session.scalars(select(UnitBranch.unit_id).where(UnitBranch.above_id == above)))


@both_databases
def test_an_office_keeps_the_books_of_all_below_it_and_of_whom_they_succeeded(writer: Writer) -> None:
    ids = writer.run(_reform)
    assert writer.run(lambda session: _branch(session, ids["Tỉnh Thái Nguyên"])) == set(ids.values())
    assert writer.run(lambda session: _branch(session, ids["Huyện Chợ Đồn"])) == {
        ids["Huyện Chợ Đồn"],
        ids["Xã Bình Trung"],
        ids["Xã Nghĩa Tá"],
    }
    mine = {ids["Xã Nghĩa Tá mới"], ids["Xã Bình Trung"], ids["Xã Nghĩa Tá"]}
    assert writer.run(lambda session: _branch(session, ids["Xã Nghĩa Tá mới"])) == mine


def test_renewing_takes_away_what_no_longer_holds(writer: Writer) -> None:
    ids = writer.run(_reform)

    def part(session: Session) -> set[int]:
        link = session.scalars(select(UnitSuccession).where(UnitSuccession.old_id == ids["Xã Bình Trung"])).one()
        link.main = False
        session.flush()
        branches.renew(session)
        return _branch(session, ids["Xã Nghĩa Tá mới"])

    assert writer.run(part) == {ids["Xã Nghĩa Tá mới"], ids["Xã Nghĩa Tá"]}


def test_a_unit_that_moved_belongs_to_its_last_parent(writer: Writer) -> None:
    def move(session: Session) -> tuple[set[int], set[int], int]:
        east, west = find_unit(session, "Huyện Đông").id, find_unit(session, "Huyện Tây").id
        moved = add_unit(session, Unit(name="Xã Giữa")).id
        session.add(UnitParent(unit_id=moved, parent_id=west, valid_from=REFORM, valid_to=None))
        session.add(UnitParent(unit_id=moved, parent_id=east, valid_from=None, valid_to=EVE))
        session.flush()
        branches.renew(session)
        return _branch(session, east) - {east}, _branch(session, west) - {west}, moved

    before, after, moved = writer.run(move)
    assert (before, after) == (set(), {moved})


def test_the_tree_is_read_as_it_was_and_as_it_is(writer: Writer) -> None:
    ids = writer.run(_reform)

    def read(session: Session) -> UnitTree:
        return UnitTree(session)

    tree = writer.run(read)
    commune, district, bac_kan = ids["Xã Bình Trung"], ids["Huyện Chợ Đồn"], ids["Tỉnh Bắc Kạn"]
    assert list(tree.upwards(commune, EVE)) == [commune, district, bac_kan]
    assert tree.line_of(bac_kan, commune, EVE) == district
    assert tree.line_of(commune, commune, EVE) == commune
    assert tree.line_of(ids["Tỉnh Thái Nguyên"], commune, EVE) is None
    assert tree.now(commune) == ids["Xã Nghĩa Tá mới"]
    assert tree.line_of(ids["Tỉnh Thái Nguyên"], tree.now(commune), REFORM) == ids["Xã Nghĩa Tá mới"]
    assert [node.name for node in tree.children(district, EVE)] == ["Xã Bình Trung", "Xã Nghĩa Tá"]
    assert tree.children(district, REFORM) == []


def test_a_name_that_two_units_bear_asks_for_the_unit_above(writer: Writer) -> None:
    def twins(session: Session) -> tuple[int, int]:
        found = []
        for province in ("Tỉnh Lào Cai", "Tỉnh Tuyên Quang"):
            above = find_unit(session, province)
            found.append(add_unit(session, Unit(name="Xã Tân Lập"), above.id).id)
        return found[0], found[1]

    first, second = writer.run(twins)

    def ask(name: str) -> int | None:
        return writer.run(lambda session: getattr(known_unit(session, name), "id", None))

    assert ask("xã Tân Lập, tỉnh Lào Cai") == first
    assert ask("Xã Tân Lập , TỈNH TUYÊN QUANG") == second
    assert ask("Xã Tân Lập, tỉnh Hà Giang") is None
    with pytest.raises(Refused) as refused:
        ask("Xã Tân Lập")
    assert refused.value.message.startswith("Có 2 đơn vị tên “Xã Tân Lập”. Đề nghị ghi thêm đơn vị cấp trên")


def test_of_two_of_one_name_the_one_of_the_day_is_meant(writer: Writer) -> None:
    def both(session: Session) -> tuple[int, int]:
        old = add_unit(session, Unit(name="Xã Nghĩa Tá", valid_to=EVE))
        return old.id, add_unit(session, Unit(name="Xã Nghĩa Tá", valid_from=REFORM)).id

    old, new = writer.run(both)

    def ask(on: date) -> int | None:
        return writer.run(lambda session: getattr(known_unit(session, "xã Nghĩa Tá", on), "id", None))

    assert (ask(EVE), ask(REFORM)) == (old, new)
