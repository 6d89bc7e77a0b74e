"""Deductions and merits as workbooks and papers list them, with what is said beside their figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contest.figuretext import cost_text, cut_sentences, details, unit_of
from contest.messages.papers import PAPERS
from contest.tables.contests import Team
from scoring.figures import AppliedDeduction, Cut
from scoring.rules import Rulebook


@dataclass(frozen=True)
class DeductionLine:
    """A deduction as it is listed: `amount` in the rule's unit (points or seconds)."""

    team: Team
    order: int
    applied: AppliedDeduction
    unit: str
    cost: str
    details: tuple[str, ...]


def lines_of(team: Team, order: int, applied: Sequence[AppliedDeduction], rules: Rulebook) -> tuple[DeductionLine, ...]:
    """Give what was noted of a team in one place."""
    return tuple(
        DeductionLine(team, order, each, unit_of(each, rules), cost_text(each, rules), tuple(details(each, rules)))
        for each in applied
    )


def note_of(line: DeductionLine) -> Iterator[str]:
    """Give what a list of deductions says beside a fault's figures: that it is a merit or a knock-out, and its details."""
    if line.applied.noted < 0:
        yield PAPERS["merit"]
    if not line.unit:
        yield line.cost
    yield from line.details


def reasons(lines: Iterable[DeductionLine], cuts: Iterable[Cut]) -> Iterator[str]:
    """Give why points were taken in a part or earned, one fault after another, and what its cap and floor gave back."""
    yield from map(reason_of, lines)
    for cut in cut_sentences(cuts):
        yield PAPERS["cuts_of_part"].format(cuts=cut)


def reason_of(line: DeductionLine) -> str:
    """Give one fault with its reason: “Quá giờ (75 giây): Hai đồng hồ”."""
    said = [line.applied.name]
    if line.details:
        said.append(f" ({'; '.join(line.details)})")
    if line.applied.reason not in {"", line.applied.name}:
        said.append(f": {line.applied.reason}")
    return "".join(said)
