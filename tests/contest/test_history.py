"""The history of what offices keep: who, when, old and new, and that nothing rewrites it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.history import Hand, Line, lines
from contest.planning.units import find_unit
from contest.tables.places import Letterhead, Unit
from contest.writer import Writer
from tests.conftest import both_databases


def _letterhead(unit_id: int) -> Letterhead:
    return Letterhead(
        unit_id=unit_id,
        style="party",
        upper_body="ĐẢNG BỘ TỈNH A",
        issuer="BAN DÂN VẬN",
        place="A",
        signer_title="",
        valid_from=None,
        valid_to=None,
    )


def _story(session: Session) -> tuple[int, int, list[Line]]:
    unit = find_unit(session, "Xã Sơn Hòa")
    hand = Hand(session, create_account(session, "can.bo", "Nguyễn Thị Hường", None).id)
    head = _letterhead(unit.id)
    hand.add(head)
    assert hand.change(head, {"issuer": "BAN TUYÊN GIÁO VÀ DÂN VẬN", "place": "A"}, reason="Đổi tên cơ quan")
    assert not hand.change(head, {"issuer": "BAN TUYÊN GIÁO VÀ DÂN VẬN"})
    hand.remove(head, reason="Ghi nhầm")
    return unit.id, head.id, lines(session, [f"letterhead:{head.id}"])


@both_databases
def test_each_change_tells_who_when_old_and_new(writer: Writer) -> None:
    unit_id, _head_id, found = writer.run(_story)
    removed, changed, made = found
    assert {line.by for line in found} == {"Nguyễn Thị Hường"}
    assert (made.kind, made.fields["unit_id"], made.fields["issuer"]) == (
        "made",
        (None, unit_id),
        (None, "BAN DÂN VẬN"),
    )
    assert (changed.kind, changed.reason) == ("changed", "Đổi tên cơ quan")
    assert changed.fields == {"issuer": ("BAN DÂN VẬN", "BAN TUYÊN GIÁO VÀ DÂN VẬN")}
    assert (removed.kind, removed.fields["issuer"]) == ("removed", ("BAN TUYÊN GIÁO VÀ DÂN VẬN", None))
    assert removed.at >= changed.at >= made.at


@both_databases
@pytest.mark.parametrize("statement", ["UPDATE change SET reason = 'x'", "DELETE FROM change"])
def test_the_database_refuses_to_rewrite_history(writer: Writer, statement: str) -> None:
    writer.run(_story)
    with pytest.raises(DatabaseError, match="append only"):
        writer.run(lambda session: session.execute(text(statement)))
    assert writer.run(lambda session: session.query(Unit).count()) == 1
