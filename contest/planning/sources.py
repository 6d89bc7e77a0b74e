"""Which earlier contests' teams go on to a contest: the sources that people chose, and how many of each go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import reach_of
from contest.planning import contestlists
from contest.planning.onward import COMPARED
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest, Team
from contest.tables.people import Account
from contest.tables.seasons import AdvancedTeam, Advancement, ContestSource

COMPARED_BY: Mapping[str, str] = {
    "shown": "Tổng điểm như đã công bố",
    "exact": "Tổng điểm chính xác, trước khi làm tròn",
    "share": "Tỷ lệ phần trăm tổng điểm so với điểm tối đa",
}
"""How the best others of several contests are compared; the keys are those of contest.planning.onward."""
MOST_PLACES = 200
MOST_OFFERED = 300


@dataclass(frozen=True)
class Wanted:
    """What people want: places by source, how many best others beside them, and how those are compared."""

    places: Mapping[int, int]
    best_others: int = 0
    compared_by: str = "shown"


def chosen(reader: Session, contest_id: int) -> list[tuple[ContestSource, Contest]]:
    """Give a contest's sources in order, each with its contest."""
    query = (
        select(ContestSource, Contest)
        .join(Contest, Contest.id == ContestSource.source_id)
        .where(ContestSource.contest_id == contest_id)
        .order_by(ContestSource.position)
    )
    return [(row[0], row[1]) for row in reader.execute(query).unique()]


def advancement(reader: Session, contest_id: int) -> Advancement:
    """Give how a contest takes its teams; a new one, not kept yet, where nobody said anything."""
    kept = reader.get(Advancement, contest_id)
    return kept or Advancement(contest_id=contest_id, best_others=0, compared_by="shown", decisions="[]")


def offered(reader: Session, account: Account, contest: Contest) -> Sequence[Contest]:
    """Give the contests that may be chosen as sources: those of the season, those the person has a part in, those chosen."""
    mine = contestlists.of_person(account, reach_of(reader, account))
    standing = select(ContestSource.source_id).where(ContestSource.contest_id == contest.id)
    season = Contest.season_id == contest.season_id if contest.season_id else mine
    query = select(Contest).where(Contest.id != contest.id, or_(season, mine, Contest.id.in_(standing)))
    newest = query.order_by(Contest.held_on.desc(), Contest.id.desc()).limit(MOST_OFFERED)
    return reader.scalars(newest).unique().all()


def choose(book: Book, hand: Hand, account: Account, wanted: Wanted) -> None:
    """Set a contest's sources, before it starts.

    Refuses one that is not offered, one whose own teams come from this contest, and to let go of one whose teams were taken.
    """
    if book.step != "prepared":
        raise Refused("already_started")
    contest, session = book.contest, book.session
    _check(wanted)
    able = {each.id: each for each in offered(session, account, contest)}
    if not wanted.places:
        raise Refused("source_none", field="sources")
    for source_id in wanted.places:
        if source_id not in able:
            raise Refused("source_unknown", field="sources")
        if contest.id in _fed_by(session, source_id):
            raise Refused("source_circular", field="sources", name=able[source_id].name)
    before = _words(session, contest.id)
    _set_sources(session, contest, wanted)
    kept = advancement(session, contest.id)
    kept.best_others, kept.compared_by = wanted.best_others, wanted.compared_by
    session.add(kept)
    session.flush()
    after = _words(session, contest.id)
    if before != after:
        hand.note(contest, "advance_sources", before, after)


def _check(wanted: Wanted) -> None:
    for field, number in (*(("sources", each) for each in wanted.places.values()), ("best_others", wanted.best_others)):
        if not 0 <= number <= MOST_PLACES:
            raise Refused("source_places", field=field, most=MOST_PLACES)
    if not wanted.best_others and not all(wanted.places.values()):
        raise Refused("source_gives_none", field="sources")
    if wanted.compared_by not in COMPARED:
        raise Refused("source_unknown", field="compared_by")


def _fed_by(session: Session, contest_id: int) -> set[int]:
    """Give the contests from which a contest takes its teams, and those from which they take theirs, and so on."""
    found, ask = set[int](), {contest_id}
    while ask:
        ask = set(session.scalars(select(ContestSource.source_id).where(ContestSource.contest_id.in_(ask)))) - found
        found |= ask
    return found


def _set_sources(session: Session, contest: Contest, wanted: Wanted) -> None:
    standing = {row.source_id: (row, source) for row, source in chosen(session, contest.id)}
    taken = select(AdvancedTeam.source_contest_id, func.count()).join(Team, Team.id == AdvancedTeam.team_id)
    by_source = taken.where(Team.contest_id == contest.id).group_by(AdvancedTeam.source_contest_id)
    counts = {row[0]: row[1] for row in session.execute(by_source)}
    for source_id, (row, source) in standing.items():
        if source_id not in wanted.places:
            if counts.get(source_id):
                raise Refused("source_in_use", field="sources", name=source.name, count=counts[source_id])
            session.delete(row)
    for position, (source_id, places) in enumerate(wanted.places.items(), 1):
        row = standing[source_id][0] if source_id in standing else ContestSource(contest_id=contest.id)
        row.source_id, row.position, row.places = source_id, position, places
        session.add(row)
    session.flush()


def _words(session: Session, contest_id: int) -> dict[str, str]:
    kept = advancement(session, contest_id)
    named = [f"{source.name} ({row.places} suất)" for row, source in chosen(session, contest_id)]
    return {
        "sources": "; ".join(named),
        "best_others": f"{kept.best_others} suất, so theo: {COMPARED_BY[kept.compared_by].lower()}",
    }
