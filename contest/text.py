"""Vietnamese text: one clean form of what comes in, keys to match and sort by, figures and dates to read."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_LETTERS = {letter: index for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
# CLDR order of tones (domain.md 4.3): none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = "\u0302\u0306\u031b"  # circumflex, breve and horn make another letter, not another tone
_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_OLD_TONE_STYLE = re.compile(f"(?<=o)({_TONE})([ae])|(?<=u)({_TONE})(y)|(?<=qu)({_TONE})([aeioy])")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛ʼ′`´", "'"))

# What TCVN3 and VNI fonts leave behind when their bytes are read as Western letters: signs inside a word ("B¹c"),
# letters of other languages ("Baïc"), a capital after a small letter ("NguyÔn"), vowels never joined ("teân").
_SIGN_IN_WORD = re.compile(r"[a-zà-ÿ][µ¸¶¹¨¾¼½©®ª×«»¬§¦÷]|[µ¸¶¹¨¾¼®ª×¬§¦][a-zà-ÿ]", re.IGNORECASE)
_CAPITAL_IN_WORD = re.compile(r"[a-z][À-ÖØ-Þ]|[A-Za-z][Þßþ]|\ufffd")
_FOREIGN = re.compile("[äåæçëîïðñöøûüÿ]", re.IGNORECASE)
_VNI_PAIR = re.compile(
    "[aeouy][ïøûäåëüæ]|[ae][ùõâêéèáàãúô]|o[âùõúô]|u[ùõú]|ö[ôïùøûõ]|(?<!\\S)ñ[aoeuiöôêâ]", re.IGNORECASE
)
_VNI_FEW = 2


class DateError(ValueError):
    """A text that is not a date; its message is the Vietnamese sentence to show."""


def nfc(text: str, *, lines: bool = False) -> str:
    """Give the text in NFC without invisible characters, spaces collapsed; line breaks stay only with lines=True."""
    rows = re.split(r"\r\n|[\r\n\v\f\u0085\u2028\u2029]", text)
    cleaned = [" ".join(_visible(row).split()) for row in rows]
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(cleaned)).strip()
    return " ".join(row for row in cleaned if row)


def _visible(row: str) -> str:
    if row.isprintable():  # nearly every text, told at once
        return unicodedata.normalize("NFC", row)
    kept = "".join(
        " " if char == "\t" else char
        for char in row
        if char == "\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )
    return unicodedata.normalize("NFC", kept)


def legacy_encoding(text: str) -> bool:
    """Tell whether the text looks like TCVN3 (ABC) or VNI bytes, or broken ones, shown as Western letters."""
    if _CAPITAL_IN_WORD.search(text) or _SIGN_IN_WORD.search(text):
        return True
    # One foreign letter alone may be honest: the Ê-đê family name “Êñuôl”, a guest called Müller.
    if len(set(_FOREIGN.findall(text))) >= _VNI_FEW:
        return True
    return _VNI_PAIR.search(unicodedata.normalize("NFC", text)) is not None


def match_key(text: str, *, marks: bool = True) -> str:
    """Give the key under which two spellings of one name are equal; marks=False drops diacritics too (đ is d)."""
    folded = nfc(text).translate(_SIGNS).casefold()
    folded = re.sub(r"\s*-\s*", "-", folded)
    apart = unicodedata.normalize("NFD", folded)
    # “hòa” and “hoà”, “thúy” and “thuý”, “qúy” and “quý” are one word written in two fashions.
    apart = _OLD_TONE_STYLE.sub(lambda found: "".join(reversed([part for part in found.groups() if part])), apart)
    if not marks:
        apart = "".join(char for char in apart if not unicodedata.combining(char)).replace("đ", "d")
    return unicodedata.normalize("NFC", apart)


WordKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _word_key(word: str) -> WordKey:
    """Give the sort key of one word in ICU's Vietnamese order: letters, then tones, then small before capital."""
    letters: list[int] = []
    tones: list[int] = []
    cases: list[int] = []
    for piece in re.findall(r"[0-9]+|[^0-9]", unicodedata.normalize("NFC", word)):
        marks = unicodedata.normalize("NFD", piece)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)).lower()
        plain = base if base in _LETTERS else unicodedata.normalize("NFD", base)[:1]
        letters += _place(plain, piece)
        tones.append(max((_TONES.get(mark, 0) for mark in marks), default=0) or (0 if plain == base else 6))
        cases.append(int(piece != piece.lower()))
    return tuple(letters), tuple(tones), tuple(cases)


