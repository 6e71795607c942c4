"""Every label of the admin can be translated: names of models, columns, fields, filters and actions."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.utils.functional import Promise


def labels(model: type, its: admin.ModelAdmin) -> Iterator[tuple[str, object]]:
    """Yield each label of a model's pages with where it is from."""
    yield "verbose_name", its.opts.verbose_name
    yield "verbose_name_plural", its.opts.verbose_name_plural
    # “__str__” is Django's default of a list that has a template of its own.
    for name in {*its.list_display, *(its.fields or ())} - {"__str__"}:
        yield name, label_for_field(name, model, its)
    for listed in its.list_filter:
        yield str(listed), filter_title(model, listed)
    for action in its.actions or ():
        found = action if callable(action) else getattr(its, action)
        yield str(action), found.short_description
    if its.search_fields:
        yield "search_help_text", its.search_help_text


def filter_title(model: type, listed: object) -> object:
    if isinstance(listed, type):
        return listed.title
    name = listed[0] if isinstance(listed, tuple) else listed
    return model._meta.get_field(name).verbose_name


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_every_label_is_asked_for_in_the_reader_s_language(model):
    plain = [name for name, label in labels(model, admin.site._registry[model]) if not isinstance(label, Promise)]
    assert plain == []


def test_the_sections_of_the_first_page_too(rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user
    sections = admin.site.get_app_list(request)
    assert len(sections) == 2
    names = [section["name"] for section in sections] + [
        one["name"] for section in sections for one in section["models"]
    ]
    assert [name for name in names if not isinstance(name, Promise)] == []
