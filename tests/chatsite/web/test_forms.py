"""What the strict forms accept, over JSON and from a page."""

import json
import time

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from chatsite.contract.errors import InvalidInput
from chatsite.web.forms import IdField, NameField, StrictForm, TextField


class SampleForm(StrictForm):
    name = NameField(max_length=10)
    text = TextField(required=False, max_length=20)
    number = IdField(required=False)
    limit = forms.IntegerField(initial=50, min_value=1, max_value=100)
    flag = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)


def fields_refused(data: object, **kwargs: bool) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        SampleForm.parse(data, **kwargs)
    return sorted(caught.value.fields or {})


def test_only_given_fields_and_defaults_come_out():
    assert SampleForm.parse({"name": "  A \u2007 b "}) == {"name": "A b", "limit": 50}


def test_null_counts_as_not_given():
    assert SampleForm.parse({"name": "A", "number": None}) == {"name": "A", "limit": 50}


def test_an_empty_text_differs_from_an_absent_one():
    assert SampleForm.parse({"name": "A", "text": ""})["text"] == ""


def test_line_ends_are_normalised_and_nothing_else():
    assert SampleForm.parse({"name": "A", "text": " a\r\nb\rc\u0301 "})["text"] == " a\nb\nc\u0301 "


@pytest.mark.parametrize("data", [[], "text", 5, None, True])
def test_anything_but_an_object_is_refused(data):
    assert fields_refused(data) == []


def test_an_unknown_field_is_refused_by_name():
    assert fields_refused({"name": "A", "nmae": "B", "x" * 500: 1}) == ["nmae", "x" * 64]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 5),
        ("name", ["A"]),
        ("name", "\u202eevil"),
        ("name", "\u200b"),
        ("name", "a\x00b"),
        ("name", "\ud800"),
        ("name", "x" * 11),
        ("text", "\ud800"),
        ("text", {}),
        ("number", "5"),
        ("number", True),
        ("number", 1.0),
        ("number", -1),
        ("number", 2**63),
        ("limit", 0),
        ("flag", 1),
        ("flag", "true"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(field, value):
    assert fields_refused({"name": "A", field: value}) == [field]


def test_strings_from_a_page_are_coerced():
    assert SampleForm.parse({"name": "A", "number": "5", "flag": "true"}, typed=False) == {
        "name": "A",
        "number": 5,
        "flag": True,
        "limit": 50,
    }


def test_digits_of_other_scripts_do_not_crash():
    assert fields_refused({"name": "A", "number": "²"}, typed=False) == ["number"]


@pytest.mark.parametrize(
    "text", ["٣", "１", "1_0", " 5", "5 ", "+5", "1.0", "1e1", "0x1", "9" * 20, "²", "५", "--1", "1\n"]
)
def test_only_ascii_digits_are_a_number(text):
    assert fields_refused({"name": "A", "number": text}, typed=False) == ["number"]


@given(text=st.text())
def test_a_number_or_a_truth_is_spelled_in_one_way(text):
    try:
        cleaned = SampleForm.parse({"name": "A", "number": text, "flag": text}, typed=False)
    except InvalidInput:
        return
    assert text in {"0", "1"}
    assert (cleaned["number"], cleaned["flag"]) == (int(text), text == "1")


@pytest.mark.parametrize(("text", "truth"), [("1", True), ("true", True), ("0", False), ("false", False)])
def test_what_says_yes_or_no(text, truth):
    assert SampleForm.parse({"name": "A", "flag": text}, typed=False)["flag"] is truth


class PlainForm(StrictForm):
    name = NameField(max_length=10)
    text = TextField(max_length=20)
    number = IdField(required=False)
    limit = forms.IntegerField(initial=50, min_value=1, max_value=100)
    flag = forms.BooleanField(required=False)
    key = forms.UUIDField(required=False)


class CheckedForm(PlainForm):
    """The same by Django's own way, which a form's own check takes."""

    def clean(self) -> None: ...


values = st.sampled_from(
    [True, False, None, 0, 1, 101, 2**63, -1, 0.5, "", " ", "1", "true", "a\r\nb", "x" * 30, "\x00"]
)
values |= st.text(max_size=12) | st.integers() | st.uuids().map(str)
sendable = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["name", "text", "number", "limit", "flag", "key", "other"], values)
)


def parsed(form: type[StrictForm], data: object, *, typed: bool) -> object:
    try:
        return form.parse(data, typed=typed)
    except InvalidInput as error:
        return error.as_payload()


@given(data=sendable, typed=st.booleans())
def test_a_form_of_fields_alone_takes_what_djangos_way_takes(data, typed):
    assert parsed(PlainForm, data, typed=typed) == parsed(CheckedForm, data, typed=typed)


def test_what_a_form_checks_itself_is_checked():
    class Twice(PlainForm):
        def clean_number(self) -> int:
            return 2 * self.cleaned_data["number"]

    assert Twice.parse({"name": "A", "text": "a", "number": 2})["number"] == 4


@pytest.mark.parametrize("text", ["banana", "", "yes", "TRUE", "2", "on", "falsch", "\u0660"])
def test_what_says_neither_is_refused(text):
    assert fields_refused({"name": "A", "flag": text}, typed=False) == ["flag"]


def refusal_of(data: object, **options: bool) -> tuple[int, float]:
    """Return how long the refusal is, and how long refusing took at best."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        with pytest.raises(InvalidInput) as caught:
            SampleForm.parse(data, **options)
        taken.append(time.process_time() - start)
    return len(json.dumps(caught.value.as_payload())), min(taken)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("name", ["k{}", "k{}" + "x" * 200, "\ud800{}"])
def test_thousands_of_unknown_fields_cost_no_more_than_a_few(name, typed):
    few, many = ({name.format(i): "0" for i in range(count)} for count in (10, 7_600))
    (few_chars, few_s), (many_chars, many_s) = refusal_of(few, typed=typed), refusal_of(many, typed=typed)
    assert many_chars <= max(1_200, few_chars)
    assert many_s < 10 * few_s + 0.005  # it was 200 times as much


@pytest.mark.parametrize("field", sorted(SampleForm.base_fields))
@pytest.mark.parametrize(
    "value", ["x" * 65_000, "a" + "\u0301\u0316" * 16_000, "\ufdfa" * 20_000, " " * 65_000, "9" * 4_000]
)
@pytest.mark.parametrize("typed", [True, False])
def test_a_long_value_is_refused_without_being_worked_on_or_echoed(field, value, typed):
    chars, seconds = refusal_of({"name": "A"} | {field: value}, typed=typed)
    assert chars < 2_000  # a character takes six in JSON
    assert seconds < 0.02  # normalising the marks alone took 0.7 s
