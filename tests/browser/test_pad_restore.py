"""The tablets are the best backup: after a restore from a stale copy nothing acknowledged is lost; after the end they forget."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from live.client import Staff
from tests.browser.judging import TEAMS, eventually, make, take_seat
from tests.browser.test_pad_sending import outbox
from tests.serving import chamkheo, environment_for, run_pair


def test_restore_from_a_stale_copy_loses_nothing(tmp_path: Path, context: BrowserContext) -> None:
    environment, copy = environment_for(tmp_path), tmp_path / "copy.db"
    made = chamkheo(environment, "create-user", "bantochuc", "--name", "Trần Thị Tổ Chức")
    assert made.returncode == 0, made.stderr
    link = made.stdout.rpartition("/vao/")[2].strip()
    with run_pair(tmp_path, environment, [link]) as served:
        contest = make(Staff.by_link(served.staff, served.link))
        contest.open("Suối Bạc")
        saved = chamkheo(environment, "backup", str(copy))
        assert saved.returncode == 0, saved.stderr
        pad = take_seat(context, contest)
        pad.fill()
        pad.send()
        pad.received()
        receipt = pad.page.locator(".receipt").inner_text()
    pad.received()  # it was, and the screen may say so until the server says otherwise
    restored = chamkheo(environment, "restore", str(copy), "--yes", "--reason", "Máy chủ hỏng ổ đĩa")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    with run_pair(tmp_path, environment, []):
        assert contest.submissions() == []
        # The copy is older than the card's first scan: the judge scans again, on the same tablet, in another tab.
        expect(pad.page.locator(".banner", has_text="Máy này cần đăng nhập lại")).to_be_visible()
        page = take_seat(context, contest).page
        eventually(page, lambda: len(contest.submissions()), 1)
        for each in context.pages:  # a screen may have shown the receipt of before until its own hello
            expect(each.locator("[data-state]").first).to_contain_text("Tổ Thư ký đã nhận lúc")
            expect(each.locator(".receipt")).to_have_text(receipt)
        # Two open tabs may each have found it lost: sent twice then, and received once.
        eventually(page, lambda: [entry["state"] for entry in outbox(page)], ["received"])
        assert len(contest.submissions()) == 1
        kept = chamkheo(environment, "verify")
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
    expect(pad.page.locator(".banner")).to_contain_text("Hội thi đã chốt kết quả")
    expect(pad.page.locator(".review-foot")).to_contain_text("chỉ còn để xem")
    eventually(pad.page, lambda: outbox(pad.page), [])
    pad.shows("Tổ Thư ký đã nhận lúc")
