"""Vietnamese text: normal form, matching, order of names (checked against ICU), figures and dates."""

import json
import random
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from contest import text
from contest.messages import amounts

NAMES = ["An", "Ánh", "Ân", "Dung", "Dũng", "Đạt"]
TONES = ["Hoa", "Hòa", "Hỏa", "Hóa", "Họa"]

# Words in the order of Intl.Collator('vi') (Node 20, ICU 74).
ICU_ORDER = """
a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ bạc cà da dũng đa đạt e ê ề êban f gia gìa hoa Hoa hoà hòa hỏa
hóa họa lan lân ngân nghi nhân o ô ồ ơ ờ phương quý sơn thuỷ thủy u ư ừ vân w y ý z
"""


def decomposed(value: str) -> str:
    return unicodedata.normalize("NFD", value)


def test_nfc_joins_marks_drops_the_invisible_and_collapses_spaces() -> None:
    assert text.nfc(decomposed("  Nguyễn \t Thị\u00a0\u200bHường\ufeff\x00 ")) == "Nguyễn Thị Hường"
    assert text.nfc("Suối\r\nBạc\n") == "Suối Bạc"
    assert text.nfc("Dòng một \r\n\n\n\n dòng  hai\u2028ba", lines=True) == "Dòng một\n\ndòng hai\nba"
    assert text.nfc("") == ""


@pytest.mark.parametrize(
    "garbage",
    [
        "NguyÔn V¨n H­ng",
        "§éi thi",
        "Suèi B¹c",
        "Hä vµ tªn",
        "Tªn ®éi",
        "§¬n vÞ",
        "Nguyeãn Thò Höôøng",
        "Ñoäi thi",
        "Suoái Baïc",
        "Hoï vaø teân",
        "Thoân 3",
        "Vaên Haûi",
        "HOÏ VAØ TEÂN",
        "Nguy\ufffdn",
    ],
)
def test_legacy_encodings_are_noticed(garbage: str) -> None:
    assert text.legacy_encoding(garbage)


@pytest.mark.parametrize(
    "honest",
    [
        "Nguyễn Thị Hường",
        "HỘI THI “DÂN VẬN KHÉO” XÃ SƠN HÒA",
        "Ea Chà Rang",
        "Krông Pa",
        "Y Êñuôl",
        "Müller",
        "H’Mông",
        "Bà Rịa – Vũng Tàu",
        "Thuý, Thúy, quý, qúy, khoẻ, hoà",
        "Lơ Ku · 2011",
        "30 m² đất, 100 °C, ½ buổi, §4",
        "Ê Ban",
        decomposed("Đảng bộ Quân sự"),
        "Công ty A&B ©2024",
        "Cư M’gar",
        "Đăk Pơ̆",
        "TOÀN XÃ QUÝ III",
        "khuỷu tay",
    ],
)
def test_honest_text_is_not_taken_for_a_legacy_encoding(honest: str) -> None:
    assert not text.legacy_encoding(honest)


