"""What the strict forms accept, over JSON and from a page."""

import pytest
from django import forms

from chatsite.errors import InvalidInput
from chatsite.forms import IdField, NameField, StrictForm, TextField


class SampleForm(StrictForm):
    name = NameField(max_length=10)
    text = TextField(required=False, max_length=20)
    number = IdField(required=False)
    limit = forms.IntegerField(initial=50, min_value=1, max_value=100)
    flag = forms.BooleanField(required=False)


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
