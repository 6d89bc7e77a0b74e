"""Biên bản hội ý as a Word file, to be filled in and signed: the same figures as on the printed page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from contest.board import Board
from contest.files.conferring import ConferredMark, Conferring
from contest.files.tables import stamp
from contest.messages.papers import CONFERRING, PAPERS

FONT = "Times New Roman"
SIZE = 13
SIGNATORIES = ("TỔ THƯ KÝ", "TRƯỞNG BAN GIÁM KHẢO")


def arrow(mark: ConferredMark) -> str:
    """Give “9,25 → 8”, or the mark alone where it was kept."""
    return f"{mark.before} → {mark.after}" if mark.changed else mark.before


def table_of(conferring: Conferring) -> list[list[str]]:
    """Give the table's rows, its heads first: a judge a row, a criterion a column, the sum and whether it was kept."""
    rows = [["Giám khảo", *conferring.heads, "Cộng", ""]]
    for sheet in conferring.sheets:
        said = CONFERRING["kept" if sheet.kept else "retyped"]
        rows.append([sheet.judge, *map(arrow, sheet.marks), arrow(sheet.total), said])
    return rows


def facts_of(board: Board, conferring: Conferring) -> Mapping[str, str]:
    """Give what stands above the table, by its heading."""
    return {
        "Phần thi": conferring.part_name,
        "Đội thi": conferring.team_name,
        "Hội ý lần": str(conferring.number),
        "Mở lúc": f"{conferring.opened_at}, {conferring.opened_by}",
        "Kết thúc lúc": f"{conferring.closed_at}, {conferring.closed_by}",
        "Địa điểm": board.contest.place,
    }


def conferring_word(board: Board, conferring: Conferring, head: Mapping[str, str], head_judge: str) -> bytes:
    """Give the .docx of a closed conferring; `head` is the letterhead as printed papers have it."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    centre = WD_ALIGN_PARAGRAPH.CENTER

    def line(text: str, *, bold: bool = False, middle: bool = False) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = bold
        if middle:
            paragraph.alignment = centre

    def fill(rows: Sequence[Sequence[str]], style_name: str | None = None) -> None:
        table = document.add_table(len(rows), len(rows[0]), style_name)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    for text in filter(None, (head["upper"], head["issuer"])):
        line(text, bold=True)
    line(f"{head['place']}, {head['day']}")
    line("BIÊN BẢN HỘI Ý", bold=True, middle=True)
    line(board.contest.name, middle=True)
    if board.contest.invented:
        line(PAPERS["invented"], middle=True)
    for name, text in facts_of(board, conferring).items():
        line(f"{name}: {text}")
    fill(table_of(conferring), "Table Grid")
    line(f"Kết luận: {conferring.conclusion}")
    fill([SIGNATORIES, ["(Ký, ghi rõ họ tên)"] * 2, ["\n\n\n", f"\n\n\n{head_judge}"]])
    shown = stamp(board)
    document.sections[0].footer.paragraphs[0].text = f"{shown.foot} · mã chuỗi {shown.short}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
