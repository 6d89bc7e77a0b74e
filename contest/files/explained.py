"""An explanation as it is printed: every figure already a text, laid out for paper and terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contest.board import Board
from contest.files.papers import MarkText
from contest.files.tables import criterion_name
from contest.messages.amounts import about, figure, listed, points, upper_first
from contest.messages.explain import ABSENT_WHY, PAIRS, PAPER, say_fact
from contest.messages.explainplaces import say_placings
from contest.messages.explainsteps import DROPPED, STRUCK_HOW, say_steps
from contest.messages.rules.panels import STRUCK
from contest.messages.speaking import Speaker
from contest.text import team_title
from scoring.account import Account, Comparison, Line, Pair, PartAccount
from scoring.rules import ONE, Part, Rulebook


@dataclass(frozen=True)
class LineTold:
    """A line of marks: of what, the judges' marks in order, and how a figure came of them."""

    label: str
    marks: tuple[MarkText, ...]
    working: str


@dataclass(frozen=True)
class PartTold:
    """One part: its heading, the judges above the marks, the lines, and the sentences below them."""

    heading: str
    judges: tuple[str, ...]
    lines: tuple[LineTold, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One team's explanation; `notes` say how judges are called and what brackets mean."""

    title: str
    notes: tuple[str, ...]
    parts: tuple[PartTold, ...]
    total: str
    rank: tuple[str, ...]
    prizes: tuple[str, ...]


@dataclass(frozen=True)
class ComparedTold:
    """Two teams side by side: the heads of the columns, a row a part and one for the total, and what decided."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Seated:
    """A judge as papers may call them: the seat's number and who sits in it."""

    number: int
    name: str


def speaker(rulebook: Rulebook, teams: Mapping[str, str], seated: Mapping[str, Seated]) -> Speaker:
    """Give who is spoken of how; the judges' short names are “GK 3” under every rulebook, so that nine fit a line."""
    short = {key: PAPER["judge"].format(number=judge.number) for key, judge in seated.items()}
    return Speaker(rulebook, teams, short, LEGENDS[rulebook.judges_shown](seated.values()))


def speaker_of(board: Board) -> Speaker:
    """Give who is spoken of how in a contest: teams by name, judges by their seats."""
    seated = {str(seat.id): Seated(seat.number, seat.name) for seat in board.seats}
    return speaker(board.rules, board.team_names, seated)


def _numbered(seated: Iterable[Seated]) -> str:
    return PAPER["numbered"]


def _named(seated: Iterable[Seated]) -> str:
    said = (PAPER["who"].format(number=judge.number, name=judge.name or "…") for judge in seated)
    return f"{'; '.join(said)}."


LEGENDS: Mapping[str, Callable[[Iterable[Seated]], str]] = {"numbered": _numbered, "named": _named}


def told(account: Account, speaker: Speaker) -> Told:
    """Give one team's explanation for print."""
    return Told(
        title=PAPER["title"].format(team=team_title(speaker.teams.get(account.team, account.team))),
        notes=(speaker.legend, *_dropped(account), PAPER["arrow"]),
        parts=tuple(_part(each, speaker) for each in account.parts),
        total=_sentence(say_steps(speaker, account.steps)) if account.steps else "",
        rank=tuple(filter(None, (say_fact(speaker, fact) for fact in account.rank))),
        prizes=tuple(say_fact(speaker, fact) for fact in account.prizes),
    )


def _dropped(account: Account) -> Iterator[str]:
    why = {why for part in account.parts for line in part.lines for why in line.dropped.values()}
    if why:
        yield PAPER["dropped"].format(dropped=listed(DROPPED[each] for each in DROPPED if each in why))


def _sentence(said: str) -> str:
    return f"{upper_first(said)}."


def _part(account: PartAccount, speaker: Speaker) -> PartTold:
    part = speaker.rulebook.part(account.part)
    most = "" if part.max_points is None else f" (tối đa {points(part.max_points)})"
    got = "" if account.figure.net is None else PAPER["net"].format(points=about(account.figure.net))
    return PartTold(
        heading=f"{part.name}{most}{got}",
        judges=tuple(speaker.judge(judge) for judge in account.judges) if account.lines else (),
        lines=tuple(_line(line, part, account, speaker) for line in account.lines),
        sentences=tuple(_sentences(account, speaker)),
    )


def _line(line: Line, part: Part, account: PartAccount, speaker: Speaker) -> LineTold:
    label = _whole(part, account) if line.criterion is None else criterion_name(part.criterion(line.criterion))
    marks = tuple(_mark(line, judge) for judge in (account.judges or line.marks))
    return LineTold(label, marks, say_steps(speaker, line.steps))


def _whole(part: Part, account: PartAccount) -> str:
    """Give what the line of whole sheets is called: by its criterion where it has but one, else the sum."""
    if len(account.lines) == 1:
        return criterion_name(part.criteria[0])
    code = "sheet" if account.judges else "sum"
    return PAPER[f"{code}_weighted" if any(each.weight != ONE for each in part.criteria) else code]


def _mark(line: Line, judge: str) -> MarkText:
    if judge not in line.marks:
        return MarkText(PAPER["absent"], word=True)
    return MarkText(figure(line.marks[judge]), judge in line.dropped)


def _sentences(account: PartAccount, speaker: Speaker) -> Iterator[str]:
    yield from STATES[account.figure.state](account, speaker)
    if account.steps:
        yield _sentence(say_steps(speaker, account.steps))


def _marked(account: PartAccount, speaker: Speaker) -> Iterator[str]:
    figure, part = account.figure, speaker.rulebook.part(account.part)
    if figure.absent:
        why = "; ".join(_absent(figure.absent_why, speaker))
        yield PAPER["share"].format(marked=figure.marked, seats=figure.seats, judges=why)
    for judge, deputy in figure.deputies.items():
        yield PAPER["deputy"].format(deputy=speaker.judge(deputy), judge=speaker.judge(judge))
    if figure.shadows:
        yield PAPER["shadows"].format(judges=listed(map(speaker.judge, figure.shadows)))
    if figure.struck:
        questions = listed(part.criterion(key).name for key in figure.struck)
        how = STRUCK_HOW[part.panel.struck](part, figure.struck)
        yield PAPER["struck"].format(questions=questions, words=STRUCK[part.panel.struck] + how)
    for placings in account.placings:
        yield from say_placings(speaker, part, placings)


def _absent(why: Mapping[str, str], speaker: Speaker) -> Iterator[str]:
    for reason, words in ABSENT_WHY.items():
        judges = [speaker.judge(judge) for judge, because in why.items() if because == reason]
        if judges:
            yield words.format(judges=listed(judges))


def _incomplete(account: PartAccount, speaker: Speaker) -> Iterator[str]:
    figure = account.figure
    code, judges = ("missing", figure.missing) if figure.missing else ("awaited", figure.awaited)
    said = listed(map(speaker.judge, judges)) if judges else ""
    yield PAPER[code].format(judges=said) if said else PAPER["no_figure"]


def _not_present(account: PartAccount, speaker: Speaker) -> Iterator[str]:
    net = account.figure.net
    yield PAPER["not_present"] if net is None else PAPER["not_present_points"].format(points=points(net))


STATES: Mapping[str, Callable[[PartAccount, Speaker], Iterator[str]]] = {
    "marked": _marked,
    "incomplete": _incomplete,
    "not_present": _not_present,
}


def compared(comparison: Comparison, speaker: Speaker) -> ComparedTold:
    """Give two teams side by side for print."""
    names = [speaker.teams.get(row.team, row.team) for row in (comparison.above, comparison.below)]
    return ComparedTold(
        title=PAPER["compared"].format(above=team_title(names[0], start=True), below=team_title(names[1])),
        heads=("", *names, PAPER["difference"]),
        rows=tuple(_pair(pair, speaker) for pair in comparison.pairs),
        sentences=tuple(say_fact(speaker, fact) for fact in comparison.facts),
    )


def _pair(pair: Pair, speaker: Speaker) -> tuple[str, ...]:
    label = speaker.rulebook.part(pair.part).name if pair.part is not None else PAIRS[pair.code]
    difference = pair.difference
    more = "" if difference is None else f"{'+' if difference > 0 else ''}{about(difference)}"
    return label, *(PAPER["none"] if each is None else about(each) for each in (pair.above, pair.below)), more


def lines(told: Told) -> Iterator[str]:
    """Give one team's explanation as lines of plain text."""
    yield told.title
    yield from told.notes
    for number, part in enumerate(told.parts, 1):
        yield ""
        yield f"{number}. {part.heading}"
        yield from _table(part)
        yield from part.sentences
    total = (told.total,) if told.total else ()
    for head, sentences in ((PAPER["total"], total), (PAPER["rank"], told.rank), (PAPER["prizes"], told.prizes)):
        if sentences:
            yield from ("", head, *sentences)


def _table(part: PartTold) -> Iterator[str]:
    heads = ("", *part.judges, *([""] if not part.judges else []))
    rows = [heads, *((line.label, *map(marked, line.marks)) for line in part.lines)]
    working = ["", *(line.working for line in part.lines)]
    for row, said in zip(_aligned(rows if part.lines else []), working, strict=False):
        if row.strip() or said:
            yield f"{row}   {said}".rstrip()


def marked(mark: MarkText) -> str:
    """Give a mark, in brackets where it was dropped."""
    return f"({mark.text})" if mark.dropped else mark.text


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    for row in rows:
        yield "  ".join(
            [f"{row[0]:<{widths[0]}}", *(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))]
        )


def compared_lines(compared: ComparedTold) -> Iterator[str]:
    """Give two teams side by side as lines of plain text."""
    yield compared.title
    yield from (line.rstrip() for line in _aligned([compared.heads, *compared.rows]))
    yield ""
    yield from compared.sentences
