"""The base of every form: what may come in, whether from a page, a JSON body or a socket."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput
from chatsite.contract.sentences import Sentence
from chatsite.text.cleaning import normalize_name, normalize_text, validate_name, validate_text
from chatsite.text.visibility import has_visible


class NameField(forms.CharField):
    """A one-line name: NFC, trimmed, no character that could deceive the reader."""

    default_validators = [*forms.CharField.default_validators, validate_name]

    def to_python(self, value: object) -> str:
        """Return the normalised name."""
        return normalize_name(super().to_python(value) or "")

    def run_validators(self, value: str) -> None:
        """Refuse also a name whose key would be too long for its column: one character may stand for eighteen."""
        super().run_validators(value)
        if self.max_length is not None:
            MaxLengthValidator(self.max_length)(unicodedata.normalize("NFKC", value))


class TextField(forms.CharField):
    """Running text: line ends become ``\\n``, every other character is kept, white space at the ends too."""

    widget = forms.Textarea
    default_validators = [validate_text]

    def __init__(self, **kwargs: Any):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        """Return the text with its line ends normalised."""
        return normalize_text(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse a required text of nothing but white space and invisible characters."""
        super().validate(value)
        if self.required and not has_visible(value):
            raise ValidationError(self.error_messages["required"], code="required")


# What a JSON value must be for a field, first match wins. A page's form sends strings, which the fields coerce.
_JSON_TYPES: list[tuple[type[forms.Field], type | tuple[type, ...], Sentence]] = [
    (forms.BooleanField, bool, _("This must be true or false.")),
    (forms.FloatField, (int, float), _("This must be a number.")),
    (forms.IntegerField, int, _("This must be a whole number.")),
    (forms.UUIDField, str, _("This must be a string.")),
    (forms.CharField, str, _("This must be a string.")),
    (forms.ChoiceField, str, _("This must be a string.")),
]
MAX_INTEGER = 2**63 - 1
MAX_NUMBERS = 2_000
# How strings from a query or a page's form spell what JSON has types for; int() also reads "٣", "1_0" and " 5 ".
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_NOT_BOOLEAN = _("This must be 1, 0, true or false.")
_NOT_WHOLE = _("This must be a whole number.")
# 64 KB hold 7,600 unknown fields. Naming each took 50 ms of the event loop, and 300 KB of an answer.
MAX_UNKNOWN_FIELDS = 8
MAX_SHOWN_CHARS = 64
MAX_SENTENCE_CHARS = 300
# Characters that a field looks at for each that it allows: normalising 64 KB of combining marks takes 0.7 s.
LOOKED_AT = 4


class IdField(forms.IntegerField):
    """A row's id, a sequence number or a version: 0 to 2⁶³-1."""

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=kwargs.pop("min_value", 0), max_value=MAX_INTEGER, **kwargs)


