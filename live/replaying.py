"""The `chamkheo replay` command: published panels through a server of its own or a running one."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from itertools import accumulate
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

import click

from contest import accounts
from contest.config import Settings
from contest.files.panelreader import PanelsUnreadable, load
from contest.files.panels import Segment, chosen
from contest.writer import Writer
from live.client import ServerAway, ServerRefused, Staff
from live.processes import own_server
from live.replay import ReplayFailed, Tally, replay

AT_ONCE = 2  # segments on a server: while one waits for the disk another computes
MOST_SERVERS = 2
LISTED = 20  # differences told


@click.command("replay")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--segment", "name", help="Chỉ chạy lại các nội dung có tên này (tên đầy đủ hoặc một phần).")
@click.option("--all", "everything", is_flag=True, help="Chạy lại mọi nội dung (mặc định).")
@click.option("--server", help="Địa chỉ máy chủ đang chạy; không có thì mở máy chủ tạm rồi đóng lại.")
@click.option("--link", help="Liên kết vào một lần của một người trong Ban Tổ chức (cần khi có --server).")
@click.option("--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="Ghi kết quả vào tệp JSON.")
def replay_command(
    folder: Path, name: str | None, everything: bool, server: str | None, link: str | None, target: Path | None
) -> None:
    """Chạy lại các biên bản chấm đã công bố trong thư mục DIR và so từng số liệu.

    Mỗi nội dung là một hội thi: mọi điểm đi qua đường chấm của giám khảo, cứ năm phiếu gửi lặp một phiếu. Kết thúc bằng 0
    chỉ khi mọi điểm, tổng và thứ hạng đều đúng như đã công bố.
    """
    if name is not None and everything:
        raise click.UsageError("Chỉ dùng một trong hai: --segment hoặc --all.")
    if (server is None) != (link is None):
        raise click.UsageError("--server và --link phải đi cùng nhau.")
    segments = _segments(folder, name)
    began = time.monotonic()
    try:
        with _signed_in(server, link, len(segments)) as people:
            tally = _replay_all(segments, people)
    except (ReplayFailed, ServerRefused, ServerAway) as error:
        raise click.ClickException(f"Dừng giữa chừng: {error}") from error
    figures = json.dumps(tally.figures(time.monotonic() - began))
    if target is not None:
        target.write_text(figures + "\n", encoding="utf-8")
    click.echo(figures)
    for difference in tally.differences[:LISTED]:
        click.echo(f"KHÁC: {difference}", err=True)
    sys.exit(1 if tally.differences else 0)


def _segments(folder: Path, name: str | None) -> list[Segment]:
    try:
        segments = load(folder)
    except PanelsUnreadable as error:
        raise click.ClickException(f"Không đọc được số liệu:\n{error}") from None
    picked = segments if name is None else chosen(segments, name)
    if not picked:
        titles = "\n".join(f"  {segment.title}" for segment in segments[:LISTED])
        raise click.ClickException(f"Không có nội dung nào tên “{name}”. Trong thư mục có:\n{titles}")
    return picked


@contextmanager
def _signed_in(server: str | None, link: str | None, segments: int) -> Iterator[list[Staff]]:
    """Give the person who replays, signed in on each server: the one named, or one of our own for each core."""
    if server is not None and link is not None:
        yield [Staff.by_link(server, link)]
        return
    click.echo("Đang mở máy chủ tạm…", err=True)
    links: list[str] = []
    with ExitStack() as stack:
        people = []
        for _ in range(min(os.cpu_count() or 1, MOST_SERVERS, segments)):
            settings = stack.enter_context(own_server(lambda settings: links.append(_new_organiser(settings))))
            people.append(Staff.by_link(settings.address, links[-1]))
        yield people


def _new_organiser(settings: Settings) -> str:
    writer = Writer(settings.database_url)
    try:
        account = writer.run(
            lambda session: accounts.create_account(session, "chay-lai", "Chạy lại số liệu", None, organiser=True)
        )
        return writer.run(lambda session: accounts.sign_in_link(session, account.id))
    finally:
        writer.close()


def _replay_all(segments: Sequence[Segment], people: Sequence[Staff]) -> Tally:
    whole, progress = Tally(), _Progress(segments)
    free: SimpleQueue[Staff] = SimpleQueue()
    for person in [*people] * AT_ONCE:
        free.put(person)

    def one(segment: Segment, before: int) -> Tally:
        person = free.get()
        try:
            return replay(segment, person, before, progress.step)
        finally:
            free.put(person)

    pool = ThreadPoolExecutor(len(people) * AT_ONCE)
    try:
        counts = accumulate((segment.sheets for segment in segments), initial=0)
        running = {
            pool.submit(one, segment, before): segment for segment, before in zip(segments, counts, strict=False)
        }
        for finished in as_completed(running):
            tally = finished.result()
            whole.add(tally)
            progress.finished(running[finished], tally)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return whole


class _Progress:
    """Tells on standard error how far the replay has come: one line a segment, and on a terminal one that moves."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._total = sum(len(segment.performances) for segment in segments)
        self._count, self._segments = len(segments), 0
        self._done: Counter[str] = Counter()
        self._turn = Lock()

    def step(self, segment: Segment) -> None:
        """Note one more performance of a segment."""
        with self._turn:
            self._done[segment.title] += 1
            if sys.stderr.isatty():
                done = self._done.total()
                here = f"{self._done[segment.title]}/{len(segment.performances)}"
                click.echo(f"\r\x1b[K{done}/{self._total} lượt thi · {segment.title[:50]} {here}", err=True, nl=False)

    def finished(self, segment: Segment, tally: Tally) -> None:
        """Note the end of a segment."""
        with self._turn:
            self._segments += 1
            verdict = "KHÁC" if tally.differences else "đúng"
            clear = "\r\x1b[K" if sys.stderr.isatty() else ""
            panels = f"{tally.panels_agree}/{tally.panels} điểm hội đồng, {tally.totals_agree}/{tally.totals} tổng"
            click.echo(f"{clear}[{self._segments}/{self._count}] {segment.title}: {panels}, {verdict}", err=True)
