"""What every printed paper of a contest begins and ends with: its letterhead, its stamp, the head of the log."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from contest.board import Board
from contest.db import db, now
from contest.files.tables import stamp
from contest.ledger import newest
from contest.messages.papers import LETTERHEADS, PAPERS
from contest.pagekit import past_event
from contest.release import official_title
from contest.text import date_words, moment_vi


def letterhead(board: Board) -> dict[str, str]:
    """Give the heading of a paper; whose heading it is (Party, state, association) is chosen on the list of papers."""
    contest, kind = board.contest, request.args.get("dau", "")
    issuer = contest.organiser_name or contest.unit.name
    return {
        "kind": kind if kind in LETTERHEADS else "plain",
        "upper": contest.unit.name if contest.organiser_name else "",
        "issuer": issuer,
        "number": "",
        "place": contest.unit.name,
        "day": date_words(contest.held_on),
    }


def printed(template: str, board: Board, **more: Any) -> str:
    """Give a paper's page."""
    return render_template(
        template,
        contest=board.contest,
        board=board,
        head=letterhead(board),
        stamp=stamp(board),
        full_head=_grouped(board.head.hash),
        printed_at=moment_vi(now()),
        head_judge=head_judge(board),
        replaced=_replaced(board),
        past=past_event(),
        **more,
    )


def head_judge(board: Board) -> str:
    """Give the head judge's name, "" while nobody is named."""
    return next((seat.name for seat in board.seats if seat.head), "")


def _replaced(board: Board) -> str:
    """Say by which revision the result on an old paper was replaced; "" for one that stands."""
    now_stands = newest(db.session(), board.contest.id, "contest")
    was = board.ledger.finalised
    if not was or now_stands is None or now_stands.data["finalised"]["revision"] == was["revision"]:
        return ""
    return PAPERS["replaced"].format(title=official_title(now_stands.data["finalised"]))


def _grouped(full: str) -> str:
    return " ".join(full.upper()[at : at + 4] for at in range(0, len(full), 4))
