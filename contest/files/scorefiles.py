"""`chamkheo score`: a contest ranked from files alone, as a table to read or JSON to compare (docs/files.md)."""

import json
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click

from contest.files.scoreentry import Loaded, load
from contest.files.scoretable import FileRefused, read_text
from contest.messages.mistakes import complain
from contest.messages.scorefiles import LOST
from contest.messages.scoring import tell
from contest.text import comma
from scoring.figures import Advancement, Reason
from scoring.points import exact_text, text
from scoring.prizes import Award, propose
from scoring.ranking import GROUPINGS
from scoring.rulebook import Rulebook, RulebookErrors, loads
from scoring.specials import SpecialAward
from scoring.standings import (
    AppliedDeduction,
    Cut,
    Notice,
    PanelFigure,
    PartFigure,
    Placing,
    Question,
    Standing,
    Standings,
    standings,
)

P = ParamSpec("P")
R = TypeVar("R")
FILE = click.Path(path_type=Path)
_UNRANKED = {"incomplete": "chưa đủ điểm", "unranked": "không xếp hạng"}


_BESIDE = {
    "deductions": "Tệp điểm trừ: team,part,kind,amount_or_seconds,reason.",
    "decisions": "Tệp quyết định khi bằng điểm: teams,order,reason[,step,values].",
    "struck": "Tệp câu hỏi bị hủy: part,criterion,reason.",
    "teams": "Tệp bảng (khối, cụm) và đội không xét giải: team,group,ineligible.",
}


