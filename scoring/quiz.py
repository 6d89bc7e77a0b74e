"""A quiz: what an answer may earn, and a table of what becomes of a question struck out after an appeal."""

from collections.abc import Callable, Collection
from fractions import Fraction

from scoring.entered import Marks
from scoring.points import PointsError, exact_sum, exact_text
from scoring.rules import ZERO, Criterion, Panel, Part

Rescue = Callable[[Part, Marks, Collection[str]], Marks]


def check_answer(value: Fraction, question: Criterion, panel: Panel) -> None:
    """Accept what a right answer earns, 0, or what a wrong one costs, else raise PointsError."""
    earned = (question.max_points, ZERO, -(panel.wrong or ZERO))
    if value not in earned:
        values = {"typed": exact_text(value), "right": question.max_points, "wrong": panel.wrong or ZERO}
        raise PointsError("no_answer_earns_it", values)


def _everyone(part: Part, marks: Marks, struck: Collection[str]) -> Marks:
    return {**marks, **{key: part.criterion(key).max_points or ZERO for key in struck}}


def _nobody(part: Part, marks: Marks, struck: Collection[str]) -> Marks:
    return {**marks, **dict.fromkeys(struck, ZERO)}


def _rescaled(part: Part, marks: Marks, struck: Collection[str]) -> Marks:
    full = part.sheet_max or ZERO
    lost = exact_sum(part.criterion(key).weight * (part.criterion(key).max_points or ZERO) for key in struck)
    # Not every question may be struck out (scoring.entries), so something is left to be scaled.
    scale = full / (full - lost)
    return {key: mark * scale for key, mark in _nobody(part, marks, struck).items()}


STRUCK: dict[str, Rescue] = {"everyone": _everyone, "nobody": _nobody, "rescaled": _rescaled}
