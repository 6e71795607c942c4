"""Template tags of the page's dialogs: ``{% load dialogs %}``."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def dialog(content: SafeString, name: str, title: str, kind: str = "") -> SafeString:
    """Return a dialog with a head around ``content``; ``name`` is its element's id, ``kind`` a class for its look."""
    return render_to_string("partials/dialog.html", {"content": content, "id": name, "title": title, "kind": kind})


@register.simple_block_tag
def form_dialog(content: SafeString, name: str, title: str, submit: str, look: str = "primary") -> SafeString:
    """Return a dialog that is one form: ``content``, a place for what went wrong, and buttons to cancel and to submit.

    ``look`` is the submitting button's, ``danger`` for what can't be undone.
    """
    form = render_to_string("partials/dialog_form.html", {"content": content, "submit": submit, "look": look})
    return render_to_string("partials/dialog.html", {"content": form, "id": name, "title": title})