def test_match_key_unites_spellings_of_one_name() -> None:
    same = [
        ("Hoà Thuỷ", "hòa  THỦY"),
        ("Khoẻ", "khỏe"),
        ("Quý", "Qúy"),
        ("Hoàn", "Hòan"),
        (decomposed("Nguyễn"), "NGUYỄN"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        ("đội “Sen”", 'Đội "Sen"'),
        ("H’Mông", "H'Mông"),
    ]
    assert [(text.match_key(one), one) for one, _ in same] == [(text.match_key(two), one) for one, two in same]
    assert text.match_key("Hòa") not in {text.match_key("Hoa"), text.match_key("Hóa"), text.match_key("Hỏa")}
    assert text.match_key("Mậu A1") != text.match_key("Mậu A 1")
    assert text.match_key("Đơn vị Ở Đắk Lắk", marks=False) == "don vi o dak lak"


def test_names_sort_by_given_name_in_cldr_order() -> None:
    shuffled = random.Random(7).sample(NAMES + TONES, k=11)
    assert sorted(shuffled, key=text.name_key) == NAMES + TONES
    people = ["Lê Văn An", "Trần Bình", "Đỗ An", "Lê Thị An", "An", "Nguyễn Văn Ánh", "Bùi Văn An"]
    expected = ["An", "Đỗ An", "Lê Thị An", "Bùi Văn An", "Lê Văn An", "Nguyễn Văn Ánh", "Trần Bình"]
    assert sorted(people, key=text.name_key) == expected


def test_word_order_is_that_of_icu() -> None:
    words = ICU_ORDER.split()
    assert sorted(random.Random(1).sample(words, k=len(words)), key=text.natural_key) == words


def _random_word(dice: random.Random) -> str:
    onset = dice.choice(
        ["", "b", "c", "d", "đ", "gi", "h", "kh", "l", "ng", "nh", "ph", "qu", "s", "th", "tr", "v", "w"]
    )
    vowel = dice.choice(["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "oa", "oe", "uy", "uâ", "iê"])
    tone = dice.choice(["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"])
    place = dice.randrange(len(vowel)) + 1
    word = unicodedata.normalize(
        "NFC", onset + vowel[:place] + tone + vowel[place:] + dice.choice(["", "n", "ng", "t"])
    )
    return dice.choice([str.lower, str.capitalize, str.upper])(word)


def test_random_words_sort_as_intl_collator_does() -> None:
    dice = random.Random(20261122)
    words = sorted({_random_word(dice) for _ in range(4000)})
    script = "const w=JSON.parse(require('fs').readFileSync(0,'utf8'));const c=new Intl.Collator('vi');"
    script += "console.log(JSON.stringify(w.sort(c.compare)))"
    told = subprocess.run(["node", "-e", script], input=json.dumps(words), capture_output=True, text=True, check=True)
    assert sorted(words, key=text.natural_key) == json.loads(told.stdout)


def test_numbers_in_names_sort_by_value() -> None:
    villages = ["Thôn 10", "Thôn 2", "Tổ 1", "Thôn 1a", "Mậu A12", "Mậu A2", "Thôn", "2. Sen", "10. Sen"]
    expected = ["2. Sen", "10. Sen", "Mậu A2", "Mậu A12", "Thôn", "Thôn 1a", "Thôn 2", "Thôn 10", "Tổ 1"]
    assert sorted(villages, key=text.natural_key) == expected


@pytest.mark.parametrize(
    ("write", "figure", "shown"),
    [
        (text.comma, "87.75", "87,75"),
        (text.comma, "18", "18"),
        (text.comma, "-1.5", "−1,5"),
        (text.comma, "506/7", "506/7"),
        (text.thousands, 2011, "2.011"),
        (text.thousands, "1234567.5", "1.234.567,5"),
        (text.thousands, "999", "999"),
        (text.thousands, -12345, "-12.345"),
    ],
)
def test_figures_are_written_the_vietnamese_way(write: Callable[[object], str], figure: object, shown: str) -> None:
    assert write(figure) == shown


def test_dates_and_times_are_written_in_vietnam() -> None:
    evening = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert text.date_vi(date(2026, 2, 4)) == "04/02/2026"
    assert text.date_vi(evening) == "22/11/2026"
    assert text.date_vi(evening.replace(tzinfo=None)) == "22/11/2026"
    assert text.time_vi(evening) == "00:30"
    assert text.moment_vi(evening) == "00:30 ngày 22/11/2026"
    assert text.date_words(date(2026, 2, 4)) == "ngày 04 tháng 02 năm 2026"
    assert text.date_words(date(2026, 3, 14)) == "ngày 14 tháng 3 năm 2026"
    assert text.date_words(evening) == "ngày 22 tháng 11 năm 2026"


@pytest.mark.parametrize("typed", ["22/11/2026", " 22-11-2026", "22.11.2026", "2026-11-22", "22/11/2026\u200b"])
def test_dates_are_read(typed: str) -> None:
    assert text.parse_date_vi(typed) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Chưa nhập ngày"),
        ("22/11/26", "năm đủ 4 số"),
        ("mai", "“mai” chưa phải là ngày"),
        ("22/11-2026", "chưa phải là ngày"),
        ("30/02/2026", "Không có ngày 30/02/2026"),
        ("11/22/2026", "Không có ngày"),
        ("01/01/1026", "Năm 1026"),
        ("٢٢/11/2026", "chưa phải là ngày"),
    ],
)
def test_dates_that_cannot_be_read_say_what_to_do(typed: str, told: str) -> None:
    with pytest.raises(text.DateError, match="Đề nghị") as refused:
        text.parse_date_vi(typed)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("name", "within", "first"),
    [
        ("Suối Bạc", "đội Suối Bạc", "Đội Suối Bạc"),
        ("Đội Ánh Dương", "Đội Ánh Dương", "Đội Ánh Dương"),
        (decomposed("ĐỘI số 1"), decomposed("ĐỘI số 1"), decomposed("ĐỘI số 1")),
        ("Đội-trưởng", "đội Đội-trưởng", "Đội Đội-trưởng"),
    ],
)
def test_a_team_called_doi_is_not_called_so_twice(name: str, within: str, first: str) -> None:
    assert (text.team_title(name), text.team_title(name, start=True)) == (within, first)


def test_a_figure_below_zero_has_a_true_minus_and_is_taken_away_in_a_sum() -> None:
    assert text.comma("-0.5") == "−0,5"
    assert amounts.added(["16,75", "−2", "3"]) == "16,75 − 2 + 3"