class MomentField(forms.CharField):
    """A moment in ISO 8601 with its zone: ``2026-11-26T00:00:00Z``."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: object) -> datetime | None:
        """Return the moment in UTC."""
        text = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            moment = parse_datetime(text)
            if moment is None or moment.tzinfo is None:
                raise ValidationError(_NOT_A_MOMENT)
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError(_NOT_A_MOMENT) from None


_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ID = re.compile(r"[0-9]{1,19}")
_NOT_A_MOMENT = _("This must be a time with its zone, such as 2026-11-26T00:00:00Z.")
_NOT_NUMBERS = _("This must be an object of whole numbers by id.")


class NumbersByIdField(forms.Field):
    """A JSON object of whole numbers by the id of what they belong to: ``{"7": 41}``."""

    def to_python(self, value: object) -> dict[int, int]:
        """Return ``{id: number}``."""
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > MAX_NUMBERS:
            raise ValidationError(_NOT_NUMBERS)
        return {self._id(name): self._whole(number) for name, number in value.items()}

    def _id(self, name: str) -> int:
        if not _ID.fullmatch(name):
            raise ValidationError(_NOT_NUMBERS)
        return self._whole(int(name))

    def _whole(self, number: object) -> int:
        if type(number) is not int or not 0 <= number <= MAX_INTEGER:
            raise ValidationError(_NOT_NUMBERS)
        return number


class IdsField(forms.Field):
    """A JSON list of ids: ``[12, 7]``."""

    def __init__(self, *, max_count: int, **kwargs: Any):
        super().__init__(**kwargs)
        self.max_count = max_count

    def clean(self, value: object) -> list[int]:
        """Return the ids, each once, in the order in which they were named."""
        if not isinstance(value, list) or not all(type(one) is int and 0 <= one <= MAX_INTEGER for one in value):
            raise ValidationError(_("This must be a list of ids."))
        if len(value) > self.max_count:
            raise ValidationError(_("Send at most {count} ids.").format(count=self.max_count))
        return list(dict.fromkeys(value))


class UuidsField(forms.Field):
    """A JSON list of UUIDs."""

    def __init__(self, *, max_count: int, **kwargs: Any):
        super().__init__(**kwargs)
        self.max_count = max_count

    def clean(self, value: object) -> list[UUID]:
        """Return the UUIDs, each once, in the order in which they were named."""
        given = [] if value is None else value
        if not isinstance(given, list) or not all(isinstance(one, str) and _UUID.fullmatch(one) for one in given):
            raise ValidationError(_("This must be a list of UUIDs."))
        if len(given) > self.max_count:
            raise ValidationError(_("Send at most {count} ids.").format(count=self.max_count))
        return list(dict.fromkeys(map(UUID, given)))


class ChoicesField(forms.Field):
    """A JSON list of some of the words that are allowed: ``["mentions", "direct"]``."""

    def __init__(self, *, choices: Sequence[str], **kwargs: Any):
        super().__init__(**kwargs)
        self.choices = choices

    def clean(self, value: object) -> list[str]:
        """Return the words, each once, in the order in which they were named."""
        if not isinstance(value, list) or not all(isinstance(one, str) and one in self.choices for one in value):
            raise ValidationError(_("This must be a list of some of: {words}.").format(words=", ".join(self.choices)))
        return list(dict.fromkeys(value))


class NestedField(forms.Field):
    """A JSON object with fields of its own."""

    def __init__(self, form: "type[StrictForm]", **kwargs: Any):
        super().__init__(**kwargs)
        self.form = form

    def clean(self, value: object) -> dict[str, Any]:
        """Return the cleaned fields; what is wrong with one is said with its name."""
        try:
            return self.form.parse(super().clean(value))
        except InvalidInput as error:
            said = [f"{name}: {text}" for name, texts in (error.fields or {}).items() for text in texts]
            raise ValidationError(said or [str(error)]) from None


class _Fields(dict[str, forms.Field]):
    """A form's fields, those of its class: cleaning leaves no trace in a field, and copying it costs more."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return self


