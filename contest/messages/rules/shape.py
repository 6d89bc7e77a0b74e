"""What articles are made of: Điều, khoản, điểm; and how they are numbered."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

# A Vietnamese legal text letters its points without f, j, w and z, and with đ.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_WIDTH = 96


@dataclass(frozen=True)
class Clause:
    """A clause (khoản) with its lettered points (điểm)."""

    text: str
    points: tuple[str, ...] = ()

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """Give each point with its letter: a to y, then a1 to y1; a semicolon between them, a full stop after the last."""
        last = len(self.points) - 1
        return tuple(
            (_letter(place), f"{point}{'.' if place == last else ';'}") for place, point in enumerate(self.points)
        )


def _letter(place: int) -> str:
    again, at = divmod(place, len(LETTERS))
    return LETTERS[at] + (str(again) if again else "")


@dataclass(frozen=True)
class Article:
    """An article (Điều): its title and its clauses."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Articles:
    """A whole rulebook in words; `mark` is its fingerprint in groups of four."""

    name: str
    invented: str
    articles: tuple[Article, ...]
    origin: str
    mark: str


def lines(whole: Articles) -> Iterator[str]:
    """Give the articles as lines of plain text for a terminal, wrapped at a readable width."""
    yield "THỂ LỆ CHẤM ĐIỂM VÀ XẾP HẠNG"
    yield from textwrap.wrap(whole.name, _WIDTH)
    if whole.invented:
        yield from textwrap.wrap(f"[{whole.invented}]", _WIDTH)
    for number, article in enumerate(whole.articles, 1):
        yield ""
        yield from textwrap.wrap(f"Điều {number}. {article.title}", _WIDTH)
        for place, clause in enumerate(article.clauses, 1):
            yield from _hanging(f"{place}. ", clause.text, 0)
            for letter, point in clause.lettered:
                yield from _hanging(f"{letter}) ", point, 3)
    yield ""
    yield from textwrap.wrap(whole.origin, _WIDTH)
    yield from textwrap.wrap(whole.mark, _WIDTH)


def _hanging(label: str, sentence: str, indent: int) -> list[str]:
    first = " " * indent + label
    return textwrap.wrap(
        sentence, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False
    )
