"""What goes into standings: everything that people entered; points are exact Fractions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction


class Absent(Enum):
    """The mark of a judge who did not mark the part, and why: neither zero nor not yet marked."""

    ABSENT = "absent"
    LATE = "late"
    RECUSED = "recused"


ABSENT = Absent.ABSENT
Marks = Mapping[str, Fraction]
Sheet = Marks | Absent


@dataclass(frozen=True)
class Fault:
    """A fault or merit noted at the desk: `rule` is a DeductionRule key, `amount` points, or seconds over or short.

    `part` None takes it off the contest's total; `amount` None takes what the rule fixes. Faults of one `act` ("" is an
    act of its own) are one deed; who timed it and who confirmed it is kept for the papers.
    """

    team: str
    rule: str
    part: str | None = None
    amount: Fraction | None = None
    reason: str = ""
    act: str = ""
    timed_by: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True)
class Decision:
    """What people gave for a tie step on exactly these tied teams: `order` lists them in groups, each sharing a rank.

    `step` names the step that it answers (decision, question, time, lot); `values` are what was counted and `minutes` the
    record of it, for the papers.
    """

    teams: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]
    reason: str = ""
    step: str = "decision"
    values: Mapping[str, Fraction] = field(default_factory=dict)
    minutes: str = ""


@dataclass(frozen=True)
class Strike:
    """A quiz question struck out after an appeal: the criterion of a part, and why."""

    part: str
    criterion: str
    reason: str = ""


@dataclass(frozen=True)
class Entry:
    """Everything people entered. A sheet lacking in `sheets` (or a criterion lacking in it) is not marked yet.

    `judges` lists the seats that mark a part; `sheets` is keyed (part, team, judge); `agreed` is keyed (part, team).
    `seats` gives the number by which the rulebook knows a judge's seat (none: the judge as written); `groups` the group in
    which a team is ranked; `ineligible` teams are ranked but skipped by prizes.
    """

    teams: tuple[str, ...]
    judges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: Mapping[tuple[str, str, str], Sheet] = field(default_factory=dict)
    agreed: Mapping[tuple[str, str], Marks] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    decisions: tuple[Decision, ...] = ()
    not_present: frozenset[tuple[str, str]] = frozenset()
    seats: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    ineligible: frozenset[str] = frozenset()
    struck: tuple[Strike, ...] = ()
