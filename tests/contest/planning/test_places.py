"""Units through renames, mergers and splits: old names stay, books and children go to whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand, lines
from contest.planning import letterheads, places, succeeding, unitlists
from contest.planning.places import UnitDetails
from contest.planning.units import known_unit
from contest.planning.unittree import UnitTree
from contest.scorebook.refusals import Refused
from contest.tables.places import Letterhead, Unit, UnitBranch, UnitParent
from contest.writer import Writer
from tests.conftest import both_databases

REFORM, EVE = date(2025, 7, 1), date(2025, 6, 30)


def _make(writer: Writer, name: str, above: int | None = None, **more: Any) -> int:
    return writer.run(lambda session: places.make(Hand(session, None), UnitDetails(name, parent_id=above, **more)).id)


def _succeed(writer: Writer, old: int, names: list[str], kind: str, on: date = REFORM) -> list[int]:
    def go(session: Session) -> list[int]:
        unit = session.get_one(Unit, old)
        return [each.id for each in succeeding.succeed(Hand(session, None), unit, names, kind, on, "Nghị quyết 1")]

    return writer.run(go)


def _read(writer: Writer, read: Callable[[UnitTree], Any]) -> Any:
    return writer.run(lambda session: read(UnitTree(session)))


def _branch(writer: Writer, above: int) -> set[int]:
    return writer.run(
        lambda session: set(session.scalars(select(UnitBranch.unit_id).where(UnitBranch.above_id == above)))
    )


def _refused(writer: Writer, work: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as why:
        work()
    return why.value.code


def test_a_merged_commune_may_bear_the_name_of_one_of_the_old(writer: Writer) -> None:
    province = _make(writer, "Tỉnh Đắk Lắk")
    first, second = _make(writer, "Xã Sơn Hòa", province), _make(writer, "Xã Suối Bạc", province)
    village = _make(writer, "Thôn 1", first)
    (merged,) = _succeed(writer, first, ["Xã Sơn Hòa"], "merge")
    assert _succeed(writer, second, ["xã Sơn Hoà"], "merge") == [merged]
    assert merged not in (first, second)
    tree = _read(writer, lambda tree: tree)
    assert (tree.now(first), tree.now(second)) == (merged, merged)
    assert (tree.parent(village, EVE), tree.parent(village, REFORM)) == (first, merged)
    assert [node.id for node in tree.children(province, EVE)] == [first, second]
    assert [node.id for node in tree.children(province, REFORM)] == [merged]
    assert _branch(writer, merged) == {merged, first, second, village}


def test_of_a_split_the_first_keeps_the_books(writer: Writer) -> None:
    old = _make(writer, "Huyện Cũ")
    first, second = _succeed(writer, old, ["Xã Một", "Xã Hai"], "split")
    assert _branch(writer, first) == {first, old}
    assert _branch(writer, second) == {second}
    assert _read(writer, lambda tree: tree.now(old)) == first


def test_a_renamed_unit_keeps_its_old_name_on_old_papers(writer: Writer) -> None:
    old = _make(writer, "Ban Dân vận Tỉnh ủy")
    (new,) = _succeed(writer, old, ["Ban Tuyên giáo và Dân vận Tỉnh ủy"], "rename", date(2025, 3, 1))
    names = writer.run(lambda session: {each.id: (each.name, each.valid_to) for each in session.scalars(select(Unit))})
    assert names == {
        old: ("Ban Dân vận Tỉnh ủy", date(2025, 2, 28)),
        new: ("Ban Tuyên giáo và Dân vận Tỉnh ủy", None),
    }


def test_what_cannot_be_is_refused(writer: Writer) -> None:
    above = _make(writer, "Tỉnh A", code="01")
    commune = _make(writer, "Xã B", above)
    ended = _make(writer, "Xã C", above, valid_to=date(2025, 6, 29))
    assert _refused(writer, lambda: _make(writer, "xã  B", above)) == "unit_twice"
    assert _refused(writer, lambda: _make(writer, "Tỉnh Khác", code="01")) == "code_twice"
    assert _refused(writer, lambda: _make(writer, "Xã D", above, valid_from=REFORM, valid_to=EVE)) == "days_reversed"
    assert _refused(writer, lambda: _succeed(writer, ended, ["Xã E"], "rename")) == "unit_ended"
    assert _refused(writer, lambda: _succeed(writer, commune, [], "rename")) == "needs_successor"
    assert _refused(writer, lambda: _succeed(writer, commune, ["Xã E"], "split")) == "several_successors"
    assert _refused(writer, lambda: _succeed(writer, commune, ["Xã E", "Xã G"], "merge")) == "one_successor"

    def under_itself(session: Session) -> None:
        unit = session.get_one(Unit, above)
        places.correct(Hand(session, None), unit, UnitDetails("Tỉnh A", parent_id=commune))

    assert _refused(writer, lambda: writer.run(under_itself)) == "unit_under_itself"
    assert _make(writer, "Xã C", above, valid_from=REFORM) != ended


def test_a_new_letterhead_ends_the_one_before(writer: Writer) -> None:
    unit = _make(writer, "Tỉnh ủy A")

    def put(session: Session, issuer: str, since: date | None) -> None:
        head = Letterhead(
            unit_id=unit, style="party", upper_body="", issuer=issuer, place="A", signer_title="", valid_from=since
        )
        letterheads.put(Hand(session, None), head)

    writer.run(lambda session: put(session, "BAN DÂN VẬN", None))
    writer.run(lambda session: put(session, "BAN TUYÊN GIÁO VÀ DÂN VẬN", date(2025, 3, 1)))

    def heads(session: Session) -> list[str | None]:
        found = [
            letterheads.on_day(session, unit, day) for day in (date(2024, 10, 8), date(2025, 2, 28), date(2025, 3, 1))
        ]
        return [head.issuer if head else None for head in found]

    assert writer.run(heads) == ["BAN DÂN VẬN", "BAN DÂN VẬN", "BAN TUYÊN GIÁO VÀ DÂN VẬN"]


def test_a_unit_that_goes_to_another_parent_keeps_the_one_before_to_the_day(writer: Writer) -> None:
    """A commune of a district until 30/6/2025 stands under the province from the next day on; its history says so."""

    def go(session: Session) -> tuple[list[tuple[str, date | None, date | None]], dict[str, tuple[object, object]]]:
        hand = Hand(session, None)
        kind = places.kinds(session)[0].id
        province = places.make(hand, places.UnitDetails("Tỉnh A", kind))
        district = places.make(hand, places.UnitDetails("Huyện B", kind, parent_id=province.id))
        commune = places.make(hand, places.UnitDetails("Xã C", kind, parent_id=district.id))
        moved = places.UnitDetails("Xã C", kind, parent_id=province.id, parent_from=date(2025, 7, 1))
        places.correct(hand, commune, moved)
        links = select(Unit.name, UnitParent.valid_from, UnitParent.valid_to).join(
            Unit, Unit.id == UnitParent.parent_id
        )
        rows = session.execute(links.where(UnitParent.unit_id == commune.id).order_by(UnitParent.id))
        newest = lines(session, [f"unit:{commune.id}"])[0]
        return [(row[0], row[1], row[2]) for row in rows], dict(newest.fields)

    parents, told = writer.run(go)
    assert parents == [("Huyện B", None, date(2025, 6, 30)), ("Tỉnh A", date(2025, 7, 1), None)]
    assert told == {"parent": ("Huyện B", "Tỉnh A"), "since": (None, "01/07/2025")}


def test_no_unit_gives_way_before_it_began_nor_ends_otherwise_than_it_gave_way(writer: Writer) -> None:
    province = _make(writer, "Tỉnh A")
    unit = _make(writer, "Xã Số 1", province, valid_from=REFORM)
    for day in (date(2020, 1, 1), REFORM):
        assert _refused(writer, partial(_succeed, writer, unit, ["Xã Mới"], "rename", day)) == "change_before_unit"
    change = date(2026, 1, 1)
    (new,) = _succeed(writer, unit, ["Xã Mới"], "rename", change)

    def correct(which: int, name: str, **days: date | None) -> None:
        def go(session: Session) -> None:
            details = UnitDetails(name, parent_id=province, **days)  # type: ignore[arg-type]
            places.correct(Hand(session, None), session.get_one(Unit, which), details)

        writer.run(go)

    eve = date(2025, 12, 31)
    for until in (None, date(2025, 10, 1)):
        work = partial(correct, unit, "Xã Số 1", valid_from=REFORM, valid_to=until)
        assert _refused(writer, work) == "days_of_change"
    correct(unit, "Xã Số Một", valid_from=REFORM, valid_to=eve)
    assert _refused(writer, lambda: correct(new, "Xã Mới", valid_from=date(2026, 5, 1))) == "days_of_change"
    outside = date(2019, 1, 1)
    assert _refused(writer, lambda: correct(new, "Xã Mới", valid_from=change, parent_from=outside)) == "parent_outside"


def test_letterheads_of_one_style_never_hold_on_the_same_day(writer: Writer) -> None:
    unit = _make(writer, "Xã Một")

    def put(issuer: str, since: date | None, until: date | None = None, style: str = "party") -> int:
        head = Letterhead(
            unit_id=unit, style=style, upper_body="", issuer=issuer, place="A", valid_from=since, valid_to=until
        )
        writer.run(lambda session: letterheads.put(Hand(session, None), head))
        return 1

    put("Sau", REFORM)
    put("Trước", date(2024, 1, 1))
    put("Trước nữa", None)
    assert put("Khác kiểu", date(2024, 1, 1), style="state")
    for issuer, since, until in (
        ("Sau", REFORM, None),
        ("Trước", date(2024, 5, 1), date(2024, 6, 1)),
        ("Trước nữa", None, None),
    ):
        assert _refused(writer, partial(put, issuer, since, until)) == "letterhead_twice"
    held = writer.run(
        lambda session: [
            (each.issuer, each.valid_from, each.valid_to)
            for each in session.scalars(select(Letterhead).where(Letterhead.style == "party").order_by(Letterhead.id))
        ]
    )
    assert held == [
        ("Sau", REFORM, None),
        ("Trước", date(2024, 1, 1), EVE),
        ("Trước nữa", None, date(2023, 12, 31)),
    ]


@both_databases
def test_of_units_of_one_name_each_is_offered_by_its_days_and_the_standing_one_meant(writer: Writer) -> None:
    province = _make(writer, "Tỉnh A")
    old, other = _make(writer, "Xã Số 4", province), _make(writer, "Xã Số 5", province)
    (new,) = _succeed(writer, old, ["Xã Số 4"], "merge")
    assert _succeed(writer, other, ["Xã Số 4"], "merge") == [new]

    def ask(name: str, on: date | None = None, *within: int) -> int | None:
        return writer.run(lambda session: getattr(known_unit(session, name, on, within=within), "id", None))

    offered = writer.run(lambda session: unitlists.suggested(session, "so 4"))
    assert offered == ["Xã Số 4, Tỉnh A (từ 01/07/2025)", "Xã Số 4, Tỉnh A (đến 30/06/2025)"]
    assert [ask(each, EVE) for each in offered] == [ask(each) for each in offered] == [new, old]
    assert (ask("Xã Số 4"), ask("Xã Số 4, Tỉnh A"), ask("Xã Số 4", EVE)) == (new, new, old)
    assert (ask("Xã Số 4", None, old), ask("Xã Số 4 (đến 01/01/2020)"), ask("Xã Số 4 (đến 99/99/2020)")) == (
        old,
        None,
        None,
    )
    assert ask("Xã Số 5") == other  # ended, and nothing else fits
    assert writer.run(lambda session: unitlists.suggested(session, "so 5")) == ["Xã Số 5, Tỉnh A"]


def _above(writer: Writer, unit: int) -> list[tuple[str, date | None]]:
    links = select(Unit.name, UnitParent.valid_from).join(Unit, Unit.id == UnitParent.parent_id)
    rows = links.where(UnitParent.unit_id == unit).order_by(UnitParent.id)
    return writer.run(lambda session: [(row[0], row[1]) for row in session.execute(rows)])


@both_databases
def test_a_successor_stands_under_whoever_stands_for_the_unit_above_that_ended(writer: Writer) -> None:
    province = _make(writer, "Tỉnh A")
    district = _make(writer, "Huyện B", province, valid_to=EVE)
    ended = _make(writer, "Xã C", district, valid_to=EVE)
    (merged,) = _succeed(writer, ended, ["Xã C"], "merge")  # ended the day before, by import
    assert _above(writer, merged) == [("Tỉnh A", REFORM)]
    early = _make(writer, "Xã D", district, valid_to=EVE)
    (renamed,) = _succeed(writer, early, ["Xã E"], "rename", date(2024, 1, 1))
    assert _above(writer, renamed) == [("Huyện B", date(2024, 1, 1)), ("Tỉnh A", REFORM)]
    (heir,) = _succeed(writer, district, ["Khu vực B"], "merge")
    late = _make(writer, "Xã G", district, valid_to=EVE)
    assert _above(writer, _succeed(writer, late, ["Xã H"], "merge")[0]) == [("Khu vực B", REFORM)]
    assert heir in _branch(writer, province)


def test_nobody_stands_on_under_a_unit_that_has_ended(writer: Writer) -> None:
    province = _make(writer, "Tỉnh A")
    district = _make(writer, "Huyện B", province, valid_to=EVE)
    commune = _make(writer, "Xã C", province)
    assert _refused(writer, lambda: _make(writer, "Xã D", district)) == "above_ended"

    def move(name: str, above: int) -> None:
        def go(session: Session) -> None:
            details = UnitDetails(name, parent_id=above, parent_from=REFORM)
            places.correct(Hand(session, None), session.get_one(Unit, commune), details)

        writer.run(go)

    assert _refused(writer, lambda: move("Xã C", district)) == "above_ended"
    move("Xã Sửa", province)


def test_a_unit_gives_way_once_and_to_names_that_can_be(writer: Writer) -> None:
    province = _make(writer, "Tỉnh A")
    first, second = _make(writer, "Xã B", province), _make(writer, "Xã C", province)
    for names, kind, code in (
        (["Xã Mới A", "xã mới a"], "split", "successor_twice"),
        (["Xã " + "a" * 198], "rename", "line_long"),
        (["xã C"], "rename", "rename_is_merger"),
    ):
        assert _refused(writer, partial(_succeed, writer, first, names, kind)) == code
    _succeed(writer, first, ["Xã D"], "rename", date(2027, 7, 1))
    assert _refused(writer, lambda: _succeed(writer, first, ["Xã E"], "rename")) == "succeeded_already"
    assert _succeed(writer, second, ["Xã G", "Xã H"], "split")
