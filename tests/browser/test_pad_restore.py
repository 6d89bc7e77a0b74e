"""The tablets are the best backup: after a restore from a stale copy nothing acknowledged is lost; after the end they forget."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from live.client import Staff
from tests.browser.judging import TEAMS, make, take_seat
from tests.browser.test_pad_sending import outbox
from tests.serving import chamkheo, serve


def test_restore_from_a_stale_copy_loses_nothing(tmp_path: Path, context: BrowserContext) -> None:
    with serve(tmp_path) as running:
        contest = make(Staff.by_link(running.staff, running.link))
        contest.open("Suối Bạc")
        copy = tmp_path / "copy.db"
        saved = chamkheo(running.environment, "backup", str(copy))
        assert saved.returncode == 0, saved.stderr
        pad = take_seat(context, contest)
        pad.fill()
        pad.send()
        pad.received()
        receipt = pad.page.locator(".receipt").inner_text()
    pad.shows("Tổ Thư ký đã nhận")  # it was, and the screen may say so until the server says otherwise
    restored = chamkheo(running.environment, "restore", str(copy), "--yes", "--reason", "Máy chủ hỏng ổ đĩa")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    ports = {name: running.environment[name] for name in ("CHAMKHEO_PORT", "CHAMKHEO_HALL_PORT")}
    with serve(tmp_path, organiser="nguoithuhai", **ports) as again:
        # The copy is older than the card's first scan: the judge scans again, on the same tablet.
        take_seat(context, contest)
        page = context.pages[-1]
        expect(page.locator("[data-state]").first).to_contain_text("Tổ Thư ký đã nhận lúc", timeout=40000)
        assert page.locator(".receipt").inner_text() == receipt
        (entry,) = outbox(page)
        assert entry["answer"]["status"] == "accepted"
        kept = chamkheo(again.environment, "verify")
        assert kept.returncode == 0, kept.stdout + kept.stderr


def test_sealed_contest_lets_the_tablet_forget(organiser: Staff, context: BrowserContext) -> None:
    contest = make(organiser)
    contest.open("Suối Bạc")
    pad = take_seat(context, contest)
    pad.fill()
    pad.send()
    pad.received()
    assert len(outbox(pad.page)) == 1
    contest.desk("lock", **contest.sheet("Suối Bạc"))
    for team in TEAMS[1:]:
        contest.desk("team_absent", reason="Không đến", **contest.sheet(team))
    for team in TEAMS:
        contest.desk("team_absent", reason="Phần này không thi", **contest.sheet(team, "chao_hoi"))
    contest.desk("draft")
    contest.desk("sign", signatories="Trưởng Ban Giám khảo")
    contest.desk("approve_prizes", prizes={"nhat": [contest.teams["Suối Bạc"]]}, reason="Theo kết quả")
    contest.desk("finalise")
    expect(pad.page.locator(".banner")).to_contain_text("Hội thi đã chốt kết quả", timeout=20000)
    expect(pad.page.locator(".review-foot")).to_contain_text("chỉ còn để xem")
    for _ in range(50):
        if not outbox(pad.page):
            break
        pad.page.wait_for_timeout(100)
    assert outbox(pad.page) == []
    pad.shows("Tổ Thư ký đã nhận lúc")
