"""Marks, faults and decisions under a rulebook become the ranked table with all its working."""

from collections.abc import Collection, Mapping, Sequence

from scoring.advance import with_advancement
from scoring.applying import deduct
from scoring.checks import awaited, notices
from scoring.entered import ABSENT, Absent, Decision, Entry, Fault, Marks, Sheet, Strike
from scoring.figures import (
    Advancement,
    AppliedDeduction,
    Cut,
    Notice,
    PartFigure,
    Question,
    Standing,
    Standings,
    Sunk,
    TieValue,
)
from scoring.panelfigures import Mark, PanelFigure, Placing
from scoring.parts import part_figures
from scoring.points import exact_sum, round_half_up
from scoring.prizes import propose
from scoring.ranking import ranked
from scoring.rounding import rounder
from scoring.rules import ZERO, Rulebook
from scoring.sinking import SUNK, sunk_by
from scoring.ties import TieFacts

__all__ = [
    "ABSENT",
    "Absent",
    "AppliedDeduction",
    "Cut",
    "Decision",
    "Entry",
    "Fault",
    "Mark",
    "Marks",
    "Notice",
    "PanelFigure",
    "PartFigure",
    "Placing",
    "Question",
    "Sheet",
    "Standing",
    "Standings",
    "Strike",
    "Sunk",
    "TieValue",
    "standings",
]


def standings(entry: Entry, rulebook: Rulebook, parts: Collection[str] | None = None) -> Standings:
    """Give the table over those parts (None is all). The entry must fit the rulebook: scoring.entries.problems says so.

    Teams without every figure come after the ranked ones, with no total and no rank. Deductions from the whole contest
    count as soon as they are entered; prize lines are asked about only over all parts, once every team is complete.
    """
    counted = tuple(part for part in rulebook.parts if parts is None or part.key in parts)
    figures = {part.key: part_figures(part, entry, rulebook) for part in counted}
    faults: dict[str, list[Fault]] = {}
    for fault in entry.faults:
        faults.setdefault(fault.team, []).append(fault)
    rows = [
        _row(team, {key: table[team] for key, table in figures.items()}, faults.get(team, ()), entry, rulebook)
        for team in entry.teams
    ]
    facts = TieFacts({row.team: row for row in rows}, {part.key: part for part in rulebook.parts}, entry.decisions)
    table, questions = ranked(rows, rulebook, facts)
    table += sorted((row for row in rows if row.total_exact is None), key=lambda row: row.state != "incomplete")
    advancement = None
    lines: list[Question] = []
    if len(counted) == len(rulebook.parts):
        if rulebook.advance is not None:
            table, advancement = with_advancement(table, rulebook.advance, rulebook, facts)
        lines = _on_a_line(Standings(tuple(table), tuple(figures)), advancement, rulebook)
    # One tie is one question: the one that names the prizes says most, then the one about who goes on.
    asked: dict[frozenset[str], Question] = {}
    for question in (*lines, *questions):
        asked.setdefault(frozenset(question.teams), question)
    return Standings(
        rows=tuple(table),
        parts=tuple(figures),
        questions=(*awaited(table, rulebook), *asked.values()),
        warnings=notices(table, entry, rulebook),
        advancement=advancement,
    )


def _on_a_line(table: Standings, advancement: Advancement | None, rulebook: Rulebook) -> list[Question]:
    """Give the ties across a line of prizes or of who goes on."""
    asked = [asked for asked in propose(table, rulebook).questions if asked.code == "tie_on_prize_line"]
    return [*asked, *(advancement.questions if advancement else ())]


def _row(
    team: str, before: Mapping[str, PartFigure], faults: Sequence[Fault], entry: Entry, rulebook: Rulebook
) -> Standing:
    figures, whole = deduct(faults, before, rulebook)
    sunk = sunk_by(figures, whole.items, rulebook)
    sinking = SUNK[rulebook.sunk] if sunk else None
    state = "unranked" if sinking and not sinking.ranked else _state(figures)
    exact = shown = None
    if state == "ranked":
        points = exact_sum(figure.points or ZERO for figure in figures.values())
        exact = rounder(rulebook, "total")(points - whole.deducted)
        exact = sinking.total(exact) if sinking else exact
        shown = round_half_up(exact, rulebook.decimals)
    return Standing(
        team=team,
        state=state,
        rank=None,
        total_exact=exact,
        total_shown=shown,
        parts=figures,
        deductions=whole.items,
        deductions_total=whole.deducted,
        cuts=whole.cuts,
        sunk=sunk,
        prize_barred=sinking is not None and not sinking.prized,
        group=entry.groups.get(team, ""),
        ineligible=team in entry.ineligible,
    )


def _state(figures: Mapping[str, PartFigure]) -> str:
    states = {figure.state for figure in figures.values() if figure.net is None}
    if "incomplete" in states:
        return "incomplete"
    return "unranked" if states else "ranked"
