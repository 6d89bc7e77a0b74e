"""Taking teams over from earlier contests: ties decided, teams named, left out or kept by people, and the teams carried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.db import iso, now
from contest.history import Hand
from contest.planning import rulings, teams
from contest.planning.advancing import Candidate, Plan, plan
from contest.planning.onward import NAMED
from contest.planning.rulings import KEPT, OUT, TIE, Ruling
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.contests import Member, Team
from contest.tables.people import Account
from contest.tables.seasons import AdvancedTeam
from contest.text import match_key


@dataclass(frozen=True)
class Carrying:
    """One change of who goes on to a contest, in a person's hand, inside one write: the contest is locked."""

    book: Book
    hand: Hand
    account: Account

    @property
    def plan(self) -> Plan:
        """Give the plan as it stands in this write."""
        return plan(self.book.session, self.account, self.book.contest)


def begin(session: Session, contest_id: int, account_id: int) -> Carrying:
    """Begin a change by an account."""
    account = session.get_one(Account, account_id)
    return Carrying(Book(session, contest_id, Actor("account", account_id)), Hand(session, account_id), account)


def carry(work: Carrying) -> list[Team]:
    """Take over every team that goes on and was not taken over yet, before the start; twice is as once."""
    _require_prepared(work)
    seen = work.plan
    _require_settled(seen)
    if not seen.onward.going:
        raise Refused("advance_nothing")
    return _carry(work, seen)


def _carry(work: Carrying, seen: Plan) -> list[Team]:
    place = {each.team: each.by for each in seen.onward.going}
    made = [_take(work, seen.candidates[team], place[team], "") for team in seen.to_carry]
    _settle(seen)
    work.book.session.flush()
    if made:
        work.hand.note(work.book.contest, "advance_carried", {}, {"teams": _names(made)})
    return made


def name_team(work: Carrying, team_id: int, reason: str) -> Team:
    """Take over one team of a source that its unit names, beside the places, with the reason."""
    _require_prepared(work)
    said, seen = require_reason(reason), work.plan
    _require_settled(seen)
    candidate = _candidate(seen, team_id)
    if str(team_id) in seen.carried or str(team_id) in seen.onward.teams:
        raise Refused("team_goes_on", field="team", team=candidate.team.name)
    made = _take(work, candidate, NAMED, said)
    work.hand.note(work.book.contest, "advance_named", {}, {"teams": _names([made])}, reason=said)
    return made


def decide_tie(work: Carrying, tied: Sequence[int], chosen: Sequence[int], minutes: str, reason: str) -> None:
    """Keep which of the teams that are equal across the last place go on, with minutes and reason."""
    _require_prepared(work)
    ground = require_reason(minutes, field="minutes"), require_reason(reason)
    seen = work.plan
    _require_seen(seen)
    tie = next((each for each in seen.onward.ties if set(each.teams) == set(map(str, tied))), None)
    if tie is None:
        raise Refused("tie_gone")
    if len(set(chosen)) != tie.places or not set(chosen) <= set(tied):
        raise Refused("tie_choice", field="chosen", places=tie.places)
    totals = {team: seen.totals[team] for team in tie.teams}
    _keep(work, seen, _ruling(work, TIE, tied, *ground, chosen=tuple(sorted(chosen)), totals=totals))
    names = _teams_named(seen, chosen)
    work.hand.note(work.book.contest, "advance_tie", {}, {"teams": names, "minutes": ground[0]}, reason=ground[1])


def leave_out(work: Carrying, team_id: int, reason: str) -> None:
    """Let a team not go on though its place would have it (it withdrew, it may not), with the reason; the next has the place."""
    _require_prepared(work)
    said, seen = require_reason(reason), work.plan
    _require_settled(seen)
    candidate = _candidate(seen, team_id)
    if str(team_id) not in seen.onward.teams:
        raise Refused("team_goes_not", field="team", team=candidate.team.name)
    if str(team_id) in seen.carried:
        _drop(work, seen, str(team_id))
    _keep(work, seen, _ruling(work, OUT, [team_id], "", said))
    work.hand.note(work.book.contest, "advance_out", {}, {"teams": candidate.team.name}, reason=said)


def undo(work: Carrying, number: int) -> None:
    """Undo a decision before the start; it stays on the list as undone. Refuses while a team was taken over by it, or since it."""
    _require_prepared(work)
    seen = work.plan
    _require_seen(seen)
    try:
        left = rulings.undo(seen.rulings, number, iso(now()))
    except (IndexError, ValueError):
        raise Refused("ruling_gone") from None
    gone = seen.rulings[number]
    if any(str(team) in seen.carried for team in (*gone.chosen, *(gone.teams if gone.kind == KEPT else ()))):
        raise Refused("ruling_carried")
    seen.rule.decisions = rulings.written(left)
    work.book.session.add(seen.rule)
    work.book.session.flush()
    _require_places(seen, gone, work.plan)
    work.hand.note(
        work.book.contest, "advance_undone", {"teams": _teams_named(seen, gone.teams)}, {}, reason=gone.reason
    )


def _require_places(seen: Plan, gone: Ruling, after: Plan) -> None:
    """Refuse to undo a decision on which later ones rest: a team that it left out came by its unit's name, or another has its place."""
    named = [team for team in map(str, gone.teams) if gone.kind == OUT and team in seen.carried]
    resting = [*named, *(team for team in after.fallen if team not in seen.fallen)]
    if resting:
        raise Refused("ruling_rests", teams=_teams_named(seen, [int(team) for team in resting]))


