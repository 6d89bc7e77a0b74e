"""What differs between two rulebooks, in sentences: every field of scoring.rules is compared, none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from contest.rulewords.choices import SPECIALS, STEPS, choice_words, step_words
from contest.rulewords.rows import FORM_OF, FORMS, Row
from contest.text import comma, match_key
from scoring.points import exact_text
from scoring.rules import Rulebook

_WRITTEN_AS = {"start": "from"}
REST = "rest"


@dataclass(frozen=True)
class _Books:
    """The two rulebooks, for names that a step or a list of keys speaks of, and the side that is being told."""

    before: Rulebook
    after: Rulebook


def differences(before: Rulebook, after: Rulebook) -> list[str]:
    """Give a sentence for every difference, in the order of the form; none when the rulebooks are the same."""
    return [_capital(sentence) for sentence in _records(before, after, "", _Books(before, after))]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _records(before: Any, after: Any, place: str, books: _Books) -> Iterator[str]:
    """Compare two records of one kind field by field; `place` names them ("" is the rulebook itself)."""
    form = _name_of(type(before))
    for each in _ordered(type(before)):
        old, new = _read(before, each), _read(after, each)
        if old == new or (each == "short_name" and (old, new) == (before.name, after.name)):
            continue
        row = FORMS[form].row(_written(each))
        if row.of:
            yield from _nested(old, new, row, place, books)
        else:
            said = "mã" if each == "key" else row.spoken
            a, b = _value(form, row, old, books.before), _value(form, row, new, books.after)
            colon = ":" if row.kind == "ties" or len(a + b) > 60 else ""
            yield _at(place, f"{said}{colon} {a} → {b}")


def _read(item: Any, name: str) -> Any:
    # A tier without a count takes the rest or a percentage, which are written apart.
    return REST if name == "count" and getattr(item, "takes_the_rest", False) else getattr(item, name)


def _name_of(record: type) -> str:
    return next(name for name, form in FORMS.items() if form.record is record)


def _ordered(record: type[Any]) -> list[str]:
    """Give the names of a record's fields in the order of its form, those without a row last."""
    order = {row.key: number for number, row in enumerate(FORM_OF[record].rows)}
    return sorted((each.name for each in fields(record)), key=lambda name: order.get(_written(name), len(order)))


def _written(name: str) -> str:
    return _WRITTEN_AS.get(name, name)


def _at(place: str, sentence: str) -> str:
    return f"{place}: {sentence}" if place else sentence


def _nested(old: Any, new: Any, row: Row, place: str, books: _Books) -> Iterator[str]:
    """Compare what a row nests: one record, which may be missing, or a list of them."""
    if isinstance(old, tuple):
        yield from _lists(old, new, row, place, books)
    elif old is None or new is None:
        word, told, book = ("ghi thêm", new, books.after) if old is None else ("bỏ", old, books.before)
        yield _at(place, f"{word} {row.spoken}{_details(told, book)}")
    else:
        yield from _records(old, new, place or _capital(row.label), books)


def _lists(old: Sequence[Any], new: Sequence[Any], row: Row, place: str, books: _Books) -> Iterator[str]:
    one = FORMS[row.of].one
    pairs = _pairs(old, new)
    partner = {id(b): a for a, b in pairs if a is not None and b is not None}
    kept_before = [each for each in old if any(each is a and b is not None for a, b in pairs)]
    kept_after = [partner[id(each)] for each in new if id(each) in partner]
    for a, b in pairs:
        if b is None:
            yield _at(place, f"bỏ {one} {_title(a, old, row, books.before)}{_details(a, books.before)}")
        elif a is None:
            yield _at(place, f"thêm {one} {_title(b, new, row, books.after)}{_details(b, books.after)}")
        else:
            yield from _records(a, b, _place(place, one, a, old, row, books), books)
    if [id(each) for each in kept_before] != [id(each) for each in kept_after]:
        titles = [[_title(each, old, row, books.before) for each in kept] for kept in (kept_before, kept_after)]
        yield _at(place, f"thứ tự {one}: {', '.join(titles[0])} → {', '.join(titles[1])}")


