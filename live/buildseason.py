"""The season of the demo, built contest by contest with a bar that tells how far it is."""

from __future__ import annotations

import sys
from functools import partial

import click

from contest import demoseason, schema
from contest.config import Settings
from contest.writer import Writer

TOLD_EVERY = 10  # contests


def build_season(settings: Settings) -> None:
    """Build the invented season in the settings' database; refuses where it stands already or a server has the database."""
    schema.upgrade(settings.database_url)
    writer = Writer(settings.database_url)
    try:
        season_id, cast, planned = writer.run(demoseason.found)
        with click.progressbar(planned, label="Dựng mùa minh họa", show_pos=True) as contests:
            for done, each in enumerate(contests, 1):
                writer.run(partial(demoseason.play, season_id=season_id, cast=cast, planned=each))
                if done % TOLD_EVERY == 0 and not sys.stdout.isatty():  # where no bar can be drawn
                    click.echo(f"{done}/{len(planned)} hội thi")
    finally:
        writer.close()
    click.echo(
        f"Đã dựng {demoseason.NAME}: {len(planned)} hội thi, {demoseason.TEAMS} đội, {demoseason.MEMBERS} thành viên. "
        "Tên nơi chốn lấy từ tài liệu, mọi người và mọi điểm đều là GIẢ ĐỊNH. Chạy “chamkheo serve” để xem."
    )
