"""A client manager for Flask-SocketIO on gevent that frames a board once for all sockets and never waits for a slow one.

Stock python-socketio gives every client a queue and a writer greenlet per message, without a bound on the queue, and
simple-websocket loses the rest of a frame that the kernel took in part. Here a message to a room is encoded once, its
frame goes straight into each socket, and a client that does not read keeps at most the latest message of each event.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import gevent
import simple_websocket
from engineio.packet import MESSAGE, Packet
from gevent.event import Event
from gevent.lock import BoundedSemaphore
from gevent.selectors import DefaultSelector
from socketio.manager import Manager
from socketio.packet import EVENT
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection
from wsproto.events import Event as WireEvent
from wsproto.extensions import Extension, PerMessageDeflate
from wsproto.frame_protocol import FrameProtocol
from wsproto.utilities import ProtocolError

PATIENCE = 20.0  # seconds that one write may wait for a client that does not read, before its line is cut
FAREWELL = 5.0  # seconds a client has to answer a close
KERNEL_ROOM = 65_536  # bytes the kernel may hold for a client: a few boards, not the megabytes it would tune itself to
FULL_WINDOW = 15  # bits of the deflate window that a shared frame is packed with
ENGINE_TYPES = frozenset("0123456")


class Line:
    """One client's way out: whole frames, one at a time; of what waits, only the latest of each event."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = BoundedSemaphore(1)
        self._waiting: dict[str, bytes] = {}
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_ROOM)

    def offer(self, event: str, frame: bytes) -> None:
        """Send a frame without ever waiting: at once, or later in place of an older one of the same event."""
        if self._turn.locked():
            self._waiting[event] = frame
            return
        try:
            sent = self._sock.send(frame, 0, 0.0)  # gevent: a timeout of nought means do not wait
        except BlockingIOError:
            sent = 0
        except OSError:
            self.cut()
            return
        if sent < len(frame):
            self._turn.acquire()
            gevent.spawn(self._drain, frame[sent:])

    def send(self, frame: bytes) -> None:
        """Send a frame of the engine's own (open, ping, close), waiting for its turn; raises BrokenPipeError when cut."""
        with self._turn:
            self._write(frame)
            self._write_waiting()

    def recv(self, size: int) -> bytes:
        """Give what the client sent, b"" at the end."""
        return bytes(self._sock.recv(size))

    def close(self) -> None:
        """Hang up, also where the web server still holds the same connection."""
        self.cut()
        self._sock.close()

    def cut(self) -> None:
        """End the line both ways, so that whoever waits for it wakes up."""
        self._waiting.clear()
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def _drain(self, rest: bytes) -> None:
        try:
            self._write(rest)
            self._write_waiting()
        except BrokenPipeError:
            return  # the reading side notices the cut and tidies up
        finally:
            self._turn.release()

    def _write_waiting(self) -> None:
        while self._waiting:
            self._write(self._waiting.pop(next(iter(self._waiting))))

    def _write(self, frame: bytes) -> None:
        try:
            with gevent.Timeout(PATIENCE, BrokenPipeError("the client does not read")):
                self._sock.sendall(frame)
        except OSError as problem:
            self.cut()
            raise BrokenPipeError(str(problem)) from problem


class _Connection(WSConnection):
    """Agrees on compression without memory between messages, so that one packed frame fits every client."""

    def __init__(self) -> None:
        super().__init__(ConnectionType.SERVER)
        self.deflate = PerMessageDeflate(client_no_context_takeover=True, server_no_context_takeover=True)

    def send(self, event: WireEvent) -> bytes:
        """Give the bytes of an event; the answer to the handshake offers our kind of compression only."""
        if isinstance(event, AcceptConnection):
            event = AcceptConnection(subprotocol=event.subprotocol, extensions=[self.deflate])
        return super().send(event)

    @property
    def takes_packed(self) -> bool:
        """Say whether a shared packed frame can be read at the other end."""
        return self.deflate.enabled() and int(self.deflate.server_max_window_bits) == FULL_WINDOW


class _WebSocket(simple_websocket.Server):  # type: ignore[misc]
    """simple-websocket with our line for its socket, so that every byte that leaves has waited for its turn."""

    sock: Any
    connected: bool

    def handshake(self) -> None:
        """Answer the client's handshake."""
        self.line = self.sock = Line(self.sock)
        self.ws = _Connection()
        super().handshake()

    def _thread(self) -> None:
        try:
            super()._thread()
        except (ProtocolError, AssertionError, ValueError):
            pass  # bytes that are no WebSocket: wsproto says so in several ways
        finally:
            self.connected = False
            self.event.set()
            self.line.cut()


