"""`chamkheo explain`: one team's total and rank, or why it stands above another, from the database or from files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from sqlalchemy.orm import Session

from contest import board as boards
from contest.board import Board
from contest.config import Settings
from contest.files.explained import Seated, compared, compared_lines, lines, speaker, speaker_of, told
from contest.files.scorefiles import beside_marks, loaded_of, rulebook_of
from contest.messages.explain import ASKED
from contest.messages.speaking import Speaker
from contest.reading import reading
from contest.text import match_key
from scoring.entered import Entry
from scoring.explain import explain
from scoring.explainrank import compare
from scoring.figures import Standings
from scoring.standings import standings


@click.command("explain")
@click.argument("about", nargs=-1, required=True, metavar="HỘI-THI ĐỘI | THELE.toml DIEM.csv ĐỘI")
@click.option("--over", metavar="ĐỘI", help="So với đội này: vì sao xếp trên, xếp dưới hay đồng hạng.")
@beside_marks
def explain_command(about: tuple[str, ...], over: str | None, **beside: Path | None) -> None:
    """Giải trình tổng điểm và thứ hạng của một đội, từng con số một.

    HỘI-THI là số của hội thi trong cơ sở dữ liệu; hoặc ghi tệp thể lệ và tệp điểm như lệnh score.
    """
    if len(about) == 2 and about[0].isascii() and about[0].isdigit():
        said = _from_database(int(about[0]), about[1], over)
    elif len(about) == 3:
        said = _from_files([Path(path) for path in about[:2]], about[2], over, beside)
    else:
        raise click.UsageError(ASKED["usage"])
    click.echo("\n".join(said))


def _from_files(paths: Sequence[Path], team: str, over: str | None, beside: Mapping[str, Path | None]) -> list[str]:
    rules = rulebook_of(paths[0])
    entry = loaded_of(rules, paths[1], **beside).entry
    judges = dict.fromkeys(judge for part in entry.judges.values() for judge in part)
    seated = {judge: Seated(number, judge) for number, judge in enumerate(judges, 1)}
    teams = {name: name for name in entry.teams}
    return _said(entry, standings(entry, rules), speaker(rules, teams, seated), team, over)


def _from_database(contest_id: int, team: str, over: str | None) -> list[str]:
    with reading(Settings.from_env().database_url) as session:
        board = _board(session, contest_id)
        return _said(board.entry(), board.standings, speaker_of(board), team, over)


def _board(session: Session, contest_id: int) -> Board:
    try:
        board = boards.read(session, contest_id)
    except LookupError:
        raise click.ClickException(ASKED["no_contest"].format(number=contest_id)) from None
    if board.rulebook is None:
        raise click.ClickException(ASKED["no_rulebook"])
    return board


def _said(entry: Entry, table: Standings, names: Speaker, team: str, over: str | None) -> list[str]:
    one = _team(team, names)
    if over is None:
        return list(lines(told(explain(one, table, entry, names.rulebook), names)))
    other = _team(over, names)
    if other == one:
        raise click.ClickException(ASKED["itself"])
    return list(compared_lines(compared(compare(one, other, table, entry, names.rulebook), names)))


def _team(typed: str, names: Speaker) -> str:
    """Give the key of the team of that name, whatever its case and tone style."""
    found = [key for key, name in names.teams.items() if match_key(name) == match_key(typed)]
    if not found:
        known = ", ".join(names.teams.values())
        raise click.ClickException(ASKED["no_team"].format(team=typed, known=known))
    return found[0]
