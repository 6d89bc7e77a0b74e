"""A small client of the staff server: a signed-in person at the desk, and a judge's tablet over the real socket."""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import requests
import socketio

from contest.db import iso, now
from contest.seating import SIMULATED

PATIENCE = 20.0  # seconds to wait for an answer
TRIES = 5  # a command answered `busy`, or not at all, goes again with the same id
NAMESPACE, PAD = "/judge", "/cham"
PROTOCOL = 1
QUIET = logging.getLogger("chamkheo.client")  # a lost line is told by our own errors
QUIET.setLevel(logging.CRITICAL + 1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token"[^>]*content="([^"]+)"')

Answer = dict[str, Any]


class ServerRefused(RuntimeError):
    """The server said no, in Vietnamese; `status` is the HTTP status or the answer's own word."""

    def __init__(self, message: str, status: int | str = "") -> None:
        super().__init__(message)
        self.status = status


class ServerAway(RuntimeError):
    """The server did not answer."""


class Browser:
    """One cookie jar on one server, as a browser has it: pages, forms and JSON with origin and CSRF token."""

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")
        self.http = requests.Session()
        # Refusals come as JSON then, and pages are HTML all the same.
        self.http.headers.update({"Origin": self.server, "Accept": "application/json", "User-Agent": SIMULATED})
        self._token = ""

    def page(self, path: str) -> str:
        """Give a page's HTML; its CSRF token is kept for what is sent next."""
        text = self._ask("GET", path).text
        found = _TOKEN.search(text)
        if found:
            self._token = found[1] or found[2]
        return text

    def send_form(self, path: str, page: str | None = None, **fields: str) -> requests.Response:
        """Open the page (by default the same address) and send its form."""
        self.page(page or path)
        return self._ask("POST", path, data=fields | {"csrf_token": self._token})

    def read(self, path: str) -> Any:
        """Give the JSON of an address."""
        return self._ask("GET", path).json()

    def send(self, path: str, body: object) -> Any:
        """Send JSON and give the JSON answer."""
        return self._ask("POST", path, json=body, headers={"X-CSRFToken": self._token}).json()

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            response = self.http.request(method, self.server + path, timeout=PATIENCE, **options)
        except requests.RequestException as error:
            raise ServerAway(f"Máy chủ {self.server} không trả lời: {error}") from error
        if response.status_code >= 400:
            raise ServerRefused(_told(response), response.status_code)
        return response


def _told(response: requests.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return f"Máy chủ trả lời {response.status_code} cho {urlsplit(response.url).path}."
    return str(body.get("message") or body) if isinstance(body, dict) else str(body)


class Staff(Browser):
    """A person signed in at the desk."""

    @classmethod
    def by_link(cls, server: str, link: str) -> Staff:
        """Sign in by a one-time link or its token alone; raises ServerRefused for a used or wrong one."""
        person = cls(server)
        person.send_form(f"/vao/{link.rstrip('/').rpartition('/')[2]}")
        person.page("/")
        return person

    def twin(self) -> Staff:
        """Give the same person at a further keyboard: requests of two threads must not share a connection."""
        twin = Staff(self.server)
        twin.http.cookies.update(self.http.cookies)
        twin._token = self._token
        return twin

    def create_contest(self, document: Mapping[str, Any]) -> Answer:
        """Make a contest; gives its ids and cards as the server answers them."""
        return cast(Answer, self.send("/api/hoi-thi", dict(document)))

    def state(self, contest_id: int) -> Answer:
        """Give where a contest stands: step, seats, journal."""
        return cast(Answer, self.read(f"/api/hoi-thi/{contest_id}"))

    def board(self, contest_id: int) -> Answer:
        """Give the desk's board."""
        return cast(Answer, self.read(f"/hoi-thi/{contest_id}/bang.json"))

    def command(self, contest_id: int, name: str, **args: Any) -> Answer:
        """Carry out a desk command; `busy` goes again with the same id; raises ServerRefused with the reason."""
        body = args | {"command": name, "command_id": secrets.token_hex(16)}
        for attempt in range(TRIES):
            try:
                return cast(Answer, self.send(f"/hoi-thi/{contest_id}/lenh", body))
            except ServerRefused as refused:
                if refused.status != 503 or attempt == TRIES - 1:
                    raise
        raise AssertionError


@dataclass
class Pending:
    """A command on its way: `wait` gives its answer."""

    body: Answer
    _arrived: threading.Event = field(default_factory=threading.Event)
    _answer: Answer = field(default_factory=dict)

    def arrive(self, answer: Answer | None = None) -> None:
        """Take the server's answer."""
        self._answer = answer or {}
        self._arrived.set()

    def wait(self, seconds: float = PATIENCE) -> Answer | None:
        """Give the answer, or None when none came in time."""
        return self._answer if self._arrived.wait(seconds) else None


class Tablet:
    """A judge's tablet: bound by its card, speaking over the socket; a sheet's version is counted as it is sent."""

    def __init__(self, server: str, session_cookie: str = "", uid: str = "") -> None:
        """Give a tablet; a session cookie and uid kept from before make it the same tablet again."""
        self.browser = Browser(server)
        self.uid = uid or secrets.token_hex(16)
        self.rulebook_version = 0
        self.sheets: dict[str, Answer] = {}
        self._sequence = 0
        self._socket: socketio.Client | None = None
        if session_cookie:
            self.browser.http.cookies.set("chamkheo", session_cookie)

    @property
    def session_cookie(self) -> str:
        """Give the cookie by which the server knows this tablet."""
        return str(self.browser.http.cookies.get("chamkheo") or "")

    def bind(self, card: str) -> None:
        """Scan a card and say “yes, that is me”; raises ServerRefused where the seat has another device already."""
        answer = self.browser.send_form(f"/g/{card}")
        if urlsplit(answer.url).path != PAD:
            raise ServerRefused("Giám khảo này đã có máy chấm khác.", "unauthorised")

    def connect(self, on_change: Callable[[], None] = lambda: None) -> Answer:
        """Open the socket and say hello; gives the hello answer. `on_change` is the server's doorbell."""
        self._socket = socketio.Client(
            http_session=self.browser.http, reconnection=False, handle_sigint=False, logger=QUIET, engineio_logger=QUIET
        )
        self._socket.on("changed", lambda *_: on_change(), namespace=NAMESPACE)
        try:  # websocket-client names our origin by itself
            self._socket.connect(self.browser.server, transports=["websocket"], namespaces=[NAMESPACE], wait_timeout=10)
        except socketio.exceptions.ConnectionError as error:
            raise ServerAway(f"Không nối được {self.browser.server}: {error}") from error
        return self.hello()

    @property
    def connected(self) -> bool:
        """Say whether the socket is open."""
        return self._socket is not None and self._socket.connected

    def close(self) -> None:
        """Close the socket."""
        if self._socket is not None:
            self._socket.disconnect()
            self._socket = None

    def hello(self) -> Answer:
        """Say hello; the answer's rulebook version and own sheets are remembered."""
        body = {"protocol": PROTOCOL, "device": self.uid, "generation": None, "sheets": []}
        answer = self._call("hello", body)
        if answer.get("status") == "accepted":
            self.rulebook_version = int(answer["rulebook"]["version"])
            self.sheets = {sheet["sheet"]: sheet for sheet in answer["sheets"]}
        return answer

    def compose(self, sheet: str, marks: Mapping[str, int], remark: str = "") -> Answer:
        """Give a submit command for a sheet ("part/team"), marks in whole thousandths."""
        self._sequence += 1
        return {
            "protocol": PROTOCOL,
            "command_id": secrets.token_hex(16),
            "sheet": sheet,
            "base_version": int(self.sheets.get(sheet, {}).get("version", 0)),
            "marks": dict(marks),
            "remark": remark,
            "rulebook_version": self.rulebook_version,
            "device": self.uid,
            "device_seq": self._sequence,
            "device_time": iso(now()),
        }

    def post(self, body: Answer) -> Pending:
        """Send a submit command without waiting for its answer."""
        pending = Pending(body)
        self._open_socket().emit("submit", body, namespace=NAMESPACE, callback=pending.arrive)
        return pending

    def settle(self, pending: Pending) -> Answer:
        """Wait for a command's final answer, sending it again with the same id while there is none."""
        for _ in range(TRIES):
            answer = pending.wait()
            if answer is not None and answer.get("status") != "busy":
                return answer
            pending = self.post(pending.body)
        raise ServerAway("Máy chủ không trả lời phiếu đã gửi.")

    def submit(self, sheet: str, marks: Mapping[str, int], remark: str = "") -> Answer:
        """Send a sheet and give its final answer."""
        return self.settle(self.post(self.compose(sheet, marks, remark)))

    def _call(self, event: str, body: Answer) -> Answer:
        try:
            return cast(Answer, self._open_socket().call(event, body, namespace=NAMESPACE, timeout=PATIENCE))
        except socketio.exceptions.SocketIOError as error:
            raise ServerAway(f"Mất kết nối với {self.browser.server}: {error}") from error

    def _open_socket(self) -> socketio.Client:
        if self._socket is None or not self._socket.connected:
            raise ServerAway(f"Mất kết nối với {self.browser.server}.")
        return self._socket
