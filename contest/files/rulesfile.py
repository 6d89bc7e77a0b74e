"""`chamkheo rules`: a rulebook file as numbered articles."""

from pathlib import Path

import click

from contest.files.scorefiles import FILE, rulebook_of
from contest.messages.rules.articles import articles
from contest.messages.rules.shape import lines


@click.command("rules")
@click.argument("rulebook", type=FILE)
def rules(rulebook: Path) -> None:
    """In thể lệ RULEBOOK (TOML hoặc JSON) thành các điều khoản, sinh từ chính dữ liệu dùng để tính điểm."""
    click.echo("\n".join(lines(articles(rulebook_of(rulebook, "printed")))))
