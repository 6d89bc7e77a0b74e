"""`chamkheo diff`: what differs between two rulebook files, in sentences."""

from __future__ import annotations

from pathlib import Path

import click

from contest.files.scorefiles import FILE, rulebook_of
from contest.rulewords.differences import differences


@click.command("diff")
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
def diff(before: Path, after: Path) -> None:
    """Nêu bằng lời những chỗ khác nhau giữa hai tệp thể lệ (TOML hoặc JSON)."""
    old, new = (rulebook_of(path, "compared") for path in (before, after))
    click.echo("\n".join(differences(old, new)) or "Hai thể lệ giống hệt nhau.")
