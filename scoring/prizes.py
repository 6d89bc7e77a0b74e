"""Prize proposals: the tiers filled in order of rank, with the reason of every line, and the ties that only people settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from scoring.entered import Entry
from scoring.figures import Notice, Question, Reason, Standing, Standings
from scoring.quotas import Slack, quotas
from scoring.ranking import RANK_ON, by_group, lanes
from scoring.rules import PrizeCap, PrizeTier, Rulebook
from scoring.specials import SpecialAward, given_beside, skipped

# Whether a tier is given along the ranking in each group, or along the one over all.
RANKINGS: dict[str, bool] = {"overall": False, "group": True}
# Whether a tie across a tier's last place may widen it (đồng giải).
ACROSS: dict[str, bool] = {"ask": False, "share": True}


@dataclass(frozen=True)
class Award:
    """A tier and the teams proposed for it, in order of rank; `open_places` wait for a question to be settled."""

    tier: PrizeTier
    teams: tuple[str, ...]
    open_places: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Proposals:
    """What the engine proposes; people decide. While a team lacks a figure it proposes nothing."""

    awards: tuple[Award, ...]
    questions: tuple[Question, ...]
    specials: tuple[SpecialAward, ...] = ()


@dataclass
class _Filling:
    """Tiers being filled: teams, places held back and reasons by tier; `holds` gives the tier of a team, "" if it waits.

    `unsettled` are tied teams with how many of them have no prize whatever people decide: what those may still come to along
    another ranking is open.
    """

    teams: dict[str, list[str]]
    held: dict[str, int]
    reasons: dict[str, list[Reason]]
    questions: list[Question] = field(default_factory=list)
    holds: dict[str, str] = field(default_factory=dict)
    unsettled: list[tuple[frozenset[str], int]] = field(default_factory=list)


@dataclass
class _Places:
    """The places left in the tiers along one ranking, and where in them the next team stands.

    `why` says how their numbers came about. The tiers whose turn it is end at `end`, where the rulebook goes on with another
    ranking; `kept` are the places left open for teams that are unsettled there.
    """

    tiers: Sequence[PrizeTier]
    group: str
    lane: Sequence[Sequence[Standing]]
    left: dict[str, int]
    slack: tuple[Slack, ...]
    why: Mapping[str, Sequence[Reason]]
    at: int = 0
    end: int = 0
    kept: int = 0

    @property
    def turn(self) -> Sequence[PrizeTier]:
        """Give the tiers to which the next team may come."""
        return self.tiers[self.at : self.end]


def propose(standings: Standings, rulebook: Rulebook) -> Proposals:
    """Give each tier's teams and the ties across a prize line, which only people can settle (domain.md 2.7)."""
    waiting = tuple(row.team for row in standings.rows if row.state == "incomplete")
    if waiting and (rulebook.prizes or rulebook.special_prizes):
        awards = tuple(Award(tier, ()) for tier in rulebook.prizes)
        specials = tuple(SpecialAward(prize, ()) for prize in rulebook.special_prizes)
        return Proposals(awards, (Question("prizes_wait", waiting),), specials)
    keys = [tier.key for tier in rulebook.prizes]
    filling = _Filling({key: [] for key in keys}, dict.fromkeys(keys, 0), {key: [] for key in keys})
    used = dict.fromkeys(tier.ranking for tier in rulebook.prizes)
    along = {ranking: _opened(RANKINGS[ranking], standings, rulebook) for ranking in used}
    for ranking, tiers in groupby(rulebook.prizes, key=lambda tier: tier.ranking):
        turn = len(list(tiers))
        for places in along[ranking]:
            places.end += turn
            _fill(places, rulebook, filling)
    awards = tuple(
        Award(tier, tuple(filling.teams[tier.key]), filling.held[tier.key], tuple(filling.reasons[tier.key]))
        for tier in rulebook.prizes
    )
    specials, ties = given_beside(standings.rows, rulebook, filling.holds)
    return Proposals(awards, (*filling.questions, *ties), specials)


def _opened(grouped: bool, standings: Standings, rulebook: Rulebook) -> list[_Places]:
    """Give the places along every ranking of a kind before any of them is given."""
    tiers, caps = _along(grouped, rulebook)
    entries = {name: len(rows) for name, rows in by_group(standings.rows).items()}
    opened = []
    for group, lane in lanes(standings.rows, grouped).items():
        found = quotas(tiers, caps, entries[group] if grouped else len(standings.rows))
        why = {key: [_in_group(reason, group) for reason in reasons] for key, reasons in found.reasons.items()}
        opened.append(_Places(tiers, group, lane, dict(found.places), found.slack, why))
    return opened


