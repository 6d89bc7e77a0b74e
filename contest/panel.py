"""The panel: its seats and who sits in them now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from contest.tables.people import Seat, SeatHolder


@dataclass(frozen=True)
class SeatView:
    """A seat with the person in it; `name` is empty and `holder` 0 while nobody is named."""

    id: int
    holder: int
    number: int
    head: bool
    name: str
    salutation: str
    workplace: str

    @property
    def title(self) -> str:
        """Give “Giám khảo số 3”."""
        return f"Giám khảo số {self.number}"


def holder_of(session: Session, seat_id: int) -> int:
    """Give the number of the person who sits in a seat now; 0 while nobody is named."""
    return (
        session.scalar(select(SeatHolder.id).where(SeatHolder.seat_id == seat_id, SeatHolder.until_at.is_(None))) or 0
    )


def seat_views(session: Session, contest_id: int) -> tuple[SeatView, ...]:
    """Give a contest's seats in order of number, each with its present holder."""
    query = (
        select(Seat, SeatHolder)
        .outerjoin(SeatHolder, and_(SeatHolder.seat_id == Seat.id, SeatHolder.until_at.is_(None)))
        .where(Seat.contest_id == contest_id)
        .order_by(Seat.number)
    )
    return tuple(
        SeatView(
            seat.id,
            holder.id if holder else 0,
            seat.number,
            seat.head,
            holder.name if holder else "",
            holder.salutation if holder else "đồng chí",
            holder.workplace if holder else "",
        )
        for seat, holder in session.execute(query)
    )
