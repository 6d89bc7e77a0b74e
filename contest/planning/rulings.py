"""What people decided about who goes on to a contest: kept in order, undone never erased, each with reason, by whom and when."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from contest.planning.onward import Choice, Rulings

TIE, KEPT, OUT = "tie", "kept", "out"


@dataclass(frozen=True)
class Ruling:
    """One decision. TIE: of `teams`, equal on `totals`, the `chosen` go on; KEPT: they stay on a place; OUT: they do not go on."""

    kind: str
    teams: tuple[int, ...]
    reason: str
    at: str
    account_id: int | None
    minutes: str = ""
    chosen: tuple[int, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # KEPT: by which place, by team
    totals: Mapping[str, str] = field(
        default_factory=dict
    )  # TIE: exact totals by team; it falls when one of them changes
    undone: str = ""  # when

    @property
    def moment(self) -> datetime:
        """Give when it was taken, aware."""
        return datetime.fromisoformat(self.at)


def read(text: str) -> list[Ruling]:
    """Give the decisions of an advancement, oldest first."""
    return [
        Ruling(**{**each, "teams": tuple(each["teams"]), "chosen": tuple(each["chosen"])}) for each in json.loads(text)
    ]


def written(rulings: Sequence[Ruling]) -> str:
    """Give decisions as they are kept."""
    return json.dumps([asdict(each) for each in rulings], ensure_ascii=False)


def undo(rulings: Sequence[Ruling], number: int, at: str) -> list[Ruling]:
    """Give the decisions with one of them undone; raises IndexError or ValueError for one that does not stand."""
    if number < 0 or rulings[number].undone:
        raise ValueError(number)
    return [replace(each, undone=at) if place == number else each for place, each in enumerate(rulings)]


def in_force(rulings: Sequence[Ruling], totals: Mapping[str, str], named: Collection[str]) -> Rulings:
    """Give what stands: later decisions outweigh earlier ones, and one on a tie falls with the totals it was taken on."""
    choices: list[Choice] = []
    kept: dict[str, str] = {}
    out = set[str]()
    for each in rulings:
        teams = [str(team) for team in each.teams]
        if each.undone:
            continue
        if each.kind == TIE:
            if holds(each, totals):
                choices.append(Choice(frozenset(teams), frozenset(map(str, each.chosen))))
            continue
        gone = each.kind == OUT
        out = out | set(teams) if gone else out - set(teams)
        kept = {team: place for team, place in kept.items() if team not in teams}
        kept |= {} if gone else dict(each.places)
    return Rulings(tuple(choices), frozenset(named), kept, frozenset(out))


def holds(ruling: Ruling, totals: Mapping[str, str]) -> bool:
    """Say whether a decision on a tie still stands on the totals on which it was taken."""
    return all(totals.get(team) == total for team, total in ruling.totals.items())