def _along(grouped: bool, rulebook: Rulebook) -> tuple[list[PrizeTier], list[PrizeCap]]:
    """Give the tiers that are given along that ranking, and their caps; no cap covers tiers of two rankings."""
    tiers = [tier for tier in rulebook.prizes if RANKINGS[tier.ranking] == grouped]
    keys = {tier.key for tier in tiers}
    return tiers, [cap for cap in rulebook.prize_caps if not cap.tiers or cap.tiers[0] in keys]


def _in_group(reason: Reason, group: str) -> Reason:
    return Reason(reason.code, reason.teams, {**reason.values, "group": group})


def _fill(places: _Places, rulebook: Rulebook, filling: _Filling) -> None:
    """Give the tiers whose turn it is along one ranking."""
    for each in places.turn:
        filling.reasons[each.key] += places.why[each.key]
    for place, tied in enumerate(places.lane):
        if any(row.team in teams for row in tied for teams, _ in filling.unsettled):
            _leave_open(places.lane[place:], places, rulebook, filling)
            break
        able = _considered(tied, places, filling)
        tier = _next_tier(places, able[0], rulebook, filling) if able else None
        if tier is None:
            continue
        if len(able) <= places.left[tier.key] or _widened(tier, able, places, filling):
            places.left[tier.key] = max(0, places.left[tier.key] - len(able))
            for row in able:
                _give(tier, row, places.group, filling)
        else:
            _ask(tied, able, places, rulebook, filling)
    for each in places.turn:
        if places.left[each.key] and not each.takes_the_rest:
            values = {"places": places.left[each.key], "group": places.group}
            filling.reasons[each.key].append(Reason("prize_unfilled", (), values))
    places.at = places.end


def _leave_open(lane: Sequence[Sequence[Standing]], places: _Places, rulebook: Rulebook, filling: _Filling) -> None:
    """Leave open what is left for this level and all below it.

    Whether a team of this level still needs a prize hangs on a question that another ranking raised, and with it who comes next.
    """
    able = {row.team for tied in lane for row in tied if not any(skipped(row))}
    waiting = [(teams & able, losers) for teams, losers in filling.unsettled]
    wanted = len(able - filling.holds.keys()) + sum(min(len(teams), losers) for teams, losers in waiting)
    wanted = max(0, wanted - places.kept)
    about = tuple(row.team for row in lane[0] if any(row.team in teams for teams, _ in waiting))
    for tier in places.turn:
        if places.left[tier.key] and not _closed(tier, lane[0][0], places, rulebook, filling):
            kept = min(places.left[tier.key], wanted)
            wanted -= kept
            places.left[tier.key] -= kept
            places.kept += kept
            filling.held[tier.key] += kept
            if kept:
                filling.reasons[tier.key].append(Reason("prize_waits", about, {"places": kept, "group": places.group}))


def _considered(tied: Sequence[Standing], places: _Places, filling: _Filling) -> list[Standing]:
    """Give those who may have a prize, and note at the tier that they would have come to why the others are passed over."""
    at = next((tier for tier in places.turn if places.left[tier.key]), None)
    able = []
    for row in tied:
        why = list(skipped(row))
        if row.team in filling.holds:
            why.append(Reason("skipped_has_prize", (row.team,), {"rank": rank_in(row, places.group)}))
        if not why:
            able.append(row)
        elif at is not None:
            filling.reasons[at.key] += why
    return able


def _next_tier(places: _Places, row: Standing, rulebook: Rulebook, filling: _Filling) -> PrizeTier | None:
    """Give the tier whose turn it is for a team of this total; a tier that asks for more is closed with the reason."""
    for tier in places.turn:
        if places.left[tier.key] and not _closed(tier, row, places, rulebook, filling):
            return tier
        places.at += 1
    return None


def _closed(tier: PrizeTier, row: Standing, places: _Places, rulebook: Rulebook, filling: _Filling) -> bool:
    """Say whether a tier asks for more than this total; then nobody below can have it either."""
    total, left = RANK_ON[rulebook.rank_on](row), places.left[tier.key]
    if tier.min_score is None or total is None or total >= tier.min_score:
        return False
    values = {"min_score": tier.min_score, "total": total, "places": left, "group": places.group}
    filling.reasons[tier.key].append(Reason("prize_below_min", (row.team,), values))
    _free(tier, left, places)
    return True


