"""What parted equal totals, in words for people: a table of step name → noun phrase (“điểm phần Tiểu phẩm”)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contest.messages.scoring import STEP_WORDS
from scoring.rules import Rulebook
from scoring.ties import step_of


def _part(rules: Rulebook, argument: str) -> str:
    return f"điểm phần {rules.part(argument).name}"


def _parts(rules: Rulebook, argument: str) -> str:
    return "tổng điểm các phần " + ", ".join(rules.part(key.strip()).name for key in argument.split("+"))


def _criterion(rules: Rulebook, argument: str) -> str:
    part, _, criterion = argument.partition(".")
    return f"tiêu chí {rules.part(part).criterion(criterion).name} ({rules.part(part).name})"


def _group(rules: Rulebook, argument: str) -> str:
    part, _, group = argument.partition(".")
    return f"nhóm tiêu chí {group} ({rules.part(part).name})"


def _median(rules: Rulebook, argument: str) -> str:
    return f"trung vị các phiếu phần {rules.part(argument).name}" if argument else "trung vị các phiếu"


PARTED: Mapping[str, Callable[[Rulebook, str], str]] = {
    "part": _part,
    "parts": _parts,
    "criterion": _criterion,
    "group": _group,
    "median": _median,
    "fewest_deductions": lambda rules, argument: "số điểm bị trừ ít hơn",
    "head_to_head": lambda rules, argument: "đối đầu (nhiều giám khảo đặt trên hơn)",
    "question": lambda rules, argument: STEP_WORDS["question"],
    "time": lambda rules, argument: STEP_WORDS["time"],
    "lot": lambda rules, argument: STEP_WORDS["lot"],
    "decision": lambda rules, argument: "quyết định",
}


def parted_words(rules: Rulebook, step: str) -> str:
    """Give what a step as written looks at; the step itself if the rulebook no longer has what it names."""
    name, argument = step_of(step)
    try:
        return PARTED[name](rules, argument)
    except KeyError:
        return step
