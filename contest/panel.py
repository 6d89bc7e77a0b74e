"""The panel: its seats and who sits in them now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from contest.tables.people import Seat, SeatHolder
from scoring.rules import Rulebook, SeatRule
from scoring.seats import ABSENCE, marks_part


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


class Numbered(Protocol):
    """A seat, as the rulebook knows it: by its number."""

    @property
    def number(self) -> int: ...


S = TypeVar("S", bound=Numbered)


def marking(seats: Iterable[S], rulebook: Rulebook, part: str) -> tuple[S, ...]:
    """Give the seats that mark a part, shadows and deputies too."""
    return tuple(seat for seat in seats if marks_part(rulebook, str(seat.number), part))


def is_shadow(seat: Numbered, rulebook: Rulebook) -> bool:
    """Say whether a seat marks on trial: its sheets are kept and never count."""
    return any(rule.shadow and rule.seat == str(seat.number) for rule in rulebook.seats)


def needed(seats: Iterable[S], rulebook: Rulebook, part: str, absent: Callable[[S], bool]) -> tuple[S, ...]:
    """Give the seats whose sheet (or recorded absence) a performance of the part cannot be locked without.

    Nobody waits for a shadow, and for a deputy only where the seat that it stands in for is absent.
    """
    rules = {rule.seat: rule for rule in rulebook.seats}
    there = marking(seats, rulebook, part)
    away = {str(seat.number) for seat in there if absent(seat)}
    called = away if ABSENCE[rulebook.absent].deputies else frozenset()

    def counts(rule: SeatRule) -> bool:
        return not rule.shadow and (not rule.deputy_of or rule.deputy_of in called)

    return tuple(seat for seat in there if counts(rules.get(str(seat.number), SeatRule(str(seat.number)))))


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