def beside_marks(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options of the files that may go with a marks file."""
    for name, about in reversed(_BESIDE.items()):
        command = click.option(f"--{name}", type=FILE, help=about)(command)
    return command


@click.command("score")
@click.argument("rulebook", type=FILE)
@click.argument("marks", type=FILE)
@beside_marks
@click.option("--json", "as_json", is_flag=True, help="In JSON thay cho bảng.")
def score(rulebook: Path, marks: Path, as_json: bool, **beside: Path | None) -> None:
    """Xếp hạng một hội thi từ tệp: thể lệ RULEBOOK (TOML hoặc JSON) và điểm MARKS (CSV).

    MARKS có các cột team,part,criterion,judge,points. Dòng nào sai đều được nêu rõ lý do và không xếp hạng gì cả.
    """
    rules = rulebook_of(rulebook)
    loaded = loaded_of(rules, marks, **beside)
    table = standings(loaded.entry, rules)
    document = as_document(table, rules, loaded.notices)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(as_lines(table, rules, loaded.notices)))


def rulebook_of(path: Path, lost: str = "ranked") -> Rulebook:
    """Give the rulebook of a file; ends the command with every mistake when there is one, saying what was `lost` by it."""
    try:
        return loads(read_text(path, "rulebook_not_text"), "json" if path.suffix.casefold() == ".json" else "toml")
    except FileRefused as error:
        _refuse([f"{path.name}: {error}"], lost)
    except RulebookErrors as error:
        _refuse([f"{path.name}: {complain(problem)}" for problem in error.problems], lost)


def loaded_of(rules: Rulebook, marks: Path, **beside: Path | None) -> Loaded:
    """Give what score files say, `beside` as `beside_marks` names them; ends the command with every bad line if there is one."""
    loaded = load(rules, marks, **beside)
    if loaded.bad:
        _refuse([str(bad) for bad in loaded.bad], "ranked")
    return loaded


def _refuse(reasons: list[str], lost: str) -> NoReturn:
    for reason in reasons:
        click.echo(reason, err=True)
    click.echo(LOST[lost].format(count=len(reasons)), err=True)
    sys.exit(1)


def as_document(table: Standings, rulebook: Rulebook, notices: tuple[Notice, ...] = ()) -> dict[str, object]:
    """Give the standings as a JSON-able dict, points as decimal strings, null where there is no figure yet."""
    proposals = propose(table, rulebook)
    return {
        "rulebook": rulebook.name,
        "standings": [_row(row, rulebook) for row in table.rows],
        "prizes": [
            {"tier": award.tier.key, "name": award.tier.name, **_proposed(award, rulebook)}
            for award in proposals.awards
        ],
        "special_prizes": [
            {"prize": award.prize.key, "name": award.prize.name, **_proposed(award, rulebook)}
            for award in proposals.specials
        ],
        "advance": None if table.advancement is None else _proposed(table.advancement, rulebook),
        "questions": [_item(question, rulebook) for question in table.questions],
        "warnings": [_item(notice, rulebook) for notice in (*notices, *table.warnings)],
    }


def _proposed(award: Award | SpecialAward | Advancement, rulebook: Rulebook) -> dict[str, object]:
    reasons = [_item(reason, rulebook) for reason in award.reasons]
    return {"teams": list(award.teams), "open": award.open_places, "reasons": reasons}


def _row(row: Standing, rulebook: Rulebook) -> dict[str, object]:
    items = [*row.deductions, *(each for figure in row.parts.values() for each in figure.deductions)]
    return {
        "team": row.team,
        "rank": row.rank,
        "total": _points(row.total_shown, rulebook),
        "total_exact": None if row.total_exact is None else exact_text(row.total_exact),
        "parts": {key: _points(figure.points, rulebook) for key, figure in row.parts.items()},
        "deductions": _points(row.deductions_total, rulebook),
        "state": row.state,
        "tied_with": list(row.tied_with),
        "parted_by": row.parted_by,
        "tie_values": [
            {"step": each.step, "value": None if each.value is None else exact_text(each.value)}
            for each in row.tie_values
        ],
        "group": row.group,
        "group_rank": row.group_rank,
        "ineligible": row.ineligible,
        "deduction_items": [_deduction(each) for each in items],
        "cuts": _cuts(row.cuts),
        "sunk": [{"code": each.code, "part": each.part, "criterion": each.criterion} for each in row.sunk],
        "prize_barred": row.prize_barred,
        "working": {key: _working(figure) for key, figure in row.parts.items()},
    }


def _points(value: Fraction | None, rulebook: Rulebook) -> str | None:
    return None if value is None else text(value, rulebook.decimals)


def _deduction(item: AppliedDeduction) -> dict[str, object]:
    return {
        "rule": item.rule,
        "name": item.name,
        "part": item.part,
        "amount": None if item.amount is None else exact_text(item.amount),
        "points": exact_text(item.points),
        "reason": item.reason,
        "noted": exact_text(item.noted),
        "effect": item.effect,
        "act": item.act,
        "timed_by": item.timed_by,
        "confirmed_by": item.confirmed_by,
        "cuts": _cuts(item.cuts),
    }


def _cuts(cuts: tuple[Cut, ...]) -> dict[str, str]:
    return {cut.limit: exact_text(cut.points) for cut in cuts}


def _working(figure: PartFigure) -> dict[str, object]:
    return {
        "state": figure.state,
        "marked": figure.marked,
        "seats": figure.seats,
        "absent": list(figure.absent),
        "absent_why": dict(figure.absent_why),
        "missing": list(figure.missing),
        "awaited": list(figure.awaited),
        "deputies": dict(figure.deputies),
        "shadows": {judge: exact_text(total) for judge, total in figure.shadows.items()},
        "struck": list(figure.struck),
        "criteria": {key: exact_text(value) for key, value in figure.criteria.items()},
        "panels": [_panel(panel) for panel in figure.panels],
        "exact": None if figure.exact is None else exact_text(figure.exact),
        "deducted": exact_text(figure.deducted),
        "cuts": _cuts(figure.cuts),
        "net": None if figure.net is None else exact_text(figure.net),
    }


def _panel(panel: PanelFigure) -> dict[str, object]:
    weights = {mark.judge: exact_text(mark.weight) for mark in panel.used}
    return {
        "criterion": panel.criterion,
        "used": {mark.judge: exact_text(mark.value) for mark in panel.used},
        "weights": weights if set(weights.values()) != {"1"} else {},
        "dropped": {mark.judge: exact_text(mark.value) for mark in panel.dropped},
        "placing": None if panel.placing is None else _placing(panel.placing),
        "exact": exact_text(panel.exact),
        "rounded": exact_text(panel.rounded),
        "weighted": exact_text(panel.weighted),
        "points": exact_text(panel.points),
    }


def _placing(placing: Placing) -> dict[str, object]:
    return {
        "places": {mark.judge: exact_text(mark.value) for mark in placing.places},
        "total": exact_text(placing.total),
        "needed": placing.needed,
        "columns": [
            {"place": column.place, "judges": column.judges, "total": exact_text(column.total)}
            for column in placing.columns
        ],
        "place": exact_text(placing.place),
    }


def _item(item: Question | Notice | Reason, rulebook: Rulebook) -> dict[str, object]:
    plain: dict[str, object] = {"code": item.code, "teams": list(item.teams)}
    if isinstance(item, Notice):
        plain["part"] = item.part
    values = {key: _plain(value) for key, value in item.values.items()}
    return plain | {"text": tell(item, rulebook), "values": values}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return exact_text(value)
    return list(value) if isinstance(value, tuple) else value


def as_lines(table: Standings, rulebook: Rulebook, notices: tuple[Notice, ...] = ()) -> list[str]:
    """Give the standings as lines of text: the table, proposed prizes, questions, what to look at again."""
    grouped = GROUPINGS[rulebook.groups].apart
    heads = [
        "Hạng",
        "Đội",
        *(["Bảng", "Hạng bảng"] if grouped else []),
        *(rulebook.part(key).short_name for key in table.parts),
        "Trừ",
        "Tổng",
    ]
    rows = [heads, *(_cells(row, rulebook, grouped) for row in table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [rulebook.name, ""]
    lines += ["  ".join(_aligned(cell, widths[at], at) for at, cell in enumerate(row)).rstrip() for row in rows]
    told = [tell(notice, rulebook) for notice in (*notices, *table.warnings)]
    proposals = propose(table, rulebook)
    beside = [(award.prize.name, award) for award in proposals.specials]
    lines += _section("Đề xuất giải", _awards([(award.tier.name, award) for award in proposals.awards]))
    lines += _section("Đề xuất giải phụ", _awards(beside))
    lines += _section("Đề xuất vào vòng trong", _awards([("Vào vòng trong", table.advancement)]))
    lines += _section("Cần quyết định", [tell(question, rulebook) for question in table.questions])
    return lines + _section("Cần xem lại (riêng Trưởng Ban Giám khảo, không đưa vào giấy tờ)", told)


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 1 else cell.rjust(width)


def _cells(row: Standing, rulebook: Rulebook, grouped: bool) -> list[str]:
    parts = [comma(_points(figure.points, rulebook) or "–") for figure in row.parts.values()]
    rank = "–" if row.rank is None else str(row.rank)
    total = comma(_points(row.total_shown, rulebook) or _UNRANKED[row.state])
    group = [row.group, "–" if row.group_rank is None else str(row.group_rank)] if grouped else []
    return [rank, row.team, *group, *parts, comma(text(row.deductions_total, rulebook.decimals)), total]


def _awards(named: Sequence[tuple[str, Award | SpecialAward | Advancement | None]]) -> list[str]:
    return [_award(name, award) for name, award in named if award and (award.teams or award.open_places)]


def _award(name: str, award: Award | SpecialAward | Advancement) -> str:
    waiting = [f"{award.open_places} suất chờ quyết định"] if award.open_places else []
    return f"{name}: {', '.join([*award.teams, *waiting])}"


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"- {line}" for line in lines)] if lines else []
