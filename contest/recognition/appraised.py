"""What an appraisal comes to, by the contest's own engine: one registration is a contest of one team, its sheets the judges'.

Nothing is added up here: the means, floors and totals are those of scoring.standings, and the result only proposes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from contest.messages.amounts import fixed, listed, points
from contest.messages.appraisal import FLOORS, RESULT
from contest.messages.explainsteps import say_steps
from contest.messages.speaking import Speaker
from contest.recognition.criteria import the_part
from scoring.entered import ABSENT, Entry, Fault, Sheet
from scoring.explain import explain
from scoring.figures import PartFigure, Standing, Standings, Sunk
from scoring.rules import Criterion, Rulebook
from scoring.standings import standings

TEAM = "registration"
SELF = "self"
Marks = Mapping[str, Fraction]


@dataclass(frozen=True)
class Appraised:
    """Sheets of one registration by appraiser (keys are texts), under a criteria set, and all that comes of them.

    `names` gives each appraiser's name in order; while `closed` is False a missing sheet leaves no figure, after it the
    appraiser counts as absent and the mean is over those who marked everything.
    """

    rules: Rulebook
    threshold: Fraction
    names: Mapping[str, str]
    sheets: Mapping[str, Marks]
    added: Sequence[Fault] = ()
    closed: bool = False
    closed_reason: str = ""

    @cached_property
    def entry(self) -> Entry:
        """Give what was entered as scoring takes it."""
        part = the_part(self.rules)
        whole = {key for key, marks in self.sheets.items() if all(each.key in marks for each in part.criteria)}
        sheets: dict[tuple[str, str, str], Sheet] = {
            (part.key, TEAM, key): dict(marks) for key, marks in self.sheets.items() if key in self.names
        }
        gone = {(part.key, TEAM, key): ABSENT for key in self.names if self.closed and key not in whole}
        return Entry(
            teams=(TEAM,), judges={part.key: tuple(self.names)}, sheets={**sheets, **gone}, faults=tuple(self.added)
        )

    @cached_property
    def table(self) -> Standings:
        """Give the table of one."""
        return standings(self.entry, self.rules)

    @property
    def row(self) -> Standing:
        """Give the registration's line of it."""
        return self.table.rows[0]

    @property
    def figure(self) -> PartFigure:
        """Give the figures of its one part."""
        return self.row.parts[the_part(self.rules).key]

    @property
    def total(self) -> Fraction | None:
        """Give the total, None while a sheet is missing."""
        return self.row.total_exact

    @property
    def missing(self) -> tuple[str, ...]:
        """Give the appraisers whose sheet is not whole, by key."""
        gone = {*self.figure.missing, *self.figure.absent}
        return tuple(key for key in self.names if key in gone)

    @property
    def sunk(self) -> tuple[Sunk, ...]:
        """Give the floors that are not reached."""
        return self.row.sunk

    @property
    def at_threshold(self) -> bool:
        """Say whether the total is at the threshold or above."""
        return self.total is not None and self.total >= self.threshold

    @property
    def reached(self) -> bool:
        """Say whether a closed appraisal has the threshold and every floor: what people may be proposed, no more."""
        return self.closed and self.at_threshold and not self.sunk

    @property
    def words(self) -> str:
        """Say how it stands: the total, the threshold reached or by how much not, the floors."""
        if not self.closed:
            marked = len(self.names) - len(self.missing)
            return RESULT["open"].format(marked=marked, seats=len(self.names))
        return self.standing

    @property
    def standing(self) -> str:
        """Say how the figures stand to threshold and floors, closed or not."""
        if self.total is None:
            return RESULT["no_figure"]
        difference = self.total - self.threshold
        code = "equal" if not difference else "above" if difference > 0 else "short"
        if self.sunk:
            code = "sunk_short" if difference < 0 else "sunk"
        return RESULT[code].format(
            total=fixed(self.total, self.rules.decimals),
            threshold=points(self.threshold).removesuffix(" điểm"),
            difference=_exact(abs(difference), self.rules.decimals),
            placed=RESULT["reached"],
            why="; ".join(floor_words(each) for each in self.sunk),
        )

    @property
    def share(self) -> str:
        """Say over how many sheets a mean is where some are missing; "" where none is."""
        if not self.closed or not self.missing:
            return ""
        names = listed(self.names[key] for key in self.missing)
        marked = len(self.names) - len(self.missing)
        return RESULT["share"].format(marked=marked, seats=len(self.names), names=names, reason=self.closed_reason)

    def rows(self) -> list[Row]:
        """Give a row a criterion: its mark on each sheet and the figure that the panel has of it."""
        return [
            Row(each, {key: self._mark(key, each.key) for key in self.names}, self.figure.criteria.get(each.key))
            for each in the_part(self.rules).criteria
        ]

    def _mark(self, key: str, criterion: str) -> Fraction | None:
        return self.sheets.get(key, {}).get(criterion)

    def worked(self) -> str:
        """Say how the mean comes of the sheets' sums: “90 + 85 + 86 = 261; 261 : 3 = 87”; "" while there is none."""
        account = explain(TEAM, self.table, self.entry, self.rules)
        line = next((line for line in account.parts[0].lines if line.criterion is None), None)
        return say_steps(Speaker(self.rules), line.steps) if line is not None and line.steps else ""

    def worked_total(self) -> str:
        """Say what is added and taken after the mean; "" where nothing is."""
        if not self.added or self.total is None:
            return ""
        return say_steps(Speaker(self.rules), explain(TEAM, self.table, self.entry, self.rules).steps)


@dataclass(frozen=True)
class Row:
    """A criterion with each sheet's mark by appraiser's key (None: not marked) and the mean, None while there is none."""

    criterion: Criterion
    marks: Mapping[str, Fraction | None]
    mean: Fraction | None


def _exact(value: Fraction, decimals: int) -> str:
    """Give a difference that is never shown as nothing: more decimals where those of the set would hide it."""
    return next(shown for more in (0, 2, 4, 12) if (shown := fixed(value, decimals + more)).strip("0,") or not value)


def floor_words(sunk: Sunk) -> str:
    """Say which floor is not reached."""
    values = {
        key: points(each).removesuffix(" điểm") for key, each in sunk.values.items() if isinstance(each, Fraction)
    }
    return FLOORS[sunk.code].format(**({**sunk.values, **values}))


def self_scored(rules: Rulebook, marks: Marks) -> Appraised:
    """Give a self-score as a panel of one, by the same engine."""
    return Appraised(rules, Fraction(0), {SELF: SELF}, {SELF: marks})
