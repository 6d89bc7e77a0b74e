"""Reading a plain dict strictly: every wrong, missing or unknown key becomes a Problem, and reading goes on.

A JSON null counts as not written: what has no value could not be written back.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from scoring.points import meant_by_thousands
from scoring.rules import Problem

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,12})?", re.ASCII)
_FRACTION = re.compile(r"([0-9]{1,12})/([0-9]{1,12})", re.ASCII)
_LONG_DECIMAL = re.compile(r"-?([0-9]+)(?:[.,][0-9]+)?", re.ASCII)
_DIGITS = 12
_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
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


def _why_not(value: object) -> str:
    """Give the code of why a value is no exact number."""
    if isinstance(value, float):
        return "float_not_exact"
    if isinstance(value, str) and meant_by_thousands(value.strip()):
        return "one_or_a_thousand"
    if isinstance(value, str) and (match := _LONG_DECIMAL.fullmatch(value.strip())):
        return "too_large" if len(match[1]) > _DIGITS else "too_many_decimals"
    if isinstance(value, Decimal) and value.is_finite():
        return "too_large" if value.adjusted() >= _DIGITS else "too_many_decimals"
    whole = isinstance(value, int) and not isinstance(value, bool)
    return "too_large" if whole else "not_a_decimal"


def _exact_text(text: str) -> Fraction | None:
    if meant_by_thousands(text):
        return None
    if _DECIMAL.fullmatch(text):
        return Fraction(text.replace(",", "."))
    match = _FRACTION.fullmatch(text)
    return Fraction(int(match[1]), int(match[2])) if match and int(match[2]) else None


def is_day(text: str) -> bool:
    """Say whether a text is a day that the calendar has, in numbers: 15/10/2026 or 2026-10-15."""
    if found := _DAY.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := _ISO_DAY.fullmatch(text):
        year, month, day = (int(each) for each in found.groups())
    else:
        return False
    return year > 0 and 1 <= month <= len(_MONTHS) and 1 <= day <= _MONTHS[month - 1] + (month == 2 and _leap(year))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


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

    def day(self, key: str) -> str:
        """Give a day of the calendar as it is written: 15/10/2026, 15-10-2026, 15.10.2026 or 2026-10-15; "" for none."""
        text = self.text(key)
        if text and not is_day(text):
            self.note(key, "no_such_day", typed=text[:40])
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
            meant = meant_by_thousands(value.strip()) if isinstance(value, str) else ""
            self.note(key, _why_not(value), typed=_brief(value).strip(), **({"meant": meant} if meant else {}))
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
        """Give a list of texts; "" stands for one that is none or wrong, so that it hides nothing of the others."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, "not_a_list_of_texts")
            return []
        return [self._item(f"{key}.{number}", each) for number, each in enumerate(value, 1)]

    def _item(self, place: str, value: object) -> str:
        if not isinstance(value, str):
            self.note(place, "not_text")
        elif broken(value):
            self.note(place, "broken_text")
        elif text := unicodedata.normalize("NFC", value).strip():
            return text
        else:
            self.note(place, "empty_text")
        return ""

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
