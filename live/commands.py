"""The `chamkheo` commands that serve."""

from __future__ import annotations

import sys

import click

from contest import accounts, schema
from contest.config import Settings
from contest.writer import Writer
from live.demo import demo
from live.processes import children, require_free_ports
from live.replaying import replay_command
from live.supervisor import supervise


@click.command()
def serve() -> None:
    """Mở máy chủ: phần làm việc và phần hội trường, cùng chạy cùng dừng."""
    settings = Settings.from_env()
    require_free_ports(settings)
    schema.upgrade(settings.database_url)
    note = remember_address(settings)
    sys.exit(supervise(children(settings), ready=lambda: click.echo(addresses(settings) + note)))


def addresses(settings: Settings) -> str:
    """Give the addresses to open, in words."""
    return (
        f"Ban Tổ chức, Tổ Thư ký, giám khảo: {settings.address}\n"
        f"Hội trường (màn chiếu, điện thoại):  {settings.hall_address}\n"
        "Địa chỉ này in trên thẻ giám khảo: giữ nguyên trong cả hội thi."
    )


def remember_address(settings: Settings) -> str:
    """Keep the one fixed address; gives a loud warning when it differs from the one that cards were printed with."""
    writer = Writer(settings.database_url)
    try:
        before = writer.run(lambda session: accounts.fix_address(session, settings.address))
    finally:
        writer.close()
    if before in ("", settings.address):
        return ""
    return (
        f"\n\n*** ĐỊA CHỈ MÁY ĐÃ ĐỔI: thẻ giám khảo đã in {before}, nay là {settings.address}. ***\n"
        f"*** Đặt lại địa chỉ cũ cho máy, hoặc đặt CHAMKHEO_ADDRESS, hoặc in lại thẻ. Phiếu chưa gửi nằm ở địa chỉ cũ. ***"
    )


def add_live_commands(group: click.Group) -> None:
    """Add the commands that serve to `chamkheo`."""
    for command in (serve, demo, replay_command):
        group.add_command(command)
