"""Over sockets too, hội ý shows sheets to their judges alone, in the answer to hello alone, and only while it is open."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acting import PART, TEAMS, Stage, stage
from tests.serving import serve

SECRET = ("7250", "6750")
ELSEWHERE = ("3250", "2750")


def told(on: Stage, tablet: int) -> str:
    return json.dumps(on.tablets[tablet].hello())


def test_a_judges_socket_carries_the_opened_sheets_only_while_the_panel_confers(tmp_path: Path) -> None:
    with serve(tmp_path) as served:
        on = stage(served)
        on.do("start")
        on.sit()
        heard: list[str] = []
        for tablet in on.tablets:
            tablet._open_socket().on("*", lambda *args: heard.append(json.dumps(args)), namespace="/judge")
        for team, secret in zip(TEAMS, (SECRET, ELSEWHERE), strict=False):
            on.do("open", part=PART, team=on.teams[team])
            marks = {"noi_dung": int(secret[0]), "hinh_thuc": int(secret[1])}
            on.mark(PART, team, [marks, {"noi_dung": 9000, "hinh_thuc": 4000}])
        turn = {"part": PART, "team": on.teams[TEAMS[0]]}
        before = told(on, 1)
        on.do("open_conferring", **turn)
        during = told(on, 1)
        staff = json.dumps(on.desk.state(on.id))
        on.do("close_conferring", **turn, conclusion="Giữ nguyên")
        after = told(on, 1)
        on.leave()
    assert all(secret in during for secret in SECRET)
    for text in (before, after, staff, *heard):
        assert not any(secret in text for secret in (*SECRET, *ELSEWHERE)), text
    assert not any(secret in during for secret in ELSEWHERE)
