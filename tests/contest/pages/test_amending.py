"""The pages on which a running contest's rulebook is amended: typed with its decision, seen before and after, confirmed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest import board as boards
from contest.access import hash_secret
from contest.tables.people import Account
from scoring import rulebook as rulebooks
from scoring.rules import Issued
from tests.building import SMALL, Built, build, play_worked
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/the-le/sua-doi"
PIN = "246810"
DECISION = {
    "base": "1",
    "number": "15-QĐ/BTC",
    "date": "22/11/2026",
    "issuer": "Ban Tổ chức Hội thi",
    "abstract": "Sửa đổi mức trừ quá giờ",
    "reason": "Ghi nhầm mức trừ",
}


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a running contest with one team locked, two minutes over time; the second secretary has a PIN."""
    built = build(app.extensions["writer"])
    built.start()
    turn: dict[str, Any] = {"part": "chao_hoi", "team": built.teams["Suối Bạc"]}
    built.do("open", **turn)
    for seat in (1, 2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", {"noi_dung": 9250, "hinh_thuc": 5000})
    built.do("deduct", **turn, rule="qua_gio", amount="130", reason="Quá giờ")
    built.do("lock", **turn)

    def give_pin(session: Session) -> None:
        session.get_one(Account, built.accounts["second_secretary"]).pin_hash = hash_secret(PIN)

    built.writer.run(give_pin)
    return built


def cheaper(**change: Any) -> str:
    document: dict[str, Any] = rulebooks.to_dict(rulebooks.loads(SMALL))
    document["parts"][0]["deductions"][0]["bands"][0]["points"] = "0.5"
    document["parts"][0]["criteria"][0] |= change
    return json.dumps(document, ensure_ascii=False)


def test_from_the_draft_to_the_version_in_force(app: Flask, built: Built) -> None:
    organiser, secretary = (Walker(app, built.accounts[role]) for role in ("organiser", "secretary"))
    assert "Sửa đổi thể lệ…" in organiser.text("/hoi-thi/1/the-le")
    assert "Chưa có đề nghị nào. Thể lệ đang có hiệu lực: bản 1." in secretary.text(PAGE)
    assert 'name="abstract"' in organiser.text(f"{PAGE}/soan")
    refused = organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper(), "number": ""})
    assert refused.status_code == 409
    said = refused.get_data(as_text=True)
    assert "đề nghị ghi đủ số, ngày, cơ quan ban hành và trích yếu" in said
    assert 'value="Ghi nhầm mức trừ"' in said
    misfit = organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper(step="0.5")})
    assert "phần Chào hỏi, đội Suối Bạc, Giám khảo số 1: Điểm phải theo bước 0,5." in misfit.get_data(as_text=True)
    proposed = organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper()}, follow=True).get_data(as_text=True)
    assert "Bản 2 đang đề nghị" in proposed
    assert "Số 15-QĐ/BTC, ngày 22/11/2026, Ban Tổ chức Hội thi" in proposed
    table = re.sub(r"<[^>]+>|\s+", " ", proposed[proposed.rindex("<table") : proposed.rindex("</table>")])
    assert re.search(r"Suối Bạc +có thay đổi +12,25 +hạng 1 +13,25 +hạng 1", table)
    seen = re.search(r'name="rulebook" value="([0-9a-f]{64})"', proposed)
    assert seen
    confirm = {"command": "confirm_rulebook", "form": "confirm_rulebook", "back": "rulebook.proposal"}
    confirm |= {"rulebook": seen[1], "second": "second-secretary-1", "pin": PIN}
    done = secretary.post("/hoi-thi/1/lenh", confirm, follow=True).get_data(as_text=True)
    assert "Thể lệ mới có hiệu lực." in done
    assert "Quyết định số 15-QĐ/BTC, ngày 22/11/2026, Ban Tổ chức Hội thi: Sửa đổi mức trừ quá giờ." in done
    board = built.writer.run(lambda session: boards.read(session, built.id))
    assert (board.version, board.rules.issued) == (
        2,
        Issued(**{key: DECISION[key] for key in ("number", "date", "issuer", "abstract")}),
    )


def test_a_tablet_loads_the_new_version_by_itself(app: Flask, built: Built) -> None:
    organiser = Walker(app, built.accounts["organiser"])
    organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper()})
    board = built.writer.run(lambda session: boards.read(session, built.id))
    built.do("confirm_rulebook", "secretary", rulebook=board.ledger.data("rulebook")["proposal"]["rulebook"])
    tablet = Walker(app, device_id=built.devices[0])
    told = tablet.client.post("/cham/hello", json={"protocol": 1, "device": "test-tablet"}).get_json()
    assert told["rulebook"]["version"] == 2


def test_nobody_but_the_organiser_writes_a_draft(app: Flask, built: Built) -> None:
    secretary = Walker(app, built.accounts["secretary"])
    assert secretary.get(f"{PAGE}/soan").status_code == 403
    assert secretary.post(f"{PAGE}/soan", DECISION | {"draft": cheaper()}).status_code == 403


def test_the_draft_of_an_amendment_is_only_for_a_contest_that_runs(app: Flask, built: Built) -> None:
    organiser = Walker(app, built.accounts["organiser"])
    assert organiser.get(f"{PAGE}/soan").status_code == 200
    waiting = build(app.extensions["writer"])
    walker = Walker(app, waiting.accounts["organiser"])
    answer = walker.client.get(f"/hoi-thi/{waiting.id}/the-le/sua-doi/soan", follow_redirects=True)
    assert answer.request.path == f"/hoi-thi/{waiting.id}/the-le"
    assert "Hội thi chưa bắt đầu nên thể lệ sửa thẳng ở trang này rồi bấm Lưu thể lệ." in answer.get_data(as_text=True)


def test_after_the_draft_of_the_result_the_page_says_why_the_rules_stand(app: Flask) -> None:
    built = play_worked(app.extensions["writer"])
    built.do("draft", "secretary")
    walker = Walker(app, built.accounts["organiser"])
    answer = walker.client.get("/hoi-thi/1/the-le/sua-doi/soan", follow_redirects=True)
    assert answer.request.path == "/hoi-thi/1/the-le/sua-doi"
    assert "hiện ở bước “Dự thảo”" in answer.get_data(as_text=True)


def test_a_draft_from_before_another_version_is_not_proposed(app: Flask, built: Built) -> None:
    organiser = Walker(app, built.accounts["organiser"])
    refused = organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper(), "base": "0"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "đã có bản 1 mới hơn" in page
    assert 'value="12-QĐ/BTC"' in page or DECISION["number"] in page


def test_a_team_with_nothing_locked_has_neither_points_nor_rank_in_the_preview(app: Flask, built: Built) -> None:
    organiser = Walker(app, built.accounts["organiser"])
    organiser.post(f"{PAGE}/soan", DECISION | {"draft": cheaper()})
    page = re.sub(r"<[^>]+>|\s+", " ", organiser.text(PAGE))
    line = page.partition("Suối Trai")[2].partition("Sơn Phước")[0]
    assert line.count("chưa đủ điểm") == 2
    assert "0,00" not in line
    assert "hạng 1" not in line
