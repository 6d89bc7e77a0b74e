"""What a part weighs in the total: its factor, or its percent of the points or of the maximum."""

from collections.abc import Callable
from fractions import Fraction

from scoring.panel import maximum
from scoring.points import exact_sum
from scoring.reader import Reader
from scoring.rules import ONE, Part, Rulebook

HUNDRED = Fraction(100)

PERCENT_OF: dict[str, Callable[[Part], Fraction]] = {
    "points": lambda part: HUNDRED,
    "maximum": lambda part: maximum(part) or ONE,  # check_percents refuses it for an open part
}
NEEDS_MAXIMUM = frozenset({"maximum"})  # what can be a percent of a maximum only


def factor_of(part: Part, rulebook: Rulebook) -> Fraction:
    """Give what the panel's figure is multiplied by: the factor, or what the percent comes to."""
    return part.factor if part.percent is None else part.percent / PERCENT_OF[rulebook.percent_of](part)


def maximum_of(part: Part, rulebook: Rulebook) -> Fraction | None:
    """Give the most points that a part's marks bring into the total; None if it is open."""
    most = maximum(part)
    return None if most is None else most * factor_of(part, rulebook)


def check_percents(top: Reader, rulebook: Rulebook) -> None:
    """Note percents that not all parts carry, that are not 100 together, stand beside a factor or have no maximum."""
    told = {problem.where for problem in top.problems}
    if all(part.percent is None for part in rulebook.parts):
        if top.has("percent_of"):
            top.note("percent_of", "percent_of_nothing")
        return
    for number, part in enumerate(rulebook.parts, start=1):
        place = f"parts.{part.key or number}"
        if part.percent is None and f"{place}.percent" not in told:
            top.note(f"{place}.percent", "percent_lacking")
        if part.percent is not None and part.factor != ONE:
            top.note(f"{place}.factor", "factor_and_percent")
        if rulebook.percent_of in NEEDS_MAXIMUM and maximum(part) is None and f"{place}.max_points" not in told:
            top.note(f"{place}.max_points", "percent_of_open", part=part.name)
    percents = [part.percent for part in rulebook.parts if part.percent is not None]
    if len(percents) == len(rulebook.parts) and exact_sum(percents) != HUNDRED:
        top.note("parts", "percents_differ", total=exact_sum(percents))
