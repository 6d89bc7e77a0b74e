"""Marks, faults and decisions under a rulebook become the ranked table with all its working."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from scoring.advance import with_advancement
from scoring.checks import notices
from scoring.deductions import applied
from scoring.figures import (
    ABSENT,
    Absent,
    Advancement,
    AppliedDeduction,
    Decision,
    Entry,
    Fault,
    Mark,
    Marks,
    Notice,
    PanelFigure,
    PartFigure,
    Question,
    Sheet,
    Standing,
    Standings,
    TieValue,
)
from scoring.parts import part_figures
from scoring.points import exact_sum, round_half_up
from scoring.prizes import propose
from scoring.ranking import ranked
from scoring.rounding import rounder
from scoring.rules import Rulebook
from scoring.ties import TieFacts

__all__ = [
    "ABSENT",
    "Absent",
    "AppliedDeduction",
    "Decision",
    "Entry",
    "Fault",
    "Mark",
    "Marks",
    "Notice",
    "PanelFigure",
    "PartFigure",
    "Question",
    "Sheet",
    "Standing",
    "Standings",
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
    rows = [_row(team, {key: table[team] for key, table in figures.items()}, entry, rulebook) for team in entry.teams]
    facts = TieFacts({row.team: row for row in rows}, {part.key: part for part in counted}, entry.decisions)
    table, questions = ranked(rows, rulebook, facts)
    table += sorted((row for row in rows if row.total_exact is None), key=lambda row: row.state != "incomplete")
    advancement = None
    lines: list[Question] = []
    if len(counted) == len(rulebook.parts):
        if rulebook.advance is not None:
            table, advancement = with_advancement(table, rulebook.advance, rulebook, facts)
        lines = _on_a_line(Standings(tuple(table), tuple(figures)), advancement, rulebook)
    across = {asked.teams for asked in lines}
    # One tie is one question: the one that names the prizes says more.
    questions = [*lines, *(asked for asked in questions if asked.teams not in across)]
    return Standings(
        tuple(table), tuple(figures), tuple(questions), notices(table, entry, rulebook), advancement=advancement
    )


def _on_a_line(table: Standings, advancement: Advancement | None, rulebook: Rulebook) -> list[Question]:
    """Give the ties across a line of prizes or of who goes on, each tie once."""
    asked = [asked for asked in propose(table, rulebook).questions if asked.code == "tie_on_prize_line"]
    going_on = advancement.questions if advancement else ()
    return asked + [each for each in going_on if each.teams not in {prize.teams for prize in asked}]


def _row(team: str, figures: Mapping[str, PartFigure], entry: Entry, rulebook: Rulebook) -> Standing:
    whole = applied((fault for fault in entry.faults if fault.team == team and fault.part is None), rulebook)
    deducted = exact_sum(each.points for each in whole)
    deductions_total = deducted + exact_sum(figure.deducted for figure in figures.values())
    state = _state(figures)
    exact = shown = None
    if state == "ranked":
        points = exact_sum(figure.points or Fraction(0) for figure in figures.values())
        exact = rounder(rulebook, "total")(points - deductions_total)
        shown = round_half_up(exact, rulebook.decimals)
    return Standing(
        team,
        state,
        None,
        exact,
        shown,
        figures,
        whole,
        deductions_total,
        group=entry.groups.get(team, ""),
        ineligible=team in entry.ineligible,
    )


def _state(figures: Mapping[str, PartFigure]) -> str:
    states = {figure.state for figure in figures.values() if figure.net is None}
    if "incomplete" in states:
        return "incomplete"
    return "unranked" if states else "ranked"
