"""What every printed paper needs: the board it is of, its letterhead, its stamp, and how the list offers it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, url_for

from contest import board as boards
from contest.board import Board
from contest.db import db
from contest.deskview import marks_seen
from contest.files.conferring import Conferring, conferrings
from contest.messages.papers import WHY_NOT
from contest.pagekit import past_event
from contest.scorebook.refusals import Refused
from scoring.rules import Part


@dataclass(frozen=True)
class Offer:
    """A paper on the list: where it is, or why it cannot be printed yet."""

    title: str
    about: str
    address: str
    why: str = ""


def board_to_print(contest_id: int) -> Board:
    """Give the board, or an earlier result's as it stood (?den=)."""
    return boards.read(db.session(), contest_id, upto=past_event())


def ready_board(contest_id: int) -> Board:
    """Give the board of a contest that has a rulebook and teams; refuses with what is missing."""
    board = board_to_print(contest_id)
    why = why_nothing(board)
    if why:
        raise Refused("not_printable", why=why)
    return board


def why_nothing(board: Board) -> str:
    """Say what a contest lacks so that nothing of it can be printed; "" when it lacks nothing."""
    if board.rulebook is None:
        return WHY_NOT["rulebook"]
    return "" if board.teams else WHY_NOT["teams"]


def part_or_404(board: Board, key: str) -> Part:
    """Give a part of the rulebook; answers 404 for an unknown one."""
    try:
        return board.rules.part(key)
    except KeyError:
        abort(404)


def require_printable(why: str) -> None:
    """Refuse what cannot be printed, with why not."""
    if why:
        raise Refused("not_printable", why=why)


def conferring_offers(board: Board, chosen: str | None) -> list[Offer]:
    """Give every conferring's minutes for the list of papers."""
    return [
        Offer(
            each.title[:1].upper() + each.title[1:],
            f"kết thúc {each.closed_at}; có tệp Word",
            conferring_address("show", board, each, chosen),
            why_no_conferring(board, each),
        )
        for each in conferrings(db.session(), board)
    ]


def conferring_address(page: str, board: Board, each: Conferring, chosen: str | None) -> str:
    """Give the address of one conferring's minutes: the page to print (show) or the Word file (file)."""
    return url_for(
        f"conferring.{page}",
        contest_id=board.contest.id,
        part=each.part,
        team_id=each.team,
        number=each.number,
        dau=chosen,
        den=past_event(),
    )


def why_no_conferring(board: Board, each: Conferring) -> str:
    """Say why a conferring's minutes cannot be printed yet; "" when they can."""
    if each.state == "open":
        return WHY_NOT["conferring"]
    return "" if marks_seen(board, each.part, each.team) else WHY_NOT["conferring_held"]
