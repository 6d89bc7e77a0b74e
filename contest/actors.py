"""The people behind the scorebook's actors, by name."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contest.tables.people import Account, Seat


def name_of(reader: Session, actor: str) -> str:
    """Give the name of "account:5", “Giám khảo số 3” of "seat:12", “hệ thống” of "system"."""
    kind, _, number = actor.partition(":")
    if kind == "account":
        account = reader.get(Account, int(number))
        return account.name if account else "người không còn trong danh sách"
    if kind == "seat":
        seat = reader.get(Seat, int(number))
        return f"Giám khảo số {seat.number}" if seat else "giám khảo"
    return "hệ thống"
