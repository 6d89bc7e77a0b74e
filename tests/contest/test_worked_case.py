"""The worked case of domain.md 2.7 from taps to the finalised result, through the scorebook, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from contest import board as boards
from contest.scorebook.refusals import Refused
from contest.scorebook.result import open_questions
from contest.writer import Writer
from scoring.points import text
from tests.building import play_worked
from tests.conftest import both_databases


def _table(session: Session, contest_id: int) -> list[tuple[str, int | None, str]]:
    board = boards.read(session, contest_id)
    return [
        (board.team(row.team).name, row.rank, text(row.total_shown, 2) if row.total_shown is not None else "")
        for row in board.standings.rows
    ]


@both_databases
def test_the_worked_case_reproduces_and_asks_about_the_tie(writer: Writer) -> None:
    built = play_worked(writer)
    assert writer.run(lambda session: _table(session, built.id)) == [
        ("A", 1, "87.75"),
        ("B", 2, "86.20"),
        ("C", 3, "85.60"),
        ("F", 3, "85.60"),
        ("D", 5, "85.00"),
        ("E", 6, "71.95"),
    ]
    built.do("draft", "secretary")
    questions = writer.run(lambda session: open_questions(boards.read(session, built.id)))
    assert len(questions) == 1
    assert "C" in questions[0]
    assert "F" in questions[0]
    with pytest.raises(Refused, match="open_questions"):
        built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    order = f"{built.teams['F']}>{built.teams['C']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    prizes = {"nhat": ["A"], "nhi": ["B", "F"], "ba": ["C", "D", "E"]}
    chosen = {tier: [built.teams[team] for team in teams] for tier, teams in prizes.items()}
    built.do("approve_prizes", "organiser", prizes=chosen)
    built.do("finalise", "organiser")
    built.do("announce", "organiser")
    assert writer.run(lambda session: _table(session, built.id))[2:4] == [("F", 3, "85.60"), ("C", 4, "85.60")]
