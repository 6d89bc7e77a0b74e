"""Who goes on to a contest from its sources, read as a person may see them: the plan that pages show and people carry out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.board import Board
from contest.planning import outcomes, rulings, sources
from contest.planning.onward import Entrant, Lane, Onward, going_on
from contest.planning.outcomes import Outcome
from contest.planning.rulings import Ruling
from contest.tables.contests import Contest, Team
from contest.tables.people import Account
from contest.tables.seasons import AdvancedTeam, Advancement, ContestSource
from contest.text import comma
from scoring.figures import Standing
from scoring.points import text
from scoring.ranking import GROUPINGS
from scoring.rules import Rulebook
from scoring.shares import maximum_of
from scoring.specials import skipped

VALUES: Mapping[str, Callable[[Standing, Fraction | None], Fraction | None]] = {
    "shown": lambda row, most: row.total_shown,
    "exact": lambda row, most: row.total_exact,
    "share": lambda row, most: None if row.total_exact is None or not most else row.total_exact * 100 / most,
}
"""What the best others are compared by; the keys are those of contest.planning.onward.COMPARED."""


@dataclass(frozen=True)
class Source:
    """An earlier contest as the person sees it: `revision` of the result that may be taken from (0: none yet)."""

    row: ContestSource
    contest: Contest
    outcome: Outcome
    revision: int
    board: Board | None = None

    @property
    def corrected(self) -> bool:
        """Say whether its result was corrected after people settled who goes on."""
        return self.row.settled_revision is not None and self.revision > self.row.settled_revision

    @property
    def most(self) -> Fraction | None:
        """Give the most points that the contest gives; None where nobody can know."""
        return most_of(self.board.rules) if self.board else None


@dataclass(frozen=True)
class Candidate:
    """A team of a source with its line of the result."""

    team: Team
    source: Source
    standing: Standing

    @property
    def rank(self) -> int | None:
        """Give its rank among those with whom it is compared: of its group, where groups are ranked apart."""
        return self.standing.rank if self.standing.group_rank is None else self.standing.group_rank

    @property
    def total(self) -> str:
        """Give its total as it is shown; "" where it has none."""
        shown, board = self.standing.total_shown, self.source.board
        return "" if shown is None or board is None else comma(text(shown, board.rules.decimals))


@dataclass(frozen=True)
class Plan:
    """Who goes on and who does not, over every source; `carried` are the teams that were taken over, by their source team."""

    contest: Contest
    rule: Advancement
    sources: tuple[Source, ...]
    candidates: Mapping[str, Candidate]
    rulings: Sequence[Ruling]
    onward: Onward
    carried: Mapping[str, AdvancedTeam] = field(default_factory=dict)

    @cached_property
    def totals(self) -> Mapping[str, str]:
        """Give every candidate's exact total as text."""
        return totals_of(self.candidates)

    @property
    def waiting(self) -> list[Source]:
        """Give the sources that have no result to take from yet."""
        return [each for each in self.sources if not each.revision]

    @property
    def corrected(self) -> list[Source]:
        """Give the sources that were corrected since people settled who goes on."""
        return [each for each in self.sources if each.corrected]

    @property
    def behind(self) -> list[Source]:
        """Give the sources of whose result the person may see less than what was settled on: they must not change the list."""
        return [each for each in self.sources if each.revision < (each.row.settled_revision or 0)]

    @property
    def unseen(self) -> int:
        """Give how many teams were taken over from results that the person may not see."""
        return sum(team not in self.candidates for team in self.carried)

    @property
    def to_carry(self) -> list[str]:
        """Give the teams that go on and were not taken over yet."""
        return [each.team for each in self.onward.going if each.team not in self.carried]

    @property
    def fallen(self) -> list[str]:
        """Give the teams that were taken over on a place and, as the results stand now, would not go on."""
        sure = {team for team, why in self.onward.left.items() if why not in {"tied", "others_wait"}}
        return [team for team in self.carried if team in sure]


def most_of(rules: Rulebook) -> Fraction | None:
    """Give the most points of a contest under its rulebook; None where a part is open."""
    each = [maximum_of(part, rules) for part in rules.parts]
    known = [most for most in each if most is not None]
    return sum(known, Fraction(0)) if len(known) == len(each) else None


def totals_of(candidates: Mapping[str, Candidate]) -> dict[str, str]:
    """Give the exact totals on which a decision on a tie stands."""
    return {team: str(each.standing.total_exact) for team, each in candidates.items()}


def plan(reader: Session, account: Account, contest: Contest) -> Plan:
    """Give the plan of a contest's teams; one board is read for each source that has a result."""
    found, rule = seen_sources(reader, account, contest.id), sources.advancement(reader, contest.id)
    candidates = {
        row.team: Candidate(source.board.team(row.team), source, row)
        for source in found
        if source.board is not None
        for row in source.board.standings.rows
    }
    carried = carried_into(reader, contest.id)
    decided = rulings.read(rule.decisions)
    named = {team for team, row in carried.items() if row.by_place == "named"}
    standing = rulings.in_force(decided, totals_of(candidates), named)
    lanes = [lane for source in found for lane in _lanes(source, rule.compared_by)]
    onward = going_on(lanes, rule.best_others, rule.compared_by, standing)
    return Plan(contest, rule, tuple(found), candidates, decided, onward, carried)


def seen_sources(reader: Session, account: Account, contest_id: int, *, read: bool = True) -> list[Source]:
    """Give a contest's sources as an account may see their results, each with its board unless `read` says otherwise."""
    rows = sources.chosen(reader, contest_id)
    ids = [source.id for _, source in rows]
    known, within = outcomes.outcomes(reader, ids), outcomes.inside(reader, account, ids)
    found = []
    for row, source in rows:
        revision = known[source.id].ranked(source.id in within)
        board = outcomes.board_of(reader, source.id, source.id in within) if read and revision else None
        found.append(Source(row, source, known[source.id], revision, board))
    return found


def carried_into(reader: Session, contest_id: int) -> dict[str, AdvancedTeam]:
    """Give where the teams of a contest came from, by their source team's id as text."""
    query = select(AdvancedTeam).join(Team, Team.id == AdvancedTeam.team_id).where(Team.contest_id == contest_id)
    return {str(row.source_team_id): row for row in reader.scalars(query.order_by(Team.position))}


def _lanes(source: Source, compared_by: str) -> list[Lane]:
    """Give the rankings of a source: of each group, where it ranks its groups apart."""
    key, places = str(source.contest.id), source.row.places
    if source.board is None:
        return [Lane(key, places, waits=True)]
    apart = GROUPINGS[source.board.rules.groups].apart
    by_group: dict[str, list[Entrant]] = {}
    for row in source.board.standings.rows:
        by_group.setdefault(row.group if apart else "", []).append(_entrant(row, apart, compared_by, source.most))
    return [Lane(key, places, source.most, tuple(entrants), group) for group, entrants in by_group.items()]


def _entrant(row: Standing, apart: bool, compared_by: str, most: Fraction | None) -> Entrant:
    why = next((reason.code.removeprefix("skipped_") for reason in skipped(row)), "")
    return Entrant(row.team, row.group_rank if apart else row.rank, VALUES[compared_by](row, most), why)
