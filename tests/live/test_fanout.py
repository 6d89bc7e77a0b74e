"""The client manager against real sockets: whole frames in order, the latest board for the slow, nobody kept waiting."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
import socketio

from tests.live.screens import Screen
from tests.serving import ROOT, free_ports, wait_for


@contextlib.contextmanager
def pushing(patience: float = 20.0) -> Iterator[int]:
    """Serve tests.live.pushing and give its port."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "tests.live.pushing", str(port), str(patience)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Give the port of a server shared by this module."""
    with pushing() as port:
        yield port


def push(port: int, count: int, size: int, first: int = 0) -> float:
    """Have boards pushed and give the seconds it took the server to hand them over."""
    started = time.monotonic()
    call = urllib.request.Request(
        f"http://127.0.0.1:{port}/push?count={count}&size={size}&first={first}", method="POST"
    )
    with urllib.request.urlopen(call, timeout=30) as answer:
        assert json.load(answer) == count
    return time.monotonic() - started


def numbers(screen: Screen) -> list[int]:
    """Give the numbers of the boards a screen got."""
    return [board["number"] for board in screen.boards()]


def test_who_never_reads_holds_nobody_up_and_later_gets_the_latest_board(port: int) -> None:
    silent = [Screen.open(port, {}, buffer=4096) for _ in range(6)]
    readers = [Screen.open(port, {}) for _ in range(3)]
    for screen in readers:
        screen.wait(lambda screen=screen: len(screen.got) == 2)

    for first in range(0, 60, 3):
        push(port, 3, 40_000, first)
        for screen in readers:
            screen.wait(lambda screen=screen, first=first: numbers(screen)[-1:] == [first + 2])
    for screen in readers:
        assert numbers(screen) == sorted(set(numbers(screen)))

    time.sleep(1.5)  # a ping of the engine now waits for its turn behind a board
    for screen in silent:
        screen.wait(lambda screen=screen: 59 in numbers(screen))
        got = numbers(screen)
        assert got == sorted(set(got))
        assert got[-1] == 59
        assert len(got) < 60  # a phone gets the latest board, never a backlog
        assert all(len(board["html"]) == 40_000 for board in screen.boards())  # frames whole, none interleaved
    push(port, 1, 100, 60)
    for screen in silent + readers:
        screen.wait(lambda screen=screen: numbers(screen)[-1] == 60)
        screen.close()


def test_one_packed_frame_serves_every_client_that_can_unpack(port: int) -> None:
    plain, packed = Screen.open(port, {}), Screen.open(port, {}, deflate=True)
    for screen in (plain, packed):
        screen.wait(lambda screen=screen: len(screen.got) == 2)
    for number in range(5):
        push(port, 1, 20_000, number)
        for screen in (plain, packed):
            screen.wait(lambda screen=screen, number=number: numbers(screen)[-1:] == [number])
        packed.say("40/hall,")  # a stray packet of the client's own, packed by the client, changes nothing
    assert [board["html"] for board in plain.boards()] == [board["html"] for board in packed.boards()]
    assert packed.size < 0.85 * plain.size  # random letters: real boards pack to a tenth
    plain.close()
    packed.close()


def test_a_polling_client_finds_only_the_latest_board(port: int) -> None:
    base = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"

    def call(url: str, data: bytes | None = None) -> str:
        with urllib.request.urlopen(url, data, timeout=10) as answer:
            return str(answer.read().decode())

    opened = json.loads(call(base)[1:])
    url = f"{base}&sid={opened['sid']}"
    call(url, b"40/hall,")
    call(url)
    push(port, 30, 500)
    packets = call(url).split("\x1e")
    boards = [json.loads(text.removeprefix("42/hall,"))[1]["number"] for text in packets if '["board"' in text]
    assert boards == [29]
    push(port, 1, 500, 30)
    assert '"number":30' in call(url)


def test_the_librarys_own_client_upgrades_and_follows(port: int) -> None:
    heard: list[int] = []
    client = socketio.Client()
    client.on("board", lambda board: heard.append(board["number"]), namespace="/hall")
    client.connect(f"http://127.0.0.1:{port}", namespaces=["/hall"])
    assert client.transport() == "websocket"
    push(port, 3, 5_000, 7)
    deadline = time.monotonic() + 30
    while heard[-1:] != [9] and time.monotonic() < deadline:
        time.sleep(0.02)
    client.disconnect()
    assert heard == [7, 8, 9]


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff\xff\xff\xff\xff\xff\xff\xff",  # reserved bits and no mask
        b"\x81\x83\0\0\0\0zzz",  # a text that is no engine.io packet
        b"\x81\xfe\x20\x00\0\0\0\0" + b"4" * 0x2000,  # twice the size a screen may send
        b"\x82\x84\0\0\0\0\1\2\3\4",  # binary
        b"\xc1\x84\0\0\0\0\1\2\3\4",  # packed without agreement
    ],
)
def test_hostile_bytes_end_their_own_connection_only(port: int, frame: bytes) -> None:
    good, bad = Screen.open(port, {}), Screen.open(port, {})
    good.wait(lambda: len(good.got) == 2)
    bad.sock.sendall(frame)
    bad.sock.settimeout(8)
    with contextlib.suppress(ConnectionResetError):
        while bad.sock.recv(1 << 16):
            pass
    push(port, 1, 100, 3)
    good.wait(lambda: numbers(good) == [3])
    good.close()


@pytest.mark.parametrize(
    "header", ["Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=x", "Sec-WebSocket-Version: 7"]
)
def test_a_handshake_that_is_none_is_refused_politely(port: int, header: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        version = "" if "Version" in header else "Sec-WebSocket-Version: 13\r\n"
        sock.sendall(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\n{key}{version}{header}\r\n\r\n".encode()
        )
        assert sock.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_never_reads_again_is_let_go() -> None:
    with pushing(patience=1.0) as port:
        silent = Screen.open(port, {}, buffer=4096)
        silent.wait(lambda: len(silent.got) == 2)
        for first in range(0, 40, 10):
            assert push(port, 10, 200_000, first) < 5
        time.sleep(2.5)
        silent.sock.settimeout(5)
        with contextlib.suppress(ConnectionResetError):
            while silent.sock.recv(1 << 20):
                pass  # what the kernel still held, then the end
        reader = Screen.open(port, {})
        reader.wait(lambda: len(reader.got) == 2)
        push(port, 1, 100, 99)
        reader.wait(lambda: numbers(reader) == [99])