def _place(place: str, one: str, item: Any, items: Sequence[Any], row: Row, books: _Books) -> str:
    title = _title(item, items, row, books.before)
    # A part is called by its name alone, as people do.
    own = title.strip("“”") if row.of == "part" else f"{one} {title}"
    return f"{place}, {own}" if place else _capital(own)


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[Any | None, Any | None]]:
    """Pair the items of two lists: by what they are known by, then by name, what has neither by its number."""
    left, pairs = list(old), list[tuple[Any | None, Any | None]]()
    matched: dict[int, Any] = {}
    for same in (_known_by, _named):
        for each in new:
            if id(each) in matched:
                continue
            twin = next((a for a in left if same(a) is not None and same(a) == same(each)), None)
            if twin is not None:
                matched[id(each)] = twin
                left = [a for a in left if a is not twin]
    numbered = [each for each in new if id(each) not in matched and _known_by(each) is None]
    for each, twin in zip(numbered, [a for a in left if _known_by(a) is None], strict=False):
        matched[id(each)] = twin
        left = [a for a in left if a is not twin]
    for each in old:
        if any(each is a for a in left):
            pairs.append((each, None))
    return [*pairs, *((matched.get(id(each)), each) for each in new)]


def _known_by(item: Any) -> object:
    return next((getattr(item, key) for key in ("key", "stage", "seat") if hasattr(item, key)), None)


def _named(item: Any) -> str | None:
    return match_key(item.name) if hasattr(item, "name") else None


def _title(item: Any, items: Sequence[Any], row: Row, book: Rulebook) -> str:
    if hasattr(item, "name"):
        return f"“{item.name}”"
    first = FORMS[row.of].rows[0]
    if _known_by(item) is not None:
        return _value(row.of, first, _known_by(item), book)
    return str(1 + next(number for number, each in enumerate(items) if each is item))


def _details(item: Any, book: Rulebook) -> str:
    """Give in brackets what was written of an added or removed record, its name and its lists aside."""
    form = _name_of(type(item))
    told = []
    for each in _ordered(type(item)):
        row, value = FORMS[form].row(_written(each)), _read(item, each)
        default = next(found.default for found in fields(item) if found.name == each)
        if each in {"key", "name", "short_name", "stage", "seat"} or value in (default, None) or row.of:
            continue
        told.append(f"{row.spoken} {_value(form, row, value, book)}")
    return f" ({'; '.join(told)})" if told else ""


def _value(form: str, row: Row, value: Any, book: Rulebook) -> str:
    """Give a value as people read it; nothing, yes and no, names and lists have words of their own."""
    if row.kind in _BY_KIND and value not in (None, ""):
        return _BY_KIND[row.kind](form, row, value, book)
    if value is None or value == "":
        return row.empty if row.empty and row.kind not in {"text", "name"} else "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Fraction):
        return comma(exact_text(value))
    if isinstance(value, tuple):
        return "; ".join(_value(form, row, each, book) for each in value) or (row.empty or "(trống)")
    return f"“{value}”" if isinstance(value, str) else str(value)


def _seconds(form: str, row: Row, value: Any, book: Rulebook) -> str:
    minutes, seconds = divmod(int(value), 60)
    told = [f"{minutes} phút"] if minutes else []
    return " ".join([*told, f"{seconds} giây"] if seconds else told) or (row.empty or "0 giây")


def _ties(form: str, row: Row, value: Any, book: Rulebook) -> str:
    return "; rồi ".join(step_words(each, book) for each in value) or "(không xét, đồng hạng)"


def _keys(form: str, row: Row, value: Any, book: Rulebook) -> str:
    names = {part.key: part.name for part in book.parts} | {tier.key: tier.name for tier in book.prizes}
    return ", ".join(names.get(key, key) for key in value) or row.empty


_BY_KIND: dict[str, Callable[[str, Row, Any, Rulebook], str]] = {
    "choice": lambda form, row, value, book: f"“{choice_words(form, row.key, str(value))}”",
    "count": lambda form, row, value, book: "tất cả các đội còn lại" if value == REST else str(value),
    "seconds": _seconds,
    "ties": _ties,
    "step": lambda form, row, value, book: f"“{step_words(str(value), book, STEPS.get((form, row.key), SPECIALS))}”",
    "parts": _keys,
    "tiers": _keys,
}