def _free(tier: PrizeTier, left: int, places: _Places) -> None:
    """Give the places that a tier cannot fill to the tier that takes all the rest, as far as the caps allow."""
    places.left[tier.key] = 0
    rest = places.tiers[-1]
    for slack in places.slack:
        slack.places += left if tier.key in slack.keys else 0
    if rest.takes_the_rest:
        caps = [slack for slack in places.slack if rest.key in slack.keys]
        more = min([left, *(slack.places for slack in caps)])
        places.left[rest.key] += more
        for slack in caps:
            slack.places -= more


def _widened(tier: PrizeTier, able: Sequence[Standing], places: _Places, filling: _Filling) -> bool:
    """Say whether equal teams may share the tier (đồng giải), and note it; no cap is broken for it."""
    more = len(able) - places.left[tier.key]
    caps = [slack for slack in places.slack if tier.key in slack.keys]
    if not ACROSS[tier.across] or any(slack.places < more for slack in caps):
        return False
    for slack in caps:
        slack.places -= more
    values = {"places": places.left[tier.key], "given": len(able), "rank": rank_in(able[0], places.group)}
    filling.reasons[tier.key].append(Reason("prize_shared", tuple(row.team for row in able), values))
    return True


def _give(tier: PrizeTier, row: Standing, group: str, filling: _Filling) -> None:
    filling.teams[tier.key].append(row.team)
    filling.holds[row.team] = tier.key
    values = {"rank": rank_in(row, group), "group": group, "total": row.total_shown}
    filling.reasons[tier.key].append(Reason("prize_by_rank", (row.team,), values))


def _ask(
    tied: Sequence[Standing], able: Sequence[Standing], places: _Places, rulebook: Rulebook, filling: _Filling
) -> None:
    reached: list[PrizeTier | None] = []
    for tier in places.turn:
        wanted = len(able) - len(reached)
        if wanted and places.left[tier.key] and not _closed(tier, able[0], places, rulebook, filling):
            reached += [tier] * min(places.left[tier.key], wanted)
    losers = len(able) - len(reached)
    if losers:
        filling.unsettled.append((frozenset(row.team for row in able), losers))
    reached += [None] * losers
    after = rulebook.prizes.index(places.tiers[places.end - 1]) + 1
    beyond = next((tier.name for tier in rulebook.prizes[after:]), None)
    tiers = list(dict.fromkeys(reached))
    values = {
        "tiers": tuple(tier.key if tier else None for tier in tiers),
        "tier_names": tuple(tier.name if tier else beyond for tier in tiers),
        "places": tuple(reached.count(tier) for tier in tiers),
    }
    filling.questions.append(tie_question("tie_on_prize_line", whole_tie(tied), tied[0], places.group, values))
    for tier in filter(None, reached):
        places.left[tier.key] -= 1
        filling.held[tier.key] += 1
    filling.holds |= {row.team: "" for row in able}


def beyond_entries(entry: Entry, rulebook: Rulebook) -> tuple[Notice, ...]:
    """Give each ranking whose tiers have more places than there are teams for prizes in it: known before any mark."""
    found = []
    for grouped in dict.fromkeys(RANKINGS[tier.ranking] for tier in rulebook.prizes):
        tiers, caps = _along(grouped, rulebook)
        groups = {team: entry.groups.get(team, "") if grouped else "" for team in entry.teams}
        for group in dict.fromkeys(groups.values()):
            teams = [team for team in entry.teams if groups[team] == group]
            able = len([team for team in teams if team not in entry.ineligible])
            sized = quotas(tiers, caps, len(teams)).places
            places = sum(sized[tier.key] for tier in tiers if not tier.takes_the_rest)
            if places > able:
                values = {"places": places, "entries": able, "group": group}
                found.append(Notice("prizes_beyond_entries", (), None, values))
    return tuple(found)


def whole_tie(tied: Sequence[Standing]) -> tuple[str, ...]:
    """Give all the teams that share the rank: those on which a decision must be taken, whatever the others may have."""
    return (tied[0].team, *tied[0].tied_with)


def tie_question(
    code: str, teams: tuple[str, ...], row: Standing, group: str, values: Mapping[str, object]
) -> Question:
    """Give the question about teams that are equal to this one, in a group's ranking or ("") the one over all."""
    about = {"rank": rank_in(row, group), "total": row.total_shown, **({"group": group} if group else {})}
    return Question(code, teams, {**about, **values})


def rank_in(row: Standing, group: str) -> int | None:
    """Give a team's rank in a group's ranking, or ("") in the one over all."""
    return row.group_rank if group else row.rank
