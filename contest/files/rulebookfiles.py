"""`chamkheo diff`: what differs between two rulebook files, in sentences."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from contest.files.scoretable import FileRefused, read_text
from contest.messages.scoring import complain
from contest.rulewords.differences import differences
from scoring.rulebook import RulebookErrors, loads
from scoring.rules import Rulebook

_FILE = click.Path(path_type=Path)


@click.command("diff")
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
def diff(before: Path, after: Path) -> None:
    """Nêu bằng lời những chỗ khác nhau giữa hai tệp thể lệ (TOML hoặc JSON)."""
    read = [read_rulebook(path) for path in (before, after)]
    wrong = [reason for rules, reasons in read for reason in reasons if rules is None]
    for reason in wrong:
        click.echo(reason, err=True)
    old, new = (rules for rules, _ in read)
    if old is None or new is None:
        click.echo(f"Có {len(wrong)} chỗ cần sửa nên chưa so sánh.", err=True)
        sys.exit(1)
    click.echo("\n".join(differences(old, new)) or "Hai thể lệ giống hệt nhau.")


def read_rulebook(path: Path) -> tuple[Rulebook | None, list[str]]:
    """Give the rulebook of a file, or why it is none, a sentence for each mistake."""
    try:
        return loads(read_text(path), "json" if path.suffix.casefold() == ".json" else "toml"), []
    except FileRefused as error:
        return None, [f"{path.name}: {error}"]
    except RulebookErrors as error:
        return None, [f"{path.name}: {complain(problem)}" for problem in error.problems]