class _Greenlet(gevent.Greenlet):  # type: ignore[misc]
    """A greenlet with the signature of threading.Thread, which simple-websocket asks for."""

    def __init__(self, target: Callable[[], None]) -> None:
        super().__init__(target)
        self.name = "websocket"


class BoardSocket:
    """What engineio calls for each WebSocket: the adapter between its Socket and our line."""

    def __init__(self, handler: Any, server: Any) -> None:
        self._handler = handler
        self._engine = handler.__self__
        self._limit = int(server.max_http_buffer_size)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Shake hands and serve until the connection ends; a request that is no WebSocket gets a 400."""
        try:
            self._websocket = _WebSocket(
                environ,
                max_message_size=self._limit,
                thread_class=_Greenlet,
                event_class=Event,
                selector_class=DefaultSelector,
            )
        except (ProtocolError, simple_websocket.ConnectionError, ValueError):
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return ["Yêu cầu nối trực tiếp không hợp lệ. Đề nghị tải lại trang.".encode()]
        self._engine.line = self._websocket.line
        self._engine.takes_packed = self._websocket.ws.takes_packed
        return list(self._handler(self))

    def send(self, message: str | bytes) -> None:
        """Send one message; raises OSError when the connection has ended."""
        try:
            self._websocket.send(message)
        except simple_websocket.ConnectionClosed as closed:
            raise OSError("connection closed") from closed

    def wait(self) -> str | None:
        """Give the next message, or None at the end and for anything that no engine.io client sends."""
        try:
            message = self._websocket.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return message if isinstance(message, str) and message[:1] in ENGINE_TYPES else None

    def close(self) -> None:
        """Say goodbye and make sure that the line ends, whether the client answers or not."""
        gevent.spawn_later(FAREWELL, self._websocket.line.cut)
        if self._websocket.connected:
            self._websocket.close()


class Wire:
    """One message as each kind of client takes it, each form made once and only when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text  # a Socket.IO packet

    @cached_property
    def plain(self) -> bytes:
        """A WebSocket text frame."""
        return self._frame([])

    @cached_property
    def packed(self) -> bytes:
        """A compressed WebSocket text frame that leans on no earlier one."""
        deflate = PerMessageDeflate(server_no_context_takeover=True)
        deflate.finalize(deflate.name)
        return self._frame([deflate])

    def _frame(self, extensions: list[Extension]) -> bytes:
        return bytes(FrameProtocol(client=False, extensions=extensions).send_data(Packet(MESSAGE, self.text).encode()))


class _LatestPacket(Packet):  # type: ignore[misc]
    """A packet in a queue whose words may be renewed until it is taken."""

    taken = False

    def encode(self, b64: bool = False) -> str | bytes:
        """Give the packet's text and count it as taken."""
        self.taken = True
        encoded: str | bytes = super().encode(b64)
        return encoded


class BoardManager(Manager):  # type: ignore[misc]
    """The client manager: to a room goes what it should see now, so a newer message replaces one not yet sent."""

    def initialize(self) -> None:
        """Put our WebSocket in the engine's place, before the first client is served."""
        super().initialize()
        self.server.eio._async = self.server.eio._async | {"websocket": BoardSocket}

    def emit(self, event: str, data: Any, namespace: str, room: str | None = None, **options: Any) -> None:
        """Send an event with one JSON object to everyone in a room; what it cannot share goes the stock way."""
        room = options.pop("to", None) or room
        if options.get("callback") or options.get("skip_sid") or not isinstance(data, dict):
            super().emit(event, data, namespace, room, **options)
            return
        wire = Wire(self.server.packet_class(EVENT, namespace=namespace, data=[event, data]).encode())
        sockets = self.server.eio.sockets
        for _sid, engine_sid in self.get_participants(namespace, room):
            engine = sockets.get(engine_sid)
            if engine is not None and not engine.closing and not engine.closed:
                _give(engine, event, wire)


def _give(engine: Any, event: str, wire: Wire) -> None:
    """Hand a message to one client: into its socket, or into its queue while it polls or upgrades."""
    line = getattr(engine, "line", None)
    if line is not None and engine.upgraded and not engine.upgrading and engine.queue.empty():
        line.offer(event, wire.packed if engine.takes_packed else wire.plain)
        return
    queued: dict[str, _LatestPacket] = engine.__dict__.setdefault("queued", {})
    waiting = queued.get(event)
    if waiting is not None and not waiting.taken:
        waiting.data = wire.text
        return
    queued[event] = _LatestPacket(MESSAGE, wire.text)
    engine.send(queued[event])