class StrictForm(forms.Form):
    """A Django form that refuses unknown fields and, for JSON, wrong types.

    ``cleaned_data`` holds only what was given (``null`` counts as not given), so that "absent" and "empty" differ;
    a field with ``initial`` is always there.
    """

    def __init__(self, *args: Any, problems: Mapping[str, Sentence] | None = None, **kwargs: Any):
        self.base_fields = _Fields(self.base_fields)  # type: ignore[misc]  # Django deep-copies what it finds there
        super().__init__(*args, **kwargs)
        self.problems = problems or {}

    @classmethod
    def parse(cls, data: object, *, typed: bool = True, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the cleaned fields of ``data``.

        ``typed`` says that the values carry JSON types; without it they are strings from a page's form or a query.

        Raises:
            InvalidInput: with ``fields``, or without when ``data`` is no object.
        """
        if not isinstance(data, Mapping):
            raise InvalidInput(_("Send one JSON object."))
        fields = cls.base_fields
        problems = unknown_fields(data, fields)
        if len(data) > len(fields) + MAX_UNKNOWN_FIELDS:
            raise InvalidInput(_("Too many fields."), fields={name: [text] for name, text in problems.items()})
        given = {name: value for name, value in data.items() if value is not None}
        if not typed:
            given = {name: _spelled(fields.get(name), value) for name, value in given.items()}
        problems |= _value_problems(fields, given, typed=typed)
        defaults = {name: field.initial for name, field in fields.items() if field.initial is not None}
        if not problems and (cleaned := cls._cleaned(defaults | given)) is not None:
            return cleaned
        form = cls(data=defaults | given, files=files, problems=problems)
        if not form.is_valid():
            raise InvalidInput(
                fields={name: [str(m)[:MAX_SENTENCE_CHARS] for m in messages] for name, messages in form.errors.items()}
            )
        return form.cleaned_data

    @classmethod
    def _cleaned(cls, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the cleaned fields of ``data``; nothing where it takes a form, which alone can say what is wrong.

        Django's way through bound fields and widgets takes four times as long, for each message that is sent.
        """
        if not _is_plain(cls):
            return None
        fields = {name: field for name, field in cls.base_fields.items() if field.required or name in data}
        try:
            return {name: field.clean(data.get(name)) for name, field in fields.items()}
        except ValidationError:
            return None

    def _clean_fields(self) -> None:
        """Clean the fields that are there and well-typed; report the others."""
        for name in self.problems.keys() & self.fields.keys():
            del self.fields[name]
        super()._clean_fields()  # type: ignore[misc]
        for name, message in self.problems.items():
            self.errors[name] = self.error_class([str(message)])
        given = {*self.data, *self.files}
        self.cleaned_data = {name: value for name, value in self.cleaned_data.items() if name in given}


_HOOKS = ("__init__", "clean", "_clean_fields", "_clean_form")
_OWN_VALUE = {forms.Widget.value_from_datadict, forms.CheckboxInput.value_from_datadict}


@cache
def _is_plain(form: type[StrictForm]) -> bool:
    """Tell whether a form does no more than its fields do, each with the value under its own name."""
    fields = form.base_fields
    hooked = any(getattr(form, hook) is not getattr(StrictForm, hook) for hook in _HOOKS)
    return not hooked and all(
        type(field.widget).value_from_datadict in _OWN_VALUE
        and not field.disabled
        and not hasattr(form, f"clean_{name}")
        for name, field in fields.items()
    )


def unknown_fields(data: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> dict[str, Sentence]:
    """Return what is said of the first few fields of ``data`` that are not known, whose names are bounded too."""
    unknown = islice((name for name in data if name not in fields), MAX_UNKNOWN_FIELDS)
    return {shown(name): _("Unknown field.") for name in unknown}


def shown(name: object) -> str:
    """Return what is echoed of a name that a caller made up: valid text, and not much of it."""
    return str(name)[:MAX_SHOWN_CHARS].encode(errors="replace").decode()


def _spelled(field: forms.Field | None, value: object) -> object:
    """Return the boolean that a string spells, anything else as it is."""
    return _TRUTHS.get(value, value) if isinstance(field, forms.BooleanField) and isinstance(value, str) else value


def _value_problems(fields: Mapping[str, forms.Field], data: Mapping[str, Any], *, typed: bool) -> dict[str, Sentence]:
    found = {name: _value_problem(fields.get(name), value, typed=typed) for name, value in data.items()}
    return {name: problem for name, problem in found.items() if problem}


def _value_problem(field: forms.Field | None, value: object, *, typed: bool) -> Sentence:
    kind: type = type(field)
    expected = _expected(kind) if typed else None
    if expected and not _fits(value, expected[0]):
        return expected[1]
    if not isinstance(value, str):
        return ""
    limit = getattr(field, "max_length", None)
    if limit and len(value) > LOOKED_AT * limit:
        return _("This must have at most {count} characters.").format(count=limit)
    if not _is_unicode(value):
        return _("This contains half of a surrogate pair.")
    return "" if typed else _spelling_problem(field, value)


def _spelling_problem(field: forms.Field | None, value: str) -> Sentence:
    if isinstance(field, forms.BooleanField):
        return _NOT_BOOLEAN
    if isinstance(field, forms.IntegerField) and value and not _WHOLE.fullmatch(value):
        return _NOT_WHOLE
    return ""


@cache
def _expected(kind: type) -> tuple[type | tuple[type, ...], Sentence] | None:
    for field_type, types, sentence in _JSON_TYPES:
        if issubclass(kind, field_type):
            return types, sentence
    return None


def _fits(value: object, types: type | tuple[type, ...]) -> bool:
    """Tell whether ``value`` is of ``types``; JSON's true is not 1."""
    return isinstance(value, types) and (types is bool or not isinstance(value, bool))


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
