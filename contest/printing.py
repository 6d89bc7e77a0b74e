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
from contest.planning import letterheads
from contest.release import official_title
from contest.text import date_words, moment_vi


def letterhead(board: Board) -> dict[str, str]:
    """Give the heading of a paper: as the contest's unit headed its papers on that day, unless another is chosen (?dau=).

    An organising committee stands below the body that set it up; a unit without a letterhead is called by its name.
    """
    contest, asked = board.contest, request.args.get("dau", "")
    style = asked if asked in letterheads.STYLES else None
    own = letterheads.on_day(db.session(), contest.unit_id, contest.held_on, style)
    usual = own.style if own else "plain"
    body, above, place = (own.issuer, own.upper_body, own.place) if own else (contest.unit.name, "", contest.unit.name)
    return {
        "kind": asked if asked in LETTERHEADS else usual,
        "chosen": asked if asked in LETTERHEADS else "",
        "upper": body if contest.organiser_name else above,
        "issuer": contest.organiser_name or body,
        "number": "",
        "place": place,
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
