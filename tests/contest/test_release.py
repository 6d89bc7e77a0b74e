"""What the hall may know of a team that was away: from one part, or from all that have begun."""

from __future__ import annotations

from contest import board as boards
from contest import release
from contest.writer import Writer
from tests.building import Built, build

TEAM = "Suối Bạc"


def told(built: Built) -> tuple[str, list[int]]:
    """Give the team's state on the released board and the places of the parts it was away from."""
    body = release.public_body(built.writer.run(lambda session: boards.read(session, built.id)))
    (row,) = (row for row in body["rows"] if row["name"] == TEAM)
    return row["state"], row["absent_parts"]


def test_a_team_is_away_only_when_it_was_away_from_every_part_begun(writer: Writer) -> None:
    built = build(writer)
    built.start()
    assert told(built) == ("waiting", [])
    built.do("team_absent", "secretary", part="chao_hoi", team=built.teams[TEAM], reason="Xe hỏng")
    assert told(built) == ("absent", [0])
    built.do("team_absent", "secretary", part="kien_thuc", team=built.teams["Suối Trai"], reason="Ốm")
    assert told(built) == ("waiting", [0])
    built.do("team_absent", "secretary", part="kien_thuc", team=built.teams[TEAM], reason="Xe hỏng")
    assert told(built) == ("absent", [0, 1])
