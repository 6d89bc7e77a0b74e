"""Forms in Vietnamese: every text comes in as NFC, every error names its field and the remedy, dates are read strictly."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    SelectFieldBase,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm as WTForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from contest.decimals import parse_amount
from contest.messages import validators as say_form
from contest.messages.scoring import say
from contest.messages.validators import Vietnamese
from contest.text import DateError, comma, date_vi, legacy_encoding, nfc, parse_date_vi, thousands
from scoring.points import PointsError, exact_text, parse

_TRANSLATIONS = Vietnamese()


def _one_line(value: Any) -> Any:
    return nfc(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return nfc(value, lines=True) if isinstance(value, str) else value


class _Csrf(FlaskForm.Meta.csrf_class):  # type: ignore[misc]
    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValidationError as error:
            raise ValidationError(say_form.STALE_PAGE) from error


class BaseForm(FlaskForm):  # type: ignore[misc]
    """The form that every staff page derives from."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Vietnamese sentences, and NFC on every text field but passwords."""

        csrf_class = _Csrf

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give what was sent as a form; JSON is none, whatever it holds."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def get_translations(self, _form: Any) -> Vietnamese:
            """Give the Vietnamese sentences."""
            return _TRANSLATIONS

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind a field, its text cleaned before any other filter."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                clean = _lines if issubclass(kind, TextAreaField) else _one_line
                options = {**options, "filters": (clean, *unbound_field.kwargs.get("filters", ()))}
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field; text in TCVN3 or VNI is refused wherever it stands, and what cannot be read is told once."""
        valid = bool(super().validate(extra_validators))
        for field in _leaves(self):
            if field.process_errors and field.process_errors[0] in field.errors:
                field.errors = field.process_errors[:1]  # no validator has anything to say of what was not read
            read_by_people = isinstance(field, StringField) and not isinstance(field, PasswordField | HiddenField)
            if read_by_people and legacy_encoding(field.data or ""):
                field.errors = (*field.errors, say_form.LEGACY.format(label=field.label.text))
                valid = False
        return valid

    @property
    def problems(self) -> list["FieldError"]:
        """Give every error, for the summary above the form (the macro `problems` of _forms.html)."""
        return errors_for(self)


class LineForm(BaseForm):
    """One line of several in a form: the whole form has the token."""

    class Meta(BaseForm.Meta):
        """Without a token of its own."""

        csrf = False


@dataclass(frozen=True)
class FieldError:
    """One error for the summary above a form: the field's id to link to, its label and the sentence."""

    field: str
    label: str
    message: str


def errors_for(form: WTForm) -> list[FieldError]:
    """Give every error of a form in the order of its fields, those of nested forms and lists included."""
    found = [FieldError(field.id, field.label.text, str(error)) for field in _leaves(form) for error in field.errors]
    said = Counter(each.message for each in found)
    found = [_named(each) if said[each.message] > 1 else each for each in found]
    return found + [FieldError("", "", str(error)) for error in getattr(form, "form_errors", ())]


def _named(error: FieldError) -> FieldError:
    """Give an error that says whose it is: one sentence several times over names no field."""
    return replace(error, message=f"{error.label}: {error.message}") if error.label else error


def _leaves(fields: Any) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _leaves(field.form)
        elif isinstance(field, FieldList):
            yield from _leaves(field.entries)
        else:
            yield field


class Required:
    """Refuses a field left empty (0 is not empty), naming it."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, form: WTForm, field: Field) -> None:
        """Raise StopValidation when nothing was typed or chosen."""
        typed = field.raw_data or ()
        if any(nfc(piece) if isinstance(piece, str) else piece for piece in typed):
            return
        chosen = isinstance(field, SelectFieldBase | FileField | BooleanField)
        field.errors = []
        raise StopValidation(say_form.MISSING.format(verb="chọn" if chosen else "nhập", label=field.label.text))


class Length:
    """Refuses a text of fewer than `least` or more than `most` characters, naming its field."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.most, self.least = most, least
        self.field_flags = {"maxlength": most}

    def __call__(self, form: WTForm, field: Field) -> None:
        """Raise ValidationError when the text is too long or too short."""
        typed = len(field.data or "")
        if typed > self.most:
            raise ValidationError(say_form.TOO_LONG.format(label=field.label.text, most=self.most, typed=typed))
        if typed < self.least:
            raise ValidationError(say_form.TOO_SHORT.format(label=field.label.text, least=self.least, typed=typed))


class _TypedField(Field):
    """A field typed as text and read strictly; what was typed is shown again when it cannot be read."""

    widget = TextInput()
    keyboard = "text"

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        keys = {"inputmode": self.keyboard, "autocomplete": "off"}
        options["render_kw"] = keys | (options.get("render_kw") or {})
        super().__init__(label, list(validators), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing typed is None."""
        typed = nfc(str(valuelist[0])) if valuelist else ""
        self.data = None
        if typed:
            self.data = self.read(typed)

    def read(self, typed: str) -> Any:
        """Give the value of the text; raise ValueError with the sentence to show."""
        raise NotImplementedError

    def shown(self) -> str:
        """Give the value as people write it."""
        return str(self.data)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown()


def put_errors(form: WTForm, wrong: Mapping[str, str]) -> None:
    """Put sentences beside the fields of a form whose ids are given, those of nested forms and lists included."""
    for field in _leaves(form):
        if field.id in wrong:
            field.errors = (*field.errors, wrong[field.id])


class PointsField(_TypedField):
    """Points (an exact Fraction, or None), typed as 8 or 8,5."""

    keyboard = "decimal"

    def read(self, typed: str) -> Fraction:
        """Give the points; raise ValueError with the sentence to show."""
        try:
            return parse(typed)
        except PointsError as error:
            raise ValueError(say(error.code, error.values)) from error

    def shown(self) -> str:
        """Give the points with a decimal comma."""
        return comma(exact_text(self.data))


class DayField(_TypedField):
    """A date (or None), typed as 22/11/2026."""

    keyboard = "numeric"

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        options["render_kw"] = {"placeholder": "ngày/tháng/năm"} | (options.get("render_kw") or {})
        super().__init__(label, list(validators), **options)

    def read(self, typed: str) -> date:
        """Give the date; raise ValueError with the sentence to show."""
        try:
            return parse_date_vi(typed)
        except DateError as error:
            raise ValueError(str(error)) from error

    def shown(self) -> str:
        """Give the date as dd/MM/yyyy."""
        return date_vi(self.data)


class AmountField(_TypedField):
    """An exact amount (or None), typed as 1.250,5."""

    keyboard = "decimal"

    def read(self, typed: str) -> Fraction:
        """Give the amount; raise ValueError with the sentence to show."""
        return parse_amount(typed)

    def shown(self) -> str:
        """Give the amount as people write it."""
        return thousands(exact_text(self.data))
