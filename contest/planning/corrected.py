"""Where a contest's teams came from, in words, and what a later correction of their result changes; people settle it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from contest.planning import outcomes
from contest.planning.advancing import Plan, plan
from contest.planning.onward import BEST_OTHER, NAMED, QUOTA
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Account
from contest.tables.seasons import AdvancedTeam, ContestSource
from contest.text import match_key

BY_PLACE: Mapping[str, str] = {
    QUOTA: "suất của hội thi",
    BEST_OTHER: "thành tích tốt nhất còn lại",
    NAMED: "đơn vị cử",
}
"""By which place a team came, in words."""


@dataclass(frozen=True)
class Provenance:
    """Where a team came from, in words, as the person may know it; `flag` says that its result was corrected since."""

    words: str
    reason: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Correction:
    """A contest one of whose sources was corrected after people settled who goes on."""

    contest_id: int
    contest: str
    source: str
    settled: int
    revision: int


@dataclass(frozen=True)
class Shift:
    """A team that a correction concerns: what it was when it was taken over, what it is now, and what follows."""

    team: str
    before: str
    after: str
    follows: str
    team_id: int = 0  # of the contest that it was taken over to; 0 for one that was not


def corrections(reader: Session, account: Account, contests: Collection[int] | Select[int]) -> list[Correction]:
    """Give the contests with a corrected source, of those given, as an account may know it: four statements at most."""
    source = aliased(Contest)
    query = (
        select(ContestSource.contest_id, Contest.name, source.id, source.name, ContestSource.settled_revision)
        .join(Contest, Contest.id == ContestSource.contest_id)
        .join(source, source.id == ContestSource.source_id)
        .where(ContestSource.contest_id.in_(contests), ContestSource.settled_revision.is_not(None))
        .order_by(Contest.held_on, Contest.id, ContestSource.position)
    )
    rows = [(row[0], row[1], row[2], row[3], row[4] or 0) for row in reader.execute(query)]
    if not rows:
        return []
    ids = {row[2] for row in rows}
    seen = _seen(reader, account, ids)
    return [
        Correction(contest, name, source_name, settled, seen[source_id])
        for contest, name, source_id, source_name, settled in rows
        if seen[source_id] > settled
    ]


def _seen(reader: Session, account: Account, contests: Collection[int]) -> dict[int, int]:
    """Give the number of the result whose ranks an account may see, by contest."""
    known, within = outcomes.outcomes(reader, contests), outcomes.inside(reader, account, contests)
    return {each: known[each].ranked(each in within) for each in contests}


def provenances(reader: Session, account: Account, contest_id: int) -> dict[int, Provenance]:
    """Give where each team of a contest came from; the ranks alone that the person may see. No board is read."""
    query = (
        select(AdvancedTeam, Contest.name, ContestSource.settled_revision)
        .join(Team, Team.id == AdvancedTeam.team_id)
        .join(Contest, Contest.id == AdvancedTeam.source_contest_id)
        .join(
            ContestSource,
            (ContestSource.contest_id == Team.contest_id) & (ContestSource.source_id == AdvancedTeam.source_contest_id),
        )
        .where(Team.contest_id == contest_id)
    )
    rows = [(row[0], row[1], row[2] or 0) for row in reader.execute(query)]
    if not rows:
        return {}
    seen = _seen(reader, account, {row.source_contest_id for row, _, _ in rows})
    return {row.team_id: _provenance(row, name, settled, seen[row.source_contest_id]) for row, name, settled in rows}


def _provenance(row: AdvancedTeam, source: str, settled: int, seen: int) -> Provenance:
    told = [f"từ {source}"]
    if seen >= row.revision:
        told += [f"hạng {row.rank}"] if row.rank else []
        told += [f"{row.total} điểm"] if row.total else []
    told += [f"kết quả lần {row.revision}", BY_PLACE[row.by_place]]
    flag = f"Kết quả nguồn đã sửa đổi (lần {seen})" if seen > settled else ""
    return Provenance(", ".join(told), row.reason, flag)


def shifts(seen: Plan) -> list[Shift]:
    """Give what the corrected sources change for the teams taken over, and who would go on instead; nothing where nothing does."""
    corrected = {each.contest.id for each in seen.corrected}
    fallen = set(seen.fallen)
    found = []
    for team, row in seen.carried.items():
        candidate = seen.candidates.get(team)
        before, after = (
            _place(row.rank, row.total),
            _place(candidate.rank, candidate.total) if candidate else "không còn",
        )
        moved = row.source_contest_id in corrected and before != after
        if moved or team in fallen:
            name = candidate.team.name if candidate else ""
            follows = "nay không thuộc diện vào" if team in fallen else "vẫn thuộc diện vào"
            found.append(Shift(name, before, after, follows, row.team_id))
    for team in seen.to_carry if corrected else ():
        candidate = seen.candidates[team]
        found.append(
            Shift(candidate.team.name, "chưa vào", _place(candidate.rank, candidate.total), "nay thuộc diện vào")
        )
    return found


def flagged(reader: Session, account: Account, contest: Contest, came: Mapping[int, Provenance]) -> dict[int, str]:
    """Give what a correction changes for each team whose source it corrected, in words; boards are read only where there is one."""
    flags = {team: each.flag for team, each in came.items() if each.flag}
    if not flags:
        return {}
    found = [each for each in shifts(plan(reader, account, contest)) if each.team_id]
    told = {each.team_id: f"{each.before} → {each.after}; {each.follows}" for each in found}
    # A correction of one contest may cost a team of another its place among the best others.
    flags = dict.fromkeys(told, "Kết quả của một nguồn khác đã sửa đổi") | flags
    return {team: f"{flag}: {told.get(team, 'đội này không đổi')}" for team, flag in flags.items()}


def _place(rank: int | None, total: str) -> str:
    return ", ".join([f"hạng {rank}" if rank else "không xếp hạng", *([f"{total} điểm"] if total else [])])


def replaced(reader: Session, team: Team) -> tuple[list[str], list[str]]:
    """Give who of a team's members came anew and who went since it was taken over; nobody for a team that was not."""
    row = reader.get(AdvancedTeam, team.id)
    if row is None:
        return [], []
    before = list(reader.scalars(select(Member).where(Member.team_id == row.source_team_id).order_by(Member.position)))
    were, are = {match_key(each.name) for each in before}, {match_key(each.name) for each in team.members}
    came = [each.name for each in team.members if match_key(each.name) not in were]
    return came, [each.name for each in before if match_key(each.name) not in are]
