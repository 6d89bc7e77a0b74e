"""What is wrong with percentages of the total, told whole."""

import pytest

from scoring.points import exact_text
from scoring.rulebook import RulebookErrors, from_dict
from scoring.rules import Problem

X = {"key": "x", "name": "Một", "max_points": 10, "step": "0.25"}
A = {"key": "a", "name": "Phần A", "max_points": 10, "criteria": [X], "panel": {"method": "agreed"}}
OPEN = {"key": "b", "name": "Phần B", "criteria": [{"key": "x", "name": "Một"}], "panel": {"method": "agreed"}}


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([A | {"percent": 40}, A | {"key": "b", "name": "Phần B"}], [Problem("parts.b.percent", "percent_lacking")]),
        (
            [A | {"percent": 40, "factor": 2}, A | {"key": "b", "name": "Phần B", "percent": 60}],
            [Problem("parts.a.factor", "factor_and_percent")],
        ),
        (
            [A | {"percent": 40}, OPEN | {"percent": 60}],
            [Problem("parts.b.max_points", "percent_of_open", {"part": "Phần B"})],
        ),
        ([A, OPEN], [Problem("percent_of", "percent_of_nothing")]),
    ],
)
def test_percentages_are_told_all_that_is_wrong_with_them(parts: list[dict[str, object]], found: list[Problem]) -> None:
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": parts, "percent_of": "maximum"})
    assert list(caught.value.problems) == found


def test_percentages_are_a_hundred_together() -> None:
    parts = [A | {"percent": 40}, A | {"key": "b", "name": "Phần B", "percent": "59.5"}]
    with pytest.raises(RulebookErrors) as caught:
        from_dict({"name": "Hội thi", "parts": parts})
    (problem,) = caught.value.problems
    assert (problem.where, problem.code) == ("parts", "percents_differ")
    assert {key: exact_text(value) for key, value in problem.values.items()} == {"total": "99.5"}  # type: ignore[arg-type]
