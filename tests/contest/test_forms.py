"""Forms: clean text in, errors in Vietnamese that name field and remedy, dates read strictly."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import flask_wtf
import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from contest.forms import BaseForm, DayField, FieldError, Length, Required, errors_for
from contest.messages.validators import STALE_PAGE, VALIDATORS


class Person(wtforms.Form):
    """A nested row."""

    name = StringField("Họ tên", [Required()])


class Everything(BaseForm):
    """One field of each kind."""

    name = StringField("Tên đội", [Required(), Length(20, least=2)], filters=[lambda text: text and text.title()])
    note = TextAreaField("Ghi chú")
    secret = PasswordField("Mật khẩu")
    token = HiddenField("Mã")
    kind = SelectField("Hình thức", [Required()], choices=[("", "Chọn…"), ("a", "Cá nhân")])
    day = DayField("Ngày thi", [Required()])
    people = FieldList(FormField(Person), min_entries=1)
    plain = StringField("Khác", [InputRequired()])


GOOD = {
    "name": unicodedata.normalize("NFD", "  suối   bạc\u200b"),
    "note": " Dòng một\r\n\r\n\r\n\r\ndòng  hai ",
    "secret": "  mật  khẩu ",
    "token": "x",
    "kind": "a",
    "day": " 22/11/2026 ",
    "people-0-name": "Lê An",
    "plain": "x",
}


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for the test", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST"):
        yield app


def filled(**changes: str) -> Everything:
    form = Everything(MultiDict(GOOD | changes))
    form.validate()
    return form


def sentences(form: Any) -> dict[str, str]:
    return {error.field: error.message for error in errors_for(form)}


def test_text_comes_in_clean_and_figures_exact(app: Flask) -> None:
    form = filled()
    assert errors_for(form) == []
    assert form.data == {
        "name": "Suối Bạc",
        "note": "Dòng một\n\ndòng hai",
        "secret": "  mật  khẩu ",
        "token": "x",
        "kind": "a",
        "day": date(2026, 11, 22),
        "people": [{"name": "Lê An"}],
        "plain": "x",
    }


def test_an_empty_form_names_every_missing_field(app: Flask) -> None:
    form = Everything(MultiDict({"name": "\u200b ", "day": " ", "people-0-name": ""}))
    assert not form.validate()
    assert errors_for(form) == [
        FieldError("name", "Tên đội", "Chưa nhập “Tên đội”. Đề nghị nhập rồi gửi lại."),
        FieldError("kind", "Hình thức", "Chưa chọn “Hình thức”. Đề nghị chọn rồi gửi lại."),
        FieldError("day", "Ngày thi", "Chưa nhập “Ngày thi”. Đề nghị nhập rồi gửi lại."),
        FieldError("people-0-name", "Họ tên", "Chưa nhập “Họ tên”. Đề nghị nhập rồi gửi lại."),
        FieldError("plain", "Khác", "Chưa nhập mục này. Đề nghị nhập rồi gửi lại."),
    ]


def test_one_sentence_of_several_fields_names_each(app: Flask) -> None:
    class Marks(BaseForm):
        first = StringField("Tính mới", [Regexp("[0-9]+", message="Chưa phải là điểm.")])
        second = StringField("Tính khéo", [Regexp("[0-9]+", message="Chưa phải là điểm.")])
        other = StringField("Khác", [Regexp("[0-9]+", message="Chưa phải là số.")])

    form = Marks(MultiDict(dict.fromkeys(("first", "second", "other"), "x")))
    form.validate()
    told = [error.message for error in errors_for(form)]
    assert told == ["Tính mới: Chưa phải là điểm.", "Tính khéo: Chưa phải là điểm.", "Chưa phải là số."]


def test_zero_is_not_missing(app: Flask) -> None:
    assert errors_for(filled(plain="0", name="00")) == []


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "S", "“Tên đội” cần ít nhất 2 chữ (đang có 1). Đề nghị nhập thêm."),
        ("name", "S" * 21, "“Tên đội” dài quá 20 chữ (đang có 21). Đề nghị rút gọn."),
        (
            "name",
            "Suèi B¹c",
            "“Tên đội” dùng phông chữ cũ (TCVN3 hoặc VNI). Đề nghị gõ lại bằng Unicode, ví dụ “Suối Bạc”.",
        ),
        ("kind", "khác", "Lựa chọn không có trong danh sách. Đề nghị chọn lại."),
        ("day", "31/11/2026", "Không có ngày 31/11/2026. Đề nghị xem lại ngày và tháng, ví dụ 22/11/2026."),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(app: Flask, field: str, typed: str, told: str) -> None:
    form = filled(**{field: typed})
    assert sentences(form) == {field: told}
    if field == "day":
        assert f'value="{typed}"' in str(form[field]())


def test_a_day_is_shown_as_people_write_it_and_never_as_a_date_input(app: Flask) -> None:
    shown = str(Everything(formdata=None, data={"day": date(2026, 11, 22)}).day())
    assert re.findall(' value="([^"]*)"', shown) == ["22/11/2026"]
    assert 'type="text"' in shown
    assert 'inputmode="numeric"' in shown
    assert 'value=""' in str(Everything(formdata=None).day())


def test_a_form_of_an_old_page_says_so() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for the test")
    with app.test_request_context(method="POST", data=GOOD | {"csrf_token": "old"}):
        form = Everything()
        assert not form.validate_on_submit()
        assert sentences(form) == {"csrf_token": STALE_PAGE}


def test_whole_form_errors_come_last(app: Flask) -> None:
    form = filled(day="0")
    form.form_errors.append("Hai đội trùng tên. Đề nghị sửa một tên.")
    assert [error.field for error in errors_for(form)] == ["day", ""]


def _said(package: Any) -> set[str]:
    """Give every sentence that the package passes through gettext or ngettext."""
    folder = Path(package.__file__).parent
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        source = path.read_text()
        for call in re.findall(r'n?gettext\(\s*((?:"[^"]*",?\s*)+)', source):
            found |= set(re.findall(r'"([^"]*)"', call))
    return found


def test_every_sentence_of_wtforms_is_in_the_catalogue() -> None:
    said = _said(wtforms) | _said(flask_wtf)
    assert len(said) > 30
    assert said - VALIDATORS.keys() == set()
    holes = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}|%s")
    for english, vietnamese in VALIDATORS.items():
        assert set(holes.findall(vietnamese)) <= set(holes.findall(english))
