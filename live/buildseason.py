"""The season of the demo, built contest by contest with a bar that tells how far it is; a second run goes on where it was stopped."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

import click

from contest import accounts, demoseason, schema
from contest.config import Settings
from contest.text import thousands
from contest.writer import Writer

TOLD_EVERY = 10  # contests
WHOLE = demoseason.COMMUNES + demoseason.DISTRICTS


def build_season(settings: Settings) -> None:
    """Build what is missing of the invented season in the settings' database; refuses while a server has the database."""
    schema.upgrade(settings.database_url)
    writer = Writer(settings.database_url)
    try:
        season_id, cast, planned = writer.run(demoseason.found)
        if planned:
            _play(writer, season_id, cast, planned)
        token = writer.run(lambda session: accounts.sign_in_link(session, cast.organiser))
    finally:
        writer.close()
    click.echo(
        f"Đã dựng {demoseason.NAME}: {WHOLE} hội thi, {demoseason.TEAMS} đội, {thousands(demoseason.MEMBERS)} thành viên. "
        "Tên nơi chốn lấy từ tài liệu, mọi người và mọi điểm đều là GIẢ ĐỊNH."
    )
    click.echo(f"Chạy “chamkheo serve” rồi mở: {settings.address}/vao/{token} (vào một lần, hiệu lực 3 ngày)")


def _play(writer: Writer, season_id: int, cast: demoseason.Cast, planned: Sequence[demoseason.Planned]) -> None:
    """Play the contests one by one; each is kept whole or not at all, so that one may stop at any time."""
    done = WHOLE - len(planned)
    if done:
        click.echo(f"Đã có {done}/{WHOLE} hội thi từ lần trước, dựng tiếp {len(planned)} hội thi.")
    try:
        with click.progressbar(planned, label="Dựng mùa minh họa", show_pos=True) as contests:
            for each in contests:
                writer.run(partial(demoseason.play, season_id=season_id, cast=cast, planned=each))
                done += 1
                if done % TOLD_EVERY == 0 and not sys.stdout.isatty():  # where no bar can be drawn
                    click.echo(f"{done}/{WHOLE} hội thi")
    except KeyboardInterrupt:
        click.echo(f"\nĐã dừng khi đang dựng hội thi thứ {done + 1}/{WHOLE}. Chạy lại lệnh này để dựng tiếp.")
        raise
