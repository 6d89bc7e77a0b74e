"""What a decision denied is not recognised: in no report, on no medium."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.reports.books import opened, put, told


@both_databases
def test_a_model_that_a_decision_denied_does_not_count_as_recognised(writer: Writer) -> None:
    """Of five, three are recognised, one is denied by the same body, one is left for later."""

    def fill(session: Session) -> None:
        host = put(session, "Xã B", "xa")
        book = opened(session, host, {"Thôn 1": put(session, "Thôn 1", "thon", host)}, 2026)
        five = book.register(5, "Thôn 1", "Kinh tế")
        book.decide(five[:3], 0)
        book.decide(five[3:4], None)
        book.decide(five[:1], 1)
        book.decide(five[1:2], None)  # not chosen as “tiêu biểu”: it stays recognised

    writer.run(fill)

    def asked(name: str, **options: str) -> dict[str, Any]:
        return dict(writer.run(lambda session: told(session, name, None, options)).data)

    assert [row["total"] for row in asked("funnel")["steps"]] == [5, 3, 1, 0, 0]
    year = asked("year")
    assert [row["total"] for row in year["steps"]] == [5, 3, 1, 0, 0]
    assert [row["count"] for row in year["decided"]] == [3, 0, 0, 0, 0]
    assert [(row["recognised"], row["rewarded"]) for row in asked("years")["years"]] == [(3, 0)]
    assert (asked("domains")["total"], asked("domains", tinh="cong-nhan")["total"]) == (5, 3)
    assert asked("owners", tinh="cong-nhan")["total"] == 3
