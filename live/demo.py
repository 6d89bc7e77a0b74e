"""The `chamkheo demo` command: a contest that runs by itself, in which a person may take over any role at any time."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import click

from contest import accounts, democontest, schema
from contest.access import ROLES
from contest.config import Settings
from contest.db import now
from contest.text import HANOI
from contest.writer import Writer
from live.buildseason import build_season
from live.client import Answer, ServerAway, ServerRefused, Staff
from live.processes import children, local, require_free_ports
from live.simulation import Crew, Simulation
from live.supervisor import supervise

AGAIN_AFTER = 2.0  # seconds before a simulation that failed is begun again
SHOWN_WITHIN = 10.0  # seconds in which the hall should know a new contest


@click.command()
@click.option(
    "--season", is_flag=True, help="Dựng cả một mùa minh họa (94 hội thi, 988 đội, 4.900 thành viên) rồi dừng."
)
def demo(season: bool) -> None:
    """Mở bản trình diễn: một hội thi giả định tự chạy, ai cũng có thể vào thay bất kỳ vai nào."""
    settings = Settings.from_env()
    if season:
        build_season(settings)
        return
    require_free_ports(settings)
    schema.upgrade(settings.database_url)
    writer = Writer(settings.database_url)
    try:
        keys = writer.run(democontest.keys)
        writer.run(lambda session: accounts.fix_address(session, settings.address))
    finally:
        writer.close()
    stop = threading.Event()
    show = _Demo(settings, keys, stop)
    code = supervise(children(settings), ready=show.begin)
    stop.set()
    show.end()
    sys.exit(code)


class _Demo:
    """One run of the demo: contests one after another in a thread of their own, and what is told about them."""

    def __init__(self, settings: Settings, keys: democontest.Keys, stop: threading.Event) -> None:
        self._settings, self._keys, self._stop = settings, keys, stop
        self._server = f"http://{local(settings.host)}:{settings.port}"
        self._hall = f"http://{local(settings.host)}:{settings.hall_port}"
        self._kept = _Kept(settings.instance / "demo.json")
        self._people: dict[str, Staff] = {}
        self._told = False
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)

    def begin(self) -> None:
        """Begin to play; called once the servers answer."""
        self._thread.start()

    def end(self) -> None:
        """Wait for the simulated people to leave."""
        if self._thread.is_alive():
            self._thread.join(2)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._play_one()
            except (ServerAway, ServerRefused) as error:
                if not self._stop.wait(AGAIN_AFTER):
                    click.echo(f"Bản trình diễn nối lại: {error}", err=True)

    def _play_one(self) -> None:
        crew = self._signed_in()
        contest = self._resumed(crew) or self._new(crew)
        simulation = Simulation(self._server, crew, contest, contest["tablets"])
        self._kept.write(contest | {"tablets": simulation.tablets})
        try:
            self._tell(contest)
            simulation.run(self._stop)
        finally:
            simulation.close()

    def _signed_in(self) -> Crew:
        for role, link in self._keys.played.items():
            if role not in self._people:  # a link works once
                self._people[role] = Staff.by_link(self._server, link)
        return Crew(self._people, self._keys.actors, self._keys.second, self._keys.pin)

    def _resumed(self, crew: Crew) -> Answer | None:
        """Give the contest of an earlier run that is not over yet, or None."""
        contest = self._kept.read()
        if contest is None:
            return None
        try:
            over = crew.people["secretary"].state(int(contest["contest_id"]))["step"] == "announced"
        except ServerRefused:  # another database, in which there is no such contest
            return None
        return None if over else contest

    def _new(self, crew: Crew) -> Answer:
        before = self._kept.read()
        number = int(before["number"]) + 1 if before else 1
        today = now().astimezone(HANOI).date()
        wanted = democontest.document(today, number, democontest.staff())
        made = crew.people["organiser"].create_contest(wanted)
        crew.people["organiser"].command(made["contest_id"], "start")
        seats = made["seats"]
        contest = {
            "contest_id": made["contest_id"],
            "uid": made["uid"],
            "number": number,
            "tablets": [{"card": seat["card"]} for seat in seats[: democontest.ON_TABLETS]],
            "cards": {str(seat["number"]): seat["card"] for seat in seats[democontest.ON_TABLETS :]},
        }
        self._kept.write(contest)
        return contest

    def _tell(self, contest: Answer) -> None:
        """Print the addresses to open, once the hall knows the contest."""
        board = f"/{contest['uid']}"
        _wait_for(self._hall + board, self._stop)
        staff, hall = self._settings.address, self._settings.hall_address
        lines = [f"Giám khảo số {number}: {staff}/g/{card}" for number, card in contest["cards"].items()]
        lines += [f"Màn chiếu: {hall}{board}/man-chieu", f"Điện thoại: {hall}{board}"]
        if self._told:
            click.echo("\n".join(["", "Hội thi trình diễn mới đã bắt đầu:", *lines]))
            return
        self._told = True
        links = [f"{ROLES[role]} (vào một lần): {staff}/vao/{link}" for role, link in self._keys.guests.items()]
        click.echo("\n".join([HEADING, *links, *lines, ENDING]))


HEADING = """
Chấm Khéo – bản trình diễn. Tên tám đội là thật (Sơn Hòa 2024); thể lệ, giám khảo và mọi điểm đều là GIẢ ĐỊNH.
Hội thi tự chạy; mở một địa chỉ dưới đây là vào thay vai đó, người mô phỏng sẽ nhường chỗ.
"""
ENDING = "\nCtrl-C để kết thúc; chạy lại thì hội thi tiếp tục."


class _Kept:
    """What makes the next run the same demo: the contest, its cards, its tablets. Readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Answer | None:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(kept, dict) and {"contest_id", "uid", "number", "tablets", "cards"} <= kept.keys()
        return kept if whole else None

    def write(self, contest: dict[str, Any]) -> None:
        partial = self._path.with_name(self._path.name + ".partial")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(contest, file)
        partial.replace(self._path)


def _wait_for(url: str, stop: threading.Event) -> None:
    deadline = time.monotonic() + SHOWN_WITHIN
    while time.monotonic() < deadline and not stop.is_set():
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except urllib.error.URLError:
            stop.wait(0.1)
