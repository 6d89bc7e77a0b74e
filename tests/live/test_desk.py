"""The desk's doorbell and judges' presence, over real sockets at a served process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
import socketio

from live.client import Browser, Staff, Tablet
from live.presence import Presence
from tests.acting import PART, TEAMS, Stage, stage
from tests.serving import Served

DESK = "/desk"


class Listener:
    """A desk's socket: notes when it was rung and with what."""

    def __init__(self, browser: Browser, auth: object) -> None:
        self.rings: list[tuple[float, object]] = []
        self.refusal = ""
        self.client = socketio.Client(http_session=browser.http, reconnection=False, handle_sigint=False)
        self.client.on("changed", lambda *body: self.rings.append((time.monotonic(), body)), namespace=DESK)
        self._refused = threading.Event()
        self.client.on("connect_error", self._note, namespace=DESK)
        try:
            self.client.connect(browser.server, auth=auth, transports=["websocket"], namespaces=[DESK], wait_timeout=30)
        except socketio.exceptions.ConnectionError:
            self._refused.wait(30)

    def _note(self, told: Any = None) -> None:
        self.refusal = str(told.get("message") if isinstance(told, Mapping) else told)
        self._refused.set()

    def close(self) -> None:
        self.client.disconnect()


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


@pytest.fixture(scope="module")
def running(served: Served) -> Iterator[Stage]:
    """Give a running contest of two judges with the first team open."""
    on = stage(served)
    on.do("start")
    on.do("open", part=PART, team=on.teams[TEAMS[0]])
    yield on
    on.leave()


def test_only_staff_of_the_contest_may_listen(running: Stage, served: Served) -> None:
    tablet = Tablet(served.staff)
    tablet.bind(running.seats[1]["card"])
    for browser, auth, words in (
        (Browser(served.staff), {"contest": running.id}, "Phiên làm việc đã hết"),
        (tablet.browser, {"contest": running.id}, "Phiên làm việc đã hết"),
        (running.desk, {"contest": running.id + 1000}, "chưa được phân công"),
        (running.desk, {"contest": "1"}, "Chưa nêu hội thi"),
        (running.desk, {"contest": True}, "Chưa nêu hội thi"),
        (running.desk, None, "Chưa nêu hội thi"),
    ):
        listener = Listener(browser, auth)
        assert words in listener.refusal, (auth, listener.refusal)
        listener.close()


def test_the_desk_is_rung_without_content_and_at_most_ten_times_a_second(running: Stage) -> None:
    listener = Listener(running.desk, {"contest": running.id})
    try:
        listener.client.sleep(0.3)
        began = time.monotonic()
        for _ in range(15):
            running.do("show")
            running.do("hide")
        assert until(lambda: bool(listener.rings))
        time.sleep(0.4)
        spent = listener.rings[-1][0] - began
        assert all(body == ({},) for _, body in listener.rings)
        assert 1 <= len(listener.rings) <= spent * 10 + 2
        assert "không nhận lệnh" in listener.client.call("submit", {}, namespace=DESK, timeout=10)["message"]
    finally:
        listener.close()


def test_the_last_change_is_always_rung(running: Stage) -> None:
    listener = Listener(running.desk, {"contest": running.id})
    try:
        running.do("show")
        assert until(lambda: bool(listener.rings))
        rung = len(listener.rings)
        running.do("hide")  # most often within the tenth of a second in which it is not rung again
        assert until(lambda: len(listener.rings) > rung)
    finally:
        listener.close()


def fragment(desk: Staff, contest_id: int) -> str:
    return desk.page(f"/hoi-thi/{contest_id}/ban-thu-ky/luoi?phan={PART}")


def shows_one(on: Stage, state: str) -> bool:
    return fragment(on.desk, on.id).count(f'data-state="{state}"') == 1


def test_a_tablet_is_seen_and_told_of_without_its_marks(served: Served, running: Stage) -> None:
    on = stage(served, desk=running.desk)
    on.do("start")
    on.do("open", part=PART, team=on.teams[TEAMS[0]])
    listener = Listener(on.desk, {"contest": on.id})
    try:
        assert "0/2 máy chấm kết nối" in fragment(on.desk, on.id)
        on.sit()
        assert until(lambda: "2/2 máy chấm kết nối" in fragment(on.desk, on.id))
        assert listener.rings
        assert fragment(on.desk, on.id).count('data-state="marking"') == 0, "nothing is typed yet"
        tablet = on.tablets[0]
        sheet = f"{PART}/{on.teams[TEAMS[0]]}"
        hello = {"protocol": 1, "device": tablet.uid, "generation": None, "sheets": []}
        for told, shown in {"drafting": "marking", "kept": "kept"}.items():
            tablet._call("hello", hello | {"states": {sheet: told}})
            assert until(partial(shows_one, on, shown))
        on.tablets.pop().close()
        assert until(lambda: "1/2 máy chấm kết nối" in fragment(on.desk, on.id))
        assert "mất nối" in fragment(on.desk, on.id)
    finally:
        listener.close()
        on.leave()


def test_an_old_socket_that_ends_late_does_not_take_the_device_away() -> None:
    presence = Presence()
    assert presence.seen(1, 7, 3, {}, "first")
    assert not presence.seen(1, 7, 3, {}, "second")
    assert presence.gone(1, "first") is None
    assert presence.of(7)[3].connected
    assert presence.gone(1, "second") == 7
    assert not presence.of(7)[3].connected
    assert presence.gone(99) is None


def test_presence_over_plain_http_lasts_a_while_and_keeps_known_words_only() -> None:
    presence = Presence()
    presence.seen(1, 7, 3, {"a/1": "drafting", "a/2": "11,75"})
    assert (presence.of(7)[3].connected, presence.of(7)[3].sheets) == (True, {"a/1": "drafting"})
    assert presence.gone(1) == 7
    assert not presence.of(7)[3].connected


def test_a_device_that_took_over_is_the_one_that_is_seen() -> None:
    presence = Presence()
    presence.seen(1, 7, 3, {"a/1": "kept"}, "old")
    presence.seen(2, 7, 3, {"a/1": "drafting"}, "new")
    assert presence.of(7)[3].sheets == {"a/1": "drafting"}
    presence.gone(2, "new")
    presence.seen(2, 8, 5, {}, "elsewhere")
    assert set(presence.of(8)) == {5}
