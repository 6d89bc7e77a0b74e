"""Judges' tablets over sockets: hello and submit are answered whatever happens; `changed` is a doorbell without content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room

from contest.access import device_id
from contest.tablet import answer_to, receipts_missing, tablet_spoke
from contest.writer import scores_changed
from live import presence

NAMESPACE = "/judge"

# A judge must not learn, not even from a doorbell's moment, when colleagues send.
SILENT = frozenset(
    {
        "sheet_submitted",
        "late_sheet_kept",
        "late_sheet_replaced",
        "sheet_typed",
        "sheet_confirmed",
        "sheet_rejected",
    }
)


def attach(socketio: SocketIO) -> None:
    """Answer tablets on `/judge`, and ring them when the stage, a sheet's standing or a seat's device has changed."""

    def ring(contest_id: int, kinds: frozenset[str]) -> None:
        if kinds - SILENT:
            socketio.emit("changed", {}, namespace=NAMESPACE, to=_room(contest_id))

    for event in ("hello", "submit"):
        socketio.on_event(event, partial(_answer, event), NAMESPACE)
    socketio.on_event("*", _answer, NAMESPACE)
    socketio.on_event("disconnect", _left, NAMESPACE)
    scores_changed.connect(ring, weak=False)
    tablet_spoke.connect(_heard)
    receipts_missing.connect(presence.missed)


def _room(contest_id: int) -> str:
    return f"contest {contest_id}"


def _answer(event: str, body: object = None, *_: object) -> dict[str, Any]:
    return answer_to(event, body)


def _heard(contest_id: int, device: int, seat: int, sheets: Mapping[str, str]) -> None:
    if hasattr(request, "sid"):  # a socket's event, not a plain POST
        join_room(_room(contest_id))
    presence.seen(device, contest_id, seat, sheets)


def _left(*_: object) -> None:
    device = device_id()
    if device is not None:
        presence.gone(device)
