"""Who goes on to the next round: the first of each group, then the best others; a tie at the cut is a question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scoring.entered import Decision
from scoring.figures import Advancement, Question, Reason, Standing
from scoring.prizes import rank_in, tie_question, whole_tie
from scoring.ranking import GROUPINGS, lanes, levels
from scoring.rules import Advance, Rulebook
from scoring.specials import skipped
from scoring.ties import TieFacts, part_tied


@dataclass
class _Going:
    """What has been found so far."""

    teams: list[str] = field(default_factory=list)
    open_places: int = 0
    reasons: list[Reason] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def with_advancement(
    rows: Sequence[Standing], advance: Advance, rulebook: Rulebook, facts: TieFacts
) -> tuple[list[Standing], Advancement]:
    """Give who is proposed to go on, and the rows with what people decided about it; waits for every team's figures."""
    waiting = tuple(row.team for row in rows if row.state == "incomplete")
    if waiting:
        return list(rows), Advancement((), reasons=(Reason("advance_waits", waiting),))
    going = _Going()
    if advance.per_group:
        for group, lane in lanes(rows, GROUPINGS[rulebook.groups].apart).items():
            _first_of_group(lane, advance.per_group, group, going)
    answers: Mapping[str, tuple[Decision, ...]] = {}
    if advance.best_others and going.questions:
        # Whoever loses such a tie is one of the others, so they cannot be chosen yet.
        going.open_places += advance.best_others
        going.reasons.append(Reason("advance_others_wait", (), {"places": advance.best_others}))
    elif advance.best_others:
        answers = _best_others(rows, advance.best_others, rulebook, facts, going)
    table = [replace(row, answers=(*row.answers, *answers.get(row.team, ()))) for row in rows]
    return table, Advancement(tuple(going.teams), going.open_places, tuple(going.reasons), tuple(going.questions))


def _considered(tied: Sequence[Standing], going: _Going) -> list[Standing]:
    """Give those who may go on, and note why the others are passed over."""
    going.reasons += [why for row in tied for why in skipped(row) if why not in going.reasons]
    return [row for row in tied if not any(skipped(row))]


def _first_of_group(lane: Sequence[Sequence[Standing]], places: int, group: str, going: _Going) -> None:
    left = places
    for tied in lane:
        able = _considered(tied, going) if left else []
        if len(able) > left:
            going.questions.append(_at_the_cut(whole_tie(tied), tied[0], group, left))
            going.open_places += left
            return
        left -= len(able)
        for row in able:
            going.teams.append(row.team)
            values = {"rank": rank_in(row, group), "group": group, "total": row.total_shown}
            going.reasons.append(Reason("advance_in_group", (row.team,), values))
    if left:
        going.open_places += left
        going.reasons.append(Reason("advance_short", (), {"places": left, "group": group}))


def _at_the_cut(teams: tuple[str, ...], row: Standing, group: str, places: int) -> Question:
    return tie_question("tie_on_advance_line", teams, row, group, {"places": places})


def _best_others(
    rows: Sequence[Standing], places: int, rulebook: Rulebook, facts: TieFacts, going: _Going
) -> dict[str, tuple[Decision, ...]]:
    """Add the best of those who do not go on yet; give what people decided among them, where groups are ranked apart."""
    answers: dict[str, tuple[Decision, ...]] = {}
    left = places
    whole = GROUPINGS[rulebook.groups].overall
    others = [row for row in rows if row.rank is not None and row.team not in going.teams]
    for tied, given in _in_order(others, rulebook, facts):
        able = _considered(tied, going) if left else []
        answers |= given if able else {}
        if len(able) > left:
            # What people decide counts for the tie as the ranking sees it.
            teams = whole_tie(tied) if whole else tuple(row.team for row in tied)
            going.questions.append(_at_the_cut(teams, tied[0], "", left))
            break
        left -= len(able)
        for row in able:
            going.teams.append(row.team)
            going.reasons.append(Reason("advance_best_other", (row.team,), {"total": row.total_shown}))
    else:
        if left:
            going.reasons.append(Reason("advance_short", (), {"places": left, "group": ""}))
    going.open_places += left
    return answers


def _in_order(
    others: Sequence[Standing], rulebook: Rulebook, facts: TieFacts
) -> Iterator[tuple[list[Standing], Mapping[str, tuple[Decision, ...]]]]:
    """Give the others in order, equal ones together; across groups that are ranked apart the tie chain orders them here."""
    if GROUPINGS[rulebook.groups].overall:
        for tied in lanes(others, grouped=False)[""]:
            yield tied, {}
        return
    for equal in levels(others, rulebook).values():
        by_team = {row.team: row for row in equal}
        for group in part_tied(tuple(by_team), rulebook.ties, facts):
            yield [by_team[team] for team in group.teams], group.answers
