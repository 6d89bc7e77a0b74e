"""The one reader: a contest's log and rulebook become the board in full, with every figure, as of any event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from contest import chain
from contest.ledger import WHOLE, Fact, Ledger
from contest.panel import SeatView, marking, needed, seat_views
from contest.rulebooks import in_force
from contest.tables.contests import Contest, Team
from scoring.entered import Absent, Decision, Entry, Fault, Sheet, Strike
from scoring.figures import Standings
from scoring.panel import METHODS
from scoring.points import from_thousandths
from scoring.prizes import Proposals, propose
from scoring.rules import Rulebook
from scoring.standings import standings


@dataclass(frozen=True)
class Board:
    """One contest as it stands: its people, its ledger, and standings computed from them. Team keys are ids as text."""

    contest: Contest
    head: chain.Head
    version: int  # of the rulebook; 0 when there is none
    rulebook: Rulebook | None
    teams: tuple[Team, ...]
    seats: tuple[SeatView, ...]
    ledger: Ledger
    announced: Ledger | None = None  # what the hall was told, while a revision of it waits to be announced

    @property
    def public(self) -> Board:
        """Give the board from which the hall is told: this one, but before a revision that was not announced yet."""
        if self.announced is None:
            return self
        release = [fact] if (fact := self.ledger.get("release")) else []
        return replace(self, ledger=self.announced.over(release), announced=None)

    @property
    def rules(self) -> Rulebook:
        """Give the rulebook; raises LookupError for a contest that has none yet."""
        if self.rulebook is None:
            raise LookupError("no rulebook")
        return self.rulebook

    def team(self, team_id: object) -> Team:
        """Give a team by its id (number or text); raises KeyError."""
        return self._by_id[str(team_id)]

    def seat(self, seat_id: object) -> SeatView:
        """Give a seat by its id (number or text); raises KeyError."""
        return {str(seat.id): seat for seat in self.seats}[str(seat_id)]

    @property
    def team_names(self) -> dict[str, str]:
        """Give each team's name by its id as text."""
        return {key: team.name for key, team in self._by_id.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, Team]:
        return {str(team.id): team for team in self.teams}

    def order(self, part: str) -> list[Team]:
        """Give the teams in the running order of a part; in the order of registration before the draw."""
        drawn = self.ledger.order(part)
        return [self.team(team_id) for team_id in drawn if str(team_id) in self._by_id] if drawn else list(self.teams)

    def locked(self) -> frozenset[tuple[str, str]]:
        """Give the (part, team) pairs that are locked."""
        pairs = (
            (fact.path[1], fact.path[2]) for fact in self.ledger.under("performance") if fact.data["state"] == "locked"
        )
        return frozenset(pairs)

    @cached_property
    def standings(self) -> Standings:
        """Give standings over every received sheet, with all their working."""
        return standings(self.entry(), self.rules)

    @cached_property
    def undecided(self) -> Standings:
        """Give the standings as they are before any decision of people on a tie."""
        return standings(self.entry(decided=False), self.rules)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Give the decisions that still hold: those whose teams stand on the very totals on which they were taken."""
        facts = list(self.ledger.under("decision"))
        if not facts:
            return ()
        totals = {row.team: str(row.total_exact) for row in self.undecided.rows}
        return tuple(
            decision
            for fact, decision in ((fact, _decision(fact)) for fact in facts)
            if {team: totals.get(team) for team in decision.teams} == fact.data["totals"]
        )

    @cached_property
    def proposals(self) -> Proposals:
        """Give the prizes that the standings propose and what only people can settle."""
        return propose(self.standings, self.rules)

    def standings_of(self, shown: Collection[tuple[str, str]]) -> Standings:
        """Give standings over these (part, team) pairs alone, ranked over the parts that occur in them.

        People decide on totals over everything, and a decision falls when one of those changes. So while a pair is not shown
        no decision parts anybody here: a tie that opens or closes would tell of marks that were not released. What is taken
        from the whole contest, which no part releases, counts with the last pair too.
        """
        parts = [part.key for part in self.rules.parts if any(pair[0] == part.key for pair in shown)]
        whole = all((part.key, team) in shown for part in self.rules.parts for team in self._by_id)
        return standings(self.entry(frozenset(shown), decided=whole), self.rules, parts)

    def marking(self, part: str) -> tuple[SeatView, ...]:
        """Give the seats that mark a part, shadows and deputies too."""
        return marking(self.seats, self.rules, part)

    def needed(self, part: str, team: object) -> tuple[SeatView, ...]:
        """Give the seats whose sheet or absence a performance cannot be locked without."""
        return needed(self.seats, self.rules, part, lambda seat: self.ledger.absent(part, team, seat.id))

    @cached_property
    def struck(self) -> tuple[Strike, ...]:
        """Give the quiz questions struck out, in the order in which they were."""
        return tuple(
            Strike(fact.data["part"], fact.data["criterion"], fact.data["reason"])
            for fact in self.ledger.under("strike")
            if fact.data["struck"]
        )

    def entry(self, only: frozenset[tuple[str, str]] | None = None, decided: bool = True) -> Entry:
        """Give what people entered, as scoring takes it; `only` these (part, team) pairs when given."""
        marked = [part.key for part in self.rules.parts if METHODS[part.panel.method].judged]
        seats = tuple(str(seat.id) for seat in self.seats)

        def wanted(part: str, team: str) -> bool:
            if part == WHOLE:
                return team in self._by_id and (only is None or decided)
            return team in self._by_id and (only is None or (part, team) in only)

        return Entry(
            teams=tuple(self._by_id),
            judges=dict.fromkeys(marked, seats),
            sheets={key: sheet for key, sheet in self._sheets() if wanted(*key[:2])},
            agreed={
                (fact.path[1], fact.path[2]): _points(fact.data["marks"])
                for fact in self.ledger.under("agreed")
                if wanted(fact.path[1], fact.path[2])
            },
            faults=tuple(
                _fault(fact)
                for fact in self.ledger.under("deduction")
                if _stands(fact) and wanted(*fact.path[1:3]) and self.ledger.present(*fact.path[1:3])
            ),
            decisions=self.decisions if decided else (),
            not_present=frozenset(
                (fact.path[1], fact.path[2])
                for fact in self.ledger.under("performance")
                if not fact.data["present"] and wanted(*fact.path[1:3])
            ),
            groups={key: team.group_name for key, team in self._by_id.items() if team.group_name},
            ineligible=frozenset(key for key, team in self._by_id.items() if team.ineligible),
            seats={str(seat.id): str(seat.number) for seat in self.seats},
            struck=self.struck,
        )

    def _sheets(self) -> Iterator[tuple[tuple[str, str, str], Sheet]]:
        for fact in self.ledger.under("sheet"):
            if fact.data["state"] == "received":
                yield (fact.path[1], fact.path[2], fact.path[3]), _points(fact.data["marks"])
        for fact in self.ledger.under("absence"):
            # An absence counts once the performance is locked: else it would show the others' marks to the desk early.
            if fact.data["absent"] and self.ledger.performance(*fact.path[1:3]) == "locked":
                yield (fact.path[1], fact.path[2], fact.path[3]), Absent(fact.data.get("why", "absent"))


def _points(marks: Mapping[str, int]) -> dict[str, Fraction]:
    return {key: from_thousandths(mark) for key, mark in marks.items()}


def _stands(fact: Fact) -> bool:
    return not fact.data["withdrawn"]


def _fault(fact: Fact) -> Fault:
    data: Mapping[str, Any] = fact.data
    amount = None if data["amount"] is None else from_thousandths(data["amount"])
    return Fault(
        team=fact.path[2],
        rule=data["rule"],
        part=None if fact.path[1] == WHOLE else fact.path[1],
        amount=amount,
        reason=data["reason"],
        act=data.get("act", ""),  # events of earlier releases tell of no act and nobody
        timed_by=data.get("timed_by", ""),
        confirmed_by=data.get("confirmed_by", ""),
    )


def _decision(fact: Fact) -> Decision:
    order = tuple(tuple(str(team) for team in group) for group in fact.data["order"])
    values = {team: Fraction(value) for team, value in fact.data.get("values", {}).items()}
    step = fact.data.get("step", "decision")
    return Decision(
        tuple(team for group in order for team in group), order, fact.data["reason"], step, values, fact.data["minutes"]
    )


def read(session: Session, contest_id: int, upto: int | None = None) -> Board:
    """Read a contest as it stands, or as it stood after event `upto`; raises LookupError for an unknown one."""
    contest = session.get(Contest, contest_id)
    if contest is None:
        raise LookupError(f"contest {contest_id}")
    ledger = Ledger.load(session, contest_id, upto)
    version, rulebook = in_force(session, contest_id, ledger.rulebook_version)
    until = ledger.data("contest").get("announced", {}).get("until")
    query = select(Team).where(Team.contest_id == contest_id).order_by(Team.position, Team.id)
    teams = session.scalars(query.options(lazyload(Team.members))).all()  # no board shows members
    return Board(
        contest=contest,
        head=chain.head(session, contest, upto),
        version=version,
        rulebook=rulebook,
        teams=tuple(teams),
        seats=seat_views(session, contest_id),
        ledger=ledger,
        announced=None if until is None else Ledger.load(session, contest_id, until),
    )
