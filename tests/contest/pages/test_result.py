"""The result page: ties decided, and the steps khóa → dự thảo → ký → duyệt giải → chốt → công bố by the right people."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from contest import chain, prizeview, resultview
from tests.building import Built, build, play_worked
from tests.contest.pages.walker import Walker

PAGE = "/hoi-thi/1/ket-qua"


@pytest.fixture
def built(app: Flask) -> Built:
    """Give the worked case of domain.md 2.7, all locked."""
    return play_worked(app.extensions["writer"])


def send(app: Flask, built: Built, role: str, command: str, **args: Any) -> TestResponse:
    form = {"command": command, "form": command, "back": "result.show"} | args
    return Walker(app, built.accounts[role]).post("/hoi-thi/1/lenh", form, follow=True)


def page_text(html: str) -> str:
    return " ".join(html.split())


def page(app: Flask, built: Built, role: str) -> str:
    return Walker(app, built.accounts[role]).text(PAGE)


def test_the_table_ranks_and_says_how_ties_stand(built: Built) -> None:
    assert [(line.rank, line.name, line.total, line.note) for line in resultview.lines(built.board())] == [
        ("1", "A", "87,75", ""),
        ("2", "B", "86,20", ""),
        ("3", "C", "85,60", "đồng hạng với F"),
        ("3", "F", "85,60", "đồng hạng với C"),
        ("5", "D", "85,00", ""),
        ("6", "E", "71,95", ""),
    ]


def test_from_the_last_lock_to_the_announcement(app: Flask, built: Built) -> None:
    assert "Lập dự thảo kết quả" in page(app, built, "secretary")
    assert "Việc này của Tổ Thư ký." in page(app, built, "organiser")
    assert "Đã lập dự thảo kết quả." in send(app, built, "secretary", "draft").get_data(as_text=True)
    waiting = page(app, built, "head_judge")
    assert "Còn đội bằng điểm ở ranh giới giải" in waiting
    assert "Các đội C, F bằng điểm nhau (85,60) ở hạng 3" in waiting
    places = {f"place.{built.teams['C']}": "2", f"place.{built.teams['F']}": "1"}
    said = send(app, built, "head_judge", "decide_tie", minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn", **places)
    assert "F trên C" in said.get_data(as_text=True)
    assert "Đã ghi chữ ký" in send(app, built, "head_judge", "sign", signatories="Nguyễn Văn 1\nNguyễn Văn 2").get_data(
        as_text=True
    )
    assert "(đề xuất)" in page(app, built, "organiser")
    proposal = prizeview.proposed(built.board())
    prizes = {f"prize.{team}": tier for team, tier in proposal.items()}
    assert "Đã duyệt giải." in send(app, built, "organiser", "approve_prizes", **prizes).get_data(as_text=True)
    sealed = send(app, built, "organiser", "finalise").get_data(as_text=True)
    done = built.board().ledger.data("contest")["finalised"]
    assert str(done["events"]) in sealed
    assert chain.short(done["head"]) in sealed
    organiser = Walker(app, built.accounts["organiser"])
    assert "Không rút lại được" in organiser.text("/hoi-thi/1/cong-bo")
    last = send(app, built, "organiser", "announce", then="result.show").get_data(as_text=True)
    assert "Kết quả đã công bố." in last
    stages = resultview.stages(built.board(), lambda actor: actor)
    assert [(stage.name, stage.state) for stage in stages] == [
        (name, "done") for name in ("Khóa", "Dự thảo", "Ký", "Duyệt giải", "Chốt", "Công bố")
    ]
    assert [stage.who for stage in stages[1:4]] == [
        f"account:{built.accounts[role]}" for role in ("secretary", "head_judge", "organiser")
    ]
    assert prizeview.approved(built.board()) == (
        ("Giải nhất", ("A",)),
        ("Giải nhì", ("B", "F")),
        ("Giải ba", ("C", "D", "E")),
    )


def test_a_shared_rank_is_a_decision_too_and_the_prizes_are_then_chosen(app: Flask, built: Built) -> None:
    send(app, built, "secretary", "draft")
    places = {f"place.{built.teams[team]}": "1" for team in "CF"}
    shared = send(app, built, "secretary", "decide_tie", minutes="Biên bản 02", reason="Ngang nhau", **places)
    assert "C đồng hạng F" in shared.get_data(as_text=True)
    send(app, built, "head_judge", "sign", signatories="Nguyễn Văn 1")
    proposal = prizeview.proposed(built.board())
    assert [proposal[built.teams[team]] for team in "ABCFDE"] == ["nhat", "nhi", "", "", "ba", "ba"]
    form = page(app, built, "organiser")
    assert form.count('<option value="">chọn giải</option>') == 2
    assert form.count("required>") == 2
    assert "Đội C, F đồng hạng theo quyết định</textarea>" in form
    chosen = proposal | {built.teams[team]: "nhi" for team in "CF"}
    prizes = {f"prize.{team}": tier for team, tier in chosen.items()}
    refused = send(app, built, "organiser", "approve_prizes", **prizes)
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "Danh sách giải khác đề xuất của phần mềm. Đề nghị ghi rõ lý do." in text
    assert text.count('value="nhi" selected') == 3
    approved = send(app, built, "organiser", "approve_prizes", reason="Đồng giải nhì", **prizes).get_data(as_text=True)
    assert "Đã duyệt giải." in approved
    assert "Nhiều giải hơn thể lệ: Giải nhì: duyệt 3, thể lệ chỉ có 2." in approved  # equal teams may, and it is said


def test_more_prizes_than_the_rulebook_has_are_asked_back_and_written_down(app: Flask, built: Built) -> None:
    order = f"{built.teams['F']}>{built.teams['C']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn")
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    chosen = prizeview.proposed(built.board()) | {built.teams[team]: "nhat" for team in "ABF"}
    prizes = {f"prize.{team}": tier for team, tier in chosen.items()}
    assert "Duyệt nhiều giải hơn thể lệ" not in page(app, built, "organiser")
    refused = send(app, built, "organiser", "approve_prizes", reason="Theo ý Ban Tổ chức", **prizes)
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "Nhiều giải hơn thể lệ: Giải nhất: duyệt 3, thể lệ chỉ có 1." in text
    assert 'name="beyond" value="true"' in text
    assert built.board().ledger.step == "signed"
    unsaid = send(app, built, "organiser", "approve_prizes", beyond="true", **prizes)
    assert "Đề nghị ghi rõ lý do." in unsaid.get_data(as_text=True)
    assert unsaid.status_code == 409
    done = send(app, built, "organiser", "approve_prizes", beyond="true", reason="Theo ý Ban Tổ chức", **prizes)
    assert "Nhiều giải hơn thể lệ: Giải nhất: duyệt 3, thể lệ chỉ có 1." in done.get_data(as_text=True)
    minutes = page_text(Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/giay-to/bien-ban"))
    assert "Lý do khi duyệt giải: Theo ý Ban Tổ chức" in minutes
    assert "Nhiều giải hơn thể lệ: Giải nhất: duyệt 3, thể lệ chỉ có 1." in minutes


def test_a_decision_needs_a_place_for_each_team_and_its_minutes(app: Flask, built: Built) -> None:
    key = "-".join(str(built.teams[team]) for team in "CF")
    half = {f"place.{built.teams['C']}": "1", f"place.{built.teams['F']}": "", "form": f"tie-{key}"}
    answer = send(app, built, "secretary", "decide_tie", minutes="Biên bản", reason="Vì thế", **half)
    assert answer.status_code == 409
    assert "Mục “Thứ tự” còn thiếu hoặc không đúng." in answer.get_data(as_text=True)
    assert "Biên bản</textarea>" in answer.get_data(as_text=True)
    whole = half | {f"place.{built.teams['F']}": "2"}
    assert send(app, built, "secretary", "decide_tie", minutes="", reason="Vì thế", **whole).status_code == 409


def test_a_draft_is_taken_back_with_a_reason(app: Flask, built: Built) -> None:
    send(app, built, "secretary", "draft")
    shown = Walker(app, built.accounts["secretary"]).text("/hoi-thi/1/rut-du-thao")
    assert "Hội thi trở lại bước “Đang thi”" in shown
    assert send(app, built, "secretary", "withdraw_draft", back="result.withdraw").status_code == 409
    again = send(app, built, "head_judge", "withdraw_draft", reason="Sót một điểm trừ", then="result.show")
    assert "Đã rút dự thảo." in again.get_data(as_text=True)
    assert built.board().ledger.step == "running"


def test_nothing_can_be_drafted_while_a_performance_is_open(app: Flask) -> None:
    built = build(app.extensions["writer"])
    built.start()
    assert "Còn 6 lượt thi chưa khóa." in page(app, built, "secretary")
    answer = send(app, built, "secretary", "draft")
    assert answer.status_code == 409
    assert "Chưa lập được dự thảo" in answer.get_data(as_text=True)


def test_before_the_start_there_is_a_table_and_no_step(app: Flask) -> None:
    built = build(app.extensions["writer"])
    assert "Hội thi chưa bắt đầu." in page(app, built, "organiser")
