"""Reading a plain dict strictly: every wrong, missing or unknown key becomes a Problem, and reading goes on.

A JSON null counts as not written: what has no value could not be written back.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from scoring.rules import Problem

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?", re.ASCII)
_FRACTION = re.compile(r"([0-9]{1,12})/([0-9]{1,12})", re.ASCII)
_TEXT_LIMIT = 2000
PROBLEMS_MOST = 200  # nobody mends more at a time, and a hostile document has a mistake on each of a million lines
_BLANKS = "\t\n\r"


def broken(text: str) -> bool:
    """Say whether a text holds what no database or paper takes: control characters or lone surrogates."""
    return any(char not in _BLANKS and unicodedata.category(char) in {"Cc", "Cs"} for char in text)


def _brief(value: object) -> str:
    try:
        return legible(str(value)[:40])
    except (ValueError, RecursionError):  # a number of 5000 digits, a list in a thousand lists
        return "…"


def folded(text: str) -> str:
    """Give a name for comparing: NFC, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def legible(text: str) -> str:
    """Give the text with a sign of replacement for whatever is broken in it."""
    return "".join("\ufffd" if broken(char) else char for char in text)


def exact(value: object) -> Fraction | None:
    """Give a number read as int, Decimal or text ("0,25", "1/3") exactly; None for anything else, floats included."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value) if abs(value) < 10**12 else None
    if isinstance(value, Decimal):
        # The exponent is looked at first: 1e999999 would fill the memory.
        exponent = value.as_tuple().exponent
        return Fraction(value) if isinstance(exponent, int) and exponent >= -12 and value.adjusted() < 12 else None
    if isinstance(value, str):
        return _exact_text(value.strip())
    return None


def _exact_text(text: str) -> Fraction | None:
    if _DECIMAL.fullmatch(text):
        return Fraction(text.replace(",", "."))
    match = _FRACTION.fullmatch(text)
    return Fraction(int(match[1]), int(match[2])) if match and int(match[2]) else None


class Reader:
    """One table of the document, at `where`; each method reads one key and notes what is wrong with it."""

    def __init__(self, data: object, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        self.data: Mapping[str, object] = {}
        self.bad: set[str] = set()
        self._seen: set[str] = set()
        if isinstance(data, Mapping):
            self.data = {key: value for key, value in data.items() if value is not None}
        else:
            self.note("", "not_a_table")

    def note(self, key: str, code: str, **values: object) -> None:
        """Add a problem at a key of this table ("" is the table itself)."""
        self.bad.add(key)
        if len(self.problems) >= PROBLEMS_MOST:
            return
        self.problems.append(Problem(".".join(each for each in (self.where, legible(key)) if each), code, values))

    def adopt(self, found: list[Problem], under: str = "") -> None:
        """Add problems found elsewhere, their places being inside this table or its key `under`."""
        for problem in found:
            self.note(".".join(each for each in (under, problem.where) if each), problem.code, **problem.values)

    def has(self, key: str) -> bool:
        """Say whether the key is written."""
        return key in self.data

    def take(self, key: str, required: bool = False) -> object:
        """Give the raw value; None if it is not written, which is a problem if it is required."""
        self._seen.add(key)
        if key not in self.data and required:
            self.note(key, "missing")
        return self.data.get(key)

    def text(self, key: str, required: bool = False) -> str:
        """Give a text in NFC without outer blanks; "" if it is not written."""
        value = self.take(key, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.note(key, "not_text")
            return ""
        if broken(value):
            self.note(key, "broken_text")
            return ""
        text = unicodedata.normalize("NFC", value).strip()
        if required and not text:
            self.note(key, "empty_text")
        if len(text) > _TEXT_LIMIT:
            self.note(key, "text_too_long", limit=_TEXT_LIMIT)
        return text

    def key(self, key: str) -> str:
        """Give a required key: ASCII letters, digits, _ and -."""
        text = self.text(key, required=True)
        if text and not _KEY.fullmatch(text):
            self.note(key, "bad_key", typed=text)
        return text

    def choice(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """Give a name out of `known`; the default if it is not written, required if there is none."""
        text = self.text(key, required=default is None)
        if not self.has(key):
            return default or ""
        if text and text not in known:
            self.note(key, "unknown_name", typed=text, known=tuple(known))
        return text

    def integer(self, key: str, default: int = 0, low: int = 0, high: int = 10**6, required: bool = False) -> int:
        """Give a whole number between two bounds."""
        value = self.take(key, required)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(key, "not_whole")
            return default
        if not low <= value <= high:
            self.note(key, "out_of_range", typed=_brief(value), low=low, high=high)
            return default
        return value

    def boolean(self, key: str) -> bool:
        """Give true or false; false if it is not written."""
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, "not_boolean")
        return value is True

    def decimal(self, key: str, required: bool = False, whole_thousandths: bool = False) -> Fraction | None:
        """Give an exact number, None if it is not written or wrong; points are whole thousandths."""
        value = self.take(key, required)
        if value is None:
            return None
        number = exact(value)
        if number is None:
            self.note(key, "float_not_exact" if isinstance(value, float) else "not_a_decimal", typed=_brief(value))
        elif whole_thousandths and (number * 1000).denominator != 1:
            self.note(key, "finer_than_thousandths", typed=number)
            return None
        return number

    def positive(self, key: str, required: bool = False, whole_thousandths: bool = True) -> Fraction | None:
        """Give an exact number above zero, None if it is not written or wrong."""
        number = self.decimal(key, required, whole_thousandths)
        if number is not None and number <= 0:
            self.note(key, "not_positive", typed=number)
            return None
        return number

    def decimals(self, key: str, required: bool = False) -> tuple[Fraction, ...]:
        """Give a list of points, none if it is not written or one of them is wrong."""
        value = self.take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note(key, "not_a_list")
            return ()
        each = Reader({str(at): item for at, item in enumerate(value, 1)}, f"{self.where}.{key}", self.problems)
        found = [each.decimal(str(at), required=True, whole_thousandths=True) for at in range(1, len(value) + 1)]
        if each.bad:
            self.bad.add(key)
        return () if each.bad else tuple(number for number in found if number is not None)

    def table(self, key: str, required_code: str) -> "Reader":
        """Give a required table; an empty or missing one is a problem of that code."""
        value = self.take(key)
        if value is None or value == {}:
            self.note(key, required_code)
            return Reader({}, f"{self.where}.{key}", [])
        return Reader(value, f"{self.where}.{key}".lstrip("."), self.problems)

    def tables(self, key: str) -> "list[Reader]":
        """Give a list of tables, each named in problems by its own key, or by its number if it has none."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, "not_a_list")
            return []
        return [Reader(each, self._place(key, each, number), self.problems) for number, each in enumerate(value, 1)]

    def _place(self, key: str, item: object, number: int) -> str:
        own = item.get("key") if isinstance(item, Mapping) else None
        name = own if isinstance(own, str) and _KEY.fullmatch(own) else str(number)
        return ".".join(each for each in (self.where, key, name) if each)

    def texts(self, key: str) -> list[str]:
        """Give a list of texts."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.note(key, "not_a_list_of_texts")
            return []
        if any(broken(each) for each in value):
            self.note(key, "broken_text")
            return []
        return [unicodedata.normalize("NFC", each).strip() for each in value]

    def no_duplicates(self, key: str, field: str, values: list[str]) -> None:
        """Note each value that appears twice in a list, whatever its case and spaces: people would not tell them apart."""
        times = Counter(folded(each) for each in values if each)
        first: dict[str, str] = {}
        for value in values:
            first.setdefault(folded(value), value)
        for twin in sorted(first[each] for each, count in times.items() if count > 1):
            self.note(key, "duplicate", field=field, typed=twin)

    def close(self, more: Collection[str] = ()) -> None:
        """Note every key that was never read; `more` are keys that are known but do not apply."""
        known = tuple(sorted(self._seen))
        for key in self.data:
            if key not in self._seen:
                self.note(str(key)[:60], "key_not_for_this" if key in more else "unknown_key", known=known)
