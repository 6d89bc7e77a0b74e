"""What each wrong rulebook or entry is told, in whole; `python -m tests.scoring.refusals` writes it anew to be looked through.

Lists of what is known are left out, so that a new rule does not change every refusal; `known` has tests of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from contest.messages.mistakes import complain
from contest.messages.scoring import say
from scoring.rulebook import Problem, Rulebook, RulebookErrors

KEPT = Path(__file__).with_name("refusals.txt")


def title(*wrong: object) -> str:
    """Give the line under which a mistake is kept."""
    return "# " + " → ".join(repr(each) if len(repr(each)) < 600 else f"{repr(each)[:50]}…" for each in wrong)


def entered(problem: Problem) -> str:
    """Give the sentence about an entry."""
    return say(problem.code, problem.values)


def written(problems: Iterable[Problem], sentence: Callable[[Problem], str] = complain) -> list[str]:
    """Give two lines for each problem: what a program reads, and what people read."""
    lines = []
    for problem in problems:
        values = {**problem.values, **({"known": ("…",)} if problem.values.get("known") else {})}
        shown = " ".join(f"{name}={value!r}" for name, value in values.items())
        told = sentence(Problem(problem.where, problem.code, values))
        lines += [f"{problem.where}: {problem.code} {shown}".rstrip(), f"    {told}"]
    return lines


def refused(read: Callable[[], Rulebook]) -> tuple[Problem, ...]:
    """Give what reading a rulebook is told; nothing if it is good."""
    try:
        read()
    except RulebookErrors as errors:
        return errors.problems
    return ()


def kept() -> Mapping[str, list[str]]:
    """Give the lines kept for each mistake."""
    told: dict[str, list[str]] = {}
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            told[line] = []
        elif line:
            told[list(told)[-1]].append(line)
    return told


def main() -> None:
    """Write every mistake of the tests and what it is told."""
    from tests.scoring import test_many_mistakes, test_panels, test_rulebook, test_standings

    rulebooks = [*test_rulebook.refusals(), *test_many_mistakes.refusals(), *test_panels.refusals()]
    entries = [*test_panels.refused_entries(), *test_standings.refused_entries()]
    sections = [[name, *written(problems)] for name, problems in rulebooks]
    sections += [[name, *written(problems, entered)] for name, problems in entries]
    text = "\n\n".join(map("\n".join, sections))
    KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
