"""Papers and the workbook: score sheets blank and filled, bảng tổng hợp, biên bản, and what can be printed now."""

from __future__ import annotations

import io
import re

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for

from contest import board as boards
from contest.access import READER, ROLES, for_roles
from contest.board import Board
from contest.db import db, now
from contest.files.minutes import minutes, why_no_minutes
from contest.files.papers import foot_css, part_paper, whole_paper
from contest.files.scoresheets import ScoreSheet, blank_sheets, filled_sheets, judged_parts
from contest.files.tables import part_table, stamp
from contest.files.workbook import workbook
from contest.messages.papers import LETTERHEADS, WHY_NOT
from contest.pagekit import past_event
from contest.printing import letterhead, printed
from contest.printkit import (
    Offer,
    board_to_print,
    conferring_offers,
    part_or_404,
    ready_board,
    require_printable,
    why_nothing,
)
from contest.text import moment_vi
from scoring.panel import METHODS
from scoring.rules import Part

blueprint = Blueprint("papers", __name__, url_prefix="/hoi-thi/<int:contest_id>/giay-to")
STAFF = tuple(ROLES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEATED = "TRƯỞNG BAN GIÁM KHẢO"


@blueprint.get("")
@for_roles(*STAFF, READER)
def index(contest_id: int) -> str:
    """Show what can be printed now, and why something cannot yet."""
    board = board_to_print(contest_id)
    head = letterhead(board)
    return render_template(
        "papers/index.html",
        contest=board.contest,
        contest_id=contest_id,
        groups=_groups(board, contest_id, head["chosen"] or None),
        letterheads=LETTERHEADS,
        past=past_event(),
        status=stamp(board).status,
        kind=head["kind"],
    )


def _groups(board: Board, contest_id: int, chosen: str | None) -> list[tuple[str, list[Offer]]]:
    why = why_nothing(board)

    # url_for leaves out what is None
    def offer(title: str, about: str, page: str, reason: str = "", part: str | None = None) -> Offer:
        address = url_for(f"papers.{page}", contest_id=contest_id, part=part, dau=chosen, den=past_event())
        return Offer(title, about, address, why or reason)

    parts = [] if why else judged_parts(board)
    blank = [offer("Tất cả các phần thi", "mỗi giám khảo, mỗi phần một tờ", "blank", _why_no_sheets(board))]
    blank += [
        offer(part.name, _blank_about(board, part), "blank", _why_no_sheets(board), part=part.key) for part in parts
    ]
    filled = [
        offer(part.name, "kèm mã biên nhận", "filled", _why_unmarked(board, part), part=part.key) for part in parts
    ]
    tables = [
        offer(part.name, _table_about(part), "of_part", _why_unmarked(board, part), part=part.key)
        for part in ([] if why else board.rules.parts)
    ]
    tables.append(
        offer("Toàn hội thi", "đội × phần thi, tổng, hạng, giải", "whole", "" if why else _why_no_total(board))
    )
    return [
        ("Phiếu chấm để trống", blank),
        ("Phiếu chấm đã nhận", filled),
        ("Bảng tổng hợp điểm", tables),
        (
            "Biên bản",
            [offer("Biên bản chấm điểm, tổng hợp kết quả", "từ sổ điểm", "of_scoring", why or why_no_minutes(board))],
        ),
        ("Biên bản hội ý", [] if why else conferring_offers(board, chosen)),
        ("Tệp Excel", [offer("Bảng điểm có công thức", "tổng hợp và từng phần thi", "download")]),
    ]


def _blank_about(board: Board, part: Part) -> str:
    return "theo thứ tự thi" if board.ledger.order(part.key) else WHY_NOT["order"]


def _table_about(part: Part) -> str:
    return "đội × giám khảo" if METHODS[part.panel.method].judged else "điểm Tổ Thư ký nhập một lần"


def _why_no_sheets(board: Board) -> str:
    return "" if board.seats else WHY_NOT["seats"]


def _why_unmarked(board: Board, part: Part) -> str:
    marked = any(row.figure.state == "marked" for row in part_table(board, part.key).rows)
    return "" if marked else WHY_NOT["no_figure"]


def _why_no_total(board: Board) -> str:
    return "" if any(row.state == "ranked" for row in board.standings.rows) else WHY_NOT["nothing_marked"]


def _of_seat(sheets: list[ScoreSheet]) -> list[ScoreSheet]:
    """Give the sheets of the seat that `giam-khao` names, or all."""
    asked = request.args.get("giam-khao")
    chosen = [sheet for sheet in sheets if asked is None or str(sheet.seat.number) == asked]
    return chosen or abort(404)


@blueprint.get("/phieu-cham")
@blueprint.get("/phieu-cham/<part>")
@for_roles(*STAFF, READER)
def blank(contest_id: int, part: str | None = None) -> str:
    """Show blank score sheets to print: of one part or of all."""
    board = ready_board(contest_id)
    require_printable(_why_no_sheets(board))
    parts = judged_parts(board) if part is None else [each for each in judged_parts(board) if each.key == part]
    sheets = _of_seat([sheet for each in parts for sheet in blank_sheets(board, each)])
    return printed("papers/sheets.html", board, sheets=sheets, blank=True)


@blueprint.get("/phieu-da-cham/<part>")
@for_roles(*STAFF, READER)
def filled(contest_id: int, part: str) -> str:
    """Show the received score sheets of a part to print and sign."""
    board = ready_board(contest_id)
    wanted = part_or_404(board, part)
    require_printable(_why_unmarked(board, wanted))
    return printed("papers/sheets.html", board, sheets=_of_seat(filled_sheets(board, wanted)), blank=False)


@blueprint.get("/tong-hop/<part>")
@for_roles(*STAFF, READER)
def of_part(contest_id: int, part: str) -> str:
    """Show one part's bảng tổng hợp điểm to print."""
    board = ready_board(contest_id)
    wanted = part_or_404(board, part)
    require_printable(_why_unmarked(board, wanted))
    return printed("papers/part.html", board, part=wanted, paper=part_paper(board, part))


@blueprint.get("/tong-hop")
@for_roles(*STAFF, READER)
def whole(contest_id: int) -> str:
    """Show the whole contest's bảng tổng hợp điểm to print."""
    board = ready_board(contest_id)
    require_printable(_why_no_total(board))
    return printed("papers/whole.html", board, paper=whole_paper(board))


@blueprint.get("/bien-ban")
@for_roles(*STAFF, READER)
def of_scoring(contest_id: int) -> str:
    """Show the minutes of scoring and totalling to print."""
    board = ready_board(contest_id)
    return printed("papers/minutes.html", board, minutes=minutes(db.session(), board), seated=SEATED)


@blueprint.get("/bang-tinh.xlsx")
@for_roles(*STAFF, READER)
def download(contest_id: int) -> Response:
    """Give the contest's workbook. It takes some tens of milliseconds, which the loop can spare: no thread of its own."""
    board = ready_board(contest_id)
    name = re.sub(r"[^\w\s“”-]", " ", board.contest.name)[:80].strip()
    return send_file(
        io.BytesIO(workbook(board, letterhead(board)["issuer"])),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"Bảng điểm {name}.xlsx",
    )


@blueprint.get("/chan-trang/<int:events>.css")
@for_roles(*STAFF, READER)
def foot(contest_id: int, events: int) -> Response:
    """Give the style sheet of every page's foot for a paper that was made when the log had so many events."""
    board = boards.read(db.session(), contest_id, upto=events)
    if events != board.head.count:
        abort(404)
    words = foot_css(stamp(board), board.contest.uid, moment_vi(now()), blank="trong" in request.args)
    return Response(words, mimetype="text/css")
