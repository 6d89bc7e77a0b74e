"""What each wrong rulebook is told, in whole: place, code, values and sentence; `python -m tests.scoring.refusals` writes it anew.

Lists of what is known are left out, so that a new rule does not change every refusal; `known` has tests of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from contest.messages.mistakes import complain
from scoring.rulebook import Problem, Rulebook, RulebookErrors

KEPT = Path(__file__).with_name("refusals.txt")


def title(*wrong: object) -> str:
    """Give the line under which a mistake is kept."""
    return "# " + " → ".join(repr(each) if len(repr(each)) < 600 else f"{repr(each)[:50]}…" for each in wrong)


def written(problems: Iterable[Problem]) -> list[str]:
    """Give two lines for each problem: what a program reads, and what people read."""
    lines = []
    for problem in problems:
        values = {**problem.values, **({"known": ("…",)} if problem.values.get("known") else {})}
        shown = " ".join(f"{name}={value!r}" for name, value in values.items())
        sentence = complain(Problem(problem.where, problem.code, values))
        lines += [f"{problem.where}: {problem.code} {shown}".rstrip(), f"    {sentence}"]
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
    from tests.scoring import test_panels, test_rulebook

    sections = [*test_rulebook.refusals(), *test_panels.refusals()]
    text = "\n\n".join("\n".join([name, *written(problems)]) for name, problems in sections)
    KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