def keep_list(work: Carrying, reason: str) -> None:
    """Let the list of teams stand as it is though a source was corrected, with the reason; also after the start."""
    said, seen = require_reason(reason), work.plan
    _require_corrected(seen)
    words = {"revision": _revisions(seen)}
    if seen.fallen:
        fallen = [int(team) for team in seen.fallen]
        places = {team: seen.carried[team].by_place for team in seen.fallen}
        _keep(work, seen, _ruling(work, KEPT, fallen, "", said, places=places))
        words["teams"] = _teams_named(seen, fallen)
    _settle(seen)
    work.hand.note(work.book.contest, "advance_kept", {}, words, reason=said)


def exchange(work: Carrying, reason: str) -> list[Team]:
    """Exchange teams as the corrected results have it, before the start, with the reason: who fell goes, who goes on comes."""
    _require_prepared(work)
    said, seen = require_reason(reason), work.plan
    _require_corrected(seen)
    if seen.onward.ties:
        raise Refused("advance_ties")
    fallen, revision = list(seen.fallen), _revisions(seen)
    for team in fallen:
        _drop(work, seen, team)
    made = _carry(work, work.plan)
    words = {"revision": revision, "out": _teams_named(seen, [int(team) for team in fallen]), "teams": _names(made)}
    work.hand.note(work.book.contest, "advance_exchanged", {}, words, reason=said)
    return made


def _drop(work: Carrying, seen: Plan, team: str) -> None:
    """Remove a team that was taken over, where it came from first: the session must not go on knowing it."""
    row = seen.carried[team]
    team_id = row.team_id
    work.book.session.delete(row)
    work.book.session.flush()
    teams.remove(work.book, team_id)


def _take(work: Carrying, candidate: Candidate, by_place: str, reason: str) -> Team:
    session, contest_id, source = work.book.session, work.book.contest.id, candidate.team
    last = session.scalar(select(func.max(Team.position)).where(Team.contest_id == contest_id))
    title = _free_name(session, contest_id, candidate)
    unit_id = source.unit_id or candidate.source.contest.unit_id  # “Thôn 9” is of the commune whose contest it won
    team = Team(
        contest_id=contest_id, position=(last or 0) + 1, name=title, match_key=match_key(title), unit_id=unit_id
    )
    known = session.scalars(select(Member).where(Member.team_id == source.id).order_by(Member.position))
    team.members = [Member(position=each.position, name=each.name, role=each.role) for each in known]
    session.add(team)
    session.flush()
    row = AdvancedTeam(
        team_id=team.id,
        source_team_id=source.id,
        source_contest_id=source.contest_id,
        revision=candidate.source.revision,
        rank=candidate.rank or 0,
        total=candidate.total,
        by_place=by_place,
        reason=reason,
        at=now(),
        account_id=work.hand.account_id,
    )
    session.add(row)
    session.flush()
    return team


def _free_name(session: Session, contest_id: int, candidate: Candidate) -> str:
    """Give the team's name, with its unit or its contest's unit where another team of the contest bears it already."""
    team, unit = candidate.team, candidate.team.unit
    bearing = select(Team).where(Team.contest_id == contest_id)
    taken = {each.match_key: each for each in session.scalars(bearing)}
    twin = taken.get(team.match_key)
    if twin is None:
        return team.name
    carried = session.get(AdvancedTeam, twin.id) is not None
    if not carried and twin.unit_id == team.unit_id:
        raise Refused("advance_twin", name=twin.name)
    hints = [unit.name] if unit else []
    hints += [candidate.source.contest.unit.name, *(str(number) for number in range(2, len(taken) + 3))]
    return next(
        title for title in (f"{team.name[:150]} ({hint[:40]})" for hint in hints) if match_key(title) not in taken
    )


def _settle(seen: Plan) -> None:
    for source in seen.sources:
        if source.revision and (source.row.settled_revision or 0) < source.revision:
            source.row.settled_revision = source.revision


def _keep(work: Carrying, seen: Plan, ruling: Ruling) -> None:
    seen.rule.decisions = rulings.written([*seen.rulings, ruling])
    work.book.session.add(seen.rule)
    work.book.session.flush()


def _ruling(work: Carrying, kind: str, team_ids: Sequence[int], minutes: str, reason: str, **more: object) -> Ruling:
    made = Ruling(kind, tuple(sorted(team_ids)), reason, iso(now()), work.hand.account_id, minutes)
    return replace(made, **more)  # type: ignore[arg-type]


def _candidate(seen: Plan, team_id: int) -> Candidate:
    found = seen.candidates.get(str(team_id))
    if found is None:
        raise Refused("team_not_of_source", field="team")
    return found


def _require_prepared(work: Carrying) -> None:
    if work.book.step != "prepared":
        raise Refused("already_started")


def _require_settled(seen: Plan) -> None:
    _require_seen(seen)
    if seen.corrected:
        raise Refused("source_corrected", name=", ".join(each.contest.name for each in seen.corrected))


def _require_seen(seen: Plan) -> None:
    if seen.behind:
        raise Refused("source_behind", name=", ".join(each.contest.name for each in seen.behind))


def _require_corrected(seen: Plan) -> None:
    _require_seen(seen)
    if not seen.corrected:
        raise Refused("source_settled")


def _names(made: Sequence[Team]) -> str:
    return ", ".join(each.name for each in made)


def _teams_named(seen: Plan, team_ids: Sequence[int]) -> str:
    known = [seen.candidates.get(str(team)) for team in team_ids]
    return ", ".join(each.team.name for each in known if each)


def _revisions(seen: Plan) -> str:
    return "; ".join(
        f"{each.contest.name}: lần {each.row.settled_revision} → lần {each.revision}" for each in seen.corrected
    )