def _place(letter: str, piece: str) -> tuple[int, ...]:
    """Give punctuation, then numbers by value, then letters."""
    if piece.isascii() and piece.isdigit():
        return 1, int(piece)
    if letter in _LETTERS:
        return (2, _LETTERS[letter])
    return (3, ord(piece)) if piece.isalpha() else (0, ord(piece))


def natural_key(text: str) -> tuple[WordKey, ...]:
    """Give the sort key of a team, unit or village: word by word in Vietnamese order, “Thôn 2” before “Thôn 10”."""
    return tuple(_word_key(word) for word in nfc(text).split())


def name_key(name: str) -> tuple[tuple[WordKey, ...], ...]:
    """Give the sort key of a person: given name (the last word), then the middle names, then the family name."""
    words = natural_key(name)
    return words[-1:], words[1:-1], words[:1]


def team_title(name: str, *, start: bool = False) -> str:
    """Give “đội Suối Bạc” (“Đội Suối Bạc” at the start of a sentence); a name that begins with “Đội” stays as it is."""
    if match_key(name).split()[:1] == ["đội"]:
        return name
    return f"{'Đội' if start else 'đội'} {name}"


def comma(number: object) -> str:
    """Write a figure such as "-87.75" as “−87,75”: decimal comma, true minus; a fraction such as "506/7" stays as it is."""
    written = str(number).replace(".", ",")
    return f"−{written[1:]}" if written.startswith("-") else written


def thousands(number: object) -> str:
    """Write a figure with dots between thousands and a decimal comma: "2011" gives “2.011”, "1234.5" “1.234,5”."""
    whole, point, decimals = str(number).partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return f"{grouped},{decimals}" if point else grouped


def _local(moment: datetime) -> datetime:
    # SQLite gives times back without a zone; what we store is always UTC.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(HANOI)


def today() -> date:
    """Give the day it is in Vietnam, whatever the machine's own zone."""
    return datetime.now(HANOI).date()


def end_of(day: date) -> datetime:
    """Give the first moment after a day in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time.min, HANOI).astimezone(UTC)


def date_vi(day: date) -> str:
    """Write a date as dd/MM/yyyy; a moment is taken in Vietnamese time (without a zone it counts as UTC)."""
    shown = _local(day) if isinstance(day, datetime) else day
    return f"{shown.day:02}/{shown.month:02}/{shown.year:04}"


def date_words(day: date) -> str:
    """Write “ngày 04 tháng 02 năm 2026”, with 0 before days under 10 and months 1 and 2 (Nghị định 30/2020)."""
    shown = _local(day) if isinstance(day, datetime) else day
    month = f"{shown.month:02}" if shown.month <= 2 else str(shown.month)
    return f"ngày {shown.day:02} tháng {month} năm {shown.year}"


def time_vi(moment: datetime) -> str:
    """Write the time of day as HH:MM in Vietnam (a moment without a zone counts as UTC)."""
    return f"{_local(moment):%H:%M}"


def moment_vi(moment: datetime) -> str:
    """Write a moment as “14:32 ngày 22/11/2026” in Vietnamese time."""
    return f"{time_vi(moment)} ngày {date_vi(moment)}"


def parse_date_vi(text: str) -> date:
    """Read 22/11/2026, 22-11-2026, 22.11.2026 or 2026-11-22; raise DateError with the sentence to show."""
    typed = nfc(text)
    if not typed:
        raise DateError("Chưa nhập ngày. Đề nghị nhập ngày/tháng/năm, ví dụ 22/11/2026.")
    found = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", typed)
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", typed)
    if found:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        raise DateError(
            f"“{typed[:40]}” chưa phải là ngày. Đề nghị nhập ngày/tháng/năm (năm đủ 4 số), ví dụ 22/11/2026."
        )
    try:
        read = date(year, month, day)
    except ValueError:
        raise DateError(f"Không có ngày {typed}. Đề nghị xem lại ngày và tháng, ví dụ 22/11/2026.") from None
    if not 1945 <= read.year <= 2100:
        raise DateError(f"Năm {year} ngoài khoảng 1945–2100. Đề nghị xem lại năm.")
    return read
