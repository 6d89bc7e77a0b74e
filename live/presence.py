"""Which judges' devices are connected now and what they tell of their sheets: in memory only, never a mark.

A device may hold several connections at once (an old socket ends seconds after the new one began), so each is kept by
its socket's id; a hello over plain HTTP counts for HTTP_SECONDS.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from blinker import signal
from flask import Flask, current_app, has_request_context, request

from contest.deskview import SeatPresence

HTTP_SECONDS = 20.0
SHEET_STATES = frozenset({"drafting", "kept"})
SHEET_LIMIT = 200

presence_changed = signal("presence_changed")
"""Sent as `send(contest_id)` when a device came, went, or tells something new."""


@dataclass
class _Device:
    contest_id: int
    seat_id: int
    sheets: Mapping[str, str] = field(default_factory=dict)
    sockets: set[str] = field(default_factory=set)
    heard_until: float = 0.0

    @property
    def connected(self) -> bool:
        return bool(self.sockets) or time.monotonic() < self.heard_until


class Presence:
    """The devices of one staff process, by id."""

    def __init__(self) -> None:
        self._devices: dict[int, _Device] = {}
        self._missing: dict[tuple[int, int], tuple[str, ...]] = {}

    def miss(self, contest_id: int, seat_id: int, receipts: Sequence[str]) -> bool:
        """Note which receipts a seat's tablet holds and the scorebook does not know; says whether that is news."""
        before = self._missing.pop((contest_id, seat_id), ())
        if receipts:
            self._missing[contest_id, seat_id] = tuple(receipts)
        return before != tuple(receipts)

    def missing(self, contest_id: int) -> dict[int, tuple[str, ...]]:
        """Give a contest's seats with receipts that the scorebook does not know: a red alarm (protocol.md 5)."""
        return {seat: receipts for (contest, seat), receipts in self._missing.items() if contest == contest_id}

    def seen(self, device_id: int, contest_id: int, seat_id: int, sheets: Mapping[str, str], socket: str = "") -> bool:
        """Note a device that spoke, over a socket or (socket "") over HTTP; says whether that is news."""
        told = {key: state for key, state in list(sheets.items())[:SHEET_LIMIT] if state in SHEET_STATES}
        before = self._devices.get(device_id)
        same_seat = before is not None and (before.contest_id, before.seat_id) == (contest_id, seat_id)
        device = before if before is not None and same_seat else _Device(contest_id, seat_id)
        news = not (same_seat and device.connected and device.sheets == told)
        device.sheets = told
        if socket:
            device.sockets.add(socket)
        else:
            device.heard_until = time.monotonic() + HTTP_SECONDS
        self._devices[device_id] = device
        return news

    def gone(self, device_id: int, socket: str = "") -> int | None:
        """Note that a connection ended (every one with socket ""); gives the contest if the device is away now."""
        device = self._devices.get(device_id)
        if device is None:
            return None
        device.sockets.discard(socket)
        if not socket:
            device.sockets.clear()
            device.heard_until = 0.0
        return None if device.connected else device.contest_id

    def of(self, contest_id: int) -> dict[int, SeatPresence]:
        """Give a contest's seats whose device was ever seen; a connected device wins over one that is away."""
        found: dict[int, SeatPresence] = {}
        for device in self._devices.values():
            known = found.get(device.seat_id)
            if device.contest_id == contest_id and (known is None or device.connected):
                found[device.seat_id] = SeatPresence(device.connected, device.sheets)
        return found


def attach(app: Flask) -> Presence:
    """Give the app its presence as `app.extensions["presence"]`, where pages find it."""
    return cast(Presence, app.extensions.setdefault("presence", Presence()))


def seen(device_id: int, contest_id: int, seat_id: int, sheets: Mapping[str, str]) -> None:
    """Note that a device spoke in this request or socket event: `sheets` is "part/team" to "drafting" or "kept"."""
    if attach(current_app).seen(device_id, contest_id, seat_id, sheets, _socket()):
        presence_changed.send(contest_id)


def missed(contest_id: int, seat: int, receipts: Sequence[str]) -> None:
    """Note the unknown receipts that a tablet's hello named."""
    if attach(current_app).miss(contest_id, seat, receipts):
        presence_changed.send(contest_id)


def gone(device_id: int) -> None:
    """Note that the connection of this socket event ended."""
    contest_id = attach(current_app).gone(device_id, _socket())
    if contest_id is not None:
        presence_changed.send(contest_id)


def _socket() -> str:
    return str(getattr(request, "sid", "")) if has_request_context() else ""
