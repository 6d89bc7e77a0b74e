"""Who is spoken of by what name in an explanation, and how a total is written there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from contest.messages.amounts import fixed, listed
from contest.text import team_title
from scoring.rules import Rulebook

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Speaker:
    """Who is spoken of by what name, under which rulebook."""

    rulebook: Rulebook
    teams: Mapping[str, str] = field(default_factory=dict)
    judges: Mapping[str, str] = field(default_factory=dict)
    legend: str = ""

    def team(self, key: str, start: bool = False) -> str:
        """Give “đội Suối Bạc”."""
        return team_title(self.teams.get(key, key), start=start)

    def names(self, keys: Sequence[str]) -> str:
        """Give “Suối Bạc và Sơn Hội”."""
        return listed(self.teams.get(key, key) for key in keys)

    def judge(self, key: str) -> str:
        """Give the judge's short name."""
        return self.judges.get(key, key)

    def shown(self, value: Fraction) -> str:
        """Give a total as it is written everywhere else."""
        return fixed(value, self.rulebook.decimals)
