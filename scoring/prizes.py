"""Prize proposals: the tiers filled in order of rank, and a question where a tie lies across a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.figures import Question, Standing, Standings
from scoring.rules import PrizeTier, Rulebook


@dataclass(frozen=True)
class Award:
    """A tier and the teams proposed for it, in order of rank; `open_places` wait for a question to be settled."""

    tier: PrizeTier
    teams: tuple[str, ...]
    open_places: int = 0


@dataclass(frozen=True)
class Proposals:
    """What the engine proposes; people decide. While a team lacks a figure it proposes nothing."""

    awards: tuple[Award, ...]
    questions: tuple[Question, ...]


def propose(standings: Standings, rulebook: Rulebook) -> Proposals:
    """Give each tier's teams and the ties across a prize line, which only people can settle (domain.md 2.7)."""
    waiting = tuple(row.team for row in standings.rows if row.state == "incomplete")
    if waiting and rulebook.prizes:
        return Proposals(tuple(Award(tier, ()) for tier in rulebook.prizes), (Question("prizes_wait", waiting),))
    ranked = [row for row in standings.rows if row.rank is not None]
    places = _places(rulebook, len(ranked))
    teams: dict[str, list[str]] = {tier.key: [] for tier in rulebook.prizes}
    held = dict.fromkeys(teams, 0)
    questions = []
    for rank in dict.fromkeys(row.rank for row in ranked):
        tied = [row for row in ranked if row.rank == rank]
        start = ranked.index(tied[0])
        reached = places[start : start + len(tied)]
        if len(set(reached)) > 1:
            questions.append(_question(tied, reached))
            for tier in filter(None, reached):
                held[tier.key] += 1
        elif reached[0] is not None:
            teams[reached[0].key].extend(row.team for row in tied)
    awards = tuple(Award(tier, tuple(teams[tier.key]), held[tier.key]) for tier in rulebook.prizes)
    return Proposals(awards, tuple(questions))


def _places(rulebook: Rulebook, teams: int) -> list[PrizeTier | None]:
    places: list[PrizeTier | None] = []
    for tier in rulebook.prizes:
        left = teams - len(places)
        places.extend([tier] * (left if tier.count is None else min(tier.count, left)))
    return places + [None] * (teams - len(places))


def _question(tied: Sequence[Standing], reached: Sequence[PrizeTier | None]) -> Question:
    tiers = list(dict.fromkeys(reached))
    values = {
        "rank": tied[0].rank,
        "total": tied[0].total_shown,
        "tiers": tuple(tier.key if tier else None for tier in tiers),
        "tier_names": tuple(tier.name if tier else None for tier in tiers),
        "places": tuple(reached.count(tier) for tier in tiers),
    }
    return Question("tie_on_prize_line", tuple(row.team for row in tied), values)
